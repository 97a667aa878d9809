//! Why did the ledger not do something? In words that no engine owns.

use std::error::Error;

use uuid::Uuid;

/// Why the ledger did not do something; nothing of it was kept, except where that is not known.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The engine refused: disk full, locked, damaged, out of reach.
    #[error("the store cannot keep or read anything now")]
    Engine(#[source] Box<dyn Error + Send + Sync>),
    /// The change was handed over whole, and the engine did not say whether it is on disk.
    #[error("whether the store kept it is not known")]
    InDoubt(#[source] Box<dyn Error + Send + Sync>),
    /// Somebody else works on this id, here or on another node.
    #[error("{0} is being worked on")]
    Busy(Uuid),
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
    /// Another running node has this node's id.
    #[error("node {0} runs already: every node on one database needs an id of its own")]
    NodeTaken(String),
}

impl LedgerError {
    /// From whatever the engine says.
    pub(crate) fn engine(error: impl Error + Send + Sync + 'static) -> Self {
        Self::Engine(Box::new(error))
    }
}
