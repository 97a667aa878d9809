//! How is a person asked for a file? By the system's own dialog. A test that drives the window cannot reach that one:
//! under a window driver, and only there, a variable of the environment answers in its place.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use tamga_api::Dialogs;
use tamga_api::wire::FilePurpose;
use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::DialogExt;

/// Set by a window driver before it starts the program.
const DRIVEN: &str = "TAURI_WEBVIEW_AUTOMATION";
/// The path that answers every dialog of a driven window.
const ANSWER: &str = "TAMGA_DIALOG_ANSWER";

/// The system's dialogs, as soon as there is a window.
#[derive(Clone, Default)]
pub struct System {
    window: Arc<OnceLock<AppHandle<Wry>>>,
}

impl System {
    /// Dialogs that wait for a window.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on they can be shown.
    pub fn attach(&self, handle: &AppHandle<Wry>) {
        // A second window would be a second start; there is one.
        let _ = self.window.set(handle.clone());
    }

    /// As the app takes them.
    pub fn boxed(&self) -> Box<dyn Dialogs> {
        Box::new(self.clone())
    }
}

fn answered() -> Option<PathBuf> {
    std::env::var_os(DRIVEN)?;
    std::env::var_os(ANSWER).map(PathBuf::from)
}

/// Ends of file names per purpose; words are left to the system.
fn ends(purpose: FilePurpose) -> &'static [&'static str] {
    match purpose {
        FilePurpose::Draft => &["xml", "json"],
        FilePurpose::Check => &["xml", "pdf", "json"],
        FilePurpose::Key => &["p12", "pfx"],
        FilePurpose::Trust => &["json"],
        FilePurpose::Bundle => &["cobundle"],
        FilePurpose::Codes => &["zip", "xlsx", "csv"],
        FilePurpose::CardProgram => &["so", "dll", "dylib"],
    }
}

impl Dialogs for System {
    fn open(&self, purpose: FilePurpose) -> Option<PathBuf> {
        if let Some(path) = answered() {
            return Some(path);
        }
        let ends = ends(purpose);
        let dialog = self.window.get()?.dialog().file().add_filter(ends.join(", "), ends).add_filter("*", &["*"]);
        dialog.blocking_pick_file()?.into_path().ok()
    }

    fn folder(&self) -> Option<PathBuf> {
        if let Some(path) = answered() {
            return Some(path);
        }
        self.window.get()?.dialog().file().blocking_pick_folder()?.into_path().ok()
    }

    fn save(&self, name: &str) -> Option<PathBuf> {
        if let Some(path) = answered() {
            return Some(path);
        }
        self.window.get()?.dialog().file().set_file_name(name).blocking_save_file()?.into_path().ok()
    }
}
