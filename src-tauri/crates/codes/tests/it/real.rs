//! Is the file that `cargo xtask codes` made whole, and does it find what trade asks for?

use std::path::PathBuf;

use tamga_codes::address::Part;
use tamga_codes::{Codes, Found, HsQuery, find_beside};
use tamga_origin::Date;
use tamga_origin::code_lists::{CodeList, CodeLists};

/// The real lists; says so when they are not there.
fn real() -> Option<Codes> {
    let beside = || find_beside(&std::env::current_exe().ok()?);
    let Some(path) = std::env::var_os("TAMGA_CODES").map(PathBuf::from).or_else(beside) else {
        println!("skipped: no code lists, run cargo xtask codes");
        return None;
    };
    Some(Codes::open(&path).unwrap())
}

fn today() -> Date {
    Date::parse("2026-05-04").unwrap()
}

#[test]
fn every_list_says_its_source_licence_version_and_day() {
    let Some(codes) = real() else { return };
    let lists = codes.lists();
    for (id, least) in
        [("hs-2022", 6_936), ("unlocode", 80_000), ("iso-3166-1", 249), ("iso-4217", 170), ("address-formats", 250)]
    {
        let list = lists.iter().find(|list| list.id == id).unwrap_or_else(|| panic!("{id} is there"));
        assert!(list.rows >= least, "{list:?}");
        assert!(list.sha256.len() == 64 && !list.licence.is_empty() && list.date.is_some(), "{list:?}");
    }
}

#[test]
fn words_of_law_and_market_find_their_codes_in_every_language() {
    let Some(codes) = real() else { return };
    let mut missed = Vec::new();
    for (text, language, code) in [
        ("cafe torref", "fr", "090121"),
        ("café torréfié", "fr", "090121"),
        ("roasted coffee", "en", "090121"),
        ("café tostado", "es", "090121"),
        ("mangues fraiches", "fr", "080450"),
        ("mango", "en", "080450"),
        ("t-shirt", "en", "610910"),
        ("cotton t-shirts", "en", "610910"),
        ("camisetas de algodón", "es", "610910"),
        ("aguacates frescos", "es", "080440"),
        ("cut roses", "en", "060311"),
        ("green coffee", "en", "090111"),
        ("laptop", "en", "847130"),
        ("car", "en", "8703"),
        ("solar panels", "en", "854143"),
        ("panneaux solaires", "fr", "854143"),
        ("zapatillas deportivas", "es", "640411"),
        ("téléphone mobile", "fr", "851713"),
        ("Olivenöl", "de", "150920"),
        ("تمور", "ar", "080410"),
        ("زيت الزيتون", "ar", "150920"),
        ("قهوة محمصة", "ar", "090121"),
        ("أرز بسمتي", "ar", "100630"),
        ("ألواح شمسية", "ar", "854143"),
        ("laptop", "ar", "847130"),
        ("0901.21", "fr", "090121"),
        ("black tea", "en", "090240"),
    ] {
        let query = HsQuery { text, language, year: 2022, exporter: &[], office: &[], limit: 10 };
        let hits = codes.hs(&query).unwrap();
        let is_it = |hit: &tamga_codes::HsHit| hit.code == code && hit.found != Found::Perhaps;
        if !hits.iter().any(is_it) {
            let seen: Vec<String> = hits.iter().map(|hit| format!("{} {:?}", hit.code, hit.found)).collect();
            missed.push(format!("{text} ({language}) → {code}: {seen:?}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn other_is_never_shown_without_its_path() {
    let Some(codes) = real() else { return };
    for language in ["en", "fr", "es", "de"] {
        for chapter in (1..=97).step_by(7) {
            let text = format!("{chapter:02}");
            let query = HsQuery { text: &text, language, year: 2022, exporter: &[], office: &[], limit: 500 };
            for hit in codes.hs(&query).unwrap() {
                assert_eq!(hit.path.len(), hit.code.len() / 2, "{hit:?}");
                assert!(hit.path.iter().all(|step| step.language == language && !step.text.is_empty()), "{hit:?}");
            }
        }
    }
}

#[test]
fn the_rules_are_told_which_codes_exist() {
    let Some(codes) = real() else { return };
    let knows = |list, code| codes.knows(list, code, today());
    assert_eq!(knows(CodeList::Hs(2022), "090121"), Some(true));
    assert_eq!(knows(CodeList::Hs(2022), "09012100"), Some(true), "national digits are not judged");
    assert_eq!(knows(CodeList::Hs(2022), "090155"), Some(false));
    assert_eq!(knows(CodeList::Hs(2017), "090121"), None, "that year is not here");
    assert_eq!(knows(CodeList::Country, "AU"), Some(true));
    assert_eq!(knows(CodeList::Country, "EU"), Some(true), "a group stands in place of a country");
    assert_eq!(knows(CodeList::Country, "QQ"), Some(false));
    assert_eq!(knows(CodeList::Currency, "CNY"), Some(true));
    assert_eq!(knows(CodeList::Currency, "DEM"), Some(false));
    assert_eq!(knows(CodeList::Location, "AUMEL"), Some(true));
    assert_eq!(knows(CodeList::Location, "SGQQQ"), None, "the list has gaps and cannot say that a place is none");
}

#[test]
fn currencies_have_their_decimals_and_countries_their_names() {
    let Some(codes) = real() else { return };
    for (code, decimals) in [("EUR", Some(2)), ("JPY", Some(0)), ("KWD", Some(3)), ("CLF", Some(4))] {
        assert_eq!(codes.lookup("iso-4217", code, today()).unwrap().unwrap().decimals, decimals, "{code}");
    }
    for (text, language, code) in
        [("allemagne", "fr", "DE"), ("CHN", "en", "CN"), ("México", "es", "MX"), ("المغرب", "ar", "MA")]
    {
        let hits = codes.search("iso-3166-1", text, language, 3).unwrap();
        assert_eq!(hits.first().map(|hit| hit.code.as_str()), Some(code), "{text}: {hits:?}");
    }
    let kenya = codes.lookup("iso-3166-1", "KE", today()).unwrap().unwrap();
    assert_eq!(kenya.number, "404");
}

#[test]
fn places_are_found_by_name_code_and_country() {
    let Some(codes) = real() else { return };
    let first =
        |text: &str, country| codes.places(text, country, 5).unwrap().into_iter().next().map(|place| place.code);
    assert_eq!(first("Rotterdam", None).as_deref(), Some("NLRTM"));
    assert_eq!(first("shang", None).as_deref(), Some("CNSHA"), "a port that is named every day comes first");
    assert_eq!(first("Mombasa", Some("KE")).as_deref(), Some("KEMBA"));
    assert_eq!(first("melbourne", Some("AU")).as_deref(), Some("AUMEL"));
    assert_eq!(first("nlrtm", None).as_deref(), Some("NLRTM"));
    assert_eq!(first("xyzzy", None), None);
}

#[test]
fn an_address_knows_its_order_its_required_parts_and_its_postcode() {
    let Some(codes) = real() else { return };
    let germany = codes.address_format("DE").unwrap().unwrap();
    assert_eq!(germany.required, [Part::Street, Part::Town, Part::Postcode]);
    assert_eq!(germany.postcode, "\\d{5}");
    assert!(germany.lines.len() >= 4, "{germany:?}");
    let emirates = codes.address_format("AE").unwrap().unwrap();
    assert!(emirates.regions.iter().any(|region| region.latin == "Dubai"), "{emirates:?}");
    let nowhere = codes.address_format("QQ").unwrap().unwrap();
    assert!(!nowhere.lines.is_empty(), "the general way");
}
