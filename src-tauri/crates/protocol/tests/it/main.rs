//! How does every word of the API stand on the wire, and is what this version does not know passed over?

mod examples;
mod reading;
mod snapshots;
