//! How many certificates a second does one gateway take? Real TLS, real tokens, every signature checked, every receipt
//! signed and on disk before it is answered; on the embedded store and on PostgreSQL, beside what the bare stores do.
//!
//! `TAMGA_BENCH_LONG=1` reads boxes of a million items and drains a queue of five thousand as well. Without PostgreSQL its half is left out.

use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tamga_courier::HttpTransport;
use tamga_faults::Cluster;
use tamga_gateway::ledger::Ledger;
use tamga_gateway::ledger::postgres::Postgres;
use tamga_gateway::ledger::sqlite::Sqlite;
use tamga_gateway::{ClientConfig, Clock, Config, Gateway, StoreConfig, demonstration};
use tamga_origin::Timestamp;

mod boxes;
mod drain;
mod floor;
mod load;
mod office;

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// Clients at once, and certificates of one round.
const LOADS: [(usize, usize); 3] = [(1, 200), (8, 800), (64, 1_600)];
/// Rounds, of which the middle one counts.
const ROUNDS: usize = 3;
/// The most that a certificate may take, of what the bare store takes for the same rows.
const STORE: &str = "2";
/// The most that a page of a box of a million items may take, of one of ten thousand: as good as the same.
const FLAT: &str = "1.5";
/// The most pages of fifty that are read where not everything is.
const SOME: usize = 200;

fn is_long() -> bool {
    std::env::var_os("TAMGA_BENCH_LONG").is_some()
}

fn main() -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let folder = tempfile::tempdir()?;
    let prepared = demonstration::prepare(folder.path(), "CN", "127.0.0.1:0".parse()?, now())?;
    let mut officer = office::Officer::new(folder.path())?;
    let config = with_clients(prepared.config);

    for (clients, count) in LOADS {
        let config = Config { data: folder.path().join(format!("load{clients}")), ..config.clone() };
        let (mut rounds, mut floors, mut journal) = (Vec::new(), Vec::new(), 0);
        for n in 0..ROUNDS {
            rounds.push(runtime.block_on(round(&config, folder.path(), clients, officer.certificates(count)?))?);
            let (floor, bytes) = floor::sqlite_rows(&config.data, n)?;
            floors.push(floor);
            journal = bytes;
        }
        floors.sort_unstable();
        let floor = format!("commit-sqlite-{clients}");
        println!("floor {floor}: the rows of one custody in one commit, {journal} bytes of journal, synchronous=full");
        println!("bench {floor} {}", floors.get(ROUNDS / 2).copied().unwrap_or_default());
        println!("bench commit-sqlite-blob-{clients} {}", floor::sqlite_blob(folder.path(), journal)?);
        print(&format!("put-sqlite-{clients}"), rounds, &floor);
    }
    let queue = if is_long() { 5_000 } else { 500 };
    let drained = tempfile::tempdir()?;
    println!("bench drain-{queue} {} vs put-sqlite-8", runtime.block_on(drain::drain(drained.path(), queue))?);
    let paged = Config { data: folder.path().join("pages"), ..config.clone() };
    let one = officer.certificates(1)?;
    runtime.block_on(round(&paged, folder.path(), 1, one))?;
    pages("sqlite", &Sqlite::open(&paged.data, &config.id, None)?, |items| fill_sqlite(&paged.data, items))?;

    let settings = ["max_connections=200", "shared_buffers=256MB", "max_wal_size=4GB"];
    let Some(cluster) = Cluster::start(&settings)? else { return Ok(()) };
    for (clients, count) in LOADS {
        let config = on_database(&config, &cluster, &format!("load{clients}"))?;
        let (mut rounds, mut floors) = (Vec::new(), Vec::new());
        for n in 0..ROUNDS {
            rounds.push(runtime.block_on(round(&config, folder.path(), clients, officer.certificates(count)?))?);
            floors.push(floor::pgbench(&cluster, &format!("load{clients}"), clients, n)?);
        }
        floors.sort_unstable();
        println!("floor pgbench-{clients}: the rows of one custody in one commit, by as many clients, fsync=on");
        println!("bench pgbench-{clients} {}", floors.get(ROUNDS / 2).copied().unwrap_or_default());
        print(&format!("put-postgres-{clients}"), rounds, &format!("pgbench-{clients}"));
    }
    let waiting = on_database(&config, &cluster, "waiting")?;
    let one = officer.certificates(1)?;
    runtime.block_on(round(&waiting, folder.path(), 1, one))?;
    let reach = waiting.store.as_ref().ok_or("no store")?.reach()?;
    let ledger = Postgres::open(reach, &config.id)?;
    pages("postgres", &ledger, |items| fill_postgres(&cluster, "waiting", items))?;
    drop(ledger);
    if is_long() {
        let most = runtime.block_on(boxes::memory(&waiting, folder.path(), SOME))?;
        println!("memory gateway-1000000-stored {most}");
    }
    let waiting = on_database(&config, &cluster, "few")?;
    let one = officer.certificates(1)?;
    runtime.block_on(round(&waiting, folder.path(), 1, one))?;
    fill_postgres(&cluster, "few", 10_000)?;
    println!("memory gateway-10000-waiting {}", runtime.block_on(boxes::memory(&waiting, folder.path(), usize::MAX))?);
    Ok(())
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(0))
}

/// A registration for each client of the largest load.
fn with_clients(mut config: Config) -> Config {
    let most = LOADS.iter().map(|(clients, _)| *clients).max().unwrap_or(1);
    let chamber = config.clients.iter().find(|client| client.id == "chamber").cloned();
    let like = |n: usize| chamber.clone().map(|chamber| ClientConfig { id: format!("chamber-{n}"), ..chamber });
    config.clients.extend((0..most).filter_map(like));
    config
}

fn on_database(config: &Config, cluster: &Cluster, name: &str) -> Result<Config, Failed> {
    let mut admin = postgres::Client::connect(&cluster.address("postgres"), postgres::NoTls)?;
    admin.batch_execute(&format!("CREATE DATABASE {name}"))?;
    let store = StoreConfig { node: "bench".into(), ..StoreConfig::at(cluster.address(name)) };
    Ok(Config { store: Some(store), ..config.clone() })
}

/// Starts the gateway, hands all over, and stops it.
async fn round(
    config: &Config,
    folder: &Path,
    clients: usize,
    envelopes: Vec<tamga_courier::Envelope>,
) -> Result<load::Took, Failed> {
    let running = Gateway::start(config.clone(), Clock::new(now)).await?;
    let url = running.url();
    let roads = (0..clients).map(|n| office::road(config, folder, &url, &format!("chamber-{n}")));
    let roads: Vec<Arc<HttpTransport>> = roads.collect::<Result<_, _>>()?;
    let took = load::send(&roads, envelopes).await?;
    running.stop().await;
    Ok(took)
}

/// The middle one of several rounds.
fn print(name: &str, mut rounds: Vec<load::Took>, beside: &str) {
    rounds.sort_by_key(load::Took::turn);
    let Some(middle) = rounds.get(ROUNDS / 2) else { return };
    println!("bench {name} {} vs {beside} most {STORE}", middle.turn());
    println!("bench {name}-p50 {}", middle.percentile(50));
    println!("bench {name}-p99 {}", middle.percentile(99));
}

/// Pages of a box that grows.
fn pages(engine: &str, ledger: &dyn Ledger, fill: impl Fn(u64) -> Result<(), Failed>) -> Result<(), Failed> {
    let first = format!("page-{engine}-10000");
    for items in [1_000, 10_000, 1_000_000].into_iter().take(if is_long() { 3 } else { 2 }) {
        fill(items)?;
        // Once to warm what the store keeps in memory.
        boxes::page(ledger, items)?;
        let (nanos, name) = (boxes::page(ledger, items)?, format!("page-{engine}-{items}"));
        let beside = if items > 10_000 { format!(" vs {first} most {FLAT}") } else { String::new() };
        println!("bench {name} {nanos}{beside}");
    }
    Ok(())
}

fn fill_sqlite(folder: &Path, items: u64) -> Result<(), Failed> {
    let connection = rusqlite::Connection::open(folder.join("gateway.sqlite"))?;
    let items = i64::try_from(items)?;
    let has: i64 = connection.query_row("SELECT next_seq - 1 FROM box WHERE id = 'posts'", [], |row| row.get(0))?;
    if has < items {
        connection.execute(boxes::FILL_SQLITE, [items])?;
        connection.execute("UPDATE box SET next_seq = ?1 + 1 WHERE id = 'posts'", [items])?;
    }
    Ok(())
}

fn fill_postgres(cluster: &Cluster, database: &str, items: u64) -> Result<(), Failed> {
    let mut admin = postgres::Client::connect(&cluster.address(database), postgres::NoTls)?;
    let items = i64::try_from(items)?;
    admin.execute(boxes::FILL_POSTGRES, &[&items])?;
    admin.execute("UPDATE box SET next_seq = $1::bigint + 1 WHERE id = 'posts'", &[&items])?;
    admin.batch_execute("VACUUM ANALYZE item")?;
    Ok(())
}
