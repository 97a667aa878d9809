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
        let page = self.read(|reader| Ok(reader.journal(about, window.store())?))?;
        Ok(Rows::from_page(page, window, row))
    }

    /// Walks the hash chain.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn verify_journal(&self) -> Result<JournalVerified, OfficeError> {
        let check = self.read(|reader| Ok(reader.journal_check()?))?;
        Ok(JournalVerified { entries: check.lines, first_broken: check.broken_at })
    }
}

/// A line as people read it.
pub(crate) fn row(row: tamga_store::JournalRow) -> JournalRow {
    let tamga_store::JournalRow { seq, at, actor, what, subject, params } = row;
    JournalRow { seq, at, who: actor, about: subject, word: Word { code: what, params } }
}
