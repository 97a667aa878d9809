//! How does a database become the gateway's, and how does it follow the program? Numbered steps, each applied once.

use postgres::Client;

use super::super::LedgerError;
use crate::chance::Chance;

/// The steps in their order; the number of a step is its place, from 1. A step that was published never changes.
fn steps() -> [String; 4] {
    let books = [
        include_str!("../../books/schema.sql"),
        include_str!("../../books/0003.sql"),
        include_str!("../../books/0004.sql"),
    ];
    let [second, third, fourth] = books.map(in_words);
    [include_str!("0001.sql").to_owned(), second, third, fourth]
}

/// The side books in this engine's words for the same types.
fn in_words(sql: &str) -> String {
    sql.replace(" INTEGER", " BIGINT").replace(" BLOB", " BYTEA").replace(") STRICT;", ");")
}

/// Serialises nodes that start at the same time; any number that nothing else here locks.
const LOCK: i64 = 0x0074_616d_6761;

/// Brings the schema to this program's version under a lock, or refuses the one of a newer program.
pub(super) fn migrate(client: &mut Client, chance: &Chance) -> Result<(), LedgerError> {
    let steps = steps();
    let newest = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let mut tx = client.transaction()?;
    // A step may take as long as the rows it moves; another node's is waited for.
    tx.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
    // Looked for first: a role that may not create tables can still run a database that is up to date.
    if tx.query_one("SELECT to_regclass('meta') IS NULL", &[])?.try_get(0)? {
        tx.batch_execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")?;
        let insert = "INSERT INTO meta (key, value) VALUES ($1, $2)";
        tx.execute(insert, &[&"schema", &"0"])?;
        tx.execute(insert, &[&"cursor_salt", &chance.id().to_string()])?;
        tx.execute(insert, &[&"generation", &"1"])?;
    }
    let version: String = tx.query_one("SELECT value FROM meta WHERE key = 'schema'", &[])?.try_get(0)?;
    let version: i64 = version.parse().map_err(|_| LedgerError::Row("schema".to_owned()))?;
    if version > newest {
        return Err(LedgerError::Newer(version));
    }
    for step in steps.iter().skip(usize::try_from(version).unwrap_or(0)) {
        tx.batch_execute(step)?;
    }
    if version < newest {
        tx.execute("UPDATE meta SET value = $1 WHERE key = 'schema'", &[&newest.to_string()])?;
    }
    tx.commit()?;
    Ok(())
}
