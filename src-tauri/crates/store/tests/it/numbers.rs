//! Numbers: each given out once, to one certificate, whatever happens.

use std::collections::BTreeSet;

use tamga_store::{NewBlock, ReservedNumber, Store, StoreError};

use crate::house::{House, ISSUER, block, day, printed, write};

fn reserve(store: &Store, run: &str) -> Result<ReservedNumber, StoreError> {
    write(store, 1, |tx| tx.number_reserve(ISSUER, "chafta", run, |_, serial| Ok(printed(serial))))
}

fn state(store: &Store, number: &str) -> String {
    store.read(|reader| reader.number(ISSUER, number)).unwrap().unwrap().state
}

#[test]
fn numbers_come_in_order_until_the_block_is_empty() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.number_block_add(&block(1588, 1590))).unwrap();
    let left = || house.store.read(|reader| reader.numbers_left(ISSUER, "chafta", day("2026-05-12"))).unwrap();
    assert_eq!(left(), 3);
    let given: Vec<_> = (0..3).map(|_| reserve(&house.store, "run").unwrap().number).collect();
    assert_eq!(given, ["KE/NBO/2026/01588", "KE/NBO/2026/01589", "KE/NBO/2026/01590"]);
    assert_eq!(left(), 0);
    let empty = reserve(&house.store, "run");
    assert!(matches!(empty, Err(StoreError::NumberBlockEmpty { .. })), "{empty:?}");
}

#[test]
fn a_block_for_the_agreement_goes_before_one_for_any_and_an_expired_one_gives_nothing() {
    let house = House::new();
    let blocks = [
        NewBlock { expires: Some(day("2026-05-11")), ..block(1, 9) },
        block(100, 109),
        NewBlock { agreement: "chafta".to_owned(), ..block(200, 200) },
        NewBlock { agreement: "other".to_owned(), ..block(300, 309) },
    ];
    for block in &blocks {
        write(&house.store, 1, |tx| tx.number_block_add(block)).unwrap();
    }
    let serials: Vec<_> = (0..2).map(|_| reserve(&house.store, "run").unwrap().serial).collect();
    assert_eq!(serials, [200, 100]);
}

#[test]
fn a_number_is_used_once_and_only_by_the_run_that_reserved_it() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.number_block_add(&block(1, 9))).unwrap();
    let number = reserve(&house.store, "run").unwrap().number;
    let use_it = |run: &str| write(&house.store, 2, |tx| tx.number_use(ISSUER, &number, run, None));
    assert!(matches!(use_it("another"), Err(StoreError::NumberUsed { .. })));
    use_it("run").unwrap();
    assert!(matches!(use_it("run"), Err(StoreError::NumberUsed { .. })));
    let void = write(&house.store, 3, |tx| tx.number_void(ISSUER, &number, "mistake"));
    assert!(matches!(void, Err(StoreError::NumberUsed { .. })), "what is used cannot become void");
    assert_eq!(state(&house.store, &number), "used");
}

#[test]
fn what_a_dead_run_reserved_becomes_void_with_a_reason() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.number_block_add(&block(1, 9))).unwrap();
    let dead = reserve(&house.store, "dead").unwrap().number;
    let alive = reserve(&house.store, "alive").unwrap().number;
    let void = write(&house.store, 2, |tx| tx.numbers_void_of_dead_runs("alive", "the program ended")).unwrap();
    assert_eq!(void.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), [dead.as_str()]);
    assert_eq!((state(&house.store, &dead).as_str(), state(&house.store, &alive).as_str()), ("void", "reserved"));
    let row = house.store.read(|reader| reader.number(ISSUER, &dead)).unwrap().unwrap();
    assert_eq!(row.reason, "the program ended");
    assert_eq!(reserve(&house.store, "alive").unwrap().serial, 3, "a void number does not come back");
}

#[test]
fn a_number_that_another_block_printed_is_passed_over() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.number_block_add(&block(1, 2))).unwrap();
    write(&house.store, 1, |tx| tx.number_block_add(&block(2, 3))).unwrap();
    let serials: Vec<_> = (0..3).map(|_| reserve(&house.store, "run").unwrap().serial).collect();
    assert_eq!(serials, [1, 2, 3]);
    assert!(reserve(&house.store, "run").is_err(), "the second block's 2 is not given out again");
}

#[test]
fn many_threads_never_get_the_same_number() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.number_block_add(&block(1, 1000))).unwrap();
    let store = &house.store;
    let given: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| (0..25).map(|_| reserve(store, "run").unwrap().number).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let distinct: BTreeSet<_> = given.iter().collect();
    assert_eq!((given.len(), distinct.len()), (200, 200));
}
