//! Does the window get what it asks for? The table against the generated files, and commands against a real office.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod carried;
mod commands;
mod generated;
mod office;
mod services;
