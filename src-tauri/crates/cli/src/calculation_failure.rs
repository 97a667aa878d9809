//! Why can origin not be calculated? Each refusal of the calculator in a sentence for the terminal.

use tamga_origin::calculator::CalculationRefused;

/// In words.
pub(crate) fn not_calculated(refused: &CalculationRefused) -> String {
    match refused {
        CalculationRefused::Currency { found } if found.is_empty() => {
            "The currency of the amounts is missing.".to_owned()
        }
        CalculationRefused::Currency { found } => format!("{found:?} is no currency code of three capitals."),
        CalculationRefused::MixedCurrencies { line, found, expected } => {
            format!("Line {line} is in {found}, the rest in {expected}; convert it first.")
        }
        CalculationRefused::ValueMissing { line } => format!("Line {line} has no value."),
        CalculationRefused::NegativeValue { line } => format!("Line {line} has a number below zero."),
        CalculationRefused::NegativeCost => "A cost is below zero.".to_owned(),
        CalculationRefused::ContentAboveValue { line } => {
            format!("The originating content of line {line} is more than its value.")
        }
        CalculationRefused::LineTwice { line } => format!("Line {line} stands twice."),
        CalculationRefused::BasisMissing { basis } => {
            format!("The {} value of the product is missing.", basis.as_str().replace('_', " "))
        }
        CalculationRefused::BasisNotPositive { basis } => {
            format!("The {} value of the product is not above zero.", basis.as_str().replace('_', " "))
        }
        CalculationRefused::NetCostMissing => "The total cost of the product is missing.".to_owned(),
        CalculationRefused::NetCostNotPositive => "The net cost of the product is not above zero.".to_owned(),
        CalculationRefused::NoneNamed => "No material is marked as named by the rule.".to_owned(),
        CalculationRefused::ProductCode { digits } => {
            format!("The tariff code of the product needs {digits} digits at least.")
        }
        CalculationRefused::Percent { found } => format!("{found} is no percentage between 0 and 100."),
        CalculationRefused::TooLarge => "The numbers are too large or too fine to be added exactly.".to_owned(),
    }
}
