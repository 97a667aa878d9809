//! How are the gateway's side books kept, the same on every engine? Plain statements with plain values: what is written
//! seldom (registrations, leases, uploads, audit) is written once, in SQL that every engine takes.
//!
//! Statements name their parameters `?1`, `?2` … and read text, whole numbers and bytes only. The tables stand in
//! `schema.sql` beside the books; custody, boxes and forwarding are each engine's own.

use tamga_protocol::InboxItem;

use super::LedgerError;

/// A value of a column or parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// A whole number.
    Whole(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(whole: i64) -> Self {
        Self::Whole(whole)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Whole(flag.into())
    }
}

impl From<&[u8]> for Cell {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Self::Null, Self::from)
    }
}

/// A row that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(pub Vec<Cell>);

impl Line {
    /// The text of a column.
    pub fn text(&self, column: usize) -> Result<String, LedgerError> {
        match self.0.get(column) {
            Some(Cell::Text(text)) => Ok(text.clone()),
            _ => Err(LedgerError::Row(format!("column {column} is not text"))),
        }
    }

    /// The text of a column that may be empty.
    pub fn maybe_text(&self, column: usize) -> Result<Option<String>, LedgerError> {
        match self.0.get(column) {
            Some(Cell::Null) => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    /// The whole number of a column.
    pub fn whole(&self, column: usize) -> Result<i64, LedgerError> {
        match self.0.get(column) {
            Some(Cell::Whole(whole)) => Ok(*whole),
            _ => Err(LedgerError::Row(format!("column {column} is not a whole number"))),
        }
    }

    /// The count in a column.
    pub fn count(&self, column: usize) -> Result<u64, LedgerError> {
        u64::try_from(self.whole(column)?).map_err(|_| LedgerError::Row(format!("column {column} is below zero")))
    }

    /// The bytes of a column.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, LedgerError> {
        match self.0.get(column) {
            Some(Cell::Bytes(bytes)) => Ok(bytes.clone()),
            _ => Err(LedgerError::Row(format!("column {column} is not bytes"))),
        }
    }
}

/// One transaction on the side books.
pub trait Records {
    /// Runs a statement; answers how many rows it changed.
    fn run(&mut self, statement: &str, values: &[Cell]) -> Result<u64, LedgerError>;
    /// Reads rows.
    fn lines(&mut self, statement: &str, values: &[Cell]) -> Result<Vec<Line>, LedgerError>;

    /// Puts an item into a box, at the end of the change; there it gets its id.
    fn post(&mut self, box_id: &str, item: InboxItem) -> Result<(), LedgerError>;

    /// Reads the first row, if there is one.
    fn line(&mut self, statement: &str, values: &[Cell]) -> Result<Option<Line>, LedgerError> {
        Ok(self.lines(statement, values)?.into_iter().next())
    }
}

/// What is done in a transaction on the side books.
pub type Work<'a> = &'a mut dyn FnMut(&mut dyn Records) -> Result<(), LedgerError>;
