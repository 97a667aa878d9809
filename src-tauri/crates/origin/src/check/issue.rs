//! May it be issued so: within its days, on its original, for its value, with its papers, in this way?

use super::flags::event;
use super::{Case, at};
use crate::certificate::{Flag, Function};
use crate::conversion::convert;
use crate::criterion::CriterionReading;
use crate::decimal::Decimal;
use crate::finding::Finding;
use crate::goods::{GoodsItem, Instance, Measure};
use crate::profile::{DeMinimis, EndsWith, TransportWhen};

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    window(case, found);
    copies(case, found);
    back_to_back(case, found);
    accumulation(case, found);
    de_minimis(case, found);
    blanket(case, found);
    threshold(case, found);
    papers(case, found);
    correction(case, found);
    transport(case, found);
}

/// The days in which the form may be issued at all.
fn window(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(rule) = case.profile.issue_window.terms() else { return };
    let Some(event) = event(case, rule.basis) else { return };
    if let Some(last) = rule.within.last_day(event, case.around.holidays).filter(|last| case.day > *last) {
        let days = last.days_since_epoch() - event.days_since_epoch();
        let finding = Finding::block("retro.window_closed", "issued_at").with("date", last).with("days", days);
        found.push(finding.with("event", rule.basis.as_str()).resting_on(case, &rule.evidence));
    }
}

/// A duplicate of an original that may still be used doubles it.
fn copies(case: &Case<'_>, found: &mut Vec<Finding>) {
    let copied = case.has(Flag::Duplicate) || case.has(Flag::TrueCopy);
    let Some(rule) = case.profile.duplicate.terms().filter(|rule| rule.original_unused && copied) else { return };
    // Only an office that keeps the register can say that it is proven.
    let asked = case.around.desk.is_some() || case.around.original.is_some();
    if asked && !case.around.original.is_some_and(|original| original.proven_unused) {
        found.push(Finding::warn("duplicate.may_be_used", "references").resting_on(case, &rule.evidence));
    }
}

fn back_to_back(case: &Case<'_>, found: &mut Vec<Finding>) {
    if !case.has(Flag::BackToBack) {
        return;
    }
    let Some(original) = case.around.original else { return };
    let certificate = case.certificate;
    let rule = case.profile.back_to_back.terms();
    if let Some(rule) = rule
        && matches!(rule.end, Some(EndsWith::NotAfterOriginal | EndsWith::SameAsOriginal))
        && let Some(first) = original.ends
    {
        let computed =
            || case.profile.validity_with(case.day, crate::draft::shipment_day(certificate), case.around.holidays).1;
        // An end that is not written yet is the one that issuing would write.
        if let Some(end) = certificate.valid_to.or_else(computed).filter(|end| *end > first) {
            let finding = Finding::block("b2b.outlives_original", "valid_to").with("a", end).with("b", first);
            found.push(finding.resting_on(case, &rule.evidence));
        }
    }
    for item in &certificate.items {
        let rest = original.rest.iter().find(|(sequence, _)| *sequence == item.sequence).map(|(_, rest)| rest);
        let Some((wanted, rest)) = item.ledger().zip(rest) else { continue };
        // What cannot be compared is not called too much.
        if convert(wanted, &rest.unit).is_ok_and(|amount| amount > rest.amount) {
            let finding = Finding::block("b2b.quantity_exceeded", at(item, "quantities")).with("qty", shown(wanted));
            found.push(finding.with("rest", shown(rest)));
        }
    }
}

fn shown(measure: &Measure) -> String {
    format!("{} {}", measure.amount, measure.unit)
}

fn accumulation(case: &Case<'_>, found: &mut Vec<Finding>) {
    let marked = case.has(Flag::Accumulation) || case.has(Flag::PartialCum);
    let Some(rule) = case.profile.accumulation.terms().filter(|rule| rule.countries) else { return };
    let cumulated = |item: &&GoodsItem| {
        item.instances.contains(&Instance::Accumulation)
            || matches!(case.criterion(item), CriterionReading::Understood { additions, .. } if additions.contains(&"ACU"))
    };
    let items = &case.certificate.items;
    let mut lacking: Vec<&GoodsItem> =
        items.iter().filter(cumulated).filter(|item| item.cumulation_countries.is_empty()).collect();
    if lacking.is_empty() && marked && items.iter().all(|item| item.cumulation_countries.is_empty()) {
        lacking.extend(items.first());
    }
    for item in lacking {
        let finding = Finding::block("accumulation.incomplete", at(item, "cumulation_countries"));
        found.push(finding.resting_on(case, &rule.evidence));
    }
}

fn de_minimis(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(rule) = case.profile.de_minimis.terms() else { return };
    for share in case.around.shares {
        let Some(item) = case.certificate.items.iter().find(|item| item.sequence == share.item) else { continue };
        let (reached, most) = if by_weight(rule, item) {
            (share.of_weight, rule.percent_weight)
        } else {
            (share.of_value, rule.percent_value)
        };
        if let Some((reached, most)) = reached.zip(most).filter(|(reached, most)| reached > most) {
            let finding = Finding::warn("de_minimis.exceeded", at(item, "instances")).with("pct", reached);
            found.push(finding.with("max", most).resting_on(case, &rule.evidence));
        }
    }
}

fn by_weight(rule: &DeMinimis, item: &GoodsItem) -> bool {
    let chapter: Option<u8> = item.hs.code.get(..2).and_then(|chapter| chapter.parse().ok());
    let Some((first, last)) = rule.weight_chapters else { return rule.percent_value.is_none() };
    chapter.is_some_and(|chapter| (first..=last).contains(&chapter))
}

fn blanket(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    let Some(rule) = case.profile.blanket.terms().filter(|_| case.has(Flag::Blanket)) else { return };
    let Some((from, to)) = certificate.valid_from.zip(certificate.valid_to) else { return };
    if from.plus_months(rule.months).is_some_and(|last| to > last) {
        let finding = Finding::block("blanket.too_long", "valid_to").with("months", rule.months);
        found.push(finding.resting_on(case, &rule.evidence));
    }
}

fn threshold(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(rule) = case.profile.threshold.terms().filter(|rule| !rule.above.is_empty()) else { return };
    let certificate = case.certificate;
    if certificate.authorisation.as_ref().is_some_and(|one| !one.number.trim().is_empty()) {
        return;
    }
    // Values in another currency are not turned into this one here; without every value there is no sum.
    let amounts: Option<Vec<Decimal>> = certificate
        .items
        .iter()
        .map(|item| item.value.as_ref().filter(|value| value.currency == rule.currency).map(|value| value.amount))
        .collect();
    let sum = amounts.and_then(|all| all.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add));
    if sum.is_some_and(|sum| sum > rule.amount) {
        let finding = Finding::block("threshold.exceeded", "authorisation");
        let finding = finding.with("amount", format!("{} {}", rule.currency, rule.amount));
        found.push(finding.with("number", &rule.number).resting_on(case, &rule.evidence));
    }
}

/// The papers each origin basis rests on; any one of them is enough.
fn papers(case: &Case<'_>, found: &mut Vec<Finding>) {
    let evidence = &case.certificate.evidence;
    for rule in &case.profile.papers {
        let rests = case.certificate.items.iter().any(|item| item.criterion.code == rule.basis);
        let shown = evidence.iter().any(|paper| rule.papers.contains(&paper.kind));
        if rests && !shown {
            let finding = Finding::warn("evidence.missing", "evidence").with("basis", &rule.basis);
            found.push(finding.with("papers", rule.papers.join(", ")).resting_on(case, &rule.evidence));
        }
    }
}

fn correction(case: &Case<'_>, found: &mut Vec<Finding>) {
    let Some(rule) = case.profile.correction.terms().filter(|rule| rule.forbids_amending()) else { return };
    if case.certificate.function == Function::Change {
        found.push(Finding::block("correction.not_allowed", "references").resting_on(case, &rule.evidence));
    }
}

fn transport(case: &Case<'_>, found: &mut Vec<Finding>) {
    let travel = &case.certificate.transport;
    let Some(rule) = case.profile.transport.terms().filter(|rule| rule.required == TransportWhen::Always) else {
        return;
    };
    let said = travel.departure.is_some()
        || !travel.mode.trim().is_empty()
        || !travel.means.name.trim().is_empty()
        || !travel.means.id.trim().is_empty()
        || !travel.documents.is_empty()
        || !travel.loading.name.trim().is_empty();
    if !said {
        found.push(Finding::block("transport.missing", "transport").resting_on(case, &rule.evidence));
    }
}
