//! Which certificate numbers may this desk give out? Blocks leased to it; a number is never used twice.

use tamga_origin::Date;

use crate::error::OfficeError;
use crate::office::Office;

/// A block of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberBlock {
    /// Agreement profile id, or empty for any.
    pub agreement: String,
    /// Printed before the serial part.
    pub prefix: String,
    /// Printed after it.
    pub suffix: String,
    /// Digits of the serial part, zero-padded, 1 to 18.
    pub width: u32,
    /// First serial.
    pub first: u64,
    /// Last serial.
    pub last: u64,
    /// Last day on which new numbers may be taken.
    pub expires: Option<Date>,
}

/// A block as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberBlockView {
    /// The block.
    pub block: NumberBlock,
    /// Numbers left.
    pub left: u64,
    /// Number that comes next, when one is left.
    pub next: Option<String>,
}

impl Office {
    /// Adds a block.
    ///
    /// # Errors
    /// A block that makes no sense, or overlaps one that is there.
    pub fn add_number_block(&self, block: NumberBlock) -> Result<(), OfficeError> {
        let _ = block;
        pending!()
    }

    /// The blocks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn number_blocks(&self) -> Result<Vec<NumberBlockView>, OfficeError> {
        pending!()
    }
}
