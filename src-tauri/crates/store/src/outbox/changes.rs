//! How does a row move on? By the end of an attempt (T3), by signed news from the gateway, or by a person. Each way
//! forward names its proof; no way leads back.

use tamga_origin::Timestamp;

use super::{NewEvidence, OutboxRow, WAITS};
use crate::error::StoreError;
use crate::row::int;
use crate::store::Tx;

/// What becomes of a row after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// In custody; needs a receipt.
    Accepted,
    /// Refused for good; needs a refusal.
    Rejected {
        /// Code of the reason.
        reason: String,
    },
    /// Its id or number carries something else there; needs a refusal.
    Conflict {
        /// Code of the reason.
        reason: String,
    },
    /// Tried again.
    Waiting {
        /// When.
        next_at: Timestamp,
        /// Due attempts that failed in a row.
        failures: u32,
        /// The same local fault, so many times in a row.
        local_faults: u32,
        /// How many had passed on its route when the gateway stumbled over it first, while it does.
        odd_since: Option<u64>,
        /// Passed so many others meanwhile that this row is the cause?
        is_suspect: bool,
    },
    /// Stays until something is put right.
    Blocked {
        /// What, as a word.
        reason: String,
    },
}

impl Settlement {
    fn state(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected { .. } => "rejected",
            Self::Conflict { .. } => "conflict",
            Self::Waiting { .. } => "waiting",
            Self::Blocked { .. } => "blocked",
        }
    }

    fn proof(&self) -> Option<&'static str> {
        match self {
            Self::Accepted => Some("receipt"),
            Self::Rejected { .. } | Self::Conflict { .. } => Some("refusal"),
            Self::Waiting { .. } | Self::Blocked { .. } => None,
        }
    }
}

/// The end of an attempt: everything that is stored about it in one write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct T3 {
    /// The submission.
    pub submission_id: String,
    /// Number of the attempt.
    pub attempt: u32,
    /// `accepted`, `duplicate`, `rejected`, `not-sent`, `unknown`.
    pub outcome: String,
    /// May a byte have left?
    pub left_us: bool,
    /// Kind of the fault, or empty.
    pub class: String,
    /// HTTP status, where there was one.
    pub status: Option<u16>,
    /// Trace id of the gateway, or empty.
    pub trace: String,
    /// What the far side said, shortened.
    pub words: String,
    /// Verified proofs it brought.
    pub evidence: Vec<NewEvidence>,
    /// What becomes of the row.
    pub change: Settlement,
}

/// What signed news from the gateway says about an own submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advance {
    /// In custody at our gateway; proven by a receipt.
    Accepted,
    /// In custody abroad; proven by a delivery.
    Delivered,
    /// Customs answered; proven by the answer.
    Answered {
        /// `accepted`, `accepted_with_warnings`, `refused`.
        outcome: String,
        /// Running number of that party's answers; only a higher one replaces what is shown.
        number: u64,
    },
    /// Refused after it was in custody; proven by a refusal.
    Rejected {
        /// Code of the reason.
        reason: String,
    },
}

impl Advance {
    fn state(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Answered { .. } => "answered",
            Self::Rejected { .. } => "rejected",
        }
    }

    fn proof(&self) -> &'static str {
        match self {
            Self::Accepted => "receipt",
            Self::Delivered => "delivery",
            Self::Answered { .. } => "answer",
            Self::Rejected { .. } => "refusal",
        }
    }
}

/// How far a row has come on its way; a state that is no station of it counts as the start.
fn station(state: &str) -> u8 {
    match state {
        "accepted" => 1,
        "delivered" => 2,
        "answered" => 3,
        _ => 0,
    }
}

fn is_over(state: &str) -> bool {
    matches!(state, "rejected" | "abandoned")
}

fn first_at(evidence: &[NewEvidence], kind: &str) -> Option<i64> {
    evidence.iter().find(|proof| proof.kind == kind).map(|proof| proof.at.millis())
}

impl Tx<'_> {
    /// T3: closes the attempt, keeps its proofs and moves the row. News that came in meanwhile is not taken back.
    /// Answers with the row as it stands then.
    ///
    /// # Errors
    /// `NotFound`; `EvidenceMissing` when the change needs a proof that neither came nor is kept.
    pub fn outbox_settle(&self, end: &T3) -> Result<OutboxRow, StoreError> {
        let id = &end.submission_id;
        let row = self.outbox_row(id)?;
        let now = self.now.millis();
        let closed = self.run(
            "UPDATE attempt SET ended = ?3, outcome = ?4, left_us = ?5, class = ?6, status = ?7, trace = ?8, words = ?9
             WHERE submission_id = ?1 AND n = ?2 AND ended IS NULL",
            (id, end.attempt, now, &end.outcome, end.left_us, &end.class, end.status, &end.trace, &end.words),
        )?;
        if closed == 0 {
            return Err(StoreError::not_found("attempt", format!("{id} {}", end.attempt)));
        }
        for proof in &end.evidence {
            self.evidence_add(id, proof)?;
        }
        if let Some(kind) = end.change.proof()
            && !self.has_evidence(id, &[kind])?
        {
            return Err(StoreError::EvidenceMissing { id: id.clone(), state: end.change.state().to_owned() });
        }
        self.run(
            "UPDATE outbox SET may_have_left = max(may_have_left, ?2), updated_at = ?3 WHERE submission_id = ?1",
            (id, end.left_us, now),
        )?;
        // An event from the inbox may have been faster than the answer to the request.
        if row.state == "sending" {
            let (next_at, failures, local_faults, odd_since, is_suspect) = match &end.change {
                Settlement::Waiting { next_at, failures, local_faults, odd_since, is_suspect } => {
                    (Some(*next_at), *failures, *local_faults, *odd_since, *is_suspect)
                }
                _ => (None, 0, 0, None, false),
            };
            let reason = match &end.change {
                Settlement::Rejected { reason } | Settlement::Conflict { reason } | Settlement::Blocked { reason } => {
                    reason.as_str()
                }
                Settlement::Accepted | Settlement::Waiting { .. } => "",
            };
            self.run(
                "UPDATE outbox SET state = ?2, owner_boot = '', class = ?3, reason = ?4, next_at = ?5, n = ?6,
                   local_faults = ?7, accepted_at = CASE WHEN ?2 = 'accepted' THEN ?8 ELSE accepted_at END,
                   odd_since = ?9, suspect = ?10
                 WHERE submission_id = ?1",
                (
                    id,
                    end.change.state(),
                    &end.class,
                    reason,
                    next_at.map(Timestamp::millis),
                    failures,
                    local_faults,
                    first_at(&end.evidence, "receipt").unwrap_or(now),
                    odd_since.map(int),
                    is_suspect,
                ),
            )?;
        }
        self.outbox_block_stranded()?;
        self.outbox_row(id)
    }

    /// Moves a row by signed news, wherever the row stands; what it already passed changes nothing but is kept as
    /// evidence. Answers with the row as it stands then: a row that is over stays over, and the caller sees the
    /// contradiction.
    ///
    /// # Errors
    /// `NotFound`; `EvidenceMissing` when the proof is of another kind.
    pub fn outbox_advance(&self, id: &str, to: &Advance, proof: &NewEvidence) -> Result<OutboxRow, StoreError> {
        let row = self.outbox_row(id)?;
        if proof.kind != to.proof() {
            return Err(StoreError::EvidenceMissing { id: id.to_owned(), state: to.state().to_owned() });
        }
        self.evidence_add(id, proof)?;
        if is_over(&row.state) {
            return Ok(row);
        }
        match to {
            Advance::Rejected { reason } => {
                if station(&row.state) < station("delivered") {
                    self.outbox_move(id, to.state())?;
                    self.run("UPDATE outbox SET reason = ?2 WHERE submission_id = ?1", (id, reason))?;
                }
            }
            Advance::Accepted | Advance::Delivered | Advance::Answered { .. } => {
                if station(to.state()) > station(&row.state) {
                    if row.state == "conflict" {
                        // Custody of these very bytes settles what a person was to decide.
                        self.outbox_move(id, "accepted")?;
                    }
                    self.outbox_move(id, to.state())?;
                }
                self.outbox_stamp(id, to, proof.at)?;
            }
        }
        self.outbox_block_stranded()?;
        self.outbox_row(id)
    }

    fn outbox_move(&self, id: &str, state: &str) -> Result<(), StoreError> {
        self.run(
            "UPDATE outbox SET state = ?2, owner_boot = '', next_at = NULL, class = '', reason = '', woken = 0,
               odd_since = NULL, suspect = 0, updated_at = ?3 WHERE submission_id = ?1 AND state <> ?2",
            (id, state, self.now.millis()),
        )?;
        Ok(())
    }

    /// The times people see; an answer implies that it arrived.
    fn outbox_stamp(&self, id: &str, to: &Advance, at: Timestamp) -> Result<(), StoreError> {
        let at = at.millis();
        match to {
            Advance::Accepted => {
                self.run(
                    "UPDATE outbox SET accepted_at = coalesce(accepted_at, ?2) WHERE submission_id = ?1",
                    (id, at),
                )?;
            }
            Advance::Delivered => {
                self.run(
                    "UPDATE outbox SET delivered_at = coalesce(delivered_at, ?2) WHERE submission_id = ?1",
                    (id, at),
                )?;
            }
            Advance::Answered { outcome, number } => {
                self.run(
                    "UPDATE outbox SET delivered_at = coalesce(delivered_at, ?2), answered_at = ?2, answer = ?3,
                       answer_number = ?4
                     WHERE submission_id = ?1 AND (answer = '' OR answer_number < ?4)",
                    (id, at, outcome, int(*number)),
                )?;
            }
            Advance::Rejected { .. } => {}
        }
        Ok(())
    }

    /// Wakes what waits on a route: the planner then tries before it is due. Answers with the number of rows.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn outbox_wake(&self, route: &str) -> Result<usize, StoreError> {
        Ok(self.run(
            &format!("UPDATE outbox SET woken = 1 WHERE route = ?1 AND woken = 0 AND state IN {WAITS}"),
            [route],
        )?)
    }

    /// Wakes one row ("Send now"). One that is not waiting stays as it is.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn outbox_wake_one(&self, id: &str) -> Result<(), StoreError> {
        self.outbox_row(id)?;
        self.run(&format!("UPDATE outbox SET woken = 1 WHERE submission_id = ?1 AND state IN {WAITS}"), [id])?;
        Ok(())
    }

    /// Makes a waiting row due at another time, as when waiters are let go after the road came back.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn outbox_due(&self, id: &str, at: Timestamp) -> Result<(), StoreError> {
        self.run("UPDATE outbox SET next_at = ?2 WHERE submission_id = ?1 AND state = 'waiting'", (id, at.millis()))?;
        Ok(())
    }

    /// Puts a row that waits aside until something is put right.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict`.
    pub fn outbox_block(&self, id: &str, reason: &str) -> Result<(), StoreError> {
        let blocked = self.run(
            &format!(
                "UPDATE outbox SET state = 'blocked', reason = ?2, updated_at = ?3
                 WHERE submission_id = ?1 AND state IN {WAITS}"
            ),
            (id, reason, self.now.millis()),
        )?;
        if blocked == 0 { Err(self.wrong_state(id, "blocked")?) } else { Ok(()) }
    }

    /// Queues a blocked row, or one in conflict, again, with its faults forgotten.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict`.
    pub fn outbox_requeue(&self, id: &str) -> Result<(), StoreError> {
        let queued = self.run(
            "UPDATE outbox SET state = 'queued', reason = '', next_at = NULL, n = 0, local_faults = 0, odd_since = NULL,
               suspect = 0, updated_at = ?2
             WHERE submission_id = ?1 AND state IN ('blocked', 'conflict')",
            (id, self.now.millis()),
        )?;
        if queued == 0 {
            return Err(self.wrong_state(id, "queued")?);
        }
        self.outbox_block_stranded()
    }

    /// Queues every row again that was blocked for this reason; answers with their number.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn outbox_requeue_all(&self, reason: &str) -> Result<usize, StoreError> {
        let queued = self.run(
            "UPDATE outbox SET state = 'queued', reason = '', next_at = NULL, n = 0, local_faults = 0, odd_since = NULL,
               suspect = 0, updated_at = ?2
             WHERE state = 'blocked' AND reason = ?1",
            (reason, self.now.millis()),
        )?;
        self.outbox_block_stranded()?;
        Ok(queued)
    }

    /// Gives a row up for ever: two persons and a reason, and either nothing of it ever left or the gateway promised
    /// never to take it.
    ///
    /// # Errors
    /// `NotFound`, `SecondPersonMissing`, `MayHaveLeft`, `StateConflict`; `Rule` without a reason.
    pub fn outbox_abandon(&self, id: &str, second: &str, reason: &str) -> Result<(), StoreError> {
        let row = self.outbox_row(id)?;
        if !matches!(row.state.as_str(), "queued" | "waiting" | "blocked" | "conflict") {
            return Err(self.wrong_state(id, "abandoned")?);
        }
        if second.trim().is_empty() || second == self.actor {
            return Err(StoreError::SecondPersonMissing);
        }
        if reason.trim().is_empty() {
            return Err(StoreError::Rule("a reason is needed".to_owned()));
        }
        if (row.may_have_left || row.is_carried) && !self.has_evidence(id, &["void"])? {
            return Err(StoreError::MayHaveLeft { id: id.to_owned() });
        }
        self.outbox_move(id, "abandoned")?;
        self.run("UPDATE outbox SET reason = ?2 WHERE submission_id = ?1", (id, reason))?;
        self.outbox_block_stranded()
    }

    /// Settles a conflict: what stands at the far side stays, and this submission counts as refused. Two persons and a
    /// reason; the far side's refusal is kept since the conflict came up.
    ///
    /// # Errors
    /// `NotFound`, `SecondPersonMissing`, `StateConflict`; `Rule` without a reason.
    pub fn outbox_concede(&self, id: &str, second: &str, reason: &str) -> Result<(), StoreError> {
        let row = self.outbox_row(id)?;
        if row.state != "conflict" {
            return Err(self.wrong_state(id, "rejected")?);
        }
        if second.trim().is_empty() || second == self.actor {
            return Err(StoreError::SecondPersonMissing);
        }
        if reason.trim().is_empty() {
            return Err(StoreError::Rule("a reason is needed".to_owned()));
        }
        if !self.has_evidence(id, &["refusal"])? {
            return Err(StoreError::EvidenceMissing { id: id.to_owned(), state: "rejected".to_owned() });
        }
        self.outbox_move(id, "rejected")?;
        self.run("UPDATE outbox SET reason = ?2 WHERE submission_id = ?1", (id, &row.reason))?;
        self.outbox_block_stranded()
    }

    fn wrong_state(&self, id: &str, to: &str) -> Result<StoreError, StoreError> {
        let from = self.outbox_row(id)?.state;
        Ok(StoreError::StateConflict { what: "submission", id: id.to_owned(), from, to: to.to_owned() })
    }
}
