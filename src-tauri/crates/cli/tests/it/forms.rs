//! Does somebody who writes a form by hand learn everything that is wrong with it?

use std::fs;

use serde_json::Value;

use crate::house::Chamber;
use crate::program::tamga;

const FORMAT: &str = include_str!("../../../../../assets/agreements/FORMAT.md");

fn example() -> String {
    let (_, after) = FORMAT.split_once("## A complete example").unwrap();
    let (_, block) = after.split_once("```toml\n").unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

/// Line of the first place of a text, from 1.
fn line_of(text: &str, part: &str) -> usize {
    text[..text.find(part).unwrap()].matches('\n').count() + 1
}

#[test]
fn a_form_without_a_slip_passes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("example-2026.toml");
    fs::write(&file, example()).unwrap();
    let said = tamga(["agreements", "lint", file.to_str().unwrap()]).ended(0);
    assert_eq!(said.out.trim(), "No slip.");
    let object = tamga(["agreements", "lint", file.to_str().unwrap(), "--json"]).ended(0).object();
    assert_eq!(object["slips"], 0);
    assert_eq!(object["files"][0]["id"], "example-2026");
}

#[test]
fn every_slip_is_named_at_once_with_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.toml");
    let good = example();
    let mut text = good.clone();
    for (from, to) in [
        ("sourced = true", "sourcd = true"),
        ("n = \"2\"", "n = \"1\""),
        ("patterns = [\"RVC {pct:40..}%\"]", "patterns = [\"RVC {pct:40..%\"]"),
        ("examples = [\"CTH + RVC 40%\"]", "examples = [\"CTH\"]"),
        ("mark = \"text\"\nbox = \"7\"", "mark = \"text\"\nbox = \"77\""),
        ("confirm = true\nnote = \"Read in a guide only.\"", "confirm = true"),
        (
            "rule = \"when_rvc_parties\"\nparties = [\"KH\", \"LA\"]\ncurrency = \"USD\"\nseparate_declaration = [\"NZ\"]\nsource = [\"text\"]",
            "rule = \"when_rvc_parties\"\nparties = [\"KH\", \"LA\"]",
        ),
        ("at = [10, 110, 190, 95]", "at = [10, 110, 290, 95]"),
        ("at = [10, 40, 95, 10]", "at = [10, 35, 95, 10]"),
    ] {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    fs::write(&file, &text).unwrap();
    let name = file.to_str().unwrap();
    let object = tamga(["agreements", "lint", name, "--json"]).ended(1).object();
    let slips = object["files"][0]["slips"].as_array().unwrap();
    let codes: Vec<&str> = slips.iter().map(|slip| slip["code"].as_str().unwrap()).collect();
    let expected = [
        "agreement_file.unknown_key",
        "agreement_file.twice",
        "agreement_file.source_missing",
        "agreement_file.example_refused",
        "agreement_file.pattern",
        "agreement_file.no_such_box",
        "agreement_file.note_missing",
        "agreement_file.does_not_fit",
        "agreement_file.overlap",
    ];
    assert_eq!(codes, expected, "all nine, in the order of the file");
    let line = |index: usize| slips[index]["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap();
    assert_eq!(line(0), line_of(&text, "sourcd"));
    assert_eq!(line(3), line_of(&text, "examples = [\"CTH\"]"));
    assert_eq!(slips[3]["column"], 13, "the column of the example itself");
    assert_eq!(object["files"][0]["id"], Value::Null);
    let words = tamga(["agreements", "lint", name]).ended(1).out;
    assert!(words.contains(&format!("{name}:{}:1: file: unknown key \"sourcd\"", line(0))), "{words}");
    assert!(words.trim_end().ends_with("9 slips."), "{words}");
}

#[test]
fn several_files_are_held_against_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let next = example().replacen("id = \"example-2026\"", "id = \"example-2028\"", 1);
    for (name, text) in [("a.toml", example()), ("b.toml", next.clone()), ("c.toml", example())] {
        fs::write(path(name), text).unwrap();
    }
    let object = tamga(["agreements", "lint", &path("a.toml"), &path("b.toml"), &path("c.toml"), "--json"]);
    let object = object.ended(1).object();
    let codes: Vec<&str> = object["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["slips"][0]["code"].as_str().unwrap_or(""))
        .collect();
    assert_eq!(codes, ["", "agreement_file.versions_overlap", "agreement_file.twice"]);
    let later = next.replacen("from = 2026-01-01\nto = 2028-12-31", "from = 2029-01-01\nto = 2031-12-31", 1);
    let later = later.replacen("accepted_until = 2029-06-30", "", 1);
    fs::write(path("b.toml"), later).unwrap();
    tamga(["agreements", "lint", &path("a.toml"), &path("b.toml")]).ended(0);
}

#[test]
fn what_is_no_form_at_all_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("words.toml"), "id = \"x\nfamily = [").unwrap();
    fs::write(path("bytes.toml"), b"id = \"a\"\n# \xff\xfe").unwrap();
    let said = tamga(["agreements", "lint", &path("words.toml"), &path("bytes.toml")]).ended(1);
    assert!(
        said.out.contains("words.toml:1:") && said.out.contains("bytes.toml:2:3: file: not TOML: not UTF-8"),
        "{said:?}"
    );
    tamga(["agreements", "lint", &path("nowhere.toml")]).ended(3);
    tamga(["agreements", "lint"]).ended(2);
}

#[test]
fn a_fact_is_confirmed_for_the_office_by_two_persons() {
    let chamber = Chamber::set_up();
    let shown = tamga(["agreements", "chafta", "--json"]).ended(0).object();
    let open = shown["toConfirm"].as_array().unwrap().len();
    let call = |fact: &str, second: &str| {
        let asked = ["agreements", "confirm", "chafta", fact, "--article", "Annex 3-A", "--person", "A. One"];
        chamber.call(asked.into_iter().chain(["--second", second, "--json"])).run()
    };
    call("retroactive", "A. One").ended(2);
    call("no.such", "B. Two").ended(2);
    let facts: Vec<&str> = shown["toConfirm"].as_array().unwrap().iter().filter_map(|fact| fact.as_str()).collect();
    // A fact that only says it is not known has no value that could be confirmed.
    let said = facts.iter().map(|fact| call(fact, "B. Two")).find(|said| said.status == 0).unwrap().object();
    assert_eq!((said["left"].as_u64(), said["article"].as_str()), (Some(open as u64 - 1), Some("Annex 3-A")));
    chamber.call(["journal", "verify"]).run().ended(0);
}
