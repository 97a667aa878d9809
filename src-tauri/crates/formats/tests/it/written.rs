//! How the dialects look when written: every kind of document once, byte for byte.

use tamga_formats::cefact::{self, Spelling, Style};
use tamga_formats::{Limits, co_xml};
use tamga_origin::{
    Answer, AnswerKind, Certificate, Decimal, ItemUse, Measure, Outcome, Packages, StatusChange, StatusStatement,
    Timestamp,
};

use crate::{asset, lines};

/// Our example with what its dialect cannot carry, so that every part of the XML is seen.
fn certificate() -> Certificate {
    let mut certificate = cefact::read(&asset("examples/chafta-example.json"), &Limits::default()).unwrap().value;
    certificate.document_id = "0f8fad5bd9cb469fa16570867728950e".into();
    certificate.items[0].gross_mass = Some(Measure { amount: Decimal::parse("700.50").unwrap(), unit: "KGM".into() });
    certificate.items[0].packages =
        vec![Packages { marks: "NO MARKS".into(), count: Some(48), kind: "CT".into(), kind_text: "cartons".into() }];
    certificate
}

/// One element a line, so that a difference can be seen.
fn one_a_line(xml: &[u8]) -> String {
    String::from_utf8(xml.to_vec()).unwrap().replace("><", ">\n<")
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

#[test]
fn a_certificate_is_written_so() {
    insta::assert_snapshot!("certificate_xml", one_a_line(&co_xml::write_certificate(&certificate()).unwrap()));
}

#[test]
fn a_certificate_in_edi3_is_written_so_and_names_what_it_loses() {
    let style = Style { domain: "huon-chamber.example".into(), spelling: Spelling::Schema };
    let written = cefact::write(&certificate(), &style).unwrap();
    insta::assert_snapshot!("certificate_edi3", String::from_utf8(written.bytes).unwrap());
    insta::assert_snapshot!("certificate_edi3_losses", lines(&written.findings).join("\n"));
    let plain = cefact::write(&certificate(), &Style { spelling: Spelling::Plain, ..style }).unwrap();
    let text = String::from_utf8(plain.bytes).unwrap();
    assert!(text.contains("\"id\": \"huon-chamber.example:coo:HC2026-004417\"") && !text.contains("\"iD\""));
}

#[test]
fn a_status_statement_is_written_so() {
    let certificate = certificate();
    let statement = StatusStatement {
        issuer: certificate.issuer,
        number: certificate.number,
        document_id: "11112222333344445555666677778888".into(),
        revision: 2,
        change: StatusChange::Cancelled,
        reason: "REQ".into(),
        reason_text: "Asked for by the exporter & confirmed".into(),
        effective_at: at("2026-03-20T10:00:00Z"),
        destination_country: "CN".into(),
        scheme: "chafta".into(),
        officer: "B. Officer".into(),
    };
    insta::assert_snapshot!("status_xml", one_a_line(&co_xml::write_status(&statement).unwrap()));
}

#[test]
fn an_answer_is_written_so() {
    let granted = ItemUse {
        sequence: 1,
        quantity: Decimal::parse("350.25").unwrap(),
        unit: "KGM".into(),
        granted: true,
        reason: String::new(),
        declaration: "CN-2026-000881".into(),
        declared_on: tamga_origin::Date::new(2026, 3, 30),
    };
    let refused =
        ItemUse { sequence: 2, quantity: Decimal::ZERO, granted: false, reason: "ORI".into(), ..granted.clone() };
    let answer = Answer {
        document_id: "99998888777766665555444433332222".into(),
        kind: AnswerKind::Utilisation,
        number: 7,
        from: "CN-2202".into(),
        issuer: "huon-chamber.example".into(),
        co_number: "HC2026-004417".into(),
        revision: 1,
        submission_id: "5d0c4f63-3fbd-4a17-9d5c-1d0f0b6d9f10".into(),
        outcome: Outcome::Accepted,
        reason: String::new(),
        note: "First part of the shipment".into(),
        items: vec![granted, refused],
        at: at("2026-03-30T02:15:00Z"),
    };
    insta::assert_snapshot!("answer_xml", one_a_line(&co_xml::write_answer(&answer).unwrap()));
}
