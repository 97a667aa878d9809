//! What can an attempt end in? Five outcomes, and what is known about a failure.
//! What is done next belongs to `plan`.

use std::time::Duration;

use uuid::Uuid;

use crate::evidence::Evidence;

/// Whom a fault concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The road: every item on it would have met the same.
    Route,
    /// This item alone.
    Item,
    /// This program, before anything was sent.
    Local,
}

/// What kind of fault it was; each has its own words on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// No name, no connection, or none in time.
    Network,
    /// The far side's certificate does not lead to the configured anchor.
    Tls,
    /// A certificate or token is refused for its dates: look at the computer's clock first.
    Clock,
    /// The client registration, its certificate or its token is refused.
    Auth,
    /// Something else answered: a captive portal, a proxy, a load balancer.
    ForeignAnswer,
    /// The connection ended before the answer was whole.
    CutShort,
    /// No answer in time, after the request had begun to leave.
    Timeout,
    /// The gateway asks to come back later.
    Busy,
    /// The gateway is working on the same submission now.
    InProgress,
    /// The answer is the gateway's, but its signed evidence does not hold.
    BadEvidence,
    /// This program, or what it sends, is too old or too new for the gateway.
    Version,
    /// The gateway knows this device from a copy of this profile.
    Clone,
    /// The gateway's operator has to act.
    Operator,
    /// A document named by digest is not at the gateway yet.
    DocumentMissing,
    /// It lies, or lay, where the far side takes things from; nothing says whether it has it.
    Placed,
    /// What was to be sent cannot be sent: too large, unreadable.
    Unsendable,
}

impl Class {
    /// The stable word for storage and screens.
    pub fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Tls => "tls",
            Self::Clock => "clock",
            Self::Auth => "auth",
            Self::ForeignAnswer => "foreign-answer",
            Self::CutShort => "cut-short",
            Self::Timeout => "timeout",
            Self::Busy => "busy",
            Self::InProgress => "in-progress",
            Self::BadEvidence => "bad-evidence",
            Self::Version => "version",
            Self::Clone => "clone",
            Self::Operator => "operator",
            Self::DocumentMissing => "document-missing",
            Self::Placed => "placed",
            Self::Unsendable => "unsendable",
        }
    }
}

/// What the far side (or its silence) says about trying again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Retry {
    /// Never in this form.
    Never,
    /// The same again, later.
    After,
    /// The same again, at once if something is put right first.
    Same,
    /// With a fresh token.
    Reauth,
    /// After a person has acted.
    Operator,
}

/// What was seen, for the log and for support; never a secret, never more than a few hundred characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw {
    /// HTTP status, where there was one.
    pub status: Option<u16>,
    /// Problem type or protocol code.
    pub code: Option<String>,
    /// The far side's trace id.
    pub trace: Option<String>,
    /// Its words, or ours about the connection.
    pub words: String,
    /// Where an inbox can be read from again, when a cursor has expired.
    pub oldest_available: Option<String>,
}

/// Why an attempt did not reach a final outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Whom it concerns.
    pub scope: Scope,
    /// What kind it is.
    pub class: Class,
    /// Whether the first byte of the request may have left this computer.
    pub left_us: bool,
    /// What is said about trying again.
    pub retry: Retry,
    /// How long the far side asks to wait.
    pub retry_after: Option<Duration>,
    /// What was seen.
    pub raw: Box<Raw>,
}

impl Fault {
    /// A fault with our own words and no answer behind it.
    pub fn seen(scope: Scope, class: Class, left_us: bool, words: impl Into<String>) -> Self {
        let raw = Raw { words: words.into(), ..Raw::default() };
        Self { scope, class, left_us, retry: Retry::After, retry_after: None, raw: Box::new(raw) }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.class.word())?;
        if let Some(status) = self.raw.status {
            write!(f, " {status}")?;
        }
        if let Some(code) = &self.raw.code {
            write!(f, " {code}")?;
        }
        if self.raw.words.is_empty() { Ok(()) } else { write!(f, ": {}", self.raw.words) }
    }
}

impl std::error::Error for Fault {}

/// Why a gateway refuses something for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Problem type or violation code.
    pub code: String,
    /// Where in the document, if it is about one place.
    pub path: Option<String>,
    /// The gateway's words.
    pub words: String,
}

/// What already has the place a submission asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The submission that was first.
    pub submission_id: Uuid,
}

/// How an attempt to submit ended. There is no sixth outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubmitOutcome {
    /// In custody; the receipt was checked.
    Accepted(Evidence),
    /// In custody under an earlier id with the same document; the receipt of that one was checked.
    Duplicate(Evidence, Original),
    /// Refused for good; the refusal was checked.
    Rejected(Vec<Reason>, Evidence),
    /// Nothing of this attempt is there: it never left, or a proven answer says that nothing was kept.
    NotSent(Fault),
    /// Everything else; the same bytes go again under the same id.
    Unknown(Fault),
}

impl SubmitOutcome {
    /// The stable word for storage.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Accepted(_) => "accepted",
            Self::Duplicate(..) => "duplicate",
            Self::Rejected(..) => "rejected",
            Self::NotSent(_) => "not-sent",
            Self::Unknown(_) => "unknown",
        }
    }

    /// The fault behind an outcome that is not final.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::NotSent(fault) | Self::Unknown(fault) => Some(fault),
            Self::Accepted(_) | Self::Duplicate(..) | Self::Rejected(..) => None,
        }
    }
}

/// What the far side says about a submission it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryOutcome {
    /// It is in custody; the receipt was checked.
    Present {
        /// The receipt.
        receipt: Evidence,
        /// The gateway's state word, as written.
        state: String,
        /// Signed evidence of later steps, each checked.
        later: Vec<Evidence>,
    },
    /// A proven answer says that it is not known there.
    Absent,
    /// Not to be told now.
    CannotTell(Fault),
}

/// What became of the wish that an id is never taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoidOutcome {
    /// Promised, with a signed statement.
    Voided(Evidence),
    /// Too late: in custody, with the receipt.
    AlreadyTaken(Evidence),
    /// Not to be told now.
    CannotTell(Fault),
}

/// A proven "not there", or the thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AbsentOr<T> {
    /// The far side answers that it has no such thing for us.
    NotFound,
    /// The thing.
    Found(T),
}

/// The bytes of a document, their digest already compared; "not found" is an answer, never guessed from an error.
pub type Fetched = AbsentOr<Vec<u8>>;
