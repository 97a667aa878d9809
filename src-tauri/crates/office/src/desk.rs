//! What lies on the issuing desk? Drafts first, then what was issued lately, and the counts of the day.

use tamga_origin::Timestamp;

use crate::error::OfficeError;
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::word::Word;

/// What a line on the desk stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskKind {
    /// A draft, by id.
    Draft(i64),
    /// A certificate, by number.
    Certificate(String),
}

/// A line on the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRow {
    /// What it stands for.
    pub kind: DeskKind,
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
    /// `certificate.*`.
    pub status: Word,
    /// Last change.
    pub changed_at: Timestamp,
}

/// The issuing desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The lines.
    pub rows: Rows<DeskRow>,
    /// Certificates issued today.
    pub issued_today: u64,
    /// Drafts.
    pub drafts: u64,
    /// Submissions not in custody yet.
    pub waiting: u64,
}

impl Office {
    /// The issuing desk.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn desk(&self, window: Window) -> Result<Desk, OfficeError> {
        let _ = window;
        pending!()
    }
}
