//! How do the other nodes learn that something was kept? By one `NOTIFY` for everything that was committed meanwhile,
//! sent by a thread of its own after the commit.
//!
//! Inside the transaction it would cost the most of all: the database takes one lock for all that notify and keeps it
//! until the commit is on disk (PostgreSQL, `PreCommit_Notify`), so no two commits would share one write any more. The
//! price of sending it afterwards: when a node dies in between, who waits at another node finds the item when the wait
//! ends. The item itself is never late for whoever looks.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use r2d2::Pool;

use super::super::LedgerError;
use super::line::Door;

/// The channel that all nodes listen on; the words are the name of the node that rings.
pub(super) const CHANNEL: &str = "tamga_gateway";
/// Between two attempts to reach the database.
const PAUSE: Duration = Duration::from_millis(500);

#[derive(Default)]
struct State {
    is_rung: bool,
    is_over: bool,
}

/// The ringing thread of a node.
pub(super) struct Bell {
    shared: Arc<(Mutex<State>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Bell {
    /// With the connections of a node.
    pub(super) fn start(pool: Pool<Door>, node: &str) -> Result<Self, LedgerError> {
        let shared: Arc<(Mutex<State>, Condvar)> = Arc::default();
        let (own, node) = (shared.clone(), node.to_owned());
        let named = std::thread::Builder::new().name("ledger-bell".to_owned());
        let thread = named.spawn(move || toll(&pool, &node, &own))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Something was committed.
    pub(super) fn ring(&self) {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).is_rung = true;
        self.shared.1.notify_all();
    }

    /// Ends the thread.
    pub(super) fn end(&mut self) {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).is_over = true;
        self.shared.1.notify_all();
        if let Some(thread) = self.thread.take() {
            // A panic there is in the log.
            let _ = thread.join();
        }
    }
}

fn toll(pool: &Pool<Door>, node: &str, (state, moved): &(Mutex<State>, Condvar)) {
    let mut now = state.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        while !now.is_rung && !now.is_over {
            now = moved.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
        if now.is_over && !now.is_rung {
            return;
        }
        now.is_rung = false;
        drop(now);
        let told = tell(pool, node);
        now = state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = told {
            if now.is_over {
                return;
            }
            tracing::warn!(error = crate::room::chain(&error), node, "the other nodes are told later");
            now.is_rung = true;
            now = moved.wait_timeout_while(now, PAUSE, |now| !now.is_over).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn tell(pool: &Pool<Door>, node: &str) -> Result<(), LedgerError> {
    let mut line = pool.get().map_err(LedgerError::engine)?;
    // Nothing is kept by it, so it waits for no disk.
    let statement = line.statement("SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)")?;
    line.client.execute(&statement, &[&CHANNEL, &node])?;
    Ok(())
}
