//! Lanes, numbers and confirmations of what is carried by hand.

use tamga_store::{NewBundleIn, NewBundleOut, PackedEntry, ReadEntry, StoreError};

use crate::house::{House, printed, submit, write};

const OUT: &str = "desk>post";
const IN: &str = "post>desk";

fn id(n: u64) -> String {
    format!("00000000-0000-4000-8000-{n:012}")
}

fn queue(house: &House, n: u64) -> String {
    write(&house.store, 0, |tx| submit(tx, n, &printed(n), 1, None)).unwrap()
}

fn packed(n: u64, first: u64, things: &[&str]) -> NewBundleOut {
    NewBundleOut {
        bundle_id: id(n),
        lane: OUT.to_owned(),
        node: "post".to_owned(),
        n,
        header_sha: format!("{n:064}"),
        first,
        entries: things.iter().map(|thing| PackedEntry::of("submission", thing, thing.as_bytes())).collect(),
        size: 100,
        name: format!("{n}.cobundle"),
        confirms: None,
    }
}

#[test]
fn numbers_are_taken_in_order_and_what_is_packed_is_marked_before_a_byte_is_written() {
    let house = House::new();
    let (first, second) = (queue(&house, 1), queue(&house, 2));
    write(&house.store, 1, |tx| tx.bundle_reserve(&packed(1, 1, &[&first, &second]))).unwrap();
    let carried = |id: &str| house.store.read(|reader| Ok::<_, StoreError>(reader.outbox_row(id)?.is_carried)).unwrap();
    assert!(carried(&first) && carried(&second));
    for wrong in [packed(1, 3, &[]), packed(3, 3, &[]), packed(2, 2, &[]), packed(2, 4, &[])] {
        let refused =
            write(&house.store, 2, |tx| tx.bundle_reserve(&NewBundleOut { bundle_id: id(9), ..wrong.clone() }));
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
    }
    write(&house.store, 3, |tx| tx.bundle_written(&id(1))).unwrap();
    write(&house.store, 4, |tx| tx.bundle_reserve(&packed(2, 3, &[]))).unwrap();
    let (lane, rows) =
        house.store.read(|reader| Ok::<_, StoreError>((reader.lane(OUT)?.unwrap(), reader.bundles_out(10)?))).unwrap();
    assert_eq!((lane.n, lane.entries, lane.is_ours), (2, 2, true));
    assert_eq!(lane.head, format!("{:064}", 2));
    let told: Vec<_> = rows.iter().map(|row| (row.n, row.entries, row.written_at.is_some())).collect();
    assert_eq!(told, [(2, 0, false), (1, 2, true)]);
    // Given to a courier, it may arrive: it cannot be given up without a promise.
    let given_up = write(&house.store, 5, |tx| tx.outbox_abandon(&first, "Brigid", "typed twice"));
    assert!(matches!(given_up, Err(StoreError::MayHaveLeft { .. })), "{given_up:?}");
}

#[test]
fn a_bundle_that_provably_left_nothing_gives_its_numbers_back() {
    let house = House::new();
    let (first, second) = (queue(&house, 1), queue(&house, 2));
    write(&house.store, 1, |tx| tx.bundle_reserve(&packed(1, 1, &[&first]))).unwrap();
    write(&house.store, 2, |tx| tx.bundle_written(&id(1))).unwrap();
    write(&house.store, 3, |tx| tx.bundle_reserve(&packed(2, 2, &[&first, &second]))).unwrap();
    write(&house.store, 4, |tx| tx.bundle_undo(&id(2))).unwrap();
    house
        .store
        .read(|reader| {
            assert!(reader.outbox_row(&first)?.is_carried, "the first bundle carries it still");
            assert!(!reader.outbox_row(&second)?.is_carried);
            let lane = reader.lane(OUT)?.unwrap();
            assert_eq!((lane.n, lane.entries, lane.head), (1, 1, format!("{:064}", 1)));
            Ok::<_, StoreError>(())
        })
        .unwrap();
    for known in [id(1), id(2)] {
        let refused = write(&house.store, 5, |tx| tx.bundle_undo(&known));
        assert!(matches!(refused, Err(StoreError::StateConflict { .. } | StoreError::NotFound { .. })), "{refused:?}");
    }
    write(&house.store, 6, |tx| tx.bundle_reserve(&packed(2, 2, &[&second]))).expect("the number is free again");
}

#[test]
fn what_is_confirmed_stays_confirmed_and_only_in_lanes_of_ours() {
    let house = House::new();
    let things: Vec<String> = (1..=4).map(|n| queue(&house, n)).collect();
    let things: Vec<&str> = things.iter().map(String::as_str).collect();
    write(&house.store, 1, |tx| tx.bundle_reserve(&packed(1, 1, &things))).unwrap();
    let ack = |spans: &[(u64, u64)]| write(&house.store, 2, |tx| tx.bundle_acked(OUT, spans)).unwrap();
    assert_eq!(ack(&[(1, 1), (3, 3)]), 2);
    assert_eq!(ack(&[(1, 3)]), 1, "a later word adds, an older one takes nothing back");
    assert_eq!(ack(&[(1, 1)]), 0);
    assert_eq!(ack(&[(5, u64::MAX)]), 0, "nothing was given out under those numbers");
    let unconfirmed = || house.store.read(|reader| reader.bundles_unconfirmed(OUT)).unwrap();
    assert_eq!(unconfirmed(), [1]);
    assert_eq!(ack(&[(1, 4)]), 1);
    assert_eq!(unconfirmed(), Vec::<u64>::new());
    let carried = house.store.read(|reader| reader.outbox_carried(things[0])).unwrap();
    assert_eq!(carried.len(), 1);
    assert!(carried[0].acked_at.is_some() && carried[0].node == "post");
    write(&house.store, 3, |tx| {
        tx.bundle_begin(&read(7, 1))?;
        tx.bundle_entry_read(&entry(1, "a"))
    })
    .unwrap();
    assert_eq!(write(&house.store, 4, |tx| tx.bundle_acked(IN, &[(1, 9)])).unwrap(), 0);
}

fn read(bundle: u64, n: u64) -> NewBundleIn {
    NewBundleIn {
        bundle_id: id(bundle),
        lane: IN.to_owned(),
        node: "post".to_owned(),
        n,
        header_sha: format!("{bundle:064}"),
        prev: "0".repeat(64),
        first: 1,
        last: 2,
        claimed_at: None,
    }
}

fn entry(seq: u64, thing: &'static str) -> ReadEntry<'static> {
    const SHA: &str = "1111111111111111111111111111111111111111111111111111111111111111";
    ReadEntry { lane: IN, seq, bundle_id: "b", kind: "submission", thing, sha: SHA, outcome: "taken" }
}

#[test]
fn a_bundle_is_entered_once_and_an_entry_keeps_what_became_of_it() {
    let house = House::new();
    assert!(write(&house.store, 1, |tx| tx.bundle_begin(&read(1, 5))).unwrap());
    assert!(!write(&house.store, 2, |tx| tx.bundle_begin(&read(1, 5))).unwrap(), "the same one is known");
    assert!(write(&house.store, 3, |tx| tx.bundle_begin(&read(2, 3))).unwrap(), "an older one comes late");
    write(&house.store, 4, |tx| {
        tx.bundle_entry_read(&entry(2, "a"))?;
        tx.bundle_entry_read(&ReadEntry { outcome: "known", ..entry(2, "b") })
    })
    .unwrap();
    house
        .store
        .read(|reader| {
            let lane = reader.lane(IN)?.unwrap();
            assert_eq!((lane.n, lane.head, lane.is_ours), (5, format!("{:064}", 1), false));
            assert_eq!(reader.bundle_entries_held(IN)?, [2]);
            assert_eq!(reader.bundle_entry_outcome(IN, 2, entry(2, "a").sha)?.as_deref(), Some("taken"));
            assert_eq!(reader.bundle_entry_outcome(IN, 2, &"2".repeat(64))?, None, "another one under that number");
            assert_eq!(reader.bundles_of_lane(IN)?.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [3, 5]);
            assert_eq!(reader.bundle_in(&id(1))?.unwrap().ended_at, None);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    write(&house.store, 5, |tx| tx.bundle_end(&id(1))).unwrap();
    assert!(house.store.read(|reader| reader.bundle_in(&id(1))).unwrap().unwrap().ended_at.is_some());
    assert!(matches!(write(&house.store, 6, |tx| tx.bundle_end(&id(9))), Err(StoreError::NotFound { .. })));
}
