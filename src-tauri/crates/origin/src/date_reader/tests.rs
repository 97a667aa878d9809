//! Written days and what they are, as a table.

use proptest::prelude::*;

use super::*;

fn shown(reading: &DateReading) -> String {
    match reading {
        DateReading::Day(day) => day.to_string(),
        DateReading::Question(days) => {
            let days: Vec<String> = days.iter().map(Date::to_string).collect();
            format!("{}?", days.join(" or "))
        }
        DateReading::Refused(fault) => fault.code().to_owned(),
    }
}

const TABLE: &[(&str, &str)] = &[
    // Year first.
    ("2026-11-23", "2026-11-23"),
    ("2026/11/23", "2026-11-23"),
    ("2026.3.4", "2026-03-04"),
    ("20261123", "2026-11-23"),
    ("2026年11月23日", "2026-11-23"),
    ("2026 Nov 23", "2026-11-23"),
    // Months by name, four languages, short forms.
    ("23 Nov 2026", "2026-11-23"),
    ("23 November 2026", "2026-11-23"),
    ("November 23, 2026", "2026-11-23"),
    ("Nov 23rd, 2026", "2026-11-23"),
    ("1st January 2026", "2026-01-01"),
    ("the 2nd of May 2026", "2026-05-02"),
    ("23-NOV-2026", "2026-11-23"),
    ("23NOV2026", "2026-11-23"),
    ("23 novembre 2026", "2026-11-23"),
    ("1er août 2026", "2026-08-01"),
    ("le 3 févr. 2026", "2026-02-03"),
    ("14 juil. 2026", "2026-07-14"),
    ("23 de noviembre de 2026", "2026-11-23"),
    ("1º de enero del 2026", "2026-01-01"),
    ("5 ago. 2026", "2026-08-05"),
    ("4 dic 2026", "2026-12-04"),
    ("٢٣ نوفمبر ٢٠٢٦", "2026-11-23"),
    ("23 تشرين الثاني 2026", "2026-11-23"),
    ("١ كانون الثاني ٢٠٢٦م", "2026-01-01"),
    ("3 جويلية 2026", "2026-07-03"),
    ("5 أبريل، 2026", "2026-04-05"),
    ("5 غشت 2026", "2026-08-05"),
    // Digits of any script, and marks nobody sees.
    ("٢٠٢٦-١١-٢٣", "2026-11-23"),
    ("۲۰۲۶/۱۱/۲۳", "2026-11-23"),
    ("२३/११/२०२६", "2026-11-23"),
    ("\u{200F}٢٣/١١/٢٠٢٦\u{200F}", "2026-11-23"),
    ("2٣/11/2026", "date.unreadable"),
    // Figures with the year last.
    ("23/11/2026", "2026-11-23"),
    ("11/23/2026", "2026-11-23"),
    ("03/04/2026", "2026-04-03 or 2026-03-04?"),
    ("3.4.2026", "2026-04-03 or 2026-03-04?"),
    ("12-11-2026", "2026-11-12 or 2026-12-11?"),
    ("05/05/2026", "2026-05-05"),
    ("5 5 2026", "2026-05-05"),
    // Years of two digits are asked about.
    ("23/11/26", "2026-11-23 or 2023-11-26?"),
    ("03/04/05", "2005-04-03 or 2005-03-04 or 2003-04-05?"),
    ("31/12/99", "2099-12-31?"),
    ("23 Nov 26", "2026-11-23?"),
    ("5/6/7", "date.unreadable"),
    // Days that do not exist.
    ("31/02/2026", "date.impossible"),
    ("2026-02-29", "date.impossible"),
    ("2024-02-29", "2024-02-29"),
    ("13/13/2026", "date.impossible"),
    ("00/11/2026", "date.impossible"),
    ("2026-23-11", "date.impossible"),
    ("31 April 2026", "date.impossible"),
    ("32/13/26", "date.impossible"),
    ("20262311", "date.impossible"),
    // Other calendars.
    ("13/06/1448", "date.hijri"),
    ("١٤٤٨/٠٦/١٣", "date.hijri"),
    ("1448-06-13", "date.hijri"),
    ("١٣ جمادى الآخرة ١٤٤٨ هـ", "date.hijri"),
    ("13 Ramadan 1448", "date.hijri"),
    ("13/06/48 هـ", "date.hijri"),
    ("1405/09/02", "date.hijri"),
    ("23/11/2569", "date.buddhist"),
    ("23 พฤศจิกายน พ.ศ. 2569", "date.buddhist"),
    ("๒๓/๑๑/๒๕๖๙", "date.buddhist"),
    ("23 Nov 2569 BE", "date.buddhist"),
    // Years that no certificate bears.
    ("23/11/1826", "date.year"),
    ("2206-11-23", "date.year"),
    // Midnight is a day, any other time is not.
    ("2026-11-23T00:00:00Z", "2026-11-23"),
    ("2026-11-23 00:00:00", "2026-11-23"),
    ("23/11/2026 00:00", "2026-11-23"),
    ("2026-11-23T10:15:00Z", "date.unreadable"),
    // What is no day.
    ("", "date.unreadable"),
    ("today", "date.unreadable"),
    ("2026", "date.unreadable"),
    ("Nov 2026", "date.unreadable"),
    ("23 11", "date.unreadable"),
    ("23 jui 2026", "date.unreadable"),
    ("23 Nov Dec 2026", "date.unreadable"),
    ("Nov 23 Dec 2026", "date.unreadable"),
    ("1/2/3/2026", "date.unreadable"),
    ("2026-11-23x", "date.unreadable"),
    ("23/11/02026", "date.unreadable"),
    ("23\\11\\2026", "date.unreadable"),
    ("46349", "date.unreadable"),
    ("99999999999999999999", "date.unreadable"),
];

#[test]
fn written_days_are_days_questions_or_refusals() {
    for (written, expected) in TABLE {
        assert_eq!(shown(&read_date(written)), *expected, "{written:?}");
    }
}

#[track_caller]
fn column(cells: &[&str], expected: &[&str]) {
    let found: Vec<String> = read_date_column(cells).iter().map(shown).collect();
    assert_eq!(found, expected, "{cells:?}");
}

#[test]
fn a_column_is_judged_as_a_whole() {
    column(&["03/04/2026", "23/11/2026"], &["2026-04-03", "2026-11-23"]);
    column(&["03/04/2026", "11/23/2026", ""], &["2026-03-04", "2026-11-23", "date.unreadable"]);
    // Two orders in one column settle nothing.
    column(&["03/04/2026", "23/11/2026", "11/23/2026"], &["2026-04-03 or 2026-03-04?", "2026-11-23", "2026-11-23"]);
    column(&["03/04/2026", "05/06/2026"], &["2026-04-03 or 2026-03-04?", "2026-06-05 or 2026-05-06?"]);
    // A year of two digits proves no order, and a proven order does not prove the century.
    column(&["03/04/2026", "23/11/26"], &["2026-04-03 or 2026-03-04?", "2026-11-23 or 2023-11-26?"]);
    column(&["03/04/26", "23/11/2026"], &["2026-04-03?", "2026-11-23"]);
    // A day that does not exist in the proven order is not turned round.
    column(&["23/11/2026", "31/02/2026"], &["2026-11-23", "date.impossible"]);
    // Other calendars prove nothing about ours.
    column(&["03/04/2026", "23/11/1448"], &["2026-04-03 or 2026-03-04?", "date.hijri"]);
}

proptest! {
    #[test]
    fn a_day_is_never_another_one_than_it_can_be(first in 0_u32..40, second in 0_u32..40, year in 1900_u32..2200, mark in "[-/. ]") {
        let candidates = days(&[(year, second, first), (year, first, second)]);
        let written = format!("{first}{mark}{second}{mark}{year}");
        match read_date(&written) {
            DateReading::Day(day) => prop_assert_eq!(vec![day], candidates, "{}", written),
            DateReading::Question(asked) => prop_assert_eq!(asked, candidates, "{}", written),
            DateReading::Refused(fault) => {
                prop_assert_eq!(fault, DateFault::Impossible);
                prop_assert!(candidates.is_empty(), "{}", written);
            }
        }
    }

    #[test]
    fn every_day_reads_back_from_its_unambiguous_forms(days in -25_000_i64..80_000) {
        let day = Date::from_days_since_epoch(days).unwrap();
        prop_assert_eq!(read_date(&day.to_string()), DateReading::Day(day));
        prop_assert_eq!(read_date(&day.compact()), DateReading::Day(day));
    }

    #[test]
    fn no_text_makes_the_reader_panic(written in "\\PC{0,24}", other in "[0-9/. TZ:novهـ٠-٩-]{0,16}") {
        read_date(&written);
        read_date_column(&[&written, &other]);
    }
}
