//! A certificate's images at the border: one record per issuing body and number, all revisions kept
//! (`dataset.md` 3.4). Order is decided by revision, never by arrival or by clock.

use super::refusal::{Refusal, Why};
use super::table::{Machine, Row, To, Who, reasoned, require, step};
use crate::time::Date;
use crate::word::{Word, words};

words! {
    /// Where an image stands.
    InboundState {
        /// Nothing arrived yet but a verified status statement for its number, which waits for it. No row stays here.
        Awaited = "awaited",
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
        InboundMachine::FINAL.contains(&self)
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
    /// A verified status statement for a number of which nothing is held yet.
    Statement,
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
    pub const ALL: [Self; 17] = [
        Self::Statement,
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
}

impl Word for InboundEvent {
    const ALL: &'static [Self] = &Self::ALL;

    fn as_str(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Arrive => "arrive",
            Self::Repeat => "repeat",
            Self::Conflict => "conflict",
            Self::Judge(Judgement::Valid) => "judge_valid",
            Self::Judge(Judgement::ValidWithWarnings) => "judge_warnings",
            Self::Judge(Judgement::RefusedByRule) => "judge_refused",
            Self::Judge(Judgement::Broken) => "judge_broken",
            Self::Judge(Judgement::MayHeal) => "judge_may_heal",
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
    /// Is it within the limits of size and depth?
    pub within_limits: bool,
    /// Is there a trust list or code list newer than the last judgement, or does an officer ask?
    pub anything_new: bool,
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
    /// What is asked of the facts before a step.
    InboundGuard {
        /// It is within the limits of size and depth.
        WithinLimits = "within_limits",
        /// What brings the step was verified.
        Verified = "verified",
        /// A newer list is here, or an officer asks.
        AnythingNew = "anything_new",
        /// Its revision is above the one of this image.
        RevisionHigher = "revision_higher",
        /// This image's revision is below the one that counts.
        RevisionLower = "revision_lower",
        /// It had warnings when it was judged.
        HadWarnings = "had_warnings",
        /// Some use is posted.
        Used = "used",
        /// A reason is given.
        Reasoned = "reasoned",
        /// A second person agreed.
        SecondPerson = "second_person",
    }
}

words! {
    /// What the step asks the other rooms to do.
    InboundEffect {
        /// The statement is kept and waits for its certificate.
        KeepStatement = "keep_statement",
        /// Statements that wait for the number apply as soon as it is usable, in the same transaction.
        ApplyStatements = "apply_statements",
        /// Earlier findings are kept.
        KeepFindings = "keep_findings",
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

/// The machine of a received image.
#[derive(Debug)]
pub struct InboundMachine;

impl Machine for InboundMachine {
    type State = InboundState;
    type Event = InboundEvent;
    type Guard = InboundGuard;
    type Effect = InboundEffect;
    type Context<'a> = InboundContext<'a>;

    const NAME: &'static str = "inbound";
    const FINAL: &'static [InboundState] = &[
        InboundState::Refused,
        InboundState::Superseded,
        InboundState::CancelledByIssuer,
        InboundState::ReplacedByIssuer,
        InboundState::SetAside,
    ];
    const TABLE: &'static [Row<Self>] = ROWS;

    fn judge(guard: InboundGuard, context: &InboundContext<'_>) -> Result<(), Why> {
        use InboundGuard as G;
        let (held, found) = (context.revision, context.other_revision);
        match guard {
            G::WithinLimits => require(context.within_limits, Why::TooLarge),
            G::Verified => require(context.verified, Why::NotVerified),
            G::AnythingNew => require(context.anything_new, Why::NothingNew),
            G::RevisionHigher => require(found > held, Why::RevisionNotHigher { held, found }),
            G::RevisionLower => require(held < found, Why::NotFromHere),
            G::HadWarnings => require(context.had_warnings, Why::NotFromHere),
            G::Used => require(context.used, Why::NotFromHere),
            G::Reasoned => reasoned(context.reason),
            G::SecondPerson => require(context.second_person, Why::SecondPersonMissing),
        }
    }
}

const ROWS: &[Row<InboundMachine>] = {
    use InboundEffect as F;
    use InboundEvent as E;
    use InboundGuard as G;
    use InboundState as S;
    &[
        Row {
            from: &[],
            event: E::Statement,
            when: &[],
            guards: &[G::Verified],
            to: To::Into(S::Awaited),
            effects: &[F::KeepStatement],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Awaited],
            event: E::Statement,
            when: &[],
            guards: &[G::Verified],
            to: To::Stays,
            effects: &[F::KeepStatement],
            who: &[Who::Worker],
        },
        Row {
            from: &[],
            event: E::Arrive,
            when: &[],
            guards: &[G::WithinLimits],
            to: To::Into(S::Received),
            effects: &[F::KeepBytes, F::Acknowledge],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Awaited],
            event: E::Arrive,
            when: &[],
            guards: &[G::WithinLimits],
            to: To::Into(S::Received),
            effects: &[F::KeepBytes, F::Acknowledge, F::ApplyStatements],
            who: &[Who::Worker],
        },
        Row {
            from: &[
                S::Received,
                S::Quarantined,
                S::Refused,
                S::Valid,
                S::ValidWithWarnings,
                S::Superseded,
                S::CancelledByIssuer,
                S::ReplacedByIssuer,
                S::Suspended,
                S::SetAside,
            ],
            event: E::Repeat,
            when: &[],
            guards: &[],
            to: To::Stays,
            effects: &[F::Acknowledge],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Received, S::Valid, S::ValidWithWarnings, S::Suspended],
            event: E::Conflict,
            when: &[],
            guards: &[G::Verified],
            to: To::Into(S::Quarantined),
            effects: &[F::QuarantineOther, F::Alarm],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Received],
            event: E::Judge(Judgement::Broken),
            when: &[],
            guards: &[],
            to: To::Into(S::Quarantined),
            effects: &[F::AnswerRefused],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Received],
            event: E::Judge(Judgement::MayHeal),
            when: &[],
            guards: &[],
            to: To::Into(S::Quarantined),
            effects: &[F::CheckWithNextList],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Received],
            event: E::Judge(Judgement::RefusedByRule),
            when: &[],
            guards: &[],
            to: To::Into(S::Refused),
            effects: &[F::AnswerRefused],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Received],
            event: E::Judge(Judgement::Valid),
            when: &[],
            guards: &[],
            to: To::Into(S::Valid),
            effects: &[F::AnswerAccepted],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Received],
            event: E::Judge(Judgement::ValidWithWarnings),
            when: &[],
            guards: &[],
            to: To::Into(S::ValidWithWarnings),
            effects: &[F::AnswerWithWarnings],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Quarantined],
            event: E::CheckAgain,
            when: &[],
            guards: &[G::AnythingNew],
            to: To::Into(S::Received),
            effects: &[F::KeepFindings],
            who: &[Who::Customs, Who::Worker],
        },
        Row {
            from: &[S::Quarantined],
            event: E::SetAside,
            when: &[],
            guards: &[G::Reasoned, G::SecondPerson],
            to: To::Into(S::SetAside),
            effects: &[F::AnswerRefused],
            who: &[Who::Customs, Who::Supervisor],
        },
        // A suspended image too: its lifting may be on the way still, and order is decided by revision.
        Row {
            from: &[S::Valid, S::ValidWithWarnings, S::Suspended],
            event: E::Supersede,
            when: &[],
            guards: &[G::Verified, G::RevisionHigher],
            to: To::Into(S::Superseded),
            effects: &[],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Received],
            event: E::ArriveLate,
            when: &[],
            guards: &[G::Verified, G::RevisionLower],
            to: To::Into(S::Superseded),
            effects: &[F::NoteLate],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Valid, S::ValidWithWarnings, S::Suspended],
            event: E::Cancel,
            when: &[G::Used],
            guards: &[G::Verified],
            to: To::Into(S::CancelledByIssuer),
            effects: &[F::AlertUses],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Valid, S::ValidWithWarnings, S::Suspended],
            event: E::Cancel,
            when: &[],
            guards: &[G::Verified],
            to: To::Into(S::CancelledByIssuer),
            effects: &[],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Valid, S::ValidWithWarnings, S::Suspended],
            event: E::Replace,
            when: &[G::Used],
            guards: &[G::Verified],
            to: To::Into(S::ReplacedByIssuer),
            effects: &[F::ReleaseSuccessor, F::AlertUses],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Valid, S::ValidWithWarnings, S::Suspended],
            event: E::Replace,
            when: &[],
            guards: &[G::Verified],
            to: To::Into(S::ReplacedByIssuer),
            effects: &[F::ReleaseSuccessor],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Valid, S::ValidWithWarnings],
            event: E::Suspend,
            when: &[],
            guards: &[G::Verified, G::RevisionHigher],
            to: To::Into(S::Suspended),
            effects: &[],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Suspended],
            event: E::Lift,
            when: &[G::HadWarnings],
            guards: &[G::Verified, G::RevisionHigher],
            to: To::Into(S::ValidWithWarnings),
            effects: &[],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Suspended],
            event: E::Lift,
            when: &[],
            guards: &[G::Verified, G::RevisionHigher],
            to: To::Into(S::Valid),
            effects: &[],
            who: &[Who::Worker],
        },
    ]
};

/// Takes one step, or says why not.
///
/// # Errors
/// A refusal with its reason and the steps that this state knows.
pub fn step_inbound(
    state: Option<InboundState>,
    event: InboundEvent,
    context: &InboundContext<'_>,
) -> Result<(InboundState, Vec<InboundEffect>), Refusal> {
    step::<InboundMachine>(state, event, context)
}

/// Is its validity over on that day, with the days the scheme lets pass? Computed, never stored.
pub fn is_past_validity(valid_to: Option<Date>, tolerance_days: u32, day: Date) -> bool {
    valid_to.is_some_and(|last| last.plus_days(i64::from(tolerance_days)).is_some_and(|last| last < day))
}
