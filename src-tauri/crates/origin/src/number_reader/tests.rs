//! The table of `interface.md` 8.2, row by row, and what lies beside it.

use proptest::prelude::*;

use super::*;

/// Decimal and group mark of the four columns: en, ar, zh · fr, ru, pt-PT · de, es, id, tr, pt-BR · de-CH.
const COLUMNS: [(char, Option<char>); 4] =
    [('.', Some(',')), (',', Some('\u{202F}')), (',', Some('.')), ('.', Some('’'))];

fn shown(reading: &Reading) -> String {
    match reading {
        Reading::Value(value) => value.to_string(),
        Reading::Question(readings) => {
            let readings: Vec<String> = readings.iter().map(Decimal::to_string).collect();
            format!("{}?", readings.join(" or "))
        }
        Reading::Unreadable => "unreadable".to_owned(),
    }
}

#[track_caller]
fn row(typed: &str, expected: [&str; 4]) {
    for ((decimal, group), expected) in COLUMNS.into_iter().zip(expected) {
        let found = shown(&read_number(typed, decimal, group));
        assert_eq!(found, expected, "{typed} with decimal {decimal} and group {group:?}");
    }
}

#[test]
fn the_table_of_the_silent_factor_holds_row_by_row() {
    row("1234.5", ["1234.5", "1234.5", "1234.5 or 12345?", "1234.5"]);
    row("12.5", ["12.5", "12.5", "12.5 or 125?", "12.5"]);
    row("0.750", ["0.750", "0.750", "0.750 or 750?", "0.750"]);
    row("1,5", ["1.5 or 15?", "1.5", "1.5", "1.5"]);
    row("1.250", ["1.250", "1.250 or 1250?", "1250", "1.250"]);
    row("1,250", ["1250", "1.250", "1.250", "1.250 or 1250?"]);
}

#[test]
fn two_different_marks_settle_it_for_everyone() {
    row("1,234.5", ["1234.5"; 4]);
    row("1.234,5", ["1234.5"; 4]);
    row("1 234,50", ["1234.50"; 4]);
    row("1’234’567.8", ["1234567.8"; 4]);
    row("12,34,567.5", ["1234567.5"; 4]);
    row("12.34,5", ["unreadable"; 4]);
    row("1,234,5.6", ["unreadable"; 4]);
    row("1.234 567", ["unreadable"; 4]);
}

#[test]
fn groups_that_fit_are_joined() {
    row("1 234 567", ["1234567"; 4]);
    row("1\u{A0}234", ["1234"; 4]);
    row("1,234,567", ["1234567"; 4]);
    row("12,34,567", ["1234567"; 4]);
    row("12 34", ["unreadable"; 4]);
    row("0 750", ["unreadable"; 4]);
    row("1,2,3", ["unreadable"; 4]);
}

#[test]
fn digits_of_any_script_count_and_two_scripts_do_not() {
    row("١٢٣٤٫٥", ["1234.5"; 4]);
    row("١٬٢٣٤", ["1234"; 4]);
    row("۱۲۳", ["123"; 4]);
    row("१२३", ["123"; 4]);
    row("๑๒๓", ["123"; 4]);
    row("１２３．５", ["123.5", "123.5", "123.5 or 1235?", "123.5"]);
    row("1٢3", ["unreadable"; 4]);
}

#[test]
fn invisible_marks_of_direction_change_nothing() {
    row("\u{200F}١٢٣٤٫٥\u{200E}", ["1234.5"; 4]);
    row("\u{202B}-12\u{202C}", ["-12"; 4]);
    row("1\u{200E}234", ["1234"; 4]);
}

#[test]
fn what_is_no_number_stays_as_typed() {
    for typed in ["", " ", "kg", "12 kg", "12.34.5", "1e3", "+5", "5.", "--5", "1..5", "½", "0x10", "12-5", "²"] {
        row(typed, ["unreadable"; 4]);
    }
    row("-12", ["-12"; 4]);
    row("\u{2212}12", ["-12"; 4]);
    row(" 007 ", ["7"; 4]);
    row("12345678901234567890123456789", ["unreadable"; 4]);
}

#[track_caller]
fn column(cells: &[&str], (decimal, group): (char, Option<char>), expected: &[&str]) {
    let found: Vec<String> = read_column(cells, decimal, group).iter().map(shown).collect();
    assert_eq!(found, expected, "{cells:?} with decimal {decimal} and group {group:?}");
}

#[test]
fn a_pasted_column_is_judged_as_a_whole() {
    let [english, french, german, swiss] = COLUMNS;
    // A foreign mark that can only be decimal in one cell is decimal in all.
    column(&["1.250", "12.5", "3.75"], french, &["1.250", "12.5", "3.75"]);
    column(&["1,250", "2,500,000"], swiss, &["1250", "2500000"]);
    // The column speaks against the person's own group mark: nothing is taken silently.
    column(&["1.250", "12.5"], german, &["1.250 or 1250?", "12.5 or 125?"]);
    column(&["1,250", "1,5"], english, &["1.250 or 1250?", "1.5 or 15?"]);
    // The column speaks against the person's own decimal mark.
    column(&["1.250", "1.250.000"], english, &["1.250 or 1250?", "1250000"]);
    // Nothing in the column settles it.
    column(&["1.250", "2.500"], french, &["1.250 or 1250?", "2.500 or 2500?"]);
    // Two marks in one cell settle the mark in all.
    column(&["1.250", "1.250,75"], french, &["1250", "1250.75"]);
    column(&["1.250", "kg", ""], german, &["1250", "unreadable", "unreadable"]);
}

proptest! {
    #[test]
    fn a_value_is_never_another_number_than_its_digits_can_be(
        typed in "-?[0-9]{1,4}([.,' ][0-9]{1,4}){0,3}",
        column in 0_usize..4,
    ) {
        let (decimal, group) = COLUMNS[column];
        let digits = |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect::<String>();
        let joined = Decimal::parse(&digits(&typed));
        let last = typed.rfind(|c: char| !c.is_ascii_digit() && c != '-');
        let parted = last.and_then(|at| Decimal::parse(&format!("{}.{}", digits(&typed[..at]), &typed[at + 1..])));
        let candidates: Vec<Decimal> = [joined, parted].into_iter().flatten().collect();
        match read_number(&typed, decimal, group) {
            Reading::Value(value) => prop_assert!(candidates.contains(&value), "{} read as {}", typed, value),
            Reading::Question(readings) => {
                prop_assert_eq!(readings.len(), 2);
                prop_assert!(readings.iter().all(|one| candidates.contains(one)), "{} asked as {:?}", typed, readings);
            }
            Reading::Unreadable => prop_assert!(last.is_some(), "digits alone are a number"),
        }
    }

    #[test]
    fn what_one_s_own_marks_write_is_read_back(units in 0_i64..1_000_000_000_000, scale in 0_usize..4, column in 0_usize..4) {
        let (decimal, group) = COLUMNS[column];
        let digits = format!("{units:0>width$}", width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let mut grouped = String::new();
        for (index, c) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.extend(group);
            }
            grouped.push(c);
        }
        let typed = if scale == 0 { grouped } else { format!("{grouped}{decimal}{fraction}") };
        let value = Decimal::parse(&if scale == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") }).unwrap();
        prop_assert_eq!(read_number(&typed, decimal, group), Reading::Value(value), "{}", typed);
    }

    #[test]
    fn no_text_makes_the_reader_panic(typed in "\\PC{0,24}", other in "[0-9.,' ٠-٩٫٬-]{0,16}") {
        for (decimal, group) in COLUMNS {
            read_number(&typed, decimal, group);
            read_column(&[&typed, &other], decimal, group);
        }
    }
}
