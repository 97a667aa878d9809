//! Are the tables of a pack in order, and what do they say? All faults are collected, each with file and line.

use serde::{Deserialize, Serialize};
use tamga_origin::Date;

use super::container::Files;
use super::{Fault, LONGEST_CELL, MOST_FAULTS, MOST_ROWS};
use crate::meta::ListMeta;
use crate::table::{HsLine, HsTable};

/// What `meta.toml` says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetaDoc {
    pub id: String,
    pub hs_year: u16,
    pub version: String,
    pub source: String,
    pub licence: String,
    pub languages: Vec<String>,
    pub maker: String,
    pub date: String,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    /// Does it hold every code of its year?
    #[serde(default)]
    pub whole: bool,
}

/// Reads every table; what is in the pack but says nothing is a fault, not silence.
pub fn read(files: &Files, sha256: String) -> Result<(ListMeta, String, HsTable), Vec<Fault>> {
    let mut reading = Reading { files, faults: Vec::new(), table: HsTable::default() };
    let head = reading.head();
    reading.codes();
    reading.texts();
    reading.correlation();
    reading.faults.truncate(MOST_FAULTS);
    let Reading { faults, mut table, .. } = reading;
    let Some((mut meta, maker)) = head.filter(|_| faults.is_empty()) else { return Err(faults) };
    table.year = meta.hs_year.unwrap_or_default();
    meta.rows = u64::try_from(table.lines.len()).unwrap_or(u64::MAX);
    meta.sha256 = sha256;
    Ok((meta, maker, table))
}

struct Reading<'a> {
    files: &'a Files,
    faults: Vec<Fault>,
    table: HsTable,
}

/// A row of a table: its line, and its cells in the order of the columns asked for.
type Row<const N: usize> = (u64, [String; N]);

impl Reading<'_> {
    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    fn head(&mut self) -> Option<(ListMeta, String)> {
        const FILE: &str = "meta.toml";
        let Some(bytes) = self.files.get(FILE) else {
            self.fault(Fault::new("hs_pack.file_missing", FILE, 0));
            return None;
        };
        let text = String::from_utf8_lossy(bytes);
        let doc: MetaDoc = match toml::from_str(&text) {
            Ok(doc) => doc,
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                let line = u64::try_from(before.matches('\n').count() + 1).unwrap_or_default();
                self.fault(Fault::new("hs_pack.meta_form", FILE, line).with("why", error.message()));
                return None;
            }
        };
        let is_plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
        // A pack never takes the place of a list that came with the program.
        if !doc.id.starts_with("pack-") || doc.id.len() > 60 || !doc.id.bytes().all(is_plain) {
            self.fault(Fault::new("hs_pack.id_form", FILE, 0).with("id", &doc.id));
        }
        if ![1988, 1992, 1996, 2002, 2007, 2012, 2017, 2022, 2028].contains(&doc.hs_year) {
            self.fault(Fault::new("hs_pack.year", FILE, 0).with("year", doc.hs_year));
        }
        let mut day = |text: &str| {
            let day = Date::parse(text);
            if day.is_none() {
                self.faults.push(Fault::new("hs_pack.meta_form", FILE, 0).with("why", text));
            }
            day
        };
        let meta = ListMeta {
            date: day(&doc.date),
            valid_from: doc.valid_from.as_deref().and_then(&mut day),
            valid_to: doc.valid_to.as_deref().and_then(&mut day),
            id: doc.id,
            version: doc.version,
            source: doc.source,
            licence: doc.licence,
            sha256: String::new(),
            rows: 0,
            languages: doc.languages,
            hs_year: Some(doc.hs_year),
            whole: doc.whole,
        };
        for language in &meta.languages {
            let file = format!("text.{language}.csv");
            if !self.files.contains_key(&file) {
                self.faults.push(Fault::new("hs_pack.file_missing", &file, 0));
            }
        }
        Some((meta, doc.maker))
    }

    /// The rows of a table in these columns, whatever their order; rows with a fault are left out.
    fn rows<const N: usize>(&mut self, file: &str, columns: [&str; N]) -> Vec<Row<N>> {
        let Some(bytes) = self.files.get(file) else { return Vec::new() };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let form = |line: u64, error: &csv::Error| Fault::new("hs_pack.table_form", file, line).with("why", error);
        let headers = match reader.headers() {
            Ok(headers) => headers.clone(),
            Err(error) => {
                let fault = form(1, &error);
                self.fault(fault);
                return Vec::new();
            }
        };
        let places = columns.map(|column| headers.iter().position(|header| header == column));
        for (column, place) in columns.iter().zip(&places) {
            if place.is_none() {
                self.fault(Fault::new("hs_pack.column_missing", file, 1).with("column", column));
            }
        }
        let (mut rows, mut count) = (Vec::new(), 0);
        for record in reader.records() {
            count += 1;
            if count > MOST_ROWS {
                self.fault(Fault::new("hs_pack.too_many_rows", file, 0).with("most", MOST_ROWS));
                break;
            }
            if self.faults.len() > MOST_FAULTS {
                break;
            }
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    let fault = form(line, &error);
                    self.fault(fault);
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            let cells = places.map(|place| place.and_then(|place| record.get(place)).unwrap_or_default().to_owned());
            if cells.iter().any(|cell| cell.chars().count() > LONGEST_CELL) {
                self.fault(Fault::new("hs_pack.cell_too_long", file, line).with("most", LONGEST_CELL));
                continue;
            }
            rows.push((line, cells));
        }
        if places.iter().all(Option::is_some) { rows } else { Vec::new() }
    }

    fn codes(&mut self) {
        const FILE: &str = "codes.csv";
        if !self.files.contains_key(FILE) {
            self.fault(Fault::new("hs_pack.file_missing", FILE, 0));
        }
        let rows = self.rows(FILE, ["code", "level", "parent", "unit"]);
        let mut parents: Vec<(u64, String, String)> = Vec::new();
        for (line, [code, level, parent, unit]) in rows {
            let digits = code.len();
            let is_code = [2, 4, 6].contains(&digits) && code.bytes().all(|byte| byte.is_ascii_digit());
            if !is_code || level != digits.to_string() {
                self.fault(Fault::new("hs_pack.code_form", FILE, line).with("code", &code).with("level", level));
                continue;
            }
            let twice = self.table.lines.insert(code.clone(), HsLine { unit, ..HsLine::default() }).is_some();
            if twice {
                self.fault(Fault::new("hs_pack.code_twice", FILE, line).with("code", &code));
            }
            parents.push((line, code, parent));
        }
        for (line, code, parent) in parents {
            let above = code.get(..code.len().saturating_sub(2)).unwrap_or_default();
            if parent != above || (!above.is_empty() && !self.table.lines.contains_key(above)) {
                self.fault(Fault::new("hs_pack.parent", FILE, line).with("code", code).with("parent", parent));
            }
        }
    }

    fn texts(&mut self) {
        let names: Vec<String> = self.files.keys().cloned().collect();
        for file in names {
            let tag = |start: &str| file.strip_prefix(start)?.strip_suffix(".csv").map(str::to_owned);
            if let Some(tag) = tag("text.") {
                for (line, [code, text]) in self.rows(&file, ["code", "text"]) {
                    if self.is_filled(&file, line, &text)
                        && let Some(row) = self.line_of(&file, line, &code)
                        && row.texts.insert(tag.clone(), text).is_some()
                    {
                        self.fault(Fault::new("hs_pack.text_twice", &file, line).with("code", code));
                    }
                }
            } else if let Some(tag) = tag("synonyms.") {
                for (line, [word, code]) in self.rows(&file, ["word", "code"]) {
                    if self.is_filled(&file, line, &word)
                        && let Some(row) = self.line_of(&file, line, &code)
                    {
                        row.synonyms.entry(tag.clone()).or_default().push(word);
                    }
                }
            }
        }
    }

    fn correlation(&mut self) {
        const FILE: &str = "correlation.csv";
        for (line, [code, year, became]) in self.rows(FILE, ["code", "year", "became"]) {
            if self.line_of(FILE, line, &code).is_none() {
                continue;
            }
            match year.parse() {
                Ok(year) if became.bytes().all(|byte| byte.is_ascii_digit()) && became.len() == code.len() => {
                    self.table.became.push((code, year, became));
                }
                _ => self.fault(Fault::new("hs_pack.code_form", FILE, line).with("code", became).with("level", year)),
            }
        }
    }

    fn is_filled(&mut self, file: &str, line: u64, cell: &str) -> bool {
        if cell.is_empty() {
            self.fault(Fault::new("hs_pack.cell_empty", file, line));
        }
        !cell.is_empty()
    }

    fn line_of(&mut self, file: &str, line: u64, code: &str) -> Option<&mut HsLine> {
        if !self.table.lines.contains_key(code) {
            self.fault(Fault::new("hs_pack.code_unknown", file, line).with("code", code));
        }
        self.table.lines.get_mut(code)
    }
}
