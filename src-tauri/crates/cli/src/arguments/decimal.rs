//! Which mark parts the whole from the fraction in the numbers of a file? One option, wherever tables are read.

use clap::ValueEnum;

/// The decimal mark of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DecimalWord {
    /// 1234.5
    Point,
    /// 1234,5
    Comma,
}

impl DecimalWord {
    /// The decimal mark, and the mark that then stands between groups of digits.
    pub fn marks(self) -> (char, char) {
        match self {
            Self::Point => ('.', ','),
            Self::Comma => (',', '.'),
        }
    }
}
