//! T-22: courier stories. Sticks are lost, copied, swapped, cut, packed for somebody else, wrapped again, replayed, and
//! mixed with the line; what was signed arrives once, and nobody is told otherwise meanwhile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

#[path = "../kill/chance.rs"]
mod chance;
mod gateway;
mod place;
mod stories;
