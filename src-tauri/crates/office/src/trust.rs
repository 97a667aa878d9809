//! Whom does this office believe? Signed trust lists come in here; what hung on a list is judged again.

use tamga_origin::Timestamp;
use tamga_origin::trust::{Difference, TrustList};

use crate::error::OfficeError;
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::word::Word;

/// A list was taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustTaken {
    /// Counter of the list.
    pub n: u64,
    /// What it changes.
    pub difference: Difference,
    /// Numbers of received certificates whose verdict changed by it.
    pub judged_again: Vec<String>,
}

/// An issuing body of the list in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerRow {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// Country, two letters.
    pub country: String,
    /// `active`, `suspended` or `withdrawn`.
    pub state: String,
    /// Officers named.
    pub officers: usize,
    /// Keys and anchors.
    pub keys: usize,
    /// Agreement codes it may certify.
    pub schemes: Vec<String>,
    /// When it may certify.
    pub from: Timestamp,
    /// Until when, if that is known.
    pub to: Option<Timestamp>,
}

/// The list in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuers {
    /// Its bodies.
    pub rows: Rows<IssuerRow>,
    /// Counter of the list; none when there is no list.
    pub list_number: Option<u64>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// `trust.fresh`, `trust.ageing`, `trust.old` or `trust.none`, with `age_days` and `issued_at`.
    pub age: Word,
}

impl Office {
    /// Pins the root keys that may sign the first list: `kid:key`, an Ed25519 public key in base64url, as the
    /// publisher hands it out. Once a list is in force, only lists change roots.
    ///
    /// # Errors
    /// A root that cannot be read; roots when a list is already in force.
    pub fn pin_roots(&self, roots: &[String], threshold: usize) -> Result<(), OfficeError> {
        let _ = (roots, threshold);
        pending!()
    }

    /// Takes a trust list over, or says why not; the one in force then stays. What waits for it is judged again.
    ///
    /// # Errors
    /// `TrustListRefused` with its code.
    pub fn import_trust(&self, bytes: &[u8]) -> Result<TrustTaken, OfficeError> {
        let _ = bytes;
        pending!()
    }

    /// The issuing bodies known here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn issuers(&self, window: Window) -> Result<Issuers, OfficeError> {
        let _ = window;
        pending!()
    }

    /// The list in force.
    pub fn trust_list(&self) -> Option<TrustList> {
        pending!()
    }
}
