//! What was asked about certificates, and what was said? Questions how one stands, with the signed word that answered them;
//! requests to verify are in `verification`. Whether a word may be believed is decided before it comes here.

mod verification;

use rusqlite::Row;
use tamga_origin::{Date, Timestamp};

pub use verification::{NewReply, NewVerification, ReplyRow, VerificationRow};

use crate::error::StoreError;
use crate::row::{at, at_if, day};
use crate::store::{Page, Reader, Tx, Window};

/// A question that goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuestion {
    /// The submission that carries it, queued before.
    pub submission_id: String,
    /// Issuing body.
    pub issuer: String,
    /// Certificate number.
    pub number: String,
    /// Day it was issued, as typed.
    pub issue_day: Date,
    /// Why it is asked.
    pub reason: String,
    /// Import declaration, or empty.
    pub declaration: String,
}

/// A verified word on how a certificate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionAnswer {
    /// `valid`, `suspended`, `replaced`, `cancelled`, `unknown`.
    pub status: String,
    /// Newest signed step; 0 when none is known.
    pub revision: u32,
    /// Number that stands for it, or empty.
    pub successor: String,
    /// Gateway whose word it is.
    pub signer: String,
    /// Up to when that is known.
    pub as_of: Timestamp,
    /// SHA-256 of the word as signed, kept before.
    pub statement_sha: String,
    /// SHA-256 of the certificate that came along, kept before.
    pub document_sha: Option<String>,
}

/// A question with its answer, when there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionRow {
    /// Its id here.
    pub id: i64,
    /// The submission that carries it.
    pub submission_id: String,
    /// Issuing body.
    pub issuer: String,
    /// Certificate number.
    pub number: String,
    /// Day it was issued, as typed.
    pub issue_day: Date,
    /// Why it is asked.
    pub reason: String,
    /// Import declaration, or empty.
    pub declaration: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// The word on it.
    pub answer: Option<QuestionAnswer>,
    /// When that came.
    pub answered_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, submission_id, issuer, number, issue_day, reason, declaration, asked_at, status, revision, \
    successor, signer, as_of, statement_sha, document_sha, answered_at";

fn question(row: &Row<'_>) -> rusqlite::Result<QuestionRow> {
    let answer = match row.get::<_, Option<String>>("status")? {
        None => None,
        Some(status) => Some(QuestionAnswer {
            status,
            revision: row.get("revision")?,
            successor: row.get("successor")?,
            signer: row.get("signer")?,
            as_of: at(row, "as_of")?,
            statement_sha: row.get("statement_sha")?,
            document_sha: row.get("document_sha")?,
        }),
    };
    Ok(QuestionRow {
        id: row.get("id")?,
        submission_id: row.get("submission_id")?,
        issuer: row.get("issuer")?,
        number: row.get("number")?,
        issue_day: day(row, "issue_day")?,
        reason: row.get("reason")?,
        declaration: row.get("declaration")?,
        asked_at: at(row, "asked_at")?,
        answer,
        answered_at: at_if(row, "answered_at")?,
    })
}

impl Reader<'_> {
    /// Questions, the newest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn questions(&self, window: Window) -> Result<Page<QuestionRow>, StoreError> {
        let total = self.count("SELECT count(*) FROM question", [])?;
        let sql = format!("SELECT {COLUMNS} FROM question ORDER BY asked_at DESC, id DESC LIMIT ?1 OFFSET ?2");
        let rows = self.all(&sql, (window.limit, crate::row::int(window.offset)), question)?;
        Ok(Page { rows, total })
    }

    /// The question that a submission carries.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn question_of(&self, submission_id: &str) -> Result<Option<QuestionRow>, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM question WHERE submission_id = ?1"), [submission_id], question)
    }

    /// Questions about a number that have no answer and were not refused.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn questions_waiting(&self, issuer: &str, number: &str) -> Result<Vec<QuestionRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM question WHERE issuer = ?1 AND number = ?2 AND status IS NULL AND EXISTS (
               SELECT 1 FROM outbox AS o WHERE o.submission_id = question.submission_id
                 AND o.state NOT IN ('rejected', 'abandoned')) ORDER BY id"
        );
        self.all(&sql, (issuer, number), question)
    }
}

impl Tx<'_> {
    /// Notes a question that was queued in this transaction.
    ///
    /// # Errors
    /// `Rule` when its submission is not in the outbox.
    pub fn question_add(&self, new: &NewQuestion) -> Result<(), StoreError> {
        let NewQuestion { submission_id, issuer, number, issue_day, reason, declaration } = new;
        self.run(
            "INSERT INTO question (submission_id, issuer, number, issue_day, reason, declaration, asked_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (submission_id, issuer, number, issue_day.to_string(), reason, declaration, self.now.millis()),
        )?;
        Ok(())
    }

    /// Notes the word on a question; one that has its answer keeps it, which answers `false`.
    ///
    /// # Errors
    /// `Rule` for an unknown status or bytes that were not kept.
    pub fn question_answer(&self, submission_id: &str, answer: &QuestionAnswer) -> Result<bool, StoreError> {
        let QuestionAnswer { status, revision, successor, signer, as_of, statement_sha, document_sha } = answer;
        let done = self.run(
            "UPDATE question SET status = ?2, revision = ?3, successor = ?4, signer = ?5, as_of = ?6, statement_sha = ?7,
               document_sha = ?8, answered_at = ?9 WHERE submission_id = ?1 AND status IS NULL",
            (
                submission_id,
                status,
                revision,
                successor,
                signer,
                as_of.millis(),
                statement_sha,
                document_sha,
                self.now.millis(),
            ),
        )?;
        Ok(done > 0)
    }
}
