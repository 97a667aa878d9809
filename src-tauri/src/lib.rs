//! How does a window reach the app?
//!
//! The shell: it finds the office's folder, opens it, carries questions of the window to `tamga-api`, and tells the
//! window what changed. What a question does is in `tamga-api`, what a person does in `tamga-office`. Everything but
//! the outermost layer is generic over the runtime, so that the loopback host of the browser tests is the same app.

mod assemble;
mod bridge;
mod changes;
mod dialogs;
mod folder;
mod graphics;
mod log;
mod opening;
mod start;
mod world;

use std::ffi::OsString;
use std::process::ExitCode;

pub use assemble::{Assembled, Progress, assemble, context};
pub use start::{Start, Wanted};
#[cfg(feature = "window-host")]
pub use tauri;

/// Runs the program until its window is closed.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let start = match Start::parse(args) {
        Ok(start) => start,
        Err(words) => {
            eprintln!("{words}");
            return ExitCode::from(2);
        }
    };
    if let Wanted::Words(words) = &start.wanted {
        println!("{words}");
        return ExitCode::SUCCESS;
    }
    if !graphics::has_display() {
        eprintln!("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened.");
        eprintln!("The same story without a window: tamga demo");
        return ExitCode::FAILURE;
    }
    let folder = start.folder();
    log::to_file(&folder.log());
    let attempt = match graphics::Attempt::begin(&folder, start.safe_graphics) {
        graphics::Begin::Here(attempt) => attempt,
        graphics::Begin::Again(code) => return code,
    };
    match run(start, attempt) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            tracing::error!(%why, "the window could not be opened");
            eprintln!("The window could not be opened: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(start: Start, attempt: graphics::Attempt) -> tauri::Result<()> {
    // The lock of the store is what holds a second start off; where a session bus is there, this one is friendlier.
    let mut guard = tauri_plugin_single_instance::Builder::new().callback(|app, _, _| assemble::show(app));
    if let Some(id) = start.folder().bus_name() {
        guard = guard.dbus_id(id);
    }
    let dialogs = dialogs::System::new();
    let builder = tauri::Builder::default().plugin(guard.build()).plugin(tauri_plugin_dialog::init());
    let begun = attempt.clone();
    let progress =
        Progress { opening: Box::new(move || begun.makes_window()), loaded: Box::new(move || attempt.succeeded()) };
    let Assembled { app, opened } = assemble(builder, context(), start, dialogs.boxed(), progress)?;
    dialogs.attach(app.handle());
    app.run(move |_, event| {
        if let tauri::RunEvent::Exit = event {
            opened.close();
        }
    });
    Ok(())
}
