//! Does a gateway keep what it takes, answer as its table says, and reach the next one?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod answers;
mod asked;
mod beside;
mod between;
mod bundles;
mod cluster;
mod declared;
mod described;
mod desk;
mod documents;
mod generated;
mod house;
mod inbox;
mod killed;
mod limits;
mod nodes;
mod operator;
mod order;
mod pair;
mod parked;
mod reading;
mod restored;
mod signin;
mod slow;
mod start;
mod storm;
mod suite;
mod table;
mod watched;
mod within;
