//! What can keep the demonstration from running?

use tamga_office::OfficeError;

/// What keeps the demonstration from running.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DemoError {
    /// An office does not do as asked.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// A key cannot be made.
    #[error("a demonstration key cannot be made")]
    Key(#[from] tamga_seal::SignError),
    /// A file cannot be read or written.
    #[error("a file of the demonstration cannot be read or written")]
    File(#[from] std::io::Error),
}
