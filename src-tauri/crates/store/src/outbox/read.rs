//! What do people and the planner see of the outbox? Rows, counts and the question whether any row is forgotten.

use rusqlite::Row;
use tamga_origin::Timestamp;

use super::{IN_CUSTODY, STRANDS, WAITS};
use crate::error::StoreError;
use crate::files::sha256_hex;
use crate::row::{Where, at, at_if, whole_if};
use crate::store::{Page, Reader, Window};

/// A row of the outbox, without its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// The submission.
    pub submission_id: String,
    /// Route it leaves on.
    pub route: String,
    /// `co.issue`, `co.cancel`, `co.response` …
    pub kind: String,
    /// Who sends.
    pub party: String,
    /// Issuing body of the certificate it is about.
    pub issuer: String,
    /// Its number.
    pub co_number: String,
    /// Revision it carries or answers.
    pub revision: u32,
    /// Running number of an answer or query.
    pub number: Option<u64>,
    /// What the far side also counts as the same thing.
    pub business_key: String,
    /// Country code, or empty.
    pub destination: String,
    /// SHA-256 of the envelope, hex.
    pub env_sha: String,
    /// SHA-256 of the document, hex.
    pub doc_sha: String,
    /// Submission that has to be in custody first.
    pub depends_on: Option<String>,
    /// `queued`, `sending`, `waiting`, `blocked`, `accepted`, `delivered`, `answered`, `rejected`, `conflict`,
    /// `abandoned`.
    pub state: String,
    /// Kind of the last fault, or empty.
    pub class: String,
    /// Why it is blocked, rejected or abandoned, or empty.
    pub reason: String,
    /// Why nothing leaves on its route until somebody puts it right, while it waits there; or empty.
    pub stopped: String,
    /// When waiting: the next try.
    pub next_at: Option<Timestamp>,
    /// Due attempts that failed in a row.
    pub failures: u32,
    /// The same local fault, so many times in a row.
    pub local_faults: u32,
    /// How many had passed on its route when the gateway stumbled over it first, while it does.
    pub odd_since: Option<u64>,
    /// Does the gateway stumble over it while others pass?
    pub is_suspect: bool,
    /// While it is a suspect: the gateway's last trace id, or empty.
    pub trace: String,
    /// Does a wake-up ask for it now?
    pub is_woken: bool,
    /// All attempts ever.
    pub attempts: u32,
    /// May a byte of some attempt have left?
    pub may_have_left: bool,
    /// Copied to a bundle?
    pub is_carried: bool,
    /// Latest outcome customs gave, or empty.
    pub answer: String,
    /// When our gateway took it.
    pub accepted_at: Option<Timestamp>,
    /// When it arrived abroad.
    pub delivered_at: Option<Timestamp>,
    /// When customs answered last.
    pub answered_at: Option<Timestamp>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
}

/// A row the planner may move: queued or waiting, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovableRow {
    /// The submission.
    pub submission_id: String,
    /// When it is due; `None` is at once.
    pub next_at: Option<Timestamp>,
    /// Due attempts that failed in a row.
    pub failures: u32,
    /// The same local fault, so many times in a row.
    pub local_faults: u32,
    /// All attempts ever.
    pub attempts: u32,
    /// How many had passed on its route when the gateway stumbled over it first, while it does.
    pub odd_since: Option<u64>,
    /// Does the gateway stumble over it while others pass?
    pub is_suspect: bool,
    /// Does a wake-up ask for it now?
    pub is_woken: bool,
    /// Is the submission it depends on not in custody yet?
    pub is_held_back: bool,
}

/// What happened to the submissions queued in a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayLine {
    /// Queued.
    pub issued: u64,
    /// Of those, in custody at the gateway.
    pub received: u64,
    /// Of those, tried without knowing whether they arrived.
    pub unknown: u64,
}

const COLUMNS: &str =
    "submission_id, route, kind, party, issuer, co_number, revision, number, business_key, destination,
  env_sha, doc_sha, depends_on, state, class, reason, coalesce((SELECT way.blocked FROM route AS way
    WHERE way.id = outbox.route AND outbox.state IN ('queued', 'waiting')), '') AS stopped, next_at, n, local_faults, odd_since, suspect,
  CASE suspect WHEN 1 THEN coalesce((SELECT try.trace FROM attempt AS try WHERE try.submission_id = outbox.submission_id
    AND try.trace <> '' ORDER BY try.n DESC LIMIT 1), '') ELSE '' END AS trace, woken, attempts, may_have_left, carried,
  answer, accepted_at, delivered_at, answered_at, created_at, updated_at";

fn outbox_row(row: &Row<'_>) -> rusqlite::Result<OutboxRow> {
    Ok(OutboxRow {
        submission_id: row.get("submission_id")?,
        route: row.get("route")?,
        kind: row.get("kind")?,
        party: row.get("party")?,
        issuer: row.get("issuer")?,
        co_number: row.get("co_number")?,
        revision: row.get("revision")?,
        number: whole_if(row, "number")?,
        business_key: row.get("business_key")?,
        destination: row.get("destination")?,
        env_sha: row.get("env_sha")?,
        doc_sha: row.get("doc_sha")?,
        depends_on: row.get("depends_on")?,
        state: row.get("state")?,
        class: row.get("class")?,
        reason: row.get("reason")?,
        stopped: row.get("stopped")?,
        next_at: at_if(row, "next_at")?,
        failures: row.get("n")?,
        local_faults: row.get("local_faults")?,
        odd_since: whole_if(row, "odd_since")?,
        is_suspect: row.get("suspect")?,
        trace: row.get("trace")?,
        is_woken: row.get("woken")?,
        attempts: row.get("attempts")?,
        may_have_left: row.get("may_have_left")?,
        is_carried: row.get("carried")?,
        answer: row.get("answer")?,
        accepted_at: at_if(row, "accepted_at")?,
        delivered_at: at_if(row, "delivered_at")?,
        answered_at: at_if(row, "answered_at")?,
        created_at: at(row, "created_at")?,
        updated_at: at(row, "updated_at")?,
    })
}

impl Reader<'_> {
    /// One row.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn outbox_row(&self, submission_id: &str) -> Result<OutboxRow, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM outbox WHERE submission_id = ?1"), [submission_id], outbox_row)?
            .ok_or_else(|| StoreError::not_found("submission", submission_id))
    }

    /// The frozen envelope of a row; its digest is checked.
    ///
    /// # Errors
    /// `NotFound`, `FileChanged`.
    pub fn outbox_envelope(&self, submission_id: &str) -> Result<Vec<u8>, StoreError> {
        let (envelope, env_sha) = self
            .one("SELECT env, env_sha FROM outbox WHERE submission_id = ?1", [submission_id], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?))
            })?
            .ok_or_else(|| StoreError::not_found("submission", submission_id))?;
        if sha256_hex(&envelope) == env_sha {
            Ok(envelope)
        } else {
            Err(StoreError::FileChanged { name: submission_id.to_owned() })
        }
    }

    /// Rows of a route that wait to be sent, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn outbox_movable(&self, route: &str) -> Result<Vec<MovableRow>, StoreError> {
        self.all(
            &format!(
                "SELECT o.submission_id, o.next_at, o.n, o.local_faults, o.attempts, o.odd_since, o.suspect, o.woken,
                   coalesce(first.state NOT IN {IN_CUSTODY}, 0) AS held_back
                 FROM outbox AS o LEFT JOIN outbox AS first ON first.submission_id = o.depends_on
                 WHERE o.route = ?1 AND o.state IN {WAITS} ORDER BY o.created_at, o.device_epoch, o.device_seq"
            ),
            [route],
            |row| {
                Ok(MovableRow {
                    submission_id: row.get("submission_id")?,
                    next_at: at_if(row, "next_at")?,
                    failures: row.get("n")?,
                    local_faults: row.get("local_faults")?,
                    attempts: row.get("attempts")?,
                    odd_since: whole_if(row, "odd_since")?,
                    is_suspect: row.get("suspect")?,
                    is_woken: row.get("woken")?,
                    is_held_back: row.get("held_back")?,
                })
            },
        )
    }

    /// Rows that fit a condition of this room, oldest first.
    pub(crate) fn outbox_where(&self, fits: &str) -> Result<Vec<OutboxRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM outbox WHERE {fits} ORDER BY created_at, device_epoch, device_seq");
        self.all(&sql, [], outbox_row)
    }

    /// Attempts that run now on a route.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn outbox_in_flight(&self, route: &str) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM outbox WHERE route = ?1 AND state = 'sending'", [route])
    }

    /// The outbox, newest first; without `show_delivered`, only what still concerns somebody.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn outbox(&self, show_delivered: bool, window: Window) -> Result<Page<OutboxRow>, StoreError> {
        let mut fits = Where::default();
        if !show_delivered {
            fits.and("state NOT IN ('delivered', 'answered', 'abandoned')", []);
        }
        self.page([COLUMNS, "outbox", "", "created_at DESC, device_seq DESC"], &fits, window, outbox_row)
    }

    /// Rows about one certificate, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn outbox_about(&self, issuer: &str, co_number: &str) -> Result<Vec<OutboxRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM outbox WHERE issuer = ?1 AND co_number = ?2 ORDER BY revision, created_at, device_seq"
        );
        self.all(&sql, (issuer, co_number), outbox_row)
    }

    /// The day line: of what was queued from `from` up to `to`, how much is in custody and how much is uncertain.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn outbox_day(&self, from: Timestamp, to: Timestamp) -> Result<DayLine, StoreError> {
        let span = (from.millis(), to.millis());
        let of_day = "SELECT count(*) FROM outbox WHERE created_at >= ?1 AND created_at < ?2";
        Ok(DayLine {
            issued: self.count(of_day, span)?,
            received: self.count(&format!("{of_day} AND state IN {IN_CUSTODY}"), span)?,
            unknown: self.count(
                &format!("{of_day} AND may_have_left = 1 AND state IN ('queued', 'sending', 'waiting', 'blocked')"),
                span,
            )?,
        })
    }

    /// Rows that nobody will move: there must be none, ever. A row being sent belongs to this run and has an attempt
    /// under way; a waiting row has a time and a route the worker knows; nothing waits for a row that is over.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn rows_nobody_moves(&self, boot_id: &str) -> Result<Vec<String>, StoreError> {
        self.all(
            &format!(
                "SELECT o.submission_id FROM outbox AS o
                 WHERE (o.state = 'sending' AND (o.owner_boot <> ?1 OR NOT EXISTS (
                          SELECT 1 FROM attempt AS a WHERE a.submission_id = o.submission_id AND a.n = o.attempts
                            AND a.ended IS NULL)))
                    OR (o.state IN {WAITS} AND o.depends_on IN (SELECT submission_id FROM outbox WHERE {STRANDS}))
                    OR (o.state IN {WAITS} AND NOT EXISTS (SELECT 1 FROM route WHERE id = o.route))
                    OR (o.state = 'waiting' AND o.next_at IS NULL)
                    OR (o.state = 'blocked' AND o.reason = '')
                 ORDER BY o.created_at"
            ),
            [boot_id],
            |row| row.get(0),
        )
    }
}
