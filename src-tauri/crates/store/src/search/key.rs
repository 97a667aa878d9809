//! When are two written numbers the same? Search copies are upper-case, NFKC, without separators and without leading
//! zeros of serial parts; a second pair folds look-alikes, so that they can be offered (`dataset.md` section 7).

use unicode_normalization::UnicodeNormalization;

/// The search copies of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NumberKey {
    /// Without leading zeros of serial parts.
    pub(super) key: String,
    /// With them.
    pub(super) flat: String,
    /// `key`, with O as 0, I and L as 1.
    pub(super) look: String,
    /// `flat`, with O as 0, I and L as 1.
    pub(super) look_flat: String,
}

impl NumberKey {
    pub(super) fn of(number: &str) -> Self {
        let upper: String = number.nfkc().flat_map(char::to_uppercase).collect();
        let parts: Vec<String> =
            upper.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(latin_digits).collect();
        let looks: Vec<String> = parts.iter().map(|part| part.chars().map(look).collect()).collect();
        let short = |parts: &[String]| parts.iter().map(|part| without_zeros(part)).collect::<String>();
        Self { key: short(&parts), flat: parts.concat(), look: short(&looks), look_flat: looks.concat() }
    }
}

/// Arabic and Persian digits are typed where Latin ones are printed.
fn latin_digits(part: &str) -> String {
    part.chars()
        .map(|c| match c {
            '\u{0660}'..='\u{0669}' => shifted(c, '\u{0660}'),
            '\u{06F0}'..='\u{06F9}' => shifted(c, '\u{06F0}'),
            _ => c,
        })
        .collect()
}

fn shifted(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

fn look(c: char) -> char {
    match c {
        'O' => '0',
        'I' | 'L' => '1',
        _ => c,
    }
}

fn without_zeros(part: &str) -> &str {
    if part.bytes().all(|byte| byte.is_ascii_digit()) { part.trim_start_matches('0') } else { part }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: &str, key: &str, flat: &str, look: &str, look_flat: &str) {
        let of = NumberKey::of(number);
        assert_eq!([of.key, of.flat, of.look, of.look_flat], [key, flat, look, look_flat], "{number}");
    }

    #[test]
    fn separators_capitals_and_leading_zeros_do_not_count() {
        check("KE/NBO/2026/01588", "KENBO20261588", "KENBO202601588", "KENB020261588", "KENB0202601588");
        check(" ke nbo-2026 1588 ", "KENBO20261588", "KENBO20261588", "KENB020261588", "KENB020261588");
        check("KE NBO 2026 O1588", "KENBO2026O1588", "KENBO2026O1588", "KENB020261588", "KENB0202601588");
    }

    #[test]
    fn full_width_and_arabic_digits_are_digits() {
        check("ＡＢ１２-٠٠٧", "AB127", "AB12007", "AB127", "AB12007");
    }

    #[test]
    fn a_number_of_separators_alone_has_no_key() {
        check("/ -", "", "", "", "");
    }
}
