//! What does the border desk ask? Verifying, looking, deciding, searching.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use tamga_origin::{Date, Decimal};

use super::day;

/// What to verify, and by whose word.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir post verify certificate.xml
  tamga verify *.xml --trust list.jws --at 2026-05-04 --json
  tamga verify doubtful.xml --against good-copy.xml
  tamga verify certificate.xml --trust list.jws --revocation chambers.crl --revocation officer.ocsp

The answer is valid (exit 0), invalid (exit 1), or unknown: nothing could be judged (exit 4).")]
pub struct VerifyArguments {
    /// Signed certificates
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Trust list to judge by; its own root keys are believed [default: the office's list]
    #[arg(long, value_name = "FILE")]
    pub trust: Option<PathBuf>,
    /// List of revoked certificates (CRL) or answer about one (OCSP), judged like those that were fetched: by who signed
    /// it, and at the time of signing; may be repeated
    #[arg(long, value_name = "FILE")]
    pub revocation: Vec<PathBuf>,
    /// Good copy to compare with; what differs is shown field by field
    #[arg(long, value_name = "REFERENCE")]
    pub against: Option<PathBuf>,
    /// Day as of which to judge [default: now]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub at: Option<Date>,
    /// Let demonstration keys count, as they do in a demonstration office
    #[arg(long, requires = "trust")]
    pub demonstration: bool,
}

/// What to show of the inbox.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir post inbox
  tamga --dir post inbox MCC2026000412")]
pub struct InboxArguments {
    /// Number of one certificate
    pub number: Option<String>,
    /// Most certificates to list
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub limit: u32,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DecisionWord {
    /// Preference is granted, and the quantity is written off
    Accept,
    /// Preference is refused
    Refuse,
}

/// A line of the certificate, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemChoice {
    /// Every line, all that is left.
    All,
    /// One line; without a quantity all that is left.
    One {
        /// Line.
        sequence: u32,
        /// Quantity.
        quantity: Option<Decimal>,
    },
}

fn item(text: &str) -> Result<ItemChoice, String> {
    let explained = || "lines are written as 1,3 or 1:250.5 (line and quantity), or all".to_owned();
    if text == "all" {
        return Ok(ItemChoice::All);
    }
    let (line, quantity) = text.split_once(':').map_or((text, None), |(line, quantity)| (line, Some(quantity)));
    let sequence = line.parse().ok().filter(|line| *line > 0).ok_or_else(explained)?;
    let quantity = quantity.map(|text| Decimal::parse(text).filter(|one| !one.is_negative()).ok_or_else(explained));
    Ok(ItemChoice::One { sequence, quantity: quantity.transpose()? })
}

/// What to decide on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir post decide MCC2026000412 --items all --decision accept --declaration 26CN1
  tamga --dir post decide MCC2026000412 --items 1:250.5,3 --decision accept --declaration 26CN2
  tamga --dir post decide MCC2026000412 --items 2 --decision refuse --reason ORI --declaration 26CN3

Reasons:
  ORI  origin not shown            SIG  seal or signature doubtful  MIS  does not match the goods
  EXP  out of validity             QTY  quantity used up            TRA  transport was not direct
  LAT  claimed too late            VER  no or a negative reply      OTH  another reason")]
pub struct DecideArguments {
    /// Number of the certificate
    pub number: String,
    /// Lines, with the quantity where it is not all that is left: 1:250.5,3 or all
    #[arg(long, required = true, value_name = "LINES", value_delimiter = ',', value_parser = item)]
    pub items: Vec<ItemChoice>,
    /// What is decided
    #[arg(long, value_enum)]
    pub decision: DecisionWord,
    /// Import declaration
    #[arg(long, value_name = "NUMBER")]
    pub declaration: String,
    /// Day of the declaration [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub on: Option<Date>,
    /// Reason code, for a refusal
    #[arg(long, value_name = "CODE")]
    pub reason: Option<String>,
    /// Words for the issuer, at most 200 letters
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub note: String,
}

/// What to look for.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  tamga --dir chamber search \"yarra valley\"
  tamga --dir chamber search MCC2026 --limit 10 --json")]
pub struct SearchArguments {
    /// Numbers, names or goods, or parts of them
    pub text: String,
    /// Most certificates to list
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub limit: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_carry_a_quantity() {
        assert_eq!(item("all"), Ok(ItemChoice::All));
        assert_eq!(item("3"), Ok(ItemChoice::One { sequence: 3, quantity: None }));
        assert_eq!(item("1:250.5"), Ok(ItemChoice::One { sequence: 1, quantity: Decimal::parse("250.5") }));
        for wrong in ["", "0", "x", "1:", "1:-5", "1:a", "every"] {
            assert!(item(wrong).is_err(), "{wrong}");
        }
    }
}
