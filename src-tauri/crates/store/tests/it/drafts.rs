//! Drafts and their edit stamps.

use tamga_store::{DraftContent, StoreError};

use crate::house::{ALL, House, write};

fn content(exporter: &str) -> DraftContent {
    DraftContent {
        agreement: "chafta".to_owned(),
        document: b"<co/>".to_vec(),
        marks: vec!["invoices[1].number".to_owned()],
        exporter: exporter.to_owned(),
        item_count: 2,
        ..DraftContent::default()
    }
}

#[test]
fn a_draft_is_saved_over_the_stamp_that_was_read() {
    let house = House::new();
    let id = write(&house.store, 1, |tx| tx.draft_add(&content("One"))).unwrap();
    let stamp = write(&house.store, 2, |tx| tx.draft_save(id, 1, &content("Two"))).unwrap();
    let stale = write(&house.store, 3, |tx| tx.draft_save(id, 1, &content("Three")));
    assert!(matches!(stale, Err(StoreError::Stale { .. })), "{stale:?}");
    let stale = write(&house.store, 3, |tx| tx.draft_delete(id, 1));
    assert!(matches!(stale, Err(StoreError::Stale { .. })), "{stale:?}");
    let (row, kept) =
        house.store.read(|reader| Ok::<_, StoreError>((reader.draft(id)?, reader.draft_content(id)?))).unwrap();
    assert_eq!(kept, content("Two"), "the save that came too late changed nothing");
    assert_eq!((row.stamp, row.exporter.as_str(), row.created_by.as_str()), (stamp, "Two", "Amina"));
    write(&house.store, 4, |tx| tx.draft_delete(id, stamp)).unwrap();
    let gone = write(&house.store, 5, |tx| tx.draft_save(id, stamp, &content("Four")));
    assert!(matches!(gone, Err(StoreError::NotFound { .. })), "{gone:?}");
}

#[test]
fn the_draft_saved_last_comes_first() {
    let house = House::new();
    let add = |minute, exporter: &str| write(&house.store, minute, |tx| tx.draft_add(&content(exporter))).unwrap();
    let (first, second) = (add(1, "One"), add(2, "Two"));
    write(&house.store, 3, |tx| tx.draft_save(first, 1, &content("One"))).unwrap();
    let page = house.store.read(|reader| reader.drafts(ALL)).unwrap();
    assert_eq!(page.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [first, second]);
    let window = tamga_store::Window { offset: 1, limit: 1 };
    let page = house.store.read(|reader| reader.drafts(window)).unwrap();
    assert_eq!((page.total, page.rows.len(), page.rows[0].id), (2, 1, second));
}

#[test]
fn two_windows_saving_at_once_never_both_win() {
    let house = House::new();
    let id = write(&house.store, 1, |tx| tx.draft_add(&content("One"))).unwrap();
    let save = |exporter: &str| write(&house.store, 2, |tx| tx.draft_save(id, 1, &content(exporter))).is_ok();
    let wins = std::thread::scope(|scope| {
        let threads = [scope.spawn(|| save("Left")), scope.spawn(|| save("Right"))];
        threads.into_iter().map(|thread| thread.join().unwrap()).filter(|won| *won).count()
    });
    assert_eq!(wins, 1);
}
