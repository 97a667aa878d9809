//! Every cell that a person has to look at is named with its place, and no bad row stops the others.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tamga_formats::sheet::{DateOrder, SheetReading};

use super::{one, read};

/// Findings about the cells of a file with one application.
fn findings(text: &str, reading: &SheetReading) -> Vec<String> {
    crate::lines(&one(read(text.as_bytes(), reading)).0.findings)
}

fn goods(head: &str, cell: &str) -> String {
    format!("ref,exporter.name,{head}\nA,Firm,\"{cell}\"\n")
}

#[test]
fn what_can_mean_two_things_is_a_question_and_stays_empty() {
    let usual = SheetReading::default();
    let comma = SheetReading { decimal: ',', group: Some('.'), ..usual };
    let days = |order| SheetReading { dates: Some(order), ..usual };
    for (head, cell, reading, expected) in [
        ("items.net_mass", "1,234.5", &usual, None),
        ("items.net_mass", "1.250", &usual, None),
        (
            "items.net_mass",
            "12.5",
            &comma,
            Some("block sheet.number_question items[1].net_mass where=orders!C2 text=12.5 readings=12.5 | 125"),
        ),
        ("items.net_mass", "about 5", &usual, Some("block read.value items[1].net_mass where=orders!C2 text=about 5")),
        ("items.packages.count", "1.5", &usual, Some("block read.value items[1].packages where=orders!C2 text=1.5")),
        ("departure", "2026-11-23", &usual, None),
        ("departure", "earliest available", &usual, None),
        (
            "departure",
            "03/04/2026",
            &usual,
            Some(
                "block sheet.date_question transport.departure where=orders!C2 text=03/04/2026 readings=2026-04-03 | 2026-03-04",
            ),
        ),
        ("departure", "03/04/2026", &days(DateOrder::DayFirst), None),
        (
            "departure",
            "03/04/2026",
            &days(DateOrder::YearFirst),
            Some(
                "block sheet.date_question transport.departure where=orders!C2 text=03/04/2026 readings=2026-04-03 | 2026-03-04",
            ),
        ),
        ("invoices.date", "soon", &usual, Some("block read.value invoices where=orders!C2 text=soon")),
        (
            "invoices.date",
            "31/02/2026",
            &usual,
            Some("block sheet.day_refused invoices where=orders!C2 text=31/02/2026 reason=date.impossible"),
        ),
        ("is_preferential", "oui", &usual, None),
        ("is_preferential", "perhaps", &usual, Some("block read.value is_preferential where=orders!C2 text=perhaps")),
        ("flags", "RETROACTIVE\nLATE", &usual, Some("block read.value flags where=orders!C2 text=RETROACTIVE\nLATE")),
        ("legalisations.authority", "Embassy", &usual, Some("block sheet.incomplete legalisations where=orders!C2")),
        ("items.gross_mass.unit", "KGM", &usual, Some("block sheet.incomplete items[1].gross_mass where=orders!C2")),
    ] {
        let expected: Vec<&str> = expected.into_iter().collect();
        assert_eq!(findings(&goods(head, cell), reading), expected, "{head} {cell}");
    }
}

#[test]
fn a_column_settles_what_one_cell_leaves_open() {
    let text = "ref,departure,items.net_mass\nA,03/04/2026,\"1,250\"\nB,25/04/2026,\"1,5\"\n";
    let found = read(text.as_bytes(), &SheetReading { decimal: ',', ..SheetReading::default() });
    let departures: Vec<String> = found
        .applications
        .iter()
        .map(|one| format!("{:?}", one.certificate.transport.departure.as_ref().map(|_| one.findings.len())))
        .collect();
    assert_eq!(departures, ["Some(0)", "Some(0)"], "25/04 shows that the day stands first");
    assert_eq!(found.applications[0].certificate.items[0].net_mass.as_ref().unwrap().amount.to_string(), "1.250");
}

/// One row of typed cells below heads.
fn workbook(heads: &[&str], write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("orders").unwrap();
    sheet.write_row(0, 0, heads.iter().copied()).unwrap();
    write(sheet);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_tariff_code_that_became_a_number_gets_its_zero_back_only_with_consent() {
    let bytes = workbook(&["ref", "items.hs.code"], |sheet| {
        for (row, code) in [(1, 90240.0), (2, 220_421.0), (3, 902.4)] {
            sheet.write(row, 0, format!("A{row}")).unwrap();
            sheet.write(row, 1, code).unwrap();
        }
    });
    let codes = |reading: &SheetReading| {
        let found = read(&bytes, reading).applications;
        let shown =
            found.iter().map(|one| (one.certificate.items[0].hs.code.clone(), crate::lines(&one.findings).concat()));
        shown.collect::<Vec<_>>()
    };
    let plain = codes(&SheetReading::default());
    let expected = |severity: &str, row: u32, text: &str, offered: &str| {
        format!("{severity} sheet.number_for_code items[1].hs.code where=orders!B{row} text={text} offered={offered}")
    };
    assert_eq!(plain[0], ("90240".into(), expected("warn", 2, "90240", "090240")));
    assert_eq!(plain[1], ("220421".into(), expected("info", 3, "220421", "220421")));
    assert_eq!(plain[2], (String::new(), expected("block", 4, "902.4", "902.4")));
    let agreed = codes(&SheetReading { leading_zeros: true, ..SheetReading::default() });
    assert_eq!(agreed[0], ("090240".into(), expected("info", 2, "90240", "090240")));
    assert_eq!(agreed[1..], plain[1..]);
}

#[test]
fn what_a_spreadsheet_changed_or_hid_is_told() {
    let heads =
        ["ref", "exporter.name", "invoices.number", "departure", "items.value", "items.description", "ucr", "Colour"];
    let bytes = workbook(&heads, |sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write(1, 0, 4711).unwrap();
        sheet.write(1, 1, "Firm").unwrap();
        sheet.write_with_format(1, 2, ExcelDateTime::from_ymd(2026, 1, 2).unwrap(), &day).unwrap();
        let noon = ExcelDateTime::from_ymd(2026, 3, 4).unwrap().and_hms(12, 0, 0).unwrap();
        sheet.write_with_format(1, 3, &noon, &day).unwrap();
        sheet.write(1, 4, Formula::new("14.85*3").set_result("44.550000000000004")).unwrap();
        sheet.write(1, 5, "Tea").unwrap();
        sheet.write(1, 6, 1234567890123456789.0).unwrap();
        sheet.write(1, 7, "black").unwrap();
        sheet.write(2, 0, 4711).unwrap();
        sheet.write(2, 1, "Another firm").unwrap();
        sheet.set_row_hidden(2).unwrap();
        sheet.set_column_hidden(5).unwrap();
        sheet.merge_range(4, 0, 5, 0, "4712", &Format::new()).unwrap();
    });
    let found = read(&bytes, &SheetReading::default());
    assert_eq!(
        crate::lines(&found.findings),
        [
            "warn sheet.unknown_column  where=orders!H1 text=Colour",
            "warn sheet.hidden_column items.description where=orders!F1",
            "warn sheet.hidden_row  where=orders!3:3",
            "warn sheet.merged  where=orders!A5",
            "info sheet.formula items.value where=orders!E2 count=1",
        ]
    );
    let references: Vec<&str> = found.applications.iter().map(|one| one.reference.as_str()).collect();
    assert_eq!(references, ["4711", "4712"]);
    assert_eq!(
        crate::lines(&found.applications[0].findings),
        [
            "warn sheet.differs exporter.name where=orders!B3 text=Another firm kept=Firm",
            "block sheet.day_for_code invoices where=orders!C2 text=2026-01-02",
            "info sheet.time transport.departure where=orders!D2",
            "block sheet.digits_lost transport.ucr where=orders!G2 text=1234567890123456800",
            "warn sheet.digits items[1].value where=orders!E2 text=44.550000000000004 shown=44.55",
        ]
    );
    let value = found.applications[0].certificate.items[0].value.as_ref().unwrap();
    assert_eq!(value.amount.to_string(), "44.55");
}

#[test]
fn a_bad_row_does_not_stop_the_others() {
    let mut text = "ref,exporter.name,items.net_mass\n".to_owned();
    for row in 0..300 {
        let mass = if row % 3 == 0 { "heavy" } else { "1.5" };
        text.push_str(&format!("A-{row},Firm {row},{mass}\n"));
    }
    let found = read(text.as_bytes(), &SheetReading::default());
    assert_eq!(found.applications.len(), 300);
    let bad = found.applications.iter().filter(|one| !one.findings.is_empty()).count();
    assert_eq!(bad, 100);
    assert_eq!(
        crate::lines(&found.applications[297].findings),
        ["block read.value items[1].net_mass where=orders!C299 text=heavy"]
    );
}

#[test]
fn a_file_without_known_heads_says_so() {
    let found = read(b"a,b\n1,2\n", &SheetReading::default());
    assert_eq!(crate::lines(&found.findings), ["block sheet.no_heads  "].map(str::trim_end));
    assert!(found.applications.is_empty());
}
