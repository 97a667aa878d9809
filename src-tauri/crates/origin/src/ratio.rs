//! Exact fractions, for sums that are rounded only when they are shown: unit factors, shares of a value.
//! How a fraction looks to a person is left to the rooms that print.

use std::cmp::Ordering;
use std::fmt;

use crate::decimal::{Decimal, MAX_SCALE};

/// An exact fraction in lowest terms; every step that would not fit 128 bits is `None`, never a near value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: i128,
    // Always above zero.
    denominator: i128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// A fraction; `None` for a denominator of zero.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let divisor = i128::try_from(gcd(numerator.unsigned_abs(), denominator.unsigned_abs())).ok()?;
        let (numerator, denominator) = (numerator.checked_div(divisor)?, denominator.checked_div(divisor)?);
        if denominator > 0 {
            Some(Self { numerator, denominator })
        } else {
            Some(Self { numerator: numerator.checked_neg()?, denominator: denominator.checked_neg()? })
        }
    }

    /// A whole number.
    pub fn whole(value: i64) -> Self {
        Self { numerator: i128::from(value), denominator: 1 }
    }

    /// Reads `12`, `0.0254` or one such number over another, `0.45359237/16`; no sign, at most 18 decimals each.
    pub fn parse(text: &str) -> Option<Self> {
        let (over, under) = text.split_once('/').map_or((text, None), |(over, under)| (over, Some(under)));
        let over = plain(over)?;
        match under {
            Some(under) => over.divided_by(plain(under)?),
            None => Some(over),
        }
    }

    /// Above the line, in lowest terms.
    pub fn numerator(self) -> i128 {
        self.numerator
    }

    /// Below the line, in lowest terms and above zero.
    pub fn denominator(self) -> i128 {
        self.denominator
    }

    /// Is it zero?
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// Is it below zero?
    pub fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        let shared = i128::try_from(gcd(self.denominator.unsigned_abs(), other.denominator.unsigned_abs())).ok()?;
        let (left, right) = (other.denominator.checked_div(shared)?, self.denominator.checked_div(shared)?);
        let numerator = self.numerator.checked_mul(left)?.checked_add(other.numerator.checked_mul(right)?)?;
        Self::new(numerator, self.denominator.checked_mul(left)?)
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { numerator: other.numerator.checked_neg()?, denominator: other.denominator })
    }

    /// The product.
    pub fn times(self, other: Self) -> Option<Self> {
        // Crosswise reduction first keeps the products small; both sides stay in lowest terms.
        let first = Self::new(self.numerator, other.denominator)?;
        let second = Self::new(other.numerator, self.denominator)?;
        Self::new(first.numerator.checked_mul(second.numerator)?, first.denominator.checked_mul(second.denominator)?)
    }

    /// The quotient; `None` by zero.
    pub fn divided_by(self, other: Self) -> Option<Self> {
        self.times(Self::new(other.denominator, other.numerator)?)
    }

    /// The same number as a decimal with as few decimals as it needs; `None` when it has no end (a third), needs more
    /// than twelve decimals, or has more than 28 digits.
    pub fn exact(self) -> Option<Decimal> {
        (0..=MAX_SCALE).find_map(|scale| {
            let lift = 10_i128.checked_pow(u32::from(scale))?;
            let fits = lift.checked_rem(self.denominator)? == 0;
            let units = || self.numerator.checked_mul(lift.checked_div(self.denominator)?);
            fits.then(units).flatten().and_then(|units| Decimal::of_units(units, scale))
        })
    }

    /// The number rounded to a scale: a half goes away from zero. `None` beyond the limits of a [`Decimal`].
    pub fn rounded(self, scale: u8) -> Option<Decimal> {
        let size = self.numerator.checked_abs()?;
        let mut units = size.checked_div(self.denominator)?;
        let mut left = size.checked_rem(self.denominator)?;
        for _ in 0..scale {
            left = left.checked_mul(10)?;
            units = units.checked_mul(10)?.checked_add(left.checked_div(self.denominator)?)?;
            left = left.checked_rem(self.denominator)?;
        }
        if left >= self.denominator - left {
            units = units.checked_add(1)?;
        }
        Decimal::of_units(if self.numerator < 0 { -units } else { units }, scale)
    }
}

/// Digits, at most one point between them.
fn plain(text: &str) -> Option<Ratio> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let pointed = text.len() > whole.len();
    if whole.is_empty() || (pointed && fraction.is_empty()) || !digits(whole) || !digits(fraction) {
        return None;
    }
    let scale = u32::try_from(fraction.len()).ok().filter(|scale| *scale <= 18)?;
    Ratio::new(format!("{whole}{fraction}").parse().ok()?, 10_i128.checked_pow(scale)?)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl From<Decimal> for Ratio {
    fn from(value: Decimal) -> Self {
        // A decimal has at most twelve decimals: the power always fits.
        Self::new(value.units(), 10_i128.pow(u32::from(value.scale()))).unwrap_or(Self::ZERO)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// Compares whole parts, then the reciprocals of what is left (Euclid): nothing can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (self.numerator, self.denominator);
        let (mut c, mut d) = (other.numerator, other.denominator);
        loop {
            let whole = a.div_euclid(b).cmp(&c.div_euclid(d));
            if whole != Ordering::Equal {
                return whole;
            }
            let (left, right) = (a.rem_euclid(b), c.rem_euclid(d));
            if left == 0 || right == 0 {
                return left.cmp(&right);
            }
            (a, b, c, d) = (d, right, b, left);
        }
    }
}

impl fmt::Display for Ratio {
    /// `3/8`, or `3` when it is whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 {
            write!(f, "{}", self.numerator)
        } else {
            write!(f, "{}/{}", self.numerator, self.denominator)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(text: &str) -> Ratio {
        Ratio::parse(text).unwrap()
    }

    #[test]
    fn fractions_are_read_strictly_and_kept_in_lowest_terms() {
        for (text, kept) in [("12", "12"), ("0.0254", "127/5000"), ("6/8", "3/4"), ("0.5/0.25", "2"), ("0", "0")] {
            assert_eq!(ratio(text).to_string(), kept, "{text}");
        }
        for text in ["", "-1", ".5", "1.", "1/0", "1/", "/1", "1e3", "1,5", " 1", "1/2/3", "0.1234567890123456789"] {
            assert_eq!(Ratio::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_fraction_becomes_a_decimal_only_when_it_has_an_end() {
        let exact = |text: &str| ratio(text).exact().map(|value| value.to_string());
        assert_eq!(exact("3/8").as_deref(), Some("0.375"));
        assert_eq!(exact("1500/1000").as_deref(), Some("1.5"));
        assert_eq!(exact("1/3"), None, "a third has no end");
        assert_eq!(exact("1/8192"), None, "thirteen decimals are one too many");
        assert_eq!(ratio("99999999999999999999999999999").exact(), None, "29 digits are one too many");
    }

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        let rounded = |text: &str, scale| ratio(text).rounded(scale).map(|value| value.to_string());
        assert_eq!(rounded("2/3", 2).as_deref(), Some("0.67"));
        assert_eq!(rounded("1/3", 0).as_deref(), Some("0"));
        assert_eq!(rounded("0.125", 2).as_deref(), Some("0.13"));
        assert_eq!(rounded("0.124999", 2).as_deref(), Some("0.12"));
        let below = Ratio::new(-1, 8).and_then(|value| value.rounded(2)).map(|value| value.to_string());
        assert_eq!(below.as_deref(), Some("-0.13"));
        assert_eq!(ratio("1/3").rounded(13), None, "a decimal has twelve decimals");
    }

    #[test]
    fn steps_that_do_not_fit_are_refused() {
        let huge = Ratio::new(i128::MAX, 1).unwrap();
        assert_eq!(huge.times(huge), None);
        assert_eq!(huge.plus(Ratio::ONE), None);
        assert_eq!(Ratio::ONE.divided_by(Ratio::ZERO), None);
        assert_eq!(Ratio::new(i128::MIN, -1), None);
        let near = Ratio::new(i128::MAX - 1, i128::MAX).unwrap();
        assert!(near < Ratio::ONE, "the order needs no product that could overflow");
    }

    proptest! {
        #[test]
        fn the_four_operations_undo_one_another(a in -9999_i128..9999, b in 1_i128..9999, c in -9999_i128..9999, d in 1_i128..9999) {
            let (left, right) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            prop_assert_eq!(left.plus(right).and_then(|sum| sum.minus(right)), Some(left));
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
            if c != 0 {
                prop_assert_eq!(left.times(right).and_then(|product| product.divided_by(right)), Some(left));
            }
        }
    }
}
