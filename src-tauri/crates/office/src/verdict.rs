//! May this be believed? One of four answers with its reasons, for a person at the border.

use tamga_origin::{Date, Finding, Severity, Timestamp};

use crate::word::Word;

pub use tamga_seal::{Used, UsedKind};

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
    /// The evidence it rests on: of the time first, then about revocation. Empty when only the signer's word and the list
    /// speak.
    pub evidence: Vec<Used>,
}

impl Verdict {
    /// What bears the time of signing out; none when it is only claimed.
    pub fn time_evidence(&self) -> Option<&Used> {
        let speaks = |used: &&Used| !matches!(used.kind, UsedKind::RevocationList | UsedKind::RevocationAnswer);
        self.evidence.iter().find(speaks)
    }
}

/// The verdict in a few words, from its kind and its reasons.
pub(crate) fn headline(kind: VerdictKind, reasons: &[Finding]) -> Word {
    let has = |codes: &[&str]| reasons.iter().any(|reason| codes.contains(&reason.code.as_ref()));
    match kind {
        VerdictKind::Genuine => Word::new("verdict.genuine"),
        VerdictKind::Look => {
            let points = reasons.iter().filter(|reason| reason.severity >= Severity::Warn).count();
            Word::new("verdict.look").with("count", points)
        }
        VerdictKind::CannotJudge if has(&["cod.uncertified"]) => Word::new("verdict.not_certified"),
        VerdictKind::CannotJudge if has(&["trust.signer_unknown", "trust.issuer_unknown", "cert.path"]) => {
            Word::new("verdict.issuer_unknown")
        }
        VerdictKind::CannotJudge => Word::new("verdict.cannot_judge"),
        VerdictKind::NotGenuine if has(&["status.cancelled"]) => {
            Word::new("verdict.withdrawn").with("date", said(reasons, "status.cancelled", "found"))
        }
        VerdictKind::NotGenuine if has(&["status.replaced"]) => {
            Word::new("verdict.replaced").with("successor", said(reasons, "status.replaced", "successor"))
        }
        VerdictKind::NotGenuine if has(&["sig.digest", "sig.value"]) => Word::new("verdict.changed"),
        VerdictKind::NotGenuine if has(&NOT_ENTITLED) => Word::new("verdict.not_entitled"),
        VerdictKind::NotGenuine => Word::new("verdict.not_genuine"),
    }
}

/// What a reason with this code says under a name.
fn said(reasons: &[Finding], code: &str, name: &str) -> String {
    let reason = reasons.iter().find(|reason| reason.code == code);
    let param = reason.and_then(|reason| reason.params.iter().find(|(known, _)| known == name));
    param.map(|(_, value)| value.clone()).unwrap_or_default()
}

/// Whole, but by somebody who could not sign this on that day.
const NOT_ENTITLED: [&str; 9] = [
    "trust.form",
    "trust.destination",
    "trust.date",
    "trust.suspended",
    "trust.withdrawn",
    "trust.officer",
    "trust.issuer_differs",
    "cert.expired",
    "cert.not_yet_valid",
];
