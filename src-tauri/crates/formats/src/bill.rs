//! Which materials does a spreadsheet list? From the rows of a table to the materials of a calculation, with a finding
//! for each cell that could not be taken over.
//!
//! Whether the product originates is asked elsewhere; a cell that cannot be read is left out and never guessed.

mod header;

use tamga_origin::calculator::{Material, Status};
use tamga_origin::units::{Dimension, unit};
use tamga_origin::word::Word;
use tamga_origin::{Decimal, Finding, Measure, Reading, read_column};

use crate::Read;
use crate::sheet::{CellValue, Place, Row, Sheet};
use header::MaterialField;

/// The marks of numbers that stand as text: decimal mark and group mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Decimal mark.
    pub decimal: char,
    /// Group mark, besides spaces and apostrophes.
    pub group: Option<char>,
}

/// Rows above the header that may hold a title.
const TITLE_ROWS: usize = 20;

/// Reads the materials of a sheet: the first row that names two columns or more is the header, each row below it that
/// says something is a material, numbered from 1.
pub fn read_materials(sheet: &Sheet, marks: Marks) -> Read<Vec<Material>> {
    let mut findings = Vec::new();
    let named = |row: &Row| row.cells.iter().filter(|cell| header::field(&cell.value.text()).is_some()).count() >= 2;
    let Some(top) = sheet.rows.iter().take(TITLE_ROWS).position(named) else {
        let place = sheet.place(sheet.rows.first().map_or(1, |row| row.number), 0);
        findings.push(Finding::block("bill.header_missing", "").with("where", place));
        return Read { value: Vec::new(), findings };
    };
    let mut columns: Vec<(MaterialField, u32)> = Vec::new();
    for (row, cell) in sheet.rows.get(top).into_iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell))) {
        let text = cell.value.text();
        match header::field(&text) {
            Some(field) if !columns.iter().any(|(taken, _)| *taken == field) => columns.push((field, cell.column)),
            _ => {
                let place = sheet.place(row.number, cell.column);
                findings.push(Finding::info("bill.column_unknown", "").with("where", place).with("text", text));
            }
        }
    }
    let wanted = [MaterialField::Hs, MaterialField::Status, MaterialField::Value];
    for missing in wanted.into_iter().filter(|one| !columns.iter().any(|(taken, _)| taken == one)) {
        findings.push(Finding::warn("bill.column_missing", "").with("column", missing.as_str()));
    }
    // A unit is kept beside its weight, which is read first wherever its column stands.
    columns.sort_by_key(|(field, _)| MaterialField::ALL.iter().position(|one| one == field));
    let body: Vec<&Row> = sheet.rows.iter().skip(top + 1).collect();
    let above = |field: MaterialField| {
        let column = columns.iter().find(|(one, _)| *one == field).map(|(_, column)| *column)?;
        sheet.rows.get(top)?.cell(column).map(|cell| cell.value.text())
    };
    let unit_above = above(MaterialField::Weight).and_then(|name| header::unit_in_brackets(&name)).unwrap_or_default();
    let mut materials: Vec<Material> = (1..).zip(&body).map(|(line, _)| blank(line)).collect();
    for (field, column) in columns {
        let mut cells = Cells { sheet, column, body: &body, findings: &mut findings };
        if field.is_number() {
            let numbers = cells.numbers(marks);
            for (material, number) in materials.iter_mut().zip(numbers) {
                set_number(material, field, number, &unit_above);
            }
        } else {
            cells.texts(field, &mut materials);
        }
    }
    for (row, material) in body.iter().zip(&mut materials) {
        // A weight of no unit is no weight.
        if material.weight.as_ref().is_some_and(|weight| weight.unit.is_empty()) {
            material.weight = None;
            let place = Place { sheet: sheet.name.clone(), row: row.number, column: None };
            findings.push(Finding::warn("bill.unit", "").with("where", place).with("text", ""));
        }
    }
    Read { value: materials, findings }
}

fn blank(line: u32) -> Material {
    Material {
        line,
        description: String::new(),
        hs: String::new(),
        origin: String::new(),
        status: Status::Unknown,
        value: None,
        currency: String::new(),
        weight: None,
        originating_content: None,
        named_by_rule: false,
    }
}

fn set_number(material: &mut Material, field: MaterialField, number: Option<Decimal>, unit: &str) {
    match field {
        MaterialField::Value => material.value = number,
        MaterialField::OriginatingContent => material.originating_content = number,
        MaterialField::Weight => material.weight = number.map(|amount| Measure { amount, unit: unit.to_owned() }),
        _ => {}
    }
}

/// One column below the header.
struct Cells<'a> {
    sheet: &'a Sheet,
    column: u32,
    body: &'a [&'a Row],
    findings: &'a mut Vec<Finding>,
}

impl Cells<'_> {
    fn note(&mut self, code: &'static str, row: &Row, text: &str) {
        let place = self.sheet.place(row.number, self.column);
        self.findings.push(Finding::warn(code, "").with("where", place).with("text", text));
    }

    fn ask(&mut self, row: &Row, text: &str, readings: &[Decimal]) {
        let place = self.sheet.place(row.number, self.column);
        let readings: Vec<String> = readings.iter().map(Decimal::to_string).collect();
        let finding = Finding::warn("bill.question", "").with("where", place).with("text", text);
        self.findings.push(finding.with("readings", readings.join(", ")));
    }

    /// Numbers of the column, judged as a whole; what is a question is left out and asked about.
    fn numbers(&mut self, marks: Marks) -> Vec<Option<Decimal>> {
        let text = |row: &&Row| row.cell(self.column).map_or_else(String::new, |cell| cell.value.text());
        let texts: Vec<String> = self.body.iter().map(text).collect();
        let typed: Vec<&str> = texts.iter().map(String::as_str).collect();
        let readings = read_column(&typed, marks.decimal, marks.group);
        let mut numbers = Vec::new();
        for ((row, text), reading) in self.body.iter().zip(&texts).zip(readings) {
            // A workbook's own number is exact and no question.
            let exact = row.cell(self.column).and_then(|cell| match &cell.value {
                CellValue::Number(number) => Decimal::parse(number),
                _ => None,
            });
            numbers.push(match (exact, reading) {
                (Some(number), _) | (None, Reading::Value(number)) => Some(number),
                (None, _) if text.trim().is_empty() => None,
                (None, Reading::Question(readings)) => {
                    self.ask(row, text, &readings);
                    None
                }
                (None, Reading::Unreadable) => {
                    self.note("bill.number", row, text);
                    None
                }
            });
        }
        numbers
    }

    fn texts(&mut self, field: MaterialField, materials: &mut [Material]) {
        for (row, material) in self.body.iter().zip(materials) {
            let Some(cell) = row.cell(self.column) else { continue };
            let text = cell.value.text();
            let text = text.trim();
            match field {
                MaterialField::Description => material.description = text.to_owned(),
                MaterialField::Hs => {
                    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{A0}' | '-')).collect();
                    if digits.bytes().all(|byte| byte.is_ascii_digit()) && (2..=12).contains(&digits.len()) {
                        // A spreadsheet drops the zero at the beginning of a code that it takes for a number.
                        let lost = matches!(cell.value, CellValue::Number(_)) && digits.len() % 2 == 1;
                        material.hs = if lost { format!("0{digits}") } else { digits };
                    } else {
                        self.note("bill.code", row, text);
                    }
                }
                MaterialField::Origin => {
                    let country = text.to_uppercase();
                    if country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase()) {
                        material.origin = country;
                    } else {
                        self.note("bill.country", row, text);
                    }
                }
                MaterialField::Currency => material.currency = text.to_uppercase(),
                MaterialField::Status => match header::status(text) {
                    Some(status) => material.status = status,
                    None => {
                        self.note("bill.status", row, text);
                    }
                },
                MaterialField::Unit => {
                    let code = header::weight_unit(text);
                    if unit(&code).is_some_and(|unit| unit.dimension == Dimension::Mass) {
                        let amount = material.weight.take().map(|weight| weight.amount);
                        material.weight = amount.map(|amount| Measure { amount, unit: code });
                    } else {
                        self.note("bill.unit", row, text);
                        // A weight in a unit nobody knows is no weight.
                        material.weight = None;
                    }
                }
                MaterialField::Named => material.named_by_rule = header::status(text) == Some(Status::Originating),
                MaterialField::Value | MaterialField::Weight | MaterialField::OriginatingContent => {}
            }
        }
    }
}
