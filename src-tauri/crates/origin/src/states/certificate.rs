//! The certificate as its issuer sees it: the only authority on its legal state (`dataset.md` 3.2).

use super::refusal::{Refusal, Why};
use super::table::{Machine, Row, To, Who, reasoned, require, step};
use crate::time::Date;
use crate::word::words;

words! {
    /// The issuer's legal state; expiry is computed and not a state.
    CertificateState {
        /// In force.
        Issued = "issued",
        /// Not to be relied on for the time being.
        Suspended = "suspended",
        /// Another certificate stands in its place.
        Replaced = "replaced",
        /// Ended.
        Cancelled = "cancelled",
    }
}

impl CertificateState {
    /// Final is final: a mistaken end is cured by a new certificate that refers to this one.
    pub fn is_final(self) -> bool {
        CertificateMachine::FINAL.contains(&self)
    }
}

words! {
    /// What happens under one number; all but copy and duplicate are signed steps with a revision of their own.
    CertificateEvent {
        /// First issue.
        Issue = "issue",
        /// A new image under the same number.
        Amend = "amend",
        /// Another certificate takes its place.
        Replace = "replace",
        /// The end.
        Cancel = "cancel",
        /// Not to be relied on for the time being.
        Suspend = "suspend",
        /// Suspension ends.
        Lift = "lift",
        /// A certified true copy is made.
        Copy = "copy",
        /// A duplicate of a lost original is made.
        Duplicate = "duplicate",
    }
}

/// What replaces a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Successor<'a> {
    /// Its number.
    pub number: &'a str,
    /// Does it name the old number and issue date?
    pub names_original: bool,
    /// Does it live longer than the original although the scheme forbids that?
    pub outlives_original: bool,
}

/// The facts a step is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CertificateContext<'a> {
    /// Last signed revision under the number; 0 before the first.
    pub revision: u32,
    /// Revision of the document of this step.
    pub next_revision: u32,
    /// Is the application (of a replacement: the successor's) approved?
    pub approved: bool,
    /// Are form and code lists in force on the day of issue?
    pub in_force: bool,
    /// Findings that block, as computed today.
    pub blocking: usize,
    /// Is the number free in the block?
    pub number_free: bool,
    /// Are body, officer and key entitled now?
    pub entitled: bool,
    /// Does the scheme allow a change under the same number?
    pub amending_allowed: bool,
    /// Are number, issuing body, scheme and exporter untouched?
    pub identity_kept: bool,
    /// Reason code; grounds of a duplicate.
    pub reason: &'a str,
    /// Has a second person agreed?
    pub second_person: bool,
    /// Is some use of it known?
    pub uses_known: bool,
    /// What replaces it.
    pub successor: Option<Successor<'a>>,
    /// Is a copy or duplicate asked for within the scheme's time?
    pub asked_in_time: bool,
}

words! {
    /// What is asked of the facts before a step.
    CertificateGuard {
        /// The document's revision is the next one.
        RevisionNext = "revision_next",
        /// Body, officer and key are entitled now.
        Entitled = "entitled",
        /// The application is approved.
        Approved = "approved",
        /// Form and code lists are in force.
        InForce = "in_force",
        /// The number is free in the block.
        NumberFree = "number_free",
        /// No finding blocks.
        Unblocked = "unblocked",
        /// The scheme allows a change under the same number.
        AmendingAllowed = "amending_allowed",
        /// Number, issuing body, scheme and exporter are untouched.
        IdentityKept = "identity_kept",
        /// A reason is given.
        Reasoned = "reasoned",
        /// There is a successor.
        HasSuccessor = "has_successor",
        /// It names the old number and issue date.
        SuccessorRefers = "successor_refers",
        /// It does not outlast the original where the scheme says so.
        SuccessorWithinLife = "successor_within_life",
        /// Some use is known.
        UsesKnown = "uses_known",
        /// A second person agreed.
        SecondPerson = "second_person",
        /// It is asked for within the scheme's time.
        AskedInTime = "asked_in_time",
        /// Grounds are given.
        Grounds = "grounds",
    }
}

words! {
    /// What the step asks the other rooms to do, all in one transaction.
    CertificateEffect {
        /// The number counts as used.
        UseNumber = "use_number",
        /// The bytes are frozen and signed.
        FreezeDocument = "freeze_document",
        /// The image before is kept.
        KeepOldRevision = "keep_old_revision",
        /// A status statement is signed.
        SignStatement = "sign_statement",
        /// An outbox item for the destination's route is born.
        Enqueue = "enqueue",
        /// The successor is issued in the same transaction.
        IssueSuccessor = "issue_successor",
        /// Known uses are shown before anybody confirms.
        ShowUses = "show_uses",
        /// The copy stands in the register of copies.
        RegisterCopy = "register_copy",
        /// The form's word for it and the date of the original are printed.
        PrintWord = "print_word",
    }
}

/// The certificate's machine.
#[derive(Debug)]
pub struct CertificateMachine;

impl Machine for CertificateMachine {
    type State = CertificateState;
    type Event = CertificateEvent;
    type Guard = CertificateGuard;
    type Effect = CertificateEffect;
    type Context<'a> = CertificateContext<'a>;

    const NAME: &'static str = "certificate";
    const FINAL: &'static [CertificateState] = &[CertificateState::Replaced, CertificateState::Cancelled];
    const TABLE: &'static [Row<Self>] = ROWS;

    fn judge(guard: CertificateGuard, context: &CertificateContext<'_>) -> Result<(), Why> {
        use CertificateGuard as G;
        let successor = context.successor.filter(|one| !one.number.is_empty()).ok_or(Why::SuccessorMissing);
        let expected = context.revision.saturating_add(1);
        match guard {
            G::RevisionNext => require(
                context.next_revision == expected,
                Why::RevisionNotNext { expected, found: context.next_revision },
            ),
            G::Entitled => require(context.entitled, Why::NotEntitled),
            G::Approved => require(context.approved, Why::NotApproved),
            G::InForce => require(context.in_force, Why::NotInForce),
            G::NumberFree => require(context.number_free, Why::NumberNotFree),
            G::Unblocked => require(context.blocking == 0, Why::Findings { blocking: context.blocking }),
            G::AmendingAllowed => require(context.amending_allowed, Why::AmendingNotAllowed),
            G::IdentityKept => require(context.identity_kept, Why::IdentityChanged),
            G::Reasoned => reasoned(context.reason),
            G::HasSuccessor => successor.map(|_| ()),
            G::SuccessorRefers => require(successor?.names_original, Why::SuccessorDoesNotRefer),
            G::SuccessorWithinLife => require(!successor?.outlives_original, Why::OutlivesOriginal),
            G::UsesKnown => require(context.uses_known, Why::NotFromHere),
            G::SecondPerson => require(context.second_person, Why::SecondPersonMissing),
            G::AskedInTime => require(context.asked_in_time, Why::NoTimeLeft),
            G::Grounds => require(!context.reason.trim().is_empty(), Why::GroundsMissing),
        }
    }
}

const OFFICER: &[Who] = &[Who::Officer];

const ROWS: &[Row<CertificateMachine>] = {
    use CertificateEffect as F;
    use CertificateEvent as E;
    use CertificateGuard as G;
    use CertificateState as S;
    &[
        Row {
            from: &[],
            event: E::Issue,
            when: &[],
            guards: &[G::RevisionNext, G::Entitled, G::Approved, G::NumberFree, G::InForce, G::Unblocked],
            to: To::Into(S::Issued),
            effects: &[F::UseNumber, F::FreezeDocument, F::Enqueue],
            who: OFFICER,
        },
        Row {
            from: &[S::Issued],
            event: E::Amend,
            when: &[],
            guards: &[
                G::RevisionNext,
                G::Entitled,
                G::AmendingAllowed,
                G::IdentityKept,
                G::Reasoned,
                G::InForce,
                G::Unblocked,
            ],
            to: To::Stays,
            effects: &[F::KeepOldRevision, F::FreezeDocument, F::Enqueue],
            who: OFFICER,
        },
        Row {
            from: &[S::Issued, S::Suspended],
            event: E::Replace,
            when: &[],
            guards: &[
                G::RevisionNext,
                G::Entitled,
                G::HasSuccessor,
                G::SuccessorRefers,
                G::SuccessorWithinLife,
                G::Approved,
                G::InForce,
                G::Unblocked,
            ],
            to: To::Into(S::Replaced),
            effects: &[F::IssueSuccessor, F::SignStatement, F::FreezeDocument, F::Enqueue],
            who: OFFICER,
        },
        Row {
            from: &[S::Issued, S::Suspended],
            event: E::Cancel,
            when: &[G::UsesKnown],
            guards: &[G::RevisionNext, G::Entitled, G::Reasoned, G::SecondPerson],
            to: To::Into(S::Cancelled),
            effects: &[F::SignStatement, F::FreezeDocument, F::Enqueue, F::ShowUses],
            who: OFFICER,
        },
        Row {
            from: &[S::Issued, S::Suspended],
            event: E::Cancel,
            when: &[],
            guards: &[G::RevisionNext, G::Entitled, G::Reasoned],
            to: To::Into(S::Cancelled),
            effects: &[F::SignStatement, F::FreezeDocument, F::Enqueue],
            who: OFFICER,
        },
        Row {
            from: &[S::Issued],
            event: E::Suspend,
            when: &[],
            guards: &[G::RevisionNext, G::Entitled, G::Reasoned],
            to: To::Into(S::Suspended),
            effects: &[F::SignStatement, F::FreezeDocument, F::Enqueue],
            who: OFFICER,
        },
        Row {
            from: &[S::Suspended],
            event: E::Lift,
            when: &[],
            guards: &[G::RevisionNext, G::Entitled, G::Reasoned],
            to: To::Into(S::Issued),
            effects: &[F::SignStatement, F::FreezeDocument, F::Enqueue],
            who: OFFICER,
        },
        // The revision stays: a copy says nothing new. The version that judges it is that of the original.
        Row {
            from: &[S::Issued],
            event: E::Copy,
            when: &[],
            guards: &[G::Entitled, G::AskedInTime],
            to: To::Stays,
            effects: &[F::RegisterCopy, F::PrintWord],
            who: OFFICER,
        },
        Row {
            from: &[S::Issued],
            event: E::Duplicate,
            when: &[],
            guards: &[G::Entitled, G::AskedInTime, G::Grounds],
            to: To::Stays,
            effects: &[F::RegisterCopy, F::PrintWord],
            who: OFFICER,
        },
    ]
};

/// Takes one step, or says why not.
///
/// # Errors
/// A refusal with its reason and the steps that this state knows.
pub fn step_certificate(
    state: Option<CertificateState>,
    event: CertificateEvent,
    context: &CertificateContext<'_>,
) -> Result<(CertificateState, Vec<CertificateEffect>), Refusal> {
    step::<CertificateMachine>(state, event, context)
}

/// Is its validity over? Computed, never stored; an ended certificate is not expired but ended.
pub fn is_expired(state: CertificateState, valid_to: Option<Date>, today: Date) -> bool {
    !state.is_final() && valid_to.is_some_and(|last| last < today)
}
