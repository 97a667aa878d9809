//! Which signed steps of certificates are in custody, what was asked about them, and which lists about them are kept?

use tamga_origin::Timestamp;
use tamga_origin::trust::{CertificateStatus, StatusEntry};

use crate::ledger::LedgerError;
use crate::ledger::packing::unpack;
use crate::ledger::records::{Cell, Line, Records};

/// A signed step of a certificate's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Its place in the order of custody.
    pub(crate) seq: i64,
    /// Who handed it over.
    pub(crate) client: String,
    /// The frozen envelope.
    pub(crate) envelope: Vec<u8>,
    /// When it was taken.
    pub(crate) received_at: String,
}

const COLUMNS: &str = "s.seq, s.client, e.body, s.received_at";
const COUNTS: &str = "s.state NOT IN ('rejected', 'undeliverable')";
/// Under which name it stands how far submissions were looked at for ends.
const MARK: &str = "ended";
/// So many places before the last one seen are looked at again: with several nodes a place may be taken and filled later.
const AGAIN: i64 = 1_000;

fn step(line: &Line) -> Result<Step, LedgerError> {
    Ok(Step {
        seq: line.whole(0)?,
        client: line.text(1)?,
        envelope: unpack(&line.bytes(2)?)?.into_owned(),
        received_at: line.text(3)?,
    })
}

/// Every step of a number, in the order of its revisions.
pub(crate) fn of_number(records: &mut dyn Records, issuer: &str, number: &str) -> Result<Vec<Step>, LedgerError> {
    let lines = records.lines(
        &format!(
            "SELECT {COLUMNS} FROM business_key b JOIN submission s ON s.id = b.submission
             JOIN envelope e ON e.id = s.id
             WHERE b.type = 'certificate' AND b.party = ?1 AND b.number = ?2 AND {COUNTS} ORDER BY b.revision"
        ),
        &[issuer.into(), number.into()],
    )?;
    lines.iter().map(step).collect()
}

/// Steps that end, suspend or take the place of something and were not looked at yet, in the order of custody; some that
/// were are among them.
pub(crate) fn unseen(records: &mut dyn Records, after: i64, limit: u32) -> Result<Vec<Step>, LedgerError> {
    let lines = records.lines(
        &format!(
            "SELECT {COLUMNS} FROM submission s JOIN envelope e ON e.id = s.id
             WHERE s.seq > ?1 AND s.kind IN ('co.cancel', 'co.replace') AND {COUNTS} ORDER BY s.seq LIMIT ?2"
        ),
        &[after.into(), Cell::Whole(limit.into())],
    )?;
    lines.iter().map(step).collect()
}

/// From where submissions are to be looked at, and the last place there is.
pub(crate) fn marks(records: &mut dyn Records) -> Result<(i64, i64), LedgerError> {
    let seen = records.line("SELECT value FROM mark WHERE name = ?1", &[MARK.into()])?;
    let last = records.line("SELECT COALESCE(MAX(seq), 0) FROM submission", &[])?;
    let seen = seen.map_or(Ok(0), |line| line.whole(0))?;
    Ok((seen, last.map_or(Ok(0), |line| line.whole(0))?))
}

/// Where to begin looking when everything up to a place was seen.
pub(crate) fn again(seen: i64) -> i64 {
    seen.saturating_sub(AGAIN).max(0)
}

/// Notes how far was looked.
pub(crate) fn seen(records: &mut dyn Records, seq: i64) -> Result<(), LedgerError> {
    records.run("DELETE FROM mark WHERE name = ?1", &[MARK.into()])?;
    records.run("INSERT INTO mark (name, value) VALUES (?1, ?2)", &[MARK.into(), seq.into()])?;
    Ok(())
}

const ENDED: &str = "SELECT n, number, revision, status, successor, reason, at FROM ended WHERE issuer = ?1";

fn ended(line: &Line) -> Result<(i64, StatusEntry), LedgerError> {
    let status = line.text(3)?;
    let entry = StatusEntry {
        number: line.text(1)?,
        revision: u32::try_from(line.whole(2)?).map_err(|_| LedgerError::Row("revision".to_owned()))?,
        status: CertificateStatus::from_code(&status).ok_or_else(|| LedgerError::Row(format!("status {status}")))?,
        successor: line.text(4)?,
        reason: line.text(5)?,
        at: Timestamp::from_millis(line.whole(6)?),
    };
    Ok((line.whole(0)?, entry))
}

/// What was noted about numbers of a body after a place, in that order.
pub(crate) fn ended_after(
    records: &mut dyn Records,
    issuer: &str,
    n: i64,
) -> Result<Vec<(i64, StatusEntry)>, LedgerError> {
    records.lines(&format!("{ENDED} AND n > ?2 ORDER BY n"), &[issuer.into(), n.into()])?.iter().map(ended).collect()
}

/// What was noted about a number, the highest revision first.
pub(crate) fn ended_of(records: &mut dyn Records, issuer: &str, number: &str) -> Result<Vec<StatusEntry>, LedgerError> {
    let lines =
        records.lines(&format!("{ENDED} AND number = ?2 ORDER BY revision DESC"), &[issuer.into(), number.into()])?;
    lines.iter().map(|line| ended(line).map(|(_, entry)| entry)).collect()
}

/// Notes what a step says; what was known already stays, and an end is for good.
pub(crate) fn end(records: &mut dyn Records, issuer: &str, entry: &StatusEntry) -> Result<(), LedgerError> {
    let key = [issuer.into(), entry.number.as_str().into(), Cell::Whole(entry.revision.into())];
    let known = format!("{ENDED} AND number = ?2 AND revision = ?3");
    if let Some((_, known)) = records.line(&known, &key)?.as_ref().map(ended).transpose()? {
        let is_final = matches!(known.status, CertificateStatus::Cancelled | CertificateStatus::Replaced);
        if is_final || known == *entry || known.at > entry.at {
            return Ok(());
        }
        records.run("DELETE FROM ended WHERE issuer = ?1 AND number = ?2 AND revision = ?3", &key)?;
    }
    let last = records.line("SELECT COALESCE(MAX(n), 0) FROM ended", &[])?;
    let up_to = records.line("SELECT COALESCE(MAX(up_to), 0) FROM status_list", &[])?;
    let most = |line: Option<Line>| line.map_or(Ok(0), |line| line.whole(0));
    // Above every list as well: a row that was taken out must not give its place to one that a list knows.
    let n = most(last)?.max(most(up_to)?) + 1;
    let [issuer, number, revision] = key;
    records.run(
        "INSERT INTO ended (n, issuer, number, revision, status, successor, reason, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &[
            n.into(),
            issuer,
            number,
            revision,
            entry.status.code().into(),
            entry.successor.as_str().into(),
            entry.reason.as_str().into(),
            entry.at.millis().into(),
        ],
    )?;
    Ok(())
}

/// Notes that somebody asked about a certificate.
pub(crate) fn log(
    records: &mut dyn Records,
    client: &str,
    (issuer, number): (&str, &str),
    reason: &str,
    found: bool,
    at: Timestamp,
) -> Result<(), LedgerError> {
    let last = records.line("SELECT COALESCE(MAX(n), 0) FROM query_log", &[])?;
    let n = last.map_or(Ok(0), |line| line.whole(0))? + 1;
    records.run(
        "INSERT INTO query_log (n, client, issuer, co_number, reason, found, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        &[n.into(), client.into(), issuer.into(), number.into(), reason.into(), found.into(), at.rfc3339().into()],
    )?;
    Ok(())
}

/// A kept status list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusListRow {
    pub(crate) n: u64,
    pub(crate) is_snapshot: bool,
    pub(crate) made_here: bool,
    pub(crate) sha256: String,
    pub(crate) next_update: i64,
    pub(crate) up_to: i64,
    pub(crate) body: Vec<u8>,
}

const LISTS: &str =
    "SELECT n, is_snapshot, made_here, sha256, next_update, up_to, body FROM status_list WHERE issuer = ?1";

fn list(line: &Line) -> Result<StatusListRow, LedgerError> {
    Ok(StatusListRow {
        n: line.count(0)?,
        is_snapshot: line.whole(1)? != 0,
        made_here: line.whole(2)? != 0,
        sha256: line.text(3)?,
        next_update: line.whole(4)?,
        up_to: line.whole(5)?,
        body: line.bytes(6)?,
    })
}

/// The last list of a body.
pub(crate) fn last_list(records: &mut dyn Records, issuer: &str) -> Result<Option<StatusListRow>, LedgerError> {
    records.line(&format!("{LISTS} ORDER BY n DESC LIMIT 1"), &[issuer.into()])?.as_ref().map(list).transpose()
}

/// What a reader who has list `n` of a body takes next: the one that follows; for whoever has none, or is behind
/// everything kept, the newest that says everything.
pub(crate) fn list_after(
    records: &mut dyn Records,
    issuer: &str,
    n: u64,
) -> Result<Option<StatusListRow>, LedgerError> {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    let next = records.line(&format!("{LISTS} AND n > ?2 ORDER BY n LIMIT 1"), &[issuer.into(), n.into()])?;
    let next = next.as_ref().map(list).transpose()?;
    match next {
        Some(next) if n == 0 || (next.n != n.unsigned_abs() + 1 && !next.is_snapshot) => {
            let whole = format!("{LISTS} AND is_snapshot = 1 ORDER BY n DESC LIMIT 1");
            Ok(records.line(&whole, &[issuer.into()])?.as_ref().map(list).transpose()?.or(Some(next)))
        }
        next => Ok(next),
    }
}

/// Keeps a list.
pub(crate) fn keep_list(records: &mut dyn Records, issuer: &str, row: &StatusListRow) -> Result<(), LedgerError> {
    let StatusListRow { n, is_snapshot, made_here, sha256, next_update, up_to, body } = row;
    let n = i64::try_from(*n).map_err(|_| LedgerError::Row("counter of a status list".to_owned()))?;
    records.run(
        "INSERT INTO status_list (issuer, n, is_snapshot, made_here, sha256, next_update, up_to, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &[
            issuer.into(),
            n.into(),
            (*is_snapshot).into(),
            (*made_here).into(),
            sha256.as_str().into(),
            (*next_update).into(),
            (*up_to).into(),
            body.as_slice().into(),
        ],
    )?;
    Ok(())
}
