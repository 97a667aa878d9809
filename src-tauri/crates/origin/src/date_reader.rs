//! What day did somebody write? Strict: a day, a question, or a refusal with its reason (`interface.md` 8.4). One reader
//! for the window, the import and the command line.
//!
//! No clock: whether a day is late or early is asked elsewhere. Days of other calendars are recognised and refused, since
//! converting them needs a table of the authority that keeps the calendar.

mod months;
#[cfg(test)]
mod tests;
mod tokens;

use crate::time::Date;
use tokens::{Parts, Shape};

/// What a written day is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateReading {
    /// One day.
    Day(Date),
    /// It can mean each of these, or it means the only one if a person says so (a year of two digits).
    Question(Vec<Date>),
    /// It is no day that can be taken over.
    Refused(DateFault),
}

/// A calendar that is not the Gregorian one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// Years since the Hijra, of the moon or of the sun.
    Hijri,
    /// Years since the Buddha, as in Thailand.
    Buddhist,
}

/// Why a written day is not taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// It is not written as a day.
    Unreadable,
    /// There is no such day, for instance 31 February.
    Impossible,
    /// The year is none that a certificate can bear (1900 to 2199).
    Year,
    /// It is a day of another calendar.
    OtherCalendar(Calendar),
}

impl DateFault {
    /// The code the catalogues translate.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "date.unreadable",
            Self::Impossible => "date.impossible",
            Self::Year => "date.year",
            Self::OtherCalendar(Calendar::Hijri) => "date.hijri",
            Self::OtherCalendar(Calendar::Buddhist) => "date.buddhist",
        }
    }
}

/// In which order day and month stand in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    DayFirst,
    MonthFirst,
}

/// Reads one written day.
///
/// Year first (`2026-11-23`, `20261123`), a month by its name in English, French, Spanish or Arabic (`23 Nov 2026`), or
/// figures with the year last, which are a question unless only one order gives a day. Digits of any script count, not
/// two scripts in one day. A time is accepted only when it is midnight.
pub fn read_date(text: &str) -> DateReading {
    match tokens::parts(text) {
        Ok(parts) => read(parts, None),
        Err(fault) => DateReading::Refused(fault),
    }
}

/// Reads a pasted column as a whole: where one cell can only be day first (or month first) and none says the contrary,
/// the whole column is written so. A year of two digits stays a question.
pub fn read_date_column(cells: &[&str]) -> Vec<DateReading> {
    let parts: Vec<_> = cells.iter().map(|cell| tokens::parts(cell)).collect();
    let said: Vec<Order> = parts.iter().flatten().filter_map(|one| order_of(*one)).collect();
    let settled = said.first().copied().filter(|first| said.iter().all(|order| order == first));
    let one = |parts: Result<Parts, DateFault>| match parts {
        Ok(parts) => read(parts, settled),
        Err(fault) => DateReading::Refused(fault),
    };
    parts.into_iter().map(one).collect()
}

/// What a cell proves about the order, whoever wrote it.
fn order_of(parts: Parts) -> Option<Order> {
    let Parts { shape: Shape::YearLast, figures: [first, second, year] } = parts else { return None };
    if tokens::century(year).is_err() {
        return None;
    }
    let day_first = day(year.value, second.value, first.value).is_some();
    let month_first = day(year.value, first.value, second.value).is_some();
    match (day_first, month_first) {
        (true, false) => Some(Order::DayFirst),
        (false, true) => Some(Order::MonthFirst),
        _ => None,
    }
}

fn read(parts: Parts, settled: Option<Order>) -> DateReading {
    let Parts { shape, figures: [a, b, c] } = parts;
    match shape {
        Shape::YearFirst => with_year(a, |year| vec![(year, b.value, c.value)]),
        Shape::Named => with_year(c, |year| vec![(year, b.value, a.value)]),
        Shape::YearLast => with_year(c, |year| {
            let (day_first, month_first) = ((year, b.value, a.value), (year, a.value, b.value));
            match settled {
                Some(Order::DayFirst) => vec![day_first],
                Some(Order::MonthFirst) => vec![month_first],
                None => vec![day_first, month_first],
            }
        }),
        Shape::ShortYear => {
            let mut candidates = Vec::new();
            if settled != Some(Order::MonthFirst) {
                candidates.push((2000 + c.value, b.value, a.value));
            }
            if settled != Some(Order::DayFirst) {
                candidates.push((2000 + c.value, a.value, b.value));
            }
            if settled.is_none() {
                candidates.push((2000 + a.value, b.value, c.value));
            }
            asked(days(&candidates))
        }
    }
}

/// The days of the candidates for a year of four digits; a year of two digits is asked about.
fn with_year(year: tokens::Figure, candidates: impl Fn(u32) -> Vec<(u32, u32, u32)>) -> DateReading {
    if year.digits == 2 {
        return asked(days(&candidates(2000 + year.value)));
    }
    if let Err(fault) = tokens::century(year) {
        return DateReading::Refused(fault);
    }
    let found = days(&candidates(year.value));
    match found.as_slice() {
        [one] => DateReading::Day(*one),
        _ => asked(found),
    }
}

fn asked(found: Vec<Date>) -> DateReading {
    if found.is_empty() { DateReading::Refused(DateFault::Impossible) } else { DateReading::Question(found) }
}

/// The candidates (year, month, day) that are days, each once.
fn days(candidates: &[(u32, u32, u32)]) -> Vec<Date> {
    let mut found = Vec::new();
    for (year, month, date) in candidates {
        if let Some(one) = day(*year, *month, *date)
            && !found.contains(&one)
        {
            found.push(one);
        }
    }
    found
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}
