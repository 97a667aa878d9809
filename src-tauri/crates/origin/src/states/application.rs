//! The application, from the first keystroke to a certificate (`dataset.md` 3.1); while it is in `draft` the screens
//! call it a Draft. What a new version of its form does to it stands in `agreements.md` section 9.

use super::refusal::{Refusal, Why};
use super::table::{Machine, Row, To, Who, reasoned, require, step};
use crate::word::words;

words! {
    /// Where an application stands.
    ApplicationState {
        /// Being written.
        Draft = "draft",
        /// The exporter put their name to it; the text is frozen.
        Declared = "declared",
        /// In the issuing body's queue.
        Submitted = "submitted",
        /// A clerk has it.
        UnderExamination = "under_examination",
        /// Back at the exporter with a question.
        Returned = "returned",
        /// Good to be issued.
        Approved = "approved",
        /// Refused by the officer.
        Refused = "refused",
        /// A certificate came of it.
        Issued = "issued",
        /// Taken back by the exporter.
        Withdrawn = "withdrawn",
    }
}

impl ApplicationState {
    /// No step leads out of it.
    pub fn is_final(self) -> bool {
        ApplicationMachine::FINAL.contains(&self)
    }
}

words! {
    /// What happens to an application.
    ApplicationEvent {
        /// It is begun empty.
        Create = "create",
        /// It is begun from another one.
        Clone = "clone",
        /// It is read from a file.
        Import = "import",
        /// Somebody changes it.
        Edit = "edit",
        /// The exporter declares that it is true.
        Declare = "declare",
        /// It is handed to the issuing body.
        Submit = "submit",
        /// A clerk takes it up.
        Take = "take",
        /// The clerk lets go of it.
        Release = "release",
        /// It goes back with a question.
        Return = "return",
        /// It is good to be issued.
        Approve = "approve",
        /// It is refused.
        Refuse = "refuse",
        /// An approval is taken back.
        Reopen = "reopen",
        /// The certificate is issued.
        Issue = "issue",
        /// The exporter takes it back.
        Withdraw = "withdraw",
        /// It moves to the version of the form that follows.
        CarryOver = "carry_over",
        /// The version of its form is no longer accepted.
        CloseVersion = "close_version",
    }
}

/// The facts a step is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ApplicationContext<'a> {
    /// Is the edit stamp the one that was read?
    pub stamp_is_current: bool,
    /// Findings that block, as computed today.
    pub blocking: usize,
    /// Is the signatory registered and the exporter's undertaking in date?
    pub signatory_registered: bool,
    /// Is the scheme open for that destination on that day?
    pub scheme_open: bool,
    /// Has another clerk the lock?
    pub locked_by_other: bool,
    /// Is the lock the actor's own, or is the actor an administrator?
    pub may_unlock: bool,
    /// Reason code, or the question put to the exporter.
    pub reason: &'a str,
    /// Are the papers the profile asks for there?
    pub evidence_complete: bool,
    /// Does the office ask for a second person?
    pub second_person_needed: bool,
    /// Has a second person agreed?
    pub second_person: bool,
    /// Has the certificate's own first step (3.2 `issue`) been taken in this transaction, or before?
    pub certificate_issued: bool,
    /// Is there a version of the form that follows and is open?
    pub next_version_open: bool,
    /// Does carrying over change any printed content?
    pub print_changes: bool,
}

words! {
    /// What is asked of the facts before a step.
    ApplicationGuard {
        /// The edit stamp is the one that was read.
        StampCurrent = "stamp_current",
        /// No finding blocks.
        Unblocked = "unblocked",
        /// The signatory is registered, the undertaking in date.
        SignatoryRegistered = "signatory_registered",
        /// The scheme is open for that destination on that day.
        SchemeOpen = "scheme_open",
        /// No other clerk has the lock.
        NotLockedByOther = "not_locked_by_other",
        /// The lock is their own, or they are an administrator.
        OwnLock = "own_lock",
        /// A reason or question is given.
        Reasoned = "reasoned",
        /// The papers the profile asks for are there.
        EvidenceComplete = "evidence_complete",
        /// A second person agreed, where the office asks for one.
        SecondPersonWhereNeeded = "second_person_where_needed",
        /// No certificate has come of it.
        NotIssued = "not_issued",
        /// The certificate's own first step is taken.
        CertificateIssued = "certificate_issued",
        /// A version that follows is open.
        NextVersionOpen = "next_version_open",
        /// Carrying over changes printed content.
        PrintChanges = "print_changes",
    }
}

words! {
    /// What the step asks the other rooms to do.
    ApplicationEffect {
        /// Findings are computed again.
        Check = "check",
        /// The declaration is dropped: it covered another text.
        DropDeclaration = "drop_declaration",
        /// The text is frozen and its digest kept.
        FreezeText = "freeze_text",
        /// The exporter's signature is taken, if the office takes one.
        TakeSignature = "take_signature",
        /// It stands in the queue.
        Queue = "queue",
        /// The lock carries the clerk's name.
        Lock = "lock",
        /// The lock is off.
        Unlock = "unlock",
        /// The exporter is told.
        TellExporter = "tell_exporter",
        /// The certificate is linked.
        LinkCertificate = "link_certificate",
        /// What moved, what the new form no longer has and what it asks anew is listed, to be confirmed.
        ListMoves = "list_moves",
    }
}

/// The application's machine.
#[derive(Debug)]
pub struct ApplicationMachine;

impl Machine for ApplicationMachine {
    type State = ApplicationState;
    type Event = ApplicationEvent;
    type Guard = ApplicationGuard;
    type Effect = ApplicationEffect;
    type Context<'a> = ApplicationContext<'a>;

    const NAME: &'static str = "application";
    const FINAL: &'static [ApplicationState] =
        &[ApplicationState::Refused, ApplicationState::Issued, ApplicationState::Withdrawn];
    const TABLE: &'static [Row<Self>] = ROWS;

    fn judge(guard: ApplicationGuard, context: &ApplicationContext<'_>) -> Result<(), Why> {
        use ApplicationGuard as G;
        match guard {
            G::StampCurrent => require(context.stamp_is_current, Why::Stale),
            G::Unblocked => require(context.blocking == 0, Why::Findings { blocking: context.blocking }),
            G::SignatoryRegistered => require(context.signatory_registered, Why::SignatoryUnknown),
            G::SchemeOpen => require(context.scheme_open, Why::SchemeClosed),
            G::NotLockedByOther => require(!context.locked_by_other, Why::LockedByOther),
            G::OwnLock => require(context.may_unlock, Why::LockNotOwn),
            G::Reasoned => reasoned(context.reason),
            G::EvidenceComplete => require(context.evidence_complete, Why::EvidenceMissing),
            G::SecondPersonWhereNeeded => {
                require(!context.second_person_needed || context.second_person, Why::SecondPersonMissing)
            }
            G::NotIssued => require(!context.certificate_issued, Why::AlreadyIssued),
            G::CertificateIssued => require(context.certificate_issued, Why::NotIssued),
            G::NextVersionOpen => require(context.next_version_open, Why::NotInForce),
            G::PrintChanges => require(context.print_changes, Why::NotFromHere),
        }
    }
}

const DESK: &[Who] = &[Who::Exporter, Who::Clerk];

const ROWS: &[Row<ApplicationMachine>] = {
    use ApplicationEffect as F;
    use ApplicationEvent as E;
    use ApplicationGuard as G;
    use ApplicationState as S;
    &[
        Row {
            from: &[],
            event: E::Create,
            when: &[],
            guards: &[],
            to: To::Into(S::Draft),
            effects: &[F::Check],
            who: DESK,
        },
        Row {
            from: &[],
            event: E::Clone,
            when: &[],
            guards: &[],
            to: To::Into(S::Draft),
            effects: &[F::Check],
            who: DESK,
        },
        Row {
            from: &[],
            event: E::Import,
            when: &[],
            guards: &[],
            to: To::Into(S::Draft),
            effects: &[F::Check],
            who: DESK,
        },
        Row {
            from: &[S::Draft, S::Declared, S::Returned],
            event: E::Edit,
            when: &[],
            guards: &[G::StampCurrent],
            to: To::Into(S::Draft),
            effects: &[F::Check, F::DropDeclaration],
            who: DESK,
        },
        Row {
            from: &[S::Draft],
            event: E::Declare,
            when: &[],
            guards: &[G::Unblocked, G::SignatoryRegistered],
            to: To::Into(S::Declared),
            effects: &[F::FreezeText, F::TakeSignature],
            who: &[Who::Exporter],
        },
        Row {
            from: &[S::Declared],
            event: E::Submit,
            when: &[],
            guards: &[G::SchemeOpen],
            to: To::Into(S::Submitted),
            effects: &[F::Queue],
            who: &[Who::Exporter],
        },
        Row {
            from: &[S::Submitted],
            event: E::Take,
            when: &[],
            guards: &[G::NotLockedByOther],
            to: To::Into(S::UnderExamination),
            effects: &[F::Lock],
            who: &[Who::Clerk, Who::Administrator],
        },
        Row {
            from: &[S::UnderExamination],
            event: E::Release,
            when: &[],
            guards: &[G::OwnLock],
            to: To::Into(S::Submitted),
            effects: &[F::Unlock],
            who: &[Who::Clerk, Who::Administrator],
        },
        Row {
            from: &[S::UnderExamination],
            event: E::Return,
            when: &[],
            guards: &[G::Reasoned],
            to: To::Into(S::Returned),
            effects: &[F::Unlock, F::TellExporter],
            who: &[Who::Clerk],
        },
        Row {
            from: &[S::UnderExamination],
            event: E::Approve,
            when: &[],
            guards: &[G::Unblocked, G::EvidenceComplete, G::SecondPersonWhereNeeded],
            to: To::Into(S::Approved),
            effects: &[],
            who: &[Who::Clerk, Who::Officer],
        },
        Row {
            from: &[S::UnderExamination],
            event: E::Refuse,
            when: &[],
            guards: &[G::Reasoned],
            to: To::Into(S::Refused),
            effects: &[F::Unlock, F::TellExporter],
            who: &[Who::Officer],
        },
        Row {
            from: &[S::Approved],
            event: E::Reopen,
            when: &[],
            guards: &[G::NotIssued, G::Reasoned],
            to: To::Into(S::UnderExamination),
            effects: &[],
            who: &[Who::Officer],
        },
        Row {
            from: &[S::Approved],
            event: E::Issue,
            when: &[],
            guards: &[G::CertificateIssued],
            to: To::Into(S::Issued),
            effects: &[F::Unlock, F::LinkCertificate],
            who: &[Who::Officer],
        },
        Row {
            from: &[S::Draft, S::Declared, S::Submitted, S::Returned],
            event: E::Withdraw,
            when: &[],
            guards: &[G::Reasoned],
            to: To::Into(S::Withdrawn),
            effects: &[F::Unlock],
            who: &[Who::Exporter],
        },
        // A draft is nobody's word yet; what the exporter signed goes back to them when the print changes.
        Row {
            from: &[S::Draft, S::Returned],
            event: E::CarryOver,
            when: &[],
            guards: &[G::NextVersionOpen, G::StampCurrent],
            to: To::Into(S::Draft),
            effects: &[F::ListMoves, F::Check],
            who: DESK,
        },
        Row {
            from: &[S::Declared, S::Submitted, S::UnderExamination],
            event: E::CarryOver,
            when: &[G::PrintChanges],
            guards: &[G::NextVersionOpen, G::StampCurrent],
            to: To::Into(S::Returned),
            effects: &[F::ListMoves, F::DropDeclaration, F::Unlock, F::TellExporter, F::Check],
            who: DESK,
        },
        Row {
            from: &[S::Declared, S::Submitted, S::UnderExamination],
            event: E::CarryOver,
            when: &[],
            guards: &[G::NextVersionOpen, G::StampCurrent],
            to: To::Stays,
            effects: &[F::ListMoves, F::Check],
            who: DESK,
        },
        Row {
            from: &[S::Approved],
            event: E::CloseVersion,
            when: &[],
            guards: &[G::NotIssued],
            to: To::Into(S::UnderExamination),
            effects: &[F::Check],
            who: &[Who::Worker],
        },
    ]
};

/// Takes one step, or says why not.
///
/// # Errors
/// A refusal with its reason and the steps that this state knows.
pub fn step_application(
    state: Option<ApplicationState>,
    event: ApplicationEvent,
    context: &ApplicationContext<'_>,
) -> Result<(ApplicationState, Vec<ApplicationEffect>), Refusal> {
    step::<ApplicationMachine>(state, event, context)
}
