//! What does an `xs:dateTime` of a COD say? Every date of the format is one; a midnight without offset is a day.
//!
//! What an instant without offset means is not defined by the standard: it is read as UTC and reported.

use tamga_origin::{Date, Moment, Timestamp};

use crate::error::FormatError;

/// A date and time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateTime {
    /// The day as written, in whatever zone.
    pub(super) day: Date,
    /// The day, when nothing else was said, or the instant.
    pub(super) moment: Moment,
    /// An offset was written.
    pub(super) zoned: bool,
    /// Parts of a second below the millisecond were cut.
    pub(super) cut: bool,
    /// It is no exact midnight, whatever the offset.
    pub(super) timed: bool,
}

/// Reads any lexical form with a year of four digits.
pub(super) fn read(text: &str) -> Option<DateTime> {
    // Nearly every one is a day, written as its midnight.
    if text.len() == 19
        && let Some(day) = text.strip_suffix("T00:00:00")
    {
        let day = Date::parse(day)?;
        return Some(DateTime { day, moment: Moment::Day(day), zoned: false, cut: false, timed: false });
    }
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    let day = Date::parse(text.get(..10)?)?;
    let rest = text.get(10..)?.strip_prefix('T')?;
    let (clock, tail) = rest.split_at_checked(8)?;
    let (fraction, zone) = match tail.strip_prefix('.') {
        Some(tail) => {
            let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
            let (fraction, zone) = tail.split_at(end);
            if fraction.is_empty() {
                return None;
            }
            (fraction, zone)
        }
        None => ("", tail),
    };
    let is_zone = match zone.as_bytes() {
        [] | [b'Z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].iter().all(|digit| digit.is_ascii_digit()),
        _ => false,
    };
    if !is_zone {
        return None;
    }
    let whole = fraction.bytes().all(|digit| digit == b'0');
    // The end of a day is the beginning of the next.
    let (day, clock) = match clock {
        "24:00:00" if whole => (day.plus_days(1)?, "00:00:00"),
        clock => (day, clock),
    };
    let cut = fraction.get(3..).is_some_and(|rest| rest.bytes().any(|digit| digit != b'0'));
    let zoned = !zone.is_empty();
    let instant = Timestamp::of_parts(day, clock, fraction, if zoned { zone } else { "Z" })?;
    let timed = clock != "00:00:00" || !whole;
    let moment = if timed || zoned { Moment::Instant(instant) } else { Moment::Day(day) };
    Some(DateTime { day, moment, zoned, cut, timed })
}

/// Writes a day as its midnight without offset.
pub(super) fn day(day: Date) -> String {
    format!("{day}T00:00:00")
}

/// Writes a day or an instant; the instant in UTC, with `Z` only when zones are wanted.
pub(super) fn moment(moment: Moment, zones: bool, path: &str) -> Result<String, FormatError> {
    let at = match moment {
        Moment::Day(date) => return Ok(day(date)),
        Moment::Instant(at) => at,
    };
    if Date::from_days_since_epoch(at.millis().div_euclid(86_400_000)).is_none() {
        return Err(FormatError::TimeOutOfRange { path: path.to_owned() });
    }
    let text = at.rfc3339();
    let plain = text.strip_suffix('Z').unwrap_or(&text);
    let plain = plain.strip_suffix(".000").unwrap_or(plain);
    Ok(if zones { format!("{plain}Z") } else { plain.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lexical_form_seen_is_read() {
        let instant = |text| Some(Moment::Instant(Timestamp::parse_rfc3339(text).unwrap()));
        for (text, moment, zoned, cut) in [
            ("2016-12-01T00:00:00", Date::new(2016, 12, 1).map(Moment::Day), false, false),
            (" 2016-12-01T00:00:00.000\n", Date::new(2016, 12, 1).map(Moment::Day), false, false),
            ("2018-09-14T09:24:33.2592964-03:00", instant("2018-09-14T12:24:33.259Z"), true, true),
            ("2010-06-28T15:38:48.0Z", instant("2010-06-28T15:38:48Z"), true, false),
            ("2026-02-03T10:11:12", instant("2026-02-03T10:11:12Z"), false, false),
            ("2026-12-31T24:00:00", Date::new(2027, 1, 1).map(Moment::Day), false, false),
            ("2026-12-31T00:00:00-03:00", instant("2026-12-31T03:00:00Z"), true, false),
        ] {
            let read = read(text).unwrap();
            assert_eq!((Some(read.moment), read.zoned, read.cut), (moment, zoned, cut), "{text}");
        }
        for wrong in [
            "",
            "2016-12-01",
            "2016-12-01T00:00",
            "2016-12-01 00:00:00",
            "2016-13-01T00:00:00",
            "2016-12-01T00:00:00.",
            "2016-12-01T24:00:01",
            "2016-12-01T00:00:00+03",
            "12016-12-01T00:00:00",
            "2016-12-01T00:00:00 Z",
            "ñ",
            "2016-12-01Tñ0:00:00",
            "2016-12-01T00:00:00+aa:00",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
