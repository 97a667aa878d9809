//! Is the seal genuine, and does it still count (`seal-and-paper.md` 7.2)? Judged at the signing time, with the best
//! evidence of that time, against the trust list held here.
//!
//! Deliberately not here: whether the bytes are whole (`co`), what the certificate says, and any fetching. The same
//! function serves window, command line and gateway.

use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, TrustHistory};

use crate::certificate::KeyKind;
use crate::co::Whole;
use crate::refusal::{Reason, Refusal};
use crate::signer::Chain;

/// Judges seals against a trust list.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    /// The lists held here; the newest answers for every date.
    pub trust: &'a TrustHistory,
    /// The house's own rules.
    pub policy: &'a Policy,
}

/// The house's own rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Is this the demonstration, where demonstration keys are only noted?
    pub demonstration: bool,
    /// Days after which a list is noted as old.
    pub list_old_after: u32,
    /// Days after which an old list is a doubt.
    pub list_doubt_after: u32,
}

impl Default for Policy {
    fn default() -> Self {
        Self { demonstration: false, list_old_after: 7, list_doubt_after: 30 }
    }
}

/// What the sealed document says about itself, read from the signed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// Which use the key must have: `Co` for certificates, `Status` for status statements and answers. Scheme, form
    /// and destination are asked about for `Co` only.
    pub usage: KeyUse,
    /// Code of the issuing body.
    pub issuer: &'a str,
    /// Agreement profile code.
    pub scheme: &'a str,
    /// Form code; empty when the document names none.
    pub form: &'a str,
    /// Destination country, two letters.
    pub destination: &'a str,
    /// What is known here about this number by now.
    pub status: &'a [StatusFact],
}

/// What is known here about a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusFact {
    /// It was withdrawn from this moment on.
    Cancelled {
        /// From when.
        at: Timestamp,
    },
    /// It was replaced from this moment on.
    Replaced {
        /// From when.
        at: Timestamp,
        /// Number of the successor.
        successor: String,
    },
    /// It is suspended since this moment.
    Suspended {
        /// Since when.
        at: Timestamp,
    },
    /// Another document with other signed content carries the same number and revision.
    Conflict {
        /// SHA-256 of the other document in hex.
        other: String,
    },
}

/// Something beside the document that shows it existed at a moment; its own signature was checked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// The moment.
    pub at: Timestamp,
    /// Whose clock says so: a gateway id, or empty for our own.
    pub by: String,
}

/// Kinds of evidence, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceKind {
    /// Receipt of a national gateway over the document digest.
    NationalReceipt,
    /// Receipt of an office gateway over the document digest.
    OfficeReceipt,
    /// Arrival here.
    Arrival,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, the heaviest first.
    pub reasons: Vec<Reason>,
    /// The time judged at; `None` when the document is not whole.
    pub time: Option<JudgedTime>,
    /// Who signed; `None` when the document is not whole.
    pub signer: Option<SignerView>,
    /// The list judged against; `None` without one.
    pub list: Option<ListView>,
}

/// Failed, indeterminate, passed (EN 319 102-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No reason against it.
    Valid,
    /// Cannot be judged.
    Unknown,
    /// Not genuine, or no longer in force.
    Invalid,
}

impl Verdict {
    /// The word: `valid`, `unknown`, `invalid`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Unknown => "unknown",
            Self::Invalid => "invalid",
        }
    }
}

/// The time a seal is judged at, and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JudgedTime {
    /// The claimed time: the moment judged at.
    pub at: Timestamp,
    /// Earliest good evidence that the document existed.
    pub existed: Option<Timestamp>,
    /// How it is known.
    pub kind: TimeKind,
}

/// How a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// The signer says so.
    Claimed,
    /// A national gateway's receipt bears it out.
    NationalReceipt,
    /// An office gateway's receipt bears it out.
    OfficeReceipt,
    /// It had arrived here by then.
    Arrival,
}

/// Who signed, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerView {
    /// Name in the certificate.
    pub name: String,
    /// Whole subject.
    pub subject: String,
    /// Who issued the certificate.
    pub authority: String,
    /// SHA-256 of the certificate in hex.
    pub certificate: String,
    /// Kind of the key.
    pub key: KeyKind,
    /// Start of the certificate's life.
    pub not_before: Timestamp,
    /// End of the certificate's life.
    pub not_after: Timestamp,
    /// Code of the body the trust list leads to, or empty.
    pub body: String,
    /// Name of that body, or empty.
    pub body_name: String,
    /// Name of the officer in the trust list, or empty.
    pub officer: String,
    /// Is it a demonstration key?
    pub demonstration: bool,
}

/// The list judged against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListView {
    /// Its number.
    pub number: u64,
    /// When it was issued.
    pub issued_at: Timestamp,
}

impl Judge<'_> {
    /// Judges a whole document.
    ///
    /// `now` is the time of judging; it only tells how old the list is and whether a claimed time lies ahead.
    pub fn judge(&self, whole: &Whole, question: &Question<'_>, evidence: &[Evidence], now: Timestamp) -> Judgement {
        let _ = (whole, question, evidence, now);
        self.refused(Refusal::unknown("trust.no_list", ""), now)
    }

    /// The judgement over a document that is not whole.
    pub fn refused(&self, refusal: Refusal, now: Timestamp) -> Judgement {
        let _ = now;
        Judgement { verdict: Verdict::Invalid, reasons: refusal.reasons, time: None, signer: None, list: None }
    }

    /// Why this key may not seal this now, by our own trust list; empty when it may. Asked before signing, so that
    /// nobody signs what the border must refuse.
    pub fn may_sign(&self, chain: &Chain, question: &Question<'_>, now: Timestamp) -> Vec<Reason> {
        let _ = (chain, question, now);
        Vec::new()
    }
}
