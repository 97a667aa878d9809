//! What is put around a signed document when it is handed over? Built once to bytes, and never built again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::key::Kind;

/// The body of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Envelope {
    /// What it is.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "co.issue"))]
    pub kind: Kind,
    /// Route id, at most 64 characters.
    pub route: String,
    /// Agreement code, at most 32 characters.
    pub agreement: String,
    /// Issuing body in the trust list, at most 32 characters; for an answer, of the certificate answered.
    pub issuer: String,
    /// Certificate number as printed, 1 to 64 characters.
    pub co_number: String,
    /// The signed step of this number, from 1; for an answer, the step answered.
    pub revision: u32,
    /// The signed document.
    pub document: DocumentPart,
    /// Papers that go with it, at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What becomes replaced in the same step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Replaces>,
    /// The submission that must be applied first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depends_on: Option<Uuid>,
    /// What an answer answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_reply_to: Option<InReplyTo>,
    /// Running number of this party's answers, questions or requests, each kind by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Time claimed by the sender.
    pub issued_at: String,
    /// Whether it was signed without a connection.
    pub issued_offline: bool,
    /// The device and its count of new submissions.
    pub device: Device,
    /// Groups messages for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Uuid>,
    /// Members a receiver must understand, or refuse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crit: Vec<String>,
}

impl Envelope {
    /// The names of the members this version understands, for `crit`.
    pub const MEMBERS: [&'static str; 17] = [
        "kind",
        "route",
        "agreement",
        "issuer",
        "coNumber",
        "revision",
        "document",
        "attachments",
        "replaces",
        "dependsOn",
        "inReplyTo",
        "number",
        "issuedAt",
        "issuedOffline",
        "device",
        "conversation",
        "crit",
    ];

    /// Builds the bytes that are frozen: every attempt, bundle and forwarding gateway carries exactly these.
    pub fn freeze(&self) -> Result<EnvelopeBytes, EnvelopeError> {
        serde_json::to_vec(self).map(EnvelopeBytes).map_err(|error| EnvelopeError::Unreadable(error.to_string()))
    }

    /// Reads frozen bytes.
    pub fn read(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        serde_json::from_slice(bytes).map_err(|error| EnvelopeError::Unreadable(error.to_string()))
    }
}

/// The frozen bytes of an envelope; their SHA-256 is the envelope digest `env`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvelopeBytes(Vec<u8>);

impl EnvelopeBytes {
    /// The bytes to hash, store and send.
    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// Gives the bytes away.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

/// Why something is not an envelope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// Not JSON of the expected shape.
    #[error("the envelope cannot be read: {0}")]
    Unreadable(String),
    /// Inline content is not base64.
    #[error("inline content is not base64")]
    Content,
}

/// The signed document, inline or named by digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentPart {
    /// SHA-256 of the bytes, lower-case hex.
    pub sha256: String,
    /// Media type.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// The bytes as base64, at most 1 MiB decoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

impl DocumentPart {
    /// A document that travels inside the envelope; `sha256` is the digest of `bytes` in lower-case hex.
    pub fn inline(sha256: impl Into<String>, media_type: impl Into<String>, bytes: &[u8]) -> Self {
        Self {
            sha256: sha256.into(),
            media_type: media_type.into(),
            size: bytes.len() as u64,
            content: Some(STANDARD.encode(bytes)),
        }
    }

    /// The bytes, when they came inline; the caller compares size and digest.
    pub fn bytes(&self) -> Result<Option<Vec<u8>>, EnvelopeError> {
        self.content.as_deref().map(|text| STANDARD.decode(text).map_err(|_| EnvelopeError::Content)).transpose()
    }
}

/// A paper that goes with the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// File name for people; never a path.
    pub name: String,
    /// Digest, type, size and bytes.
    #[serde(flatten)]
    pub part: DocumentPart,
}

/// The certificate whose place is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replaces {
    /// Its number.
    pub co_number: String,
    /// Its last step.
    pub revision: u32,
}

/// What an answer answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InReplyTo {
    /// The inbox item that brought it.
    pub item_id: Uuid,
    /// Issuing body of the certificate.
    pub issuer: String,
    /// Certificate number.
    pub co_number: String,
    /// The step answered.
    pub revision: u32,
}

/// The device that made the submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Its id.
    pub id: Uuid,
    /// Rises after a restore.
    pub epoch: u32,
    /// Rises by one with every new submission of the device.
    pub seq: u64,
}
