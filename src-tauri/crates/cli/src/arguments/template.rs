//! Which blank workbook is wanted?

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tamga_office::applications::TemplateLanguage;

/// Where to write it, for which form, in which language.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga template orders.xlsx --agreement chafta
  tamga template orders.xlsx --agreement np-icc --language ar

Filled in, it is taken in again, one draft an application:
  tamga --dir chamber draft import orders.xlsx --agreement chafta")]
pub struct TemplateArguments {
    /// The workbook to write; a file that is there is replaced
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Form whose codes it offers
    #[arg(long, value_name = "ID")]
    pub agreement: String,
    /// Language of labels, notes and names
    #[arg(long, value_enum, default_value = "en")]
    pub language: LanguageWord,
    /// File of the large code lists [default: the one beside this program]
    #[arg(long, value_name = "FILE", env = "TAMGA_CODES", hide_env_values = true)]
    pub codes: Option<PathBuf>,
}

/// A language of templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageWord {
    /// English
    En,
    /// French
    Fr,
    /// Spanish
    Es,
    /// Arabic, from right to left
    Ar,
}

impl From<LanguageWord> for TemplateLanguage {
    fn from(word: LanguageWord) -> Self {
        match word {
            LanguageWord::En => Self::English,
            LanguageWord::Fr => Self::French,
            LanguageWord::Es => Self::Spanish,
            LanguageWord::Ar => Self::Arabic,
        }
    }
}
