//! What does a person decide about a submission that will not go by itself? It is tried again, what stands at the gateway
//! is accepted, or it is given up: with a reason, a second person, and the gateway's promise never to take it when a copy
//! may be on its way (`gateway.md` 4.1, 2.10).

use std::sync::Arc;

use tamga_courier::{Envelope, GatewayTransport, VoidOutcome, VoidReason};
use tamga_store::{Advance, StoreError};
use uuid::Uuid;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::send::kept;

/// What giving up came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenUp {
    /// Nothing of it had left; it never will.
    NeverLeft,
    /// The gateway promised never to take it.
    Promised,
    /// The gateway has had it all along: it is in custody now, and nothing was given up.
    WasTaken,
}

impl GivenUp {
    /// The word for programs: `never_left`, `promised`, `was_taken`.
    pub fn word(self) -> &'static str {
        match self {
            Self::NeverLeft => "never_left",
            Self::Promised => "promised",
            Self::WasTaken => "was_taken",
        }
    }
}

/// What a person can do about a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxAct {
    /// Try it again.
    Again,
    /// Accept what stands at the gateway.
    Concede,
    /// Give it up.
    GiveUp,
}

impl OutboxAct {
    /// What can be done about a submission in this state of the store; the acts themselves look again.
    pub(crate) fn of(state: &str) -> &'static [Self] {
        match state {
            "queued" | "waiting" => &[Self::GiveUp],
            "blocked" => &[Self::Again, Self::GiveUp],
            "conflict" => &[Self::Again, Self::Concede],
            _ => &[],
        }
    }
}

impl Office {
    /// Tries a submission again that is blocked or in conflict, after something was put right here or there. One whose
    /// predecessor will never be taken is blocked again at once.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict`.
    pub fn outbox_again(&self, id: Uuid) -> Result<(), OfficeError> {
        let submission = id.to_string();
        self.write(|tx| {
            let row = tx.outbox_row(&submission)?;
            tx.outbox_requeue(&submission)?;
            let said = [("number", row.co_number.as_str()), ("reason", row.reason.as_str())];
            tx.journal_add("outbox.again", &row.co_number, &said)?;
            Ok(())
        })?;
        self.moved();
        Ok(())
    }

    /// Accepts what stands at the gateway in place of a submission that is in conflict with it; the next step of the
    /// number is then a new one.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict`, a second person or a reason that is missing.
    pub fn outbox_concede(&self, id: Uuid, second: &str, reason: &str) -> Result<(), OfficeError> {
        must_say_why(reason)?;
        let submission = id.to_string();
        self.write(|tx| {
            let number = tx.outbox_row(&submission)?.co_number;
            tx.outbox_concede(&submission, second, reason)?;
            let said = [("number", number.as_str()), ("second", second), ("reason", reason)];
            tx.journal_add("outbox.conceded", &number, &said)?;
            Ok(())
        })?;
        self.moved();
        Ok(())
    }

    /// Gives a submission up. When a copy may have left, on the line or on a stick, the gateway is asked first for the
    /// promise that it never takes it.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict`, a second person or a reason that is missing; `NoPartner` or `Offline` when the
    /// promise cannot be had now: nothing has changed then.
    pub async fn outbox_give_up(
        self: &Arc<Self>,
        id: Uuid,
        second: &str,
        reason: &str,
    ) -> Result<GivenUp, OfficeError> {
        self.given_up(|| self.road(), id, second, reason).await
    }

    /// The same for a caller that may wait. Blocks.
    ///
    /// # Errors
    /// As [`Office::outbox_give_up`].
    pub fn outbox_give_up_now(self: &Arc<Self>, id: Uuid, second: &str, reason: &str) -> Result<GivenUp, OfficeError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|_| OfficeError::Senseless("nothing to wait on"))?;
        runtime.block_on(self.outbox_give_up(id, second, reason))
    }

    /// The same over a road of the caller's.
    ///
    /// # Errors
    /// As [`Office::outbox_give_up`].
    pub async fn outbox_give_up_over(
        self: &Arc<Self>,
        road: &Arc<dyn GatewayTransport>,
        id: Uuid,
        second: &str,
        reason: &str,
    ) -> Result<GivenUp, OfficeError> {
        self.given_up(|| Ok(road.clone()), id, second, reason).await
    }

    async fn given_up(
        &self,
        road: impl FnOnce() -> Result<Arc<dyn GatewayTransport>, OfficeError>,
        id: Uuid,
        second: &str,
        reason: &str,
    ) -> Result<GivenUp, OfficeError> {
        must_say_why(reason)?;
        let submission = id.to_string();
        let (row, envelope) =
            self.read(|reader| Ok((reader.outbox_row(&submission)?, reader.outbox_envelope(&submission))))?;
        if !OutboxAct::of(&row.state).contains(&OutboxAct::GiveUp) {
            let (from, to) = (row.state, "abandoned".to_owned());
            return Err(StoreError::StateConflict { what: "submission", id: submission, from, to }.into());
        }
        if second.trim().is_empty() || second == self.person() {
            return Err(StoreError::SecondPersonMissing.into());
        }
        if !row.may_have_left && !row.is_carried {
            self.abandon(&submission, second, reason, None)?;
            return Ok(GivenUp::NeverLeft);
        }
        let key = match envelope {
            Ok(bytes) => Envelope::new(id, bytes).map_err(|_| OfficeError::Senseless("an envelope that is none"))?,
            Err(error) => return Err(error.into()),
        };
        let why = VoidReason { reason: reason.to_owned(), actor: self.person().to_owned() };
        let road = road()?;
        match road.void(key.key(), &why).await {
            VoidOutcome::Voided(promise) => {
                self.abandon(&submission, second, reason, Some(&kept(&promise)?))?;
                Ok(GivenUp::Promised)
            }
            VoidOutcome::AlreadyTaken(receipt) => {
                let proof = kept(&receipt)?;
                self.write_as_worker(|tx| {
                    tx.outbox_advance(&submission, &Advance::Accepted, &proof)?;
                    tx.journal_add("outbox.receipt", &row.co_number, &[("number", &row.co_number)])?;
                    Ok(())
                })?;
                self.moved();
                Ok(GivenUp::WasTaken)
            }
            VoidOutcome::CannotTell(fault) => Err(OfficeError::Offline(fault)),
        }
    }

    fn abandon(
        &self,
        submission: &str,
        second: &str,
        reason: &str,
        promise: Option<&tamga_store::NewEvidence>,
    ) -> Result<(), OfficeError> {
        self.write(|tx| {
            if let Some(promise) = promise {
                tx.evidence_add(submission, promise)?;
            }
            // An attempt that began meanwhile is in the way here, and keeps the row.
            tx.outbox_abandon(submission, second, reason)?;
            let number = tx.outbox_row(submission)?.co_number;
            let said = [("number", number.as_str()), ("second", second), ("reason", reason)];
            tx.journal_add("outbox.given_up", &number, &said)?;
            Ok(())
        })?;
        self.moved();
        Ok(())
    }

    fn moved(&self) {
        self.wake.notify_one();
        self.changed(&[Tag::Outbox, Tag::Certificates, Tag::Journal, Tag::App]);
    }
}

fn must_say_why(reason: &str) -> Result<(), OfficeError> {
    match reason.trim().is_empty() {
        true => Err(OfficeError::Senseless("a reason is needed")),
        false => Ok(()),
    }
}
