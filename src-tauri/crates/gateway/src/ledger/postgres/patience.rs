//! How long may a commit wait for the other disk? A commit that waits for a standby which is away waits for ever, and no
//! setting of the database ends that. One thread looks at all commits of a node and breaks off the ones that take too
//! long; what they changed may lie on one disk only, so nobody is told either way.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use postgres::{CancelToken, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::LedgerError;

/// How long a commit may take. Shorter than any client waits for the first byte of an answer (30 s).
const COMMIT: Duration = Duration::from_secs(10);
/// How often it is looked.
const TURN: Duration = Duration::from_secs(1);

type Tls = Option<Arc<rustls::ClientConfig>>;

/// A commit under way.
struct Waiting {
    until: Instant,
    token: Arc<CancelToken>,
    is_broken_off: bool,
}

#[derive(Default)]
struct State {
    next: u64,
    commits: HashMap<u64, Waiting>,
    is_over: bool,
}

/// The list of commits under way; a clone is the same list.
#[derive(Clone, Default)]
pub(super) struct Patience(Arc<(Mutex<State>, Condvar)>);

impl Patience {
    /// Begins to look after the commits of a node; the thread ends with [`Patience::end`].
    pub(super) fn start(&self, tls: Tls) -> Result<JoinHandle<()>, LedgerError> {
        let own = self.clone();
        let named = std::thread::Builder::new().name("ledger-patience".to_owned());
        Ok(named.spawn(move || own.look_after(&tls))?)
    }

    /// Runs a commit; answers with its end whether it was broken off, and the connection with it.
    pub(super) fn bounded<T>(&self, token: &Arc<CancelToken>, commit: impl FnOnce() -> T) -> (T, bool) {
        let n = {
            let mut state = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
            let n = state.next;
            state.next = n.wrapping_add(1);
            let until = Instant::now() + COMMIT;
            state.commits.insert(n, Waiting { until, token: token.clone(), is_broken_off: false });
            n
        };
        let ended = commit();
        let gone = self.0.0.lock().unwrap_or_else(PoisonError::into_inner).commits.remove(&n);
        (ended, gone.is_some_and(|waiting| waiting.is_broken_off))
    }

    /// Ends the thread.
    pub(super) fn end(&self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).is_over = true;
        self.0.1.notify_all();
    }

    fn look_after(&self, tls: &Tls) {
        let (state, moved) = &*self.0;
        let mut now = state.lock().unwrap_or_else(PoisonError::into_inner);
        while !now.is_over {
            let late = now.commits.values_mut().filter(|one| !one.is_broken_off && Instant::now() >= one.until);
            let late: Vec<Arc<CancelToken>> = late
                .map(|one| {
                    one.is_broken_off = true;
                    one.token.clone()
                })
                .collect();
            if !late.is_empty() {
                drop(now);
                late.iter().for_each(|token| break_off(token, tls));
                now = state.lock().unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            now = moved.wait_timeout_while(now, TURN, |now| !now.is_over).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

fn break_off(token: &CancelToken, tls: &Tls) {
    let asked = match tls {
        Some(tls) => token.cancel_query(MakeRustlsConnect::new(tls.as_ref().clone())),
        None => token.cancel_query(NoTls),
    };
    match asked {
        Ok(()) => tracing::error!("a commit waits too long for another disk: it is broken off and not answered"),
        Err(error) => {
            tracing::error!(error = %super::said::Said::from(error), "a commit that waits cannot be broken off");
        }
    }
}
