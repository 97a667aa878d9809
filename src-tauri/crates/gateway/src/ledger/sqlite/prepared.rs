//! Statements are read by the engine once in the life of a connection, not at every use: of a custody's thirty, reading
//! took longer than doing.

use rusqlite::{Connection, Params, Row};

/// More than there are different ones.
const KEPT: usize = 256;

/// Keeps every statement of a connection.
pub(super) fn keep(connection: &Connection) {
    connection.set_prepared_statement_cache_capacity(KEPT);
}

/// Statements that stay prepared.
pub(super) trait Prepared {
    /// Changes rows; answers how many.
    fn run(&self, statement: &str, values: impl Params) -> rusqlite::Result<usize>;

    /// The first row; none is an error.
    fn one<T>(
        &self,
        statement: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T>;
}

impl Prepared for Connection {
    fn run(&self, statement: &str, values: impl Params) -> rusqlite::Result<usize> {
        self.prepare_cached(statement)?.execute(values)
    }

    fn one<T>(
        &self,
        statement: &str,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.prepare_cached(statement)?.query_row(values, read)
    }
}
