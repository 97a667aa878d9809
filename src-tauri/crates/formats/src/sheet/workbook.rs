//! What stands in an XLSX workbook? Every part passes the gate for foreign XML; numbers keep their decimal text, and
//! what a person did not see (hidden rows, formulas, merged cells) is told.
//!
//! Formulas are not computed: a cell says what the program that saved the file had computed.

mod cells;
pub(super) mod package;
mod parts;

use tamga_xml::{Comments, Event, Events, Gated, Start};

use crate::error::FormatError;

use self::package::Package;
use super::table::{Gatherer, TableLimits, Tables};

/// The namespaces of spreadsheet parts: transitional and strict.
const MAIN: [&str; 2] =
    ["http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"];

/// Do the bytes begin like a zip archive, as workbooks of today do?
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Do they begin like the container of workbooks before 2007, or of workbooks with a password?
pub(super) fn is_older(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], limits: &TableLimits) -> Result<Tables, FormatError> {
    let mut package = Package::open(bytes, limits)?;
    let book = parts::book(&mut package)?;
    let mut gatherer = Gatherer::new(limits);
    let strings = parts::strings(&mut package, &book, &gatherer)?;
    let dates = parts::date_formats(&mut package, &book)?;
    let mut sheets = Vec::new();
    for sheet in &book.sheets {
        let part = package.part(&sheet.part)?;
        let reader = cells::Reader { strings: &strings, dates: &dates, from_1904: book.from_1904, part: &sheet.part };
        let mut read = reader.read(&part, &mut gatherer)?;
        read.name = sheet.name.as_str().into();
        read.hidden = sheet.hidden;
        sheets.push(read);
    }
    Ok(Tables { sheets, text: None })
}

/// Most elements of a part: a million cells with a value each and what lies around them. The gate keeps a place for
/// every tag, so that a part of nothing but tags costs many times its bytes.
const MOST_ELEMENTS: usize = 4_000_000;

/// Lets a part in; the bounds on its size held while it was unpacked.
fn gate<'a>(part: &str, bytes: &'a [u8]) -> Result<Gated<'a>, FormatError> {
    let limits = tamga_xml::Limits {
        bytes: usize::MAX,
        text: 1024 * 1024,
        elements: MOST_ELEMENTS,
        comments: Comments::BetweenElements,
        byte_order_mark: true,
        ..tamga_xml::Limits::OWN
    };
    tamga_xml::gate(bytes, &limits).map_err(|refusal| match refusal.code {
        "gate.doctype" | "gate.entity" => FormatError::Doctype,
        "gate.elements" => FormatError::TableTooLarge { what: "cells", limit: MOST_ELEMENTS / 4 },
        code => FormatError::WorkbookDamaged { part: part.to_owned(), what: code.to_owned() },
    })
}

fn damaged(part: &str, what: &str) -> FormatError {
    FormatError::WorkbookDamaged { part: part.to_owned(), what: what.to_owned() }
}

/// Is it this element of a spreadsheet part?
fn is(start: &Start<'_>, local: &str) -> bool {
    start.name.local == local && MAIN.contains(&start.name.namespace)
}

/// Is an attribute of yes and no set?
fn is_set(start: &Start<'_>, name: &str) -> bool {
    matches!(start.attribute(name), Some("1" | "true"))
}

/// The text inside the element that has just begun, to its end; text of elements inside it does not count.
fn text_of(events: &mut Events<'_>) -> String {
    let (mut text, mut depth) = (String::new(), 1_usize);
    for event in events.by_ref() {
        match event {
            Event::Start(_) => depth += 1,
            Event::Text(run) if depth == 1 => text.push_str(run),
            Event::Text(_) => {}
            Event::End => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
        }
    }
    text
}

/// A string of runs: the text of `t` inside `si` or `is`, without readings above Japanese words (`rPh`).
fn string_of(events: &mut Events<'_>) -> String {
    let (mut text, mut depth, mut reading_aloud) = (String::new(), 1_usize, None);
    while let Some(event) = events.next() {
        match event {
            Event::Start(start) if is(&start, "t") && reading_aloud.is_none() => text.push_str(&text_of(events)),
            Event::Start(start) => {
                depth += 1;
                if is(&start, "rPh") && reading_aloud.is_none() {
                    reading_aloud = Some(depth);
                }
            }
            Event::Text(_) => {}
            Event::End => {
                if reading_aloud == Some(depth) {
                    reading_aloud = None;
                }
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
        }
    }
    unescaped(&text)
}

/// Characters that XML cannot carry stand as `_x000D_` in a workbook; line ends become `\n`.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 7).and_then(|code| code.strip_suffix('_'));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        let (before, after) = rest.split_at(at);
        plain.push_str(before);
        match character {
            Some(character) => {
                plain.push(character);
                rest = after.get(7..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = after.get(2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    if plain.contains('\r') { plain.replace("\r\n", "\n").replace('\r', "\n") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_come_back() {
        for (written, text) in [
            ("two_x000D_\nlines", "two\nlines"),
            ("a_x005F_x000D_b", "a_x000D_b"),
            ("_xyz_ _x00_ _x", "_xyz_ _x00_ _x"),
            ("é_x00E9_", "éé"),
            ("_xé000_", "_xé000_"),
        ] {
            assert_eq!(unescaped(written), text, "{written}");
        }
    }
}
