//! What was received from abroad, and what counts of it? Every image of every number with its judgement, status
//! statements, and the standing of each number. Whether an image is genuine is judged before it comes here; which
//! image counts follows from revisions alone, never from the order of arrival.

mod images;
mod judge;
mod page;
mod standing;
mod statements;

pub use images::{InboundItemRow, InboundRow};
pub use judge::Judgement;
pub use page::InboundFilter;
pub use statements::{NewStatement, StatementRow};

use tamga_origin::{Date, Decimal};

use crate::error::StoreError;
use crate::row::text_if;
use crate::search::{Register, SearchText};
use crate::store::Tx;

/// An image of a certificate that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInbound {
    /// Issuing body; empty when nothing could be read.
    pub issuer: String,
    /// Certificate number; empty when nothing could be read.
    pub number: String,
    /// Revision; 0 when nothing could be read.
    pub revision: u32,
    /// Its exact bytes, kept before.
    pub document_sha: String,
    /// Sender's submission, named in our answers; empty when it came as a file.
    pub submission_id: String,
    /// Inbox item it came in, or empty.
    pub item_id: String,
    /// `gateway`, `bundle`, `pull`, `file`.
    pub via: String,
    /// Profile id.
    pub agreement: String,
    /// Exporter.
    pub exporter: String,
    /// Consignee.
    pub consignee: String,
    /// Country code of origin.
    pub origin: String,
    /// Country code of destination.
    pub destination: String,
    /// Descriptions and product codes, for searching.
    pub goods: String,
    /// Invoices, transport documents, containers, for searching.
    pub references: String,
    /// Day of issue as certified.
    pub issued_on: Option<Date>,
    /// Last day of validity.
    pub valid_to: Option<Date>,
    /// Goods items that have a quantity to count in.
    pub items: Vec<NewInboundItem>,
    /// The judgement at arrival.
    pub judgement: Judgement,
}

/// A goods item of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInboundItem {
    /// Its sequence number on the certificate.
    pub sequence: u32,
    /// Description.
    pub description: String,
    /// HS code.
    pub hs_code: String,
    /// Certified quantity its balance counts in.
    pub quantity: Decimal,
    /// Rec 20 code.
    pub unit: String,
}

/// What an arrival turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// A new image.
    New {
        /// Its id here.
        id: i64,
    },
    /// The very same image was here before; nothing changed, except that one that came as a file now knows the
    /// submission that brings it too.
    Known {
        /// Its id here.
        id: i64,
    },
    /// A new image that contradicts another validly signed one of the same revision: neither counts until a person
    /// decides.
    Conflict {
        /// Its id here.
        id: i64,
        /// The images it contradicts.
        others: Vec<i64>,
    },
}

impl Arrival {
    /// Id of the image.
    pub fn id(&self) -> i64 {
        match self {
            Self::New { id } | Self::Known { id } | Self::Conflict { id, .. } => *id,
        }
    }
}

impl Tx<'_> {
    /// Enters an image, makes it findable, and works out anew what counts for its number.
    ///
    /// # Errors
    /// `Rule` when the document was not kept.
    pub fn inbound_add(&self, new: &NewInbound) -> Result<Arrival, StoreError> {
        let known = self.one(
            "SELECT id FROM inbound WHERE issuer = ?1 AND number = ?2 AND revision = ?3 AND document_sha = ?4",
            (&new.issuer, &new.number, new.revision, &new.document_sha),
            |row| row.get(0),
        )?;
        if let Some(id) = known {
            // What came as a file is answered by the submission that brings it too.
            self.run(
                "UPDATE inbound SET submission_id = ?2, item_id = ?3 WHERE id = ?1 AND item_id = '' AND ?3 <> ''",
                (id, &new.submission_id, &new.item_id),
            )?;
            return Ok(Arrival::Known { id });
        }
        let judgement = &new.judgement;
        self.run(
            "INSERT INTO inbound (issuer, number, revision, document_sha, submission_id, item_id, via, state, judged,
               seal_holds, verdict, headline, reasons, signed_by, officer, signed_at, list_number, evidence,
               agreement, exporter, consignee, origin, destination, goods, references_text, issued_on, valid_to,
               received_at, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
               ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?27)",
            rusqlite::params![
                new.issuer,
                new.number,
                new.revision,
                new.document_sha,
                new.submission_id,
                new.item_id,
                new.via,
                judgement.state,
                judgement.seal_holds,
                judgement.verdict,
                judgement.headline,
                judgement.reasons,
                judgement.signed_by,
                judgement.officer,
                judgement.signed_at.map(|at| at.millis()),
                judgement.list_number.map(crate::row::int),
                judgement.evidence,
                new.agreement,
                new.exporter,
                new.consignee,
                new.origin,
                new.destination,
                new.goods,
                new.references,
                text_if(new.issued_on),
                text_if(new.valid_to),
                self.now.millis(),
            ],
        )?;
        let id = self.conn.last_insert_rowid();
        for item in &new.items {
            self.run(
                "INSERT INTO inbound_item (inbound, sequence, description, hs_code, quantity, unit)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (id, item.sequence, &item.description, &item.hs_code, item.quantity.to_string(), &item.unit),
            )?;
        }
        let text = SearchText {
            number: &new.number,
            words: &[&new.exporter, &new.consignee, &new.goods, &new.references, &new.agreement],
        };
        self.search_put(Register::Received, id, &text)?;
        self.number_settle(&new.issuer, &new.number)?;
        let others = self.inbound_contradicting(id)?;
        Ok(if others.is_empty() { Arrival::New { id } } else { Arrival::Conflict { id, others } })
    }
}
