//! Which image of a certificate is asked for? Reading single images, their items, and the one that counts.

use rusqlite::Row;
use rusqlite::types::Value;
use tamga_origin::{Date, Decimal, Timestamp};

use crate::error::StoreError;
use crate::row::{Where, at, at_if, day_if, decimal, whole_if};
use crate::store::Reader;

/// An image of a certificate from abroad.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundRow {
    /// Its id here.
    pub id: i64,
    /// Issuing body; empty when nothing could be read.
    pub issuer: String,
    /// Certificate number; empty when nothing could be read.
    pub number: String,
    /// Revision; 0 when nothing could be read.
    pub revision: u32,
    /// SHA-256 of its bytes, hex.
    pub document_sha: String,
    /// Sender's submission, or empty.
    pub submission_id: String,
    /// Inbox item it came in, or empty.
    pub item_id: String,
    /// `gateway`, `bundle`, `pull`, `file`.
    pub via: String,
    /// `quarantined`, `refused`, `valid`, `valid_with_warnings`, `superseded`, `cancelled_by_issuer`,
    /// `replaced_by_issuer`, `suspended`, `set_aside`.
    pub state: String,
    /// What the judgement alone says: `quarantined`, `refused`, `valid`, `valid_with_warnings`.
    pub judged: String,
    /// Is it validly signed by an issuer who was entitled?
    pub seal_holds: bool,
    /// Does another validly signed image of the same revision contradict it?
    pub is_conflict: bool,
    /// Is it the image that counts for its number?
    pub is_current: bool,
    /// `genuine`, `look`, `not_genuine`, `cannot_judge`.
    pub verdict: String,
    /// Code of the verdict in words.
    pub headline: String,
    /// Findings, JSON list.
    pub reasons: String,
    /// Signer, or empty.
    pub signed_by: String,
    /// Officer, or empty.
    pub officer: String,
    /// Signing time that was judged.
    pub signed_at: Option<Timestamp>,
    /// Number of the trust list that judged.
    pub list_number: Option<u64>,
    /// What the judgement rests on: kinds, digests and moments, JSON list.
    pub evidence: String,
    /// Word of customs' decision on the whole; `open` at first.
    pub decision: String,
    /// Edit stamp; a decision names it.
    pub stamp: i64,
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
    /// Day of issue as certified.
    pub issued_on: Option<Date>,
    /// Last day of validity.
    pub valid_to: Option<Date>,
    /// When it came here.
    pub received_at: Timestamp,
    /// When it changed last.
    pub changed_at: Timestamp,
}

impl InboundRow {
    /// Can it be claimed on?
    pub fn is_usable(&self) -> bool {
        self.is_current && matches!(self.state.as_str(), "valid" | "valid_with_warnings")
    }
}

/// A goods item of an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundItemRow {
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

pub(super) const COLUMNS: &str = "id, issuer, number, revision, document_sha, submission_id, item_id, via, state, judged,
  seal_holds, conflict, current, verdict, headline, reasons, signed_by, officer, signed_at, list_number, evidence, decision,
  stamp, agreement, exporter, consignee, origin, destination, issued_on, valid_to, received_at, changed_at";

pub(super) fn inbound_row(row: &Row<'_>) -> rusqlite::Result<InboundRow> {
    Ok(InboundRow {
        id: row.get("id")?,
        issuer: row.get("issuer")?,
        number: row.get("number")?,
        revision: row.get("revision")?,
        document_sha: row.get("document_sha")?,
        submission_id: row.get("submission_id")?,
        item_id: row.get("item_id")?,
        via: row.get("via")?,
        state: row.get("state")?,
        judged: row.get("judged")?,
        seal_holds: row.get("seal_holds")?,
        is_conflict: row.get("conflict")?,
        is_current: row.get("current")?,
        verdict: row.get("verdict")?,
        headline: row.get("headline")?,
        reasons: row.get("reasons")?,
        signed_by: row.get("signed_by")?,
        officer: row.get("officer")?,
        signed_at: at_if(row, "signed_at")?,
        list_number: whole_if(row, "list_number")?,
        evidence: row.get("evidence")?,
        decision: row.get("decision")?,
        stamp: row.get("stamp")?,
        agreement: row.get("agreement")?,
        exporter: row.get("exporter")?,
        consignee: row.get("consignee")?,
        origin: row.get("origin")?,
        destination: row.get("destination")?,
        issued_on: day_if(row, "issued_on")?,
        valid_to: day_if(row, "valid_to")?,
        received_at: at(row, "received_at")?,
        changed_at: at(row, "changed_at")?,
    })
}

impl Reader<'_> {
    /// One image.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn inbound(&self, id: i64) -> Result<InboundRow, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM inbound WHERE id = ?1"), [id], inbound_row)?
            .ok_or_else(|| StoreError::not_found("certificate", id))
    }

    /// Every image of a number, the highest revision first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_images(&self, issuer: &str, number: &str) -> Result<Vec<InboundRow>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM inbound WHERE issuer = ?1 AND number = ?2 ORDER BY revision DESC, id DESC");
        self.all(&sql, (issuer, number), inbound_row)
    }

    /// The image a list shows for each issuer of that number: those that count first, then those whose seal holds, the
    /// newest of each first. So whoever puts a good number on a bad document hides nothing.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_numbered(&self, number: &str) -> Result<Vec<InboundRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM inbound WHERE number = ?1 AND shown = 1
             ORDER BY current DESC, seal_holds DESC, id DESC"
        );
        self.all(&sql, [number], inbound_row)
    }

    /// The image that counts for a number, if one does.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_current(&self, issuer: &str, number: &str) -> Result<Option<InboundRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbound WHERE issuer = ?1 AND number = ?2 AND current = 1");
        self.one(&sql, (issuer, number), inbound_row)
    }

    /// The image that holds exactly these bytes, if one does.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_with_document(&self, sha256: &str) -> Result<Option<InboundRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbound WHERE document_sha = ?1 ORDER BY id DESC LIMIT 1");
        self.one(&sql, [sha256], inbound_row)
    }

    /// Images in quarantine that a newer trust list or code list may heal, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_quarantined(&self) -> Result<Vec<InboundRow>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM inbound WHERE judged = 'quarantined' AND state = 'quarantined' ORDER BY id");
        self.all(&sql, [], inbound_row)
    }

    /// Images that count or may still count whose reasons name one of these codes, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_saying(&self, codes: &[&str]) -> Result<Vec<InboundRow>, StoreError> {
        let mut wanted = Where::default();
        wanted.and("judged IN ('valid', 'valid_with_warnings', 'quarantined') AND state <> 'set_aside'", []);
        let each = codes.iter().map(|_| "instr(reasons, ?) > 0").collect::<Vec<_>>().join(" OR ");
        // The code as a whole, not one that begins like it.
        wanted.and(&format!("({each})"), codes.iter().map(|code| Value::from(format!("\"{code}\""))));
        let sql = format!("SELECT {COLUMNS} FROM inbound {} ORDER BY id", wanted.text());
        self.all(&sql, rusqlite::params_from_iter(wanted.values()), inbound_row)
    }

    /// Images after this id that were judged for good and are not set aside, in the order of their ids.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_judged(&self, after: i64, limit: u32) -> Result<Vec<InboundRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM inbound WHERE id > ?1 AND judged <> 'quarantined' AND state <> 'set_aside'
             ORDER BY id LIMIT ?2"
        );
        self.all(&sql, (after, limit), inbound_row)
    }

    /// Images of which none counts because another one of the same revision is signed as well, by number.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_conflicts(&self) -> Result<Vec<InboundRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM inbound WHERE conflict = 1 ORDER BY issuer, number, revision, id");
        self.all(&sql, [], inbound_row)
    }

    /// Images that a submission brought, that are judged for good, and to which nothing was ever answered, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_unanswered(&self) -> Result<Vec<InboundRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM inbound WHERE item_id <> '' AND verdict <> 'cannot_judge' AND conflict = 0
               AND state IN ('valid', 'valid_with_warnings', 'refused', 'quarantined')
               AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.issuer = inbound.issuer
                 AND o.co_number = inbound.number AND o.revision = inbound.revision AND o.kind = 'co.response')
             ORDER BY id"
        );
        self.all(&sql, [], inbound_row)
    }

    /// Goods items of an image.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbound_items(&self, id: i64) -> Result<Vec<InboundItemRow>, StoreError> {
        self.all(
            "SELECT sequence, description, hs_code, quantity, unit FROM inbound_item WHERE inbound = ?1 ORDER BY sequence",
            [id],
            |row| {
                Ok(InboundItemRow {
                    sequence: row.get("sequence")?,
                    description: row.get("description")?,
                    hs_code: row.get("hs_code")?,
                    quantity: decimal(row, "quantity")?,
                    unit: row.get("unit")?,
                })
            },
        )
    }

    pub(super) fn inbound_contradicting(&self, id: i64) -> Result<Vec<i64>, StoreError> {
        self.all(
            "SELECT other.id FROM inbound AS one JOIN inbound AS other
               ON other.issuer = one.issuer AND other.number = one.number AND other.revision = one.revision
             WHERE one.id = ?1 AND other.id <> one.id AND one.conflict = 1 AND other.conflict = 1 ORDER BY other.id",
            [id],
            |row| row.get(0),
        )
    }
}
