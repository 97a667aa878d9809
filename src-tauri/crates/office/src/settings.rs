//! What did the person set? Settings of people and office, as words; what they look like is the window's affair.

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// What people set stands apart from what the office remembers for itself.
pub(crate) fn person_name(name: &str) -> String {
    format!("person.{name}")
}

impl Office {
    /// A setting, or `None` where nobody set it. Names are the caller's own, for instance `window.language`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, OfficeError> {
        self.read(|reader| Ok(reader.setting(&person_name(name))?))
    }

    /// Sets several settings at once.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn set_settings(&self, values: &[(&str, &str)]) -> Result<(), OfficeError> {
        self.write(|tx| {
            for (name, value) in values {
                tx.setting_set(&person_name(name), value)?;
            }
            tx.journal_add("settings.saved", "", &[])?;
            Ok(())
        })?;
        self.changed(&[Tag::Settings, Tag::App, Tag::Journal]);
        Ok(())
    }
}
