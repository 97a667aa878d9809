//! Tables and calculations: CSV text, workbooks damaged as archives and part by part, worksheets of origin.
//!
//! A workbook is packed, so its memory is measured by what its parts come to unpacked. That the parts cannot grow beyond
//! the reader's own limits is shown with archives made for nothing else.

use std::io::{Cursor, Read as _};

use tamga_formats::sheet::{
    SheetReading, TableLimits, TextChoice, propose, read_applications, read_tables, write_csv, write_workbook,
};
use tamga_formats::{sample, worksheet};
use tamga_origin::{Certificate, GoodsItem};
use zip::CompressionMethod;

use super::{BESIDE, Chance, TIMES, survives, survives_all, written};
use crate::tables::{archive, packed, unpacked};
use crate::worksheets;

/// Reads to the end, as an import does: the tables, what their heads mean, the applications.
fn reads(bytes: &[u8]) -> bool {
    let tables = read_tables(bytes, "orders", &TextChoice::default(), &TableLimits::default());
    tables.is_ok_and(|tables| {
        !read_applications(&tables, &propose(&tables), &SheetReading::default()).applications.is_empty()
    })
}

/// Lists that are made once in the life of a program are made before anything is measured.
fn warm_up() {
    assert!(reads(b"ref,exporter.name\nA,Firm\n"));
}

/// What a finding costs, divided by [`TIMES`]: its code, its path, the place of its cell and what stands there. A table
/// has one for every cell that is amiss, however few letters the cell has.
const FINDING: u64 = 64;

/// The bytes of a text and, where that does not explain what was held, what its findings come to: counting them reads the
/// text once more.
fn text_size(bytes: &[u8], held: u64) -> u64 {
    let length = bytes.len() as u64;
    if held <= TIMES * length + BESIDE {
        return length;
    }
    let tables = read_tables(bytes, "orders", &TextChoice::default(), &TableLimits::default());
    let findings = tables.map_or(0, |tables| {
        let read = read_applications(&tables, &propose(&tables), &SheetReading::default());
        let of_cells: usize = read.applications.iter().map(|application| application.findings.len()).sum();
        read.findings.len() + of_cells
    });
    length + FINDING * findings as u64
}

#[test]
fn damaged_csv_is_survived() {
    warm_up();
    let documents = written(|certificate| write_csv(&[("A", certificate)]).unwrap().bytes);
    let damaged = |chance: &mut Chance, seed: u64| {
        let document = &documents[chance.below(documents.len())];
        if seed == 0 { document.clone() } else { chance.damage(document) }
    };
    survives_all("damaged_csv_is_survived", &damaged, &text_size, &|bytes, _| reads(bytes));
}

#[test]
fn damaged_worksheets_of_origin_are_survived() {
    let documents: Vec<Vec<u8>> = worksheets::calculated().iter().map(worksheet::write).collect();
    survives("damaged_worksheets_of_origin_are_survived", &documents, &|bytes, limits| {
        worksheet::read(bytes, limits).is_ok()
    });
}

/// Workbooks of one application, and one of many.
fn workbooks() -> Vec<Vec<u8>> {
    let mut books = written(|certificate| write_workbook(&[("A", certificate)]).unwrap().bytes);
    let certificates: Vec<(String, Certificate)> =
        (0..30).map(|number| (format!("A-{number}"), sample::certificate())).collect();
    let named: Vec<(&str, &Certificate)> =
        certificates.iter().map(|(name, certificate)| (name.as_str(), certificate)).collect();
    books.push(write_workbook(&named).unwrap().bytes);
    books
}

/// What the parts of an archive come to, as far as they can be unpacked within the reader's limits.
fn unpacked_size(bytes: &[u8], _: u64) -> u64 {
    let mut size = bytes.len() as u64;
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return size };
    for index in 0..archive.len() {
        let Ok(file) = archive.by_index(index) else { continue };
        let mut part = Vec::new();
        // A part that breaks off has cost what came out before.
        let _ = file.take(TableLimits::default().unpacked as u64).read_to_end(&mut part);
        size += part.len() as u64;
    }
    size
}

#[test]
fn workbooks_damaged_as_archives_are_survived() {
    warm_up();
    let books = workbooks();
    let damaged = |chance: &mut Chance, seed: u64| {
        let book = &books[chance.below(books.len())];
        if seed == 0 { book.clone() } else { chance.damage(book) }
    };
    survives_all("workbooks_damaged_as_archives_are_survived", &damaged, &unpacked_size, &|bytes, _| reads(bytes));
}

#[test]
fn workbooks_with_damaged_parts_are_survived() {
    warm_up();
    let books: Vec<Vec<(String, Vec<u8>)>> = workbooks().iter().map(|book| unpacked(book)).collect();
    let damaged = |chance: &mut Chance, seed: u64| {
        let mut parts = books[chance.below(books.len())].clone();
        let faults = if seed == 0 { 0 } else { 1 + chance.below(3) };
        for _ in 0..faults {
            let place = chance.below(parts.len());
            let (_, part) = &mut parts[place];
            *part = chance.damage(part);
        }
        archive(&parts, CompressionMethod::Stored)
    };
    survives_all("workbooks_with_damaged_parts_are_survived", &damaged, &unpacked_size, &|bytes, _| reads(bytes));
}

/// A workbook whose part of that name is something else.
fn with_part(name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let mut parts = unpacked(&write_workbook(&[("A", &sample::certificate())]).unwrap().bytes);
    let (_, part) = parts.iter_mut().find(|(other, _)| other == name).unwrap();
    *part = bytes;
    packed(&parts)
}

/// What a part of hardly anything but tags costs, as a multiple of its bytes; no part has more than four million tags.
const OF_TAGS: u64 = 24;

fn repeated(before: &str, middle: &str, times: usize, after: &str) -> Vec<u8> {
    format!("{before}{}{after}", middle.repeat(times)).into_bytes()
}

#[test]
fn archives_that_would_fill_the_memory_are_refused_before_they_do() {
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let limits = TableLimits::default();
    let flood = 24 * 1024 * 1024;
    let sheet = format!("<worksheet {MAIN}><sheetData>");
    let rows = "<row><c><v>1</v></c></row>";
    let strings = format!("<sst {MAIN}>");
    let item = "<si><t>a</t></si>";
    for (name, part) in [
        ("xl/worksheets/sheet1.xml", repeated(&sheet, " ", flood, "</sheetData></worksheet>")),
        ("xl/worksheets/sheet1.xml", repeated(&sheet, rows, flood / rows.len(), "</sheetData></worksheet>")),
        ("xl/sharedStrings.xml", repeated(&strings, item, flood / item.len(), "</sst>")),
        ("xl/workbook.xml", vec![b' '; flood]),
        ("_rels/.rels", vec![b' '; flood]),
        ("[Content_Types].xml", vec![b' '; flood]),
    ] {
        let bomb = with_part(name, part);
        let small = bomb.len();
        assert!(small < flood / 100, "{name}: {small} bytes hide {flood}");
        let mut read = true;
        let held = allocation_counter::measure(|| read = reads(&bomb)).bytes_max;
        // A part may grow by the limit before it is refused, gathered in a buffer that doubles; or it is let through the
        // gate, which keeps a place for every tag.
        let grown = (limits.growth * small).min(flood) as u64;
        let most = if grown < flood as u64 { 2 * grown + 4 * 1024 * 1024 } else { OF_TAGS * grown };
        assert!(held <= most, "{name}: {small} bytes made the reader hold {held}");
        // Nobody asks for the list of content types: it stays packed, whatever it hides.
        assert_eq!(read, name == "[Content_Types].xml", "{name}");
    }
}

#[test]
fn many_small_parts_cannot_add_up_to_a_flood() {
    // Each part grows less than is asked about, all of them together more than is allowed.
    let limits = TableLimits { unpacked: 4 * 1024 * 1024, ..TableLimits::default() };
    let mut parts = unpacked(&write_workbook(&[("A", &sample::certificate())]).unwrap().bytes);
    let padding = " ".repeat(1000 * 1024);
    for (_, part) in &mut parts {
        part.extend_from_slice(padding.as_bytes());
    }
    let bytes = packed(&parts);
    let mut code = "";
    let held = allocation_counter::measure(|| {
        let read = read_tables(&bytes, "", &TextChoice::default(), &limits);
        code = read.map_or_else(|error| error.code(), |_| "read");
    });
    assert_eq!(code, "sheet.too_large");
    assert!(held.bytes_max <= TIMES * limits.unpacked as u64 + BESIDE, "{} bytes held", held.bytes_max);
}

#[test]
fn very_long_tables_stay_within_the_bound() {
    warm_up();
    let mut certificate = sample::certificate();
    let lines = (3..2_000).map(|sequence| GoodsItem { sequence, ..certificate.items[0].clone() });
    certificate.items = certificate.items.iter().cloned().chain(lines).collect();
    let book = write_workbook(&[("A", &certificate)]).unwrap().bytes;
    let text = write_csv(&[("A", &certificate)]).unwrap().bytes;
    for (name, bytes, size) in [("workbook", &book, unpacked_size(&book, u64::MAX)), ("text", &text, text.len() as u64)]
    {
        let mut read = false;
        let held = allocation_counter::measure(|| read = reads(bytes)).bytes_max;
        println!("{name}: {size} bytes, {held} held, {}.{:02} times", held / size, held * 100 / size % 100);
        assert!(read, "{name}");
        assert!(held <= TIMES * size + BESIDE, "{name}: {size} bytes made the reader hold {held}");
    }
}

/// What a cell costs beside its letters, from the table to the draft.
const CELL: u64 = 320;

#[test]
fn floods_of_tiny_cells_cost_a_fixed_price_for_each() {
    warm_up();
    // Two letters a cell are less than any table can be held in: here the number of cells is the bound, not the bytes.
    for rows in [5_000, 50_000] {
        let text = format!("ref,marks\n{}", "A,1\n".repeat(rows)).into_bytes();
        let held = allocation_counter::measure(|| assert!(reads(&text))).bytes_max;
        let most = TIMES * text.len() as u64 + CELL * 2 * rows as u64 + BESIDE;
        println!("{rows} rows of two tiny cells: {held} bytes held, {} a cell", held / (2 * rows as u64));
        assert!(held <= most, "{rows} rows made the reader hold {held} bytes");
    }
    let beyond = TableLimits { cells: 1_000, ..TableLimits::default() };
    let text = format!("ref,marks\n{}", "A,1\n".repeat(50_000)).into_bytes();
    let mut code = "";
    let held = allocation_counter::measure(|| {
        let read = read_tables(&text, "", &TextChoice::default(), &beyond);
        code = read.map_or_else(|error| error.code(), |_| "read");
    });
    assert_eq!(code, "sheet.too_large");
    assert!(held.bytes_max <= TIMES * text.len() as u64 + CELL * beyond.cells as u64 + BESIDE, "{}", held.bytes_max);
}
