//! Which certificates are being verified, and what was said of them? The same rows at the desk that asks and at the one
//! that is asked; which step is allowed when is decided in `tamga-origin`.

use rusqlite::Row;
use tamga_origin::{Date, Timestamp};

use crate::error::StoreError;
use crate::row::{at, day, day_if, int, text_if, whole};
use crate::store::{Reader, Tx};

/// A case that is opened, or a request that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVerification {
    /// Its id on both sides.
    pub case_id: String,
    /// Did this office ask?
    pub is_ours: bool,
    /// Customs that asks.
    pub party: String,
    /// Issuing body.
    pub issuer: String,
    /// Certificate number.
    pub number: String,
    /// Revision.
    pub revision: u32,
    /// Agreement profile code.
    pub agreement: String,
    /// Country of the other side.
    pub country: String,
    /// Why customs doubts.
    pub grounds: String,
    /// Papers that are wanted, or empty.
    pub papers: String,
    /// Import declaration, or empty.
    pub declaration: String,
    /// Goods items asked about.
    pub items: Vec<u32>,
    /// Day a reply is due.
    pub due: Date,
    /// State it begins in.
    pub state: String,
    /// Submission that carries the request.
    pub submission_id: String,
    /// Inbox item that brought it; empty where it was asked.
    pub item_id: String,
    /// Digest of the signed request, kept before.
    pub document_sha: String,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationRow {
    /// Its id here.
    pub id: i64,
    /// What it was opened with; `state` is today's.
    pub new: NewVerification,
    /// How often time or papers were asked for.
    pub extensions: u32,
    /// When it was opened, or came.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// What was said to it, by running number.
    pub replies: Vec<ReplyRow>,
}

/// What is said to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReply {
    /// Running number of the party that replies.
    pub number: u64,
    /// For the time being only?
    pub interim: bool,
    /// Item and the word of its reply.
    pub items: Vec<(u32, String)>,
    /// Words of the officer.
    pub note: String,
    /// Day hoped for, in an interim reply.
    pub due: Option<Date>,
    /// Officer that signed.
    pub signed_by: String,
    /// Digest of the signed reply, kept before.
    pub document_sha: String,
}

/// A reply that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyRow {
    /// What was said.
    pub new: NewReply,
    /// When it was said, or came.
    pub at: Timestamp,
}

const COLUMNS: &str = "id, case_id, is_ours, party, issuer, number, revision, agreement, country, grounds, papers, \
    declaration, items, due, state, extensions, submission_id, item_id, document_sha, opened_at, changed_at";

fn list(items: &[u32]) -> String {
    items.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

fn replies(items: &[(u32, String)]) -> String {
    items.iter().map(|(item, reply)| format!("{item}={reply}")).collect::<Vec<_>>().join(",")
}

fn case(row: &Row<'_>) -> rusqlite::Result<VerificationRow> {
    let items: String = row.get("items")?;
    Ok(VerificationRow {
        id: row.get("id")?,
        new: NewVerification {
            case_id: row.get("case_id")?,
            is_ours: row.get("is_ours")?,
            party: row.get("party")?,
            issuer: row.get("issuer")?,
            number: row.get("number")?,
            revision: row.get("revision")?,
            agreement: row.get("agreement")?,
            country: row.get("country")?,
            grounds: row.get("grounds")?,
            papers: row.get("papers")?,
            declaration: row.get("declaration")?,
            items: items.split(',').filter_map(|item| item.parse().ok()).collect(),
            due: day(row, "due")?,
            state: row.get("state")?,
            submission_id: row.get("submission_id")?,
            item_id: row.get("item_id")?,
            document_sha: row.get("document_sha")?,
        },
        extensions: row.get("extensions")?,
        opened_at: at(row, "opened_at")?,
        changed_at: at(row, "changed_at")?,
        replies: Vec::new(),
    })
}

fn reply(row: &Row<'_>) -> rusqlite::Result<ReplyRow> {
    let items: String = row.get("items")?;
    let one = |text: &str| text.split_once('=').and_then(|(item, reply)| Some((item.parse().ok()?, reply.to_owned())));
    Ok(ReplyRow {
        new: NewReply {
            number: whole(row, "number")?,
            interim: row.get("interim")?,
            items: items.split(',').filter_map(one).collect(),
            note: row.get("note")?,
            due: day_if(row, "due")?,
            signed_by: row.get("signed_by")?,
            document_sha: row.get("document_sha")?,
        },
        at: at(row, "at")?,
    })
}

impl Reader<'_> {
    /// Cases, those that changed last first; with a number only those about it.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn verifications(&self, number: Option<&str>) -> Result<Vec<VerificationRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM verification WHERE ?1 IS NULL OR number = ?1 ORDER BY changed_at DESC, id DESC"
        );
        let cases = self.all(&sql, [number], case)?;
        cases.into_iter().map(|case| self.with_replies(case)).collect()
    }

    /// A case, by its id on both sides and on which side this office stands.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn verification(&self, case_id: &str, is_ours: bool) -> Result<VerificationRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM verification WHERE case_id = ?1 AND is_ours = ?2");
        let found = self.one(&sql, (case_id, is_ours), case)?;
        let found = found.ok_or_else(|| StoreError::not_found("verification", case_id.to_owned()))?;
        self.with_replies(found)
    }

    fn with_replies(&self, case: VerificationRow) -> Result<VerificationRow, StoreError> {
        let sql = "SELECT number, interim, items, note, due, signed_by, document_sha, at FROM verification_reply
             WHERE verification = ?1 ORDER BY number";
        Ok(VerificationRow { replies: self.all(sql, [case.id], reply)?, ..case })
    }
}

impl Tx<'_> {
    /// Keeps a case; one that is known stays as it is, which answers `false`.
    ///
    /// # Errors
    /// `Rule` for an unknown state, or a request whose bytes were not kept.
    pub fn verification_add(&self, new: &NewVerification) -> Result<bool, StoreError> {
        let known = self.count(
            "SELECT count(*) FROM verification WHERE case_id = ?1 AND is_ours = ?2",
            (&new.case_id, new.is_ours),
        )?;
        if known > 0 {
            return Ok(false);
        }
        let now = self.now.millis();
        self.run(
            "INSERT INTO verification (case_id, is_ours, party, issuer, number, revision, agreement, country, grounds,
               papers, declaration, items, due, state, submission_id, item_id, document_sha, opened_at, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?18)",
            rusqlite::params![
                new.case_id,
                new.is_ours,
                new.party,
                new.issuer,
                new.number,
                new.revision,
                new.agreement,
                new.country,
                new.grounds,
                new.papers,
                new.declaration,
                list(&new.items),
                new.due.to_string(),
                new.state,
                new.submission_id,
                new.item_id,
                new.document_sha,
                now,
            ],
        )?;
        Ok(true)
    }

    /// Moves a case on.
    ///
    /// # Errors
    /// `NotFound`, `Rule` for an unknown state.
    pub fn verification_move(&self, id: i64, state: &str) -> Result<(), StoreError> {
        let done = self
            .run("UPDATE verification SET state = ?2, changed_at = ?3 WHERE id = ?1", (id, state, self.now.millis()))?;
        if done == 0 { Err(StoreError::not_found("verification", id.to_string())) } else { Ok(()) }
    }

    /// Keeps what was said to a case; the same running number again changes nothing and answers `false`.
    ///
    /// # Errors
    /// `Rule` for a reply whose bytes were not kept.
    pub fn verification_reply(&self, id: i64, new: &NewReply) -> Result<bool, StoreError> {
        let NewReply { number, interim, items, note, due, signed_by, document_sha } = new;
        let now = self.now.millis();
        let added = self.run(
            "INSERT INTO verification_reply (verification, number, interim, items, note, due, signed_by, document_sha, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (verification, number) DO NOTHING",
            (id, int(*number), interim, replies(items), note, text_if(*due), signed_by, document_sha, now),
        )?;
        if added > 0 {
            self.run(
                "UPDATE verification SET extensions = extensions + ?2, changed_at = ?3 WHERE id = ?1",
                (id, u32::from(*interim), now),
            )?;
        }
        Ok(added > 0)
    }
}
