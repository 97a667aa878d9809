//! What is being prepared? Drafts as unsigned documents, with the columns their list shows. Saves name the edit
//! stamp they read, so that two windows cannot overwrite each other. Nothing here judges a draft.

use rusqlite::Row;
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::row::{Where, at};
use crate::store::{Page, Reader, Tx, Window};

/// What a draft holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftContent {
    /// Profile id.
    pub agreement: String,
    /// The unsigned document.
    pub document: Vec<u8>,
    /// Paths a clone cleared, to be looked at.
    pub marks: Vec<String>,
    /// Exporter, for the list.
    pub exporter: String,
    /// Consignee, for the list.
    pub consignee: String,
    /// Country code of destination, for the list.
    pub destination: String,
    /// Goods items.
    pub item_count: u32,
    /// Findings that block issuing.
    pub blocks: u32,
    /// Findings to look at.
    pub looks: u32,
}

/// A draft as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: i64,
    /// Edit stamp; the next save names it.
    pub stamp: i64,
    /// Profile id.
    pub agreement: String,
    /// Exporter.
    pub exporter: String,
    /// Consignee.
    pub consignee: String,
    /// Country code of destination.
    pub destination: String,
    /// Goods items.
    pub item_count: u32,
    /// Findings that block issuing.
    pub blocks: u32,
    /// Findings to look at.
    pub looks: u32,
    /// Who began it.
    pub created_by: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was saved last.
    pub updated_at: Timestamp,
}

const COLUMNS: &str = "id, stamp, agreement, exporter, consignee, destination, item_count, blocks, looks, created_by,
                       created_at, updated_at";

fn draft_row(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok(DraftRow {
        id: row.get("id")?,
        stamp: row.get("stamp")?,
        agreement: row.get("agreement")?,
        exporter: row.get("exporter")?,
        consignee: row.get("consignee")?,
        destination: row.get("destination")?,
        item_count: row.get("item_count")?,
        blocks: row.get("blocks")?,
        looks: row.get("looks")?,
        created_by: row.get("created_by")?,
        created_at: at(row, "created_at")?,
        updated_at: at(row, "updated_at")?,
    })
}

impl Reader<'_> {
    /// Drafts, the one saved last first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn drafts(&self, window: Window) -> Result<Page<DraftRow>, StoreError> {
        self.page([COLUMNS, "draft", "", "updated_at DESC, id DESC"], &Where::default(), window, draft_row)
    }

    /// One draft as a list shows it.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn draft(&self, id: i64) -> Result<DraftRow, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM draft WHERE id = ?1"), [id], draft_row)?
            .ok_or_else(|| StoreError::not_found("draft", id))
    }

    /// What a draft holds.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn draft_content(&self, id: i64) -> Result<DraftContent, StoreError> {
        let content = self.one(
            "SELECT agreement, document, marks, exporter, consignee, destination, item_count, blocks, looks
             FROM draft WHERE id = ?1",
            [id],
            |row| {
                let marks: String = row.get("marks")?;
                Ok(DraftContent {
                    agreement: row.get("agreement")?,
                    document: row.get("document")?,
                    marks: serde_json::from_str(&marks).unwrap_or_default(),
                    exporter: row.get("exporter")?,
                    consignee: row.get("consignee")?,
                    destination: row.get("destination")?,
                    item_count: row.get("item_count")?,
                    blocks: row.get("blocks")?,
                    looks: row.get("looks")?,
                })
            },
        )?;
        content.ok_or_else(|| StoreError::not_found("draft", id))
    }
}

impl Tx<'_> {
    /// Begins a draft; answers with its id. Its edit stamp is 1.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn draft_add(&self, content: &DraftContent) -> Result<i64, StoreError> {
        self.run(
            "INSERT INTO draft (agreement, document, marks, exporter, consignee, destination, item_count, blocks, looks,
               created_by, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)",
            (
                &content.agreement,
                &content.document,
                serde_json::Value::from(content.marks.as_slice()).to_string(),
                &content.exporter,
                &content.consignee,
                &content.destination,
                content.item_count,
                content.blocks,
                content.looks,
                self.actor,
                self.now.millis(),
            ),
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Saves a draft over the stamp that was read; answers with the new stamp.
    ///
    /// # Errors
    /// `Stale` when it was saved since, `NotFound`.
    pub fn draft_save(&self, id: i64, stamp: i64, content: &DraftContent) -> Result<i64, StoreError> {
        let saved = self.run(
            "UPDATE draft SET stamp = stamp + 1, agreement = ?3, document = ?4, marks = ?5, exporter = ?6,
               consignee = ?7, destination = ?8, item_count = ?9, blocks = ?10, looks = ?11, updated_at = ?12
             WHERE id = ?1 AND stamp = ?2",
            (
                id,
                stamp,
                &content.agreement,
                &content.document,
                serde_json::Value::from(content.marks.as_slice()).to_string(),
                &content.exporter,
                &content.consignee,
                &content.destination,
                content.item_count,
                content.blocks,
                content.looks,
                self.now.millis(),
            ),
        )?;
        if saved == 0 {
            self.draft(id)?;
            return Err(StoreError::stale("draft", id));
        }
        Ok(stamp + 1)
    }

    /// Throws a draft away: issued, or given up.
    ///
    /// # Errors
    /// `Stale` when it was saved since, `NotFound`.
    pub fn draft_delete(&self, id: i64, stamp: i64) -> Result<(), StoreError> {
        if self.run("DELETE FROM draft WHERE id = ?1 AND stamp = ?2", (id, stamp))? == 0 {
            self.draft(id)?;
            return Err(StoreError::stale("draft", id));
        }
        Ok(())
    }
}
