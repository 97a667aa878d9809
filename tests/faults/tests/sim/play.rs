//! One seed: who does what, what goes wrong, and how long. Then faults stop, everybody settles, and the history is judged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tamga_disk::{Chance, Disk, Failure, Plan, Survival};
use tamga_gateway::{Chance as GatewayChance, Clock as GatewayClock, Config, Within};
use tamga_history::{Event, check_log};
use tamga_office::{Clock as _, Office};
use tempfile::TempDir;

use crate::books::{Books, Journal, database};
use crate::clock::{Drawn, OffClock, Time, surroundings};
use crate::net::{Net, Wire};
use crate::town::{Seat, Town, boxes, folder, gateway_id};

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
/// Rounds of a minute each in which everything has to have arrived after faults stopped: the longest delay of an item is
/// a quarter of an hour, on each of three roads, there and back.
const SETTLE: usize = 240;

/// An office on its computer.
pub struct Computer {
    pub name: String,
    gateway: &'static str,
    pub disk: Disk,
    pub clock: OffClock,
    chance: Arc<Drawn>,
    pub office: Option<Arc<Office>>,
    /// Its books, open to the observer for as long as the program runs.
    books: Option<Books>,
    runs: u32,
}

impl Computer {
    /// The run of its program, as it names itself.
    pub fn boot(&self) -> String {
        format!("{} run {}", self.name, self.runs)
    }

    /// Its books, while the program runs.
    pub fn books(&self) -> &Books {
        self.books.as_ref().unwrap()
    }

    /// The program is gone.
    pub fn close(&mut self) {
        self.books = None;
        self.office = None;
    }
}

/// A gateway on its computer.
pub struct House {
    pub country: String,
    pub disk: Disk,
    clock: OffClock,
    chance: Arc<Drawn>,
    /// Readings of its clock: each is a millisecond later, so that no two items of a box have one time.
    readings: Arc<AtomicI64>,
    pub is_up: bool,
}

/// Faults by kind.
pub type Counts = BTreeMap<String, u64>;

/// What came of a seed.
pub struct Played {
    /// The history, as it was judged.
    pub log: String,
    /// Faults by kind.
    pub faults: Counts,
}

/// A town in which something happens.
pub struct Play {
    town: Arc<Town>,
    copy: TempDir,
    pub net: Arc<Net>,
    pub time: Time,
    pub chance: Chance,
    pub offices: Vec<Computer>,
    pub gateways: Vec<House>,
    pub journal: Journal,
    faults: Counts,
}

/// Plays a seed for so many steps and lets everybody settle.
pub async fn play(town: &Arc<Town>, seed: u64, steps: u64) -> Played {
    let mut play = Play::begin(town, seed).await;
    for _ in 0..steps {
        play.step().await;
    }
    play.settle().await;
    let Play { journal, mut faults, net, .. } = play;
    for (spoil, count) in net.counts() {
        *faults.entry(format!("{spoil:?}")).or_default() += count;
    }
    Played { log: journal.log(), faults }
}

/// What was seen in so many steps of a seed, without an end: every line, with every id as it was drawn.
pub async fn trace(town: &Arc<Town>, seed: u64, steps: u64) -> String {
    let mut play = Play::begin(town, seed).await;
    for _ in 0..steps {
        play.step().await;
    }
    for (spoil, count) in play.net.counts() {
        *play.faults.entry(format!("{spoil:?}")).or_default() += count;
    }
    format!("{}{:?}\n", play.journal.log(), play.faults)
}

/// A gateway whose road is down long enough to be probed alone, and whose disk then takes nothing any more: answers
/// whether a pass of its forwarder still ended. Whoever begins attempts that cannot begin would go on without end.
pub async fn passes_without_a_disk(town: &Arc<Town>) -> bool {
    let mut play = Play::begin(town, 0).await;
    play.net.set_bad(0);
    let au = play.gateways.iter().position(|house| house.country == "au").unwrap();
    let cn = play.gateways.iter().position(|house| house.country == "cn").unwrap();
    play.go_down(cn, Survival::Everything);
    let within = play.net.gateways.lock().unwrap().get(&gateway_id("au")).cloned().unwrap();
    for _ in 0..40 {
        play.send(0).await;
        within.forward().await;
        play.time.pass(20 * MINUTE);
    }
    play.gateways[au].disk.plan(Plan::CutAt(1));
    // Its reader still has what it read before; only what is to be written fails.
    for _ in 0..3 {
        if tokio::time::timeout(std::time::Duration::from_secs(20), within.forward()).await.is_err() {
            return false;
        }
        play.time.pass(20 * MINUTE);
    }
    play.gateways[au].disk.is_off()
}

/// What the judge says of a history.
pub fn verdict(log: &str) -> Vec<String> {
    check_log(log).unwrap().into_iter().map(|finding| finding.to_string()).collect()
}

impl Play {
    pub async fn begin(town: &Arc<Town>, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let copy = town.copy();
        let time = Time::default();
        let net = Net::new(&time, chance.draw());
        let computer = |seat: &Seat, seed: u64| Computer {
            disk: Disk::watch(&folder(copy.path(), &seat.name)),
            name: seat.name.clone(),
            gateway: seat.gateway,
            clock: OffClock::new(&time),
            chance: Drawn::new(seed),
            office: None,
            books: None,
            runs: 0,
        };
        let offices = town.offices.iter().map(|seat| computer(seat, chance.draw())).collect();
        let house = |country: &str, seed: u64| House {
            country: country.to_owned(),
            disk: Disk::watch(&folder(copy.path(), country)),
            clock: OffClock::new(&time),
            chance: Drawn::new(seed),
            readings: Arc::default(),
            is_up: false,
        };
        let gateways = town.gateways.iter().map(|country| house(country, chance.draw())).collect();
        let (journal, faults) = (Journal::default(), Counts::new());
        let town = town.clone();
        let mut play = Self { town, copy, net, time, chance, offices, gateways, journal, faults };
        for at in 0..play.offices.len() {
            play.open(at);
        }
        for at in 0..play.gateways.len() {
            play.stand(at).await;
        }
        let (dir, posts) = (play.dir(), play.town.posts());
        for computer in play.offices.iter().filter(|computer| computer.name.starts_with("desk")) {
            play.journal.shown(&dir, &computer.name, &posts);
        }
        play.net.set_bad(2);
        play
    }

    pub fn dir(&self) -> PathBuf {
        self.copy.path().to_owned()
    }

    pub fn count(&mut self, fault: &str) {
        *self.faults.entry(fault.to_owned()).or_default() += 1;
    }

    /// A program starts.
    fn open(&mut self, at: usize) {
        let computer = &mut self.offices[at];
        computer.runs += 1;
        let run = computer.boot();
        let around = surroundings(&computer.clock, &computer.chance, &run);
        let opened = Office::open(&folder(self.copy.path(), &computer.name), around);
        computer.office = Some(opened.unwrap_or_else(|error| panic!("{run}: {error}")));
        computer.books = Some(Books::open(&database(self.copy.path(), &computer.name)));
    }

    pub async fn stand(&mut self, at: usize) {
        let house = &mut self.gateways[at];
        let config = Config::read(&folder(self.copy.path(), &house.country).join("gateway.toml")).unwrap();
        let from = gateway_id(&house.country);
        let lines = config.peers.iter().map(|peer| {
            let wire = Wire { net: self.net.clone(), from: from.clone(), to: peer.id.clone() };
            (peer.id.clone(), Arc::new(wire) as Arc<dyn tamga_courier::Line>)
        });
        let lines = lines.collect();
        let (clock, chance, readings) = (house.clock.clone(), house.chance.clone(), house.readings.clone());
        let clock = GatewayClock::new(move || clock.now().plus_millis(readings.fetch_add(1, Ordering::SeqCst)));
        let chance = GatewayChance::foreseen(move |bytes| _ = tamga_office::Chance::fill(chance.as_ref(), bytes));
        let within = match Within::stand(config, clock, lines, chance).await {
            Ok(within) => within,
            // The power went while it started; it is seen to be down and comes back later.
            Err(_) if house.disk.is_off() => return,
            Err(error) => panic!("{from} does not start: {error}"),
        };
        self.net.gateways.lock().unwrap().insert(from, Arc::new(within));
        house.is_up = true;
    }

    /// What is left of unflushed writes when the power goes.
    fn survival(&mut self) -> Survival {
        match self.chance.below(4) {
            0 => Survival::Nothing,
            1 => Survival::Everything,
            2 => Survival::Torn { sector: 512 },
            _ => Survival::Torn { sector: 4096 },
        }
    }

    /// Something that may go wrong with a disk during the next act.
    fn trouble(&mut self) -> Plan {
        match self.chance.below(5) {
            0 => Plan::CutAt(1 + self.chance.below(60)),
            1 => Plan::FailAt(1 + self.chance.below(90), Failure::Broken),
            _ => Plan::Fine,
        }
    }

    async fn step(&mut self) {
        let pause = match self.chance.below(12) {
            0 => 2 * HOUR,
            1..=3 => 10 * MINUTE,
            _ => 40_000,
        };
        let passed = self.chance.below(pause.unsigned_abs());
        self.time.pass(passed.cast_signed());
        self.net.stragglers().await;
        match self.chance.below(10) {
            0..=5 => {
                let at = self.chance.below(self.offices.len() as u64) as usize;
                self.office_acts(at).await;
            }
            6..=8 => {
                let at = self.chance.below(self.gateways.len() as u64) as usize;
                self.gateway_acts(at).await;
            }
            _ => self.clock_moves(),
        }
        self.gateways_come_back().await;
    }

    async fn office_acts(&mut self, at: usize) {
        let plan = self.trouble();
        self.offices[at].disk.plan(plan);
        if self.chance.below(2) == 0 {
            self.send(at).await;
        } else {
            self.receive(at).await;
        }
        if matches!(plan, Plan::FailAt(call, _) if self.offices[at].disk.calls() >= call) {
            self.count("a call of an office's disk failed");
        }
        self.offices[at].disk.plan(Plan::Fine);
        // A program may also be killed: the disk keeps everything that was written.
        let is_killed = self.chance.one_in(8);
        if self.offices[at].disk.is_off() || is_killed {
            let survival = if self.offices[at].disk.is_off() { self.survival() } else { Survival::Everything };
            self.count(if is_killed { "an office was killed" } else { "an office's power went" });
            self.restart(at, survival);
        }
        self.look(at);
    }

    /// The computer comes back with what its disk kept.
    pub fn restart(&mut self, at: usize, survival: Survival) {
        let computer = &mut self.offices[at];
        computer.disk.cut();
        computer.close();
        computer.disk.power_up(survival, &mut self.chance).unwrap();
        self.journal.write(Event::Crashed { who: computer.name.clone() });
        self.open(at);
        self.acknowledged();
        let (dir, name) = (self.dir(), self.offices[at].name.clone());
        self.journal.kept(&dir, &name);
    }

    fn acknowledged(&mut self) {
        for (reader, item) in self.net.acknowledged() {
            self.journal.write(Event::Acknowledged { reader, item });
        }
    }

    pub fn look(&mut self, at: usize) {
        self.acknowledged();
        let computer = &self.offices[at];
        let office = computer.office.as_ref().unwrap();
        self.journal.look(computer.books(), &computer.name, office, &self.town.list);
    }

    /// A pass of the outbox; what the world does to it is in the history.
    pub async fn send(&mut self, at: usize) {
        let (office, line) = self.line(at);
        let road = office.road_over(line).unwrap();
        let _ = office.send_over(&road).await;
    }

    pub async fn receive(&mut self, at: usize) {
        let (office, line) = self.line(at);
        let road = office.road_over(line).unwrap();
        let _ = office.receive_over(&road, &boxes(&self.offices[at].name)).await;
    }

    pub fn line(&self, at: usize) -> (Arc<Office>, Arc<Wire>) {
        let computer = &self.offices[at];
        let to = gateway_id(computer.gateway);
        let wire = Wire { net: self.net.clone(), from: computer.name.clone(), to };
        (computer.office.clone().unwrap(), Arc::new(wire))
    }

    async fn gateway_acts(&mut self, at: usize) {
        if self.chance.one_in(6) {
            // It goes down for a while: nobody answers.
            self.count("a gateway was stopped");
            self.go_down(at, Survival::Everything);
            return;
        }
        let plan = self.trouble();
        self.gateways[at].disk.plan(plan);
        if self.gateways[at].is_up {
            let within = self.net.gateways.lock().unwrap().get(&gateway_id(&self.gateways[at].country)).cloned();
            if let Some(within) = within {
                within.forward().await;
            }
        }
        if matches!(plan, Plan::FailAt(call, _) if self.gateways[at].disk.calls() >= call) {
            self.count("a call of a gateway's disk failed");
        }
        // A cut that has not come yet stays planned: it comes while somebody is being served.
        if !matches!(plan, Plan::CutAt(_)) {
            self.gateways[at].disk.plan(Plan::Fine);
        }
    }

    pub fn go_down(&mut self, at: usize, survival: Survival) {
        let house = &mut self.gateways[at];
        house.disk.cut();
        self.net.gateways.lock().unwrap().remove(&gateway_id(&house.country));
        house.is_up = false;
        house.disk.power_up(survival, &mut self.chance).unwrap();
        self.journal.write(Event::Crashed { who: house.country.clone() });
    }

    /// Whose power went is down; whoever is down comes back sooner or later.
    async fn gateways_come_back(&mut self) {
        for at in 0..self.gateways.len() {
            if self.gateways[at].disk.is_off() {
                self.count("a gateway's power went");
                let survival = self.survival();
                self.go_down(at, survival);
            }
            if !self.gateways[at].is_up && self.chance.one_in(3) {
                self.stand(at).await;
            }
        }
    }

    fn clock_moves(&mut self) {
        let at = self.chance.below((self.offices.len() + self.gateways.len()) as u64) as usize;
        let desks = [-400 * DAY, 3_650 * DAY, -HOUR, HOUR, -2 * DAY, 0, 0];
        let others = [-HOUR, HOUR, -4 * MINUTE, 4 * MINUTE, 0, 0, 0];
        let draw = self.chance.below(7) as usize;
        self.count("a clock was set");
        match self.offices.get(at) {
            Some(computer) if computer.name.starts_with("desk") => computer.clock.set_off(desks[draw]),
            Some(computer) => computer.clock.set_off(others[draw]),
            None => self.gateways[at - self.offices.len()].clock.set_off(others[draw]),
        }
    }

    /// Faults stop. A minute a round, everybody does what workers do, until nothing is left to do.
    pub async fn settle(&mut self) {
        self.calm().await;
        // The longest delay of an item is a quarter of an hour; what was planned by a clock that was ahead may wait for an
        // hour (R6), so nobody leaves while a row waits.
        self.rounds(MINUTE, 16).await;
        self.close().await;
    }

    /// The same in long steps, each longer than any delay.
    pub async fn settle_in_strides(&mut self) {
        self.calm().await;
        self.rounds(61 * MINUTE, 1).await;
        self.close().await;
    }

    /// Faults stop, and whoever is down comes back.
    async fn calm(&mut self) {
        self.net.set_bad(0);
        for computer in &self.offices {
            computer.clock.set_off(0);
            computer.disk.plan(Plan::Fine);
        }
        for at in 0..self.gateways.len() {
            self.gateways[at].clock.set_off(0);
            self.gateways[at].disk.plan(Plan::Fine);
            if self.gateways[at].disk.is_off() {
                self.go_down(at, Survival::Everything);
            }
            if !self.gateways[at].is_up {
                self.stand(at).await;
            }
        }
        self.net.hurry().await;
    }

    /// Rounds in which everybody does what workers do, until so many were quiet and nobody waits.
    async fn rounds(&mut self, each: i64, quiet_ones: usize) {
        let mut quiet = 0;
        for _ in 0..SETTLE {
            let before = self.journal.events.len();
            self.time.pass(each);
            for at in 0..self.offices.len() {
                self.send(at).await;
                self.receive(at).await;
                self.look(at);
            }
            let gateways: Vec<_> = self.net.gateways.lock().unwrap().values().cloned().collect();
            for within in gateways {
                within.forward().await;
            }
            quiet = if self.journal.events.len() == before { quiet + 1 } else { 0 };
            if quiet > quiet_ones && !self.journal.anybody_waits() {
                break;
            }
        }
    }

    async fn close(&mut self) {
        self.journal.write(Event::Settled);
        let dir = self.dir();
        self.close_books(&dir).await;
    }

    async fn close_books(&mut self, dir: &Path) {
        self.journal.registers(dir, &self.net, &self.town.gateways).await;
        for computer in &self.offices {
            self.journal.kept(dir, &computer.name);
        }
    }
}
