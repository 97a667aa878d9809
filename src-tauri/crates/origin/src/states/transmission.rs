//! An outbox item's way out: custody, delivery and answer are three facts with three pieces of evidence
//! (`dataset.md` 3.3). When the next try is due belongs to the courier.

use super::{Refusal, Why, reasoned, require};
use crate::word::words;

words! {
    /// Where an outbox item stands.
    TransmissionState {
        /// Never tried.
        Queued = "queued",
        /// Being handed over; the attempt was stored before the first byte.
        Sending = "sending",
        /// Tried without a sure outcome; the same id goes again.
        Waiting = "waiting",
        /// A fault of route, key, clock or disk holds it.
        Blocked = "blocked",
        /// In custody of the gateway.
        Accepted = "accepted",
        /// At the far side.
        Delivered = "delivered",
        /// Customs answered.
        Answered = "answered",
        /// Refused by signed words of the gateway.
        Rejected = "rejected",
        /// Other content under the same key; a person decides.
        Conflict = "conflict",
        /// Given up by two persons.
        Abandoned = "abandoned",
    }
}

impl TransmissionState {
    /// No step leads out of it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Rejected | Self::Abandoned)
    }

    /// May the worker take it up?
    pub fn is_movable(self) -> bool {
        matches!(self, Self::Queued | Self::Waiting)
    }
}

words! {
    /// What happens to an outbox item.
    TransmissionEvent {
        /// It is born with the change it carries.
        Enqueue = "enqueue",
        /// It is due, woken or sent by hand.
        Start = "start",
        /// A receipt for it.
        Accepted = "accepted",
        /// A receipt for an earlier hand-over of the same thing.
        Duplicate = "duplicate",
        /// No byte left.
        NotSent = "not_sent",
        /// Bytes left, no sure answer; also when it is found in sending at start-up.
        Unknown = "unknown",
        /// A signed refusal.
        Rejected = "rejected",
        /// Same key, other content over there.
        Conflict = "conflict",
        /// A fault of route, key, clock or disk.
        Fault = "fault",
        /// The cause of the fault is gone.
        Clear = "clear",
        /// Copied into a bundle.
        Carry = "carry",
        /// Evidence of delivery.
        Delivered = "delivered",
        /// An answer of customs.
        Answer = "answer",
        /// Given up.
        Abandon = "abandon",
    }
}

/// The facts a step is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TransmissionContext<'a> {
    /// Is the route open?
    pub route_open: bool,
    /// Has the step before it in the same certificate's chain left?
    pub predecessor_left: bool,
    /// Is the proof verified: signature, key, digest and submission id?
    pub evidence_fits: bool,
    /// Running number of the answer.
    pub answer_number: u64,
    /// Running number of the latest answer known; 0 for none.
    pub latest_answer: u64,
    /// Reason.
    pub reason: &'a str,
    /// Has a second person agreed?
    pub second_person: bool,
    /// Is it certain that nothing arrived: nothing ever left, or the gateway confirmed the void?
    pub nothing_arrived: bool,
}

words! {
    /// What the step asks the other rooms to do.
    TransmissionEffect {
        /// Id, bytes and digest are frozen.
        Freeze = "freeze",
        /// The attempt is stored before the first byte.
        StoreAttempt = "store_attempt",
        /// The proof is kept, byte for byte.
        KeepEvidence = "keep_evidence",
        /// The same id goes again later, without limit.
        TryAgain = "try_again",
        /// A corrected document needs a new submission.
        AskForCorrection = "ask_for_correction",
        /// Somebody is called.
        Alarm = "alarm",
        /// Marked as carried; it stays eligible online.
        MarkCarried = "mark_carried",
        /// This answer is the one shown.
        ShowAnswer = "show_answer",
        /// The answer proves delivery too.
        ProveDelivery = "prove_delivery",
    }
}

fn legal(state: Option<TransmissionState>) -> Vec<TransmissionEvent> {
    use TransmissionEvent::{
        Abandon, Accepted, Answer, Carry, Clear, Conflict, Delivered, Duplicate, Enqueue, Fault, NotSent, Rejected,
        Start, Unknown,
    };
    match state {
        None => vec![Enqueue],
        // Proofs may come by bundle while the item still waits here.
        Some(TransmissionState::Queued | TransmissionState::Waiting) => {
            vec![Start, Fault, Carry, Abandon, Accepted, Duplicate, Rejected, Conflict, Delivered, Answer]
        }
        Some(TransmissionState::Blocked) => {
            vec![Clear, Fault, Carry, Abandon, Accepted, Duplicate, Rejected, Conflict, Delivered, Answer]
        }
        Some(TransmissionState::Sending) => {
            vec![Accepted, Duplicate, NotSent, Unknown, Rejected, Conflict, Fault, Delivered, Answer]
        }
        Some(TransmissionState::Accepted) => vec![Accepted, Duplicate, Delivered, Answer],
        Some(TransmissionState::Delivered) => vec![Accepted, Duplicate, Delivered, Answer],
        Some(TransmissionState::Answered) => vec![Accepted, Duplicate, Delivered, Answer],
        Some(TransmissionState::Conflict) => vec![Clear, Accepted, Rejected, Abandon],
        Some(TransmissionState::Rejected | TransmissionState::Abandoned) => Vec::new(),
    }
}

/// Takes one step, or says why not.
pub fn step_transmission(
    state: Option<TransmissionState>,
    event: TransmissionEvent,
    context: &TransmissionContext<'_>,
) -> Result<(TransmissionState, Vec<TransmissionEffect>), Refusal> {
    judge(state, event, context).map_err(|why| Refusal {
        machine: "transmission",
        state: state.map_or("", TransmissionState::as_str),
        event: event.as_str(),
        why,
        legal: legal(state).into_iter().map(TransmissionEvent::as_str).collect(),
    })
}

fn judge(
    state: Option<TransmissionState>,
    event: TransmissionEvent,
    context: &TransmissionContext<'_>,
) -> Result<(TransmissionState, Vec<TransmissionEffect>), Why> {
    use TransmissionEffect::{
        Alarm, AskForCorrection, Freeze, KeepEvidence, MarkCarried, ProveDelivery, ShowAnswer, StoreAttempt, TryAgain,
    };
    require(!state.is_some_and(TransmissionState::is_final), Why::Final)?;
    require(legal(state).contains(&event), Why::NotFromHere)?;
    let Some(state) = state else { return Ok((TransmissionState::Queued, vec![Freeze])) };
    // Later proof of an earlier fact never takes the item back.
    let at_least = |reached: TransmissionState| {
        let passed = [TransmissionState::Accepted, TransmissionState::Delivered, TransmissionState::Answered];
        let rank = |one: TransmissionState| passed.iter().position(|known| *known == one);
        match (rank(state), rank(reached)) {
            (Some(now), Some(proved)) if now >= proved => state,
            _ => reached,
        }
    };
    match event {
        TransmissionEvent::Enqueue => Err(Why::NotFromHere),
        TransmissionEvent::Start => {
            require(context.route_open, Why::RouteClosed)?;
            require(context.predecessor_left, Why::PredecessorWaiting)?;
            Ok((TransmissionState::Sending, vec![StoreAttempt]))
        }
        TransmissionEvent::Accepted | TransmissionEvent::Duplicate => {
            require(context.evidence_fits, Why::EvidenceDoesNotFit)?;
            Ok((at_least(TransmissionState::Accepted), vec![KeepEvidence]))
        }
        TransmissionEvent::NotSent | TransmissionEvent::Unknown => Ok((TransmissionState::Waiting, vec![TryAgain])),
        TransmissionEvent::Rejected => {
            require(context.evidence_fits, Why::EvidenceDoesNotFit)?;
            Ok((TransmissionState::Rejected, vec![KeepEvidence, AskForCorrection]))
        }
        TransmissionEvent::Conflict => Ok((TransmissionState::Conflict, vec![Alarm])),
        TransmissionEvent::Fault => {
            reasoned(context.reason)?;
            Ok((TransmissionState::Blocked, vec![]))
        }
        TransmissionEvent::Clear => {
            // Out of a conflict only a person leads.
            let by_person = state != TransmissionState::Conflict || !context.reason.trim().is_empty();
            require(by_person, Why::ReasonMissing)?;
            Ok((TransmissionState::Queued, vec![]))
        }
        TransmissionEvent::Carry => Ok((state, vec![MarkCarried])),
        TransmissionEvent::Delivered => {
            require(context.evidence_fits, Why::EvidenceDoesNotFit)?;
            Ok((at_least(TransmissionState::Delivered), vec![KeepEvidence]))
        }
        TransmissionEvent::Answer => {
            require(context.evidence_fits, Why::EvidenceDoesNotFit)?;
            require(context.answer_number > context.latest_answer, Why::AnswerIsOlder)?;
            let mut effects = vec![KeepEvidence, ShowAnswer];
            if !matches!(state, TransmissionState::Delivered | TransmissionState::Answered) {
                effects.push(ProveDelivery);
            }
            Ok((TransmissionState::Answered, effects))
        }
        TransmissionEvent::Abandon => {
            reasoned(context.reason)?;
            require(context.second_person, Why::SecondPersonMissing)?;
            require(context.nothing_arrived, Why::MayHaveLeft)?;
            Ok((TransmissionState::Abandoned, vec![]))
        }
    }
}
