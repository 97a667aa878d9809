//! How does somebody work without a window? The program `tamga`: the use cases of `tamga-office` on a command line.
//!
//! It never has powers of its own. Answers go to standard output, as words or with `--json` as one object; progress,
//! notes and faults go to standard error. Exit status: 0 done or yes, 1 no, 2 called wrongly, 3 the world is in the
//! way, 4 nothing could be judged.

mod answer;
mod arguments;
mod bundle_failure;
mod calculation_failure;
mod commands;
mod desk;
mod failure;
mod files;
mod finding;
mod key_failure;
mod machine;
mod office_failure;
mod progress;
mod secret;
mod steps;
mod terminal;
mod view;
mod words;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

use crate::arguments::Arguments;

/// Certificates are many small texts; the system's own allocator takes longer for them, and gives memory back to ask
/// for it again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = terminal::Terminal::of_this_run(arguments.json);
    let desk = desk::Desk::new(&arguments);
    let exit = match commands::run(&desk, arguments.command) {
        Ok(answer) => terminal.tell(&answer),
        Err(failure) => terminal.fail(&failure),
    };
    ExitCode::from(exit.status())
}
