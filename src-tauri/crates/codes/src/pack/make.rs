//! How does a customs office make a pack? From one table with a row for each code, signed by whoever publishes it.
//!
//! Columns: `code`; `unit` (Rec 20, may be missing); one for each language, named by its two letters (`en`, `fr`); words of
//! the market as `synonyms.en`, set apart by semicolons; what a code became in another year as `became.2022`. What was
//! made is read back as every receiver reads it, so that a pack that would be refused is never handed out.

use std::collections::{BTreeMap, BTreeSet};

use tamga_origin::Date;

use super::container::{self, Files};
use super::tables::{self, MetaDoc};
use super::{Fault, LONGEST_CELL, MOST_FAULTS, MOST_ROWS, PackRefused};
use crate::table::TableRow;

/// What is said about a pack beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// Its name here, `pack-` and small letters, digits or hyphens.
    pub id: String,
    /// Year of the Harmonized System.
    pub hs_year: u16,
    /// Version in the maker's words.
    pub version: String,
    /// Where the codes and texts come from.
    pub source: String,
    /// Under what terms they may be passed on.
    pub licence: String,
    /// Who made it.
    pub maker: String,
    /// Day of the text.
    pub date: Date,
    /// Does it hold every code of its year?
    pub whole: bool,
}

/// Makes a pack of a table whose first row names the columns; `sign` is given the manifest and hands back what stands in
/// `manifest.sig`.
///
/// # Errors
/// [`PackRefused::Faults`] with the rows of the table, and what `sign` answers.
pub fn make<E>(
    cover: &Cover,
    table: &[TableRow],
    sign: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<u8>, PackRefused<E>> {
    let mut making = Making::default();
    making.read(table);
    let languages: Vec<String> = making.texts.keys().cloned().collect();
    let Making { mut faults, files, rows, .. } = making.written(cover, &languages).map_err(PackRefused::Faults)?;
    if faults.is_empty() {
        faults = tables::read(&files, String::new()).err().unwrap_or_default();
        faults.iter_mut().for_each(|fault| to_row(fault, &rows));
    }
    if !faults.is_empty() {
        faults.truncate(MOST_FAULTS);
        return Err(PackRefused::Faults(faults));
    }
    let manifest = container::manifest(&files);
    let signature = sign(&manifest).map_err(PackRefused::Signature)?;
    let mut files = files;
    files.insert(container::MANIFEST.to_owned(), manifest);
    files.insert(container::SIGNATURE.to_owned(), signature);
    container::pack(&files).map_err(|_| PackRefused::Faults(vec![Fault::new("hs_pack.not_a_zip", "", 0)]))
}

/// A line of a file of the pack is a row of the table.
fn to_row(fault: &mut Fault, rows: &BTreeMap<String, Vec<u64>>) {
    let line = usize::try_from(fault.line).unwrap_or_default();
    let row = rows.get(&fault.file).and_then(|rows| rows.get(line.checked_sub(2)?));
    if let Some(row) = row {
        fault.line = *row;
        fault.file = String::new();
    }
}

/// A column of the table.
enum Column {
    Code,
    Unit,
    Text(String),
    Synonyms(String),
    Became(String),
}

impl Column {
    fn of(head: &str) -> Option<Self> {
        let head = head.trim().to_lowercase();
        let is_language = |tag: &str| tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_lowercase());
        if let Some(tag) = head.strip_prefix("synonyms.").filter(|tag| is_language(tag)) {
            return Some(Self::Synonyms(tag.to_owned()));
        }
        if let Some(year) = head.strip_prefix("became.") {
            return Some(Self::Became(year.to_owned()));
        }
        match head.as_str() {
            "code" => Some(Self::Code),
            "unit" => Some(Self::Unit),
            tag if is_language(tag) => Some(Self::Text(tag.to_owned())),
            _ => None,
        }
    }
}

/// Rows of two cells with the row of the table they come from.
type Pairs = Vec<(u64, String, String)>;

#[derive(Default)]
struct Making {
    faults: Vec<Fault>,
    codes: Vec<(u64, [String; 4])>,
    texts: BTreeMap<String, Pairs>,
    synonyms: BTreeMap<String, Pairs>,
    became: Vec<(u64, [String; 3])>,
    files: Files,
    /// For each file the rows of the table its lines come from.
    rows: BTreeMap<String, Vec<u64>>,
}

impl Making {
    fn read(&mut self, table: &[TableRow]) {
        let Some((head, rows)) = table.split_first() else {
            self.faults.push(Fault::new("hs_pack.column_missing", "", 1).with("column", "code"));
            return;
        };
        let mut columns = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, name) in head.cells.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()) {
            match Column::of(name).filter(|_| seen.insert(name.trim().to_lowercase())) {
                Some(column) => columns.push((at, column)),
                None => self.faults.push(Fault::new("hs_pack.column_unknown", "", head.number).with("column", name)),
            }
        }
        if !columns.iter().any(|(_, column)| matches!(column, Column::Code)) {
            self.faults.push(Fault::new("hs_pack.column_missing", "", head.number).with("column", "code"));
            return;
        }
        if !columns.iter().any(|(_, column)| matches!(column, Column::Text(_))) {
            self.faults.push(Fault::new("hs_pack.column_missing", "", head.number).with("column", "en"));
        }
        if rows.len() > MOST_ROWS {
            self.faults.push(Fault::new("hs_pack.too_many_rows", "", 0).with("most", MOST_ROWS));
            return;
        }
        for row in rows.iter().filter(|row| !row.is_empty()) {
            self.row(row, &columns);
        }
    }

    fn row(&mut self, row: &TableRow, columns: &[(usize, Column)]) {
        if row.cells.iter().any(|cell| cell.chars().count() > LONGEST_CELL) {
            self.faults.push(Fault::new("hs_pack.cell_too_long", "", row.number).with("most", LONGEST_CELL));
            return;
        }
        let of = |wanted: fn(&Column) -> bool| columns.iter().find(|(_, column)| wanted(column)).map(|(at, _)| *at);
        let code = digits(of(|column| matches!(column, Column::Code)).map(|at| row.cell(at)).unwrap_or_default());
        let unit = of(|column| matches!(column, Column::Unit)).map(|at| row.cell(at)).unwrap_or_default();
        let above = code.get(..code.len().saturating_sub(2)).unwrap_or_default().to_owned();
        self.codes.push((row.number, [code.clone(), code.len().to_string(), above, unit.to_owned()]));
        for (at, column) in columns {
            let cell = row.cell(*at).to_owned();
            match column {
                _ if cell.is_empty() => {}
                Column::Code | Column::Unit => {}
                Column::Text(tag) => {
                    self.texts.entry(tag.clone()).or_default().push((row.number, code.clone(), cell));
                }
                Column::Synonyms(tag) => {
                    let words = cell.split(';').map(str::trim).filter(|word| !word.is_empty());
                    let words = words.map(|word| (row.number, word.to_owned(), code.clone()));
                    self.synonyms.entry(tag.clone()).or_default().extend(words);
                }
                Column::Became(year) => {
                    let codes = cell.split(';').map(digits).filter(|code| !code.is_empty());
                    self.became.extend(codes.map(|became| (row.number, [code.clone(), year.clone(), became])));
                }
            }
        }
    }

    /// The files of the pack.
    fn written(mut self, cover: &Cover, languages: &[String]) -> Result<Self, Vec<Fault>> {
        let Cover { id, hs_year, version, source, licence, maker, date, whole } = cover.clone();
        let meta = MetaDoc {
            id,
            hs_year,
            version,
            source,
            licence,
            languages: languages.to_vec(),
            maker,
            date: date.to_string(),
            valid_from: None,
            valid_to: None,
            whole,
        };
        let form = |why: String| vec![Fault::new("hs_pack.meta_form", "meta.toml", 0).with("why", why)];
        let meta = toml::to_string(&meta).map_err(|error| form(error.to_string()))?;
        self.files.insert("meta.toml".to_owned(), meta.into_bytes());
        let codes = std::mem::take(&mut self.codes);
        self.file("codes.csv".to_owned(), ["code", "level", "parent", "unit"], codes)?;
        for (tag, pairs) in std::mem::take(&mut self.texts) {
            let rows = pairs.into_iter().map(|(row, code, text)| (row, [code, text])).collect();
            self.file(format!("text.{tag}.csv"), ["code", "text"], rows)?;
        }
        for (tag, pairs) in std::mem::take(&mut self.synonyms) {
            let rows = pairs.into_iter().map(|(row, word, code)| (row, [word, code])).collect();
            self.file(format!("synonyms.{tag}.csv"), ["word", "code"], rows)?;
        }
        let became = std::mem::take(&mut self.became);
        if !became.is_empty() {
            self.file("correlation.csv".to_owned(), ["code", "year", "became"], became)?;
        }
        Ok(self)
    }

    fn file<const N: usize>(
        &mut self,
        name: String,
        head: [&str; N],
        rows: Vec<(u64, [String; N])>,
    ) -> Result<(), Vec<Fault>> {
        let fault = |why: String| vec![Fault::new("hs_pack.table_form", &name, 0).with("why", why)];
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(head).map_err(|error| fault(error.to_string()))?;
        for (_, cells) in &rows {
            writer.write_record(cells).map_err(|error| fault(error.to_string()))?;
        }
        let content = writer.into_inner().map_err(|error| fault(error.to_string()))?;
        // A cell may hold line ends; then lines are no longer counted by rows, and the file itself is named.
        let plain = content.iter().filter(|byte| **byte == b'\n').count() == rows.len() + 1;
        if plain {
            self.rows.insert(name.clone(), rows.iter().map(|(row, _)| *row).collect());
        }
        self.files.insert(name, content);
        Ok(())
    }
}

/// A code without its points and blanks; what else stands there stays, to be named as a fault.
fn digits(cell: &str) -> String {
    cell.chars().filter(|letter| !matches!(letter, '.' | ' ' | '\u{a0}')).collect()
}
