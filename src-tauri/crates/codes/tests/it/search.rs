//! Does the finder answer in the order of `interface.md` 10.3, and forgive how people type?

use tamga_codes::{Codes, Found, HsHit, HsQuery};

use crate::fixture;

fn ask(codes: &Codes, text: &str, language: &str) -> Vec<HsHit> {
    codes.hs(&HsQuery { text, language, year: 2022, exporter: &[], office: &[], limit: 10 }).unwrap()
}

fn first(codes: &Codes, text: &str, language: &str) -> (String, Found) {
    let hits = ask(codes, text, language);
    let hit = hits.first().unwrap_or_else(|| panic!("{text} finds something"));
    (hit.code.clone(), hit.found)
}

#[test]
fn what_people_type_leads_to_the_code_they_mean() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    for (text, language, code, found) in [
        ("mangoes", "en", "080450", Found::Subheading),
        ("MANGO", "en", "080450", Found::Subheading),
        ("mang", "en", "080450", Found::Subheading),
        ("t-shirt cotton", "en", "610910", Found::Subheading),
        ("T shirts", "en", "610910", Found::Subheading),
        ("mangues fraiches", "fr", "080450", Found::Subheading),
        ("café torréfié", "fr", "090121", Found::Subheading),
        ("cafe torref", "fr", "090121", Found::Subheading),
        ("vehicles persons", "en", "8703", Found::Heading),
        ("car", "en", "8703", Found::Synonym),
        ("cars", "en", "8703", Found::Synonym),
        ("cotton jersey top", "en", "610910", Found::Synonym),
        ("القهوة المحمصة", "ar", "090121", Found::Synonym),
        ("مانجو", "ar", "080450", Found::Synonym),
        ("تُمور", "ar", "080410", Found::Synonym),
        ("mango", "ar", "080450", Found::Subheading),
    ] {
        let hits = ask(&codes, text, language);
        let place = hits.iter().position(|hit| hit.code == code && hit.found == found);
        assert!(place.is_some_and(|place| place < 3), "{text}: {hits:#?}");
    }
}

#[test]
fn whole_words_go_before_beginnings_of_words() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    assert_eq!(first(&codes, "car", "en").0, "8703", "a car is no carbon");
    assert_eq!(first(&codes, "carb", "en").0, "280300", "its beginning finds carbon");
}

#[test]
fn a_code_finds_itself_with_and_without_points_and_then_what_lies_below() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    for typed in ["0901.21", "090121", "09 01 21", "٠٩٠١٢١"] {
        assert_eq!(first(&codes, typed, "en"), ("090121".to_owned(), Found::Code), "{typed}");
    }
    let below: Vec<String> = ask(&codes, "0901", "en").into_iter().map(|hit| hit.code).collect();
    assert_eq!(below, ["0901", "090111", "090121", "090122"]);
    let national = ask(&codes, "0901.21.00.10", "en");
    assert_eq!((national[0].code.as_str(), national[0].used.as_str()), ("090121", "0901210010"));
    assert!(ask(&codes, "9999", "en").is_empty());
}

#[test]
fn codes_used_before_come_first_and_only_when_they_hold_the_words() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    let (exporter, office) = (["0901220010".to_owned(), "610910".to_owned()], ["090111".to_owned()]);
    let ask = |text| {
        let query = HsQuery { text, language: "en", year: 2022, exporter: &exporter, office: &office, limit: 10 };
        codes.hs(&query).unwrap()
    };
    let hits = ask("coffee");
    let order: Vec<(&str, Found)> = hits.iter().map(|hit| (hit.code.as_str(), hit.found)).take(3).collect();
    assert_eq!(order, [("090122", Found::Exporter), ("090111", Found::Office), ("090121", Found::Subheading)]);
    assert_eq!(hits[0].used, "0901220010", "national digits are kept");
    let empty: Vec<String> = ask("").into_iter().map(|hit| hit.code).collect();
    assert_eq!(empty, ["090122", "610910", "090111"]);
}

#[test]
fn every_hit_shows_its_path_and_what_holds_only_some_words_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    let hits = ask(&codes, "organic fairtrade mangoes", "en");
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit.found == Found::Perhaps), "{hits:#?}");
    let hit = &ask(&codes, "610990", "en")[0];
    assert_eq!(hit.path_text(), "Knitted apparel › T-shirts and singlets › Of other materials");
    assert_eq!((hit.dotted().as_str(), hit.unit.as_str()), ("6109.90", "H87"));
}

#[test]
fn a_text_is_shown_in_another_language_when_there_is_none_in_the_one_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    let hit = &ask(&codes, "تمور", "ar")[0];
    let last = hit.path.last().unwrap();
    assert_eq!((last.text.as_str(), last.language.as_str()), ("Dates", "en"));
}

#[test]
fn no_typed_text_breaks_the_search() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    for text in
        ["\"", "*", "NEAR(a b)", "own:x", "{own} : x", "a AND", "OR", "^a", "--", "'; DROP TABLE list", "%", "💥", "٫"]
    {
        let _ = ask(&codes, text, "en");
        let _ = codes.places(text, Some("\" OR"), 5).unwrap();
        let _ = codes.search("un-rec21", text, "en", 5).unwrap();
    }
    assert!(ask(&codes, &"mango ".repeat(10_000), "en").len() <= 10);
    assert!(ask(&codes, "mango", "e\" OR \"n").iter().all(|hit| hit.code.starts_with("0804")), "no query");
}

#[test]
fn a_year_without_a_list_finds_and_knows_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    let query = HsQuery { text: "coffee", language: "en", year: 2012, exporter: &[], office: &[], limit: 10 };
    assert!(codes.hs(&query).unwrap().is_empty());
    assert_eq!(codes.hs_knows(2012, "090121").unwrap(), None);
    assert_eq!(codes.hs_knows(2022, "090121").unwrap(), Some(true));
    assert_eq!(codes.hs_knows(2022, "999999").unwrap(), None, "the pack does not say that it is whole");
    assert_eq!(codes.hs_years(), [2022]);
    assert_eq!(codes.hs_became(2022, "0901.21".replace('.', "").as_str(), 2017).unwrap(), ["090121"]);
    assert!(codes.hs_became(2022, "610910", 2017).unwrap().is_empty());
}

#[test]
fn headings_and_words_of_the_market_keep_a_place_where_subheadings_abound() {
    let folder = tempfile::tempdir().unwrap();
    let codes = fixture::codes(folder.path());
    let query = HsQuery { text: "coffee", language: "en", year: 2022, exporter: &[], office: &[], limit: 5 };
    let found: Vec<Found> = codes.hs(&query).unwrap().iter().map(|hit| hit.found).collect();
    assert_eq!(found, [Found::Subheading, Found::Subheading, Found::Subheading, Found::Heading, Found::Heading]);
    let narrow = HsQuery { limit: 3, ..query };
    assert_eq!(codes.hs(&narrow).unwrap().len(), 3);
    assert!(codes.hs(&HsQuery { limit: 0, ..narrow }).unwrap().is_empty());
}
