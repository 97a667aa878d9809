//! What we write is what our schema says: judged by `xmllint`, which others wrote.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::{Limits, cefact, co_xml};

use crate::{asset, generate};

/// Validates documents of our own dialect.
fn complaints(documents: &[Vec<u8>]) -> Option<String> {
    complaints_by(Path::new("../../../assets/schemas/tamga-co-1.xsd"), documents)
}

/// Validates documents together by a schema, which lies where its path leads from this crate; the complaints of the
/// tool are the answer.
pub fn complaints_by(schema: &Path, documents: &[Vec<u8>]) -> Option<String> {
    if Command::new("xmllint").arg("--version").output().is_err() {
        println!("skipped: xmllint is not installed");
        return None;
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join(schema);
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("xmllint");
    command.args(["--nonet", "--noout", "--schema"]).arg(schema);
    for (index, bytes) in documents.iter().enumerate() {
        let path = folder.path().join(format!("{index}.xml"));
        std::fs::File::create(&path).unwrap().write_all(bytes).unwrap();
        command.arg(path);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let wrong: Vec<&str> = said.lines().filter(|line| !line.ends_with(" validates")).collect();
    assert_eq!(output.status.success(), wrong.is_empty(), "status and words of xmllint agree: {said}");
    Some(wrong.join("\n"))
}

#[test]
fn written_documents_follow_the_schema() {
    let mut runner = TestRunner::deterministic();
    let mut documents = Vec::new();
    for _ in 0..40 {
        let certificate = generate::certificate().new_tree(&mut runner).unwrap().current();
        documents.push(co_xml::write_certificate(&certificate).unwrap());
        let statement = generate::statement().new_tree(&mut runner).unwrap().current();
        documents.push(co_xml::write_status(&statement).unwrap());
        let answer = generate::answer().new_tree(&mut runner).unwrap().current();
        documents.push(co_xml::write_answer(&answer).unwrap());
        let inquiry = generate::inquiry().new_tree(&mut runner).unwrap().current();
        documents.push(co_xml::write_inquiry(&inquiry).unwrap());
    }
    for example in ["examples/chafta-example.json", "examples/nonpreferential-example.json"] {
        let read = cefact::read(&asset(example), &Limits::default()).unwrap();
        documents.push(co_xml::write_certificate(&read.value).unwrap());
    }
    if let Some(complaints) = complaints(&documents) {
        assert_eq!(complaints, "");
    }
}

#[test]
fn the_schema_refuses_what_is_not_ours() {
    let read = cefact::read(&asset("examples/chafta-example.json"), &Limits::default()).unwrap();
    let right = String::from_utf8(co_xml::write_certificate(&read.value).unwrap()).unwrap();
    for (from, to) in [
        ("<FunctionCode>9</FunctionCode>", ""),
        ("urn:tamga:co:1", "urn:wco:co:1"),
        ("<GoodsShipment>", "<GoodsShipment><Surprise>1</Surprise>"),
        ("formatCode=\"304\"", "formatCode=\"203\""),
    ] {
        let wrong = right.replacen(from, to, 1);
        assert_ne!(wrong, right, "{from} stands in the document");
        if let Some(complaints) = complaints(&[wrong.into_bytes()]) {
            assert_ne!(complaints, "", "{to} is refused");
        }
    }
}
