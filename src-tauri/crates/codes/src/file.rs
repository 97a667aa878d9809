//! How is a file of lists opened, and where does it lie? Its layout is `schema.sql`; who writes it is `file/write`.

pub(crate) mod write;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rusqlite::{Connection, OpenFlags, Row};
use tamga_origin::Date;

use crate::error::CodesError;
use crate::meta::ListMeta;

/// Name of the file of lists that comes with the program.
pub const FILE_NAME: &str = "codes.db";
/// Number of the layout; another one is not read, the file is made anew.
pub(crate) const LAYOUT: u32 = 1;
/// Marks our files among databases ("Tcod").
const APPLICATION: u32 = 0x5463_6f64;

/// An open file of lists.
#[derive(Debug)]
pub(crate) struct File {
    connection: Mutex<Connection>,
    /// Has it a table of factors of units?
    pub has_factors: bool,
}

impl File {
    /// Opens a file for reading.
    pub fn read(path: &Path) -> Result<Self, CodesError> {
        if !path.is_file() {
            return Err(CodesError::Missing(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::checked(Connection::open_with_flags(path, flags)?, path)
    }

    /// Opens a file that is written to, and makes it when there is none.
    pub fn write(path: &Path) -> Result<Self, CodesError> {
        if !path.exists() {
            write::make(path)?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Self::checked(Connection::open_with_flags(path, flags)?, path)
    }

    fn checked(connection: Connection, path: &Path) -> Result<Self, CodesError> {
        let foreign = |found| CodesError::Foreign { path: path.to_owned(), found, needed: LAYOUT };
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0));
        match number("application_id") {
            Ok(APPLICATION) => {}
            Ok(_) => return Err(foreign(0)),
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
                return Err(foreign(0));
            }
            Err(error) => return Err(error.into()),
        }
        let found = number("user_version")?;
        if found != LAYOUT {
            return Err(foreign(found));
        }
        connection.pragma_update(None, "mmap_size", 64 * 1024 * 1024)?;
        connection.set_prepared_statement_cache_capacity(32);
        let has_factors = write::has_factors(&connection)?;
        Ok(Self { connection: Mutex::new(connection), has_factors })
    }

    /// Asks the database.
    pub fn ask<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, CodesError> {
        let connection = self.connection.lock().map_err(|_| CodesError::Poisoned)?;
        Ok(question(&connection)?)
    }

    /// Changes the file in one transaction.
    pub fn change<T>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, CodesError> {
        let mut connection = self.connection.lock().map_err(|_| CodesError::Poisoned)?;
        let transaction = connection.transaction()?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Every list in the file, by name.
    pub fn lists(&self) -> Result<Vec<ListMeta>, CodesError> {
        self.ask(|db| {
            let mut statement = db.prepare_cached(
                "SELECT name, version, valid_from, valid_to, source, licence, date, sha256, rows, languages, hs_year, whole
                 FROM list ORDER BY name",
            )?;
            let lists = statement.query_map([], meta)?;
            lists.collect()
        })
    }
}

fn meta(row: &Row<'_>) -> rusqlite::Result<ListMeta> {
    let day = |at: usize| -> rusqlite::Result<Option<Date>> {
        Ok(row.get::<_, Option<String>>(at)?.and_then(|text| Date::parse(&text)))
    };
    let rows: i64 = row.get(8)?;
    Ok(ListMeta {
        id: row.get(0)?,
        version: row.get(1)?,
        valid_from: day(2)?,
        valid_to: day(3)?,
        source: row.get(4)?,
        licence: row.get(5)?,
        date: day(6)?,
        sha256: row.get(7)?,
        rows: u64::try_from(rows).unwrap_or_default(),
        languages: row.get::<_, String>(9)?.split_whitespace().map(str::to_owned).collect(),
        hs_year: row.get(10)?,
        whole: row.get(11)?,
    })
}

/// Looks for the file of lists where it lies beside a program: next to it, in the resources of an installed package,
/// or in the build folder. `None` when it is nowhere; the program then goes on with the typed lists.
pub fn find_beside(program: &Path) -> Option<PathBuf> {
    let folder = program.parent()?;
    let above = folder.parent().unwrap_or(folder);
    let mut places = vec![
        folder.join(FILE_NAME),
        above.join("lib/Tamga").join(FILE_NAME),
        above.join("share/tamga").join(FILE_NAME),
        above.join("Resources").join(FILE_NAME),
    ];
    // `target/debug/tamga` and the tests in `target/debug/deps` find what `cargo xtask codes` made.
    places.extend(folder.ancestors().skip(1).take(2).map(|target| target.join("codes").join(FILE_NAME)));
    places.into_iter().find(|place| place.is_file())
}
