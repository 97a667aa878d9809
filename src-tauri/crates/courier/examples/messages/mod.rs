//! Messages as the far side sends them, for the fuzz targets and their first inputs.
#![allow(dead_code, reason = "each target uses its part")]

use std::io::Write as _;

use sha2::{Digest, Sha256};
use tamga_protocol::{Device, DocumentPart, Envelope, Kind, headers};
use uuid::Uuid;

/// The node that bundles are for.
pub const NORTH: &str = "post.north";
/// The node they come from.
pub const CHAMBER: &str = "desk.chamber";

const DOCUMENT: &[u8] = b"<MetaData xmlns='urn:tamga:co:1'/>";

/// A document inline.
pub fn document() -> DocumentPart {
    let digest = headers::hex(&Sha256::digest(DOCUMENT).into());
    DocumentPart::inline(digest, "application/xml", DOCUMENT)
}

/// The frozen bytes of an envelope.
pub fn envelope() -> Vec<u8> {
    let envelope = Envelope {
        kind: Kind::Issue,
        route: "au".into(),
        agreement: "chafta".into(),
        issuer: "CN-CCPIT".into(),
        co_number: "24C0000001".into(),
        revision: 1,
        document: document(),
        attachments: vec![],
        replaces: None,
        depends_on: None,
        in_reply_to: None,
        number: None,
        issued_at: "2026-05-03T14:00:00.000Z".into(),
        issued_offline: false,
        device: Device { id: Uuid::from_u128(77), epoch: 1, seq: 1 },
        conversation: None,
        crit: Vec::new(),
    };
    envelope.freeze().map(|bytes| bytes.into_vec()).unwrap_or_default()
}

/// Closes bytes for a key with the library alone, as somebody else's program would.
#[allow(clippy::expect_used, reason = "an encryption into memory for a key of the caller's cannot fail")]
pub fn close(plain: &[u8], recipient: &str) -> Vec<u8> {
    let recipient: age::x25519::Recipient = recipient.parse().expect("a recipient");
    let closing = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).expect("one");
    let mut out = Vec::new();
    let mut writer = closing.wrap_output(&mut out).expect("memory");
    writer.write_all(plain).expect("memory");
    writer.finish().expect("memory");
    out
}
