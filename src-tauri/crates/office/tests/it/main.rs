//! What a person may expect of an office, whatever happens around it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod any_road;
mod border;
mod decisions;
mod desk;
mod drafts;
mod help;
mod hostile;
mod issuing;
mod lists;
mod opening;
mod own_forms;
mod road;
mod sending;
