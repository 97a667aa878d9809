//! The use of a goods item at the border: balance and decision are two things (`dataset.md` 3.5). Each item is decided
//! on its own; a refusal of one never touches another.

use super::InboundState;
use super::refusal::{Refusal, Why};
use super::table::{Machine, Row, To, Who, reasoned, require, step};
use crate::decimal::Decimal;
use crate::goods::Measure;
use crate::quantity::{Balance, QuantityRefused, Usage};
use crate::word::words;

words! {
    /// Where one use of one item stands.
    UseState {
        /// Claimed: the quantity is reserved.
        Claimed = "claimed",
        /// Doubted: a verification case is open, the quantity stays reserved.
        PendingVerification = "pending_verification",
        /// Granted: the quantity is written off.
        Granted = "granted",
        /// Refused: nothing is written off.
        Refused = "refused",
        /// Granted and taken back.
        Reversed = "reversed",
    }
}

impl UseState {
    /// No step leads out of it.
    pub fn is_final(self) -> bool {
        UseMachine::FINAL.contains(&self)
    }
}

words! {
    /// What happens to one use.
    UseEvent {
        /// A declaration claims preference for a quantity.
        Claim = "claim",
        /// The officer grants it.
        Grant = "grant",
        /// The officer refuses it.
        Refuse = "refuse",
        /// The officer doubts it: a verification case is opened.
        Doubt = "doubt",
        /// The case is closed in favour of this item.
        CloseGranted = "close_granted",
        /// The case is closed against this item.
        CloseRefused = "close_refused",
        /// Two persons take a grant back.
        Reverse = "reverse",
        /// The issuing body ended the record.
        RecordEnds = "record_ends",
        /// Uses of another post come in, or a newer revision with less.
        Merge = "merge",
    }
}

/// The facts a step is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UseContext<'a> {
    /// State of the record that is claimed on.
    pub record: InboundState,
    /// Was its validity over on the declaration's day?
    pub expired: bool,
    /// What is asked for.
    pub quantity: &'a Measure,
    /// What was certified and is used: without this use when it is claimed or granted, with every known use when the
    /// record ends or uses are merged.
    pub balance: &'a Balance,
    /// How much more than certified is let through, in the certificate's unit.
    pub tolerance: Decimal,
    /// Is this item of this declaration recorded already?
    pub recorded: bool,
    /// May the form be used once only?
    pub single_use: bool,
    /// Does the outcome of the closed case cover this item?
    pub outcome_covers: bool,
    /// Reason code; grounds of a doubt.
    pub reason: &'a str,
    /// Has a second person agreed?
    pub second_person: bool,
}

words! {
    /// What is asked of the facts before a step.
    UseGuard {
        /// This item of this declaration is not recorded yet.
        NotRecorded = "not_recorded",
        /// The validity was not over on the declaration's day.
        NotExpired = "not_expired",
        /// The record can be claimed on.
        RecordUsable = "record_usable",
        /// The unit can be converted, the quantity is within what is left and the tolerance.
        QuantityFits = "quantity_fits",
        /// A form for one use was not used yet.
        NotUsedUp = "not_used_up",
        /// The form may be used once only.
        SingleUse = "single_use",
        /// Some use is posted.
        UsePosted = "use_posted",
        /// More is used than was certified.
        OverUsed = "over_used",
        /// The outcome of the case covers the item.
        OutcomeCovers = "outcome_covers",
        /// A reason is given.
        Reasoned = "reasoned",
        /// Grounds are given.
        Grounds = "grounds",
        /// A second person agreed.
        SecondPerson = "second_person",
    }
}

words! {
    /// What the step asks the other rooms to do.
    UseEffect {
        /// The quantity is reserved.
        Reserve = "reserve",
        /// The quantity is written off.
        WriteOff = "write_off",
        /// The reservation is let go.
        Release = "release",
        /// Nothing more can be claimed on this item, whatever is left.
        Exhaust = "exhaust",
        /// A verification case is opened.
        OpenCase = "open_case",
        /// Release of the goods against security is recorded.
        RecordSecurity = "record_security",
        /// Declarations that used it are listed.
        ListDeclarations = "list_declarations",
        /// Somebody is called.
        Alarm = "alarm",
        /// The balance is restored.
        Restore = "restore",
        /// `utilisation` goes to the issuing side.
        SendUtilisation = "send_utilisation",
    }
}

/// The machine of one use.
#[derive(Debug)]
pub struct UseMachine;

impl Machine for UseMachine {
    type State = UseState;
    type Event = UseEvent;
    type Guard = UseGuard;
    type Effect = UseEffect;
    type Context<'a> = UseContext<'a>;

    const NAME: &'static str = "utilisation";
    const FINAL: &'static [UseState] = &[UseState::Refused, UseState::Reversed];
    const TABLE: &'static [Row<Self>] = ROWS;

    fn judge(guard: UseGuard, context: &UseContext<'_>) -> Result<(), Why> {
        use UseGuard as G;
        let spent = || {
            let (used, reserved) = (context.balance.used(), context.balance.reserved());
            !(used.is_zero() && reserved.is_zero())
        };
        match guard {
            G::NotRecorded => require(!context.recorded, Why::AlreadyRecorded),
            G::NotExpired => require(!context.expired, Why::Expired),
            G::RecordUsable => require(context.record.is_usable(), Why::NotUsable),
            G::QuantityFits => fits(context),
            G::NotUsedUp => require(!(context.single_use && spent()), Why::SingleUse),
            G::SingleUse => require(context.single_use, Why::NotFromHere),
            G::UsePosted => require(!context.balance.used().is_zero(), Why::NotFromHere),
            G::OverUsed => require(context.balance.usage() == Usage::OverUsed, Why::NotFromHere),
            G::OutcomeCovers => require(context.outcome_covers, Why::ItemsOpen),
            G::Reasoned => reasoned(context.reason),
            G::Grounds => require(!context.reason.trim().is_empty(), Why::GroundsMissing),
            G::SecondPerson => require(context.second_person, Why::SecondPersonMissing),
        }
    }
}

fn fits(context: &UseContext<'_>) -> Result<(), Why> {
    match context.balance.fits(context.quantity, context.tolerance) {
        Ok(_) => Ok(()),
        Err(QuantityRefused::NotPositive) => Err(Why::QuantityNotPositive),
        Err(QuantityRefused::UnitDiffers { certified, asked }) => Err(Why::UnitDiffers { certified, asked }),
        Err(QuantityRefused::Exceeds { remaining }) => Err(Why::QuantityExceeded { remaining }),
    }
}

const ROWS: &[Row<UseMachine>] = {
    use UseEffect as F;
    use UseEvent as E;
    use UseGuard as G;
    use UseState as S;
    &[
        Row {
            from: &[],
            event: E::Claim,
            when: &[],
            guards: &[G::NotRecorded, G::NotExpired, G::RecordUsable, G::NotUsedUp, G::QuantityFits],
            to: To::Into(S::Claimed),
            effects: &[F::Reserve],
            who: &[Who::Customs],
        },
        // Between claim and grant the record may have been cancelled.
        Row {
            from: &[S::Claimed],
            event: E::Grant,
            when: &[G::SingleUse],
            guards: &[G::RecordUsable, G::NotUsedUp, G::QuantityFits],
            to: To::Into(S::Granted),
            effects: &[F::WriteOff, F::Exhaust, F::SendUtilisation],
            who: &[Who::Customs],
        },
        Row {
            from: &[S::Claimed],
            event: E::Grant,
            when: &[],
            guards: &[G::RecordUsable, G::QuantityFits],
            to: To::Into(S::Granted),
            effects: &[F::WriteOff, F::SendUtilisation],
            who: &[Who::Customs],
        },
        Row {
            from: &[S::Claimed],
            event: E::Refuse,
            when: &[],
            guards: &[G::Reasoned],
            to: To::Into(S::Refused),
            effects: &[F::Release, F::SendUtilisation],
            who: &[Who::Customs],
        },
        Row {
            from: &[S::Claimed],
            event: E::Doubt,
            when: &[],
            guards: &[G::Grounds],
            to: To::Into(S::PendingVerification),
            effects: &[F::OpenCase, F::RecordSecurity],
            who: &[Who::Customs],
        },
        Row {
            from: &[S::PendingVerification],
            event: E::CloseGranted,
            when: &[G::SingleUse],
            guards: &[G::OutcomeCovers, G::RecordUsable, G::NotUsedUp, G::QuantityFits],
            to: To::Into(S::Granted),
            effects: &[F::WriteOff, F::Exhaust, F::SendUtilisation],
            who: &[Who::Customs, Who::Supervisor],
        },
        Row {
            from: &[S::PendingVerification],
            event: E::CloseGranted,
            when: &[],
            guards: &[G::OutcomeCovers, G::RecordUsable, G::QuantityFits],
            to: To::Into(S::Granted),
            effects: &[F::WriteOff, F::SendUtilisation],
            who: &[Who::Customs, Who::Supervisor],
        },
        Row {
            from: &[S::PendingVerification],
            event: E::CloseRefused,
            when: &[],
            guards: &[G::OutcomeCovers, G::Reasoned],
            to: To::Into(S::Refused),
            effects: &[F::Release, F::SendUtilisation],
            who: &[Who::Customs, Who::Supervisor],
        },
        Row {
            from: &[S::Granted],
            event: E::Reverse,
            when: &[],
            guards: &[G::Reasoned, G::SecondPerson],
            to: To::Into(S::Reversed),
            effects: &[F::Restore, F::SendUtilisation],
            who: &[Who::Supervisor],
        },
        // What was used lawfully is never hidden, and never undone by itself.
        Row {
            from: &[S::Claimed, S::PendingVerification, S::Granted, S::Refused, S::Reversed],
            event: E::RecordEnds,
            when: &[G::UsePosted],
            guards: &[],
            to: To::Stays,
            effects: &[F::ListDeclarations, F::Alarm],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Claimed, S::PendingVerification, S::Granted, S::Refused, S::Reversed],
            event: E::RecordEnds,
            when: &[],
            guards: &[],
            to: To::Stays,
            effects: &[],
            who: &[Who::Worker],
        },
        // Two posts that worked offline may both have granted.
        Row {
            from: &[S::Claimed, S::PendingVerification, S::Granted, S::Refused, S::Reversed],
            event: E::Merge,
            when: &[G::OverUsed],
            guards: &[],
            to: To::Stays,
            effects: &[F::ListDeclarations, F::Alarm],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Claimed, S::PendingVerification, S::Granted, S::Refused, S::Reversed],
            event: E::Merge,
            when: &[],
            guards: &[],
            to: To::Stays,
            effects: &[],
            who: &[Who::Worker],
        },
    ]
};

/// Takes one step, or says why not.
///
/// # Errors
/// A refusal with its reason and the steps that this state knows.
pub fn step_use(
    state: Option<UseState>,
    event: UseEvent,
    context: &UseContext<'_>,
) -> Result<(UseState, Vec<UseEffect>), Refusal> {
    step::<UseMachine>(state, event, context)
}
