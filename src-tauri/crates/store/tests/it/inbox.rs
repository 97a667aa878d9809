//! The inbox: each item once, its acknowledgement born with its effect.

use tamga_store::{NewInboxItem, StoreError};

use crate::house::{House, at, write};

fn item(id: &str) -> NewInboxItem {
    NewInboxItem {
        item_id: id.to_owned(),
        kind: "submission".to_owned(),
        submission_id: None,
        issuer: "KE-NBO".to_owned(),
        co_number: "KE/1".to_owned(),
        revision: Some(1),
        doc_sha: None,
        via: "gateway".to_owned(),
        body: b"{}".to_vec(),
        at: at(0),
    }
}

fn listed(house: &House) -> Vec<String> {
    let rows = house.store.read(|reader| reader.inbox_listed(10)).unwrap();
    rows.into_iter().map(|row| row.item_id).collect()
}

fn due(house: &House) -> Vec<(String, String)> {
    let rows = house.store.read(|reader| reader.acks_due("own", 10)).unwrap();
    rows.into_iter().map(|row| (row.item_id, row.outcome)).collect()
}

#[test]
fn a_page_and_its_cursor_are_stored_together_or_not_at_all() {
    let house = House::new();
    let undone: Result<(), StoreError> = write(&house.store, 1, |tx| {
        tx.inbox_add("own", &item("a"))?;
        tx.box_cursor_set("own", "c1")?;
        Err(StoreError::Busy)
    });
    assert!(undone.is_err());
    assert_eq!((house.store.read(|reader| reader.box_cursor("own")).unwrap(), listed(&house)), (None, vec![]));
    write(&house.store, 1, |tx| {
        assert!(tx.inbox_add("own", &item("a"))?);
        assert!(!tx.inbox_add("own", &item("a"))?, "the same item twice on one page");
        tx.box_cursor_set("own", "c1")?;
        tx.box_cursor_set("own", "c2")
    })
    .unwrap();
    assert_eq!(house.store.read(|reader| reader.box_cursor("own")).unwrap().as_deref(), Some("c2"));
    assert_eq!(listed(&house), ["a"]);
    assert_eq!(due(&house), [], "what is only listed is not acknowledged");
}

#[test]
fn an_acknowledgement_is_born_with_the_effect_and_due_until_it_is_confirmed() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.inbox_add("own", &item("a"))).unwrap();
    write(&house.store, 2, |tx| tx.inbox_stored("a")).unwrap();
    write(&house.store, 2, |tx| tx.inbox_stored("a")).expect("stored is stored");
    assert_eq!(listed(&house), Vec::<String>::new());
    assert_eq!(due(&house), [("a".to_owned(), "stored".to_owned())]);
    let house = house.closed().reopened();
    assert_eq!(due(&house).len(), 1, "a restart forgets none");
    write(&house.store, 3, |tx| tx.ack_sent("a")).unwrap();
    assert_eq!(due(&house), []);
    write(&house.store, 4, |tx| tx.inbox_add("own", &item("a"))).unwrap();
    assert_eq!(due(&house).len(), 1, "an item that comes again is acknowledged again");
    assert_eq!(listed(&house), Vec::<String>::new(), "and not worked on again");
}

#[test]
fn one_that_cannot_be_fetched_holds_no_other_up() {
    let house = House::new();
    for id in ["a", "b"] {
        write(&house.store, 1, |tx| tx.inbox_add("own", &item(id))).unwrap();
    }
    write(&house.store, 2, |tx| tx.inbox_fetch_failed("a")).unwrap();
    assert_eq!(listed(&house), ["b", "a"]);
    assert_eq!(due(&house), [], "a failed download is acknowledged in no way");
}

#[test]
fn a_later_stored_overrides_unreadable_and_never_the_other_way_round() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.inbox_add("own", &item("a"))).unwrap();
    write(&house.store, 2, |tx| tx.inbox_unreadable("a")).unwrap();
    write(&house.store, 2, |tx| tx.ack_sent("a")).unwrap();
    let kept = house.store.read(|reader| reader.inbox_item("a")).unwrap();
    assert_eq!(kept.body.as_deref(), Some(b"{}".as_slice()), "what nobody understood is kept");
    write(&house.store, 3, |tx| tx.inbox_stored("a")).unwrap();
    assert_eq!(due(&house), [("a".to_owned(), "stored".to_owned())]);
    write(&house.store, 4, |tx| tx.inbox_unreadable("a")).unwrap();
    assert_eq!(due(&house), [("a".to_owned(), "stored".to_owned())]);
}

#[test]
fn a_box_that_is_read_from_its_start_again_brings_nothing_twice() {
    let house = House::new();
    write(&house.store, 1, |tx| {
        tx.inbox_add("own", &item("a"))?;
        tx.box_cursor_set("own", "7")
    })
    .unwrap();
    write(&house.store, 2, |tx| tx.box_cursor_forget("own")).unwrap();
    assert_eq!(house.store.read(|reader| reader.box_cursor("own")).unwrap(), None);
    assert!(!write(&house.store, 3, |tx| tx.inbox_add("own", &item("a"))).unwrap());
    assert_eq!(listed(&house), ["a"]);
}
