//! The certificate as its issuer sees it: the only authority on its legal state (`dataset.md` 3.2).

use super::{Refusal, Why, reasoned, require};
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
        matches!(self, Self::Replaced | Self::Cancelled)
    }
}

words! {
    /// A signed step under one number.
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
    /// Reason code.
    pub reason: &'a str,
    /// Has a second person agreed?
    pub second_person: bool,
    /// Is some use of it known?
    pub uses_known: bool,
    /// What replaces it.
    pub successor: Option<Successor<'a>>,
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
    }
}

fn legal(state: Option<CertificateState>) -> Vec<CertificateEvent> {
    use CertificateEvent::{Amend, Cancel, Issue, Lift, Replace, Suspend};
    match state {
        None => vec![Issue],
        Some(CertificateState::Issued) => vec![Amend, Replace, Cancel, Suspend],
        Some(CertificateState::Suspended) => vec![Replace, Cancel, Lift],
        Some(CertificateState::Replaced | CertificateState::Cancelled) => Vec::new(),
    }
}

/// Takes one signed step, or says why not.
pub fn step_certificate(
    state: Option<CertificateState>,
    event: CertificateEvent,
    context: &CertificateContext<'_>,
) -> Result<(CertificateState, Vec<CertificateEffect>), Refusal> {
    judge(state, event, context).map_err(|why| Refusal {
        machine: "certificate",
        state: state.map_or("", CertificateState::as_str),
        event: event.as_str(),
        why,
        legal: legal(state).into_iter().map(CertificateEvent::as_str).collect(),
    })
}

fn judge(
    state: Option<CertificateState>,
    event: CertificateEvent,
    context: &CertificateContext<'_>,
) -> Result<(CertificateState, Vec<CertificateEffect>), Why> {
    use CertificateEffect::{
        Enqueue, FreezeDocument, IssueSuccessor, KeepOldRevision, ShowUses, SignStatement, UseNumber,
    };
    require(!state.is_some_and(CertificateState::is_final), Why::Final)?;
    require(legal(state).contains(&event), Why::NotFromHere)?;
    let expected = context.revision.saturating_add(1);
    require(context.next_revision == expected, Why::RevisionNotNext { expected, found: context.next_revision })?;
    require(context.entitled, Why::NotEntitled)?;
    let unblocked = || require(context.blocking == 0, Why::Findings { blocking: context.blocking });
    match event {
        CertificateEvent::Issue => {
            require(context.number_free, Why::NumberNotFree)?;
            unblocked()?;
            Ok((CertificateState::Issued, vec![UseNumber, FreezeDocument, Enqueue]))
        }
        CertificateEvent::Amend => {
            require(context.amending_allowed, Why::AmendingNotAllowed)?;
            require(context.identity_kept, Why::IdentityChanged)?;
            reasoned(context.reason)?;
            unblocked()?;
            Ok((CertificateState::Issued, vec![KeepOldRevision, FreezeDocument, Enqueue]))
        }
        CertificateEvent::Replace => {
            let successor = context.successor.filter(|one| !one.number.is_empty()).ok_or(Why::SuccessorMissing)?;
            require(successor.names_original, Why::SuccessorDoesNotRefer)?;
            require(!successor.outlives_original, Why::OutlivesOriginal)?;
            unblocked()?;
            Ok((CertificateState::Replaced, vec![IssueSuccessor, SignStatement, FreezeDocument, Enqueue]))
        }
        CertificateEvent::Cancel => {
            reasoned(context.reason)?;
            require(!context.uses_known || context.second_person, Why::SecondPersonMissing)?;
            let mut effects = vec![SignStatement, FreezeDocument, Enqueue];
            if context.uses_known {
                effects.push(ShowUses);
            }
            Ok((CertificateState::Cancelled, effects))
        }
        CertificateEvent::Suspend => {
            reasoned(context.reason)?;
            Ok((CertificateState::Suspended, vec![SignStatement, FreezeDocument, Enqueue]))
        }
        CertificateEvent::Lift => {
            reasoned(context.reason)?;
            Ok((CertificateState::Issued, vec![SignStatement, FreezeDocument, Enqueue]))
        }
    }
}

/// Is its validity over? Computed, never stored; an ended certificate is not expired but ended.
pub fn is_expired(state: CertificateState, valid_to: Option<Date>, today: Date) -> bool {
    !state.is_final() && valid_to.is_some_and(|last| last < today)
}
