//! What do the desks ask each other? How a certificate stands, and whether it was rightly issued.

use clap::{Args, Subcommand};
use tamga_origin::Date;
use tamga_origin::states::ItemReply;

use super::{SigningArguments, day};

/// What to do with questions.
#[derive(Debug, Subcommand)]
pub enum QuestionCommand {
    /// Ask how a certificate stands; without a line the question waits
    Ask(QuestionArguments),
    /// List what was asked, and the answers
    #[command(after_help = "Example:\n  tamga --dir post question list --json")]
    List {
        /// Most questions to list
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
}

/// Which certificate is asked about.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  tamga --dir post question ask MCC2026000412 --issuer MCC --issued 2026-05-04 --reason \"claimed without a copy\"")]
pub struct QuestionArguments {
    /// Number of the certificate, as printed
    pub number: String,
    /// Issuing body, as the trust list has it
    #[arg(long, value_name = "BODY")]
    pub issuer: String,
    /// Day of issue, as printed; a wrong one is answered like an unknown number
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub issued: Date,
    /// Why it is asked; the gateways keep it
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Import declaration
    #[arg(long, value_name = "NUMBER", default_value = "", hide_default_value = true)]
    pub declaration: String,
}

/// What to do with verifications.
#[derive(Debug, Subcommand)]
pub enum VerificationCommand {
    /// Ask the issuing body to verify a received certificate
    Ask(RequestArguments),
    /// List verifications of this desk, or those of one certificate
    #[command(after_help = "Example:\n  tamga --dir chamber verification list MCC2026000412")]
    List {
        /// Number of one certificate
        number: Option<String>,
    },
    /// Ask customs for time
    MoreTime(MoreTimeArguments),
    /// Reply to customs, item by item
    Reply(ReplyArguments),
}

/// What is doubted.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  tamga --dir post verification ask MCC2026000412 --items 1,3 --grounds \"the stamp looks odd\" --due 2026-09-01")]
pub struct RequestArguments {
    /// Number of the certificate
    pub number: String,
    /// Lines that are asked about
    #[arg(long, required = true, value_name = "LINES", value_delimiter = ',')]
    pub items: Vec<u32>,
    /// What is in doubt
    #[arg(long, value_name = "TEXT")]
    pub grounds: String,
    /// Day a reply is wanted by
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub due: Date,
    /// Papers that are wanted
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub papers: String,
    /// Import declaration
    #[arg(long, value_name = "NUMBER", default_value = "", hide_default_value = true)]
    pub declaration: String,
}

/// Time that is needed.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  tamga --dir chamber verification more-time 0b5f3c1e… --due 2026-10-01 --note \"the file is in the archive\"")]
pub struct MoreTimeArguments {
    /// Id of the case
    pub case: String,
    /// Day a reply is hoped for
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub due: Date,
    /// What is needed
    #[arg(long, value_name = "TEXT")]
    pub note: String,
    /// With which key.
    #[command(flatten)]
    pub signing: SigningArguments,
}

fn item(text: &str) -> Result<(u32, ItemReply), String> {
    let explained = || "an item is written as 1=confirmed, 2=partly or 3=not_confirmed".to_owned();
    let (line, word) = text.split_once('=').ok_or_else(explained)?;
    let line = line.parse().map_err(|_| explained())?;
    Ok((line, ItemReply::parse(word).ok_or_else(explained)?))
}

/// The word of the issuing body.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  tamga --dir chamber verification reply 0b5f3c1e… --items 1=confirmed,3=not_confirmed --note \"see our letter\"")]
pub struct ReplyArguments {
    /// Id of the case
    pub case: String,
    /// What is said of each line that was asked about
    #[arg(long, required = true, value_name = "LINE=REPLY", value_delimiter = ',', value_parser = item)]
    pub items: Vec<(u32, ItemReply)>,
    /// Words for customs
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub note: String,
    /// With which key.
    #[command(flatten)]
    pub signing: SigningArguments,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_carries_its_reply() {
        assert_eq!(item("1=confirmed"), Ok((1, ItemReply::Confirmed)));
        assert_eq!(item("30=not_confirmed"), Ok((30, ItemReply::NotConfirmed)));
        for wrong in ["", "1", "x=partly", "1=perhaps", "=confirmed"] {
            assert!(item(wrong).is_err(), "{wrong}");
        }
    }
}
