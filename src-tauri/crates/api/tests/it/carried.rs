//! Bundles, submissions that wait for a person, and contradictions at the window's edge. What they do is tested in the
//! office; here stands which desk is asked, which files may be named, and what a person hears.

use serde_json::json;
use tamga_api::wire::{ErrorCode, Tag};
use tamga_office::OfficeRole;

use crate::office::Bench;

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

#[test]
fn an_office_shows_its_name_and_keys_for_bundles_and_keeps_its_partners() {
    let bench = Bench::with(OfficeRole::Both);
    let state = |workplace: &str| bench.ask("bundles_state", json!({ "workplace": workplace })).unwrap();
    let shown = state("issue");
    assert!(shown["recipient"].as_str().unwrap().starts_with("age1"), "{shown}");
    assert_eq!(shown, state("receive"), "one office behind both desks");
    assert_eq!((&shown["partners"], &shown["hasList"]), (&json!([]), &json!(false)));
    let other = Bench::with(OfficeRole::Receive);
    let key = other.ask("bundles_state", json!({ "workplace": "receive" })).unwrap()["recipient"].clone();
    let partner = |key: serde_json::Value| json!({ "node": "post.north", "party": "CN", "recipients": [key], "countries": ["CN"] });
    let save = |partner| bench.ask("bundle_partner_save", json!({ "workplace": "issue", "partner": partner }));
    let error = save(partner(json!("age1nothing"))).unwrap_err();
    assert_eq!((error.code, error.params["format"].as_str()), (ErrorCode::BadRequest, "bundle_entry.key"));
    save(partner(key.clone())).unwrap();
    assert!(bench.told.lock().unwrap().contains(&Tag::Settings));
    assert_eq!(state("issue")["partners"], json!([partner(key)]));
    bench.ask("bundle_node_save", json!({ "workplace": "issue", "node": " chamber.south " })).unwrap();
    assert_eq!(state("issue")["node"], "chamber.south");
    let remove = || bench.ask("bundle_partner_remove", json!({ "workplace": "issue", "node": "post.north" }));
    remove().unwrap();
    assert_eq!(remove().unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn a_desk_that_is_not_here_packs_and_reads_nothing() {
    let bench = Bench::with(OfficeRole::Issue);
    for (command, asked) in [
        ("bundles_state", json!({ "workplace": "receive" })),
        ("bundle_write", json!({ "workplace": "receive", "node": "post.north", "withTrustList": false })),
        ("contradictions_list", json!({})),
    ] {
        assert_eq!(bench.ask(command, asked).unwrap_err().code, ErrorCode::NotAllowed, "{command}");
    }
}

#[test]
fn packing_says_whom_it_does_not_know_and_that_nothing_waits() {
    let bench = Bench::with(OfficeRole::Issue);
    let pack =
        || bench.ask("bundle_write", json!({ "workplace": "issue", "node": "post.north", "withTrustList": false }));
    assert_eq!(pack().unwrap_err().code, ErrorCode::NotFound);
    let other = Bench::with(OfficeRole::Receive);
    let key = other.ask("bundles_state", json!({ "workplace": "receive" })).unwrap()["recipient"].clone();
    let partner = json!({ "node": "post.north", "party": "CN", "recipients": [key], "countries": [] });
    bench.ask("bundle_partner_save", json!({ "workplace": "issue", "partner": partner })).unwrap();
    let error = pack().unwrap_err();
    assert_eq!((error.code, error.params["format"].as_str()), (ErrorCode::StateConflict, "bundle.nothing"));
}

#[test]
fn a_bundle_is_read_only_from_where_a_person_pointed() {
    let bench = Bench::with(OfficeRole::Receive);
    let path = bench.folder.path().join("letter.cobundle");
    std::fs::write(&path, b"Dear colleague").unwrap();
    let read = || {
        let source = json!({ "kind": "path", "path": path });
        bench.ask("bundle_read", json!({ "workplace": "receive", "source": source })).unwrap_err()
    };
    assert_eq!(read().code, ErrorCode::NotAllowed, "a path that merely stands in a request");
    bench.app.grant(path.clone());
    let error = read();
    assert_eq!((error.code, error.params["format"].as_str()), (ErrorCode::FileUnreadable, "bundle.none"));
}

#[test]
fn what_waits_for_a_person_names_its_submission() {
    let bench = Bench::with(OfficeRole::Both);
    let settle = json!({ "id": NOBODY, "secondPerson": "Ines Salgado", "reason": "entered twice" });
    for (command, asked) in [
        ("outbox_again", json!({ "id": NOBODY })),
        ("outbox_concede", settle.clone()),
        ("outbox_give_up", settle.clone()),
    ] {
        assert_eq!(bench.ask(command, asked).unwrap_err().code, ErrorCode::NotFound, "{command}");
    }
    assert_eq!(bench.ask("outbox_again", json!({ "id": "7" })).unwrap_err().code, ErrorCode::BadRequest);
    assert_eq!(bench.ask("contradictions_list", json!({})).unwrap(), json!({ "rows": [] }));
    let aside = json!({ "id": "1", "secondPerson": "Ines Salgado", "reason": "asked the chamber" });
    assert_eq!(bench.ask("image_set_aside", aside).unwrap_err().code, ErrorCode::NotFound);
}
