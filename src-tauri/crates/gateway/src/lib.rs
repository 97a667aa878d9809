//! What does a national or office gateway do?
//!
//! It takes submissions into custody and proves it with signed receipts, keeps what waits for each party in boxes,
//! and hands submissions over to other gateways by the same API. What is said on the wire is `tamga-protocol`; how a
//! document is read and its signature judged belongs to `tamga-formats` and `tamga-seal`. The clock is handed in.
//! What is seldom written is kept in side books, the same on each engine.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use tamga_gateway::{Clock, Config, Gateway};
//! use tamga_origin::Timestamp;
//!
//! let config = Config::read(std::path::Path::new("gateway.toml"))?;
//! let running = Gateway::start(config, Clock::new(|| Timestamp::from_millis(0))).await?;
//! println!("{}", running.url());
//! running.stop().await;
//! # Ok(())
//! # }
//! ```

pub mod admin;
mod asking;
mod assertion;
mod books;
mod bundles;
mod chance;
pub mod clock;
pub mod config;
pub mod demonstration;
mod error;
mod examine;
mod forms;
mod forwarder;
mod housekeeping;
mod http;
pub mod ledger;
mod operator;
mod problem;
mod rate;
mod room;
mod scope;
mod server;
mod standing;
mod start;
mod statements;
mod status;
mod tally;
mod text;
mod tls;
mod trust;
mod wake;
mod within;

pub use chance::Chance;
pub use clock::Clock;
pub use config::{
    BoxConfig, BundleConfig, BundleSender, CAPABILITIES, ClientConfig, ClientKind, Config, ConfigError, Gate, Leads,
    NumberConfig, PeerConfig, Rate, RouteConfig, everything,
};
pub use error::GatewayError;
pub use http::openapi;
pub use ledger::StoreConfig;
pub use server::{Gateway, Running};
pub use within::Within;
