//! In what words does the window ask?
//!
//! One table of commands, the shapes they carry, the codes of what can go wrong, and the tags that say what changed.
//! What a person does is in `tamga-office`; how a window reaches this room is the shell's question.

pub mod app;
pub mod codegen;
pub mod commands;
mod convert;
mod desks;
pub mod dialogs;
mod error;
mod files;
mod pins;
pub mod wire;

pub use app::{App, Desks};
pub use commands::{Body, Bytes, COMMANDS, Command, Reply, Wire, answer};
pub use convert::tag;
pub use dialogs::{Dialogs, NoDialogs};
pub use error::Fault;
