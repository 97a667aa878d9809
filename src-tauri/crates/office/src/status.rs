//! What stands in the line under everything? Connection, outbox, key, trust list.

use tamga_origin::Timestamp;

use crate::error::OfficeError;
use crate::office::Office;
use crate::word::Word;

/// The status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// `line.online`, `line.offline`, `line.paused`, `line.no_partner`.
    pub line: Word,
    /// Submissions not in custody yet.
    pub outbox_waiting: u64,
    /// Submissions that wait for a person.
    pub outbox_needs_you: u64,
    /// `key.ready`, `key.locked`, `key.none`, `key.expired`.
    pub key: Word,
    /// `trust.fresh`, `trust.ageing`, `trust.old`, `trust.none`; params `age_days`, `issued_at`.
    pub trust: Word,
    /// Last backup, when there was one.
    pub last_backup: Option<Timestamp>,
}

impl Office {
    /// The status line.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn status(&self) -> Result<Status, OfficeError> {
        pending!()
    }
}
