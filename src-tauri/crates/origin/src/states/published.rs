//! Under which published codes do steps and states travel? UN/EDIFACT 1225, 1373 and 4343 and the `status` of the edi3
//! life cycle (`dataset.md` 3.7). The code values are published, their use for certificates is ours; an agreement may
//! override them.

use super::{ApplicationState, CertificateEvent, VerificationEvent};
use crate::answer::Outcome;
use crate::word::words;

words! {
    /// What a code is to say.
    Meaning {
        /// An application being written.
        Draft = "draft",
        /// An application in the issuing body's queue.
        Submitted = "submitted",
        /// An application the issuing body refused.
        RefusedByIssuer = "refused_by_issuer",
        /// First issue.
        Issue = "issue",
        /// A change under the same number.
        Amend = "amend",
        /// The end of a replaced certificate.
        ReplaceOld = "replace_old",
        /// The certificate that takes its place.
        ReplaceNew = "replace_new",
        /// The end of a number.
        Cancel = "cancel",
        /// Not to be relied on for the time being.
        Suspend = "suspend",
        /// Suspension ends.
        Lift = "lift",
        /// A duplicate of a lost original.
        Duplicate = "duplicate",
        /// A certified copy.
        Copy = "copy",
        /// The same message once more.
        Resend = "resend",
        /// Stored at the far side.
        Acknowledgement = "acknowledgement",
        /// Unreadable at the far side.
        AcknowledgedInError = "acknowledged_in_error",
        /// Customs accepts.
        Accepted = "accepted",
        /// Customs accepts with something to look at.
        AcceptedWithWarnings = "accepted_with_warnings",
        /// Customs refuses.
        Refused = "refused",
        /// An item is used up.
        UsedUp = "used_up",
        /// An item has something left.
        StillOpen = "still_open",
        /// Customs asks for verification.
        VerificationAsked = "verification_asked",
        /// The issuing side asks for time or papers.
        VerificationPending = "verification_pending",
        /// The issuing side confirms.
        VerificationConfirmed = "verification_confirmed",
        /// The issuing side does not confirm.
        VerificationNotConfirmed = "verification_not_confirmed",
        /// One certificate is asked for.
        Query = "query",
        /// There is no such certificate.
        NotFound = "not_found",
        /// Test traffic.
        Test = "test",
        /// The validity is over; computed, never sent as a message of its own.
        Expired = "expired",
    }
}

/// The published codes of a meaning; of several the first is written, the others are read too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedCodes {
    /// What is said.
    pub meaning: Meaning,
    /// 1225, message function; 5 is a change that sends the whole message again.
    pub functions: &'static [&'static str],
    /// 1373, document status; 14 and 15 are 12 and 13 for a document lodged earlier.
    pub statuses: &'static [&'static str],
    /// 4343, response type.
    pub response: Option<&'static str>,
    /// `status` of edi3; a writer refuses what has none.
    pub edi3: Option<&'static str>,
}

const fn codes(
    meaning: Meaning,
    functions: &'static [&'static str],
    statuses: &'static [&'static str],
    response: Option<&'static str>,
    edi3: Option<&'static str>,
) -> PublishedCodes {
    PublishedCodes { meaning, functions, statuses, response, edi3 }
}

/// The table of `dataset.md` 3.7, one meaning a row.
pub const MEANINGS: &[PublishedCodes] = &[
    codes(Meaning::Draft, &[], &[], None, Some("draft")),
    codes(Meaning::Submitted, &[], &["19"], None, Some("submitted")),
    codes(Meaning::RefusedByIssuer, &[], &[], None, Some("not-issued")),
    codes(Meaning::Issue, &["9"], &["10"], None, Some("issued")),
    codes(Meaning::Amend, &["4", "5"], &["10"], None, Some("issued")),
    codes(Meaning::ReplaceOld, &["17"], &["41"], None, None),
    codes(Meaning::ReplaceNew, &["18"], &["10"], None, Some("issued")),
    codes(Meaning::Cancel, &["1"], &["41"], None, None),
    codes(Meaning::Suspend, &["8"], &["40"], None, None),
    codes(Meaning::Lift, &["8"], &["10"], None, None),
    codes(Meaning::Duplicate, &["7"], &["10"], None, Some("issued")),
    codes(Meaning::Copy, &["31"], &["10"], None, Some("issued")),
    codes(Meaning::Resend, &["35"], &["10"], None, Some("issued")),
    codes(Meaning::Acknowledgement, &["11"], &["43"], Some("AB"), None),
    codes(Meaning::AcknowledgedInError, &["11"], &["42"], Some("UT"), None),
    codes(Meaning::Accepted, &["44"], &["1"], Some("AP"), Some("verified")),
    codes(Meaning::AcceptedWithWarnings, &["45"], &["44"], Some("CA"), Some("verified")),
    codes(Meaning::Refused, &["27"], &["8"], Some("RE"), Some("rejected")),
    codes(Meaning::UsedUp, &["8"], &["12", "14"], None, Some("acquitted")),
    codes(Meaning::StillOpen, &["8"], &["13", "15"], None, None),
    codes(Meaning::VerificationAsked, &["64"], &["39"], Some("AQ"), Some("disputed")),
    codes(Meaning::VerificationPending, &["8"], &["39"], Some("AJ"), Some("disputed")),
    codes(Meaning::VerificationConfirmed, &["11"], &["1"], Some("AG"), Some("verified")),
    codes(Meaning::VerificationNotConfirmed, &["11"], &["8"], Some("AG"), Some("rejected")),
    codes(Meaning::Query, &["13"], &[], Some("AQ"), None),
    codes(Meaning::NotFound, &["10"], &["11"], None, None),
    codes(Meaning::Test, &["53"], &[], None, None),
    codes(Meaning::Expired, &[], &[], None, Some("expired")),
];

impl Meaning {
    /// Its row in the table.
    pub fn codes(self) -> Option<&'static PublishedCodes> {
        MEANINGS.iter().find(|row| row.meaning == self)
    }

    /// What a message says by its function (1225), status (1373) and response type (4343); empty where it has none.
    pub fn read(function: &str, status: &str, response: &str) -> Option<Self> {
        let among = |known: &[&str], found: &str| match found {
            "" => known.is_empty(),
            _ => known.contains(&found),
        };
        let row = MEANINGS.iter().find(|row| {
            !row.functions.is_empty()
                && among(row.functions, function)
                && among(row.statuses, status)
                && row.response.unwrap_or_default() == response
        });
        row.map(|row| row.meaning)
    }

    /// How an application's state is said outside; none for what only concerns the house.
    pub fn of_application(state: ApplicationState) -> Option<Self> {
        use ApplicationState as S;
        match state {
            S::Draft | S::Declared => Some(Self::Draft),
            S::Submitted => Some(Self::Submitted),
            S::Refused => Some(Self::RefusedByIssuer),
            S::Issued => Some(Self::Issue),
            S::UnderExamination | S::Returned | S::Approved | S::Withdrawn => None,
        }
    }

    /// How a step of the issuing body is said; of a replacement the end of the old certificate.
    pub fn of_certificate(event: CertificateEvent) -> Self {
        use CertificateEvent as E;
        match event {
            E::Issue => Self::Issue,
            E::Amend => Self::Amend,
            E::Replace => Self::ReplaceOld,
            E::Cancel => Self::Cancel,
            E::Suspend => Self::Suspend,
            E::Lift => Self::Lift,
            E::Copy => Self::Copy,
            E::Duplicate => Self::Duplicate,
        }
    }

    /// How customs' answer on the whole is said.
    pub fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Accepted => Self::Accepted,
            Outcome::AcceptedWithWarnings => Self::AcceptedWithWarnings,
            Outcome::Refused => Self::Refused,
        }
    }

    /// How a step of a verification case is said; a reply needs its outcome and has no single meaning.
    pub fn of_verification(event: VerificationEvent) -> Option<Self> {
        use VerificationEvent as E;
        match event {
            E::Send => Some(Self::VerificationAsked),
            E::AskForTime | E::AskForPapers => Some(Self::VerificationPending),
            _ => None,
        }
    }
}
