//! Are code lists shown with their sources, and searched, with and without the file of large lists?

use std::path::Path;

use crate::program::{Call, Said, tamga};

/// Runs the program with this file in place of the one beside it.
fn with_file(arguments: &[&str], file: &Path) -> Said {
    Call::of(arguments).env("TAMGA_CODES", &file.to_string_lossy()).run()
}

#[test]
fn every_list_is_shown_with_source_licence_version_day_and_number_of_codes() {
    let said = tamga(["codes", "--json"]).ended(0).object();
    let lists = said["lists"].as_array().unwrap();
    let packages = lists.iter().find(|list| list["id"] == "un-rec21").expect("the typed lists are always there");
    assert!(packages["rows"].as_u64().unwrap() >= 80);
    for list in lists {
        for name in ["source", "licence", "version", "date"] {
            assert!(list[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {list}");
        }
    }
    assert!(tamga(["codes", "un-rec21"]).ended(0).out.contains("Recommendation 21"));
}

#[test]
fn a_typed_list_is_searched_in_the_language_asked_for() {
    let said = tamga(["codes", "un-rec21", "--search", "palette", "--language", "fr", "--json"]).ended(0).object();
    assert_eq!(said["hits"][0]["code"], "PX");
    let none = tamga(["codes", "un-rec21", "--search", "zzzz"]).ended(1);
    assert!(none.out.contains("Nothing in un-rec21"), "{}", none.out);
}

#[test]
fn without_the_large_lists_the_answer_says_so_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let said = with_file(&["codes", "--search", "coffee", "--json"], &folder.path().join("none.db")).ended(3);
    assert_eq!(said.object()["error"]["code"], "codes.missing");
    assert!(said.object()["error"]["whatToDo"].as_str().unwrap().contains("--file"));
    let strange = folder.path().join("strange.db");
    std::fs::write(
        &strange,
        "no database, but long enough to be looked at as one by its first hundred bytes, that is: these",
    )
    .unwrap();
    let said = with_file(&["codes", "--json"], &strange).ended(3);
    assert_eq!(said.object()["error"]["code"], "codes.foreign");
}

#[test]
fn a_list_that_nobody_knows_and_a_language_that_is_none_are_not_answered() {
    let unknown = tamga(["codes", "un-9999", "--json"]);
    let code = unknown.object()["error"]["code"].as_str().unwrap().to_owned();
    // Without the large lists nobody can say that it is not one of them.
    assert!([(2, "list_unknown"), (3, "codes.missing")].contains(&(unknown.status, code.as_str())), "{unknown:?}");
    tamga(["codes", "--language", "french"]).ended(2);
}

#[test]
fn goods_are_found_with_their_path() {
    let said = tamga(["codes", "--search", "cafe torref", "--language", "fr", "--json"]);
    if said.status == 3 {
        println!("skipped: no code lists, run cargo xtask codes");
        return;
    }
    let object = said.ended(0).object();
    let hit = object["hits"].as_array().unwrap().iter().find(|hit| hit["code"] == "090121").expect("roasted coffee");
    assert!(hit["path"][2]["text"].as_str().unwrap().starts_with("Café torréfié"), "{hit}");
}
