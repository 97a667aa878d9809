//! Does the product originate? From a bill of materials and a rule that a person took from the agreement: the sums, step
//! by step, and the criterion that the form prints.
//!
//! Product rules are not shipped: kind and threshold are given. What no bill of materials can show (simple operations,
//! direct transport, proofs of suppliers) is named as a warning and never decided here. Fractions stay exact and are
//! rounded only where a step is shown; how steps are worded is left to the rooms that show them.

mod bill;
mod change;
mod content;
mod proposal;
mod refused;
mod rule;
mod sorting;
mod step;
#[cfg(test)]
mod tests;
mod warnings;

pub use bill::{
    BillOfMaterials, Cost, DirectCost, ExcludedCost, Material, NetCost, Product, Status, ValueBasis, Values,
};
pub use proposal::{Proposal, propose};
pub use refused::CalculationRefused;
pub use rule::{DeMinimis, Level, Method, Rule, TariffChange, Terms, ValueContent};
pub use step::{Figure, Step, StepCode, Symbol};
pub use warnings::CODES;

use crate::finding::Finding;
use sorting::Sorted;

/// A calculation with everything needed to repeat it: kept as evidence beside the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worksheet {
    /// What was given about the product and its materials.
    pub bill: BillOfMaterials,
    /// The rule that was tested.
    pub rule: Rule,
    /// What may be counted as originating.
    pub terms: Terms,
    /// The steps in their order; the last one is the conclusion.
    pub steps: Vec<Step>,
    /// Does the product originate by this rule?
    pub originates: bool,
    /// Did it need the tolerance of the rule?
    pub de_minimis_used: bool,
    /// Did materials of other listed countries count as originating?
    pub accumulation_used: bool,
    /// What a person has to look at.
    pub warnings: Vec<Finding>,
}

/// Works out whether the product originates by the rule.
///
/// # Errors
/// [`CalculationRefused`] where the bill lacks a number the rule needs, or its numbers cannot be added.
pub fn calculate(bill: BillOfMaterials, rule: Rule, terms: Terms) -> Result<Worksheet, CalculationRefused> {
    bill.check()?;
    rule.check()?;
    let sorted = Sorted::of(&bill, &terms);
    let mut steps = sorted.steps(&bill)?;
    let mut used = false;
    let originates = match &rule {
        Rule::WhollyObtained => sorted.only_originating(StepCode::WhollyObtained, sorted.own(), &mut steps),
        Rule::OnlyOriginating => sorted.only_originating(StepCode::OnlyOriginating, sorted.originating(), &mut steps),
        Rule::ValueContent(content) => content::holds(content, &bill, &sorted, &mut steps)?,
        Rule::TariffChange(change) => change::holds(change, &bill, &sorted, &mut steps, &mut used)?,
        Rule::Both(change, content) => {
            let changed = change::holds(change, &bill, &sorted, &mut steps, &mut used)?;
            // Both are always shown, so that a person sees what is missing.
            content::holds(content, &bill, &sorted, &mut steps)? && changed
        }
    };
    steps.push(Step::new(StepCode::Conclusion).holding(originates));
    let accumulation_used = !sorted.accumulated().is_empty() || !sorted.traced().is_empty();
    let warnings = warnings::of(&bill, &rule, &sorted, &steps, used);
    Ok(Worksheet { bill, rule, terms, steps, originates, de_minimis_used: used, accumulation_used, warnings })
}
