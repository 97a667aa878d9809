//! How is it said what to do with trust lists and status lists?

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::SigningArguments;

/// What to do with trust lists.
#[derive(Debug, Subcommand)]
pub enum TrustCommand {
    /// Show what a signed trust list changes, and take it over, or say why not
    #[command(after_help = "Example, the first list, with root keys that its publisher handed you on another way:
  tamga --dir post trust import list-1.jws --root 'root-1:PUBLIC_KEY'

Every later one; it is taken over when you say so:
  tamga --dir post trust import list-2.jws
  tamga --dir post trust import list-2.jws --yes

Without an answer it waits. What it suspends, withdraws, ends or revokes counts at once all the same.")]
    Import {
        /// The list; none for the one that waits
        file: Option<PathBuf>,
        /// Root key that may sign the first list, as NAME:KEY (Ed25519, base64url); may be repeated
        #[arg(long = "root", value_name = "NAME:KEY", allow_hyphen_values = true)]
        roots: Vec<String>,
        /// How many root keys must have signed the first list
        #[arg(long, value_name = "N", default_value_t = 1, requires = "roots")]
        threshold: usize,
        /// Take it over without asking
        #[arg(long)]
        yes: bool,
    },
    /// List the issuing bodies of the list in use
    #[command(after_help = "Example:\n  tamga --dir post trust list")]
    List,
    /// Show one issuing body: its people, specimens, forms and keys
    #[command(after_help = "Example:\n  tamga --dir post trust show AU-MCC")]
    Show {
        /// Code of the body
        issuer: String,
    },
    /// List every trust list that was taken over
    #[command(after_help = "Example:\n  tamga --dir post trust history")]
    History,
    /// Show what changed from one list that was taken over to another
    #[command(after_help = "Example:\n  tamga --dir post trust diff 3 5")]
    Diff {
        /// Number of the earlier list
        from: u64,
        /// Number of the later list
        to: u64,
    },
    /// Say whether a list that only adds is taken over by itself
    #[command(after_help = "Example:\n  tamga --dir post trust growth accept")]
    Growth {
        /// What to do with it
        what: GrowthWord,
    },
    /// Keep pictures of signatures and stamps that the list names
    #[command(after_help = "Example:\n  tamga --dir post trust specimen signature.png stamp.png")]
    Specimen {
        /// The pictures, PNG or JPEG
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Take over a signed status list, or without a file say how far the lists of each issuer reach
    #[command(after_help = "Examples:
  tamga --dir post trust status AU-MCC-17.jws
  tamga --dir post trust status")]
    Status {
        /// The list
        file: Option<PathBuf>,
    },
    /// Make the next status list of this office's certificates
    #[command(after_help = "Example:
  tamga --dir chamber trust publish-status AU-MCC-18.jws

The first list says everything, each later one what changed since the one before it. The key for
printed codes signs; the trust list must name it for status lists too.")]
    PublishStatus {
        /// Where to write it
        out: PathBuf,
        /// Say everything once more
        #[arg(long)]
        snapshot: bool,
        #[command(flatten)]
        signing: SigningArguments,
    },
}

/// What to do with a list that only adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GrowthWord {
    /// Take it over by itself
    Accept,
    /// Ask somebody
    Ask,
}
