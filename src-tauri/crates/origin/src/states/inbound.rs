//! A certificate's images at the border: one record per issuing body and number, all revisions kept
//! (`dataset.md` 3.4). Order is decided by revision, never by arrival or by clock.

use super::{Refusal, Why, reasoned, require};
use crate::word::words;

words! {
    /// Where an image stands.
    InboundState {
        /// Arrived, not judged yet. A store judges in the transaction that keeps the bytes, so no row stays here.
        Received = "received",
        /// Kept apart: not usable, may heal or wait for a person.
        Quarantined = "quarantined",
        /// Refused by rule.
        Refused = "refused",
        /// All passes.
        Valid = "valid",
        /// All passes, with something to look at.
        ValidWithWarnings = "valid_with_warnings",
        /// A higher revision stands in its place.
        Superseded = "superseded",
        /// The issuing body ended the number.
        CancelledByIssuer = "cancelled_by_issuer",
        /// The issuing body put another number in its place.
        ReplacedByIssuer = "replaced_by_issuer",
        /// The issuing body suspended the number.
        Suspended = "suspended",
        /// A quarantined image that two persons set aside.
        SetAside = "set_aside",
    }
}

impl InboundState {
    /// Can it be claimed on?
    pub fn is_usable(self) -> bool {
        matches!(self, Self::Valid | Self::ValidWithWarnings)
    }

    /// No step leads out of it.
    pub fn is_final(self) -> bool {
        use InboundState::{CancelledByIssuer, Refused, ReplacedByIssuer, SetAside, Superseded};
        matches!(self, Refused | Superseded | CancelledByIssuer | ReplacedByIssuer | SetAside)
    }
}

/// What seal and rules made of an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judgement {
    /// All passes.
    Valid,
    /// All passes, with something to look at.
    ValidWithWarnings,
    /// Rules refuse it.
    RefusedByRule,
    /// Broken for good: signature does not fit the bytes, unreadable, not for us.
    Broken,
    /// May heal: key, list or agreement is not known here yet.
    MayHeal,
}

/// What happens to an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InboundEvent {
    /// It arrives within size and depth limits.
    Arrive,
    /// The same image arrives again.
    Repeat,
    /// Other bytes under the same number and revision, both validly signed.
    Conflict,
    /// Seal and rules are done with it.
    Judge(Judgement),
    /// It is looked at again, with a newer list or because an officer asks.
    CheckAgain,
    /// Two persons set it aside.
    SetAside,
    /// A verified image with a higher revision takes its place.
    Supersede,
    /// It is verified late, below the revision that counts.
    ArriveLate,
    /// A verified end of the number.
    Cancel,
    /// A verified replacement of the number.
    Replace,
    /// A verified suspension.
    Suspend,
    /// A verified end of the suspension.
    Lift,
}

impl InboundEvent {
    /// Every kind of event, each judgement once.
    pub const ALL: [Self; 16] = [
        Self::Arrive,
        Self::Repeat,
        Self::Conflict,
        Self::Judge(Judgement::Valid),
        Self::Judge(Judgement::ValidWithWarnings),
        Self::Judge(Judgement::RefusedByRule),
        Self::Judge(Judgement::Broken),
        Self::Judge(Judgement::MayHeal),
        Self::CheckAgain,
        Self::SetAside,
        Self::Supersede,
        Self::ArriveLate,
        Self::Cancel,
        Self::Replace,
        Self::Suspend,
        Self::Lift,
    ];

    /// The word for logs and refusals.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arrive => "arrive",
            Self::Repeat => "repeat",
            Self::Conflict => "conflict",
            Self::Judge(_) => "judge",
            Self::CheckAgain => "check_again",
            Self::SetAside => "set_aside",
            Self::Supersede => "supersede",
            Self::ArriveLate => "arrive_late",
            Self::Cancel => "cancel",
            Self::Replace => "replace",
            Self::Suspend => "suspend",
            Self::Lift => "lift",
        }
    }
}

/// The facts a step is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InboundContext<'a> {
    /// Was what brings the step verified (the other image, the statement, both halves of a replacement)?
    pub verified: bool,
    /// Revision of this image.
    pub revision: u32,
    /// Revision of what brings the step, or the one that counts when this image is late.
    pub other_revision: u32,
    /// Had the image warnings when it was judged? Says what lifting a suspension leads back to.
    pub had_warnings: bool,
    /// Is some use posted?
    pub used: bool,
    /// Reason.
    pub reason: &'a str,
    /// Has a second person agreed?
    pub second_person: bool,
}

words! {
    /// What the step asks the other rooms to do.
    InboundEffect {
        /// The exact bytes and their digest are kept.
        KeepBytes = "keep_bytes",
        /// Receipt is acknowledged after the commit.
        Acknowledge = "acknowledge",
        /// `result` accepted.
        AnswerAccepted = "answer_accepted",
        /// `result` accepted with warnings.
        AnswerWithWarnings = "answer_with_warnings",
        /// `result` refused.
        AnswerRefused = "answer_refused",
        /// Somebody is called.
        Alarm = "alarm",
        /// The other image is quarantined too.
        QuarantineOther = "quarantine_other",
        /// It is checked again with each new list.
        CheckWithNextList = "check_with_next_list",
        /// Uses are posted: declaration numbers are shown.
        AlertUses = "alert_uses",
        /// Finding `late.revision`.
        NoteLate = "note_late",
        /// The successor becomes usable in the same transaction.
        ReleaseSuccessor = "release_successor",
    }
}

fn legal(state: Option<InboundState>) -> Box<[&'static str]> {
    let events: &[InboundEvent] = match state {
        None => &[InboundEvent::Arrive],
        Some(InboundState::Received) => &[
            InboundEvent::Repeat,
            InboundEvent::Conflict,
            InboundEvent::Judge(Judgement::Valid),
            InboundEvent::ArriveLate,
        ],
        Some(InboundState::Quarantined) => &[InboundEvent::Repeat, InboundEvent::CheckAgain, InboundEvent::SetAside],
        Some(InboundState::Valid | InboundState::ValidWithWarnings) => &[
            InboundEvent::Repeat,
            InboundEvent::Conflict,
            InboundEvent::Supersede,
            InboundEvent::Cancel,
            InboundEvent::Replace,
            InboundEvent::Suspend,
        ],
        Some(InboundState::Suspended) => &[
            InboundEvent::Repeat,
            InboundEvent::Conflict,
            InboundEvent::Supersede,
            InboundEvent::Cancel,
            InboundEvent::Replace,
            InboundEvent::Lift,
        ],
        Some(_) => &[InboundEvent::Repeat],
    };
    events.iter().map(|event| event.as_str()).collect()
}

/// Takes one step, or says why not.
pub fn step_inbound(
    state: Option<InboundState>,
    event: InboundEvent,
    context: &InboundContext<'_>,
) -> Result<(InboundState, Vec<InboundEffect>), Refusal> {
    judge(state, event, context).map_err(|why| Refusal {
        machine: "inbound",
        state: state.map_or("", InboundState::as_str),
        event: event.as_str(),
        why,
        legal: legal(state),
    })
}

fn judge(
    state: Option<InboundState>,
    event: InboundEvent,
    context: &InboundContext<'_>,
) -> Result<(InboundState, Vec<InboundEffect>), Why> {
    use InboundEffect::{
        Acknowledge, Alarm, AlertUses, AnswerAccepted, AnswerRefused, AnswerWithWarnings, CheckWithNextList, KeepBytes,
        NoteLate, QuarantineOther, ReleaseSuccessor,
    };
    let Some(state) = state else {
        require(event == InboundEvent::Arrive, Why::NotFromHere)?;
        return Ok((InboundState::Received, vec![KeepBytes, Acknowledge]));
    };
    if event == InboundEvent::Repeat {
        return Ok((state, vec![Acknowledge]));
    }
    require(!state.is_final(), Why::Final)?;
    require(legal(Some(state)).contains(&event.as_str()), Why::NotFromHere)?;
    let verified = || require(context.verified, Why::NotVerified);
    let with_uses = |mut effects: Vec<InboundEffect>| {
        if context.used {
            effects.push(AlertUses);
        }
        effects
    };
    match event {
        InboundEvent::Arrive | InboundEvent::Repeat => Err(Why::NotFromHere),
        InboundEvent::Conflict => {
            verified()?;
            Ok((InboundState::Quarantined, vec![QuarantineOther, Alarm]))
        }
        InboundEvent::Judge(judgement) => Ok(match judgement {
            Judgement::Valid => (InboundState::Valid, vec![AnswerAccepted]),
            Judgement::ValidWithWarnings => (InboundState::ValidWithWarnings, vec![AnswerWithWarnings]),
            Judgement::RefusedByRule => (InboundState::Refused, vec![AnswerRefused]),
            Judgement::Broken => (InboundState::Quarantined, vec![AnswerRefused]),
            Judgement::MayHeal => (InboundState::Quarantined, vec![CheckWithNextList]),
        }),
        InboundEvent::CheckAgain => Ok((InboundState::Received, vec![])),
        InboundEvent::SetAside => {
            reasoned(context.reason)?;
            require(context.second_person, Why::SecondPersonMissing)?;
            Ok((InboundState::SetAside, vec![AnswerRefused]))
        }
        InboundEvent::Supersede => {
            verified()?;
            let (held, found) = (context.revision, context.other_revision);
            require(found > held, Why::RevisionNotHigher { held, found })?;
            Ok((InboundState::Superseded, vec![]))
        }
        InboundEvent::ArriveLate => {
            verified()?;
            require(context.revision < context.other_revision, Why::NotFromHere)?;
            Ok((InboundState::Superseded, vec![NoteLate]))
        }
        InboundEvent::Cancel => {
            verified()?;
            Ok((InboundState::CancelledByIssuer, with_uses(vec![])))
        }
        InboundEvent::Replace => {
            verified()?;
            Ok((InboundState::ReplacedByIssuer, with_uses(vec![ReleaseSuccessor])))
        }
        InboundEvent::Suspend | InboundEvent::Lift => {
            verified()?;
            let (held, found) = (context.revision, context.other_revision);
            require(found > held, Why::RevisionNotHigher { held, found })?;
            let back = if context.had_warnings { InboundState::ValidWithWarnings } else { InboundState::Valid };
            Ok((if event == InboundEvent::Suspend { InboundState::Suspended } else { back }, vec![]))
        }
    }
}

/// An image that is held or arrives, by what decides its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Revision.
    pub revision: u32,
    /// Digest of its bytes.
    pub digest: String,
    /// Where it stands.
    pub state: InboundState,
}

/// What an arriving image is beside those held under the same issuing body and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placement {
    /// The first of its number.
    First,
    /// Held already, byte for byte: no new record, the same acknowledgement again.
    Repeat,
    /// Other bytes under a revision that is held: if both are validly signed, neither is usable.
    Conflict,
    /// Above the revision that counts: once verified it takes that one's place.
    Newer,
    /// Below the revision that counts: it never overwrites.
    Late,
}

/// Where does an arriving image belong among those held? Images set aside or refused count for repeats only.
pub fn placement(held: &[Image], revision: u32, digest: &str) -> Placement {
    if held.iter().any(|image| image.revision == revision && image.digest == digest) {
        return Placement::Repeat;
    }
    let counts = |image: &&Image| !matches!(image.state, InboundState::Refused | InboundState::SetAside);
    if held.iter().filter(counts).any(|image| image.revision == revision) {
        return Placement::Conflict;
    }
    let verified =
        |image: &&Image| counts(image) && !matches!(image.state, InboundState::Received | InboundState::Quarantined);
    match held.iter().filter(verified).map(|image| image.revision).max() {
        None => Placement::First,
        Some(highest) if revision > highest => Placement::Newer,
        Some(_) => Placement::Late,
    }
}
