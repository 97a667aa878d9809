//! A real office behind an app, for the tests of this crate.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tamga_api::wire::{ApiError, FilePurpose, Tag};
use tamga_api::{App, Body, Desks, Dialogs, Reply, answer};
use tamga_office::codes::find_beside;
use tamga_office::{Clock, NewOffice, Office, OfficeRole, Surroundings};
use tamga_origin::{IssuingBody, Place, Timestamp};

/// A clock that tests move.
pub struct Hands(AtomicI64);

impl Hands {
    pub fn forward(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_780_000_000_000 + self.0.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.load(Ordering::SeqCst)).unwrap())
    }
}

/// Answers a dialog with one path.
pub struct Answers(pub std::path::PathBuf);

impl Dialogs for Answers {
    fn open(&self, _purpose: FilePurpose) -> Option<std::path::PathBuf> {
        Some(self.0.clone())
    }

    fn folder(&self) -> Option<std::path::PathBuf> {
        Some(self.0.clone())
    }

    fn save(&self, name: &str) -> Option<std::path::PathBuf> {
        Some(self.0.join(name))
    }
}

/// An app with what a test looks at.
pub struct Bench {
    pub app: Arc<App>,
    pub hands: Arc<Hands>,
    pub told: Arc<Mutex<Vec<Tag>>>,
    pub folder: tempfile::TempDir,
    pub surroundings: Surroundings,
}

impl Bench {
    /// An app that has no office yet.
    pub fn closed() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hands = Arc::new(Hands(AtomicI64::new(0)));
        let surroundings = Surroundings {
            clock: Arc::clone(&hands) as Arc<dyn Clock>,
            chance: tamga_office::surroundings::system_chance(),
            boot_id: "test".into(),
            code_lists: std::env::current_exe().ok().and_then(|program| find_beside(&program)),
        };
        let told = Arc::new(Mutex::new(Vec::new()));
        let hears = Arc::clone(&told);
        let app = Arc::new(App::new(
            surroundings.clone(),
            Box::new(Answers(folder.path().to_path_buf())),
            Box::new(move |tags| hears.lock().unwrap().extend(tags)),
        ));
        Self { app, hands, told, folder, surroundings }
    }

    /// An app with an office of that role.
    pub fn with(role: OfficeRole) -> Self {
        Self::made(new_office(role, true))
    }

    /// An app with that office.
    pub fn made(new: NewOffice) -> Self {
        let bench = Self::closed();
        let office = Office::create(&bench.folder.path().join("office"), new, bench.surroundings.clone());
        bench.app.open(Desks::of(office.expect("an office can be made")));
        bench.told.lock().unwrap().clear();
        bench
    }

    pub fn ask(&self, command: &str, request: Value) -> Result<Value, Box<ApiError>> {
        match answer(&self.app, command, Body::Json(json!({ "request": request })))? {
            Reply::Json(text) => Ok(serde_json::from_str(&text).expect("an answer is JSON")),
            Reply::Raw(bytes) => panic!("{} bytes came where JSON was expected", bytes.len()),
        }
    }

    pub fn hand(&self, command: &str, bytes: &[u8]) -> Result<Value, Box<ApiError>> {
        match answer(&self.app, command, Body::Raw(bytes.to_vec()))? {
            Reply::Json(text) => Ok(serde_json::from_str(&text).expect("an answer is JSON")),
            Reply::Raw(_) => panic!("bytes came where JSON was expected"),
        }
    }
}

pub fn new_office(role: OfficeRole, demonstration: bool) -> NewOffice {
    NewOffice {
        role,
        country: "AU".into(),
        name: "Quay Chamber".into(),
        issuer: Some(IssuingBody { code: "AU-QC".into(), name: "Quay Chamber".into(), ..Default::default() }),
        place: Place { code: "AUSYD".into(), name: "Sydney".into() },
        party: "AU.CUSTOMS".into(),
        person: "A. Otieno".into(),
        title: "Officer".into(),
        demonstration,
    }
}
