//! Are the goods items as the form asks: how many, in which order, with which codes, quantities, values?

use super::{Case, at, has_finding};
use crate::criterion::CriterionReading;
use crate::finding::Finding;
use crate::goods::{GoodsItem, Measure};
use crate::layout::AreaKind;
use crate::profile::{FobWhen, ItemScope, OriginPer, Presence};

/// Most items a document may have (`dataset.md` 2.5).
const MOST: usize = 999;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let items = &case.certificate.items;
    let rule = &case.profile.items;
    if items.is_empty() {
        found.push(Finding::block("items.missing", "items"));
    }
    if let Some(max) = rule.max.filter(|max| rule.scope != ItemScope::Page && items.len() > *max) {
        let finding = Finding::block("items.too_many", "items").with("count", items.len()).with("max", max);
        found.push(finding.resting_on(case, &rule.evidence));
    } else if items.len() > MOST {
        found.push(Finding::block("items.too_many", "items").with("count", items.len()).with("max", MOST));
    }
    numbering(case, found);
    let mut chapters = items.iter().filter_map(|item| Some((item, item.hs.code.get(..2)?)));
    if rule.same_chapter
        && let Some((_, first)) = chapters.next()
        && let Some((other, _)) = chapters.find(|(_, chapter)| *chapter != first)
    {
        found.push(Finding::warn("items.mixed_chapters", at(other, "hs.code")));
    }
    end_mark(case, found);
    for item in items {
        measures(case, item, found);
        tariff_code(case, item, found);
        if item.origin.country.trim().is_empty() {
            found.push(Finding::block("origin.country_missing", at(item, "origin.country")).with("n", item.sequence));
        }
        for number in &item.producer_refs {
            if !case.certificate.producers.iter().any(|maker| maker.number == *number) {
                let finding = Finding::block("producer.missing", at(item, "producer_refs")).with("n", item.sequence);
                found.push(finding.with("number", number));
            }
        }
        for (index, line) in item.packages.iter().enumerate() {
            let marks = line.marks.trim().to_ascii_lowercase();
            if marks.starts_with("as per invoice") || marks.starts_with("per invoice") || marks == "see invoice" {
                found.push(Finding::warn(
                    "items.marks_by_reference",
                    at(item, &format!("packages[{}].marks", index + 1)),
                ));
            }
        }
        value(case, item, found);
        quantities(case, item, found);
        country(case, item, found);
    }
}

/// Which weights and measures the form asks of every item.
fn quantities(case: &Case<'_>, item: &GoodsItem, found: &mut Vec<Finding>) {
    let Some(rule) = case.profile.quantity.terms() else { return };
    let other = item.quantities.first();
    for (presence, measure, field, word) in [
        (rule.gross, item.gross_mass.as_ref(), "gross_mass", "gross_mass"),
        (rule.net, item.net_mass.as_ref(), "net_mass", "net_mass"),
        (rule.other, other, "quantities", "quantity"),
    ] {
        let path = at(item, field);
        if presence == Presence::Required && measure.is_none() && !has_finding(found, &path) {
            let finding = Finding::block("items.quantity", path).with("n", item.sequence).with("measure", word);
            found.push(finding.resting_on(case, &rule.evidence));
        }
    }
    if rule.units.is_empty() {
        return;
    }
    let masses = [("gross_mass", &item.gross_mass), ("net_mass", &item.net_mass)];
    let masses = masses.into_iter().filter_map(|(field, mass)| Some((field.to_owned(), mass.as_ref()?)));
    let others = item.quantities.iter().enumerate().map(|(index, one)| (format!("quantities[{}]", index + 1), one));
    for (field, measure) in masses.chain(others) {
        if !measure.unit.trim().is_empty() && !rule.units.contains(&measure.unit) {
            let finding = Finding::block("quantity.unit_not_on_form", at(item, &field)).with("n", item.sequence);
            let finding = finding.with("unit", &measure.unit).with("units", rule.units.join(", "));
            found.push(finding.resting_on(case, &rule.evidence));
        }
    }
}

/// Which countries the form lets stand as country of origin.
fn country(case: &Case<'_>, item: &GoodsItem, found: &mut Vec<Finding>) {
    let Some(rule) = case.profile.origin_country.terms() else { return };
    let origin = item.origin.country.trim();
    if origin.is_empty() {
        return;
    }
    let words = |code: &String| {
        let named = rule.words.iter().find(|(known, _)| known == code);
        named.map_or_else(|| code.clone(), |(_, words)| words.clone())
    };
    let first = case.certificate.items.first().map(|first| first.origin.country.clone());
    let one_for_all = rule.per == OriginPer::Certificate && first.as_deref().is_some_and(|first| first != origin);
    let allowed = rule.allowed.is_empty() || rule.allowed.iter().any(|code| code == origin);
    let list = match (allowed, one_for_all) {
        (false, _) => rule.allowed.iter().map(words).collect::<Vec<_>>().join(", "),
        (true, true) => first.iter().map(words).collect(),
        (true, false) => return,
    };
    let finding = Finding::block("origin.country_words", at(item, "origin.country")).with("words", list);
    found.push(finding.resting_on(case, &rule.evidence));
}

/// First issue counts 1, 2, 3; later revisions keep the numbers of the items that stayed.
fn numbering(case: &Case<'_>, found: &mut Vec<Finding>) {
    let numbers: Vec<u32> = case.certificate.items.iter().map(|item| item.sequence).collect();
    let rising =
        numbers.first().is_none_or(|first| *first > 0) && numbers.windows(2).all(|pair| pair.first() < pair.last());
    let gapless = rising && numbers.last().is_none_or(|last| usize::try_from(*last) == Ok(numbers.len()));
    let fits = if case.certificate.revision > 1 { rising } else { gapless };
    if !fits {
        found.push(Finding::block("items.numbering", "items"));
    }
}

/// The printed grid adds the mark by itself where it has one.
fn end_mark(case: &Case<'_>, found: &mut Vec<Finding>) {
    let marks = &case.profile.items.end_marks;
    let printed = case.profile.layout.as_ref().is_some_and(|layout| {
        layout.areas.iter().any(|area| area.kind == AreaKind::Items && !area.end_mark.is_empty())
    });
    if let Some(last) = case.certificate.items.last()
        && !marks.is_empty()
        && !printed
        && !marks.iter().any(|mark| last.description.trim_end().ends_with(mark.as_str()))
    {
        let finding = Finding::warn("items.end_mark", at(last, "description"));
        found.push(finding.with("marks", marks.join(" ")));
    }
}

fn measures(case: &Case<'_>, item: &GoodsItem, found: &mut Vec<Finding>) {
    let mut ask = |measure: &Measure, field: &str| {
        if measure.amount.is_negative() || measure.amount.is_zero() {
            found.push(Finding::block("quantity.not_positive", at(item, field)).with("n", item.sequence));
        }
        if measure.unit.trim().is_empty() {
            found.push(Finding::block("quantity.unit_missing", at(item, field)).with("n", item.sequence));
        }
    };
    item.gross_mass.iter().for_each(|measure| ask(measure, "gross_mass"));
    item.net_mass.iter().for_each(|measure| ask(measure, "net_mass"));
    for (index, quantity) in item.quantities.iter().enumerate() {
        ask(quantity, &format!("quantities[{}]", index + 1));
    }
    if let (Some(gross), Some(net)) = (&item.gross_mass, &item.net_mass)
        && crate::conversion::compare_by(net, gross, case.around.lists).is_ok_and(std::cmp::Ordering::is_gt)
    {
        found.push(Finding::block("mass.net_above_gross", at(item, "net_mass")).with("n", item.sequence));
    }
}

fn tariff_code(case: &Case<'_>, item: &GoodsItem, found: &mut Vec<Finding>) {
    let (rule, hs) = (&case.profile.hs, &item.hs);
    let digits = hs.code.chars().filter(char::is_ascii_digit).count();
    let said = !hs.code.trim().is_empty() || !hs.printed.trim().is_empty();
    let path = || at(item, "hs.code");
    if said && (digits != hs.code.chars().count() || digits < rule.min.max(1) || digits > rule.max) {
        let wanted = if rule.min == rule.max { rule.max.to_string() } else { format!("{}-{}", rule.min, rule.max) };
        found.push(
            Finding::block("hs.length", path())
                .with("len", digits)
                .with("rule", wanted)
                .resting_on(case, &rule.evidence),
        );
    }
    if !hs.edition.is_empty() && !rule.edition.is_empty() && hs.edition != rule.edition {
        let finding = Finding::warn("hs.edition_differs", at(item, "hs.edition")).with("edition", &hs.edition);
        found.push(finding.with("wanted", &rule.edition));
    }
}

fn value(case: &Case<'_>, item: &GoodsItem, found: &mut Vec<Finding>) {
    let rule = &case.profile.fob;
    let destination = &case.certificate.transport.destination_country;
    let exporting = &case.certificate.transport.export_country;
    let concerned = rule.parties.is_empty()
        || destination.is_empty()
        || rule.parties.contains(destination)
        || rule.parties.contains(exporting);
    let by_value = || match case.criterion(item) {
        CriterionReading::Understood { percent, row, .. } => percent.is_some() || row.code.starts_with("RVC"),
        CriterionReading::PercentMissing { .. } | CriterionReading::PercentRange { .. } => true,
        _ => false,
    };
    let refused = match rule.when {
        FobWhen::Unknown => return,
        FobWhen::Never => Some("never"),
        FobWhen::Always | FobWhen::ValuesPerInvoice => None,
        FobWhen::WhenRvc | FobWhen::WhenRvcParties if !by_value() => Some("criterion"),
        FobWhen::WhenRvcParties if !concerned => Some("destination"),
        FobWhen::WhenRvc | FobWhen::WhenRvcParties => None,
    };
    match (refused, &item.value) {
        (Some(reason), Some(_)) => {
            found.push(Finding::warn("fob.not_expected", at(item, "value")).with("reason", reason));
        }
        (None, None) => {
            // Where a declaration of its own may carry the value, its absence here is only a question.
            let elsewhere = rule.separate_declaration.contains(exporting);
            let finding = if elsewhere { Finding::warn } else { Finding::block }("fob.missing", at(item, "value"));
            found.push(finding.with("n", item.sequence).resting_on(case, &rule.evidence));
        }
        (None, Some(value)) if value.amount.is_negative() || value.amount.is_zero() => {
            found.push(Finding::block("quantity.not_positive", at(item, "value")).with("n", item.sequence));
        }
        (None, Some(value)) if !rule.currency.is_empty() && value.currency != rule.currency => {
            let finding = Finding::block("fob.currency", at(item, "value")).with("n", item.sequence);
            found.push(finding.with("currency", &rule.currency).resting_on(case, &rule.evidence));
        }
        _ => {}
    }
}
