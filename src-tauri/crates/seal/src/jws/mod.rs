//! Is this receipt, refusal or list signed by a key that may? JSON Web Signatures with EdDSA or ES256, read strictly:
//! flat header, key looked up by `kid`, claims handed out only as the bytes that were verified.
//!
//! Deliberately not here: what the claims say (`tamga-formats`, `tamga-protocol`), and whether a list may replace the
//! one held (`tamga-origin`). Keys out of headers, `none` and keyed digests are not switched off but absent.

mod assertion;
mod strict;

pub use assertion::open_assertion;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::{Deserialize, Serialize};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, PublicKey, Span, TrustedKey};

use crate::digest::sha256_hex;
use crate::error::SignError;
use crate::plain_key::{PlainKey, thumbprint, verify_plain};
use crate::refusal::Refusal;

/// Most bytes of anything opened here.
pub const LARGEST: usize = 8 * 1024 * 1024;
/// The code of a statement that is not written as it must be.
const FORM: &str = "time.receipt";

/// What a signed statement is; it stands in the header and decides which key use counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Typ {
    /// A gateway took custody.
    Receipt,
    /// A gateway refused for good.
    Refusal,
    /// A gateway promised never to take an id.
    Void,
    /// Who may certify.
    TrustList,
    /// Code lists: the digest of a pack's manifest.
    CodePack,
    /// Which certificates of a body count no longer.
    StatusList,
    /// How one certificate stands, for somebody who asked.
    Status,
    /// Numbers leased to a desk, or given back by it.
    NumberBlock,
}

impl Typ {
    /// The word in the header member `typ`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Receipt => "co-receipt+jwt",
            Self::Refusal => "co-refusal+jwt",
            Self::Void => "co-void+jwt",
            Self::TrustList => "co-trust-list+jwt",
            Self::CodePack => "co-code-pack+jwt",
            Self::StatusList => "co-status-list+jwt",
            Self::Status => "co-status+jwt",
            Self::NumberBlock => "co-number-block+jwt",
        }
    }

    /// A refusal under this code; of a list it only matters that it is not signed as it must be.
    fn refuse(self, code: &'static str, found: &str) -> Refusal {
        match self {
            Self::Receipt | Self::Refusal | Self::Void | Self::CodePack | Self::Status | Self::NumberBlock => {
                Refusal::invalid(code, found)
            }
            Self::TrustList | Self::StatusList => Refusal::invalid("trust.list_signature", found),
        }
    }

    /// The use a key must have.
    pub fn usage(self) -> KeyUse {
        match self {
            Self::Receipt | Self::Refusal | Self::Void | Self::Status | Self::NumberBlock => KeyUse::Receipt,
            Self::TrustList | Self::CodePack => KeyUse::List,
            Self::StatusList => KeyUse::Status,
        }
    }
}

/// The claims of a compact statement whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The payload: exactly the bytes that were signed.
    pub payload: Vec<u8>,
    /// Id of the key that signed.
    pub kid: String,
    spans: Vec<Span>,
}

impl Claims {
    /// Did the key count at this moment (the one the claims name)?
    pub fn key_counts_at(&self, at: Timestamp) -> bool {
        self.spans.iter().any(|span| span.covers(at))
    }
}

/// The claims of a list whose signatures were verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListClaims {
    /// The payload: exactly the bytes that were signed.
    pub payload: Vec<u8>,
    /// Ids of the keys that signed, each once; signatures of keys not asked about are not among them.
    pub signed_by: Vec<String>,
    /// SHA-256 of the payload in hex; the next list names it in `prev`. It is taken over the payload and not over the
    /// file, so that nobody without a root key can break the chain by writing the unsigned parts anew.
    pub sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListDoc {
    payload: String,
    signatures: Vec<SignatureDoc>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignatureDoc {
    protected: String,
    signature: String,
}

/// Signs a payload, a JSON object, as a compact statement.
pub fn sign_jws(payload: &[u8], typ: Typ, key: &PlainKey) -> String {
    let input = format!("{}.{}", header(typ, key), BASE64URL.encode(payload));
    let value = BASE64URL.encode(key.sign(input.as_bytes()));
    format!("{input}.{value}")
}

/// Opens a compact statement: exact `typ`, algorithm equal to the key's own, key known with the right use.
///
/// Whether the key counted at the time the claims name is asked with [`Claims::key_counts_at`].
pub fn open_jws(bytes: &[u8], expected: Typ, keys: &[TrustedKey]) -> Result<Claims, Refusal> {
    let parts = || expected.refuse(FORM, "parts");
    let text = admitted(bytes, expected)?;
    let (input, value) = text.rsplit_once('.').ok_or_else(parts)?;
    let (header, payload) = input.split_once('.').ok_or_else(parts)?;
    let header = read_header(header, expected)?;
    let known = known(&header, expected, keys);
    let Some(key) = known.first() else { return Err(expected.refuse("trust.signer_unknown", "kid")) };
    let value = decoded(value, expected)?;
    hold(&header, key, input, &value, expected)?;
    let payload = read_payload(payload, expected)?;
    Ok(Claims { payload, kid: header.kid, spans: known.iter().map(|key| key.span).collect() })
}

/// Signs a payload, a JSON object, as a list in the JSON serialisation.
///
/// [`SignError::Signatures`] unless there are one to three different keys.
pub fn sign_list(payload: &[u8], keys: &[&PlainKey]) -> Result<Vec<u8>, SignError> {
    let doubled = keys.iter().enumerate().any(|(at, key)| keys.iter().take(at).any(|other| other.kid() == key.kid()));
    if !(1..=3).contains(&keys.len()) || doubled {
        return Err(SignError::Signatures(keys.len()));
    }
    let payload = BASE64URL.encode(payload);
    let sign = |key: &&PlainKey| {
        let protected = header(Typ::TrustList, key);
        let signature = BASE64URL.encode(key.sign(format!("{protected}.{payload}").as_bytes()));
        SignatureDoc { protected, signature }
    };
    let signatures = keys.iter().map(sign).collect();
    serde_json::to_vec(&ListDoc { payload, signatures }).map_err(|_| SignError::Failed)
}

/// Opens a list: every signature by one of these roots must hold, and at least `threshold` of them must be there.
///
/// Signatures of other keys are passed over, so that a change of roots can carry both the old and the new ones: open
/// with the roots in force, read the list, open again with its own roots added, and let `TrustHistory::take` count.
pub fn open_list(bytes: &[u8], roots: &[TrustedKey], threshold: usize) -> Result<ListClaims, Refusal> {
    let typ = Typ::TrustList;
    let refuse = |found: &str| typ.refuse(FORM, found);
    let text = admitted(bytes, typ)?;
    let list: ListDoc = object(text.as_bytes()).ok_or_else(|| refuse("form"))?;
    if !(1..=3).contains(&list.signatures.len()) {
        return Err(refuse("number of signatures"));
    }
    let mut signed_by: Vec<String> = Vec::new();
    let mut named: Vec<String> = Vec::new();
    for SignatureDoc { protected, signature } in &list.signatures {
        let header = read_header(protected, typ)?;
        if named.contains(&header.kid) {
            return Err(refuse("kid twice"));
        }
        named.push(header.kid.clone());
        let Some(key) = known(&header, typ, roots).first().copied() else { continue };
        let value = decoded(signature, typ)?;
        hold(&header, key, &format!("{protected}.{}", list.payload), &value, typ)?;
        signed_by.push(header.kid);
    }
    if signed_by.len() < threshold.max(1) {
        return Err(Refusal::invalid("trust.list_quorum", format!("{} of {}", signed_by.len(), threshold.max(1))));
    }
    let payload = read_payload(&list.payload, typ)?;
    Ok(ListClaims { sha256: sha256_hex(&payload), payload, signed_by })
}

fn header(typ: Typ, key: &PlainKey) -> String {
    // Written by hand: three plain words, no escapes, nothing that can fail.
    BASE64URL.encode(format!(r#"{{"alg":"EdDSA","kid":"{}","typ":"{}"}}"#, key.kid(), typ.word()))
}

fn admitted(bytes: &[u8], typ: Typ) -> Result<&str, Refusal> {
    if bytes.len() > LARGEST {
        return Err(typ.refuse(FORM, "size"));
    }
    std::str::from_utf8(bytes).map_err(|_| typ.refuse(FORM, "not text"))
}

/// Base64url in its one spelling: no padding, no white space, spare bits zero.
fn decoded(text: &str, typ: Typ) -> Result<Vec<u8>, Refusal> {
    BASE64URL.decode(text).map_err(|_| typ.refuse("sig.encoding", "base64"))
}

fn read_header(encoded: &str, typ: Typ) -> Result<Header, Refusal> {
    let header: Header = object(&decoded(encoded, typ)?).ok_or_else(|| typ.refuse(FORM, "header"))?;
    match header.typ == typ.word() {
        true => Ok(header),
        false => Err(typ.refuse(FORM, "typ")),
    }
}

/// Members by name alone: serde would also take an array of the values in order.
fn object<T: serde::de::DeserializeOwned>(json: &[u8]) -> Option<T> {
    strict::is_plain_object(json).then(|| serde_json::from_slice(json).ok()).flatten()
}

fn read_payload(encoded: &str, typ: Typ) -> Result<Vec<u8>, Refusal> {
    let payload = decoded(encoded, typ)?;
    match strict::is_plain_object(&payload) {
        true => Ok(payload),
        false => Err(typ.refuse(FORM, "claims")),
    }
}

/// Entries of this key with the right use; a key under a name that is not its own thumbprint is no entry of it.
fn known<'k>(header: &Header, typ: Typ, keys: &'k [TrustedKey]) -> Vec<&'k TrustedKey> {
    let fits = |key: &&TrustedKey| key.kid == header.kid && key.uses.contains(&typ.usage());
    keys.iter().filter(fits).filter(|key| thumbprint(&key.key) == key.kid).collect()
}

fn hold(header: &Header, key: &TrustedKey, input: &str, value: &[u8], typ: Typ) -> Result<(), Refusal> {
    if header.alg != algorithm_of(&key.key) {
        return Err(typ.refuse("alg.key_mismatch", "alg"));
    }
    match verify_plain(&key.key, input.as_bytes(), value) {
        true => Ok(()),
        false => Err(typ.refuse("sig.value", "signature")),
    }
}

/// The one algorithm a key signs with, by its JWS name (RFC 7518, 8037).
fn algorithm_of(key: &PublicKey) -> &'static str {
    match key {
        PublicKey::Ed25519(_) => "EdDSA",
        PublicKey::P256(_) => "ES256",
    }
}

/// Does a compact JWS of whatever kind hold under this key: three parts in strict base64url, a header that names the
/// key's own algorithm, a value that fits? For those who compare this reader with others; nothing is read from what
/// it says yes to.
pub fn compact_holds(text: &str, key: &PublicKey) -> bool {
    #[derive(Deserialize)]
    struct Named {
        alg: String,
    }
    let Some((input, value)) = text.rsplit_once('.') else { return false };
    let Some((header, payload)) = input.split_once('.') else { return false };
    let decoded = |part: &str| BASE64URL.decode(part).ok();
    let named = decoded(header).and_then(|header| object::<Named>(&header));
    let (Some(named), Some(_), Some(value)) = (named, decoded(payload), decoded(value)) else { return false };
    named.alg == algorithm_of(key) && verify_plain(key, input.as_bytes(), &value)
}
