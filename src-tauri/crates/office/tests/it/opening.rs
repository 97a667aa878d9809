//! An office is opened by one program at a time, by one that knows its schema, and tells who cannot.

use std::fs;

use tamga_office::{ErrorCode, Office, OfficeRole};

use crate::help::{World, happened, issued, new_chamber, ready_draft};

#[test]
fn a_second_start_is_refused_and_the_first_goes_on() {
    let world = World::new();
    let office = world.chamber();
    let second = Office::open(&world.path("chamber"), world.surroundings()).unwrap_err();
    assert_eq!(second.code(), ErrorCode::SecondStart);
    ready_draft(&office);
    drop(office);
    assert_eq!(world.open("chamber").drafts(tamga_office::Window::first(5)).unwrap().total, 1);
}

#[test]
fn an_office_is_made_only_where_nothing_lies() {
    let world = World::new();
    let path = world.path("here");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("letter.txt"), "mine").unwrap();
    let error = Office::create(&path, new_chamber(), world.surroundings()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StateConflict);
    assert_eq!(fs::read_dir(&path).unwrap().count(), 1, "nothing was put beside it");
    assert_eq!(Office::open(&path, world.surroundings()).unwrap_err().code(), ErrorCode::NotFound);
}

#[test]
fn what_an_office_was_told_is_there_again() {
    let world = World::new();
    let made = Office::create(&world.path("one"), new_chamber(), world.surroundings()).unwrap();
    let facts = made.facts().clone();
    drop(made);
    let opened = world.open("one");
    assert_eq!(*opened.facts(), facts);
    assert_eq!(opened.facts().told.role, OfficeRole::Issue);
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let world = World::new();
    drop(world.chamber());
    let file = world.path("chamber").join("office.db");
    let mut bytes = fs::read(&file).unwrap();
    // The schema version stands in the header, at offset 60, four bytes, most significant first.
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(&file, &bytes).unwrap();
    let error = Office::open(&world.path("chamber"), world.surroundings()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::DatabaseNewer);
    assert_eq!(error.params()[0], ("found", "9999".to_owned()));
    assert_eq!(fs::read(&file).unwrap(), bytes, "not a byte was touched");
}

#[test]
fn the_journal_follows_without_a_gap_and_a_restart_adds_nothing() {
    let world = World::new();
    let office = world.chamber();
    issued(&office);
    let before = happened(&office);
    assert_eq!(before.first().map(String::as_str), Some("office.made"));
    for word in ["trust.pinned", "trust.imported", "number.reserved", "outbox.queued", "certificate.issued"] {
        assert!(before.iter().any(|code| code == word), "{word} is written down");
    }
    drop(office);
    let office = world.open("chamber");
    assert_eq!(happened(&office), before, "nothing happened by opening it");
    let walked = office.verify_journal().unwrap();
    assert_eq!((walked.entries, walked.first_broken), (before.len() as u64, None));
}

#[test]
fn secrets_lie_outside_the_database_readable_by_this_user_only() {
    let world = World::new();
    drop(world.post());
    let dir = world.path("post").join("secrets.plain");
    let names: Vec<_> = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "the gateway's secret and the passphrase of the answers: {names:?}");
    for name in &names {
        let meta = fs::metadata(dir.join(name)).unwrap();
        assert!(meta.len() > 0);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777, 0o600, "{name:?}");
    }
    let secret = fs::read(dir.join("client-secret")).unwrap();
    for file in ["office.db", "office.toml"] {
        let bytes = fs::read(world.path("post").join(file)).unwrap();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{file} holds no secret");
    }
}

#[test]
fn the_doctor_finds_nothing_wrong_with_a_healthy_office() {
    let world = World::new();
    for office in [world.chamber(), world.post()] {
        let ill: Vec<_> = office
            .doctor()
            .unwrap()
            .into_iter()
            .filter(|check| check.health != tamga_office::doctor::Health::Good)
            .collect();
        assert!(ill.is_empty(), "{ill:?}");
    }
}
