//! Is the file layer itself honest? A database on it works as on any disk, a store that does not flush is caught, and a
//! folder nobody watches is left alone.

use rusqlite::Connection;
use tamga_disk::{Chance, Disk, Plan, Survival};

fn made(path: &std::path::Path, synchronous: &str) -> Connection {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = {synchronous}; CREATE TABLE t (n INTEGER PRIMARY KEY, x TEXT);"
    ))
    .unwrap();
    conn
}

fn count(path: &std::path::Path) -> i64 {
    Connection::open(path).unwrap().query_row("SELECT count(*) FROM t", [], |row| row.get(0)).unwrap()
}

/// Commits so many rows, cuts the power, and counts what is left when nothing unflushed survived.
fn left_of_ten(synchronous: &str) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::watch(folder.path());
    let path = folder.path().join("some.db");
    let conn = made(&path, synchronous);
    // The table itself is safe in either mode.
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    for n in 0..10 {
        conn.execute("INSERT INTO t VALUES (?1, 'row')", [n]).unwrap();
    }
    disk.cut();
    drop(conn);
    disk.power_up(Survival::Nothing, &mut Chance::new(1)).unwrap();
    count(&path)
}

#[test]
fn a_store_that_does_not_flush_its_commits_is_caught() {
    assert_eq!(left_of_ten("FULL"), 10, "what was committed and flushed is there");
    assert_eq!(left_of_ten("NORMAL"), 0, "what was committed and not flushed is not");
}

#[test]
fn a_cut_leaves_a_database_that_opens_and_lets_work_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::watch(folder.path());
    let path = folder.path().join("some.db");
    let mut conn = made(&path, "FULL");
    let mut chance = Chance::new(7);
    let mut told = 0_i64;
    for round in 0..40 {
        disk.plan(Plan::CutAt(1 + chance.below(12)));
        while conn.execute("INSERT INTO t (x) VALUES (?1)", [round]).is_ok() {
            told += 1;
        }
        assert!(disk.is_off() && conn.execute_batch("SELECT * FROM t").is_err(), "without power nothing works");
        drop(conn);
        disk.power_up(Survival::Torn { sector: 512 }, &mut chance).unwrap();
        let left = count(&path);
        assert!(left == told || left == told + 1, "round {round}: {told} were told, {left} are there");
        told = left;
        conn = Connection::open(&path).unwrap();
        conn.pragma_update(None, "synchronous", "FULL").unwrap();
    }
}

#[test]
fn a_folder_nobody_watches_is_left_alone() {
    let (watched, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let disk = Disk::watch(watched.path());
    disk.cut();
    let path = other.path().join("some.db");
    made(&path, "FULL").execute("INSERT INTO t VALUES (1, 'row')", []).unwrap();
    assert_eq!(count(&path), 1);
    assert!(Connection::open(watched.path().join("some.db")).is_err());
    drop(disk);
    made(&watched.path().join("some.db"), "FULL");
}
