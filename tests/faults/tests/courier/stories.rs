//! Five hundred stories of one to three certificates each, between offices that live through all of them.

use std::time::{Duration, Instant};

use tamga_courier::bundle::BundleKey;
use tamga_office::bundles::{BundleReport, Carry};
use tamga_office::{OfficeError, Window};

use crate::chance::Chance;
use crate::place::{Desk, World};

/// Stories of an ordinary run, about a minute of one core; `TAMGA_STORIES` asks for another number.
const STORIES: u64 = 60;
/// From so many on everything that can happen must have happened.
const MANY: u64 = 500;
/// How long the gateways may take to pass everything on, in the end.
const PATIENCE: Duration = Duration::from_secs(180);
/// Things that happen in one.
const LONGEST: u64 = 10;

/// The offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Chamber,
    North,
    South,
}

/// A file somebody carries.
#[derive(Debug, Clone)]
struct Stick {
    bytes: Vec<u8>,
    to: Who,
    /// Wrapped again for somebody the packer did not name.
    rewrapped: bool,
    /// Changed or cut.
    spoiled: bool,
}

/// How often each thing happened.
#[derive(Debug, Default)]
struct Tally {
    packed: u64,
    read: u64,
    again: u64,
    lost: u64,
    copied: u64,
    spoiled: u64,
    rewrapped: u64,
    strangers: u64,
    gone: u64,
    restarts: u64,
    online: u64,
    off: u64,
    gaps: u64,
}

impl Tally {
    /// What went wrong, by kind.
    fn faults(&self) -> [(&'static str, u64); 8] {
        [
            ("stick lost", self.lost),
            ("stick copied", self.copied),
            ("stick spoiled", self.spoiled),
            ("stick wrapped again", self.rewrapped),
            ("stick for another", self.strangers),
            ("stick read twice", self.again),
            ("office started again", self.restarts),
            ("clock off", self.off),
        ]
    }
}

struct Teller {
    world: World,
    chance: Chance,
    sticks: Vec<Stick>,
    issued: Vec<String>,
    tally: Tally,
}

impl Teller {
    fn desk(&self, who: Who) -> &Desk {
        match who {
            Who::Chamber => &self.world.chamber,
            Who::North => &self.world.north,
            Who::South => &self.world.south,
        }
    }

    /// Packs what waits; nothing to carry is an answer too.
    fn pack(&mut self, from: Who, to: Who) {
        self.pack_these(from, to, &[]);
    }

    fn pack_these(&mut self, from: Who, to: Who, numbers: &[String]) {
        let stick = self.world.stick();
        let node = self.desk(to).node.clone();
        let carry = Carry { node: &node, numbers, with_trust_list: false };
        match self.desk(from).office().write_bundle(&carry, stick.path()) {
            Ok(packed) => {
                self.tally.packed += packed.len() as u64;
                for one in packed {
                    let bytes = std::fs::read(one.path).unwrap();
                    self.sticks.push(Stick { bytes, to, rewrapped: false, spoiled: false });
                }
            }
            Err(OfficeError::NothingToCarry) => {}
            Err(error) => panic!("seed {}: {error}", self.chance.seed()),
        }
    }

    /// Somebody reads a stick; what must be refused is refused, and has no effect.
    async fn read(&mut self, who: Who, stick: &Stick) -> Option<BundleReport> {
        let before = if stick.spoiled || stick.rewrapped { Some(self.desk(who).count()) } else { None };
        let read = self.desk(who).read(&stick.bytes).await;
        let seed = self.chance.seed();
        match read {
            Ok(report) => {
                assert!(!stick.spoiled, "seed {seed}: a spoiled bundle was taken");
                assert!(!stick.rewrapped, "seed {seed}: a bundle wrapped again was taken");
                assert_eq!(who, stick.to, "seed {seed}: a bundle for somebody else was taken");
                assert!(report.aside.is_empty(), "seed {seed}: {:?}", report.aside);
                assert!(!report.is_forked, "seed {seed}: {report:?}");
                if report.was_read {
                    self.tally.again += 1;
                    assert_eq!(report.taken, 0, "seed {seed}: read again, it has no effect again");
                }
                self.tally.read += 1;
                self.tally.gaps += u64::from(!report.missing.is_empty());
                Some(report)
            }
            Err(OfficeError::Bundle(_)) => {
                assert!(stick.spoiled || stick.rewrapped || who != stick.to, "seed {seed}: a good bundle was refused");
                if let Some(before) = before {
                    assert_eq!(self.desk(who).count(), before, "seed {seed}: what is refused has no effect");
                }
                None
            }
            Err(error) => panic!("seed {seed}: {error}"),
        }
    }

    fn any_stick(&mut self) -> Option<Stick> {
        let at = self.chance.below(self.sticks.len() as u64) as usize;
        self.sticks.get(at).cloned()
    }

    async fn happens(&mut self) {
        match self.chance.below(16) {
            0 | 1 => self.pack(Who::Chamber, Who::North),
            2 => self.pack(Who::Chamber, Who::South),
            3 => self.pack(Who::North, Who::Chamber),
            4 => self.pack(Who::South, Who::Chamber),
            5..=7 => {
                if let Some(stick) = self.any_stick() {
                    let to = stick.to;
                    self.read(to, &stick).await;
                }
            }
            8 => {
                // Whoever finds it first tries it.
                if let Some(stick) = self.any_stick() {
                    let who = [Who::Chamber, Who::North, Who::South][self.chance.below(3) as usize];
                    self.tally.strangers += u64::from(who != stick.to);
                    self.read(who, &stick).await;
                }
            }
            9 => {
                if let Some(stick) = self.any_stick() {
                    self.tally.copied += 1;
                    self.sticks.push(stick);
                }
            }
            10 => {
                if !self.sticks.is_empty() {
                    let at = self.chance.below(self.sticks.len() as u64) as usize;
                    self.sticks.swap_remove(at);
                    self.tally.lost += 1;
                }
            }
            11 => self.spoil().await,
            12 => self.rewrap().await,
            13 => {
                self.tally.gone += 1;
                let node = self.world.north.node.clone();
                let carry = Carry { node: &node, numbers: &[], with_trust_list: false };
                let pulled = self.world.stick().path().join("pulled");
                match self.world.chamber.office().write_bundle(&carry, &pulled) {
                    Err(OfficeError::Carrier(_) | OfficeError::NothingToCarry) => {}
                    other => panic!("seed {}: {other:?}", self.chance.seed()),
                }
            }
            14 => {
                self.tally.off += 1;
                let days = [-11_000, -400, 400, 3_650, 11_000][self.chance.below(5) as usize];
                self.world.chamber.clock.set_off(days);
                let to = if self.chance.below(2) == 0 { Who::North } else { Who::South };
                self.pack(Who::Chamber, to);
                self.world.chamber.clock.set_off(0);
            }
            _ => self.online_or_restart().await,
        }
    }

    /// Cut at byte k, or one bit turned.
    async fn spoil(&mut self) {
        let Some(mut stick) = self.any_stick() else { return };
        if stick.spoiled {
            return;
        }
        self.tally.spoiled += 1;
        stick.spoiled = true;
        let at = self.chance.below(stick.bytes.len() as u64) as usize;
        if self.chance.below(2) == 0 {
            stick.bytes.truncate(at);
        } else {
            stick.bytes[at] ^= 1 << self.chance.below(8);
        }
        let to = stick.to;
        self.read(to, &stick).await;
        self.sticks.push(stick);
    }

    /// The north opens a stick of its own and closes it again for the south, which its packer did not name.
    async fn rewrap(&mut self) {
        let mut north = self.sticks.iter().filter(|stick| stick.to == Who::North && !stick.spoiled && !stick.rewrapped);
        let Some(stick) = north.next_back().cloned() else { return };
        self.tally.rewrapped += 1;
        let key = std::fs::read_to_string(self.world.demo().join("post/secrets.plain/bundle-opening-key")).unwrap();
        let south = self.world.south.office().bundle_identity().unwrap().recipient;
        let bytes = closed_again(&stick.bytes, &BundleKey::from_text(&key).unwrap(), &south);
        let wrapped = Stick { bytes, to: Who::South, rewrapped: true, spoiled: false };
        self.read(Who::South, &wrapped).await;
        self.sticks.push(wrapped);
    }

    async fn online_or_restart(&mut self) {
        if self.chance.below(2) == 0 {
            self.tally.online += 1;
            self.world.chamber.office().send_pass().await.unwrap();
            if self.chance.below(2) == 0 {
                self.world.north.office().receive_pass().await.unwrap();
            }
            return;
        }
        self.tally.restarts += 1;
        match self.chance.below(3) {
            0 => self.world.chamber.restart(),
            1 => self.world.north.restart(),
            _ => self.world.south.restart(),
        }
    }

    /// At the end of a story a good stick goes round once more: then everything has arrived, once.
    async fn settle(&mut self, story: u64, of_this: &[String]) {
        for post in [Who::North, Who::South] {
            // By number: what is in custody by now is on its way over the line, which the south does not have.
            self.pack_these(Who::Chamber, post, of_this);
            let good = self.sticks.iter().rev().find(|one| one.to == post && !one.spoiled && !one.rewrapped).cloned();
            if let Some(stick) = good {
                self.read(post, &stick).await;
            }
            self.pack(post, Who::Chamber);
            let back = self.sticks.iter().rev().find(|one| one.to == Who::Chamber && !one.spoiled).cloned();
            if let Some(stick) = back {
                self.read(Who::Chamber, &stick).await;
            }
        }
        let seed = self.chance.seed();
        for post in [Who::North, Who::South] {
            for number in of_this {
                let times = self.desk(post).times(number);
                assert_eq!(times, 1, "story {story} of seed {seed}: {number} stands {times} times at {post:?}");
            }
        }
        // A few old sticks stay about, as in every drawer.
        let keep = 12.min(self.sticks.len());
        self.sticks.drain(..self.sticks.len() - keep);
    }

    /// The line comes back for good: custody for everything, and still nothing twice.
    async fn line_comes_back(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let waiting = self.world.chamber.office().send_pass().await.unwrap().waiting;
            self.world.north.office().receive_pass().await.unwrap();
            self.world.north.office().send_pass().await.unwrap();
            let arrived = self.arrived_by_line();
            if waiting == 0 && arrived == self.issued.len() {
                return;
            }
            let (seed, issued) = (self.chance.seed(), self.issued.len());
            assert!(Instant::now() < deadline, "seed {seed}: {waiting} wait, {arrived} of {issued} came over the line");
        }
    }

    /// Certificates the north answered, which it does only with the item of its gateway.
    fn arrived_by_line(&self) -> usize {
        let rows = self.world.north.office().outbox(Window::first(100_000), true).unwrap().rows.rows;
        rows.iter().filter(|row| row.kind == "answer").count()
    }
}

/// Opens with a key and closes for somebody else, with the package alone.
fn closed_again(bytes: &[u8], key: &BundleKey, recipient: &str) -> Vec<u8> {
    use std::io::{Read as _, Write as _};
    let key: age::x25519::Identity = key.to_secret_text().parse().unwrap();
    let mut plain = Vec::new();
    let closed = age::Decryptor::new(bytes).unwrap();
    closed.decrypt(std::iter::once(&key as &dyn age::Identity)).unwrap().read_to_end(&mut plain).unwrap();
    let recipient: age::x25519::Recipient = recipient.parse().unwrap();
    let closing = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut out = Vec::new();
    let mut writer = closing.wrap_output(&mut out).unwrap();
    writer.write_all(&plain).unwrap();
    writer.finish().unwrap();
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_courier_does_everything_arrives_once() {
    let stories = std::env::var("TAMGA_STORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(STORIES);
    let (world, chance) = (World::make().await, Chance::seeded());
    println!("replay: TAMGA_SEED={} TAMGA_STORIES={stories} cargo test -p tamga-faults --test courier", chance.seed());
    let mut teller = Teller { world, chance, sticks: Vec::new(), issued: Vec::new(), tally: Tally::default() };
    for story in 0..stories {
        let count = 1 + u64::from(teller.chance.below(3) == 0) + u64::from(teller.chance.below(9) == 0);
        let of_this: Vec<String> = (0..count).map(|_| teller.world.issue()).collect();
        teller.issued.extend(of_this.clone());
        for _ in 0..3 + teller.chance.below(LONGEST) {
            teller.happens().await;
        }
        teller.settle(story, &of_this).await;
    }
    teller.line_comes_back().await;
    let mut issued = teller.issued.clone();
    issued.sort();
    assert_eq!(teller.world.north.received(), issued, "0 lost, 0 doubled in the north");
    assert_eq!(teller.world.south.received(), issued, "0 lost, 0 doubled in the south");
    for post in [Who::North, Who::South] {
        assert_eq!(teller.desk(post).office().contradictions().unwrap(), [], "no number has two contents");
    }
    let mut rows = 0;
    loop {
        let window = Window { offset: rows, limit: Window::MOST };
        let page = teller.world.chamber.office().outbox(window, true).unwrap().rows.rows;
        for row in &page {
            assert_eq!(row.lamps.gateway.word.code, "lamp.gateway", "custody rests on a receipt: {row:?}");
        }
        rows += page.len() as u64;
        if page.is_empty() {
            break;
        }
    }
    assert_eq!(rows, issued.len() as u64);
    println!("{stories} stories, {} certificates: {:?}", issued.len(), teller.tally);
    println!("soak stories {stories}");
    let tally = &teller.tally;
    for (kind, count) in tally.faults() {
        println!("fault {count} {kind}");
    }
    if stories >= MANY {
        let seen =
            [tally.lost, tally.copied, tally.spoiled, tally.rewrapped, tally.strangers, tally.gone, tally.online];
        assert!(seen.iter().all(|times| *times > 10), "everything happened: {tally:?}");
        assert!(tally.again > 10 && tally.restarts > 10 && tally.off > 10 && tally.gaps > 10, "{tally:?}");
    }
    teller.world.gateways.stop().await;
}
