//! What counts as an answer, and what is tried next?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod answers;
mod bundle;
mod conform;
mod damaged;
mod days;
mod errands;
mod far;
mod plan;
mod reading;
