//! Which elements of the certificate, and in which shape?

use clap::Args;

/// Which elements, and in which shape.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga elements
  tamga elements items.hs
  tamga elements --csv > elements.csv")]
pub struct ElementsArguments {
    /// Beginning of a path, for instance items.criterion [default: all]
    pub path: Option<String>,
    /// Print every column as comma-separated values
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}
