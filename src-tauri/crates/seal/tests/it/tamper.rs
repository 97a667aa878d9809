//! A document was changed: in whose part, and was it white space alone? Said, and never forgiven.

use tamga_formats::aladi::Version;
use tamga_seal::{Keys, check, sign_co, tampering};
use tamga_xml::{Limits, gate};

use crate::cod_signing::stages;
use crate::support::*;

/// What is said about a refused document; empty for one that holds.
fn said(bytes: &[u8]) -> Vec<String> {
    let gated = gate(bytes, &Limits::FOREIGN).expect("a document");
    let Err(refusal) = check(&gated, Keys::InDocument) else { return Vec::new() };
    tampering(&gated, &refusal).iter().map(|reason| reason.code().to_owned()).collect()
}

fn own() -> Vec<u8> {
    sign_co(&small(), at(ISSUED), &mut officer()).expect("a seal").bytes
}

fn cod() -> Vec<u8> {
    let [.., fourth] = stages(Version::V4_1_1, at(ISSUED), &mut officer());
    fourth
}

/// The same with every element on a line of its own.
fn laid_out(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    text.replace("><", ">\n  <").replace(">\n  </", "></").into_bytes()
}

#[test]
fn a_change_is_found_in_the_part_it_lies_in() {
    let (own, cod) = (own(), cod());
    assert_eq!(said(&own), [""; 0]);
    assert_eq!(said(&cod), [""; 0]);
    let cases = [
        (&own, "2026-000123", "2026-000124", vec![]),
        (&own, ISSUED, "2026-03-22T16:24:39Z", vec!["tamper.signing_data"]),
        (&cod, "<CODVer>4.1.1", "<CODVer>4.1.0", vec!["tamper.exporter_part"]),
        (&cod, "<EHId>0AV", "<EHId>0AX", vec!["tamper.issuer_part"]),
    ];
    for (document, from, to, expected) in cases {
        assert_eq!(said(&swap(document, from, to)), expected, "{from}");
    }
}

#[test]
fn white_space_between_elements_is_named_wherever_it_came_from() {
    let (own, cod) = (own(), cod());
    let places = [
        (&own, "<ID>", "\n  <ID>", vec!["tamper.reindented"]),
        (&cod, "<GoodsList>", "\n\t<GoodsList>", vec!["tamper.exporter_part", "tamper.reindented"]),
        (&cod, "<EHName>", " <EHName>", vec!["tamper.issuer_part", "tamper.reindented"]),
    ];
    for (document, from, to, expected) in places {
        assert_eq!(said(&swap(document, from, to)), expected, "{from}");
    }
    for (document, refused) in [(laid_out(&own), code(&laid_out(&own))), (laid_out(&cod), String::new())] {
        assert_ne!(refused, "accepted", "it is never forgiven");
        assert!(said(&document).contains(&"tamper.reindented".to_owned()), "{:?}", said(&document));
    }
}

#[test]
fn white_space_that_says_something_explains_nothing() {
    let (own, cod) = (own(), cod());
    let cases = [
        (&own, "<ID>UY", "<ID> UY"),
        (&own, "<ID>UY-2026-000123</ID>", "<ID> </ID>"),
        (&own, "<TypeCode", "&#10;<TypeCode"),
        (&cod, "<EHId>0AV</EHId>", "<EHId> </EHId>"),
    ];
    for (document, from, to) in cases {
        let said = said(&swap(document, from, to));
        assert!(!said.contains(&"tamper.reindented".to_owned()), "{from}: {said:?}");
    }
    let both = swap(&laid_out(&own), "2026-000123", "2026-000124");
    assert!(!said(&both).contains(&"tamper.reindented".to_owned()), "something else was changed too");
}

#[test]
fn a_signature_written_with_line_breaks_of_its_own_is_left_as_it_is() {
    let own = own();
    // A tool that wrote its signature laid out: what is signed stays, the white space is outside of `SignedInfo`.
    let text = String::from_utf8(own).expect("UTF-8").replace("<ds:KeyInfo>", "\n<ds:KeyInfo>\n");
    assert_eq!(said(text.as_bytes()), [""; 0], "white space there is covered by nothing");
    assert_eq!(said(&swap(text.as_bytes(), "<ID>", " <ID>")), ["tamper.reindented"]);
}

#[test]
fn what_was_refused_for_another_reason_is_not_called_a_change() {
    let own = own();
    let gated = gate(&own, &Limits::FOREIGN).expect("a document");
    let refusal = tamga_seal::Refusal::unknown("alg.signature", "another");
    assert_eq!(tampering(&gated, &refusal), []);
}
