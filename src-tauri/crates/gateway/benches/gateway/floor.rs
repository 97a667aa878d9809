//! What would the bare store do? The same rows in the same tables, one statement each and one durable commit for each
//! custody: put in by `pgbench`, and by one connection of SQLite.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tamga_faults::Cluster;

use crate::Failed;

/// How long a floor is measured.
const SPAN: Duration = Duration::from_secs(5);

/// Real rows of the gateway, for the floor to put in again under other ids; each load leaves as many.
const SAMPLE: &str = "CREATE TABLE sample AS
    SELECT row_number() OVER () - 1 AS n, s.receipt, s.key, e.body AS envelope, i.body AS item
    FROM submission s JOIN envelope e ON e.id = s.id JOIN item i ON i.submission = s.id AND i.box = 'posts' LIMIT 50";

/// What one custody puts into the tables, without a check, a signature or a question asked. `ID`, `NO` and `ME` stand
/// for the submission, its number and the client; a colon in a text would be a variable of `pgbench`.
const SCRIPT: &str = "\\set n :n + 1
BEGIN;
UPDATE client SET receipt_n = receipt_n + 1 WHERE id = ME;
INSERT INTO submission (id, client, env_sha256, kind, route, key, revision, doc_sha256, onward, paused, hops, state, \
state_seq, received_at, receipt, receipt_n) SELECT ID, ME, repeat('e', 64), 'co.issue', 'certificates', m.key, 1, \
repeat('d', 64), 'box', false, '[]', 'delivered', 2, now(), m.receipt, c.receipt_n FROM sample m, client c \
WHERE m.n = :n % 50 AND c.id = ME;
INSERT INTO business_key (type, party, number, revision, submission) VALUES ('certificate', 'CN-DEMO', NO, 1, ID);
INSERT INTO envelope (id, body) SELECT ID, envelope FROM sample WHERE n = :n % 50;
INSERT INTO document (submission, place, sha256, size, media_type) VALUES (ID, 0, repeat('d', 64), 8000, 'text/xml');
INSERT INTO evidence (submission, type, origin, raw, at) SELECT ID, 'delivery', 'gw', receipt, now() FROM sample \
WHERE n = :n % 50;
UPDATE box SET next_seq = next_seq + 1 WHERE id = 'own' || chr(58) || ME;
INSERT INTO item (box, seq, item_id, submission, body) SELECT b.id, next_seq - 1, md5('o' || NO)::uuid, \
ID, item FROM sample m, box b WHERE m.n = :n % 50 AND b.id = 'own' || chr(58) || ME;
UPDATE box SET next_seq = next_seq + 1 WHERE id = 'posts';
INSERT INTO item (box, seq, item_id, submission, body) SELECT b.id, next_seq - 1, md5('p' || NO)::uuid, \
ID, item FROM sample m, box b WHERE m.n = :n % 50 AND b.id = 'posts';
COMMIT;
";

fn script() -> String {
    let number = "('f' || :client_id || '-' || :n)";
    let id = format!("md5{number}::uuid");
    SCRIPT.replace("ID", &id).replace("NO", number).replace("ME", "('chamber-' || :client_id)")
}

/// Nanoseconds for each transaction of `pgbench`, all clients together, in a database where the gateway has been.
pub fn pgbench(cluster: &Cluster, database: &str, clients: usize, round: usize) -> Result<u128, Failed> {
    let address = cluster.address(database);
    let mut admin = postgres::Client::connect(&address, postgres::NoTls)?;
    admin.batch_execute(&format!("DROP TABLE IF EXISTS sample; {SAMPLE}; ANALYZE; CHECKPOINT"))?;
    drop(admin);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("custody.sql");
    std::fs::write(&file, script())?;
    let (clients, first) = (clients.to_string(), format!("n={}", round * 1_000_000));
    let mut command = cluster.program("pgbench");
    command.args(["-n", "-M", "prepared", "-j", "2", "-c", &clients, "-T", &SPAN.as_secs().to_string(), "-D", &first]);
    let told = output(command.arg("-f").arg(&file).arg(&address))?;
    let rate =
        told.lines().find_map(|line| line.strip_prefix("tps = ")?.split_whitespace().next()?.parse::<f64>().ok());
    let failed = told.lines().any(|line| line.starts_with("number of failed transactions: ") && !line.contains(": 0 "));
    match rate {
        Some(rate) if rate > 0.0 && !failed => Ok((1e9 / rate) as u128),
        _ => Err(format!("pgbench: {told}").into()),
    }
}

fn output(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(text) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned().into()) }
}

/// The same real rows for the embedded store, which knows no `pgbench`.
const SAMPLE_SQLITE: &str = "DROP TABLE IF EXISTS sample;
    CREATE TABLE sample AS SELECT row_number() OVER () - 1 AS n, s.receipt, s.key, s.hops, e.body AS envelope,
        i.body AS item, o.body AS event
    FROM submission s JOIN envelope e ON e.id = s.id JOIN item i ON i.submission = s.id AND i.box = 'posts'
        JOIN item o ON o.submission = s.id AND o.box = 'own:' || s.client LIMIT 50;
    CREATE UNIQUE INDEX sample_n ON sample (n)";

/// What one custody puts into the embedded store, without a check, a signature or a question asked: `?1` is the
/// submission, `?2` the row of the sample, `?3` the number.
const ROWS: [&str; 10] = [
    "UPDATE client SET receipt_n = receipt_n + 1 WHERE id = 'chamber-0'",
    "INSERT INTO submission (id, client, env_sha256, kind, route, key, revision, doc_sha256, device_id, device_epoch,
         device_seq, onward, paused, hops, state, state_seq, received_at, receipt, receipt_n)
     SELECT ?1, c.id, m.digest, 'co.issue', 'certificates', m.key, 1, m.digest, 'floor', 1, c.receipt_n, 'box:posts', 0,
         m.hops, 'delivered', 2, '2026-01-01T00:00:00.000Z', m.receipt, c.receipt_n
     FROM (SELECT *, replace(hex(zeroblob(32)), '0', 'd') AS digest FROM sample WHERE n = ?2) m, client c
     WHERE c.id = 'chamber-0'",
    "INSERT INTO business_key (type, party, number, revision, submission) VALUES ('certificate', 'CN-DEMO', ?3, 1, ?1)",
    "INSERT INTO envelope (id, body) SELECT ?1, envelope FROM sample WHERE n = ?2",
    "INSERT INTO document (submission, sha256, size, media_type)
     VALUES (?1, replace(hex(zeroblob(32)), '0', 'd'), 8000, 'text/xml')",
    "INSERT INTO evidence (submission, type, origin, raw, at)
     SELECT ?1, 'delivery', 'gw', receipt, '2026-01-01T00:00:00.000Z' FROM sample WHERE n = ?2",
    "UPDATE box SET next_seq = next_seq + 1 WHERE id = 'own:chamber-0'",
    "INSERT INTO item (box, seq, item_id, submission, body) SELECT b.id, b.next_seq - 1, 'o' || ?1, ?1, m.event
     FROM sample m, box b WHERE m.n = ?2 AND b.id = 'own:chamber-0'",
    "UPDATE box SET next_seq = next_seq + 1 WHERE id = 'posts'",
    "INSERT INTO item (box, seq, item_id, submission, body) SELECT b.id, b.next_seq - 1, 'p' || ?1, ?1, m.item
     FROM sample m, box b WHERE m.n = ?2 AND b.id = 'posts'",
];

/// The journal mode and durability of the gateway's own connection.
fn durable(file: &Path) -> Result<rusqlite::Connection, Failed> {
    let connection = rusqlite::Connection::open(file)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Nanoseconds for each durable commit of the rows of one custody, and the bytes that each adds to the journal, in a
/// store where the gateway has been.
pub fn sqlite_rows(folder: &Path, round: usize) -> Result<(u128, u64), Failed> {
    let file = folder.join("gateway.sqlite");
    let mut connection = durable(&file)?;
    connection.execute_batch(SAMPLE_SQLITE)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    // Until the journal is written back, at a thousand pages, it grows by what is committed.
    let bytes = {
        for n in 0..10 {
            custody(&mut connection, &format!("s{round}-{n}"), n)?;
        }
        std::fs::metadata(folder.join("gateway.sqlite-wal"))?.len() / 10
    };
    let (begun, mut count) = (Instant::now(), 0);
    while begun.elapsed() < SPAN {
        custody(&mut connection, &format!("f{round}-{count}"), count)?;
        count += 1;
    }
    Ok((begun.elapsed().as_nanos() / u128::from(count.unsigned_abs().max(1)), bytes))
}

fn custody(connection: &mut rusqlite::Connection, id: &str, n: i64) -> Result<(), Failed> {
    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for statement in ROWS {
        let mut prepared = tx.prepare_cached(statement)?;
        let (row, number) = (n % 50, format!("N{id}"));
        let values: [&dyn rusqlite::ToSql; 3] = [&id, &row, &number];
        let used = prepared.parameter_count();
        let changed = prepared.execute(values.get(..used).unwrap_or_default())?;
        if changed != 1 {
            return Err(format!("{changed} rows by {statement}").into());
        }
    }
    Ok(tx.commit()?)
}

/// Nanoseconds for each durable commit of one blob of this size.
pub fn sqlite_blob(folder: &Path, bytes: u64) -> Result<u128, Failed> {
    let connection = durable(&folder.join("floor.sqlite"))?;
    connection.execute_batch("CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
    let body = vec![0x5a_u8; usize::try_from(bytes)?];
    let (begun, mut count) = (Instant::now(), 0);
    while begun.elapsed() < SPAN {
        connection.execute("INSERT INTO floor (body) VALUES (?1)", [&body])?;
        count += 1;
    }
    Ok(begun.elapsed().as_nanos() / count)
}
