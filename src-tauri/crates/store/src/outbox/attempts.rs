//! What was tried? T2, written before the first byte leaves, and what a new run makes of attempts that an older one
//! left open.

use tamga_origin::Timestamp;

use super::{IN_CUSTODY, STRANDS, WAITS};
use crate::error::StoreError;
use crate::row::{at, at_if};
use crate::store::{Reader, Tx};

/// Attempts of a row that are kept in full: the first ones and the last ones.
const KEPT_FIRST: u32 = 20;
const KEPT_LAST: u32 = 50;

/// An attempt that is about to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptStart {
    /// The submission.
    pub submission_id: String,
    /// Run of the program that makes it.
    pub boot_id: String,
    /// Milliseconds of monotonic time in that run.
    pub mono: i64,
}

/// A try to hand a submission over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptRow {
    /// 1 for the first.
    pub n: u32,
    /// Run of the program that made it.
    pub boot_id: String,
    /// Start, by the computer's clock.
    pub started_at: Timestamp,
    /// End; `None` while it runs.
    pub ended_at: Option<Timestamp>,
    /// `accepted`, `duplicate`, `rejected`, `not-sent`, `unknown`.
    pub outcome: Option<String>,
    /// May a byte have left?
    pub left_us: Option<bool>,
    /// Kind of the fault, or empty.
    pub class: String,
    /// HTTP status, where there was one.
    pub status: Option<u16>,
    /// Trace id of the gateway, or empty.
    pub trace: String,
    /// What the far side said, shortened.
    pub words: String,
}

/// A row that an older run was sending when it ended, or an attempt that it left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The submission.
    pub submission_id: String,
    /// The attempt that stayed open.
    pub attempt: u32,
}

impl Reader<'_> {
    /// The attempts of a submission, oldest first; of very many, the first 20 and the last 50.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn attempts(&self, submission_id: &str) -> Result<Vec<AttemptRow>, StoreError> {
        self.all(
            "SELECT n, boot_id, wall, ended, outcome, left_us, class, status, trace, words FROM attempt
             WHERE submission_id = ?1 ORDER BY n",
            [submission_id],
            |row| {
                Ok(AttemptRow {
                    n: row.get("n")?,
                    boot_id: row.get("boot_id")?,
                    started_at: at(row, "wall")?,
                    ended_at: at_if(row, "ended")?,
                    outcome: row.get("outcome")?,
                    left_us: row.get("left_us")?,
                    class: row.get("class")?,
                    status: row.get("status")?,
                    trace: row.get("trace")?,
                    words: row.get("words")?,
                })
            },
        )
    }
}

impl Tx<'_> {
    /// T2: enters the attempt and moves the row to `sending`. Has to be committed before the first byte leaves.
    /// Answers with the number of the attempt.
    ///
    /// # Errors
    /// `NotFound`; `StateConflict` when the row is not queued or waiting, or waits for another one.
    pub fn outbox_begin(&self, start: &AttemptStart) -> Result<u32, StoreError> {
        let row = self.outbox_row(&start.submission_id)?;
        let conflict = |from: String| StoreError::StateConflict {
            what: "submission",
            id: start.submission_id.clone(),
            from,
            to: "sending".to_owned(),
        };
        if !matches!(row.state.as_str(), "queued" | "waiting") {
            return Err(conflict(row.state));
        }
        if let Some(first) = &row.depends_on
            && self.count(
                &format!("SELECT count(*) FROM outbox WHERE submission_id = ?1 AND state IN {IN_CUSTODY}"),
                [first],
            )? == 0
        {
            return Err(conflict(format!("{} behind {first}", row.state)));
        }
        let n = row.attempts + 1;
        self.run(
            "INSERT INTO attempt (submission_id, n, boot_id, wall, mono) VALUES (?1, ?2, ?3, ?4, ?5)",
            (&start.submission_id, n, &start.boot_id, self.now.millis(), start.mono),
        )?;
        self.run(
            "UPDATE outbox SET state = 'sending', owner_boot = ?2, attempts = ?3, woken = 0, updated_at = ?4
             WHERE submission_id = ?1",
            (&start.submission_id, &start.boot_id, n, self.now.millis()),
        )?;
        self.run(
            "DELETE FROM attempt WHERE submission_id = ?1 AND n > ?2 AND n <= ?3",
            (&start.submission_id, KEPT_FIRST, n.saturating_sub(KEPT_LAST)),
        )?;
        Ok(n)
    }

    /// At the start of a run: what an older run was sending waits again, due at once, not knowing whether it arrived.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn outbox_recover(&self, boot_id: &str) -> Result<Vec<Recovered>, StoreError> {
        // News from the inbox may have moved a row on while its attempt was still open.
        let recovered = self.all(
            "SELECT submission_id, attempts AS attempt FROM outbox WHERE state = 'sending' AND owner_boot <> ?1
             UNION SELECT submission_id, n AS attempt FROM attempt WHERE ended IS NULL AND boot_id <> ?1
             ORDER BY submission_id, attempt",
            [boot_id],
            |row| Ok(Recovered { submission_id: row.get(0)?, attempt: row.get(1)? }),
        )?;
        self.run(
            "UPDATE attempt SET ended = ?2, outcome = 'unknown', left_us = 1, class = 'unknown'
             WHERE ended IS NULL AND boot_id <> ?1",
            (boot_id, self.now.millis()),
        )?;
        self.run(
            "UPDATE outbox SET state = 'waiting', next_at = ?2, class = 'unknown', may_have_left = 1, owner_boot = '',
               updated_at = ?2
             WHERE state = 'sending' AND owner_boot <> ?1",
            (boot_id, self.now.millis()),
        )?;
        self.outbox_block_stranded()?;
        Ok(recovered)
    }

    /// Attempts this run began and nobody is making any more, because the task that made them broke off: as at the
    /// start of a run, they wait again. `alive` are the submissions that are being handed over right now.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn outbox_let_go(&self, boot_id: &str, alive: &[String]) -> Result<Vec<Recovered>, StoreError> {
        let mut left = self.all(
            "SELECT submission_id, attempts FROM outbox WHERE state = 'sending' AND owner_boot = ?1
             ORDER BY created_at, device_seq",
            [boot_id],
            |row| Ok(Recovered { submission_id: row.get(0)?, attempt: row.get(1)? }),
        )?;
        left.retain(|row| !alive.contains(&row.submission_id));
        for Recovered { submission_id, attempt } in &left {
            self.run(
                "UPDATE attempt SET ended = ?3, outcome = 'unknown', left_us = 1, class = 'unknown'
                 WHERE submission_id = ?1 AND n = ?2 AND ended IS NULL",
                (submission_id, attempt, self.now.millis()),
            )?;
            self.run(
                "UPDATE outbox SET state = 'waiting', next_at = ?2, class = 'unknown', may_have_left = 1,
                   owner_boot = '', updated_at = ?2
                 WHERE submission_id = ?1",
                (submission_id, self.now.millis()),
            )?;
        }
        self.outbox_block_stranded()?;
        Ok(left)
    }

    /// What waits behind a row that is over, or behind one that does, would wait for ever; a person has to look at it.
    pub(super) fn outbox_block_stranded(&self) -> Result<(), StoreError> {
        let sql = format!(
            "UPDATE outbox SET state = 'blocked', reason = 'dependency', updated_at = ?1
             WHERE state IN {WAITS} AND depends_on IN (SELECT submission_id FROM outbox WHERE {STRANDS})"
        );
        while self.run(&sql, [self.now.millis()])? > 0 {}
        Ok(())
    }
}
