//! Which words stand for what: units of mass, transport documents, location and certificate identifiers as this
//! dialect spells them. Only what is certain is recognised; the rest stays text.

use tamga_origin::{Decimal, Measure};

/// `450 Kg` as an exact measure; `None` unless it is one number and one known unit.
pub(super) fn mass(text: &str) -> Option<Measure> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let unit = match unit.trim().to_ascii_lowercase().as_str() {
        "kg" | "kgs" | "kgm" | "kilogram" | "kilograms" => "KGM",
        "g" | "grm" | "gram" | "grams" => "GRM",
        "t" | "tne" | "tonne" | "tonnes" => "TNE",
        "lb" | "lbs" | "lbr" => "LBR",
        _ => return None,
    };
    Some(Measure { amount: Decimal::parse(number)?, unit: unit.to_owned() })
}

/// A mass as `450 Kg`; `None` for a unit that would not be read back, or an amount below nothing.
pub(super) fn mass_text(measure: &Measure) -> Option<String> {
    let Measure { amount, unit } = measure;
    let word = match unit.as_str() {
        "KGM" => "Kg",
        "GRM" => "g",
        "TNE" => "t",
        "LBR" => "lb",
        _ => return None,
    };
    let text = format!("{amount} {word}");
    (mass(&text).as_ref() == Some(measure)).then_some(text)
}

const DOCUMENTS: [(&str, &str); 7] =
    [("awb", "740"), ("mawb", "740"), ("hawb", "740"), ("bl", "705"), ("mbl", "705"), ("bol", "705"), ("hbl", "714")];

/// 1001 code of a transport document's word, or empty.
pub(super) fn document_kind(word: &str) -> &'static str {
    DOCUMENTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map_or("", |(_, code)| code)
}

/// The word for a 1001 code, `document` when there is none.
pub(super) fn document_word(kind: &str) -> &'static str {
    DOCUMENTS.iter().find(|(_, code)| *code == kind).map_or("document", |(word, _)| word)
}

/// What stands after a marker such as `:coo:`.
pub(super) fn after<'a>(text: &'a str, marker: &str) -> Option<&'a str> {
    text.split_once(marker).map(|(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let read = mass(text).map(|measure| (measure.amount.to_string(), measure.unit));
        assert_eq!(read, expected.map(|(a, u)| (a.to_owned(), u.to_owned())), "reading {text:?}");
    }

    #[test]
    fn a_mass_is_written_only_when_it_is_read_back_the_same() {
        for text in ["450 Kg", "0.55 t", "12 g", "3 lb"] {
            assert_eq!(mass(text).and_then(|measure| mass_text(&measure)).as_deref(), Some(text));
        }
        let other =
            |amount: &str, unit: &str| Measure { amount: Decimal::parse(amount).unwrap(), unit: unit.to_owned() };
        assert_eq!(mass_text(&other("-3", "KGM")), None);
        assert_eq!(mass_text(&other("3", "LTR")), None);
    }

    #[test]
    fn a_mass_is_read_only_when_number_and_unit_are_certain() {
        check("450 Kg", Some(("450", "KGM")));
        check("0.55t", Some(("0.55", "TNE")));
        for text in ["", "450", "Kg", "1,250 Kg", "450 Kg gross", "-3 kg", "1.2.3 kg", "٤٥٠ kg"] {
            check(text, None);
        }
    }
}
