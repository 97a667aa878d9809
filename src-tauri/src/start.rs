//! What does the person who starts the program want? A demonstration, or an office in some folder.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::folder::Folder;

const HELP: &str = "\
tamga-desktop [--demo] [--dir DIR] [--safe-graphics]

  --demo            the demonstration: two gateways, a chamber and a border post on this machine
  --dir DIR         the folder of the office (or of the demonstration); without it the folder of this user
  --safe-graphics   for a window that stays empty: draws without help of the graphics card
  --version         the version
  --help            these words

Without --demo and without an office in the folder of this user, the demonstration is opened. An office is made with
`tamga init`.";

/// What is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The demonstration.
    Demonstration,
    /// An office; without a folder the one of this user, or the demonstration where there is none.
    Office,
    /// Nothing but these words.
    Words(String),
}

/// How the program was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// What is to be opened.
    pub wanted: Wanted,
    /// In which folder; none for the folder of this user.
    pub dir: Option<PathBuf>,
    /// Draw without help of the graphics card.
    pub safe_graphics: bool,
}

impl Start {
    /// Reads the arguments, without the program's own name.
    ///
    /// # Errors
    /// Words for the person, when an argument is not known.
    pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut start = Self { wanted: Wanted::Office, dir: None, safe_graphics: false };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            match arg.to_str() {
                Some("--demo") => start.wanted = Wanted::Demonstration,
                Some("--safe-graphics") => start.safe_graphics = true,
                Some("--help" | "-h") => start.wanted = Wanted::Words(HELP.to_owned()),
                Some("--version" | "-V") => {
                    start.wanted = Wanted::Words(concat!("tamga-desktop ", env!("CARGO_PKG_VERSION")).to_owned());
                }
                Some("--dir") => match args.next() {
                    Some(dir) => start.dir = Some(PathBuf::from(dir)),
                    None => return Err("`--dir` needs a folder.".to_owned()),
                },
                _ => return Err(format!("`{}` is not an option here.\n\n{HELP}", arg.to_string_lossy())),
            }
            if matches!(start.wanted, Wanted::Words(_)) {
                break;
            }
        }
        Ok(start)
    }

    pub(crate) fn folder(&self) -> Folder {
        Folder::of(self.dir.as_deref(), self.wanted == Wanted::Demonstration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Start, String> {
        Start::parse(args.iter().map(OsString::from))
    }

    #[test]
    fn the_demonstration_and_its_folder_are_read() {
        let start = parse(&["--demo", "--dir", "/a b"]).unwrap();
        assert_eq!((start.wanted, start.dir), (Wanted::Demonstration, Some(PathBuf::from("/a b"))));
    }

    #[test]
    fn without_arguments_an_office_is_wanted() {
        let start = parse(&[]).unwrap();
        assert_eq!((start.wanted, start.dir, start.safe_graphics), (Wanted::Office, None, false));
    }

    #[test]
    fn an_unknown_argument_and_a_missing_folder_are_said() {
        assert!(parse(&["--full"]).unwrap_err().contains("--full"));
        assert!(parse(&["--dir"]).is_err());
    }

    #[test]
    fn help_and_version_are_words() {
        assert!(matches!(parse(&["--help"]).unwrap().wanted, Wanted::Words(words) if words.contains("--dir DIR")));
        assert!(matches!(parse(&["--version"]).unwrap().wanted, Wanted::Words(words) if words.contains("0.1")));
    }
}
