//! Commands about signed lists: whom the gateway believes, and which certificates count no longer.

use std::path::PathBuf;

use clap::Subcommand;
use tamga_gateway::admin::Admin as Office;

use super::{Failed, read};

/// The trust list.
#[derive(Subcommand)]
pub enum Trust {
    /// Number of the list in force
    Show,
    /// Take the next list over
    Import {
        /// The signed list
        file: PathBuf,
    },
}

/// Status lists.
#[derive(Subcommand)]
pub enum Status {
    /// Take over a list that an issuing body signed; this gateway then makes none for it
    Import {
        /// The signed list
        file: PathBuf,
    },
}

/// Carries a command about the trust list out.
pub fn trust(office: &Office, by: &str, command: Trust) -> Result<(), Failed> {
    match command {
        Trust::Show => println!("{}", office.trust_number()?),
        Trust::Import { file } => {
            println!("trust list {} is in force", office.import_trust(by, &read(&file)?)?);
        }
    }
    Ok(())
}

/// Carries a command about status lists out.
pub fn status(office: &Office, by: &str, command: Status) -> Result<(), Failed> {
    let Status::Import { file } = command;
    let (issuer, n) = office.import_status_list(by, &read(&file)?)?;
    println!("status list {n} of {issuer} is given to who asks");
    Ok(())
}
