//! Who did what by command? Lines in a chain of digests: none is changed or taken out without it showing.

use tamga_origin::Timestamp;
use tamga_seal::digest::sha256_hex;

use crate::ledger::LedgerError;
use crate::ledger::records::{Cell, Records};

const FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Counter from 1.
    pub n: i64,
    /// Who.
    pub actor: String,
    /// What, as JSON.
    pub what: String,
    /// When.
    pub at: String,
    prev: String,
    sha256: String,
}

/// Adds a line; part of the change it tells about.
pub(crate) fn add(
    records: &mut dyn Records,
    actor: &str,
    what: &serde_json::Value,
    at: Timestamp,
) -> Result<(), LedgerError> {
    let last = records.line("SELECT n, sha256 FROM audit ORDER BY n DESC LIMIT 1", &[])?;
    let (n, prev) = match last {
        Some(line) => (line.whole(0)? + 1, line.text(1)?),
        None => (1, FIRST.to_owned()),
    };
    let (what, at) = (what.to_string(), at.rfc3339());
    let sha256 = digest(&prev, n, actor, &what, &at);
    records.run(
        "INSERT INTO audit (n, prev, actor, what, at, sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        &[n.into(), prev.into(), actor.into(), what.into(), at.into(), sha256.into()],
    )?;
    Ok(())
}

/// The counter of the last line: whoever sees it unchanged has seen every command.
pub(crate) fn last(records: &mut dyn Records) -> Result<i64, LedgerError> {
    let line = records.line("SELECT n FROM audit ORDER BY n DESC LIMIT 1", &[])?;
    line.map_or(Ok(0), |line| line.whole(0))
}

/// Lines after a counter, oldest first.
pub(crate) fn after(records: &mut dyn Records, n: i64, limit: u32) -> Result<Vec<Entry>, LedgerError> {
    let lines = records.lines(
        "SELECT n, prev, actor, what, at, sha256 FROM audit WHERE n > ?1 ORDER BY n LIMIT ?2",
        &[n.into(), Cell::Whole(limit.into())],
    )?;
    lines
        .iter()
        .map(|line| {
            Ok(Entry {
                n: line.whole(0)?,
                prev: line.text(1)?,
                actor: line.text(2)?,
                what: line.text(3)?,
                at: line.text(4)?,
                sha256: line.text(5)?,
            })
        })
        .collect()
}

/// Walks the chain; answers how many lines it has and the first that does not hold.
pub(crate) fn verify(records: &mut dyn Records) -> Result<(i64, Option<i64>), LedgerError> {
    let (mut n, mut prev) = (0, FIRST.to_owned());
    loop {
        let page = after(records, n, 1_000)?;
        if page.is_empty() {
            return Ok((n, None));
        }
        for entry in page {
            let sha256 = digest(&prev, entry.n, &entry.actor, &entry.what, &entry.at);
            if entry.n != n + 1 || entry.prev != prev || entry.sha256 != sha256 {
                return Ok((n, Some(n + 1)));
            }
            n = entry.n;
            prev = sha256;
        }
    }
}

/// Lengths stand before the texts, so that no two lines are written the same.
fn digest(prev: &str, n: i64, actor: &str, what: &str, at: &str) -> String {
    let text =
        [prev, actor, what, at].iter().fold(n.to_string(), |text, part| format!("{text}\n{} {part}", part.len()));
    sha256_hex(text.as_bytes())
}
