//! Which keys can sign here? They lie here wrapped; what unwraps them, and what they may sign, is not known here.

use rusqlite::Row;
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::row::{at, at_if, millis_if};
use crate::store::{Reader, Tx};

/// A signing key as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id.
    pub id: String,
    /// What people here call it.
    pub label: String,
    /// Name in the key's certificate.
    pub officer: String,
    /// Issuing body it signs for.
    pub body: String,
    /// What it is kept for: `co`, or `exporter`.
    pub usage: String,
    /// Start of its certificate.
    pub valid_from: Option<Timestamp>,
    /// End of its certificate.
    pub valid_to: Option<Timestamp>,
    /// X.509 certificate, DER.
    pub certificate: Vec<u8>,
    /// Made for the demonstration?
    pub is_demonstration: bool,
    /// Not to be used for signing any more?
    pub is_retired: bool,
    /// When it was taken in.
    pub added_at: Timestamp,
}

/// A key to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Its id.
    pub id: String,
    /// What people here call it.
    pub label: String,
    /// Name in the key's certificate.
    pub officer: String,
    /// Issuing body it signs for.
    pub body: String,
    /// What it is kept for: `co`, or `exporter`.
    pub usage: String,
    /// Start of its certificate.
    pub valid_from: Option<Timestamp>,
    /// End of its certificate.
    pub valid_to: Option<Timestamp>,
    /// X.509 certificate, DER.
    pub certificate: Vec<u8>,
    /// Made for the demonstration?
    pub is_demonstration: bool,
    /// The private part, wrapped.
    pub wrapped: Wrapped,
}

/// A private key in wrapped form: useless without what unwraps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// How it is wrapped, a word of the seal.
    pub form: String,
    /// The wrapped bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Wrapped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Wrapped").field("form", &self.form).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "id, label, officer, body, usage, valid_from, valid_to, certificate, demonstration, state = 'retired' AS retired, added_at";

fn key_row(row: &Row<'_>) -> rusqlite::Result<KeyRow> {
    Ok(KeyRow {
        id: row.get("id")?,
        label: row.get("label")?,
        officer: row.get("officer")?,
        body: row.get("body")?,
        usage: row.get("usage")?,
        valid_from: at_if(row, "valid_from")?,
        valid_to: at_if(row, "valid_to")?,
        certificate: row.get("certificate")?,
        is_demonstration: row.get("demonstration")?,
        is_retired: row.get("retired")?,
        added_at: at(row, "added_at")?,
    })
}

impl Reader<'_> {
    /// All keys, usable ones first, then by label.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn keys(&self) -> Result<Vec<KeyRow>, StoreError> {
        self.all(&format!("SELECT {COLUMNS} FROM signing_key ORDER BY retired, label, id"), [], key_row)
    }

    /// One key.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn key(&self, id: &str) -> Result<KeyRow, StoreError> {
        self.one(&format!("SELECT {COLUMNS} FROM signing_key WHERE id = ?1"), [id], key_row)?
            .ok_or_else(|| StoreError::not_found("key", id))
    }

    /// The wrapped private part of a key.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn key_wrapped(&self, id: &str) -> Result<Wrapped, StoreError> {
        self.one("SELECT form, wrapped FROM signing_key WHERE id = ?1", [id], |row| {
            Ok(Wrapped { form: row.get(0)?, bytes: row.get(1)? })
        })?
        .ok_or_else(|| StoreError::not_found("key", id))
    }
}

impl Tx<'_> {
    /// Takes a key in.
    ///
    /// # Errors
    /// `AlreadyThere`; `Rule` for an unknown use.
    pub fn key_add(&self, key: &NewKey) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO signing_key (id, label, officer, body, usage, valid_from, valid_to, certificate, form, wrapped,
               demonstration, state, added_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'usable', ?12)",
            rusqlite::params![
                key.id,
                key.label,
                key.officer,
                key.body,
                key.usage,
                millis_if(key.valid_from),
                millis_if(key.valid_to),
                key.certificate,
                key.wrapped.form,
                key.wrapped.bytes,
                key.is_demonstration,
                self.now.millis(),
            ],
        )
        .map_err(StoreError::taken("key", &key.id))?;
        Ok(())
    }

    /// Keeps a key's private part in another wrapping, as when it was taken in anew.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn key_rewrap(&self, id: &str, wrapped: &Wrapped) -> Result<(), StoreError> {
        match self
            .run("UPDATE signing_key SET form = ?2, wrapped = ?3 WHERE id = ?1", (id, &wrapped.form, &wrapped.bytes))?
        {
            0 => Err(StoreError::not_found("key", id)),
            _ => Ok(()),
        }
    }

    /// Retires a key: it stays listed, but signs no more.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn key_retire(&self, id: &str) -> Result<(), StoreError> {
        match self.run("UPDATE signing_key SET state = 'retired' WHERE id = ?1", [id])? {
            0 => Err(StoreError::not_found("key", id)),
            _ => Ok(()),
        }
    }
}
