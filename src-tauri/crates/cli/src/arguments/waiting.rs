//! What can be asked about what waits for a person: submissions that will not go by themselves, documents that contradict
//! one another?

use clap::{Args, Subcommand};
use uuid::Uuid;

/// What to do with the outbox.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// List what leaves this office, and how far it has come
    #[command(after_help = "Examples:
  tamga --dir chamber outbox list
  tamga --dir chamber outbox list --all --json")]
    List {
        /// What has arrived, too
        #[arg(long)]
        all: bool,
        /// Most lines
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
    /// Try a submission again that is blocked or in conflict
    #[command(after_help = "Example:\n  tamga --dir chamber outbox again 0b5c1f2e-0c1d-4c52-9f4a-6a2f1f0e7d11")]
    Again {
        /// The submission
        #[arg(value_name = "ID")]
        id: Uuid,
    },
    /// Accept what stands at the gateway in place of a submission in conflict with it
    #[command(after_help = "Example:
  tamga --dir chamber outbox concede 0b5c1f2e-0c1d-4c52-9f4a-6a2f1f0e7d11 \\
    --second \"Mara Holt\" --reason \"issued twice after the backup\"")]
    Concede(ConsentArguments),
    /// Give a submission up; when a copy may have left, the gateway is asked for its promise first
    #[command(after_help = "Example:
  tamga --dir chamber outbox give-up 0b5c1f2e-0c1d-4c52-9f4a-6a2f1f0e7d11 \\
    --second \"Mara Holt\" --reason \"the buyer withdrew\"")]
    GiveUp(ConsentArguments),
}

/// About which submission two persons agree, and why.
#[derive(Debug, Args)]
pub struct ConsentArguments {
    /// The submission
    #[arg(value_name = "ID")]
    pub id: Uuid,
    #[command(flatten)]
    pub consent: Consent,
}

/// Who agrees, and why.
#[derive(Debug, Args)]
pub struct Consent {
    /// Name of the second person who agrees
    #[arg(long, value_name = "NAME")]
    pub second: String,
    /// Why, for the journal
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// What to do with documents that contradict one another.
#[derive(Debug, Subcommand)]
pub enum ContradictionCommand {
    /// List numbers under which two signed documents say different things
    #[command(after_help = "Example:\n  tamga --dir post contradiction list")]
    List,
    /// Put one of the documents aside; the other one counts then
    #[command(after_help = "Example:
  tamga --dir post contradiction set-aside 7 --second \"Mara Holt\" --reason \"the issuer named the good one\"")]
    SetAside {
        /// Number of the document in the list
        #[arg(value_name = "DOCUMENT")]
        document: i64,
        #[command(flatten)]
        consent: Consent,
    },
}
