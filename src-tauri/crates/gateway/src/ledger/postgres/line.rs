//! How does a node reach its database? A bounded pool of connections, each with its prepared statements and the
//! settings that custody rests on.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use postgres::error::Severity;
use postgres::{CancelToken, Client, Config, NoTls, Statement};
use r2d2::{ManageConnection, Pool};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::LedgerError;
use super::patience::Patience;

/// How long a request waits for a free connection before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// What every session runs with, whatever the database or the role would give it: a commit waits for the disks. Waiting
/// for another change is cut short, and no statement runs for ever; nothing was kept then.
const SESSION: &str = "SET synchronous_commit = on; SET lock_timeout = '10s';
    SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s';
    SET default_transaction_isolation = 'read committed';
    SET client_min_messages = warning";

/// A connection.
pub(super) struct Line {
    pub(super) client: Client,
    statements: HashMap<String, Statement>,
    warned: Arc<AtomicBool>,
    token: Arc<CancelToken>,
    patience: Patience,
    /// Whether something sent to break off its last commit may still be on its way to it.
    is_spent: bool,
}

impl Line {
    /// A statement, prepared once on each connection; there are only so many.
    pub(super) fn statement(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(known) = self.statements.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Says what begins or ends a transaction; answers whether the database warned meanwhile.
    pub(super) fn say(&mut self, sql: &str) -> Result<bool, postgres::Error> {
        self.warned.store(false, Ordering::SeqCst);
        self.client.batch_execute(sql)?;
        Ok(self.warned.load(Ordering::SeqCst))
    }

    /// Ends a transaction as [`Line::say`] would, but does not wait for another disk for ever.
    pub(super) fn commit(&mut self) -> Result<bool, postgres::Error> {
        let (patience, token) = (self.patience.clone(), self.token.clone());
        let (said, is_broken_off) = patience.bounded(&token, || self.say("COMMIT"));
        self.is_spent |= is_broken_off;
        said
    }
}

/// Where the database is, and how its certificate is checked.
#[derive(Clone)]
pub(super) struct Door {
    pub(super) config: Config,
    pub(super) tls: Option<Arc<rustls::ClientConfig>>,
    pub(super) patience: Patience,
}

impl Door {
    /// A connection with the settings of a session.
    pub(super) fn open(&self) -> Result<Line, postgres::Error> {
        let warned = Arc::new(AtomicBool::new(false));
        let (mut config, bell) = (self.config.clone(), warned.clone());
        config.notice_callback(move |notice| {
            if notice.parsed_severity() == Some(Severity::Warning) {
                tracing::warn!(words = notice.message(), "the database warns");
                bell.store(true, Ordering::SeqCst);
            }
        });
        let mut client = match &self.tls {
            Some(tls) => config.connect(MakeRustlsConnect::new(tls.as_ref().clone()))?,
            None => config.connect(NoTls)?,
        };
        client.batch_execute(SESSION)?;
        let (token, patience) = (Arc::new(client.cancel_token()), self.patience.clone());
        Ok(Line { client, statements: HashMap::new(), warned, token, patience, is_spent: false })
    }

    /// A pool of at most so many connections.
    pub(super) fn pool(self, connections: u32) -> Result<Pool<Self>, LedgerError> {
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(connections.min(2)))
            // A connection that died shows when a transaction begins on it; asking each time would cost a round trip.
            .test_on_check_out(false)
            .connection_timeout(PATIENCE)
            .error_handler(Box::new(Told))
            .build(self);
        pool.map_err(LedgerError::engine)
    }
}

impl ManageConnection for Door {
    type Connection = Line;
    type Error = postgres::Error;

    fn connect(&self) -> Result<Line, postgres::Error> {
        self.open()
    }

    fn is_valid(&self, line: &mut Line) -> Result<(), postgres::Error> {
        line.client.check_connection()
    }

    fn has_broken(&self, line: &mut Line) -> bool {
        line.client.is_closed() || line.is_spent
    }
}

/// Writes what goes wrong in the pool's own threads into our log.
#[derive(Debug)]
struct Told;

impl r2d2::HandleError<postgres::Error> for Told {
    fn handle_error(&self, error: postgres::Error) {
        tracing::error!(error = %super::said::Said::from(error), "no connection to the database");
    }
}
