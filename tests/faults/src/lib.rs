//! How can a connection be made to fail on purpose? A front on loopback that knows HTTP well enough to spoil it.
//!
//! [`Front`] takes connections, reads whole HTTP/1.1 requests and lets a handler answer each with a [`Reply`],
//! which may be cut, stalled or never sent. [`FaultProxy`] is a front whose handler passes requests on to a real
//! server and spoils the way there or back. A [`Cluster`] is a database server that may be killed. What is right or wrong about an outcome is for the tests to say.

mod authority;
mod caller;
mod cluster;
mod front;
mod message;
mod proxy;
mod stamps;

pub use authority::{Authority, Identity};
pub use caller::Caller;
pub use cluster::Cluster;
pub use front::{Front, Handler, Handling};
pub use message::{Reply, Request, Sending};
pub use proxy::{FaultProxy, Spoil};
pub use stamps::StampService;
