//! How do values become columns and come back? What every engine needs of it.

use uuid::Uuid;

use super::LedgerError;

/// A stored row that cannot be understood, by the name of what it holds.
pub(super) fn row(what: &str) -> LedgerError {
    LedgerError::Row(what.to_owned())
}

pub(super) fn uuid(text: &str) -> Result<Uuid, LedgerError> {
    Uuid::parse_str(text).map_err(|_| row("id"))
}

pub(super) fn json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, LedgerError> {
    serde_json::from_str(text).map_err(|error| LedgerError::Row(error.to_string()))
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|error| LedgerError::Row(error.to_string()))
}

pub(super) fn signed(value: u64) -> Result<i64, LedgerError> {
    i64::try_from(value).map_err(|_| row("number"))
}

pub(super) fn unsigned(value: i64) -> Result<u64, LedgerError> {
    u64::try_from(value).map_err(|_| row("number"))
}
