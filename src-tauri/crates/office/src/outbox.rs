//! What leaves this office, and how far has it come? The list people see; the worker that sends is in `workers`.

use tamga_origin::Timestamp;
use tamga_protocol::{Kind, ReceiptClaims, Role};
use tamga_store::{Reader, Tx};
use uuid::Uuid;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::give_up::OutboxAct;
use crate::lamps::{Facts, Lamps};
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
    /// What a person can do about it.
    pub acts: &'static [OutboxAct],
}

/// The outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbox {
    /// The lines, newest first.
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

/// Under which name it stands that sending is paused.
const PAUSED: &str = "office.sending_paused";

impl Office {
    /// The outbox.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn outbox(&self, window: Window, show_delivered: bool) -> Result<Outbox, OfficeError> {
        let paused = self.is_sending_paused()?;
        let midnight = Timestamp::midnight(self.today());
        self.read(|reader| {
            let page = reader.outbox(show_delivered, window.store())?;
            let counts = reader.counts(midnight)?;
            let rows = page.rows.into_iter().map(|row| line(reader, row, paused)).collect::<Result<_, _>>()?;
            Ok(Outbox {
                rows: Rows { rows, total: page.total, offset: window.offset },
                paused,
                issued_today: counts.issued_today,
                delivered_today: counts.delivered_today,
                under_way: counts.under_way,
                needs_you: counts.needs_you,
                last_delivery: counts.last_delivery,
            })
        })
    }

    /// Asks for a try now: of one submission, or of all that wait. The worker wakes at once; what was blocked by
    /// something a person may have put right is tried again.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn send_now(&self, id: Option<Uuid>) -> Result<(), OfficeError> {
        self.write(|tx| {
            match id.map(|id| id.to_string()) {
                Some(id) => {
                    let row = tx.outbox_row(&id)?;
                    if row.state == "blocked" {
                        tx.outbox_requeue(&id)?;
                    }
                    unblock(tx, &row.route)?;
                    tx.outbox_wake_one(&id)?;
                    tx.journal_add("outbox.woken", &row.co_number, &[("number", &row.co_number)])?;
                }
                None => {
                    for reason in MENDABLE {
                        tx.outbox_requeue_all(reason)?;
                    }
                    for route in tx.routes()? {
                        unblock(tx, &route.id)?;
                        tx.outbox_wake(&route.id)?;
                    }
                    tx.journal_add("outbox.woken", "", &[])?;
                }
            }
            Ok(())
        })?;
        self.wake.notify_one();
        self.changed(&[Tag::Outbox, Tag::App]);
        Ok(())
    }

    /// Pauses or resumes sending; receiving goes on.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn pause_sending(&self, paused: bool) -> Result<(), OfficeError> {
        self.write(|tx| {
            tx.setting_set(PAUSED, if paused { "yes" } else { "no" })?;
            tx.journal_add(if paused { "outbox.paused" } else { "outbox.resumed" }, "", &[])?;
            Ok(())
        })?;
        self.wake.notify_one();
        self.changed(&[Tag::Outbox, Tag::App, Tag::Journal]);
        Ok(())
    }

    /// Is sending paused?
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_sending_paused(&self) -> Result<bool, OfficeError> {
        Ok(self.read(|reader| Ok(reader.setting(PAUSED)?))?.as_deref() == Some("yes"))
    }
}

/// What a person may have put right by now; a poisoned item or a refused predecessor is not among it.
const MENDABLE: [&str; 5] = ["auth", "clock", "version", "operator", "disk"];

/// Lets a route try again that waits for something a person may have put right.
fn unblock(tx: &Tx<'_>, route: &str) -> Result<(), OfficeError> {
    let mut row = tx.route(route)?;
    if MENDABLE.contains(&row.blocked.as_str()) {
        row.blocked.clear();
        tx.route_put(&row)?;
    }
    Ok(())
}

fn line(reader: &Reader<'_>, row: tamga_store::OutboxRow, paused: bool) -> Result<OutboxRow, OfficeError> {
    let facts = Facts::of_row(&row, is_by_office(reader, &row.submission_id, &row.state)?);
    let kind = match (Kind::parse(&row.kind), row.kind.as_str()) {
        (Kind::Issue, _) => "issue",
        (Kind::Declaration, _) => "declaration",
        (Kind::Replace, _) => "replace",
        (Kind::Cancel, _) => "cancel",
        // What an answer says stands in its document; uses of it name the submission.
        (Kind::Response, _) => {
            match reader.uses(&row.issuer, &row.co_number)?.iter().any(|one| one.answer == row.submission_id) {
                true => "utilisation",
                false => "answer",
            }
        }
        (Kind::Query | Kind::QueryAnswer, _) => "query",
        (Kind::Verify, _) => "verify",
        (Kind::VerifyAnswer, _) => "verify_answer",
        (Kind::Other(_), word) => word,
    };
    Ok(OutboxRow {
        id: Uuid::parse_str(&row.submission_id).map_err(|_| OfficeError::Senseless("a submission without an id"))?,
        number: row.co_number.clone(),
        kind: kind.to_owned(),
        destination: row.destination.clone(),
        state: facts.delivery(),
        lamps: facts.lamps(),
        since: row.created_at,
        attempts: row.attempts,
        next_try: row.next_at.filter(|_| row.state == "waiting" && row.stopped.is_empty()),
        what_now: facts.what_now(paused),
        acts: OutboxAct::of(&row.state),
    })
}

/// Is the receipt one of an office server, which has to pass it on yet?
pub(crate) fn is_by_office(reader: &Reader<'_>, submission: &str, state: &str) -> Result<bool, OfficeError> {
    if state != "accepted" {
        return Ok(false);
    }
    let receipts = reader.evidence(submission)?;
    let office = |claims: &str| serde_json::from_str::<ReceiptClaims>(claims).is_ok_and(|it| it.rol == Role::Office);
    Ok(receipts.iter().any(|proof| proof.kind == "receipt" && office(&proof.claims)))
}
