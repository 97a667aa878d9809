//! Which bundles left here, and what of them was confirmed? A number and the mark `carried` are on disk before the first
//! byte of a bundle is, so that nobody ever takes a copy on a stick for one that never left.

use rusqlite::Row;
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::files::sha256_hex;
use crate::outbox::OutboxRow;
use crate::row::{at, at_if, int, whole};
use crate::store::{Reader, Tx};

/// A thing that goes into a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedEntry {
    /// `submission`, `trustList`, `statusList` …
    pub kind: String,
    /// Id under which it is known.
    pub thing: String,
    /// SHA-256 of its bytes, hex.
    pub sha: String,
}

/// A bundle that is about to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBundleOut {
    /// Its id.
    pub bundle_id: String,
    /// Lane, `sender>receiver`.
    pub lane: String,
    /// The other node.
    pub node: String,
    /// Its number; the next one of the lane.
    pub n: u64,
    /// Digest of its header.
    pub header_sha: String,
    /// Number of its first entry; the next one of the lane.
    pub first: u64,
    /// What is in it.
    pub entries: Vec<PackedEntry>,
    /// Bytes of the file.
    pub size: u64,
    /// Name of the file.
    pub name: String,
    /// The lane it confirms entries of, and how many are held there.
    pub confirms: Option<(String, u64)>,
}

/// A bundle that was packed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleOutRow {
    /// Its id.
    pub bundle_id: String,
    /// Its lane.
    pub lane: String,
    /// Its number.
    pub n: u64,
    /// Name of the file.
    pub name: String,
    /// Entries.
    pub entries: u64,
    /// Of those, confirmed by the other side.
    pub acked: u64,
    /// When it was packed.
    pub created_at: Timestamp,
    /// When it was read back from the carrier whole; none when that is not known.
    pub written_at: Option<Timestamp>,
}

/// When a submission was carried, and whether the other side said that it has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedRow {
    /// The other node.
    pub node: String,
    /// Number of the bundle.
    pub n: u64,
    /// When it was packed.
    pub at: Timestamp,
    /// When the other side confirmed it.
    pub acked_at: Option<Timestamp>,
}

fn bundle_row(row: &Row<'_>) -> rusqlite::Result<BundleOutRow> {
    Ok(BundleOutRow {
        bundle_id: row.get("bundle_id")?,
        lane: row.get("lane")?,
        n: whole(row, "n")?,
        name: row.get("name")?,
        entries: whole(row, "entries")?,
        acked: whole(row, "acked")?,
        created_at: at(row, "created_at")?,
        written_at: at_if(row, "written_at")?,
    })
}

impl Reader<'_> {
    /// Bundles packed here, newest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn bundles_out(&self, limit: u32) -> Result<Vec<BundleOutRow>, StoreError> {
        self.all(
            "SELECT b.bundle_id, b.lane, b.n, b.name, b.last - b.first + 1 AS entries, b.created_at, b.written_at,
               (SELECT count(*) FROM bundle_entry AS e WHERE e.lane = b.lane AND e.bundle_id = b.bundle_id
                  AND e.acked_at IS NOT NULL) AS acked
             FROM bundle_out AS b ORDER BY b.created_at DESC, b.lane, b.n DESC LIMIT ?1",
            [limit],
            bundle_row,
        )
    }

    /// Numbers of the bundles of a lane of ours that hold something not confirmed yet, in order.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn bundles_unconfirmed(&self, lane: &str) -> Result<Vec<u64>, StoreError> {
        self.all(
            "SELECT n FROM bundle_out AS b WHERE lane = ?1 AND EXISTS (SELECT 1 FROM bundle_entry AS e
               WHERE e.lane = b.lane AND e.bundle_id = b.bundle_id AND e.acked_at IS NULL) ORDER BY n",
            [lane],
            |row| whole(row, "n"),
        )
    }

    /// Rows of the outbox that may be carried: those not in custody that something may still come of, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn outbox_to_carry(&self) -> Result<Vec<OutboxRow>, StoreError> {
        self.outbox_where(
            "state IN ('queued', 'sending', 'waiting')
               OR (state = 'blocked' AND reason NOT IN ('poison', 'dependency'))",
        )
    }

    /// When a submission was carried, newest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn outbox_carried(&self, submission_id: &str) -> Result<Vec<CarriedRow>, StoreError> {
        self.all(
            "SELECT l.node, b.n, b.created_at, e.acked_at FROM bundle_entry AS e
               JOIN lane AS l ON l.id = e.lane AND l.is_ours = 1
               JOIN bundle_out AS b ON b.bundle_id = e.bundle_id
             WHERE e.thing = ?1 AND e.kind = 'submission' ORDER BY b.created_at DESC, b.n DESC",
            [submission_id],
            |row| {
                Ok(CarriedRow {
                    node: row.get("node")?,
                    n: whole(row, "n")?,
                    at: at(row, "created_at")?,
                    acked_at: at_if(row, "acked_at")?,
                })
            },
        )
    }
}

impl Tx<'_> {
    /// Takes number and entry numbers for a bundle, and marks what it carries, before the first byte is written.
    ///
    /// # Errors
    /// `Stale` when the numbers are not the next ones any more.
    pub fn bundle_reserve(&self, new: &NewBundleOut) -> Result<(), StoreError> {
        let lane = self.lane_open(&new.lane, &new.node, true)?;
        if lane.n + 1 != new.n || lane.entries + 1 != new.first {
            return Err(StoreError::stale("lane", &new.lane));
        }
        let last = lane.entries + new.entries.len() as u64;
        let told = new.confirms.as_ref().map_or(0, |(_, told)| *told);
        self.run(
            "INSERT INTO bundle_out (bundle_id, lane, n, header_sha, prev, first, last, size, name, told, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            rusqlite::params![
                new.bundle_id,
                new.lane,
                int(new.n),
                new.header_sha,
                lane.head,
                int(new.first),
                int(last),
                int(new.size),
                new.name,
                int(told),
                self.now.millis(),
            ],
        )?;
        for (seq, entry) in (new.first..).zip(&new.entries) {
            self.run(
                "INSERT INTO bundle_entry (lane, seq, bundle_id, kind, thing, sha) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (&new.lane, int(seq), &new.bundle_id, &entry.kind, &entry.thing, &entry.sha),
            )?;
            if entry.kind == "submission" {
                self.run(
                    "UPDATE outbox SET carried = 1, updated_at = ?2 WHERE submission_id = ?1 AND carried = 0",
                    (&entry.thing, self.now.millis()),
                )?;
            }
        }
        self.run(
            "UPDATE lane SET n = ?2, head = ?3, entries = ?4, changed_at = ?5 WHERE id = ?1",
            (&new.lane, int(new.n), &new.header_sha, int(last), self.now.millis()),
        )?;
        if let Some((confirmed, told)) = &new.confirms {
            self.run("UPDATE lane SET told = max(told, ?2) WHERE id = ?1", (confirmed, int(*told)))?;
        }
        Ok(())
    }

    /// The bundle was read back from the carrier whole.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn bundle_written(&self, bundle_id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE bundle_out SET written_at = ?2 WHERE bundle_id = ?1";
        match self.run(sql, (bundle_id, self.now.millis()))? {
            0 => Err(StoreError::not_found("bundle", bundle_id)),
            _ => Ok(()),
        }
    }

    /// Gives the numbers of a bundle back: nothing of it can be on the carrier. Only the last one of its lane can be
    /// given back, and only before it counted as written; what no other bundle carries is not marked any more.
    ///
    /// # Errors
    /// `NotFound`; `StateConflict` for one that was written, or is not the last.
    pub fn bundle_undo(&self, bundle_id: &str) -> Result<(), StoreError> {
        let found = self.one(
            "SELECT b.lane, b.first, b.prev, b.written_at IS NULL AND b.n = l.n AS may_go
             FROM bundle_out AS b JOIN lane AS l ON l.id = b.lane WHERE b.bundle_id = ?1",
            [bundle_id],
            |row| {
                let (lane, prev): (String, String) = (row.get("lane")?, row.get("prev")?);
                Ok((lane, whole(row, "first")?, prev, row.get::<_, bool>("may_go")?))
            },
        )?;
        let (lane, first, prev, may_go) = found.ok_or_else(|| StoreError::not_found("bundle", bundle_id))?;
        if !may_go {
            let (from, to) = ("written".to_owned(), "undone".to_owned());
            return Err(StoreError::StateConflict { what: "bundle", id: bundle_id.to_owned(), from, to });
        }
        self.run(
            "UPDATE outbox SET carried = 0 WHERE submission_id IN (
               SELECT thing FROM bundle_entry WHERE lane = ?1 AND bundle_id = ?2 AND kind = 'submission')
             AND NOT EXISTS (SELECT 1 FROM bundle_entry AS e JOIN lane AS l ON l.id = e.lane AND l.is_ours = 1
               WHERE e.thing = outbox.submission_id AND e.kind = 'submission' AND e.bundle_id <> ?2)",
            (&lane, bundle_id),
        )?;
        self.run("DELETE FROM bundle_entry WHERE lane = ?1 AND bundle_id = ?2", (&lane, bundle_id))?;
        self.run("DELETE FROM bundle_out WHERE bundle_id = ?1", [bundle_id])?;
        self.run(
            "UPDATE lane SET n = n - 1, head = ?2, entries = ?3, changed_at = ?4 WHERE id = ?1",
            (&lane, prev, int(first - 1), self.now.millis()),
        )?;
        Ok(())
    }

    /// The other side says which entries of a lane of ours it has. What was confirmed stays confirmed. Answers with the
    /// number of entries that were not confirmed before.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn bundle_acked(&self, lane: &str, spans: &[(u64, u64)]) -> Result<usize, StoreError> {
        let mut confirmed = 0;
        for (first, last) in spans {
            confirmed += self.run(
                "UPDATE bundle_entry SET acked_at = ?4 WHERE lane = ?1 AND seq BETWEEN ?2 AND ?3 AND acked_at IS NULL
                   AND EXISTS (SELECT 1 FROM lane WHERE id = ?1 AND is_ours = 1)",
                (lane, int(*first), int(*last), self.now.millis()),
            )?;
        }
        Ok(confirmed)
    }
}

impl PackedEntry {
    /// Of bytes that go in.
    pub fn of(kind: &str, thing: &str, bytes: &[u8]) -> Self {
        Self { kind: kind.to_owned(), thing: thing.to_owned(), sha: sha256_hex(bytes) }
    }
}
