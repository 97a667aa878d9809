//! A question to the issuing side about a certificate: one case id on both sides (`dataset.md` 3.6). What silence
//! means and how long a reply may take stands in the scheme.

use super::refusal::{Refusal, Why};
use super::table::{Machine, Row, To, Who, reasoned, require, step};
use crate::time::Date;
use crate::word::words;

words! {
    /// Where a case stands; overdue is computed and not a state.
    VerificationState {
        /// Opened, not asked yet.
        Opened = "opened",
        /// On its way to the issuing side.
        Sent = "sent",
        /// The issuing side has it.
        Acknowledged = "acknowledged",
        /// The issuing side replied.
        Answered = "answered",
        /// Closed, preference granted.
        ClosedGranted = "closed_granted",
        /// Closed, preference denied.
        ClosedDenied = "closed_denied",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

impl VerificationState {
    /// No step leads out of it.
    pub fn is_final(self) -> bool {
        VerificationMachine::FINAL.contains(&self)
    }

    /// Is a reply waited for?
    pub fn awaits_reply(self) -> bool {
        matches!(self, Self::Sent | Self::Acknowledged)
    }
}

words! {
    /// What happens to a case.
    VerificationEvent {
        /// Customs doubts something.
        Open = "open",
        /// The request goes out, as a message or as a letter.
        Send = "send",
        /// The request reaches the issuing side.
        Arrive = "arrive",
        /// The issuing side asks for more time.
        AskForTime = "ask_for_time",
        /// The issuing side asks for papers.
        AskForPapers = "ask_for_papers",
        /// The issuing side replies, item by item.
        Reply = "reply",
        /// Customs closes it in the importer's favour.
        CloseGranted = "close_granted",
        /// Customs closes it against the importer.
        CloseDenied = "close_denied",
        /// Customs takes it back.
        Withdraw = "withdraw",
    }
}

words! {
    /// What the issuing side says of one item.
    ItemReply {
        /// Authentic and originating.
        Confirmed = "confirmed",
        /// For a part of the quantity.
        Partly = "partly",
        /// Not authentic, or not originating.
        NotConfirmed = "not_confirmed",
    }
}

impl ItemReply {
    /// What the whole reply amounts to; nothing without items.
    pub fn of_all(items: &[Self]) -> Option<Self> {
        let (first, rest) = items.split_first()?;
        Some(if rest.iter().all(|one| one == first) { *first } else { Self::Partly })
    }
}

/// The facts a step is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VerificationContext<'a> {
    /// Why customs doubts.
    pub grounds: &'a str,
    /// Goods items named.
    pub items: usize,
    /// Is it within the scheme's window for asking?
    pub within_window: bool,
    /// Has the agreement the capability `verification`?
    pub can_travel: bool,
    /// Can a letter with a printout go instead?
    pub letter_possible: bool,
    /// Is the signature of the message verified?
    pub verified: bool,
    /// Is the officer who signed the reply entitled?
    pub entitled: bool,
    /// How often the issuing side may still ask for time or papers.
    pub extensions_left: u32,
    /// Items with a reply.
    pub answered: usize,
    /// Items with an outcome.
    pub decided: usize,
    /// Is the due date past ([`is_overdue`])?
    pub overdue: bool,
    /// Reason of a withdrawal.
    pub reason: &'a str,
}

words! {
    /// What is asked of the facts before a step.
    VerificationGuard {
        /// Grounds are given.
        Grounds = "grounds",
        /// Certificate and items are named.
        ItemsNamed = "items_named",
        /// It is within the scheme's window.
        WithinWindow = "within_window",
        /// The agreement has the capability.
        CanTravel = "can_travel",
        /// A letter with a printout can go.
        LetterPossible = "letter_possible",
        /// The message is verified.
        Verified = "verified",
        /// The officer who signed is entitled.
        Entitled = "entitled",
        /// The scheme allows one more extension.
        ExtensionLeft = "extension_left",
        /// Every item has a reply.
        EveryItemAnswered = "every_item_answered",
        /// Every item has an outcome.
        OutcomePerItem = "outcome_per_item",
        /// The due date is past.
        Overdue = "overdue",
        /// A reason is given.
        Reasoned = "reasoned",
    }
}

words! {
    /// What the step asks the other rooms to do.
    VerificationEffect {
        /// The due date of the scheme is noted.
        SetDueDate = "set_due_date",
        /// `verify` goes to the issuing side.
        SendRequest = "send_request",
        /// Letter and printout are made for the post.
        PrintLetter = "print_letter",
        /// At the issuing side the certificate is shown as under enquiry.
        MirrorUnderEnquiry = "mirror_under_enquiry",
        /// The file of the application is shown.
        ShowFile = "show_file",
        /// An interim `verifyAnswer` goes back.
        SendInterim = "send_interim",
        /// The new due date is shown, not assumed.
        ShowNewDueDate = "show_new_due_date",
        /// `verifyAnswer` goes back.
        SendReply = "send_reply",
        /// The doubted uses are granted or refused, item by item.
        SettleUses = "settle_uses",
        /// The other side is told.
        TellOtherSide = "tell_other_side",
    }
}

/// The machine of a verification case.
#[derive(Debug)]
pub struct VerificationMachine;

impl Machine for VerificationMachine {
    type State = VerificationState;
    type Event = VerificationEvent;
    type Guard = VerificationGuard;
    type Effect = VerificationEffect;
    type Context<'a> = VerificationContext<'a>;

    const NAME: &'static str = "verification";
    const FINAL: &'static [VerificationState] =
        &[VerificationState::ClosedGranted, VerificationState::ClosedDenied, VerificationState::Withdrawn];
    const TABLE: &'static [Row<Self>] = ROWS;

    fn judge(guard: VerificationGuard, context: &VerificationContext<'_>) -> Result<(), Why> {
        use VerificationGuard as G;
        match guard {
            G::Grounds => require(!context.grounds.trim().is_empty(), Why::GroundsMissing),
            G::ItemsNamed => require(context.items > 0, Why::NothingNamed),
            G::WithinWindow => require(context.within_window, Why::NoTimeLeft),
            G::CanTravel => require(context.can_travel, Why::RouteClosed),
            G::LetterPossible => require(context.letter_possible, Why::NoWay),
            G::Verified => require(context.verified, Why::NotVerified),
            G::Entitled => require(context.entitled, Why::NotEntitled),
            G::ExtensionLeft => require(context.extensions_left > 0, Why::ExtensionUsedUp),
            G::EveryItemAnswered => require(context.items > 0 && context.answered == context.items, Why::ItemsOpen),
            G::OutcomePerItem => require(context.items > 0 && context.decided == context.items, Why::ItemsOpen),
            G::Overdue => require(context.overdue, Why::NotDue),
            G::Reasoned => reasoned(context.reason),
        }
    }
}

const ROWS: &[Row<VerificationMachine>] = {
    use VerificationEffect as F;
    use VerificationEvent as E;
    use VerificationGuard as G;
    use VerificationState as S;
    &[
        Row {
            from: &[],
            event: E::Open,
            when: &[],
            guards: &[G::Grounds, G::ItemsNamed, G::WithinWindow],
            to: To::Into(S::Opened),
            effects: &[F::SetDueDate],
            who: &[Who::Customs],
        },
        Row {
            from: &[S::Opened],
            event: E::Send,
            when: &[G::CanTravel],
            guards: &[],
            to: To::Into(S::Sent),
            effects: &[F::SendRequest],
            who: &[Who::Customs, Who::Worker],
        },
        Row {
            from: &[S::Opened],
            event: E::Send,
            when: &[],
            guards: &[G::LetterPossible],
            to: To::Into(S::Sent),
            effects: &[F::PrintLetter],
            who: &[Who::Customs, Who::Worker],
        },
        Row {
            from: &[S::Sent],
            event: E::Arrive,
            when: &[],
            guards: &[G::Verified],
            to: To::Into(S::Acknowledged),
            effects: &[F::MirrorUnderEnquiry, F::ShowFile],
            who: &[Who::Worker],
        },
        Row {
            from: &[S::Acknowledged],
            event: E::AskForTime,
            when: &[],
            guards: &[G::ExtensionLeft],
            to: To::Stays,
            effects: &[F::SendInterim, F::ShowNewDueDate],
            who: &[Who::Officer],
        },
        Row {
            from: &[S::Acknowledged],
            event: E::AskForPapers,
            when: &[],
            guards: &[G::ExtensionLeft],
            to: To::Stays,
            effects: &[F::SendInterim, F::ShowNewDueDate],
            who: &[Who::Officer],
        },
        Row {
            from: &[S::Sent, S::Acknowledged],
            event: E::Reply,
            when: &[],
            guards: &[G::Verified, G::Entitled, G::EveryItemAnswered],
            to: To::Into(S::Answered),
            effects: &[F::SendReply],
            who: &[Who::Officer],
        },
        Row {
            from: &[S::Answered],
            event: E::CloseGranted,
            when: &[],
            guards: &[G::OutcomePerItem],
            to: To::Into(S::ClosedGranted),
            effects: &[F::SettleUses],
            who: &[Who::Customs, Who::Supervisor],
        },
        Row {
            from: &[S::Answered],
            event: E::CloseDenied,
            when: &[],
            guards: &[G::OutcomePerItem],
            to: To::Into(S::ClosedDenied),
            effects: &[F::SettleUses],
            who: &[Who::Customs, Who::Supervisor],
        },
        // Only silence past the due date lets customs close without a reply; the scheme says what silence means.
        Row {
            from: &[S::Sent, S::Acknowledged],
            event: E::CloseGranted,
            when: &[],
            guards: &[G::Overdue, G::OutcomePerItem],
            to: To::Into(S::ClosedGranted),
            effects: &[F::SettleUses],
            who: &[Who::Customs, Who::Supervisor],
        },
        Row {
            from: &[S::Sent, S::Acknowledged],
            event: E::CloseDenied,
            when: &[],
            guards: &[G::Overdue, G::OutcomePerItem],
            to: To::Into(S::ClosedDenied),
            effects: &[F::SettleUses],
            who: &[Who::Customs, Who::Supervisor],
        },
        Row {
            from: &[S::Opened, S::Sent, S::Acknowledged],
            event: E::Withdraw,
            when: &[],
            guards: &[G::Reasoned],
            to: To::Into(S::Withdrawn),
            effects: &[F::TellOtherSide],
            who: &[Who::Customs],
        },
    ]
};

/// Takes one step, or says why not.
///
/// # Errors
/// A refusal with its reason and the steps that this state knows.
pub fn step_verification(
    state: Option<VerificationState>,
    event: VerificationEvent,
    context: &VerificationContext<'_>,
) -> Result<(VerificationState, Vec<VerificationEffect>), Refusal> {
    step::<VerificationMachine>(state, event, context)
}

/// Is a reply late? Computed, never stored; the due date itself is still good.
pub fn is_overdue(state: VerificationState, due: Option<Date>, today: Date) -> bool {
    state.awaits_reply() && due.is_some_and(|last| last < today)
}

/// The day a reply is due: the day of asking and the scheme's days.
pub fn due_date(asked: Date, reply_days: u32) -> Option<Date> {
    asked.plus_days(i64::from(reply_days))
}
