//! What can be wrong with the world when a person wants something? Faults of a document are findings, not errors.

use std::path::PathBuf;

use tamga_codes::CodesError;
use tamga_courier::bundle::BundleError;
use tamga_courier::{Fault, SettingsError};
use tamga_formats::{FormatError, ProfileError};
use tamga_origin::Finding;
use tamga_origin::numbering::NumberFault;
use tamga_origin::profile::ConfirmationRefused;
use tamga_origin::states::{Refusal, Why};
use tamga_paper::PaperError;
use tamga_protocol::EnvelopeError;
use tamga_seal::SignError;
use tamga_store::StoreError;

/// The codes the window does something different for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// Nothing has that id or number.
    NotFound,
    /// Somebody saved it since it was read.
    Stale,
    /// Findings stop this step.
    BlockedByFindings,
    /// The PIN does not open the key.
    PinWrong,
    /// Too many wrong PINs: wait.
    PinLocked,
    /// The key may not sign this.
    KeyNotUsable,
    /// The key's certificate has ended or not begun.
    KeyExpired,
    /// The key file cannot be read.
    KeyUnreadable,
    /// No key has that id.
    KeyUnknown,
    /// No number is left.
    NumberBlockEmpty,
    /// The number was taken already.
    NumberUsed,
    /// The file cannot be read.
    FileUnreadable,
    /// The file is too large to look at.
    FileTooLarge,
    /// The file speaks no dialect known here.
    FileFormatUnknown,
    /// The trust list was refused; the one in force stays.
    TrustListRefused,
    /// The code list was refused; those that are here stay.
    CodeListRefused,
    /// The office's role does not include this.
    NotAllowed,
    /// A decision stands already.
    AlreadyDecided,
    /// More was asked for than is left.
    QuantityExceeded,
    /// No connection now; advice, not alarm.
    Offline,
    /// No space is left.
    DiskFull,
    /// The database is of a newer version.
    DatabaseNewer,
    /// Somebody holds the database.
    DatabaseBusy,
    /// Another program has this office open.
    SecondStart,
    /// The content does not fit the form's paper.
    LayoutOverflow,
    /// The state does not allow this step.
    StateConflict,
    /// The question makes no sense.
    BadRequest,
    /// Something that should not happen.
    Internal,
}

impl ErrorCode {
    /// The word at the window's edge.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Stale => "stale",
            Self::BlockedByFindings => "blocked_by_findings",
            Self::PinWrong => "pin_wrong",
            Self::PinLocked => "pin_locked",
            Self::KeyNotUsable => "key_not_usable",
            Self::KeyExpired => "key_expired",
            Self::KeyUnreadable => "key_unreadable",
            Self::KeyUnknown => "key_unknown",
            Self::NumberBlockEmpty => "number_block_empty",
            Self::NumberUsed => "number_used",
            Self::FileUnreadable => "file_unreadable",
            Self::FileTooLarge => "file_too_large",
            Self::FileFormatUnknown => "file_format_unknown",
            Self::TrustListRefused => "trust_list_refused",
            Self::CodeListRefused => "code_list_refused",
            Self::NotAllowed => "not_allowed",
            Self::AlreadyDecided => "already_decided",
            Self::QuantityExceeded => "quantity_exceeded",
            Self::Offline => "offline",
            Self::DiskFull => "disk_full",
            Self::DatabaseNewer => "database_newer",
            Self::DatabaseBusy => "database_busy",
            Self::SecondStart => "second_start",
            Self::LayoutOverflow => "layout_overflow",
            Self::StateConflict => "state_conflict",
            Self::BadRequest => "bad_request",
            Self::Internal => "internal",
        }
    }
}

/// Why a person did not get what they asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeError {
    /// Findings stop this step.
    #[error("{} findings stop this step", .0.len())]
    Blocked(Vec<Finding>),
    /// The content does not fit the form's paper.
    #[error("the content does not fit the paper of the form")]
    Overflow(Vec<Finding>),
    /// The folder holds no office.
    #[error("there is no office in {0}")]
    NoOffice(PathBuf),
    /// The folder holds something already.
    #[error("{0} is not empty")]
    FolderTaken(PathBuf),
    /// `office.toml` cannot be read, or is of a version this program does not know.
    #[error("office.toml cannot be read: {0}")]
    OfficeFile(String),
    /// A file of the office cannot be read or written.
    #[error("a file of the office cannot be read or written")]
    File(#[source] std::io::Error),
    /// The office has no such desk.
    #[error("this office does not {0}")]
    NotThisDesk(&'static str),
    /// No agreement profile has that name.
    #[error("no agreement profile is called {0}")]
    UnknownAgreement(String),
    /// A profile inside the program cannot be read.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The bytes speak no dialect known here.
    #[error("this kind of file is not known here")]
    FormatUnknown,
    /// A printed certificate was handed in; reading the document inside it is not possible here.
    #[error("certificates cannot be read out of a PDF here; hand in the XML inside it")]
    PaperNotReadable,
    /// The file is another one than the one that was looked at.
    #[error("the file has changed since it was looked at")]
    FileChanged,
    /// A document cannot be read or written.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A document is not safe to look at.
    #[error("the document was not let in: {0}")]
    Gate(tamga_seal::Refusal),
    /// A page cannot be made.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// No key has that id.
    #[error("there is no key {0}")]
    KeyUnknown(String),
    /// The key is retired.
    #[error("the key {0} is retired")]
    KeyRetired(String),
    /// By our own trust list this key may not sign this.
    #[error("this key may not sign this: {}", codes(.0))]
    NotEntitled(Vec<Finding>),
    /// This office has no key for its answers.
    #[error("this office has no key to sign its answers with")]
    AnswerKeyMissing,
    /// The PIN does not open the key.
    #[error("the PIN does not open the key; {left} more may be tried before each has to wait")]
    PinWrong {
        /// Tries left before waiting begins.
        left: u32,
    },
    /// Signing failed, or a key cannot be used.
    #[error(transparent)]
    Seal(#[from] SignError),
    /// What was signed reads back as something else; nothing was issued.
    #[error("what was signed reads back differently at {0}")]
    ReadBackDiffers(String),
    /// A number cannot be made.
    #[error(transparent)]
    Number(#[from] NumberFault),
    /// A block of numbers makes no sense, or overlaps one that is there.
    #[error("this block of numbers cannot be taken: {0}")]
    NumberBlock(&'static str),
    /// The trust list was refused; the one in force stays.
    #[error("the trust list was refused: {code} {found}")]
    TrustListRefused {
        /// `trust.*` or another code of the seal.
        code: String,
        /// What was found.
        found: String,
    },
    /// A code list was refused; those that are here stay.
    #[error("the code list was refused: {}", codes(.0))]
    CodeListRefused(Vec<Finding>),
    /// A root key cannot be read, or roots are set already.
    #[error("the root key cannot be taken: {0}")]
    Roots(&'static str),
    /// No gateway is set up.
    #[error("no gateway is set up")]
    NoPartner,
    /// The gateway's settings cannot be used.
    #[error(transparent)]
    Partner(#[from] SettingsError),
    /// The gateway cannot be reached, or does not answer as one.
    #[error("the gateway does not answer: {0}")]
    Offline(Fault),
    /// A state machine refuses the step.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store answers with an error.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something that was asked for makes no sense.
    #[error("this cannot be asked for: {0}")]
    Senseless(&'static str),
    /// Something that was typed is not what it has to be: the code of a finding that says what.
    #[error("an entry is not what it has to be: {0}")]
    Entry(&'static str),
    /// A code list cannot be read.
    #[error(transparent)]
    Codes(#[from] CodesError),
    /// A fact of a form is not confirmed by what was said.
    #[error("the fact is not confirmed: {}", .0.code())]
    NotConfirmed(ConfirmationRefused),
    /// The envelope cannot be built.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The source of randomness failed.
    #[error("the source of randomness failed")]
    NoRandomness,
    /// A bundle cannot be packed, or is not believed.
    #[error("the bundle was refused: {0}")]
    Bundle(#[from] BundleError),
    /// The carrier (stick, folder) fails.
    #[error("the carrier cannot be written or read: {0}")]
    Carrier(#[source] std::io::Error),
    /// Nobody is known under that name to carry bundles to.
    #[error("no partner for bundles is called {0}")]
    BundlePartner(String),
    /// There is nothing to carry to that partner.
    #[error("there is nothing to carry")]
    NothingToCarry,
}

impl From<ConfirmationRefused> for OfficeError {
    fn from(why: ConfirmationRefused) -> Self {
        Self::NotConfirmed(why)
    }
}

fn codes(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.code.as_ref()).collect::<Vec<_>>().join(", ")
}

impl From<std::io::Error> for OfficeError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Store(StoreError::DiskFull),
            _ => Self::File(error),
        }
    }
}

impl OfficeError {
    /// What the window does about it.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Blocked(_) => ErrorCode::BlockedByFindings,
            Self::Overflow(_) => ErrorCode::LayoutOverflow,
            Self::NoOffice(_) | Self::UnknownAgreement(_) => ErrorCode::NotFound,
            Self::FolderTaken(_) => ErrorCode::StateConflict,
            Self::OfficeFile(_) | Self::Profile(_) => ErrorCode::Internal,
            Self::File(_) | Self::ReadBackDiffers(_) | Self::Envelope(_) | Self::NoRandomness => ErrorCode::Internal,
            Self::NotThisDesk(_) => ErrorCode::NotAllowed,
            Self::FormatUnknown | Self::PaperNotReadable => ErrorCode::FileFormatUnknown,
            Self::FileChanged => ErrorCode::FileUnreadable,
            Self::Format(error) => of_format(error),
            Self::Gate(refusal) if refusal.code() == "gate.too_large" => ErrorCode::FileTooLarge,
            Self::Gate(_) => ErrorCode::FileUnreadable,
            Self::Paper(_) => ErrorCode::Internal,
            Self::KeyUnknown(_) => ErrorCode::KeyUnknown,
            Self::KeyRetired(_) | Self::NotEntitled(_) | Self::AnswerKeyMissing => ErrorCode::KeyNotUsable,
            Self::PinWrong { .. } => ErrorCode::PinWrong,
            Self::Seal(error) => of_seal(error),
            Self::Number(_) | Self::NumberBlock(_) => ErrorCode::BadRequest,
            Self::TrustListRefused { .. } | Self::Roots(_) => ErrorCode::TrustListRefused,
            Self::CodeListRefused(_) => ErrorCode::CodeListRefused,
            Self::NoPartner | Self::Offline(_) => ErrorCode::Offline,
            Self::Partner(_) | Self::Senseless(_) | Self::Entry(_) | Self::NotConfirmed(_) => ErrorCode::BadRequest,
            Self::Codes(_) => ErrorCode::Internal,
            Self::Refused(refusal) => of_refusal(refusal),
            Self::Store(error) => of_store(error),
            Self::Bundle(error) => of_bundle(error),
            Self::Carrier(error) if error.kind() == std::io::ErrorKind::StorageFull => ErrorCode::DiskFull,
            Self::Carrier(_) => ErrorCode::FileUnreadable,
            Self::BundlePartner(_) => ErrorCode::NotFound,
            Self::NothingToCarry => ErrorCode::StateConflict,
        }
    }

    /// Parameters for the sentence, in a fixed order.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Store(StoreError::NewerVersion { found, known }) => {
                vec![("found", found.to_string()), ("known", known.to_string())]
            }
            Self::Store(StoreError::QuantityExceeded { sequence, left, asked }) => {
                vec![("sequence", sequence.to_string()), ("left", left.clone()), ("asked", asked.clone())]
            }
            Self::Store(StoreError::NumberBlockEmpty { agreement, .. }) => vec![("agreement", agreement.clone())],
            Self::PinWrong { left } => vec![("seal", "sign.pin_left".to_owned()), ("count", left.to_string())],
            Self::Seal(SignError::PinLocked { seconds }) => vec![("seconds", seconds.to_string())],
            Self::Seal(SignError::PinShort { least }) => vec![("least", least.to_string())],
            Self::Seal(SignError::KeyExpired { from, to }) => vec![("from", from.clone()), ("to", to.clone())],
            Self::Seal(error @ SignError::Ambiguous(choices)) => {
                vec![("seal", error.code().to_owned()), ("choices", choices.join("\n"))]
            }
            Self::Seal(error) => vec![("seal", error.code().to_owned())],
            Self::Format(error) => std::iter::once(("format", error.code().to_owned())).chain(error.params()).collect(),
            Self::Gate(refusal) => vec![("format", refusal.code().to_owned())],
            Self::PaperNotReadable => vec![("format", "paper.not_readable".to_owned())],
            Self::FileChanged => vec![("format", "sheet.changed".to_owned())],
            Self::TrustListRefused { code, found } => vec![("trust", code.clone()), ("found", found.clone())],
            Self::Refused(refusal) => {
                let mut params = vec![("why", refusal.why.code().to_owned()), ("state", refusal.state.to_owned())];
                if let Why::QuantityExceeded { remaining } = &refusal.why {
                    params.push(("left", remaining.to_string()));
                }
                params
            }
            Self::Offline(fault) => vec![("class", fault.class.word().to_owned())],
            Self::Bundle(error) => vec![("format", error.code().to_owned())],
            Self::Carrier(_) => vec![("format", "bundle.carrier".to_owned())],
            Self::NothingToCarry => vec![("format", "bundle.nothing".to_owned())],
            Self::Entry(code) => vec![("format", (*code).to_owned())],
            Self::NotConfirmed(why) => vec![("why", why.code().to_owned())],
            Self::UnknownAgreement(name) => vec![("agreement", name.clone())],
            _ => Vec::new(),
        }
    }

    /// Findings that explain it, where there are some.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Blocked(findings)
            | Self::Overflow(findings)
            | Self::NotEntitled(findings)
            | Self::CodeListRefused(findings) => findings,
            _ => &[],
        }
    }
}

fn of_format(error: &FormatError) -> ErrorCode {
    match error {
        FormatError::TooLarge { .. } => ErrorCode::FileTooLarge,
        FormatError::ForbiddenCharacter { .. } | FormatError::TimeOutOfRange { .. } => ErrorCode::BadRequest,
        _ => ErrorCode::FileUnreadable,
    }
}

fn of_bundle(error: &BundleError) -> ErrorCode {
    match error {
        BundleError::TooLarge => ErrorCode::FileTooLarge,
        BundleError::Format(_) => ErrorCode::FileFormatUnknown,
        BundleError::Input(_) | BundleError::NotABundle | BundleError::Damaged { .. } => ErrorCode::FileUnreadable,
        BundleError::Locked | BundleError::ForSomebodyElse { .. } | BundleError::NotVouched(_) => ErrorCode::NotAllowed,
        BundleError::Unpackable(_) => ErrorCode::BadRequest,
    }
}

fn of_seal(error: &SignError) -> ErrorCode {
    match error.code() {
        "sign.pin_wrong" | "sign.pin_few_left" | "sign.pin_last_try" => ErrorCode::PinWrong,
        "sign.pin_locked" | "sign.card_locked" => ErrorCode::PinLocked,
        "sign.key_expired" => ErrorCode::KeyExpired,
        "key.pin_short" => ErrorCode::BadRequest,
        "key.module" | "key.on_card" | "key.ring_absent" | "key.ring_entry_missing" => ErrorCode::KeyNotUsable,
        "sign.token_gone" | "sign.token_busy" | "sign.token_failed" | "sign.algorithm" => ErrorCode::KeyNotUsable,
        "sign.order" | "sign.already_signed" => ErrorCode::StateConflict,
        "sign.document" | "sign.exporter_signature" => ErrorCode::FileUnreadable,
        code if code.starts_with("key.") => ErrorCode::KeyUnreadable,
        "sign.key_ambiguous" | "sign.certificate_missing" | "sign.key_mismatch" | "sign.key_not_found" => {
            ErrorCode::KeyUnreadable
        }
        _ => ErrorCode::Internal,
    }
}

fn of_refusal(refusal: &Refusal) -> ErrorCode {
    match refusal.why {
        Why::QuantityExceeded { .. } => ErrorCode::QuantityExceeded,
        Why::AlreadyRecorded => ErrorCode::AlreadyDecided,
        Why::Findings { .. } => ErrorCode::BlockedByFindings,
        Why::NotEntitled => ErrorCode::KeyNotUsable,
        Why::SecondPersonMissing => ErrorCode::NotAllowed,
        Why::ReasonMissing | Why::QuantityNotPositive | Why::UnitDiffers { .. } => ErrorCode::BadRequest,
        _ => ErrorCode::StateConflict,
    }
}

fn of_store(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::AlreadyOpen => ErrorCode::SecondStart,
        StoreError::NewerVersion { .. } => ErrorCode::DatabaseNewer,
        StoreError::DiskFull => ErrorCode::DiskFull,
        StoreError::Busy | StoreError::LostOwnership => ErrorCode::DatabaseBusy,
        StoreError::Stale { .. } => ErrorCode::Stale,
        StoreError::NotFound { .. } => ErrorCode::NotFound,
        StoreError::NumberBlockEmpty { .. } => ErrorCode::NumberBlockEmpty,
        StoreError::NumberUsed { .. } => ErrorCode::NumberUsed,
        StoreError::QuantityExceeded { .. } => ErrorCode::QuantityExceeded,
        StoreError::AlreadyThere { what: "use", .. } => ErrorCode::AlreadyDecided,
        StoreError::AlreadyThere { .. } | StoreError::StateConflict { .. } | StoreError::MayHaveLeft { .. } => {
            ErrorCode::StateConflict
        }
        StoreError::SecondPersonMissing => ErrorCode::NotAllowed,
        _ => ErrorCode::Internal,
    }
}
