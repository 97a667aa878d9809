//! What a person may expect of an office, whatever happens around it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod ace35;
mod any_road;
mod asked;
mod border;
mod cards;
mod carry;
mod cod;
mod decisions;
mod demanded;
mod desk;
mod drafts;
mod folders;
mod gathering;
mod help;
mod hostile;
mod issuing;
mod judging;
mod keys;
mod lists;
mod network;
mod newer_lists;
mod opening;
mod other_hands;
mod own_forms;
mod own_lists;
mod paper_attacks;
mod responder;
mod rests;
mod road;
mod secrets;
mod sending;
mod spreadsheets;
mod trust;
mod trust_attacks;
mod waiting;
