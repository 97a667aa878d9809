//! Is this receipt, refusal or list signed by a key that may? JSON Web Signatures with EdDSA or ES256, read strictly:
//! flat header, key looked up by `kid`, claims handed out only as the bytes that were verified.
//!
//! Deliberately not here: what the claims say (`tamga-formats`, `tamga-protocol`), and whether a list may replace the
//! one held (`tamga-origin`). Keys out of headers, `none` and keyed digests are not switched off but absent.

use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, TrustedKey};

use crate::error::SignError;
use crate::plain_key::PlainKey;
use crate::refusal::Refusal;

/// Most bytes of anything opened here.
pub const LARGEST: usize = 8 * 1024 * 1024;

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
}

impl Typ {
    /// The word in the header member `typ`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Receipt => "co-receipt+jwt",
            Self::Refusal => "co-refusal+jwt",
            Self::Void => "co-void+jwt",
            Self::TrustList => "co-trust-list+jwt",
        }
    }

    /// The use a key must have.
    pub fn usage(self) -> KeyUse {
        match self {
            Self::Receipt | Self::Refusal | Self::Void => KeyUse::Receipt,
            Self::TrustList => KeyUse::List,
        }
    }
}

/// The claims of a compact statement whose signature was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The payload: exactly the bytes that were signed.
    pub payload: Vec<u8>,
    /// The key that signed.
    pub key: TrustedKey,
}

impl Claims {
    /// Did the key count at this moment (the one the claims name)?
    pub fn key_counts_at(&self, at: Timestamp) -> bool {
        self.key.span.covers(at)
    }
}

/// The claims of a list whose signatures were verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListClaims {
    /// The payload: exactly the bytes that were signed.
    pub payload: Vec<u8>,
    /// Ids of the keys that signed, each once; signatures of keys not asked about are not among them.
    pub signed_by: Vec<String>,
    /// SHA-256 of the list as it came, in hex; the next list names it in `prev`.
    pub sha256: String,
}

/// Signs a payload as a compact statement.
pub fn sign_jws(payload: &[u8], typ: Typ, key: &PlainKey) -> String {
    let _ = (payload, typ, key);
    String::new()
}

/// Opens a compact statement: exact `typ`, algorithm equal to the key's own, key known with the right use.
///
/// Whether the key counted at the time the claims name is asked with [`Claims::key_counts_at`].
pub fn open_jws(bytes: &[u8], expected: Typ, keys: &[TrustedKey]) -> Result<Claims, Refusal> {
    let _ = (bytes, expected, keys);
    Err(Refusal::invalid("time.receipt", ""))
}

/// Signs a payload as a list in the JSON serialisation, with one to three keys.
pub fn sign_list(payload: &[u8], keys: &[&PlainKey]) -> Result<Vec<u8>, SignError> {
    let _ = (payload, keys);
    Err(SignError::Failed)
}

/// Opens a list: every signature by one of these roots must hold, and at least `threshold` of them must be there.
///
/// Signatures of other keys are passed over, so that a change of roots can carry both the old and the new ones: open
/// with the roots in force, read the list, open again with its own roots added, and let `TrustHistory::take` count.
pub fn open_list(bytes: &[u8], roots: &[TrustedKey], threshold: usize) -> Result<ListClaims, Refusal> {
    let _ = (bytes, roots, threshold);
    Err(Refusal::invalid("trust.list_signature", ""))
}
