//! Where does an office live on disk? Its folder, the lock that keeps a second program out, and the ballast file
//! that is let go when the disk is full. What lies inside the files is not here.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::error::StoreError;

/// How long a taken lock is asked for again before it counts as another program's.
const PATIENCE: Duration = Duration::from_secs(2);

/// Size of the ballast file.
pub(crate) const BALLAST: usize = 16 * 1024 * 1024;

/// An office folder that this process holds alone.
pub(crate) struct Folder {
    root: PathBuf,
    /// The operating system lets the lock go with the handle, even when the process is killed.
    _lock: File,
}

impl Folder {
    /// Makes the folder where it is missing and takes the lock.
    pub(crate) fn take(root: &Path) -> Result<Self, StoreError> {
        for folder in [root.to_owned(), root.join("documents"), root.join("envelopes"), root.join("backups")] {
            make_private(&folder)?;
        }
        let lock =
            private(OpenOptions::new().write(true).create(true).truncate(false)).open(root.join("office.lock"))?;
        let until = Instant::now() + PATIENCE;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Self { root: root.to_owned(), _lock: lock }),
                // A program that is being started holds the files of its parent until it runs, and one that is being
                // ended lets go a moment later: neither is a second start.
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(PATIENCE / 50),
                Err(TryLockError::WouldBlock) => return Err(StoreError::AlreadyOpen),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            }
        }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.root.join("office.db")
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    pub(crate) fn documents(&self) -> PathBuf {
        self.root.join("documents")
    }

    pub(crate) fn envelopes(&self) -> PathBuf {
        self.root.join("envelopes")
    }

    /// Where files without a row go; made where it is missing.
    pub(crate) fn quarantine(&self, folder: &str) -> Result<PathBuf, StoreError> {
        let path = self.root.join("quarantine").join(folder);
        make_private(&path)?;
        Ok(path)
    }

    fn ballast(&self) -> PathBuf {
        self.root.join("ballast")
    }

    /// Puts the ballast in place; real bytes, because a file of holes takes no space. Half of one is removed again.
    pub(crate) fn load_ballast(&self) -> Result<(), StoreError> {
        if self.has_ballast() {
            return Ok(());
        }
        let path = self.ballast();
        let fill = || -> io::Result<()> {
            let mut file = private(OpenOptions::new().write(true).create(true).truncate(true)).open(&path)?;
            let chunk: Vec<u8> = (0..=u8::MAX).cycle().take(64 * 1024).collect();
            for _ in 0..BALLAST / chunk.len() {
                file.write_all(&chunk)?;
            }
            file.sync_all()
        };
        fill().map_err(|error| {
            let _ = fs::remove_file(&path);
            StoreError::from(error)
        })
    }

    /// Lets the ballast go.
    pub(crate) fn drop_ballast(&self) {
        let _ = fs::remove_file(self.ballast());
    }

    pub(crate) fn has_ballast(&self) -> bool {
        fs::metadata(self.ballast()).is_ok_and(|meta| meta.len() == BALLAST as u64)
    }
}

/// Makes a folder only this user can enter.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Options for a file only this user can read.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows has no such call; there a rename is durable with the file's own flush.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
