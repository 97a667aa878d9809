//! How do the tables of the European Union become a list of goods codes? Six digits, paths, and units of four tables.
//!
//! A row of a table: code of ten digits with a two-digit suffix (80 = a code of its own, others only group), level,
//! dashes of indent, text. Between heading and subheading stand lines that have no code of six digits ("Coffee,
//! roasted"); they become part of the subheading's text. A heading that is not divided has no row of six digits.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use super::{BuildError, LANGUAGES, archive};
use crate::table::{HsLine, HsTable};

/// Supplementary units of the tables and their codes in Rec 20.
const UNITS: &[(&str, &str)] = &[
    ("p/st", "H87"),
    ("100 p/st", "CEN"),
    ("1 000 p/st", "MIL"),
    ("l", "LTR"),
    ("l alc. 100 %", "LPA"),
    ("m", "MTR"),
    ("m2", "MTK"),
    ("m3", "MTQ"),
    ("1 000 m³", "R9"),
    ("pa", "PR"),
    ("c/k", "CTM"),
    ("g", "GRM"),
    ("gi F/S", "GFI"),
    ("TJ", "D30"),
    ("1 000 kWh", "MWH"),
    ("kg U", "KUR"),
    ("kg N", "KNI"),
    ("kg K2O", "KPO"),
    ("kg P2O5", "KPP"),
    ("kg NaOH", "KSH"),
    ("kg KOH", "KPH"),
    ("kg H2O2", "KHY"),
    ("kg met.am.", "KMA"),
    ("kg 90 % sdt", "KSD"),
    ("ce/el", "NCL"),
    ("ct/l", "CCT"),
];

/// Reads the tables of all languages.
pub fn read(package: &Path) -> Result<HsTable, BuildError> {
    let mut table = HsTable { year: 2022, ..HsTable::default() };
    for language in LANGUAGES {
        let rows = sheet(package, &format!("data/countries/{language}.xlsx"))?;
        for (code, text) in texts(&rows, language) {
            table.lines.entry(code).or_default().texts.insert(language.to_owned(), text);
        }
    }
    for (code, unit) in units(&sheet(package, "data/measures/units_of_measure.xlsx")?) {
        if let Some(line) = table.lines.get_mut(&code) {
            line.unit = unit;
        }
    }
    let gaps: Vec<String> =
        table.lines.iter().filter(|(_, line)| !is_full(line)).map(|(code, _)| code.clone()).collect();
    if gaps.is_empty() {
        return Ok(table);
    }
    let why = format!("codes without a text in one of {}: {}", LANGUAGES.join(" "), gaps.join(" "));
    Err(BuildError::Content { package: archive::name(package), why })
}

fn is_full(line: &HsLine) -> bool {
    LANGUAGES.iter().all(|language| line.texts.contains_key(*language))
}

/// Holds the codes against those of another package; the two come from different hands.
pub fn compare(table: &HsTable, other: &Path) -> Result<(), BuildError> {
    let json = archive::json(other, "databases/hscodes.json")?;
    let rows = json.get("hscodes").and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    let of = |row: &serde_json::Value| row.get("hscode").and_then(serde_json::Value::as_str).map(str::to_owned);
    // The other side has a row for the total too, and 9999 for what is not named.
    let is_code = |code: &String| code.bytes().all(|byte| byte.is_ascii_digit()) && !code.starts_with("99");
    let theirs: BTreeSet<String> = rows.iter().filter_map(of).filter(is_code).collect();
    let ours: BTreeSet<String> = table.lines.keys().cloned().collect();
    let some = |codes: BTreeSet<&String>| codes.into_iter().take(20).cloned().collect::<Vec<_>>();
    let (only_first, only_second) =
        (some(ours.difference(&theirs).collect()), some(theirs.difference(&ours).collect()));
    if only_first.is_empty() && only_second.is_empty() {
        return Ok(());
    }
    Err(BuildError::Differ { only_first, only_second })
}

/// The cells of the first sheet as text.
fn sheet(package: &Path, inside: &str) -> Result<Vec<Vec<String>>, BuildError> {
    let fault = |why: String| BuildError::Content { package: archive::name(package), why: format!("{inside}: {why}") };
    let bytes = archive::file(package, inside)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| fault(error.to_string()))?;
    let range = book.worksheet_range_at(0).ok_or_else(|| fault("no sheet".into()))?;
    let range = range.map_err(|error| fault(error.to_string()))?;
    let cell = |cell: &Data| match cell {
        Data::Empty => String::new(),
        other => other.to_string(),
    };
    Ok(range.rows().map(|row| row.iter().map(cell).collect()).collect())
}

/// A row of a table of texts.
struct Line<'a> {
    code: &'a str,
    suffix: &'a str,
    dashes: usize,
    text: String,
}

impl<'a> Line<'a> {
    fn of(row: &'a [String]) -> Option<Self> {
        let [code, _, _, _, _, indent, text, ..] = row else { return None };
        let (code, suffix) = code.split_once(' ')?;
        (code.len() == 10 && code.bytes().all(|byte| byte.is_ascii_digit())).then(|| Self {
            code,
            suffix,
            dashes: indent.matches('-').count(),
            text: clean(text),
        })
    }

    /// The code without the zeros that only fill it up.
    fn short(&self) -> &'a str {
        let digits = [2, 4, 6, 8].into_iter().find(|digits| {
            let rest = self.code.get(*digits..).unwrap_or_default();
            rest.bytes().all(|byte| byte == b'0')
        });
        self.code.get(..digits.unwrap_or(10)).unwrap_or(self.code)
    }
}

/// Codes of two, four and six digits with their texts.
fn texts(rows: &[Vec<String>], language: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    // Lines above the present one inside its heading: number of dashes and text.
    let mut above: Vec<(usize, String)> = Vec::new();
    for line in rows.iter().filter_map(|row| Line::of(row)) {
        let short = line.short();
        if short.get(..2).is_none_or(|chapter| chapter > "97") {
            continue;
        }
        if line.dashes == 0 {
            above.clear();
            if line.suffix == "80" && short.len() <= 4 {
                // German nouns would lose their capitals.
                let is_title = short.len() == 2 && language != "de";
                let text = if is_title { sentence(&line.text) } else { line.text };
                found.insert(short.to_owned(), text);
            }
            continue;
        }
        above.retain(|(dashes, _)| *dashes < line.dashes);
        if line.suffix == "80" && short.len() == 6 {
            let path: Vec<&str> = above.iter().map(|(_, text)| text.as_str()).chain([line.text.as_str()]).collect();
            found.insert(short.to_owned(), path.join(" › "));
        }
        above.push((line.dashes, line.text));
    }
    undivided(&found).into_iter().for_each(|(code, text)| {
        found.insert(code, text);
    });
    found
}

/// A heading that is not divided is its own subheading, with two zeros.
fn undivided(found: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let divided: BTreeSet<&str> =
        found.keys().filter(|code| code.len() == 6).filter_map(|code| code.get(..4)).collect();
    let headings = found.iter().filter(|(code, _)| code.len() == 4 && !divided.contains(code.as_str()));
    headings.map(|(code, text)| (format!("{code}00"), text.clone())).collect()
}

/// The text without the marks of the tables: `|` keeps words together, `$` raises and `@` lowers a digit, `!x!` is a
/// sign of multiplication, underscores slant.
fn clean(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let text = text.replace("!x!", "×");
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let set = |digits: &str, next: char| {
            let at = next.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
            at.and_then(|at| digits.chars().nth(at)).unwrap_or(next)
        };
        match letter {
            '|' | '\u{a0}' => plain.push(' '),
            '$' => plain.extend(letters.next().map(|next| set("⁰¹²³⁴⁵⁶⁷⁸⁹", next))),
            '@' => plain.extend(letters.next().map(|next| set("₀₁₂₃₄₅₆₇₈₉", next))),
            '_' | '\u{ad}' | '\u{200b}' | '*' => {}
            other => plain.push(other),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Titles of chapters are printed in capitals; written as a sentence they can be read.
fn sentence(title: &str) -> String {
    if title.chars().any(char::is_lowercase) {
        return title.to_owned();
    }
    let lower = title.to_lowercase();
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The unit of a code of six digits, where all rows below it that name one name the same.
fn units(rows: &[Vec<String>]) -> BTreeMap<String, String> {
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let [key, unit, ..] = row.as_slice() else { continue };
        let unit = unit.replace('\u{a0}', " ");
        if let Some(code) =
            key.get(..6).filter(|_| key.len() == 12 && key.ends_with("80") && !unit.is_empty() && unit != "-")
        {
            named.entry(code.to_owned()).or_default().insert(unit);
        }
    }
    let mut units = BTreeMap::new();
    for (code, names) in named {
        let mut names = names.iter();
        if let (Some(name), None) = (names.next(), names.next())
            && let Some((_, unit)) = UNITS.iter().find(|(known, _)| known == name)
        {
            units.insert(code, (*unit).to_owned());
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, indent: &str, text: &str) -> Vec<String> {
        [code, "", "", "EN", "", indent, text, ""].map(str::to_owned).to_vec()
    }

    #[test]
    fn lines_between_heading_and_subheading_become_part_of_its_text() {
        let rows = [
            row("Goods code", "Indent", "Description"),
            row("0900000000 80", "", "COFFEE, TEA"),
            row("0901000000 80", "", "Coffee"),
            row("0901110000 10", "- ", "Coffee, not roasted"),
            row("0901110000 80", "- - ", "Not decaffeinated"),
            row("0901210000 10", "- ", "Coffee, roasted"),
            row("0901210000 80", "- - ", "Not decaffeinated"),
            row("0901900000 80", "- ", "Other"),
            row("0901901000 80", "- - ", "Husks"),
            row("0903000000 80", "", "Maté"),
            row("9905000000 80", "- ", "Removal goods"),
        ];
        let found = texts(&rows, "en");
        let shown: Vec<String> = found.iter().map(|(code, text)| format!("{code} {text}")).collect();
        assert_eq!(
            shown,
            [
                "09 Coffee, tea",
                "0901 Coffee",
                "090111 Coffee, not roasted › Not decaffeinated",
                "090121 Coffee, roasted › Not decaffeinated",
                "090190 Other",
                "0903 Maté",
                "090300 Maté",
            ]
        );
    }

    #[test]
    fn the_marks_of_the_tables_are_read() {
        assert_eq!(clean("of 1,33|g/cm$3|or\n less,\u{a0}H@2O, 6|!x!|2"), "of 1,33 g/cm³ or less, H₂O, 6 × 2");
    }

    #[test]
    fn a_unit_counts_only_when_all_rows_name_the_same() {
        let row = |key: &str, unit: &str| [key, unit, ""].map(str::to_owned).to_vec();
        let rows = [
            row("010121000080", "p/st"),
            row("220421060080", "l"),
            row("220421070080", "m"),
            row("010129000080", ""),
            row("100610000080", "-"),
        ];
        assert_eq!(units(&rows).into_iter().collect::<Vec<_>>(), [("010121".to_owned(), "H87".to_owned())]);
    }
}
