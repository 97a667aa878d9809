//! What proves a step? The bytes as signed, and what was read from them once they were verified. Verifying is done
//! before they come here.

use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::files::sha256_hex;
use crate::row::at;
use crate::store::{Reader, Tx};

/// A verified proof to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvidence {
    /// `receipt`, `delivery`, `refusal`, `answer`, `void`.
    pub kind: String,
    /// Who signed it.
    pub signer: String,
    /// The bytes as signed.
    pub raw: Vec<u8>,
    /// What was read from the verified bytes, JSON.
    pub claims: String,
    /// Time the proof claims.
    pub at: Timestamp,
}

/// A kept proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Its id.
    pub id: i64,
    /// `receipt`, `delivery`, `refusal`, `answer`, `void`.
    pub kind: String,
    /// Who signed it.
    pub signer: String,
    /// The bytes as signed.
    pub raw: Vec<u8>,
    /// What was read from the verified bytes, JSON.
    pub claims: String,
    /// Time the proof claims.
    pub at: Timestamp,
    /// When it was verified here.
    pub checked_at: Timestamp,
}

impl Reader<'_> {
    /// The proofs of a submission, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn evidence(&self, submission_id: &str) -> Result<Vec<EvidenceRow>, StoreError> {
        self.all(
            "SELECT id, kind, signer, raw, claims, at, checked_at FROM evidence WHERE submission_id = ?1 ORDER BY id",
            [submission_id],
            |row| {
                Ok(EvidenceRow {
                    id: row.get("id")?,
                    kind: row.get("kind")?,
                    signer: row.get("signer")?,
                    raw: row.get("raw")?,
                    claims: row.get("claims")?,
                    at: at(row, "at")?,
                    checked_at: at(row, "checked_at")?,
                })
            },
        )
    }

    pub(super) fn has_evidence(&self, submission_id: &str, kinds: &[&str]) -> Result<bool, StoreError> {
        Ok(self.evidence(submission_id)?.iter().any(|proof| kinds.contains(&proof.kind.as_str())))
    }
}

impl Tx<'_> {
    /// Keeps a proof; the same one again changes nothing and answers `false`.
    ///
    /// # Errors
    /// `Rule` for an unknown kind or submission.
    pub fn evidence_add(&self, submission_id: &str, new: &NewEvidence) -> Result<bool, StoreError> {
        let added = self.run(
            "INSERT INTO evidence (submission_id, kind, signer, raw_sha, raw, claims, at, checked_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (submission_id, kind, raw_sha) DO NOTHING",
            (
                submission_id,
                &new.kind,
                &new.signer,
                sha256_hex(&new.raw),
                &new.raw,
                &new.claims,
                new.at.millis(),
                self.now.millis(),
            ),
        )?;
        Ok(added > 0)
    }
}
