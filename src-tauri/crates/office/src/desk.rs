//! What lies on the issuing desk? Drafts first, then what was issued lately, and the counts of the day.

use tamga_origin::{Date, Timestamp};
use tamga_store::{CertificateFilter, CertificateRow, DraftRow};

use crate::certificates::status;
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
        let today = self.today();
        self.read(|reader| {
            let counts = reader.counts(Timestamp::midnight(today))?;
            let drafts = reader.drafts(window.store())?;
            let mut rows: Vec<DeskRow> = drafts.rows.into_iter().map(draft).collect();
            // Certificates begin where the drafts end.
            let limit = window.store().limit.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            let after = tamga_store::Window { offset: window.offset.saturating_sub(drafts.total), limit };
            let issued = reader.certificates(&CertificateFilter::default(), after)?;
            rows.extend(issued.rows.into_iter().map(|row| certificate(row, today)));
            Ok(Desk {
                rows: Rows { rows, total: drafts.total + issued.total, offset: window.offset },
                issued_today: counts.issued_today,
                drafts: counts.drafts,
                waiting: counts.waiting,
            })
        })
    }
}

fn draft(row: DraftRow) -> DeskRow {
    // Nobody examines in this office yet: a draft without anything to fix is ready to be signed.
    let status = if row.blocks == 0 { "certificate.to_sign" } else { "certificate.draft" };
    DeskRow {
        kind: DeskKind::Draft(row.id),
        exporter: row.exporter,
        consignee: row.consignee,
        destination: row.destination,
        agreement: row.agreement,
        items: row.item_count,
        fixes: row.blocks,
        looks: row.looks,
        status: Word::new(status),
        changed_at: row.updated_at,
    }
}

fn certificate(row: CertificateRow, today: Date) -> DeskRow {
    DeskRow {
        status: status(&row, today),
        kind: DeskKind::Certificate(row.number),
        exporter: row.exporter,
        consignee: row.consignee,
        destination: row.destination,
        agreement: row.agreement,
        items: row.item_count,
        fixes: 0,
        looks: 0,
        changed_at: row.changed_at,
    }
}
