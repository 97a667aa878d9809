//! Signing keys in wrapped form, and trust lists byte for byte.

use tamga_store::{NewKey, NewTrustList, StoreError, Wrapped};

use crate::house::{House, at, write};

fn key(id: &str) -> NewKey {
    NewKey {
        id: id.to_owned(),
        label: "Seal of the chamber".to_owned(),
        officer: "J. Wanjiru".to_owned(),
        body: "KE-NBO".to_owned(),
        usage: "co".to_owned(),
        valid_from: Some(at(0)),
        valid_to: None,
        certificate: vec![0x30, 0x82],
        is_demonstration: true,
        wrapped: Wrapped { form: "argon2id".to_owned(), bytes: vec![1, 2, 3] },
    }
}

#[test]
fn a_key_is_kept_wrapped_and_retired_not_deleted() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.key_add(&key("a"))).unwrap();
    write(&house.store, 1, |tx| tx.key_add(&NewKey { label: "Another".to_owned(), ..key("b") })).unwrap();
    let other = write(&house.store, 1, |tx| tx.key_add(&NewKey { usage: "anything".to_owned(), ..key("c") }));
    assert!(matches!(other, Err(StoreError::Rule(_))), "{other:?}");
    let again = write(&house.store, 1, |tx| tx.key_add(&key("a")));
    assert!(matches!(again, Err(StoreError::AlreadyThere { .. })), "{again:?}");
    write(&house.store, 2, |tx| tx.key_retire("b")).unwrap();
    let (keys, wrapped) =
        house.store.read(|reader| Ok::<_, StoreError>((reader.keys()?, reader.key_wrapped("b")?))).unwrap();
    let shown: Vec<_> = keys.iter().map(|key| (key.id.as_str(), key.is_retired)).collect();
    assert_eq!(shown, [("a", false), ("b", true)], "usable keys come first");
    assert_eq!(wrapped.bytes, [1, 2, 3]);
    assert!(!format!("{wrapped:?}").contains('1'), "not even wrapped bytes are printed");
    let missing = write(&house.store, 3, |tx| tx.key_retire("c"));
    assert!(matches!(missing, Err(StoreError::NotFound { .. })), "{missing:?}");
}

fn list(n: u64, bytes: &[u8]) -> NewTrustList {
    NewTrustList {
        list: "demo".to_owned(),
        n,
        bytes: bytes.to_vec(),
        claims: "{}".to_owned(),
        issued_at: Some(at(i64::try_from(n).unwrap())),
        next_update: None,
    }
}

#[test]
fn trust_lists_are_kept_in_order_and_never_replaced() {
    let house = House::new();
    let add = |list: NewTrustList| write(&house.store, 1, |tx| tx.trust_list_add(&list));
    assert!(add(list(2, b"two")).unwrap());
    assert!(add(list(1, b"one")).unwrap());
    assert!(!add(list(2, b"two")).unwrap(), "the same list again is known");
    let other = add(list(2, b"another two"));
    assert!(matches!(other, Err(StoreError::AlreadyThere { .. })), "{other:?}");
    let (all, newest) =
        house.store.read(|reader| Ok::<_, StoreError>((reader.trust_lists()?, reader.trust_lists_newest()?))).unwrap();
    assert_eq!(all.iter().map(|list| list.n).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(newest.iter().map(|list| list.bytes.as_slice()).collect::<Vec<_>>(), [b"two"]);
}
