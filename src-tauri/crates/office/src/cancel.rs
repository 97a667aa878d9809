//! How does a certificate end? By a signed status statement under the next revision of its number.

use uuid::Uuid;

use crate::Pin;
use crate::error::OfficeError;
use crate::office::Office;

/// A certificate was cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancelled {
    /// Its number.
    pub number: String,
    /// Revision of the statement.
    pub revision: u32,
    /// The submission that carries it.
    pub submission_id: Option<Uuid>,
}

impl Office {
    /// Cancels a certificate. The statement waits for the certificate's own submission (`dependsOn`).
    ///
    /// # Errors
    /// `NotFound`, a state that is final already, an unknown reason code, and what concerns the key.
    pub fn cancel(&self, number: &str, reason: &str, key: &str, pin: &Pin) -> Result<Cancelled, OfficeError> {
        let _ = (number, reason, key, pin);
        pending!()
    }
}
