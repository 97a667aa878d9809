//! Who asks the person for a file? The shell does, with the system's own dialogs; tests answer in its place.

use std::path::PathBuf;

use crate::wire::FilePurpose;

/// Asks a person for a file. Calls block until the person has answered.
pub trait Dialogs: Send + Sync {
    /// A file to read; none when the person thought better of it.
    fn open(&self, purpose: FilePurpose) -> Option<PathBuf>;
    /// A folder to write into, such as a stick.
    fn folder(&self) -> Option<PathBuf>;
    /// A file to write, under that name unless the person says otherwise.
    fn save(&self, name: &str) -> Option<PathBuf>;
}

/// Where nobody can be asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoDialogs;

impl Dialogs for NoDialogs {
    fn open(&self, _purpose: FilePurpose) -> Option<PathBuf> {
        None
    }

    fn folder(&self) -> Option<PathBuf> {
        None
    }

    fn save(&self, _name: &str) -> Option<PathBuf> {
        None
    }
}
