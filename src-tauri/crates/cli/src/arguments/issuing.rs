//! What does the issuing desk ask? Drafts, checks, issuing, withdrawing, converting.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use tamga_office::applications::TextEncoding;
use tamga_office::convert::Target;
use tamga_origin::Date;

use super::{DecimalWord, SigningArguments, day};

/// A draft by its id, or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// A draft of the office.
    Draft(i64),
    /// A file.
    File(PathBuf),
}

impl Work {
    /// The word as it was given.
    pub fn name(&self) -> String {
        match self {
            Self::Draft(id) => format!("draft {id}"),
            Self::File(path) => path.display().to_string(),
        }
    }
}

/// Digits alone are a draft; a file of such a name is written with its folder (`./12`).
fn work(text: &str) -> Result<Work, std::convert::Infallible> {
    let draft = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    Ok(draft.map_or_else(|| Work::File(PathBuf::from(text)), Work::Draft))
}

/// What to do with drafts.
#[derive(Debug, Subcommand)]
pub enum DraftCommand {
    /// Take in documents, one draft each, and spreadsheets, one draft an application
    Import(ImportArguments),
    /// List the drafts
    #[command(after_help = "Example:\n  tamga --dir chamber draft list")]
    List,
    /// Carry a draft over to the newer version of its form that is in force
    #[command(
        after_help = "Examples:\n  tamga --dir chamber draft carry 12 --look\n  tamga --dir chamber draft carry 12"
    )]
    Carry {
        /// Id of the draft
        draft: i64,
        /// Say what it would do, and change nothing
        #[arg(long)]
        look: bool,
    },
}

/// What to take in, and how spreadsheets are read.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir chamber draft import order-1.json order-2.json --agreement chafta

Applications from a spreadsheet, numbers with a decimal comma; the columns are remembered in a file:
  tamga --dir chamber draft import orders.xlsx --agreement np-icc --mapping exporter.toml --decimal comma --dates dmy")]
pub struct ImportArguments {
    /// The documents: Tamga XML, UN/CEFACT JSON, UBL, CSV or XLSX
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Form to use, whatever the document names
    #[arg(long, value_name = "ID")]
    pub agreement: Option<String>,
    /// Columns and their fields [default: as remembered]; a file that is not there is written
    #[arg(long, value_name = "FILE", help_heading = SPREADSHEETS)]
    pub mapping: Option<PathBuf>,
    /// Decimal mark of the numbers
    #[arg(long, value_enum, default_value = "point", help_heading = SPREADSHEETS)]
    pub decimal: DecimalWord,
    /// Order of day and month [default: only what a column settles]
    #[arg(long, value_enum, help_heading = SPREADSHEETS)]
    pub dates: Option<DatesWord>,
    /// Encoding of CSV text, for instance utf-8 or windows-1256 [default: detected]
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = SPREADSHEETS)]
    pub encoding: Option<TextEncoding>,
    /// What parts the cells of CSV text [default: detected]
    #[arg(long, value_enum, help_heading = SPREADSHEETS)]
    pub separator: Option<SeparatorWord>,
    /// Give tariff codes that became numbers their leading zero back
    #[arg(long, help_heading = SPREADSHEETS)]
    pub leading_zeros: bool,
}

/// An encoding by any of its usual names.
fn encoding(text: &str) -> Result<TextEncoding, String> {
    TextEncoding::parse(text)
        .ok_or_else(|| "no encoding has that name; usual ones are utf-8, windows-1252, windows-1256".to_owned())
}

/// Heading of the options that only spreadsheets have.
const SPREADSHEETS: &str = "Spreadsheets";

/// The order of day and month of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DatesWord {
    /// Day first
    Dmy,
    /// Month first
    Mdy,
    /// Year first; anything else is a question
    Ymd,
}

/// What parts cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeparatorWord {
    /// ,
    Comma,
    /// ;
    Semicolon,
    /// A tab
    Tab,
    /// |
    Bar,
}

/// What to check.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga check order.json --agreement chafta

A draft, by its id:
  tamga --dir chamber check 12")]
pub struct CheckArguments {
    /// A document, or the id of a draft
    #[arg(value_name = "FILE|DRAFT", value_parser = work)]
    pub work: Work,
    /// Form to check by [default: the one the document names]
    #[arg(long, value_name = "ID")]
    pub agreement: Option<String>,
    /// Day as of which to check [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub at: Option<Date>,
}

/// What to issue, and with which key.
#[derive(Debug, Args)]
#[command(after_help = "Example, a draft by its id; the PIN is asked for:
  tamga --dir chamber issue 12 --out printed

Many documents, by a program that knows the PIN:
  PIN=… tamga --dir chamber issue *.json --agreement chafta --pin-env PIN --out printed --json")]
pub struct IssueArguments {
    /// Documents, or ids of drafts
    #[arg(required = true, value_name = "FILE|DRAFT", value_parser = work)]
    pub work: Vec<Work>,
    /// Form to use for documents, whatever they name
    #[arg(long, value_name = "ID")]
    pub agreement: Option<String>,
    #[command(flatten)]
    pub signing: SigningArguments,
    /// Folder for the signed files and the printed certificates
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// What to withdraw, and why.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  tamga --dir chamber cancel MCC2026000412 --reason NSH

Reasons:
  ERR  clerical mistake        CON  a party changed          QTY  quantity
  INV  invoice changed         TRN  transport changed        REQ  the exporter asked for it
  NSH  goods were not shipped  FRD  false statement          AUT  order of an authority")]
pub struct CancelArguments {
    /// Number of the certificate
    pub number: String,
    /// Reason code
    #[arg(long, value_name = "CODE")]
    pub reason: String,
    /// Second person who agrees; needed once customs told of a use
    #[arg(long, value_name = "NAME")]
    pub second: Option<String>,
    #[command(flatten)]
    pub signing: SigningArguments,
}

/// A form of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TargetWord {
    /// Tamga CO XML, unsigned
    TamgaXml,
    /// UN/CEFACT JSON (edi3)
    CefactJson,
    /// UN/CEFACT PreferentialCoO D23B: an index, no certificate
    CefactD23b,
    /// ALADI COD 4.1.1, without signatures
    Cod,
    /// OASIS UBL CertificateOfOrigin 2.1
    Ubl,
    /// An application as CSV text
    Csv,
    /// An application as a workbook
    Xlsx,
    /// A page, marked as a draft
    Pdf,
}

impl From<TargetWord> for Target {
    fn from(word: TargetWord) -> Self {
        match word {
            TargetWord::TamgaXml => Self::TamgaXml,
            TargetWord::CefactJson => Self::CefactJson,
            TargetWord::CefactD23b => Self::CefactD23b,
            TargetWord::Cod => Self::AladiCod,
            TargetWord::Ubl => Self::Ubl,
            TargetWord::Csv => Self::Csv,
            TargetWord::Xlsx => Self::Xlsx,
            TargetWord::Pdf => Self::Pdf,
        }
    }
}

/// What to convert into what.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga convert order.json --to tamga-xml --out order.xml
  tamga convert order.json --to pdf --out order.pdf
  tamga convert --losses

What comes out is never signed. What the target cannot hold is listed.")]
pub struct ConvertArguments {
    /// The document
    #[arg(required_unless_present = "losses")]
    pub file: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, required_unless_present = "losses")]
    pub to: Option<TargetWord>,
    /// Where to write it; a file that is there is replaced
    #[arg(long, value_name = "FILE", required_unless_present = "losses")]
    pub out: Option<PathBuf>,
    /// Instead: list what each target cannot hold
    #[arg(long, conflicts_with_all = ["file", "to", "out"])]
    pub losses: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_a_draft_and_anything_else_is_a_file() {
        assert_eq!(work("12"), Ok(Work::Draft(12)));
        for file in ["./12", "12.json", "", "99999999999999999999", "order.xml"] {
            assert_eq!(work(file), Ok(Work::File(PathBuf::from(file))));
        }
    }
}
