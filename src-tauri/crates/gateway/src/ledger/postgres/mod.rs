//! The engine for several nodes: one PostgreSQL database (15 or later), any number of gateways that keep no state.
//!
//! Every change is one transaction. An id is worked on by one node at a time (an advisory lock that ends with the
//! transaction), the row of a client is locked while its next receipt is signed, and boxes are filled last, in the order
//! of their ids. Two nodes that meet on a business key, or wait for each other, try once more.
//!
//! Advisory locks: one number stands for an id that is worked on; of a pair, the first says what for: 1 registrations,
//! 3 the name of a node, 4 a party whose list is read.

use std::cell::RefCell;
use std::sync::Arc;
use std::thread::JoinHandle;

use postgres::Config;
use r2d2::{Pool, PooledConnection};
use tamga_origin::Timestamp;
use tamga_protocol::{Ack, AckResult, ReceiptClaims, SubmissionLine, SubmissionView};
use uuid::Uuid;

use super::packing;
use super::records::Work;
use super::{
    BoxPage, Client, Closing, Forward, ForwardRow, HandedOver, Incoming, Known, Ledger, LedgerError, Onward,
    PlacedLines, Registration, Ring, SignReceipt, SignRefusal, Taken,
};
use bell::Bell;
use line::Door;
use listen::Listener;
use patience::Patience;
use tx::Tx;

use crate::chance::Chance;

mod bell;
mod boxes;
mod clients;
mod custody;
mod forwarding;
mod line;
mod listen;
mod moves;
mod patience;
mod records;
mod said;
mod schema;
mod times;
mod tx;
mod views;

/// How often a change is tried when nodes meet.
const TRIES: usize = 6;

/// Where the database is and who this node is.
pub struct Reach {
    /// Address, database, user and password of the database.
    pub config: Config,
    /// How the database's certificate is checked; without it nothing is encrypted.
    pub tls: Option<Arc<rustls::ClientConfig>>,
    /// Name of this node, its own among all that use the database.
    pub node: String,
    /// Most connections at once, besides the one that listens.
    pub connections: u32,
}

impl std::fmt::Debug for Reach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reach")
            .field("node", &self.node)
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

/// The store of a gateway of several nodes.
pub struct Postgres {
    own: String,
    node: String,
    salt: String,
    generation: u64,
    chance: Chance,
    /// Until the node ends.
    open: Option<Open>,
}

/// What a node holds while it lives.
struct Open {
    pool: Pool<Door>,
    listener: Listener,
    bell: Bell,
    patience: Patience,
    patient: JoinHandle<()>,
}

impl Postgres {
    /// Connects node and database of gateway `own` and brings the schema up to date. Must not be called on a thread that
    /// drives tasks, like everything here.
    ///
    /// # Errors
    /// A database that cannot be reached or was made by a newer program, or a node's name that is in use.
    pub fn open(reach: Reach, own: &str) -> Result<Self, LedgerError> {
        Self::drawing(reach, own, Chance::system())
    }

    /// The same with chance of the caller's.
    ///
    /// # Errors
    /// As [`Postgres::open`].
    pub fn drawing(reach: Reach, own: &str, chance: Chance) -> Result<Self, LedgerError> {
        let Reach { config, tls, node, connections } = reach;
        let patience = Patience::default();
        let door = Door { config, tls: tls.clone(), patience: patience.clone() };
        let mut line = door.open()?;
        schema::migrate(&mut line.client, &chance)?;
        let mut meta = |key: &str| -> Result<String, LedgerError> {
            Ok(line.client.query_one("SELECT value FROM meta WHERE key = $1", &[&key])?.try_get(0)?)
        };
        let salt = meta("cursor_salt")?;
        let generation = meta("generation")?.parse().map_err(|_| LedgerError::Row("generation".to_owned()))?;
        let listener = Listener::start(door.clone(), line, &node)?;
        let pool = door.pool(connections)?;
        let bell = Bell::start(pool.clone(), &node)?;
        let patient = patience.start(tls)?;
        let open = Open { pool, listener, bell, patience, patient };
        Ok(Self { own: own.to_owned(), node, salt, generation, chance, open: Some(open) })
    }

    fn parts(&self) -> Result<&Open, LedgerError> {
        self.open.as_ref().ok_or_else(|| LedgerError::Row("the node has ended".to_owned()))
    }

    /// A connection on which a transaction was begun, or something else was run that changes nothing. One that died
    /// while it lay in the pool shows here, and another is taken.
    fn line(&self, begin: &str) -> Result<PooledConnection<Door>, LedgerError> {
        let pool = &self.parts()?.pool;
        let mut left = pool.max_size();
        loop {
            let mut line = pool.get().map_err(LedgerError::engine)?;
            match line.say(begin) {
                Ok(_) => return Ok(line),
                Err(_) if line.client.is_closed() && left > 0 => left -= 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn write<T>(&self, change: impl Fn(&mut Tx<'_>) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let once = || {
            let mut line = self.line("BEGIN")?;
            let mut tx = Tx::begun(&mut line, &self.chance);
            let value = change(&mut tx)?;
            if tx.commit()? {
                self.parts()?.bell.ring();
            }
            Ok(value)
        };
        for _ in 1..TRIES {
            match once() {
                Err(error) if said::is_passing(&error) => tracing::debug!(%error, "nodes met: once more"),
                ended => return ended,
            }
        }
        once()
    }

    fn read<T>(&self, look: impl FnOnce(&mut Tx<'_>) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let mut line = self.line("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        look(&mut Tx::begun(&mut line, &self.chance))
    }

    /// A reading of one statement, which needs no transaction around it.
    fn glance<T>(&self, look: impl Fn(&mut Tx<'_>) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let mut line = self.parts()?.pool.get().map_err(LedgerError::engine)?;
        let seen = look(&mut Tx::none(&mut line, &self.chance));
        if seen.is_err() && line.client.is_closed() {
            drop(line);
            return look(&mut Tx::begun(&mut *self.line("BEGIN READ ONLY")?, &self.chance));
        }
        seen
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let Some(Open { pool, mut listener, mut bell, patience, patient }) = self.open.take() else { return };
        // Saying goodbye waits for sockets, and the last owner may be a thread that drives tasks.
        let farewell = move || {
            listener.begin_to_end();
            // The last ring wakes this node's own listener too.
            bell.ring();
            bell.end();
            listener.end();
            drop(pool);
            patience.end();
            // A panic there is in the log.
            let _ = patient.join();
        };
        if let Err(error) = std::thread::Builder::new().name("ledger-farewell".to_owned()).spawn(farewell) {
            tracing::warn!(%error, "the connections to the database end with the process");
        }
    }
}

impl Ledger for Postgres {
    fn register(&self, registrations: &[Registration], boxes: &[(String, Vec<String>)]) -> Result<(), LedgerError> {
        self.write(|tx| clients::register(tx, registrations, boxes, ReceiptClaims::FIRST_PREV))
    }

    fn release(&self, open: &dyn Fn(&str) -> Option<Onward>, at: Timestamp) -> Result<usize, LedgerError> {
        self.write(|tx| moves::release(tx, &self.own, open, at))
    }

    fn registration(&self, client: &str) -> Result<Option<(Client, String, String)>, LedgerError> {
        self.glance(|tx| clients::registration(tx, client))
    }

    fn grant(&self, token_sha256: &str, client: &str, expires: Timestamp, now: Timestamp) -> Result<(), LedgerError> {
        self.write(|tx| clients::grant(tx, token_sha256, client, expires, now))
    }

    fn bearer(&self, token_sha256: &str, now: Timestamp) -> Result<Option<Client>, LedgerError> {
        self.glance(|tx| clients::bearer(tx, token_sha256, now))
    }

    fn known(&self, id: Uuid) -> Result<Known, LedgerError> {
        self.glance(|tx| custody::known(tx, id))
    }

    fn repeated(&self, id: Uuid, at: Timestamp) -> Result<(), LedgerError> {
        self.write(|tx| custody::repeated(tx, id, at))
    }

    fn take(&self, incoming: &Incoming, sign: SignReceipt<'_>) -> Result<Taken, LedgerError> {
        let kept = packing::pack(&incoming.bytes);
        self.write(|tx| custody::take(tx, &self.own, incoming, &kept, sign))
    }

    fn close(&self, closing: &Closing<'_>, refuse: SignRefusal<'_>) -> Result<Known, LedgerError> {
        self.write(|tx| custody::close(tx, &self.own, closing, refuse))
    }

    fn view(&self, id: Uuid, party: &str) -> Result<Option<SubmissionView>, LedgerError> {
        self.read(|tx| views::view(tx, id, party))
    }

    fn list(&self, client: &str, after: u64, limit: u32) -> Result<(Vec<SubmissionLine>, bool), LedgerError> {
        self.glance(|tx| views::list(tx, client, after, limit))
    }

    fn list_party(&self, party: &str, after: u64, limit: u32) -> Result<(PlacedLines, bool), LedgerError> {
        let mut line = self.line("BEGIN READ ONLY")?;
        views::list_party(&mut Tx::begun(&mut line, &self.chance), party, after, limit)
    }

    fn boxes(&self, client: &str) -> Result<Vec<String>, LedgerError> {
        self.glance(|tx| clients::boxes(tx, client))
    }

    fn page(&self, box_id: &str, after: u64, limit: u32) -> Result<BoxPage, LedgerError> {
        self.read(|tx| boxes::page(tx, box_id, after, limit))
    }

    fn ack(&self, client: &str, acks: &[Ack], at: Timestamp) -> Result<Vec<AckResult>, LedgerError> {
        self.write(|tx| boxes::ack(tx, client, acks, at))
    }

    fn document(&self, sha256: &str, client: &str) -> Result<Option<(Vec<u8>, String)>, LedgerError> {
        self.glance(|tx| views::document(tx, sha256, client))
    }

    fn waiting(&self, peer: &str) -> Result<Vec<ForwardRow>, LedgerError> {
        self.glance(|tx| forwarding::waiting(tx, &self.node, peer))
    }

    fn begin_forward(&self, id: Uuid, at: Timestamp) -> Result<Forward, LedgerError> {
        self.write(|tx| forwarding::begin(tx, &self.node, id, at))
    }

    fn settle_forward(
        &self,
        id: Uuid,
        ended: &HandedOver,
        at: Timestamp,
        refuse: SignRefusal<'_>,
    ) -> Result<(), LedgerError> {
        self.write(|tx| forwarding::settle(tx, (&self.own, &self.node), id, ended, at, refuse))
    }

    fn look(&self, work: Work<'_>) -> Result<(), LedgerError> {
        self.read(|tx| work(&mut records::Books::look(tx)))
    }

    fn change(&self, work: Work<'_>) -> Result<(), LedgerError> {
        let work = RefCell::new(work);
        self.write(|tx| {
            let mut books = records::Books::change(tx)?;
            (work.borrow_mut())(&mut books)
        })
    }

    fn on_news(&self, ring: Ring) {
        if let Some(open) = &self.open {
            open.listener.on_news(ring);
        }
    }

    fn leave(&self) -> Result<(), LedgerError> {
        self.write(|tx| forwarding::give_back(tx, &self.node))
    }

    fn cursor_salt(&self) -> &str {
        &self.salt
    }

    fn generation(&self) -> u64 {
        self.generation
    }
}
