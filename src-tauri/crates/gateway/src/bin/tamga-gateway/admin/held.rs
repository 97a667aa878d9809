//! Commands about what is under way or stands still, and how it is given up by two persons.

use std::path::PathBuf;

use clap::Subcommand;
use tamga_gateway::admin::{Admin as Office, Agreed};
use uuid::Uuid;

use super::Failed;

/// What waits.
#[derive(Subcommand)]
pub enum Held {
    /// The oldest first
    List {
        /// The most lines
        #[arg(long, default_value_t = 100)]
        limit: u32,
    },
    /// Let go what is held on a route now, whatever the route's state
    Release {
        /// Route id
        route: String,
    },
    /// Propose to give a submission up; a second person has to agree
    Undeliverable {
        /// Submission id
        id: Uuid,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Agree to a proposal of somebody else
    ///
    /// What waits for another gateway is ended only with that gateway's signed promise that it will never take it.
    Agree {
        /// Submission id
        id: Uuid,
    },
}

/// Carries a command about what waits out.
pub fn held(office: &Office, by: &str, command: Held) -> Result<(), Failed> {
    match command {
        Held::List { limit } => {
            for one in office.waiting(limit)? {
                let peer = one.peer.unwrap_or_default();
                let proposal =
                    one.proposal.map(|proposal| format!("{} proposes to end it: {}", proposal.actor, proposal.reason));
                println!(
                    "{}\t{}\t{}\t{}\t{}\t{}\t{peer}\t{}",
                    one.id,
                    one.state,
                    one.kind,
                    one.route,
                    one.client,
                    one.received_at,
                    proposal.unwrap_or_default()
                );
            }
        }
        Held::Release { route } => println!("{} go on", office.release(by, &route)?),
        Held::Undeliverable { id, reason } => {
            office.propose(by, id, &reason)?;
            println!("proposed; somebody else has to agree");
        }
        Held::Agree { id } => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|source| Failed::File(PathBuf::from("the runtime"), source))?;
            match runtime.block_on(office.agree(by, id))? {
                Agreed::Ended => println!("{id} is undeliverable"),
                Agreed::Arrived => println!("{id} reached its goal meanwhile"),
            }
        }
    }
    Ok(())
}
