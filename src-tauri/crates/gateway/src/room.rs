//! What do all requests share? Configuration, clock, ledger, keys, lists, and the ids that are being worked on.

use std::collections::{BTreeMap, HashSet};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use tamga_courier::HttpTransport;
use tamga_protocol::{Problem, ProblemType};
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::bundles::Bundles;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::config::Config;
use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::http::cursor::Cursors;
use crate::ledger::{Client, Ledger, LedgerError};
use crate::rate::{Measures, Permit};
use crate::scope::{Scope, Scopes};
use crate::standing::{Board, Standing};
use crate::statements::Statements;
use crate::tally::Tally;
use crate::wake::Wake;

/// Everything that one gateway's requests share.
pub(crate) struct Furniture {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) chance: Chance,
    pub(crate) place: Place,
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) statements: Statements,
    pub(crate) board: Arc<Board>,
    pub(crate) measures: Measures,
    pub(crate) tally: Tally,
    pub(crate) cursors: Cursors,
    pub(crate) wake: Wake,
    pub(crate) working: Working,
    /// Rings when a question came that this gateway answers itself.
    pub(crate) questions: tokio::sync::Notify,
    pub(crate) openapi: String,
    pub(crate) bundles: Option<Bundles>,
    /// The roads to other gateways, by their ids.
    pub(crate) roads: BTreeMap<String, Arc<HttpTransport>>,
}

/// Where is done what touches the disk or computes long?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// On threads that may block, so that those that drive tasks never do.
    Aside,
    /// Where it is asked for, one after the other: whoever drives the gateway has one thread for it.
    Here,
}

/// A handle to it.
#[derive(Clone)]
pub(crate) struct Room(Arc<Furniture>);

impl Deref for Room {
    type Target = Furniture;

    fn deref(&self) -> &Furniture {
        &self.0
    }
}

impl Room {
    pub(crate) fn new(furniture: Furniture) -> Self {
        Self(Arc::new(furniture))
    }

    /// Runs what touches the disk or computes long where it may block; a panic there is this one request's.
    pub(crate) async fn blocking(&self, work: impl FnOnce(&Room) -> Answer + Send + 'static) -> Answer {
        self.aside(work).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a request ended in a panic");
            Answer::of(ProblemType::Unavailable)
        })
    }

    /// The same for whatever waits for the store.
    pub(crate) async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Room) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, LedgerError> {
        let done = self.aside(work).await;
        done.unwrap_or_else(|error| Err(LedgerError::Row(format!("a panic: {error}"))))
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Room) -> T + Send + 'static,
    ) -> Result<T, tokio::task::JoinError> {
        match self.place {
            Place::Here => Ok(work(self)),
            Place::Aside => {
                let room = self.clone();
                tokio::task::spawn_blocking(move || work(&room)).await
            }
        }
    }

    /// What counts now.
    pub(crate) fn standing(&self) -> Arc<Standing> {
        self.board.now(self.ledger.as_ref(), &self.config, self.clock.now())
    }

    /// Who asks, when the token may be used for one of these (2.7, row 1). A request is measured once, however often
    /// this is asked while its answer is held.
    pub(crate) fn client(&self, asked: &Asked, any: &[Scope]) -> Result<Client, Answer> {
        let admitted = match asked.admitted.get() {
            Some(admitted) => admitted,
            None => {
                let admitted = self.admit(asked)?;
                asked.admitted.get_or_init(|| admitted)
            }
        };
        if !admitted.scopes.has(any) {
            return Err(Answer::because(ProblemType::ClientSuspended, "the token is not for this"));
        }
        Ok(admitted.client.clone())
    }

    fn admit(&self, asked: &Asked) -> Result<Admitted, Answer> {
        let token = asked.bearer().ok_or_else(|| Answer::because(ProblemType::TokenExpired, "a token is needed"))?;
        let now = self.clock.now();
        let client = self.ledger.bearer(&sha256_hex(token.as_bytes()), now).map_err(unavailable)?;
        let client = client.ok_or_else(|| Answer::of(ProblemType::TokenExpired))?;
        if client.suspended {
            return Err(Answer::of(ProblemType::ClientSuspended));
        }
        // The ledger knows the digest of the whole text, so what a token says of itself is what was granted.
        let mut parts = token.split('.').skip(1);
        let scopes = Scopes::read(parts.next().unwrap_or_default());
        if parts.next().is_some_and(|bound| asked.certificate.as_deref() != Some(bound)) {
            let words = "the token is bound to another certificate than this line's";
            return Err(Answer::because(ProblemType::TokenExpired, words));
        }
        let held = asked.parameter("wait").is_some_and(|wait| wait != "0");
        let rate = self.standing().rate(&client.id);
        let permit = self.measures.admit(&client.id, rate, held, now).map_err(|seconds| {
            let plain = crate::problem::plain(ProblemType::RateLimited);
            Answer::problem(Problem { retry_after: Some(seconds), ..plain })
        })?;
        Ok(Admitted { client, scopes, _permit: permit })
    }
}

/// A request that was let in.
#[derive(Debug)]
pub(crate) struct Admitted {
    client: Client,
    scopes: Scopes,
    _permit: Permit,
}

/// What the store could not do, as an answer. Nothing of the request was kept (2.7, rows 3 and 15), or nobody knows: then
/// there is no answer.
pub(crate) fn unavailable(error: LedgerError) -> Answer {
    match error {
        LedgerError::Busy(_) => Answer::of(ProblemType::InProgress),
        LedgerError::InDoubt(_) => {
            tracing::error!(error = chain(&error), "the request is left without an answer");
            Answer::silence()
        }
        error => {
            tracing::error!(error = chain(&error), "the store does not answer");
            Answer::of(ProblemType::Unavailable)
        }
    }
}

/// An error with its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// The ids that are being worked on now (2.7, row 3).
#[derive(Debug, Clone, Default)]
pub(crate) struct Working(Arc<Mutex<HashSet<Uuid>>>);

/// The work on one id; over when dropped.
#[derive(Debug)]
pub(crate) struct Work {
    working: Working,
    id: Uuid,
}

impl Working {
    /// Begins, unless the id is being worked on already.
    pub(crate) fn begin(&self, id: Uuid) -> Option<Work> {
        let mut ids = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ids.insert(id).then(|| Work { working: self.clone(), id })
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.working.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_worked_on_once_at_a_time() {
        let working = Working::default();
        let id = Uuid::from_u128(1);
        let first = working.begin(id).expect("free");
        assert!(working.begin(id).is_none());
        assert!(working.begin(Uuid::from_u128(2)).is_some());
        drop(first);
        assert!(working.begin(id).is_some());
    }
}
