//! What is one thing in a bundle? A small meta that says what it is, and its bytes.

use serde::{Deserialize, Serialize};

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EntryKind {
    /// A frozen envelope; the id is its submission id.
    Submission,
    /// An inbox item of the API, JSON; the id is its item id.
    Item,
    /// A document; the id is its digest.
    Document,
    /// A receipt (compact JWS); the id is the submission's.
    Receipt,
    /// A refusal (compact JWS); the id is the submission's.
    Refusal,
    /// Evidence of an answer; the id is the submission's.
    Answer,
    /// A promise that an id is never taken (compact JWS); the id is the submission's.
    Void,
    /// A signed trust list; the id is its number.
    TrustList,
    /// A signed status list; the id is its issuer.
    StatusList,
    /// A kind this version does not know; it is left alone and not confirmed.
    #[serde(untagged)]
    Other(String),
}

impl EntryKind {
    /// The word in a meta, and for storage.
    pub fn word(&self) -> &str {
        match self {
            Self::Submission => "submission",
            Self::Item => "item",
            Self::Document => "document",
            Self::Receipt => "receipt",
            Self::Refusal => "refusal",
            Self::Answer => "answer",
            Self::Void => "void",
            Self::TrustList => "trustList",
            Self::StatusList => "statusList",
            Self::Other(word) => word,
        }
    }
}

/// What stands before the bytes of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryMeta {
    /// Its number in the lane; each time a thing is put in, it takes a new one.
    pub seq: u64,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntryKind,
    /// Under which id it is known.
    pub id: String,
    /// Bytes of the body.
    pub size: u64,
    /// SHA-256 of the body, lower-case hex.
    pub sha256: String,
}
