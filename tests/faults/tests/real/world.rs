//! Where it happens: a national gateway of three nodes on one database, a bad line before each, desks of one chamber and
//! posts of one customs authority.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_courier::{Access, Envelope, HttpSettings, HttpTransport, NotProven, Patience, ReceiptVerifier};
use tamga_faults::{Authority, Cluster, FaultProxy};
use tamga_formats::co_xml;
use tamga_gateway::{ClientConfig, ClientKind, Config, StoreConfig, demonstration};
use tamga_history::Step;
use tamga_origin::trust::{KeyUse, Span, TrustedKey};
use tamga_origin::{
    Certificate, IssuingBody, Moment, Scheme, StatusChange, StatusStatement, Timestamp, Transport as Carriage,
};
use tamga_protocol::{Device, DocumentPart, Kind};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, PlainKey, Secret, Stretch, SystemRandom, Typ, import_key_file, open_jws, sign_co, unlock};
use tempfile::TempDir;
use uuid::Uuid;

use crate::log::Log;
use crate::node::Node;

pub const NODES: usize = 3;
pub const DESKS: u64 = 16;
pub const POSTS: u64 = 4;
pub const GATEWAY: &str = "gw.cn.demo";
pub const CHAMBER: &str = "CN-DEMO";
/// The database of all nodes.
pub const DATABASE: &str = "gateway";
/// How long a client waits before it turns to another node: much shorter than a process stands still.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(2),
    first_byte: Duration::from_secs(4),
    whole: Duration::from_secs(8),
    slowest: 4_000,
};

/// How long a database may take to start again and to answer.
const ANSWERS: Duration = Duration::from_secs(60);

pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap())
}

/// The gateway's receipt key, as the trust list names it.
#[derive(Clone)]
pub struct Keys(TrustedKey);

impl Keys {
    /// The claims of a statement of the gateway, when it holds.
    pub fn opened(&self, typ: Typ, jws: &[u8]) -> Option<Vec<u8>> {
        open_jws(jws, typ, std::slice::from_ref(&self.0)).ok().map(|claims| claims.payload)
    }
}

impl ReceiptVerifier for Keys {
    fn verify(&self, _: &str, typ: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        let kind = [Typ::Receipt, Typ::Refusal, Typ::Void].into_iter().find(|kind| kind.word() == typ);
        kind.and_then(|kind| self.opened(kind, jws.as_bytes())).ok_or(NotProven::BadSignature)
    }

    fn is_destination(&self, _: &str, _: &tamga_courier::SubmissionKey) -> bool {
        true
    }
}

/// A signed paper, ready to go.
pub struct Paper {
    pub envelope: Envelope,
    pub number: String,
    pub revision: u32,
    pub step: Step,
    pub document: String,
}

/// The place of all clients and nodes.
pub struct World {
    _folder: TempDir,
    config: Config,
    anchor_pem: String,
    pub keys: Keys,
    officer: Mutex<Batch>,
    pub nodes: Vec<Mutex<Node>>,
    pub lines: Vec<FaultProxy>,
}

impl World {
    /// Its nodes reach their database, which is made in this cluster, at this address.
    pub async fn make(cluster: &Cluster, address: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let made = demonstration::prepare(folder.path(), "CN", "127.0.0.1:0".parse().unwrap(), now()).unwrap();
        let config = with_everybody(made.config);
        psql(cluster, "postgres", &format!("CREATE DATABASE {DATABASE}"));
        let free: Vec<TcpListener> = (0..NODES).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
        let listens: Vec<SocketAddr> = free.iter().map(|socket| socket.local_addr().unwrap()).collect();
        drop(free);
        let nodes = listens.iter().zip(1..).map(|(listen, n)| {
            let store = StoreConfig { node: format!("node-{n}"), ..StoreConfig::at(address.to_owned()) };
            let node = Config { listen: *listen, store: Some(store), ..config.clone() };
            let file = folder.path().join(format!("node-{n}.toml"));
            std::fs::write(&file, node.to_toml().unwrap()).unwrap();
            let mut node = Node::new(file);
            node.start();
            Mutex::new(node)
        });
        let nodes = nodes.collect();
        let anchor = std::fs::read_to_string(folder.path().join("tls-anchor.pem")).unwrap();
        let authority = Authority::new("bad lines").unwrap();
        let mut lines = Vec::new();
        for listen in &listens {
            lines.push(FaultProxy::start(&authority.identity().unwrap(), *listen, &anchor, "/v1/").await.unwrap());
        }
        let (keys, officer) = (keys(folder.path()), Mutex::new(officer(folder.path())));
        Self { _folder: folder, config, anchor_pem: authority.pem(), keys, officer, nodes, lines }
    }

    /// The ways of a client, one to each node.
    pub fn roads(&self, client: &str) -> Vec<HttpTransport> {
        let known = self.config.clients.iter().find(|known| known.id == client).unwrap();
        let road = |line: &FaultProxy| {
            let settings = HttpSettings {
                base_url: line.url(),
                gateway_id: GATEWAY.to_owned(),
                anchor_pem: self.anchor_pem.clone().into_bytes(),
                access: Access { client_id: known.id.clone(), client_secret: known.secret.clone() },
                proxy: None,
                patience: PATIENCE,
            };
            HttpTransport::new(settings, Arc::new(self.keys.clone())).unwrap()
        };
        self.lines.iter().map(road).collect()
    }

    /// Tells the posts how much there is to read: as many items as papers were shown.
    pub fn all_is_sent(&self, log: &Log) {
        log.all_sent(log.text().lines().filter(|line| line.contains(r#""what":"shown""#)).count());
    }

    /// A certificate, signed.
    pub fn certificate(&self, desk: u64, seq: u64) -> Paper {
        let number = format!("26C-{desk}-{seq}");
        let certificate = Certificate {
            number: number.clone(),
            document_id: Uuid::new_v4().simple().to_string(),
            revision: 1,
            issued_at: Some(Moment::Instant(now())),
            scheme: Scheme { code: "chafta".into(), form_code: "CO".into(), ..Scheme::default() },
            issuer: body(),
            transport: Carriage { destination_country: "AU".into(), ..Carriage::default() },
            ..Certificate::default()
        };
        let written = co_xml::write_certificate(&certificate).unwrap();
        self.paper(&written, (Kind::Issue, Step::Issue), number, 1, (desk, seq), None)
    }

    /// The end of one, signed; it may overtake nothing.
    pub fn cancellation(&self, of: &Paper, desk: u64, seq: u64) -> Paper {
        let statement = StatusStatement {
            issuer: body(),
            number: of.number.clone(),
            document_id: Uuid::new_v4().simple().to_string(),
            revision: 2,
            change: StatusChange::Cancelled,
            reason: "ERR".into(),
            reason_text: String::new(),
            effective_at: now(),
            destination_country: "AU".into(),
            scheme: "chafta".into(),
            officer: "Demonstration Officer".into(),
        };
        let written = co_xml::write_status(&statement).unwrap();
        let (number, first) = (of.number.clone(), of.envelope.key().id);
        self.paper(&written, (Kind::Cancel, Step::Cancel), number, 2, (desk, seq), Some(first))
    }

    fn paper(
        &self,
        written: &[u8],
        (kind, step): (Kind, Step),
        number: String,
        revision: u32,
        (desk, seq): (u64, u64),
        depends_on: Option<Uuid>,
    ) -> Paper {
        let signed = sign_co(written, now(), &mut *self.officer.lock().unwrap()).unwrap().bytes;
        let document = sha256_hex(&signed);
        let envelope = tamga_protocol::Envelope {
            kind,
            route: "certificates".into(),
            agreement: "chafta".into(),
            issuer: CHAMBER.into(),
            co_number: number.clone(),
            revision,
            document: DocumentPart::inline(document.clone(), "application/xml", &signed),
            attachments: Vec::new(),
            replaces: None,
            depends_on,
            in_reply_to: None,
            number: None,
            issued_at: now().rfc3339(),
            issued_offline: false,
            device: Device { id: Uuid::from_u128(1_000 + u128::from(desk)), epoch: 1, seq },
            conversation: None,
            crit: Vec::new(),
        };
        let envelope = Envelope::new(Uuid::new_v4(), envelope.freeze().unwrap().into_vec()).unwrap();
        Paper { envelope, number, revision, step, document }
    }
}

fn body() -> IssuingBody {
    IssuingBody { code: CHAMBER.into(), name: "Demonstration Chamber".into(), ..IssuingBody::default() }
}

/// A registration for each desk and each post; the posts read one box.
fn with_everybody(mut config: Config) -> Config {
    let customs = config.clients.iter().find(|client| client.kind == ClientKind::Post).unwrap().party.clone();
    let client = |id: String, party: &str, kind: ClientKind| ClientConfig {
        secret: format!("a secret of a run alone for {id}"),
        id,
        party: party.to_owned(),
        kind,
        ..ClientConfig::default()
    };
    let desks = (0..DESKS).map(|n| client(format!("desk-{n}"), CHAMBER, ClientKind::Desktop));
    let posts = (0..POSTS).map(|n| client(format!("post-{n}"), &customs, ClientKind::Post));
    config.clients = desks.chain(posts).collect();
    for shared in &mut config.boxes {
        shared.clients = (0..POSTS).map(|n| format!("post-{n}")).collect();
    }
    config
}

fn keys(folder: &Path) -> Keys {
    let key = PlainKey::from_pkcs8(Secret::new(std::fs::read(folder.join("receipt-key.p8")).unwrap())).unwrap();
    Keys(key.trusted(&[KeyUse::Receipt], Span { from: Timestamp::from_millis(0), to: None }))
}

fn officer(folder: &Path) -> Batch {
    let secret = || Secret::new(demonstration::PASSWORD.to_owned());
    let file = std::fs::read(folder.join("chamber.p12")).unwrap();
    let light = Stretch { memory: 64, passes: 1 };
    let (_, wrapped) = import_key_file(&file, &secret(), &secret(), light, &SystemRandom::new()).unwrap();
    unlock(&wrapped, &secret()).unwrap()
}

/// What the database answers, a line for each row, its columns apart by `|`; asked past the gateway, and again while the
/// server is starting.
pub fn psql(cluster: &Cluster, database: &str, statement: &str) -> Vec<Vec<String>> {
    let until = Instant::now() + ANSWERS;
    loop {
        cluster.until_it_answers().unwrap();
        let mut command = cluster.program("psql");
        command.env("PGCONNECT_TIMEOUT", "20").env("PGOPTIONS", "-c statement_timeout=60s");
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement]).arg(cluster.address(database));
        let told = command.output().unwrap();
        if told.status.success() {
            let text = String::from_utf8(told.stdout).unwrap();
            return text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect();
        }
        let words = String::from_utf8_lossy(&told.stderr);
        assert!(Instant::now() < until, "{statement}: {words}");
    }
}
