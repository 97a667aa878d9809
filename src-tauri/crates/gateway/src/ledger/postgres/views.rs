//! What a party may read of its submissions: one, all in order, and the documents.

use postgres::Row;
use postgres::types::Json;
use tamga_protocol::{AnswerView, Envelope, EvidenceView, Kind, SubmissionLine, SubmissionState, SubmissionView};
use uuid::Uuid;

use super::super::columns::{row, signed, unsigned};
use super::super::steps::evidence_type;
use super::super::{Known, LedgerError, PlacedLines, packing};
use super::custody;
use super::times::words;
use super::tx::Tx;

pub(super) fn view(tx: &mut Tx<'_>, id: Uuid, party: &str) -> Result<Option<SubmissionView>, LedgerError> {
    let Known::Taken(custody) = custody::known(tx, id)? else { return Ok(None) };
    if custody.party != party {
        return Ok(None);
    }
    let real = custody.duplicate_of.unwrap_or(id);
    let now = tx.one("SELECT kind, state_seq FROM submission WHERE id = $1", &[&real])?;
    let evidence = tx.all("SELECT type, origin, at, raw FROM evidence WHERE submission = $1 ORDER BY n", &[&real])?;
    let piece = |row: &Row| -> Result<EvidenceView, LedgerError> {
        Ok(EvidenceView {
            evidence_type: evidence_type(row.try_get(0)?),
            from: row.try_get(1)?,
            at: words(row.try_get(2)?),
            media_type: "application/jose".to_owned(),
            raw: row.try_get(3)?,
        })
    };
    let answers = tx.all("SELECT item_id, outcome, at FROM answer WHERE submission = $1 ORDER BY n", &[&real])?;
    let answer = |row: &Row| -> Result<AnswerView, LedgerError> {
        Ok(AnswerView { item_id: row.try_get(0)?, outcome: row.try_get(1)?, at: words(row.try_get(2)?) })
    };
    Ok(Some(SubmissionView {
        submission_id: id,
        kind: Kind::parse(now.try_get(0)?),
        key: custody.key,
        state: custody.state,
        state_seq: unsigned(now.try_get(1)?)?,
        received_at: custody.received_at,
        receipt: custody.receipt,
        duplicate_of: custody.duplicate_of,
        evidence: evidence.iter().map(piece).collect::<Result<_, _>>()?,
        answers: answers.iter().map(answer).collect::<Result<_, _>>()?,
        overdue: false,
    }))
}

fn line(row: &Row) -> Result<SubmissionLine, LedgerError> {
    let Json(key) = row.try_get("key")?;
    Ok(SubmissionLine {
        submission_id: row.try_get("id")?,
        env: row.try_get("env_sha256")?,
        document_sha256: row.try_get("doc_sha256")?,
        key,
        state: SubmissionState::parse(row.try_get("state")?),
        received_at: words(row.try_get("received_at")?),
        n: unsigned(row.try_get("receipt_n")?)?,
        client: None,
    })
}

pub(super) fn list(
    tx: &mut Tx<'_>,
    client: &str,
    after: u64,
    limit: u32,
) -> Result<(Vec<SubmissionLine>, bool), LedgerError> {
    let rows = tx.all(
        "SELECT id, env_sha256, doc_sha256, key, state, received_at, receipt_n FROM submission
         WHERE client = $1 AND receipt_n > $2 ORDER BY receipt_n LIMIT $3",
        &[&client, &signed(after)?, &(i64::from(limit) + 1)],
    )?;
    let lines = rows.iter().take(limit as usize).map(line).collect::<Result<_, _>>()?;
    Ok((lines, rows.len() > limit as usize))
}

/// A place is taken before it is committed. So this waits until nobody of the party is between the two, and reads then:
/// whatever comes later has a later place.
pub(super) fn list_party(
    tx: &mut Tx<'_>,
    party: &str,
    after: u64,
    limit: u32,
) -> Result<(PlacedLines, bool), LedgerError> {
    tx.all("SELECT pg_advisory_xact_lock(4, hashtext($1))", &[&party])?;
    let rows = tx.all(
        "SELECT s.id, s.env_sha256, s.doc_sha256, s.key, s.state, s.received_at, s.receipt_n, s.client, s.seq
         FROM submission s JOIN client c ON c.id = s.client
         WHERE c.party = $1 AND s.seq > $2 ORDER BY s.seq LIMIT $3",
        &[&party, &signed(after)?, &(i64::from(limit) + 1)],
    )?;
    let placed = |row: &Row| -> Result<_, LedgerError> {
        Ok((unsigned(row.try_get("seq")?)?, SubmissionLine { client: row.try_get("client")?, ..line(row)? }))
    };
    let lines = rows.iter().take(limit as usize).map(placed).collect::<Result<_, _>>()?;
    Ok((lines, rows.len() > limit as usize))
}

pub(super) fn document(tx: &mut Tx<'_>, sha256: &str, client: &str) -> Result<Option<(Vec<u8>, String)>, LedgerError> {
    let found = tx.opt(
        "SELECT d.media_type, e.body FROM document d
         JOIN submission s ON s.id = d.submission JOIN envelope e ON e.id = s.id
         WHERE d.sha256 = $1 AND (s.client = $2 OR EXISTS (
             SELECT 1 FROM item i JOIN box_client b ON b.box = i.box
             WHERE i.submission = s.id AND b.client = $2))
         LIMIT 1",
        &[&sha256, &client],
    )?;
    let Some(found) = found else { return Ok(None) };
    let envelope =
        Envelope::read(&packing::unpack(found.try_get(1)?)?).map_err(|error| LedgerError::Row(error.to_string()))?;
    let mut parts = std::iter::once(&envelope.document).chain(envelope.attachments.iter().map(|paper| &paper.part));
    let part = parts.find(|part| part.sha256 == sha256).ok_or_else(|| row("document"))?;
    let bytes = part.bytes().map_err(|error| LedgerError::Row(error.to_string()))?;
    let media_type = found.try_get(0)?;
    Ok(bytes.map(|bytes| (bytes, media_type)))
}
