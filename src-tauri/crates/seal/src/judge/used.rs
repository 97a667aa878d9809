//! On which pieces of evidence does a judgement rest? Those that decided something, by the digest of their bytes, so that
//! whoever keeps the verdict can name them and find them again. What was offered and decided nothing is not among them.

use tamga_origin::Timestamp;

use super::{Evidence, EvidenceKind};

/// A piece of evidence that decided something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// What it is.
    pub kind: UsedKind,
    /// SHA-256 of its bytes, hex; empty for an arrival, which is a line of our own journal.
    pub sha256: String,
    /// The moment it speaks about.
    pub at: Timestamp,
    /// Whose word it is: id of a gateway or a time-stamping service, name of an authority; empty for ourselves.
    pub by: String,
}

/// Kinds of evidence that can decide something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UsedKind {
    /// A time stamp.
    TimeStamp,
    /// A receipt of a national gateway.
    NationalReceipt,
    /// A receipt of an office gateway.
    OfficeReceipt,
    /// Arrival here.
    Arrival,
    /// A list of revoked certificates.
    RevocationList,
    /// An answer about one certificate.
    RevocationAnswer,
}

impl UsedKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::TimeStamp,
        Self::NationalReceipt,
        Self::OfficeReceipt,
        Self::Arrival,
        Self::RevocationList,
        Self::RevocationAnswer,
    ];

    /// The word: `stamp`, `national_receipt`, `office_receipt`, `arrival`, `crl`, `ocsp`.
    pub fn word(self) -> &'static str {
        match self {
            Self::TimeStamp => "stamp",
            Self::NationalReceipt => "national_receipt",
            Self::OfficeReceipt => "office_receipt",
            Self::Arrival => "arrival",
            Self::RevocationList => "crl",
            Self::RevocationAnswer => "ocsp",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl From<&Evidence> for Used {
    fn from(evidence: &Evidence) -> Self {
        let Evidence { kind, at, by, sha256 } = evidence.clone();
        let kind = match kind {
            EvidenceKind::TimeStamp => UsedKind::TimeStamp,
            EvidenceKind::NationalReceipt => UsedKind::NationalReceipt,
            EvidenceKind::OfficeReceipt => UsedKind::OfficeReceipt,
            EvidenceKind::Arrival => UsedKind::Arrival,
        };
        Self { kind, sha256, at, by }
    }
}
