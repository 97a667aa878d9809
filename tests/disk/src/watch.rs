//! Which folders are watched, which call fails, and when does the power go? One list for the process, because SQLite's
//! file layer belongs to the process.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::chance::Chance;
use crate::platter::{Image, Platter, Survival};
use crate::shim;

/// What is to go wrong. Calls that write, resize, flush or delete are counted from 1; for a failure, reads as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Nothing.
    Fine,
    /// The power goes at this call: it may have happened or not, and every later one fails.
    CutAt(u64),
    /// This call fails, once.
    FailAt(u64, Failure),
    /// Every call that asks for space fails from this one on.
    FullFrom(u64),
}

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The disk answers with an error (`EIO`).
    Broken,
    /// There is no space (`ENOSPC`); a call that needs none goes through.
    Full,
}

/// What is asked of the file layer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Call<'a> {
    Open { is_new: bool },
    Read,
    Write { at: u64, bytes: &'a [u8] },
    Resize(u64),
    Flush,
    Delete { is_flushed: bool },
}

/// What the file layer is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    GoOn,
    Fail(Failure),
}

#[derive(Debug)]
struct Watched {
    root: PathBuf,
    platter: Platter,
    plan: Plan,
    calls: u64,
    is_off: bool,
}

static WATCHED: Mutex<Vec<Arc<Mutex<Watched>>>> = Mutex::new(Vec::new());

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The judge of one call; called by the file layer.
pub(crate) fn judge(path: &Path, call: Call<'_>) -> Verdict {
    let watched = locked(&WATCHED).iter().find(|watched| path.starts_with(&locked(watched).root)).cloned();
    watched.map_or(Verdict::GoOn, |watched| locked(&watched).judge(path, call))
}

impl Watched {
    fn judge(&mut self, path: &Path, call: Call<'_>) -> Verdict {
        if self.is_off {
            return Verdict::Fail(Failure::Broken);
        }
        let counts = match call {
            Call::Open { .. } => false,
            Call::Read => matches!(self.plan, Plan::FailAt(..)),
            Call::Write { .. } | Call::Resize(_) | Call::Flush | Call::Delete { .. } => true,
        };
        self.calls += u64::from(counts);
        let needs_space = matches!(call, Call::Write { .. });
        match self.plan {
            Plan::CutAt(n) if counts && self.calls == n => {
                self.is_off = true;
                // A flush or a deletion that is cut did not happen; a write or a new size may have.
                if matches!(call, Call::Write { .. } | Call::Resize(_)) {
                    self.note(path, call);
                }
                return Verdict::Fail(Failure::Broken);
            }
            Plan::FailAt(n, Failure::Broken) if counts && self.calls == n => return Verdict::Fail(Failure::Broken),
            Plan::FailAt(n, Failure::Full) if counts && self.calls == n && needs_space => {
                return Verdict::Fail(Failure::Full);
            }
            Plan::FullFrom(n) if self.calls >= n && needs_space => return Verdict::Fail(Failure::Full),
            _ => {}
        }
        self.note(path, call);
        Verdict::GoOn
    }

    fn note(&mut self, path: &Path, call: Call<'_>) {
        match call {
            Call::Open { is_new: false } if !self.platter.knows(path) => {
                self.platter.found(path, std::fs::read(path).unwrap_or_default());
            }
            Call::Open { is_new: true } => self.platter.make(path),
            Call::Open { is_new: false } => {}
            Call::Read => {}
            Call::Write { at, bytes } => self.platter.write(path, at, bytes),
            Call::Resize(size) => self.platter.resize(path, size),
            Call::Flush => self.platter.flush(path),
            Call::Delete { is_flushed } => self.platter.delete(path, is_flushed),
        }
    }
}

/// A folder under watch, until this is dropped. No database below it may be open when the watch begins.
#[derive(Debug)]
pub struct Disk(Arc<Mutex<Watched>>);

impl Disk {
    /// Begins to watch the databases below a folder.
    pub fn watch(root: &Path) -> Self {
        shim::install();
        let watched = Watched {
            root: std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned()),
            platter: Platter::default(),
            plan: Plan::Fine,
            calls: 0,
            is_off: false,
        };
        let watched = Arc::new(Mutex::new(watched));
        locked(&WATCHED).push(watched.clone());
        Self(watched)
    }

    /// Says what is to go wrong; calls are counted anew from here on.
    pub fn plan(&self, plan: Plan) {
        let mut watched = locked(&self.0);
        watched.plan = plan;
        watched.calls = 0;
    }

    /// Calls since the plan was told.
    pub fn calls(&self) -> u64 {
        locked(&self.0).calls
    }

    /// Has the power gone?
    pub fn is_off(&self) -> bool {
        locked(&self.0).is_off
    }

    /// The power goes now.
    pub fn cut(&self) {
        locked(&self.0).is_off = true;
    }

    /// One state in which the databases may be found when the power is back.
    pub fn left_behind(&self, survival: Survival, chance: &mut Chance) -> Image {
        locked(&self.0).platter.left_behind(survival, chance)
    }

    /// The power is back: the databases below the folder are what a draw left of them, and nothing goes wrong any more.
    /// Nothing may be open.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn power_up(&self, survival: Survival, chance: &mut Chance) -> std::io::Result<()> {
        let mut watched = locked(&self.0);
        let image = watched.platter.left_behind(survival, chance);
        for path in watched.platter.paths() {
            match image.get(&path) {
                Some(bytes) => std::fs::write(&path, bytes)?,
                None if path.exists() => std::fs::remove_file(&path)?,
                None => {}
            }
            // The index of the log lives in memory only.
            let mut index = path.into_os_string();
            index.push("-shm");
            let _ = std::fs::remove_file(index);
        }
        watched.platter = Platter::default();
        for (path, bytes) in image {
            watched.platter.found(&path, bytes);
        }
        watched.plan = Plan::Fine;
        watched.calls = 0;
        watched.is_off = false;
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        locked(&WATCHED).retain(|watched| !Arc::ptr_eq(watched, &self.0));
    }
}
