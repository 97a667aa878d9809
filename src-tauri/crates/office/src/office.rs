//! What is an office? One folder, opened by one program at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use tamga_codes::Codes;
use tamga_courier::FolderTransport;
use tamga_formats::ProfileError;
use tamga_origin::profile::Profiles;
use tamga_origin::trust::StatusLists;
use tamga_origin::{Date, IssuingBody, Place, Timestamp};
use tamga_paper::Typefaces;
use tamga_seal::{Batch, KeyRing, OfferedEvidence};
use tamga_store::{Reader, Store, StoreError, StoreKey, Tx};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use crate::agreements;
use crate::changes::{Changes, Notices, Tag};
use crate::codes::UsedCodes;
use crate::error::OfficeError;
use crate::far_clock::FarClock;
use crate::folder;
use crate::partner::{self, Partner};
use crate::status::Line;
use crate::surroundings::Surroundings;
use crate::trust;

/// Which desks an office has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfficeRole {
    /// An issuing desk.
    Issue,
    /// A border desk.
    Receive,
    /// Both.
    Both,
}

impl OfficeRole {
    /// The word in `office.toml`: `issue`, `receive`, `both`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Receive => "receive",
            Self::Both => "both",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Issue, Self::Receive, Self::Both].into_iter().find(|role| role.word() == word)
    }

    /// Has it an issuing desk?
    pub fn issues(self) -> bool {
        matches!(self, Self::Issue | Self::Both)
    }

    /// Has it a border desk?
    pub fn receives(self) -> bool {
        matches!(self, Self::Receive | Self::Both)
    }
}

/// What a new office is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOffice {
    /// Its desks.
    pub role: OfficeRole,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Name people know it by.
    pub name: String,
    /// The issuing body, its code as in the trust list; needed to issue.
    pub issuer: Option<IssuingBody>,
    /// Place of issue, printed and signed.
    pub place: Place,
    /// Party under which it answers, as its gateway registered it; needed to receive.
    pub party: String,
    /// Person at the desk, for certificates and journal.
    pub person: String,
    /// Title of the person.
    pub title: String,
    /// For demonstration only: every page and screen says so.
    pub demonstration: bool,
}

/// What an office is; kept in `office.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeFacts {
    /// What it was told when it was made.
    pub told: NewOffice,
    /// When it was made.
    pub made_at: Timestamp,
}

/// An office that this process holds alone. Calls block.
pub struct Office {
    dir: PathBuf,
    facts: OfficeFacts,
    surroundings: Surroundings,
    pub(crate) store: Store,
    pub(crate) profiles: Arc<Profiles>,
    pub(crate) refused_agreement_files: Vec<(String, Vec<ProfileError>)>,
    /// Texts of the office's own profile files by the id of their profile.
    pub(crate) own_forms: BTreeMap<String, String>,
    pub(crate) trust: RwLock<trust::Believed>,
    /// Status lists held, as far as their signatures hold by the trust list in force.
    pub(crate) status: RwLock<Arc<StatusLists>>,
    pub(crate) partner: watch::Sender<Option<Partner>>,
    pub(crate) wake: Notify,
    /// Tells the listeners of boxes that the computer's network has changed.
    pub(crate) network: watch::Sender<()>,
    pub(crate) line: Line,
    pub(crate) far_clock: FarClock,
    pub(crate) answer_key: Mutex<Option<Batch>>,
    /// Where new keys' other halves are to lie; none unless the program that opened the office said so.
    pub(crate) key_ring: OnceLock<Arc<dyn KeyRing>>,
    /// Held while a PIN is tried and counted.
    pub(crate) pins: Mutex<()>,
    /// Submissions whose attempt is being made by this run right now.
    pub(crate) under_way: Mutex<BTreeSet<Uuid>>,
    /// Did something change since what is owed was settled last? True at the start of every run.
    pub(crate) owes: AtomicBool,
    /// Roads into folders that are open, by route.
    pub(crate) folder_roads: Mutex<BTreeMap<String, Arc<FolderTransport>>>,
    /// Held while bundles are packed, so that no two take the same numbers.
    pub(crate) packing: Mutex<()>,
    /// Held while inbox items are written down, so that two boxes never take the same item in.
    pub(crate) receiving: tokio::sync::Mutex<()>,
    typefaces: OnceLock<Typefaces>,
    /// The code lists, opened when they are asked for the first time and after each change.
    pub(crate) codes: RwLock<Option<Arc<Codes>>>,
    /// Wakes the worker that fetches evidence.
    pub(crate) evidence_wake: Notify,
    /// Wakes the worker that looks for newer lists.
    pub(crate) lists_wake: Notify,
    /// The last look for newer lists in this run.
    pub(crate) looked: Mutex<Option<trust::Looked>>,
    /// Answers about revocation at hand, read once.
    pub(crate) at_hand: Mutex<Option<Arc<OfferedEvidence>>>,
    /// Goods codes used before; read again when drafts or certificates change.
    pub(crate) used_codes: Mutex<Option<UsedCodes>>,
    notices: Notices,
}

impl Office {
    /// Makes an office folder and opens it. The folder must be empty or missing.
    ///
    /// # Errors
    /// `FolderTaken`, and what [`Office::open`] answers.
    pub fn create(dir: &Path, new: NewOffice, surroundings: Surroundings) -> Result<Arc<Self>, OfficeError> {
        if !folder::is_free(dir)? {
            return Err(OfficeError::FolderTaken(dir.to_owned()));
        }
        if new.role.issues() && new.issuer.as_ref().is_none_or(|issuer| issuer.code.is_empty()) {
            return Err(OfficeError::Senseless("an office that issues without an issuing body"));
        }
        if new.role.receives() && new.party.is_empty() {
            return Err(OfficeError::Senseless("an office that receives without a party"));
        }
        folder::write(dir, &OfficeFacts { told: new, made_at: surroundings.now() })?;
        Self::open(dir, surroundings)
    }

    /// Is there an office in this folder?
    pub fn is_in(dir: &Path) -> bool {
        folder::holds_office(dir)
    }

    /// Opens an office folder: takes its lock, brings the schema up to date, and puts right what a killed run left
    /// (reserved numbers become void, rows found sending wait again, files without a row are put aside).
    ///
    /// # Errors
    /// `NoOffice`, second start, newer database, damage, full disk.
    pub fn open(dir: &Path, surroundings: Surroundings) -> Result<Arc<Self>, OfficeError> {
        let facts = folder::read(dir)?;
        let store = Store::open(dir, StoreKey::Plain, surroundings.now())?;
        recover(&store, &surroundings)?;
        let trust = trust::load(&store)?;
        let status = trust::load_status(&store, &trust)?;
        let partner = partner::load(&store)?;
        let forms = agreements::load(dir)?;
        Ok(Arc::new(Self {
            dir: dir.to_owned(),
            facts,
            surroundings,
            store,
            profiles: forms.profiles,
            refused_agreement_files: forms.refused,
            own_forms: forms.own,
            trust: RwLock::new(trust),
            status: RwLock::new(Arc::new(status)),
            partner: watch::Sender::new(partner),
            wake: Notify::new(),
            network: watch::Sender::new(()),
            line: Line::default(),
            far_clock: FarClock::default(),
            answer_key: Mutex::new(None),
            key_ring: OnceLock::new(),
            pins: Mutex::new(()),
            under_way: Mutex::new(BTreeSet::new()),
            owes: AtomicBool::new(true),
            folder_roads: Mutex::new(BTreeMap::new()),
            packing: Mutex::new(()),
            receiving: tokio::sync::Mutex::new(()),
            typefaces: OnceLock::new(),
            codes: RwLock::new(None),
            evidence_wake: Notify::new(),
            lists_wake: Notify::new(),
            looked: Mutex::new(None),
            at_hand: Mutex::new(None),
            used_codes: Mutex::new(None),
            notices: Notices::new(),
        }))
    }

    /// What the office is.
    pub fn facts(&self) -> &OfficeFacts {
        &self.facts
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What it takes from outside.
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// From now on new keys are bound to this key ring where it can be used, and keys that are bound to it open. Said
    /// once, by the program that opened the office; a second call changes nothing.
    pub fn use_key_ring(&self, ring: Arc<dyn KeyRing>) {
        // Whoever came first stays: a key must not change its place while it is in use.
        let _ = self.key_ring.set(ring);
    }

    /// Today, by the office's clock.
    pub fn today(&self) -> Date {
        self.now().date()
    }

    /// Hears of changes from now on.
    pub fn subscribe(&self) -> Changes {
        self.notices.subscribe()
    }

    /// Limits the database file to so many pages of 4 KiB: a quota, beyond which writes answer as on a full disk.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn set_quota(&self, pages: u32) -> Result<(), OfficeError> {
        Ok(self.store.limit_pages(pages)?)
    }

    /// Tells everybody who subscribed.
    pub(crate) fn changed(&self, tags: &[Tag]) {
        self.forget_used_codes(tags);
        self.notices.tell(tags);
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.surroundings.now()
    }

    /// Who acts at the desk, for the journal.
    pub(crate) fn person(&self) -> &str {
        if self.facts.told.person.is_empty() { "desk" } else { &self.facts.told.person }
    }

    /// A write by the person at the desk.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&Tx<'_>) -> Result<T, OfficeError>) -> Result<T, OfficeError> {
        self.store.write(self.person(), self.now(), change)
    }

    /// A write by one of the workers.
    pub(crate) fn write_as_worker<T>(
        &self,
        change: impl FnOnce(&Tx<'_>) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        self.store.write(WORKER, self.now(), change)
    }

    pub(crate) fn read<T>(&self, look: impl FnOnce(&Reader<'_>) -> Result<T, OfficeError>) -> Result<T, OfficeError> {
        self.store.read(look)
    }

    /// The issuing body, or the word that this office issues nothing.
    pub(crate) fn issuer(&self) -> Result<&IssuingBody, OfficeError> {
        let issuer = self.facts.told.issuer.as_ref().filter(|_| self.facts.told.role.issues());
        issuer.ok_or(OfficeError::NotThisDesk("issue"))
    }

    /// Nothing when the office has a border desk.
    pub(crate) fn must_receive(&self) -> Result<(), OfficeError> {
        if self.facts.told.role.receives() { Ok(()) } else { Err(OfficeError::NotThisDesk("receive")) }
    }

    /// The typefaces, loaded once.
    pub(crate) fn typefaces(&self) -> Result<&Typefaces, OfficeError> {
        if let Some(loaded) = self.typefaces.get() {
            return Ok(loaded);
        }
        let loaded = Typefaces::load(&Typefaces::usual_paths())?;
        Ok(self.typefaces.get_or_init(|| loaded))
    }
}

impl std::fmt::Debug for Office {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").field("dir", &self.dir).finish_non_exhaustive()
    }
}

/// The name of the workers in the journal.
const WORKER: &str = "worker";

/// Puts right what a killed run left behind.
fn recover(store: &Store, surroundings: &Surroundings) -> Result<(), OfficeError> {
    let now = surroundings.now();
    if store.read(|reader| reader.device())?.id.is_empty() {
        let device = surroundings.uuid()?.to_string();
        store.write(WORKER, now, |tx| {
            tx.device_name(&device)?;
            tx.journal_add("office.made", "", &[])
        })?;
    }
    let strays = store.quarantine_strays()?;
    store.write(WORKER, now, |tx| {
        for number in tx.numbers_void_of_dead_runs(&surroundings.boot_id, "run_ended")? {
            tx.journal_add("number.void", &number.number, &[("number", &number.number), ("reason", "run_ended")])?;
        }
        for found in tx.outbox_recover(&surroundings.boot_id)? {
            tx.journal_add("outbox.recovered", &found.submission_id, &[])?;
        }
        for stray in &strays {
            tx.journal_add("file.stray", &stray.name, &[("folder", stray.folder)])?;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(())
}
