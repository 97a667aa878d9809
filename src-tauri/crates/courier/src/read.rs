//! What does a body say? From the protocol's types to the courier's, after digest and sender were checked.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use tamga_origin::Timestamp;
use tamga_protocol::{self as protocol, headers, limits};
use uuid::Uuid;

use crate::transport::{Batch, EnvelopeError, Item, ItemDocument, ItemEvent, ItemKind, SubmissionKey};

/// SHA-256 of bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-256 of bytes, in lower-case hex.
pub(crate) fn hex_sha256(bytes: &[u8]) -> String {
    headers::hex(&sha256(bytes))
}

/// The names a frozen envelope carries.
pub(crate) fn submission_key(id: Uuid, bytes: &[u8]) -> Result<SubmissionKey, EnvelopeError> {
    if !limits::nests_within(bytes, limits::JSON_DEPTH) {
        return Err(EnvelopeError::Unreadable("nested too deeply".into()));
    }
    let envelope = protocol::Envelope::read(bytes).map_err(|error| EnvelopeError::Unreadable(error.to_string()))?;
    let number = envelope.number.filter(|_| envelope.kind.is_numbered());
    Ok(SubmissionKey {
        id,
        envelope_sha256: hex_sha256(bytes),
        document_sha256: envelope.document.sha256,
        issuer: envelope.issuer,
        co_number: envelope.co_number,
        revision: envelope.revision,
        number,
    })
}

/// Whether a receipt's business key names the submission; the party of an answer stands in its document alone.
pub(crate) fn is_same_key(claimed: &protocol::BusinessKey, own: &SubmissionKey) -> bool {
    match claimed {
        protocol::BusinessKey::Certificate { issuer, co_number, revision } => {
            own.number.is_none() && *issuer == own.issuer && *co_number == own.co_number && *revision == own.revision
        }
        protocol::BusinessKey::Declaration { declarer, number, revision } => {
            own.number.is_none() && *declarer == own.issuer && *number == own.co_number && *revision == own.revision
        }
        protocol::BusinessKey::Response { issuer, co_number, number, party: _ }
        | protocol::BusinessKey::Query { issuer, co_number, number, party: _ }
        | protocol::BusinessKey::QueryAnswer { issuer, co_number, number, party: _ }
        | protocol::BusinessKey::Verify { issuer, co_number, number, party: _ }
        | protocol::BusinessKey::VerifyAnswer { issuer, co_number, number, party: _ } => {
            own.number == Some(*number) && *issuer == own.issuer && *co_number == own.co_number
        }
    }
}

/// A JSON body, refused when it nests too deeply.
pub(crate) fn json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    if !limits::nests_within(body, limits::JSON_DEPTH) {
        return Err("nested too deeply".into());
    }
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

/// A page of an inbox as it is read here: one item that is none must not hide the others.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page {
    items: Vec<serde_json::Value>,
    next_cursor: protocol::Cursor,
    more: bool,
}

/// A page of an inbox. Inline bytes that miss their digest are left out, so that they are fetched on their own; an item
/// whose id alone can be read is handed on as unreadable.
pub(crate) fn batch(page: Page) -> Result<Batch, String> {
    let items = page.items.into_iter().map(item_or_none).collect::<Result<Vec<_>, _>>()?;
    Ok(Batch { items, cursor: page.next_cursor.as_str().to_owned(), more: page.more })
}

fn item_or_none(value: serde_json::Value) -> Result<Item, String> {
    let id = value.get("itemId").and_then(serde_json::Value::as_str).and_then(|id| Uuid::parse_str(id).ok());
    // Without an id nobody could be told what became of it: then it is the page that cannot be read.
    let id = id.ok_or("an item without an id")?;
    let read = serde_json::from_value(value).map_err(|error| error.to_string()).and_then(item);
    Ok(read.unwrap_or_else(|why| unreadable(id, &why)))
}

fn unreadable(item_id: Uuid, why: &str) -> Item {
    Item {
        item_id,
        kind: ItemKind::Unreadable(why.chars().take(300).collect()),
        at: Timestamp::from_millis(0),
        submission_id: None,
        envelope: None,
        documents: Vec::new(),
        receipts: Vec::new(),
        event: None,
    }
}

/// An inbox item that came in a bundle, as the API writes it.
pub(crate) fn carried_item(bytes: &[u8]) -> Result<Item, String> {
    json::<protocol::InboxItem>(bytes).and_then(item)
}

fn item(item: protocol::InboxItem) -> Result<Item, String> {
    let protocol::InboxItem { item_id, item_type, at, submission_id, envelope, documents, receipts, event } = item;
    let at = Timestamp::parse_rfc3339(&at).ok_or_else(|| format!("item {item_id}: not a time: {at}"))?;
    let envelope = envelope.map(|text| STANDARD.decode(text)).transpose();
    let envelope = envelope.map_err(|_| format!("item {item_id}: the envelope is not base64"))?;
    let kind = match item_type {
        protocol::ItemType::Submission => ItemKind::Submission,
        protocol::ItemType::Event => ItemKind::Event,
        protocol::ItemType::Notice => ItemKind::Notice,
        protocol::ItemType::Other(word) => ItemKind::Other(word),
    };
    let event = event.map(|event| ItemEvent {
        state: event.state,
        state_seq: event.state_seq,
        evidence: event.evidence.into_iter().map(|evidence| evidence.raw).collect(),
    });
    let documents = documents.into_iter().map(document).collect();
    Ok(Item { item_id, kind, at, submission_id, envelope, documents, receipts, event })
}

fn document(document: protocol::InboxDocument) -> ItemDocument {
    let protocol::InboxDocument { sha256, size, media_type, content } = document;
    let content = content.and_then(|text| STANDARD.decode(text).ok());
    let content = content.filter(|bytes| bytes.len() as u64 == size && hex_sha256(bytes) == sha256);
    ItemDocument { sha256, size, media_type, content }
}
