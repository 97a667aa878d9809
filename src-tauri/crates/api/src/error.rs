//! In what words does the window hear that something did not work? A code it acts on, parameters for its sentence,
//! findings that explain, and a reference that finds the line in the log.

use tamga_office::{ErrorCode as OfficeCode, OfficeError};

use crate::convert;
use crate::wire::{ApiError, ErrorCode, Params};

/// What went wrong, before it gets its reference.
#[derive(Debug)]
pub enum Fault {
    /// The office says no.
    Office(OfficeError),
    /// What this room finds itself.
    Edge(Box<Edge>),
    /// There is no office to ask; said once when it was opened, and to every question since.
    Closed(Box<ApiError>),
}

/// What this room finds itself.
#[derive(Debug)]
pub struct Edge {
    code: ErrorCode,
    message: String,
    field: Option<String>,
    params: Params,
}

impl Fault {
    /// A fault with a code.
    pub fn new(code: ErrorCode, message: impl ToString) -> Self {
        Self::Edge(Box::new(Edge { code, message: message.to_string(), field: None, params: Params::new() }))
    }

    /// The question makes no sense.
    pub fn bad_request(message: impl ToString) -> Self {
        Self::new(ErrorCode::BadRequest, message)
    }

    /// Something that should not happen.
    pub fn internal(message: impl ToString) -> Self {
        Self::new(ErrorCode::Internal, message)
    }

    /// A field whose text is not what it must be.
    pub fn field(path: impl Into<String>, message: impl ToString) -> Self {
        let (code, message) = (ErrorCode::BadRequest, message.to_string());
        Self::Edge(Box::new(Edge { code, message, field: Some(path.into()), params: Params::new() }))
    }

    /// The same fault with one more parameter, where it is this room's own.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        if let Self::Edge(edge) = &mut self {
            edge.params.insert(name.to_owned(), value.to_string());
        }
        self
    }

    /// What the window does about it.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Office(error) => code(error.code()),
            Self::Edge(edge) => edge.code,
            Self::Closed(error) => error.code,
        }
    }

    /// As the window gets it, with the reference that also stands in the log.
    pub fn into_api(self, reference: String) -> ApiError {
        match self {
            Self::Office(error) => ApiError {
                code: code(error.code()),
                message: error.to_string(),
                field: error.findings().first().map(|finding| finding.path.clone()).filter(|path| !path.is_empty()),
                findings: error.findings().iter().map(convert::finding).collect(),
                params: error.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                reference,
            },
            Self::Edge(edge) => {
                let Edge { code, message, field, params } = *edge;
                ApiError { code, message, field, findings: Vec::new(), params, reference }
            }
            Self::Closed(error) => *error,
        }
    }
}

impl From<OfficeError> for Fault {
    fn from(error: OfficeError) -> Self {
        Self::Office(error)
    }
}

fn code(code: OfficeCode) -> ErrorCode {
    match code {
        OfficeCode::NotFound => ErrorCode::NotFound,
        OfficeCode::Stale => ErrorCode::Stale,
        OfficeCode::BlockedByFindings => ErrorCode::BlockedByFindings,
        OfficeCode::PinWrong => ErrorCode::PinWrong,
        OfficeCode::PinLocked => ErrorCode::PinLocked,
        OfficeCode::KeyNotUsable => ErrorCode::KeyNotUsable,
        OfficeCode::KeyExpired => ErrorCode::KeyExpired,
        OfficeCode::KeyUnreadable => ErrorCode::KeyUnreadable,
        OfficeCode::KeyUnknown => ErrorCode::KeyUnknown,
        OfficeCode::NumberBlockEmpty => ErrorCode::NumberBlockEmpty,
        OfficeCode::NumberUsed => ErrorCode::NumberUsed,
        OfficeCode::FileUnreadable => ErrorCode::FileUnreadable,
        OfficeCode::FileTooLarge => ErrorCode::FileTooLarge,
        OfficeCode::FileFormatUnknown => ErrorCode::FileFormatUnknown,
        OfficeCode::TrustListRefused => ErrorCode::TrustListRefused,
        OfficeCode::CodeListRefused => ErrorCode::CodeListRefused,
        OfficeCode::NotAllowed => ErrorCode::NotAllowed,
        OfficeCode::AlreadyDecided => ErrorCode::AlreadyDecided,
        OfficeCode::QuantityExceeded => ErrorCode::QuantityExceeded,
        OfficeCode::Offline => ErrorCode::Offline,
        OfficeCode::DiskFull => ErrorCode::DiskFull,
        OfficeCode::DatabaseNewer => ErrorCode::DatabaseNewer,
        OfficeCode::DatabaseBusy => ErrorCode::DatabaseBusy,
        OfficeCode::SecondStart => ErrorCode::SecondStart,
        OfficeCode::LayoutOverflow => ErrorCode::LayoutOverflow,
        OfficeCode::StateConflict => ErrorCode::StateConflict,
        OfficeCode::BadRequest => ErrorCode::BadRequest,
        OfficeCode::Internal => ErrorCode::Internal,
    }
}
