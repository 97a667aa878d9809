//! What may an operator do? Clients, routes, lists, what stands still: given to the store as commands, each with the name
//! of who gave it, in a chained audit. A gateway that runs sees a command within seconds.
//!
//! How commands are written on a command line is the program's matter.

mod clients;
mod devices;
mod held;
mod lists;
mod store;

use std::sync::Arc;

pub use clients::ClientLine;
pub use devices::TakeOver;
pub use held::Agreed;

pub use crate::books::audit::Entry as AuditEntry;
pub use crate::books::waiting::{Proposal, Queue, Waiting};

use crate::books::{audit, look, standing};
use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::{Config, ConfigError, Gate, RouteConfig};
use crate::error::GatewayError;
use crate::ledger::{Ledger, LedgerError};
use crate::standing::Standing;
use crate::trust::Trust;

/// Why a command was not carried out; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// Configuration, store or list cannot be used.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// What was asked for is not there.
    #[error("there is no {0}")]
    Unknown(String),
    /// It may not be done, or not in this way.
    #[error("{0}")]
    Refused(String),
}

impl From<LedgerError> for AdminError {
    fn from(error: LedgerError) -> Self {
        Self::Gateway(error.into())
    }
}

impl From<ConfigError> for AdminError {
    fn from(error: ConfigError) -> Self {
        Self::Gateway(error.into())
    }
}

/// The store of a gateway, for commands; the gateway may run at the same time. Whatever is not `async` here must not be
/// called on a thread that drives tasks.
#[derive(Clone)]
pub struct Admin {
    config: Config,
    ledger: Arc<dyn Ledger>,
    clock: Clock,
}

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admin").field("gateway", &self.config.id).finish_non_exhaustive()
    }
}

impl Admin {
    /// Opens the store the configuration names.
    pub fn open(mut config: Config, clock: Clock) -> Result<Self, AdminError> {
        if let Some(store) = &mut config.store {
            // Each node on one database has a name of its own; whoever gives commands is one for that moment.
            store.node = format!("{} {}", store.node, Chance::system().id().simple());
        }
        let ledger = crate::ledger::open(&config, Chance::system())?;
        // The gateway may never have run yet.
        crate::start::configure(&config, ledger.as_ref(), &Chance::system())?;
        crate::start::enrol(&config, ledger.as_ref())?;
        Ok(Self::on(config, ledger, clock))
    }

    /// The same on a store that is open already.
    pub fn on(config: Config, ledger: Arc<dyn Ledger>, clock: Clock) -> Self {
        Self { config, ledger, clock }
    }

    /// The routes, each with its state now.
    pub fn routes(&self) -> Result<Vec<(RouteConfig, Gate)>, AdminError> {
        let standing = self.standing()?;
        Ok(self.config.routes.iter().map(|route| (route.clone(), standing.gate(route))).collect())
    }

    /// Opens, pauses or closes a route; answers how many submissions that were held go on.
    pub fn set_route(&self, by: &str, route: &str, gate: Gate) -> Result<usize, AdminError> {
        let known = self.config.route(route).ok_or_else(|| AdminError::Unknown(format!("route {route}")))?;
        let what = serde_json::json!({ "route": known.route, "state": standing::gate_word(gate) });
        self.command(by, &what, |records| standing::set_gate(records, route, gate))?;
        let released = crate::start::release(&self.config, self.ledger.as_ref(), &self.standing()?, self.clock.now())?;
        Ok(released)
    }

    /// Lines of the audit after a counter, oldest first.
    pub fn audit(&self, after: i64, limit: u32) -> Result<Vec<AuditEntry>, AdminError> {
        Ok(look(self.ledger.as_ref(), |records| audit::after(records, after, limit))?)
    }

    /// Walks the audit's chain; answers how many lines hold and the first that does not.
    pub fn verify_audit(&self) -> Result<(i64, Option<i64>), AdminError> {
        Ok(look(self.ledger.as_ref(), audit::verify)?)
    }

    /// What counts now.
    fn standing(&self) -> Result<Standing, AdminError> {
        let bytes = crate::server::read(&self.config.trust_list)?;
        let trust = Trust::open(bytes, &self.config.trust_root, self.config.demonstration)?;
        let forms = crate::forms::read(&self.config.data)?;
        Ok(Standing::read(self.ledger.as_ref(), &self.config, trust, forms)?)
    }

    /// Carries out a change together with its line in the audit.
    fn command<T>(
        &self,
        by: &str,
        what: &serde_json::Value,
        mut change: impl FnMut(&mut dyn crate::ledger::records::Records) -> Result<T, LedgerError>,
    ) -> Result<T, AdminError> {
        let by = by.trim();
        if by.is_empty() || by.chars().count() > 100 || by.chars().any(char::is_control) {
            return Err(AdminError::Refused("a command needs the name of who gives it".to_owned()));
        }
        let at = self.clock.now();
        Ok(crate::books::change(self.ledger.as_ref(), |records| {
            audit::add(records, by, what, at)?;
            change(records)
        })?)
    }
}
