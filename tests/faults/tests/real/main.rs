//! Sixteen desks and four posts against three gateway processes on one PostgreSQL, while processes are killed and
//! stopped, the database is killed, lines are cut and clocks are set: is anything lost, doubled or out of order? Whoever
//! takes part writes down what it saw, and the judge of histories reads that and nothing else (T-17 of `gateway.md`).
//!
//! Who does what and what goes wrong is drawn from the seed, which is printed; when it happens is for real processes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

mod desk;
mod log;
mod node;
mod post;
mod registers;
mod trouble;
mod world;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tamga_disk::Chance;
use tamga_faults::Cluster;
use tamga_history::check_log;
use tokio::task::JoinHandle;

use crate::log::Log;
use crate::trouble::Trouble;
use crate::world::{DATABASE, DESKS, POSTS, World};

/// Sizes of an ordinary run; `cargo xtask soak gateway` has larger ones.
const OPERATIONS: u64 = 200;
const FAULTS: u64 = 20;
/// The longest that a process stands still, in milliseconds.
const STOP: u64 = 1_500;
/// The seed of an ordinary run.
const SEED: u64 = 17;
/// How long it may take after faults stopped until all has arrived.
const SETTLE: Duration = Duration::from_secs(120);

fn asked(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

/// A run: everybody at work, until all is done and read.
struct Run {
    seed: u64,
    world: Arc<World>,
    log: Arc<Log>,
    posts: Vec<JoinHandle<()>>,
    desks: Vec<JoinHandle<Vec<desk::Row>>>,
}

impl Run {
    fn begin(world: World, seed: u64, operations: u64, chance: &mut Chance) -> Self {
        println!("seed {seed:#x}: {}", again(seed));
        let (world, log) = (Arc::new(world), Arc::new(Log::default()));
        let posts = (0..POSTS).map(|n| tokio::spawn(post::read(world.clone(), log.clone(), n))).collect();
        let desks = (0..DESKS).map(|n| {
            let share = operations / DESKS + u64::from(n < operations % DESKS);
            tokio::spawn(desk::work(world.clone(), log.clone(), n, share, Chance::new(chance.draw())))
        });
        let desks = desks.collect();
        Self { seed, world, log, posts, desks }
    }

    /// Waits until everything has arrived, asks the books of the gateway in this cluster, and lets the history be judged.
    async fn end(self, cluster: &Cluster) {
        let Self { seed, world, log, posts, desks } = self;
        let settled = async {
            let mut rows = Vec::new();
            for desk in desks {
                rows.extend(desk.await.expect("a desk"));
            }
            world.all_is_sent(&log);
            for post in posts {
                post.await.expect("a post");
            }
            rows
        };
        let rows = tokio::time::timeout(SETTLE, settled).await;
        let rows = rows.unwrap_or_else(|_| panic!("not all arrived within {SETTLE:?}; again: {}", again(seed)));
        desk::delivered(&world, &log, &rows).await;
        log.settled();
        registers::write(cluster, &log);
        let text = log.text();
        let found = check_log(&text).unwrap();
        if !found.is_empty() {
            let kept = std::env::temp_dir().join(format!("tamga-history-real-{seed:x}.log"));
            std::fs::write(&kept, &text).unwrap();
            panic!("seed {seed:#x}: {found:#?}\nhistory: {}\nagain: {}", kept.display(), again(seed));
        }
    }
}

fn again(seed: u64) -> String {
    format!("cargo xtask replay T-17 --seed {seed:#x}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_killed_or_stopped_each_certificate_arrives_once_and_in_order() {
    let Some(cluster) = Cluster::start(&["max_connections=200"]).unwrap() else { return };
    let seed = asked("TAMGA_SEED").unwrap_or(SEED);
    let operations = asked("TAMGA_OPERATIONS").unwrap_or(OPERATIONS);
    let faults = asked("TAMGA_UNTIL").or(asked("TAMGA_FAULTS")).unwrap_or(FAULTS);
    let (begun, mut chance) = (Instant::now(), Chance::new(seed));
    let world = World::make(&cluster, &cluster.address(DATABASE)).await;
    let run = Run::begin(world, seed, operations, &mut chance);
    let (world, log) = (run.world.clone(), run.log.clone());
    let mut trouble = Trouble::new(&world, &cluster, chance, asked("TAMGA_STOP").unwrap_or(STOP));
    for n in 0..faults {
        log.operations_done(operations * n / faults).await;
        trouble.next().await;
    }
    trouble.end().await;
    run.end(&cluster).await;
    let kinds = trouble.counts();
    println!("{operations} operations, {faults} faults in {:.1?}: {kinds:?}", begun.elapsed());
    println!("soak operations {operations}");
    kinds.iter().for_each(|(kind, count)| println!("fault {count} {kind}"));
    assert_eq!(kinds.values().sum::<u64>(), faults, "each fault that was planned was made");
}

/// Operations of a run in which the database's computer goes for good.
const UNTIL_PROMOTED: u64 = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_a_receipt_is_there_when_the_standby_takes_over() {
    let settings = ["max_connections=200"];
    let Some(primary) = Cluster::start(&settings).unwrap() else { return };
    let standby = primary.standby(&settings).unwrap();
    let seed = asked("TAMGA_SEED").unwrap_or(SEED);
    let operations = asked("TAMGA_PROMOTED").unwrap_or(UNTIL_PROMOTED);
    let mut chance = Chance::new(seed);
    let world = World::make(&primary, &primary.address_of_either(&standby, DATABASE)).await;
    let run = Run::begin(world, seed, operations, &mut chance);
    let log = run.log.clone();
    log.operations_done(operations / 2).await;
    tokio::task::block_in_place(|| primary.end_for_good().and_then(|()| standby.promote())).unwrap();
    run.end(&standby).await;
    println!("soak operations {operations}\nfault 1 the database's computer went for good");
}
