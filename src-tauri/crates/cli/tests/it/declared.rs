//! An exporter's self-declaration, command by command: made, sent, received as what it is, decided on and answered.

use tamga_formats::{Limits, co_xml};
use tamga_origin::{Authorisation, Moment};

use crate::house;
use crate::thread::Pair;

/// The application as an exporter writes it who declares the origin, with an approval or without.
fn application(approval: Option<&str>) -> Vec<u8> {
    let complete = house::complete();
    let gated = co_xml::gate(&complete, &Limits::default()).unwrap();
    let mut certificate = co_xml::read_certificate(&gated).unwrap().value;
    certificate.authorisation =
        approval.map(|number| Authorisation { number: number.to_owned(), ..Authorisation::default() });
    certificate.items.iter_mut().for_each(|item| item.criterion.printed = "WO".to_owned());
    if let Some(declaration) = &mut certificate.exporter_declaration {
        declaration.date = Some(Moment::Day(house::now().date()));
        declaration.name = "E. Porter".to_owned();
    }
    co_xml::write_certificate(&certificate).unwrap()
}

#[test]
fn a_self_declaration_goes_the_whole_way_command_by_command() {
    let pair = Pair::set_up();
    let issue = |name: &str, approval: Option<&str>| {
        let file = pair.chamber.folder().join(name);
        std::fs::write(&file, application(approval)).unwrap();
        let file = file.to_str().unwrap().to_owned();
        pair.chamber(&["issue", &file, "--agreement", "rcep-declaration", "--pin-env", "PIN", "--json"])
    };
    let refused = issue("unapproved.xml", None).ended(1);
    assert!(refused.out.contains("authorisation.missing"), "only approved exporters declare: {refused:#?}");
    let made = issue("approved.xml", Some("AE-2026-7")).ended(0).object()["certificates"][0].clone();
    let number = made["number"].as_str().unwrap();
    assert_eq!((&made["selfDeclaration"], made["submission"].is_string()), (&true.into(), true), "{made}");
    let certificate = pair.chamber.issued().number;

    assert_eq!(pair.chamber(&["send", "--json"]).ended(0).object()["accepted"], 2);
    assert_eq!(pair.post(&["receive", "--json"]).ended(0).object()["usable"], 2);
    let inbox = pair.post(&["inbox", "--json"]).ended(0).object();
    let kinds = inbox["certificates"].as_array().unwrap().iter();
    let kinds: Vec<_> = kinds.map(|row| (row["number"].as_str().unwrap(), row["selfDeclaration"].clone())).collect();
    assert!(kinds.contains(&(number, true.into())) && kinds.contains(&(&certificate, false.into())), "{kinds:?}");
    let shown = pair.post(&["inbox", number]).ended(0).out;
    assert!(shown.contains("Self-declaration") && shown.contains("AE-2026-7"), "{shown}");
    let shown = pair.post(&["inbox", &certificate]).ended(0).out;
    assert!(!shown.contains("Self-declaration"), "{shown}");

    let decide = ["decide", number, "--items", "all", "--decision", "accept", "--declaration", "26CN7", "--json"];
    assert!(pair.post(&decide).ended(0).object()["submission"].is_string(), "the answer is queued");
    pair.post(&["sync"]).ended(0);
    pair.chamber(&["receive"]).ended(0);
    let found = pair.chamber(&["search", number, "--json"]).ended(0).object()["hits"][0].clone();
    assert_eq!((&found["selfDeclaration"], &found["status"]["code"]), (&true.into(), &"certificate.issued".into()));
    assert_ne!(found["destinationState"]["code"], "destination.unknown", "customs answered: {found}");
}
