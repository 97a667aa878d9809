//! The register of issued certificates and the signed steps of each number.

use tamga_store::{
    CertificateChange, CertificateFilter, CertificateIndex, CertificateRow, NewCertificate, NewRevision, StoreError,
    Window,
};

use crate::house::{ALL, House, ISSUER, at, block, certificate, day, index, issue, printed, submit, write};

fn office() -> House {
    let house = House::new();
    write(&house.store, 0, |tx| tx.number_block_add(&block(1, 999))).unwrap();
    house
}

fn row(house: &House, number: &str) -> CertificateRow {
    house.store.read(|reader| reader.certificate(ISSUER, number)).unwrap()
}

fn list(house: &House, filter: CertificateFilter) -> Vec<String> {
    let page = house.store.read(|reader| reader.certificates(&filter, ALL)).unwrap();
    assert_eq!(page.total, page.rows.len() as u64, "all fit into the window");
    page.rows.into_iter().map(|row| row.number).collect()
}

/// One more signed step of a certificate, with its own document and submission.
fn step(house: &House, number: &str, revision: u32, change: CertificateChange) -> Result<(), StoreError> {
    let id = row(house, number).id;
    write(&house.store, 10, |tx| {
        let submission = submit(tx, 1000 * u64::from(revision) + id as u64, number, revision, None)?;
        let document_sha = tx.outbox_row(&submission)?.doc_sha;
        let reason = "ERR".to_owned();
        let submission_id = Some(submission);
        tx.certificate_step(id, &NewRevision { revision, change, document_sha, pdf_sha: None, submission_id, reason })
    })
}

#[test]
fn an_issued_certificate_stands_in_the_register_with_its_submission() {
    let house = office();
    let submission = issue(&house.store, "run", 1, at(5)).unwrap();
    let row = row(&house, &printed(1));
    assert_eq!((row.revision, row.state.as_str(), row.destination.as_str()), (1, "issued", "CN"));
    let on_its_way = row.submission.unwrap();
    assert_eq!((on_its_way.submission_id.as_str(), on_its_way.state.as_str()), (submission.as_str(), "queued"));
    let used = house.store.read(|reader| reader.number(ISSUER, &printed(1))).unwrap().unwrap();
    assert_eq!((used.state.as_str(), used.submission_id), ("used", Some(submission)));
}

#[test]
fn the_same_number_is_never_issued_twice() {
    let house = office();
    issue(&house.store, "run", 1, at(5)).unwrap();
    let twice = write(&house.store, 6, |tx| {
        let kept = tx.document_keep(b"<another/>", "application/xml")?;
        tx.certificate_add(&certificate(&printed(1), &kept.sha256, None, at(6)))
    });
    assert!(matches!(twice, Err(StoreError::AlreadyThere { .. })), "{twice:?}");
}

#[test]
fn a_certificate_whose_document_was_not_kept_is_refused() {
    let house = office();
    let refused = write(&house.store, 6, |tx| tx.certificate_add(&certificate("1", &"0".repeat(64), None, at(6))));
    assert!(matches!(refused, Err(StoreError::Rule(_))), "{refused:?}");
}

#[test]
fn a_number_moves_only_as_its_state_allows_and_revision_by_revision() {
    let house = office();
    issue(&house.store, "run", 1, at(5)).unwrap();
    let number = printed(1);
    let gap = step(&house, &number, 3, CertificateChange::Cancelled);
    assert!(matches!(gap, Err(StoreError::Stale { .. })), "{gap:?}");
    step(&house, &number, 2, CertificateChange::Suspended).unwrap();
    let amended = step(&house, &number, 3, CertificateChange::Amended(index()));
    assert!(matches!(amended, Err(StoreError::StateConflict { .. })), "a suspended one is not amended: {amended:?}");
    step(&house, &number, 3, CertificateChange::Lifted).unwrap();
    let changed = CertificateIndex { exporter: "Kahawa Bora".to_owned(), ..index() };
    step(&house, &number, 4, CertificateChange::Amended(changed)).unwrap();
    step(&house, &number, 5, CertificateChange::Cancelled).unwrap();
    let lifted = step(&house, &number, 6, CertificateChange::Lifted);
    assert!(matches!(lifted, Err(StoreError::StateConflict { .. })), "final is final: {lifted:?}");

    let row = row(&house, &number);
    assert_eq!((row.state.as_str(), row.revision, row.exporter.as_str()), ("cancelled", 5, "Kahawa Bora"));
    let steps = house.store.read(|reader| reader.certificate_revisions(row.id)).unwrap();
    let kinds: Vec<_> = steps.iter().map(|step| step.kind.as_str()).collect();
    assert_eq!(kinds, ["issue", "suspend", "lift", "amend", "cancel"]);
    assert_eq!(list(&house, CertificateFilter { text: "bora".to_owned(), ..CertificateFilter::default() }), [number]);
    let old = CertificateFilter { text: "torrefie".to_owned(), ..CertificateFilter::default() };
    assert_eq!(list(&house, old), Vec::<String>::new(), "the register finds what stands on it now");
}

#[test]
fn signed_steps_are_written_once() {
    let house = office();
    issue(&house.store, "run", 1, at(5)).unwrap();
    let closed = house.closed();
    let raw = closed.raw();
    let changes = [
        "UPDATE certificate_revision SET document_sha = document_sha",
        "DELETE FROM certificate_revision",
        "DELETE FROM certificate",
        "UPDATE document SET media_type = 'text/plain'",
        "DELETE FROM document",
        "UPDATE outbox SET env = x'00'",
        "UPDATE outbox SET doc_sha = doc_sha",
        "DELETE FROM outbox",
        "UPDATE number SET state = 'reserved'",
        "DELETE FROM number",
        "UPDATE number_block SET next = 1",
    ];
    for change in changes {
        let refused = raw.execute(change, []).unwrap_err();
        assert!(refused.to_string().contains("write_once"), "{change}: {refused}");
    }
}

#[test]
fn the_register_is_narrowed_by_every_filter() {
    let house = office();
    for n in 1..=3 {
        issue(&house.store, "run", n, at(n as i64)).unwrap();
    }
    step(&house, &printed(2), 2, CertificateChange::Cancelled).unwrap();
    write(&house.store, 20, |tx| {
        let kept = tx.document_keep(b"<old/>", "application/xml")?;
        let old = NewCertificate {
            issued_on: day("2025-01-31"),
            issued_at: at(-700_000),
            index: CertificateIndex {
                agreement: "np-icc".to_owned(),
                destination: "DE".to_owned(),
                valid_to: Some(day("2026-01-31")),
                ..index()
            },
            ..certificate("OLD/1", &kept.sha256, None, at(20))
        };
        tx.certificate_add(&old)
    })
    .unwrap();
    let with = |change: &dyn Fn(&mut CertificateFilter)| {
        let mut filter = CertificateFilter { today: Some(day("2026-05-12")), ..CertificateFilter::default() };
        change(&mut filter);
        list(&house, filter)
    };
    assert_eq!(with(&|_| ()), [printed(3), printed(2), printed(1), "OLD/1".to_owned()], "newest first");
    assert_eq!(with(&|filter| filter.status = Some("issued".to_owned())), [printed(3), printed(1)]);
    assert_eq!(with(&|filter| filter.status = Some("expired".to_owned())), ["OLD/1"]);
    assert_eq!(with(&|filter| filter.status = Some("cancelled".to_owned())), [printed(2)]);
    assert_eq!(with(&|filter| filter.agreement = Some("np-icc".to_owned())), ["OLD/1"]);
    assert_eq!(with(&|filter| filter.destination = Some("DE".to_owned())), ["OLD/1"]);
    assert_eq!(with(&|filter| filter.month = Some("2025-01".to_owned())), ["OLD/1"]);
    assert_eq!(with(&|filter| filter.text = "coffee 0000".to_owned()), [printed(3), printed(2), printed(1)]);

    let window = Window { offset: 1, limit: 2 };
    let page = house.store.read(|reader| reader.certificates(&CertificateFilter::default(), window)).unwrap();
    assert_eq!(page.total, 4);
    assert_eq!(page.rows.iter().map(|row| row.number.clone()).collect::<Vec<_>>(), [printed(2), printed(1)]);
}

#[test]
fn the_counts_of_the_day_are_what_happened() {
    let house = office();
    for n in 1..=3 {
        issue(&house.store, "run", n, at(n as i64)).unwrap();
    }
    let counts = house.store.read(|reader| reader.counts(at(2))).unwrap();
    assert_eq!((counts.certificates, counts.issued_today, counts.waiting, counts.needs_you), (3, 2, 3, 0));
}
