//! What is a table? Sheets of rows of cells, each with its place, whatever file they came from. Empty cells are not
//! kept; what a column means is left to whoever asked for the table.

use std::fmt;
use std::sync::Arc;

use tamga_origin::Date;

use crate::error::FormatError;

use super::text::TextSource;

/// Everything a file of tables holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tables {
    /// The sheets, in the order of the file; CSV text has one.
    pub sheets: Vec<Sheet>,
    /// How the text was read, for CSV; none for a workbook.
    pub text: Option<TextSource>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name as people see it.
    pub name: Arc<str>,
    /// Is it hidden?
    pub hidden: bool,
    /// Rows with at least one cell that says something, from the top.
    pub rows: Vec<Row>,
    /// Columns that are hidden, from 0.
    pub hidden_columns: Vec<u32>,
    /// Cells that are shown as one; only the first of them has a value.
    pub merged: Vec<Area>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The row's number as people see it, from 1.
    pub number: u32,
    /// Is it hidden, by hand or by a filter?
    pub hidden: bool,
    /// Cells that say something, from the left.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its column, from 0.
    pub column: u32,
    /// What it says.
    pub value: CellValue,
    /// Was it computed by a formula? The value is what the program that saved the file computed last.
    pub formula: bool,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellValue {
    /// Text as it stands.
    Text(Arc<str>),
    /// A number as exact decimal text, without an exponent; see [`super::digits_shown`] for the digits people saw.
    Number(String),
    /// A day; a time of day beside it is only noted, because a workbook knows no time zone.
    Date {
        /// The day.
        day: Date,
        /// Did it have a time of day?
        has_time: bool,
    },
    /// Yes or no.
    Bool(bool),
    /// What a formula says that came to nothing: `#REF!`, `#N/A` and the like.
    Error(String),
}

impl CellValue {
    /// The value as text, dates as `CCYY-MM-DD`.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.to_string(),
            Self::Number(text) | Self::Error(text) => text.clone(),
            Self::Date { day, .. } => day.to_string(),
            Self::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// A rectangle of cells, both corners included; rows from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// Where a cell stands; shown as spreadsheets write it: `items!C7`, `'My items'!C7`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name of the sheet.
    pub sheet: Arc<str>,
    /// Row, from 1.
    pub row: u32,
    /// Column, from 0; none for the whole row.
    pub column: Option<u32>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.sheet.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        match &*self.sheet {
            "" => {}
            name if plain => write!(f, "{name}!")?,
            name => write!(f, "'{}'!", name.replace('\'', "''"))?,
        }
        match self.column {
            Some(column) => write!(f, "{}{}", column_letters(column), self.row),
            None => write!(f, "{0}:{0}", self.row),
        }
    }
}

impl Sheet {
    /// The place of a cell of this sheet.
    pub fn place(&self, row: u32, column: u32) -> Place {
        Place { sheet: self.name.clone(), row, column: Some(column) }
    }
}

impl Row {
    /// The cell in a column, when it says something.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.binary_search_by_key(&column, |cell| cell.column).ok().and_then(|at| self.cells.get(at))
    }
}

/// The letters above a column: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = Some(column);
    while let Some(number) = rest {
        letters.push(char::from(b'A' + u8::try_from(number % 26).unwrap_or(0)));
        rest = (number / 26).checked_sub(1);
    }
    letters.into_iter().rev().collect()
}

/// The column of its letters; none for anything else than one to three letters.
pub fn column_number(letters: &str) -> Option<u32> {
    let fits = (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let counted = |sum: u32, byte: u8| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
    fits.then(|| letters.bytes().fold(0, counted) - 1)
}

/// How much of a table is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableLimits {
    /// Most bytes of the file.
    pub bytes: usize,
    /// Most bytes of all parts of a workbook that are read, unpacked.
    pub unpacked: usize,
    /// Most times a part of a workbook may grow when it is unpacked, once it is larger than a megabyte.
    pub growth: usize,
    /// Most rows that say something, over all sheets.
    pub rows: usize,
    /// Most columns.
    pub columns: usize,
    /// Most cells that say something, over all sheets.
    pub cells: usize,
    /// Most letters in one cell.
    pub letters: usize,
}

impl Default for TableLimits {
    fn default() -> Self {
        Self {
            bytes: 32 * 1024 * 1024,
            unpacked: 128 * 1024 * 1024,
            growth: 200,
            rows: 100_000,
            columns: 1_024,
            cells: 1_000_000,
            letters: 32_767,
        }
    }
}

/// Takes rows in and stops at the limits.
#[derive(Debug)]
pub(super) struct Gatherer<'a> {
    limits: &'a TableLimits,
    rows: usize,
    cells: usize,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(limits: &'a TableLimits) -> Self {
        Self { limits, rows: 0, cells: 0 }
    }

    /// Refuses more texts that cells share than there may be cells.
    pub(super) fn admit_shared(&self, texts: usize) -> Result<(), FormatError> {
        match texts > self.limits.cells {
            true => Err(FormatError::TableTooLarge { what: "cells", limit: self.limits.cells }),
            false => Ok(()),
        }
    }

    /// Refuses a cell beyond the limits.
    pub(super) fn admit(&mut self, column: u32, text: &str) -> Result<(), FormatError> {
        let limits = self.limits;
        if column as usize >= limits.columns {
            return Err(FormatError::TableTooLarge { what: "columns", limit: limits.columns });
        }
        if text.len() > limits.letters && text.chars().count() > limits.letters {
            return Err(FormatError::TableTooLarge { what: "letters", limit: limits.letters });
        }
        self.cells += 1;
        if self.cells > limits.cells {
            return Err(FormatError::TableTooLarge { what: "cells", limit: limits.cells });
        }
        Ok(())
    }

    /// Keeps a row when it says something; cells come out from the left, of two in one column the last one stays.
    pub(super) fn keep(&mut self, rows: &mut Vec<Row>, mut row: Row) -> Result<(), FormatError> {
        if row.cells.is_empty() {
            return Ok(());
        }
        row.cells.shrink_to_fit();
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(FormatError::TableTooLarge { what: "rows", limit: self.limits.rows });
        }
        if !row.cells.is_sorted_by(|one, next| one.column < next.column) {
            row.cells.reverse();
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by_key(|cell| cell.column);
        }
        rows.push(row);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_by_letters() {
        for (number, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(number), letters);
            assert_eq!(column_number(letters), Some(number), "{letters}");
        }
        assert_eq!(column_number("xfd"), Some(16_383));
        for wrong in ["", "A1", "É", "ABCD", " A"] {
            assert_eq!(column_number(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_place_is_written_as_spreadsheets_write_it() {
        let place = |sheet: &str, column| Place { sheet: sheet.into(), row: 7, column }.to_string();
        assert_eq!(place("items", Some(2)), "items!C7");
        assert_eq!(place("L'été 2026", Some(2)), "'L''été 2026'!C7");
        assert_eq!(place("", Some(26)), "AA7");
        assert_eq!(place("items", None), "items!7:7");
    }
}
