//! Which forms does this build carry, and which of them does the office use?

use tamga_origin::profile::Profiles;

use crate::error::OfficeError;
use crate::office::Office;

/// The agreement profiles this build carries.
///
/// # Errors
/// When a profile inside the program cannot be read.
pub fn built_in() -> Result<Profiles, OfficeError> {
    pending!()
}

impl Office {
    /// The agreement profiles.
    pub fn profiles(&self) -> &Profiles {
        pending!()
    }

    /// Does the office use this profile? All are on until somebody switches one off.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_switched_on(&self, profile: &str) -> Result<bool, OfficeError> {
        let _ = profile;
        pending!()
    }
}
