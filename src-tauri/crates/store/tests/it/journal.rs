//! The journal: what was done, and whether anybody altered it since.

use tamga_store::{JournalCheck, StoreError, Window};

use crate::house::{ALL, Closed, House, at};

/// A closed office with ten lines in its journal.
fn ten_lines() -> Closed {
    let house = House::new();
    for n in 1..=10_u32 {
        let number = format!("KE/{n}");
        let line = house.store.write("Amina", at(i64::from(n)), |tx| {
            tx.journal_add("certificate.issued", &number, &[("destination", "CN"), ("by", "d'Arc \"J\"\n")])
        });
        assert_eq!(line.unwrap(), u64::from(n));
    }
    house.closed()
}

fn check(closed: Closed) -> JournalCheck {
    closed.reopened().store.read(|reader| reader.journal_check()).unwrap()
}

/// Drops what protects the journal, then does something to it.
fn tampered(sql: &str) -> JournalCheck {
    let closed = ten_lines();
    let raw = closed.raw();
    raw.execute_batch("DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_shrinks;").unwrap();
    raw.execute_batch(sql).unwrap();
    drop(raw);
    check(closed)
}

#[test]
fn an_untouched_journal_holds() {
    let found = check(ten_lines());
    assert_eq!((found.lines, found.broken_at), (10, None));
    assert_eq!(found.head.len(), 64);
    assert_eq!(found.head, check(ten_lines()).head, "the same lines have the same head");
}

#[test]
fn one_altered_entry_is_found_and_named() {
    let changes = [
        "UPDATE journal SET actor = 'Amine' WHERE seq = 4",
        "UPDATE journal SET at = at + 1 WHERE seq = 4",
        "UPDATE journal SET what = 'certificate.issuee' WHERE seq = 4",
        "UPDATE journal SET subject = 'KE/5' WHERE seq = 4",
        "UPDATE journal SET params = replace(params, 'CN', 'CM') WHERE seq = 4",
        "UPDATE journal SET prev = zeroblob(32) WHERE seq = 4",
        "UPDATE journal SET hash = randomblob(32) WHERE seq = 4",
        "UPDATE journal SET subject = 'KE/4certificate', what = 'issued' WHERE seq = 4",
        "DELETE FROM journal WHERE seq = 4",
    ];
    for change in changes {
        assert_eq!(tampered(change).broken_at, Some(4), "{change}");
    }
}

#[test]
fn lines_cut_off_at_the_end_are_missed() {
    assert_eq!(tampered("DELETE FROM journal WHERE seq > 8").broken_at, Some(9));
}

#[test]
fn the_journal_cannot_be_altered_through_the_database() {
    let closed = ten_lines();
    let raw = closed.raw();
    for change in ["UPDATE journal SET actor = 'Eve' WHERE seq = 4", "DELETE FROM journal WHERE seq = 4"] {
        let refused = raw.execute(change, []).unwrap_err();
        assert!(refused.to_string().contains("write_once"), "{change}: {refused}");
    }
}

#[test]
fn lines_come_newest_first_and_by_subject() {
    let house = ten_lines().reopened();
    let window = Window { offset: 2, limit: 3 };
    let (page, about) = house
        .store
        .read(|reader| Ok::<_, StoreError>((reader.journal(None, window)?, reader.journal(Some("KE/4"), ALL)?)))
        .unwrap();
    assert_eq!(page.total, 10);
    assert_eq!(page.rows.iter().map(|line| line.seq).collect::<Vec<_>>(), [8, 7, 6]);
    let line = &about.rows[0];
    assert_eq!((about.total, line.seq, line.actor.as_str()), (1, 4, "Amina"));
    let expected = [("by", "d'Arc \"J\"\n"), ("destination", "CN")];
    assert_eq!(line.params, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}
