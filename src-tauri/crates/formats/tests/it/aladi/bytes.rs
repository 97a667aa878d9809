//! Going from stage to stage puts bytes in and touches none of those that were there.

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::aladi::{self, Stage, Version};
use tamga_formats::{FormatError, Limits};
use tamga_origin::Certificate;

use super::shaped::{self, Case};
use super::{SIGNATURE, read, stages};

const CASE: Case = Case { version: Version::V4_1_1, form: "FormA35", acronym: "A35" };

fn certificate() -> Certificate {
    shaped::certificate(CASE).new_tree(&mut TestRunner::deterministic()).unwrap().current()
}

/// Is `after` what `before` is, with one stretch of bytes put in?
fn put_in(before: &[u8], after: &[u8]) -> Option<Vec<u8>> {
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let added = after.len() - before.len();
    // The stretch may begin with bytes that equal those behind it.
    (0..=head).rev().find(|at| after[at + added..] == before[*at..]).map(|at| after[at..at + added].to_vec())
}

#[test]
fn each_stage_keeps_every_byte_of_the_one_before() {
    let [first, second, third, fourth] = stages(&certificate(), CASE.version);
    for (before, after) in [(&first, &second), (&second, &third), (&third, &fourth)] {
        assert!(put_in(before, after).is_some(), "{} bytes became {}", before.len(), after.len());
    }
    let text = String::from_utf8(fourth.clone()).unwrap();
    assert!(text.contains(&format!("</COD>{SIGNATURE}</CODExporter><EH>")), "the exporter's signature follows COD");
    assert!(text.contains("</CertificationEH></CODEH><ds:Signature"), "the official's signature follows CODEH");
    let spans = read(&fourth).value.spans;
    assert!(fourth[spans.cod].starts_with(b"<COD id=\"COD\">"));
    assert!(fourth[spans.codeh.clone()].ends_with(b"</CODEH>") && fourth[spans.codeh].starts_with(b"<CODEH "));
    assert_eq!(&fourth[spans.exporter_signature.unwrap()], SIGNATURE.as_bytes());
    assert!(fourth[spans.official_signature.unwrap()].starts_with(b"<ds:Signature"));
}

#[test]
fn the_root_is_final_before_the_first_signature() {
    let [first, .., fourth] = stages(&certificate(), CASE.version);
    let root = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text[..text.find("<CODEH").unwrap()].to_owned()
    };
    assert_eq!(root(&first), root(&fourth), "no namespace comes or goes once somebody has signed");
    assert_eq!(
        root(&first),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ns1:Envelope xmlns:ns1=\"http://www.w3.org/2001/12/soap-envelope\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.w3.org/2001/12/soap-envelope \
         http://www.codaladi.org/directorio/cod_ver_4.1.1.xsd\"><ns1:CertOrigin>"
    );
}

#[test]
fn a_certificate_is_made_from_a_signed_application_only() {
    let certificate = certificate();
    let all = stages(&certificate, CASE.version);
    let part = part(&certificate);
    for (document, stage) in all.iter().zip([Some("exporter_unsigned"), None, Some("certified"), Some("complete")]) {
        match (aladi::with_issue_part(document, &part), stage) {
            (Ok(bytes), None) => assert!(bytes == all[2], "the step is the one that was taken before"),
            (step, stage) => {
                let found = stage.unwrap_or("exporter_signed");
                assert_eq!(step, Err(FormatError::WrongStage { found, wanted: Stage::ExporterSigned.code() }));
            }
        }
    }
}

fn part(certificate: &Certificate) -> Vec<u8> {
    aladi::issue_part(certificate, &super::style(CASE.version, aladi::Extent::Application)).unwrap()
}

#[test]
fn only_what_belongs_there_is_put_in() {
    let [_, second, ..] = stages(&certificate(), CASE.version);
    for wrong in ["", "<EH></EH>", "<CertificationEH/><EH/>", "</CODEH><EH/>", "<EH/><CertificationEH/><EH/>", "text"] {
        assert!(aladi::with_issue_part(&second, wrong.as_bytes()).is_err(), "{wrong}");
    }
}

#[test]
fn a_carriage_return_in_a_signature_stays_as_it_was_written() {
    let [_, second, third, fourth] = stages(&certificate(), CASE.version);
    for document in [second, third, fourth] {
        assert!(String::from_utf8(document).unwrap().contains("AAAA&#13;\n</ds:DigestValue>"));
    }
}

#[test]
fn a_combination_of_parts_that_is_no_stage_is_read_and_reported() {
    let [.., fourth] = stages(&certificate(), CASE.version);
    let text = String::from_utf8(fourth).unwrap();
    let unsigned_by_exporter = text.replacen(SIGNATURE, "", 1);
    let half = text.replacen("<EH>", "<EX>", 1).replacen("</EH>", "</EX>", 1);
    let twice = text.replacen(SIGNATURE, &SIGNATURE.repeat(2), 1);
    for document in [unsigned_by_exporter, half, twice] {
        let read = read(document.as_bytes());
        assert_eq!(read.value.stage, None);
        assert!(read.findings.iter().any(|finding| finding.code == "cod.stage"), "{:?}", read.findings);
        let refused = aladi::with_issue_part(document.as_bytes(), &part(&certificate()));
        assert_eq!(refused, Err(FormatError::WrongStage { found: "none", wanted: Stage::ExporterSigned.code() }));
    }
}

#[test]
fn what_a_signature_covers_reads_by_itself_like_the_whole() {
    let [first, .., fourth] = stages(&certificate(), CASE.version);
    let limits = Limits::default();
    let signed = |bytes: &[u8]| {
        let gated = aladi::gate(bytes, &limits).unwrap();
        aladi::read_signed(&gated, &limits).map(|read| read.value)
    };
    let whole = read(&fourth).value;
    assert_eq!(signed(&fourth[whole.spans.codeh.clone()]), Ok(whole.certificate.clone()), "what the official signed");
    let application = read(&first).value.certificate;
    assert_eq!(signed(&fourth[whole.spans.cod.clone()]), Ok(application), "what the exporter signed");
    for wrong in
        [&fourth[..], b"<CODEH/>", b"<CODEH><CODExporter/></CODEH>", b"<COD/>", b"<EH/>", b"<x:COD xmlns:x=\"y\"/>"]
    {
        assert!(signed(wrong).is_err(), "{}", String::from_utf8_lossy(wrong));
    }
}
