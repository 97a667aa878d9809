//! Who may open an office folder, and what happens to a file that is not ours?

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use tamga_store::StoreError;

use crate::house::{ALL, House, at, open, write};

/// Names the folder to a second process that runs one test of this binary.
pub const FOLDER: &str = "TAMGA_STORE_TEST_FOLDER";

/// Runs one test of this binary in another process, with the folder named to it.
pub fn second_process(test: &str, folder: &std::path::Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(FOLDER, folder).stdout(Stdio::piped());
    command
}

#[test]
fn a_second_start_in_the_same_program_is_refused() {
    let house = House::new();
    assert!(matches!(open(&house.dir()), Err(StoreError::AlreadyOpen)));
    let dir = house.dir();
    let closed = house.closed();
    open(&dir).expect("the lock goes with the store");
    drop(closed);
}

#[test]
fn a_second_start_from_another_process_is_refused() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        let answer = match open(&PathBuf::from(folder)) {
            Ok(_) => "opened",
            Err(StoreError::AlreadyOpen) => "already open",
            Err(_) => "something else",
        };
        println!("second process: {answer}");
        return;
    }
    let ask = |folder: &std::path::Path| {
        let test = "opening::a_second_start_from_another_process_is_refused";
        let output = second_process(test, folder).output().unwrap();
        let lines: Vec<String> = output.stdout.lines().map(Result::unwrap).collect();
        lines.iter().find_map(|line| line.split_once("second process: ").map(|(_, answer)| answer.to_owned()))
    };
    let house = House::new();
    let dir = house.dir();
    assert_eq!(ask(&dir).as_deref(), Some("already open"));
    let closed = house.closed();
    assert_eq!(ask(&dir).as_deref(), Some("opened"), "with the first process gone the folder is free");
    drop(closed);
}

#[test]
fn a_process_that_lost_the_folder_cannot_write() {
    let house = House::new();
    let other = rusqlite::Connection::open(house.dir().join("office.db")).unwrap();
    other.execute("UPDATE device SET owner_epoch = owner_epoch + 1", []).unwrap();
    let refused = write(&house.store, 1, |tx| tx.setting_set("a", "b"));
    assert!(matches!(refused, Err(StoreError::LostOwnership)), "{refused:?}");
}

#[test]
fn a_newer_file_is_refused_and_left_as_it_is() {
    let closed = House::new().closed();
    closed.raw().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(closed.dir().join("office.db")).unwrap();
    let refused = open(&closed.dir());
    assert!(matches!(refused, Err(StoreError::NewerVersion { found: 99, known: 6 })), "{refused:?}");
    assert_eq!(fs::read(closed.dir().join("office.db")).unwrap(), before, "not a byte is touched");
}

#[test]
fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    let before = fs::read(&path).unwrap();
    let refused = open(folder.path());
    assert!(matches!(refused, Err(StoreError::ForeignDatabase)), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), before, "not a byte is touched");
}

#[test]
fn a_file_that_is_no_database_is_reported_as_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.db");
    fs::write(&path, vec![b'x'; 8192]).unwrap();
    let refused = open(folder.path());
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), vec![b'x'; 8192], "not a byte is touched");
}

#[test]
fn a_file_built_with_other_migrations_is_refused() {
    let closed = House::new().closed();
    closed.raw().execute("UPDATE migration SET sha256 = 'another'", []).unwrap();
    let refused = open(&closed.dir());
    assert!(matches!(refused, Err(StoreError::ChangedMigration { version: 1 })), "{refused:?}");
}

#[test]
fn a_write_without_a_journal_entry_does_not_happen() {
    let house = House::new();
    let refused = house.store.write("Amina", at(1), |tx| tx.setting_set("a", "b"));
    assert!(matches!(refused, Err(StoreError::Unjournalled)), "{refused:?}");
    assert_eq!(house.store.read(|reader| reader.setting("a")).unwrap(), None);
    house.store.write("Amina", at(1), |tx| tx.setting("a")).expect("looking needs no entry");
}

#[test]
fn a_write_that_fails_or_panics_leaves_nothing() {
    let house = House::new();
    let failed: Result<(), StoreError> = write(&house.store, 1, |tx| {
        tx.setting_set("a", "b")?;
        Err(StoreError::Busy)
    });
    assert!(failed.is_err());
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        write(&house.store, 1, |tx| -> Result<(), StoreError> {
            tx.setting_set("a", "b")?;
            panic!("in the middle of a write");
        })
    }));
    assert!(panicked.is_err());
    write(&house.store, 2, |tx| tx.setting_set("c", "d")).expect("the store works on");
    let (settings, lines) = house
        .store
        .read(|reader| Ok::<_, StoreError>((reader.settings("")?, reader.journal(None, ALL)?.total)))
        .unwrap();
    assert_eq!(settings, [("c".to_owned(), "d".to_owned())]);
    assert_eq!(lines, 1);
}

#[test]
fn readers_see_one_moment_while_somebody_writes() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.setting_set("a", "old")).unwrap();
    house
        .store
        .read(|reader| {
            assert_eq!(reader.setting("a")?.as_deref(), Some("old"));
            write(&house.store, 2, |tx| tx.setting_set("a", "new"))?;
            assert_eq!(reader.setting("a")?.as_deref(), Some("old"), "the view does not move under a reader");
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(house.store.read(|reader| reader.setting("a")).unwrap().as_deref(), Some("new"));
}

#[test]
fn a_copy_made_while_work_goes_on_can_be_opened() {
    let house = House::new();
    write(&house.store, 1, |tx| tx.setting_set("a", "b")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    house.store.back_up(&folder.path().join("office.db")).unwrap();
    let copy = open(folder.path()).unwrap();
    assert_eq!(copy.read(|reader| reader.setting("a")).unwrap().as_deref(), Some("b"));
    assert_eq!(copy.quick_check().unwrap(), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn only_this_user_can_read_the_office() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new();
    write(&house.store, 1, |tx| tx.document_keep(b"<co/>", "application/xml")).unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(house.dir()), 0o700);
    for file in ["office.db", "office.db-wal", "office.lock"] {
        assert_eq!(mode(house.dir().join(file)), 0o600, "{file}");
    }
    let documents = fs::read_dir(house.dir().join("documents")).unwrap();
    assert!(documents.map(|entry| mode(entry.unwrap().path())).all(|mode| mode == 0o600));
}

/// Lines a second process prints, as they come.
pub fn lines(child: &mut std::process::Child) -> impl Iterator<Item = String> + use<> {
    BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok)
}
