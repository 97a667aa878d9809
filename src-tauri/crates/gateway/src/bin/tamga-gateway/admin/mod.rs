//! How does an operator write commands? Each names who gives it; answers are lines for people, columns apart by tabs.
//! What can be said about a subject, and how it is answered, stands in a file of that subject.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use tamga_gateway::admin::{Admin as Office, AdminError};
use tamga_gateway::{Clock, Config};

use crate::system_time;

mod clients;
mod held;
mod lists;
mod routes;
mod store;

/// Commands of the operator.
#[derive(Args)]
pub struct Admin {
    /// The gateway's configuration
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Who gives the command; it stands in the audit
    #[arg(long, value_name = "NAME", env = "TAMGA_OPERATOR", global = true, default_value = "")]
    by: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Parties and how many clients each has
    Parties,
    /// Who may speak to this gateway
    #[command(subcommand)]
    Clients(clients::Clients),
    /// Transport certificates of clients that were added by command
    #[command(subcommand)]
    Certificates(clients::Certificates),
    /// Open, pause and close destinations
    #[command(subcommand)]
    Routes(routes::Routes),
    /// The trust list
    #[command(subcommand)]
    Trust(lists::Trust),
    /// Status lists that issuing bodies sign themselves
    #[command(subcommand)]
    Status(lists::Status),
    /// What is under way or stands still
    #[command(subcommand)]
    Held(held::Held),
    /// Devices that wish to take the place of others
    #[command(subcommand)]
    Devices(clients::Devices),
    /// Copies of the store, and going back to one
    #[command(subcommand)]
    Store(store::Store),
    /// Who did what, in a chain of digests
    #[command(subcommand)]
    Audit(store::Audit),
}

/// Why a command has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The gateway's own words.
    #[error(transparent)]
    Admin(#[from] AdminError),
    /// A file cannot be read.
    #[error("{0} cannot be read")]
    File(PathBuf, #[source] std::io::Error),
    /// A file is not what it should be.
    #[error("{0}: {1}")]
    Form(PathBuf, String),
}

impl Failed {
    /// Exit status: the answer is no, or the world is in the way.
    pub fn status(&self) -> u8 {
        match self {
            Self::Admin(AdminError::Unknown(_) | AdminError::Refused(_)) | Self::Form(..) => 1,
            Self::Admin(AdminError::Gateway(_)) | Self::File(..) => 3,
        }
    }
}

impl Admin {
    /// Carries the command out.
    pub fn run(self) -> Result<ExitCode, Failed> {
        let config = Config::read(&self.config).map_err(AdminError::from)?;
        let office = Office::open(config, Clock::new(system_time))?;
        let by = self.by.as_str();
        match self.command {
            Command::Parties => clients::parties(&office)?,
            Command::Clients(command) => clients::clients(&office, by, command)?,
            Command::Certificates(command) => clients::certificates(&office, by, command)?,
            Command::Devices(command) => clients::devices(&office, by, command)?,
            Command::Routes(command) => routes::routes(&office, by, command)?,
            Command::Trust(command) => lists::trust(&office, by, command)?,
            Command::Status(command) => lists::status(&office, by, command)?,
            Command::Held(command) => held::held(&office, by, command)?,
            Command::Store(command) => store::store(&office, by, command)?,
            Command::Audit(command) => return store::audit(&office, command),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failed> {
    std::fs::read(file).map_err(|source| Failed::File(file.to_owned(), source))
}
