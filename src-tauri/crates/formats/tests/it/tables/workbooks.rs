//! Are workbooks read as they were meant, down to the last digit?

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use tamga_formats::sheet::{CellValue, is_workbook};

use super::{cells, package, read, sheet_data};

/// A workbook as offices make them, written by another library.
fn office_workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet().set_name("Envíos 2026").unwrap();
    sheet.write(0, 0, "Peso bruto").unwrap();
    sheet.write(1, 0, 25200.5).unwrap();
    sheet.write(2, 0, 0.1).unwrap();
    sheet.write(3, 0, 123_456_789_012.345).unwrap();
    sheet.write(4, 0, "007 — \"té\" <negro>\nsegunda línea").unwrap();
    sheet.write(5, 0, true).unwrap();
    sheet.write_with_format(6, 0, ExcelDateTime::from_ymd(2026, 11, 21).unwrap(), &day).unwrap();
    sheet.write(7, 0, Formula::new("A2*3").set_result("75601.5")).unwrap();
    sheet.write(1, 2, "C2").unwrap();
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(2).unwrap();
    sheet.merge_range(9, 0, 10, 1, "merged", &Format::new()).unwrap();
    let notes = book.add_worksheet().set_name("notes").unwrap();
    notes.write(0, 0, "nobody sees this").unwrap();
    notes.set_hidden(true);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_of_another_program_is_read_with_places_and_exact_numbers() {
    let bytes = office_workbook();
    assert!(is_workbook(&bytes));
    let tables = read(&bytes);
    assert_eq!(
        cells(&tables),
        [
            "'Envíos 2026'!A1 text Peso bruto",
            "'Envíos 2026'!A2 number 25200.5",
            "'Envíos 2026'!C2 text C2",
            "'Envíos 2026'!A3 number 0.1",
            "'Envíos 2026'!A4 number 123456789012.345",
            "'Envíos 2026'!A5 text 007 — \"té\" <negro>\nsegunda línea",
            "'Envíos 2026'!A6 bool TRUE",
            "'Envíos 2026'!A7 day 2026-11-21",
            "'Envíos 2026'!A8 number =75601.5",
            "'Envíos 2026'!A10 text merged",
            "notes!A1 text nobody sees this",
        ]
    );
    let [shipments, notes] = tables.sheets.as_slice() else { panic!("two sheets") };
    assert_eq!((shipments.hidden, notes.hidden), (false, true));
    let hidden: Vec<u32> = shipments.rows.iter().filter(|row| row.hidden).map(|row| row.number).collect();
    assert_eq!((hidden, shipments.hidden_columns.as_slice()), (vec![3], &[2_u32][..]));
    let merged: Vec<_> = shipments.merged.iter().map(|area| (area.top, area.left, area.bottom, area.right)).collect();
    assert_eq!(merged, [(10, 0, 11, 1)]);
}

#[test]
fn another_reader_sees_the_same_cells() {
    let bytes = office_workbook();
    let ours = read(&bytes);
    let mut theirs: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    for sheet in &ours.sheets {
        let range = theirs.worksheet_range(&sheet.name).unwrap();
        let seen = range.used_cells().count();
        assert_eq!(seen, sheet.rows.iter().map(|row| row.cells.len()).sum::<usize>(), "{}", sheet.name);
        for row in &sheet.rows {
            for cell in &row.cells {
                let theirs = range.get_value((row.number - 1, cell.column)).unwrap();
                let same = match (theirs, &cell.value) {
                    (Data::String(one), CellValue::Text(other)) => **one == **other,
                    (Data::Float(one), CellValue::Number(other)) => one.to_string() == *other,
                    (Data::Bool(one), CellValue::Bool(other)) => one == other,
                    (Data::DateTime(one), CellValue::Date { day, .. }) => {
                        let (year, month, of_month, ..) = one.to_ymd_hms_milli();
                        (i32::from(year), month, of_month) == (day.year(), day.month(), day.day())
                    }
                    _ => false,
                };
                assert!(same, "{} {theirs:?} {:?}", sheet.place(row.number, cell.column), cell.value);
            }
        }
    }
}

#[test]
fn numbers_come_as_the_text_of_the_file_says() {
    let spelled = ["25200.5", "0.10000000000000001", "123456789012.345", "1.50", "4.4550000000000004E1", "2E-3", "-7"];
    let rows: String = spelled
        .iter()
        .enumerate()
        .map(|(at, v)| format!(r#"<row r="{0}"><c r="A{0}"><v>{v}</v></c></row>"#, at + 1))
        .collect();
    let texts: Vec<String> =
        read(&sheet_data(&rows)).sheets[0].rows.iter().map(|row| row.cells[0].value.text()).collect();
    assert_eq!(texts, ["25200.5", "0.1", "123456789012.345", "1.50", "44.550000000000004", "0.002", "-7"]);
}

#[test]
fn strings_are_read_shared_inline_and_in_runs_but_not_read_aloud() {
    let shared = "<si><t xml:space=\"preserve\"> Black</t></si>\
                  <si><r><t>Green </t></r><r><rPr><b/></rPr><t>tea</t></r><rPh sb=\"0\" eb=\"1\"><t>cha</t></rPh></si>";
    let rows = r#"<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="inlineStr"><is><t>in place</t></is></c>
        <c t="str"><f>A1&amp;"!"</f><v>Green tea!</v></c><c t="s"><v>7</v></c><c s="3"/><c t="str"><v> </v></c></row>"#;
    let bytes = package(&format!("<sheetData>{rows}</sheetData>"), shared, "", "");
    assert_eq!(
        cells(&read(&bytes)),
        [
            "Data!A1 text Green tea",
            "Data!B1 text  Black",
            "Data!C1 text in place",
            "Data!D1 text =Green tea!",
            "Data!E1 error 7",
        ],
        "a string that the list does not hold is lost, not empty"
    );
}

#[test]
fn dates_follow_the_format_of_the_cell_and_the_calendar_of_the_workbook() {
    let styles = r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="[$-F800]dddd\,\ d\ mmmm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs>"#;
    let rows = r#"<row r="2"><c r="A2" s="1"><v>46347</v></c><c r="B2" s="2"><v>46347.75</v></c><c r="C2" s="3"><v>0.5</v></c>
        <c r="D2"><v>46347</v></c><c r="E2" t="d"><v>2026-11-21T00:00:00Z</v></c><c r="F2" t="d"><v>2026-11-21T08:30:00</v></c></row>"#;
    let sheet = format!("<sheetData>{rows}</sheetData>");
    let from_1900 = [
        "Data!A2 day 2026-11-21",
        "Data!B2 day with time 2026-11-21",
        "Data!C2 number 0.5",
        "Data!D2 number 46347",
        "Data!E2 day 2026-11-21",
        "Data!F2 day with time 2026-11-21",
    ];
    assert_eq!(cells(&read(&package(&sheet, "", styles, ""))), from_1900);
    let from_1904 = cells(&read(&package(&sheet, "", styles, r#"<workbookPr date1904="1"/>"#)));
    assert_eq!(from_1904[0], "Data!A2 day 2030-11-22");
}

#[test]
fn errors_of_any_kind_stay_errors_of_their_cell() {
    let rows = r##"<row r="5"><c r="B5" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C5" t="e"><v>#SPILL!</v></c><c r="D5" t="b"><v>0</v></c></row>"##;
    assert_eq!(
        cells(&read(&sheet_data(rows))),
        ["Data!B5 error =#DIV/0!", "Data!C5 error #SPILL!", "Data!D5 bool FALSE"]
    );
}

#[test]
fn rows_come_in_their_order_and_of_two_cells_in_one_place_the_last_one_counts() {
    let rows = r#"<row r="9"><c r="C9"><v>3</v></c><c r="A9"><v>1</v></c><c r="A9"><v>2</v></c></row><row r="2"><c r="A2"><v>0</v></c></row>"#;
    assert_eq!(cells(&read(&sheet_data(rows))), ["Data!A2 number 0", "Data!A9 number 2", "Data!C9 number 3"]);
}
