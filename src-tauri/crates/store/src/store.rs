//! How is the office's database opened, read and written? One writer, two readers that cannot write, one door for
//! writing. The nouns themselves are in their own folders.

use std::cell::Cell;
use std::fs::OpenOptions;
use std::ops::Deref;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::folder::{Folder, private};
use crate::migrations::{self, MIGRATIONS};
use crate::row::{Where, int};

/// How the database file is protected at rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreKey {
    /// Not by us: the disk encryption of the system protects it, or nothing does.
    Plain,
}

/// A window of rows, with the number of all rows that fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows of the window.
    pub rows: Vec<T>,
    /// All rows that fit.
    pub total: u64,
}

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows to skip.
    pub offset: u64,
    /// Rows to answer with at most.
    pub limit: u32,
}

/// An office's store. Shared between threads; calls block, so they belong on a blocking thread.
pub struct Store {
    pub(crate) folder: Folder,
    writer: Mutex<Connection>,
    readers: [Mutex<Connection>; 2],
    owner_epoch: i64,
}

impl Store {
    /// Opens the office folder, making it where it is missing, and brings the schema up to date.
    ///
    /// # Errors
    /// `AlreadyOpen`, `NewerVersion`, `ForeignDatabase`, `ChangedMigration`, `Corrupt`, `DiskFull`, `File`.
    pub fn open(dir: &Path, key: StoreKey, now: Timestamp) -> Result<Self, StoreError> {
        let folder = Folder::take(dir)?;
        let path = folder.database();
        // SQLite gives its side files the mode of the database file.
        let file = private(OpenOptions::new().write(true).create(true).truncate(false)).open(&path)?;
        if file.metadata()?.len() > 0 {
            // Nothing is written into a file before it is known to be ours and not newer than this program.
            migrations::check(&connect(&path, key, Use::Check)?, MIGRATIONS)?;
        }
        let mut writer = connect(&path, key, Use::Write)?;
        migrations::run(&mut writer, MIGRATIONS, &folder.backups(), now)?;
        let reader = || Ok::<_, StoreError>(Mutex::new(connect(&path, key, Use::Read)?));
        let readers = [reader()?, reader()?];
        match folder.load_ballast() {
            // A full disk must not keep people from reading and from storing receipts.
            Ok(()) | Err(StoreError::DiskFull) => {}
            Err(error) => return Err(error),
        }
        let take_over =
            || writer.execute("UPDATE device SET owner_epoch = owner_epoch + 1", []).map_err(StoreError::from);
        match take_over() {
            Err(StoreError::DiskFull) => {
                folder.drop_ballast();
                take_over()?
            }
            done => done?,
        };
        let owner_epoch = writer.query_row("SELECT owner_epoch FROM device", [], |row| row.get(0))?;
        Ok(Self { folder, writer: Mutex::new(writer), readers, owner_epoch })
    }

    /// The one door for writing: one transaction, which must leave a journal entry. An error rolls everything back.
    ///
    /// # Errors
    /// What the closure answers; `DiskFull` (the ballast is then released), `Busy`, `LostOwnership`, `Unjournalled`.
    pub fn write<T, E: From<StoreError>>(
        &self,
        actor: &str,
        now: Timestamp,
        change: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = lock(&self.writer);
        let is_disk_full = Cell::new(false);
        let done = self.write_with(&mut writer, actor, now, &is_disk_full, change);
        if is_disk_full.get() {
            self.folder.drop_ballast();
        }
        done
    }

    fn write_with<T, E: From<StoreError>>(
        &self,
        writer: &mut Connection,
        actor: &str,
        now: Timestamp,
        is_disk_full: &Cell<bool>,
        change: impl FnOnce(&Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let note = |error: StoreError| noted(is_disk_full, error);
        let before = writer.total_changes();
        let transaction =
            writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|error| note(error.into()))?;
        let owner: i64 =
            transaction.query_row("SELECT owner_epoch FROM device", [], |row| row.get(0)).map_err(StoreError::from)?;
        if owner != self.owner_epoch {
            return Err(StoreError::LostOwnership.into());
        }
        let reader = Reader { conn: &transaction, folder: &self.folder };
        let tx = Tx { reader, actor, now, entries: Cell::new(0), is_disk_full };
        let value = change(&tx)?;
        let entries = tx.entries.get();
        if entries == 0 && transaction.total_changes() != before {
            return Err(StoreError::Unjournalled.into());
        }
        transaction.commit().map_err(|error| note(error.into()))?;
        Ok(value)
    }

    /// Reads, in one consistent view of the database. Of the two readers one may be asked inside the other, no third.
    ///
    /// # Errors
    /// What the closure answers; `Busy`, `Corrupt`.
    pub fn read<T, E: From<StoreError>>(&self, look: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let [first, second] = &self.readers;
        let mut conn = match first.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => lock(second),
        };
        let view: Transaction<'_> =
            conn.transaction_with_behavior(TransactionBehavior::Deferred).map_err(StoreError::from)?;
        look(&Reader { conn: &view, folder: &self.folder })
    }

    /// Is space so short that the ballast had to go? Issuing stops then; receiving goes on.
    pub fn is_space_short(&self) -> bool {
        !self.folder.has_ballast()
    }

    /// Puts the ballast back once there is space again.
    ///
    /// # Errors
    /// `DiskFull` while there is still none.
    pub fn restore_ballast(&self) -> Result<(), StoreError> {
        self.folder.load_ballast()
    }

    /// Looks for damage in the database file; an empty list is good news.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn quick_check(&self) -> Result<Vec<String>, StoreError> {
        self.read(|reader| {
            let mut statement = reader.conn.prepare("PRAGMA quick_check")?;
            let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            Ok(lines.into_iter().filter(|line| line != "ok").collect())
        })
    }

    /// Copies the database to another file, checked, while work goes on.
    ///
    /// # Errors
    /// `DiskFull`, `File`, `Corrupt`.
    pub fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        migrations::back_up(&lock(&self.readers[1]), to)
    }

    /// Limits the database file to so many pages of 4 KiB; beyond it every write answers `DiskFull`, as on a full
    /// disk. For offices that give the program a quota, and for the fault tests.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn limit_pages(&self, pages: u32) -> Result<(), StoreError> {
        lock(&self.writer).pragma_update(None, "max_page_count", pages)?;
        Ok(())
    }

    /// Schema version of the file.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn schema_version(&self) -> Result<u32, StoreError> {
        self.read(|reader| Ok(reader.conn.pragma_query_value(None, "user_version", |row| row.get(0))?))
    }

    pub(crate) fn lock_writer(&self) -> MutexGuard<'_, Connection> {
        lock(&self.writer)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The side files shrink to nothing, so that a copied folder is whole.
        let _ = lock(&self.writer).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("database", &self.folder.database()).finish_non_exhaustive()
    }
}

/// A consistent view for reading.
pub struct Reader<'c> {
    pub(crate) conn: &'c Connection,
    pub(crate) folder: &'c Folder,
}

impl Reader<'_> {
    /// Number a `SELECT count(*)` gives.
    pub(crate) fn count(&self, sql: &str, params: impl rusqlite::Params) -> Result<u64, StoreError> {
        let count: i64 = self.conn.prepare_cached(sql)?.query_row(params, |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// All rows of a query.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        map: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params, map)?.collect::<Result<Vec<_>, _>>()?;
        Ok(rows)
    }

    /// A window of the rows of `table` (with `joins`) that fit, newest or whatever `order` says first.
    pub(crate) fn page<T>(
        &self,
        [columns, table, joins, order]: [&str; 4],
        fits: &Where,
        window: Window,
        map: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Page<T>, StoreError> {
        let total = self.count(
            &format!("SELECT count(*) FROM {table} {}", fits.text()),
            rusqlite::params_from_iter(fits.values()),
        )?;
        let sql = format!("SELECT {columns} FROM {table} {joins} {} ORDER BY {order} LIMIT ? OFFSET ?", fits.text());
        let ends = [Value::from(window.limit), Value::from(int(window.offset))];
        let rows = self.all(&sql, rusqlite::params_from_iter(fits.values().iter().chain(&ends)), map)?;
        Ok(Page { rows, total })
    }

    /// The one row of a query, if there is one.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        map: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        use rusqlite::OptionalExtension;
        Ok(self.conn.prepare_cached(sql)?.query_row(params, map).optional()?)
    }
}

/// A write in progress: reads see it, nobody else does until it is committed.
pub struct Tx<'c> {
    reader: Reader<'c>,
    pub(crate) actor: &'c str,
    pub(crate) now: Timestamp,
    pub(crate) entries: Cell<u32>,
    is_disk_full: &'c Cell<bool>,
}

impl Tx<'_> {
    /// Runs one statement; answers with the number of rows it changed.
    pub(crate) fn run(&self, sql: &str, params: impl rusqlite::Params) -> rusqlite::Result<usize> {
        let done = self.conn.prepare_cached(sql)?.execute(params);
        done.inspect_err(|error| {
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) {
                self.is_disk_full.set(true);
            }
        })
    }

    /// Passes on what writing a file answered. The caller may wrap the error in one of its own, so a full disk is
    /// noted here.
    pub(crate) fn filed<T>(&self, done: Result<T, StoreError>) -> Result<T, StoreError> {
        done.map_err(|error| noted(self.is_disk_full, error))
    }

    /// When this write happens.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Who writes.
    pub fn actor(&self) -> &str {
        self.actor
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Self::Target {
        &self.reader
    }
}

fn noted(is_disk_full: &Cell<bool>, error: StoreError) -> StoreError {
    if matches!(error, StoreError::DiskFull) {
        is_disk_full.set(true);
    }
    error
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A look before anything is written. A power cut while the file was made can leave a journal that has to be rolled
    /// back first, and only a connection that could write does that.
    Check,
    Read,
    Write,
}

/// The only function that opens the office's database.
fn connect(path: &Path, key: StoreKey, usage: Use) -> Result<Connection, StoreError> {
    let access = match usage {
        Use::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Use::Check | Use::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    let conn = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    match key {
        // A key would be handed over here, before anything else is asked of the file.
        StoreKey::Plain => {}
    }
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(128);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, usage == Use::Check)?;
    conn.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    match usage {
        Use::Write => conn.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = FAST;",
        )?,
        Use::Check | Use::Read => conn.execute_batch("PRAGMA query_only = ON;")?,
    }
    Ok(conn)
}

/// A panic in one write rolled that write back; the connection is as good as before.
fn lock(conn: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    conn.lock().unwrap_or_else(PoisonError::into_inner)
}
