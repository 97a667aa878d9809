//! Which questions how a certificate stands wait for their answer, and how are this gateway's own messages numbered?

use uuid::Uuid;

use crate::ledger::LedgerError;
use crate::ledger::packing::unpack;
use crate::ledger::records::{Cell, Line, Records};

/// A question in custody that has no answer yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    /// Its submission.
    pub(crate) id: Uuid,
    /// Who handed it over.
    pub(crate) client: String,
    /// The frozen envelope.
    pub(crate) envelope: Vec<u8>,
}

const COLUMNS: &str = "SELECT CAST(s.id AS TEXT), s.client, e.body FROM business_key b
     JOIN submission s ON s.id = b.submission JOIN envelope e ON e.id = s.id WHERE b.type = 'query'";

fn question(line: &Line) -> Result<Question, LedgerError> {
    let id = Uuid::parse_str(&line.text(0)?).map_err(|_| LedgerError::Row("id".to_owned()))?;
    Ok(Question { id, client: line.text(1)?, envelope: unpack(&line.bytes(2)?)?.into_owned() })
}

/// Questions without an answer, the oldest first.
pub(crate) fn waiting(records: &mut dyn Records, limit: u32) -> Result<Vec<Question>, LedgerError> {
    let statement = format!("{COLUMNS} AND s.state IN ('received', 'validated') ORDER BY s.seq LIMIT ?1");
    records.lines(&statement, &[Cell::Whole(limit.into())])?.iter().map(question).collect()
}

/// A question, answered or not, that one client handed over.
pub(crate) fn of_client(records: &mut dyn Records, id: Uuid, client: &str) -> Result<Option<Question>, LedgerError> {
    let statement = format!("{COLUMNS} AND CAST(s.id AS TEXT) = ?1 AND s.client = ?2");
    let line = records.line(&statement, &[id.to_string().into(), client.into()])?;
    line.as_ref().map(question).transpose()
}

/// The next running number of a party's messages of a type of business key.
pub(crate) fn next_number(records: &mut dyn Records, of: &str, party: &str) -> Result<u64, LedgerError> {
    let last = records.line(
        "SELECT COALESCE(MAX(revision), 0) FROM business_key WHERE type = ?1 AND party = ?2",
        &[of.into(), party.into()],
    )?;
    last.map_or(Ok(0), |line| line.count(0)).map(|last| last + 1)
}
