//! Which bundles came here, and what became of their entries? A bundle that was broken off is read again from its start;
//! an entry that had its effect has it no second time.

use rusqlite::Row;
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::row::{at, at_if, int, millis_if, whole};
use crate::store::{Reader, Tx};

/// A bundle whose entries are about to have their effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBundleIn {
    /// Its id.
    pub bundle_id: String,
    /// Lane, `sender>receiver`.
    pub lane: String,
    /// The other node.
    pub node: String,
    /// Its number.
    pub n: u64,
    /// Digest of its header.
    pub header_sha: String,
    /// Digest it names for the header before it.
    pub prev: String,
    /// Number of its first entry.
    pub first: u64,
    /// Number of its last entry.
    pub last: u64,
    /// When it was packed, by the packer's clock.
    pub claimed_at: Option<Timestamp>,
}

/// A bundle that was read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleInRow {
    /// Its id.
    pub bundle_id: String,
    /// Its lane.
    pub lane: String,
    /// Its number.
    pub n: u64,
    /// Digest of its header.
    pub header_sha: String,
    /// Digest it names for the header before it.
    pub prev: String,
    /// Entries.
    pub entries: u64,
    /// When it was packed, by the packer's clock.
    pub claimed_at: Option<Timestamp>,
    /// When it was read.
    pub read_at: Timestamp,
    /// When every entry had had its effect.
    pub ended_at: Option<Timestamp>,
}

/// What became of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadEntry<'a> {
    /// Its lane.
    pub lane: &'a str,
    /// Its number.
    pub seq: u64,
    /// The bundle it came in.
    pub bundle_id: &'a str,
    /// What it is.
    pub kind: &'a str,
    /// Id under which it is known.
    pub thing: &'a str,
    /// SHA-256 of its bytes, hex.
    pub sha: &'a str,
    /// `taken`, `known`, `aside`.
    pub outcome: &'a str,
}

const COLUMNS: &str =
    "bundle_id, lane, n, header_sha, prev, last - first + 1 AS entries, claimed_at, read_at, ended_at";

fn bundle_row(row: &Row<'_>) -> rusqlite::Result<BundleInRow> {
    Ok(BundleInRow {
        bundle_id: row.get("bundle_id")?,
        lane: row.get("lane")?,
        n: whole(row, "n")?,
        header_sha: row.get("header_sha")?,
        prev: row.get("prev")?,
        entries: whole(row, "entries")?,
        claimed_at: at_if(row, "claimed_at")?,
        read_at: at(row, "read_at")?,
        ended_at: at_if(row, "ended_at")?,
    })
}

impl Reader<'_> {
    /// A bundle that was read here.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn bundle_in(&self, bundle_id: &str) -> Result<Option<BundleInRow>, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM bundle_in WHERE bundle_id = ?1"), [bundle_id], bundle_row)
    }

    /// Bundles read here, newest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn bundles_in(&self, limit: u32) -> Result<Vec<BundleInRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM bundle_in ORDER BY read_at DESC, lane, n DESC LIMIT ?1");
        self.all(&sql, [limit], bundle_row)
    }

    /// Numbers of a lane under which a bundle was read, with the digest of its header, in order.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn bundles_of_lane(&self, lane: &str) -> Result<Vec<(u64, String)>, StoreError> {
        let sql = "SELECT n, header_sha FROM bundle_in WHERE lane = ?1 ORDER BY n, bundle_id";
        self.all(sql, [lane], |row| Ok((whole(row, "n")?, row.get("header_sha")?)))
    }

    /// Numbers of the entries of a lane that are held here, in order.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn bundle_entries_held(&self, lane: &str) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT seq FROM bundle_entry WHERE lane = ?1 AND outcome <> '' ORDER BY seq";
        self.all(sql, [lane], |row| whole(row, "seq"))
    }

    /// How many entries of a bundle had their effect, or were here already.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn bundle_entries_taken(&self, bundle_id: &str) -> Result<u64, StoreError> {
        self.count("SELECT count(*) FROM bundle_entry WHERE bundle_id = ?1 AND outcome <> ''", [bundle_id])
    }

    /// What became of an entry, when it was read before.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn bundle_entry_outcome(&self, lane: &str, seq: u64, sha: &str) -> Result<Option<String>, StoreError> {
        self.one(
            "SELECT outcome FROM bundle_entry WHERE lane = ?1 AND seq = ?2 AND sha = ?3 AND outcome <> ''",
            (lane, int(seq), sha),
            |row| row.get(0),
        )
    }
}

impl Tx<'_> {
    /// Enters a bundle that is about to have its effect. Answers `false` when it is known, whether it ended or not.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn bundle_begin(&self, new: &NewBundleIn) -> Result<bool, StoreError> {
        self.lane_open(&new.lane, &new.node, false)?;
        let added = self.run(
            "INSERT INTO bundle_in (bundle_id, lane, n, header_sha, prev, first, last, claimed_at, read_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (bundle_id) DO NOTHING",
            (
                &new.bundle_id,
                &new.lane,
                int(new.n),
                &new.header_sha,
                &new.prev,
                int(new.first),
                int(new.last),
                millis_if(new.claimed_at),
                self.now.millis(),
            ),
        )?;
        if added > 0 {
            self.run(
                "UPDATE lane SET head = CASE WHEN n < ?2 THEN ?3 ELSE head END, n = max(n, ?2),
                   entries = max(entries, ?4), changed_at = ?5 WHERE id = ?1",
                (&new.lane, int(new.n), &new.header_sha, int(new.last), self.now.millis()),
            )?;
        }
        Ok(added > 0)
    }

    /// An entry had its effect; in the same write as the effect, or after one that is harmless to repeat. Another entry
    /// that stands under its number already stays, for the other side may have numbered twice.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn bundle_entry_read(&self, entry: &ReadEntry<'_>) -> Result<(), StoreError> {
        let ReadEntry { lane, seq, bundle_id, kind, thing, sha, outcome } = *entry;
        self.run(
            "INSERT INTO bundle_entry (lane, seq, bundle_id, kind, thing, sha, outcome)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (lane, seq) DO NOTHING",
            (lane, int(seq), bundle_id, kind, thing, sha, outcome),
        )?;
        Ok(())
    }

    /// Every entry of the bundle had its effect.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn bundle_end(&self, bundle_id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE bundle_in SET ended_at = coalesce(ended_at, ?2) WHERE bundle_id = ?1";
        match self.run(sql, (bundle_id, self.now.millis()))? {
            0 => Err(StoreError::not_found("bundle", bundle_id)),
            _ => Ok(()),
        }
    }
}
