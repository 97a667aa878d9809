//! Certificates from abroad: what counts follows from revisions, never from the order of arrival.

use proptest::prelude::*;
use tamga_store::{Arrival, InboundFilter, InboundRow, Judgement, NewStatement, Store, StoreError, Tx};

use crate::house::{ALL, House, ISSUER, at, image, judgement, write};

const NUMBER: &str = "KE/1";

fn arrive(store: &Store, minute: i64, revision: u32, copy: u32, state: &str) -> Arrival {
    write(store, minute, |tx| {
        let new = image(tx, NUMBER, revision, copy, state)?;
        tx.inbound_add(&new)
    })
    .unwrap()
}

fn say(tx: &Tx<'_>, revision: u32, status: &str) -> Result<bool, StoreError> {
    let kept = tx.document_keep(format!("<status {revision} {status}/>").as_bytes(), "application/xml")?;
    tx.statement_add(&NewStatement {
        issuer: ISSUER.to_owned(),
        number: NUMBER.to_owned(),
        revision,
        status: status.to_owned(),
        reason: "ERR".to_owned(),
        successor: String::new(),
        effective_at: at(0),
        document_sha: kept.sha256,
    })
}

fn images(store: &Store) -> Vec<InboundRow> {
    let mut rows = store.read(|reader| reader.inbound_images(ISSUER, NUMBER)).unwrap();
    rows.sort_by(|a, b| (a.revision, &a.document_sha).cmp(&(b.revision, &b.document_sha)));
    rows
}

fn states(store: &Store) -> Vec<(u32, String, bool)> {
    images(store).into_iter().map(|row| (row.revision, row.state, row.is_current)).collect()
}

fn shown(store: &Store) -> Vec<InboundRow> {
    store.read(|reader| reader.inbounds(&InboundFilter::default(), ALL)).unwrap().rows
}

#[test]
fn the_same_image_again_is_no_new_record() {
    let house = House::new();
    let first = arrive(&house.store, 1, 1, 1, "valid");
    assert_eq!(arrive(&house.store, 2, 1, 1, "valid"), Arrival::Known { id: first.id() });
    assert_eq!(states(&house.store), [(1, "valid".to_owned(), true)]);
    let items = house.store.read(|reader| reader.inbound_items(first.id())).unwrap();
    assert_eq!(items.iter().map(|item| item.quantity.to_string()).collect::<Vec<_>>(), ["5960", "12.5"]);
}

#[test]
fn an_image_that_came_as_a_file_knows_the_submission_that_brings_it_later() {
    let house = House::new();
    let came = |minute: i64, item: &str, submission: &str| {
        write(&house.store, minute, |tx| {
            let mut new = image(tx, NUMBER, 1, 1, "valid")?;
            new.item_id = item.to_owned();
            new.submission_id = submission.to_owned();
            tx.inbound_add(&new)
        })
        .unwrap()
    };
    let id = came(1, "", "").id();
    assert_eq!(came(2, "item-1", "submission-1"), Arrival::Known { id });
    came(3, "item-2", "submission-2");
    let row = house.store.read(|reader| reader.inbound(id)).unwrap();
    assert_eq!((row.item_id.as_str(), row.submission_id.as_str()), ("item-1", "submission-1"), "the first one answers");
}

#[test]
fn a_bad_document_with_a_good_number_hides_nothing() {
    let house = House::new();
    let good = arrive(&house.store, 1, 1, 1, "valid").id();
    let bad = write(&house.store, 2, |tx| {
        let new = image(tx, NUMBER, 1, 2, "quarantined")?;
        tx.inbound_add(&tamga_store::NewInbound { issuer: "XX-NOBODY".to_owned(), ..new })
    })
    .unwrap()
    .id();
    let rows = house.store.read(|reader| reader.inbound_numbered(NUMBER)).unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [good, bad]);
    let hits = house.store.read(|reader| reader.find_number("ke 1")).unwrap().exact;
    assert_eq!(hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [good, bad]);
}

#[test]
fn a_document_without_a_number_has_the_state_it_was_judged_with_last() {
    let house = House::new();
    let id = write(&house.store, 1, |tx| {
        let mut new = image(tx, "", 0, 1, "quarantined")?;
        new.issuer = String::new();
        tx.inbound_add(&new)
    })
    .unwrap()
    .id();
    let judged = write(&house.store, 2, |tx| tx.inbound_judge(id, &judgement("refused"))).unwrap();
    assert_eq!((judged.judged.as_str(), judged.state.as_str()), ("refused", "refused"));
}

#[test]
fn a_higher_revision_supersedes_and_a_late_lower_one_changes_nothing() {
    let house = House::new();
    arrive(&house.store, 1, 2, 1, "valid");
    arrive(&house.store, 2, 3, 1, "valid_with_warnings");
    arrive(&house.store, 3, 1, 1, "valid");
    let expected = [(1, "superseded", false), (2, "superseded", false), (3, "valid_with_warnings", true)];
    assert_eq!(states(&house.store), expected.map(|(revision, state, current)| (revision, state.to_owned(), current)));
    let list = shown(&house.store);
    assert_eq!(list.iter().map(|row| row.revision).collect::<Vec<_>>(), [3], "one line per number");
}

#[test]
fn two_validly_signed_images_of_one_revision_stop_each_other() {
    let house = House::new();
    let first = arrive(&house.store, 1, 1, 1, "valid").id();
    let second = arrive(&house.store, 2, 1, 2, "valid");
    assert!(matches!(&second, Arrival::Conflict { others, .. } if others == &[first]), "{second:?}");
    assert!(images(&house.store).iter().all(|row| row.state == "quarantined" && row.is_conflict && !row.is_current));
    assert_eq!(house.store.read(|reader| reader.inbound_current(ISSUER, NUMBER)).unwrap(), None);
    let alone = write(&house.store, 3, |tx| tx.inbound_set_aside(second.id(), "Amina"));
    assert!(matches!(alone, Err(StoreError::SecondPersonMissing)), "{alone:?}");
    let aside = write(&house.store, 3, |tx| tx.inbound_set_aside(second.id(), "Brian")).unwrap();
    assert_eq!(aside.state, "set_aside");
    let current = house.store.read(|reader| reader.inbound_current(ISSUER, NUMBER)).unwrap().unwrap();
    assert_eq!((current.id, current.state.as_str(), current.is_conflict), (first, "valid", false));
    let again = write(&house.store, 4, |tx| tx.inbound_judge(second.id(), &judgement("valid"))).unwrap();
    assert_eq!(again.state, "set_aside", "put aside for ever");
}

#[test]
fn a_forged_image_cannot_stop_a_genuine_one() {
    let house = House::new();
    arrive(&house.store, 1, 1, 1, "valid");
    for revision in [1, 9] {
        let forged = arrive(&house.store, 2, revision, 66, "quarantined");
        assert!(matches!(forged, Arrival::New { .. }), "{forged:?}");
    }
    let current = house.store.read(|reader| reader.inbound_current(ISSUER, NUMBER)).unwrap().unwrap();
    assert_eq!((current.revision, current.state.as_str()), (1, "valid"));
    assert_eq!(shown(&house.store)[0].revision, 1);
}

#[test]
fn a_cancellation_that_comes_first_waits_for_its_certificate() {
    let house = House::new();
    assert!(write(&house.store, 1, |tx| say(tx, 2, "cancelled")).unwrap());
    assert!(!write(&house.store, 1, |tx| say(tx, 2, "cancelled")).unwrap(), "told twice, kept once");
    let waiting = house.store.read(|reader| reader.statements(ISSUER, NUMBER)).unwrap();
    assert_eq!(waiting[0].applied_at, None);
    arrive(&house.store, 5, 1, 1, "valid");
    assert_eq!(states(&house.store), [(1, "cancelled_by_issuer".to_owned(), true)]);
    let applied = house.store.read(|reader| reader.statements(ISSUER, NUMBER)).unwrap();
    assert_eq!(applied[0].applied_at, Some(at(5)));
}

#[test]
fn a_suspension_holds_until_it_is_lifted() {
    let house = House::new();
    arrive(&house.store, 1, 1, 1, "valid_with_warnings");
    write(&house.store, 2, |tx| say(tx, 2, "suspended")).unwrap();
    assert_eq!(states(&house.store)[0].1, "suspended");
    write(&house.store, 3, |tx| say(tx, 3, "lifted")).unwrap();
    assert_eq!(states(&house.store)[0].1, "valid_with_warnings", "what it was before comes back");
}

#[test]
fn a_newer_trust_list_can_heal_what_was_quarantined() {
    let house = House::new();
    let id = arrive(&house.store, 1, 1, 1, "quarantined").id();
    assert_eq!(house.store.read(|reader| reader.inbound_quarantined()).unwrap().len(), 1);
    let rests = r#"[{"kind":"crl"}]"#.to_owned();
    let better = Judgement { list_number: Some(4), evidence: rests.clone(), ..judgement("valid") };
    let healed = write(&house.store, 2, |tx| tx.inbound_judge(id, &better)).unwrap();
    assert!(healed.is_usable());
    assert_eq!(healed.evidence, rests, "what it rests on is replaced with it");
    assert_eq!(healed.list_number, Some(4));
    assert_eq!(house.store.read(|reader| reader.inbound_quarantined()).unwrap(), []);
}

#[test]
fn what_could_not_be_read_is_kept_and_shown_one_by_one() {
    let house = House::new();
    for copy in [1, 2] {
        write(&house.store, 1, |tx| {
            let mut new = image(tx, "", 0, copy, "quarantined")?;
            new.issuer = String::new();
            new.items.clear();
            tx.inbound_add(&new)
        })
        .unwrap();
    }
    assert_eq!(shown(&house.store).len(), 2);
}

#[test]
fn a_decision_names_the_stamp_it_read() {
    let house = House::new();
    let id = arrive(&house.store, 1, 1, 1, "valid").id();
    let stamp = house.store.read(|reader| reader.inbound(id)).unwrap().stamp;
    write(&house.store, 2, |tx| say(tx, 2, "suspended")).unwrap();
    let stale = write(&house.store, 3, |tx| tx.inbound_decide(id, stamp, "accepted"));
    assert!(matches!(stale, Err(StoreError::Stale { .. })), "the issuer suspended it meanwhile: {stale:?}");
    let stamp = house.store.read(|reader| reader.inbound(id)).unwrap().stamp;
    write(&house.store, 4, |tx| tx.inbound_decide(id, stamp, "refused")).unwrap();
    let refused = InboundFilter { decision: Some("refused".to_owned()), ..InboundFilter::default() };
    assert_eq!(house.store.read(|reader| reader.inbounds(&refused, ALL)).unwrap().total, 1);
    let look = InboundFilter { verdict: Some("look".to_owned()), ..InboundFilter::default() };
    assert_eq!(house.store.read(|reader| reader.inbounds(&look, ALL)).unwrap().total, 0);
}

#[test]
fn received_bytes_and_keys_never_change() {
    let house = House::new();
    arrive(&house.store, 1, 1, 1, "valid");
    let closed = house.closed();
    let raw = closed.raw();
    for change in ["UPDATE inbound SET number = 'x'", "UPDATE inbound SET document_sha = 'x'", "DELETE FROM inbound"] {
        let refused = raw.execute(change, []).unwrap_err();
        assert!(refused.to_string().contains("write_once"), "{change}: {refused}");
    }
}

#[test]
fn of_two_ends_under_one_revision_every_post_takes_the_same() {
    let orders: [[&str; 2]; 2] = [["cancelled", "replaced"], ["replaced", "cancelled"]];
    let ends = orders.map(|order| {
        let house = House::new();
        arrive(&house.store, 1, 1, 1, "valid");
        for (minute, status) in (2..).zip(order) {
            write(&house.store, minute, |tx| say(tx, 2, status)).unwrap();
        }
        states(&house.store)
    });
    assert_eq!(ends[0], ends[1]);
}

/// Something that arrives about one number.
#[derive(Debug, Clone)]
enum News {
    Image { revision: u32, copy: u32, state: &'static str },
    Statement { revision: u32, status: &'static str },
}

fn news() -> impl Strategy<Value = News> {
    let state = prop_oneof![3 => Just("valid"), 1 => Just("valid_with_warnings"), 1 => Just("quarantined"), 1 => Just("refused")];
    let status = prop_oneof![Just("cancelled"), Just("suspended"), Just("lifted"), Just("replaced")];
    prop_oneof![
        3 => (1..5_u32, 1..3_u32, state).prop_map(|(revision, copy, state)| News::Image { revision, copy, state }),
        1 => (1..6_u32, status).prop_map(|(revision, status)| News::Statement { revision, status }),
    ]
}

fn outcome(order: &[News]) -> Vec<(u32, String, String, bool, bool)> {
    let house = House::new();
    for (minute, one) in order.iter().enumerate() {
        match one {
            News::Image { revision, copy, state } => {
                arrive(&house.store, minute as i64, *revision, *copy, state);
            }
            News::Statement { revision, status } => {
                write(&house.store, minute as i64, |tx| say(tx, *revision, status)).unwrap();
            }
        }
    }
    let current = images(&house.store).iter().filter(|row| row.is_current).count();
    assert!(current <= 1, "at most one image counts");
    images(&house.store)
        .into_iter()
        .map(|row| (row.revision, row.document_sha, row.state, row.is_conflict, row.is_current))
        .collect()
}

/// The first judgement of an image stands when it comes again, so each image is judged in one way only.
fn distinct(news: Vec<News>) -> Vec<News> {
    let mut seen = std::collections::BTreeSet::new();
    news.into_iter()
        .filter(|one| match one {
            News::Image { revision, copy, .. } => seen.insert((*revision, *copy)),
            News::Statement { .. } => true,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_never_matters(
        (order, other) in proptest::collection::vec(news(), 1..7)
            .prop_map(distinct)
            .prop_flat_map(|news| (Just(news.clone()), Just(news).prop_shuffle()))
    ) {
        prop_assert_eq!(outcome(&order), outcome(&other));
    }
}
