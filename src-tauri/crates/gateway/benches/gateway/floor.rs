//! What would the bare store do? The same rows put in by `pgbench`, one statement each; and bare commits of SQLite.

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

/// Nanoseconds for each durable commit of one blob of this size.
pub fn sqlite(folder: &Path, bytes: usize) -> Result<u128, Failed> {
    let connection = rusqlite::Connection::open(folder.join("floor.sqlite"))?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.execute_batch("CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
    let body = vec![0x5a_u8; bytes];
    let (begun, mut count) = (Instant::now(), 0);
    while begun.elapsed() < SPAN {
        connection.execute("INSERT INTO floor (body) VALUES (?1)", [&body])?;
        count += 1;
    }
    Ok(begun.elapsed().as_nanos() / count)
}
