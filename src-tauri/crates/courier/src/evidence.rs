//! What proves that a message was taken, delivered or refused? The bytes as signed, with the claims read from them.
//! Checking the signature itself belongs to whoever owns the keys.

use serde_json::Value;

use crate::transport::SubmissionKey;

/// Why a signed statement does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// Not a compact JWS of the expected type.
    #[error("not a signed statement of type {0}")]
    NotAStatement(String),
    /// The key is not known, or not for this purpose.
    #[error("signed with an unknown key")]
    UnknownKey,
    /// The signature does not match.
    #[error("the signature does not match")]
    BadSignature,
    /// The signature holds, but it speaks of something else.
    #[error("the statement is about something else: {0}")]
    SpeaksOfOther(&'static str),
}

/// Checks what a gateway signed; implemented by the one room that owns cryptography.
pub trait ReceiptVerifier: Send + Sync {
    /// Checks a compact JWS of header type `typ` (`co-receipt+jwt`, `co-refusal+jwt`) against the keys of the
    /// gateway `issuer`, and answers the payload bytes that the signature covers.
    fn verify(&self, issuer: &str, typ: &str, jws: &str) -> Result<Vec<u8>, NotProven>;

    /// Is this the gateway at which the submission arrives, and not one it only passes through on its way there? Who
    /// does not know says no: a receipt then proves a passage, and no arrival.
    fn is_destination(&self, _gateway: &str, _key: &SubmissionKey) -> bool {
        false
    }
}

/// What a piece of evidence proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EvidenceKind {
    /// Custody at the gateway.
    Receipt,
    /// Custody at the gateway of destination.
    Delivery,
    /// Custody at a gateway on the way there; proves a time, and no arrival.
    Passage,
    /// A refusal for good.
    Refusal,
    /// The promise that an id is never taken.
    Void,
}

impl EvidenceKind {
    /// The stable word for storage.
    pub fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Delivery => "delivery",
            Self::Passage => "passage",
            Self::Refusal => "refusal",
            Self::Void => "void",
        }
    }
}

/// A signed statement that was checked: its bytes as they came, and its claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it proves.
    pub kind: EvidenceKind,
    /// The bytes as signed.
    pub raw: Vec<u8>,
    /// The claims, read from the signed payload alone.
    pub claims: Value,
}

impl Evidence {
    /// A claim that is text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(Value::as_str)
    }

    /// Whether the custodian is an office server, whose receipt lights the first lamp only half.
    pub fn is_from_office(&self) -> bool {
        self.text("rol") == Some("office")
    }
}
