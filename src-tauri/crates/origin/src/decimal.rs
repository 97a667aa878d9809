//! Exact decimal numbers for quantities, masses and money. Keeps the scale that was entered ("1.50" stays "1.50").
//! Reading a person's typing (group marks, other digits) is not here: this reads the canonical text only.

use std::cmp::Ordering;
use std::fmt;

use crate::ratio::Ratio;

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
        let units = whole.bytes().chain(fraction.bytes()).fold(0, |units, digit| units * 10 + i128::from(digit - b'0'));
        Some(Self { units: if negative { -units } else { units }, scale })
    }

    /// A number of so many units of a scale; `None` beyond the limits.
    pub(crate) fn of_units(units: i128, scale: u8) -> Option<Self> {
        let fits = scale <= MAX_SCALE && units.unsigned_abs() < 10_u128.pow(MAX_DIGITS as u32);
        fits.then_some(Self { units, scale })
    }

    /// The number without its point.
    pub(crate) fn units(self) -> i128 {
        self.units
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

    /// The difference, with the finer of the two scales; `None` when it would not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self { units: -other.units, scale: other.scale })
    }

    /// The product, exact: with the sum of both scales, or fewer decimals where the last ones are zeros and would not
    /// fit; `None` when it cannot be kept exactly.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let mut units = self.units.checked_mul(other.units)?;
        let mut scale = self.scale + other.scale;
        while scale > MAX_SCALE && units % 10 == 0 {
            units /= 10;
            scale -= 1;
        }
        Self::of_units(units, scale)
    }

    /// The quotient, rounded to a scale: a half goes away from zero. `None` by zero, or when it would not fit.
    pub fn divided_by(self, other: Self, scale: u8) -> Option<Self> {
        Ratio::from(self).divided_by(Ratio::from(other))?.rounded(scale)
    }

    /// The number rounded to a scale: a half goes away from zero. `None` when it would not fit.
    pub fn rounded(self, scale: u8) -> Option<Self> {
        Ratio::from(self).rounded(scale)
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
    fn products_are_exact_and_quotients_say_where_they_are_rounded() {
        let number = |text: &str| Decimal::parse(text).unwrap();
        let product = |a: &str, b: &str| number(a).checked_mul(number(b)).map(|value| value.to_string());
        assert_eq!(product("1.25", "-0.4").as_deref(), Some("-0.500"));
        assert_eq!(product("0.0000005", "0.000002").as_deref(), Some("0.000000000001"), "a last zero may go");
        assert_eq!(product("0.0000005", "0.0000002"), None, "there is no thirteenth decimal");
        assert_eq!(product("99999999999999", "9999999999999999"), None, "there is no twenty-ninth digit");
        let quotient = |a: &str, b: &str, scale| number(a).divided_by(number(b), scale).map(|value| value.to_string());
        assert_eq!(quotient("2", "3", 4).as_deref(), Some("0.6667"));
        assert_eq!(quotient("-1", "8", 2).as_deref(), Some("-0.13"));
        assert_eq!(quotient("1", "0", 2), None);
        assert_eq!(number("2.345").rounded(2).map(|value| value.to_string()).as_deref(), Some("2.35"));
        assert_eq!(number("2.3").rounded(2).map(|value| value.to_string()).as_deref(), Some("2.30"));
    }

    #[test]
    fn the_longest_and_the_finest_number_meet_without_overflow() {
        let longest = Decimal::parse("9999999999999999999999999999").unwrap();
        let finest = Decimal::parse("-0.000000000001").unwrap();
        assert!(longest > finest, "28 digits against 12 decimals");
        assert_eq!(longest.checked_add(finest), None, "the sum has more digits than a decimal may");
        assert!(Decimal::parse("-1.5") < Decimal::parse("-1.4"), "below zero the order holds");
    }

    #[test]
    fn no_source_of_this_room_names_a_binary_fraction() {
        let types = ["32", "64"].map(|size| format!("f{size}"));
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                let found = words.find(|word| types.iter().any(|one| word.ends_with(one.as_str())));
                assert_eq!(found, None, "{} counts exactly", path.display());
                seen += 1;
            }
        }
        assert!(seen > 40, "{seen} files were read");
    }
}
