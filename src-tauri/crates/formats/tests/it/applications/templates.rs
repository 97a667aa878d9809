//! Is the blank workbook what another program opens, and does our own reader understand it?

use std::process::Command;

use rust_xlsxwriter::Workbook;
use tamga_formats::agreements::builtin;
use tamga_formats::sheet::{
    SheetReading, TableLimits, TemplateCodes, TemplateLanguage, TextChoice, propose, read_tables, write_template,
    write_workbook,
};
use tamga_origin::Certificate;

use super::read;

fn codes() -> TemplateCodes {
    let pairs =
        |all: &[(&str, &str)]| all.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    TemplateCodes {
        countries: pairs(&[("MA", "Maroc"), ("UY", "Uruguay")]),
        packages: pairs(&[("BG", "sac"), ("CT", "carton")]),
        units: pairs(&[("KGM", "kilogramme")]),
        currencies: pairs(&[("USD", "dollar")]),
        modes: pairs(&[("1", "mer")]),
    }
}

#[test]
fn every_head_of_a_template_is_known_and_its_example_is_not_taken_over() {
    let profiles = builtin().unwrap();
    let profile = profiles.find("chafta").unwrap();
    for language in TemplateLanguage::ALL {
        assert_eq!(TemplateLanguage::from_code(language.code()), Some(language));
        let bytes = write_template(profile, language, &codes()).unwrap();
        let tables = read_tables(&bytes, "", &TextChoice::default(), &TableLimits::default()).unwrap();
        let names: Vec<&str> = tables.sheets.iter().map(|sheet| &*sheet.name).collect();
        assert_eq!(names, ["instructions", "applications", "items", "codes"]);
        let mapping = propose(&tables);
        let heads: usize = tables.sheets[1..3].iter().map(|sheet| sheet.rows[1].cells.len()).sum();
        assert_eq!(mapping.columns.len(), heads, "{language:?}");
        assert!(
            mapping.columns.iter().all(|column| column.head == column.field),
            "the second row counts: {language:?}"
        );
        let found = read(&bytes, &SheetReading::default());
        assert_eq!(crate::lines(&found.findings), ["info sheet.example  where=applications!A3"]);
        assert!(found.applications.is_empty());
        let labels: Vec<String> = tables.sheets[1].rows[0].cells.iter().map(|cell| cell.value.text()).collect();
        assert!(labels.iter().all(|label| !label.contains('.')), "labels are words: {labels:?}");
    }
}

#[test]
fn a_hidden_sheet_is_left_out_and_named() {
    let mut book = Workbook::new();
    for (name, hidden) in [("seen", false), ("unseen", true), ("lists", true)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        if name != "lists" {
            sheet.write_row(0, 0, ["ref", "exporter.name"]).unwrap();
        }
        sheet.write_row(1, 0, [name, "Firm"]).unwrap();
        sheet.set_hidden(hidden);
    }
    let found = read(&book.save_to_buffer().unwrap(), &SheetReading::default());
    assert_eq!(crate::lines(&found.findings), ["warn sheet.hidden_sheet  where=unseen"]);
    assert_eq!(found.applications.len(), 1);
}

/// What another library finds in workbooks, as one line a sheet.
const LOOK: &str = r#"
import sys, openpyxl
for path in sys.argv[1:]:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        rules = sorted(str(rule.sqref) + " " + str(rule.formula1) for rule in sheet.data_validations.dataValidation)
        notes = sum(1 for row in sheet.iter_rows() for cell in row if cell.comment)
        quoted = sum(1 for row in sheet.iter_rows() for cell in row if cell.quotePrefix)
        formulas = sum(1 for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
        print(sheet.title, sheet.sheet_view.rightToLeft or False, sheet.max_column, len(rules), notes, quoted, formulas, *rules[:1])
"#;

#[test]
fn another_program_sees_the_same_workbooks() {
    let Some(python) = std::env::var_os("TAMGA_PEERS") else {
        println!("skipped: no independent readers (cargo xtask peers)");
        return;
    };
    let profiles = builtin().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let keep = |name: &str, bytes: Vec<u8>| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let blank = write_template(profiles.find("chafta").unwrap(), TemplateLanguage::Arabic, &codes()).unwrap();
    let mut risky = Certificate::default();
    risky.exporter.name = "=1+1".into();
    let written = write_workbook(&[("A", &risky)]).unwrap().bytes;
    let said = Command::new(python)
        .args(["-c", LOOK])
        .arg(keep("blank.xlsx", blank))
        .arg(keep("written.xlsx", written))
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said = String::from_utf8(said.stdout).unwrap();
    insta::assert_snapshot!(said);
}
