//! What do commands answer? Each behaviour of this room once; what the office does is tested in the office.

use std::time::Duration;

use serde_json::json;
use tamga_api::wire::{ErrorCode, Tag};
use tamga_api::{Body, Fault, Reply, answer};
use tamga_office::OfficeRole;

use crate::office::{Bench, new_office};

#[test]
fn a_question_waits_until_the_office_is_open() {
    let bench = Bench::closed();
    let app = std::sync::Arc::clone(&bench.app);
    let asked = std::thread::spawn(move || answer(&app, "app_state", Body::Json(json!({ "request": {} }))));
    assert!(!bench.app.is_settled() && !asked.is_finished(), "there is nothing to answer from");
    bench.app.fail(Fault::new(ErrorCode::SecondStart, "open elsewhere"));
    let error = asked.join().unwrap().unwrap_err();
    assert_eq!(error.code, ErrorCode::SecondStart);
    let again = bench.ask("desk_rows", json!({ "offset": 0, "limit": 10 })).unwrap_err();
    assert_eq!(again, error, "every later question hears the same, under the same reference");
}

#[test]
fn what_could_not_be_opened_is_tried_again_when_the_frame_asks_again_and_not_before() {
    let bench = Bench::closed();
    let tries = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let (app, count) = (std::sync::Arc::downgrade(&bench.app), std::sync::Arc::clone(&tries));
    bench.app.opened_by(Box::new(move || {
        count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        app.upgrade().unwrap().fail(Fault::new(ErrorCode::DiskFull, "still no room"));
    }));
    bench.app.fail(Fault::new(ErrorCode::SecondStart, "open elsewhere"));
    let tried = || tries.load(std::sync::atomic::Ordering::SeqCst);
    bench.ask("keys_list", json!({})).unwrap_err();
    assert_eq!(bench.ask("app_state", json!({})).unwrap_err().code, ErrorCode::SecondStart);
    assert_eq!(tried(), 0, "it must be said once before anybody can ask again");
    bench.ask("keys_list", json!({})).unwrap_err();
    assert_eq!(tried(), 0, "only the frame asks to try again");
    assert_eq!(bench.ask("app_state", json!({})).unwrap_err().code, ErrorCode::DiskFull);
    assert_eq!(tried(), 1);
    assert!(bench.told.lock().unwrap().is_empty(), "a told change would make the frame ask without end");
}

#[test]
fn an_unknown_command_and_a_request_of_the_wrong_shape_are_bad_requests() {
    let bench = Bench::with(OfficeRole::Both);
    assert_eq!(bench.ask("window_break", json!({})).unwrap_err().code, ErrorCode::BadRequest);
    assert_eq!(bench.ask("draft_open", json!({ "id": 1 })).unwrap_err().code, ErrorCode::BadRequest);
    assert_eq!(bench.ask("pin_enter", json!("1234")).unwrap_err().code, ErrorCode::BadRequest, "a PIN comes as bytes");
    assert_eq!(bench.hand("app_state", b"{}").unwrap_err().code, ErrorCode::BadRequest);
    let error = bench.ask("draft_open", json!({ "draftId": "seven" })).unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::BadRequest, Some("draft_id")));
    assert!(error.reference.starts_with("E-"), "{}", error.reference);
}

#[test]
fn the_frame_says_where_one_is_and_that_it_is_a_demonstration() {
    let bench = Bench::with(OfficeRole::Both);
    let state = bench.ask("app_state", json!({})).unwrap();
    assert_eq!(state["officeName"], "Quay Chamber", "one office with two desks is named once");
    assert_eq!(state["workplaces"], json!(["issue", "receive"]));
    let desks = state["desks"].as_array().unwrap();
    assert_eq!(desks.len(), 2, "each workplace says whose it is: {desks:?}");
    assert_eq!(
        desks[1],
        json!({ "workplace": "receive", "officeName": "Quay Chamber", "who": "A. Otieno", "role": "Officer" })
    );
    assert_eq!(state["demonstration"], true);
    assert_eq!(state["today"], "2026-05-28");
    assert_eq!(state["settings"]["language"], "en");
}

#[test]
fn a_desk_the_office_does_not_have_is_not_allowed() {
    let bench = Bench::with(OfficeRole::Receive);
    assert_eq!(bench.ask("app_state", json!({})).unwrap()["workplaces"], json!(["receive"]));
    let error = bench.ask("draft_create", json!({ "agreement": "chafta" })).unwrap_err();
    assert_eq!(error.code, ErrorCode::NotAllowed);
}

#[test]
fn settings_are_kept_and_told() {
    let bench = Bench::with(OfficeRole::Both);
    let settings =
        json!({ "language": "ar", "theme": "dark", "textSize": "150", "density": "compact", "digits": "arabic" });
    bench.ask("settings_save", json!({ "settings": settings })).unwrap();
    assert_eq!(bench.ask("app_state", json!({})).unwrap()["settings"], settings);
    let told = bench.told.lock().unwrap().clone();
    assert!(told.contains(&Tag::Settings) && told.contains(&Tag::App), "{told:?}");
    let wrong =
        json!({ "language": "ar", "theme": "dark", "textSize": "huge", "density": "compact", "digits": "arabic" });
    assert_eq!(bench.ask("settings_save", json!({ "settings": wrong })).unwrap_err().code, ErrorCode::BadRequest);
}

#[test]
fn a_draft_is_made_changed_and_saved_and_an_old_stamp_is_stale() {
    let bench = Bench::with(OfficeRole::Issue);
    let born = bench.ask("draft_create", json!({ "agreement": "chafta" })).unwrap();
    let view = bench.ask("draft_open", json!({ "draftId": born["id"] })).unwrap();
    let mut content = view["content"].clone();
    content["exporter"]["name"] = json!("Koala Wines");
    content["remarks"] = json!(["fragile"]);
    let save = json!({ "draftId": born["id"], "stamp": view["stamp"], "content": content });
    let saved = bench.ask("draft_save", save.clone()).unwrap();
    let reread = bench.ask("draft_open", json!({ "draftId": born["id"] })).unwrap();
    assert_eq!(reread["content"]["exporter"]["name"], "Koala Wines");
    assert_eq!(reread["stamp"], saved["stamp"]);
    assert_eq!(bench.ask("draft_save", save).unwrap_err().code, ErrorCode::Stale);
    let desk = bench.ask("desk_rows", json!({ "offset": 0, "limit": 10 })).unwrap();
    assert_eq!((&desk["total"], &desk["rows"][0]["kind"]), (&json!(1), &json!("draft")));
    assert_eq!(desk["rows"][0]["exporter"], "Koala Wines");
}

#[test]
fn a_held_file_becomes_a_draft_and_a_path_only_when_a_person_chose_it() {
    let bench = Bench::with(OfficeRole::Issue);
    let example = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/examples/chafta-example.json");
    let bytes = std::fs::read(&example).unwrap();
    let held = bench.hand("file_hold", &bytes).unwrap();
    let source = json!({ "kind": "held", "handle": held["handle"] });
    let born = bench.ask("draft_import", json!({ "source": source, "agreement": null })).unwrap();
    let view = bench.ask("draft_open", json!({ "draftId": born["id"] })).unwrap();
    assert!(view["content"]["items"].as_array().is_some_and(|items| !items.is_empty()), "{view}");

    let path = json!({ "source": { "kind": "path", "path": example }, "agreement": null });
    assert_eq!(bench.ask("draft_import", path.clone()).unwrap_err().code, ErrorCode::NotAllowed);
    bench.app.grant(example);
    assert!(bench.ask("draft_import", path).is_ok());
}

#[test]
fn what_is_no_certificate_is_refused_with_a_code() {
    let bench = Bench::with(OfficeRole::Issue);
    let refused = |bytes: &[u8]| {
        let held = bench.hand("file_hold", bytes).unwrap();
        let source = json!({ "kind": "held", "handle": held["handle"] });
        bench.ask("draft_import", json!({ "source": source, "agreement": null })).unwrap_err().code
    };
    assert_eq!(refused(b"hello"), ErrorCode::FileFormatUnknown);
    assert_eq!(refused(b""), ErrorCode::FileFormatUnknown);
    let large = vec![b' '; 33 * 1024 * 1024];
    assert_eq!(bench.hand("file_hold", &large).unwrap_err().code, ErrorCode::FileTooLarge);
}

#[test]
fn a_pin_handle_opens_one_act_and_not_for_long() {
    let bench = Bench::with(OfficeRole::Issue);
    let born = bench.ask("draft_create", json!({ "agreement": "chafta" })).unwrap();
    let view = bench.ask("draft_open", json!({ "draftId": born["id"] })).unwrap();
    let issue = |handle: &serde_json::Value| {
        let request = json!({ "draftId": born["id"], "stamp": view["stamp"], "keyId": "none", "pinHandle": handle });
        bench.ask("certificate_issue", request).unwrap_err().code
    };
    let pin = bench.hand("pin_enter", b"demonstration").unwrap()["handle"].clone();
    assert_ne!(issue(&pin), ErrorCode::PinWrong, "the first use reaches the office");
    assert_eq!(issue(&pin), ErrorCode::PinWrong, "a second use does not");
    let pin = bench.hand("pin_enter", b"demonstration").unwrap()["handle"].clone();
    bench.hands.forward(Duration::from_secs(121));
    assert_eq!(issue(&pin), ErrorCode::PinWrong, "an old PIN is gone");
}

#[test]
fn numbers_and_pasted_rows_are_read_by_the_persons_own_marks() {
    let bench = Bench::with(OfficeRole::Issue);
    let marks = json!({ "decimal": ",", "group": "." });
    let read = bench.ask("number_read", json!({ "text": "1.234,5", "marks": marks })).unwrap();
    assert_eq!(read, json!({ "kind": "value", "value": "1234.5" }));
    let read = bench.ask("number_read", json!({ "text": "twelve", "marks": marks })).unwrap();
    assert_eq!(read, json!({ "kind": "unreadable" }));
    let two = json!({ "text": "1", "marks": { "decimal": ",,", "group": "." } });
    assert_eq!(bench.ask("number_read", two).unwrap_err().code, ErrorCode::BadRequest);
    let paste = json!({ "text": "Wine\t12,5\nTea\t3", "marks": marks, "start": "netMass" });
    assert!(bench.ask("goods_paste", paste).unwrap()["rows"].as_array().is_some_and(|rows| rows.len() == 2));
}

#[test]
fn a_form_is_shown_with_a_box_for_everything_it_holds() {
    let bench = Bench::with(OfficeRole::Issue);
    let rows = bench.ask("agreements_list", json!({})).unwrap();
    let ids: Vec<&str> = rows["rows"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).collect();
    let id = ids.iter().find(|id| id.starts_with("chafta")).expect("ChAFTA is carried");
    let form = bench.ask("agreement_open", json!({ "id": id })).unwrap();
    let keys: Vec<&str> = form["boxes"].as_array().unwrap().iter().filter_map(|one| one["key"].as_str()).collect();
    assert!(keys.contains(&"exporter") && keys.contains(&"items.description"), "{keys:?}");
    assert_eq!(form["id"], *id, "the row stands in the view");
    assert_eq!(bench.ask("agreement_open", json!({ "id": "atlantis" })).unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn a_preview_comes_as_bytes() {
    let bench = Bench::with(OfficeRole::Issue);
    let born = bench.ask("draft_create", json!({ "agreement": "chafta" })).unwrap();
    let body = Body::Json(json!({ "request": { "draftId": born["id"] } }));
    let Reply::Raw(bytes) = answer(&bench.app, "preview_pdf", body).unwrap() else { panic!("JSON came") };
    assert!(bytes.starts_with(b"%PDF-"), "{:?}", bytes.get(..8));
}

#[test]
fn examples_belong_to_the_demonstration() {
    let bench = Bench::with(OfficeRole::Issue);
    let brought = bench.ask("examples_import", json!({})).unwrap();
    let view = bench.ask("draft_open", json!({ "draftId": brought["draftId"] })).unwrap();
    assert!(view["content"]["items"].as_array().is_some_and(|items| !items.is_empty()), "{view}");
    let bench = Bench::made(new_office(OfficeRole::Issue, false));
    assert_eq!(bench.ask("examples_import", json!({})).unwrap_err().code, ErrorCode::NotAllowed);
    assert_eq!(bench.ask("app_state", json!({})).unwrap()["demonstration"], false);
}

#[test]
fn a_chosen_file_may_be_named_afterwards() {
    let bench = Bench::with(OfficeRole::Issue);
    let chosen = bench.ask("file_choose", json!({ "purpose": "draft" })).unwrap();
    let source = json!({ "kind": "path", "path": chosen["path"] });
    let error = bench.ask("draft_import", json!({ "source": source, "agreement": null })).unwrap_err();
    assert_eq!(error.code, ErrorCode::FileUnreadable, "a folder was chosen: it may be named, but it is no file");
}

#[test]
fn goods_codes_are_found_and_every_list_says_where_it_comes_from() {
    let bench = Bench::with(OfficeRole::Issue);
    let lists = bench.ask("code_lists", json!({})).unwrap();
    let ids: Vec<&str> = lists["rows"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).collect();
    assert!(ids.contains(&"un-1001"), "{ids:?}");
    assert!(lists["rows"].as_array().unwrap().iter().all(|row| row["source"] != "" && row["licence"] != ""));
    let ask = json!({ "text": "coffee roasted", "language": "en", "agreement": "chafta", "exporter": "" });
    let found = bench.ask("hs_find", ask.clone()).unwrap();
    if lists["large"] == false {
        assert_eq!(found["year"], serde_json::Value::Null, "without a list nothing is found and nothing fails");
        eprintln!("skipped: no file of code lists (cargo xtask codes)");
        return;
    }
    assert_eq!(found["year"], 2022);
    let codes: Vec<&str> = found["hits"].as_array().unwrap().iter().filter_map(|hit| hit["code"].as_str()).collect();
    assert!(codes.contains(&"0901.21"), "{codes:?}");
    let mut unknown = ask;
    unknown["agreement"] = json!("atlantis");
    assert_eq!(bench.ask("hs_find", unknown).unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn a_fact_of_a_form_is_shown_with_its_sources_and_confirmed_by_two_persons() {
    let bench = Bench::with(OfficeRole::Issue);
    let open = || bench.ask("agreement_open", json!({ "id": "chafta" })).unwrap()["toConfirm"].as_u64().unwrap();
    let facts = bench.ask("agreement_facts", json!({ "id": "chafta" })).unwrap();
    let rows = facts["rows"].as_array().unwrap();
    let doubtful: Vec<_> = rows.iter().filter(|row| row["doubtful"] == true).collect();
    let before = open();
    assert_eq!(doubtful.len() as u64, before, "the count is that of the list");
    assert!(rows.iter().all(|row| row["doubtful"] == true || row["sources"][0]["title"] != ""), "{facts}");
    let fact = doubtful.iter().find(|row| row["value"] != "").unwrap()["fact"].clone();
    let said = |second: &str| json!({ "agreement": "chafta", "fact": fact, "article": "Annex 3-A", "person": "A. One", "second": second });
    let refused = bench.ask("fact_confirm", said("A. One")).unwrap_err();
    assert_eq!((refused.code, refused.params["why"].as_str()), (ErrorCode::BadRequest, "confirmation.one_person"));
    bench.told.lock().unwrap().clear();
    bench.ask("fact_confirm", said("B. Two")).unwrap();
    assert_eq!(open(), before - 1);
    assert!(bench.told.lock().unwrap().contains(&Tag::Drafts), "open drafts are judged anew");
    let facts = bench.ask("agreement_facts", json!({ "id": "chafta" })).unwrap();
    let row = facts["rows"].as_array().unwrap().iter().find(|row| row["fact"] == fact).unwrap();
    assert_eq!(row["confirmed"]["persons"], json!(["A. One", "B. Two"]));
}
