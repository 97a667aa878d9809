//! What can be wrong with the world when a person wants something? Faults of a document are findings, not errors.

use tamga_origin::Finding;

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

/// Why a person did not get what they asked for. Variants follow with their bodies; `code`, `params` and `findings`
/// are the contract with the window.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfficeError {
    /// Findings stop this step.
    #[error("{} findings stop this step", .0.len())]
    Blocked(Vec<Finding>),
}

impl OfficeError {
    /// What the window does about it.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Blocked(_) => ErrorCode::BlockedByFindings,
        }
    }

    /// Parameters for the sentence, in a fixed order.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Findings that explain it, where there are some.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Self::Blocked(findings) => findings,
        }
    }
}
