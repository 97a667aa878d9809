//! How are files read and written? Never more than a limit, never half.

use std::io::{Read, Write};
use std::path::Path;

use crate::failure::Failure;

/// More than this is never read; no dialect of a certificate is larger.
pub const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// Reads a file of at most [`MOST_BYTES`].
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |source| Failure::Unreadable { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    if file.metadata().is_ok_and(|facts| facts.is_dir()) {
        return Err(unreadable(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Failure::TooLarge { path: path.to_owned() });
    }
    Ok(bytes)
}

/// Writes a file whole or not at all; one that is there is replaced.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let unwritable = |source| Failure::Unwritable { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(unwritable)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(unwritable)?;
    readable_by_others(file.as_file()).map_err(unwritable)?;
    file.persist(path).map_err(|refused| unwritable(refused.error))?;
    Ok(())
}

/// A new file belongs to its owner alone; a certificate that was asked for is meant to be handed on.
#[cfg(unix)]
fn readable_by_others(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Makes a folder for answers.
pub fn folder(path: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(path).map_err(|source| Failure::Unwritable { path: path.to_owned(), source })
}

/// A file name made of a certificate number, which may hold anything.
pub fn name_of(number: &str, ending: &str) -> String {
    let safe = |letter: char| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' };
    let stem: String = number.chars().take(80).map(safe).collect();
    format!("{}.{ending}", if stem.is_empty() { "certificate" } else { &stem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_never_becomes_a_path() {
        assert_eq!(name_of("../../etc/passwd", "xml"), "______etc_passwd.xml");
        assert_eq!(name_of("MCC-2026/000412", "pdf"), "MCC-2026_000412.pdf");
        assert_eq!(name_of("", "pdf"), "certificate.pdf");
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        write(&path, b"first").unwrap();
        write(&path, b"second").unwrap();
        assert_eq!(read(&path).unwrap(), b"second");
        assert!(matches!(write(&folder.path().join("no/such/a.xml"), b""), Err(Failure::Unwritable { .. })));
    }
}
