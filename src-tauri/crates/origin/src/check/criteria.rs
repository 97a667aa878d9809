//! Does each item's origin box say something this form knows?

use super::{Case, at};
use crate::criterion::{CriterionPattern, CriterionReading, CriterionRow, read_criterion};
use crate::finding::Finding;
use crate::goods::GoodsItem;
use crate::layout::Bind;

impl<'a> Case<'a> {
    /// What an item's printed criterion means on this form.
    pub(super) fn criterion(&self, item: &GoodsItem) -> CriterionReading<'a> {
        let rows: Vec<&'a CriterionRow> = self.profile.face_criteria().collect();
        read_criterion(&item.criterion.printed, &rows, &self.certificate.transport.destination_country)
    }
}

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let rows: Vec<&CriterionRow> = case.profile.face_criteria().collect();
    for item in &case.certificate.items {
        if rows.is_empty() {
            if !item.criterion.printed.trim().is_empty() {
                let finding = Finding::block("criterion.not_expected", path(item));
                found.push(finding.resting_on(case, &case.profile.form.evidence));
            }
        } else {
            judge(case, item, &rows, found);
        }
    }
}

fn path(item: &GoodsItem) -> String {
    at(item, "criterion.printed")
}

fn judge(case: &Case<'_>, item: &GoodsItem, rows: &[&CriterionRow], found: &mut Vec<Finding>) {
    let printed = &item.criterion.printed;
    match case.criterion(item) {
        CriterionReading::Understood { row, heading, canonical, .. } => {
            understood(case, item, row, heading.as_deref(), &canonical, found);
        }
        CriterionReading::Missing => {
            found.retain(|finding| finding.path != path(item));
            let finding = Finding::block("criterion.missing", path(item)).with("n", item.sequence);
            let in_box = case.profile.box_of(Bind::ItemCriterion).map(|form_box| &form_box.evidence);
            found.push(finding.resting_on(case, in_box.unwrap_or(&case.profile.form.evidence)));
        }
        CriterionReading::PercentMissing { row } => {
            let finding = Finding::block("criterion.percent_missing", path(item)).with("code", &row.code);
            found.push(finding.resting_on(case, &row.evidence));
        }
        CriterionReading::PercentRange { row, percent, range } => {
            let finding = Finding::block("criterion.percent_range", path(item)).with("pct", percent);
            found.push(finding.with("range", range).resting_on(case, &row.evidence));
        }
        CriterionReading::NotForDestination { row } => {
            let finding = Finding::block("criterion.not_for_destination", path(item)).with("code", &row.code);
            found.push(finding.with("countries", row.destinations.join(", ")).resting_on(case, &row.evidence));
        }
        CriterionReading::Unknown { alphabet } => {
            let list: Vec<&str> = rows.iter().filter_map(|row| Some(row.patterns.first()?.as_str())).collect();
            let finding = Finding::block("criterion.unknown", path(item)).with("text", printed);
            // The list of codes is as sure as its least sure row.
            let finding = finding.with("list", list.join(", "));
            found.push(rows.iter().fold(finding, |finding, row| finding.resting_on(case, &row.evidence)));
            if alphabet {
                found.push(Finding::warn("criterion.alphabet", path(item)).with("text", printed));
            }
        }
    }
}

fn understood(
    case: &Case<'_>,
    item: &GoodsItem,
    row: &CriterionRow,
    heading: Option<&str>,
    canonical: &str,
    found: &mut Vec<Finding>,
) {
    if let Some(heading) = heading
        && !item.hs.code.is_empty()
        && !item.hs.code.starts_with(heading)
    {
        let begins: String = item.hs.code.chars().take(heading.len()).collect();
        let finding = Finding::block("criterion.heading_mismatch", path(item)).with("a", heading);
        found.push(finding.with("b", begins).resting_on(case, &row.evidence));
    }
    // Words of their own name the rule themselves.
    let free_text = row.patterns.iter().any(CriterionPattern::is_free_text);
    if row.reference && !free_text && item.criterion.sub.trim().is_empty() {
        let finding = Finding::block("criterion.reference_missing", at(item, "criterion.sub")).with("code", &row.code);
        found.push(finding.resting_on(case, &row.evidence));
    }
    if !item.criterion.code.is_empty() && item.criterion.code != row.code {
        let finding = Finding::warn("criterion.code_differs", at(item, "criterion.code"));
        found.push(finding.with("code", &item.criterion.code).with("printed", &item.criterion.printed));
    }
    if item.criterion.printed != canonical && !free_text {
        found.push(Finding::info("criterion.spelling", path(item)).with("canonical", canonical));
    }
}
