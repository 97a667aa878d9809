//! What counts at this moment? States of routes, trust list and rates, as configuration and commands say by now.
//!
//! Commands are given to the store, not to a node: each node looks every few seconds whether there was one.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tamga_courier::{NotProven, ReceiptVerifier};
use tamga_origin::Timestamp;
use tamga_origin::profile::Profiles;

use crate::books::{audit, look, registry, standing};
use crate::config::{Config, Gate, Rate, RouteConfig};
use crate::ledger::{Ledger, LedgerError};
use crate::trust::Trust;

/// How old what a node knows of commands may be, in milliseconds.
const AGE: u64 = 2_000;

/// What counts now.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) trust: Trust,
    /// The forms known here.
    pub(crate) forms: Arc<Profiles>,
    gates: HashMap<String, Gate>,
    rates: HashMap<String, Rate>,
    usual: Rate,
    commands: i64,
}

impl Standing {
    /// Reads it: the configuration's list and whatever commands added.
    pub(crate) fn read(
        ledger: &dyn Ledger,
        config: &Config,
        trust: Trust,
        forms: Arc<Profiles>,
    ) -> Result<Self, LedgerError> {
        let (gates, lists, entries, commands) = look(ledger, |records| {
            Ok((
                standing::gates(records)?,
                standing::lists_after(records, trust.n())?,
                registry::all(records)?,
                audit::last(records)?,
            ))
        })?;
        let trust = lists.into_iter().fold(trust, |trust, bytes| match trust.next(bytes) {
            Ok(next) => next,
            Err(error) => {
                tracing::error!(%error, "a kept trust list counts no longer");
                trust
            }
        });
        let rates = entries.into_iter().filter_map(|entry| Some((entry.client, entry.credentials.rate?)));
        let gates = gates.into_iter().collect();
        Ok(Self { trust, forms, gates, rates: rates.collect(), usual: config.rate, commands })
    }

    /// The state of a route.
    pub(crate) fn gate(&self, route: &RouteConfig) -> Gate {
        self.gates.get(&route.route).copied().unwrap_or(route.state)
    }

    /// How much a client may ask.
    pub(crate) fn rate(&self, client: &str) -> Rate {
        self.rates.get(client).copied().unwrap_or(self.usual)
    }
}

/// The board on which it stands.
#[derive(Debug)]
pub(crate) struct Board(RwLock<(Timestamp, Arc<Standing>)>);

impl Board {
    /// A board on which this stands.
    pub(crate) fn of(standing: Standing, now: Timestamp) -> Self {
        Self(RwLock::new((now, Arc::new(standing))))
    }

    /// As it stood when somebody looked last.
    pub(crate) fn seen(&self) -> Arc<Standing> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// As it stands now, give or take two seconds. When the store does not answer, what was seen last counts on.
    pub(crate) fn now(&self, ledger: &dyn Ledger, config: &Config, now: Timestamp) -> Arc<Standing> {
        let (at, seen) = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if now.millis().abs_diff(at.millis()) < AGE {
            return seen;
        }
        let read = || match look(ledger, audit::last)? == seen.commands {
            true => Ok(seen.clone()),
            false => Standing::read(ledger, config, seen.trust.clone(), seen.forms.clone()).map(Arc::new),
        };
        let standing = read().unwrap_or_else(|error: LedgerError| {
            tracing::error!(%error, "commands cannot be read");
            seen.clone()
        });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = (now, standing.clone());
        standing
    }
}

impl ReceiptVerifier for Board {
    fn verify(&self, issuer: &str, typ: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        self.seen().trust.verify(issuer, typ, jws)
    }
}
