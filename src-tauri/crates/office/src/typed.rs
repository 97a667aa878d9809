//! What number did a person type? Read strictly, by the person's own marks; a doubt is a question, never a guess
//! (`interface.md` 8.2).

use tamga_origin::Decimal;

/// The person's own marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberMarks {
    /// Decimal mark, `.` or `,`.
    pub decimal: char,
    /// Group mark, for instance `,`, `.`, a space or an apostrophe.
    pub group: char,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberReading {
    /// One value.
    Value(Decimal),
    /// Several readings, the decimal one first.
    Question(Vec<Decimal>),
    /// Not a number.
    Unreadable,
}

/// Reads a typed number.
pub fn read_number(text: &str, marks: &NumberMarks) -> NumberReading {
    let _ = (text, marks);
    pending!()
}
