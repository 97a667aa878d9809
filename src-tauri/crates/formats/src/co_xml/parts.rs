//! How Tamga CO XML writes days, instants and measures: the data types of the WCO Data Model.

use std::fmt::Display;

use tamga_origin::{Date, Measure, Moment, Timestamp};

pub(super) use crate::parts::{Notes, Parts};
use crate::tree::Element;

impl Parts<'_> {
    /// A day or an instant.
    pub(super) fn moment(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<Moment> {
        let mut part = self.part(name)?;
        let moment = part.part("DateTimeString").and_then(|mut string| {
            let format = string.read_attribute("formatCode").unwrap_or_default();
            let millis = string.read_attribute("millis");
            let place = string.place();
            let text = string.read_text(notes);
            let moment = match format {
                "102" => Date::parse_compact(&text).map(Moment::Day),
                "304" => instant(&text, millis).map(Moment::Instant),
                _ => None,
            };
            if moment.is_none() {
                notes.wrong(path, place, &text);
            }
            moment
        });
        part.close(notes);
        moment
    }

    /// A day; an instant is refused here, because turning it into a day could move it.
    pub(super) fn day(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<Date> {
        match self.moment(name, &path, notes)? {
            Moment::Day(date) => Some(date),
            Moment::Instant(at) => {
                notes.wrong(path, self.at(name), &at.rfc3339());
                None
            }
        }
    }

    /// An instant; a day is refused here.
    pub(super) fn instant(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<Timestamp> {
        match self.moment(name, &path, notes)? {
            Moment::Instant(at) => Some(at),
            Moment::Day(date) => {
                notes.wrong(path, self.at(name), &date.to_string());
                None
            }
        }
    }
}

fn instant(text: &str, millis: Option<&str>) -> Option<Timestamp> {
    let at = Timestamp::parse_compact(text)?;
    match millis {
        None => Some(at),
        Some(millis) => {
            let digits = !millis.is_empty() && millis.len() <= 3 && millis.bytes().all(|byte| byte.is_ascii_digit());
            if digits { Some(at.plus_millis(millis.parse().ok()?)) } else { None }
        }
    }
}

/// A date-time element with the 2379 code that fits.
pub(super) fn moment_element(name: &'static str, moment: Option<Moment>) -> Option<Element> {
    let string = match moment? {
        Moment::Day(date) => Element::says("DateTimeString", date.compact()).with("formatCode", "102"),
        Moment::Instant(at) => {
            let compact = at.compact();
            let second = at.to_seconds();
            let millis = at.millis().saturating_sub(second.millis());
            let millis = if millis == 0 { String::new() } else { millis.to_string() };
            let carried = Timestamp::parse_compact(&compact) == Some(second);
            let string = Element::says("DateTimeString", compact).with("formatCode", "304").with("millis", &millis);
            Element { out_of_range: !carried, ..string }
        }
    };
    Some(Element::new(name).child([string]))
}

/// A measure element: amount with its unit.
pub(super) fn measure_element(name: &'static str, measure: Option<&Measure>) -> Option<Element> {
    let Measure { amount, unit } = measure?;
    Some(Element::says(name, amount.to_string()).with("unitCode", unit))
}
