//! Is the grammar on paper the grammar that is read?

use tamga_origin::Date;
use tamga_origin::profile::Side;

use super::*;

const FORMAT: &str = include_str!("../../../../../assets/agreements/FORMAT.md");

fn example() -> &'static str {
    let (_, after) = FORMAT.split_once("## A complete example").unwrap();
    let (_, block) = after.split_once("```toml\n").unwrap();
    block.split_once("```").unwrap().0
}

#[test]
fn the_example_of_the_grammar_is_read_and_holds_every_table() {
    let groups = Groups::builtin().unwrap();
    let profile = lint(example(), &groups).unwrap_or_else(|slips| panic!("{slips:#?}"));
    assert_eq!(profile.parties.len(), 11, "ten of the group and one country");
    let file = toml::de::DeTable::parse(example()).unwrap();
    let top = file.get_ref();
    // A table of pairs goes with a choice between versions, which the example does not make.
    for key in TOP.iter().filter(|key| **key != "pair_matrix") {
        assert!(top.iter().any(|(known, _)| known.get_ref() == key), "{key} stands in the example");
        assert!(
            FORMAT.contains(&format!("`[{key}]`"))
                || FORMAT.contains(&format!("`{key}`"))
                || FORMAT.contains(&format!("`[[{key}]]`")),
            "{key} is explained"
        );
    }
}

/// The example with one change.
fn changed(from: &str, to: &str) -> String {
    assert!(example().contains(from), "{from}");
    example().replacen(from, to, 1)
}

#[test]
fn where_the_european_union_is_a_party_its_states_are() {
    let text = changed("{ code = \"NZ\", side = \"export\"", "{ code = \"EU\", from = 2012-01-01, side = \"export\"");
    let profile = lint(&text, &Groups::builtin().unwrap()).unwrap_or_else(|slips| panic!("{slips:#?}"));
    let covers = |country: &str, side, on: &str| {
        let day = Date::parse(on).unwrap();
        profile.parties.iter().any(|member| member.covers(country, side, day))
    };
    assert!(covers("EU", Side::Export, "2026-05-01") && covers("DE", Side::Export, "2026-05-01"));
    assert!(!covers("DE", Side::Import, "2026-05-01"), "only on the side of the Union");
    assert!(!covers("CH", Side::Export, "2026-05-01"));
    assert!(!covers("HR", Side::Export, "2013-06-30") && covers("HR", Side::Export, "2013-07-01"));
    assert_eq!(profile.facts().iter().filter(|(name, _)| name == "parties.EU").count(), 1, "one fact, not 28");
}

#[test]
fn where_a_list_of_countries_names_the_european_union_it_names_its_states() {
    let groups = Groups::builtin().unwrap();
    let text = changed("parties = [\"KH\", \"LA\"]", "parties = [\"EU\", \"FR\", \"KH\"]");
    let text = text.replacen("separate_declaration = [\"NZ\"]", "separate_declaration = [\"EU\"]", 1);
    let text = text.replacen("allowed = [\"KH\", \"NZ\"]", "allowed = [\"KH\", \"EU\"]", 1);
    let profile = lint(&text, &groups).unwrap_or_else(|slips| panic!("{slips:#?}"));
    let allowed = &profile.origin_country.terms().unwrap().allowed;
    for list in [&profile.fob.parties, &profile.fob.separate_declaration, allowed] {
        let times = |code: &str| list.iter().filter(|known| *known == code).count();
        assert_eq!([times("EU"), times("DE"), times("FR"), times("CH")], [1, 1, 1, 0], "{list:?}");
    }
    let plain = lint(example(), &groups).unwrap_or_else(|slips| panic!("{slips:#?}"));
    assert_eq!(plain.fob.parties, ["KH", "LA"], "no Union, no states");
    assert_eq!(plain.origin_country.terms().unwrap().allowed, ["KH", "NZ"]);
}

const PAIRS: &str = r#"
[sources]
law = { grade = "A", title = "The convention" }
[group.eu]
title = "Union"
members = [{ code = "DE" }, { code = "HR", from = 2013-07-01 }]
source = ["law"]
[group.asean]
title = "Association"
members = [{ code = "SG" }]
source = ["law"]
[matrix.pairs]
rows = [
  { a = "CH", b = "EU", rules = "old", to = 2025-12-31, source = ["law"] },
  { a = "EU", b = "CH", rules = "revised", from = 2026-01-01, source = ["law"] },
]
"#;

#[test]
fn a_table_of_pairs_holds_for_the_states_of_the_union_too() {
    let groups = Groups::read(PAIRS).unwrap_or_else(|slips| panic!("{slips:#?}"));
    let text = changed("accepted_until = 2029-06-30", "choose_by = \"pair\"");
    let text = text.replacen(
        "[form]",
        "[pair_matrix]\ntable = \"pairs\"\nrules = \"revised\"\nsource = [\"text\"]\n[form]",
        1,
    );
    let profile = lint(&text, &groups).unwrap_or_else(|slips| panic!("{slips:#?}"));
    let matrix = profile.pair_matrix.unwrap();
    let applies = |a: &str, b: &str, on: &str| matrix.applies(a, b, Date::parse(on).unwrap());
    for (a, b) in [("EU", "CH"), ("CH", "EU"), ("DE", "CH"), ("CH", "DE")] {
        assert_eq!(applies(a, b, "2025-12-31"), Some(false), "{a} {b}");
        assert_eq!(applies(a, b, "2026-01-01"), Some(true), "{a} {b}");
    }
    assert_eq!(applies("HR", "CH", "2013-06-30"), None, "no state of the Union yet");
    assert_eq!(applies("DE", "NO", "2026-01-01"), None);
    let slips = lint(&text.replacen("table = \"pairs\"", "table = \"couples\"", 1), &groups).unwrap_err();
    assert_eq!(slips[0].fault, ProfileFault::NoSuchMatrix { name: "couples".into() });
}

/// One slip of each kind that only a whole file shows, and what is said.
#[test]
fn every_kind_of_slip_has_its_own_code() {
    let groups = Groups::builtin().unwrap();
    let mut seen: Vec<&str> = Vec::new();
    for (from, to, code) in [
        ("[form]", "[form", "agreement_file.not_toml"),
        ("pages = 1", "pagse = 1", "agreement_file.unknown_key"),
        ("paper = \"plain\"", "paper = \"blue\"", "agreement_file.unknown_word"),
        ("title = \"Certificate of Origin, Form X\"\n", "", "agreement_file.missing"),
        ("max = 20", "max = \"20\"", "agreement_file.wrong_value"),
        ("at = [10, 10, 95, 30]", "at = [10, 10, 300, 30]", "agreement_file.does_not_fit"),
        ("at = [10, 40, 95, 10]", "at = [10, 39, 95, 10]", "agreement_file.overlap"),
        ("code = \"DUPLICATE\"", "code = \"RETROACTIVE\"", "agreement_file.twice"),
        ("box = \"a\"", "box = \"b\"", "agreement_file.no_such_box"),
        ("group = \"asean\"", "group = \"atlantis\"", "agreement_file.no_such_group"),
        ("basis = \"3\"", "basis = \"4\"", "agreement_file.no_such_criterion"),
        ("patterns = [\"ACU\"]", "patterns = [\"{acu}\"]", "agreement_file.pattern"),
        ("heading = \"no\"", "heading = \"yes\"", "agreement_file.patterns_differ"),
        ("{seq:8}", "{seq:8}{seq:8}", "agreement_file.number_pattern"),
        ("examples = [\"RVC 45%\"]", "examples = [\"RVC 39%\"]", "agreement_file.example_refused"),
        ("note = \"Read in a guide only.\"", "", "agreement_file.note_missing"),
        (
            "currency = \"EUR\"\nabove = [\"approved_exporter\"]\nnumber = \"approval number\"\nsource = [\"text\"]",
            "currency = \"EUR\"",
            "agreement_file.source_missing",
        ),
        (
            "basis = \"3\"\npapers = [\"861\", \"862\", \"380\"]\nsource = [\"guide\"]",
            "basis = \"3\"\npapers = [\"861\"]\nsource = [\"rumour\"]",
            "agreement_file.unknown_source",
        ),
    ] {
        let slips = lint(&changed(from, to), &groups).expect_err(code);
        assert!(slips.iter().any(|slip| slip.fault.code() == code), "{code}: {slips:#?}");
        seen.push(code);
    }
    // Told of several files, and of a table of pairs, in tests of their own.
    seen.extend(["agreement_file.versions_overlap", "agreement_file.no_such_matrix"]);
    let unseen: Vec<&str> = FAULT_CODES.iter().map(|(code, _)| *code).filter(|code| !seen.contains(code)).collect();
    assert_eq!(unseen, Vec::<&str>::new(), "every code has its slip");
}

#[test]
fn the_parameters_of_a_slip_are_those_of_its_code() {
    let groups = Groups::builtin().unwrap();
    let broken = example().replace("required = \"always\"", "required = \"mostly\"").replace("[items]", "[itms]");
    let slips = lint(&broken, &groups).unwrap_err();
    assert!(slips.len() > 5);
    for slip in slips {
        let names: Vec<&str> = slip.fault.params().iter().map(|(name, _)| *name).collect();
        let listed = FAULT_CODES.iter().find(|(code, _)| *code == slip.fault.code()).map(|(_, names)| *names);
        assert_eq!(listed, Some(names.as_slice()), "{slip}");
    }
}
