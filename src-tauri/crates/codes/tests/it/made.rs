//! Does a pack that was made of a table say what the table says, and are wrong rows named by their number? And does an
//! imported recommendation stand beside the working set?

use tamga_codes::pack::{Cover, PackFile, PackRefused, make};
use tamga_codes::recommendation::{self, Recommendation};
use tamga_codes::{Codes, HsQuery, ListMeta, TableRow};
use tamga_origin::code_lists::{CodeList, CodeLists};
use tamga_origin::conversion::convert_by;
use tamga_origin::{Date, Decimal, Measure};
use tamga_seal::{Typ, sign_jws};

use crate::fixture::{judged, key};

fn cover(hs_year: u16) -> Cover {
    Cover {
        id: format!("pack-ministry-{hs_year}"),
        hs_year,
        version: "1".to_owned(),
        source: "Customs tariff, test".to_owned(),
        licence: "CC0-1.0".to_owned(),
        maker: "Ministry".to_owned(),
        date: Date::parse("2026-01-15").unwrap(),
        whole: false,
    }
}

fn table(rows: &[&[&str]]) -> Vec<TableRow> {
    let row = |(at, cells): (usize, &&[&str])| TableRow {
        number: at as u64 + 1,
        cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
    };
    rows.iter().enumerate().map(row).collect()
}

const ROWS: &[&[&str]] = &[
    &["Code", "unit", "en", "ar", "synonyms.en", "became.2022"],
    &["09", "", "Coffee, tea and spices", "", "", ""],
    &["09.01", "", "Coffee", "بن", "java; brew", ""],
    &[],
    &["0901.21", "KGM", "Roasted, not decaffeinated", "", "", "0901.21"],
];

fn sign(key: &tamga_seal::PlainKey) -> impl Fn(&[u8]) -> Result<Vec<u8>, String> {
    move |manifest| {
        let statement = format!("{{\"sha256\":\"{}\"}}", tamga_seal::digest::sha256_hex(manifest));
        Ok(sign_jws(statement.as_bytes(), Typ::Receipt, key).into_bytes())
    }
}

#[test]
fn a_pack_made_of_a_table_is_taken_and_found_by_its_words() {
    let (folder, key) = (tempfile::tempdir().unwrap(), key());
    let bytes = make(&cover(2017), &table(ROWS), sign(&key)).unwrap();
    assert_eq!(bytes, make(&cover(2017), &table(ROWS), sign(&key)).unwrap(), "the same table gives the same bytes");
    let pack = judged(&bytes, &key).unwrap();
    assert_eq!((pack.maker.as_str(), pack.meta.rows, pack.meta.languages.join(" ").as_str()), ("Ministry", 3, "ar en"));
    let path = folder.path().join("packs.db");
    PackFile::open(&path).unwrap().import(&pack).unwrap();
    let codes = Codes::small().unwrap().with_packs(&path).unwrap();
    let found = |text: &str| {
        let query = HsQuery { text, language: "en", year: 2017, exporter: &[], office: &[], limit: 5 };
        codes.hs(&query).unwrap().first().map(|hit| (hit.code.clone(), hit.year))
    };
    assert_eq!(found("roasted"), Some(("090121".to_owned(), 2017)));
    assert_eq!(found("java"), Some(("0901".to_owned(), 2017)));
    assert_eq!(codes.hs_became(2017, "090121", 2022).unwrap(), ["090121"]);
}

#[test]
fn wrong_rows_of_a_table_are_named_by_their_number() {
    let check = |rows: &[&[&str]], expect: (&str, u64)| {
        let refused = make(&cover(2017), &table(rows), sign(&key())).unwrap_err();
        let PackRefused::Faults(faults) = refused else { panic!("{refused:?}") };
        let found: Vec<(&str, u64)> = faults.iter().map(|fault| (fault.code, fault.line)).collect();
        assert!(found.contains(&expect), "{expect:?} in {found:?}");
    };
    check(&[], ("hs_pack.column_missing", 1));
    check(&[&["number", "en"], &["09", "Coffee"]], ("hs_pack.column_missing", 1));
    check(&[&["code", "unit"], &["09", ""]], ("hs_pack.column_missing", 1));
    check(&[&["code", "en", "colour"], &["09", "Coffee", "brown"]], ("hs_pack.column_unknown", 1));
    check(&[&["code", "en"], &["09", "Coffee"], &[], &["coffee", "x"]], ("hs_pack.code_form", 4));
    check(&[&["code", "en"], &["09", "Coffee"], &["090121", "Roasted"]], ("hs_pack.parent", 3));
    check(&[&["code", "en"], &["09", "Coffee"], &["09", "Tea"]], ("hs_pack.code_twice", 3));
    check(&[&["code", "en"], &["09", &"x".repeat(5_000)]], ("hs_pack.cell_too_long", 2));
    let wrong = Cover { id: "hs-2022".to_owned(), ..cover(2022) };
    assert!(matches!(make(&wrong, &table(ROWS), sign(&key())), Err(PackRefused::Faults(_))), "another list's name");
    let refused = make(&cover(2017), &table(ROWS), |_| Err::<Vec<u8>, _>("no key"));
    assert_eq!(refused.unwrap_err(), PackRefused::Signature("no key"));
}

fn meta(which: Recommendation, rows: usize) -> ListMeta {
    ListMeta {
        id: which.whole().to_owned(),
        version: "revision 17".to_owned(),
        valid_from: None,
        valid_to: None,
        source: which.source().to_owned(),
        licence: "as published".to_owned(),
        date: None,
        sha256: String::new(),
        rows: rows as u64,
        languages: vec!["en".to_owned()],
        hs_year: None,
        whole: true,
    }
}

#[test]
fn an_imported_recommendation_makes_codes_known_and_units_convertible() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.db");
    let day = Date::parse("2026-05-04").unwrap();
    let knows = |codes: &Codes, list, code: &str| codes.knows(list, code, day);
    let before = Codes::small().unwrap().with_packs(&path).unwrap();
    assert_eq!(knows(&before, CodeList::Unit, "Q99"), Some(false));

    let rows = table(&[
        &["Common Code", "Name", "Symbol", "Conversion Factor"],
        &["Q99", "test grain", "tg", "0,5 kg"],
        &["KGM", "kilogram", "kg", "kg"],
        &["Q98", "test mood", "", ""],
    ]);
    let units = recommendation::read(None, &rows).unwrap();
    let file = PackFile::open(&path).unwrap();
    let change = file.import_table(&meta(Recommendation::Units, units.rows.len()), &units).unwrap();
    assert_eq!((change.added, change.changed, change.removed), (3, 0, 0));
    assert_eq!(file.change_of_table(&units).unwrap().added, 0, "the same again changes nothing");
    let codes = Codes::small().unwrap().with_packs(&path).unwrap();
    assert_eq!(knows(&codes, CodeList::Unit, "Q99"), Some(true));
    assert_eq!(knows(&codes, CodeList::Unit, "Q97"), Some(false));
    assert_eq!(knows(&codes, CodeList::Package, "CT"), Some(true), "packages are as they were");
    let hits = codes.search("un-rec20", "test", "en", 9).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.code.as_str()).collect::<Vec<_>>(), ["Q98", "Q99"]);
    let kilograms = codes.search("un-rec20", "KGM", "fr", 9).unwrap();
    assert_eq!(kilograms.iter().map(|hit| hit.name.as_str()).collect::<Vec<_>>(), ["kilogramme"], "named once");

    let measure = |unit: &str| Measure { amount: Decimal::parse("4").unwrap(), unit: unit.to_owned() };
    let converted = |unit: &str| convert_by(&measure(unit), "KGM", &codes).map(|amount| amount.to_string()).ok();
    assert_eq!(converted("Q99").as_deref(), Some("2"));
    assert_eq!(converted("Q98"), None, "without a factor it is known and not converted");
    assert!(file.remove(Recommendation::Units.whole()).unwrap());
    let after = Codes::small().unwrap().with_packs(&path).unwrap();
    assert_eq!(knows(&after, CodeList::Unit, "Q99"), Some(false));
    assert_eq!(after.measured("Q99"), None);
}
