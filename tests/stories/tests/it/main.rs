//! Do the rooms do together what each does alone? Whole stories with real sockets, real files and real processes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

#[path = "../../src/around.rs"]
mod around;
mod asked;
mod bad_roads;
mod declared;
mod killed;
mod newer_lists;
mod processes;
mod stage;
mod thread;
