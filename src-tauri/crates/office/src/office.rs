//! What is an office? One folder, opened by one program at a time.

use std::path::Path;
use std::sync::Arc;

use tamga_origin::{Date, IssuingBody, Place, Timestamp};

use crate::changes::{Changes, Tag};
use crate::error::OfficeError;
use crate::surroundings::Surroundings;

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
    surroundings: Surroundings,
}

impl Office {
    /// Makes an office folder and opens it. The folder must be empty or missing.
    ///
    /// # Errors
    /// `AlreadyThere`, and what [`Office::open`] answers.
    pub fn create(dir: &Path, new: NewOffice, surroundings: Surroundings) -> Result<Arc<Self>, OfficeError> {
        let _ = (dir, new, surroundings);
        pending!()
    }

    /// Opens an office folder: takes its lock, brings the schema up to date, and puts right what a killed run left
    /// (reserved numbers become void, rows found sending wait again).
    ///
    /// # Errors
    /// `NoOffice`, second start, newer database, damage, full disk.
    pub fn open(dir: &Path, surroundings: Surroundings) -> Result<Arc<Self>, OfficeError> {
        let _ = (dir, surroundings);
        pending!()
    }

    /// What the office is.
    pub fn facts(&self) -> &OfficeFacts {
        pending!()
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        pending!()
    }

    /// Today, by the office's clock.
    pub fn today(&self) -> Date {
        self.surroundings.now().date()
    }

    /// Hears of changes from now on.
    pub fn subscribe(&self) -> Changes {
        pending!()
    }

    /// Tells everybody who subscribed.
    pub(crate) fn changed(&self, tags: &[Tag]) {
        let _ = tags;
    }
}
