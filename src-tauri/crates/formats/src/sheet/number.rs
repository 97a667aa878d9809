//! Which number stands in a workbook's cell? Its exact decimal text, and what people saw of it.
//!
//! A workbook keeps numbers as text of binary numbers: 0.1 is often spelled `0.10000000000000001`, and 14.85 times 3
//! comes to `44.550000000000004`, while every program shows fifteen digits. Here no sum is made with binary numbers:
//! they only tell a long spelling from a short one.

/// Digits that a spreadsheet keeps and shows.
const SHOWN: usize = 15;
/// Most digits a number may have when it is written without its exponent.
const LONGEST: usize = 64;

/// The exact decimal text of a number as XML writes it; none when it is no number or far too long.
///
/// When the shortest decimal number that is the same binary number has at most fifteen digits, that is what was meant.
pub(super) fn exact(text: &str) -> Option<String> {
    let plain = Plain::read(text.trim())?;
    if plain.significant() > SHOWN
        && let Some(short) = text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
        && let Some(short) = Plain::read(&short.to_string())
        && short.significant() <= SHOWN
    {
        return Some(short.text());
    }
    Some(plain.text())
}

/// What a spreadsheet showed of a number with more than fifteen digits: the fifteen, rounded. None when it has no more.
pub fn digits_shown(number: &str) -> Option<String> {
    let plain = Plain::read(number)?;
    (plain.significant() > SHOWN).then(|| plain.rounded().text())
}

/// A number taken apart: sign, digits, and how many of them stand after the point.
struct Plain {
    negative: bool,
    digits: Vec<u8>,
    after_point: usize,
}

impl Plain {
    fn read(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits = Vec::new();
        for byte in whole.bytes().chain(fraction.bytes()) {
            digits.push(byte.checked_sub(b'0').filter(|digit| *digit <= 9)?);
        }
        if digits.is_empty() || digits.len() > LONGEST {
            return None;
        }
        let mut after_point = i64::try_from(fraction.len()).ok()? - i64::from(exponent);
        while after_point < 0 && digits.len() <= LONGEST {
            digits.push(0);
            after_point += 1;
        }
        let after_point = usize::try_from(after_point).ok().filter(|count| *count <= LONGEST)?;
        let needed = (after_point + 1).saturating_sub(digits.len());
        digits.splice(0..0, std::iter::repeat_n(0, needed));
        let leading = digits.iter().take(digits.len() - after_point - 1).take_while(|digit| **digit == 0).count();
        digits.drain(..leading);
        let mut plain = Self { negative, digits, after_point };
        // Zeros that an exponent brought behind the point say nothing.
        if exponent != 0 {
            plain.trim_fraction();
        }
        Some(plain)
    }

    fn trim_fraction(&mut self) {
        while self.after_point > 0 && self.digits.last() == Some(&0) {
            self.digits.pop();
            self.after_point -= 1;
        }
    }

    fn significant(&self) -> usize {
        let first = self.digits.iter().position(|digit| *digit != 0);
        let last = self.digits.iter().rposition(|digit| *digit != 0);
        first.zip(last).map_or(0, |(first, last)| last - first + 1)
    }

    /// Rounded half up to fifteen digits.
    fn rounded(mut self) -> Self {
        let first = self.digits.iter().position(|digit| *digit != 0).unwrap_or(0);
        let keep = first + SHOWN;
        let up = self.digits.get(keep).is_some_and(|digit| *digit >= 5);
        self.digits.iter_mut().skip(keep).for_each(|digit| *digit = 0);
        if up {
            let mut carried = true;
            for digit in self.digits.iter_mut().take(keep).rev() {
                if *digit < 9 {
                    *digit += 1;
                    carried = false;
                    break;
                }
                *digit = 0;
            }
            if carried {
                self.digits.insert(0, 1);
            }
        }
        self.trim_fraction();
        self
    }

    fn text(&self) -> String {
        let zero = self.digits.iter().all(|digit| *digit == 0);
        let point = self.digits.len() - self.after_point;
        let mut text = if self.negative && !zero { "-".to_owned() } else { String::new() };
        for (index, digit) in self.digits.iter().enumerate() {
            if index == point {
                text.push('.');
            }
            text.push(char::from(b'0' + digit));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_exact_decimal_text() {
        for (written, exact_text) in [
            ("25200.5", "25200.5"),
            ("0.1", "0.1"),
            ("0.10000000000000001", "0.1"),
            ("123456789012.345", "123456789012.345"),
            ("1.50", "1.50"),
            ("-0.5", "-0.5"),
            ("-0", "0"),
            ("007", "7"),
            (".5", "0.5"),
            ("1E3", "1000"),
            ("1.2345E-2", "0.012345"),
            ("2.5200500000000001E4", "25200.5"),
            ("1e-7", "0.0000001"),
            ("44.550000000000004", "44.550000000000004"),
            ("1234567890123456789", "1234567890123456789"),
        ] {
            assert_eq!(exact(written).as_deref(), Some(exact_text), "{written}");
        }
        for wrong in ["", "-", ".", "e5", "1,5", "1.2.3", "0x10", "NaN", "inf", "1e999", "1e-999", "1e99999999999", "١"]
        {
            assert_eq!(exact(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn beyond_fifteen_digits_people_saw_less() {
        for (number, shown) in [
            ("44.550000000000004", Some("44.55")),
            ("1234567890123456789", Some("1234567890123460000")),
            ("0.99999999999999999", Some("1")),
            ("9999999999999999", Some("10000000000000000")),
            ("-2.0000000000000009", Some("-2")),
            ("123456789012.345", None),
            ("100000000000000000000", None),
        ] {
            assert_eq!(digits_shown(number).as_deref(), shown, "{number}");
        }
    }
}
