//! What did the database say? Its code and its message, without the row it speaks of: that may hold a certificate.

use std::error::Error as _;

use postgres::error::{Severity, SqlState};

use super::super::LedgerError;

/// An error of the database or of the way to it.
#[derive(Debug, thiserror::Error)]
#[error("{words}")]
pub(super) struct Said {
    code: Option<SqlState>,
    /// Whether the database itself said no, and lives on.
    pub(super) is_refusal: bool,
    words: String,
}

impl From<postgres::Error> for Said {
    fn from(error: postgres::Error) -> Self {
        if let Some(told) = error.as_db_error() {
            let is_refusal = told.parsed_severity() == Some(Severity::Error);
            let words = format!("{} ({})", told.message(), told.code().code());
            return Self { code: Some(told.code().clone()), is_refusal, words };
        }
        let words = match error.source() {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        };
        Self { code: None, is_refusal: false, words }
    }
}

impl From<postgres::Error> for LedgerError {
    fn from(error: postgres::Error) -> Self {
        Self::engine(Said::from(error))
    }
}

/// Whether the same change may go through when it is tried again: two nodes met on one key or waited for each other.
pub(super) fn is_passing(error: &LedgerError) -> bool {
    let LedgerError::Engine(cause) = error else { return false };
    let codes = [SqlState::UNIQUE_VIOLATION, SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED];
    cause.downcast_ref::<Said>().and_then(|said| said.code.as_ref()).is_some_and(|code| codes.contains(code))
}
