//! A full disk, and the end of the process at any moment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tamga_store::{AttemptStart, CertificateFilter, Settlement, Store, StoreError, T3};

use crate::house::{ALL, House, ISSUER, at, block, issue, open, proof, uuid, write};
use crate::opening::{FOLDER, lines, second_process};

fn pages(house: &House) -> u32 {
    let raw = rusqlite::Connection::open(house.dir().join("office.db")).unwrap();
    raw.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap()
}

/// Rows of everything an issue writes.
fn rows(store: &Store) -> [u64; 4] {
    store
        .read(|reader| {
            Ok::<_, StoreError>([
                reader.certificates(&CertificateFilter::default(), ALL)?.total,
                reader.outbox(true, ALL)?.total,
                reader.journal(None, ALL)?.total,
                reader.device()?.seq,
            ])
        })
        .unwrap()
}

#[test]
fn a_full_disk_stops_issuing_whole_and_lets_it_go_on_later() {
    let house = House::new();
    write(&house.store, 0, |tx| tx.number_block_add(&block(1, 9999))).unwrap();
    issue(&house.store, "run", 1, at(1)).unwrap();
    assert!(!house.store.is_space_short());

    house.store.limit_pages(pages(&house) + 4).unwrap();
    let mut before = rows(&house.store);
    let mut failed = None;
    for n in 2..200 {
        match issue(&house.store, "run", n, at(2)) {
            Ok(_) => before = rows(&house.store),
            Err(error) => {
                failed = Some((n, error));
                break;
            }
        }
    }
    let (n, error) = failed.expect("the limit is reached");
    assert!(matches!(error, StoreError::DiskFull), "{error}");
    let [certificates, submissions, _, seq] = rows(&house.store);
    assert_eq!([certificates, submissions, seq], [before[0], before[1], before[3]], "nothing is half-written");
    let half = house.store.read(|reader| reader.outbox_row(&uuid(n)));
    assert!(matches!(half, Err(StoreError::NotFound { .. })));
    assert!(house.store.is_space_short(), "the ballast is let go, so that receipts can still be stored");
    assert_eq!(house.store.quick_check().unwrap(), Vec::<String>::new());

    house.store.limit_pages(1_000_000).unwrap();
    house.store.restore_ballast().unwrap();
    assert!(!house.store.is_space_short());
    issue(&house.store, "run", n, at(3)).expect("with space, the same certificate is issued");
    assert_eq!(house.store.read(|reader| reader.journal_check()).unwrap().broken_at, None);
    let strays = house.store.quarantine_strays().unwrap();
    assert!(strays.iter().all(|stray| stray.folder == "documents" || stray.folder == "envelopes"), "{strays:?}");
}

/// Issues and sends in a loop, telling each step after its commit; until it is killed.
fn work_for_ever(folder: &Path) {
    let store = open(folder).unwrap();
    let boot = format!("boot-{}", std::process::id());
    write(&store, 1, |tx| {
        tx.outbox_recover(&boot)?;
        tx.numbers_void_of_dead_runs(&boot, "the program ended")
    })
    .unwrap();
    let first = store.read(|reader| reader.device()).unwrap().seq + 1;
    for n in first.. {
        let id = issue(&store, &boot, n, at(1)).unwrap();
        println!("\nissued {id}");
        let start = AttemptStart { submission_id: id.clone(), boot_id: boot.clone(), mono: 1 };
        let attempt = write(&store, 2, |tx| tx.outbox_begin(&start)).unwrap();
        let end = T3 {
            submission_id: id.clone(),
            attempt,
            outcome: "accepted".to_owned(),
            left_us: true,
            class: String::new(),
            status: Some(201),
            trace: String::new(),
            words: String::new(),
            evidence: vec![proof("receipt", 3)],
            change: Settlement::Accepted,
        };
        write(&store, 3, |tx| tx.outbox_settle(&end)).unwrap();
        println!("\naccepted {id}");
    }
}

/// What a killed process told about before it ended.
#[derive(Default)]
struct Told {
    issued: BTreeSet<String>,
    accepted: BTreeSet<String>,
}

/// Everything that has to hold in the folder of a killed process.
fn check(folder: &Path, told: &Told) {
    let store = open(folder).unwrap();
    assert_eq!(store.quick_check().unwrap(), Vec::<String>::new());
    let strays = store.quarantine_strays().unwrap();
    assert!(strays.len() <= 2, "at most the files of one unfinished write: {strays:?}");
    write(&store, 9, |tx| tx.outbox_recover("after")).unwrap();
    store
        .read(|reader| {
            assert_eq!(reader.journal_check()?.broken_at, None);
            assert_eq!(reader.rows_nobody_moves("after")?, Vec::<String>::new());
            let rows = reader.outbox(true, tamga_store::Window { offset: 0, limit: 1_000_000 })?.rows;
            let certificates = reader.certificates(&CertificateFilter::default(), ALL)?.total;
            assert_eq!(rows.len() as u64, certificates, "each certificate has its submission");
            let numbers: BTreeSet<_> = rows.iter().map(|row| row.co_number.clone()).collect();
            assert_eq!(numbers.len(), rows.len(), "no number twice");
            for row in &rows {
                let number = reader.number(ISSUER, &row.co_number)?.unwrap();
                assert_eq!((number.state.as_str(), number.submission_id.as_ref()), ("used", Some(&row.submission_id)));
                reader.document_bytes(&row.doc_sha)?;
                reader.outbox_envelope(&row.submission_id)?;
                assert!(matches!(row.state.as_str(), "queued" | "waiting" | "accepted"), "{}", row.state);
                assert!(
                    row.state == "accepted" || !told.accepted.contains(&row.submission_id),
                    "an acceptance is lost"
                );
            }
            let there: BTreeSet<_> = rows.into_iter().map(|row| row.submission_id).collect();
            assert!(told.issued.is_subset(&there), "an issued certificate is lost");
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn a_process_killed_while_it_writes_loses_and_doubles_nothing() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        work_for_ever(&PathBuf::from(folder));
        return;
    }
    let house = House::new();
    write(&house.store, 0, |tx| tx.number_block_add(&block(1, 99_999))).unwrap();
    let closed = house.closed();
    let mut told = Told::default();
    for round in 0..12_usize {
        let test = "faults::a_process_killed_while_it_writes_loses_and_doubles_nothing";
        let mut child = second_process(test, &closed.dir()).spawn().unwrap();
        let enough = 1 + round * 5 % 13;
        let mut steps = 0;
        // The kill falls anywhere into what follows the last line read.
        for line in lines(&mut child) {
            match line.split_once(' ') {
                Some(("issued", id)) => told.issued.insert(id.to_owned()),
                Some(("accepted", id)) => told.accepted.insert(id.to_owned()),
                _ => continue,
            };
            steps += 1;
            if steps == enough {
                break;
            }
        }
        assert_eq!(steps, enough, "the process ended by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        check(&closed.dir(), &told);
    }
}
