//! What can be asked on the command line? The tree of commands with their help; what they do is in `commands`.

mod asked;
mod border;
mod bundle;
mod codes;
mod decimal;
mod elements;
mod evidence;
mod folder;
mod issuing;
mod key_pin;
mod origin;
mod setting_up;
mod sign;
mod template;
mod trust;
mod waiting;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use tamga_origin::date_reader::Calendar;
use tamga_origin::{Date, DateFault, DateReading, read_date};

pub use asked::{QuestionCommand, VerificationCommand};
pub use border::{DecideArguments, DecisionWord, InboxArguments, ItemChoice, SearchArguments, VerifyArguments};
pub use bundle::{BundleCommand, BundleWriteArguments, PartnerArguments, PartnerCommand};
pub use codes::{CodesArguments, CodesCommand, PackArguments, TakeArguments};
pub use decimal::DecimalWord;
pub use elements::ElementsArguments;
pub use evidence::{EvidenceCommand, ExportArguments, LevelWord, ServiceArguments};
pub use folder::{FolderArguments, FolderCommand};
pub use issuing::{
    CancelArguments, CheckArguments, ConvertArguments, DatesWord, DraftCommand, ImportArguments, IssueArguments,
    SeparatorWord, Work,
};
pub use key_pin::ChangePinArguments;
pub use origin::{CalculateArguments, OriginCommand};
pub use setting_up::{
    AgreementsArguments, AgreementsCommand, DemoArguments, GatewayArguments, InitArguments, KeyCommand, NumbersCommand,
    RoleWord, RouteChoice, TokenCommand,
};
pub use sign::{CodWord, SignArguments};
pub use template::TemplateArguments;
pub use trust::{GrowthWord, TrustCommand};
pub use waiting::{Consent, ContradictionCommand, OutboxCommand};

/// Heading of the options that every command has.
const COMMON: &str = "Common options";

/// Electronic certificates of origin: issue, send, receive, verify, decide.
#[derive(Debug, Parser)]
#[command(
    name = "tamga",
    version,
    max_term_width = 100,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    after_help = "To look around, with nothing set up and nothing left behind:
  tamga demo

An office is a folder. A chamber sets one up and issues its first certificate like this:
  tamga init --dir chamber --role issue --country AU --office \"Melbourne Chamber\" --issuer MCC
  tamga --dir chamber key import officer.p12
  tamga --dir chamber trust import list.jws --root 'root-1:PUBLIC_KEY'
  tamga --dir chamber numbers add --agreement chafta --first 1 --last 5000
  tamga --dir chamber issue order.json --agreement chafta --out printed

Exit status: 0 done, or the answer is yes; 1 the answer is no; 2 called wrongly;
3 the world is in the way (file, disk, network, key); 4 nothing could be judged."
)]
pub struct Arguments {
    /// Folder of the office [default: the one the window opens]
    #[arg(long, global = true, value_name = "DIR", env = "TAMGA_DIR", hide_env_values = true, help_heading = COMMON)]
    pub dir: Option<PathBuf>,
    /// Print one JSON object on standard output, and nothing else there
    #[arg(long, global = true, help_heading = COMMON)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tell the whole story of one certificate in this terminal
    Demo(DemoArguments),
    /// Make an office in an empty folder
    Init(InitArguments),
    /// Take in, make and list signing keys
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber key import officer.p12")]
    Key(KeyCommand),
    /// Take in and list whom this office believes
    #[command(subcommand, after_help = "Example:\n  tamga --dir post trust import list.jws")]
    Trust(TrustCommand),
    /// Show or set the gateway this office is registered at
    Gateway(GatewayArguments),
    /// Add and list blocks of certificate numbers
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber numbers list")]
    Numbers(NumbersCommand),
    /// List the forms this build carries, show one, or look for slips in the file of one
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "Examples:\n  tamga agreements\n  tamga agreements chafta --json\n  tamga agreements lint new-form.toml"
    )]
    Agreements(AgreementsArguments),
    /// List the code lists there are, search one, take one in, or make a pack of goods codes
    #[command(args_conflicts_with_subcommands = true)]
    Codes(CodesArguments),
    /// Write a blank workbook for applications
    Template(TemplateArguments),
    /// List the elements of a certificate with their names in the WCO Data Model and the dialects
    Elements(ElementsArguments),
    /// Take in and list drafts
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber draft import order.json --agreement chafta")]
    Draft(DraftCommand),
    /// Say what is wrong with a document or draft; store nothing
    Check(CheckArguments),
    /// Work out whether a product originates
    #[command(
        subcommand,
        after_help = "Example:\n  tamga origin calculate bom.xlsx --method build-down --threshold 40 --fob 5.60 --currency USD"
    )]
    Origin(OriginCommand),
    /// Number, sign, print and queue certificates
    Issue(IssueArguments),
    /// Put a signature into a digital certificate that others began
    Sign(SignArguments),
    /// Say whether signed certificates are genuine
    Verify(VerifyArguments),
    /// Write a document in another form
    Convert(ConvertArguments),
    /// Hand over everything that waits in the outbox, now
    #[command(after_help = "Example:\n  tamga --dir chamber send")]
    Send,
    /// Take in everything that waits at the gateway, now
    #[command(after_help = "Example:\n  tamga --dir post receive")]
    Receive,
    /// Send, then receive
    #[command(
        after_help = "Example, every five minutes from cron:\n  */5 * * * * tamga --dir /srv/post sync --json >> /var/log/tamga.log"
    )]
    Sync,
    /// List received certificates, or show one with what is left per line
    Inbox(InboxArguments),
    /// Accept or refuse goods of a received certificate, and tell the issuer
    Decide(DecideArguments),
    /// Ask how certificates of others stand, and read the answers
    #[command(subcommand, after_help = "Example:\n  tamga --dir post question list")]
    Question(QuestionCommand),
    /// Ask an issuing body to verify a certificate, or reply to customs
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber verification list")]
    Verification(VerificationCommand),
    /// List what leaves this office, and decide what will not go by itself
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber outbox list")]
    Outbox(OutboxCommand),
    /// List documents that contradict one another, and put one aside
    #[command(subcommand, after_help = "Example:\n  tamga --dir post contradiction list")]
    Contradiction(ContradictionCommand),
    /// Send and take in certificates as files in folders
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber folder list")]
    Folder(FolderCommand),
    /// Carry certificates and confirmations on a stick
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber bundle write /media/stick --to post.north")]
    Bundle(BundleCommand),
    /// Search issued and received certificates
    Search(SearchArguments),
    /// Withdraw an issued certificate
    Cancel(CancelArguments),
    /// Time stamps and answers about revocation beside certificates
    #[command(subcommand, after_help = "Example:\n  tamga --dir post evidence fetch")]
    Evidence(EvidenceCommand),
    /// Write a copy of a certificate with its evidence inside
    Export(ExportArguments),
    /// The record of who did what
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber journal verify")]
    Journal(JournalCommand),
    /// Look at everything a support person asks for first
    #[command(after_help = "Example:\n  tamga --dir chamber doctor --json")]
    Doctor,
}

/// What to do with the journal.
#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Walk the hash chain and say whether an entry was changed
    #[command(after_help = "Example:\n  tamga --dir chamber journal verify")]
    Verify,
}

/// Where the PIN of a key is found.
#[derive(Debug, Clone, Args)]
pub struct PinArguments {
    /// Environment variable that holds the PIN [default: ask at the terminal]
    #[arg(long, value_name = "NAME", conflicts_with = "pin_fd")]
    pub pin_env: Option<String>,
    /// Open file descriptor whose first line is the PIN
    #[arg(long, value_name = "N")]
    pub pin_fd: Option<u32>,
}

/// With which key, opened by which PIN.
#[derive(Debug, Clone, Args)]
pub struct SigningArguments {
    /// Id of the signing key [default: the only one]
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    #[command(flatten)]
    pub pin: PinArguments,
}

/// Reads a day as the window and the import read it; what can mean two days is asked about.
fn day(text: &str) -> Result<Date, String> {
    let reason = match read_date(text) {
        DateReading::Day(day) => return Ok(day),
        DateReading::Question(days) => {
            let days: Vec<String> = days.iter().map(Date::to_string).collect();
            format!("it can mean {}", days.join(" or "))
        }
        DateReading::Refused(fault) => match fault {
            DateFault::Unreadable => "it cannot be read as a day".to_owned(),
            DateFault::Impossible => "there is no such day".to_owned(),
            DateFault::Year => "its year is not between 1900 and 2199".to_owned(),
            DateFault::OtherCalendar(Calendar::Hijri) => "it is a day of the Hijri calendar".to_owned(),
            DateFault::OtherCalendar(Calendar::Buddhist) => "it is a day of the Buddhist calendar".to_owned(),
        },
    };
    Err(format!("{reason}; write it as 2026-05-04"))
}

/// Reads a country, two letters.
fn country(text: &str) -> Result<String, String> {
    let upper = text.to_uppercase();
    let fits = upper.len() == 2 && upper.bytes().all(|byte| byte.is_ascii_uppercase());
    fits.then_some(upper).ok_or_else(|| "a country has two letters (ISO 3166-1), for instance AU".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_tree_of_commands_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_day_is_taken_when_it_can_mean_one_day_only() {
        let read = |text: &str| day(text).map(|day| day.to_string());
        assert_eq!(read("2026-05-04"), Ok("2026-05-04".to_owned()));
        assert_eq!(read("4 May 2026"), Ok("2026-05-04".to_owned()));
        let asked = "it can mean 2026-04-03 or 2026-03-04; write it as 2026-05-04";
        assert_eq!(read("03/04/2026"), Err(asked.to_owned()));
        assert_eq!(read("31/02/2026"), Err("there is no such day; write it as 2026-05-04".to_owned()));
        assert_eq!(read("13/06/1448"), Err("it is a day of the Hijri calendar; write it as 2026-05-04".to_owned()));
    }

    #[test]
    fn every_command_shows_an_example() {
        fn walk(command: &clap::Command) {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("tamga "), "{} shows an example", command.get_name());
            command.get_subcommands().for_each(walk);
        }
        walk(&Arguments::command());
    }
}
