//! What can be asked about bundles on a stick?

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::country;

/// What to do with bundles.
#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Show under which name and keys this office packs and opens bundles
    #[command(after_help = "Examples:
  tamga --dir chamber bundle key
  tamga --dir post bundle key --node post.north

The publisher of the trust list takes the signing key in for the use \"bundle\"; partners close bundles with the other.")]
    Key {
        /// Name this node has in the trust list [default: the party]
        #[arg(long, value_name = "NODE")]
        node: Option<String>,
    },
    /// Add, list and remove those bundles are carried to
    #[command(subcommand, after_help = "Example:\n  tamga --dir chamber bundle partner list")]
    Partner(PartnerCommand),
    /// Pack what waits for a partner onto a stick
    Write(BundleWriteArguments),
    /// Take in bundles off a stick
    #[command(after_help = "Examples:
  tamga --dir post bundle read /media/stick/post-north-00014-0b5c1f2e.cobundle
  tamga --dir post bundle read /media/stick/*.cobundle --json

Reading the same bundle again is harmless. The answer is no (exit 1) when one was refused or something in it was.")]
    Read {
        /// Bundles
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// List bundles that were packed and read, and what is missing between them
    #[command(after_help = "Example:\n  tamga --dir post bundle list")]
    List {
        /// Most bundles to list
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
}

/// What to do with partners.
#[derive(Debug, Subcommand)]
pub enum PartnerCommand {
    /// Add a partner, or change the one of that node
    #[command(after_help = "Example:
  tamga --dir chamber bundle partner add post.north --party CN-CUSTOMS --country CN \\
    --to age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p")]
    Add(PartnerArguments),
    /// List them
    #[command(after_help = "Example:\n  tamga --dir chamber bundle partner list --json")]
    List,
    /// Forget one; what was exchanged with it stays
    #[command(after_help = "Example:\n  tamga --dir chamber bundle partner remove post.north")]
    Remove {
        /// Its node
        #[arg(value_name = "NODE")]
        node: String,
    },
}

/// A partner.
#[derive(Debug, Args)]
pub struct PartnerArguments {
    /// Its node in the trust list
    #[arg(value_name = "NODE")]
    pub node: String,
    /// Its party
    #[arg(long, value_name = "PARTY", default_value = "", hide_default_value = true)]
    pub party: String,
    /// Its key, age1…; several for several keys
    #[arg(long, required = true, value_name = "KEY")]
    pub to: Vec<String>,
    /// Country it takes certificates and answers for; several for several [default: all]
    #[arg(long, value_name = "CC", value_parser = country)]
    pub country: Vec<String>,
}

/// What to pack.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir chamber bundle write /media/stick --to post.north
  tamga --dir chamber bundle write /media/stick --to post.north --number MCC2026000412 --trust-list

What was packed stays in the outbox and goes over the line as well; it cannot arrive twice. The stick may be removed
when the command has answered.")]
pub struct BundleWriteArguments {
    /// Folder on the stick
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Node to carry to
    #[arg(long, value_name = "NODE")]
    pub to: String,
    /// Certificate to carry, whatever its state; several for several [default: everything that waits]
    #[arg(long, value_name = "NUMBER")]
    pub number: Vec<String>,
    /// Carry the trust list in force too
    #[arg(long)]
    pub trust_list: bool,
}
