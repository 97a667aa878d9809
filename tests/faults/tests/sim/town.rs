//! Where the simulation happens: three chambers, one of them behind an office server, two national gateways, two border
//! posts. Made once, with real keys and certificates issued and taken back; each seed gets a copy. There is a small one
//! as well: a chamber and a post at one gateway.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tamga_demo::{PIN, complete, world};
use tamga_gateway::{BoxConfig, ClientConfig, ClientKind, Config, Leads};
use tamga_office::keys::Stretch;
use tamga_office::numbers::NumberBlock;
use tamga_office::trust::sign_trust_list;
use tamga_office::{NewOffice, Office, OfficeRole, Partner, PartnerRoute, Secret};
use tamga_origin::trust::{KeyUse, TrustList, TrustedIssuer, TrustedOfficer};
use tamga_origin::{Address, IssuingBody, Place};
use tamga_seal::PlainKey;
use tamga_seal::demo::{Authority, KeyFile, Life, Person};
use tamga_seal::digest::sha256_hex;
use tempfile::TempDir;

use crate::clock::{Drawn, OffClock, Time, surroundings};
use crate::server::Server;

/// Chambers.
pub const DESKS: usize = 3;
/// Border posts.
pub const POSTS: usize = 2;
/// Certificates of each chamber; the first one is taken back.
const CERTIFICATES: usize = 3;
/// The gateways: exporting and importing country, and the office server, which hands on to the exporting one.
pub const GATEWAYS: [&str; 3] = ["au", "cn", "office"];
/// The desk behind the office server.
const BEHIND: &str = "desk-3";
/// The box that all posts read.
const SHARED_BOX: &str = "posts";
const DAY: i64 = 86_400_000;
/// What the demonstration's own people are called in the trust list.
const CHAMBER: &str = "DCC";
const CUSTOMS: &str = "CN-DEMO-CUSTOMS";

pub fn gateway_id(country: &str) -> String {
    format!("gw.{country}.demo")
}

/// The folder of a computer in a copy.
pub fn folder(town: &Path, name: &str) -> PathBuf {
    match name {
        "au" | "cn" | "office" => town.join("gateways").join(name),
        office => town.join(office),
    }
}

/// An office and the gateway it speaks with.
#[derive(Debug, Clone)]
pub struct Seat {
    pub name: String,
    pub gateway: &'static str,
}

/// The town, before anything happens in it.
pub struct Town {
    dir: TempDir,
    pub list: TrustList,
    /// Desks, and then posts.
    pub offices: Vec<Seat>,
    pub gateways: Vec<&'static str>,
}

/// A computer and its registration at a gateway.
struct Registered {
    name: String,
    gateway: &'static str,
    party: String,
    client: String,
    secret: String,
}

/// The gateway that an office speaks with.
fn gateway_of(name: &str) -> &'static str {
    match name {
        BEHIND => "office",
        desk if desk.starts_with("desk-") => "au",
        _ => "cn",
    }
}

impl Town {
    /// The one that another test has made and still uses, else a new one: making it takes longer than most of what happens
    /// in it.
    pub fn shared() -> Arc<Self> {
        static MADE: Mutex<Weak<Town>> = Mutex::new(Weak::new());
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        made.upgrade().unwrap_or_else(|| {
            let town = Arc::new(Self::make());
            *made = Arc::downgrade(&town);
            town
        })
    }

    fn make() -> Self {
        Self::with(0)
    }

    /// One of its own, with so many more certificates of the first chamber.
    pub fn with(more: usize) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (time, chance) = (Time::default(), Drawn::new(1));
        let around = |run: &str| surroundings(&OffClock::new(&time), &chance, run);
        let demo = dir.path().join("town");
        world::make(&demo, &around("made")).unwrap();
        let open = |name: &str| Office::open(&folder(&demo, name), around("made")).unwrap();
        std::fs::rename(demo.join("chamber"), demo.join("desk-1")).unwrap();
        std::fs::rename(demo.join("post"), demo.join("post-1")).unwrap();
        let mut offices = vec![open("desk-1"), open("post-1")];
        let history = offices[0].trust_history();
        let held = history.newest().unwrap();
        let mut list = TrustList { n: held.list.n + 1, prev: held.digest.clone(), ..held.list.clone() };
        let mut registered = vec![
            registered_as(&demo, "au", "desk-1", CHAMBER, "chamber"),
            registered_as(&demo, "cn", "post-1", CUSTOMS, "post"),
        ];
        for n in 2..=DESKS {
            let (office, known) = chamber(&demo, n, &around("made"), &mut list);
            offices.push(office);
            registered.push(known);
        }
        for n in 2..=POSTS {
            let (office, known) = post(&demo, n, &around("made"), &mut list);
            offices.push(office);
            registered.push(known);
        }
        let server = Server::make(&demo, &mut list);
        let root = PlainKey::from_pkcs8(Secret::new(std::fs::read(demo.join("root-key.p8")).unwrap())).unwrap();
        let signed = sign_trust_list(&list, &[&root]).unwrap();
        let first = std::fs::read(demo.join("gateways/au/trust-list.json")).unwrap();
        let roots: Vec<String> = history.roots().iter().map(tamga_office::trust::root_text).collect();
        for office in &offices {
            if office.trust_list().is_none() {
                office.pin_roots(&roots, 1).unwrap();
                office.import_trust(&first).unwrap();
            }
            office.import_trust(&signed).unwrap();
        }
        server.configure(&demo);
        configure(&demo, &registered, &signed);
        for (office, known) in offices.iter().zip(ordered(&offices, &registered)) {
            office.set_partner(partner(&demo, known), Some(Secret::new(known.secret.clone()))).unwrap();
        }
        offices.iter().filter(|office| office.facts().told.role.issues()).for_each(work);
        issue(&offices[0], more);
        let names = (1..=DESKS).map(|n| format!("desk-{n}")).chain((1..=POSTS).map(|n| format!("post-{n}")));
        let offices = names.map(|name| Seat { gateway: gateway_of(&name), name }).collect();
        Self { dir, list, offices, gateways: GATEWAYS.to_vec() }
    }

    /// A chamber and a post at one gateway, made from the large town; a copy of it is cheap.
    pub fn small() -> Arc<Self> {
        static MADE: Mutex<Weak<Town>> = Mutex::new(Weak::new());
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        made.upgrade().unwrap_or_else(|| {
            let town = Arc::new(Self::shared().made_small());
            *made = Arc::downgrade(&town);
            town
        })
    }

    fn made_small(&self) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (self.dir.path().join("town"), dir.path().join("town"));
        for name in ["desk-1", "post-1", "au"] {
            copy(&folder(&from, name), &folder(&to, name));
        }
        let post = Config::read(&folder(&from, "cn").join("gateway.toml")).unwrap();
        let post = post.clients.into_iter().find(|client| client.id == "post").unwrap();
        let secret = post.secret.clone();
        change_config(&to, "au", |config| {
            config.peers.clear();
            config.clients.retain(|client| client.id == "chamber");
            config.clients.push(post);
            config.boxes = vec![BoxConfig { id: SHARED_BOX.to_owned(), clients: vec!["post".to_owned()] }];
            let outward = config.routes.iter_mut().filter(|route| matches!(route.leads, Leads::Peer(_)));
            outward.for_each(|route| route.leads = Leads::Box(SHARED_BOX.to_owned()));
        });
        let around = surroundings(&OffClock::new(&Time::default()), &Drawn::new(2), "made small");
        let office = Office::open(&folder(&to, "post-1"), around).unwrap();
        let known = Registered {
            name: "post-1".to_owned(),
            gateway: "au",
            party: CUSTOMS.to_owned(),
            client: "post".to_owned(),
            secret: secret.clone(),
        };
        office.set_partner(partner(&to, &known), Some(Secret::new(secret))).unwrap();
        let seat = |name: &str| Seat { name: name.to_owned(), gateway: "au" };
        Self { dir, list: self.list.clone(), offices: vec![seat("desk-1"), seat("post-1")], gateways: vec!["au"] }
    }

    /// The posts.
    pub fn posts(&self) -> Vec<String> {
        self.offices.iter().map(|seat| seat.name.clone()).filter(|name| name.starts_with("post")).collect()
    }

    /// More certificates of a chamber.
    pub fn issue(office: &Arc<Office>, certificates: usize) {
        issue(office, certificates);
    }

    /// A copy for a seed.
    pub fn copy(&self) -> TempDir {
        let to = tempfile::tempdir().unwrap();
        copy(&self.dir.path().join("town"), to.path());
        to
    }
}

/// Registrations in the order of the offices.
fn ordered<'a>(offices: &[Arc<Office>], registered: &'a [Registered]) -> Vec<&'a Registered> {
    let of = |office: &Arc<Office>| {
        let name = office.dir().file_name().unwrap().to_string_lossy().into_owned();
        registered.iter().find(|known| known.name == name).unwrap()
    };
    offices.iter().map(of).collect()
}

fn registered_as(demo: &Path, country: &str, name: &str, party: &str, client: &str) -> Registered {
    let config = Config::read(&demo.join("gateways").join(country).join("gateway.toml")).unwrap();
    let secret = config.clients.iter().find(|known| known.id == client).unwrap().secret.clone();
    Registered {
        name: name.to_owned(),
        gateway: gateway_of(name),
        party: party.to_owned(),
        client: client.to_owned(),
        secret,
    }
}

/// An office that is registered under its own name.
fn new(name: String, party: String, half_secret: &str) -> Registered {
    Registered { gateway: gateway_of(&name), party, client: name.clone(), name, secret: half_secret.repeat(2) }
}

pub fn life() -> Life {
    let now = Time::default().now();
    Life { from: now.plus_millis(-DAY), to: now.plus_millis(3_650 * DAY) }
}

fn key_file(authority: &Authority, name: &str, body: &str, country: &str) -> KeyFile {
    authority.key_file(Person { name, body, country }, life(), &Secret::new(PIN.to_owned())).unwrap()
}

/// An entry of the list like a known one, for another body with a key of its own.
fn like(list: &TrustList, known: &str, id: &str, officer: &str, key: &KeyFile) -> TrustedIssuer {
    let known = list.issuers.iter().find(|issuer| issuer.id == known).unwrap().clone();
    let person = TrustedOfficer {
        id: format!("{id}-1"),
        name: officer.to_owned(),
        certificate: sha256_hex(&key.certificate),
        ..known.officers[0].clone()
    };
    TrustedIssuer { id: id.to_owned(), names: vec![id.to_owned()], officers: vec![person], ..known }
}

/// Another chamber, with an authority, a key, numbers and an entry in the list.
fn chamber(
    demo: &Path,
    n: usize,
    around: &tamga_office::Surroundings,
    list: &mut TrustList,
) -> (Arc<Office>, Registered) {
    let (id, name, officer) = (format!("DC{n}"), format!("desk-{n}"), format!("Officer {n}"));
    let authority = Authority::new(&format!("Authority {n}"), life()).unwrap();
    let key = key_file(&authority, &officer, &id, "AU");
    let told = NewOffice {
        role: OfficeRole::Issue,
        country: "AU".to_owned(),
        name: id.clone(),
        issuer: Some(body(&id)),
        place: Place { code: "AUADL".to_owned(), name: "Adelaide".to_owned() },
        party: id.clone(),
        person: officer.clone(),
        title: "Certifying Officer".to_owned(),
        demonstration: true,
    };
    let office = Office::create(&folder(demo, &name), told, around.clone()).unwrap();
    let pin = || Secret::new(PIN.to_owned());
    let stretch = Stretch { memory: 1024, passes: 1 };
    let view = office.import_key_with(&key.pkcs12, &pin(), &officer, &pin(), stretch).unwrap();
    let block =
        NumberBlock { agreement: "chafta".to_owned(), pattern: String::new(), first: 1, last: 9_999, expires: None };
    office.add_number_block(block).unwrap();
    let mut entry = like(list, CHAMBER, &id, &officer, &key);
    let span = entry.span;
    entry.keys[0].kid = view.code_kid;
    entry.keys[0].key = view.code_key;
    entry.anchors = vec![authority.anchor(&[KeyUse::Co, KeyUse::Status], span)];
    list.issuers.push(entry);
    let known = new(name, id, "0123456789abcdef");
    (office, known)
}

fn body(id: &str) -> IssuingBody {
    let address = Address {
        lines: vec!["1 Example Parade".to_owned()],
        city: "Adelaide".to_owned(),
        region: "SA".to_owned(),
        postcode: "5000".to_owned(),
        country: "AU".to_owned(),
    };
    IssuingBody { code: id.to_owned(), name: format!("Chamber {id}"), address, ..IssuingBody::default() }
}

/// Another border post, of a party of its own, with the key it answers with.
fn post(demo: &Path, n: usize, around: &tamga_office::Surroundings, list: &mut TrustList) -> (Arc<Office>, Registered) {
    let (id, name, officer) = (format!("CN-POST-{n}"), format!("post-{n}"), format!("Customs Officer {n}"));
    let authority = Authority::new(&format!("Customs Authority {n}"), life()).unwrap();
    let key = key_file(&authority, &officer, &id, "CN");
    let told = NewOffice {
        role: OfficeRole::Receive,
        country: "CN".to_owned(),
        name: id.clone(),
        issuer: None,
        place: Place { code: "CNSZX".to_owned(), name: "Shenzhen".to_owned() },
        party: id.clone(),
        person: officer.clone(),
        title: "Customs Officer".to_owned(),
        demonstration: true,
    };
    let office = Office::create(&folder(demo, &name), told, around.clone()).unwrap();
    office.set_answer_key(&key.pkcs12, &Secret::new(PIN.to_owned())).unwrap();
    let mut entry = like(list, CUSTOMS, &id, &officer, &key);
    entry.anchors = vec![authority.anchor(&[KeyUse::Status], entry.span)];
    list.issuers.push(entry);
    let known = new(name, id, "fedcba9876543210");
    (office, known)
}

/// Tells the gateways of everybody, and hands them the list.
fn configure(demo: &Path, registered: &[Registered], list: &[u8]) {
    for gateway in GATEWAYS {
        change_config(demo, gateway, |config| register(config, gateway, registered));
        std::fs::write(folder(demo, gateway).join("trust-list.json"), list).unwrap();
    }
}

fn register(config: &mut Config, gateway: &str, registered: &[Registered]) {
    for known in registered.iter().filter(|known| known.gateway == gateway) {
        let is_post = known.name.starts_with("post");
        if config.clients.iter().all(|client| client.id != known.client) {
            config.clients.push(ClientConfig {
                id: known.client.clone(),
                party: known.party.clone(),
                kind: if is_post { ClientKind::Post } else { ClientKind::Desktop },
                secret: known.secret.clone(),
                ..ClientConfig::default()
            });
            config.boxes.iter_mut().for_each(|shared| shared.clients.push(known.client.clone()));
        }
    }
}

/// Changes what a gateway is told. Paths are relative to its file again, so that a copy of the town is a town.
pub fn change_config(town: &Path, gateway: &str, change: impl FnOnce(&mut Config)) {
    let dir = folder(town, gateway);
    let mut config = Config::read(&dir.join("gateway.toml")).unwrap();
    change(&mut config);
    let paths = [&mut config.data, &mut config.tls_certificate, &mut config.tls_key, &mut config.receipt_key];
    let paths = paths.into_iter().chain([&mut config.trust_list]);
    for path in paths.chain(config.peers.iter_mut().map(|peer| &mut peer.anchor)) {
        if let Ok(relative) = path.strip_prefix(&dir) {
            *path = relative.to_owned();
        }
    }
    std::fs::write(dir.join("gateway.toml"), config.to_toml().unwrap()).unwrap();
}

/// What an office is told of its gateway; the address is nobody's, because no network is used.
fn partner(demo: &Path, known: &Registered) -> Partner {
    let issues = known.name.starts_with("desk-");
    let (route, to, kinds): (_, _, &[&str]) = match issues {
        true => ("certificates-cn", "CN", &["co.issue", "co.replace", "co.cancel"]),
        false => ("answers-au", "AU", &["co.response"]),
    };
    Partner {
        gateway_id: gateway_id(known.gateway),
        url: "https://127.0.0.1:1".to_owned(),
        anchor_pem: std::fs::read_to_string(folder(demo, known.gateway).join("tls-anchor.pem")).unwrap(),
        client_id: known.client.clone(),
        proxy: None,
        boxes: boxes(&known.name),
        routes: vec![PartnerRoute {
            id: route.to_owned(),
            destination: to.to_owned(),
            agreement: "*".to_owned(),
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        }],
    }
}

/// The boxes an office reads.
pub fn boxes(name: &str) -> Vec<String> {
    let names: &[&str] = if name.starts_with("desk-") { &["own"] } else { &["own", SHARED_BOX] };
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A chamber's work: certificates, and the first one taken back.
fn work(office: &Arc<Office>) {
    let numbers = issue(office, CERTIFICATES);
    let key = office.keys().unwrap().remove(0).id;
    office.cancel(&numbers[0], "NSH", &key, &Secret::new(PIN.to_owned())).unwrap();
}

fn issue(office: &Arc<Office>, certificates: usize) -> Vec<String> {
    let key = office.keys().unwrap().remove(0).id;
    let pin = Secret::new(PIN.to_owned());
    let drafts: Vec<_> = (0..certificates).map(|_| complete::ready_draft(office).unwrap()).collect();
    let issued = office.issue_many(&drafts, &key, &pin, &mut |_, _| {}).unwrap();
    issued.into_iter().map(|one| one.unwrap().number).collect()
}

/// Copies a town as it lies; documents and ballast are linked, because nobody changes them in place.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        let text = name.to_string_lossy();
        let is_linked = ["documents", "envelopes"].iter().any(|folder| from.ends_with(folder)) || text == "ballast";
        if path.is_dir() {
            copy(&path, &to.join(&name));
        } else if is_linked {
            std::fs::hard_link(&path, to.join(&name)).unwrap();
        } else if text != "office.lock" && !text.ends_with("-shm") {
            std::fs::copy(&path, to.join(&name)).unwrap();
        }
    }
}
