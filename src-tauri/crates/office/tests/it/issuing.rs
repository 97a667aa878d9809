//! A number, a signature, a page and a row in the outbox, or nothing at all.

use tamga_formats::{Limits, co_xml};
use tamga_office::{ErrorCode, OfficeError, Pin, Secret, Window};
use tamga_origin::{Flag, Severity};
use tamga_seal::demo::Life;
use tamga_seal::digest::sha256_hex;

use crate::help::{self, DAY, World, happened, issued, key_of, pin, ready_draft};

fn wrong_pin() -> Pin {
    Secret::new("not the right passphrase".to_owned())
}

fn code(result: Result<impl std::fmt::Debug, OfficeError>) -> ErrorCode {
    result.expect_err("this must not work").code()
}

fn count(office: &tamga_office::Office, what: &str) -> usize {
    happened(office).iter().filter(|code| *code == what).count()
}

#[test]
fn an_issued_certificate_is_signed_printed_queued_and_no_draft_any_more() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let done = office.issue(draft, stamp, &key_of(&office), &pin()).unwrap();
    assert_eq!(done.number, "HCT2026000001");

    let bytes = office.certificate_xml(&done.number).unwrap();
    assert_eq!(sha256_hex(&bytes), done.document_sha256);
    let gated = co_xml::gate(&bytes, &Limits::default()).unwrap();
    let whole = tamga_seal::check_co(&gated).unwrap();
    let read = co_xml::read_certificate(&whole.signed.gated().unwrap()).unwrap().value;
    assert_eq!(read.number, done.number);
    assert!(read.flags.contains(&Flag::Test), "a demonstration's certificate says so for good");

    let view = office.open_certificate(&done.number).unwrap();
    assert_eq!(view.certificate, read);
    assert_eq!(view.status.code, "certificate.issued");
    assert_eq!(view.delivery.code, "delivery.waiting");
    assert_eq!(view.submission_id, done.submission_id);
    assert!(view.can_cancel);
    assert!(office.certificate_pdf(&done.number).unwrap().starts_with(b"%PDF-"));

    let outbox = office.outbox(Window::first(10), false).unwrap();
    assert_eq!(outbox.rows.total, 1);
    assert_eq!(outbox.rows.rows[0].number, done.number);
    assert_eq!(outbox.issued_today, 1);
    assert_eq!(code(office.open_draft(draft)), ErrorCode::NotFound);
    assert_eq!(office.search_certificates("south bight", &Default::default(), Window::first(5)).unwrap().total, 1);
}

#[test]
fn the_page_carries_the_signed_file_and_the_demonstration_mark() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let page = office.certificate_pdf(&number).unwrap();
    let holds = |needle: &[u8]| page.windows(needle.len()).any(|window| window == needle);
    assert!(holds(b"certificate.xml"), "the signed file is attached");
    assert!(holds(number.as_bytes()), "the number stands in the metadata");
}

#[test]
fn something_to_fix_stops_before_a_number_is_taken() {
    let world = World::new();
    let office = world.chamber();
    let born = office.create_draft("chafta").unwrap();
    let stamp = office.open_draft(born.id).unwrap().stamp;
    let error = office.issue(born.id, stamp, &key_of(&office), &pin()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::BlockedByFindings);
    assert!(error.findings().iter().any(|finding| finding.severity == Severity::Block));
    let next = office.number_blocks().unwrap()[0].next.clone();
    assert_eq!(next.as_deref(), Some("HCT2026000001"));
}

#[test]
fn a_draft_that_was_saved_meanwhile_is_not_issued() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let view = office.open_draft(draft).unwrap();
    office.save_draft(draft, stamp, view.certificate).unwrap();
    assert_eq!(code(office.issue(draft, stamp, &key_of(&office), &pin())), ErrorCode::Stale);
}

#[test]
fn wrong_pins_sign_nothing_are_counted_and_slow_down_even_after_a_restart() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let key = key_of(&office);
    for left in (0..5).rev() {
        let error = office.issue(draft, stamp, &key, &wrong_pin()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::PinWrong);
        assert_eq!(error.params(), [("seal", "sign.pin_left".to_owned()), ("count", left.to_string())]);
    }
    assert_eq!(office.status().unwrap().key.code, "key.locked");
    drop(office);
    let office = world.open("chamber");
    let locked = office.issue(draft, stamp, &key, &pin()).unwrap_err();
    assert_eq!(locked.code(), ErrorCode::PinLocked);
    assert_eq!(locked.params()[0].0, "seconds");
    world.clock.pass(31_000);
    office.issue(draft, stamp, &key, &pin()).unwrap();
    assert_eq!(office.number_blocks().unwrap()[0].left, 99, "no wrong PIN took a number");
}

#[test]
fn an_unknown_an_ended_and_a_key_nobody_vouches_for_sign_nothing() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    assert_eq!(code(office.issue(draft, stamp, "nobody", &pin())), ErrorCode::KeyUnknown);

    let now = help::noon();
    let ended = Life { from: now.plus_millis(-20 * DAY), to: now.plus_millis(-10 * DAY) };
    let file = world.authority.key_file(help::person("E. Ended", "Huon Chamber"), ended, &pin()).unwrap();
    let key = office.import_key(&file.pkcs12, &pin(), "Ended", &pin()).unwrap();
    assert_eq!(key.state.code, "key_state.expired");
    assert_eq!(code(office.issue(draft, stamp, &key.id, &pin())), ErrorCode::KeyExpired);

    let life = Life { from: now.plus_millis(-DAY), to: now.plus_millis(DAY) };
    let stranger = tamga_seal::demo::Authority::new("Stranger", life).unwrap();
    let file = stranger.key_file(help::person("S. Stranger", "Nobody"), life, &pin()).unwrap();
    let key = office.import_key(&file.pkcs12, &pin(), "Stranger", &pin()).unwrap();
    let error = office.issue(draft, stamp, &key.id, &pin()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyNotUsable);
    assert!(!error.findings().is_empty(), "the reasons come along");
    assert_eq!(office.number_blocks().unwrap()[0].left, 100, "none of them took a number");
}

#[test]
fn a_key_file_that_cannot_be_read_says_so() {
    let world = World::new();
    let office = world.chamber();
    let life = Life { from: help::noon(), to: help::noon().plus_millis(DAY) };
    let file = world.authority.key_file(help::person("A. Key", "Huon Chamber"), life, &pin()).unwrap();
    assert_eq!(code(office.import_key(b"not a key", &pin(), "x", &pin())), ErrorCode::KeyUnreadable);
    assert_eq!(code(office.import_key(&file.pkcs12, &wrong_pin(), "x", &pin())), ErrorCode::KeyUnreadable);
    let short = Secret::new("short".to_owned());
    assert_eq!(code(office.import_key(&file.pkcs12, &pin(), "x", &short)), ErrorCode::BadRequest);
}

#[test]
fn a_full_disk_leaves_the_draft_and_no_certificate_and_issuing_goes_on_when_there_is_space() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    office.set_quota(1).unwrap();
    let full = office.issue(draft, stamp, &key_of(&office), &pin()).unwrap_err();
    assert_eq!(full.code(), ErrorCode::DiskFull, "{full}");
    assert_eq!(office.open_draft(draft).unwrap().stamp, stamp, "the draft is as it was");
    assert_eq!(office.search_certificates("", &Default::default(), Window::first(5)).unwrap().total, 0);
    assert_eq!(office.outbox(Window::first(5), true).unwrap().rows.total, 0);

    office.set_quota(1_000_000).unwrap();
    drop(office);
    let office = world.open("chamber");
    let done = office.issue(draft, stamp, &key_of(&office), &pin()).unwrap();
    assert_eq!(office.search_certificates("", &Default::default(), Window::first(5)).unwrap().total, 1);
    let (voided, reserved) = (count(&office, "number.void"), count(&office, "number.reserved"));
    assert_eq!(reserved, voided + 1, "every number that was taken is used or void: {}", done.number);
}

#[test]
fn several_drafts_are_issued_with_one_unlock_and_one_that_is_blocked_stops_no_other() {
    let world = World::new();
    let office = world.chamber();
    let first = ready_draft(&office);
    let empty = office.create_draft("chafta").unwrap().id;
    let last = ready_draft(&office);
    let mut told = Vec::new();
    let results = office
        .issue_many(&[first, (empty, 1), last], &key_of(&office), &pin(), &mut |at, done| told.push((at, done.is_ok())))
        .unwrap();
    assert_eq!(told, [(0, true), (1, false), (2, true)]);
    let numbers: Vec<_> = results.into_iter().filter_map(Result::ok).map(|done| done.number).collect();
    assert_eq!(numbers, ["HCT2026000001", "HCT2026000002"]);
}

#[test]
fn without_a_number_left_nothing_is_issued() {
    let world = World::new();
    let office = world.chamber_with(1);
    let (draft, stamp) = ready_draft(&office);
    issued(&office);
    let findings = office.open_draft(draft).unwrap().findings;
    assert!(findings.iter().any(|finding| finding.code == "number.block_empty"), "said before anybody signs");
    assert_eq!(code(office.issue(draft, stamp, &key_of(&office), &pin())), ErrorCode::NumberBlockEmpty);
}

#[test]
fn what_cannot_be_printed_stops_before_a_number_is_taken() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let mut certificate = office.open_draft(draft).unwrap().certificate;
    certificate.exporter.name = "Exporter \u{13000}".to_owned();
    let stamp = office.save_draft(draft, stamp, certificate).unwrap().stamp;
    let error = office.issue(draft, stamp, &key_of(&office), &pin()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::BlockedByFindings, "{error:?}");
    assert_eq!(error.findings()[0].code, "paper.glyph_missing");
    assert_eq!(office.number_blocks().unwrap()[0].left, 100);
}

#[test]
fn only_an_issuing_office_issues() {
    let world = World::new();
    let post = world.post();
    assert_eq!(code(post.create_draft("chafta")), ErrorCode::NotAllowed);
    assert_eq!(code(world.chamber().check_number("HCT2026000001")), ErrorCode::NotAllowed);
}
