//! What arrived from a gateway, and what was acknowledged? The cursor, the items, once each whatever the way they
//! came, and the acknowledgements that are born in the write that stores an item. What is in an item is judged
//! elsewhere.

use rusqlite::Row;
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::row::at;
use crate::store::{Reader, Tx};

/// An item of a box, as it was listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInboxItem {
    /// The gateway's id of it.
    pub item_id: String,
    /// `submission`, `event`, `notice`.
    pub kind: String,
    /// The submission it carries or is about.
    pub submission_id: Option<String>,
    /// Issuing body, or empty.
    pub issuer: String,
    /// Certificate number, or empty.
    pub co_number: String,
    /// Revision.
    pub revision: Option<u32>,
    /// Digest of the document it announces, hex.
    pub doc_sha: Option<String>,
    /// `gateway`, `bundle`, `pull`, `file`.
    pub via: String,
    /// The item as it came.
    pub body: Vec<u8>,
    /// When the gateway put it into the box.
    pub at: Timestamp,
}

/// An item of a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxRow {
    /// The gateway's id of it.
    pub item_id: String,
    /// The box it came in.
    pub box_id: String,
    /// `submission`, `event`, `notice`.
    pub kind: String,
    /// The submission it carries or is about.
    pub submission_id: Option<String>,
    /// Issuing body, or empty.
    pub issuer: String,
    /// Certificate number, or empty.
    pub co_number: String,
    /// Revision.
    pub revision: Option<u32>,
    /// Digest of the document it announces, hex.
    pub doc_sha: Option<String>,
    /// `listed`, `stored`, `unreadable`.
    pub state: String,
    /// `gateway`, `bundle`, `pull`, `file`.
    pub via: String,
    /// The item as it came, while it is only listed.
    pub body: Option<Vec<u8>>,
    /// Fetches of its bytes that failed.
    pub tries: u32,
    /// When the gateway put it into the box.
    pub at: Timestamp,
    /// When it came here.
    pub received_at: Timestamp,
}

impl InboxRow {
    /// Did it come straight from its sender, so that its id is the submission's and no gateway waits for a word about it?
    pub fn is_direct(&self) -> bool {
        self.via == "bundle" && self.submission_id.as_deref() == Some(&self.item_id)
    }
}

/// An acknowledgement that has to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AckRow {
    /// The item.
    pub item_id: String,
    /// Its box.
    pub box_id: String,
    /// `stored` or `unreadable`.
    pub outcome: String,
}

const COLUMNS: &str =
    "item_id, box, kind, submission_id, issuer, co_number, revision, doc_sha, state, via, body, tries,
                       at, received_at";

fn inbox_row(row: &Row<'_>) -> rusqlite::Result<InboxRow> {
    Ok(InboxRow {
        item_id: row.get("item_id")?,
        box_id: row.get("box")?,
        kind: row.get("kind")?,
        submission_id: row.get("submission_id")?,
        issuer: row.get("issuer")?,
        co_number: row.get("co_number")?,
        revision: row.get("revision")?,
        doc_sha: row.get("doc_sha")?,
        state: row.get("state")?,
        via: row.get("via")?,
        body: row.get("body")?,
        tries: row.get("tries")?,
        at: at(row, "at")?,
        received_at: at(row, "received_at")?,
    })
}

impl Reader<'_> {
    /// How far a box was read, in the gateway's own text.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn box_cursor(&self, box_id: &str) -> Result<Option<String>, StoreError> {
        self.one("SELECT cursor FROM box WHERE id = ?1", [box_id], |row| row.get(0))
    }

    /// One item.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn inbox_item(&self, item_id: &str) -> Result<InboxRow, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM inbox WHERE item_id = ?1"), [item_id], inbox_row)?
            .ok_or_else(|| StoreError::not_found("inbox item", item_id))
    }

    /// Items that are listed and not stored yet: those that failed least first, so that none holds the others up.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn inbox_listed(&self, limit: u32) -> Result<Vec<InboxRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM inbox WHERE state = 'listed' ORDER BY tries, received_at, at, item_id LIMIT ?1"
        );
        self.all(&sql, [limit], inbox_row)
    }

    /// Acknowledgements of a box that have to be sent.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn acks_due(&self, box_id: &str, limit: u32) -> Result<Vec<AckRow>, StoreError> {
        self.all(
            "SELECT item_id, box, outcome FROM ack WHERE box = ?1 AND sent_at IS NULL ORDER BY item_id LIMIT ?2",
            (box_id, limit),
            |row| Ok(AckRow { item_id: row.get(0)?, box_id: row.get(1)?, outcome: row.get(2)? }),
        )
    }
}

impl Tx<'_> {
    /// Remembers how far a box was read; in the same write as the items up to there.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn box_cursor_set(&self, box_id: &str, cursor: &str) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO box (id, cursor, changed_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor, changed_at = excluded.changed_at",
            (box_id, cursor, self.now.millis()),
        )?;
        Ok(())
    }

    /// Forgets how far a box was read: it is read from its start again, and what is known is listed no second time.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn box_cursor_forget(&self, box_id: &str) -> Result<(), StoreError> {
        self.run("DELETE FROM box WHERE id = ?1", [box_id])?;
        Ok(())
    }

    /// Lists an item. One that is known changes nothing and answers `false`; if it was acknowledged, the
    /// acknowledgement is sent again, for the gateway seems not to have it.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn inbox_add(&self, box_id: &str, item: &NewInboxItem) -> Result<bool, StoreError> {
        let added = self.run(
            "INSERT INTO inbox (item_id, box, kind, submission_id, issuer, co_number, revision, doc_sha, state, via, body,
               at, received_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'listed', ?9, ?10, ?11, ?12)
             ON CONFLICT (item_id) DO NOTHING",
            (
                &item.item_id,
                box_id,
                &item.kind,
                &item.submission_id,
                &item.issuer,
                &item.co_number,
                item.revision,
                &item.doc_sha,
                &item.via,
                &item.body,
                item.at.millis(),
                self.now.millis(),
            ),
        )?;
        if added == 0 {
            self.run("UPDATE ack SET sent_at = NULL WHERE item_id = ?1", [&item.item_id])?;
        }
        Ok(added > 0)
    }

    /// The item's effect is in this write: it counts as stored, and its acknowledgement is born.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn inbox_stored(&self, item_id: &str) -> Result<(), StoreError> {
        self.inbox_end(item_id, "stored")
    }

    /// The item is complete and its digest right, but nobody here can make sense of it. Never for a failed download.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn inbox_unreadable(&self, item_id: &str) -> Result<(), StoreError> {
        self.inbox_end(item_id, "unreadable")
    }

    fn inbox_end(&self, item_id: &str, outcome: &str) -> Result<(), StoreError> {
        let item = self.inbox_item(item_id)?;
        if item.state == "stored" {
            return Ok(());
        }
        // What nobody understood is kept, for whoever will.
        self.run(
            "UPDATE inbox SET state = ?2, body = CASE ?2 WHEN 'stored' THEN NULL ELSE body END WHERE item_id = ?1",
            (item_id, outcome),
        )?;
        if item.is_direct() {
            return Ok(());
        }
        self.run(
            "INSERT INTO ack (item_id, box, outcome) VALUES (?1, ?2, ?3)
             ON CONFLICT (item_id) DO UPDATE SET outcome = excluded.outcome, sent_at = NULL
               WHERE outcome <> excluded.outcome",
            (item_id, &item.box_id, outcome),
        )?;
        Ok(())
    }

    /// The bytes of an item could not be fetched; it goes behind the others and is not acknowledged.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn inbox_fetch_failed(&self, item_id: &str) -> Result<(), StoreError> {
        match self.run("UPDATE inbox SET tries = tries + 1 WHERE item_id = ?1", [item_id])? {
            0 => Err(StoreError::not_found("inbox item", item_id)),
            _ => Ok(()),
        }
    }

    /// The gateway confirmed an acknowledgement.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn ack_sent(&self, item_id: &str) -> Result<(), StoreError> {
        self.run("UPDATE ack SET sent_at = ?2 WHERE item_id = ?1", (item_id, self.now.millis()))?;
        Ok(())
    }
}
