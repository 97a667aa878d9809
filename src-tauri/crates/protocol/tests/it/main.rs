//! How does every word of the API stand on the wire, and is what this version does not know passed over?
#![allow(clippy::unwrap_used, reason = "a test that fails may panic, in its helpers too")]

mod examples;
mod reading;
mod snapshots;
