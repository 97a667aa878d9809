//! What was decided by command and counts now: states of routes, newer trust lists.

use crate::config::Gate;
use crate::ledger::LedgerError;
use crate::ledger::records::Records;

/// The word of a state.
pub(crate) fn gate_word(gate: Gate) -> &'static str {
    match gate {
        Gate::Open => "open",
        Gate::Paused => "paused",
        Gate::Closed => "closed",
    }
}

/// The states of routes set by command.
pub(crate) fn gates(records: &mut dyn Records) -> Result<Vec<(String, Gate)>, LedgerError> {
    let lines = records.lines("SELECT route, state FROM route_gate ORDER BY route", &[])?;
    let gate = |word: &str| [Gate::Open, Gate::Paused, Gate::Closed].into_iter().find(|one| gate_word(*one) == word);
    lines
        .iter()
        .map(|line| {
            let word = line.text(1)?;
            Ok((line.text(0)?, gate(&word).ok_or_else(|| LedgerError::Row(format!("route state {word}")))?))
        })
        .collect()
}

/// Sets the state of a route.
pub(crate) fn set_gate(records: &mut dyn Records, route: &str, gate: Gate) -> Result<(), LedgerError> {
    records.run("DELETE FROM route_gate WHERE route = ?1", &[route.into()])?;
    records.run("INSERT INTO route_gate (route, state) VALUES (?1, ?2)", &[route.into(), gate_word(gate).into()])?;
    Ok(())
}

/// Trust lists taken by command with a counter above this one, in order.
pub(crate) fn lists_after(records: &mut dyn Records, n: u64) -> Result<Vec<Vec<u8>>, LedgerError> {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    records
        .lines("SELECT body FROM trust_list WHERE n > ?1 ORDER BY n", &[n.into()])?
        .iter()
        .map(|line| line.bytes(0))
        .collect()
}

/// Keeps a trust list.
pub(crate) fn keep_list(records: &mut dyn Records, n: u64, bytes: &[u8]) -> Result<(), LedgerError> {
    let n = i64::try_from(n).map_err(|_| LedgerError::Row("counter of a trust list".to_owned()))?;
    records.run("INSERT INTO trust_list (n, body) VALUES (?1, ?2)", &[n.into(), bytes.into()])?;
    Ok(())
}
