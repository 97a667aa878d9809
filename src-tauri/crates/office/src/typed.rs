//! What number did a person type? Read by `tamga-origin`; here it only gets the shape the desks ask in.

use tamga_origin::number_reader;

pub use tamga_origin::number_reader::Reading as NumberReading;

/// The person's own marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberMarks {
    /// Decimal mark, `.` or `,`.
    pub decimal: char,
    /// Group mark, for instance `,`, `.`, a space or an apostrophe.
    pub group: char,
}

/// Reads a typed number: a value, a question, or not a number.
pub fn read_number(text: &str, marks: &NumberMarks) -> NumberReading {
    number_reader::read_number(text, marks.decimal, Some(marks.group))
}
