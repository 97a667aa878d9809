//! What does a gateway keep beside custody? Registrations, gates, lists, uploads, numbers, devices, and who did what.
//!
//! Each book is written once, over [`Records`], for every engine. Custody, boxes and forwarding are in `ledger`.

pub(crate) mod audit;
pub(crate) mod bundles;
pub(crate) mod devices;
pub(crate) mod numbers;
pub(crate) mod questions;
pub(crate) mod registry;
pub(crate) mod standing;
pub(crate) mod steps;
pub(crate) mod summary;
pub(crate) mod uploads;
pub(crate) mod waiting;

use crate::ledger::records::Records;
use crate::ledger::{Ledger, LedgerError};

/// Reads from the books.
pub(crate) fn look<T>(
    ledger: &dyn Ledger,
    mut work: impl FnMut(&mut dyn Records) -> Result<T, LedgerError>,
) -> Result<T, LedgerError> {
    let mut answer = None;
    ledger.look(&mut |records| {
        answer = Some(work(records)?);
        Ok(())
    })?;
    answer.ok_or_else(unread)
}

/// Changes the books: all of it, or nothing when it fails.
pub(crate) fn change<T>(
    ledger: &dyn Ledger,
    mut work: impl FnMut(&mut dyn Records) -> Result<T, LedgerError>,
) -> Result<T, LedgerError> {
    let mut answer = None;
    ledger.change(&mut |records| {
        answer = Some(work(records)?);
        Ok(())
    })?;
    answer.ok_or_else(unread)
}

fn unread() -> LedgerError {
    LedgerError::Row("the books were not opened".to_owned())
}

fn to_json<T: serde::Serialize>(value: &T) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|error| LedgerError::Row(error.to_string()))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, LedgerError> {
    serde_json::from_str(text).map_err(|error| LedgerError::Row(error.to_string()))
}
