//! With what can somebody try the desk? The project's own example documents, taken in as drafts.

use crate::error::OfficeError;
use crate::office::Office;

/// What was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamplesImported {
    /// Drafts made.
    pub drafts: u32,
    /// The one to open first.
    pub first: Option<i64>,
}

impl Office {
    /// Takes the example documents in as drafts.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn import_examples(&self) -> Result<ExamplesImported, OfficeError> {
        pending!()
    }
}
