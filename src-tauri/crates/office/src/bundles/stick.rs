//! How does a bundle get onto a stick so that it may be pulled out? Beside its name, flushed, renamed, folder flushed, read
//! back and compared. FAT and exFAT suffice.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// What has to be free beside the bundle: the answer comes back on the same stick.
const ROOM: u64 = 256 * 1024;
/// Bytes written at a time.
const PIECE: usize = 64 * 1024;

/// Why a bundle is not on the stick.
#[derive(Debug)]
pub(super) struct NotPlaced {
    /// Can a whole copy be there all the same?
    pub(super) may_be_there: bool,
    /// What the system said.
    pub(super) source: io::Error,
}

/// Writes a bundle under its name; only when this answers it is safe to remove the stick.
pub(super) fn place(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, NotPlaced> {
    let path = folder.join(name);
    let beside = folder.join(format!("{name}.part"));
    if let Err(source) = write(&beside, bytes) {
        let gone = fs::remove_file(&beside).is_ok() || !beside.exists();
        return Err(NotPlaced { may_be_there: !gone, source });
    }
    let named = fs::rename(&beside, &path).and_then(|()| flush_folder(folder)).and_then(|()| read_back(&path, bytes));
    named.map(|()| path).map_err(|source| NotPlaced { may_be_there: true, source })
}

/// The bytes, with room behind them that is taken and given back: a stick that is full says so now.
fn write(beside: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(beside)?;
    for piece in bytes.chunks(PIECE) {
        file.write_all(piece)?;
    }
    io::copy(&mut io::repeat(0).take(ROOM), &mut file)?;
    file.sync_all()?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}

#[cfg(unix)]
fn flush_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems of sticks flush no folders; the file itself was flushed.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

#[cfg(not(unix))]
fn flush_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn read_back(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::open(path)?;
    let mut piece = vec![0; PIECE];
    for expected in bytes.chunks(PIECE) {
        let there = piece.get_mut(..expected.len()).unwrap_or_default();
        file.read_exact(there)?;
        if there != expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "what was written reads back as something else"));
        }
    }
    match file.read(&mut piece)? {
        0 => Ok(()),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "more reads back than was written")),
    }
}

/// Name of a bundle's file: short, ASCII, and told apart whatever the case of letters.
pub(super) fn name(node: &str, n: u64, bundle_id: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let node: String = node.chars().map(plain).take(20).collect();
    let mark: String = bundle_id.chars().take(8).collect();
    format!("{node}-{n:05}-{mark}{}", tamga_courier::bundle::ENDING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_placed_is_whole_and_nothing_else_lies_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        for size in [0, 1, PIECE, PIECE + 1, 3 * PIECE] {
            let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            let path = place(folder.path(), &format!("{size}.cobundle"), &bytes).unwrap();
            assert_eq!(fs::read(path).unwrap(), bytes);
        }
        let names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(names.iter().all(|name| name.ends_with(".cobundle")), "{names:?}");
    }

    #[test]
    fn a_stick_that_is_gone_is_said_to_hold_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let refused = place(&gone, "a.cobundle", b"abc").unwrap_err();
        assert!(!refused.may_be_there);
        assert_eq!(refused.source.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_name_that_is_taken_by_a_folder_leaves_a_copy_that_may_be_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("a.cobundle/inside")).unwrap();
        let refused = place(folder.path(), "a.cobundle", b"abc").unwrap_err();
        assert!(refused.may_be_there, "whole bytes lie beside the name");
    }

    #[test]
    fn names_are_plain() {
        let name = name("CN>Käse/../Post", 7, "0b5c1f2e-aaaa");
        assert_eq!(name, "cn-k-se----post-00007-0b5c1f2e.cobundle");
        assert!(name.is_ascii());
    }
}
