//! What became of a submission? Answers to PUT and GET, the list, and the void.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cursor::Cursor;
use crate::key::{BusinessKey, Kind};

/// Where a submission stands at the gateway. States only move forward.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SubmissionState {
    /// In custody.
    Received,
    /// Waits for the submission it depends on.
    Parked,
    /// Waits for its route to open.
    Held,
    /// Ready to go on.
    Validated,
    /// On its way to the next gateway.
    Forwarding,
    /// In custody at its destination.
    Delivered,
    /// Customs has answered.
    Answered,
    /// Refused after custody.
    Rejected,
    /// Closed by an operator's decision.
    Undeliverable,
    /// Given up before custody.
    Voided,
    /// A state this version does not know.
    #[serde(untagged)]
    Other(String),
}

impl SubmissionState {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Received => "received",
            Self::Parked => "parked",
            Self::Held => "held",
            Self::Validated => "validated",
            Self::Forwarding => "forwarding",
            Self::Delivered => "delivered",
            Self::Answered => "answered",
            Self::Rejected => "rejected",
            Self::Undeliverable => "undeliverable",
            Self::Voided => "voided",
            Self::Other(word) => word,
        }
    }

    /// Reads the word on the wire.
    pub fn parse(word: &str) -> Self {
        match word {
            "received" => Self::Received,
            "parked" => Self::Parked,
            "held" => Self::Held,
            "validated" => Self::Validated,
            "forwarding" => Self::Forwarding,
            "delivered" => Self::Delivered,
            "answered" => Self::Answered,
            "rejected" => Self::Rejected,
            "undeliverable" => Self::Undeliverable,
            "voided" => Self::Voided,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// Body of 200 and 201 to PUT submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmissionAccepted {
    /// The id of the request.
    pub submission_id: Uuid,
    /// Where it stands.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "received"))]
    pub state: SubmissionState,
    /// The receipt (compact JWS); the same bytes at every repeat.
    pub receipt: String,
    /// Time of custody.
    pub received_at: String,
    /// The submission that was first, when this id is its alias; the receipt is that one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<Uuid>,
    /// Where to read on.
    pub links: Links,
}

/// Where to read on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Links {
    /// Path of the submission.
    #[serde(rename = "self")]
    pub own: String,
}

/// What already has the place a submission asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Original {
    /// The submission that was first.
    pub submission_id: Uuid,
    /// Issuing body.
    pub issuer: String,
    /// Certificate number.
    pub co_number: String,
    /// The signed step.
    pub revision: u32,
    /// Digest of its document, hex.
    pub document_sha256: String,
    /// Time of custody.
    pub received_at: String,
    /// Its receipt.
    pub receipt: String,
}

/// What a piece of evidence proves.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceType {
    /// Custody at the gateway of destination.
    Delivery,
    /// A refusal for good.
    Refusal,
    /// An answer of customs.
    Answer,
    /// Evidence this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// A piece of evidence about a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EvidenceView {
    /// What it proves.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "delivery"))]
    pub evidence_type: EvidenceType,
    /// The gateway it comes from.
    pub from: String,
    /// When it was kept.
    pub at: String,
    /// Media type of `raw`.
    pub media_type: String,
    /// The bytes as signed, as text.
    pub raw: String,
}

/// An answer of customs to a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerView {
    /// The inbox item that brings it.
    pub item_id: Uuid,
    /// What was decided, as the answer's document says.
    pub outcome: String,
    /// When it came.
    pub at: String,
}

/// Answer of `GET /v1/submissions/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmissionView {
    /// The id asked for.
    pub submission_id: Uuid,
    /// What it is.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "co.issue"))]
    pub kind: Kind,
    /// Its business key.
    pub key: BusinessKey,
    /// Where it stands.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "delivered"))]
    pub state: SubmissionState,
    /// Counts the moves.
    pub state_seq: u64,
    /// Time of custody.
    pub received_at: String,
    /// The receipt (compact JWS).
    pub receipt: String,
    /// The submission that was first, when this id is its alias.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<Uuid>,
    /// Evidence of later steps.
    #[serde(default)]
    pub evidence: Vec<EvidenceView>,
    /// Answers of customs.
    #[serde(default)]
    pub answers: Vec<AnswerView>,
    /// Whether the deadline of its route has passed.
    #[serde(default)]
    pub overdue: bool,
}

/// Answer of `GET /v1/submissions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmissionList {
    /// In the order of receipts.
    pub items: Vec<SubmissionLine>,
    /// Where to go on.
    pub next_cursor: Cursor,
    /// Whether more is there already.
    pub more: bool,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmissionLine {
    /// The id.
    pub submission_id: Uuid,
    /// Digest of the envelope bytes, hex.
    pub env: String,
    /// Digest of the document, hex.
    pub document_sha256: String,
    /// Business key.
    pub key: BusinessKey,
    /// Where it stands.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "delivered"))]
    pub state: SubmissionState,
    /// Time of custody.
    pub received_at: String,
    /// Counter of the receipt, in the chain of the client that submitted it.
    pub n: u64,
    /// The client that submitted it; said in the list of a party only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
}

/// Answer of `PUT /v1/documents/{sha256}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadView {
    /// The document.
    pub sha256: String,
    /// Bytes there will be.
    pub size: u64,
    /// Bytes that are here.
    pub offset: u64,
}

/// Body of `PUT /v1/submissions/{id}/void`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoidRequest {
    /// Why it is given up.
    pub reason: String,
    /// Who gives it up.
    pub actor: String,
}

/// Answer to a void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoidAnswer {
    /// The id that is never taken.
    pub submission_id: Uuid,
    /// `voided`.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "voided"))]
    pub state: SubmissionState,
    /// The promise (compact JWS).
    pub statement: String,
}
