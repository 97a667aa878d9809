//! How much is an amount in another unit? Exact within a dimension, or refused with a reason; a rounded amount says
//! that it was rounded.

use std::cmp::Ordering;

use crate::code_lists::{CodeLists, NoLists};
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::ratio::Ratio;
use crate::units::{Dimension, unit};

/// Why an amount cannot be said in another unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversionRefused {
    /// The code is not in the list of units.
    UnknownUnit {
        /// The code.
        code: String,
    },
    /// The units measure different things, or one of them converts into nothing else.
    OtherDimension {
        /// Unit given.
        from: String,
        /// Unit asked for.
        to: String,
    },
    /// The amount has no end as a decimal, or needs more than twelve decimals.
    NotExact {
        /// Unit given.
        from: String,
        /// Unit asked for.
        to: String,
    },
    /// The amount would have more than 28 digits.
    TooLarge,
}

/// An amount that was converted for showing or comparing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Converted {
    /// The amount.
    pub amount: Decimal,
    /// Was it rounded?
    pub rounded: bool,
}

/// The amount in another unit of the same dimension; the same unit gives the amount back as it is.
///
/// # Errors
/// [`ConversionRefused`], also where the result would have to be rounded.
pub fn convert(measure: &Measure, to: &str) -> Result<Decimal, ConversionRefused> {
    convert_by(measure, to, &NoLists)
}

/// The same where these lists know more units than the program. What is certified or written off never hangs on them:
/// another office may have other lists.
///
/// # Errors
/// As [`convert`].
pub fn convert_by(measure: &Measure, to: &str, lists: &dyn CodeLists) -> Result<Decimal, ConversionRefused> {
    if measure.unit == to {
        return Ok(measure.amount);
    }
    let converted = exactly(measure, to, lists)?;
    converted.exact().ok_or_else(|| match converted.rounded(0) {
        Some(_) => ConversionRefused::NotExact { from: measure.unit.clone(), to: to.to_owned() },
        None => ConversionRefused::TooLarge,
    })
}

/// The amount in another unit, rounded to a scale where it has to be (a half goes away from zero).
///
/// For showing and comparing only: what is certified or written off is never rounded.
///
/// # Errors
/// [`ConversionRefused`], never for rounding.
pub fn convert_rounded(measure: &Measure, to: &str, scale: u8) -> Result<Converted, ConversionRefused> {
    if measure.unit == to && measure.amount.scale() <= scale {
        return Ok(Converted { amount: measure.amount, rounded: false });
    }
    let exact = exactly(measure, to, &NoLists)?;
    let amount = exact.rounded(scale).ok_or(ConversionRefused::TooLarge)?;
    Ok(Converted { amount, rounded: Ratio::from(amount) != exact })
}

/// Which of two amounts is more? Exact even where the conversion itself would have to be rounded.
///
/// # Errors
/// [`ConversionRefused`], never for rounding.
pub fn compare(a: &Measure, b: &Measure) -> Result<Ordering, ConversionRefused> {
    compare_by(a, b, &NoLists)
}

/// The same where these lists know more units than the program.
///
/// # Errors
/// As [`compare`].
pub fn compare_by(a: &Measure, b: &Measure, lists: &dyn CodeLists) -> Result<Ordering, ConversionRefused> {
    Ok(exactly(a, &b.unit, lists)?.cmp(&Ratio::from(b.amount)))
}

fn exactly(measure: &Measure, to: &str, lists: &dyn CodeLists) -> Result<Ratio, ConversionRefused> {
    let amount = Ratio::from(measure.amount);
    if measure.unit == to {
        return Ok(amount);
    }
    let known = |code: &str| {
        let own = unit(code).map(|unit| (unit.dimension, unit.factor));
        let unknown = || ConversionRefused::UnknownUnit { code: code.to_owned() };
        own.or_else(|| lists.measured(code)).ok_or_else(unknown)
    };
    let ((from, of_from), (into, of_into)) = (known(&measure.unit)?, known(to)?);
    if from != into || from == Dimension::Own {
        return Err(ConversionRefused::OtherDimension { from: measure.unit.clone(), to: to.to_owned() });
    }
    let factor = of_from.divided_by(of_into).ok_or(ConversionRefused::TooLarge)?;
    amount.times(factor).ok_or(ConversionRefused::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(text: &str, unit: &str) -> Measure {
        Measure { amount: Decimal::parse(text).unwrap(), unit: unit.to_owned() }
    }

    #[track_caller]
    fn check(text: &str, from: &str, to: &str, expected: &str) {
        let found = convert(&measure(text, from), to).map(|amount| amount.to_string());
        assert_eq!(found.as_deref(), Ok(expected), "{text} {from} in {to}");
    }

    #[test]
    fn units_of_one_dimension_are_converted_exactly() {
        check("1500", "KGM", "TNE", "1.5");
        check("0.25", "TNE", "KGM", "250");
        check("12", "DTN", "GRM", "1200000");
        check("2.5", "HLT", "LTR", "250");
        check("1", "LBR", "KGM", "0.45359237");
        check("1", "ONZ", "GRM", "28.349523125");
        check("1", "APZ", "GRM", "31.1034768");
        check("16", "ONZ", "LBR", "1");
        check("12", "APZ", "LBT", "1");
        check("36", "INH", "YRD", "1");
        check("5280", "FOT", "SMI", "1");
        check("42", "GLL", "BLL", "1");
        check("1", "BLL", "LTR", "158.987294928");
        check("128", "OZA", "GLL", "1");
        check("8", "GLI", "BUI", "1");
        check("3", "TNE", "KTN", "0.003");
        check("2.5", "GRO", "DZN", "30");
        check("18", "H87", "DZN", "1.5");
        check("3", "DPR", "PR", "36");
        check("1", "HPA", "LPA", "100");
        check("1", "MWH", "3B", "3600");
        check("1.50", "NMB", "NMB", "1.50");
    }

    #[test]
    fn what_cannot_be_converted_is_refused_with_its_reason() {
        let refused = |text: &str, from: &str, to: &str| convert(&measure(text, from), to).unwrap_err();
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        for (from, to) in [("KGM", "LTR"), ("NMB", "KGM"), ("PR", "C62"), ("E4", "KGM"), ("RM", "LEF"), ("MON", "DAY")]
        {
            let (said_from, said_to) = pair(from, to);
            let expected = ConversionRefused::OtherDimension { from: said_from, to: said_to };
            assert_eq!(refused("3", from, to), expected, "{from} in {to}");
        }
        let (from, to) = pair("H87", "DZN");
        assert_eq!(refused("10", "H87", "DZN"), ConversionRefused::NotExact { from, to }, "ten are no dozens");
        assert_eq!(refused("1", "XYZ", "KGM"), ConversionRefused::UnknownUnit { code: "XYZ".into() });
        assert_eq!(refused("1", "KGM", "kg"), ConversionRefused::UnknownUnit { code: "kg".into() });
        assert_eq!(refused("9999999999999999999999999999", "KTN", "MC"), ConversionRefused::TooLarge);
        assert_eq!(refused("9999999999999999999999999999", "KGM", "GRM"), ConversionRefused::TooLarge);
    }

    #[test]
    fn a_rounded_amount_says_so() {
        let rounded = |text: &str, from: &str, to: &str, scale| {
            convert_rounded(&measure(text, from), to, scale).map(|found| (found.amount.to_string(), found.rounded))
        };
        assert_eq!(rounded("10", "H87", "DZN", 3), Ok(("0.833".into(), true)));
        assert_eq!(rounded("18", "H87", "DZN", 3), Ok(("1.500".into(), false)));
        assert_eq!(rounded("1.2345", "KGM", "KGM", 2), Ok(("1.23".into(), true)));
        assert_eq!(rounded("1.2", "KGM", "KGM", 2), Ok(("1.2".into(), false)));
        assert!(rounded("1", "KGM", "LTR", 2).is_err());
    }

    #[test]
    fn amounts_are_compared_without_rounding() {
        let order = |a: &Measure, b: &Measure| compare(a, b).unwrap();
        assert_eq!(order(&measure("100", "LBR"), &measure("45.359237", "KGM")), Ordering::Equal);
        assert_eq!(order(&measure("1", "M83"), &measure("0.0000001", "KL")), Ordering::Greater, "1/9 of a microgram");
        assert_eq!(order(&measure("11", "H87"), &measure("1", "DZN")), Ordering::Less);
        assert!(compare(&measure("1", "PR"), &measure("1", "H87")).is_err());
    }
}
