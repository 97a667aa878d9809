//! Which list of codes, and what is looked for in it?

use std::path::PathBuf;

use clap::Args;

/// Which list, and what is looked for.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga codes
  tamga codes --search \"cafe torref\" --language fr
  tamga codes un-rec21 --search pallet --json")]
pub struct CodesArguments {
    /// Id of one list [default with --search: goods codes of the newest year]
    pub list: Option<String>,
    /// Words, the beginning of words, or a code
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Language of the words and of the answer
    #[arg(long, value_name = "XX", default_value = "en", value_parser = language)]
    pub language: String,
    /// Most codes to list
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub limit: u16,
    /// File of the large lists [default: the one beside this program]
    #[arg(long, value_name = "FILE", env = "TAMGA_CODES", hide_env_values = true)]
    pub file: Option<PathBuf>,
}

/// Reads a language, two letters.
fn language(text: &str) -> Result<String, String> {
    let lower = text.to_lowercase();
    let fits = lower.len() == 2 && lower.bytes().all(|byte| byte.is_ascii_lowercase());
    fits.then_some(lower).ok_or_else(|| "a language has two letters, for instance fr".to_owned())
}
