//! The side books on PostgreSQL: the same statements, each value in the text form that every type of column reads.

use std::error::Error;
use std::time::SystemTime;

use postgres::types::private::BytesMut;
use postgres::types::{Format, FromSql, IsNull, ToSql, Type, to_sql_checked};
use tamga_protocol::InboxItem;
use uuid::Uuid;

use super::super::LedgerError;
use super::super::records::{Cell, Line, Records};
use super::times::words;
use super::tx::Tx;

/// Serialises changes of the side books; any number that nothing else here locks.
const LOCK: i64 = 0x0062_6f6f_6b73;

/// One transaction.
pub(super) struct Books<'a, 't>(&'a mut Tx<'t>);

impl<'a, 't> Books<'a, 't> {
    /// For a reading.
    pub(super) fn look(tx: &'a mut Tx<'t>) -> Self {
        Self(tx)
    }

    /// For a change: two never overlap, on whatever node.
    pub(super) fn change(tx: &'a mut Tx<'t>) -> Result<Self, LedgerError> {
        tx.all("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
        Ok(Self(tx))
    }
}

/// A statement as this engine names its parameters.
fn numbered(statement: &str) -> String {
    statement.replace('?', "$")
}

impl Records for Books<'_, '_> {
    fn run(&mut self, statement: &str, values: &[Cell]) -> Result<u64, LedgerError> {
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        Ok(self.0.client().execute(&numbered(statement), &values)?)
    }

    fn lines(&mut self, statement: &str, values: &[Cell]) -> Result<Vec<Line>, LedgerError> {
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let rows = self.0.client().query(&numbered(statement), &values)?;
        rows.iter()
            .map(|row| {
                let cells = (0..row.len()).map(|at| Ok(row.try_get::<_, Read>(at)?.0));
                Ok(Line(cells.collect::<Result<_, LedgerError>>()?))
            })
            .collect()
    }

    fn post(&mut self, box_id: &str, item: InboxItem) -> Result<(), LedgerError> {
        self.0.put(box_id, item);
        Ok(())
    }
}

impl ToSql for Cell {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Whole(whole) => out.extend_from_slice(whole.to_string().as_bytes()),
            // The database keeps no NUL in a text.
            Self::Text(text) => out.extend_from_slice(text.replace('\0', "\u{fffd}").as_bytes()),
            Self::Bytes(bytes) => out.extend_from_slice(bytes),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        match self {
            Self::Bytes(_) => Format::Binary,
            _ => Format::Text,
        }
    }

    to_sql_checked!();
}

/// A cell as it is read.
struct Read(Cell);

impl<'a> FromSql<'a> for Read {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let cell = match *kind {
            Type::INT8 => Cell::Whole(i64::from_sql(kind, raw)?),
            Type::INT4 => Cell::Whole(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Cell::from(bool::from_sql(kind, raw)?),
            Type::BYTEA => Cell::Bytes(Vec::from_sql(kind, raw)?),
            Type::UUID => Cell::Text(Uuid::from_sql(kind, raw)?.to_string()),
            Type::TIMESTAMPTZ => Cell::Text(words(SystemTime::from_sql(kind, raw)?)),
            _ => Cell::Text(String::from_utf8(raw.to_vec())?),
        };
        Ok(Self(cell))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self(Cell::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
