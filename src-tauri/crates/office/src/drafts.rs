//! What is being prepared? Drafts: made, imported, saved with the stamp that was read, checked, thrown away.

use tamga_origin::{Certificate, Finding, Timestamp};

use crate::error::OfficeError;
use crate::office::Office;
use crate::page::{Rows, Window};

/// A line in the list of drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: i64,
    /// Exporter's name.
    pub exporter: String,
    /// Consignee's name.
    pub consignee: String,
    /// Destination country, two letters.
    pub destination: String,
    /// Agreement profile id.
    pub agreement: String,
    /// Goods items.
    pub items: u32,
    /// Findings that stop issuing.
    pub fixes: u32,
    /// Findings to look at.
    pub looks: u32,
    /// Last save.
    pub changed_at: Timestamp,
}

/// A draft as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftView {
    /// Its id.
    pub id: i64,
    /// Edit stamp; a save must name it.
    pub stamp: i64,
    /// Agreement profile id.
    pub agreement: String,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Content.
    pub certificate: Certificate,
    /// What was noticed today.
    pub findings: Vec<Finding>,
    /// Paths a clone cleared.
    pub marks: Vec<String>,
}

/// A draft was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSaved {
    /// The new edit stamp.
    pub stamp: i64,
    /// When.
    pub saved_at: Timestamp,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

/// A draft came into being.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftBorn {
    /// Its id.
    pub id: i64,
    /// What was noticed on the way in: reading first, then the rules of the form.
    pub findings: Vec<Finding>,
}

impl Office {
    /// Starts a draft under an agreement profile, with what the office always writes filled in.
    ///
    /// # Errors
    /// `UnknownAgreement`, `NotThisRole`.
    pub fn create_draft(&self, agreement: &str) -> Result<DraftBorn, OfficeError> {
        let _ = agreement;
        pending!()
    }

    /// Takes a document in as a draft: Tamga CO XML or UN/CEFACT edi3 JSON, whatever it says about being signed or
    /// issued. `agreement` overrides what the document names.
    ///
    /// # Errors
    /// `FormatUnknown`, `Unreadable`, `UnknownAgreement`.
    pub fn import_draft(&self, bytes: &[u8], agreement: Option<&str>) -> Result<DraftBorn, OfficeError> {
        let _ = (bytes, agreement);
        pending!()
    }

    /// Opens a draft.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn open_draft(&self, id: i64) -> Result<DraftView, OfficeError> {
        let _ = id;
        pending!()
    }

    /// Saves a draft if `stamp` is the one read last. Number, issuing body, scheme and document id stay the office's.
    ///
    /// # Errors
    /// `NotFound`, `Stale`.
    pub fn save_draft(&self, id: i64, stamp: i64, certificate: Certificate) -> Result<DraftSaved, OfficeError> {
        let _ = (id, stamp, certificate);
        pending!()
    }

    /// Checks a draft as of today.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn check_draft(&self, id: i64) -> Result<Vec<Finding>, OfficeError> {
        let _ = id;
        pending!()
    }

    /// Throws a draft away; the journal keeps that it was there.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn discard_draft(&self, id: i64) -> Result<(), OfficeError> {
        let _ = id;
        pending!()
    }

    /// A new draft from an issued certificate; what must be new (number, dates, invoices, transport papers) is cleared
    /// and marked.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn clone_draft(&self, number: &str) -> Result<DraftBorn, OfficeError> {
        let _ = number;
        pending!()
    }

    /// Drafts, last changed first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn drafts(&self, window: Window) -> Result<Rows<DraftRow>, OfficeError> {
        let _ = window;
        pending!()
    }
}
