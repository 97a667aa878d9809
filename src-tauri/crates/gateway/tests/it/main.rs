//! Does a gateway keep what it takes, answer as its table says, and reach the next one?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod cluster;
mod described;
mod desk;
mod documents;
mod house;
mod inbox;
mod killed;
mod nodes;
mod order;
mod pair;
mod reading;
mod slow;
mod start;
mod storm;
mod suite;
mod table;
