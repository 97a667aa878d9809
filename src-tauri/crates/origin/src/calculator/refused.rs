//! Why can a calculation not be made at all?

use super::ValueBasis;
use crate::decimal::Decimal;

/// What keeps a calculation from being made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalculationRefused {
    /// The bill's currency is no code of three capitals.
    Currency {
        /// What stood there.
        found: String,
    },
    /// A material is valued in another currency; rates are nobody's guess.
    MixedCurrencies {
        /// Line of the material.
        line: u32,
        /// Its currency.
        found: String,
        /// The bill's currency.
        expected: String,
    },
    /// A material has no value and the rule needs it.
    ValueMissing {
        /// Line of the material.
        line: u32,
    },
    /// A material has a value, weight or content below zero.
    NegativeValue {
        /// Line of the material.
        line: u32,
    },
    /// A cost is below zero.
    NegativeCost,
    /// The originating content of a material is more than its value.
    ContentAboveValue {
        /// Line of the material.
        line: u32,
    },
    /// A line stands twice.
    LineTwice {
        /// The line.
        line: u32,
    },
    /// The value that shares are taken of is missing.
    BasisMissing {
        /// Which value.
        basis: ValueBasis,
    },
    /// The value that shares are taken of is zero or less.
    BasisNotPositive {
        /// Which value.
        basis: ValueBasis,
    },
    /// Net cost is asked and no total cost was given.
    NetCostMissing,
    /// Net cost is zero or less.
    NetCostNotPositive,
    /// The rule's method counts only materials that the rule names, and none is marked.
    NoneNamed,
    /// The product's tariff code is too short for the rule.
    ProductCode {
        /// Digits the rule compares.
        digits: usize,
    },
    /// A percentage of the rule is not between 0 and 100.
    Percent {
        /// What was given.
        found: Decimal,
    },
    /// Numbers too large or too fine to be added exactly.
    TooLarge,
}

impl CalculationRefused {
    /// The code the catalogues translate.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Currency { .. } => "calculator.currency",
            Self::MixedCurrencies { .. } => "calculator.mixed_currencies",
            Self::ValueMissing { .. } => "calculator.value_missing",
            Self::NegativeValue { .. } => "calculator.negative_value",
            Self::NegativeCost => "calculator.negative_cost",
            Self::ContentAboveValue { .. } => "calculator.content_above_value",
            Self::LineTwice { .. } => "calculator.line_twice",
            Self::BasisMissing { .. } => "calculator.basis_missing",
            Self::BasisNotPositive { .. } => "calculator.basis_not_positive",
            Self::NetCostMissing => "calculator.net_cost_missing",
            Self::NetCostNotPositive => "calculator.net_cost_not_positive",
            Self::NoneNamed => "calculator.none_named",
            Self::ProductCode { .. } => "calculator.product_code",
            Self::Percent { .. } => "calculator.percent",
            Self::TooLarge => "calculator.too_large",
        }
    }

    /// Named parameters for the sentence, in a fixed order.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Currency { found } => vec![("found", found.clone())],
            Self::MixedCurrencies { line, found, expected } => {
                vec![("line", line.to_string()), ("found", found.clone()), ("expected", expected.clone())]
            }
            Self::ValueMissing { line }
            | Self::NegativeValue { line }
            | Self::ContentAboveValue { line }
            | Self::LineTwice { line } => vec![("line", line.to_string())],
            Self::BasisMissing { basis } | Self::BasisNotPositive { basis } => {
                vec![("basis", basis.as_str().to_owned())]
            }
            Self::ProductCode { digits } => vec![("digits", digits.to_string())],
            Self::Percent { found } => vec![("found", found.to_string())],
            Self::NegativeCost | Self::NetCostMissing | Self::NetCostNotPositive | Self::NoneNamed | Self::TooLarge => {
                Vec::new()
            }
        }
    }
}
