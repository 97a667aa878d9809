//! How much of the product's value is regional? Build-down, build-up, direct, net cost and focused value.

use super::sorting::{Sorted, lines, percent_of, sum};
use super::{
    BillOfMaterials, CalculationRefused, DirectCost, ExcludedCost, Method, Step, StepCode, Symbol, ValueContent,
};
use crate::ratio::Ratio;

/// Is the threshold reached? Exactly reached is reached.
pub(super) fn holds(
    rule: &ValueContent,
    bill: &BillOfMaterials,
    sorted: &Sorted<'_>,
    steps: &mut Vec<Step>,
) -> Result<bool, CalculationRefused> {
    let currency = &bill.currency;
    let of_value = |code| Step::new(code).with("basis", rule.basis.as_str());
    let (step, part, whole) = match rule.method {
        Method::BuildDown => {
            let (value, vnm) = (Ratio::from(bill.value(rule.basis)?), sorted.vnm(|_| true)?);
            let step = of_value(StepCode::BuildDown).figure(Symbol::Value, value, currency);
            let step = step.figure(Symbol::NonOriginating, vnm, currency).about(lines(sorted.foreign()));
            (step, value.minus(vnm), value)
        }
        Method::Focused => {
            let value = Ratio::from(bill.value(rule.basis)?);
            if !bill.materials.iter().any(|material| material.named_by_rule) {
                return Err(CalculationRefused::NoneNamed);
            }
            let named: Vec<_> = sorted.foreign().iter().filter(|material| material.named_by_rule).copied().collect();
            let vnm = sorted.vnm(|material| material.named_by_rule)?;
            let step = of_value(StepCode::Focused).figure(Symbol::Value, value, currency);
            (step.figure(Symbol::Named, vnm, currency).about(lines(&named)), value.minus(vnm), value)
        }
        Method::BuildUp => {
            let (value, vom) = (Ratio::from(bill.value(rule.basis)?), sorted.vom()?);
            let step = of_value(StepCode::BuildUp).figure(Symbol::Value, value, currency);
            (step.figure(Symbol::Originating, vom, currency), Some(vom), value)
        }
        Method::Direct => {
            let (value, vom) = (Ratio::from(bill.value(rule.basis)?), sorted.vom()?);
            let mut step = of_value(StepCode::Direct).figure(Symbol::Value, value, currency);
            step = step.figure(Symbol::Originating, vom, currency);
            let mut part = vom;
            for cost in &bill.costs {
                step = step.figure(direct(cost.kind), cost.amount, currency);
                part = part.plus(Ratio::from(cost.amount)).ok_or(CalculationRefused::TooLarge)?;
            }
            (step, Some(part), value)
        }
        Method::NetCost => {
            let net = net_cost(bill, steps)?;
            let vnm = sorted.vnm(|_| true)?;
            let step = Step::new(StepCode::NetCostContent).figure(Symbol::NetCost, net, currency);
            let step = step.figure(Symbol::NonOriginating, vnm, currency).about(lines(sorted.foreign()));
            (step, net.minus(vnm), net)
        }
    };
    let content = percent_of(part.ok_or(CalculationRefused::TooLarge)?, whole)?;
    steps.push(step.figure(Symbol::Content, content, "%"));
    let reached = content >= Ratio::from(rule.threshold);
    let threshold = Step::new(StepCode::Threshold).figure(Symbol::Content, content, "%");
    steps.push(threshold.figure(Symbol::Limit, rule.threshold, "%").holding(reached));
    Ok(reached)
}

/// Total cost less what net cost leaves out.
fn net_cost(bill: &BillOfMaterials, steps: &mut Vec<Step>) -> Result<Ratio, CalculationRefused> {
    let cost = bill.net_cost.as_ref().ok_or(CalculationRefused::NetCostMissing)?;
    let left_out = sum(cost.excluded.iter().map(|one| Ok(Ratio::from(one.amount))))?;
    let net = Ratio::from(cost.total).minus(left_out).ok_or(CalculationRefused::TooLarge)?;
    if net.is_negative() || net.is_zero() {
        return Err(CalculationRefused::NetCostNotPositive);
    }
    let mut step = Step::new(StepCode::NetCost).figure(Symbol::TotalCost, cost.total, &bill.currency);
    for one in &cost.excluded {
        step = step.figure(excluded(one.kind), one.amount, &bill.currency);
    }
    steps.push(step.figure(Symbol::NetCost, net, &bill.currency));
    Ok(net)
}

fn direct(kind: DirectCost) -> Symbol {
    match kind {
        DirectCost::Labour => Symbol::Labour,
        DirectCost::Overhead => Symbol::Overhead,
        DirectCost::Profit => Symbol::Profit,
        DirectCost::Other => Symbol::Other,
    }
}

fn excluded(kind: ExcludedCost) -> Symbol {
    match kind {
        ExcludedCost::SalesPromotion => Symbol::SalesPromotion,
        ExcludedCost::Royalties => Symbol::Royalties,
        ExcludedCost::Shipping => Symbol::Shipping,
        ExcludedCost::Interest => Symbol::Interest,
    }
}
