//! Which files may the window name? Bytes it handed over a moment ago, and paths that a person dropped or chose.
//!
//! A path that merely stands in a request is refused: the window shows received content, and content never becomes a
//! path.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use crate::error::Fault;
use crate::wire::{ErrorCode, FileSource};

/// Most bytes of a file that is looked at at all; the readers have their own, lower bounds.
pub const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// Most files held at once.
const MOST_HELD: usize = 8;
/// How long a held file waits for its use.
const HELD_FOR: Duration = Duration::from_secs(15 * 60);
/// Most paths remembered.
const MOST_GRANTED: usize = 256;

struct Held {
    bytes: Vec<u8>,
    since: Duration,
}

/// Held bytes and granted paths.
#[derive(Default)]
pub struct Files {
    held: Mutex<HashMap<String, Held>>,
    granted: Mutex<Vec<PathBuf>>,
}

impl Files {
    /// Keeps bytes under a handle; the oldest go when there are too many.
    pub fn hold(&self, handle: String, bytes: Vec<u8>, now: Duration) -> Result<(), Fault> {
        if bytes.len() as u64 > MOST_BYTES {
            return Err(too_large());
        }
        let mut held = lock(&self.held);
        held.retain(|_, one| now.saturating_sub(one.since) < HELD_FOR);
        while held.len() >= MOST_HELD {
            let oldest = held.iter().min_by_key(|(_, one)| one.since).map(|(handle, _)| handle.clone());
            oldest.and_then(|handle| held.remove(&handle));
        }
        held.insert(handle, Held { bytes, since: now });
        Ok(())
    }

    /// A person dropped or chose this path.
    pub fn grant(&self, path: PathBuf) {
        let mut granted = lock(&self.granted);
        granted.retain(|known| *known != path);
        if granted.len() >= MOST_GRANTED {
            granted.remove(0);
        }
        granted.push(path);
    }

    /// Did a person drop or choose this path?
    pub fn is_granted(&self, path: &Path) -> bool {
        lock(&self.granted).iter().any(|known| known == path)
    }

    /// The bytes of a file the window names.
    pub fn read(&self, source: &FileSource, now: Duration) -> Result<Vec<u8>, Fault> {
        match source {
            FileSource::Held { handle } => {
                let mut held = lock(&self.held);
                held.retain(|_, one| now.saturating_sub(one.since) < HELD_FOR);
                // Who works on a file keeps it: its time begins anew with each look at it.
                let known = held.get_mut(handle).map(|one| {
                    one.since = now;
                    one.bytes.clone()
                });
                known.ok_or_else(|| Fault::new(ErrorCode::NotFound, "the file is no longer held"))
            }
            FileSource::Path { path } => read(self.granted(path)?),
        }
    }

    /// The same, read as its reader goes on; how much is read is the reader's to bound.
    pub fn reader(&self, source: &FileSource, now: Duration) -> Result<Box<dyn std::io::Read>, Fault> {
        match source {
            FileSource::Held { .. } => Ok(Box::new(std::io::Cursor::new(self.read(source, now)?))),
            FileSource::Path { path } => {
                let path = self.granted(path)?;
                Ok(Box::new(std::fs::File::open(path).map_err(|why| unreadable(path, &why))?))
            }
        }
    }

    fn granted<'a>(&self, path: &'a str) -> Result<&'a Path, Fault> {
        let path = Path::new(path);
        match self.is_granted(path) {
            true => Ok(path),
            false => Err(Fault::new(ErrorCode::NotAllowed, "nobody dropped or chose this path")),
        }
    }
}

fn unreadable(path: &Path, why: &std::io::Error) -> Fault {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Fault::new(ErrorCode::FileUnreadable, why).with("name", name)
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    let unreadable = |why: std::io::Error| unreadable(path, &why);
    let file = std::fs::File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() > MOST_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES { Err(too_large()) } else { Ok(bytes) }
}

fn too_large() -> Fault {
    Fault::new(ErrorCode::FileTooLarge, "the file is too large to be looked at").with("limit", MOST_BYTES)
}

/// A lock whose holder panicked still guards whole values here.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Duration = Duration::from_secs(43_200);

    fn held(handle: &str) -> FileSource {
        FileSource::Held { handle: handle.to_owned() }
    }

    #[test]
    fn a_held_file_is_read_under_its_handle_until_its_time_is_over() {
        let files = Files::default();
        files.hold("a".into(), b"one".to_vec(), NOON).unwrap();
        assert_eq!(files.read(&held("a"), NOON).unwrap(), b"one");
        assert_eq!(files.read(&held("b"), NOON).unwrap_err().code(), ErrorCode::NotFound);
        assert_eq!(files.read(&held("a"), NOON + HELD_FOR).unwrap_err().code(), ErrorCode::NotFound);
    }

    #[test]
    fn a_held_file_that_is_looked_at_again_and_again_stays() {
        let files = Files::default();
        files.hold("a".into(), b"one".to_vec(), NOON).unwrap();
        for look in 1..=3 {
            assert_eq!(files.read(&held("a"), NOON + HELD_FOR * look * 9 / 10).unwrap(), b"one", "look {look}");
        }
    }

    #[test]
    fn the_oldest_held_file_makes_room() {
        let files = Files::default();
        for n in 0..=MOST_HELD {
            files.hold(n.to_string(), vec![1], NOON + Duration::from_millis(n as u64)).unwrap();
        }
        let late = NOON + Duration::from_secs(1);
        assert!(files.read(&held("0"), late).is_err(), "the first one made room");
        assert!(files.read(&held("1"), late).is_ok());
    }

    #[test]
    fn a_path_nobody_chose_is_refused_even_when_it_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xml");
        std::fs::write(&path, b"<a/>").unwrap();
        let source = FileSource::Path { path: path.to_string_lossy().into_owned() };
        let files = Files::default();
        assert_eq!(files.read(&source, NOON).unwrap_err().code(), ErrorCode::NotAllowed);
        assert_eq!(files.reader(&source, NOON).err().unwrap().code(), ErrorCode::NotAllowed);
        files.grant(path);
        assert_eq!(files.read(&source, NOON).unwrap(), b"<a/>");
        let mut text = String::new();
        files.reader(&source, NOON).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "<a/>");
    }

    #[test]
    fn a_file_over_the_bound_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.xml");
        std::fs::File::create(&path).unwrap().set_len(200 * 1024 * 1024).unwrap();
        let files = Files::default();
        files.grant(path.clone());
        let source = FileSource::Path { path: path.to_string_lossy().into_owned() };
        assert_eq!(files.read(&source, NOON).unwrap_err().code(), ErrorCode::FileTooLarge);
        let missing = folder.path().join("missing");
        files.grant(missing.clone());
        let source = FileSource::Path { path: missing.to_string_lossy().into_owned() };
        assert_eq!(files.read(&source, NOON).unwrap_err().code(), ErrorCode::FileUnreadable);
    }
}
