//! Does the store keep what it promises, whoever writes, whatever fails?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod asked;
mod bundles;
mod certificates;
mod documents;
mod drafts;
mod faults;
mod house;
mod inbound;
mod inbox;
mod journal;
mod keys;
mod numbers;
mod opening;
mod outbox;
mod outbox_walk;
mod schema;
mod search;
mod settings;
mod support;
mod utilisation;
