//! How will it look? A draft on paper, with the draft mark, without attachment or code.

use crate::error::OfficeError;
use crate::office::Office;

impl Office {
    /// Draws a draft as PDF.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn preview_pdf(&self, draft: i64) -> Result<Vec<u8>, OfficeError> {
        let view = self.open_draft(draft)?;
        let profile = self.profile(&view.agreement)?;
        Ok(self.print_draft(&view.certificate, profile)?.bytes)
    }
}
