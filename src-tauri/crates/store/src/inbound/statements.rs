//! What did an issuer say later about a number? Verified status statements; one that names a number unknown here
//! waits for its certificate.

use rusqlite::Row;
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::row::{at, at_if};
use crate::store::{Reader, Tx};

/// A verified status statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStatement {
    /// Issuing body.
    pub issuer: String,
    /// Certificate number.
    pub number: String,
    /// Its own revision.
    pub revision: u32,
    /// `cancelled`, `replaced`, `suspended`, `lifted`.
    pub status: String,
    /// Reason code or words.
    pub reason: String,
    /// Number of the certificate that stands for it, or empty.
    pub successor: String,
    /// When it takes effect.
    pub effective_at: Timestamp,
    /// Its exact bytes, kept before.
    pub document_sha: String,
}

/// A kept status statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// Its id here.
    pub id: i64,
    /// Its own revision.
    pub revision: u32,
    /// `cancelled`, `replaced`, `suspended`, `lifted`.
    pub status: String,
    /// Reason code or words.
    pub reason: String,
    /// Number of the certificate that stands for it, or empty.
    pub successor: String,
    /// When it takes effect.
    pub effective_at: Timestamp,
    /// SHA-256 of its bytes, hex.
    pub document_sha: String,
    /// When its certificate was there too.
    pub applied_at: Option<Timestamp>,
    /// When it came here.
    pub received_at: Timestamp,
}

fn statement_row(row: &Row<'_>) -> rusqlite::Result<StatementRow> {
    Ok(StatementRow {
        id: row.get("id")?,
        revision: row.get("revision")?,
        status: row.get("status")?,
        reason: row.get("reason")?,
        successor: row.get("successor")?,
        effective_at: at(row, "effective_at")?,
        document_sha: row.get("document_sha")?,
        applied_at: at_if(row, "applied_at")?,
        received_at: at(row, "received_at")?,
    })
}

impl Reader<'_> {
    /// Statements about a number, by revision.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn statements(&self, issuer: &str, number: &str) -> Result<Vec<StatementRow>, StoreError> {
        self.all(
            "SELECT id, revision, status, reason, successor, effective_at, document_sha, applied_at, received_at
             FROM statement WHERE issuer = ?1 AND number = ?2 ORDER BY revision, id",
            (issuer, number),
            statement_row,
        )
    }
}

impl Tx<'_> {
    /// Keeps a verified statement and works out anew what counts for its number. The same one again changes nothing
    /// and answers `false`.
    ///
    /// # Errors
    /// `Rule` for an unknown status or when the document was not kept.
    pub fn statement_add(&self, new: &NewStatement) -> Result<bool, StoreError> {
        let added = self.run(
            "INSERT INTO statement (issuer, number, revision, status, reason, successor, effective_at, document_sha,
               received_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (issuer, number, revision, document_sha) DO NOTHING",
            (
                &new.issuer,
                &new.number,
                new.revision,
                &new.status,
                &new.reason,
                &new.successor,
                new.effective_at.millis(),
                &new.document_sha,
                self.now.millis(),
            ),
        )?;
        self.number_settle(&new.issuer, &new.number)?;
        Ok(added > 0)
    }
}
