//! What does customs decide? Per item: granted and written off, or refused with a reason; and it is fed back, signed.

use tamga_origin::{Date, Decimal};
use uuid::Uuid;

use crate::error::OfficeError;
use crate::office::Office;
use crate::received::BalanceRow;

/// What is decided on one goods item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDecision {
    /// Goods item.
    pub sequence: u32,
    /// Quantity the declaration takes; ignored when refused.
    pub quantity: Decimal,
    /// Rec 20 unit.
    pub unit: String,
    /// Preference granted?
    pub granted: bool,
    /// Reason code when refused (ORI, SIG, MIS …).
    pub reason: String,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Number of the certificate.
    pub number: String,
    /// Stamp that was read last.
    pub stamp: i64,
    /// Import declaration.
    pub declaration: String,
    /// Its day.
    pub declared_on: Date,
    /// The items decided on, at least one.
    pub items: Vec<ItemDecision>,
    /// Words of the officer, at most 200 characters.
    pub note: String,
}

/// A decision was written down and its answer queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The new stamp.
    pub stamp: i64,
    /// The submission that feeds it back; none when no route leads back.
    pub submission_id: Option<Uuid>,
    /// What is left per item.
    pub balance: Vec<BalanceRow>,
}

impl Office {
    /// Decides on items of a received certificate; write-offs, journal and the signed answer are one transaction.
    ///
    /// # Errors
    /// `NotFound`, `Stale`, `AlreadyDecided` for a declaration item that counts already, `QuantityExceeded`, a record
    /// that is not usable.
    pub fn decide(&self, decision: &Decision) -> Result<Decided, OfficeError> {
        let _ = decision;
        pending!()
    }
}
