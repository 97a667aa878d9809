//! T-19: does an adapter keep the outcome table of `gateway.md` section 5? Six deeds of the far side, ten ways each, on
//! every adapter: accept, lose the reply, know it already, refuse, be slow, answer garbage. Whatever happened first, the
//! same bytes go again to a far side that is honest then, and are in custody once, or refused for good.

mod folders;
mod http;

use tamga_courier::{Caps, Class, GatewayTransport, SubmitOutcome};

use crate::far::{attempt, envelope};

/// What the far side does with the first attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Accept,
    LoseReply,
    Duplicate,
    Refuse,
    Slow,
    Garbage,
}

pub const DEEDS: [Deed; 6] = [Deed::Accept, Deed::LoseReply, Deed::Duplicate, Deed::Refuse, Deed::Slow, Deed::Garbage];
/// Ways of each.
pub const WAYS: usize = 10;

/// An outcome, as far as the table speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    Accepted,
    Duplicate,
    Rejected,
    NotSent,
    Unknown,
}

impl Seen {
    pub fn of(outcome: &SubmitOutcome) -> Self {
        match outcome {
            SubmitOutcome::Accepted(_) => Self::Accepted,
            SubmitOutcome::Duplicate(..) => Self::Duplicate,
            SubmitOutcome::Rejected(..) => Self::Rejected,
            SubmitOutcome::NotSent(_) => Self::NotSent,
            SubmitOutcome::Unknown(_) => Self::Unknown,
        }
    }
}

/// What one script must come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// The outcome of the first attempt.
    pub first: Seen,
    /// The outcome of the next one, with the far side honest.
    pub then: Seen,
    /// How often the far side has it in the end.
    pub custody: usize,
}

/// An adapter with the far side of one script.
pub trait Stand {
    fn road(&self) -> &dyn GatewayTransport;
    /// From now on the far side is honest.
    fn mend(&self);
    /// How often it has the submission.
    fn custody(&self) -> usize;
}

/// Runs one script; answers with both outcomes.
pub async fn run(stand: &dyn Stand) -> (SubmitOutcome, SubmitOutcome) {
    let (road, envelope) = (stand.road(), envelope(1));
    let first = road.submit(&envelope, &attempt()).await;
    stand.mend();
    let then = road.submit(&envelope, &attempt()).await;
    (first, then)
}

pub fn check(what: &str, stand: &dyn Stand, outcomes: &(SubmitOutcome, SubmitOutcome), expected: Expected) {
    let (first, then) = outcomes;
    let found = Expected { first: Seen::of(first), then: Seen::of(then), custody: stand.custody() };
    assert_eq!(found, expected, "{what}: {first:?}, then {then:?}");
    // What may have arrived is never said not to have left, and what is proven is proven by evidence.
    if let SubmitOutcome::NotSent(fault) = first {
        assert!(!fault.left_us || fault.raw.code.is_some(), "{what}: {fault:?}");
    }
    if let SubmitOutcome::Unknown(fault) = first {
        assert!(fault.left_us, "{what}: {fault:?}");
        assert_ne!(fault.class, Class::Unsendable, "{what}");
    }
    for outcome in [first, then] {
        if let SubmitOutcome::Accepted(proof) | SubmitOutcome::Duplicate(proof, _) | SubmitOutcome::Rejected(_, proof) =
            outcome
        {
            assert!(!proof.raw.is_empty(), "{what}: a final outcome keeps its bytes");
            assert!(proof.text("iss").is_some(), "{what}: {proof:?}");
        }
    }
}

/// What an adapter says it can do must be what it does.
pub async fn caps_are_honest(stand: &dyn Stand, caps: &Caps) {
    let road = stand.road();
    assert_eq!(&road.caps(), caps);
    let why = tamga_courier::VoidReason { reason: "typed twice".into(), actor: "A".into() };
    let void = road.void(envelope(1).key(), &why).await;
    let is_promise =
        matches!(void, tamga_courier::VoidOutcome::Voided(_) | tamga_courier::VoidOutcome::AlreadyTaken(_));
    assert_eq!(is_promise, caps.void, "{void:?}");
}
