//! What does the outbox worker do each time it wakes? A clock that moved wakes everything that waits; then comes a pass.
//! Who calls it, how long it sleeps and what wakes it early is in `workers`.

use std::sync::Arc;
use std::time::Duration;

use tamga_courier::GatewayTransport;
use tamga_origin::Timestamp;

use crate::office::Office;
use crate::send::{self, Haste};

/// A difference between the clocks beyond which the computer slept or was set, in milliseconds.
const SLEPT: i64 = 60_000;

/// The turns of one worker: it remembers what the clocks showed the last time.
#[derive(Debug)]
pub struct OutboxTurns {
    clocks: Clocks,
}

impl OutboxTurns {
    /// Before the first turn.
    pub fn begin(office: &Office) -> Self {
        Self { clocks: Clocks::read(office) }
    }

    /// One turn over this road (none when there are only folders); answers when something is due next, by the office's
    /// clock, if anything waits. An error of the store is logged and ends the turn.
    pub async fn turn(&mut self, office: &Arc<Office>, line: Option<&Arc<dyn GatewayTransport>>) -> Option<Timestamp> {
        if self.clocks.have_moved_apart(office) {
            wake_all(office, "clock.moved");
        }
        match send::pass(office, line, Haste::Spread).await {
            Ok(pass) => pass.next,
            Err(error) => {
                tracing::error!(%error, "a pass of the outbox ended early");
                None
            }
        }
    }
}

impl Office {
    /// The computer's network has changed: what waits is tried at once (`gateway.md` R5).
    pub fn network_changed(&self) {
        wake_all(self, "network.changed");
        self.wake.notify_one();
        self.evidence_wake.notify_one();
        self.network.send_replace(());
    }
}

/// The computer slept, its clock was set, or its network is another one: what waits is asked about at once.
fn wake_all(office: &Office, why: &str) {
    let woken = office.write_as_worker(|tx| {
        for route in tx.routes()? {
            tx.outbox_wake(&route.id)?;
        }
        tx.journal_add(why, "", &[])?;
        Ok(())
    });
    if let Err(error) = woken {
        tracing::warn!(%error, "waiting submissions could not be woken");
    }
}

/// Wall time and monotonic time, read together.
#[derive(Debug)]
struct Clocks {
    wall: Timestamp,
    elapsed: Duration,
}

impl Clocks {
    fn read(office: &Office) -> Self {
        Self { wall: office.now(), elapsed: office.surroundings().clock.elapsed() }
    }

    fn have_moved_apart(&mut self, office: &Office) -> bool {
        let now = Self::read(office);
        let wall = now.wall.millis() - self.wall.millis();
        let elapsed = now.elapsed.saturating_sub(self.elapsed);
        let apart = wall - i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
        *self = now;
        apart.abs() > SLEPT
    }
}
