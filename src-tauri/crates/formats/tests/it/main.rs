//! How the dialects read and write: round trips, foreign samples, bad input, profiles, the way of a draft.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod agreements;
mod aladi;
mod applications;
mod bad_input;
mod criteria;
mod elements;
mod foreign;
mod forms;
mod generate;
mod json_schemas;
mod mutate;
mod recognised;
mod round_trip;
mod schema;
mod status_lists;
mod tables;
mod texts;
mod thread;
mod trust_lists;
mod ubl;
mod worksheets;
mod written;

use std::path::PathBuf;

use tamga_formats::{Limits, Read, co_xml};
use tamga_origin::{Certificate, Finding};

/// A file of the project's own assets.
fn asset(path: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where a public sample or schema lies, when the folder with them lies beside the project.
fn conformance_path(path: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/conformance");
    if !folder.is_dir() {
        println!("skipped: no conformance folder");
        return None;
    }
    Some(folder.join(path))
}

/// A public sample, when the folder with them lies beside the project.
fn conformance(path: &str) -> Option<Vec<u8>> {
    let path = conformance_path(path)?;
    Some(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// The paths that a writer's findings name as not carried, in order.
fn named_as_lost(findings: &[Finding]) -> Vec<String> {
    let lost =
        findings.iter().filter(|finding| finding.code.starts_with("loss.") || finding.code.starts_with("withheld."));
    let mut paths: Vec<String> = lost.map(|finding| finding.path.clone()).collect();
    paths.sort();
    paths
}

/// Findings as lines: severity, code, path, parameters. Each code is one of the two lists, with its parameters.
fn lines(findings: &[Finding]) -> Vec<String> {
    for finding in findings {
        let mut names: Vec<&str> = finding.params.iter().map(|(name, _)| name.as_ref()).collect();
        // Any finding may rest on a fact that nobody confirmed, and says so beside its own parameters.
        names.retain(|name| *name != "unconfirmed");
        let known =
            tamga_formats::CODES.iter().chain(tamga_origin::finding::CODES).find(|(code, _)| *code == finding.code);
        assert_eq!(known.map(|(_, names)| *names), Some(names.as_slice()), "{} is in a list of codes", finding.code);
    }
    let line = |finding: &Finding| {
        let params: Vec<String> = finding.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let line = format!("{} {} {} {}", finding.severity.as_str(), finding.code, finding.path, params.join(" "));
        line.trim_end().to_owned()
    };
    findings.iter().map(line).collect()
}

fn read_xml(bytes: &[u8]) -> Read<Certificate> {
    let gated = co_xml::gate(bytes, &Limits::default()).expect("what we wrote passes the gate");
    co_xml::read_certificate(&gated).expect("what we wrote is read")
}
