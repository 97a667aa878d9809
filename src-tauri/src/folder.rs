//! Where does this window's office lie, and where the little files that belong to the program itself?

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Name of the program's folder among those of the user.
const PROGRAM: &str = "org.tamga.desktop";

/// What lies in the folder that is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The demonstration.
    Demonstration,
    /// An office.
    Office,
}

/// The folder of this window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// What lies in it.
    pub content: Content,
    /// Named by the person, not found by us.
    named: bool,
}

impl Folder {
    /// The folder that is meant: as named, or the user's own.
    pub fn of(named: Option<&Path>, demonstration: bool) -> Self {
        Self::among(named, demonstration, &user_folder())
    }

    fn among(named: Option<&Path>, demonstration: bool, user: &Path) -> Self {
        let office = user.join("office");
        let content = match (demonstration, named) {
            (false, Some(_)) => Content::Office,
            (false, None) if office.join("office.toml").is_file() => Content::Office,
            _ => Content::Demonstration,
        };
        let own = match content {
            Content::Office => office,
            Content::Demonstration => user.join("demonstration"),
        };
        let path = named.map_or(own, |path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()));
        Self { path, content, named: named.is_some() }
    }

    /// The log of this window; beside the folder, so that the folder holds an office and nothing else.
    pub fn log(&self) -> PathBuf {
        self.beside("log")
    }

    /// The mark of a start that has not shown a window yet.
    pub fn starting(&self) -> PathBuf {
        self.beside("starting")
    }

    fn beside(&self, end: &str) -> PathBuf {
        let mut name = self.path.file_name().map_or_else(|| OsString::from("tamga"), OsString::from);
        name.push(".");
        name.push(end);
        self.path.with_file_name(name)
    }

    /// The name under which a second start finds the first: one per folder; `None` for the program's own name.
    pub fn bus_name(&self) -> Option<String> {
        // FNV-1a: the name must be the same in every build, which the library's hasher does not promise.
        let bytes = self.path.as_os_str().as_encoded_bytes();
        let hash = bytes
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        self.named.then(|| format!("{PROGRAM}.at{hash:016x}"))
    }
}

/// The folder in which this user's programs keep their files.
fn user_folder() -> PathBuf {
    let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || var("HOME").unwrap_or_else(std::env::temp_dir);
    let base = if cfg!(windows) {
        var("APPDATA").unwrap_or_else(home)
    } else if cfg!(target_os = "macos") {
        home().join("Library").join("Application Support")
    } else {
        var("XDG_DATA_HOME").filter(|path| path.is_absolute()).unwrap_or_else(|| home().join(".local").join("share"))
    };
    base.join(PROGRAM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_is_an_office_unless_the_demonstration_is_wanted() {
        let user = Path::new("/user");
        let office = Folder::among(Some(Path::new("/here")), false, user);
        assert_eq!((office.path.as_path(), office.content), (Path::new("/here"), Content::Office));
        assert_eq!(Folder::among(Some(Path::new("/here")), true, user).content, Content::Demonstration);
    }

    #[test]
    fn without_an_office_of_this_user_the_demonstration_is_opened() {
        let user = tempfile::tempdir().unwrap();
        let folder = Folder::among(None, false, user.path());
        assert_eq!((folder.path, folder.content), (user.path().join("demonstration"), Content::Demonstration));
        std::fs::create_dir(user.path().join("office")).unwrap();
        std::fs::write(user.path().join("office").join("office.toml"), "").unwrap();
        let folder = Folder::among(None, false, user.path());
        assert_eq!((folder.path, folder.content), (user.path().join("office"), Content::Office));
        assert_eq!(Folder::among(None, true, user.path()).content, Content::Demonstration);
    }

    #[test]
    fn each_folder_has_its_own_name_on_the_bus_and_its_own_files_beside_it() {
        let at = |path: &str| Folder::among(Some(Path::new(path)), true, Path::new("/user"));
        assert_ne!(at("/a").bus_name(), at("/b").bus_name());
        assert_eq!(at("/a").log(), Path::new("/a.log"));
        assert_eq!(Folder::among(None, true, Path::new("/user")).bus_name(), None);
    }
}
