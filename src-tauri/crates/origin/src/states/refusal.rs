//! Why was a step not taken, and what could be done instead? The words for the codes belong to the window.

use std::fmt;

use crate::decimal::Decimal;

/// Why a step was not taken, with what could be done instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Name of the machine: `application`, `certificate`, `transmission`, `inbound`, `utilisation` or `verification`.
    pub machine: &'static str,
    /// Word of the state it stands in; empty before the first step.
    pub state: &'static str,
    /// Word of the step that was asked for.
    pub event: &'static str,
    /// Why not.
    pub why: Why,
    /// Words of the steps that this state knows at all; each has guards of its own.
    pub legal: Box<[&'static str]>,
}

/// The reason of a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// This state does not know the step.
    NotFromHere,
    /// The state is final.
    Final,
    /// A reason must be given.
    ReasonMissing,
    /// The step is not theirs to take.
    NotTheirs,
    /// Somebody saved it since it was read.
    Stale,
    /// The signatory is not registered, or the exporter's undertaking is out of date.
    SignatoryUnknown,
    /// The form is not open for that destination on that day.
    SchemeClosed,
    /// Another clerk has it.
    LockedByOther,
    /// The lock is not their own.
    LockNotOwn,
    /// Required papers are missing.
    EvidenceMissing,
    /// The certificate is issued already.
    AlreadyIssued,
    /// The certificate was not issued.
    NotIssued,
    /// The application is not approved.
    NotApproved,
    /// The form or a code list is not in force on that day.
    NotInForce,
    /// The time for it is over.
    NoTimeLeft,
    /// Grounds must be given.
    GroundsMissing,
    /// It is over the limits of size or depth.
    TooLarge,
    /// No newer list is here and nobody asked.
    NothingNew,
    /// The form may be used once, and it was.
    SingleUse,
    /// No certificate or no item is named.
    NothingNamed,
    /// Neither the agreement nor a letter brings it there.
    NoWay,
    /// More time cannot be asked for.
    ExtensionUsedUp,
    /// Its day has not come.
    NotDue,
    /// An item has no outcome yet.
    ItemsOpen,
    /// A second person must agree.
    SecondPersonMissing,
    /// Findings stop it.
    Findings {
        /// How many.
        blocking: usize,
    },
    /// The number was used before.
    NumberNotFree,
    /// The officer or the body may not do this now.
    NotEntitled,
    /// The agreement does not allow changing a certificate under its own number.
    AmendingNotAllowed,
    /// Number, issuing body, scheme and exporter must stay.
    IdentityChanged,
    /// The document's revision is not the next one.
    RevisionNotNext {
        /// The one that must come.
        expected: u32,
        /// The one that came.
        found: u32,
    },
    /// Nothing says what replaces it.
    SuccessorMissing,
    /// The successor does not name the number and date it replaces.
    SuccessorDoesNotRefer,
    /// The successor would live longer than the original.
    OutlivesOriginal,
    /// The route is closed or paused.
    RouteClosed,
    /// The step before it in the same certificate's chain has not left yet.
    PredecessorWaiting,
    /// The proof does not fit what was sent.
    EvidenceDoesNotFit,
    /// A newer answer is known.
    AnswerIsOlder,
    /// It may have left and nobody has confirmed the void.
    MayHaveLeft,
    /// Signature or content was not verified.
    NotVerified,
    /// Its revision is not above the one that counts.
    RevisionNotHigher {
        /// The one that counts.
        held: u32,
        /// The one that came.
        found: u32,
    },
    /// Nothing can be claimed on a record in this state.
    NotUsable,
    /// Its validity is over.
    Expired,
    /// This item of this declaration is recorded already.
    AlreadyRecorded,
    /// The quantity must be above zero.
    QuantityNotPositive,
    /// The unit can be converted into none the certificate counts in.
    UnitDiffers {
        /// Unit of the certificate.
        certified: String,
        /// Unit asked for.
        asked: String,
    },
    /// More is asked for than is left.
    QuantityExceeded {
        /// What is left, in the certificate's unit.
        remaining: Decimal,
    },
}

impl Why {
    /// The word for rows, logs and error codes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere => "not_from_here",
            Self::Final => "final",
            Self::ReasonMissing => "reason_missing",
            Self::NotTheirs => "not_theirs",
            Self::Stale => "stale",
            Self::SignatoryUnknown => "signatory_unknown",
            Self::SchemeClosed => "scheme_closed",
            Self::LockedByOther => "locked_by_other",
            Self::LockNotOwn => "lock_not_own",
            Self::EvidenceMissing => "evidence_missing",
            Self::AlreadyIssued => "already_issued",
            Self::NotIssued => "not_issued",
            Self::NotApproved => "not_approved",
            Self::NotInForce => "not_in_force",
            Self::NoTimeLeft => "no_time_left",
            Self::GroundsMissing => "grounds_missing",
            Self::TooLarge => "too_large",
            Self::NothingNew => "nothing_new",
            Self::SingleUse => "single_use",
            Self::NothingNamed => "nothing_named",
            Self::NoWay => "no_way",
            Self::ExtensionUsedUp => "extension_used_up",
            Self::NotDue => "not_due",
            Self::ItemsOpen => "items_open",
            Self::SecondPersonMissing => "second_person_missing",
            Self::Findings { .. } => "findings",
            Self::NumberNotFree => "number_not_free",
            Self::NotEntitled => "not_entitled",
            Self::AmendingNotAllowed => "amending_not_allowed",
            Self::IdentityChanged => "identity_changed",
            Self::RevisionNotNext { .. } => "revision_not_next",
            Self::SuccessorMissing => "successor_missing",
            Self::SuccessorDoesNotRefer => "successor_does_not_refer",
            Self::OutlivesOriginal => "outlives_original",
            Self::RouteClosed => "route_closed",
            Self::PredecessorWaiting => "predecessor_waiting",
            Self::EvidenceDoesNotFit => "evidence_does_not_fit",
            Self::AnswerIsOlder => "answer_is_older",
            Self::MayHaveLeft => "may_have_left",
            Self::NotVerified => "not_verified",
            Self::RevisionNotHigher { .. } => "revision_not_higher",
            Self::NotUsable => "not_usable",
            Self::Expired => "expired",
            Self::AlreadyRecorded => "already_recorded",
            Self::QuantityNotPositive => "quantity_not_positive",
            Self::UnitDiffers { .. } => "unit_differs",
            Self::QuantityExceeded { .. } => "quantity_exceeded",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.state.is_empty() { "nothing" } else { self.state };
        let legal = if self.legal.is_empty() { "nothing".to_owned() } else { self.legal.join(", ") };
        write!(
            f,
            "{}: {} is refused in state {state} ({}); known here: {legal}",
            self.machine,
            self.event,
            self.why.code()
        )
    }
}

impl std::error::Error for Refusal {}
