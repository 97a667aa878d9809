//! What stands in the printed code, and who signed it (`dataset.md` 7)? `TC1:` and base45 of a deterministic CBOR map,
//! the key's id and a signature.
//!
//! Drawing the code is the paper's matter. A code is an aid: it ties paper to the record and never says that a number
//! was not cancelled.

use tamga_origin::Date;
use tamga_origin::trust::TrustList;

use crate::error::SignError;
use crate::plain_key::PlainKey;
use crate::refusal::{Reason, Refusal};

/// Most bytes inside a printed code, before base45.
pub const LARGEST: usize = 640;

/// What the code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrContent {
    /// Code of the issuing body.
    pub issuer: String,
    /// Certificate number.
    pub number: String,
    /// Revision, from 1.
    pub revision: u32,
    /// Day of issue.
    pub issued: Date,
    /// Last day it counts, when there is one.
    pub valid_to: Option<Date>,
    /// Proof type.
    pub proof_type: String,
    /// Agreement profile code.
    pub scheme: String,
    /// Destination country, two letters.
    pub destination: String,
    /// The exporter's name; the first 60 characters are kept.
    pub exporter: String,
    /// Number of goods items.
    pub items: u32,
    /// The first of them, as many as fit.
    pub lines: Vec<QrLine>,
    /// Total gross mass with its unit (`25200.5 KGM`), or empty.
    pub gross_mass: String,
    /// Number of the first invoice, or empty.
    pub invoice: String,
    /// First 16 bytes of SHA-256 over the signed document.
    pub document: [u8; 16],
    /// Numbers replaced or based on.
    pub references: Vec<String>,
}

/// One goods item of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrLine {
    /// The first six digits of the HS code.
    pub hs: String,
    /// Quantity of the ledger, as decimal text.
    pub quantity: String,
    /// Its unit.
    pub unit: String,
}

/// A code whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrRead {
    /// What it says.
    pub content: QrContent,
    /// Id of the key that signed.
    pub kid: String,
    /// Why its issuer was not entitled on the day of issue; empty when it was.
    pub reasons: Vec<Reason>,
}

/// Makes the payload of a printed code; items that do not fit are left out, last ones first.
///
/// [`SignError::CodeTooLarge`] when it does not fit without any item.
pub fn qr_seal(content: &QrContent, key: &PlainKey) -> Result<String, SignError> {
    let _ = (content, key);
    Err(SignError::Failed)
}

/// Opens the payload of a printed code against the keys its issuer has in the trust list.
pub fn qr_open(text: &str, list: &TrustList) -> Result<QrRead, Refusal> {
    let _ = (text, list);
    Err(Refusal::unknown("qr.unreadable", ""))
}
