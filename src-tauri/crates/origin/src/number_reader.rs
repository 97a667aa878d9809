//! What number did somebody type? Strict: a value, a question, or nothing (`interface.md` 8.2). A guess that is ten or
//! a thousand times too large would be certified and believed.
//!
//! Marks come from the person's settings; which language uses which is the window's question.

use crate::decimal::Decimal;

/// What a typed number is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// One value, its scale as typed.
    Value(Decimal),
    /// It can mean several; the decimal reading stands first.
    Question(Vec<Decimal>),
    /// It is no number.
    Unreadable,
}

/// Reads one typed number by the person's own decimal and group mark.
///
/// Spaces and apostrophes are group marks for everyone, digits of any script count.
pub fn read_number(text: &str, decimal_mark: char, group_mark: Option<char>) -> Reading {
    let _ = (text, decimal_mark, group_mark);
    Reading::Unreadable
}

/// Reads a pasted column as a whole: a mark that can only be one thing in some cell is that in all of them.
pub fn read_column(cells: &[&str], decimal_mark: char, group_mark: Option<char>) -> Vec<Reading> {
    cells.iter().map(|cell| read_number(cell, decimal_mark, group_mark)).collect()
}
