//! The embedded engine: one SQLite file, one writer, one reader. The single writer gives the order of boxes.

use std::path::Path;
use std::sync::Mutex;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};
use tamga_origin::Timestamp;
use tamga_protocol::{Ack, AckResult, ReceiptClaims, SubmissionLine, SubmissionView};
use uuid::Uuid;

use super::columns::row;
use super::packing;
use super::records::Work;
use super::{
    BoxPage, Client, Closing, Forward, ForwardRow, HandedOver, Incoming, Known, Ledger, LedgerError, Onward,
    PlacedLines, Registration, Ring, SignReceipt, SignRefusal, Taken,
};
use crate::chance::Chance;

mod boxes;
mod clients;
mod custody;
mod forwarding;
mod moves;
mod prepared;
mod records;
mod tx;
mod views;
mod writer;

use self::tx::Tx;
use self::writer::{Writer, locked};

const SCHEMA: &str = include_str!("schema.sql");
/// What stands beside custody: the side books, in every engine the same.
const BOOKS: [&str; 3] = [
    include_str!("../../books/schema.sql"),
    include_str!("../../books/0003.sql"),
    include_str!("../../books/0004.sql"),
];
const VERSION: i64 = 4;
const PAGE: u64 = 4096;
/// The store's file.
const FILE: &str = "gateway.sqlite";

/// The embedded store of a gateway.
pub struct Sqlite {
    writer: Writer,
    reader: Mutex<Connection>,
    own: String,
    salt: String,
    generation: u64,
    chance: Chance,
}

impl Sqlite {
    /// Opens or makes the store of gateway `own` in a folder; `limit_mib` is the most it may grow to.
    pub fn open(folder: &Path, own: &str, limit_mib: Option<u64>) -> Result<Self, LedgerError> {
        Self::drawing(folder, own, limit_mib, Chance::system())
    }

    /// The same with chance of the caller's.
    pub fn drawing(folder: &Path, own: &str, limit_mib: Option<u64>, chance: Chance) -> Result<Self, LedgerError> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(FILE);
        let mut writer = connect(&path)?;
        if let Some(mib) = limit_mib {
            let pages = i64::try_from(mib.saturating_mul(1024 * 1024) / PAGE).unwrap_or(i64::MAX);
            writer.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        }
        make(&mut writer, &chance)?;
        let salt = meta(&writer, "cursor_salt")?;
        let generation = meta(&writer, "generation")?.parse().map_err(|_| row("generation"))?;
        let reader = connect(&path)?;
        reader.pragma_update(None, "query_only", true)?;
        let (writer, reader, own) = (Writer::new(writer), Mutex::new(reader), own.to_owned());
        Ok(Self { writer, reader, own, salt, generation, chance })
    }

    fn write<T>(&self, change: impl FnOnce(&Tx<'_>) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        self.writer.write(|connection| change(&Tx::begun(connection, &self.chance)))
    }

    fn read<T>(&self, look: impl FnOnce(&Tx<'_>) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let mut connection = locked(&self.reader);
        let transaction = connection.transaction()?;
        look(&Tx::begun(&transaction, &self.chance))
    }
}

/// Copies the store in a folder to a file, as it is at one moment, and waits until the copy is on disk.
pub(crate) fn copy(folder: &Path, file: &Path) -> Result<(), LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(folder.join(FILE), flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.execute("VACUUM INTO ?1", [file.to_string_lossy()])?;
    std::fs::File::open(file)?.sync_all()?;
    #[cfg(unix)]
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn connect(path: &Path) -> Result<Connection, LedgerError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What a savepoint may have to bring back is kept in memory: a custody touches more than lies there otherwise.
    connection.pragma_update(None, "temp_store", "memory")?;
    prepared::keep(&connection);
    Ok(connection)
}

/// Makes the tables, or those that are not there yet; one program at a time, all or nothing.
fn make(connection: &mut Connection, chance: &Chance) -> Result<(), LedgerError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > VERSION {
        return Err(LedgerError::Newer(version));
    }
    if version < 1 {
        transaction.execute_batch(SCHEMA)?;
        let insert = "INSERT INTO meta (key, value) VALUES (?1, ?2)";
        transaction.execute(insert, ["cursor_salt", &chance.id().to_string()])?;
        transaction.execute(insert, ["generation", "1"])?;
    }
    for (step, books) in (2..).zip(BOOKS) {
        if version < step {
            transaction.execute_batch(books)?;
        }
    }
    if version < VERSION {
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()?;
    Ok(())
}

fn meta(connection: &Connection, key: &str) -> Result<String, LedgerError> {
    let value = connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?;
    value.ok_or_else(|| row("meta"))
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        Self::engine(error)
    }
}

impl Ledger for Sqlite {
    fn register(&self, registrations: &[Registration], boxes: &[(String, Vec<String>)]) -> Result<(), LedgerError> {
        self.write(|tx| clients::register(tx, registrations, boxes, ReceiptClaims::FIRST_PREV))
    }

    fn release(&self, open: &dyn Fn(&str) -> Option<Onward>, at: Timestamp) -> Result<usize, LedgerError> {
        self.write(|tx| moves::release(tx, &self.own, open, at))
    }

    fn registration(&self, client: &str) -> Result<Option<(Client, String, String)>, LedgerError> {
        self.read(|tx| clients::registration(tx, client))
    }

    fn grant(&self, token_sha256: &str, client: &str, expires: Timestamp, now: Timestamp) -> Result<(), LedgerError> {
        self.write(|tx| clients::grant(tx, token_sha256, client, expires, now))
    }

    fn bearer(&self, token_sha256: &str, now: Timestamp) -> Result<Option<Client>, LedgerError> {
        self.read(|tx| clients::bearer(tx, token_sha256, now))
    }

    fn known(&self, id: Uuid) -> Result<Known, LedgerError> {
        self.read(|tx| custody::known(tx, id))
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
        self.read(|tx| views::list(tx, client, after, limit))
    }

    fn list_party(&self, party: &str, after: u64, limit: u32) -> Result<(PlacedLines, bool), LedgerError> {
        self.read(|tx| views::list_party(tx, party, after, limit))
    }

    fn boxes(&self, client: &str) -> Result<Vec<String>, LedgerError> {
        self.read(|tx| clients::boxes(tx, client))
    }

    fn page(&self, box_id: &str, after: u64, limit: u32) -> Result<BoxPage, LedgerError> {
        self.read(|tx| boxes::page(tx, box_id, after, limit))
    }

    fn ack(&self, client: &str, acks: &[Ack], at: Timestamp) -> Result<Vec<AckResult>, LedgerError> {
        self.write(|tx| boxes::ack(tx, client, acks, at))
    }

    fn document(&self, sha256: &str, client: &str) -> Result<Option<(Vec<u8>, String)>, LedgerError> {
        self.read(|tx| views::document(tx, sha256, client))
    }

    fn waiting(&self, peer: &str) -> Result<Vec<ForwardRow>, LedgerError> {
        self.read(|tx| forwarding::waiting(tx, peer))
    }

    fn begin_forward(&self, id: Uuid, at: Timestamp) -> Result<Forward, LedgerError> {
        self.write(|tx| forwarding::begin(tx, id, at))
    }

    fn settle_forward(
        &self,
        id: Uuid,
        ended: &HandedOver,
        at: Timestamp,
        refuse: SignRefusal<'_>,
    ) -> Result<(), LedgerError> {
        self.write(|tx| forwarding::settle(tx, &self.own, id, ended, at, refuse))
    }

    fn on_news(&self, _: Ring) {
        // One process has the file: it rings for itself.
    }

    fn leave(&self) -> Result<(), LedgerError> {
        // Nobody else waits for it.
        Ok(())
    }

    fn look(&self, work: Work<'_>) -> Result<(), LedgerError> {
        self.read(|tx| work(&mut records::Books(tx)))
    }

    fn change(&self, work: Work<'_>) -> Result<(), LedgerError> {
        self.write(|tx| work(&mut records::Books(tx)))
    }

    fn cursor_salt(&self) -> &str {
        &self.salt
    }

    fn generation(&self) -> u64 {
        self.generation
    }
}
