//! Which certificate numbers may this desk give out, and what became of each? A number is reserved in a write of its
//! own before signing starts, and is then used or void, never free again. How a number is built from its serial
//! comes with the block and is applied by the caller.

use rusqlite::Row;
use tamga_origin::{Date, Timestamp};

use crate::error::StoreError;
use crate::row::{at, day_if, int, text_if, whole};
use crate::store::{Reader, Tx};

/// A leased block of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBlock {
    /// Issuing body.
    pub issuer: String,
    /// Profile id, or empty for any.
    pub agreement: String,
    /// How a number is built from the serial.
    pub pattern: String,
    /// First serial.
    pub first: u64,
    /// Last serial.
    pub last: u64,
    /// Last day on which new numbers may be taken.
    pub expires: Option<Date>,
}

/// A block, with what is left in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockRow {
    /// Its id.
    pub id: i64,
    /// Issuing body.
    pub issuer: String,
    /// Profile id, or empty for any.
    pub agreement: String,
    /// How a number is built from the serial.
    pub pattern: String,
    /// First serial.
    pub first: u64,
    /// Last serial.
    pub last: u64,
    /// Next serial; `last + 1` when used up.
    pub next: u64,
    /// Last day on which new numbers may be taken.
    pub expires: Option<Date>,
    /// When it was leased.
    pub added_at: Timestamp,
}

impl BlockRow {
    /// Serials that were not given out yet.
    pub fn left(&self) -> u64 {
        (self.last + 1).saturating_sub(self.next)
    }
}

/// A number that is held for one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservedNumber {
    /// Issuing body.
    pub issuer: String,
    /// The number as printed.
    pub number: String,
    /// Its serial.
    pub serial: u64,
}

/// What became of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    /// Issuing body.
    pub issuer: String,
    /// The number as printed.
    pub number: String,
    /// Its serial.
    pub serial: u64,
    /// `reserved`, `used` or `void`.
    pub state: String,
    /// Run of the program that reserved it.
    pub run: String,
    /// Submission it went out with.
    pub submission_id: Option<String>,
    /// Why it is void.
    pub reason: String,
    /// When it came into this state.
    pub at: Timestamp,
}

const BLOCK: &str = "id, issuer, agreement, pattern, first, last, next, expires, added_at";
const NUMBER: &str = "issuer, number, serial, state, run, submission_id, reason, at";

fn block_row(row: &Row<'_>) -> rusqlite::Result<BlockRow> {
    Ok(BlockRow {
        id: row.get("id")?,
        issuer: row.get("issuer")?,
        agreement: row.get("agreement")?,
        pattern: row.get("pattern")?,
        first: whole(row, "first")?,
        last: whole(row, "last")?,
        next: whole(row, "next")?,
        expires: day_if(row, "expires")?,
        added_at: at(row, "added_at")?,
    })
}

fn number_row(row: &Row<'_>) -> rusqlite::Result<NumberRow> {
    Ok(NumberRow {
        issuer: row.get("issuer")?,
        number: row.get("number")?,
        serial: whole(row, "serial")?,
        state: row.get("state")?,
        run: row.get("run")?,
        submission_id: row.get("submission_id")?,
        reason: row.get("reason")?,
        at: at(row, "at")?,
    })
}

impl Reader<'_> {
    /// All blocks, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn number_blocks(&self) -> Result<Vec<BlockRow>, StoreError> {
        self.all(&format!("SELECT {BLOCK} FROM number_block ORDER BY id"), [], block_row)
    }

    /// How many numbers are left for an issuing body and agreement on that day.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn numbers_left(&self, issuer: &str, agreement: &str, today: Date) -> Result<u64, StoreError> {
        Ok(self.open_blocks(issuer, agreement, today)?.iter().map(BlockRow::left).sum())
    }

    /// What became of a number.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn number(&self, issuer: &str, number: &str) -> Result<Option<NumberRow>, StoreError> {
        let sql = format!("SELECT {NUMBER} FROM number WHERE issuer = ?1 AND number = ?2");
        self.one(&sql, (issuer, number), number_row)
    }

    /// Blocks a number may come from: one leased for the agreement goes before one for any.
    fn open_blocks(&self, issuer: &str, agreement: &str, today: Date) -> Result<Vec<BlockRow>, StoreError> {
        self.all(
            &format!(
                "SELECT {BLOCK} FROM number_block
                 WHERE issuer = ?1 AND agreement IN (?2, '') AND next <= last AND (expires IS NULL OR expires >= ?3)
                 ORDER BY agreement = '', id"
            ),
            (issuer, agreement, today.to_string()),
            block_row,
        )
    }
}

impl Tx<'_> {
    /// Takes a leased block in.
    ///
    /// # Errors
    /// `Rule` when its ends are the wrong way round.
    pub fn number_block_add(&self, block: &NewBlock) -> Result<i64, StoreError> {
        self.run(
            "INSERT INTO number_block (issuer, agreement, pattern, first, last, next, expires, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?6, ?7)",
            (
                &block.issuer,
                &block.agreement,
                &block.pattern,
                int(block.first),
                int(block.last),
                text_if(block.expires),
                self.now.millis(),
            ),
        )?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Holds the next number for this run of the program. `print` builds it from the block and the serial; a serial
    /// whose number is already taken is passed over.
    ///
    /// # Errors
    /// `NumberBlockEmpty`, and what `print` answers.
    pub fn number_reserve<E: From<StoreError>>(
        &self,
        issuer: &str,
        agreement: &str,
        run: &str,
        print: impl Fn(&BlockRow, u64) -> Result<String, E>,
    ) -> Result<ReservedNumber, E> {
        for block in self.open_blocks(issuer, agreement, self.now.date())? {
            for serial in block.next..=block.last {
                let number = print(&block, serial)?;
                self.run("UPDATE number_block SET next = ?1 WHERE id = ?2", (int(serial + 1), block.id))
                    .map_err(StoreError::from)?;
                if self.number(issuer, &number)?.is_some() {
                    continue;
                }
                self.run(
                    "INSERT INTO number (issuer, number, block, serial, state, run, at)
                     VALUES (?1, ?2, ?3, ?4, 'reserved', ?5, ?6)",
                    (issuer, &number, block.id, int(serial), run, self.now.millis()),
                )
                .map_err(StoreError::from)?;
                return Ok(ReservedNumber { issuer: issuer.to_owned(), number, serial });
            }
        }
        Err(StoreError::NumberBlockEmpty { issuer: issuer.to_owned(), agreement: agreement.to_owned() }.into())
    }

    /// Uses a number this run reserved. Only together with the certificate that bears it.
    ///
    /// # Errors
    /// `NotFound`, `NumberUsed` when it is not reserved, or reserved by another run.
    pub fn number_use(
        &self,
        issuer: &str,
        number: &str,
        run: &str,
        submission_id: Option<&str>,
    ) -> Result<(), StoreError> {
        let row = self.number(issuer, number)?.ok_or_else(|| StoreError::not_found("number", number))?;
        if row.state != "reserved" || row.run != run {
            return Err(StoreError::NumberUsed { number: number.to_owned(), state: row.state });
        }
        self.run(
            "UPDATE number SET state = 'used', submission_id = ?3, at = ?4 WHERE issuer = ?1 AND number = ?2",
            (issuer, number, submission_id, self.now.millis()),
        )?;
        Ok(())
    }

    /// Gives a reserved number up for ever.
    ///
    /// # Errors
    /// `NotFound`, `NumberUsed` when it is not reserved.
    pub fn number_void(&self, issuer: &str, number: &str, reason: &str) -> Result<(), StoreError> {
        let row = self.number(issuer, number)?.ok_or_else(|| StoreError::not_found("number", number))?;
        if row.state != "reserved" {
            return Err(StoreError::NumberUsed { number: number.to_owned(), state: row.state });
        }
        self.run(
            "UPDATE number SET state = 'void', reason = ?3, at = ?4 WHERE issuer = ?1 AND number = ?2",
            (issuer, number, reason, self.now.millis()),
        )?;
        Ok(())
    }

    /// At the start of a run: gives up what runs before it reserved and never used.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn numbers_void_of_dead_runs(&self, run: &str, reason: &str) -> Result<Vec<NumberRow>, StoreError> {
        let sql = format!("SELECT {NUMBER} FROM number WHERE state = 'reserved' AND run <> ?1 ORDER BY at, number");
        let dead = self.all(&sql, [run], number_row)?;
        for row in &dead {
            self.number_void(&row.issuer, &row.number, reason)?;
        }
        Ok(dead)
    }
}
