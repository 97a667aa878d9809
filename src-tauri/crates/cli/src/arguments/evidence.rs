//! What can be asked about evidence beside certificates: time stamps, and answers about revocation?

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// What to do with evidence.
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Show, set or leave the service that stamps what is sealed
    #[command(after_help = "Examples:
  tamga --dir chamber evidence service http://stamps.example.org/tsa
  tamga --dir chamber evidence service --off")]
    Service(ServiceArguments),
    /// Ask for missing time stamps and fetch lists and answers about revocation, now
    #[command(after_help = "Example:\n  tamga --dir post evidence fetch")]
    Fetch,
    /// Take in lists of revoked certificates and answers about one from files, where there is no line
    #[command(after_help = "Example:
  tamga --dir post evidence take chambers.crl officer.ocsp

A list counts when an authority of the trust list signed it, any answer when a status list
names it. What waited for it is judged again.")]
    Take {
        /// Lists (CRL, DER or PEM) and answers (OCSP, DER)
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// List what is kept beside a certificate
    #[command(after_help = "Example:\n  tamga --dir chamber evidence list MCC-2026-000412")]
    List {
        /// Number of the certificate
        #[arg(value_name = "NUMBER")]
        number: String,
    },
}

/// Which service stamps.
#[derive(Debug, Args)]
pub struct ServiceArguments {
    /// Address of the service (RFC 3161), http or https
    #[arg(value_name = "URL")]
    pub url: Option<String>,
    /// Ask nobody any more
    #[arg(long, conflicts_with = "url")]
    pub off: bool,
}

/// What a copy is to carry.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  tamga --dir chamber export MCC-2026-000412 --level lt --out MCC-2026-000412-lt.xml

The certificate itself is never changed: cutting the evidence out of a copy gives it back, byte for byte.")]
pub struct ExportArguments {
    /// Number of the certificate
    #[arg(value_name = "NUMBER")]
    pub number: String,
    /// t: with its time stamps; lt: with everything kept beside it
    #[arg(long, value_name = "LEVEL")]
    pub level: LevelWord,
    /// File to write
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// How much evidence a copy carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LevelWord {
    /// Time stamps.
    T,
    /// Everything kept.
    Lt,
}
