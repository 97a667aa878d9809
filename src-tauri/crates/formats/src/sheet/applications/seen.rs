//! What must a person see of a file to say what its columns mean? Each sheet with its heads, the field each head was
//! taken for, and a few of the values below it. What the values come to is left to reading.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::number::digits_shown;
use super::super::table::{Cell, CellValue, Row, Sheet, Tables, column_letters};
use super::columns::{REF, all};
use super::mapping::{self, ByHead, LOOKED_AT, Mapping};

/// Values that are shown of a column.
const SAMPLES: usize = 3;
/// Rows in which they are looked for.
const SAMPLED_ROWS: usize = 200;
/// Letters that are shown of a value.
const SAMPLE_LETTERS: usize = 60;

/// A sheet as it is shown before it is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSeen {
    /// Its name; empty where the file has none.
    pub name: Arc<str>,
    /// Row number of the heads, from 1.
    pub head_row: u32,
    /// Rows below the heads that say something.
    pub rows: usize,
    /// Columns with a head or a value, from the left.
    pub columns: Vec<ColumnSeen>,
}

/// A column as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSeen {
    /// The letters above it.
    pub letters: String,
    /// What stands in its head; may be empty.
    pub head: String,
    /// The field it is taken for; empty for a column that somebody left out, none for one that nobody knows.
    pub field: Option<String>,
    /// Unit or currency of its amounts where no other column says one; or empty.
    pub unit: String,
    /// Some different values, from the top, cut where they are long.
    pub samples: Vec<String>,
}

/// Shows the sheets of a file that are not hidden, by a mapping.
pub fn see(tables: &Tables, mapping: &Mapping) -> Vec<SheetSeen> {
    let mapping = mapping.by_head();
    tables.sheets.iter().filter(|sheet| !sheet.hidden).filter_map(|sheet| see_sheet(sheet, &mapping)).collect()
}

/// The names of all fields that a column can be for, `ref` first.
pub fn field_names() -> impl Iterator<Item = &'static str> {
    std::iter::once(REF).chain(all().iter().map(|field| field.name.as_str()))
}

/// The texts of the heads of a file, each once: what tells the files of one origin from those of another. Case, spaces
/// around them and their order do not count.
pub fn heads_of(tables: &Tables) -> BTreeSet<String> {
    let sheets = tables.sheets.iter().filter(|sheet| !sheet.hidden);
    let heads = sheets.filter_map(likely_heads).flat_map(|(row, _)| &row.cells);
    heads.map(|cell| cell.value.text().trim().to_lowercase()).filter(|head| !head.is_empty()).collect()
}

fn see_sheet(sheet: &Sheet, mapping: &ByHead<'_>) -> Option<SheetSeen> {
    let (head, rows) = mapping::heads_by(sheet, mapping).or_else(|| likely_heads(sheet))?;
    let looked_at = || rows.iter().take(SAMPLED_ROWS);
    let used: BTreeSet<u32> = looked_at().chain([head]).flat_map(|row| &row.cells).map(|cell| cell.column).collect();
    let columns = used.into_iter().map(|column| {
        let name = head.cell(column).map(|cell| cell.value.text()).unwrap_or_default();
        let known = mapping.for_column(&sheet.name, &name, column);
        let mut samples: Vec<String> = Vec::new();
        for text in looked_at().filter_map(|row| row.cell(column)).map(sample) {
            if samples.len() < SAMPLES && !samples.contains(&text) {
                samples.push(text);
            }
        }
        ColumnSeen {
            letters: column_letters(column),
            head: name,
            field: known.map(|known| known.field.clone()),
            unit: known.map(|known| known.unit.clone()).unwrap_or_default(),
            samples,
        }
    });
    Some(SheetSeen { name: sheet.name.clone(), head_row: head.number, rows: rows.len(), columns: columns.collect() })
}

/// The row of heads before anybody said what they mean: the one whose heads are known, else the fullest of the first
/// rows, and what stands below it.
fn likely_heads(sheet: &Sheet) -> Option<(&Row, &[Row])> {
    if let Some(found) = mapping::known_heads(sheet) {
        return Some(found);
    }
    let texts = |row: &Row| row.cells.iter().filter(|cell| matches!(cell.value, CellValue::Text(_))).count();
    let counted = sheet.rows.iter().take(LOOKED_AT).enumerate().map(|(index, row)| (texts(row), Reverse(index)));
    let (_, Reverse(index)) = counted.filter(|(texts, _)| *texts > 0).max()?;
    Some((sheet.rows.get(index)?, sheet.rows.get(index + 1..).unwrap_or_default()))
}

/// A value as people saw it, on one line.
fn sample(cell: &Cell) -> String {
    let text = match &cell.value {
        CellValue::Number(number) => digits_shown(number).unwrap_or_else(|| number.clone()),
        value => value.text(),
    };
    let plain: Vec<&str> = text.split_whitespace().collect();
    let plain = plain.join(" ");
    match plain.char_indices().nth(SAMPLE_LETTERS) {
        Some((cut, _)) => format!("{}…", plain.get(..cut).unwrap_or_default()),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{TableLimits, TextChoice, propose, read_tables};
    use super::super::mapping::ColumnMapping;
    use super::*;

    fn tables(text: &str) -> Tables {
        read_tables(text.as_bytes(), "orders", &TextChoice::default(), &TableLimits::default()).unwrap()
    }

    fn fields(sheet: &SheetSeen) -> Vec<(&str, &str, Option<&str>)> {
        let columns = sheet.columns.iter();
        columns.map(|one| (one.letters.as_str(), one.head.as_str(), one.field.as_deref())).collect()
    }

    #[test]
    fn columns_are_shown_with_what_they_were_taken_for_and_some_of_their_values() {
        let found =
            tables("Orders of May;;;;\nref;Exporter;Colour;Gross weight (kg);\nA;Firm;red;1;x\nB;Firm;;2;\n;;;2;\n");
        let [sheet] = see(&found, &propose(&found)).try_into().unwrap();
        assert_eq!((&*sheet.name, sheet.head_row, sheet.rows), ("orders", 2, 3));
        assert_eq!(
            fields(&sheet),
            [
                ("A", "ref", Some("ref")),
                ("B", "Exporter", Some("exporter.name")),
                ("C", "Colour", None),
                ("D", "Gross weight (kg)", Some("items.gross_mass")),
                ("E", "", None)
            ]
        );
        assert_eq!(sheet.columns[0].samples, ["A", "B"]);
        assert_eq!(sheet.columns[1].samples, ["Firm"], "a value is shown once");
        assert_eq!(
            (sheet.columns[3].unit.as_str(), sheet.columns[4].samples.as_slice()),
            ("KGM", &["x".to_owned()][..])
        );
    }

    #[test]
    fn heads_that_nobody_knows_are_shown_to_be_named() {
        let found = tables("Liste;;\nAlpha;Beta;Gamma\n1;2;3\n");
        let [sheet] = see(&found, &Mapping::default()).try_into().unwrap();
        assert_eq!(fields(&sheet), [("A", "Alpha", None), ("B", "Beta", None), ("C", "Gamma", None)]);
        let left_out = Mapping { columns: vec![ColumnMapping { head: "beta".into(), ..ColumnMapping::default() }] };
        assert_eq!(see(&found, &left_out)[0].columns[1].field.as_deref(), Some(""));
        assert_eq!(see(&tables(""), &Mapping::default()), []);
    }

    #[test]
    fn files_of_one_origin_have_the_same_heads_whatever_they_hold() {
        let heads = heads_of(&tables("Alpha;Beta\n1;2\n"));
        assert_eq!(heads, heads_of(&tables("May;;\n;BETA; alpha \n;x;y\n;x;y\n")));
        assert_ne!(heads, heads_of(&tables("Alpha;Gamma\n1;2\n")));
    }

    #[test]
    fn long_values_are_cut_between_letters() {
        let found = tables(&format!("ref;text\nA;\"{}\nend\"\n", "é".repeat(70)));
        let seen = see(&found, &propose(&found));
        assert_eq!(seen[0].columns[1].samples, [format!("{}…", "é".repeat(60))]);
    }
}
