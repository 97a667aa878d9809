//! What was done here, by whom, when, and has anybody altered the record since? Codes and parameters only; the
//! sentences people read are made in the window.

use rusqlite::Row;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::row::{Where, at, int, whole};
use crate::store::{Page, Reader, Tx, Window};

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRow {
    /// Running number from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who: a person, or the worker that acted.
    pub actor: String,
    /// What was done, `noun.verb`.
    pub what: String,
    /// Number or id it is about, or empty.
    pub subject: String,
    /// Parameters of the sentence, by name.
    pub params: Vec<(String, String)>,
}

/// What a check of the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalCheck {
    /// Lines that were read.
    pub lines: u64,
    /// Number of the first line that does not fit the one before, or that is missing.
    pub broken_at: Option<u64>,
    /// Hash of the last line that fits, hex; zeros for an empty journal.
    pub head: String,
}

const COLUMNS: &str = "seq, at, actor, what, subject, params";

fn journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    let text: String = row.get("params")?;
    let params: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
    Ok(JournalRow {
        seq: whole(row, "seq")?,
        at: at(row, "at")?,
        actor: row.get("actor")?,
        what: row.get("what")?,
        subject: row.get("subject")?,
        params: params
            .into_iter()
            .map(|(name, value)| (name, value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string())))
            .collect(),
    })
}

/// SHA-256 over the hash before and the canonical text: each field with its length before it, so that no two lines
/// have the same text.
fn chain(prev: &[u8], seq: u64, at: i64, [actor, what, subject, params]: [&str; 4]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(prev);
    for field in [seq.to_string().as_str(), at.to_string().as_str(), actor, what, subject, params] {
        digest.update(format!("{}:", field.len()));
        digest.update(field);
        digest.update(",");
    }
    digest.finalize().into()
}

impl Reader<'_> {
    /// Lines, newest first; with `about`, those about one number or id.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn journal(&self, about: Option<&str>, window: Window) -> Result<Page<JournalRow>, StoreError> {
        let mut fits = Where::default();
        fits.and_is("subject", about);
        self.page([COLUMNS, "journal", "", "seq DESC"], &fits, window, journal_row)
    }

    /// Walks the whole chain.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn journal_check(&self) -> Result<JournalCheck, StoreError> {
        let mut statement = self.conn.prepare(&format!("SELECT {COLUMNS}, prev, hash FROM journal ORDER BY seq"))?;
        let mut rows = statement.query([])?;
        let mut head = [0_u8; 32];
        let mut check = JournalCheck { lines: 0, broken_at: None, head: String::new() };
        while let Some(row) = rows.next()? {
            let seq = whole(row, "seq")?;
            let expected = check.lines + 1;
            check.lines = expected;
            if check.broken_at.is_some() {
                continue;
            }
            let texts: [String; 4] = [row.get("actor")?, row.get("what")?, row.get("subject")?, row.get("params")?];
            let [actor, what, subject, params] = &texts;
            let hash = chain(&head, seq, row.get("at")?, [actor, what, subject, params]);
            let prev: Vec<u8> = row.get("prev")?;
            let stored: Vec<u8> = row.get("hash")?;
            if seq != expected {
                check.broken_at = Some(expected);
            } else if prev != head || stored != hash {
                check.broken_at = Some(seq);
            } else {
                head = hash;
            }
        }
        // The counter of the table remembers lines that were cut off at the end.
        let given: Option<i64> =
            self.one("SELECT seq FROM sqlite_sequence WHERE name = 'journal'", [], |row| row.get(0))?;
        if check.broken_at.is_none() && given.unwrap_or(0) > int(check.lines) {
            check.broken_at = Some(check.lines + 1);
        }
        check.head = crate::files::hex(&head);
        Ok(check)
    }
}

impl Tx<'_> {
    /// Adds a line about what this write does; answers with its number.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`; `Rule` when `what` is empty.
    pub fn journal_add(&self, what: &str, subject: &str, params: &[(&str, &str)]) -> Result<u64, StoreError> {
        let last = self.one("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok((whole(row, "seq")?, row.get::<_, Vec<u8>>("hash")?))
        })?;
        let (last, prev) = last.unwrap_or_else(|| (0, vec![0; 32]));
        let seq = last + 1;
        let params: Map<String, Value> =
            params.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
        let params = Value::from(params).to_string();
        let hash = chain(&prev, seq, self.now.millis(), [self.actor, what, subject, &params]);
        self.run(
            "INSERT INTO journal (seq, at, actor, what, subject, params, prev, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            (int(seq), self.now.millis(), self.actor, what, subject, params, prev, hash),
        )?;
        self.entries.set(self.entries.get() + 1);
        Ok(seq)
    }
}
