//! What else is offered to bear a seal out: time stamps, certificates, revocation lists and answers.
//!
//! Evidence stands beside the frozen document, or in the file behind the signed part; nothing of it is believed before
//! `judge` has checked it.

mod augment;

pub use augment::{FrozenForms, augment, frozen_forms};

use crate::profile::{Whole, same_seal};
use crate::refusal::{Class, Reason};

/// The note that two files are one seal with other evidence beside it; `None` when they are two seals.
pub fn other_evidence(a: &Whole, b: &Whole) -> Option<Reason> {
    same_seal(a, b).then(|| Reason::new(Class::Note, "sig.same_seal"))
}

/// Evidence somebody offers, as bytes; nothing of it was checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfferedEvidence {
    /// Time stamps.
    pub stamps: Vec<OfferedStamp>,
    /// Certificates, DER.
    pub certificates: Vec<Vec<u8>>,
    /// Lists of revoked certificates (RFC 5280), DER.
    pub crls: Vec<Vec<u8>>,
    /// Answers about revocation (RFC 6960), DER: whole answers or their basic part.
    pub ocsps: Vec<Vec<u8>>,
}

impl OfferedEvidence {
    /// Nothing.
    pub const NONE: Self = Self { stamps: Vec::new(), certificates: Vec::new(), crls: Vec::new(), ocsps: Vec::new() };

    /// This, then more: a judge hears only so many of each kind, those that stand first before the others.
    #[must_use]
    pub fn followed_by(mut self, more: &Self) -> Self {
        let Self { stamps, certificates, crls, ocsps } = more;
        self.stamps.extend_from_slice(stamps);
        self.certificates.extend_from_slice(certificates);
        self.crls.extend_from_slice(crls);
        self.ocsps.extend_from_slice(ocsps);
        self
    }
}

/// A time stamp (RFC 3161) with the bytes it has to speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedStamp {
    /// The time-stamp token, DER.
    pub token: Vec<u8>,
    /// What it has to speak of, where the file prescribes another form; `None` is the seal's own
    /// [`crate::Whole::stampable`].
    pub over: Option<Vec<u8>>,
}
