//! An outbox item's way out: custody, delivery and answer are three facts with three pieces of evidence
//! (`dataset.md` 3.3). When the next try is due belongs to the courier.

use super::refusal::{Refusal, Why};
use super::table::{Machine, Row, To, Who, reasoned, require, step};
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
        TransmissionMachine::FINAL.contains(&self)
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
    /// What is asked of the facts before a step.
    TransmissionGuard {
        /// The route is open.
        RouteOpen = "route_open",
        /// The step before it in the same certificate's chain has left.
        PredecessorLeft = "predecessor_left",
        /// The proof is verified: signature, key, digest and submission id.
        EvidenceFits = "evidence_fits",
        /// The answer is newer than the latest one known.
        AnswerNewer = "answer_newer",
        /// A reason is given.
        Reasoned = "reasoned",
        /// A second person agreed.
        SecondPerson = "second_person",
        /// Nothing ever left, or the gateway confirmed the void.
        NothingArrived = "nothing_arrived",
    }
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

/// The outbox item's machine.
#[derive(Debug)]
pub struct TransmissionMachine;

impl Machine for TransmissionMachine {
    type State = TransmissionState;
    type Event = TransmissionEvent;
    type Guard = TransmissionGuard;
    type Effect = TransmissionEffect;
    type Context<'a> = TransmissionContext<'a>;

    const NAME: &'static str = "transmission";
    const FINAL: &'static [TransmissionState] = &[TransmissionState::Rejected, TransmissionState::Abandoned];
    const TABLE: &'static [Row<Self>] = ROWS;

    fn judge(guard: TransmissionGuard, context: &TransmissionContext<'_>) -> Result<(), Why> {
        use TransmissionGuard as G;
        match guard {
            G::RouteOpen => require(context.route_open, Why::RouteClosed),
            G::PredecessorLeft => require(context.predecessor_left, Why::PredecessorWaiting),
            G::EvidenceFits => require(context.evidence_fits, Why::EvidenceDoesNotFit),
            G::AnswerNewer => require(context.answer_number > context.latest_answer, Why::AnswerIsOlder),
            G::Reasoned => reasoned(context.reason),
            G::SecondPerson => require(context.second_person, Why::SecondPersonMissing),
            G::NothingArrived => require(context.nothing_arrived, Why::MayHaveLeft),
        }
    }
}

const ROWS: &[Row<TransmissionMachine>] = {
    use TransmissionEffect as F;
    use TransmissionEvent as E;
    use TransmissionGuard as G;
    use TransmissionState as S;
    &[
        Row {
            from: &[],
            event: E::Enqueue,
            when: &[],
            guards: &[],
            to: To::Into(S::Queued),
            effects: &[F::Freeze],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Queued, S::Waiting],
            event: E::Start,
            when: &[],
            guards: &[G::RouteOpen, G::PredecessorLeft],
            to: To::Into(S::Sending),
            effects: &[F::StoreAttempt],
            who: &[Who::Worker, Who::Officer],
        },
        // A receipt may come by bundle while the item still waits here.
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked, S::Sending, S::Conflict],
            event: E::Accepted,
            when: &[],
            guards: &[G::EvidenceFits],
            to: To::Into(S::Accepted),
            effects: &[F::KeepEvidence],
            who: &[Who::Worker],
        },
        // Later proof of an earlier fact never takes the item back.
        Row {
            from: &[S::Accepted, S::Delivered, S::Answered],
            event: E::Accepted,
            when: &[],
            guards: &[G::EvidenceFits],
            to: To::Stays,
            effects: &[F::KeepEvidence],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked, S::Sending, S::Conflict],
            event: E::Duplicate,
            when: &[],
            guards: &[G::EvidenceFits],
            to: To::Into(S::Accepted),
            effects: &[F::KeepEvidence],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Accepted, S::Delivered, S::Answered],
            event: E::Duplicate,
            when: &[],
            guards: &[G::EvidenceFits],
            to: To::Stays,
            effects: &[F::KeepEvidence],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Sending],
            event: E::NotSent,
            when: &[],
            guards: &[],
            to: To::Into(S::Waiting),
            effects: &[F::TryAgain],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Sending],
            event: E::Unknown,
            when: &[],
            guards: &[],
            to: To::Into(S::Waiting),
            effects: &[F::TryAgain],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked, S::Sending, S::Conflict],
            event: E::Rejected,
            when: &[],
            guards: &[G::EvidenceFits],
            to: To::Into(S::Rejected),
            effects: &[F::KeepEvidence, F::AskForCorrection],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked, S::Sending],
            event: E::Conflict,
            when: &[],
            guards: &[],
            to: To::Into(S::Conflict),
            effects: &[F::Alarm],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked, S::Sending],
            event: E::Fault,
            when: &[],
            guards: &[G::Reasoned],
            to: To::Into(S::Blocked),
            effects: &[],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Blocked],
            event: E::Clear,
            when: &[],
            guards: &[],
            to: To::Into(S::Queued),
            effects: &[],
            who: &[Who::Worker],
        },
        // Out of a conflict only a person leads.
        Row {
            from: &[S::Conflict],
            event: E::Clear,
            when: &[],
            guards: &[G::Reasoned],
            to: To::Into(S::Queued),
            effects: &[],
            who: &[Who::Officer, Who::Administrator],
        },
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked],
            event: E::Carry,
            when: &[],
            guards: &[],
            to: To::Stays,
            effects: &[F::MarkCarried],
            who: &[Who::Officer],
        },
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked, S::Sending, S::Accepted],
            event: E::Delivered,
            when: &[],
            guards: &[G::EvidenceFits],
            to: To::Into(S::Delivered),
            effects: &[F::KeepEvidence],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Delivered, S::Answered],
            event: E::Delivered,
            when: &[],
            guards: &[G::EvidenceFits],
            to: To::Stays,
            effects: &[F::KeepEvidence],
            who: &[Who::Worker],
        },
        // An answer may arrive before the acknowledgement; it implies delivery.
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked, S::Sending, S::Accepted],
            event: E::Answer,
            when: &[],
            guards: &[G::EvidenceFits, G::AnswerNewer],
            to: To::Into(S::Answered),
            effects: &[F::KeepEvidence, F::ShowAnswer, F::ProveDelivery],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Delivered, S::Answered],
            event: E::Answer,
            when: &[],
            guards: &[G::EvidenceFits, G::AnswerNewer],
            to: To::Into(S::Answered),
            effects: &[F::KeepEvidence, F::ShowAnswer],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Queued, S::Waiting, S::Blocked, S::Conflict],
            event: E::Abandon,
            when: &[],
            guards: &[G::Reasoned, G::SecondPerson, G::NothingArrived],
            to: To::Into(S::Abandoned),
            effects: &[],
            who: &[Who::Officer, Who::Administrator],
        },
    ]
};

/// Takes one step, or says why not.
///
/// # Errors
/// A refusal with its reason and the steps that this state knows.
pub fn step_transmission(
    state: Option<TransmissionState>,
    event: TransmissionEvent,
    context: &TransmissionContext<'_>,
) -> Result<(TransmissionState, Vec<TransmissionEffect>), Refusal> {
    step::<TransmissionMachine>(state, event, context)
}
