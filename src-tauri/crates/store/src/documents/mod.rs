//! Where are the exact bytes? Each signed document in `documents/<sha256>`, each envelope in
//! `envelopes/<submission id>`; a file is always there before the row that names it. What the bytes say is not
//! known here.

use std::fs;
use std::path::Path;

use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::files::{self, sha256_hex};
use crate::folder::sync_folder;
use crate::row::{at, int, whole};
use crate::store::{Reader, Store, Tx};

/// A kept document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
    /// Its media type.
    pub media_type: String,
    /// When it was kept first.
    pub kept_at: Timestamp,
}

/// What keeping a document answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its bytes, hex: its name from now on.
    pub sha256: String,
    /// Was it kept here before?
    pub was_there: bool,
}

/// A file that no row knows, moved to `quarantine/` for a person to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// `documents` or `envelopes`: where it lay.
    pub folder: &'static str,
    /// Its name there.
    pub name: String,
    /// Bytes, with the mark of the form.
    pub size: u64,
}

impl Reader<'_> {
    /// What is known of a kept document.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn document(&self, sha256: &str) -> Result<DocumentRow, StoreError> {
        self.one("SELECT sha256, size, media_type, kept_at FROM document WHERE sha256 = ?1", [sha256], |row| {
            Ok(DocumentRow {
                sha256: row.get("sha256")?,
                size: whole(row, "size")?,
                media_type: row.get("media_type")?,
                kept_at: at(row, "kept_at")?,
            })
        })?
        .ok_or_else(|| StoreError::not_found("document", sha256))
    }

    /// The exact bytes of a kept document; their digest is checked.
    ///
    /// # Errors
    /// `NotFound`, `FileMissing`, `FileChanged`.
    pub fn document_bytes(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        self.document(sha256)?;
        let bytes = files::read(&self.folder.documents(), sha256)?;
        if sha256_hex(&bytes) == sha256 { Ok(bytes) } else { Err(StoreError::FileChanged { name: sha256.to_owned() }) }
    }
}

impl Tx<'_> {
    /// Keeps the exact bytes: first the file, flushed, then the row.
    ///
    /// # Errors
    /// `DiskFull`, `File`.
    pub fn document_keep(&self, bytes: &[u8], media_type: &str) -> Result<Kept, StoreError> {
        let sha256 = sha256_hex(bytes);
        let folder = self.folder.documents();
        match files::keep(&folder, &sha256, bytes) {
            // The name is a digest: other bytes under it are damage, and the right ones are at hand.
            Err(StoreError::AlreadyThere { .. } | StoreError::FileChanged { .. }) => {
                self.filed(files::replace(&folder, &sha256, bytes))?;
            }
            done => self.filed(done)?,
        }
        let added = self.run(
            "INSERT INTO document (sha256, size, media_type, kept_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (sha256) DO NOTHING",
            (&sha256, int(bytes.len() as u64), media_type, self.now.millis()),
        )?;
        Ok(Kept { sha256, was_there: added == 0 })
    }
}

impl Store {
    /// Moves files that no row knows to `quarantine/`, as a crash between file and row leaves them; answers with
    /// what was moved. A signed document among them may have been handed out, so nothing is deleted.
    ///
    /// # Errors
    /// `File`, `Busy`.
    pub fn quarantine_strays(&self) -> Result<Vec<Stray>, StoreError> {
        // With the writer held, no file can be on its way to its row.
        let writer = self.lock_writer();
        let reader = Reader { conn: &writer, folder: &self.folder };
        let mut moved = Vec::new();
        let queries = [
            ("documents", self.folder.documents(), "SELECT count(*) FROM document WHERE sha256 = ?1"),
            ("envelopes", self.folder.envelopes(), "SELECT count(*) FROM outbox WHERE submission_id = ?1"),
        ];
        for (folder, path, known) in queries {
            let aside = self.folder.quarantine(folder)?;
            for name in files::names(&path)? {
                if reader.count(known, [&name])? > 0 {
                    continue;
                }
                let size = fs::metadata(path.join(&name))?.len();
                fs::rename(path.join(&name), aside.join(&name))?;
                moved.push(Stray { folder, name, size });
            }
            sync_folder(&path)?;
            sync_folder(&aside)?;
        }
        Ok(moved)
    }

    /// What lies in `quarantine/`.
    ///
    /// # Errors
    /// `File`.
    pub fn strays(&self) -> Result<Vec<Stray>, StoreError> {
        let mut strays = Vec::new();
        for folder in ["documents", "envelopes"] {
            let path = self.folder.quarantine(folder)?;
            for name in files::names(&path)? {
                let size = size_of(&path.join(&name))?;
                strays.push(Stray { folder, name, size });
            }
        }
        Ok(strays)
    }
}

fn size_of(path: &Path) -> Result<u64, StoreError> {
    Ok(fs::metadata(path)?.len())
}
