//! Is anything wrong with this certificate, by its form and on this day? Findings with codes, never a judgement on the
//! world (`agreements.md` section 6).
//!
//! A rule weighs what its evidence allows: only a fact from the official text blocks. What rests on no fact of a
//! profile keeps its weight. Whether the seal holds belongs to `tamga-seal`, what a step needs to `states`.

use crate::certificate::Certificate;
use crate::finding::Finding;
use crate::profile::{AgreementProfile, Profiles};
use crate::time::Date;

/// Everything the form's rules notice; a draft is judged as if it were issued today.
///
/// A certificate that is issued is judged on its issue date, with `today` for what depends on it (future dates,
/// validity that is over).
pub fn check(certificate: &Certificate, profile: &AgreementProfile, today: Date) -> Vec<Finding> {
    let _ = (certificate, profile, today);
    Vec::new()
}

impl Certificate {
    /// Everything the form's rules notice; see [`check`].
    pub fn check(&self, profile: &AgreementProfile, today: Date) -> Vec<Finding> {
        check(self, profile, today)
    }
}

impl Profiles {
    /// The profile that judges this certificate, in force on its issue date (or today for a draft), else the newest of
    /// that name.
    pub fn judging<'a>(&'a self, certificate: &Certificate, today: Date) -> Option<&'a AgreementProfile> {
        let day = certificate.issued_at.map_or(today, |moment| moment.date());
        let name = certificate.scheme.code.as_str();
        self.in_force(name, day).or_else(|| self.named(name).max_by_key(|profile| profile.dates.from))
    }

    /// Checks with the profile that judges the certificate; `profile.unknown` when none is here.
    pub fn check(&self, certificate: &Certificate, today: Date) -> Vec<Finding> {
        match self.judging(certificate, today) {
            Some(profile) => check(certificate, profile, today),
            None => vec![Finding::info("profile.unknown", "scheme")],
        }
    }
}
