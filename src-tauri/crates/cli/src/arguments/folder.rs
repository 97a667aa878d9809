//! What can be asked about routes that lead into folders?

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What to do with routes into folders.
#[derive(Debug, Subcommand)]
pub enum FolderCommand {
    /// Send certificates as files into a folder, and take in those that lie in another
    Add(FolderArguments),
    /// List routes into folders
    #[command(after_help = "Example:\n  tamga --dir chamber folder list")]
    List,
    /// Forget a route; files that lie in its folders stay
    #[command(after_help = "Example:\n  tamga --dir chamber folder remove aladi-br")]
    Remove {
        /// The route
        #[arg(value_name = "ROUTE")]
        route: String,
    },
}

/// A route into a folder.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  tamga --dir chamber folder add aladi-br --partner \"Receita Federal\" --country BR --agreement ace-18 \\
    --out /srv/aladi/out --in /srv/aladi/in --zip

Each certificate goes out once, under its number, and not a byte of it is changed. It counts as arrived when the other
side puts NUMBER.xml.sha256 (or NUMBER.zip.sha256), as the tool sha256sum writes it, into the folder that comes in.
Files that come in are verified, kept, and moved to the folder `taken` beside them.")]
pub struct FolderArguments {
    /// Id of the route
    #[arg(value_name = "ROUTE")]
    pub route: String,
    /// Name of the other side
    #[arg(long, value_name = "NAME", default_value = "")]
    pub partner: String,
    /// Country certificates go to, two letters; * for any
    #[arg(long, value_name = "CC", default_value = "*")]
    pub country: String,
    /// Agreement; * for any
    #[arg(long, value_name = "ID", default_value = "*")]
    pub agreement: String,
    /// What goes out; several for several
    #[arg(long, value_name = "KIND", default_value = "co.issue")]
    pub kind: Vec<String>,
    /// Folder that goes out
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Folder that comes in
    #[arg(long = "in", value_name = "DIR")]
    pub inward: PathBuf,
    /// Put each certificate into a zip file
    #[arg(long)]
    pub zip: bool,
}
