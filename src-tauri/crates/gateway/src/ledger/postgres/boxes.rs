//! Boxes: items in commit order, and what each reader says it has.

use postgres::types::Json;
use tamga_origin::Timestamp;
use tamga_protocol::{Ack, AckResult, AckWord, InboxItem, limits};
use uuid::Uuid;

use super::super::columns::{row, signed, unsigned};
use super::super::items::{self, Filling};
use super::super::{BoxPage, LedgerError, packing};
use super::times::stamp;
use super::tx::Tx;

/// Puts what a change gathered into the boxes. Each box is locked from here to the commit, so what a reader has passed
/// never grows an item behind it; several are locked in the order of their ids, so two changes never wait for each other.
pub(super) fn fill(tx: &mut Tx<'_>) -> Result<(), LedgerError> {
    let mut items = tx.take_items();
    items.sort_by(|(one, _), (other, _)| one.cmp(other));
    for same in items.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((box_id, _)) = same.first() else { continue };
        let count = signed(same.len() as u64)?;
        let ids: Vec<Uuid> = same.iter().map(|(_, item)| item.item_id).collect();
        let submissions: Vec<Option<Uuid>> = same.iter().map(|(_, item)| item.submission_id).collect();
        let bodies: Vec<Json<&InboxItem>> = same.iter().map(|(_, item)| Json(item)).collect();
        let put = tx.run(
            "WITH place AS (UPDATE box SET next_seq = next_seq + $2 WHERE id = $1 RETURNING next_seq - $2 AS first)
             INSERT INTO item (box, seq, item_id, submission, body)
             SELECT $1, place.first + one.n - 1, one.item_id, one.submission, one.body
             FROM place, unnest($3::uuid[], $4::uuid[], $5::json[])
                 WITH ORDINALITY AS one (item_id, submission, body, n)",
            &[box_id, &count, &ids, &submissions, &bodies],
        )?;
        if put != same.len() as u64 {
            return Err(row("box"));
        }
        tx.is_news = true;
    }
    Ok(())
}

pub(super) fn page(tx: &mut Tx<'_>, box_id: &str, after: u64, limit: u32) -> Result<BoxPage, LedgerError> {
    let high_water = tx.opt("SELECT next_seq - 1 FROM box WHERE id = $1", &[&box_id])?;
    let high_water: i64 = high_water.map(|row| row.try_get(0)).transpose()?.unwrap_or(0);
    // The database leaves out what lies beyond a full page before it reads the bytes: in base64 and with the documents
    // inline again an envelope takes 8/3 of its size at least; it is packed here.
    let room = signed(limits::INBOX_PAGE_BYTES as u64 / 8 * 3)?;
    let rows = tx.all(
        "SELECT near.seq, near.body, e.body FROM (
             SELECT i.seq, i.body, i.submission,
                 coalesce(sum(octet_length(e.body)) OVER (ORDER BY i.seq ROWS BETWEEN UNBOUNDED PRECEDING
                     AND 1 PRECEDING), 0) AS before
             FROM (SELECT seq, body, CASE WHEN type = 'submission' THEN submission END AS submission
                   FROM item WHERE box = $1 AND seq > $2 ORDER BY seq LIMIT $3) i
             LEFT JOIN envelope e ON e.id = i.submission) near
         LEFT JOIN envelope e ON e.id = near.submission WHERE near.before <= $4 ORDER BY near.seq",
        &[&box_id, &signed(after)?, &(i64::from(limit) + 1), &room],
    )?;
    let (mut filling, count) = (Filling::new(limit), rows.len());
    for row in &rows {
        let Json(item) = row.try_get::<_, Json<InboxItem>>(1)?;
        let envelope = row.try_get::<_, Option<&[u8]>>(2)?.map(packing::unpack).transpose()?;
        if !filling.take(unsigned(row.try_get(0)?)?, item, envelope.as_deref()) {
            break;
        }
    }
    let high_water = unsigned(high_water)?;
    let mut page = filling.page(high_water);
    // Rows that the database left out are there all the same.
    page.more |= page.items.len() == count && page.items.last().is_some_and(|(seq, _)| *seq < high_water);
    Ok(page)
}

pub(super) fn ack(tx: &mut Tx<'_>, client: &str, acks: &[Ack], at: Timestamp) -> Result<Vec<AckResult>, LedgerError> {
    acks.iter().map(|ack| Ok(AckResult { item_id: ack.item_id, result: ack_one(tx, client, ack, at)? })).collect()
}

fn ack_one(tx: &mut Tx<'_>, client: &str, ack: &Ack, at: Timestamp) -> Result<AckWord, LedgerError> {
    let known = tx.opt(
        "SELECT a.outcome FROM item i JOIN box_client b ON b.box = i.box AND b.client = $2
             LEFT JOIN item_ack a ON a.client = $2 AND a.item_id = i.item_id
         WHERE i.item_id = $1",
        &[&ack.item_id, &client],
    )?;
    let Some(known) = known else { return Ok(AckWord::UnknownItem) };
    let outcome = items::outcome_word(ack.outcome);
    if !items::overrides(outcome, known.try_get(0)?) {
        return Ok(AckWord::Already);
    }
    // The database keeps no NUL in a text.
    let detail = ack.detail.as_ref().map(|detail| detail.replace('\0', "\u{fffd}"));
    // Asked again of the row itself: another node may have heard the same reader meanwhile.
    let changed = tx.run(
        "INSERT INTO item_ack (client, item_id, outcome, detail, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (client, item_id) DO UPDATE SET outcome = $3, detail = $4, at = $5
             WHERE item_ack.outcome <> 'stored' AND item_ack.outcome <> $3",
        &[&client, &ack.item_id, &outcome, &detail, &stamp(at)],
    )?;
    Ok(if changed == 1 { AckWord::Recorded } else { AckWord::Already })
}
