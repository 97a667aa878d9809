//! Which typefaces are there to print with?

use std::path::PathBuf;

use crate::PaperError;

/// The typefaces of this program run; loaded once.
#[derive(Clone)]
pub struct Typefaces {}

impl Typefaces {
    /// The typefaces that ship with the program, and the first of the given files that can be read (for Chinese,
    /// Japanese and Korean, which are too large to ship).
    pub fn load(more: &[PathBuf]) -> Result<Self, PaperError> {
        todo!()
    }
}
