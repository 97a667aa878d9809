//! Boxes: items in commit order, and what each reader says it has.

use rusqlite::{OptionalExtension, params};
use tamga_origin::Timestamp;
use tamga_protocol::{Ack, AckResult, AckWord, InboxDocument, InboxItem, ItemEvent};
use uuid::Uuid;

use super::super::columns::{json, signed, to_json, unsigned};
use super::super::items::{self, Filling};
use super::super::{BoxPage, LedgerError, packing};
use super::prepared::Prepared as _;
use super::tx::Tx;

/// Puts an item into a box; answers the id it gets there.
pub(super) fn add(tx: &Tx<'_>, box_id: &str, item: InboxItem) -> Result<Uuid, LedgerError> {
    let item = InboxItem { item_id: tx.chance.id(), ..item };
    // The sequence is taken inside the transaction, so what a reader has passed never grows an item behind it.
    let seq: i64 =
        tx.one("UPDATE box SET next_seq = next_seq + 1 WHERE id = ?1 RETURNING next_seq - 1", [box_id], |row| {
            row.get(0)
        })?;
    tx.run(
        "INSERT INTO item (box, seq, item_id, submission, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![box_id, seq, item.item_id.to_string(), item.submission_id.map(|id| id.to_string()), to_json(&item)?],
    )?;
    Ok(item.item_id)
}

/// Tells a sender about a step.
pub(super) fn add_event(
    tx: &Tx<'_>,
    box_id: &str,
    submission: Uuid,
    event: ItemEvent,
    at: Timestamp,
) -> Result<(), LedgerError> {
    add(tx, box_id, items::of_event(submission, receipt(tx, submission)?, event, at))?;
    Ok(())
}

/// Puts a submission into a box; answers the id of the item.
pub(super) fn add_submission(tx: &Tx<'_>, box_id: &str, submission: Uuid, at: Timestamp) -> Result<Uuid, LedgerError> {
    let receipt = receipt(tx, submission)?;
    let mut statement = tx.prepare_cached(
        "SELECT sha256, size, media_type FROM document WHERE submission = ?1
         ORDER BY sha256 <> (SELECT doc_sha256 FROM submission WHERE id = ?1), rowid",
    )?;
    let documents = statement
        .query_map([submission.to_string()], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get(2)?)))?
        .map(|line| {
            let (sha256, size, media_type) = line?;
            Ok(InboxDocument { sha256, size: unsigned(size)?, media_type, content: None })
        })
        .collect::<Result<Vec<_>, LedgerError>>()?;
    add(tx, box_id, items::of_submission(submission, receipt, documents, at))
}

fn receipt(tx: &Tx<'_>, submission: Uuid) -> Result<String, LedgerError> {
    let receipt = tx.one("SELECT receipt FROM submission WHERE id = ?1", [submission.to_string()], |row| row.get(0))?;
    Ok(receipt)
}

pub(super) fn page(tx: &Tx<'_>, box_id: &str, after: u64, limit: u32) -> Result<BoxPage, LedgerError> {
    let high_water: Option<i64> =
        tx.one("SELECT next_seq - 1 FROM box WHERE id = ?1", [box_id], |row| row.get(0)).optional()?;
    let mut statement = tx.prepare_cached(
        "SELECT i.seq, i.body, e.body FROM item i LEFT JOIN envelope e ON e.id = i.submission
         WHERE i.box = ?1 AND i.seq > ?2 ORDER BY i.seq LIMIT ?3",
    )?;
    let mut rows = statement.query(params![box_id, signed(after)?, i64::from(limit) + 1])?;
    let mut filling = Filling::new(limit);
    while let Some(row) = rows.next()? {
        let kept: Option<Vec<u8>> = row.get(2)?;
        let envelope = kept.as_deref().map(packing::unpack).transpose()?;
        if !filling.take(unsigned(row.get(0)?)?, json(&row.get::<_, String>(1)?)?, envelope.as_deref()) {
            break;
        }
    }
    Ok(filling.page(unsigned(high_water.unwrap_or(0))?))
}

pub(super) fn ack(tx: &Tx<'_>, client: &str, acks: &[Ack], at: Timestamp) -> Result<Vec<AckResult>, LedgerError> {
    acks.iter().map(|ack| Ok(AckResult { item_id: ack.item_id, result: ack_one(tx, client, ack, at)? })).collect()
}

fn ack_one(tx: &Tx<'_>, client: &str, ack: &Ack, at: Timestamp) -> Result<AckWord, LedgerError> {
    let id = ack.item_id.to_string();
    let has_item: bool = tx.one(
        "SELECT EXISTS (SELECT 1 FROM item i JOIN box_client b ON b.box = i.box
             WHERE i.item_id = ?1 AND b.client = ?2)",
        [id.as_str(), client],
        |row| row.get(0),
    )?;
    if !has_item {
        return Ok(AckWord::UnknownItem);
    }
    let before: Option<String> = tx
        .one("SELECT outcome FROM item_ack WHERE client = ?1 AND item_id = ?2", [client, id.as_str()], |row| row.get(0))
        .optional()?;
    let outcome = items::outcome_word(ack.outcome);
    if !items::overrides(outcome, before.as_deref()) {
        return Ok(AckWord::Already);
    }
    tx.run(
        "INSERT INTO item_ack (client, item_id, outcome, detail, at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (client, item_id) DO UPDATE SET outcome = ?3, detail = ?4, at = ?5",
        params![client, id, outcome, ack.detail, at.rfc3339()],
    )?;
    Ok(AckWord::Recorded)
}
