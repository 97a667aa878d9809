//! Why did the ledger not do something? In words that no engine owns.

use std::error::Error;

/// Why the ledger did not do something; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The engine refused: disk full, locked, damaged, out of reach.
    #[error("the store cannot keep or read anything now")]
    Engine(#[source] Box<dyn Error + Send + Sync>),
    /// A stored row cannot be understood.
    #[error("a stored row cannot be read: {0}")]
    Row(String),
    /// Signing failed.
    #[error("a statement could not be signed: {0}")]
    Unsigned(String),
    /// A file or folder cannot be used.
    #[error("the store's folder cannot be used")]
    Folder(#[from] std::io::Error),
    /// Made by a newer program.
    #[error("the store was made by a newer program (schema {0})")]
    Newer(i64),
}

impl LedgerError {
    /// From whatever the engine says.
    pub(crate) fn engine(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Engine(Box::new(error))
    }
}
