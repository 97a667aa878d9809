//! Do the marks on the form agree with what the certificate says, late issue before all?

use super::Case;
use crate::certificate::Flag;
use crate::criterion::CriterionReading;
use crate::finding::Finding;
use crate::goods::Invoice;
use crate::party::Party;
use crate::profile::{Basis, Companion, Detail, RuleSet};
use crate::time::Date;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    for (index, flag) in certificate.flags.iter().enumerate() {
        let path = format!("flags[{}]", index + 1);
        let Some(row) = case.profile.flag(*flag) else {
            // A test says so on every form.
            if *flag != Flag::Test {
                found.push(Finding::warn("flag.not_on_form", path).with("flag", flag.code()));
            }
            continue;
        };
        for other in certificate.flags.iter().filter(|other| row.excludes.contains(other)) {
            let finding = Finding::block("flag.exclusive", path.clone()).with("a", flag.code()).with("b", other.code());
            found.push(finding.resting_on(case, &row.evidence));
        }
    }
    late_issue(case, found);
    third_party(case, found);
    references(case, found);
    let confidential = certificate.producers.iter().any(|maker| maker.confidential);
    agree(case, Flag::ProducerConf, confidential, "producer_confidential", found);
    if case.has(Flag::Exhibition) && !case.has_remark() {
        let finding = Finding::block("exhibition.details", "remarks");
        found.push(match case.profile.exhibition.terms() {
            Some(rule) => finding.resting_on(case, &rule.evidence),
            None => finding,
        });
    }
    sets_of_rules(case, found);
    additions(case, found);
    companions(case, found);
}

/// The remarks that say which set of rules two partners apply.
fn sets_of_rules(case: &Case<'_>, found: &mut Vec<Finding>) {
    let travel = &case.certificate.transport;
    if let Some(matrix) = &case.profile.pair_matrix {
        let applies = matrix.applies(&travel.export_country, &travel.destination_country, case.day);
        if matrix.rules == RuleSet::Revised && applies.is_some() {
            agree(case, Flag::RevisedRules, applies == Some(true), "pair", found);
        }
    }
    // A form of the transitional rules always says so.
    agree(case, Flag::Transitional, true, "form", found);
}

/// What a flag needs beside it, where no rule of its own asks for it.
fn companions(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    for row in case.profile.flags.iter().filter(|row| case.has(row.flag)) {
        for companion in &row.needs {
            let lacks = match companion {
                Companion::InvoicingParty => certificate.invoicing_party.as_ref().is_none_or(Party::is_empty),
                Companion::Reference => certificate.references.iter().all(|one| one.number.trim().is_empty()),
                Companion::CumulationCountries => {
                    certificate.items.iter().all(|item| item.cumulation_countries.is_empty())
                }
                Companion::Remark => !case.has_remark(),
                Companion::Period => certificate.valid_from.is_none() || certificate.valid_to.is_none(),
            };
            let asked_elsewhere = matches!(
                (row.flag, companion),
                (Flag::Exhibition, Companion::Remark)
                    | (Flag::Accumulation | Flag::PartialCum, Companion::CumulationCountries)
                    | (
                        Flag::Duplicate | Flag::TrueCopy | Flag::InSubstitution | Flag::BackToBack,
                        Companion::Reference
                    )
            );
            if lacks && !asked_elsewhere {
                let finding = Finding::block("flag.incomplete", case.flag_path(row.flag));
                let finding = finding.with("flag", row.flag.code()).with("needs", companion.as_str());
                found.push(finding.resting_on(case, &row.evidence));
            }
        }
    }
}

impl Case<'_> {
    /// Does a person say anything in the remarks, besides the words the form sets?
    pub(super) fn has_remark(&self) -> bool {
        let set = |remark: &str| self.profile.flags.iter().any(|row| row.words == remark);
        self.certificate.remarks.iter().any(|remark| !remark.trim().is_empty() && !set(remark.trim()))
    }

    pub(super) fn has(&self, flag: Flag) -> bool {
        self.certificate.flags.contains(&flag)
    }

    pub(super) fn flag_path(&self, flag: Flag) -> String {
        let position = self.certificate.flags.iter().position(|one| *one == flag);
        position.map_or_else(|| "flags".to_owned(), |index| format!("flags[{}]", index + 1))
    }
}

/// A flag stands exactly when its reason does, on forms that have it.
fn agree(case: &Case<'_>, flag: Flag, founded: bool, reason: &str, found: &mut Vec<Finding>) {
    let Some(row) = case.profile.flag(flag) else { return };
    match (founded, case.has(flag)) {
        (true, false) => {
            let finding = Finding::block("flag.missing", "flags").with("flag", flag.code()).with("reason", reason);
            found.push(finding.resting_on(case, &row.evidence));
        }
        (false, true) => {
            found.push(Finding::warn("flag.unfounded", case.flag_path(flag)).with("flag", flag.code()));
        }
        _ => {}
    }
}

fn late_issue(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(rule) = case.profile.retroactive.terms() else { return };
    let Some(event) = event(case, rule.basis) else { return };
    let Some(last) = rule.limit.last_day(event, case.around.holidays) else { return };
    let marked = case.has(Flag::Retroactive);
    if case.day <= last {
        if marked {
            let finding = Finding::warn("flag.unfounded", case.flag_path(Flag::Retroactive));
            found.push(finding.with("flag", Flag::Retroactive.code()));
        }
        return;
    }
    if !marked {
        let days = case.day.days_since_epoch() - event.days_since_epoch();
        let finding = Finding::block("retro.mark_missing", "flags").with("days", days);
        found.push(finding.with("event", rule.basis.as_str()).resting_on(case, &rule.evidence));
    }
    if marked && rule.reason && !case.has_remark() {
        found.push(Finding::block("retro.reason_missing", "remarks").resting_on(case, &rule.evidence));
    }
    if let Some(end) = rule.cap.and_then(|cap| cap.last_day(event, case.around.holidays)).filter(|end| case.day > *end)
    {
        found.push(Finding::block("retro.too_late", "issued_at").with("date", end).resting_on(case, &rule.evidence));
    }
}

/// The day from which a rule counts.
pub(super) fn event(case: &Case<'_>, basis: Basis) -> Option<Date> {
    match basis {
        Basis::Shipment | Basis::Export => crate::draft::shipment_day(case.certificate),
        Basis::Invoice => case.certificate.invoices.iter().filter_map(|invoice| invoice.date).max(),
    }
}

fn third_party(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    let party = certificate.invoicing_party.as_ref().filter(|party| !party.is_empty());
    let invoiced = party.is_some() || certificate.invoices.iter().any(|invoice| invoice.third_party);
    agree(case, Flag::ThirdPartyInv, invoiced, "third_party_invoice", found);
    let Some(rule) = case.profile.third_party_invoice.terms().filter(|_| invoiced || case.has(Flag::ThirdPartyInv))
    else {
        return;
    };
    let nobody = Party::default();
    let party = party.unwrap_or(&nobody);
    let invoice = |lacks: fn(&Invoice) -> bool| certificate.invoices.iter().any(|one| one.third_party && lacks(one));
    let lacks = |detail: &&Detail| match detail {
        Detail::Name => party.name.trim().is_empty(),
        Detail::Address => {
            party.address.lines.iter().all(|line| line.trim().is_empty()) && party.address.city.is_empty()
        }
        Detail::Country => party.address.country.trim().is_empty(),
        Detail::Number => invoice(|one| one.number.trim().is_empty()),
        Detail::Date => invoice(|one| one.date.is_none()),
        // Who invoices is the company itself.
        Detail::Issuer => false,
    };
    let missing: Vec<&str> = rule.needs.iter().filter(lacks).map(|detail| detail.as_str()).collect();
    if !missing.is_empty() {
        let finding = Finding::block("third_party.details", "invoicing_party").with("missing", missing.join(", "));
        found.push(finding.resting_on(case, &rule.evidence));
    }
}

fn references(case: &Case<'_>, found: &mut Vec<Finding>) {
    let references = &case.certificate.references;
    let named = |role: &'static str| references.iter().filter(move |one| one.role == role);
    let complete = |role: &'static str| named(role).any(|one| !one.number.trim().is_empty() && one.date.is_some());
    for (flag, role, reason, code) in [
        (Flag::Duplicate, "duplicate_of", "reference_duplicate_of", "duplicate.original_missing"),
        (Flag::TrueCopy, "duplicate_of", "reference_duplicate_of", "duplicate.original_missing"),
        (Flag::InSubstitution, "replaces", "reference_replaces", "substitution.original_missing"),
        (Flag::BackToBack, "back_to_back_on", "reference_back_to_back_on", "b2b.original_missing"),
    ] {
        if case.has(flag) {
            let issuer = flag != Flag::BackToBack || named(role).any(|one| !one.issuer.is_empty());
            if !complete(role) || !issuer {
                found.push(Finding::block(code, "references"));
            }
        } else if named(role).next().is_some() && flag != Flag::TrueCopy && !case.has(Flag::TrueCopy) {
            agree(case, flag, true, reason, found);
        }
    }
}

/// Additions to a criterion and ticks say the same thing twice.
fn additions(case: &Case<'_>, found: &mut Vec<Finding>) {
    for (addition, flag) in [("ACU", Flag::Accumulation), ("DMI", Flag::DeMinimis)] {
        let knows_both =
            case.profile.flag(flag).is_some() && case.profile.face_criteria().any(|row| row.code == addition);
        if !knows_both {
            continue;
        }
        let added = case.certificate.items.iter().any(|item| match case.criterion(item) {
            CriterionReading::Understood { additions, .. } => additions.contains(&addition),
            _ => false,
        });
        if added != case.has(flag) {
            let finding = Finding::warn("flag.differs", case.flag_path(flag)).with("code", addition);
            found.push(finding.with("flag", flag.code()));
        }
    }
}
