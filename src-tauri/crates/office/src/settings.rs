//! What did the person set? Settings of people and office, as words; what they look like is the window's affair.

use crate::error::OfficeError;
use crate::office::Office;

impl Office {
    /// A setting, or `None` where nobody set it. Names are the caller's own, for instance `window.language`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, OfficeError> {
        let _ = name;
        pending!()
    }

    /// Sets several settings at once.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_settings(&self, values: &[(&str, &str)]) -> Result<(), OfficeError> {
        let _ = values;
        pending!()
    }
}
