//! Where do cells begin and end in CSV text? Quotes, line breaks inside them, and rows counted as a spreadsheet counts
//! them.

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::error::FormatError;

use super::table::{Cell, CellValue, Gatherer, Row, Sheet, TableLimits, Tables};
use super::text::{Separator, SeparatorBy, TextChoice, TextSource, decode};

/// Lines that are looked at to find the separator.
const LOOKED_AT: usize = 64;

/// Reads CSV text as one sheet.
pub(super) fn read(bytes: &[u8], name: &str, choice: &TextChoice, limits: &TableLimits) -> Result<Tables, FormatError> {
    if bytes.len() > limits.bytes {
        return Err(FormatError::TooLarge { limit: limits.bytes });
    }
    let decoded = decode(bytes, choice.encoding)?;
    // One kind of line end, inside cells too: with two, rows could not be counted.
    let text = if decoded.text.contains('\r') { with_line_feeds(&decoded.text) } else { decoded.text };
    let (said, body) = first_line(&text);
    let (separator, separator_by) = match (choice.separator, said) {
        (Some(chosen), _) => (chosen, SeparatorBy::Choice),
        (None, Some(said)) => (said, SeparatorBy::FirstLine),
        (None, None) => detect(body),
    };
    let source = TextSource {
        encoding: decoded.encoding,
        encoding_by: decoded.by,
        unreadable_bytes: decoded.unreadable,
        separator,
        separator_by,
        quote_left_open: body.matches('"').count() % 2 == 1,
    };
    let sheet = Sheet { name: name.into(), rows: rows(body, separator, limits)?, ..Sheet::default() };
    Ok(Tables { sheets: vec![sheet], text: Some(source) })
}

/// The text with `\n` at the end of each line, in one pass and one piece of memory.
fn with_line_feeds(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (at, line) in text.split('\r').enumerate() {
        let rest = if at == 0 { line } else { line.strip_prefix('\n').unwrap_or(line) };
        if at > 0 {
            plain.push('\n');
        }
        plain.push_str(rest);
    }
    plain
}

/// Takes off a first line `sep=;`, with which some spreadsheets say what parts the cells; it counts as no row.
fn first_line(text: &str) -> (Option<Separator>, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = line.trim_matches('"').strip_prefix("sep=").and_then(Separator::parse);
    if said.is_some() { (said, rest) } else { (None, text) }
}

fn rows(text: &str, separator: Separator, limits: &TableLimits) -> Result<Vec<Row>, FormatError> {
    let mut reader = reader(separator).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let (mut rows, mut gatherer) = (Vec::new(), Gatherer::new(limits));
    let mut number = 0_u32;
    // The reader skips empty lines, a spreadsheet counts them: rows are counted by the lines between two records.
    let mut line = 1;
    while reader.read_record(&mut record).map_err(|_| FormatError::NotText { encoding: "UTF-8" })? {
        let after = reader.position().line();
        let at_end = reader.position().byte() == text.len() as u64;
        let within: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let ended = u64::from(!at_end || text.ends_with('\n'));
        let skipped = (after - line).saturating_sub(within as u64 + ended);
        number = number.saturating_add(1).saturating_add(u32::try_from(skipped).unwrap_or(u32::MAX));
        line = after;
        let mut row = Row { number, ..Row::default() };
        for (column, field) in (0_u32..).zip(record.iter()) {
            if field.trim().is_empty() {
                continue;
            }
            gatherer.admit(column, field)?;
            row.cells.push(Cell { column, value: CellValue::Text(field.into()), formula: false });
        }
        gatherer.keep(&mut rows, row)?;
    }
    Ok(rows)
}

fn reader(separator: Separator) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator.byte()).trim(Trim::None);
    builder
}

/// The separator that parts most lines into equally many cells, two at least; commas inside numbers and words part
/// lines unevenly.
fn detect(text: &str) -> (Separator, SeparatorBy) {
    let score = |separator: Separator| {
        let mut reader = reader(separator).from_reader(text.as_bytes());
        let widths: Vec<usize> =
            reader.records().take(LOOKED_AT).filter_map(Result::ok).map(|record| record.len()).collect();
        let even = |width: usize| widths.iter().filter(|other| **other == width).count();
        let best = widths.iter().copied().filter(|width| *width > 1).max_by_key(|width| (even(*width), *width))?;
        Some((even(best) * 100 / widths.len().max(1), best))
    };
    let scored = Separator::ALL.into_iter().rev().filter_map(|separator| Some((score(separator)?, separator)));
    match scored.max_by_key(|(score, _)| *score) {
        Some((_, separator)) => (separator, SeparatorBy::Lines),
        None => (Separator::Comma, SeparatorBy::Nothing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Tables {
        read(text.as_bytes(), "orders", &TextChoice::default(), &TableLimits::default()).unwrap()
    }

    fn shown(tables: &Tables) -> Vec<String> {
        let rows = tables.sheets[0].rows.iter();
        rows.flat_map(|row| row.cells.iter().map(|cell| (row.number, cell)))
            .map(|(row, cell)| format!("{}={}", tables.sheets[0].place(row, cell.column), cell.value.text()))
            .collect()
    }

    #[test]
    fn the_separator_is_the_one_that_parts_lines_evenly() {
        for (text, separator, by) in [
            ("a,b\n1,2\n", Separator::Comma, SeparatorBy::Lines),
            ("a;b\n1,5;2,25\n3,5;4\n", Separator::Semicolon, SeparatorBy::Lines),
            ("a\tb\n1;5\t2\n", Separator::Tab, SeparatorBy::Lines),
            ("a|b\n1,5|2\n", Separator::Bar, SeparatorBy::Lines),
            ("sep=|\na;b|c\n", Separator::Bar, SeparatorBy::FirstLine),
            ("name;text\n\"x, y, z\";\"one;two\"\n\"a, b\";c\n", Separator::Semicolon, SeparatorBy::Lines),
            ("ref,text\nA,\"black; green; white\"\nB,\"red; blue; pink\"\n", Separator::Comma, SeparatorBy::Lines),
            ("one\ntwo\n", Separator::Comma, SeparatorBy::Nothing),
        ] {
            let source = table(text).text.unwrap();
            assert_eq!((source.separator, source.separator_by), (separator, by), "{text:?}");
        }
        let choice = TextChoice { separator: Some(Separator::Comma), ..TextChoice::default() };
        let chosen = read(b"a;b,c\n", "", &choice, &TableLimits::default()).unwrap();
        assert_eq!(shown(&chosen), ["A1=a;b", "B1=c"]);
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        let text = "ref,text\n\n\nA,\"two\r\nlines, one \"\"cell\"\"\"\n,,\n\nB,last";
        let expected = [
            "orders!A1=ref",
            "orders!B1=text",
            "orders!A4=A",
            "orders!B4=two\nlines, one \"cell\"",
            "orders!A7=B",
            "orders!B7=last",
        ];
        assert_eq!(shown(&table(text)), expected);
        assert_eq!(shown(&table(&format!("sep=,\n{text}\n"))), expected, "a line about the separator is no row");
        assert_eq!(shown(&table(&text.replace('\n', "\r\n").replace("\r\r", "\r"))), expected);
    }

    #[test]
    fn an_open_quotation_mark_is_noted_and_swallows_no_other_file() {
        let open = table("a,b\n\"x,1\ny,2\n");
        assert!(open.text.unwrap().quote_left_open);
        assert_eq!(shown(&open).last().map(String::as_str), Some("orders!A2=x,1\ny,2\n"));
        assert!(!table("a,b\n\"x\",1\n").text.unwrap().quote_left_open);
    }

    #[test]
    fn floods_are_refused_at_the_limits() {
        let limits = TableLimits { rows: 3, columns: 3, cells: 6, letters: 5, bytes: 64, ..TableLimits::default() };
        let refused = |text: &str| match read(text.as_bytes(), "", &TextChoice::default(), &limits) {
            Err(FormatError::TableTooLarge { what, .. }) => what,
            Err(FormatError::TooLarge { .. }) => "bytes",
            _ => "nothing",
        };
        for (text, what) in [
            ("a,b,c\n1,2,3\n", "nothing"),
            ("a\nb\nc\nd\n", "rows"),
            ("a,b,c,d\n", "columns"),
            ("a,b,c\n1,2,3\n4\n", "cells"),
            ("abcdef\n", "letters"),
        ] {
            assert_eq!(refused(text), what, "{text:?}");
        }
        assert_eq!(refused(&"a\n".repeat(40)), "bytes");
    }
}
