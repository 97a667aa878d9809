//! What does somebody ask who signs a document that others began?

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::SigningArguments;

/// What to sign, and whose signature it is.
#[derive(Debug, Args)]
#[command(after_help = "Example, first the exporter, then the body that certifies:
  tamga --dir exporter sign application.xml --cod exporter --out signed.xml
  tamga --dir chamber sign signed.xml --cod official --out printed
  tamga --dir chamber sign signed.xml --cod official --stamp http://stamps.example.org/tsa

The exporter's signature changes nothing else in the file. The official's comes with a number and
what the issuing body says; the certificate is printed, kept and queued like any other.")]
pub struct SignArguments {
    /// Digital certificate of an ALADI agreement (COD)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Whose signature is put in
    #[arg(long, value_enum, value_name = "WHO")]
    pub cod: CodWord,
    /// The signed file of the exporter, or the folder for certificate and printed page
    #[arg(long, value_name = "PATH", required_if_eq("cod", "exporter"))]
    pub out: Option<PathBuf>,
    /// Time-stamping service (RFC 3161) asked for a stamp of the official's signature, which is kept beside the certificate
    /// [default: the office's own, when it has one]
    #[arg(long, value_name = "URL")]
    pub stamp: Option<String>,
    #[command(flatten)]
    pub signing: SigningArguments,
}

/// One of the two signatures of a COD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CodWord {
    /// The exporter's, over what the exporter declares
    Exporter,
    /// The official's, which makes it a certificate
    Official,
}
