//! How does a node hear what other nodes keep? One connection that listens for as long as the node lives. It holds the
//! node's name as well, so that no second node goes by it.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use postgres::fallible_iterator::FallibleIterator as _;

use super::super::{LedgerError, Ring};
use super::bell::CHANNEL;
use super::line::{Door, Line};

/// How long it listens before it looks whether the node ends.
const TURN: Duration = Duration::from_secs(1);
/// How long a predecessor of the same name may take to be gone.
const HANDOVER: Duration = Duration::from_secs(10);
/// Between two attempts to reach the database, or to get the name.
const PAUSE: Duration = Duration::from_millis(200);

#[derive(Default)]
struct Shared {
    ring: Option<Ring>,
    is_over: bool,
}

/// The listening thread.
pub(super) struct Listener {
    shared: Arc<(Mutex<Shared>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// Takes the name of the node and begins to listen on a connection.
    pub(super) fn start(door: Door, mut line: Line, node: &str) -> Result<Self, LedgerError> {
        let until = Instant::now() + HANDOVER;
        while !take_name(&mut line, node)? {
            if Instant::now() >= until {
                return Err(LedgerError::NodeTaken(node.to_owned()));
            }
            std::thread::sleep(PAUSE);
        }
        line.client.batch_execute(&format!("LISTEN {CHANNEL}"))?;
        let shared: Arc<(Mutex<Shared>, Condvar)> = Arc::default();
        let (own, node) = (shared.clone(), node.to_owned());
        let thread = std::thread::Builder::new()
            .name("ledger-listener".to_owned())
            .spawn(move || listen(&door, Some(line), &node, &own))?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Says what rings.
    pub(super) fn on_news(&self, ring: Ring) {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).ring = Some(ring);
    }

    /// Says that the thread is to end, at the latest after its turn.
    pub(super) fn begin_to_end(&self) {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner).is_over = true;
        self.shared.1.notify_all();
    }

    /// Waits until it has ended and the name is free.
    pub(super) fn end(&mut self) {
        self.begin_to_end();
        if let Some(thread) = self.thread.take() {
            // A panic there is in the log; the connection is closed either way.
            let _ = thread.join();
        }
    }
}

/// Holds the name for as long as the connection lives; `false` while another connection has it.
fn take_name(line: &mut Line, node: &str) -> Result<bool, LedgerError> {
    Ok(line.client.query_one("SELECT pg_try_advisory_lock(3, hashtext($1))", &[&node])?.try_get(0)?)
}

fn listen(door: &Door, mut line: Option<Line>, node: &str, shared: &(Mutex<Shared>, Condvar)) {
    while !is_over(shared) {
        let heard = match line.as_mut() {
            Some(line) => hear(line, node),
            None => reopen(door, node).map(|fresh| {
                line = Some(fresh);
                true
            }),
        };
        match heard {
            Ok(true) => ring(shared),
            Ok(false) => {}
            Err(error) => {
                if line.take().is_some() {
                    tracing::error!(error = crate::room::chain(&error), node, "the node hears nothing of the others");
                }
                let guard = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
                // However this ends, the loop looks for itself.
                let _ = shared.1.wait_timeout_while(guard, PAUSE, |shared| !shared.is_over);
            }
        }
    }
}

/// Whether another node was heard within a turn; many at once are one. This node rings for itself without a detour.
fn hear(line: &mut Line, node: &str) -> Result<bool, LedgerError> {
    let mut notifications = line.client.notifications();
    let first = notifications.timeout_iter(TURN).next()?;
    let mut heard = first.is_some_and(|told| told.payload() != node);
    while let Some(told) = notifications.iter().next()? {
        heard |= told.payload() != node;
    }
    drop(notifications);
    if line.client.is_closed() {
        return Err(LedgerError::Row("the listening connection is closed".to_owned()));
    }
    Ok(heard)
}

/// A new connection. What was told meanwhile was missed, so it counts as news by itself.
fn reopen(door: &Door, node: &str) -> Result<Line, LedgerError> {
    let mut line = door.open()?;
    if !take_name(&mut line, node)? {
        return Err(LedgerError::NodeTaken(node.to_owned()));
    }
    line.client.batch_execute(&format!("LISTEN {CHANNEL}"))?;
    tracing::info!(node, "the node hears the others again");
    Ok(line)
}

fn is_over(shared: &(Mutex<Shared>, Condvar)) -> bool {
    shared.0.lock().unwrap_or_else(PoisonError::into_inner).is_over
}

fn ring(shared: &(Mutex<Shared>, Condvar)) {
    if let Some(ring) = &shared.0.lock().unwrap_or_else(PoisonError::into_inner).ring {
        ring();
    }
}
