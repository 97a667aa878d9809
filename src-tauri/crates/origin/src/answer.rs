//! What customs says back about a certificate: result and utilisation (`dataset.md` section 4).

use crate::decimal::Decimal;
use crate::time::{Date, Timestamp};

/// The kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerKind {
    /// Business result of receiving: accepted (1225 code 44), with warnings (45), refused (27).
    Result,
    /// Use per item (1225 code 8).
    Utilisation,
}

/// What customs decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Accepted.
    Accepted,
    /// Accepted, with warnings.
    AcceptedWithWarnings,
    /// Refused.
    Refused,
}

impl Outcome {
    /// The word used in written and stored documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedWithWarnings => "accepted_with_warnings",
            Self::Refused => "refused",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Accepted, Self::AcceptedWithWarnings, Self::Refused].into_iter().find(|outcome| outcome.as_str() == word)
    }
}

/// One decided item: what a declaration took off the certified quantity, or why preference was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemUse {
    /// Sequence number of the goods item.
    pub sequence: u32,
    /// Quantity written off, zero when refused.
    pub quantity: Decimal,
    /// Rec 20 unit.
    pub unit: String,
    /// Preference granted?
    pub granted: bool,
    /// Reason code when refused (ORI, SIG, MIS …), or empty.
    pub reason: String,
    /// Import declaration number.
    pub declaration: String,
    /// Day of the declaration.
    pub declared_on: Option<Date>,
}

/// A signed answer from customs to the issuing side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// UUID of this document as 32 hex digits.
    pub document_id: String,
    /// What it is.
    pub kind: AnswerKind,
    /// Running number of this party's answers.
    pub number: u64,
    /// Party (customs administration or post) that answers.
    pub from: String,
    /// Issuing body of the certificate.
    pub issuer: String,
    /// Certificate number.
    pub co_number: String,
    /// Revision answered.
    pub revision: u32,
    /// Submission answered (WCO D026).
    pub submission_id: String,
    /// What was decided on the whole.
    pub outcome: Outcome,
    /// Reason code when refused, or empty.
    pub reason: String,
    /// Words of the officer, at most 200 characters.
    pub note: String,
    /// Uses per item; empty for a result.
    pub items: Vec<ItemUse>,
    /// When it was decided.
    pub at: Timestamp,
}
