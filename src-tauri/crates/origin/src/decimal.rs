//! Exact decimal numbers for quantities, masses and money. Keeps the scale that was entered ("1.50" stays "1.50").
//! Reading a person's typing (group marks, other digits) is not here: this reads the canonical text only.

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal number: up to 28 digits, of which up to 12 after the point.
#[derive(Clone, Copy, Debug)]
pub struct Decimal {
    units: i128,
    scale: u8,
}

/// Most digits a [`Decimal`] may have.
pub const MAX_DIGITS: usize = 28;
/// Most digits after the decimal point.
pub const MAX_SCALE: u8 = 12;

impl Decimal {
    /// Zero with no decimals.
    pub const ZERO: Self = Self { units: 0, scale: 0 };

    /// A whole number.
    pub fn whole(value: i64) -> Self {
        Self { units: i128::from(value), scale: 0 }
    }

    /// Reads canonical text: optional `-`, digits, optionally `.` and digits. Anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, fraction)) => (whole, fraction),
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let scale = u8::try_from(fraction.len()).ok().filter(|scale| *scale <= MAX_SCALE)?;
        if whole.len() + fraction.len() > MAX_DIGITS {
            return None;
        }
        let units: i128 = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { units: if negative { -units } else { units }, scale })
    }

    /// Digits after the decimal point as entered.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// Is the number below zero?
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Is the number zero?
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    fn aligned(self, other: Self) -> Option<(i128, i128, u8)> {
        let scale = self.scale.max(other.scale);
        let lift = |value: Self| value.units.checked_mul(10_i128.pow(u32::from(scale - value.scale)));
        Some((lift(self)?, lift(other)?, scale))
    }

    /// Whole part (towards minus infinity) and what is left, in units of the finest scale: never overflows.
    fn parts(self) -> (i128, i128) {
        let one = 10_i128.pow(u32::from(self.scale));
        let left = self.units.rem_euclid(one) * 10_i128.pow(u32::from(MAX_SCALE - self.scale));
        (self.units.div_euclid(one), left)
    }

    /// The sum, with the finer of the two scales; `None` when it would not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let (a, b, scale) = self.aligned(other)?;
        Some(Self { units: a.checked_add(b)?, scale }).filter(|sum| sum.units.abs() < 10_i128.pow(MAX_DIGITS as u32))
    }

    /// The number times ten to a power; `None` when it would not fit. A shift to the right keeps every digit.
    pub fn shifted(self, power: i8) -> Option<Self> {
        let scale = i32::from(self.scale) - i32::from(power);
        if scale > i32::from(MAX_SCALE) {
            return None;
        }
        let lift = u32::try_from(-scale).unwrap_or(0);
        let units = self.units.checked_mul(10_i128.checked_pow(lift)?)?;
        let scale = u8::try_from(scale.max(0)).ok()?;
        Some(Self { units, scale }).filter(|number| number.units.abs() < 10_i128.pow(MAX_DIGITS as u32))
    }

    /// The difference, with the finer of the two scales; `None` when it would not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self { units: -other.units, scale: other.scale })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let digits = self.units.unsigned_abs().to_string();
        let scale = usize::from(self.scale);
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        if scale == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(Decimal::parse(text).map(|value| value.to_string()).as_deref(), expected, "reading {text:?}");
    }

    #[test]
    fn canonical_text_is_read_and_written_with_its_scale() {
        for text in ["0", "1", "1.50", "-0.001", "25200.5", "9999999999999999.999999"] {
            check(text, Some(text));
        }
        for text in
            ["", ".", "1.", ".5", "1,5", "+1", "1e3", " 1", "--1", "1.1234567890123", "12345678901234567890123456789"]
        {
            check(text, None);
        }
    }

    #[test]
    fn sums_keep_the_finer_scale_and_equality_ignores_it() {
        let sum = Decimal::parse("0.1").and_then(|a| a.checked_add(Decimal::parse("0.25")?));
        assert_eq!(sum.map(|value| value.to_string()).as_deref(), Some("0.35"));
        assert_eq!(Decimal::parse("1.50"), Decimal::parse("1.5"));
    }

    #[test]
    fn a_shift_moves_the_point_and_loses_no_digit() {
        let shifted = |text: &str, power| Decimal::parse(text)?.shifted(power).map(|number| number.to_string());
        assert_eq!(shifted("1.25", 3).as_deref(), Some("1250"));
        assert_eq!(shifted("1.25", 1).as_deref(), Some("12.5"));
        assert_eq!(shifted("-1250", -3).as_deref(), Some("-1.250"));
        assert_eq!(shifted("0.000000000001", -1), None, "there is no thirteenth decimal");
        assert_eq!(shifted("9999999999999999999999999999", 1), None, "there is no twenty-ninth digit");
    }

    #[test]
    fn the_longest_and_the_finest_number_meet_without_overflow() {
        let longest = Decimal::parse("9999999999999999999999999999").unwrap();
        let finest = Decimal::parse("-0.000000000001").unwrap();
        assert!(longest > finest, "28 digits against 12 decimals");
        assert_eq!(longest.checked_add(finest), None, "the sum has more digits than a decimal may");
        assert!(Decimal::parse("-1.5") < Decimal::parse("-1.4"), "below zero the order holds");
    }
}
