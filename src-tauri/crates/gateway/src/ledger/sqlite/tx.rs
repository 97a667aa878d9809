//! What is one change or one consistent reading? The connection on which it was begun, and chance for what it makes.

use std::ops::Deref;

use rusqlite::Connection;

use crate::chance::Chance;

/// A transaction.
pub(super) struct Tx<'a> {
    connection: &'a Connection,
    /// Ids of items.
    pub(super) chance: &'a Chance,
}

impl<'a> Tx<'a> {
    /// On a connection where a transaction was begun.
    pub(super) fn begun(connection: &'a Connection, chance: &'a Chance) -> Self {
        Self { connection, chance }
    }
}

impl Deref for Tx<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}
