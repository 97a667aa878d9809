//! What do all requests share? Configuration, clock, ledger, keys, lists, and the ids that are being worked on.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use tamga_protocol::ProblemType;
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::Config;
use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::http::cursor::Cursors;
use crate::ledger::{Client, Ledger, LedgerError};
use crate::statements::Statements;
use crate::trust::Trust;
use crate::wake::Wake;

/// Everything that one gateway's requests share.
pub(crate) struct Furniture {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) statements: Statements,
    pub(crate) trust: Arc<Trust>,
    pub(crate) cursors: Cursors,
    pub(crate) wake: Wake,
    pub(crate) working: Working,
    pub(crate) openapi: String,
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
        let room = self.clone();
        tokio::task::spawn_blocking(move || work(&room)).await.unwrap_or_else(|error| {
            tracing::error!(%error, "a request ended in a panic");
            Answer::of(ProblemType::Unavailable)
        })
    }

    /// Who asks (2.7, row 1).
    pub(crate) fn client(&self, asked: &Asked) -> Result<Client, Answer> {
        let token = asked.bearer().ok_or_else(|| Answer::because(ProblemType::TokenExpired, "a token is needed"))?;
        let client = self.ledger.bearer(&sha256_hex(token.as_bytes()), self.clock.now()).map_err(unavailable)?;
        match client {
            Some(client) if client.suspended => Err(Answer::of(ProblemType::ClientSuspended)),
            Some(client) => Ok(client),
            None => Err(Answer::of(ProblemType::TokenExpired)),
        }
    }
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
