//! What goes wrong, and how: one fault after the other, each kind as often as every other, in an order from the seed.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use tamga_disk::Chance;
use tamga_faults::{Cluster, Spoil};

use crate::world::{DATABASE, World, psql};

const MINUTE: i64 = 60_000;
/// How long it may take until some gateway has reached a database that was started again.
const CONNECTED: Duration = Duration::from_secs(60);

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    NodeKilled,
    NodeStopped,
    ClockSet,
    DatabaseKilled,
    BackendKilled,
    ReplySwallowed,
    ReplyCut,
    RequestCut,
    Twice,
    Portal,
    ReplyFlipped,
    MarksStripped,
    Late,
}

const ALL: [Fault; 13] = [
    Fault::NodeKilled,
    Fault::NodeStopped,
    Fault::ClockSet,
    Fault::DatabaseKilled,
    Fault::BackendKilled,
    Fault::ReplySwallowed,
    Fault::ReplyCut,
    Fault::RequestCut,
    Fault::Twice,
    Fault::Portal,
    Fault::ReplyFlipped,
    Fault::MarksStripped,
    Fault::Late,
];

/// Whoever makes it.
pub struct Trouble<'a> {
    world: &'a World,
    cluster: &'a Cluster,
    chance: Chance,
    /// The longest that a process stands still, in milliseconds.
    stop: u64,
    /// What comes next, until all kinds were there.
    deck: Vec<Fault>,
    counts: BTreeMap<String, u64>,
}

impl<'a> Trouble<'a> {
    pub fn new(world: &'a World, cluster: &'a Cluster, chance: Chance, stop: u64) -> Self {
        Self { world, cluster, chance, stop, deck: Vec::new(), counts: BTreeMap::new() }
    }

    /// How often what was done.
    pub fn counts(&self) -> &BTreeMap<String, u64> {
        &self.counts
    }

    /// Makes the next fault, and what was killed or stopped goes on after a while.
    pub async fn next(&mut self) {
        if self.deck.is_empty() {
            self.deck = ALL.to_vec();
            for at in (1..self.deck.len()).rev() {
                let other = self.chance.below(at as u64 + 1) as usize;
                self.deck.swap(at, other);
            }
        }
        let fault = self.deck.pop().unwrap();
        let at = self.chance.below(self.world.nodes.len() as u64) as usize;
        let chance = self.chance.draw();
        self.make(fault, at, chance).await;
        *self.counts.entry(format!("{fault:?}")).or_default() += 1;
    }

    async fn make(&self, fault: Fault, at: usize, chance: u64) {
        let node = |act: &dyn Fn(&mut crate::node::Node)| act(&mut self.world.nodes[at].lock().unwrap());
        let spoil = match fault {
            Fault::NodeKilled => {
                node(&|node| node.kill());
                tokio::time::sleep(Duration::from_millis(chance % 500)).await;
                return tokio::task::block_in_place(|| node(&|node| node.start()));
            }
            Fault::NodeStopped => {
                node(&|node| node.signal("-STOP"));
                tokio::time::sleep(Duration::from_millis(chance % self.stop)).await;
                return node(&|node| node.signal("-CONT"));
            }
            Fault::ClockSet => {
                // Further off, a gateway refuses what was signed by right clocks, and says so.
                let off = [-60 * MINUTE, -4 * MINUTE, 0, 4 * MINUTE, 60 * MINUTE][(chance % 5) as usize];
                return node(&|node| node.set_clock(off));
            }
            Fault::DatabaseKilled => return tokio::task::block_in_place(|| kill_the_server(self.cluster)),
            Fault::BackendKilled => return tokio::task::block_in_place(|| kill_a_backend(self.cluster)),
            Fault::ReplySwallowed => Spoil::SwallowReply,
            Fault::ReplyCut => Spoil::CutReply((chance % 900) as usize),
            Fault::RequestCut => Spoil::CutRequest((chance % 6_000) as usize),
            Fault::Twice => Spoil::DeliverTwice,
            Fault::Portal => Spoil::Portal([200, 302, 403, 511][(chance % 4) as usize]),
            Fault::ReplyFlipped => Spoil::FlipReply,
            Fault::MarksStripped => Spoil::StripMarks,
            Fault::Late => Spoil::Delay(Duration::from_millis(chance % self.stop)),
        };
        self.world.lines[at].spoil(spoil);
    }

    /// Faults stop; everything runs again by a right clock.
    pub async fn end(&self) {
        self.world.lines.iter().for_each(|line| line.clear());
        self.world.nodes.iter().for_each(|node| node.lock().unwrap().set_clock(0));
        tokio::task::block_in_place(|| self.cluster.until_it_answers()).unwrap();
    }
}

/// Kills all of the server; its keeper starts it again. It may just be starting, from the fault before.
fn kill_the_server(cluster: &Cluster) {
    cluster.until_it_answers().unwrap();
    cluster.kill_the_server().unwrap();
}

/// Kills one process of the server that serves a gateway, as the system does that lacks memory; the server then ends all
/// others and recovers.
fn kill_a_backend(cluster: &Cluster) {
    let pids =
        "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'tamga-gateway%' ORDER BY random() LIMIT 1";
    let until = Instant::now() + CONNECTED;
    let pid = loop {
        if let Some(row) = psql(cluster, DATABASE, pids).first() {
            break row[0].clone();
        }
        assert!(Instant::now() < until, "no gateway is connected within {CONNECTED:?}");
    };
    let status = Command::new("kill").args(["-KILL", &pid]).status().unwrap();
    assert!(status.success(), "backend {pid}");
}
