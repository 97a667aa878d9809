//! Cards, time stamps and newer lists at the window's edge. Cards themselves are tested in the office, services in
//! `gathering` there; here stands what may be named, and what a person hears.

use serde_json::json;
use tamga_api::wire::{ErrorCode, Tag};
use tamga_office::OfficeRole;

use crate::office::Bench;

#[test]
fn a_program_for_cards_is_loaded_only_when_it_is_listed_or_a_person_chose_it() {
    let bench = Bench::with(OfficeRole::Issue);
    let rows = bench.ask("card_programs", json!({})).unwrap()["rows"].as_array().unwrap().clone();
    assert!(
        rows.iter().all(|row| row["inUse"] == false && std::path::Path::new(row["path"].as_str().unwrap()).is_file())
    );
    let program = bench.folder.path().join("card.so");
    std::fs::write(&program, b"no program at all").unwrap();
    let path = program.canonicalize().unwrap();
    let look = |path: &std::path::Path| bench.ask("cards_look", json!({ "program": path })).unwrap_err();
    assert_eq!(look(&path).code, ErrorCode::NotAllowed, "a path that merely stands in a request");
    bench.app.grant(path.clone());
    let error = look(&path);
    assert_eq!(error.code, ErrorCode::KeyNotUsable, "{error:?}");
    assert_eq!(error.params["seal"], "key.module");
    let gone = bench.folder.path().join("gone.so");
    bench.app.grant(gone.clone());
    assert_eq!(look(&gone).code, ErrorCode::FileUnreadable);
    let asked = json!({ "program": "/nowhere.so", "card": "1", "key": "01", "label": "", "pinHandle": null });
    assert_eq!(bench.ask("card_use", asked).unwrap_err().code, ErrorCode::NotAllowed);
    let moved = json!({ "keyId": "none", "program": "/nowhere.so" });
    assert_eq!(bench.ask("card_program_set", moved).unwrap_err().code, ErrorCode::NotAllowed);
}

#[test]
fn a_time_stamping_service_is_set_shown_and_taken_away_again() {
    let bench = Bench::with(OfficeRole::Issue);
    let shown = bench.ask("stamp_settings", json!({})).unwrap();
    assert_eq!((&shown["url"], &shown["waiting"], &shown["hasList"]), (&json!(null), &json!(0), &json!(false)));
    let tried = bench.ask("stamp_try", json!({ "url": "http://127.0.0.1:1/" })).unwrap();
    assert_eq!((&tried["at"], &tried["finding"]["code"]), (&json!(null), &json!("stamp_service.unreachable")));
    assert_eq!(bench.ask("stamp_settings", json!({})).unwrap(), shown, "trying sets nothing");
    let bad = bench.ask("stamp_settings_save", json!({ "url": "stamps.example" })).unwrap_err();
    assert_eq!(bad.code, ErrorCode::BadRequest);
    bench.ask("stamp_settings_save", json!({ "url": "http://127.0.0.1:1/" })).unwrap();
    assert!(bench.told.lock().unwrap().contains(&Tag::Settings));
    let shown = bench.ask("stamp_settings", json!({})).unwrap();
    assert_eq!((&shown["url"], &shown["since"]), (&json!("http://127.0.0.1:1/"), &json!("2026-05-28T20:26:40.000Z")));
    bench.ask("stamp_settings_save", json!({ "url": null })).unwrap();
    assert_eq!(bench.ask("stamp_settings", json!({})).unwrap()["url"], json!(null));
}

#[test]
fn cards_and_stamps_belong_to_the_desk_that_issues() {
    let bench = Bench::with(OfficeRole::Receive);
    for command in ["stamp_settings", "card_programs"] {
        assert_eq!(bench.ask(command, json!({})).unwrap_err().code, ErrorCode::NotAllowed, "{command}");
    }
}

#[test]
fn without_a_gateway_the_window_hears_that_lists_come_as_files() {
    let bench = Bench::with(OfficeRole::Both);
    let looked = bench.ask("lists_looked", json!({})).unwrap();
    assert_eq!(looked, json!({ "asks": false, "at": null, "findings": [] }));
    bench.ask("lists_fetch", json!({})).unwrap();
}

#[test]
fn another_pin_is_asked_for_a_key_that_is_here_and_each_secret_is_used_once() {
    let bench = Bench::with(OfficeRole::Issue);
    let hand = |secret: &str| bench.hand("pin_enter", secret.as_bytes()).unwrap()["handle"].clone();
    let asked = json!({ "keyId": "none", "pinHandle": hand("old secret"), "newPinHandle": hand("new secret") });
    assert_eq!(bench.ask("key_pin_change", asked.clone()).unwrap_err().code, ErrorCode::KeyUnknown);
    assert_eq!(bench.ask("key_pin_change", asked).unwrap_err().code, ErrorCode::PinWrong, "its time is over");
}
