//! What came from abroad? The register of received certificates, one of them with everything known, and balances.

use tamga_origin::{Certificate, Date, Decimal, Timestamp};

use crate::error::OfficeError;
use crate::journal::JournalRow;
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::verdict::{Verdict, VerdictKind};
use crate::word::Word;

/// Which received certificates are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReceivedFilter {
    /// Decision word without `decision.`: `new`, `accepted`, `in_part`, `refused`.
    pub decision: Option<String>,
    /// Verdict.
    pub verdict: Option<VerdictKind>,
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedRow {
    /// Number.
    pub number: String,
    /// Issuing body, its code.
    pub issuer: String,
    /// Exporter's name.
    pub exporter: String,
    /// Consignee's name.
    pub consignee: String,
    /// Country of origin or export.
    pub origin: String,
    /// Agreement profile id.
    pub agreement: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Verdict.
    pub verdict: VerdictKind,
    /// `verdict.*`.
    pub headline: Word,
    /// `decision.*`.
    pub decision: Word,
}

/// One use of a goods item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseRow {
    /// Goods item.
    pub sequence: u32,
    /// Quantity.
    pub quantity: Decimal,
    /// Rec 20 unit.
    pub unit: String,
    /// Preference granted?
    pub granted: bool,
    /// Reason code when refused.
    pub reason: String,
    /// Import declaration.
    pub declaration: String,
    /// Its day.
    pub declared_on: Option<Date>,
    /// When it was decided.
    pub at: Timestamp,
    /// Customs office that decided.
    pub from: String,
}

/// What is left of a goods item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BalanceRow {
    /// Number of the certificate.
    pub number: String,
    /// Goods item.
    pub sequence: u32,
    /// Description.
    pub description: String,
    /// Certified quantity.
    pub certified: Decimal,
    /// Used so far.
    pub used: Decimal,
    /// Left; negative when two posts used more than was certified.
    pub left: Decimal,
    /// Rec 20 unit.
    pub unit: String,
    /// Earlier uses.
    pub earlier: Vec<UseRow>,
}

/// A field that differs from a good copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedField {
    /// Path in the certificate.
    pub path: String,
    /// In the good copy.
    pub was: String,
    /// Here.
    pub is: String,
}

/// A received certificate, or a file that was only looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedView {
    /// Number, or empty when it could not be read.
    pub number: String,
    /// Issuing body, its code.
    pub issuer: String,
    /// Record here; none for a file that was only looked at.
    pub record_id: Option<i64>,
    /// Stamp a decision must name.
    pub stamp: i64,
    /// May it be believed?
    pub verdict: Verdict,
    /// Content, read from verified bytes only.
    pub certificate: Option<Certificate>,
    /// `decision.*`.
    pub decision: Word,
    /// What is left per item.
    pub balance: Vec<BalanceRow>,
    /// Journal lines about it, newest first.
    pub journal: Vec<JournalRow>,
    /// When it came.
    pub received_at: Option<Timestamp>,
    /// What differs from a good copy that is known here.
    pub changed_fields: Vec<ChangedField>,
    /// May it be decided on now?
    pub can_decide: bool,
}

impl Office {
    /// Searches the register of received certificates; an empty text lists the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn search_received(
        &self,
        text: &str,
        filter: &ReceivedFilter,
        window: Window,
    ) -> Result<Rows<ReceivedRow>, OfficeError> {
        let _ = (text, filter, window);
        pending!()
    }

    /// Opens a received certificate by number; of several issuers with that number the newest.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn open_received(&self, number: &str) -> Result<ReceivedView, OfficeError> {
        let _ = number;
        pending!()
    }

    /// Balances of received certificates, found by number, party or goods.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn balances(&self, text: &str, window: Window) -> Result<Rows<BalanceRow>, OfficeError> {
        let _ = (text, window);
        pending!()
    }
}
