//! Which documents were sent by themselves, and how far is each? Kept in pieces as they came, for the client that sent
//! them; what nothing names is dropped after a week.

use tamga_origin::Timestamp;

use crate::ledger::LedgerError;
use crate::ledger::records::{Cell, Records};

/// How long an upload that nothing names is kept, in milliseconds.
const KEPT: i64 = 7 * 86_400_000;

/// Most uploads of one client that nothing names.
const LOOSE: i64 = 40;
/// Whether a submission of its client names the document of upload `u`.
const NAMED: &str = "EXISTS (SELECT 1 FROM document d JOIN submission s ON s.id = d.submission
     WHERE d.sha256 = u.sha256 AND s.client = u.client)";

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Bytes that are here.
    pub(crate) offset: u64,
    /// Bytes there will be.
    pub(crate) size: u64,
    /// Whether all are here and have their digest.
    pub(crate) done: bool,
}

fn whole(number: u64) -> Cell {
    Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

/// How far a client's upload is; nothing of other clients' shows.
pub(crate) fn progress(records: &mut dyn Records, client: &str, sha256: &str) -> Result<Option<Progress>, LedgerError> {
    let line = records.line(
        "SELECT offset_, size, done FROM upload WHERE client = ?1 AND sha256 = ?2",
        &[client.into(), sha256.into()],
    )?;
    line.map(|line| Ok(Progress { offset: line.count(0)?, size: line.count(1)?, done: line.whole(2)? != 0 }))
        .transpose()
}

/// Begins an upload, or goes on with it; `None` when the client has too many that nothing names.
pub(crate) fn begin(
    records: &mut dyn Records,
    client: &str,
    sha256: &str,
    size: u64,
    now: Timestamp,
) -> Result<Option<Progress>, LedgerError> {
    if let Some(known) = progress(records, client, sha256)? {
        return Ok(Some(known));
    }
    let loose = format!("SELECT COUNT(*) FROM upload u WHERE u.client = ?1 AND NOT {NAMED}");
    let loose = records.line(&loose, &[client.into()])?.map_or(Ok(0), |line| line.whole(0))?;
    if loose >= LOOSE {
        return Ok(None);
    }
    open(records, client, sha256, size, now)?;
    Ok(Some(Progress { offset: 0, size, done: false }))
}

/// Opens an upload that is not there yet.
pub(crate) fn open(
    records: &mut dyn Records,
    client: &str,
    sha256: &str,
    size: u64,
    now: Timestamp,
) -> Result<(), LedgerError> {
    records.run(
        "INSERT INTO upload (client, sha256, size, offset_, done, touched) VALUES (?1, ?2, ?3, 0, 0, ?4)",
        &[client.into(), sha256.into(), whole(size), now.millis().into()],
    )?;
    Ok(())
}

/// Adds a piece at its place; `false` when another request was there first.
pub(crate) fn add(
    records: &mut dyn Records,
    client: &str,
    sha256: &str,
    at: u64,
    piece: &[u8],
    now: Timestamp,
) -> Result<bool, LedgerError> {
    let moved = records.run(
        "UPDATE upload SET offset_ = offset_ + ?4, touched = ?5
         WHERE client = ?1 AND sha256 = ?2 AND offset_ = ?3 AND done = 0",
        &[client.into(), sha256.into(), whole(at), whole(piece.len() as u64), now.millis().into()],
    )?;
    if moved == 0 {
        return Ok(false);
    }
    records.run(
        "INSERT INTO upload_chunk (client, sha256, at, body) VALUES (?1, ?2, ?3, ?4)",
        &[client.into(), sha256.into(), whole(at), piece.into()],
    )?;
    Ok(true)
}

/// The bytes that are here, in order.
pub(crate) fn bytes(records: &mut dyn Records, client: &str, sha256: &str) -> Result<Vec<u8>, LedgerError> {
    let lines = records.lines(
        "SELECT body FROM upload_chunk WHERE client = ?1 AND sha256 = ?2 ORDER BY at",
        &[client.into(), sha256.into()],
    )?;
    lines.iter().try_fold(Vec::new(), |mut bytes, line| {
        bytes.extend_from_slice(&line.bytes(0)?);
        Ok(bytes)
    })
}

/// Marks an upload as whole.
pub(crate) fn finish(records: &mut dyn Records, client: &str, sha256: &str) -> Result<(), LedgerError> {
    records.run("UPDATE upload SET done = 1 WHERE client = ?1 AND sha256 = ?2", &[client.into(), sha256.into()])?;
    Ok(())
}

/// Drops an upload.
pub(crate) fn drop_one(records: &mut dyn Records, client: &str, sha256: &str) -> Result<(), LedgerError> {
    records.run("DELETE FROM upload_chunk WHERE client = ?1 AND sha256 = ?2", &[client.into(), sha256.into()])?;
    records.run("DELETE FROM upload WHERE client = ?1 AND sha256 = ?2", &[client.into(), sha256.into()])?;
    Ok(())
}

/// Drops an upload that no submission names.
pub(crate) fn let_go(records: &mut dyn Records, client: &str, sha256: &str) -> Result<(), LedgerError> {
    let loose = format!("SELECT 1 FROM upload u WHERE u.client = ?1 AND u.sha256 = ?2 AND NOT {NAMED}");
    match records.line(&loose, &[client.into(), sha256.into()])? {
        Some(_) => drop_one(records, client, sha256),
        None => Ok(()),
    }
}

/// The whole document a client sent, if it did.
pub(crate) fn sent(records: &mut dyn Records, client: &str, sha256: &str) -> Result<Option<Vec<u8>>, LedgerError> {
    match progress(records, client, sha256)? {
        Some(Progress { done: true, .. }) => bytes(records, client, sha256).map(Some),
        _ => Ok(None),
    }
}

/// The whole document a client sent and now names in a submission; it is kept a week from here at least.
pub(crate) fn named(
    records: &mut dyn Records,
    client: &str,
    sha256: &str,
    now: Timestamp,
) -> Result<Option<Vec<u8>>, LedgerError> {
    records.run(
        "UPDATE upload SET touched = ?3 WHERE client = ?1 AND sha256 = ?2",
        &[client.into(), sha256.into(), now.millis().into()],
    )?;
    sent(records, client, sha256)
}

/// A document that somebody sent by itself and a submission names, for a client that sent it or has an item with it.
pub(crate) fn document(
    records: &mut dyn Records,
    sha256: &str,
    client: &str,
) -> Result<Option<(Vec<u8>, String)>, LedgerError> {
    if let Some(bytes) = sent(records, client, sha256)? {
        return Ok(Some((bytes, "application/octet-stream".to_owned())));
    }
    let line = records.line(
        "SELECT s.client, d.media_type FROM document d JOIN submission s ON s.id = d.submission
         WHERE d.sha256 = ?1 AND (s.client = ?2 OR EXISTS (
             SELECT 1 FROM item i JOIN box_client b ON b.box = i.box WHERE i.submission = s.id AND b.client = ?2))",
        &[sha256.into(), client.into()],
    )?;
    let Some(line) = line else { return Ok(None) };
    let bytes = sent(records, &line.text(0)?, sha256)?;
    let media_type = line.text(1)?;
    Ok(bytes.map(|bytes| (bytes, media_type)))
}

/// A document that a submission names and its sender sent by itself.
pub(crate) fn of_submission(
    records: &mut dyn Records,
    submission: &str,
    sha256: &str,
) -> Result<Option<Vec<u8>>, LedgerError> {
    let line = records.line("SELECT client FROM submission WHERE id = ?1", &[submission.into()])?;
    let client = line.map(|line| line.text(0)).transpose()?;
    client.map_or(Ok(None), |client| sent(records, &client, sha256))
}

/// Drops what nothing names and nobody touched for a week; answers how many.
pub(crate) fn tidy(records: &mut dyn Records, now: Timestamp) -> Result<usize, LedgerError> {
    let before = now.millis().saturating_sub(KEPT);
    let old = format!("SELECT u.client, u.sha256 FROM upload u WHERE u.touched < ?1 AND NOT {NAMED}");
    let old = records.lines(&old, &[before.into()])?;
    for line in &old {
        drop_one(records, &line.text(0)?, &line.text(1)?)?;
    }
    Ok(old.len())
}
