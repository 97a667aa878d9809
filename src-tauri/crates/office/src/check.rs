//! Is this certificate good? The check box of the border desk: a number, a file, or bytes with no office at all.

use tamga_origin::trust::TrustHistory;
use tamga_origin::{Finding, Timestamp};

use crate::error::OfficeError;
use crate::office::Office;
use crate::received::ReceivedView;
use crate::verdict::Verdict;

/// The answer of the check box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckAnswer {
    /// What was typed, or the number found in the file.
    pub typed: String,
    /// What is known; none when nothing here has that number.
    pub found: Option<ReceivedView>,
    /// Other numbers like it, when there is no exact hit.
    pub similar: Vec<String>,
    /// Received certificates that were searched.
    pub searched: u64,
    /// When the newest of them came.
    pub newest: Option<Timestamp>,
}

/// A verdict on bytes alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The answer.
    pub verdict: Verdict,
    /// The certificate, read from verified bytes only.
    pub certificate: Option<tamga_origin::Certificate>,
}

/// Judges signed bytes against a trust history, with no office: for the command line.
///
/// # Errors
/// A PDF or another form that cannot be looked at yet; everything about the document itself is in the verdict.
pub fn verify(bytes: &[u8], trust: &TrustHistory, now: Timestamp) -> Result<Verified, OfficeError> {
    let _ = (bytes, trust, now);
    pending!()
}

/// Opens a signed trust list file for [`verify`], trusting the roots it names itself; only for looking at one file.
///
/// # Errors
/// `TrustListRefused`.
pub fn trust_from_file(bytes: &[u8]) -> Result<TrustHistory, OfficeError> {
    let _ = bytes;
    pending!()
}

/// Findings on an unsigned document: what reading noticed, then the rules of the form. Nothing is stored.
///
/// # Errors
/// `FormatUnknown`, `Unreadable`, `UnknownAgreement`.
pub fn check_document(
    bytes: &[u8],
    agreement: Option<&str>,
    today: tamga_origin::Date,
) -> Result<Vec<Finding>, OfficeError> {
    let _ = (bytes, agreement, today);
    pending!()
}

impl Office {
    /// Looks a number up, as typed or scanned.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn check_number(&self, text: &str) -> Result<CheckAnswer, OfficeError> {
        let _ = text;
        pending!()
    }

    /// Judges a file by the office's trust list. A certificate whose number is known here is compared with that record;
    /// with `keep`, a genuine one that is not known enters the register like a received one (`via` file).
    ///
    /// # Errors
    /// `FormatUnknown`, `FileTooLarge`, `PaperNotReadable` for a PDF.
    pub fn check_file(&self, bytes: &[u8], keep: bool) -> Result<CheckAnswer, OfficeError> {
        let _ = (bytes, keep);
        pending!()
    }
}
