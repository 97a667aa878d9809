//! Everything that stands in a database, as text: two databases say the same when their dumps are equal.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// Rows by table.
pub type Dump = BTreeMap<String, Vec<String>>;

/// What a whole database says; fails when SQLite finds damage in it. Who owns it differs with every start and is left
/// out.
pub fn dump(path: &Path) -> Dump {
    let conn = Connection::open(path).unwrap();
    let verdict: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok", "{}", path.display());
    conn.execute_batch("PRAGMA foreign_key_check").unwrap();
    let mut tables = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
    let names = tables.query_map([], |row| row.get::<_, String>(0)).unwrap().collect::<Result<Vec<_>, _>>().unwrap();
    names.into_iter().map(|name| (name.clone(), rows(&conn, &name))).collect()
}

fn rows(conn: &Connection, table: &str) -> Vec<String> {
    let mut all = conn.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
    let columns: Vec<String> = all.column_names().map(str::to_owned).collect();
    let mut found = Vec::new();
    let mut rows = all.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let fields = columns.iter().enumerate().filter(|(_, name)| *name != "owner_epoch");
        let fields = fields.map(|(at, name)| match row.get_ref(at).unwrap() {
            ValueRef::Blob(bytes) => format!("{name}={bytes:02x?}"),
            value => format!("{name}={value:?}"),
        });
        found.push(fields.collect::<Vec<_>>().join(" "));
    }
    found.sort();
    found
}

/// Tables in which two dumps differ, with the rows that only one has.
pub fn difference(one: &Dump, other: &Dump) -> Vec<String> {
    let mut found = Vec::new();
    let tables: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
    for table in tables {
        let empty = Vec::new();
        let (here, there) = (one.get(table).unwrap_or(&empty), other.get(table).unwrap_or(&empty));
        found.extend(here.iter().filter(|row| !there.contains(row)).map(|row| format!("{table} - {row:.200}")));
        found.extend(there.iter().filter(|row| !here.contains(row)).map(|row| format!("{table} + {row:.200}")));
    }
    found
}
