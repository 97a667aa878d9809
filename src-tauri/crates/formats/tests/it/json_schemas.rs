//! The JSON we write follows the public schemas, judged by the validator in Python that the set-up installs.

use std::path::PathBuf;
use std::process::Command;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use tamga_formats::cefact::{self, Style};
use tamga_formats::sample;
use tamga_origin::Certificate;

use crate::{conformance_path, generate, lines, named_as_lost};

/// Prints one line per complaint. The list of countries that the edi3 schema fetches from elsewhere is two letters here.
const JUDGE: &str = r#"
import json, sys
from jsonschema import Draft202012Validator, Draft7Validator
from referencing import Registry, Resource
countries = {"components": {"schemas": {"ISO3166_Code": {"type": "string", "pattern": "^[A-Z]{2}$"}}}}
address = "https://edi3.org/shared/openapi/ISO/codes.json"
with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
kind = Draft7Validator if "draft-07" in schema["$schema"] else Draft202012Validator
from referencing.jsonschema import DRAFT7
registry = Registry().with_resource(address, Resource(contents=countries, specification=DRAFT7))
validator = kind(schema, registry=registry)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    for error in validator.iter_errors(document):
        print(path.rsplit("/", 1)[-1], error.json_path, error.message[:200])
"#;

fn complaints(schema: &str, documents: &[Vec<u8>]) -> Option<String> {
    let schema = conformance_path(schema)?;
    let Some(python) = std::env::var_os("TAMGA_PEERS").map(PathBuf::from) else {
        println!("skipped: no independent readers");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(python);
    command.arg("-c").arg(JUDGE).arg(schema);
    for (index, bytes) in documents.iter().enumerate() {
        let path = folder.path().join(format!("{index}.json"));
        std::fs::write(&path, bytes).unwrap();
        command.arg(path);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Complete certificates whose countries are two letters, which both schemas demand.
fn certificates() -> Vec<Certificate> {
    let mut runner = TestRunner::deterministic();
    let mut generated = || {
        let mut certificate = generate::completed(generate::certificate().new_tree(&mut runner).unwrap().current());
        let country = |code: &mut String| {
            if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                *code = if code.len().is_multiple_of(2) { "DE".into() } else { "UY".into() };
            }
        };
        country(&mut certificate.issuer.address.country);
        country(&mut certificate.transport.export_country);
        country(&mut certificate.transport.destination_country);
        let parties = [Some(&mut certificate.exporter), certificate.importer.as_mut()].into_iter().flatten();
        let makers = certificate.producers.iter_mut().map(|maker| &mut maker.party);
        parties.chain(makers).for_each(|party| country(&mut party.address.country));
        certificate.items.iter_mut().for_each(|item| country(&mut item.origin.country));
        certificate
    };
    let generated = std::iter::repeat_with(&mut generated).take(200);
    [sample::certificate()].into_iter().chain(generated).collect()
}

#[test]
fn edi3_follows_its_schema() {
    let written = |certificate: &Certificate| cefact::write(certificate, &Style::default()).unwrap().bytes;
    let documents: Vec<Vec<u8>> = certificates().iter().map(written).collect();
    if let Some(said) = complaints("edi3/CertificateOfOrigin.schema.json", &documents) {
        assert_eq!(said, "");
    }
    let wrong = br#"{"isPreferential": "yes", "iD": "x"}"#.to_vec();
    if let Some(said) = complaints("edi3/CertificateOfOrigin.schema.json", &[wrong]) {
        assert!(said.contains("isPreferential") && said.contains("supplyChainConsignment"), "{said}");
    }
}

#[test]
fn the_strict_form_follows_its_schema() {
    let written = |certificate: &Certificate| cefact::d23b::write(certificate).unwrap().bytes;
    let mut all = certificates();
    let mut listed = sample::certificate();
    listed.items[0].origin.country = "DE".into();
    listed.transport.means.kind = "1504".into();
    all.push(listed);
    let documents: Vec<Vec<u8>> = all.iter().map(written).collect();
    let schema = "uncefact/UNECE-PreferentialCoO-D23B.schema.json";
    if let Some(said) = complaints(schema, &documents) {
        assert_eq!(said, "");
    }
    let wrong = br#"{"exchangedDocument": {"typeCode": {"content": "861"}}, "isPreferential": true}"#.to_vec();
    if let Some(said) = complaints(schema, &[wrong]) {
        assert!(said.contains("exchangedDocument") && said.contains("isPreferential"), "{said}");
    }
}

#[test]
fn the_strict_form_says_what_it_does_not_name_as_lost() {
    for certificate in certificates() {
        let written = cefact::d23b::write(&certificate).unwrap();
        lines(&written.findings);
        let lost = named_as_lost(&written.findings);
        let document: serde_json::Value = serde_json::from_slice(&written.bytes).unwrap();
        let mut said = Vec::new();
        gather(&document, &mut said);
        for (path, value) in tamga_formats::paths::values(&certificate) {
            let is_lost = lost.iter().any(|lost| tamga_formats::paths::lies_within(&path, lost));
            // These follow from the form itself: it is for preference, first issued; a block says nothing by itself.
            let follows = ["is_preferential", "function", "revision"].contains(&path.as_str()) || value.is_empty();
            let day = |text: &String| text.contains(value.trim_end_matches("Z").trim_end_matches(".000"));
            assert!(is_lost || follows || said.iter().any(day), "{path} = {value:?} is neither lost nor said");
        }
    }
}

fn gather(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(entries) => entries.iter().for_each(|entry| gather(entry, texts)),
        serde_json::Value::Object(entries) => entries.values().for_each(|entry| gather(entry, texts)),
        _ => {}
    }
}

#[test]
fn the_strict_form_is_read_as_an_index_record_and_never_as_a_certificate() {
    let written = cefact::d23b::write(&sample::certificate()).unwrap();
    let read = cefact::d23b::read(&written.bytes, &tamga_formats::Limits::default()).unwrap();
    assert_eq!(lines(&read.findings), Vec::<String>::new());
    let record = &read.value;
    assert_eq!(
        (record.number.as_str(), record.issuer.as_str(), record.kind.as_str()),
        ("UY-2026-000123", "UY-001", "864")
    );
    let tariffs: Vec<&str> = record.lines.iter().map(|line| line.tariff.as_str()).collect();
    assert_eq!(tariffs, ["100630", "22042100"]);
    let refused = tamga_formats::import::read_draft(&written.bytes, &tamga_formats::Limits::default());
    assert_eq!(refused.unwrap_err().code(), "read.wrong_root");
    let foreign = br#"{"exchangedDocument": {"id": {"content": "N1"}, "surprise": 1}, "specifiedConsignment": [
        {"includedConsignmentItem": [{"includedTradeLineItem": [{"physicalReferencedLogisticsPackage": [
        {"itemQuantity": {"content": "12"}, "levelCode": {"content": "1"}, "typeCode": {"content": "SS"},
        "physicalLogisticsShippingMarks": [{"marking": [{"content": "AB"}]}]}]}]}]}]}"#;
    let read = cefact::d23b::read(foreign, &tamga_formats::Limits::default()).unwrap();
    let package = &read.value.lines[0].packages[0];
    assert_eq!((package.count.as_str(), package.kind.as_str(), package.marks.as_str()), ("12", "SS", "AB"));
    assert_eq!(lines(&read.findings), ["info read.unknown  where=$.exchangedDocument.surprise text=1"]);
}
