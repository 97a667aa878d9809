//! What does the table reader make of workbooks: those of another program's library, and parts written out by hand?

mod damaged;
mod workbooks;

use std::io::{Cursor, Write as _};

use tamga_formats::sheet::{CellValue, TableLimits, Tables, TextChoice, read_tables};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A workbook of one sheet from the parts' own text; the sheet is shown as `Data`.
pub fn package(sheet: &str, shared: &str, styles: &str, workbook: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="{OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>"#
            ),
        ),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{MAIN}">{shared}</sst>"#)),
        ("xl/styles.xml", format!(r#"<styleSheet xmlns="{MAIN}">{styles}</styleSheet>"#)),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{MAIN}">{sheet}</worksheet>"#)),
    ];
    packed(&parts.map(|(name, text)| (name.to_owned(), text.into_bytes())))
}

/// An archive of parts.
pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    archive(parts, CompressionMethod::Deflated)
}

/// An archive of parts, packed one way or the other.
pub fn archive(parts: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The parts of an archive.
pub fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Rows of cells between `<sheetData>`.
pub fn sheet_data(rows: &str) -> Vec<u8> {
    package(&format!("<sheetData>{rows}</sheetData>"), "", "", "")
}

/// Reads with the usual limits.
pub fn read(bytes: &[u8]) -> Tables {
    read_tables(bytes, "text", &TextChoice::default(), &TableLimits::default()).unwrap()
}

/// Every cell as a line: place, kind, text, and `=` before what a formula computed.
pub fn cells(tables: &Tables) -> Vec<String> {
    let mut lines = Vec::new();
    for sheet in &tables.sheets {
        for row in &sheet.rows {
            for cell in &row.cells {
                let kind = match &cell.value {
                    CellValue::Text(_) => "text",
                    CellValue::Number(_) => "number",
                    CellValue::Date { has_time: false, .. } => "day",
                    CellValue::Date { has_time: true, .. } => "day with time",
                    CellValue::Bool(_) => "bool",
                    CellValue::Error(_) => "error",
                };
                let computed = if cell.formula { "=" } else { "" };
                let place = sheet.place(row.number, cell.column);
                lines.push(format!("{place} {kind} {computed}{}", cell.value.text()));
            }
        }
    }
    lines
}
