//! Which applications stand in a file of tables? Rows gathered by their reference into drafts, with a finding for each
//! cell that a person has to look at. Only applications are read and written here, never certificates: nothing that only
//! issuing gives has a column.

mod columns;
mod fields;
mod form;
mod gather;
mod heads;
mod line;
mod mapping;
mod remembered;
mod seen;
mod template;
mod typed;
mod write;

use tamga_origin::{Certificate, Finding};

use super::table::{Place, Tables};
use super::text::EncodingBy;

pub use mapping::{ColumnMapping, Mapping, propose};
pub use remembered::Remembered;
pub use seen::{ColumnSeen, SheetSeen, field_names, heads_of, see};
pub use template::{TemplateCodes, TemplateLanguage, write_template};
pub use write::{WrittenApplications, write_csv, write_workbook};

/// In which order day and month stand in a file, where somebody said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `23/11/2026`.
    DayFirst,
    /// `11/23/2026`.
    MonthFirst,
    /// `2026/11/23`: what is written otherwise stays a question.
    YearFirst,
}

/// How the cells of a file are read: for the whole file, never guessed cell by cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetReading {
    /// Decimal mark.
    pub decimal: char,
    /// Mark between groups of digits; spaces and apostrophes group anyway.
    pub group: Option<char>,
    /// Order of day and month; where nothing is said, a column must settle it.
    pub dates: Option<DateOrder>,
    /// Does the clerk agree that tariff codes which became numbers get their leading zero back?
    pub leading_zeros: bool,
}

impl Default for SheetReading {
    fn default() -> Self {
        Self { decimal: '.', group: None, dates: None, leading_zeros: false }
    }
}

/// One application of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// What tells it apart in the file; `row 7` where the file says nothing.
    pub reference: String,
    /// The draft.
    pub certificate: Certificate,
    /// What was noticed about its cells, each with its place.
    pub findings: Vec<Finding>,
}

/// All applications of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applications {
    /// In the order of the file.
    pub applications: Vec<Application>,
    /// What was noticed about the file as a whole.
    pub findings: Vec<Finding>,
}

/// Reads applications by a mapping.
pub fn read_applications(tables: &Tables, mapping: &Mapping, reading: &SheetReading) -> Applications {
    let mut findings = about_text(tables);
    let (mut plans, by_head) = (Vec::new(), mapping.by_head());
    for sheet in &tables.sheets {
        if sheet.hidden {
            // What nobody sees is nobody's application; lists of codes are hidden often, and no news.
            if mapping::has_heads(sheet) {
                findings.push(placed(Finding::warn("sheet.hidden_sheet", ""), &sheet.name));
            }
            continue;
        }
        if let Some(plan) = mapping::plan(sheet, &by_head) {
            findings.extend(about_plan(&plan));
            plans.push(plan);
        }
    }
    if plans.is_empty() {
        findings.push(Finding::block("sheet.no_heads", ""));
    }
    let guarded = tables.text.is_some();
    let applications = gather::gather(&plans, reading, guarded, &mut findings);
    Applications { applications, findings }
}

/// How sure the reading of the bytes is.
fn about_text(tables: &Tables) -> Vec<Finding> {
    let Some(text) = &tables.text else { return Vec::new() };
    let encoding = text.encoding.name();
    let mut findings = Vec::new();
    if text.encoding_by == EncodingBy::Guess {
        findings.push(Finding::warn("sheet.encoding", "").with("encoding", encoding));
    }
    if text.unreadable_bytes {
        findings.push(Finding::warn("sheet.bytes", "").with("encoding", encoding));
    }
    if text.quote_left_open {
        findings.push(Finding::warn("sheet.quote", ""));
    }
    findings
}

/// What a person may not have seen in a sheet, and columns that are not taken over: once for the file.
fn about_plan(plan: &mapping::Plan) -> Vec<Finding> {
    let sheet = plan.sheet;
    let at = |column: u32| sheet.place(plan.head_row, column).to_string();
    let mut findings = Vec::new();
    for (column, head) in &plan.unknown {
        findings.push(placed(Finding::warn("sheet.unknown_column", ""), at(*column)).with("text", head));
    }
    for (column, field) in &plan.twice {
        findings.push(
            placed(Finding::warn("sheet.column_twice", columns::path(field, None)), at(*column)).with("text", field),
        );
    }
    for taken in plan.taken.iter().filter(|taken| sheet.hidden_columns.contains(&taken.column)) {
        findings.push(placed(Finding::warn("sheet.hidden_column", columns::path(taken.field, None)), at(taken.column)));
    }
    for row in plan.rows.iter().filter(|row| row.hidden) {
        let place = Place { sheet: sheet.name.clone(), row: row.number, column: None };
        findings.push(placed(Finding::warn("sheet.hidden_row", ""), place));
    }
    for area in sheet.merged.iter().filter(|area| area.bottom > plan.head_row) {
        let place = sheet.place(area.top, area.left);
        findings.push(placed(Finding::warn("sheet.merged", ""), place));
    }
    for taken in &plan.taken {
        let mut computed = plan.rows.iter().filter(|row| row.cell(taken.column).is_some_and(|cell| cell.formula));
        if let Some(first) = computed.next() {
            let count = 1 + computed.count();
            let finding = Finding::info("sheet.formula", columns::path(taken.field, None));
            findings.push(placed(finding, sheet.place(first.number, taken.column)).with("count", count));
        }
    }
    findings
}

/// A finding with its place as the first parameter.
fn placed(mut finding: Finding, place: impl ToString) -> Finding {
    finding.params.insert(0, ("where".into(), place.to_string()));
    finding
}
