//! The cluster of the contract: a database for each folder, and a store on it.

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use postgres::{Client, NoTls};
use tamga_faults::Cluster;
use tamga_gateway::StoreConfig;
use tamga_gateway::ledger::Ledger;
use tamga_gateway::ledger::postgres::Postgres;
use tamga_seal::digest::sha256_hex;

use crate::house::Open;

/// What it keeps does not outlive the run, so it need not reach a disk.
static CONTRACT: LazyLock<Option<Cluster>> =
    LazyLock::new(|| Cluster::start(&["fsync=off", "full_page_writes=off", "max_connections=300"]).expect("a cluster"));

/// The cluster of the contract, where there is PostgreSQL.
pub fn shared() -> Option<&'static Cluster> {
    CONTRACT.as_ref()
}

/// The engine for several nodes, where there is PostgreSQL.
pub fn engine() -> Option<Open> {
    shared().map(|_| served as Open)
}

/// Does what waits for a database where it may: not on a thread that drives tasks.
pub fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A connection beside the gateway's, on which no statement runs for ever.
pub fn admin(cluster: &Cluster, database: &str) -> Client {
    let mut config: postgres::Config = cluster.address(database).parse().expect("an address");
    config.connect_timeout(Duration::from_secs(20)).options("-c statement_timeout=60s -c lock_timeout=30s");
    config.connect(NoTls).expect("a connection")
}

/// The database of a folder, made when it is not there.
pub fn database(cluster: &Cluster, folder: &Path) -> String {
    let name = format!("t{}", &sha256_hex(folder.to_str().expect("a path").as_bytes())[..20]);
    let mut admin = admin(cluster, "postgres");
    if admin.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).expect("an answer").is_none() {
        admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
    }
    name
}

/// The configuration of a node on the database of a folder.
pub fn node(cluster: &Cluster, folder: &Path, node: &str) -> StoreConfig {
    StoreConfig { node: node.into(), ..StoreConfig::at(cluster.address(&database(cluster, folder))) }
}

fn served(folder: &Path, own: &str, limit: Option<u64>) -> Arc<dyn Ledger> {
    let cluster = shared().expect("a cluster");
    aside(|| {
        let store = Postgres::open(node(cluster, folder, "node-1").reach().expect("an address"), own);
        let store = store.expect("a store");
        // A disk that is full, as the server reports it: at the commit.
        let most = limit.map_or(i64::MAX, |mib| i64::try_from(mib * 1024 * 1024).expect("a size"));
        let full = format!(
            "CREATE OR REPLACE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 IF (SELECT sum(octet_length(body)) FROM envelope) > {most} THEN
                     RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full';
                 END IF;
                 RETURN NULL;
             END $$;
             DROP TRIGGER IF EXISTS is_full ON submission;
             CREATE CONSTRAINT TRIGGER is_full AFTER INSERT ON submission DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW EXECUTE FUNCTION is_full()"
        );
        if limit.is_some() || folder.join("limited").exists() {
            std::fs::create_dir_all(folder).and_then(|()| std::fs::write(folder.join("limited"), "")).expect("a mark");
            admin(cluster, &database(cluster, folder)).batch_execute(&full).expect("a trigger");
        }
        Arc::new(store) as Arc<dyn Ledger>
    })
}
