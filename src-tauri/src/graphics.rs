//! Can a window be drawn here? With some graphics drivers WebKitGTK shows an empty one; then the next start does
//! without the driver's help.
//!
//! A mark is set right before the window is made and taken away when its page has loaded. Who finds the mark of an
//! earlier start knows that it did not get so far. A second start that ends before it makes a window sets none.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::folder::Folder;

/// Makes WebKitGTK draw without the buffer sharing that some drivers get wrong.
const SAFE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Whether a window can be opened at all.
pub fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// A start that has not shown a window yet.
#[derive(Clone)]
pub struct Attempt {
    mark: PathBuf,
}

/// How a start goes on.
pub enum Begin {
    /// In this process.
    Here(Attempt),
    /// It went on in another process that has ended like this.
    Again(ExitCode),
}

impl Attempt {
    /// Begins a start, safely when that is asked for or the last start did not show its window.
    pub fn begin(folder: &Folder, asked: bool) -> Begin {
        let mark = folder.starting();
        let failed_before = mark.exists();
        if is_needed(asked, failed_before, std::env::var_os(SAFE).is_some()) {
            tracing::warn!(asked, failed_before, "starting with safe graphics");
            if let Some(code) = again() {
                return Begin::Again(code);
            }
        }
        Begin::Here(Self { mark })
    }

    /// The window is about to be made.
    pub fn makes_window(&self) {
        // Where the mark cannot be written a failed start is not noticed; that is no reason not to start.
        let _ = self.mark.parent().map(std::fs::create_dir_all);
        let _ = std::fs::write(&self.mark, std::process::id().to_string());
    }

    /// The window's page has loaded.
    pub fn succeeded(&self) {
        let _ = std::fs::remove_file(&self.mark);
    }
}

fn is_needed(asked: bool, failed_before: bool, is_safe_already: bool) -> bool {
    cfg!(target_os = "linux") && (asked || failed_before) && !is_safe_already
}

/// The same program once more, with the variable set; an own environment cannot be changed safely.
fn again() -> Option<ExitCode> {
    let program = std::env::current_exe().ok()?;
    let status = std::process::Command::new(program).args(std::env::args_os().skip(1)).env(SAFE, "1").status().ok()?;
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Some(ExitCode::from(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_never_showed_its_window_leaves_a_mark_and_a_good_one_none() {
        let base = tempfile::tempdir().unwrap();
        let folder = Folder::of(Some(&base.path().join("office")), true);
        let Begin::Here(attempt) = Attempt::begin(&folder, false) else { panic!("the first start goes on here") };
        assert!(!folder.starting().exists(), "a start that finds another one and ends leaves nothing");
        attempt.makes_window();
        assert!(folder.starting().exists());
        attempt.succeeded();
        assert!(!folder.starting().exists());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn safe_graphics_come_when_asked_or_after_a_failed_start_and_only_once() {
        assert!(is_needed(true, false, false));
        assert!(is_needed(false, true, false));
        assert!(!is_needed(false, false, false));
        assert!(!is_needed(true, true, true), "the safe process does not start another one");
    }
}
