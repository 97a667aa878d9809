//! Writes what the fuzz targets of messages begin with: `cargo run -p tamga-courier --example message_seeds FOLDER`.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tamga_courier::bundle::{
    BundleFrom, BundleHeader, BundleKey, BundleRequires, BundleTo, EntryKind, NewBundle, NewEntry, seal,
};
use tamga_protocol::{Envelope, headers};
use uuid::Uuid;

mod messages;

const AT: &str = "2026-05-03T14:00:00.000Z";

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let out = std::env::args().nth(1).ok_or("usage: message_seeds FOLDER")?;
    let out = Path::new(&out);
    let mut answer = Envelope::read(&messages::envelope())?;
    answer.kind = tamga_protocol::Kind::Response;
    answer.number = Some(3);
    let envelopes = vec![messages::envelope(), answer.freeze()?.into_vec()];
    for (target, seeds) in [("envelope", envelopes), ("answers", answers()?), ("bundle", vec![bundle()?])] {
        fs::create_dir_all(out.join(target))?;
        for (n, seed) in seeds.iter().enumerate() {
            fs::write(out.join(target).join(n.to_string()), seed)?;
        }
    }
    Ok(())
}

/// A statement as it is signed, with a signature of zeros: the target takes every signature as good.
fn statement(typ: &str, claims: &Value) -> Result<String, Failure> {
    let part = |value: &Value| -> Result<String, Failure> { Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(value)?)) };
    let header = part(&json!({ "alg": "EdDSA", "kid": "k", "typ": typ }))?;
    Ok(format!("{header}.{}.{}", part(claims)?, URL_SAFE_NO_PAD.encode([0; 64])))
}

/// Answers behind the byte that says what kind each is.
fn answers() -> Result<Vec<Vec<u8>>, Failure> {
    let (id, envelope) = (Uuid::from_u128(1), messages::envelope());
    let digest = headers::hex(&Sha256::digest(&envelope).into());
    let document = messages::document();
    let claims = json!({
        "iss": "gw.test", "rol": "national", "sub": id, "env": digest, "dig": document.sha256, "snd": "desk-1",
        "key": { "issuer": "CN-CCPIT", "coNumber": "24C0000001", "revision": 1 },
        "rcv": AT, "n": 1, "prev": "0".repeat(64),
    });
    let receipt = statement("co-receipt+jwt", &claims)?;
    let accepted = json!({
        "submissionId": id, "state": "received", "receipt": receipt, "receivedAt": AT,
        "links": { "self": format!("/v1/submissions/{id}") },
    });
    let refusal = statement(
        "co-refusal+jwt",
        &json!({ "iss": "gw.test", "sub": id, "env": digest, "type": "invalid-document", "at": AT }),
    )?;
    let problem = |word: &str, status: u16, refusal: Value| {
        json!({
            "type": word, "title": "t", "status": status, "retry": "never", "serverTime": AT, "trace": "trace-1",
            "violations": [{ "path": "items[1]", "code": "document.differs", "severity": "error", "text": "w" }],
            "refusal": refusal,
        })
    };
    let item = json!({
        "itemId": Uuid::from_u128(20), "type": "submission", "at": AT, "submissionId": id, "envelope": "e30=",
        "documents": [document], "receipts": [receipt],
    });
    let page = json!({
        "items": [item.clone(), item], "nextCursor": "next", "more": true, "highWater": 2, "oldestAvailable": "first",
    });
    let kinds = [
        (0, accepted),
        (1, problem("invalid-document", 422, json!(refusal))),
        (2, problem("in-progress", 409, Value::Null)),
        (3, page),
    ];
    kinds.iter().map(|(kind, body)| Ok([&[*kind], serde_json::to_vec(body)?.as_slice()].concat())).collect()
}

/// What lies within a bundle of two entries.
fn bundle() -> Result<Vec<u8>, Failure> {
    let opening = BundleKey::generate();
    let new = NewBundle {
        bundle_id: Uuid::from_u128(7),
        from: BundleFrom {
            party: "DCC".into(),
            node: messages::CHAMBER.into(),
            device: Uuid::from_u128(77).to_string(),
            kid: "k".into(),
        },
        to: BundleTo {
            party: "CN-CUSTOMS".into(),
            node: messages::NORTH.into(),
            recipients: vec![opening.recipient()],
        },
        n: 1,
        prev: BundleHeader::FIRST_PREV.into(),
        first: 1,
        acks: Vec::new(),
        requires: BundleRequires::default(),
        created_at: AT.into(),
        group: None,
    };
    let entry = |n: u128, kind, body: Vec<u8>| NewEntry { kind, id: Uuid::from_u128(n).to_string(), body };
    let entries =
        [entry(1, EntryKind::Submission, messages::envelope()), entry(2, EntryKind::Receipt, b"a.b.c".into())];
    let sealed = seal(new, &entries, |_| [0; 64])?;
    let key: age::x25519::Identity = opening.to_secret_text().parse().map_err(|why: &str| why.to_owned())?;
    let closed = age::Decryptor::new(sealed.bytes.as_slice())?;
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut closed.decrypt(std::iter::once(&key as &dyn age::Identity))?, &mut plain)?;
    Ok(plain)
}
