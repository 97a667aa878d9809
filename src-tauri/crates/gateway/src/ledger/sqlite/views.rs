//! What a party may read of its submissions: one, all in order, and the documents.

use rusqlite::{OptionalExtension, Row, params};
use tamga_protocol::{AnswerView, Envelope, EvidenceView, Kind, SubmissionLine, SubmissionState, SubmissionView};
use uuid::Uuid;

use super::super::columns::{json, row, signed, unsigned, uuid};
use super::super::steps::evidence_type;
use super::super::{Known, LedgerError, PlacedLines, packing};
use super::custody;
use super::prepared::Prepared as _;
use super::tx::Tx;

pub(super) fn view(tx: &Tx<'_>, id: Uuid, party: &str) -> Result<Option<SubmissionView>, LedgerError> {
    let Known::Taken(custody) = custody::known(tx, id)? else { return Ok(None) };
    if custody.party != party {
        return Ok(None);
    }
    let real = custody.duplicate_of.unwrap_or(id).to_string();
    let (kind, state_seq): (String, i64) =
        tx.one("SELECT kind, state_seq FROM submission WHERE id = ?1", [&real], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut statement =
        tx.prepare_cached("SELECT type, origin, at, raw FROM evidence WHERE submission = ?1 ORDER BY n")?;
    let evidence = statement
        .query_map([&real], |row| {
            let kind: String = row.get(0)?;
            Ok(EvidenceView {
                evidence_type: evidence_type(&kind),
                from: row.get(1)?,
                at: row.get(2)?,
                media_type: "application/jose".to_owned(),
                raw: row.get(3)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let mut statement =
        tx.prepare_cached("SELECT item_id, outcome, at FROM answer WHERE submission = ?1 ORDER BY rowid")?;
    let answers = statement
        .query_map([&real], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?
        .map(|line| {
            let (item_id, outcome, at) = line?;
            Ok(AnswerView { item_id: uuid(&item_id)?, outcome, at })
        })
        .collect::<Result<Vec<_>, LedgerError>>()?;
    Ok(Some(SubmissionView {
        submission_id: id,
        kind: Kind::parse(&kind),
        key: custody.key,
        state: custody.state,
        state_seq: unsigned(state_seq)?,
        received_at: custody.received_at,
        receipt: custody.receipt,
        duplicate_of: custody.duplicate_of,
        evidence,
        answers,
        overdue: false,
    }))
}

const LINE: &str = "s.id, s.env_sha256, s.doc_sha256, s.key, s.state, s.received_at, s.receipt_n";

fn line(row: &Row<'_>) -> Result<SubmissionLine, LedgerError> {
    Ok(SubmissionLine {
        submission_id: uuid(&row.get::<_, String>(0)?)?,
        env: row.get(1)?,
        document_sha256: row.get(2)?,
        key: json(&row.get::<_, String>(3)?)?,
        state: SubmissionState::parse(&row.get::<_, String>(4)?),
        received_at: row.get(5)?,
        n: unsigned(row.get(6)?)?,
        client: None,
    })
}

pub(super) fn list(
    tx: &Tx<'_>,
    client: &str,
    after: u64,
    limit: u32,
) -> Result<(Vec<SubmissionLine>, bool), LedgerError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {LINE} FROM submission s WHERE s.client = ?1 AND s.receipt_n > ?2 ORDER BY s.receipt_n LIMIT ?3"
    ))?;
    let mut rows = statement.query(params![client, signed(after)?, i64::from(limit) + 1])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        if lines.len() >= limit as usize {
            return Ok((lines, true));
        }
        lines.push(line(row)?);
    }
    Ok((lines, false))
}

pub(super) fn list_party(tx: &Tx<'_>, party: &str, after: u64, limit: u32) -> Result<(PlacedLines, bool), LedgerError> {
    let mut statement = tx.prepare_cached(&format!(
        "SELECT {LINE}, s.client, s.seq FROM submission s JOIN client c ON c.id = s.client
         WHERE c.party = ?1 AND s.seq > ?2 ORDER BY s.seq LIMIT ?3"
    ))?;
    let mut rows = statement.query(params![party, signed(after)?, i64::from(limit) + 1])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        if lines.len() >= limit as usize {
            return Ok((lines, true));
        }
        lines.push((unsigned(row.get(8)?)?, SubmissionLine { client: row.get(7)?, ..line(row)? }));
    }
    Ok((lines, false))
}

pub(super) fn document(tx: &Tx<'_>, sha256: &str, client: &str) -> Result<Option<(Vec<u8>, String)>, LedgerError> {
    let found: Option<(String, Vec<u8>)> = tx
        .one(
            "SELECT d.media_type, e.body FROM document d
             JOIN submission s ON s.id = d.submission JOIN envelope e ON e.id = s.id
             WHERE d.sha256 = ?1 AND (s.client = ?2 OR EXISTS (
                 SELECT 1 FROM item i JOIN box_client b ON b.box = i.box
                 WHERE i.submission = s.id AND b.client = ?2))
             LIMIT 1",
            [sha256, client],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((media_type, body)) = found else { return Ok(None) };
    let envelope = Envelope::read(&packing::unpack(&body)?).map_err(|error| LedgerError::Row(error.to_string()))?;
    let mut parts = std::iter::once(&envelope.document).chain(envelope.attachments.iter().map(|paper| &paper.part));
    let part = parts.find(|part| part.sha256 == sha256).ok_or_else(|| row("document"))?;
    let bytes = part.bytes().map_err(|error| LedgerError::Row(error.to_string()))?;
    Ok(bytes.map(|bytes| (bytes, media_type)))
}
