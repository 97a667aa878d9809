//! What does nobody at the screen answer to a dialog? Files are saved beside the demonstration, none is opened.

use std::path::{Path, PathBuf};

use tamga_api::Dialogs;
use tamga_api::wire::FilePurpose;

/// Saves into one folder.
pub struct IntoFolder(PathBuf);

impl IntoFolder {
    /// The folder `DIR.saved`.
    pub fn beside(dir: &Path) -> Self {
        let mut name = dir.file_name().unwrap_or_default().to_owned();
        name.push(".saved");
        Self(dir.with_file_name(name))
    }
}

impl Dialogs for IntoFolder {
    fn open(&self, _purpose: FilePurpose) -> Option<PathBuf> {
        None
    }

    fn folder(&self) -> Option<PathBuf> {
        std::fs::create_dir_all(&self.0).ok()?;
        Some(self.0.clone())
    }

    fn save(&self, name: &str) -> Option<PathBuf> {
        std::fs::create_dir_all(&self.0).ok()?;
        Some(self.0.join(name))
    }
}
