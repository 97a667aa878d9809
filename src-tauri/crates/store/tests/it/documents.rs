//! Exact bytes: kept before their rows, checked when read, never changed.

use std::fs;

use tamga_store::StoreError;

use crate::house::{House, block, issue, uuid, write};

#[test]
fn bytes_are_kept_exactly_and_once() {
    let house = House::new();
    let bytes: Vec<u8> = (0..=255).collect();
    let kept = write(&house.store, 1, |tx| tx.document_keep(&bytes, "application/xml")).unwrap();
    let again = write(&house.store, 2, |tx| tx.document_keep(&bytes, "application/xml")).unwrap();
    assert_eq!((kept.was_there, again.was_there), (false, true));
    assert_eq!(kept.sha256, again.sha256);
    let (row, read) = house
        .store
        .read(|reader| Ok::<_, StoreError>((reader.document(&kept.sha256)?, reader.document_bytes(&kept.sha256)?)))
        .unwrap();
    assert_eq!(read, bytes);
    assert_eq!((row.size, row.media_type.as_str()), (256, "application/xml"));
}

#[test]
fn a_changed_or_missing_file_is_noticed_when_it_is_read() {
    let house = House::new();
    let kept = write(&house.store, 1, |tx| tx.document_keep(b"<co/>", "application/xml")).unwrap();
    let path = house.dir().join("documents").join(&kept.sha256);
    let read = || house.store.read(|reader| reader.document_bytes(&kept.sha256));
    let mut bytes = fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(read(), Err(StoreError::FileChanged { .. })), "one flipped bit");
    fs::remove_file(&path).unwrap();
    assert!(matches!(read(), Err(StoreError::FileMissing { .. })));
    write(&house.store, 2, |tx| tx.document_keep(b"<co/>", "application/xml")).unwrap();
    assert_eq!(read().unwrap(), b"<co/>", "the same bytes heal the file");
}

#[test]
fn a_name_from_outside_never_becomes_a_path() {
    let house = House::new();
    for name in ["../office.db", "/etc/passwd", "", "a.b", "..%2f"] {
        let read = house.store.read(|reader| reader.document_bytes(name));
        assert!(matches!(read, Err(StoreError::NotFound { .. })), "{name}: {read:?}");
    }
    let path = house.dir().join("office.db-evil");
    let added = write(&house.store, 1, |tx| {
        let kept = tx.document_keep(b"<co/>", "application/xml")?;
        let device = tx.device_seq_next()?;
        tx.outbox_add(&tamga_store::NewSubmission {
            submission_id: "../office.db-evil".to_owned(),
            route: "r".to_owned(),
            kind: "co.issue".to_owned(),
            party: String::new(),
            issuer: String::new(),
            co_number: "1".to_owned(),
            revision: 1,
            number: None,
            business_key: "k".to_owned(),
            destination: String::new(),
            envelope: b"{}".to_vec(),
            doc_sha: kept.sha256,
            depends_on: None,
            device,
        })
    });
    assert!(matches!(added, Err(StoreError::Unreadable { .. })), "{added:?}");
    assert!(!path.exists());
}

#[test]
fn files_that_no_row_knows_are_set_aside_and_listed() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.number_block_add(&block(1, 9))).unwrap();
    let submission = issue(&house.store, "run", 7, crate::house::at(1)).unwrap();
    let undone: Result<(), StoreError> = write(&house.store, 2, |tx| {
        tx.document_keep(b"signed, then the power went", "application/xml")?;
        Err(StoreError::Busy)
    });
    assert!(undone.is_err());
    fs::write(house.dir().join("documents").join("abcd.tmp"), b"half").unwrap();
    fs::write(house.dir().join("envelopes").join(uuid(99)), b"\0{}").unwrap();

    let moved = house.store.quarantine_strays().unwrap();
    let folders: Vec<_> = moved.iter().map(|stray| stray.folder).collect();
    assert_eq!(folders, ["documents", "envelopes"], "half-written files are gone, whole ones are set aside");
    assert_eq!(house.store.strays().unwrap(), moved);
    assert_eq!(house.store.quarantine_strays().unwrap(), [], "nothing is left to move");
    let sha = house.store.read(|reader| reader.outbox_row(&submission)).unwrap().doc_sha;
    house.store.read(|reader| reader.document_bytes(&sha)).expect("what has a row stays");
}
