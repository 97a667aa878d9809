//! What was done, by whom, when? The office's journal, and the walk along its chain.

use tamga_origin::Timestamp;

use crate::error::OfficeError;
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::word::Word;

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// Running number.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What it is about: a number or id, or empty.
    pub about: String,
    /// What: `certificate.issued`, `outbox.receipt` …, with parameters.
    pub word: Word,
}

/// What the walk along the chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalVerified {
    /// Entries walked.
    pub entries: u64,
    /// The first entry that does not follow from the one before it.
    pub first_broken: Option<u64>,
}

impl Office {
    /// Journal lines, newest first; all, or those about one number or id.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn journal(&self, about: Option<&str>, window: Window) -> Result<Rows<JournalRow>, OfficeError> {
        let _ = (about, window);
        pending!()
    }

    /// Walks the hash chain.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn verify_journal(&self) -> Result<JournalVerified, OfficeError> {
        pending!()
    }
}
