//! What do the cells of a column mean? A column is judged as a whole: numbers by the marks of the file, days by the order
//! of the file; what can mean two things is a question and stays empty.

use tamga_origin::{Date, DateFault, DateReading, Decimal, Finding, Reading, read_column, read_date_column};

use super::super::number::digits_shown;
use super::super::table::{Cell, CellValue};
use super::form::{Kind, NO, YES, read_moment, tidy};
use super::{DateOrder, SheetReading};

/// What a cell came to: its canonical text, and what was noticed. The finding has no path and no place yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Settled {
    pub(super) text: Option<String>,
    pub(super) finding: Option<Finding>,
}

impl Settled {
    fn value(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), finding: None }
    }

    fn noticed(text: impl Into<String>, finding: Finding) -> Self {
        Self { text: Some(text.into()), finding: Some(finding) }
    }

    fn empty(finding: Finding) -> Self {
        Self { text: None, finding: Some(finding) }
    }
}

fn unreadable(text: &str) -> Settled {
    Settled::empty(Finding::block("read.value", "").with("text", text))
}

/// Settles the cells of one column. `guarded` cells of CSV text may carry a mark against execution as a formula.
pub(super) fn settle(cells: &[&Cell], kind: Kind, reading: &SheetReading, guarded: bool) -> Vec<Settled> {
    let texts: Vec<String> = cells
        .iter()
        .map(|cell| match &cell.value {
            CellValue::Text(text) if guarded => tidy(unguarded(text)),
            value => tidy(&value.text()),
        })
        .collect();
    let columns = Column { cells, texts: &texts, reading };
    let settled = match kind {
        Kind::Text | Kind::Lines => texts.iter().map(|text| Settled::value(text.clone())).collect(),
        Kind::Code | Kind::Codes | Kind::Tariff => columns.codes(kind),
        Kind::Number | Kind::Count => columns.numbers(kind),
        Kind::Day | Kind::Moment | Kind::Departure => columns.days(kind),
        Kind::Yes => texts.iter().map(|text| yes(text)).collect(),
    };
    let errors = cells.iter().zip(&texts).map(|(cell, text)| match cell.value {
        CellValue::Error(_) => Some(Settled::empty(Finding::block("sheet.error_value", "").with("text", text))),
        _ if forbidden(text) => Some(Settled::empty(Finding::block("sheet.characters", ""))),
        _ => None,
    });
    settled.into_iter().zip(errors).map(|(settled, error)| error.unwrap_or(settled)).collect()
}

struct Column<'a> {
    cells: &'a [&'a Cell],
    texts: &'a [String],
    reading: &'a SheetReading,
}

impl Column<'_> {
    fn each(&self, settle: impl Fn(&CellValue, &str) -> Settled) -> Vec<Settled> {
        self.cells.iter().zip(self.texts).map(|(cell, text)| settle(&cell.value, text)).collect()
    }

    /// Codes are text; a spreadsheet that took one for a number or a day has changed it.
    fn codes(&self, kind: Kind) -> Vec<Settled> {
        self.each(|value, text| match value {
            CellValue::Number(_) if kind == Kind::Tariff => self.tariff(text),
            CellValue::Number(_) if digits_shown(text).is_some() => {
                Settled::empty(Finding::block("sheet.digits_lost", "").with("text", text))
            }
            CellValue::Number(_) => {
                let finding = Finding::info("sheet.number_for_code", "").with("text", text).with("offered", text);
                Settled::noticed(text, finding)
            }
            CellValue::Date { .. } => Settled::empty(Finding::block("sheet.day_for_code", "").with("text", text)),
            _ => Settled::value(text),
        })
    }

    /// A tariff code that is a number: an odd count of digits has lost its leading zero.
    fn tariff(&self, text: &str) -> Settled {
        let digits = text.chars().all(|c| c.is_ascii_digit());
        let lost = digits && matches!(text.len(), 3 | 5 | 7 | 9 | 11);
        let offered = if lost { format!("0{text}") } else { text.to_owned() };
        let finding = |finding: Finding| finding.with("text", text).with("offered", &offered);
        if !digits {
            // A point in it was a decimal mark to the spreadsheet; which zeros it dropped nobody knows.
            return Settled::empty(finding(Finding::block("sheet.number_for_code", "")));
        }
        match (lost, self.reading.leading_zeros) {
            (true, true) => Settled::noticed(offered.clone(), finding(Finding::info("sheet.number_for_code", ""))),
            (true, false) => Settled::noticed(text, finding(Finding::warn("sheet.number_for_code", ""))),
            (false, _) => Settled::noticed(text, finding(Finding::info("sheet.number_for_code", ""))),
        }
    }

    fn numbers(&self, kind: Kind) -> Vec<Settled> {
        let written: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        // Real numbers say nothing about the marks that others typed.
        let typed: Vec<&str> = self
            .cells
            .iter()
            .zip(&written)
            .map(|(cell, text)| if matches!(cell.value, CellValue::Text(_)) { text } else { "" })
            .collect();
        let readings = read_column(&typed, self.reading.decimal, self.reading.group);
        self.cells
            .iter()
            .zip(written)
            .zip(readings)
            .map(|((cell, text), reading)| {
                let settled = match (&cell.value, reading) {
                    (CellValue::Number(_), _) => match digits_shown(text) {
                        Some(shown) => {
                            let finding = Finding::warn("sheet.digits", "").with("text", text).with("shown", &shown);
                            Settled::noticed(shown, finding)
                        }
                        None => Settled::value(text),
                    },
                    (CellValue::Text(_), Reading::Value(value)) => Settled::value(value.to_string()),
                    (CellValue::Text(_), Reading::Question(readings)) => {
                        question("sheet.number_question", text, &readings)
                    }
                    _ => unreadable(text),
                };
                let fits = |text: &String| match kind {
                    Kind::Count => text.bytes().all(|byte| byte.is_ascii_digit()),
                    _ => Decimal::parse(text).is_some(),
                };
                match settled.text.as_ref().is_none_or(fits) {
                    true => settled,
                    false => unreadable(text),
                }
            })
            .collect()
    }

    fn days(&self, kind: Kind) -> Vec<Settled> {
        let written: Vec<&str> = self.texts.iter().map(String::as_str).collect();
        let readings = read_date_column(&written);
        let each = self.cells.iter().zip(written).zip(readings);
        each.map(|((cell, text), reading)| {
            if let CellValue::Date { day, has_time } = cell.value {
                let day = day.to_string();
                return if has_time {
                    Settled::noticed(day, Finding::info("sheet.time", ""))
                } else {
                    Settled::value(day)
                };
            }
            // The form that every computer writes is no matter of order, and a year is not judged here.
            if let Some(day) = Date::parse(text) {
                return Settled::value(day.to_string());
            }
            if kind != Kind::Day && read_moment(text).is_some() {
                return Settled::value(text);
            }
            match (reading, self.reading.dates) {
                (DateReading::Day(day), _) => Settled::value(day.to_string()),
                (DateReading::Question(days), Some(DateOrder::DayFirst)) if days.len() == 2 => one_of(&days, 0, text),
                (DateReading::Question(days), Some(DateOrder::MonthFirst)) if days.len() == 2 => one_of(&days, 1, text),
                (DateReading::Question(days), _) => question("sheet.date_question", text, &days),
                (DateReading::Refused(DateFault::Unreadable), _) if kind == Kind::Departure => Settled::value(text),
                (DateReading::Refused(DateFault::Unreadable), _) => unreadable(text),
                (DateReading::Refused(fault), _) => Settled::empty(
                    Finding::block("sheet.day_refused", "").with("text", text).with("reason", fault.code()),
                ),
            }
        })
        .collect()
    }
}

fn one_of(days: &[Date], which: usize, text: &str) -> Settled {
    days.get(which).map_or_else(|| unreadable(text), |day| Settled::value(day.to_string()))
}

fn question<T: ToString>(code: &'static str, text: &str, readings: &[T]) -> Settled {
    let readings: Vec<String> = readings.iter().map(ToString::to_string).collect();
    Settled::empty(Finding::block(code, "").with("text", text).with("readings", readings.join(" | ")))
}

fn yes(text: &str) -> Settled {
    const YES_WORDS: [&str; 13] =
        ["yes", "y", "true", "1", "x", "✓", "oui", "o", "vrai", "sí", "si", "verdadero", "نعم"];
    const NO_WORDS: [&str; 10] = ["no", "n", "false", "0", "-", "non", "faux", "falso", "لا", "none"];
    let lower = text.to_lowercase();
    match lower.as_str() {
        word if YES_WORDS.contains(&word) => Settled::value(YES),
        word if NO_WORDS.contains(&word) => Settled::value(NO),
        _ => unreadable(text),
    }
}

/// Characters that no certificate can carry.
fn forbidden(text: &str) -> bool {
    text.chars()
        .any(|c| (c.is_control() && !matches!(c, '\n' | '\t' | '\u{85}')) || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}

/// What begins like a formula is written behind an apostrophe in CSV text, and read without it.
pub(super) fn guarded(text: &str) -> String {
    if is_risky(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// Would a spreadsheet compute it?
pub(super) fn is_risky(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'])
}
