//! How do two national gateways stand on one computer? Their folders, configurations and registrations at each other;
//! each start takes the ports of the last one when they are free, else others.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use tamga_gateway::{
    BoxConfig, ClientConfig, ClientKind, Clock, Config, Gate, Gateway, Leads, PeerConfig, Rate, RouteConfig, Running,
    everything,
};
use tamga_office::{Partner, PartnerRoute, Secret, Surroundings};
use tamga_protocol::Role;
use tamga_seal::demo::TlsAuthority;

use crate::keys::{Keys, life};
use crate::places::{self, CHAMBER, CUSTOMS, EXPORT, IMPORT, POSTS};
use crate::{DemoError, files};

const CONFIG: &str = "gateway.toml";
const ANCHOR: &str = "tls-anchor.pem";
const LIST: &str = "trust-list.json";
const CERTIFICATES: [&str; 5] = ["co.issue", "co.replace", "co.cancel", "co.declaration", "co.verifyAnswer"];
const ANSWERS: [&str; 2] = ["co.response", "co.verify"];

/// The registrations, each with a secret that is made on the first start.
struct Secrets {
    chamber: String,
    post: String,
    export_gateway: String,
    import_gateway: String,
}

/// Both gateways, running.
pub struct Gateways {
    export: Running,
    import: Running,
    configs: [Config; 2],
    anchor_pem: String,
}

/// Folder of a country's gateway.
fn folder(dir: &Path, country: &str) -> PathBuf {
    dir.join("gateways").join(country.to_ascii_lowercase())
}

/// Makes keys, lists and configurations of both.
pub(crate) fn make(dir: &Path, keys: &Keys, list: &[u8], surroundings: &Surroundings) -> Result<(), DemoError> {
    let tls = TlsAuthority::new("Demonstration TLS", life(surroundings.now()))?;
    let secret = || surroundings.uuid().map(|id| id.simple().to_string());
    let secrets = Secrets { chamber: secret()?, post: secret()?, export_gateway: secret()?, import_gateway: secret()? };
    let [export_key, import_key] = keys.receipt_keys();
    for (country, key) in [(EXPORT, export_key), (IMPORT, import_key)] {
        let folder = folder(dir, country);
        let server = tls.server(&["localhost", "127.0.0.1"])?;
        files::make_private(&folder)?;
        files::write(&folder.join(ANCHOR), tls.root_pem().as_bytes())?;
        files::write(&folder.join("tls-certificate.pem"), server.certificate_pem.as_bytes())?;
        files::write(&folder.join("tls-key.pem"), server.key_pem.expose().as_bytes())?;
        files::write(&folder.join("receipt-key.p8"), key.expose())?;
        files::write(&folder.join(LIST), list)?;
        let config = config(country, &keys.root(), &secrets);
        files::write(&folder.join(CONFIG), config.to_toml()?.as_bytes())?;
    }
    Ok(())
}

fn config(country: &str, root: &str, secrets: &Secrets) -> Config {
    let is_export = country == EXPORT;
    let other = if is_export { IMPORT } else { EXPORT };
    let own_secret_there = if is_export { &secrets.export_gateway } else { &secrets.import_gateway };
    let secret_here = if is_export { &secrets.import_gateway } else { &secrets.export_gateway };
    let client = |id: &str, party: &str, kind, secret: &str| ClientConfig {
        id: id.to_owned(),
        party: party.to_owned(),
        kind,
        secret: secret.to_owned(),
        ..ClientConfig::default()
    };
    let desk = match is_export {
        true => client("chamber", CHAMBER, ClientKind::Desktop, &secrets.chamber),
        false => client("post", CUSTOMS, ClientKind::Post, &secrets.post),
    };
    let peer = Leads::Peer(places::gateway(other));
    let certificates = if is_export { peer.clone() } else { Leads::Box(POSTS.to_owned()) };
    let answers = if is_export { Leads::Sender } else { peer };
    let mut routes = vec![
        route(&places::certificates_to(IMPORT), IMPORT, &CERTIFICATES, certificates),
        route(&places::answers_to(EXPORT), EXPORT, &ANSWERS, answers),
    ];
    if !is_export {
        routes.push(route(&places::questions_to(EXPORT), EXPORT, &["co.query"], Leads::Ask));
    }
    Config {
        id: places::gateway(country),
        country: country.to_owned(),
        role: Role::National,
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        public: false,
        data: "store".into(),
        store: None,
        limit_mib: None,
        tls_certificate: "tls-certificate.pem".into(),
        tls_key: "tls-key.pem".into(),
        receipt_key: "receipt-key.p8".into(),
        trust_list: LIST.into(),
        trust_root: root.to_owned(),
        contact: "demonstration".to_owned(),
        demonstration: true,
        client_anchors: None,
        front_ends: Vec::new(),
        bundles: None,
        url: String::new(),
        operator: None,
        rate: Rate::WIDE,
        numbers: Vec::new(),
        clients: vec![desk, client(&places::gateway(other), &places::gateway(other), ClientKind::Gateway, secret_here)],
        boxes: match is_export {
            true => Vec::new(),
            false => vec![BoxConfig { id: POSTS.to_owned(), clients: vec!["post".to_owned()] }],
        },
        routes,
        peers: vec![PeerConfig {
            id: places::gateway(other),
            url: "https://127.0.0.1:1".to_owned(),
            anchor: ANCHOR.into(),
            client_id: places::gateway(country),
            client_secret: own_secret_there.clone(),
            certificate: None,
            certificate_key: None,
        }],
    }
}

fn route(id: &str, destination: &str, kinds: &[&str], leads: Leads) -> RouteConfig {
    RouteConfig {
        route: id.to_owned(),
        destination: destination.to_owned(),
        agreement: "*".to_owned(),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        leads,
        state: Gate::Open,
        deadline_hours: 24,
        capabilities: everything(),
    }
}

impl Gateways {
    /// Starts both, each told where the other listens. The folder must hold a demonstration.
    ///
    /// # Errors
    /// A configuration that cannot be used, no free port.
    pub async fn start(dir: &Path, surroundings: &Surroundings) -> Result<Self, DemoError> {
        let mut export = Config::read(&folder(dir, EXPORT).join(CONFIG))?;
        let mut import = Config::read(&folder(dir, IMPORT).join(CONFIG))?;
        let anchor_pem = std::fs::read_to_string(folder(dir, EXPORT).join(ANCHOR))?;
        let (export_socket, import_socket) = (listen(dir, EXPORT)?, listen(dir, IMPORT)?);
        let url = |socket: &TcpListener| socket.local_addr().map(|address| format!("https://{address}"));
        let (export_url, import_url) = (url(&export_socket)?, url(&import_socket)?);
        export.peers.iter_mut().for_each(|peer| peer.url.clone_from(&import_url));
        import.peers.iter_mut().for_each(|peer| peer.url.clone_from(&export_url));
        let configs = [export.clone(), import.clone()];
        let clock = || {
            let clock = surroundings.clock.clone();
            Clock::new(move || clock.now())
        };
        Ok(Self {
            export: Gateway::start_on(export_socket, export, clock()).await?,
            import: Gateway::start_on(import_socket, import, clock()).await?,
            configs,
            anchor_pem,
        })
    }

    /// What the chamber is told of its gateway.
    pub fn chamber(&self) -> (Partner, Secret<String>) {
        let [export, _] = &self.configs;
        self.partner(export, &self.export, "chamber", &["own"], places::chamber_routes())
    }

    /// What the border post is told of its gateway.
    pub fn post(&self) -> (Partner, Secret<String>) {
        let [_, import] = &self.configs;
        self.partner(import, &self.import, "post", &["own", POSTS], places::post_routes())
    }

    fn partner(
        &self,
        config: &Config,
        running: &Running,
        client: &str,
        boxes: &[&str],
        routes: Vec<PartnerRoute>,
    ) -> (Partner, Secret<String>) {
        let registered = config.clients.iter().find(|known| known.id == client);
        let secret = Secret::new(registered.map_or_else(String::new, |known| known.secret.clone()));
        let partner = Partner {
            gateway_id: config.id.clone(),
            url: running.url(),
            anchor_pem: self.anchor_pem.clone(),
            client_id: client.to_owned(),
            proxy: None,
            boxes: boxes.iter().map(|name| (*name).to_owned()).collect(),
            routes,
        };
        (partner, secret)
    }

    /// Stops both, and waits for them.
    pub async fn stop(self) {
        self.export.stop().await;
        self.import.stop().await;
    }
}

impl std::fmt::Debug for Gateways {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateways").field("export", &self.export.url()).field("import", &self.import.url()).finish()
    }
}

/// The trust list the gateways read when they start.
pub(crate) fn list(dir: &Path) -> Result<Vec<u8>, DemoError> {
    Ok(std::fs::read(folder(dir, EXPORT).join(LIST))?)
}

/// Hands a trust list to both; the first is the one that is asked for it later.
pub(crate) fn tell_list(dir: &Path, list: &[u8]) -> Result<(), DemoError> {
    for country in [EXPORT, IMPORT] {
        let path = folder(dir, country).join(LIST);
        if std::fs::read(&path).ok().as_deref() != Some(list) {
            files::write(&path, list)?;
        }
    }
    Ok(())
}

/// A loopback socket on the port of the last start, or on a free one, which is then remembered.
fn listen(dir: &Path, country: &str) -> Result<TcpListener, DemoError> {
    let note = folder(dir, country).join("port");
    let last = std::fs::read_to_string(&note).ok().and_then(|text| text.trim().parse::<u16>().ok()).unwrap_or(0);
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let socket = bind(last).or_else(|_| bind(0)).map_err(|source| DemoError::Address { address, source })?;
    let port = socket.local_addr()?.port();
    if port != last {
        files::write(&note, port.to_string().as_bytes())?;
    }
    Ok(socket)
}
