//! How are certificates and drafts written as applications? One flat sheet as CSV text, or a workbook of two sheets; what
//! a table cannot carry is named path by path.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use tamga_origin::{Certificate, Finding, GoodsItem};

use crate::error::FormatError;
use crate::paths;

use super::super::number;
use super::columns::{ITEMS, REF, all, field, is_of_item};
use super::fields;
use super::form::{Form, Kind};
use super::gather::number_producers;
use super::line::Line;
use super::typed::{guarded, is_risky};

/// What a writer made of some certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenApplications {
    /// The file.
    pub bytes: Vec<u8>,
    /// For each certificate the paths that the table does not carry; empty when it carries all.
    pub findings: Vec<Vec<Finding>>,
}

/// One application as lines: of its head, and of each goods item.
struct Lines {
    reference: String,
    head: Vec<Line>,
    items: Vec<Line>,
}

/// What a table carries of a certificate: a draft, texts as cells hold them, no entry that says nothing.
///
/// `flat` sheets repeat the head on every row, so that there an entry of one of its lists counts once.
fn carried(certificate: &Certificate, flat: bool) -> (Lines, Certificate) {
    let (mut draft, _) = certificate.without_issue();
    let head = Form::write(|form| fields::head(form, &mut draft));
    let mut image = Certificate::default();
    Form::read(&head.iter().collect::<Vec<_>>(), flat, |form| fields::head(form, &mut image));
    number_producers(&mut image.producers);
    let mut items = Vec::new();
    for item in &mut draft.items {
        if image.items.iter().any(|other: &GoodsItem| other.sequence == item.sequence) {
            continue;
        }
        let mut lines = Form::write(|form| form.inside(ITEMS, |form| fields::item(form, item)));
        lines.retain(|line| !line.is_empty());
        let mut back = GoodsItem::default();
        let read: Vec<&Line> = lines.iter().collect();
        Form::read(&read, false, |form| form.inside(ITEMS, |form| fields::item(form, &mut back)));
        for line in &mut lines {
            line.set("items.sequence", item.sequence.to_string().into());
        }
        image.items.push(back);
        items.extend(lines);
    }
    let head = head.into_iter().filter(|line| !line.is_empty()).collect();
    (Lines { reference: String::new(), head, items }, image)
}

fn lost(certificate: &Certificate, image: &Certificate, dialect: &'static str) -> Vec<Finding> {
    let (before, after) = (paths::values(certificate), paths::values(image));
    let finding = |path: String| {
        let code = if after.contains_key(&path) { "loss.recoded" } else { "loss.dropped" };
        let text = before.get(&path).map(|text| text.chars().take(64).collect::<String>()).unwrap_or_default();
        Finding::warn(code, path).with("dialect", dialect).with("text", text)
    };
    paths::differing_values(&before, &after).into_iter().map(finding).collect()
}

/// The lines of all certificates with references that differ, and what is lost of each.
fn prepared(
    certificates: &[(&str, &Certificate)],
    flat: bool,
    dialect: &'static str,
) -> (Vec<Lines>, Vec<Vec<Finding>>) {
    let mut all_lines: Vec<Lines> = Vec::new();
    let mut findings = Vec::new();
    for (number, (reference, certificate)) in (1..).zip(certificates) {
        let (mut lines, image) = carried(certificate, flat);
        let wanted = super::form::tidy(reference);
        let taken = |name: &str| name.is_empty() || all_lines.iter().any(|other| other.reference == name);
        lines.reference = if taken(&wanted) { format!("{wanted}#{number}") } else { wanted };
        findings.push(lost(certificate, &image, dialect));
        all_lines.push(lines);
    }
    (all_lines, findings)
}

/// The fields that say something, in their order.
fn used<'a>(lines: impl Iterator<Item = &'a Line> + Clone, wanted: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let says = |name: &str| lines.clone().any(|line| line.contains(name));
    all().iter().map(|field| field.name.as_str()).filter(|name| wanted(name) && says(name)).collect()
}

/// Writes applications as one flat sheet of CSV text: UTF-8 with a byte-order mark, so that spreadsheets know it, commas,
/// a decimal point, days as `CCYY-MM-DD`. What begins like a formula stands behind an apostrophe.
///
/// # Errors
/// When the text cannot be put together; that would be a fault of this program.
pub fn write_csv(certificates: &[(&str, &Certificate)]) -> Result<WrittenApplications, FormatError> {
    let flat = certificates.iter().any(|(_, certificate)| !certificate.items.is_empty());
    let (applications, findings) = prepared(certificates, flat, "csv");
    let lines = applications.iter().flat_map(|one| one.head.iter().chain(&one.items));
    let columns = used(lines, |_| true);
    let unwritten = |error: csv::Error| FormatError::WorkbookUnwritten { what: error.to_string() };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record([REF].iter().chain(&columns)).map_err(unwritten)?;
    let empty = Line::default();
    for one in &applications {
        for row in 0..one.head.len().max(one.items.len()).max(1) {
            let (head, item) = (one.head.get(row).unwrap_or(&empty), one.items.get(row).unwrap_or(&empty));
            let cells = columns.iter().map(|name| head.get(name).or_else(|| item.get(name)).unwrap_or_default());
            let record = [one.reference.as_str()].into_iter().chain(cells).map(guarded);
            writer.write_record(record).map_err(unwritten)?;
        }
    }
    let bytes =
        writer.into_inner().map_err(|error| FormatError::WorkbookUnwritten { what: error.error().to_string() })?;
    Ok(WrittenApplications { bytes, findings })
}

/// Writes applications as a workbook with the sheets `applications` and `items`. Numbers are numbers where a workbook
/// keeps every digit of them, else text.
///
/// # Errors
/// `WorkbookUnwritten` when a workbook cannot hold so much (1,048,576 rows, 32,767 letters in a cell).
pub fn write_workbook(certificates: &[(&str, &Certificate)]) -> Result<WrittenApplications, FormatError> {
    let (applications, findings) = prepared(certificates, false, "xlsx");
    let heads = used(applications.iter().flat_map(|one| &one.head), |name| !is_of_item(name));
    let items = used(applications.iter().flat_map(|one| &one.items), is_of_item);
    let written = || -> Result<Vec<u8>, XlsxError> {
        let mut book = workbook()?;
        let styles = Styles::new();
        let empty = vec![Line::default()];
        let rows = applications.iter().flat_map(|one| {
            let lines = if one.head.is_empty() { &empty } else { &one.head };
            lines.iter().map(|line| (one.reference.as_str(), line))
        });
        sheet(book.add_worksheet().set_name("applications")?, &heads, rows, &styles)?;
        let rows = applications.iter().flat_map(|one| one.items.iter().map(|line| (one.reference.as_str(), line)));
        sheet(book.add_worksheet().set_name("items")?, &items, rows, &styles)?;
        book.save_to_buffer()
    };
    let bytes = written().map_err(|error| FormatError::WorkbookUnwritten { what: error.to_string() })?;
    Ok(WrittenApplications { bytes, findings })
}

/// An empty workbook that names no time: the same applications are the same bytes.
pub(super) fn workbook() -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let time = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&time));
    Ok(book)
}

/// How cells look.
pub(super) struct Styles {
    pub(super) head: Format,
    text: Format,
    /// Marked so that no spreadsheet computes it, even after somebody edits the cell.
    quoted: Format,
}

impl Styles {
    pub(super) fn new() -> Self {
        let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
        Self { head: Format::new().set_bold(), quoted: text.clone().set_quote_prefix(), text }
    }
}

fn sheet<'a>(
    sheet: &mut Worksheet,
    columns: &[&str],
    rows: impl Iterator<Item = (&'a str, &'a Line)>,
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (column, name) in (0..).zip([REF].iter().chain(columns)) {
        sheet.write_with_format(0, column, *name, &styles.head)?;
        sheet.set_column_width(column, 18)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    for (row, (reference, line)) in (1..).zip(rows) {
        cell(sheet, row, 0, reference, Kind::Code, styles)?;
        for (column, name) in (1..).zip(columns) {
            if let Some(text) = line.get(name) {
                let kind = field(name).map_or(Kind::Text, |field| field.kind);
                cell(sheet, row, column, text, kind, styles)?;
            }
        }
    }
    Ok(())
}

/// Writes one cell: a number as a number when the workbook gives back the very same text.
pub(super) fn cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    kind: Kind,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let number = text.parse::<f64>().ok().filter(|_| matches!(kind, Kind::Number | Kind::Count));
    let kept = |number: &f64| {
        number::exact(&number.to_string()).as_deref() == Some(text) && number::digits_shown(text).is_none()
    };
    match number.filter(kept) {
        Some(number) => sheet.write_number(row, column, number)?,
        None if is_risky(text) => sheet.write_string_with_format(row, column, text, &styles.quoted)?,
        None => sheet.write_string_with_format(row, column, text, &styles.text)?,
    };
    Ok(())
}
