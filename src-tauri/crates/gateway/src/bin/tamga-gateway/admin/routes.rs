//! Commands about destinations: which there are, and whether submissions are taken and moved.

use clap::Subcommand;
use tamga_gateway::Gate;
use tamga_gateway::admin::Admin as Office;

use super::Failed;

/// Destinations.
#[derive(Subcommand)]
pub enum Routes {
    /// Destinations and their states
    List,
    /// Take and move submissions; what was held goes on
    Open {
        /// Route id
        route: String,
    },
    /// Take submissions and hold them
    Pause {
        /// Route id
        route: String,
    },
    /// Refuse submissions
    Close {
        /// Route id
        route: String,
    },
}

/// Carries a command about destinations out.
pub fn routes(office: &Office, by: &str, command: Routes) -> Result<(), Failed> {
    let (route, gate) = match command {
        Routes::List => {
            for (route, gate) in office.routes()? {
                println!("{}\t{}\t{}\t{}", route.route, route.destination, route.agreement, word(gate));
            }
            return Ok(());
        }
        Routes::Open { route } => (route, Gate::Open),
        Routes::Pause { route } => (route, Gate::Paused),
        Routes::Close { route } => (route, Gate::Closed),
    };
    let released = office.set_route(by, &route, gate)?;
    println!("route {route} is {}; {released} that were held go on", word(gate));
    Ok(())
}

fn word(gate: Gate) -> &'static str {
    match gate {
        Gate::Open => "open",
        Gate::Paused => "paused",
        Gate::Closed => "closed",
    }
}
