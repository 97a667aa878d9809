//! Does every material that does not originate change its tariff classification, and if not, is it little enough?

use super::sorting::{Sorted, lines, needed, percent_of, sum};
use super::{BillOfMaterials, CalculationRefused, DeMinimis, Material, Step, StepCode, Symbol, TariffChange};
use crate::conversion::convert;
use crate::ratio::Ratio;

/// Do all materials change, or is what does not change forgiven?
pub(super) fn holds(
    rule: &TariffChange,
    bill: &BillOfMaterials,
    sorted: &Sorted<'_>,
    steps: &mut Vec<Step>,
    forgiven: &mut bool,
) -> Result<bool, CalculationRefused> {
    let digits = rule.level.digits();
    let product = prefix(&bill.product.hs, digits).ok_or(CalculationRefused::ProductCode { digits })?;
    let (changed, unchanged): (Vec<&Material>, Vec<&Material>) =
        sorted.foreign().iter().copied().partition(|material| changes(material, product, rule));
    let step = |code| Step::new(code).with("level", rule.level.as_str()).with("product", product);
    steps.push(step(StepCode::ChangeMade).about(lines(&changed)).holding(unchanged.is_empty()));
    if unchanged.is_empty() {
        return Ok(true);
    }
    steps.push(step(StepCode::ChangeMissing).about(lines(&unchanged)).holding(false));
    if let Some(tolerance) = &rule.de_minimis {
        *forgiven = is_little(tolerance, bill, &unchanged, steps)?;
    }
    Ok(*forgiven)
}

/// Does the material's code prove a change? A short code proves one when its digits differ already, and a code that could
/// be one of those excepted proves none.
pub(super) fn changes(material: &Material, product: &str, rule: &TariffChange) -> bool {
    let known = material.hs.len().min(rule.level.digits());
    let Some(own) = prefix(&material.hs, known).filter(|own| own.len() >= 2) else { return false };
    let may_be = |from: &String| {
        !from.is_empty() && (material.hs.starts_with(from.as_str()) || from.starts_with(material.hs.as_str()))
    };
    product.get(..known).is_some_and(|same| same != own) && !rule.except.iter().any(may_be)
}

/// The first digits of a code; none when it has fewer, or anything else in it.
pub(super) fn prefix(code: &str, digits: usize) -> Option<&str> {
    code.get(..digits).filter(|_| code.bytes().all(|byte| byte.is_ascii_digit()))
}

/// By value or by weight, as the chapter of the product allows.
fn is_little(
    tolerance: &DeMinimis,
    bill: &BillOfMaterials,
    unchanged: &[&Material],
    steps: &mut Vec<Step>,
) -> Result<bool, CalculationRefused> {
    let by_weight = goes_by_weight(tolerance, &bill.product.hs);
    let mut little = false;
    if let Some(limit) = tolerance.percent_value.filter(|_| !(by_weight && tolerance.weight_alone)) {
        let whole = Ratio::from(bill.value(tolerance.basis)?);
        let part = sum(unchanged.iter().map(|material| Ok(Ratio::from(needed(material)?))))?;
        let share = percent_of(part, whole)?;
        let within = share <= Ratio::from(limit);
        steps.push(
            Step::new(StepCode::DeMinimisValue)
                .figure(Symbol::Value, whole, &bill.currency)
                .figure(Symbol::Unchanged, part, &bill.currency)
                .figure(Symbol::Share, share, "%")
                .figure(Symbol::Limit, limit, "%")
                .with("basis", tolerance.basis.as_str())
                .about(lines(unchanged))
                .holding(within),
        );
        little |= within;
    }
    if let Some(limit) = tolerance.percent_weight.filter(|_| by_weight)
        && let Some((part, whole, unit)) = weights(bill, unchanged)
    {
        let share = percent_of(part, whole)?;
        let within = share <= Ratio::from(limit);
        steps.push(
            Step::new(StepCode::DeMinimisWeight)
                .figure(Symbol::Weight, whole, unit)
                .figure(Symbol::Unchanged, part, unit)
                .figure(Symbol::Share, share, "%")
                .figure(Symbol::Limit, limit, "%")
                .about(lines(unchanged))
                .holding(within),
        );
        little |= within;
    }
    Ok(little)
}

/// Is the product of a chapter in which the tolerance may go by weight?
pub(super) fn goes_by_weight(tolerance: &DeMinimis, product: &str) -> bool {
    let chapter: Option<u8> = prefix(product, 2).and_then(|chapter| chapter.parse().ok());
    let (Some((first, last)), Some(chapter)) = (tolerance.weight_chapters, chapter) else { return false };
    (first..=last).contains(&chapter)
}

/// Weight of the materials, of the product, and its unit; none when a weight is missing or cannot be converted exactly,
/// in which case the tolerance by weight is not used and a warning says so.
fn weights<'a>(bill: &'a BillOfMaterials, materials: &[&Material]) -> Option<(Ratio, Ratio, &'a str)> {
    let whole =
        bill.product.weight.as_ref().filter(|weight| !weight.amount.is_zero() && !weight.amount.is_negative())?;
    let mut part = Ratio::ZERO;
    for material in materials {
        part = part.plus(Ratio::from(convert(material.weight.as_ref()?, &whole.unit).ok()?))?;
    }
    Some((part, Ratio::from(whole.amount), &whole.unit))
}
