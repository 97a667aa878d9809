//! What is written comes back, minus exactly the paths that the writer named.

use proptest::prelude::*;
use tamga_formats::paths;
use tamga_formats::sheet::{SheetReading, WrittenApplications, write_csv, write_workbook};
use tamga_origin::Certificate;

use super::full::full;
use super::read;
use crate::generate;

/// Writes, reads, and compares each certificate with what came back.
fn law(certificates: &[Certificate], write: Writer) {
    let references: Vec<String> = (0..certificates.len()).map(|number| format!("A-{number}")).collect();
    let named: Vec<(&str, &Certificate)> = references.iter().map(String::as_str).zip(certificates).collect();
    let written = write(&named).unwrap();
    assert!(write(&named).unwrap() == written, "the same applications are the same bytes");
    let back = read(&written.bytes, &SheetReading::default());
    assert_eq!(crate::lines(&back.findings), Vec::<String>::new());
    let found: Vec<&str> = back.applications.iter().map(|application| application.reference.as_str()).collect();
    assert_eq!(found, references, "one application each, in their order");
    for ((application, certificate), findings) in back.applications.iter().zip(certificates).zip(&written.findings) {
        assert_eq!(crate::lines(&application.findings), Vec::<String>::new());
        crate::lines(findings);
        let named: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(named, paths::differing(certificate, &application.certificate));
    }
}

type Writer = fn(&[(&str, &Certificate)]) -> Result<WrittenApplications, tamga_formats::FormatError>;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn csv_loses_exactly_what_its_findings_name(certificates in prop::collection::vec(generate::certificate(), 1..4)) {
        law(&certificates, write_csv);
    }

    #[test]
    fn a_workbook_loses_exactly_what_its_findings_name(certificates in prop::collection::vec(generate::certificate(), 1..4)) {
        law(&certificates, write_workbook);
    }
}

#[test]
fn a_certificate_with_everything_loses_only_what_issuing_gives() {
    let everything = full();
    let writers: [Writer; 2] = [write_csv, write_workbook];
    for write in writers {
        law(std::slice::from_ref(&everything), write);
        let written = write(&[("A", &everything)]).unwrap();
        let lost: Vec<&str> = written.findings[0].iter().map(|finding| finding.path.as_str()).collect();
        assert_eq!(
            lost,
            [
                "amendments[1]",
                "annex_digest",
                "certification",
                "check_address",
                "check_token",
                "copies",
                "document_id",
                "function",
                "issue_place.code",
                "issue_place.name",
                "issued_at",
                "issuer.accreditation",
                "issuer.address.country",
                "issuer.code",
                "issuer.name",
                "number",
                "revision",
                "valid_from",
                "valid_to",
            ]
        );
    }
}

/// A certificate with one line of goods and, in each list, an entry that says nothing and two that say the same.
fn hollow() -> Certificate {
    let mut one = full();
    one.amendments.clear();
    one.items.truncate(1);
    fn repeat<T: Clone>(list: &mut Vec<T>, blank: T) {
        list.truncate(1);
        list.extend(list.first().cloned());
        list.push(blank);
    }
    repeat(&mut one.invoices, Default::default());
    repeat(&mut one.references, Default::default());
    repeat(&mut one.evidence, Default::default());
    repeat(&mut one.orders, Default::default());
    repeat(&mut one.remarks, Default::default());
    repeat(&mut one.transport.documents, Default::default());
    repeat(&mut one.transport.equipment, Default::default());
    repeat(&mut one.items[0].packages, Default::default());
    one
}

/// The lists of [`hollow`] as paths name their entries.
const LISTS: [&str; 8] = [
    "evidence",
    "invoices",
    "items[1].packages",
    "orders",
    "references",
    "remarks",
    "transport.documents",
    "transport.equipment",
];

/// Entries of these lists that a writer names as lost.
fn lost_entries(write: Writer) -> Vec<String> {
    let one = hollow();
    let number = one.items[0].sequence;
    law(std::slice::from_ref(&one), write);
    let written = write(&[("A", &one)]).unwrap();
    let list = |path: &str| path.rsplit_once('[').map(|(list, _)| list.replace(&format!("[{number}]"), "[1]"));
    let is_entry = |path: &&str| list(path).is_some_and(|list| LISTS.contains(&list.as_str()));
    written.findings[0].iter().map(|one| one.path.as_str()).filter(is_entry).map(str::to_owned).collect()
}

#[test]
fn entries_that_say_nothing_are_named_as_lost() {
    let third: Vec<String> = LISTS.iter().map(|list| format!("{list}[3]")).collect();
    assert_eq!(lost_entries(write_workbook), third, "entries that are alike stand on rows of their own");
    let lost = lost_entries(write_csv);
    assert!(third.iter().all(|path| lost.contains(path)), "{lost:?}");
}

#[test]
fn what_begins_like_a_formula_is_quoted_and_comes_back_as_it_was() {
    let mut certificate = Certificate::default();
    certificate.exporter.name = "=HYPERLINK(\"http://example.org\")".into();
    certificate.exporter.contact_name = "'=1+1".into();
    certificate.remarks = ["@SUM(A1)", "+1", "-1", "＝1", "'quoted'"].map(str::to_owned).to_vec();
    let csv = write_csv(&[("=ref", &certificate)]).unwrap();
    let text = String::from_utf8(csv.bytes.clone()).unwrap();
    for cell in text.split([',', '\r', '\n']) {
        let cell = cell.trim_start_matches(['"', '\u{FEFF}']);
        assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{cell}");
    }
    let workbook = write_workbook(&[("=ref", &certificate)]).unwrap();
    for bytes in [csv.bytes, workbook.bytes] {
        let back = read(&bytes, &SheetReading::default());
        assert_eq!(back.applications[0].reference, "=ref");
        assert_eq!(paths::differing(&certificate, &back.applications[0].certificate), Vec::<String>::new());
    }
}

#[test]
fn references_that_are_missing_or_alike_are_told_apart() {
    let certificate = full();
    for write in [write_csv as Writer, write_workbook] {
        let written = write(&[("A", &certificate), ("A", &certificate), ("", &certificate)]).unwrap();
        let back = read(&written.bytes, &SheetReading::default());
        let references: Vec<&str> = back.applications.iter().map(|one| one.reference.as_str()).collect();
        assert_eq!(references, ["A", "A#2", "#3"]);
    }
}
