//! Is anything wrong with this certificate, by its form and on this day? Findings with codes, never a judgement on the
//! world (`agreements.md` section 6).
//!
//! A rule weighs what its evidence allows: only a fact from the official text blocks. What rests on no fact of a
//! profile keeps its weight. Whether the seal holds belongs to `tamga-seal`, what a step needs to `states`.

mod boxes;
mod content;
mod criteria;
#[cfg(test)]
pub(crate) mod fixture;
mod flags;
mod goods;
mod head;
#[cfg(test)]
mod tests;
mod texts;
mod totals;
#[cfg(test)]
mod walks;

use crate::certificate::Certificate;
use crate::finding::Finding;
use crate::goods::GoodsItem;
use crate::profile::{AgreementProfile, Evidence, Holidays, Profiles};
use crate::time::Date;

/// Everything the form's rules notice; a draft is judged as if it were issued today.
///
/// A certificate that is issued is judged on its issue date, with `today` for what depends on it (future dates,
/// validity that is over).
pub fn check(certificate: &Certificate, profile: &AgreementProfile, today: Date) -> Vec<Finding> {
    let case = Case {
        certificate,
        profile,
        today,
        day: certificate.issued_at.map_or(today, |moment| moment.date()),
        holidays: &Holidays::default(),
        issued: !certificate.number.is_empty() || !certificate.document_id.is_empty(),
    };
    let mut found = Vec::new();
    head::look(&case, &mut found);
    boxes::look(&case, &mut found);
    goods::look(&case, &mut found);
    criteria::look(&case, &mut found);
    totals::look(&case, &mut found);
    flags::look(&case, &mut found);
    texts::look(&case, &mut found);
    found
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
        let scheme = &certificate.scheme;
        let name = if scheme.code.is_empty() { &scheme.name } else { &scheme.code };
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

/// One certificate before one form.
struct Case<'a> {
    certificate: &'a Certificate,
    profile: &'a AgreementProfile,
    today: Date,
    // Day of issue; of a draft today.
    day: Date,
    holidays: &'a Holidays,
    issued: bool,
}

/// The path of an item, or of something in it.
fn at(item: &GoodsItem, field: &str) -> String {
    if field.is_empty() { format!("items[{}]", item.sequence) } else { format!("items[{}].{field}", item.sequence) }
}

impl Finding {
    /// With no more weight than the fact behind it allows.
    fn resting_on(mut self, evidence: &Evidence) -> Self {
        self.severity = evidence.cap(self.severity);
        self
    }
}

fn has_finding(found: &[Finding], path: &str) -> bool {
    found.iter().any(|finding| finding.path == path)
}
