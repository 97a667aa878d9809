//! What lies on the issuing desk, and who hears that it changed.

use tamga_office::desk::DeskKind;
use tamga_office::{ErrorCode, Tag, Window};

use crate::help::{World, issued, key_of, pin, ready_draft};

#[test]
fn drafts_come_before_certificates_and_windows_run_through_both() {
    let world = World::new();
    let office = world.chamber();
    let numbers = [issued(&office), issued(&office)];
    let drafts = [ready_draft(&office).0, ready_draft(&office).0];
    let whole = office.desk(Window::first(10)).unwrap();
    let kinds: Vec<DeskKind> = whole.rows.rows.into_iter().map(|row| row.kind).collect();
    let expected = [
        DeskKind::Draft(drafts[1]),
        DeskKind::Draft(drafts[0]),
        DeskKind::Certificate(numbers[1].clone()),
        DeskKind::Certificate(numbers[0].clone()),
    ];
    assert_eq!(kinds, expected);
    assert_eq!((whole.rows.total, whole.issued_today, whole.drafts, whole.waiting), (4, 2, 2, 2));
    for (offset, expected) in expected.iter().enumerate() {
        let one = office.desk(Window { offset: offset as u64, limit: 1 }).unwrap().rows;
        assert_eq!(one.rows[0].kind, *expected, "row {offset}");
        assert_eq!(one.rows.len(), 1);
    }
}

#[tokio::test]
async fn one_act_is_heard_once_with_everything_it_touched() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let mut heard = office.subscribe();
    office.issue(draft, stamp, &key_of(&office), &pin()).unwrap();
    let tags = heard.next().await.unwrap();
    for tag in [Tag::Drafts, Tag::Certificates, Tag::Outbox, Tag::Journal] {
        assert!(tags.contains(&tag), "{tag:?} among {tags:?}");
    }
}

#[test]
fn a_withdrawal_is_the_next_signed_step_and_final() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let key = key_of(&office);
    let nonsense = office.cancel(&number, "BECAUSE", &key, &pin()).unwrap_err();
    assert_eq!(nonsense.code(), ErrorCode::BadRequest);
    let done = office.cancel(&number, "NSH", &key, &pin()).unwrap();
    assert_eq!(done.revision, 2);
    let view = office.open_certificate(&number).unwrap();
    assert_eq!(view.status.code, "certificate.withdrawn");
    assert!(!view.can_cancel);
    assert_eq!(office.cancel(&number, "NSH", &key, &pin()).unwrap_err().code(), ErrorCode::StateConflict);
    assert_eq!(office.cancel("HCT0", "NSH", &key, &pin()).unwrap_err().code(), ErrorCode::NotFound);
    let kinds: Vec<_> =
        office.outbox(Window::first(5), true).unwrap().rows.rows.into_iter().map(|row| row.kind).collect();
    assert_eq!(kinds, ["cancel", "issue"]);
}

#[test]
fn expiry_is_computed_and_never_stored() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    world.clock.pass(400 * crate::help::DAY);
    assert_eq!(office.open_certificate(&number).unwrap().status.code, "certificate.expired");
    let filter = tamga_office::certificates::CertificateFilter {
        status: Some("certificate.expired".to_owned()),
        ..Default::default()
    };
    assert_eq!(office.search_certificates("", &filter, Window::first(3)).unwrap().total, 1);
}
