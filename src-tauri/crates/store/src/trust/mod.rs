//! Which trust lists were ever taken in? Byte for byte, with what was read from them; whether one is signed and
//! may follow the one before is judged before it comes here.

use rusqlite::Row;
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::files::sha256_hex;
use crate::row::{at, at_if, int, millis_if, whole};
use crate::store::{Reader, Tx};

/// A judged trust list to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTrustList {
    /// Id of the list.
    pub list: String,
    /// Its number.
    pub n: u64,
    /// The signed bytes.
    pub bytes: Vec<u8>,
    /// What was read from the verified bytes, JSON.
    pub claims: String,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
}

/// A trust list that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustListRow {
    /// Id of the list.
    pub list: String,
    /// Its number.
    pub n: u64,
    /// SHA-256 of the signed bytes, hex.
    pub sha256: String,
    /// The signed bytes.
    pub bytes: Vec<u8>,
    /// What was read from the verified bytes, JSON.
    pub claims: String,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
    /// When it was taken in.
    pub added_at: Timestamp,
}

const COLUMNS: &str = "list, n, sha256, bytes, claims, issued_at, next_update, added_at";

fn list_row(row: &Row<'_>) -> rusqlite::Result<TrustListRow> {
    Ok(TrustListRow {
        list: row.get("list")?,
        n: whole(row, "n")?,
        sha256: row.get("sha256")?,
        bytes: row.get("bytes")?,
        claims: row.get("claims")?,
        issued_at: at_if(row, "issued_at")?,
        next_update: at_if(row, "next_update")?,
        added_at: at(row, "added_at")?,
    })
}

impl Reader<'_> {
    /// Every list in the order of their numbers, list by list.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn trust_lists(&self) -> Result<Vec<TrustListRow>, StoreError> {
        self.all(&format!("SELECT {COLUMNS} FROM trust_list ORDER BY list, n"), [], list_row)
    }

    /// The newest number of each list.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn trust_lists_newest(&self) -> Result<Vec<TrustListRow>, StoreError> {
        self.all(
            &format!(
                "SELECT {COLUMNS} FROM trust_list AS one
                 WHERE n = (SELECT max(n) FROM trust_list WHERE list = one.list) ORDER BY list"
            ),
            [],
            list_row,
        )
    }
}

impl Tx<'_> {
    /// Takes a list in. The same list again changes nothing and answers `false`.
    ///
    /// # Errors
    /// `AlreadyThere` when that number holds other bytes.
    pub fn trust_list_add(&self, list: &NewTrustList) -> Result<bool, StoreError> {
        let sha256 = sha256_hex(&list.bytes);
        let there =
            self.one("SELECT sha256 FROM trust_list WHERE list = ?1 AND n = ?2", (&list.list, int(list.n)), |row| {
                row.get::<_, String>(0)
            })?;
        match there {
            Some(there) if there == sha256 => return Ok(false),
            Some(_) => {
                return Err(StoreError::AlreadyThere { what: "trust list", id: format!("{} {}", list.list, list.n) });
            }
            None => {}
        }
        self.run(
            "INSERT INTO trust_list (list, n, sha256, bytes, claims, issued_at, next_update, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            (
                &list.list,
                int(list.n),
                sha256,
                &list.bytes,
                &list.claims,
                millis_if(list.issued_at),
                millis_if(list.next_update),
                self.now.millis(),
            ),
        )?;
        Ok(true)
    }
}
