//! Which forms does this build carry, and which of them does the office use?

use tamga_origin::Date;
use tamga_origin::profile::{AgreementProfile, Profiles};

use crate::error::OfficeError;
use crate::office::Office;

/// The agreement profiles this build carries.
///
/// # Errors
/// When a profile inside the program cannot be read.
pub fn built_in() -> Result<Profiles, OfficeError> {
    Ok(tamga_formats::agreements::builtin()?)
}

impl Office {
    /// The agreement profiles.
    pub fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    /// Does the office use this profile? All are on until somebody switches one off.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_switched_on(&self, profile: &str) -> Result<bool, OfficeError> {
        let switch = self.setting(&switch(profile))?;
        Ok(switch.as_deref() != Some("off"))
    }

    /// Switches a profile on or off for new drafts; what exists stays as it is.
    ///
    /// # Errors
    /// `UnknownAgreement`.
    pub fn switch_agreement(&self, profile: &str, on: bool) -> Result<(), OfficeError> {
        let profile = self.profile(profile)?;
        self.set_settings(&[(&switch(&profile.id), if on { "on" } else { "off" })])
    }

    /// The profile in force today by id, family or alias, else the newest of that name.
    pub(crate) fn profile(&self, name: &str) -> Result<&AgreementProfile, OfficeError> {
        find(&self.profiles, name, self.today()).ok_or_else(|| OfficeError::UnknownAgreement(name.to_owned()))
    }
}

fn switch(profile: &str) -> String {
    format!("agreement.{profile}")
}

/// The profile in force on a day by id, family or alias, else the newest of that name.
pub(crate) fn find<'a>(profiles: &'a Profiles, name: &str, today: Date) -> Option<&'a AgreementProfile> {
    let newest = || profiles.named(name).max_by_key(|profile| profile.dates.from);
    let id = profiles.in_force(name, today).or_else(newest)?.id.clone();
    profiles.find(&id)
}
