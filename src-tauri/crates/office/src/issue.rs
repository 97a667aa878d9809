//! How does a draft become a certificate? The legal act: number, document, signature, paper, outbox, in that order.

use tamga_origin::Finding;
use uuid::Uuid;

use crate::Pin;
use crate::error::OfficeError;
use crate::office::Office;

/// A certificate was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Its number.
    pub number: String,
    /// SHA-256 of the signed bytes, hex.
    pub document_sha256: String,
    /// The submission that carries it; none when no route leads to its destination.
    pub submission_id: Option<Uuid>,
    /// What was noticed on paper.
    pub findings: Vec<Finding>,
}

impl Office {
    /// Issues a draft: one transaction at the end, nothing half-issued before it.
    ///
    /// # Errors
    /// `Stale`, `Blocked` with findings, wrong or locked PIN, a key that is unknown, ended or not entitled, no number
    /// left, a page that does not hold the content, a full disk. The draft stays, a reserved number becomes void.
    pub fn issue(&self, draft: i64, stamp: i64, key: &str, pin: &Pin) -> Result<Issued, OfficeError> {
        let _ = (draft, stamp, key, pin);
        pending!()
    }

    /// Issues several drafts with the key unlocked once. `told` hears of each as it ends. A fault of one does not stop
    /// the others; a wrong PIN, an unusable key or a full disk stops all that are left.
    ///
    /// # Errors
    /// What keeps the key from being opened.
    pub fn issue_many(
        &self,
        drafts: &[(i64, i64)],
        key: &str,
        pin: &Pin,
        told: &mut dyn FnMut(usize, &Result<Issued, OfficeError>),
    ) -> Result<Vec<Result<Issued, OfficeError>>, OfficeError> {
        let _ = (drafts, key, pin, told);
        pending!()
    }
}
