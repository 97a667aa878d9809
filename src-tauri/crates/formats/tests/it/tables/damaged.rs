//! Is a bad workbook refused with a name for what happened, and does none of them bring the reader down?

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rust_xlsxwriter::Workbook;
use tamga_formats::FormatError;
use tamga_formats::sheet::{TableLimits, TextChoice, is_workbook, read_tables};
use zip::CompressionMethod;

use super::{archive, package, packed, sheet_data, unpacked};

fn refusal(bytes: &[u8], limits: &TableLimits) -> FormatError {
    let error = read_tables(bytes, "", &TextChoice::default(), limits).unwrap_err();
    let names: Vec<&str> = error.params().iter().map(|(name, _)| *name).collect();
    assert!(names.iter().all(|name| ["what", "limit", "part", "encoding"].contains(name)), "{names:?}");
    error
}

#[test]
fn what_is_no_workbook_of_today_is_named() {
    let usual = TableLimits::default();
    let code = |bytes: &[u8]| refusal(bytes, &usual).code();
    assert_eq!(code(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"), "sheet.older_workbook");
    let letter = packed(&[("word/document.xml".to_owned(), b"<x/>".to_vec())]);
    assert_eq!(code(&letter), "sheet.no_workbook");
    assert!(!is_workbook(&letter));
    assert_eq!(code(b"PK\x03\x04 and then nothing"), "sheet.damaged");
    assert_eq!(code(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), "sheet.no_text");
    let whole = sheet_data("<row><c><v>1</v></c></row>");
    let without =
        |part: &str| packed(&unpacked(&whole).into_iter().filter(|(name, _)| name != part).collect::<Vec<_>>());
    assert_eq!(code(&without("xl/worksheets/sheet1.xml")), "sheet.damaged");
    assert_eq!(code(&without("xl/_rels/workbook.xml.rels")), "sheet.damaged");
}

#[test]
fn a_part_with_a_doctype_is_not_let_in() {
    let mut parts = unpacked(&sheet_data("<row><c><v>1</v></c></row>"));
    let (_, sheet) = parts.iter_mut().find(|(name, _)| name.ends_with("sheet1.xml")).unwrap();
    *sheet = [b"<!DOCTYPE x [<!ENTITY a \"b\">]>", sheet.as_slice()].concat();
    assert_eq!(refusal(&packed(&parts), &TableLimits::default()), FormatError::Doctype);
}

#[test]
fn an_archive_that_grows_without_bounds_is_stopped() {
    let bomb = package(&format!("<sheetData>{}</sheetData>", " ".repeat(40 * 1024 * 1024)), "", "", "");
    assert!(bomb.len() < 100_000, "it is small as long as nobody unpacks it");
    let refused = refusal(&bomb, &TableLimits::default());
    assert_eq!(refused, FormatError::TableTooLarge { what: "growth", limit: 200 });
    let patient = TableLimits { growth: usize::MAX, unpacked: 2 * 1024 * 1024, ..TableLimits::default() };
    assert_eq!(refusal(&bomb, &patient), FormatError::TableTooLarge { what: "unpacked", limit: 2 * 1024 * 1024 });
}

#[test]
fn far_cells_and_floods_are_refused_and_cost_no_memory() {
    let limits = TableLimits { rows: 10, cells: 20, letters: 8, ..TableLimits::default() };
    for (rows, what) in [
        (r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#.to_owned(), "columns"),
        (r#"<row r="1"><c t="inlineStr"><is><t>a long text</t></is></c></row>"#.to_owned(), "letters"),
        ("<row><c><v>1</v></c></row>".repeat(11), "rows"),
        ("<row><c><v>1</v></c><c><v>1</v></c><c><v>1</v></c></row>".repeat(7), "cells"),
    ] {
        let FormatError::TableTooLarge { what: found, .. } = refusal(&sheet_data(&rows), &limits) else {
            panic!("{what} is a limit")
        };
        assert_eq!(found, what);
    }
    for wrong in [r#"<row r="0"/>"#, r#"<row r="99999999"/>"#, r#"<row r="1"><c r="1A"/></row>"#] {
        assert_eq!(refusal(&sheet_data(wrong), &limits).code(), "sheet.damaged", "{wrong}");
    }
    let twice = r#"<row r="1"><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row>"#;
    assert_eq!(refusal(&sheet_data(twice), &limits).code(), "sheet.damaged");
}

type Change = (usize, prop::sample::Index, u8, u8);

/// Bytes of some parts changed at random.
fn changed(parts: &[(String, Vec<u8>)], changes: &[Change]) -> Vec<(String, Vec<u8>)> {
    let mut parts = parts.to_vec();
    for (part, at, byte, what) in changes {
        let count = parts.len();
        let bytes = &mut parts[part % count].1;
        let at = at.index(bytes.len().max(1));
        match what {
            0 if at < bytes.len() => bytes[at] = *byte,
            1 if at < bytes.len() => drop(bytes.remove(at)),
            // Digits, letters and marks that mean something here are likelier to lead somewhere.
            2 => bytes.insert(at.min(bytes.len()), b"0123456789AZ<>/\"&;="[usize::from(*byte) % 19]),
            3 if at < bytes.len() => bytes.truncate(at),
            _ => bytes.insert(at.min(bytes.len()), *byte),
        }
    }
    parts
}

#[test]
fn ten_thousand_changed_files_bring_no_reader_down() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..4 {
        sheet.write(row, 0, format!("text {row}")).unwrap();
        sheet.write(row, 1, f64::from(row) * 1.25).unwrap();
    }
    let styled = package(
        r#"<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1" s="1"><v>46347.5</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="e"><v>#N/A</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>"#,
        "<si><r><t>run_x000D_</t></r></si>",
        r#"<numFmts><numFmt numFmtId="164" formatCode="dd&quot;x&quot;\m"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>"#,
        r#"<workbookPr date1904="1"/>"#,
    );
    let workbooks = [unpacked(&book.save_to_buffer().unwrap()), unpacked(&styled)];
    let csv = "sep=;\nref;exporter.name;\"items\"\n1;\"Société \"\"X\"\"\";2,5\n\n2;x\t|,;\"a\nb\"\n";
    let files = [("csv".to_owned(), csv.as_bytes().to_vec()), ("xlsx".to_owned(), styled)];
    let limits = TableLimits::default();
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let change = (any::<usize>(), any::<prop::sample::Index>(), any::<u8>(), 0_u8..5);
    let strategy = prop::collection::vec(change, 1..8);
    let mut read = 0;
    for turn in 0..10_000 {
        let changes = strategy.new_tree(&mut runner).unwrap().current();
        // Changed parts in a sound archive reach the reader of the parts; whole files are changed too.
        let bytes = match turn % 4 {
            kind @ (0 | 1) => archive(&changed(&workbooks[kind], &changes), CompressionMethod::Stored),
            kind => changed(&files[kind - 2..=kind - 2], &changes).remove(0).1,
        };
        read += usize::from(read_tables(&bytes, "", &TextChoice::default(), &limits).is_ok());
    }
    assert!(read > 1000, "many changes leave a file that can be read: {read}");
}
