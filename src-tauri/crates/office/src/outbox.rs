//! What leaves this office, and how far has it come? The list people see; the worker that sends is in `workers`.

use tamga_origin::Timestamp;
use uuid::Uuid;

use crate::error::OfficeError;
use crate::lamps::Lamps;
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::word::Word;

/// A line of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// The submission.
    pub id: Uuid,
    /// Certificate number.
    pub number: String,
    /// `issue`, `replace`, `cancel`, `answer` or `utilisation`.
    pub kind: String,
    /// Destination country, or empty.
    pub destination: String,
    /// `delivery.*`.
    pub state: Word,
    /// The three lamps.
    pub lamps: Lamps,
    /// Since when it is here.
    pub since: Timestamp,
    /// Attempts so far.
    pub attempts: u32,
    /// Next try, when one is planned.
    pub next_try: Option<Timestamp>,
    /// `now.*`.
    pub what_now: Word,
}

/// The outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// The lines, those that need somebody first.
    pub rows: Rows<OutboxRow>,
    /// Sending is paused.
    pub paused: bool,
    /// Certificates issued today.
    pub issued_today: u64,
    /// Submissions delivered today.
    pub delivered_today: u64,
    /// Not in custody yet.
    pub under_way: u64,
    /// Waits for a person.
    pub needs_you: u64,
    /// The last delivery.
    pub last_delivery: Option<Timestamp>,
}

impl Office {
    /// The outbox.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outbox(&self, window: Window, show_delivered: bool) -> Result<Outbox, OfficeError> {
        let _ = (window, show_delivered);
        pending!()
    }

    /// Asks for a try now: of one submission, or of all that wait. The worker wakes at once; what was blocked by
    /// something a person may have put right is tried again.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn send_now(&self, id: Option<Uuid>) -> Result<(), OfficeError> {
        let _ = id;
        pending!()
    }

    /// Pauses or resumes sending; receiving goes on.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn pause_sending(&self, paused: bool) -> Result<(), OfficeError> {
        let _ = paused;
        pending!()
    }

    /// Is sending paused?
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_sending_paused(&self) -> Result<bool, OfficeError> {
        pending!()
    }
}
