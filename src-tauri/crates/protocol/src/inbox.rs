//! What waits for a party at its gateway, and how does it say that it has it?

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cursor::Cursor;
use crate::submission::EvidenceType;

/// A complete page of a box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InboxPage {
    /// The items in the order in which they were committed.
    pub items: Vec<InboxItem>,
    /// Where to go on.
    pub next_cursor: Cursor,
    /// Whether more is there already.
    pub more: bool,
    /// Sequence of the newest item of the box.
    pub high_water: u64,
    /// Where the oldest item that is still kept can be read from.
    pub oldest_available: Cursor,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ItemType {
    /// A submission of another party.
    Submission,
    /// A step of a submission of the reader's own.
    Event,
    /// Words of the gateway.
    Notice,
    /// A type this version does not know; kept and shown as text.
    #[serde(untagged)]
    Other(String),
}

/// One thing that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InboxItem {
    /// Its id.
    pub item_id: Uuid,
    /// What it is.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "submission"))]
    pub item_type: ItemType,
    /// When the gateway put it there.
    pub at: String,
    /// The submission it is, or speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<Uuid>,
    /// The sender's envelope bytes as base64: byte for byte, so that receipts can be compared with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope: Option<String>,
    /// Its documents.
    #[serde(default)]
    pub documents: Vec<InboxDocument>,
    /// Receipts (compact JWS) the submission got on its way.
    #[serde(default)]
    pub receipts: Vec<String>,
    /// The step, for an event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<ItemEvent>,
}

/// A document of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InboxDocument {
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type.
    pub media_type: String,
    /// The bytes as base64, up to `inlineMax`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// A step of a submission of the reader's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemEvent {
    /// The new state; an unknown one changes nothing at the reader.
    pub state: String,
    /// Counts the moves.
    pub state_seq: u64,
    /// What proves it.
    #[serde(default)]
    pub evidence: Vec<EventEvidence>,
}

/// A piece of evidence with an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventEvidence {
    /// What it proves.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "delivery"))]
    pub evidence_type: EvidenceType,
    /// The gateway or party it comes from.
    pub from: String,
    /// The bytes as text (compact JWS), as signed.
    pub raw: String,
}

/// The body of `POST /v1/inbox/acks`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AckRequest(pub Vec<Ack>);

/// The word that an item is the reader's own now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ack {
    /// The item.
    pub item_id: Uuid,
    /// What became of it.
    pub outcome: AckOutcome,
    /// Words for `unreadable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What became of an item at the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AckOutcome {
    /// On disk, for good.
    Stored,
    /// Complete and whole, but not understood; never said of a failed download.
    Unreadable,
}

/// The answer to acknowledgements, one line each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcksAnswer(pub Vec<AckResult>);

/// What the gateway did with an acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AckResult {
    /// The item.
    pub item_id: Uuid,
    /// The result.
    pub result: AckWord,
}

/// Result of an acknowledgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AckWord {
    /// New, and kept.
    Recorded,
    /// Known before; nothing changed.
    Already,
    /// No such item for this client.
    UnknownItem,
}
