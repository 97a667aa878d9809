//! A gateway on a loopback socket with real TLS, a store in a folder of its own, and a trust list that names its keys.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use tamga_faults::{Authority, Caller};
use tamga_formats::trust_list;
use tamga_gateway::admin::Admin;
use tamga_gateway::ledger::Ledger;
use tamga_gateway::ledger::sqlite::Sqlite;
use tamga_gateway::{
    BoxConfig, ClientConfig, ClientKind, Clock, Config, Gate, Gateway, Leads, PeerConfig, Rate, RouteConfig, Running,
    everything,
};
use tamga_origin::Timestamp;
use tamga_origin::trust::{
    KeyUse, PublicKey, Span, TrustList, TrustedIssuer, TrustedKey, TrustedNode, TrustedOfficer, TrustedScheme,
};
use tamga_protocol::{ReceiptClaims, RefusalClaims, Role};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, SystemRandom, Typ, open_jws, open_list, sign_list};
use tempfile::TempDir;

use crate::desk::Desk;
use crate::documents::{self, PEOPLE, Who};

/// An engine under test: opens its store in a folder, for a gateway, with a limit in MiB.
pub type Open = fn(&Path, &str, Option<u64>) -> Arc<dyn Ledger>;

/// The embedded engine.
pub fn embedded(folder: &Path, own: &str, limit: Option<u64>) -> Arc<dyn Ledger> {
    Arc::new(Sqlite::open(folder, own, limit).expect("a store"))
}

pub const ISSUER: &str = "CN-CCPIT";
pub const OTHER_ISSUER: &str = "CN-OTHER";
pub const CUSTOMS: &str = "AU-CUSTOMS";
/// An exporter who may declare the origin of goods, and certify nothing.
pub const DECLARER: &str = "CN-EXPORTER";
pub const CN: &str = "gw.cn";
pub const AU: &str = "gw.au";
/// A desk that packs bundles, by its name in the trust list.
pub const DESK: &str = "desk.cn";
pub const SECRET: &str = "a secret of more than 24 characters for ";

struct GatewayKeys {
    cn: PlainKey,
    au: PlainKey,
    desk: PlainKey,
    root: PlainKey,
}

/// Keys are made once for the whole run: making them is not what these tests are about.
static KEYS: LazyLock<GatewayKeys> = LazyLock::new(|| {
    let key = || PlainKey::generate(&SystemRandom::new()).expect("a key");
    GatewayKeys { cn: key(), au: key(), desk: key(), root: key() }
});

/// The TLS authority of all gateways of this run.
pub static TLS: LazyLock<Authority> = LazyLock::new(|| Authority::new("gateways").expect("an authority"));

/// Counts always.
pub fn always() -> Span {
    Span { from: Timestamp::from_millis(0), to: None }
}

/// A clock that a test can move.
#[derive(Clone, Default)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    /// Moves it.
    pub fn forward(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    pub fn clock(&self) -> Clock {
        let moved = self.0.clone();
        Clock::new(move || now().plus_millis(moved.load(Ordering::SeqCst)))
    }
}

pub fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    Timestamp::from_millis(since.as_millis() as i64)
}

/// The trust list of this run, as signed: two issuing bodies, one customs, two gateways.
fn signed_list(issued_at: Timestamp) -> Vec<u8> {
    sign(&first_list(issued_at))
}

/// A list, signed by the root of this run.
pub fn sign(list: &TrustList) -> Vec<u8> {
    sign_list(&trust_list::write(list).expect("a list"), &[&KEYS.root]).expect("a signed list")
}

/// The list that follows the one a gateway was started with, changed.
pub fn next_list(config: &Config, change: impl FnOnce(&mut TrustList)) -> TrustList {
    let bytes = std::fs::read(&config.trust_list).expect("a list");
    let roots = [KEYS.root.trusted(&[KeyUse::List], always())];
    let claims = open_list(&bytes, &roots, 1).expect("a signed list");
    let mut list = trust_list::read(&claims.payload).expect("a list");
    list.n += 1;
    list.prev = claims.sha256;
    list.issued_at = now();
    list.next_update = now().plus_millis(7 * 86_400_000);
    change(&mut list);
    list
}

fn first_list(issued_at: Timestamp) -> TrustList {
    let scheme = |destination: &str| TrustedScheme {
        code: "chafta".into(),
        destinations: vec![destination.into()],
        span: always(),
        ..TrustedScheme::default()
    };
    let body = |id: &str, who: Who, uses: &[KeyUse]| TrustedIssuer {
        id: id.into(),
        country: id[..2].into(),
        names: vec![id.into()],
        span: always(),
        anchors: vec![PEOPLE.authority.anchor(uses, always())],
        schemes: vec![scheme("AU")],
        officers: vec![TrustedOfficer {
            id: format!("{id}-1"),
            name: "An Officer".into(),
            certificate: sha256_hex(&documents::certificate_of(who)),
            span: always(),
            ..TrustedOfficer::default()
        }],
        ..TrustedIssuer::default()
    };
    let gateway = |id: &str, key: &PlainKey| TrustedNode {
        id: id.into(),
        role: "national".into(),
        country: id[3..].to_ascii_uppercase(),
        keys: vec![key.trusted(&[KeyUse::Receipt, KeyUse::Status, KeyUse::Bundle], always())],
        ..TrustedNode::default()
    };
    TrustList {
        list: "test".into(),
        n: 1,
        issued_at,
        next_update: issued_at.plus_millis(7 * 86_400_000),
        roots: vec![KEYS.root.trusted(&[KeyUse::List], always())],
        threshold: 1,
        issuers: vec![
            body(ISSUER, Who::Officer, &[KeyUse::Co, KeyUse::Status]),
            body(OTHER_ISSUER, Who::OtherOfficer, &[KeyUse::Co, KeyUse::Status]),
            body(CUSTOMS, Who::Customs, &[KeyUse::Status]),
            body(DECLARER, Who::Exporter, &[KeyUse::Declaration]),
        ],
        gateways: vec![gateway(CN, &KEYS.cn), gateway(AU, &KEYS.au)],
        nodes: vec![TrustedNode {
            id: DESK.into(),
            country: "CN".into(),
            keys: vec![KEYS.desk.trusted(&[KeyUse::Bundle], always())],
            ..TrustedNode::default()
        }],
        ..TrustList::default()
    }
}

fn root_text() -> String {
    use base64::Engine as _;
    let PublicKey::Ed25519(point) = KEYS.root.public() else { panic!("Ed25519") };
    let key = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(point);
    format!("{}:{key}", KEYS.root.kid())
}

/// The keys that may sign status lists of bodies of the gateway's country.
pub fn status_keys() -> Vec<TrustedKey> {
    vec![KEYS.cn.trusted(&[KeyUse::Status], always())]
}

/// The key with which the desk signs bundles.
pub fn desk_key() -> &'static PlainKey {
    &KEYS.desk
}

/// What the trust list says of the first gateway's key.
pub fn gateway_keys() -> Vec<TrustedKey> {
    vec![KEYS.cn.trusted(&[KeyUse::Receipt, KeyUse::Status, KeyUse::Bundle], always())]
}

/// What a statement of a gateway says, after its signature was checked.
pub fn opened<T: serde::de::DeserializeOwned>(gateway: &str, typ: Typ, jws: &str) -> T {
    let key = if gateway == CN { &KEYS.cn } else { &KEYS.au };
    let keys = [key.trusted(&[KeyUse::Receipt], always())];
    let claims = open_jws(jws.as_bytes(), typ, &keys).expect("a signature that holds");
    serde_json::from_slice(&claims.payload).expect("claims")
}

pub fn receipt(jws: &str) -> ReceiptClaims {
    opened(CN, Typ::Receipt, jws)
}

pub fn refusal(jws: &str) -> RefusalClaims {
    opened(CN, Typ::Refusal, jws)
}

/// A gateway that runs, with its folder.
pub struct House {
    folder: Arc<TempDir>,
    pub config: Config,
    pub hands: Hands,
    pub running: Option<Running>,
    ledger: Option<Arc<dyn Ledger>>,
    open: Open,
}

/// The configuration of a gateway, its files written into a folder.
pub fn config(folder: &Path, id: &str) -> Config {
    let file = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    };
    let tls = TLS.identity().expect("an identity");
    let key = if id == CN { &KEYS.cn } else { &KEYS.au };
    let client = |id: &str, party: &str, kind: ClientKind| ClientConfig {
        id: id.into(),
        party: party.into(),
        kind,
        secret: format!("{SECRET}{id}"),
        suspended: id == "suspended",
        ..ClientConfig::default()
    };
    let route = |route: &str, destination: &str, kinds: &[&str], leads: Leads, state: Gate| RouteConfig {
        route: route.into(),
        destination: destination.into(),
        agreement: "chafta".into(),
        kinds: kinds.iter().map(|kind| (*kind).into()).collect(),
        leads,
        state,
        deadline_hours: 24,
        capabilities: everything(),
    };
    let certificates = ["co.issue", "co.replace", "co.cancel", "co.declaration"];
    let posts = || Leads::Box("posts".into());
    Config {
        id: id.into(),
        country: id[3..].to_ascii_uppercase(),
        role: Role::National,
        listen: "127.0.0.1:0".parse().expect("an address"),
        public: false,
        data: folder.join("store"),
        store: None,
        limit_mib: None,
        tls_certificate: file("tls.pem", tls.certificate_pem.as_bytes()),
        tls_key: file("tls-key.pem", tls.key_pem.as_bytes()),
        receipt_key: file("receipt.p8", key.to_pkcs8().expose()),
        trust_list: file("trust-list.json", &signed_list(now().plus_millis(-60_000))),
        trust_root: root_text(),
        contact: "duty@gateway.example".into(),
        demonstration: true,
        client_anchors: None,
        front_ends: Vec::new(),
        url: String::new(),
        operator: None,
        // What is measured is asked for by the tests that look at it.
        rate: Rate::WIDE,
        numbers: Vec::new(),
        bundles: None,
        clients: vec![
            client("desk-1", ISSUER, ClientKind::Desktop),
            client("desk-2", ISSUER, ClientKind::Desktop),
            client("office", ISSUER, ClientKind::Office),
            client("other", OTHER_ISSUER, ClientKind::Desktop),
            client("suspended", ISSUER, ClientKind::Desktop),
            client("post-1", CUSTOMS, ClientKind::Post),
            client("post-2", CUSTOMS, ClientKind::Post),
            client("exporter", DECLARER, ClientKind::Desktop),
            client("peer", AU, ClientKind::Gateway),
        ],
        boxes: vec![BoxConfig { id: "posts".into(), clients: vec!["post-1".into(), "post-2".into()] }],
        routes: vec![
            route("local", "AU", &certificates, posts(), Gate::Open),
            route("paused", "AU", &certificates, posts(), Gate::Paused),
            route("closed", "AU", &certificates, posts(), Gate::Closed),
            route("answers", "CN", &["co.response", "co.verify", "co.verifyAnswer"], Leads::Sender, Gate::Open),
            route("questions", "CN", &["co.query"], Leads::Ask, Gate::Open),
        ],
        peers: Vec::new(),
    }
}

/// A way to another gateway, for a configuration.
pub fn peer(folder: &Path, id: &str, url: &str, client: &str) -> PeerConfig {
    let anchor = folder.join(format!("{id}-anchor.pem"));
    std::fs::write(&anchor, TLS.pem()).expect("a file");
    PeerConfig {
        id: id.into(),
        url: url.into(),
        anchor,
        client_id: client.into(),
        client_secret: format!("{SECRET}{client}"),
        certificate: None,
        certificate_key: None,
    }
}

impl House {
    /// A gateway with an engine, as configured.
    pub async fn open(open: Open) -> Self {
        Self::with(open, |_| {}).await
    }

    /// The same with changes to its configuration.
    pub async fn with(open: Open, change: impl FnOnce(&mut Config)) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let mut config = config(folder.path(), CN);
        change(&mut config);
        Self::start(folder, config, open).await
    }

    /// A gateway in a folder that exists.
    pub async fn start(folder: Arc<TempDir>, config: Config, open: Open) -> Self {
        let ledger = open(&config.data, &config.id, config.limit_mib);
        Self::start_with(folder, config, open, ledger).await
    }

    /// A gateway on a store that is open already.
    pub async fn start_with(folder: Arc<TempDir>, mut config: Config, open: Open, ledger: Arc<dyn Ledger>) -> Self {
        let listener = TcpListener::bind(config.listen).expect("a free port");
        config.listen = listener.local_addr().expect("an address");
        let hands = Hands::default();
        let running = Gateway::start_with(listener, ledger.clone(), config.clone(), hands.clock()).await;
        Self { folder, config, hands, running: Some(running.expect("a gateway")), ledger: Some(ledger), open }
    }

    /// Stops it and starts it again on the same folder and port, with changes to its configuration.
    pub async fn restart(&mut self, change: impl FnOnce(&mut Config)) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
        change(&mut self.config);
        // The old one first: a node's name is free only when it is gone.
        self.ledger = None;
        let ledger = (self.open)(&self.config.data, &self.config.id, self.config.limit_mib);
        self.ledger = Some(ledger.clone());
        let listener = TcpListener::bind(self.config.listen).expect("the same port");
        let running = Gateway::start_with(listener, ledger, self.config.clone(), self.hands.clock()).await;
        self.running = Some(running.expect("a gateway"));
    }

    /// Where its files lie.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its store.
    pub fn ledger(&self) -> Arc<dyn Ledger> {
        self.ledger.clone().expect("a gateway that runs")
    }

    /// The operator of it, who gives commands while it runs.
    pub fn operator(&self) -> Admin {
        Admin::on(self.config.clone(), self.ledger(), self.hands.clock())
    }

    pub fn caller(&self) -> Caller {
        Caller::new(self.config.listen, &TLS.pem()).expect("a caller")
    }

    /// A client that has signed in.
    pub async fn desk(&self, client: &str) -> Desk {
        Desk::sign_in(self.caller(), &self.config.id, client).await
    }
}
