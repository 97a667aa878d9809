//! What do the cells of one worksheet part say?

use std::sync::Arc;

use tamga_xml::{Event, Events, Start};

use crate::error::FormatError;

use super::super::number;
use super::super::serial;
use super::super::table::{Area, Cell, CellValue, Gatherer, Row, Sheet, column_number};
use super::{damaged, gate, is, is_set, string_of, text_of, unescaped};

/// Most areas of merged cells that are kept.
const MOST_AREAS: usize = 10_000;

/// What all cells of a workbook refer to.
pub(super) struct Reader<'a> {
    pub(super) strings: &'a [Arc<str>],
    pub(super) dates: &'a [bool],
    pub(super) from_1904: bool,
    pub(super) part: &'a str,
}

impl Reader<'_> {
    /// Reads a worksheet part; its name is left to the caller.
    pub(super) fn read(&self, bytes: &[u8], gatherer: &mut Gatherer) -> Result<Sheet, FormatError> {
        let gated = gate(self.part, bytes)?;
        let mut events = gated.events();
        let mut sheet = Sheet::default();
        let mut last_row = 0;
        while let Some(event) = events.next() {
            let Event::Start(start) = event else { continue };
            if is(&start, "row") {
                // A row without its number follows the one before it.
                let number = match start.attribute("r") {
                    Some(said) => said.parse().ok().filter(|number| (1..=1_048_576).contains(number)),
                    None => Some(last_row + 1),
                };
                last_row = number.ok_or_else(|| damaged(self.part, "row"))?;
                let mut row = Row { number: last_row, hidden: is_set(&start, "hidden"), cells: Vec::new() };
                self.row(&mut events, &mut row, gatherer)?;
                gatherer.keep(&mut sheet.rows, row)?;
            } else if is(&start, "col") && is_set(&start, "hidden") {
                hide(&start, &mut sheet.hidden_columns);
            } else if is(&start, "mergeCell") && sheet.merged.len() < MOST_AREAS {
                sheet.merged.extend(start.attribute("ref").and_then(area));
            }
        }
        sheet.rows.sort_by_key(|row| row.number);
        if sheet.rows.windows(2).any(|pair| matches!(pair, [one, next] if one.number == next.number)) {
            return Err(damaged(self.part, "row"));
        }
        Ok(sheet)
    }

    fn row(&self, events: &mut Events, row: &mut Row, gatherer: &mut Gatherer) -> Result<(), FormatError> {
        let (mut depth, mut next) = (1_usize, 0);
        while let Some(event) = events.next() {
            match event {
                Event::Start(start) if is(&start, "c") => {
                    let column = match start.attribute("r") {
                        Some(place) => place_of(place).map(|(column, _)| column),
                        None => Some(next),
                    };
                    let column = column.ok_or_else(|| damaged(self.part, "cell"))?;
                    next = column + 1;
                    if let Some((value, formula)) = self.cell(&start, events) {
                        gatherer.admit(column, if let CellValue::Text(text) = &value { text } else { "" })?;
                        row.cells.push(Cell { column, value, formula });
                    }
                }
                Event::Start(_) => depth += 1,
                Event::Text(_) => {}
                Event::End => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// What is written in a cell, and whether a formula stands beside it; nothing for a cell that is only formatted.
    fn cell(&self, cell: &Start, events: &mut Events) -> Option<(CellValue, bool)> {
        let (mut depth, mut value, mut formula): (usize, Option<Arc<str>>, bool) = (1, None, false);
        while let Some(event) = events.next() {
            match event {
                Event::Start(start) if is(&start, "v") => {
                    let text = text_of(events);
                    value = match cell.attribute("t") {
                        Some("inlineStr") => value,
                        Some("str") => Some(unescaped(&text).into()),
                        _ => Some(text.trim().into()),
                    };
                }
                Event::Start(start) if is(&start, "is") => value = Some(string_of(events).into()),
                Event::Start(start) => {
                    formula |= is(&start, "f");
                    depth += 1;
                }
                Event::Text(_) => {}
                Event::End => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
            }
        }
        let value = self.typed(cell, value.filter(|text| !text.trim().is_empty())?);
        let says = !matches!(&value, CellValue::Text(text) if text.trim().is_empty());
        says.then_some((value, formula))
    }

    fn typed(&self, cell: &Start, text: Arc<str>) -> CellValue {
        match cell.attribute("t") {
            Some("str" | "inlineStr") => CellValue::Text(text),
            Some("s") => match text.parse().ok().and_then(|at: usize| self.strings.get(at).cloned()) {
                Some(shared) => CellValue::Text(shared),
                // The list of strings does not hold it: the file lost what stood here.
                None => CellValue::Error(text.to_string()),
            },
            Some("b") => CellValue::Bool(matches!(&*text, "1" | "true")),
            Some("e") => CellValue::Error(text.to_string()),
            Some("d") => iso_day(&text).unwrap_or(CellValue::Text(text)),
            _ => self.number(cell, text),
        }
    }

    fn number(&self, cell: &Start, text: Arc<str>) -> CellValue {
        let Some(exact) = number::exact(&text) else { return CellValue::Text(text) };
        let style: usize = cell.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0);
        let is_date = self.dates.get(style).copied().unwrap_or(false);
        match serial::day(&exact, self.from_1904).filter(|_| is_date) {
            Some((day, has_time)) => CellValue::Date { day, has_time },
            None => CellValue::Number(exact),
        }
    }
}

/// A day as ISO text, with or without a time of day behind it.
fn iso_day(text: &str) -> Option<CellValue> {
    let day = tamga_origin::Date::parse(text.get(..10)?)?;
    let has_time = match text.get(10..)? {
        "" => false,
        time => !time.trim_start_matches('T').trim_end_matches('Z').chars().all(|c| matches!(c, '0' | ':' | '.')),
    };
    Some(CellValue::Date { day, has_time })
}

/// `C7` as column from 0 and row from 1.
fn place_of(text: &str) -> Option<(u32, u32)> {
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(split);
    Some((column_number(letters)?, digits.parse().ok()?))
}

fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':')?;
    let ((left, top), (right, bottom)) = (place_of(first)?, place_of(last)?);
    Some(Area { top, left, bottom, right })
}

fn hide(start: &Start, hidden: &mut Vec<u32>) {
    let end = |name| start.attribute(name).and_then(|text| text.parse::<u32>().ok());
    if let (Some(first), Some(last)) = (end("min"), end("max")) {
        // Columns are counted from 1 here; a sheet has 16,384.
        hidden.extend((first.max(1)..=last.min(16_384)).map(|column| column - 1));
    }
}
