//! What went wrong, where, and what should a person do about it?
//!
//! Faults of a document are findings in an answer; here is what keeps a command from answering. What the office says no
//! to is put in words in `office_failure`, what cannot be calculated in `calculation_failure`.

use std::path::PathBuf;

use tamga_codes::CodesError;
use tamga_demo::DemoError;
use tamga_office::OfficeError;
use tamga_origin::Finding;
use tamga_origin::calculator::CalculationRefused;

use crate::answer::Exit;
use crate::calculation_failure::not_calculated;
use crate::office_failure::{exit_of, happened, remedy, says_it_all};

/// Why a command has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// No folder was named and the machine has no usual one.
    #[error("No office folder was named, and this machine names none for application data.")]
    NoFolder,
    /// There is no office where one was looked for.
    #[error("There is no office here.")]
    NoOffice {
        /// Where.
        dir: PathBuf,
    },
    /// A file cannot be read.
    #[error("The file cannot be read.")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("The file cannot be written.")]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is larger than anything that is read here.
    #[error("The file is larger than 32 MB; no certificate, key or list is. It was not read.")]
    TooLarge {
        /// Which.
        path: PathBuf,
    },
    /// No secret was given and nobody can be asked.
    #[error("No {what} was given, and there is no terminal to ask at.")]
    NoSecret {
        /// What was wanted.
        what: &'static str,
        /// The option that names a variable.
        option: &'static str,
    },
    /// The environment variable with the secret is not set.
    #[error("The {what} is not in the environment variable that was named.")]
    SecretVariable {
        /// What was wanted.
        what: &'static str,
        /// The variable.
        name: String,
    },
    /// The file descriptor with the secret cannot be read.
    #[error("The {what} cannot be read from the file descriptor that was named.")]
    SecretDescriptor {
        /// What was wanted.
        what: &'static str,
        /// The descriptor.
        number: u32,
        /// Why.
        source: std::io::Error,
    },
    /// The prompt failed.
    #[error("The {what} could not be asked for.")]
    Prompt {
        /// What was wanted.
        what: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// Two entries of a new secret differ.
    #[error("The two entries of the {what} differ; nothing was changed.")]
    SecretsDiffer {
        /// What was wanted.
        what: &'static str,
    },
    /// The office has no signing key.
    #[error("This office has no signing key.")]
    NoKey {
        /// What is said beside the file; empty for an official's key.
        option: &'static str,
    },
    /// The office has several keys and none was named.
    #[error("This office has several signing keys, and none was named.")]
    KeyNeeded {
        /// Their ids.
        ids: Vec<String>,
    },
    /// No agreement profile has that id.
    #[error("This build carries no form called {id:?}.")]
    AgreementUnknown {
        /// What was asked for.
        id: String,
    },
    /// The large code lists are not on this machine.
    #[error("The large code lists are not on this machine.")]
    NoCodeLists,
    /// No code list has that id.
    #[error("There is no code list called {id:?}.")]
    ListUnknown {
        /// What was asked for.
        id: String,
    },
    /// The code lists cannot be read.
    #[error("The code lists cannot be read.")]
    Codes {
        /// Why.
        source: Box<CodesError>,
    },
    /// An item that was named is not on the certificate.
    #[error("The certificate has no line {sequence}.")]
    NoSuchItem {
        /// Certificate.
        number: String,
        /// The line.
        sequence: u32,
    },
    /// The certificate's content cannot be shown, so nothing can be decided on it.
    #[error("The content of this certificate could not be read, so nothing can be decided on it.")]
    NoContent {
        /// Certificate.
        number: String,
    },
    /// No rule of origin was given.
    #[error("No rule was given, and the file has none.")]
    RuleNeeded,
    /// A calculation of origin cannot be made.
    #[error("{}", not_calculated(.refused))]
    NotCalculated {
        /// Why.
        refused: CalculationRefused,
    },
    /// A refusal needs a reason.
    #[error("A refusal needs a reason.")]
    ReasonNeeded,
    /// The gateway's settings are incomplete.
    #[error("To set up the gateway {missing} is needed too.")]
    GatewayIncomplete {
        /// Options that are missing.
        missing: String,
    },
    /// The machinery for network work cannot start.
    #[error("The program could not start its network part.")]
    Runtime {
        /// Why.
        source: std::io::Error,
    },
    /// The office says no.
    #[error("{}", happened(.source))]
    Office {
        /// What it was about.
        about: String,
        /// Why.
        source: Box<OfficeError>,
    },
    /// The demonstration cannot run.
    #[error("The demonstration could not go on.")]
    Demo {
        /// Why.
        source: Box<DemoError>,
    },
}

impl Failure {
    /// What the office said about something.
    pub fn office(about: impl Into<String>) -> impl FnOnce(OfficeError) -> Self {
        let about = about.into();
        move |source| Self::Office { about, source: Box::new(source) }
    }

    /// What the office said, when it was the office.
    fn said(&self) -> Option<&OfficeError> {
        match self {
            Self::Office { source, .. } => Some(source),
            Self::Demo { source } => match source.as_ref() {
                DemoError::Office(source) => Some(source),
                _ => None,
            },
            _ => None,
        }
    }

    /// A word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoFolder => "no_folder",
            Self::NoOffice { .. } => "no_office",
            Self::Unreadable { .. } => "file_unreadable",
            Self::Unwritable { .. } => "file_unwritable",
            Self::TooLarge { .. } => "file_too_large",
            Self::NoSecret { .. }
            | Self::SecretVariable { .. }
            | Self::SecretDescriptor { .. }
            | Self::Prompt { .. }
            | Self::SecretsDiffer { .. } => "no_secret",
            Self::NoKey { .. } => "no_key",
            Self::KeyNeeded { .. } => "key_needed",
            Self::AgreementUnknown { .. } => "agreement_unknown",
            Self::NoCodeLists => "codes.missing",
            Self::ListUnknown { .. } => "list_unknown",
            Self::Codes { source } => source.code(),
            Self::NoSuchItem { .. } => "item_unknown",
            Self::NoContent { .. } => "no_content",
            Self::ReasonNeeded => "reason_needed",
            Self::RuleNeeded => "rule_needed",
            Self::NotCalculated { refused } => refused.code(),
            Self::GatewayIncomplete { .. } => "gateway_incomplete",
            Self::Runtime { .. } => "internal",
            Self::Office { .. } | Self::Demo { .. } => self.said().map_or("demo", |error| error.code().word()),
        }
    }

    /// How the command ends.
    pub fn exit(&self) -> Exit {
        match self {
            Self::NoFolder
            | Self::NoOffice { .. }
            | Self::Unreadable { .. }
            | Self::Unwritable { .. }
            | Self::SecretDescriptor { .. }
            | Self::Prompt { .. }
            | Self::NoKey { .. }
            | Self::NoCodeLists
            | Self::Codes { .. }
            | Self::Runtime { .. } => Exit::World,
            Self::TooLarge { .. } | Self::NoContent { .. } => Exit::No,
            Self::NotCalculated { .. } => Exit::Unjudged,
            Self::NoSecret { .. }
            | Self::SecretVariable { .. }
            | Self::SecretsDiffer { .. }
            | Self::KeyNeeded { .. }
            | Self::AgreementUnknown { .. }
            | Self::ListUnknown { .. }
            | Self::NoSuchItem { .. }
            | Self::ReasonNeeded
            | Self::RuleNeeded
            | Self::GatewayIncomplete { .. } => Exit::Wrong,
            Self::Office { .. } | Self::Demo { .. } => self.said().map_or(Exit::World, |error| exit_of(error.code())),
        }
    }

    /// Where: a file, folder, number, or nothing.
    pub fn place(&self) -> String {
        match self {
            Self::NoOffice { dir } => dir.display().to_string(),
            Self::Unreadable { path, .. } | Self::Unwritable { path, .. } | Self::TooLarge { path } => {
                path.display().to_string()
            }
            Self::SecretVariable { name, .. } => format!("variable {name}"),
            Self::SecretDescriptor { number, .. } => format!("file descriptor {number}"),
            Self::NoSuchItem { number, .. } | Self::NoContent { number } => format!("certificate {number}"),
            Self::Office { about, .. } => about.clone(),
            _ => String::new(),
        }
    }

    /// Why, in the words of the part that failed.
    pub fn reason(&self) -> String {
        match self {
            Self::Unreadable { source, .. }
            | Self::Unwritable { source, .. }
            | Self::SecretDescriptor { source, .. }
            | Self::Prompt { source, .. }
            | Self::Runtime { source } => source.to_string(),
            // Where the sentence says it all, the same in other words is no help.
            Self::Office { source, .. } if says_it_all(source.code()) => String::new(),
            Self::Office { source, .. } => chain(source.as_ref()),
            Self::Demo { source } => chain(source.as_ref()),
            Self::Codes { source } => chain(source.as_ref()),
            _ => String::new(),
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> String {
        match self {
            Self::NoFolder => "Name the office's folder with --dir DIR.".to_owned(),
            Self::NoOffice { .. } => {
                "Name the office's folder with --dir DIR, or make an office with `tamga init`.".to_owned()
            }
            Self::Unreadable { .. } => "Check the name and the permissions of the file.".to_owned(),
            Self::Unwritable { .. } => "Check the folder, its permissions and the free space on the disk.".to_owned(),
            Self::TooLarge { .. } => "Check that this is the file you meant.".to_owned(),
            Self::NoSecret { option, .. } => {
                format!("Name an environment variable that holds it with {option} NAME, or run this in a terminal.")
            }
            Self::SecretVariable { .. } => "Set the variable for this program, or leave the option out.".to_owned(),
            Self::SecretDescriptor { .. } | Self::Prompt { .. } => {
                "Name an environment variable instead (see --help).".to_owned()
            }
            Self::SecretsDiffer { .. } => "Run the command again.".to_owned(),
            Self::NoKey { option } => format!("Take one in with `tamga key import FILE.p12{option}`."),
            Self::KeyNeeded { ids } => format!("Name one with --key: {}.", ids.join(", ")),
            Self::AgreementUnknown { .. } => "`tamga agreements` lists the forms there are.".to_owned(),
            Self::NoCodeLists => {
                "Install them with the program, or name their file with --file; in the source tree `cargo xtask codes` \
                 makes it."
                    .to_owned()
            }
            Self::ListUnknown { .. } => "`tamga codes` shows the lists there are.".to_owned(),
            Self::Codes { .. } => "Install the program again, or name another file with --file.".to_owned(),
            Self::NoSuchItem { .. } | Self::NoContent { .. } => {
                "`tamga inbox NUMBER` shows the certificate with its lines.".to_owned()
            }
            Self::RuleNeeded => {
                "Take it from the agreement: --method with --threshold, --change, or both; see --help.".to_owned()
            }
            Self::NotCalculated { .. } => "Complete the file, or give the number as an option; see --help.".to_owned(),
            Self::ReasonNeeded => "Give it with --reason, for instance --reason ORI (origin not shown).".to_owned(),
            Self::GatewayIncomplete { .. } => "`tamga gateway --help` shows a whole example.".to_owned(),
            Self::Runtime { .. } => "Close other programs and try again.".to_owned(),
            Self::Office { .. } | Self::Demo { .. } => {
                let otherwise = "Name an empty folder on a disk with free space: --keep DIR.";
                self.said().map_or(otherwise, remedy).to_owned()
            }
        }
    }

    /// Findings that explain it.
    pub fn findings(&self) -> &[Finding] {
        self.said().map_or(&[], OfficeError::findings)
    }
}

/// An error and what it came from.
fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let said = source.to_string();
        // Wrappers often repeat what they wrap.
        if !words.contains(&said) {
            words = format!("{words}: {said}");
        }
        next = source.source();
    }
    words
}
