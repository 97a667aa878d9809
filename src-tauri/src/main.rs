//! The program with the window. Everything it does is in the library beside it.
// On Windows a release build opens no console beside its window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Certificates are many small texts; the system's own allocator takes longer for them, and gives memory back to ask
/// for it again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    tamga_desktop::main(std::env::args_os().skip(1))
}
