//! What is written reads back as it was, apart from exactly what the findings name; at every version, form and stage.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use tamga_formats::aladi::{self, Extent, Stage, Style, Version};
use tamga_formats::{Dialect, FormatError, Limits, Written, import, paths, recognise};
use tamga_origin::{Certificate, Finding, Severity};

use super::{read, shaped, stages, style};
use crate::generate;

/// The paths a writer says it lost.
fn lost(findings: &[Finding]) -> Vec<String> {
    let named = |finding: &&Finding| finding.code.starts_with("loss.") || finding.code.starts_with("withheld.");
    let mut paths: Vec<String> = findings.iter().filter(named).map(|finding| finding.path.clone()).collect();
    paths.sort();
    paths
}

fn differing(before: &Certificate, after: &Certificate) -> Vec<String> {
    let mut paths = paths::differing(before, after);
    paths.sort();
    paths
}

#[test]
fn every_version_form_and_stage_loses_exactly_what_its_findings_name() {
    let mut runner = TestRunner::deterministic();
    for case in shaped::cases() {
        for _ in 0..2 {
            let certificate = shaped::certificate(case).new_tree(&mut runner).unwrap().current();
            let written = aladi::write(&certificate, &style(case.version, Extent::Certificate)).unwrap();
            let blocking: Vec<&Finding> =
                written.findings.iter().filter(|finding| finding.severity == Severity::Block).collect();
            assert!(blocking.is_empty(), "{case:?}: {blocking:#?}");
            crate::lines(&written.findings);
            let copy = read(&written.bytes);
            assert_eq!(lost(&written.findings), differing(&certificate, &copy.value.certificate), "{case:?}");
            assert_eq!((copy.value.form, copy.value.version), (case.form, case.version));
            assert_eq!(copy.value.acronym, case.acronym);
            let [first, _, third, fourth] = stages(&certificate, case.version);
            let application = aladi::write(&certificate, &style(case.version, Extent::Application)).unwrap();
            assert_eq!(application.bytes, first, "{case:?} is written alike twice");
            let draft = read(&first).value.certificate;
            assert_eq!(lost(&application.findings), differing(&certificate, &draft), "{case:?} before issue");
            for document in [third, fourth] {
                assert_eq!(read(&document).value.certificate, copy.value.certificate, "{case:?}");
                assert_eq!(recognise(&document), Some(Dialect::AladiCod));
                let draft = import::read_draft(&document, &Limits::default()).unwrap().value;
                assert_eq!(draft, copy.value.certificate.without_issue().0);
            }
        }
    }
}

#[test]
fn the_stages_are_told_apart() {
    let mut runner = TestRunner::deterministic();
    for case in shaped::cases() {
        let certificate = shaped::certificate(case).new_tree(&mut runner).unwrap().current();
        let wanted = [Stage::ExporterUnsigned, Stage::ExporterSigned, Stage::Certified, Stage::Complete];
        for (document, stage) in stages(&certificate, case.version).iter().zip(wanted) {
            let read = read(document);
            assert_eq!(read.value.stage, Some(stage), "{case:?}");
            assert!(!read.findings.iter().any(|finding| finding.severity == Severity::Block), "{:?}", read.findings);
            assert_eq!(read.value.bytes, document.as_slice());
        }
    }
}

/// Paths without the numbers of their rows; what a confidential producer withholds is no loss of the form.
fn kinds(findings: &[Finding]) -> BTreeSet<String> {
    let lost = findings.iter().filter(|finding| finding.code.starts_with("loss."));
    lost.map(|finding| finding.path.replace(|c: char| c.is_ascii_digit(), "").replace("[]", "[n]")).collect()
}

#[test]
fn each_form_loses_these_of_the_places_that_the_format_has() {
    let mut runner = TestRunner::deterministic();
    let mut losses: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for case in shaped::cases().into_iter().filter(|case| case.version == Version::V4_1_1) {
        for _ in 0..24 {
            let certificate = shaped::certificate(case).new_tree(&mut runner).unwrap().current();
            let written = aladi::write(&certificate, &style(case.version, Extent::Certificate)).unwrap();
            losses.entry(case.form).or_default().extend(kinds(&written.findings));
        }
    }
    insta::assert_debug_snapshot!(losses);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_certificate_is_written_or_refused_with_a_reason(
        mut certificate in generate::certificate(),
        at in 0..87_usize,
        fitting in any::<bool>(),
        zones in any::<bool>(),
        whole in any::<bool>(),
    ) {
        let case = shaped::cases()[at];
        if fitting {
            certificate.scheme.code = format!("aladi-{}", case.acronym.to_lowercase());
            certificate.scheme.form_code = case.form.to_owned();
        }
        let extent = if whole { Extent::Certificate } else { Extent::Application };
        let style = Style { version: case.version, extent, zones };
        match aladi::write(&certificate, &style) {
            Ok(Written { bytes, findings }) => {
                prop_assert!(fitting || aladi::acronym_of(&certificate.scheme.code).is_some());
                crate::lines(&findings);
                let wide = Limits { bytes: usize::MAX, values: usize::MAX, ..Limits::default() };
                let back = aladi::read(&aladi::gate(&bytes, &wide).unwrap(), &wide).unwrap().value.certificate;
                prop_assert_eq!(lost(&findings), differing(&certificate, &back));
            }
            Err(FormatError::NoForm { .. }) => {
                prop_assert!(!fitting);
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
