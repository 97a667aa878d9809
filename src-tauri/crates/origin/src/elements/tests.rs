//! What must hold for the table by itself. That it fits the model and the documents is shown in `tamga-formats`, which
//! knows the model's paths and the documents.

use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::word::Word;

#[test]
fn every_element_has_a_path_of_its_own_and_a_place_in_our_documents() {
    let mut paths: Vec<&str> = elements().map(|element| element.path).collect();
    paths.sort_unstable();
    let all = paths.len();
    paths.dedup();
    assert_eq!(all, paths.len(), "a path stands twice");
    for element in elements() {
        let Element { path, meaning, xml, held, .. } = element;
        let is_name = |letter: char| letter.is_ascii_lowercase() || "_.[]".contains(letter);
        assert!(path.chars().all(is_name), "{path}");
        assert_eq!(super::element(&path.replace("[]", "[7]")), Some(element), "{path}");
        assert!(!meaning.is_empty() && meaning.chars().count() <= 60, "{path}: {meaning}");
        assert_eq!(xml.is_empty(), *held == Held::Outside, "{path}: {xml}");
        assert!(!element.basis.is_empty(), "{path} rests on something");
    }
}

#[test]
fn identifiers_are_well_formed_and_complete() {
    let is_class = |id: &str| {
        let (digits, letter) = id.split_at(id.len() - 1);
        digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) && matches!(letter, "A" | "B" | "C")
    };
    let is_element = |id: &str| match id.as_bytes() {
        [letter, digits @ ..] if letter.is_ascii_uppercase() => {
            digits.len() == 3 && digits.iter().all(u8::is_ascii_digit)
        }
        digits => digits.len() == 3 && digits.iter().all(u8::is_ascii_digit),
    };
    for element in elements() {
        let path = element.path;
        let parts = [element.dictionary_name, element.tag, element.format];
        assert!(parts.iter().all(|part| part.is_empty() == element.is_own()), "{path}: all of the WCO's or nothing");
        assert_eq!(element.classes.is_empty(), element.is_own(), "{path}");
        assert!(element.beside.iter().all(|id| is_element(id)), "{path}: {:?}", element.beside);
        if element.is_own() {
            let (own, fta) = (element.basis.contains(&Basis::Tamga), element.basis.contains(&Basis::Fta));
            assert!(own || fta || element.basis.contains(&Basis::Cod), "{path} is nothing of the WCO's");
            continue;
        }
        assert!(is_element(element.wco_id), "{path}: {}", element.wco_id);
        assert_eq!(element.classes[0].id, "42A", "{path}");
        assert!(element.classes.iter().all(|class| class.id.is_empty() || is_class(class.id)), "{path}");
        let class = element.class().unwrap().name;
        let rest = element.dictionary_name.strip_prefix(class).unwrap_or_else(|| panic!("{path}: {class}"));
        let (property, representation) = rest.strip_prefix(". ").unwrap().split_once(". ").unwrap();
        let kinds = ["Text", "Code", "Identifier", "Date Time", "Numeric", "Quantity", "Measure", "Amount"];
        assert!(kinds.contains(&representation), "{path}: {representation}");
        // The published schemas themselves break the rule of the dictionary once.
        let tag = if element.wco_id == "062" { "ID".to_owned() } else { tag_of(property, representation) };
        assert_eq!(element.tag, tag, "{path}: the naming rule of the dictionary");
        let is_format = |text: &str| {
            let bare = text.trim_start_matches("an").trim_start_matches(['a', 'n']).trim_start_matches("..");
            bare.split(',').all(|digits| digits.parse::<u32>().is_ok())
        };
        assert!(element.format.split(" or ").all(is_format), "{path}: {}", element.format);
    }
}

/// Property and representation without blanks, without `Text`; `Identification. Identifier` is `ID`.
fn tag_of(property: &str, representation: &str) -> String {
    let property = property.replace(' ', "");
    let property = if property == "Identification" { "" } else { &property };
    let representation = match representation {
        "Text" => "",
        "Identifier" => "ID",
        other => other,
    };
    format!("{property}{}", representation.replace(' ', ""))
}

#[test]
fn an_identifier_always_means_the_same_dictionary_entry() {
    for one in elements().filter(|element| !element.is_own()) {
        for other in elements().filter(|other| other.wco_id == one.wco_id && other.class() == one.class()) {
            assert_eq!(one.dictionary_name, other.dictionary_name, "{} and {}", one.path, other.path);
            assert_eq!((one.tag, one.format), (other.tag, other.format), "{} and {}", one.path, other.path);
        }
    }
}

fn link(class: &str, sequence: Option<u32>, tag: Option<&str>) -> Pointer {
    Pointer { class: class.to_owned(), sequence, tag: tag.map(str::to_owned) }
}

#[test]
fn an_error_names_its_field_as_published_customs_notices_do() {
    let criterion =
        [link("42A", None, None), link("67A", None, None), link("68A", Some(3), None), link("92A", None, Some("436"))];
    assert_eq!(pointers("items[3].criterion.code").unwrap(), criterion);
    assert_eq!(path_of(&criterion).unwrap(), "items[3].criterion.code");
    let marks = [
        link("42A", None, None),
        link("67A", None, None),
        link("68A", Some(12), None),
        link("93A", Some(2), Some("142")),
    ];
    assert_eq!(pointers("items[12].packages[2].marks").unwrap(), marks);
    assert_eq!(path_of(&marks).unwrap(), "items[12].packages[2].marks");
    assert_eq!(pointers("number").unwrap(), [link("42A", None, Some("D014"))]);
    let line = [link("42A", None, None), link("57A", None, None), link("04A", Some(2), Some("239"))];
    assert_eq!(pointers("exporter.address.lines[2]").unwrap(), line);
}

#[test]
fn what_has_no_chain_of_its_own_travels_as_text() {
    for path in [
        "items[1].packages[1].kind_text",     // our own element
        "consignor.name",                     // its class has no published identifier
        "items[1].origin.preference_country", // the second use of a class that is the first one's
        "orders[1].number",                   // likewise
        "items[1].nothing",
        "items.criterion.code",
        "items[0].criterion.code",
        "items[x].criterion.code",
        "items[01].criterion.code",
        "",
    ] {
        assert_eq!(pointers(path), None, "{path}");
    }
    for chain in [
        vec![],
        vec![link("42A", None, None)],
        vec![link("42A", Some(1), Some("D014"))],
        vec![link("42A", None, Some("D014")), link("67A", None, Some("436"))],
        vec![link("42A", None, None), link("67A", None, None), link("68A", None, None), link("92A", None, Some("436"))],
        vec![
            link("42A", None, None),
            link("67A", None, None),
            link("68A", Some(0), None),
            link("92A", None, Some("436")),
        ],
        vec![link("42A", None, None), link("99Z", None, Some("436"))],
    ] {
        assert_eq!(path_of(&chain), None, "{chain:?}");
    }
}

fn numbered_path() -> impl Strategy<Value = String> {
    let paths: Vec<&'static str> = elements().map(|element| element.path).collect();
    (proptest::sample::select(paths), proptest::collection::vec(1_u32..1000, 3)).prop_map(|(path, numbers)| {
        let mut numbers = numbers.into_iter();
        let mut whole = String::new();
        for part in path.split_inclusive("[]") {
            match part.strip_suffix("[]") {
                Some(name) => whole.push_str(&format!("{name}[{}]", numbers.next().unwrap())),
                None => whole.push_str(part),
            }
        }
        whole
    })
}

proptest! {
    #[test]
    fn a_chain_leads_back_to_the_path_it_came_from(path in numbered_path()) {
        if let Some(chain) = pointers(&path) {
            prop_assert_eq!(path_of(&chain), Some(path));
        }
    }

    #[test]
    fn whatever_chain_comes_in_leads_to_nothing_or_to_a_path_with_that_chain(
        links in proptest::collection::vec(("[0-9]{2}[AB]", proptest::option::of(0_u32..4), proptest::option::of("[A-Z]?[0-9]{3}")), 0..5),
    ) {
        let chain: Vec<Pointer> = links.into_iter().map(|(class, sequence, tag)| Pointer { class, sequence, tag }).collect();
        if let Some(path) = path_of(&chain) {
            prop_assert_eq!(pointers(&path), Some(chain));
        }
    }

    #[test]
    fn no_path_is_too_odd_to_be_asked_for(path in "\\PC{0,40}") {
        let _ = (pointers(&path), element(&path).is_some());
    }
}

#[test]
fn most_of_the_wcos_elements_have_a_chain() {
    let known = elements().filter(|element| !element.is_own());
    let (with, without): (Vec<&Element>, Vec<&Element>) =
        known.partition(|element| pointers(&element.path.replace("[]", "[1]")).is_some());
    assert!(with.len() > 100, "{} have a chain", with.len());
    let names: Vec<&str> = without.iter().map(|element| element.path).collect();
    for path in names {
        let element = element(path).unwrap();
        let anonymous = element.classes.iter().any(|class| class.id.is_empty());
        let shared = elements()
            .any(|other| other.path != path && other.wco_id == element.wco_id && other.classes == element.classes);
        let unnumbered = element.classes.iter().filter(|class| class.is_numbered).count() != path.matches("[]").count();
        assert!(anonymous || shared || unnumbered, "{path} should have a chain");
    }
}

#[test]
fn a_schema_can_ask_by_tag_and_by_place() {
    let rule: Vec<&str> = elements_by_tag("RuleCode").map(|element| element.path).collect();
    assert_eq!(rule, ["items[].criterion.code"]);
    let place = "GoodsShipment/GovernmentAgencyGoodsItem/Origin/RuleCode";
    assert_eq!(elements_at_xml(place).map(|element| element.wco_id).collect::<Vec<_>>(), ["436"]);
    let statements: Vec<&str> =
        elements_at_xml("AdditionalInformation/StatementCode").map(|element| element.path).collect();
    assert_eq!(statements, ["scheme.code", "flags[]"]);
    assert_eq!(element("items[3].hs.edition").unwrap().xml_tag(), "schemeVersionID");
}

#[test]
fn the_table_reads_as_the_sheet_that_was_compared_with_the_specification() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/elements/elements.csv");
    let printed = csv(elements());
    if std::env::var_os("TAMGA_WRITE_TABLES").is_some() {
        std::fs::write(&path, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    for (line, (found, kept)) in printed.lines().zip(kept.lines()).enumerate() {
        assert_eq!(found, kept, "line {} of elements.csv; write it anew with TAMGA_WRITE_TABLES=1", line + 1);
    }
    assert_eq!(printed.lines().count(), kept.lines().count(), "lines of elements.csv");
    assert_eq!(printed.lines().count(), 1 + elements().count());
    assert_eq!(CSV_HEAD.len(), printed.lines().next().unwrap().split(',').count());
    assert!(Basis::ALL.iter().all(|basis| elements().any(|element| element.basis.contains(basis))));
}
