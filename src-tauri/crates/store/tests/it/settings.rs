//! Settings, the device and running numbers.

use tamga_store::StoreError;

use crate::house::{House, uuid, write};

#[test]
fn a_setting_is_what_was_set_last() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.setting_set("ui.theme", "dark")).unwrap();
    write(&house.store, 2, |tx| tx.setting_set("ui.theme", "light")).unwrap();
    write(&house.store, 2, |tx| tx.setting_set("ui_other", "x")).unwrap();
    let read = house.store.read(|reader| Ok::<_, StoreError>((reader.setting("ui.theme")?, reader.settings("ui.")?)));
    let (theme, all) = read.unwrap();
    assert_eq!(theme.as_deref(), Some("light"));
    assert_eq!(all, [("ui.theme".to_owned(), "light".to_owned())], "a prefix is taken as it is written");
}

#[test]
fn a_device_is_named_once_and_its_sequence_only_rises() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.device_name(&uuid(1))).unwrap();
    write(&house.store, 1, |tx| tx.device_name(&uuid(1))).expect("the same name again is no change");
    let other = write(&house.store, 1, |tx| tx.device_name(&uuid(2)));
    assert!(matches!(other, Err(StoreError::AlreadyThere { .. })), "{other:?}");
    let first = write(&house.store, 2, |tx| tx.device_seq_next()).unwrap();
    let undone: Result<(), StoreError> = write(&house.store, 2, |tx| {
        assert_eq!(tx.device_seq_next()?.seq, 2);
        Err(StoreError::Busy)
    });
    assert!(undone.is_err());
    let house = house.closed().reopened();
    let second = write(&house.store, 3, |tx| tx.device_seq_next()).unwrap();
    assert_eq!((first.seq, second.seq), (1, 2), "an undone write leaves no gap, a restart repeats nothing");
    assert_eq!((second.id, second.epoch), (uuid(1), 1));
}

#[test]
fn running_numbers_of_answers_have_no_gaps() {
    let house = House::new();
    let next = |name: &str| write(&house.store, 1, |tx| tx.counter_next(name)).unwrap();
    assert_eq!([next("answer"), next("answer"), next("query"), next("answer")], [1, 2, 1, 3]);
    assert_eq!(house.store.read(|reader| reader.counter("answer")).unwrap(), 3);
}
