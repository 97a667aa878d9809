//! What did this office issue? The register, and everything known about one certificate.

use tamga_origin::{Certificate, Date, Timestamp};
use uuid::Uuid;

use crate::error::OfficeError;
use crate::journal::JournalRow;
use crate::lamps::Lamps;
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::received::UseRow;
use crate::word::Word;

/// Which certificates are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CertificateFilter {
    /// `issued`, `suspended`, `replaced`, `withdrawn` (or `cancelled`), `expired`; with or without `certificate.` before.
    pub status: Option<String>,
    /// Agreement profile id.
    pub agreement: Option<String>,
    /// Destination country.
    pub destination: Option<String>,
    /// Month of issue, `2026-05`.
    pub month: Option<String>,
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRow {
    /// Number.
    pub number: String,
    /// Day of issue.
    pub issued_on: Date,
    /// When it was signed.
    pub issued_at: Timestamp,
    /// Exporter's name.
    pub exporter: String,
    /// Consignee's name.
    pub consignee: String,
    /// Destination country.
    pub destination: String,
    /// Agreement profile id.
    pub agreement: String,
    /// `certificate.*`.
    pub status: Word,
    /// `delivery.*`.
    pub delivery: Word,
    /// `destination.*`.
    pub destination_state: Word,
}

/// One stored proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceView {
    /// Its id.
    pub id: i64,
    /// `receipt`, `delivery`, `refusal`, `answer` or `void`.
    pub kind: String,
    /// Time the proof claims.
    pub at: Timestamp,
    /// Who signed it.
    pub from: String,
    /// The proof as signed, as text.
    pub text: String,
}

/// Everything known about one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateView {
    /// Number.
    pub number: String,
    /// Content, read from the signed bytes.
    pub certificate: Certificate,
    /// `certificate.*`.
    pub status: Word,
    /// `delivery.*`.
    pub delivery: Word,
    /// `destination.*`.
    pub destination_state: Word,
    /// The three lamps.
    pub lamps: Lamps,
    /// Proofs, oldest first.
    pub evidence: Vec<EvidenceView>,
    /// Journal lines about it, newest first.
    pub journal: Vec<JournalRow>,
    /// SHA-256 of the signed bytes.
    pub document_sha256: String,
    /// The submission that carries it.
    pub submission_id: Option<Uuid>,
    /// Uses customs told us of.
    pub uses: Vec<UseRow>,
    /// May it be cancelled?
    pub can_cancel: bool,
}

impl Office {
    /// Searches the register; an empty text lists the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search_certificates(
        &self,
        text: &str,
        filter: &CertificateFilter,
        window: Window,
    ) -> Result<Rows<CertificateRow>, OfficeError> {
        let _ = (text, filter, window);
        pending!()
    }

    /// Opens a certificate.
    ///
    /// # Errors
    /// `NotFound`, damaged files.
    pub fn open_certificate(&self, number: &str) -> Result<CertificateView, OfficeError> {
        let _ = number;
        pending!()
    }

    /// The printed certificate, as kept when it was issued.
    ///
    /// # Errors
    /// `NotFound`, damaged files.
    pub fn certificate_pdf(&self, number: &str) -> Result<Vec<u8>, OfficeError> {
        let _ = number;
        pending!()
    }

    /// The signed bytes.
    ///
    /// # Errors
    /// `NotFound`, damaged files.
    pub fn certificate_xml(&self, number: &str) -> Result<Vec<u8>, OfficeError> {
        let _ = number;
        pending!()
    }
}
