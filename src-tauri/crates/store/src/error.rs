//! What can be wrong with the world when something is kept or found? What is wrong with a document is not here.

use std::io;

/// What went wrong in the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another program has this office folder open.
    #[error("another program has this office folder open")]
    AlreadyOpen,
    /// Another process took the profile over; this one may not write any more.
    #[error("another process took this office folder over")]
    LostOwnership,
    /// The database was written by a newer version.
    #[error("the database has schema {found}, this program knows {known}")]
    NewerVersion {
        /// Schema version of the file.
        found: u32,
        /// Newest schema version this program knows.
        known: u32,
    },
    /// The file is a database, but not one of ours.
    #[error("the file office.db belongs to another program")]
    ForeignDatabase,
    /// A released migration is not the one the database was built with.
    #[error("migration {version} differs from the one this database was built with")]
    ChangedMigration {
        /// Its version.
        version: u32,
    },
    /// The database file is damaged.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// No space is left; the ballast has been released so that receipts can still be stored.
    #[error("the disk is full")]
    DiskFull,
    /// Another reader or writer held the database too long.
    #[error("the database is busy")]
    Busy,
    /// Somebody saved it since it was read.
    #[error("{what} {id} has been changed since it was read")]
    Stale {
        /// The noun.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// Nothing has that id.
    #[error("no {what} {id}")]
    NotFound {
        /// The noun.
        what: &'static str,
        /// The id that was asked for.
        id: String,
    },
    /// Something already has that key.
    #[error("{what} {id} is already there")]
    AlreadyThere {
        /// The noun.
        what: &'static str,
        /// Its key.
        id: String,
    },
    /// No open block has a number left.
    #[error("no number is left for {issuer} under {agreement}")]
    NumberBlockEmpty {
        /// Issuing body.
        issuer: String,
        /// Agreement asked for.
        agreement: String,
    },
    /// The number is not reserved for this use.
    #[error("number {number} is {state}, not reserved")]
    NumberUsed {
        /// The number.
        number: String,
        /// Its state.
        state: String,
    },
    /// A state may not be left that way.
    #[error("{what} {id} cannot go from {from} to {to}")]
    StateConflict {
        /// The noun.
        what: &'static str,
        /// Its id.
        id: String,
        /// State it is in.
        from: String,
        /// State that was asked for.
        to: String,
    },
    /// A state was asked for that needs a proof which is not there.
    #[error("{id} cannot become {state} without evidence")]
    EvidenceMissing {
        /// Submission.
        id: String,
        /// State asked for.
        state: String,
    },
    /// A second person is needed, other than the one who acts.
    #[error("a second person has to agree")]
    SecondPersonMissing,
    /// The row may already have left, so it cannot be given up without a confirmed void.
    #[error("{id} may have left; give it up only after the gateway confirmed a void")]
    MayHaveLeft {
        /// Submission.
        id: String,
    },
    /// More was claimed than is left.
    #[error("item {sequence} has {left} left, {asked} was asked for")]
    QuantityExceeded {
        /// Goods item.
        sequence: u32,
        /// What is left, canonical decimal.
        left: String,
        /// What was asked for.
        asked: String,
    },
    /// A quantity was asked for in another unit than the certified one.
    #[error("item {sequence} is certified in {certified}, {asked} was asked for")]
    UnitDiffers {
        /// Goods item.
        sequence: u32,
        /// Unit of the certificate, Rec 20.
        certified: String,
        /// Unit that was asked for.
        asked: String,
    },
    /// A text that should be a decimal, a date or an id is not one.
    #[error("{what} cannot be read: {text}")]
    Unreadable {
        /// What it should be.
        what: &'static str,
        /// The text.
        text: String,
    },
    /// A file that a row names is missing.
    #[error("the file {name} is missing")]
    FileMissing {
        /// Name inside the office folder.
        name: String,
    },
    /// A file does not hold the bytes its name promises.
    #[error("the file {name} does not hold the bytes it should")]
    FileChanged {
        /// Name inside the office folder.
        name: String,
    },
    /// A row that is kept for ever was to be changed.
    #[error("a row that is kept for ever was to be changed")]
    WriteOnce,
    /// A row breaks a rule of the schema.
    #[error("a rule of the store does not allow this: {0}")]
    Rule(String),
    /// A write left no journal entry.
    #[error("a write left no journal entry")]
    Unjournalled,
    /// A file could not be read or written.
    #[error("a file could not be read or written")]
    File(#[source] io::Error),
    /// The database answered with an error.
    #[error("the database answered with an error")]
    Database(#[source] rusqlite::Error),
}

impl StoreError {
    pub(crate) fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }

    pub(crate) fn stale(what: &'static str, id: impl ToString) -> Self {
        Self::Stale { what, id: id.to_string() }
    }

    pub(crate) fn unreadable(what: &'static str, text: impl ToString) -> Self {
        Self::Unreadable { what, text: text.to_string() }
    }

    /// Is it a unique constraint?
    pub(crate) fn is_unique(error: &rusqlite::Error) -> bool {
        matches!(error, rusqlite::Error::SqliteFailure(code, _)
            if code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE
                || code.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
    }

    /// `AlreadyThere` for a unique constraint, the usual mapping for everything else.
    pub(crate) fn taken(what: &'static str, id: impl ToString) -> impl FnOnce(rusqlite::Error) -> Self {
        let id = id.to_string();
        move |error| if Self::is_unique(&error) { Self::AlreadyThere { what, id } } else { error.into() }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::File(error),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let rusqlite::Error::SqliteFailure(code, words) = &error else { return Self::Database(error) };
        let words = words.clone().unwrap_or_default();
        match code.code {
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt(words),
            ErrorCode::ConstraintViolation if words == "write_once" => Self::WriteOnce,
            ErrorCode::ConstraintViolation => Self::Rule(words),
            _ => Self::Database(error),
        }
    }
}
