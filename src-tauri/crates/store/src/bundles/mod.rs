//! Which bundles were packed and read, and what of them does the other side have? Lanes with their numbers, the bundles
//! in them, and every entry. What stands in a bundle, and what an entry means, is not known here.

mod packed;
mod read;

pub use packed::{BundleOutRow, CarriedRow, NewBundleOut, PackedEntry};
pub use read::{BundleInRow, NewBundleIn, ReadEntry};

use rusqlite::Row;

use crate::error::StoreError;
use crate::row::{at, whole};
use crate::store::{Reader, Tx};
use tamga_origin::Timestamp;

/// One direction between this node and another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneRow {
    /// `sender>receiver`.
    pub id: String,
    /// The other node.
    pub node: String,
    /// Do we write in it?
    pub is_ours: bool,
    /// Highest bundle number given out, or read.
    pub n: u64,
    /// Digest of that bundle's header; empty when there is none.
    pub head: String,
    /// Highest entry number given out, or read.
    pub entries: u64,
    /// Entries held that the other side was told of.
    pub told: u64,
    /// When something happened in it last.
    pub changed_at: Timestamp,
}

const COLUMNS: &str = "id, node, is_ours, n, head, entries, told, changed_at";

fn lane_row(row: &Row<'_>) -> rusqlite::Result<LaneRow> {
    Ok(LaneRow {
        id: row.get("id")?,
        node: row.get("node")?,
        is_ours: row.get("is_ours")?,
        n: whole(row, "n")?,
        head: row.get("head")?,
        entries: whole(row, "entries")?,
        told: whole(row, "told")?,
        changed_at: at(row, "changed_at")?,
    })
}

impl Reader<'_> {
    /// A lane, once something went through it.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn lane(&self, id: &str) -> Result<Option<LaneRow>, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM lane WHERE id = ?1"), [id], lane_row)
    }

    /// All lanes, by node, ours first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn lanes(&self) -> Result<Vec<LaneRow>, StoreError> {
        self.all(&format!("SELECT {COLUMNS} FROM lane ORDER BY node, is_ours DESC"), [], lane_row)
    }
}

impl Tx<'_> {
    fn lane_open(&self, id: &str, node: &str, is_ours: bool) -> Result<LaneRow, StoreError> {
        self.run(
            "INSERT INTO lane (id, node, is_ours, changed_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING",
            (id, node, is_ours, self.now.millis()),
        )?;
        self.lane(id)?.ok_or_else(|| StoreError::not_found("lane", id))
    }
}
