//! The side books on the embedded engine.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{ToSql, params_from_iter};
use tamga_protocol::InboxItem;

use super::super::LedgerError;
use super::super::records::{Cell, Line, Records};
use super::boxes;
use super::tx::Tx;

/// One transaction.
pub(super) struct Books<'a>(pub(super) &'a Tx<'a>);

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Value::Null),
            Self::Whole(whole) => ToSqlOutput::Owned(Value::Integer(*whole)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl Records for Books<'_> {
    fn run(&mut self, statement: &str, values: &[Cell]) -> Result<u64, LedgerError> {
        let changed = self.0.prepare_cached(statement)?.execute(params_from_iter(values))?;
        Ok(changed as u64)
    }

    fn lines(&mut self, statement: &str, values: &[Cell]) -> Result<Vec<Line>, LedgerError> {
        let mut prepared = self.0.prepare_cached(statement)?;
        let columns = prepared.column_count();
        let mut rows = prepared.query(params_from_iter(values))?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let cells = (0..columns).map(|at| Ok(cell(row.get_ref(at)?)));
            lines.push(Line(cells.collect::<Result<_, LedgerError>>()?));
        }
        Ok(lines)
    }

    fn post(&mut self, box_id: &str, item: InboxItem) -> Result<(), LedgerError> {
        boxes::add(self.0, box_id, item)?;
        Ok(())
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null | ValueRef::Real(_) => Cell::Null,
        ValueRef::Integer(whole) => Cell::Whole(whole),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    }
}
