//! Which list of codes, and what is looked for in it? And which one is taken in, taken out, or made?

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use tamga_office::code_lists::Recommendation;
use tamga_origin::Date;

use super::{SigningArguments, day};

/// Which list, and what is looked for.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga codes
  tamga codes --search \"cafe torref\" --language fr
  tamga codes un-rec21 --search pallet --json
  tamga --dir chamber codes list
  tamga --dir chamber codes import pack-customs-2017.zip")]
pub struct CodesArguments {
    /// Id of one list [default with --search: goods codes of the newest year]
    pub list: Option<String>,
    /// Words, the beginning of words, or a code
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Year of the Harmonized System that is searched [default: the newest]
    #[arg(long, value_name = "YEAR")]
    pub year: Option<u16>,
    /// Language of the words and of the answer
    #[arg(long, value_name = "XX", default_value = "en", value_parser = language)]
    pub language: String,
    /// Most codes to list
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub limit: u16,
    /// File of the large lists [default: the one beside this program]
    #[arg(long, value_name = "FILE", env = "TAMGA_CODES", hide_env_values = true)]
    pub file: Option<PathBuf>,
    /// What else
    #[command(subcommand)]
    pub command: Option<CodesCommand>,
}

/// What else can be done with code lists.
#[derive(Debug, Subcommand)]
pub enum CodesCommand {
    /// List every list of the program and of the office, with its source
    #[command(after_help = "Example:\n  tamga --dir chamber codes list --json")]
    List,
    /// Take in a signed pack of goods codes, or the table of Recommendation 20 or 21
    Import(TakeArguments),
    /// Take a list of the office out again
    #[command(after_help = "Example:\n  tamga --dir chamber codes remove pack-customs-2017")]
    Remove {
        /// Id of the list
        id: String,
    },
    /// Take packs of a publisher from now on
    #[command(after_help = "Example:\n  tamga --dir chamber codes believe 'KID:KEY' --name \"Ministry of Trade\"\n
The publisher hands its key out by another way than the pack: on its site, on paper, by telephone.")]
    Believe {
        /// The publisher's key, as `codes pack` prints it
        #[arg(value_name = "KID:KEY")]
        key: String,
        /// What this office calls the publisher
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// Make a signed pack of goods codes from a table
    Pack(Box<PackArguments>),
}

/// A file to take in, and what a table does not say itself.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir chamber codes import pack-customs-2017.zip
  tamga --dir chamber codes import rec20.xlsx --edition \"revision 17\" --date 2021-06-30
  tamga --dir chamber codes import rec21.csv --as packages --look

Rows of a table that are not in order are named and left out. A unit without an exact factor is known
by its code and not converted.")]
pub struct TakeArguments {
    /// The pack (.zip) or table (.csv, .xlsx)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Of a table: what it lists [default: as its columns say]
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    pub kind: Option<TableWord>,
    /// Of a table: version in its publisher's words [default: the name of the file]
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub edition: String,
    /// Of a table: day of its text
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Option<Date>,
    /// Of a table: terms under which it may be passed on
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub licence: String,
    /// Say what it would change, and change nothing
    #[arg(long)]
    pub look: bool,
}

/// What a table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableWord {
    /// Units of measure, Recommendation 20
    Units,
    /// Kinds of package, Recommendation 21
    Packages,
}

impl From<TableWord> for Recommendation {
    fn from(word: TableWord) -> Self {
        match word {
            TableWord::Units => Self::Units,
            TableWord::Packages => Self::Packages,
        }
    }
}

/// A table of goods codes and what is said about it.
#[derive(Debug, Args)]
#[command(
    override_usage = "tamga codes pack [OPTIONS] --id <ID> --hs-year <YEAR> --source <TEXT> --licence <TEXT>
                        --maker <NAME> --date <DAY> <TABLE>",
    after_help = "Example:
  tamga --dir ministry codes pack tariff.xlsx --id pack-customs-2017 --hs-year 2017 \\
    --source \"Customs tariff 2017\" --licence \"CC BY 4.0\" --maker \"Ministry of Trade\" --date 2017-01-01

The first row names the columns: code, unit, one for each language (en, fr, ar), words of the market as
synonyms.en (set apart by semicolons), and what a code became as became.2022. Receivers must believe the
key that is printed at the end: they set it with `tamga codes believe`."
)]
pub struct PackArguments {
    /// The table (.csv, .xlsx)
    #[arg(value_name = "TABLE")]
    pub table: PathBuf,
    /// Name of the list: pack-, then small letters, digits or hyphens
    #[arg(long, value_name = "ID")]
    pub id: String,
    /// Year of the Harmonized System
    #[arg(long, value_name = "YEAR")]
    pub hs_year: u16,
    /// Where codes and texts come from
    #[arg(long, value_name = "TEXT")]
    pub source: String,
    /// Terms under which it may be passed on
    #[arg(long, value_name = "TEXT")]
    pub licence: String,
    /// Who made it
    #[arg(long, value_name = "NAME")]
    pub maker: String,
    /// Day of its text
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub date: Date,
    /// Version in the maker's words
    #[arg(long, value_name = "TEXT", default_value = "1")]
    pub edition: String,
    /// It holds every code of its year
    #[arg(long)]
    pub whole: bool,
    /// The pack to write [default: the name of the list, .zip]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub signing: SigningArguments,
}

/// Reads a language, two letters.
fn language(text: &str) -> Result<String, String> {
    let lower = text.to_lowercase();
    let fits = lower.len() == 2 && lower.bytes().all(|byte| byte.is_ascii_lowercase());
    fits.then_some(lower).ok_or_else(|| "a language has two letters, for instance fr".to_owned())
}
