//! Does the program `tamga` do on a command line what it promises? The real binary, run as a person or script would.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails may panic, in its helpers too")]

#[path = "../../../office/tests/it/ace35.rs"]
mod ace35;
mod bad_input;
mod carried;
mod cod;
mod cod_road;
mod codes;
mod declared;
mod elements;
mod evidence;
mod field;
mod forms;
mod help;
mod house;
mod keys;
mod one_verdict;
mod origin;
mod packs;
mod program;
mod secrets;
mod spreadsheets;
mod thread;
