//! Applications come in from files, are saved by stamp, and go.

use tamga_office::{ErrorCode, Window};
use tamga_origin::Severity;

use crate::help::{World, issued, ready_draft};

const JSON: &[u8] = include_bytes!("../../../../../assets/examples/chafta-example.json");
const PLAIN: &[u8] = include_bytes!("../../../../../assets/examples/chafta-example-plain-spelling.json");

#[test]
fn a_foreign_document_becomes_a_draft_of_this_office_in_either_spelling() {
    let world = World::new();
    let office = world.chamber();
    let ids = [JSON, PLAIN].map(|bytes| office.import_draft(bytes, None).unwrap().id);
    let [first, second] = ids.map(|id| office.open_draft(id).unwrap());
    assert_eq!(first.certificate, second.certificate);
    assert_eq!(first.agreement, "chafta");
    assert_eq!(first.certificate.number, "", "numbers are given here");
    assert_eq!(first.certificate.issuer.code, "HCT", "the issuing body is ours");
    assert!(first.certificate.certification.is_none(), "nobody has certified it here");
    assert_eq!(first.certificate.exporter.name, "South Bight Pantry Pty Ltd");
}

#[test]
fn our_own_signed_document_can_begin_another_draft() {
    let world = World::new();
    let office = world.chamber();
    let bytes = office.certificate_xml(&issued(&office)).unwrap();
    let born = office.import_draft(&bytes, None).unwrap();
    let left: Vec<_> = born.findings.iter().filter(|finding| finding.code == "import.unread").collect();
    assert!(left.iter().any(|finding| finding.path == "number"), "what was left behind is named: {left:?}");
}

#[test]
fn a_save_that_read_an_older_stamp_changes_nothing() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let mut mine = office.open_draft(draft).unwrap().certificate;
    let theirs = mine.clone();
    mine.remarks = vec!["mine".to_owned()];
    office.save_draft(draft, stamp, mine.clone()).unwrap();
    assert_eq!(office.save_draft(draft, stamp, theirs).unwrap_err().code(), ErrorCode::Stale);
    assert_eq!(office.open_draft(draft).unwrap().certificate.remarks, mine.remarks);
}

#[test]
fn a_save_cannot_change_what_is_the_offices() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let mut forged = office.open_draft(draft).unwrap().certificate;
    forged.number = "HCT2026999999".to_owned();
    forged.issuer.code = "OTHER".to_owned();
    forged.scheme.code = "np-icc".to_owned();
    office.save_draft(draft, stamp, forged).unwrap();
    let saved = office.open_draft(draft).unwrap().certificate;
    assert_eq!((saved.number.as_str(), saved.issuer.code.as_str(), saved.scheme.code.as_str()), ("", "HCT", "chafta"));
}

#[test]
fn a_clone_names_what_must_be_filled_again_and_a_mark_goes_when_it_is() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let born = office.clone_draft(&number).unwrap();
    let view = office.open_draft(born.id).unwrap();
    assert!(view.marks.contains(&"transport.departure".to_owned()), "{:?}", view.marks);
    assert_eq!(view.certificate.exporter, office.open_certificate(&number).unwrap().certificate.exporter);
    let mut certificate = view.certificate;
    certificate.transport.departure = Some(tamga_origin::Departure::Words("WITHIN A WEEK".to_owned()));
    office.save_draft(born.id, view.stamp, certificate).unwrap();
    assert!(!office.open_draft(born.id).unwrap().marks.contains(&"transport.departure".to_owned()));
}

#[test]
fn a_discarded_draft_is_gone_and_the_journal_knows_it_was_there() {
    let world = World::new();
    let office = world.chamber();
    let (draft, _) = ready_draft(&office);
    office.discard_draft(draft).unwrap();
    assert_eq!(office.open_draft(draft).unwrap_err().code(), ErrorCode::NotFound);
    let about = office.journal(Some(&draft.to_string()), Window::first(9)).unwrap();
    assert_eq!(about.rows[0].word.code, "draft.discarded");
}

#[test]
fn files_that_are_no_application_say_why() {
    let world = World::new();
    let office = world.chamber();
    let code = |bytes: &[u8]| office.import_draft(bytes, None).unwrap_err().code();
    assert_eq!(code(b""), ErrorCode::FileFormatUnknown);
    assert_eq!(code(b"hello"), ErrorCode::FileFormatUnknown);
    assert_eq!(code(b"{\"a\":1}"), ErrorCode::FileFormatUnknown);
    assert_eq!(code(b"%PDF-1.7 and more"), ErrorCode::FileFormatUnknown);
    assert_eq!(code(b"{\"supplyChainConsignment\": {"), ErrorCode::FileUnreadable);
    assert_eq!(code(b"<MetaData xmlns=\"urn:tamga:co:1\"><Declaration>"), ErrorCode::FileUnreadable);
    assert_eq!(code(b"\xFF\xFE<\0a\0>\0"), ErrorCode::FileUnreadable);
    let bomb =
        b"<!DOCTYPE a [<!ENTITY b \"c\">]><MetaData xmlns=\"urn:tamga:co:1\"><Declaration>&b;</Declaration></MetaData>";
    assert_eq!(code(bomb), ErrorCode::FileUnreadable);
    let mut huge = b"{\"isPreferential\": \"".to_vec();
    huge.resize(9 * 1024 * 1024, b'x');
    assert_eq!(code(&huge), ErrorCode::FileTooLarge);
    let deep = format!("{{\"isPreferential\":{}1{}}}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(code(deep.as_bytes()), ErrorCode::FileUnreadable);
    assert_eq!(office.drafts(Window::first(1)).unwrap().total, 0, "none of them left anything");
}

#[test]
fn a_preview_is_a_page_without_the_signed_file() {
    let world = World::new();
    let office = world.chamber();
    let (draft, _) = ready_draft(&office);
    let page = office.preview_pdf(draft).unwrap();
    assert!(page.starts_with(b"%PDF-"));
    let needle = b"certificate.xml";
    assert!(!page.windows(needle.len()).any(|window| window == needle), "a draft proves nothing");
}

#[test]
fn the_examples_come_in_as_drafts() {
    let world = World::new();
    let office = world.chamber();
    let brought = office.import_examples().unwrap();
    assert_eq!(office.drafts(Window::first(9)).unwrap().total, u64::from(brought.drafts));
    let first = office.open_draft(brought.first.unwrap()).unwrap();
    assert!(first.findings.iter().any(|finding| finding.severity == Severity::Block), "something is left to do");
}
