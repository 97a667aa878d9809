//! Is anything wrong with this certificate, by its form and on this day? Findings with codes, never a judgement on the
//! world (`agreements.md` section 6).
//!
//! A rule weighs what its evidence allows: only a fact from the official text blocks. What rests on no fact of a
//! profile keeps its weight. Whether the seal holds belongs to `tamga-seal`, what a step needs to `states`.

mod boxes;
mod circumstances;
mod codes;
mod content;
mod criteria;
mod declared;
#[cfg(test)]
pub(crate) mod fixture;
mod flags;
mod goods;
mod head;
mod issue;
mod office;
#[cfg(test)]
mod scenes;
#[cfg(test)]
mod tests;
mod texts;
mod totals;
#[cfg(test)]
mod walks;

pub use circumstances::{Circumstances, Desk, Original, Share};

use crate::certificate::Certificate;
use crate::finding::{Finding, UNCONFIRMED};
use crate::goods::GoodsItem;
use crate::layout::Bind;
use crate::profile::{AgreementProfile, Evidence, Profiles};
use crate::time::{Date, Timestamp};

/// Everything the form's rules notice; a draft is judged as if it were issued today.
///
/// A certificate that is issued is judged on its issue date, with `today` for what depends on it (future dates,
/// validity that is over). Nothing is asked of code lists, store or printer; [`check_in`] asks them too.
pub fn check(certificate: &Certificate, profile: &AgreementProfile, today: Date) -> Vec<Finding> {
    check_in(certificate, profile, today, &Circumstances::default())
}

/// Everything the form's rules notice in these circumstances; see [`check`].
pub fn check_in(
    certificate: &Certificate,
    profile: &AgreementProfile,
    today: Date,
    around: &Circumstances<'_>,
) -> Vec<Finding> {
    let case = Case {
        certificate,
        profile,
        today,
        day: certificate.issued_at.map_or(today, |moment| moment.date()),
        around: *around,
        issued: !certificate.number.is_empty() || !certificate.document_id.is_empty(),
    };
    let mut found = Vec::new();
    head::look(&case, &mut found);
    boxes::look(&case, &mut found);
    goods::look(&case, &mut found);
    criteria::look(&case, &mut found);
    totals::look(&case, &mut found);
    flags::look(&case, &mut found);
    issue::look(&case, &mut found);
    declared::look(&case, &mut found);
    office::look(&case, &mut found);
    codes::look(&case, &mut found);
    texts::look(&case, &mut found);
    found
}

impl Certificate {
    /// Everything the form's rules notice; see [`check`].
    pub fn check(&self, profile: &AgreementProfile, today: Date) -> Vec<Finding> {
        check(self, profile, today)
    }

    /// Everything the form's rules notice in these circumstances; see [`check_in`].
    pub fn check_in(&self, profile: &AgreementProfile, today: Date, around: &Circumstances<'_>) -> Vec<Finding> {
        check_in(self, profile, today, around)
    }
}

impl Profiles {
    /// The profile that judges this certificate: the version it names, else the one in force on its issue date (or
    /// today for a draft) for its countries, else the newest of that name.
    pub fn judging<'a>(&'a self, certificate: &Certificate, today: Date) -> Option<&'a AgreementProfile> {
        let day = certificate.issued_at.map_or(today, |moment| moment.date());
        let scheme = &certificate.scheme;
        let name = if scheme.code.is_empty() { &scheme.name } else { &scheme.code };
        let (from, to) = (&certificate.transport.export_country, &certificate.transport.destination_country);
        let chosen = || self.choose(name, day, from, to).first();
        let newest = || self.named(name).max_by_key(|profile| profile.dates.from);
        self.find(name).or_else(chosen).or_else(newest)
    }

    /// Checks with the profile that judges the certificate; `profile.unknown` when none is here.
    pub fn check(&self, certificate: &Certificate, today: Date) -> Vec<Finding> {
        self.check_in(certificate, today, &Circumstances::default())
    }

    /// The same in these circumstances, and against the other versions of the form.
    pub fn check_in(&self, certificate: &Certificate, today: Date, around: &Circumstances<'_>) -> Vec<Finding> {
        let around = Circumstances { profiles: Some(self), ..*around };
        match self.judging(certificate, today) {
            Some(profile) => check_in(certificate, profile, today, &around),
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
    around: Circumstances<'a>,
    issued: bool,
}

/// The text that stands under a bound name, empty when there is nothing.
pub(crate) fn content_of(
    certificate: &Certificate,
    profile: &AgreementProfile,
    bind: Bind,
    item: Option<&GoodsItem>,
) -> String {
    let day = certificate.issued_at.map_or(Timestamp::default().date(), |moment| moment.date());
    let around = Circumstances::default();
    Case { certificate, profile, today: day, day, around, issued: false }.content(bind, item)
}

/// The path of an item, or of something in it.
fn at(item: &GoodsItem, field: &str) -> String {
    if field.is_empty() { format!("items[{}]", item.sequence) } else { format!("items[{}].{field}", item.sequence) }
}

impl Finding {
    /// With no more weight than the fact behind it allows, or the office's own confirmation of it.
    fn resting_on(mut self, case: &Case<'_>, evidence: &Evidence) -> Self {
        let confirmations = case.around.confirmations;
        self.severity = confirmations.cap(&case.profile.id, evidence, self.severity);
        if evidence.confirm && !confirmations.hold(&case.profile.id, evidence) {
            self = self.with(UNCONFIRMED, &evidence.fact);
        }
        self
    }
}

fn has_finding(found: &[Finding], path: &str) -> bool {
    found.iter().any(|finding| finding.path == path)
}
