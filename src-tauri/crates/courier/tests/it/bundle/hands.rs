//! Two nodes with their keys, and bundles between them.

use tamga_courier::NotProven;
use tamga_courier::bundle::{
    Bundle, BundleError, BundleFrom, BundleHeader, BundleKey, BundleRequires, BundleTo, BundleVerifier, EntryKind,
    NewBundle, NewEntry, Sealed, Us, open, seal,
};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Span, TrustedKey};
use tamga_seal::{BundleRefused, PlainKey, SystemRandom, bundle_holds, sign_bundle};
use uuid::Uuid;

pub const NORTH: &str = "post.north";
pub const CHAMBER: &str = "desk.chamber";

/// Whom a reader believes.
pub struct Listed(pub Vec<(String, TrustedKey)>);

impl BundleVerifier for Listed {
    fn verify(
        &self,
        from: &BundleFrom,
        created_at: &str,
        header: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), NotProven> {
        let keys: Vec<TrustedKey> =
            self.0.iter().filter(|(node, _)| *node == from.node).map(|(_, key)| key.clone()).collect();
        let at = Timestamp::parse_rfc3339(created_at).unwrap_or_default();
        bundle_holds(header, signature, &from.kid, &keys, &[at]).map_err(|why| match why {
            BundleRefused::Signature => NotProven::BadSignature,
            BundleRefused::UnknownKey | BundleRefused::NotThen => NotProven::UnknownKey,
        })
    }
}

/// A chamber that packs and a post that opens.
pub struct Hands {
    pub signing: PlainKey,
    pub opening: BundleKey,
}

impl Hands {
    pub fn new() -> Self {
        Self { signing: PlainKey::generate(&SystemRandom::new()).unwrap(), opening: BundleKey::generate() }
    }

    pub fn new_bundle(&self) -> NewBundle {
        NewBundle {
            bundle_id: Uuid::from_u128(7),
            from: BundleFrom {
                party: "DCC".into(),
                node: CHAMBER.into(),
                device: Uuid::from_u128(77).to_string(),
                kid: self.signing.kid().into(),
            },
            to: BundleTo { party: "CN-CUSTOMS".into(), node: NORTH.into(), recipients: vec![self.opening.recipient()] },
            n: 1,
            prev: BundleHeader::FIRST_PREV.into(),
            first: 1,
            acks: Vec::new(),
            requires: BundleRequires::default(),
            created_at: "2026-05-12T08:00:00.000Z".into(),
            group: None,
        }
    }

    pub fn pack(&self, new: NewBundle, entries: &[NewEntry]) -> Result<Sealed, BundleError> {
        seal(new, entries, |header| sign_bundle(header, &self.signing))
    }

    pub fn listed(&self) -> Listed {
        let span = Span { from: Timestamp::from_millis(0), to: None };
        Listed(vec![(CHAMBER.into(), self.signing.trusted(&[KeyUse::Bundle], span))])
    }

    pub fn open(&self, bytes: &[u8]) -> Result<Bundle, BundleError> {
        open(bytes, Us { node: NORTH, keys: std::slice::from_ref(&self.opening) }, &self.listed())
    }
}

/// Three things to carry.
pub fn entries() -> Vec<NewEntry> {
    let entry = |n: u128, kind, body: &[u8]| NewEntry { kind, id: Uuid::from_u128(n).to_string(), body: body.to_vec() };
    vec![
        entry(1, EntryKind::Submission, br#"{"kind":"co.issue"}"#),
        entry(2, EntryKind::Receipt, b"a.b.c"),
        entry(3, EntryKind::Other("later".into()), b""),
    ]
}

/// Closes bytes for a key with the library alone, as somebody else's program would.
pub fn close(plain: &[u8], recipient: &str) -> Vec<u8> {
    use std::io::Write as _;
    let recipient: age::x25519::Recipient = recipient.parse().unwrap();
    let closing = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut out = Vec::new();
    let mut writer = closing.wrap_output(&mut out).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap();
    out
}

/// Opens bytes with the library alone.
pub fn opened(bytes: &[u8], key: &BundleKey) -> Vec<u8> {
    use std::io::Read as _;
    let key: age::x25519::Identity = key.to_secret_text().parse().unwrap();
    let closed = age::Decryptor::new(bytes).unwrap();
    let mut plain = Vec::new();
    closed.decrypt(std::iter::once(&key as &dyn age::Identity)).unwrap().read_to_end(&mut plain).unwrap();
    plain
}
