//! What can keep the demonstration from running?

use std::net::SocketAddr;
use std::path::PathBuf;

use tamga_gateway::{ConfigError, GatewayError};
use tamga_office::OfficeError;
use tamga_seal::SignError;

/// What keeps the demonstration from running.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DemoError {
    /// An office does not do as asked.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// A key cannot be made.
    #[error("a demonstration key cannot be made")]
    Key(#[from] SignError),
    /// A gateway does not start.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// A gateway's configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// No address is free on this computer.
    #[error("nothing can listen on {address}")]
    Address {
        /// Where.
        address: SocketAddr,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A file cannot be read or written.
    #[error("a file of the demonstration cannot be read or written")]
    File(#[from] std::io::Error),
    /// The folder holds half a demonstration, or none of this version.
    #[error("{0} does not hold a demonstration of this version; remove it to begin anew")]
    Folder(PathBuf),
    /// A step of the story did not come to its end in time.
    #[error("the step {step} did not come to its end: {found}")]
    Step {
        /// Which.
        step: &'static str,
        /// How it stood.
        found: String,
    },
}
