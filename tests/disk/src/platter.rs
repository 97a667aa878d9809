//! What of a file is certain, and what may be left of it? Flushed bytes, and behind them what was only written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::chance::Chance;

/// How much of what was not flushed survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survival {
    /// Nothing: the disk's memory was empty before its power went.
    Nothing,
    /// Everything: the power went a moment later.
    Everything,
    /// Any part, by draw; each write in pieces of so many bytes, at their borders in the file.
    Torn {
        /// Bytes of a sector.
        sector: u64,
    },
}

/// A change that was not flushed.
#[derive(Debug, Clone)]
enum Change {
    Write { at: u64, bytes: Vec<u8> },
    Size(u64),
}

/// A file as a disk knows it.
#[derive(Debug, Clone, Default)]
struct Held {
    /// The bytes that are certain; none while not even its name is.
    flushed: Option<Vec<u8>>,
    changes: Vec<Change>,
    /// Was it deleted since the last flush, so that it may be there or not?
    is_going: bool,
}

/// Every file of a folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Platter {
    files: BTreeMap<PathBuf, Held>,
}

/// Files as they are found when the power is back: path and bytes. What is not in it is not there.
pub type Image = BTreeMap<PathBuf, Vec<u8>>;

impl Platter {
    /// A file that was there before anybody watched: all of it is certain.
    pub(crate) fn found(&mut self, path: &Path, bytes: Vec<u8>) {
        self.files.insert(path.to_owned(), Held { flushed: Some(bytes), ..Held::default() });
    }

    pub(crate) fn knows(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    /// A new file; one of the same name that was deleted may still lie there.
    pub(crate) fn make(&mut self, path: &Path) {
        let held = self.held(path);
        if held.is_going {
            held.is_going = false;
            held.changes.push(Change::Size(0));
        }
    }

    pub(crate) fn write(&mut self, path: &Path, at: u64, bytes: &[u8]) {
        self.held(path).changes.push(Change::Write { at, bytes: bytes.to_vec() });
    }

    pub(crate) fn resize(&mut self, path: &Path, size: u64) {
        self.held(path).changes.push(Change::Size(size));
    }

    /// Everything of a file becomes certain. With the first flush of a new journal or log the system's layer flushes the
    /// folder too, and with it every deletion before (`UNIXFILE_DIRSYNC` in SQLite's `os_unix.c`).
    pub(crate) fn flush(&mut self, path: &Path) {
        let held = self.held(path);
        let flushes_folder = held.flushed.is_none() && is_side_file(path);
        let mut bytes = held.flushed.take().unwrap_or_default();
        held.changes.drain(..).for_each(|change| apply(&mut bytes, &change));
        held.flushed = Some(bytes);
        if flushes_folder {
            self.files.retain(|other, held| !held.is_going || other.parent() != path.parent());
        }
    }

    /// Deletes; `is_flushed` when the folder was flushed as well.
    pub(crate) fn delete(&mut self, path: &Path, is_flushed: bool) {
        if is_flushed {
            self.files.remove(path);
        } else {
            self.held(path).is_going = true;
        }
    }

    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        self.files.keys().cloned().collect()
    }

    fn held(&mut self, path: &Path) -> &mut Held {
        self.files.entry(path.to_owned()).or_default()
    }

    /// One state in which the files may be found.
    pub(crate) fn left_behind(&self, survival: Survival, chance: &mut Chance) -> Image {
        self.files.iter().filter_map(|(path, held)| Some((path.clone(), held.left_behind(survival, chance)?))).collect()
    }
}

impl Held {
    fn left_behind(&self, survival: Survival, chance: &mut Chance) -> Option<Vec<u8>> {
        let may = |chance: &mut Chance| match survival {
            Survival::Nothing => false,
            Survival::Everything => true,
            Survival::Torn { .. } => chance.one_in(2),
        };
        if self.is_going && may(chance) {
            return None;
        }
        let mut bytes = match &self.flushed {
            Some(bytes) => bytes.clone(),
            // A name that was never flushed may be there, and then anything of the bytes.
            None if may(chance) => Vec::new(),
            None => return None,
        };
        for change in &self.changes {
            match (change, survival) {
                (Change::Write { at, bytes: written }, Survival::Torn { sector }) => {
                    for (at, piece) in pieces(*at, written, sector) {
                        if may(chance) {
                            put(&mut bytes, at, piece);
                        }
                    }
                }
                (change, _) if may(chance) => apply(&mut bytes, change),
                _ => {}
            }
        }
        Some(bytes)
    }
}

fn is_side_file(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.ends_with("-journal") || name.ends_with("-wal")
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write { at, bytes: written } => put(bytes, *at, written),
        Change::Size(size) => bytes.resize(usize::try_from(*size).unwrap_or(usize::MAX), 0),
    }
}

fn put(bytes: &mut Vec<u8>, at: u64, written: &[u8]) {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let end = at.saturating_add(written.len());
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    if let Some(place) = bytes.get_mut(at..end) {
        place.copy_from_slice(written);
    }
}

/// A write in pieces that end at the borders of sectors.
fn pieces(at: u64, bytes: &[u8], sector: u64) -> Vec<(u64, &[u8])> {
    let (mut at, mut rest, mut found) = (at, bytes, Vec::new());
    while !rest.is_empty() {
        let room = usize::try_from(sector - at % sector).unwrap_or(usize::MAX).min(rest.len());
        let (piece, later) = rest.split_at(room);
        found.push((at, piece));
        at += room as u64;
        rest = later;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> PathBuf {
        PathBuf::from("file")
    }

    fn written() -> Platter {
        let mut platter = Platter::default();
        platter.found(&path(), vec![1; 1024]);
        platter.write(&path(), 256, &[2; 1024]);
        platter
    }

    fn left(platter: &Platter, survival: Survival, seed: u64) -> Option<Vec<u8>> {
        platter.left_behind(survival, &mut Chance::new(seed)).remove(&path())
    }

    #[test]
    fn what_was_flushed_is_certain_and_what_was_not_may_be_lost() {
        let mut platter = written();
        assert_eq!(left(&platter, Survival::Nothing, 0), Some(vec![1; 1024]));
        let all = left(&platter, Survival::Everything, 0);
        platter.flush(&path());
        assert_eq!(left(&platter, Survival::Nothing, 0), all);
        assert_eq!(all.map(|bytes| (bytes.len(), bytes[255], bytes[256])), Some((1280, 1, 2)));
    }

    #[test]
    fn a_torn_write_leaves_whole_sectors_old_or_new() {
        let platter = written();
        let states: std::collections::BTreeSet<Vec<u8>> = (0..64)
            .filter_map(|seed| left(&platter, Survival::Torn { sector: 512 }, seed))
            .map(|mut bytes| {
                bytes.resize(1280, 0);
                [256, 511, 512, 1023, 1024, 1279].map(|at| bytes[at]).to_vec()
            })
            .collect();
        assert_eq!(states.len(), 8, "three pieces, each there or not");
        assert!(states.iter().all(|state| state[0] == state[1] && state[2] == state[3] && state[4] == state[5]));
    }

    #[test]
    fn a_new_name_and_a_deletion_are_uncertain_until_they_are_flushed() {
        let mut platter = Platter::default();
        platter.make(&path());
        assert_eq!(left(&platter, Survival::Nothing, 0), None);
        assert_eq!(left(&platter, Survival::Everything, 0), Some(Vec::new()));
        platter.flush(&path());
        platter.delete(&path(), false);
        assert_eq!(left(&platter, Survival::Nothing, 0), Some(Vec::new()));
        assert_eq!(left(&platter, Survival::Everything, 0), None);
        platter.delete(&path(), true);
        assert_eq!(left(&platter, Survival::Nothing, 0), None);
    }

    #[test]
    fn the_first_flush_of_a_new_log_makes_the_deletions_before_it_certain() {
        let mut platter = Platter::default();
        platter.found(&path(), vec![1]);
        platter.delete(&path(), false);
        let log = PathBuf::from("file-wal");
        platter.make(&log);
        assert!(left(&platter, Survival::Nothing, 0).is_some());
        platter.flush(&log);
        assert_eq!(left(&platter, Survival::Nothing, 0), None);
    }

    #[test]
    fn a_name_that_is_used_again_holds_the_old_bytes_or_the_new_ones() {
        let mut platter = Platter::default();
        platter.found(&path(), vec![1, 1]);
        platter.delete(&path(), false);
        platter.make(&path());
        platter.write(&path(), 0, &[2]);
        assert_eq!(left(&platter, Survival::Nothing, 0), Some(vec![1, 1]));
        assert_eq!(left(&platter, Survival::Everything, 0), Some(vec![2]));
    }
}
