//! How are days counted? Calendar and working days after an event, with the office's holidays (`agreements.md`
//! section 5: the day after the event is day one).

use crate::time::Date;

/// The days on which an office does not work, besides its weekend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holidays {
    weekend: [bool; 7],
    days: Vec<Date>,
}

impl Default for Holidays {
    /// Saturday and Sunday, and no holiday at all.
    fn default() -> Self {
        Self::USUAL
    }
}

impl Holidays {
    /// Saturday and Sunday, and no holiday at all.
    pub const USUAL: Self = Self { weekend: [false, false, false, false, false, true, true], days: Vec::new() };

    /// Holidays beside a weekend, which names days of the week from Monday = 0 to Sunday = 6.
    pub fn new(weekend: &[u8], days: impl IntoIterator<Item = Date>) -> Self {
        let mut free = [false; 7];
        for (index, day) in free.iter_mut().enumerate() {
            *day = weekend.iter().any(|named| usize::from(*named) == index);
        }
        let mut days: Vec<Date> = days.into_iter().collect();
        days.sort_unstable();
        days.dedup();
        Self { weekend: free, days }
    }

    /// Is it a working day?
    pub fn works(&self, day: Date) -> bool {
        // 1970-01-01 was a Thursday: 3 days after a Monday.
        let weekday = usize::try_from((day.days_since_epoch() + 3).rem_euclid(7)).unwrap_or(0);
        !self.weekend.get(weekday).copied().unwrap_or(false) && self.days.binary_search(&day).is_err()
    }
}

/// So many days, counted one by one or by working days only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Calendar days.
    Days(u16),
    /// Working days of the office.
    WorkingDays(u16),
    /// Months: the same day so many months later, or the last day of that month.
    Months(u16),
}

impl Span {
    /// Reads `3d`, `3wd` or `12m`.
    pub fn parse(word: &str) -> Option<Self> {
        let number = |digits: &str| if digits.starts_with('+') { None } else { digits.parse().ok() };
        if let Some(days) = word.strip_suffix("wd") {
            number(days).map(Self::WorkingDays)
        } else if let Some(days) = word.strip_suffix('d') {
            number(days).map(Self::Days)
        } else {
            word.strip_suffix('m').and_then(number).map(Self::Months)
        }
    }

    /// The last day of the span; that day is still good, and the day after the event is day one.
    ///
    /// None beyond the year 9999, and where an office never works.
    pub fn last_day(self, event: Date, holidays: &Holidays) -> Option<Date> {
        match self {
            Self::Days(days) => event.plus_days(i64::from(days)),
            Self::Months(months) => event.plus_months(u32::from(months)),
            Self::WorkingDays(days) => {
                let (mut day, mut left, mut free) = (event, days, 0_u16);
                while left > 0 {
                    day = day.plus_days(1)?;
                    if holidays.works(day) {
                        (left, free) = (left - 1, 0);
                    } else {
                        free += 1;
                        if free > 366 {
                            return None;
                        }
                    }
                }
                Some(day)
            }
        }
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Days(days) => write!(f, "{days}d"),
            Self::WorkingDays(days) => write!(f, "{days}wd"),
            Self::Months(months) => write!(f, "{months}m"),
        }
    }
}

/// Until when an issue is on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// The day of export or shipment itself.
    SameDay,
    /// So long after it.
    After(Span),
    /// Nobody has read it yet; the rule asks nothing.
    Unknown,
}

impl Limit {
    /// Reads `at_export`, `at_shipment`, a span such as `3d` or `3wd`, or `unknown`.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "at_export" | "at_shipment" => Some(Self::SameDay),
            "unknown" => Some(Self::Unknown),
            _ => Span::parse(word).map(Self::After),
        }
    }

    /// The last day that is on time; the day after the event is day one.
    pub fn last_day(self, event: Date, holidays: &Holidays) -> Option<Date> {
        match self {
            Self::SameDay => Some(event),
            Self::After(span) => span.last_day(event, holidays),
            Self::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[track_caller]
    fn check(word: &str, event: &str, holidays: &Holidays, expected: &str) {
        let last = Limit::parse(word).unwrap().last_day(day(event), holidays);
        assert_eq!(last.map(|date| date.to_string()).unwrap_or_default(), expected, "{word} after {event}");
    }

    #[test]
    fn days_are_counted_from_the_day_after_the_event() {
        let usual = Holidays::default();
        check("at_export", "2026-03-06", &usual, "2026-03-06");
        check("at_shipment", "2026-03-06", &usual, "2026-03-06");
        check("3d", "2026-03-06", &usual, "2026-03-09");
        check("0d", "2026-03-06", &usual, "2026-03-06");
        check("3wd", "2026-03-06", &usual, "2026-03-11");
        check("7wd", "2026-03-06", &usual, "2026-03-17");
        check("7d", "2026-03-06", &usual, "2026-03-13");
        check("unknown", "2026-03-06", &usual, "");
        check("3d", "9999-12-30", &usual, "");
    }

    #[test]
    fn holidays_and_another_weekend_are_left_out() {
        let friday_free = Holidays::new(&[4, 5], [day("2026-03-09"), day("2026-03-09")]);
        assert!(!friday_free.works(day("2026-03-06")), "a Friday");
        assert!(friday_free.works(day("2026-03-08")), "a Sunday");
        assert!(!friday_free.works(day("2026-03-09")), "a holiday");
        check("3wd", "2026-03-05", &friday_free, "2026-03-11");
        check("3d", "2026-03-05", &friday_free, "2026-03-08");
        let never = Holidays::new(&[0, 1, 2, 3, 4, 5, 6], []);
        check("1wd", "2026-03-05", &never, "");
    }

    #[test]
    fn months_end_on_the_last_day_of_a_shorter_month() {
        let usual = Holidays::default();
        check("12m", "2024-02-29", &usual, "2025-02-28");
        check("1m", "2026-01-31", &usual, "2026-02-28");
        check("4m", "2025-10-31", &usual, "2026-02-28");
        check("24m", "2026-03-10", &usual, "2028-03-10");
    }

    #[test]
    fn spans_read_back_and_nothing_else_is_taken() {
        for word in ["3d", "3wd", "12m", "0d"] {
            assert_eq!(Span::parse(word).map(|span| span.to_string()).as_deref(), Some(word));
        }
        for word in ["", "d", "3", "3 days", "-3d", "+3d", "3w", "70000d"] {
            assert_eq!(Span::parse(word), None, "{word:?}");
        }
    }
}
