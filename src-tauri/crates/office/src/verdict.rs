//! May this be believed? One of four answers with its reasons, for a person at the border.

use tamga_origin::{Date, Finding, Timestamp};

use crate::word::Word;

/// The four answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerdictKind {
    /// Genuine and valid.
    Genuine,
    /// Genuine; a person should look at some points.
    Look,
    /// Not genuine.
    NotGenuine,
    /// Cannot be judged.
    CannotJudge,
}

impl VerdictKind {
    /// The word at the window's edge and in the store.
    pub fn word(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::Look => "look",
            Self::NotGenuine => "not_genuine",
            Self::CannotJudge => "cannot_judge",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Genuine, Self::Look, Self::NotGenuine, Self::CannotJudge].into_iter().find(|kind| kind.word() == word)
    }
}

/// The answer, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Which of the four.
    pub kind: VerdictKind,
    /// `verdict.*`.
    pub headline: Word,
    /// Why.
    pub reasons: Vec<Finding>,
    /// Name of the issuing body that signed.
    pub signed_by: String,
    /// Name of the officer.
    pub officer: String,
    /// Time of signing, as claimed.
    pub signed_at: Option<Timestamp>,
    /// Last day of validity.
    pub valid_to: Option<Date>,
    /// Counter of the trust list that judged.
    pub list_number: Option<u64>,
    /// When that list was issued.
    pub list_issued_at: Option<Timestamp>,
}
