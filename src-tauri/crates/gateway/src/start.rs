//! What has to stand before a gateway answers? Registrations and boxes as configuration and commands say, and what was
//! held on routes that are open now on its way.

use tamga_origin::Timestamp;

use crate::books::registry::{self, Entry, Origin};
use crate::books::{change, look};
use crate::chance::Chance;
use crate::config::{Config, Gate};
use crate::error::GatewayError;
use crate::examine::onward;
use crate::ledger::{Ledger, LedgerError};
use crate::standing::{Board, Standing};
use crate::trust::Trust;

/// Makes the store's registrations and boxes what the configuration says, and lets go what a route held that is open.
pub(crate) fn stand(
    config: &Config,
    ledger: &dyn Ledger,
    trust: Trust,
    chance: &Chance,
    now: Timestamp,
) -> Result<Board, GatewayError> {
    configure(config, ledger, chance)?;
    enrol(config, ledger)?;
    let forms = crate::forms::read(&config.data)?;
    let board = Board::of(Standing::read(ledger, config, trust, forms)?, now);
    release(config, ledger, &board.seen(), now)?;
    Ok(board)
}

/// Writes the registrations of the configuration into the book.
pub(crate) fn configure(config: &Config, ledger: &dyn Ledger, chance: &Chance) -> Result<(), LedgerError> {
    let entries: Vec<Entry> =
        config.clients.iter().map(|client| Entry::new(client, Origin::Configuration, Vec::new(), chance)).collect();
    change(ledger, |records| registry::configure(records, &entries))
}

/// Tells custody who may speak and which boxes each reads.
pub(crate) fn enrol(config: &Config, ledger: &dyn Ledger) -> Result<(), LedgerError> {
    let entries = look(ledger, registry::all)?;
    let mut boxes: Vec<(String, Vec<String>)> =
        config.boxes.iter().map(|shared| (shared.id.clone(), shared.clients.clone())).collect();
    for (shared, readers) in &mut boxes {
        let given = entries.iter().filter(|entry| entry.boxes.contains(shared)).map(|entry| entry.client.clone());
        readers.extend(given.collect::<Vec<_>>());
    }
    let mut registrations: Vec<_> = entries.iter().map(Entry::registration).collect();
    registrations.push(crate::asking::registration(config));
    ledger.register(&registrations, &boxes)
}

/// Lets go what was held on routes that are open now; answers how many.
pub(crate) fn release(
    config: &Config,
    ledger: &dyn Ledger,
    standing: &Standing,
    now: Timestamp,
) -> Result<usize, LedgerError> {
    let open = |id: &str| config.route(id).filter(|route| standing.gate(route) == Gate::Open).map(onward);
    let released = ledger.release(&open, now)?;
    if released > 0 {
        tracing::info!(released, "what was held goes on");
    }
    Ok(released)
}
