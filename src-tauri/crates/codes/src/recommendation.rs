//! How does an office take in the whole of Recommendation 20 or 21? From the table that its publisher hands out, row by
//! row; what is wrong in a row is said, and that row is left out.
//!
//! Columns as UNECE prints them, in any order: `Status`, `Common Code` or `Code`, `Name`, `Description`,
//! `Level/Category`, `Symbol`, `Conversion Factor`; others are passed over. A factor counts where it is a plain number of
//! a unit that the program knows as the base of its dimension (`0.453 592 37 kg`, `10⁻³ m`); any other unit is known by
//! its code and not converted.

use std::collections::BTreeMap;

use tamga_origin::units::{Dimension, units};
use tamga_origin::{Finding, Ratio};

use crate::table::TableRow;

/// Most rows that are looked at; Recommendation 20 has about two thousand.
pub const MOST_ROWS: usize = 20_000;
/// Longest name, in characters.
const LONGEST_NAME: usize = 500;

/// Which recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recommendation {
    /// Recommendation 20: units of measure.
    Units,
    /// Recommendation 21: kinds of package.
    Packages,
}

impl Recommendation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Units, Self::Packages];

    /// The word on the command line: `units`, `packages`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Packages => "packages",
        }
    }

    /// From its word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// The list that the program carries.
    pub fn working_set(self) -> &'static str {
        match self {
            Self::Units => "un-rec20",
            Self::Packages => "un-rec21",
        }
    }

    /// The whole list, once an office took it in.
    pub fn whole(self) -> &'static str {
        match self {
            Self::Units => "un-rec20-whole",
            Self::Packages => "un-rec21-whole",
        }
    }

    /// Who publishes it.
    pub fn source(self) -> &'static str {
        match self {
            Self::Units => "UNECE Recommendation 20, codes for units of measure",
            Self::Packages => {
                "UNECE Recommendation 21, codes for passengers, types of cargo, packages and packaging materials"
            }
        }
    }

    fn is_code(self, code: &str) -> bool {
        let fits = match self {
            Self::Units => (1..=3).contains(&code.len()),
            Self::Packages => code.len() == 2,
        };
        fits && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    }
}

/// One code of a recommendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecommendedCode {
    /// The code.
    pub code: String,
    /// Its name, in the language of the table.
    pub name: String,
    /// What it means; may be empty.
    pub description: String,
    /// As printed; may be empty.
    pub symbol: String,
    /// What it measures and how many base units it is, where the table says so exactly.
    pub factor: Option<(Dimension, Ratio)>,
}

/// What a table says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecommendedTable {
    /// Of which recommendation it is.
    pub which: Recommendation,
    /// Its codes, in the order of the table.
    pub rows: Vec<RecommendedCode>,
    /// Rows that are marked as deleted and were left out.
    pub deleted: usize,
    /// What was noticed; the path is `row 17`.
    pub findings: Vec<Finding>,
}

/// Where the columns are.
struct Columns {
    code: usize,
    name: usize,
    status: Option<usize>,
    description: Option<usize>,
    symbol: Option<usize>,
    factor: Option<usize>,
}

impl Columns {
    fn of(head: &TableRow) -> Option<Self> {
        let heads: Vec<String> = (0..head.cells.len()).map(|at| plain(head.cell(at))).collect();
        let find = |names: &[&str]| names.iter().find_map(|name| heads.iter().position(|head| head == name));
        Some(Self {
            code: find(&["commoncode", "code", "unitcode", "packagecode"])?,
            name: find(&["name", "codename"])?,
            status: find(&["status", "st", "changeindicator"]),
            description: find(&["description"]),
            symbol: find(&["symbol", "representationsymbol"]),
            factor: find(&["conversionfactor", "factor"]),
        })
    }
}

/// A head without blanks, marks and capitals.
fn plain(head: &str) -> String {
    head.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Reads a table whose head stands in one of its first rows; `which` is found by the columns where nobody says it.
///
/// # Errors
/// Findings of the table as a whole: no head with code and name, too many rows, no row that could be taken.
pub fn read(which: Option<Recommendation>, table: &[TableRow]) -> Result<RecommendedTable, Vec<Finding>> {
    let whole = |finding: Finding| vec![finding];
    let heads = table.iter().take(20).enumerate();
    let Some((at, columns)) = heads.filter_map(|(at, row)| Some((at, Columns::of(row)?))).next() else {
        return Err(whole(Finding::block("code_list.columns", "")));
    };
    let has_unit_columns = columns.symbol.is_some() || columns.factor.is_some();
    let which = which.unwrap_or(if has_unit_columns { Recommendation::Units } else { Recommendation::Packages });
    let rows = table.get(at + 1..).unwrap_or_default();
    if rows.len() > MOST_ROWS {
        return Err(whole(Finding::block("code_list.too_many_rows", "").with("most", MOST_ROWS)));
    }
    let mut read = RecommendedTable { which, rows: Vec::new(), deleted: 0, findings: Vec::new() };
    let mut seen = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.is_empty()) {
        take(row, &columns, &mut seen, &mut read);
    }
    if read.rows.is_empty() {
        let mut findings = read.findings;
        findings.insert(0, Finding::block("code_list.no_rows", ""));
        return Err(findings);
    }
    Ok(read)
}

fn take(row: &TableRow, columns: &Columns, seen: &mut BTreeMap<String, u64>, read: &mut RecommendedTable) {
    let path = || format!("row {}", row.number);
    let cell = |at: Option<usize>| at.map(|at| row.cell(at)).unwrap_or_default();
    let (code, name) = (row.cell(columns.code).to_uppercase(), row.cell(columns.name));
    // UNECE marks a code that was taken out of the list with an X; who still meets it asks.
    if cell(columns.status).eq_ignore_ascii_case("x") {
        read.deleted += 1;
        return;
    }
    if !read.which.is_code(&code) {
        read.findings.push(Finding::warn("code_list.code_form", path()).with("code", code));
        return;
    }
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        read.findings.push(Finding::warn("code_list.name", path()).with("code", code));
        return;
    }
    if let Some(first) = seen.get(&code) {
        // The table of quantities names one unit under each of its quantities; the same name says nothing new.
        let is_same = read.rows.iter().any(|known| known.code == code && known.name == name);
        if !is_same {
            read.findings.push(Finding::warn("code_list.code_twice", path()).with("code", code).with("first", first));
        }
        return;
    }
    let said = cell(columns.factor);
    let factor = if read.which == Recommendation::Units { factor(said) } else { None };
    if factor.is_none() && is_number_of_something(said) && tamga_origin::units::unit(&code).is_none() {
        read.findings.push(Finding::info("code_list.factor", path()).with("code", &code).with("factor", said));
    }
    seen.insert(code.clone(), row.number);
    read.rows.push(RecommendedCode {
        code,
        name: name.to_owned(),
        description: cell(columns.description).to_owned(),
        symbol: cell(columns.symbol).to_owned(),
        factor,
    });
}

fn is_number_of_something(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Reads `0.453 592 37 kg`, `10⁻³ m`, `1,609 344 × 10³ m`: a number, and the symbol of a unit whose factor is one.
///
/// A comma is a decimal mark here, because the recommendation groups digits by blanks.
pub fn factor(text: &str) -> Option<(Dimension, Ratio)> {
    let text: String = text.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    let (number, symbol) = split(text.trim())?;
    let symbol = superscripts(&symbol);
    let is_base = |unit: &&tamga_origin::units::Unit<'_>| {
        unit.factor == Ratio::whole(1) && unit.dimension != Dimension::Own && superscripts(unit.symbol) == symbol
    };
    // More than one base with this symbol would be a guess.
    let mut bases = units().iter().filter(is_base).map(|unit| unit.dimension);
    let dimension = bases.next()?;
    if bases.any(|other| other != dimension) {
        return None;
    }
    let (digits, power) = match number.split_once('×') {
        Some((digits, power)) => (digits.to_owned(), tens(power)?),
        None => match tens(&number) {
            Some(power) => ("1".to_owned(), power),
            None => (number, Ratio::whole(1)),
        },
    };
    let value = Ratio::parse(&digits.replace(',', "."))?.times(power)?;
    (!value.is_zero() && !value.is_negative()).then_some((dimension, value))
}

/// The number without blanks, `x` as `×`, and what stands behind it.
fn split(text: &str) -> Option<(String, String)> {
    let mut number = String::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        match letter {
            ' ' => {}
            '×' => number.push('×'),
            // Between two numbers it is a sign, elsewhere the beginning of a symbol.
            'x' if number.ends_with(|last: char| last.is_ascii_digit()) && matches!(next, Some(' ' | '1')) => {
                number.push('×');
            }
            '0'..='9' | '.' | ',' | '⁻' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' => number.push(letter),
            _ if number.is_empty() => return None,
            _ => return Some((number, text.get(at..)?.trim().to_owned())),
        }
    }
    None
}

/// `10³` and `10⁻³`.
fn tens(text: &str) -> Option<Ratio> {
    let power = text.strip_prefix("10").filter(|power| !power.is_empty())?;
    let (negative, digits) = power.strip_prefix('⁻').map_or((false, power), |digits| (true, digits));
    let digits: String = digits.chars().map(lowered).collect::<Option<_>>()?;
    let power: u32 = digits.parse().ok().filter(|power| *power <= 18)?;
    let value = 10_i64.checked_pow(power)?;
    if negative { Ratio::whole(1).divided_by(Ratio::whole(value)) } else { Some(Ratio::whole(value)) }
}

/// A small raised digit as a plain one.
fn lowered(letter: char) -> Option<char> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == letter).and_then(|at| "0123456789".chars().nth(at))
}

/// A symbol with its powers in one spelling: `m2` and `m²` are the same.
fn superscripts(symbol: &str) -> String {
    symbol.chars().map(|letter| lowered(letter).unwrap_or(letter)).filter(|letter| *letter != ' ').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(Dimension, &str)>) {
        let found = factor(text).map(|(dimension, factor)| (dimension, factor.to_string()));
        assert_eq!(found, expect.map(|(dimension, factor)| (dimension, factor.to_owned())), "{text}");
    }

    #[test]
    fn a_factor_counts_where_it_is_a_number_of_a_base_unit() {
        check("0.453 592 37 kg", Some((Dimension::Mass, &Ratio::parse("0.45359237").unwrap().to_string())));
        check("0,453 592 37 kg", Some((Dimension::Mass, &Ratio::parse("0.45359237").unwrap().to_string())));
        check("10⁻³ kg", Some((Dimension::Mass, &Ratio::parse("0.001").unwrap().to_string())));
        check("1,609 344 x 10³ m", Some((Dimension::Length, &Ratio::parse("1609.344").unwrap().to_string())));
        check("1,609 344 × 10³ m", Some((Dimension::Length, &Ratio::parse("1609.344").unwrap().to_string())));
        check("10⁶ m²", Some((Dimension::Area, "1000000")));
        check("10⁶ m2", Some((Dimension::Area, "1000000")));
    }

    #[test]
    fn what_is_no_plain_number_of_a_base_unit_is_not_converted() {
        for text in
            ["", "kg", "10³", "5/9 x K", "4.186 8 J/(kg x K)", "1 kg/kg", "0 kg", "10⁹⁹ kg", "≈ 3 kg", "1..2 kg"]
        {
            check(text, None);
        }
    }

    fn table(rows: &[&[&str]]) -> Vec<TableRow> {
        let row = |(at, cells): (usize, &&[&str])| TableRow {
            number: at as u64 + 1,
            cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
        };
        rows.iter().enumerate().map(row).collect()
    }

    const HEAD: &[&str] =
        &["Status", "Common Code", "Name", "Description", "Level / Category", "Symbol", "Conversion Factor"];

    #[test]
    fn each_row_is_taken_or_named() {
        let read = read(
            None,
            &table(&[
                &["UN/CEFACT Recommendation 20"],
                HEAD,
                &["", "KGM", "kilogram", "", "1", "kg", "kg"],
                &["", "E4", "gross kilogram", "", "3.8", "", ""],
                &["X", "OLD", "gone", "", "", "", ""],
                &["", "A10", "ampere square metre", "", "1", "A", "5 A·m²/(J·s)"],
                &["", "kilo", "no code", "", "", "", ""],
                &["", "XYZ", "", "", "", "", ""],
                &["", "KGM", "kilogram", "", "1", "kg", "kg"],
                &["", "E4", "another", "", "", "", ""],
                &[],
                &["", "QQ9", "test grain", "", "3", "tg", "0,5 kg"],
            ]),
        )
        .unwrap();
        let codes: Vec<&str> = read.rows.iter().map(|row| row.code.as_str()).collect();
        assert_eq!((read.which, read.deleted, codes), (Recommendation::Units, 1, vec!["KGM", "E4", "A10", "QQ9"]));
        assert_eq!(read.rows[3].factor, Some((Dimension::Mass, Ratio::parse("0.5").unwrap())));
        let found: Vec<(&str, &str)> = read.findings.iter().map(|one| (one.code.as_ref(), one.path.as_str())).collect();
        assert_eq!(
            found,
            [
                ("code_list.factor", "row 6"),
                ("code_list.code_form", "row 7"),
                ("code_list.name", "row 8"),
                ("code_list.code_twice", "row 10"),
            ]
        );
    }

    #[test]
    fn packages_have_no_symbols_and_a_table_without_heads_is_refused() {
        let packages = table(&[&["Code", "Name", "Description"], &["CT", "Carton", ""], &["BXX", "no", ""]]);
        let read_packages = read(None, &packages).unwrap();
        assert_eq!((read_packages.which, read_packages.rows.len()), (Recommendation::Packages, 1));
        let code = |table: &[TableRow]| read(None, table).unwrap_err()[0].code.clone();
        assert_eq!(code(&table(&[&["a", "b"], &["CT", "Carton"]])), "code_list.columns");
        assert_eq!(code(&table(&[HEAD])), "code_list.no_rows");
        assert_eq!(code(&[]), "code_list.columns");
        let many = vec![TableRow { number: 2, cells: vec!["CT".into(), "Carton".into()] }; MOST_ROWS + 1];
        assert_eq!(code(&[&packages[..1], &many].concat()), "code_list.too_many_rows");
    }
}
