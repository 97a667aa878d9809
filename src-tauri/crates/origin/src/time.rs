//! Days and instants as certificates write them. No clock: "today" and "now" are always arguments.

use std::fmt;

/// A calendar day of the Gregorian calendar, year 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// A day that exists, or `None`.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let fits = (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1;
        (fits && day <= days_in(year, month)).then_some(Self { year, month, day })
    }

    /// Reads `CCYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        Self::of_digits([y1, y2, y3, y4, m1, m2, d1, d2])
    }

    /// Reads `CCYYMMDD` (UN/EDIFACT 2379 code 102).
    pub fn parse_compact(text: &str) -> Option<Self> {
        Self::of_digits(text.as_bytes().try_into().ok()?)
    }

    fn of_digits(digits: [u8; 8]) -> Option<Self> {
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let [y1, y2, y3, y4, m1, m2, d1, d2] = digits.map(|digit| digit - b'0');
        let year = [y1, y2, y3, y4].into_iter().fold(0, |year, digit| year * 10 + i32::from(digit));
        Self::new(year, m1 * 10 + m2, d1 * 10 + d2)
    }

    /// Writes `CCYYMMDD` (UN/EDIFACT 2379 code 102).
    pub fn compact(self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.month, self.day)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01 (civil-day arithmetic in 400-year eras).
    pub fn days_since_epoch(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The day that lies so many days after 1970-01-01; `None` outside year 1 to 9999.
    pub fn from_days_since_epoch(days: i64) -> Option<Self> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// So many days later (or earlier, when negative).
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_days_since_epoch(self.days_since_epoch().checked_add(days)?)
    }

    /// The same day so many months later, or the last day of that month (`agreements.md` section 5).
    pub fn plus_months(self, months: u32) -> Option<Self> {
        let total = i64::from(self.year) * 12 + i64::from(self.month) - 1 + i64::from(months);
        let year = i32::try_from(total.div_euclid(12)).ok()?;
        let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
        Self::new(year, month, self.day.min(days_in(year, month)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// An instant in UTC, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

const DAY: i64 = 86_400_000;

impl Timestamp {
    /// From milliseconds since the epoch.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The UTC day of the instant.
    pub fn date(self) -> Date {
        Date::from_days_since_epoch(self.0.div_euclid(DAY)).unwrap_or(Date { year: 1970, month: 1, day: 1 })
    }

    /// Midnight UTC at the start of a day.
    pub fn midnight(date: Date) -> Self {
        Self(date.days_since_epoch() * DAY)
    }

    /// So many milliseconds later.
    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Without the milliseconds.
    pub fn to_seconds(self) -> Self {
        Self(self.0.div_euclid(1000) * 1000)
    }

    /// RFC 3339 in UTC with milliseconds, as the gateway writes times.
    pub fn rfc3339(self) -> String {
        let (hours, minutes, seconds, millis) = self.clock();
        format!("{}T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z", self.date())
    }

    /// RFC 3339 in UTC with whole seconds, as XML signatures write `SigningTime`.
    pub fn rfc3339_seconds(self) -> String {
        let (hours, minutes, seconds, _) = self.clock();
        format!("{}T{hours:02}:{minutes:02}:{seconds:02}Z", self.date())
    }

    /// `CCYYMMDDhhmmssZ` (UN/EDIFACT 2379 code 304 in UTC).
    pub fn compact(self) -> String {
        let (hours, minutes, seconds, _) = self.clock();
        format!("{}{hours:02}{minutes:02}{seconds:02}Z", self.date().compact())
    }

    /// Reads `CCYYMMDDhhmmssZ`, or with a whole-hour or hour-and-minute offset (`+08`, `+0530`).
    pub fn parse_compact(text: &str) -> Option<Self> {
        let date = Date::parse_compact(text.get(0..8)?)?;
        let clock = text.get(8..14)?;
        if !clock.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let time = clock_millis(clock.get(0..2)?, clock.get(2..4)?, clock.get(4..6)?)?;
        let offset = match text.get(14..)? {
            "Z" => 0,
            zone => offset_millis(zone)?,
        };
        Some(Self(date.days_since_epoch() * DAY + time - offset))
    }

    /// Reads RFC 3339 with any offset and up to nine fraction digits (cut to milliseconds).
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let date = Date::parse(text.get(0..10)?)?;
        if !matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' ')) {
            return None;
        }
        let (clock, rest) = text.get(11..)?.split_at_checked(8)?;
        let (fraction, zone) = match rest.strip_prefix('.') {
            Some(rest) => {
                let (fraction, zone) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
                if fraction.is_empty() || fraction.len() > 9 {
                    return None;
                }
                (fraction, zone)
            }
            None => ("", rest),
        };
        Self::of_parts(date, clock, fraction, zone)
    }

    /// The instant of a day, a time of day `hh:mm:ss`, digits of a second (milliseconds are kept) and an offset as RFC
    /// 3339 writes it, `Z` or `+hh:mm`.
    pub fn of_parts(date: Date, clock: &str, fraction: &str, zone: &str) -> Option<Self> {
        if clock.len() != 8 || clock.as_bytes().get(2) != Some(&b':') || clock.as_bytes().get(5) != Some(&b':') {
            return None;
        }
        let time = clock_millis(clock.get(0..2)?, clock.get(3..5)?, clock.get(6..8)?)?;
        let fraction = match fraction.get(..3).unwrap_or(fraction) {
            "" => 0,
            kept => number(kept)? * [100, 10, 1].get(kept.len() - 1)?,
        };
        let offset = match zone {
            "Z" | "z" => 0,
            zone => offset_millis(zone)?,
        };
        Some(Self(date.days_since_epoch() * DAY + time + fraction - offset))
    }

    fn clock(self) -> (i64, i64, i64, i64) {
        let in_day = self.0.rem_euclid(DAY);
        (in_day / 3_600_000, in_day / 60_000 % 60, in_day / 1000 % 60, in_day % 1000)
    }
}

fn number(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn clock_millis(hours: &str, minutes: &str, seconds: &str) -> Option<i64> {
    let (hours, minutes, seconds) = (number(hours)?, number(minutes)?, number(seconds)?);
    (hours < 24 && minutes < 60 && seconds < 60).then_some(((hours * 60 + minutes) * 60 + seconds) * 1000)
}

fn offset_millis(zone: &str) -> Option<i64> {
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = zone.get(1..)?.chars().filter(|c| *c != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (number(&digits)?, 0),
        4 => (number(digits.get(0..2)?)?, number(digits.get(2..4)?)?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60_000)
}

/// A point in time as the document wrote it: a day stays a day and is never turned into an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A calendar day (2379 code 102).
    Day(Date),
    /// An instant with a zone (2379 code 304), kept in UTC.
    Instant(Timestamp),
}

impl Moment {
    /// The day; of an instant its UTC day.
    pub fn date(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Instant(at) => at.date(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_round_trips() {
        for days in Date::new(1899, 1, 1).map_or(0, Date::days_since_epoch).. {
            let Some(date) = Date::from_days_since_epoch(days) else { break };
            if date.year() > 2300 {
                break;
            }
            assert_eq!(date.days_since_epoch(), days, "{date} counts back to itself");
            assert_eq!(Date::parse(&date.to_string()), Some(date), "{date} reads back");
        }
    }

    #[test]
    fn months_end_on_the_last_day_when_the_day_is_missing() {
        let date = Date::new(2024, 1, 31).unwrap();
        assert_eq!(date.plus_months(1), Date::new(2024, 2, 29));
        assert_eq!(date.plus_months(12), Date::new(2025, 1, 31));
    }

    #[test]
    fn instants_are_read_with_their_offset() {
        let utc = Timestamp::parse_rfc3339("2020-06-03T00:46:34Z").unwrap();
        assert_eq!(Timestamp::parse_rfc3339("2020-06-03T08:46:34+08:00"), Some(utc));
        assert_eq!(Timestamp::parse_compact("20200603084634+08"), Some(utc));
        assert_eq!(utc.rfc3339(), "2020-06-03T00:46:34.000Z");
        assert_eq!(utc.compact(), "20200603004634Z");
        for wrong in ["2020-06-31T00:00:00Z", "2020-06-03", "2020-06-03T24:00:00Z", "2020-06-03T00:00:00", "x"] {
            assert_eq!(Timestamp::parse_rfc3339(wrong), None, "{wrong} is refused");
        }
    }
}
