//! How do exact bytes lie on disk? One file each, written beside its name, flushed, renamed, folder flushed; the
//! first byte says in which form (0 = plain). Digests are always over the plain bytes.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::folder::{private, sync_folder};

const PLAIN: u8 = 0;

/// SHA-256 in lower-case hex.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Is the text a name we give: hex digits and hyphens only? Nothing else ever becomes a path.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 80 && name.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Writes the bytes under the name; a file that already holds exactly them is left alone.
pub(crate) fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    if !is_plain_name(name) {
        return Err(StoreError::unreadable("file name", name));
    }
    match read(folder, name) {
        Ok(there) if there == bytes => return Ok(()),
        // A row may already rest on those bytes.
        Ok(_) => return Err(StoreError::AlreadyThere { what: "file", id: name.to_owned() }),
        Err(StoreError::FileMissing { .. }) => {}
        Err(error) => return Err(error),
    }
    replace(folder, name, bytes)
}

/// Writes the bytes under the name, whatever it held.
pub(crate) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    if !is_plain_name(name) {
        return Err(StoreError::unreadable("file name", name));
    }
    let path = folder.join(name);
    let beside = folder.join(format!("{name}.tmp"));
    let write = || -> io::Result<()> {
        let mut file = private(OpenOptions::new().write(true).create(true).truncate(true)).open(&beside)?;
        file.write_all(&[PLAIN])?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        sync_folder(folder)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        StoreError::from(error)
    })
}

/// Reads the bytes back.
pub(crate) fn read(folder: &Path, name: &str) -> Result<Vec<u8>, StoreError> {
    if !is_plain_name(name) {
        return Err(StoreError::unreadable("file name", name));
    }
    let mut bytes = fs::read(folder.join(name)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::FileMissing { name: name.to_owned() },
        _ => StoreError::from(error),
    })?;
    if bytes.first() != Some(&PLAIN) {
        return Err(StoreError::FileChanged { name: name.to_owned() });
    }
    bytes.remove(0);
    Ok(bytes)
}

/// Names in the folder; what a crash left half-written is removed on the way.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, StoreError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".tmp") {
            fs::remove_file(folder.join(&name))?;
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
