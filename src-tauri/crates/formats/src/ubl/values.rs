//! How UBL writes days, times, measures and codes, and which of its elements must be there.

use std::fmt::Display;

use tamga_origin::{Date, Decimal, Finding, Measure, Moment, Timestamp};

use crate::parts::{Notes, Parts};
use crate::tree::Element;

/// What the dialect demands and the certificate lacks (`gap.required`).
#[derive(Default)]
pub(super) struct Gaps {
    pub(super) findings: Vec<Finding>,
}

impl Gaps {
    /// Reports a gap at `place` of the document unless the value is there.
    pub(super) fn need(&mut self, is_there: bool, path: &str, place: &str) {
        if !is_there {
            self.findings.push(Finding::block("gap.required", path).with("where", place));
        }
    }
}

/// A code with the list it comes from; nothing when it is empty.
pub(super) fn code(name: &'static str, list: &str, code: &str) -> Option<Element> {
    Element::says(name, code).said().map(|element| element.with("listID", list))
}

/// An amount with its unit, which `unitCode` must name.
pub(super) fn measure(name: &'static str, measure: Option<&Measure>, path: &str, gaps: &mut Gaps) -> Option<Element> {
    let Measure { amount, unit } = measure?;
    gaps.need(!unit.is_empty(), path, &format!("{name}/@unitCode"));
    Some(Element::says(name, amount.to_string()).with("unitCode", unit))
}

/// A quantity; its unit may be missing.
pub(super) fn quantity(name: &'static str, quantity: Option<&Measure>) -> Option<Element> {
    let Measure { amount, unit } = quantity?;
    Some(Element::says(name, amount.to_string()).with("unitCode", unit))
}

/// A day, and the time of day in UTC when it is an instant.
pub(super) fn moment(day: &'static str, time: &'static str, moment: Option<Moment>) -> Vec<Element> {
    let Some(moment) = moment else { return Vec::new() };
    let (day_text, time_text) = match moment {
        Moment::Day(date) => (date.to_string(), None),
        Moment::Instant(at) => {
            let whole = if at == at.to_seconds() { at.rfc3339_seconds() } else { at.rfc3339() };
            whole.split_once('T').map_or((whole.clone(), None), |(day, time)| (day.to_owned(), Some(time.to_owned())))
        }
    };
    let out_of_range = Date::parse(&day_text).is_none();
    let first = Element { out_of_range, ..Element::says(day, day_text) };
    [Some(first), time_text.map(|text| Element::says(time, text))].into_iter().flatten().collect()
}

/// A day.
pub(super) fn day(name: &'static str, date: Option<Date>) -> Option<Element> {
    date.map(|date| Element::says(name, date.to_string()))
}

impl Parts<'_> {
    /// The text of a code element, whose list attributes need no further look.
    pub(super) fn word(&mut self, name: &str, notes: &mut Notes) -> String {
        let Some(mut part) = self.part(name) else { return String::new() };
        part.pass_attributes(&["listID", "listAgencyID", "listAgencyName", "listName", "listVersionID", "listURI"]);
        part.into_text(notes)
    }

    /// A day and a time of day that belong together: an instant when both are there.
    pub(super) fn dated(&mut self, day: &str, time: &str, path: impl Display, notes: &mut Notes) -> Option<Moment> {
        let (has_day, has_time) = (self.has(day), self.has(time));
        let (day_text, time_text) = (self.read(day, notes), self.read(time, notes));
        if !has_day {
            if has_time {
                notes.unread(path, self.at(time), &time_text);
            }
            return None;
        }
        let whole = day_text.trim();
        let parsed = whole.get(..10).and_then(Date::parse);
        let zone = whole.get(10..).unwrap_or_default();
        let is_zone = |date| zone.is_empty() || Timestamp::of_parts(date, "00:00:00", "", zone).is_some();
        let Some(date) = parsed.filter(|date| is_zone(*date)) else {
            notes.unread(path, self.at(day), &day_text);
            return None;
        };
        if !has_time {
            return Some(Moment::Day(date));
        }
        let clock = time_text.trim();
        let at = |zone: &str| Timestamp::parse_rfc3339(&format!("{date}T{clock}{zone}"));
        let instant = at("").or_else(|| if zone.is_empty() { None } else { at(zone) });
        if let Some(instant) = instant {
            return Some(Moment::Instant(instant));
        }
        match at("Z") {
            Some(instant) => {
                let finding = Finding::warn("read.zone_assumed", path.to_string()).with("where", self.at(time));
                notes.findings.push(finding.with("text", time_text.chars().take(200).collect::<String>()));
                Some(Moment::Instant(instant))
            }
            None => {
                notes.unread(path, self.at(time), &time_text);
                Some(Moment::Day(date))
            }
        }
    }

    /// A day; a zone behind it means nothing for a day.
    pub(super) fn plain_day(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<Date> {
        self.dated(name, "", path, notes).map(Moment::date)
    }

    /// An amount with its unit; what is no decimal is kept in a finding.
    pub(super) fn amount(&mut self, name: &str, unit: &str, path: impl Display, notes: &mut Notes) -> Option<Measure> {
        let mut part = self.part(name)?;
        let unit = part.attribute(unit).unwrap_or_default();
        part.pass_attributes(&[
            "unitCodeListID",
            "unitCodeListAgencyID",
            "unitCodeListVersionID",
            "currencyCodeListVersionID",
        ]);
        let place = part.place();
        let text = part.read_text(notes);
        let amount = Decimal::parse(text.trim());
        if amount.is_none() {
            notes.unread(path, place, &text);
        }
        Some(Measure { amount: amount?, unit })
    }

    /// A whole number; what is none is kept in a finding.
    pub(super) fn count(&mut self, name: &str, path: impl Display, notes: &mut Notes) -> Option<u64> {
        let mut part = self.part(name)?;
        part.pass_attributes(&["unitCode"]);
        let place = part.place();
        let text = part.read_text(notes);
        let trimmed = text.trim();
        let digits = !trimmed.is_empty() && trimmed.bytes().all(|byte| byte.is_ascii_digit());
        let whole = if digits { trimmed.parse().ok() } else { None };
        if whole.is_none() {
            notes.unread(path, place, &text);
        }
        whole
    }
}
