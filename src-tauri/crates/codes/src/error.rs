//! What can be wrong with the world when lists are opened? What is wrong inside a pack is a list of faults (`pack`).

use std::path::PathBuf;

/// Why lists could not be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum CodesError {
    /// The file of lists is not there; `cargo xtask codes` makes it.
    #[error("there is no file of code lists at {0}")]
    Missing(PathBuf),
    /// The file is not a file of lists, or of another version of the program.
    #[error("{path} is not a file of code lists of this program (layout {found}, needed {needed})")]
    Foreign {
        /// Which file.
        path: PathBuf,
        /// Its layout number; 0 for a file of another program.
        found: u32,
        /// The layout number that is read here.
        needed: u32,
    },
    /// A typed list is not written as it must be.
    #[error("the typed list {list} is not readable: {why}")]
    Typed {
        /// Name of the file in `assets/codes`.
        list: &'static str,
        /// The reader's words.
        why: String,
    },
    /// The database refused.
    #[error("the file of code lists cannot be read")]
    Database(#[from] rusqlite::Error),
    /// Another thread ended while it held the file.
    #[error("the file of code lists is held by a thread that ended badly")]
    Poisoned,
    /// The disk refused.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl CodesError {
    /// A word for programs and for the window.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "codes.missing",
            Self::Foreign { .. } => "codes.foreign",
            Self::Typed { .. } | Self::Database(_) | Self::Poisoned | Self::Disk { .. } => "codes.unreadable",
        }
    }
}
