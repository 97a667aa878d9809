//! What does a person decide when two documents, both validly signed, claim the same number and revision? Neither is usable
//! until one is put aside, by two persons; both are kept (`gateway.md` 4.5).

use tamga_origin::Timestamp;
use tamga_store::{InboundRow, StoreError};

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// One of two documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContradictingImage {
    /// Its id here.
    pub id: i64,
    /// SHA-256 of its bytes, hex.
    pub document_sha256: String,
    /// Issuing body that signed it.
    pub signed_by: String,
    /// Officer who signed it, or empty.
    pub officer: String,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
    /// When it came.
    pub received_at: Timestamp,
    /// `gateway`, `bundle`, `pull`, `file`.
    pub via: String,
}

/// Documents that contradict one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Issuing body.
    pub issuer: String,
    /// Certificate number.
    pub number: String,
    /// Revision.
    pub revision: u32,
    /// The documents, in the order in which they came.
    pub images: Vec<ContradictingImage>,
}

impl Office {
    /// Numbers under which documents contradict one another.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn contradictions(&self) -> Result<Vec<Contradiction>, OfficeError> {
        let rows = self.read(|reader| Ok(reader.inbound_conflicts()?))?;
        let mut found: Vec<Contradiction> = Vec::new();
        for row in rows {
            let is_same = |one: &&mut Contradiction| {
                one.issuer == row.issuer && one.number == row.number && one.revision == row.revision
            };
            match found.last_mut().filter(is_same) {
                Some(one) => one.images.push(image(row)),
                None => found.push(Contradiction {
                    issuer: row.issuer.clone(),
                    number: row.number.clone(),
                    revision: row.revision,
                    images: vec![image(row)],
                }),
            }
        }
        Ok(found)
    }

    /// Puts one of the documents aside, for ever; the other one counts then, and is answered. Its bytes stay.
    ///
    /// # Errors
    /// `NotFound`, `StateConflict` for a document that contradicts none, a second person or a reason that is missing.
    pub fn set_image_aside(&self, id: i64, second: &str, reason: &str) -> Result<(), OfficeError> {
        self.must_receive()?;
        if reason.trim().is_empty() {
            return Err(OfficeError::Senseless("a reason is needed"));
        }
        self.write(|tx| {
            let row = tx.inbound(id)?;
            if !row.is_conflict {
                let (from, to) = (row.state, "set_aside".to_owned());
                return Err(StoreError::StateConflict { what: "certificate", id: row.number, from, to }.into());
            }
            tx.inbound_set_aside(id, second)?;
            let said = [("number", row.number.as_str()), ("second", second), ("reason", reason)];
            let digest = [("sha256", row.document_sha.as_str())];
            tx.journal_add("received.set_aside", &row.number, &[&said[..], &digest[..]].concat())?;
            Ok(())
        })?;
        // The one that is left counts now, and nothing was answered about it yet.
        self.answer_owed()?;
        self.wake.notify_one();
        self.changed(&[Tag::Received, Tag::Balances, Tag::Outbox, Tag::Journal, Tag::App]);
        Ok(())
    }
}

fn image(row: InboundRow) -> ContradictingImage {
    ContradictingImage {
        id: row.id,
        document_sha256: row.document_sha,
        signed_by: row.signed_by,
        officer: row.officer,
        signed_at: row.signed_at,
        received_at: row.received_at,
        via: row.via,
    }
}
