//! What has to be done because time passed? Senders are told what has been parked for a day, uploads that nothing names
//! are dropped, and what waits for a gateway that is no more takes the way its route leads now.

use std::time::Duration;

use tamga_origin::Timestamp;

use crate::books::{change, look, uploads, waiting};
use crate::config::Leads;
use crate::ledger::LedgerError;
use crate::room::Room;

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(60);
/// How long something may be parked before its sender is told, in milliseconds.
const PARKED: i64 = 24 * 3_600_000;

/// Looks until the gateway closes.
pub(crate) async fn run(room: Room) {
    let mut ears = room.wake.ears();
    let mut last: Option<Timestamp> = None;
    while !ears.is_closing() {
        ears.heard();
        let now = room.clock.now();
        let is_due = last.is_none_or(|last| now.millis().abs_diff(last.millis()) >= EVERY.as_millis() as u64);
        if is_due {
            last = Some(now);
            let looking = room.clone();
            let done = tokio::task::spawn_blocking(move || look_round(&looking, now)).await;
            match done {
                Ok(Ok(true)) => room.wake.ring(),
                Ok(Ok(false)) => {}
                Ok(Err(error)) => tracing::error!(%error, "housekeeping"),
                Err(error) => tracing::error!(%error, "housekeeping ended in a panic"),
            }
        }
        ears.wait_for(EVERY).await;
    }
}

/// Answers whether somebody has to be woken.
fn look_round(room: &Room, now: Timestamp) -> Result<bool, LedgerError> {
    let ledger = room.ledger.as_ref();
    let told = change(ledger, |records| waiting::remind(records, now.plus_millis(-PARKED), now))?;
    change(ledger, |records| uploads::tidy(records, now))?;
    let peers: Vec<String> = room.config.peers.iter().map(|peer| peer.id.clone()).collect();
    let is_lost = |queue: &waiting::Queue| !peers.contains(&queue.peer);
    if !look(ledger, waiting::queues)?.iter().any(is_lost) {
        return Ok(told > 0);
    }
    let lead = |route: &str| match room.config.route(route).map(|route| &route.leads) {
        Some(Leads::Peer(peer)) => Some(peer.clone()),
        _ => None,
    };
    let (moved, stuck) = change(ledger, |records| waiting::reroute(records, &peers, &lead))?;
    if moved > 0 {
        tracing::info!(moved, "what waited for a gateway that is no more takes its route's way now");
    }
    if stuck > 0 {
        tracing::error!(stuck, "submissions wait for a gateway that is not configured, and their routes lead to none");
    }
    Ok(told + moved > 0)
}
