//! Which day is a number? Workbooks count days from 1900 or from 1904, and only the cell's format says that it is one.

use tamga_origin::Date;

/// No calendar counts further.
const LAST: i64 = 3_000_000;

/// The formats that are dates without being written out in the file (ECMA-376 part 1, 18.8.30).
pub(super) fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=58)
}

/// Does a format show a day, a month or a year? Quoted words, escaped letters, colours and conditions do not count.
pub(super) fn shows_a_date(format: &str) -> bool {
    let mut letters = format.chars();
    while let Some(c) = letters.next() {
        match c {
            '"' => while letters.next().is_some_and(|c| c != '"') {},
            '[' => while letters.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                letters.next();
            }
            // What stands behind is for negative numbers, zero and text.
            ';' => return false,
            'd' | 'D' | 'y' | 'Y' => return true,
            _ => {}
        }
    }
    false
}

/// The day of a count of days, and whether a time of day stood beside it; none before the first day and after year
/// 9999. `from_1904` names the calendar of the workbook.
///
/// The count of 1900 knows a 29 February 1900 that never was; it is no day here.
pub(super) fn day(number: &str, from_1904: bool) -> Option<(Date, bool)> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let days: i64 = whole.parse().ok().filter(|days| (0..LAST).contains(days))?;
    // Seconds of the day from nine digits of the fraction, rounded: what is left below is dirt of binary numbers.
    let billionths: u64 = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let seconds = (billionths * 86_400 + 500_000_000) / 1_000_000_000;
    let days = days + i64::from(seconds == 86_400);
    let has_time = seconds != 0 && seconds != 86_400;
    let first = match (from_1904, days) {
        (true, _) => Date::new(1904, 1, 1),
        (false, 1..=59) => Date::new(1899, 12, 31),
        (false, 61..) => Date::new(1899, 12, 30),
        (false, _) => None,
    };
    Some((first?.plus_days(days)?, has_time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1900_or_1904() {
        let shown = |number, from_1904| day(number, from_1904).map(|(day, time)| format!("{day} {time}"));
        for (number, from_1904, expected) in [
            ("1", false, Some("1900-01-01 false")),
            ("59", false, Some("1900-02-28 false")),
            ("60", false, None),
            ("61", false, Some("1900-03-01 false")),
            ("46347", false, Some("2026-11-21 false")),
            ("46347.5", false, Some("2026-11-21 true")),
            ("46346.9999999999", false, Some("2026-11-21 false")),
            ("44885", true, Some("2026-11-21 false")),
            ("0", true, Some("1904-01-01 false")),
            ("0", false, None),
            ("0.5", false, None),
            ("-1", false, None),
            ("2958465", false, Some("9999-12-31 false")),
            ("2958466", false, None),
            ("99999999999999999999", false, None),
        ] {
            assert_eq!(shown(number, from_1904).as_deref(), expected, "{number}");
        }
    }

    #[test]
    fn only_a_format_that_shows_a_day_makes_a_date() {
        for format in ["yyyy-mm-dd", "DD/MM/YYYY", "[$-409]d\\-mmm\\-yy;@", "mmm yy", "[Red]d.m."] {
            assert!(shows_a_date(format), "{format}");
        }
        for format in ["General", "0.00", "#,##0 \"day\"", "[Red]0.0", "h:mm", "0\\d", "0;\"y\";d", "[$DKK-406] 0"] {
            assert!(!shows_a_date(format), "{format}");
        }
        assert!(is_built_in_date(14) && !is_built_in_date(2) && !is_built_in_date(20));
    }
}
