//! What can no bill of materials show? Named as findings, so that a person looks; nothing here changes the result.

use super::change::{changes, goes_by_weight, prefix};
use super::sorting::Sorted;
use super::{BillOfMaterials, Material, Rule, Status, Step, StepCode, Symbol};
use crate::finding::Finding;
use crate::money::Money;
use crate::ratio::Ratio;

/// Every warning of the calculator, with the names of its parameters in their order.
pub const CODES: &[(&str, &[&str])] = &[
    ("calculator.rule_by_hand", &[]),
    ("calculator.simple_operations", &[]),
    ("calculator.wholly_obtained_list", &[]),
    ("calculator.origin_unknown", &["line"]),
    ("calculator.hs_missing", &["line", "digits"]),
    ("calculator.accumulation_unlisted", &["line", "country"]),
    ("calculator.accumulation_proof", &["lines"]),
    ("calculator.supplier_proof", &["lines"]),
    ("calculator.weight_missing", &[]),
    ("calculator.weight_component", &[]),
    ("calculator.close", &["content", "threshold"]),
    ("calculator.materials_above_value", &[]),
    ("calculator.finer_than_currency", &["line", "currency"]),
    ("calculator.percent_printed", &["percent", "kind"]),
];

pub(super) fn of(
    bill: &BillOfMaterials,
    rule: &Rule,
    sorted: &Sorted<'_>,
    steps: &[Step],
    forgiven: bool,
) -> Vec<Finding> {
    let mut found =
        vec![Finding::info("calculator.rule_by_hand", ""), Finding::warn("calculator.simple_operations", "")];
    if *rule == Rule::WhollyObtained {
        found.push(Finding::warn("calculator.wholly_obtained_list", ""));
    }
    for material in &bill.materials {
        let (line, path) = (material.line, |field: &str| format!("materials[{}].{field}", material.line));
        if material.status == Status::Unknown {
            found.push(Finding::warn("calculator.origin_unknown", path("status")).with("line", line));
        }
        let fine = material.value.filter(|value| Money::new(*value, &bill.currency).is_err());
        if fine.is_some() {
            let finding = Finding::info("calculator.finer_than_currency", path("value")).with("line", line);
            found.push(finding.with("currency", &bill.currency));
        }
    }
    for material in sorted.unlisted() {
        let path = format!("materials[{}].origin", material.line);
        let finding = Finding::warn("calculator.accumulation_unlisted", path).with("line", material.line);
        found.push(finding.with("country", &material.origin));
    }
    change(bill, rule, sorted, steps, forgiven, &mut found);
    let listed = |lines: Vec<u32>| lines.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let mut counted: Vec<u32> = sorted.accumulated().iter().map(|material| material.line).collect();
    counted.extend(sorted.traced().iter().map(|material| material.line));
    if !counted.is_empty() {
        found.push(Finding::warn("calculator.accumulation_proof", "materials").with("lines", listed(counted)));
    }
    let own: Vec<u32> =
        bill.materials.iter().filter(|one| one.status == Status::Originating).map(|one| one.line).collect();
    if !own.is_empty() {
        found.push(Finding::info("calculator.supplier_proof", "materials").with("lines", listed(own)));
    }
    content(steps, &mut found);
    found
}

fn change(
    bill: &BillOfMaterials,
    rule: &Rule,
    sorted: &Sorted<'_>,
    steps: &[Step],
    forgiven: bool,
    found: &mut Vec<Finding>,
) {
    let Some(change) = rule.change() else { return };
    let digits = change.level.digits();
    let product = prefix(&bill.product.hs, digits).unwrap_or_default();
    let unproven = |one: &&&Material| prefix(&one.hs, digits).is_none() && !changes(one, product, change);
    for material in sorted.foreign().iter().filter(unproven) {
        let path = format!("materials[{}].hs", material.line);
        let finding = Finding::warn("calculator.hs_missing", path).with("line", material.line);
        found.push(finding.with("digits", digits));
    }
    let Some(tolerance) = change.de_minimis.as_ref() else { return };
    if tolerance.percent_weight.is_none() || !goes_by_weight(tolerance, &bill.product.hs) {
        return;
    }
    let took = |code| steps.iter().any(|step| step.code == code);
    if took(StepCode::ChangeMissing) && !took(StepCode::DeMinimisWeight) {
        found.push(Finding::warn("calculator.weight_missing", "product.weight"));
    }
    if forgiven {
        found.push(Finding::warn("calculator.weight_component", "product.weight"));
    }
}

/// A content that is only just reached, and materials that cost more than the product.
fn content(steps: &[Step], found: &mut Vec<Finding>) {
    for step in steps.iter().filter(|step| step.code == StepCode::Threshold && step.holds == Some(true)) {
        let (Some(content), Some(limit)) = (step.value(Symbol::Content), step.value(Symbol::Limit)) else { continue };
        if content.minus(limit).is_some_and(|left| left < Ratio::ONE) {
            let shown = |value: Ratio| value.rounded(2).map_or_else(|| value.to_string(), |value| value.to_string());
            let finding = Finding::warn("calculator.close", "").with("content", shown(content));
            found.push(finding.with("threshold", shown(limit)));
        }
    }
    if steps.iter().filter_map(|step| step.value(Symbol::Content)).any(Ratio::is_negative) {
        found.push(Finding::warn("calculator.materials_above_value", "values"));
    }
}
