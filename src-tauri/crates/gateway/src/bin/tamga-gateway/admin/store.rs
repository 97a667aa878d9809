//! Commands about the store itself: copies of it, and the chain of who did what.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use tamga_gateway::admin::Admin as Office;

use super::Failed;

/// Copies.
#[derive(Subcommand)]
pub enum Store {
    /// Copy the embedded store while the gateway runs; a PostgreSQL database is copied with pg_dump
    Backup {
        /// A file that is not there yet
        file: PathBuf,
    },
    /// Say, before the gateway is started on it, that the store went back to an earlier point
    Restored,
}

/// Who did what.
#[derive(Subcommand)]
pub enum Audit {
    /// Lines, oldest first
    List {
        /// After this line
        #[arg(long, default_value_t = 0)]
        after: i64,
    },
    /// Walk the chain
    Verify,
}

/// Carries a command about copies out.
pub fn store(office: &Office, by: &str, command: Store) -> Result<(), Failed> {
    match command {
        Store::Backup { file } => println!("{} holds {} bytes", file.display(), office.backup(by, &file)?),
        Store::Restored => println!("generation {}", office.restored(by)?),
    }
    Ok(())
}

/// Reads the audit, or walks its chain; a line that does not hold is not a success.
pub fn audit(office: &Office, command: Audit) -> Result<ExitCode, Failed> {
    match command {
        Audit::List { after } => {
            for entry in office.audit(after, 1_000)? {
                println!("{}\t{}\t{}\t{}", entry.n, entry.at, entry.actor, entry.what);
            }
        }
        Audit::Verify => {
            let (lines, broken) = office.verify_audit()?;
            if let Some(line) = broken {
                println!("{lines} lines hold; line {line} does not");
                return Ok(ExitCode::from(1));
            }
            println!("{lines} lines hold");
        }
    }
    Ok(ExitCode::SUCCESS)
}
