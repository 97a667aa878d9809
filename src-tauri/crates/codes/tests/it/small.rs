//! Do the typed lists say what the recommendations say, wherever the program runs?

use tamga_codes::Codes;
use tamga_origin::Date;
use tamga_origin::code_lists::{CodeList, CodeLists};

fn today() -> Date {
    Date::parse("2026-05-04").unwrap()
}

#[test]
fn codes_of_the_typed_lists_are_looked_up_in_four_languages() {
    let codes = Codes::small().unwrap();
    for (list, code, language, name) in [
        ("un-1001", "861", "en", "Certificate of origin"),
        ("un-1001", "865", "fr", "Certificat d’origine formule A (SPG)"),
        ("un-8067", "1", "es", "Marítimo"),
        ("un-rec21", "PX", "ar", "منصة نقالة"),
        ("un-rec20", "KGM", "en", "kilogram"),
        ("tamga-reason-change", "ERR", "en", "Clerical error"),
    ] {
        let found = codes.lookup(list, code, today()).unwrap().unwrap_or_else(|| panic!("{list} holds {code}"));
        let of = found.names.iter().find(|(tag, _)| tag == language).map(|(_, name)| name.as_str());
        assert_eq!((of, found.counts), (Some(name), true), "{list} {code}");
    }
    assert!(codes.lookup("un-1001", "000", today()).unwrap().is_none());
    assert!(codes.lookup("no-such-list", "861", today()).unwrap().is_none());
}

#[test]
fn names_are_found_by_their_beginnings_in_any_language() {
    let codes = Codes::small().unwrap();
    for (list, text, language, code) in [
        ("un-rec21", "pallet", "en", "PX"),
        ("un-rec21", "carton", "fr", "CT"),
        ("un-rec21", "bouteille gaz", "fr", "GB"),
        ("un-rec21", "كيس", "ar", "BG"),
        ("un-rec20", "kg", "en", "KGM"),
        ("un-1001", "eur.1", "en", "954"),
    ] {
        let hits = codes.search(list, text, language, 5).unwrap();
        assert!(hits.iter().any(|hit| hit.code == code), "{text}: {hits:?}");
    }
    assert!(codes.search("un-rec21", "zzzzz", "en", 5).unwrap().is_empty());
}

#[test]
fn a_list_says_where_it_comes_from_and_how_many_codes_it_holds() {
    let codes = Codes::small().unwrap();
    for list in codes.lists() {
        assert!(!list.source.is_empty() && !list.licence.is_empty() && !list.version.is_empty(), "{list:?}");
        assert!(list.rows > 0 && list.date.is_some() && list.valid_from.is_some(), "{list:?}");
    }
    let packages = codes.describe("un-rec21").unwrap();
    assert!(packages.rows >= 80 && !packages.whole, "{packages:?}");
    assert!(codes.describe("un-rec20").unwrap().rows >= 200);
}

#[test]
fn the_rules_are_told_what_is_known_and_nothing_of_lists_that_are_not_here() {
    let codes = Codes::small().unwrap();
    let knows = |list, code| codes.knows(list, code, today());
    assert_eq!(knows(CodeList::Package, "CT"), Some(true));
    assert_eq!(knows(CodeList::Package, "QQ"), Some(false));
    assert_eq!(knows(CodeList::Unit, "KGM"), Some(true));
    for list in [CodeList::Hs(2022), CodeList::Country, CodeList::Currency, CodeList::Location] {
        assert_eq!(knows(list, "EU"), None, "{list:?}");
    }
    let long_ago = Date::parse("1990-01-01").unwrap();
    assert_eq!(codes.knows(CodeList::Package, "CT", long_ago), None, "the list did not count yet");
}
