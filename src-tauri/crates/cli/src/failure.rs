//! What went wrong, where, and what should a person do about it?
//!
//! Faults of a document are findings in an answer; here is what keeps a command from answering.

use std::path::PathBuf;

use tamga_codes::CodesError;
use tamga_demo::DemoError;
use tamga_office::confirm::ConfirmationRefused;
use tamga_office::{ErrorCode, OfficeError};
use tamga_origin::Finding;
use tamga_origin::calculator::CalculationRefused;

use crate::answer::Exit;
use crate::{bundle_failure, key_failure};

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
                self.said()
                    .map_or(otherwise, |error| said_of(error).map_or_else(|| to_do(error.code()), |(_, to_do)| to_do))
                    .to_owned()
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

fn not_calculated(refused: &CalculationRefused) -> String {
    match refused {
        CalculationRefused::Currency { found } if found.is_empty() => {
            "The currency of the amounts is missing.".to_owned()
        }
        CalculationRefused::Currency { found } => format!("{found:?} is no currency code of three capitals."),
        CalculationRefused::MixedCurrencies { line, found, expected } => {
            format!("Line {line} is in {found}, the rest in {expected}; convert it first.")
        }
        CalculationRefused::ValueMissing { line } => format!("Line {line} has no value."),
        CalculationRefused::NegativeValue { line } => format!("Line {line} has a number below zero."),
        CalculationRefused::NegativeCost => "A cost is below zero.".to_owned(),
        CalculationRefused::ContentAboveValue { line } => {
            format!("The originating content of line {line} is more than its value.")
        }
        CalculationRefused::LineTwice { line } => format!("Line {line} stands twice."),
        CalculationRefused::BasisMissing { basis } => {
            format!("The {} value of the product is missing.", basis.as_str().replace('_', " "))
        }
        CalculationRefused::BasisNotPositive { basis } => {
            format!("The {} value of the product is not above zero.", basis.as_str().replace('_', " "))
        }
        CalculationRefused::NetCostMissing => "The total cost of the product is missing.".to_owned(),
        CalculationRefused::NetCostNotPositive => "The net cost of the product is not above zero.".to_owned(),
        CalculationRefused::NoneNamed => "No material is marked as named by the rule.".to_owned(),
        CalculationRefused::ProductCode { digits } => {
            format!("The tariff code of the product needs {digits} digits at least.")
        }
        CalculationRefused::Percent { found } => format!("{found} is no percentage between 0 and 100."),
        CalculationRefused::TooLarge => "The numbers are too large or too fine to be added exactly.".to_owned(),
    }
}

fn says_it_all(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::BlockedByFindings | ErrorCode::LayoutOverflow | ErrorCode::SecondStart)
}

fn exit_of(code: ErrorCode) -> Exit {
    match code {
        ErrorCode::NotFound
        | ErrorCode::BlockedByFindings
        | ErrorCode::FileUnreadable
        | ErrorCode::FileTooLarge
        | ErrorCode::FileFormatUnknown
        | ErrorCode::TrustListRefused
        | ErrorCode::CodeListRefused
        | ErrorCode::NotAllowed
        | ErrorCode::AlreadyDecided
        | ErrorCode::QuantityExceeded
        | ErrorCode::LayoutOverflow
        | ErrorCode::StateConflict => Exit::No,
        ErrorCode::BadRequest => Exit::Wrong,
        ErrorCode::Stale
        | ErrorCode::PinWrong
        | ErrorCode::PinLocked
        | ErrorCode::KeyNotUsable
        | ErrorCode::KeyExpired
        | ErrorCode::KeyUnreadable
        | ErrorCode::KeyUnknown
        | ErrorCode::NumberBlockEmpty
        | ErrorCode::NumberUsed
        | ErrorCode::Offline
        | ErrorCode::DiskFull
        | ErrorCode::DatabaseNewer
        | ErrorCode::DatabaseBusy
        | ErrorCode::SecondStart
        | ErrorCode::Internal => Exit::World,
    }
}

/// What happened and what to do, where more is known than the code says.
fn said_of(error: &OfficeError) -> Option<(&'static str, &'static str)> {
    key_failure::of(error).or_else(|| bundle_failure::of(error))
}

fn happened(error: &OfficeError) -> &'static str {
    if let OfficeError::NotConfirmed(why) = error {
        return match why {
            ConfirmationRefused::NoSuchFact => "The form has no such fact with a value.",
            ConfirmationRefused::NoArticle => "The article in which it was read is missing.",
            ConfirmationRefused::OnePerson => "It takes two different persons.",
        };
    }
    if let Some((happened, _)) = said_of(error) {
        return happened;
    }
    match error.code() {
        ErrorCode::NotFound => "Nothing here has that number or id.",
        ErrorCode::Stale => "Somebody else changed this meanwhile.",
        ErrorCode::BlockedByFindings => "Some points must be put right first; nothing was issued.",
        ErrorCode::PinWrong => "The PIN does not open this key; nothing was signed.",
        ErrorCode::PinLocked => "This key is locked after too many wrong PINs.",
        ErrorCode::KeyNotUsable => "This key may not sign this.",
        ErrorCode::KeyExpired => "This key's certificate has ended, or has not begun.",
        ErrorCode::KeyUnreadable => "The key file could not be opened.",
        ErrorCode::KeyUnknown => "There is no key of that id here.",
        ErrorCode::NumberBlockEmpty => "No certificate number is left for this form; nothing was issued.",
        ErrorCode::NumberUsed => "The next certificate number was used already; nothing was issued.",
        ErrorCode::FileUnreadable => "The content of the file could not be read.",
        ErrorCode::FileTooLarge => "The file is too large to be a certificate.",
        ErrorCode::FileFormatUnknown => "This kind of file is not known here.",
        ErrorCode::TrustListRefused => "The trust list was refused; the one in use stays.",
        ErrorCode::CodeListRefused => "The code list was refused; those that are here stay.",
        ErrorCode::NotAllowed => "This office has no desk for that.",
        ErrorCode::AlreadyDecided => "A decision for this declaration stands already.",
        ErrorCode::QuantityExceeded => "More is asked for than is left on the certificate; nothing was written off.",
        ErrorCode::Offline => "There is no connection to the gateway; nothing is lost.",
        ErrorCode::DiskFull => "The disk is full; nothing was lost and nothing was issued.",
        ErrorCode::DatabaseNewer => "A newer version of Tamga wrote this office's records; they were not touched.",
        ErrorCode::DatabaseBusy => "Another program holds this office's records.",
        ErrorCode::SecondStart => "Another Tamga has this office open.",
        ErrorCode::LayoutOverflow => "The content does not fit the paper of this form; nothing was issued.",
        ErrorCode::StateConflict => "That is not possible in the present state.",
        ErrorCode::BadRequest => "That does not make sense here.",
        ErrorCode::Internal => "Something happened that should not happen; nothing was left half done.",
    }
}

fn to_do(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::NotFound => "`tamga search TEXT` finds numbers; `tamga draft list` shows drafts.",
        ErrorCode::Stale => "Look at it again and repeat the command.",
        ErrorCode::BlockedByFindings => "Put right what is marked Fix, then repeat the command.",
        ErrorCode::PinWrong => "Try again with the right PIN; after several wrong ones the key is locked for a while.",
        ErrorCode::PinLocked => "Wait, then try again with the right PIN.",
        ErrorCode::KeyNotUsable => "Choose another key with --key; `tamga key list` shows them.",
        ErrorCode::KeyExpired => "Take in a renewed key with `tamga key import`, or choose another with --key.",
        ErrorCode::KeyUnreadable => "Check that it is a PKCS#12 file (.p12) with one key, and its password.",
        ErrorCode::KeyUnknown => "`tamga key list` shows the keys.",
        ErrorCode::NumberBlockEmpty => "Add a block with `tamga numbers add`; the draft is safe.",
        ErrorCode::NumberUsed => "Repeat the command; the next number is taken.",
        ErrorCode::FileUnreadable => "Save it again where it came from; it may be cut off or damaged.",
        ErrorCode::FileTooLarge => "Check that this is the file you meant.",
        ErrorCode::FileFormatUnknown => {
            "Tamga reads its own XML, UN/CEFACT JSON and UBL in UTF-8, and applications as CSV or XLSX."
        }
        ErrorCode::TrustListRefused => "Get the newest list from its publisher; check the root keys you named.",
        ErrorCode::CodeListRefused => {
            "Put right what is named, or ask its maker for a whole file; `tamga codes believe` takes packs of a publisher."
        }
        ErrorCode::NotAllowed => "Use the folder of an office with that desk: --dir DIR.",
        ErrorCode::AlreadyDecided => "`tamga inbox NUMBER` shows what was decided.",
        ErrorCode::QuantityExceeded => "Lower the quantity to what is left, or refuse.",
        ErrorCode::Offline => "Try again when the line is back; `tamga doctor` looks at the gateway.",
        ErrorCode::DiskFull => "Free some space and repeat the command.",
        ErrorCode::DatabaseNewer => "Update this program.",
        ErrorCode::DatabaseBusy => "Wait a moment and repeat the command.",
        ErrorCode::SecondStart => "Close the window or the other command, then repeat this one.",
        ErrorCode::LayoutOverflow => "Shorten the box that is named.",
        ErrorCode::StateConflict => "`tamga search NUMBER` shows how it stands.",
        ErrorCode::BadRequest => "See --help of this command.",
        ErrorCode::Internal => "Run `tamga doctor` and give its answer to support.",
    }
}
