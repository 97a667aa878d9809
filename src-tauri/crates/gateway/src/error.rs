//! Why does a gateway not start?

use std::net::SocketAddr;

use crate::config::ConfigError;
use crate::ledger::LedgerError;

/// Why a gateway does not start.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The store cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// Nobody may listen there: the port is taken, or the address is not this machine's.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Certificate or key of the server cannot be used.
    #[error("the server's certificate or key cannot be used: {0}")]
    Tls(String),
    /// The key that signs receipts cannot be used, or the trust list does not name it.
    #[error("the receipt key cannot be used: {0}")]
    ReceiptKey(String),
    /// The trust list is not signed by its root, or cannot be read.
    #[error("the trust list cannot be used: {0}")]
    TrustList(String),
    /// A file of a form cannot be used.
    #[error("a form in `agreements` cannot be used: {0}")]
    Forms(String),
    /// The road to another gateway cannot be set up.
    #[error("the road to gateway {peer} cannot be set up")]
    Peer {
        /// Its id.
        peer: String,
        /// Why.
        #[source]
        source: tamga_courier::SettingsError,
    },
    /// Demonstration keys could not be made.
    #[error("demonstration keys could not be made: {0}")]
    Demonstration(String),
}
