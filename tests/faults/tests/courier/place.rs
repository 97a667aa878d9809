//! Where the stories happen: a chamber, two border posts of one country, the two gateways, and a clock for each office.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_demo::gateways::Gateways;
use tamga_demo::world;
use tamga_office::bundles::{BundleIdentity, BundlePartner};
use tamga_office::trust::sign_trust_list;
use tamga_office::{Clock, NewOffice, Office, OfficeError, OfficeRole, Secret, Surroundings, Window, system_chance};
use tamga_origin::trust::{TrustList, TrustedNode};
use tamga_origin::{Place, Timestamp};
use tamga_seal::PlainKey;
use tempfile::TempDir;

/// A computer's clock that is so many milliseconds off.
pub struct OffClock {
    started: Instant,
    off: AtomicI64,
}

impl OffClock {
    fn new() -> Arc<Self> {
        Arc::new(Self { started: Instant::now(), off: AtomicI64::new(0) })
    }

    /// Sets it off by so many days; none sets it right.
    pub fn set_off(&self, days: i64) {
        self.off.store(days * 86_400_000, Ordering::SeqCst);
    }
}

impl Clock for OffClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let now = i64::try_from(since.as_millis()).unwrap();
        Timestamp::from_millis(now + self.off.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A new run of the program with this clock.
pub fn run(clock: Arc<OffClock>) -> Surroundings {
    let chance = system_chance();
    let mut bytes = [0_u8; 8];
    assert!(chance.fill(&mut bytes));
    Surroundings { clock, chance, boot_id: format!("{:016x}", u64::from_le_bytes(bytes)), code_lists: None }
}

/// An office that closes and opens.
pub struct Desk {
    dir: PathBuf,
    pub clock: Arc<OffClock>,
    office: Option<Arc<Office>>,
    /// Its node.
    pub node: String,
}

impl Desk {
    fn at(dir: PathBuf) -> Self {
        let clock = OffClock::new();
        let office = Office::open(&dir, run(clock.clone())).unwrap();
        let node = office.bundle_identity().unwrap().node;
        Self { dir, clock, office: Some(office), node }
    }

    pub fn office(&self) -> &Arc<Office> {
        self.office.as_ref().unwrap()
    }

    /// The program ends and is started again.
    pub fn restart(&mut self) {
        self.office = None;
        self.office = Some(Office::open(&self.dir, run(self.clock.clone())).unwrap());
    }

    /// How many certificates it received.
    pub fn count(&self) -> u64 {
        self.office().search_received("", &Default::default(), Window::first(1)).unwrap().total
    }

    /// How often a number stands in its register.
    pub fn times(&self, number: &str) -> usize {
        let found = self.office().search_received(number, &Default::default(), Window::first(20)).unwrap();
        found.rows.iter().filter(|row| row.number == number).count()
    }

    /// Every certificate it received, by number, as often as it stands in the register.
    pub fn received(&self) -> Vec<String> {
        let mut numbers = Vec::new();
        loop {
            let window = Window { offset: numbers.len() as u64, limit: 500 };
            let page = self.office().search_received("", &Default::default(), window).unwrap();
            numbers.extend(page.rows.into_iter().map(|row| row.number));
            if numbers.len() as u64 >= page.total {
                numbers.sort();
                return numbers;
            }
        }
    }

    /// Reads a bundle beside the runtime, as the window does.
    pub async fn read(&self, bytes: &[u8]) -> Result<tamga_office::bundles::BundleReport, OfficeError> {
        let (office, bytes) = (self.office().clone(), bytes.to_vec());
        tokio::task::spawn_blocking(move || office.read_bundle(&bytes[..])).await.unwrap()
    }
}

/// Everybody.
pub struct World {
    pub chamber: Desk,
    pub north: Desk,
    pub south: Desk,
    pub gateways: Gateways,
    dir: TempDir,
}

impl World {
    pub async fn make() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let around = run(OffClock::new());
        let demo = dir.path().join("demo");
        world::make(&demo, &around).unwrap();
        let south = dir.path().join("south");
        Office::create(&south, south_post(), around.clone()).unwrap();
        let gateways = Gateways::start(&demo, &around).await.unwrap();
        let (chamber, north) = (Desk::at(world::chamber(&demo)), Desk::at(world::post(&demo)));
        let south = Desk::at(south);
        world::tell(chamber.office(), gateways.chamber()).unwrap();
        world::tell(north.office(), gateways.post()).unwrap();
        let made = Self { chamber, north, south, gateways, dir };
        made.publish(|list, south| {
            let keys = vec![south.signing.clone()];
            list.nodes.push(TrustedNode { id: south.node.clone(), keys, ..TrustedNode::default() });
        });
        made.introduce();
        made
    }

    /// The demonstration's folder.
    pub fn demo(&self) -> PathBuf {
        self.dir.path().join("demo")
    }

    /// A folder of its own for a stick.
    pub fn stick(&self) -> TempDir {
        tempfile::tempdir_in(self.dir.path()).unwrap()
    }

    /// Publishes the next trust list, with what is changed in it, and hands it to all.
    pub fn publish(&self, change: impl FnOnce(&mut TrustList, &BundleIdentity)) -> Vec<u8> {
        let list = self.next_list(change);
        let history = self.chamber.office().trust_history();
        for desk in [&self.chamber, &self.north, &self.south] {
            if desk.office().trust_list().is_none() {
                let roots = history.roots().iter().map(tamga_office::trust::root_text).collect::<Vec<_>>();
                desk.office().pin_roots(&roots, 1).unwrap();
                desk.office().import_trust(&first_list(&self.demo())).unwrap();
            }
            desk.office().import_trust(&list).unwrap();
        }
        list
    }

    /// The next trust list, handed to nobody.
    pub fn next_list(&self, change: impl FnOnce(&mut TrustList, &BundleIdentity)) -> Vec<u8> {
        let history = self.chamber.office().trust_history();
        let held = history.newest().unwrap();
        let mut next = TrustList { n: held.list.n + 1, prev: held.digest.clone(), ..held.list.clone() };
        change(&mut next, &self.south.office().bundle_identity().unwrap());
        let root = PlainKey::from_pkcs8(Secret::new(std::fs::read(self.demo().join("root-key.p8")).unwrap())).unwrap();
        sign_trust_list(&next, &[&root]).unwrap()
    }

    fn introduce(&self) {
        let identity = |desk: &Desk| desk.office().bundle_identity().unwrap();
        let partner = |desk: &Desk, country: &str| {
            let own = identity(desk);
            BundlePartner {
                node: own.node,
                party: own.party,
                recipients: vec![own.recipient],
                destinations: vec![country.to_owned()],
            }
        };
        self.chamber.office().set_bundle_partner(partner(&self.south, "CN")).unwrap();
        self.south.office().set_bundle_partner(partner(&self.chamber, "AU")).unwrap();
    }

    /// Issues a certificate.
    pub fn issue(&self) -> String {
        let chamber = self.chamber.office();
        let (draft, stamp) = tamga_demo::complete::ready_draft(chamber).unwrap();
        let key = chamber.keys().unwrap().into_iter().next().unwrap().id;
        chamber.issue(draft, stamp, &key, &Secret::new(tamga_demo::PIN.to_owned())).unwrap().number
    }
}

/// The list every demonstration begins with.
fn first_list(demo: &Path) -> Vec<u8> {
    std::fs::read(demo.join("gateways/au/trust-list.json")).unwrap()
}

fn south_post() -> NewOffice {
    NewOffice {
        role: OfficeRole::Receive,
        country: "CN".to_owned(),
        name: "Southern Border Post".to_owned(),
        issuer: None,
        place: Place { code: "CNSZX".to_owned(), name: "Shenzhen".to_owned() },
        party: "CN-DEMO-SOUTH".to_owned(),
        person: "Wu Min".to_owned(),
        title: "Customs Officer".to_owned(),
        demonstration: true,
    }
}
