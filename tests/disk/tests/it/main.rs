//! Does the office's store survive a power cut at any moment and a disk that fails at any call? Real SQLite, real
//! store, on a disk that knows what was flushed (T-04 and T-07 of `gateway.md`).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod cut;
mod dump;
mod fail;
mod layer;
mod work;
