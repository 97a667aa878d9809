//! What we write is what the published schemas say, judged by `xmllint`: every version and form at the stages that have
//! a schema. Nothing of theirs is kept here; what a tool cannot read as published is corrected in a temporary copy.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::aladi::{self, Version};

use super::shaped::{self, Case};
use super::{read, stages};
use crate::conformance;

/// A schema of a version at a stage, ready for the tool; `None` when there is none, or no tool.
fn schema(folder: &Path, version: Version, stage: &str) -> Option<PathBuf> {
    let code = version.code();
    let published = match version {
        Version::V4_1_1 => String::from_utf8(conformance("aladi-cod/cod_ver_4.1.0.xsd")?).unwrap(),
        _ => String::from_utf8(conformance(&format!("aladi-cod/cod_ver_{code}{stage}.xsd"))?).unwrap(),
    };
    let text = match version {
        // Its patterns escape a slash, which the language of the patterns does not know.
        Version::V1_8_0 => published.replace("\\/", "/"),
        Version::V4_1_1 => as_4_1_1(&published),
        _ => published,
    };
    fs::write(folder.join("xmldsig.xsd"), conformance("aladi-cod/xmldsig-core-schema.xsd")?).unwrap();
    fs::write(folder.join("cod.xsd"), text).unwrap();
    // The published import location ends in a space, which the tool takes for no address; this import comes first.
    let wrapper = concat!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" ",
        "targetNamespace=\"http://www.w3.org/2001/12/soap-envelope\">",
        "<xs:import namespace=\"http://www.w3.org/2000/09/xmldsig#\" schemaLocation=\"xmldsig.xsd\"/>",
        "<xs:include schemaLocation=\"cod.xsd\"/></xs:schema>"
    );
    let path = folder.join("wrapper.xsd");
    fs::write(&path, wrapper).unwrap();
    Some(path)
}

/// The three differences of 4.1.1 from 4.1.0.
fn as_4_1_1(published: &str) -> String {
    let text = published.replace("GoodsArIssueDate", "GoodsARIssueDate");
    let text = renumbered(&text);
    moved(&text)
}

/// The number of a sworn declaration is a token of 1 to 30 characters.
fn renumbered(text: &str) -> String {
    let named = text.find("\"GoodsDeclarationNumber\"").expect("the element is declared");
    let typed = named + text[named..].find("type=\"").unwrap() + "type=\"".len();
    let end = typed + text[typed..].find('"').unwrap();
    let own = concat!(
        "<xs:simpleType name=\"SwornNumber\"><xs:restriction base=\"xs:token\"><xs:minLength value=\"1\"/>",
        "<xs:maxLength value=\"30\"/></xs:restriction></xs:simpleType></xs:schema>"
    );
    format!("{}tns:SwornNumber{}", &text[..typed], &text[end..]).replace("</xs:schema>", own)
}

/// The comment on other operators that FormA60 has beside `Comments` moves into it.
fn moved(text: &str) -> String {
    let element = "<xs:element name=\"ThirdOpComments\" type=\"tns:ThirdOpCommentsA\"/>";
    let (head, tail) = text.split_once(element).expect("the element stands beside Comments");
    let general = head.rfind("\"GeneralComments\"").unwrap();
    let end = general + head[general..].find("/>").unwrap() + 2;
    format!("{}{element}{}{tail}", &head[..end], &head[end..])
}

fn installed() -> bool {
    let there = Command::new("xmllint").arg("--version").output().is_ok();
    if !there {
        println!("skipped: xmllint is not installed");
    }
    there
}

/// What the tool says about documents, by their names; nothing when all are valid.
fn complaints(folder: &Path, schema: &Path, documents: &[(String, Vec<u8>)]) -> String {
    let mut said = String::new();
    for part in documents.chunks(100) {
        let mut command = Command::new("xmllint");
        command.args(["--nonet", "--noout", "--schema"]).arg(schema);
        for (name, bytes) in part {
            let path = folder.join(name);
            fs::write(&path, bytes).unwrap();
            command.arg(path);
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        let wrong: Vec<&str> = text.lines().filter(|line| !line.ends_with(" validates")).collect();
        assert_eq!(output.status.success(), wrong.is_empty(), "status and words of xmllint agree: {text}");
        for line in wrong {
            writeln!(said, "{line}").unwrap();
        }
    }
    said
}

fn documents(cases: &[Case], each: usize) -> Vec<(Case, [Vec<u8>; 4])> {
    let mut runner = TestRunner::deterministic();
    let mut documents = Vec::new();
    for case in cases {
        for _ in 0..each {
            let certificate = shaped::certificate(*case).new_tree(&mut runner).unwrap().current();
            documents.push((*case, stages(&certificate, case.version)));
        }
    }
    documents
}

fn of(version: Version) -> Vec<Case> {
    shaped::cases().into_iter().filter(|case| case.version == version).collect()
}

/// The name of a document, so that a complaint says which it was.
fn name(index: usize, case: Case) -> String {
    format!("{index}-{}.xml", case.form)
}

fn holds_at(version: Version, stage: &str, position: usize) {
    let folder = tempfile::tempdir().unwrap();
    let Some(schema) = schema(folder.path(), version, stage).filter(|_| installed()) else { return };
    let documents: Vec<(String, Vec<u8>)> = documents(&of(version), 5)
        .into_iter()
        .enumerate()
        .map(|(index, (case, stages))| (name(index, case), stages[position].clone()))
        .collect();
    let forms: BTreeSet<&str> = documents.iter().filter_map(|(name, _)| name.split('-').nth(1)).collect();
    assert_eq!(forms.len(), of(version).len(), "every form was written");
    assert_eq!(complaints(folder.path(), &schema, &documents), "", "{version:?}{stage}");
}

#[test]
fn complete_documents_of_1_8_0_are_valid() {
    holds_at(Version::V1_8_0, "", 3);
}

#[test]
fn complete_documents_of_1_8_2_are_valid() {
    holds_at(Version::V1_8_2, "", 3);
}

#[test]
fn complete_documents_of_1_8_3_are_valid() {
    holds_at(Version::V1_8_3, "", 3);
}

#[test]
fn complete_documents_of_2_0_0_are_valid() {
    holds_at(Version::V2_0_0, "", 3);
}

#[test]
fn complete_documents_of_4_1_0_are_valid() {
    holds_at(Version::V4_1_0, "", 3);
}

#[test]
fn complete_documents_of_4_1_1_are_valid() {
    holds_at(Version::V4_1_1, "", 3);
}

#[test]
fn the_exporter_s_stages_of_1_8_2_are_valid() {
    holds_at(Version::V1_8_2, "_exporter_unsigned", 0);
    holds_at(Version::V1_8_2, "_exporter_signed", 1);
}

#[test]
fn trap_2_the_tool_cannot_use_the_published_schemas_as_they_are() {
    let document = stages(&documents_certificate(), Version::V1_8_0)[3].clone();
    let folder = tempfile::tempdir().unwrap();
    let Some(_) = schema(folder.path(), Version::V1_8_0, "").filter(|_| installed()) else { return };
    for published in ["cod_ver_1.8.0.xsd", "cod_ver_1.8.2.xsd"] {
        let bare = folder.path().join(published);
        fs::write(&bare, conformance(&format!("aladi-cod/{published}")).unwrap()).unwrap();
        let path = folder.path().join("document.xml");
        fs::write(&path, &document).unwrap();
        let output = Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).arg(&bare).arg(&path).output();
        assert!(String::from_utf8_lossy(&output.unwrap().stderr).contains("failed to compile"), "{published}");
    }
}

fn documents_certificate() -> tamga_origin::Certificate {
    let case = Case { version: Version::V1_8_0, form: "FormA35", acronym: "A35" };
    shaped::certificate(case).new_tree(&mut TestRunner::deterministic()).unwrap().current()
}

#[test]
fn trap_10_the_third_stage_is_valid_against_no_schema() {
    let case = Case { version: Version::V1_8_2, form: "FormA18", acronym: "A18" };
    for stage in ["", "_exporter_signed", "_exporter_unsigned"] {
        let folder = tempfile::tempdir().unwrap();
        let Some(schema) = schema(folder.path(), case.version, stage).filter(|_| installed()) else { return };
        for (_, [_, second, third, _]) in documents(&[case], 1) {
            assert_ne!(complaints(folder.path(), &schema, &[("third.xml".into(), third)]), "", "{stage}");
            let second_is_valid = complaints(folder.path(), &schema, &[("second.xml".into(), second)]).is_empty();
            assert_eq!(second_is_valid, stage == "_exporter_signed", "a signed application against {stage:?}");
        }
    }
}

/// What our own reading says about a document that the schema of its version judges too.
fn we_object(bytes: &[u8]) -> bool {
    let objections = ["gap.required", "limit.exceeded", "cod.value", "cod.order", "cod.empty", "read.unknown"];
    let Ok(gated) = aladi::gate(bytes, &tamga_formats::Limits::default()) else { return true };
    match aladi::read(&gated, &tamga_formats::Limits::default()) {
        Ok(read) => read.findings.iter().any(|finding| objections.contains(&&*finding.code)),
        Err(_) => true,
    }
}

#[test]
fn what_the_schema_refuses_is_noticed_without_it() {
    for version in Version::ALL {
        let folder = tempfile::tempdir().unwrap();
        let Some(schema) = schema(folder.path(), version, "").filter(|_| installed()) else { return };
        let mut spoilt = Vec::new();
        for (case, [.., complete]) in documents(&of(version), 1) {
            let text = String::from_utf8(complete).unwrap();
            assert!(!we_object(text.as_bytes()), "{case:?}: {:?}", read(text.as_bytes()).findings);
            for (position, leaf) in leaves(&text).into_iter().enumerate() {
                let with = ["", "x y", "2026-13-01T00:00:00", "-1"][position % 4];
                let wrong = format!("{}{with}{}", &text[..leaf.start], &text[leaf.end..]);
                spoilt.push((name(spoilt.len(), case), wrong.into_bytes()));
            }
        }
        let said = complaints(folder.path(), &schema, &spoilt);
        let missed: Vec<&str> = spoilt
            .iter()
            .filter(|(name, bytes)| said.contains(&format!("/{name} fails")) && !we_object(bytes))
            .map(|(name, _)| name.as_str())
            .collect();
        assert!(missed.is_empty(), "{version:?}: {missed:?}\n{said}");
        assert!(said.lines().filter(|line| line.ends_with("fails to validate")).count() > 100, "{version:?}");
    }
}

/// The texts of the elements before the first signature.
fn leaves(text: &str) -> Vec<std::ops::Range<usize>> {
    let end = text.find("<ds:Signature").unwrap();
    let mut found = Vec::new();
    for (at, _) in text[..end].match_indices('>') {
        let next = at + 1 + text[at + 1..].find('<').unwrap();
        if next > at + 1 && text[next..].starts_with("</") {
            found.push(at + 1..next);
        }
    }
    found
}
