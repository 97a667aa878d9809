//! Do the printed totals agree with the items? A factor of ten or a thousand between them is the silent danger.

use super::Case;
use crate::conversion::convert_by;
use crate::decimal::Decimal;
use crate::finding::Finding;
use crate::goods::GoodsItem;
use crate::number_reader::factor_between;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    let items = &certificate.items;
    if items.is_empty() {
        return;
    }
    if let Some(stated) = certificate.package_total {
        let counts: Option<Vec<u64>> = items.iter().map(packages).collect();
        let sum = counts.and_then(|counts| counts.into_iter().try_fold(0_u64, u64::checked_add));
        if let Some(sum) = sum.filter(|sum| *sum != stated) {
            found.push(differ("package_total", "packages", stated, sum));
        }
    }
    if let Some(stated) = &certificate.gross_mass_total {
        let lists = case.around.lists;
        let mass = |item: &GoodsItem| convert_by(item.gross_mass.as_ref()?, &stated.unit, lists).ok();
        let masses: Option<Vec<Decimal>> = items.iter().map(mass).collect();
        let sum = masses.and_then(|masses| masses.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add));
        if let Some(sum) = sum.filter(|sum| *sum != stated.amount) {
            found.push(differ("gross_mass_total", "gross_mass", stated.amount, sum));
        }
    }
}

/// Packages of an item; none when it has none or one of its lines has no number.
fn packages(item: &GoodsItem) -> Option<u64> {
    if item.packages.is_empty() {
        return None;
    }
    item.packages.iter().try_fold(0_u64, |sum, line| sum.checked_add(line.count?))
}

/// A mark in the wrong place is a finding of its own: it is certified and believed more easily than a wrong sum.
fn differ(path: &str, what: &str, stated: impl ToString, sum: impl ToString) -> Finding {
    let (stated, sum) = (stated.to_string(), sum.to_string());
    let factor = Decimal::parse(&stated).zip(Decimal::parse(&sum)).and_then(|(a, b)| factor_between(a, b));
    let code = if factor.is_some() { "totals.factor" } else { "totals.differ" };
    let finding = Finding::warn(code, path).with("what", what).with("stated", stated).with("sum", sum);
    match factor {
        Some(factor) => finding.with("factor", factor),
        None => finding,
    }
}
