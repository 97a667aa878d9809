//! The profile files: all load, and every slip is refused with its line.

use std::collections::BTreeSet;
use std::path::PathBuf;

use tamga_formats::agreements::{Groups, builtin, builtin_text, lint, read_all};
use tamga_origin::Flag;
use tamga_origin::layout::Bind;
use tamga_origin::profile::{Limit, ProofKind};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/agreements")
}

#[test]
fn every_file_of_the_folder_is_built_in_and_loads() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "groups.toml")
        .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
        .collect();
    let profiles = builtin().unwrap_or_else(|error| panic!("{error}"));
    let known: BTreeSet<String> = profiles.list().iter().map(|profile| profile.id.clone()).collect();
    assert_eq!(known, files, "the list of built-in files is the folder");
    for id in &files {
        let text = std::fs::read_to_string(folder().join(format!("{id}.toml"))).unwrap();
        assert_eq!(builtin_text(id), Some(text.as_str()), "{id} is the file as it stands");
    }
}

#[test]
fn chafta_says_what_its_form_says() {
    let profiles = builtin().unwrap();
    let chafta = profiles.find("chafta").unwrap();
    assert_eq!(chafta.proof, ProofKind::Preferential);
    assert_eq!(chafta.boxes.len(), 14);
    assert_eq!(chafta.items.max, Some(20));
    assert_eq!((chafta.hs.min, chafta.hs.max), (6, 6));
    let codes: Vec<&str> = chafta.face_criteria().map(|row| row.code.as_str()).collect();
    assert_eq!(codes, ["WO", "WP", "PSR"]);
    let number_of = |bind| chafta.box_of(bind).map(|form_box| form_box.number.as_str());
    assert_eq!(number_of(Bind::ItemCriterion), Some("10"));
    assert_eq!(number_of(Bind::ExporterDeclaration), Some("13"));
    assert_eq!(number_of(Bind::Certification), Some("14"));
    assert_eq!(chafta.retroactive.terms().map(|rule| rule.limit), Some(Limit::SameDay));
    assert_eq!(chafta.items.end_marks, ["***", "\\"]);
    assert!(chafta.flag(Flag::ThirdPartyInv).is_some());
    assert!(chafta.wording(Bind::ExporterDeclaration).starts_with("I declare"));
    assert!(chafta.wording(Bind::Certification).starts_with("Certified"));
    assert!(profiles.in_force("CHAFTA", tamga_origin::Date::new(2026, 3, 9).unwrap()).is_some(), "found by its alias");
}

#[test]
fn what_is_to_be_confirmed_is_listed_with_its_reason() {
    let profiles = builtin().unwrap();
    let listed = |id: &str| -> Vec<String> {
        profiles.find(id).unwrap().unconfirmed().into_iter().map(|(place, _)| place).collect()
    };
    let chafta = [
        "dates",
        "copies",
        "flag.RETROACTIVE",
        "flag.TRUE_COPY",
        "retroactive",
        "duplicate",
        "correction",
        "validity",
        "numbering",
    ];
    assert_eq!(listed("chafta"), chafta);
    let plain = ["flag.RETROACTIVE", "flag.DUPLICATE", "flag.IN_SUBSTITUTION", "retroactive", "duplicate", "validity"];
    assert_eq!(listed("np-icc"), plain);
    for profile in profiles.list() {
        for (place, evidence) in profile.facts() {
            let sound = place == "dates" || evidence.confirm || !evidence.sources.is_empty();
            assert!(sound, "{} {place} rests on something or is marked", profile.id);
        }
    }
}

/// The built-in ChAFTA file with one change, and everything that is said about it without the places.
#[track_caller]
fn refused(from: &str, to: &str, expected: &str) {
    let text = builtin_text("chafta").unwrap();
    assert!(text.contains(from), "the file has {from:?}");
    let changed = text.replacen(from, to, 1);
    let slips = lint(&changed, &Groups::builtin().unwrap()).expect_err(expected);
    let shown: Vec<String> = slips.iter().map(|slip| format!("{}: {}", slip.at, slip.fault)).collect();
    assert_eq!(shown.join(" | "), expected, "changing {from:?} to {to:?}");
    let at = text.find(from).unwrap();
    let line = text[..at].matches('\n').count() + 1;
    let near = slips.iter().any(|slip| slip.line.abs_diff(line) < 12 && slip.column >= 1);
    assert!(near, "{slips:?} stand near line {line} for {expected}");
}

#[test]
fn a_slip_in_a_profile_is_refused_with_its_place() {
    refused("revision = 1", "revison = 1", "file: revision is missing | file: unknown key \"revison\"");
    refused("revision = 1", "revision = \"one\"", "file: \"revision\" is not of the right kind");
    refused("revision = 1", "", "file: revision is missing");
    refused("id = \"chafta\"", "id = \"Cha FTA\"", "file: \"id\" is not of the right kind");
    refused(
        "proof = \"preferential\"",
        "proof = \"preferred\"",
        "file: unknown word \"preferred\"; one of non_preferential, preferential, status, self_declaration",
    );
    refused("document_code = \"864\"", "document_code = \"999\"", "file: unknown word \"999\"");
    refused("code = \"AU\", source", "code = \"Aus\", source", "parties[1]: unknown word \"Aus\"");
    refused("from = 2015-12-20", "from = 2015-13-20", "file: not TOML: invalid date, expected month between 01 and 12");
    refused("from = 2015-12-20", "from = \"soon\"", "dates: \"from\" is not of the right kind");
    refused("n = \"2\"", "n = \"1\"", "box[2]: box \"1\" stands twice");
    refused("keys = [\"importer\"]", "keys = [\"importer.pin\"]", "box[3]: unknown word \"importer.pin\"");
    refused(
        "required = \"always\"",
        "required = \"mostly\"",
        "box[1]: unknown word \"mostly\"; one of always, if_known, never, by_authority",
    );
    refused(
        "patterns = [\"WO\"]",
        "patterns = [\"WO {day}\"]",
        "criterion[1]: \"day\" is not a part of criterion patterns",
    );
    refused("examples = [\"WP\"]", "examples = [\"PE\"]", "criterion[2]: the example \"PE\" is not read as WP");
    refused(
        "code = \"THIRD_PARTY_INV\"\nmark = \"text\"\nbox = \"5\"",
        "code = \"THIRD_PARTY_INV\"\nmark = \"text\"\nbox = \"15\"",
        "flag[3]: there is no box \"15\"",
    );
    refused("code = \"TRUE_COPY\"", "code = \"RETROACTIVE\"", "flag[2]: flag \"RETROACTIVE\" stands twice");
    refused(
        "note = \"Day of entry into force, from a guidance page; not compared with the agreement text.\"",
        "",
        "dates: a fact to be confirmed needs a note",
    );
    refused(
        "rule = \"never\"\nsource = [\"chafta\"]",
        "rule = \"never\"",
        "fob: a fact needs a source, or confirm = true with a note",
    );
    refused(
        "rule = \"never\"\nsource = [\"chafta\"]",
        "rule = \"never\"\nsource = [\"gossip\"]",
        "fob: the source \"gossip\" is not declared",
    );
    refused("limit = \"at_shipment\"", "limit = \"soon\"", "retroactive: unknown word \"soon\"");
    refused(
        "months = 12\nfrom = \"issue\"",
        "months = 12\nfrom = \"none\"",
        "validity: \"from\" is not of the right kind",
    );
    refused("{issuer:3}{yyyy}{seq:6}", "{issuer:3}{yyyy}", "numbering: the running number stands 0 times, not once");
    refused("grade = \"A\"", "grade = \"AA\"", "sources.chafta: unknown word \"AA\"; one of A, B, C");
    refused("grid = \"china\"", "grid = \"nowhere\"", "layout: unknown word \"nowhere\"");
    refused("words = { agreement = \"", "words = { treaty = \"", "layout: layout.words.agreement is missing");
    refused("[name]\nen =", "[name]\nenglish =", "name: en is missing");
}

#[test]
fn a_form_that_lacks_a_column_of_its_grid_is_refused() {
    let text = builtin_text("chafta").unwrap().replacen("n = \"9\"", "n = \"9a\"", 1);
    let slips = lint(&text, &Groups::builtin().unwrap()).expect_err("box 9 is a column of the grid");
    let shown: Vec<String> = slips.iter().map(|slip| format!("{}: {}", slip.at, slip.fault)).collect();
    assert_eq!(shown, ["layout: there is no box \"9\""]);
}

#[test]
fn two_versions_of_one_form_must_be_told_apart() {
    let text = builtin_text("chafta").unwrap();
    let other = text.replacen("id = \"chafta\"", "id = \"chafta-2027\"", 1);
    let fault = read_all([text, &other]).expect_err("both are in force").fault;
    assert_eq!(fault.to_string(), "chafta is in force on the same days, and nothing chooses between them");
    let ended = text.replacen("from = 2015-12-20", "from = 2015-12-20\nto = 2026-12-31", 1);
    let later = other.replacen("from = 2015-12-20", "from = 2027-01-01", 1);
    let both = read_all([ended.as_str(), later.as_str()]).unwrap();
    let day = |year, month, day| tamga_origin::Date::new(year, month, day).unwrap();
    let in_force = |date| both.in_force("CHAFTA", date).map(|profile| profile.id.as_str());
    assert_eq!(in_force(day(2015, 12, 19)), None);
    assert_eq!(in_force(day(2026, 12, 31)), Some("chafta"));
    assert_eq!(in_force(day(2027, 1, 1)), Some("chafta-2027"));
    let twice = read_all([text, text]).expect_err("one id").fault;
    assert_eq!(twice.to_string(), "profile \"chafta\" stands twice");
}
