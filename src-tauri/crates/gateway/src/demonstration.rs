//! How does somebody who has no gateway get one to look at? A folder with demonstration keys, a trust list that names
//! them, a chamber, a customs post and the registrations of both; made once, opened ever after.
//!
//! Everything in it is marked as demonstration and counts nowhere else. How a real gateway is set up is `config`.

use std::net::SocketAddr;
use std::path::Path;

use tamga_formats::trust_list;
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Span, TrustList, TrustedIssuer, TrustedNode, TrustedOfficer, TrustedScheme};
use tamga_protocol::Role;
use tamga_seal::demo::{Authority, KeyFile, Life, Person, TlsAuthority};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, Secret, SignError, SystemRandom, sign_list};
use uuid::Uuid;

use crate::config::{
    BoxConfig, ClientConfig, ClientKind, Config, ConfigError, Gate, Leads, Rate, RouteConfig, everything,
};
use crate::error::GatewayError;
use crate::trust::root_text;

/// The password of every key file made here: public by design.
pub const PASSWORD: &str = "demonstration";

const CONFIG: &str = "gateway.toml";
/// What travels from who issues or declares to the posts.
const CERTIFICATES: [&str; 5] = ["co.issue", "co.replace", "co.cancel", "co.declaration", "co.verifyAnswer"];
const YEARS: i64 = 10 * 365 * 86_400_000;
const DAY: i64 = 86_400_000;

/// What [`prepare`] found or made.
#[derive(Debug)]
pub struct Prepared {
    /// The configuration in the folder.
    pub config: Config,
    /// Whether keys and configuration were made now.
    pub is_new: bool,
}

/// Opens the demonstration in a folder, or makes it when there is none; `listen` counts either way.
///
/// # Errors
/// A folder that cannot be written, a country that is not two letters, a configuration that was changed into one that
/// cannot be used.
pub fn prepare(folder: &Path, country: &str, listen: SocketAddr, now: Timestamp) -> Result<Prepared, GatewayError> {
    if country.len() != 2 || !country.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(ConfigError::Unusable(format!("`{country}` is not a country of two capital letters")).into());
    }
    let path = folder.join(CONFIG);
    let is_new = !path.exists();
    if is_new {
        make(folder, country, listen, now)?;
    }
    let mut config = Config::read(&path)?;
    if config.country != country {
        let words = format!("this folder is the gateway of {}, not of {country}", config.country);
        return Err(ConfigError::Unusable(words).into());
    }
    config.listen = listen;
    config.check()?;
    Ok(Prepared { config, is_new })
}

struct Keys {
    receipt: PlainKey,
    root: PlainKey,
    authority: Authority,
    officer: KeyFile,
    customs: KeyFile,
}

fn made<T>(made: Result<T, SignError>) -> Result<T, GatewayError> {
    made.map_err(|error| GatewayError::Demonstration(error.to_string()))
}

fn make(folder: &Path, country: &str, listen: SocketAddr, now: Timestamp) -> Result<(), GatewayError> {
    let kept = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        keep(&path, bytes).map_err(|source| ConfigError::Unwritten { path, source })
    };
    std::fs::create_dir_all(folder).map_err(|source| ConfigError::Unwritten { path: folder.to_owned(), source })?;
    // A clock that was put back a little must not find keys that do not count yet.
    let life = Life { from: now.plus_millis(-DAY), to: now.plus_millis(YEARS) };
    let tls = made(TlsAuthority::new(&format!("Demonstration TLS {country}"), life))?;
    let address = listen.ip().to_string();
    let server = made(tls.server(&["localhost", "127.0.0.1", "::1", &address]))?;
    kept("tls-anchor.pem", tls.root_pem().as_bytes())?;
    kept("tls-certificate.pem", server.certificate_pem.as_bytes())?;
    kept("tls-key.pem", server.key_pem.expose().as_bytes())?;
    let keys = keys(country, life)?;
    let config = config(country, listen, &keys.root);
    let list = trust_list(&config, country, &keys, Span { from: life.from, to: None }, now);
    let claims = trust_list::write(&list).map_err(|error| GatewayError::Demonstration(error.to_string()))?;
    kept("trust-list.json", &made(sign_list(&claims, &[&keys.root]))?)?;
    kept("receipt-key.p8", keys.receipt.to_pkcs8().expose())?;
    kept("root-key.p8", keys.root.to_pkcs8().expose())?;
    kept("chamber.p12", &keys.officer.pkcs12)?;
    kept("customs.p12", &keys.customs.pkcs12)?;
    kept("offices.txt", offices(&config).as_bytes())?;
    // Last: a folder with this file is complete.
    kept(CONFIG, config.to_toml()?.as_bytes())?;
    Ok(())
}

fn keys(country: &str, life: Life) -> Result<Keys, GatewayError> {
    let authority = made(Authority::new(&format!("Demonstration signing {country}"), life))?;
    let password = Secret::new(PASSWORD.to_owned());
    let officer = Person { name: "Demonstration Officer", body: "Demonstration Chamber of Commerce", country };
    let customs = Person { name: "Demonstration Customs Officer", body: "Demonstration Customs", country };
    let random = SystemRandom::new();
    Ok(Keys {
        receipt: made(PlainKey::generate(&random))?,
        root: made(PlainKey::generate(&random))?,
        officer: made(authority.key_file(officer, life, &password))?,
        customs: made(authority.key_file(customs, life, &password))?,
        authority,
    })
}

fn chamber_code(country: &str) -> String {
    format!("{country}-DEMO")
}

fn customs_code(country: &str) -> String {
    format!("{country}-CUSTOMS")
}

fn config(country: &str, listen: SocketAddr, root: &PlainKey) -> Config {
    let lower = country.to_ascii_lowercase();
    let client = |id: &str, party: String, kind: ClientKind| ClientConfig {
        id: id.to_owned(),
        party,
        kind,
        secret: format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
        ..ClientConfig::default()
    };
    let route = |route: &str, destination: &str, kinds: &[&str], leads: Leads| RouteConfig {
        route: route.to_owned(),
        destination: destination.to_owned(),
        agreement: "*".to_owned(),
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        leads,
        state: Gate::Open,
        deadline_hours: 24,
        capabilities: everything(),
    };
    let posts = "posts".to_owned();
    Config {
        id: format!("gw.{lower}.demo"),
        country: country.to_owned(),
        role: Role::National,
        listen,
        public: false,
        data: "store".into(),
        store: None,
        limit_mib: None,
        tls_certificate: "tls-certificate.pem".into(),
        tls_key: "tls-key.pem".into(),
        receipt_key: "receipt-key.p8".into(),
        trust_list: "trust-list.json".into(),
        trust_root: root_text(root),
        contact: "demonstration".to_owned(),
        demonstration: true,
        client_anchors: None,
        front_ends: Vec::new(),
        url: String::new(),
        operator: None,
        rate: Rate::WIDE,
        numbers: Vec::new(),
        bundles: None,
        clients: vec![
            client("chamber", chamber_code(country), ClientKind::Desktop),
            client("post", customs_code(country), ClientKind::Post),
        ],
        boxes: vec![BoxConfig { id: posts.clone(), clients: vec!["post".to_owned()] }],
        routes: vec![
            route("certificates", "*", &CERTIFICATES, Leads::Box(posts)),
            route("answers", country, &["co.response", "co.verify"], Leads::Sender),
            route("questions", country, &["co.query"], Leads::Ask),
        ],
        peers: Vec::new(),
    }
}

fn trust_list(config: &Config, country: &str, keys: &Keys, span: Span, now: Timestamp) -> TrustList {
    let scheme = |code: &str| TrustedScheme { code: code.to_owned(), span, ..TrustedScheme::default() };
    let body = |id: String, name: &str, holder: &str, key: &KeyFile, usage: &[KeyUse]| TrustedIssuer {
        country: country.to_owned(),
        names: vec![name.to_owned()],
        span,
        anchors: vec![keys.authority.anchor(usage, span)],
        schemes: vec![scheme("chafta"), scheme("np-icc"), scheme("rcep-declaration")],
        officers: vec![TrustedOfficer {
            id: format!("{id}-1"),
            name: holder.to_owned(),
            certificate: sha256_hex(&key.certificate),
            span,
            ..TrustedOfficer::default()
        }],
        id,
        ..TrustedIssuer::default()
    };
    let customs = "Demonstration Customs Officer";
    TrustList {
        list: format!("demo-{}", country.to_ascii_lowercase()),
        n: 1,
        issued_at: now,
        next_update: now.plus_millis(7 * DAY),
        roots: vec![keys.root.trusted(&[KeyUse::List], span)],
        threshold: 1,
        issuers: vec![
            body(
                chamber_code(country),
                "Demonstration Chamber of Commerce",
                "Demonstration Officer",
                &keys.officer,
                &[KeyUse::Co, KeyUse::Declaration, KeyUse::Status],
            ),
            body(customs_code(country), "Demonstration Customs", customs, &keys.customs, &[KeyUse::Status]),
        ],
        gateways: vec![TrustedNode {
            id: config.id.clone(),
            role: "national".to_owned(),
            country: country.to_owned(),
            keys: vec![keys.receipt.trusted(&[KeyUse::Receipt, KeyUse::Status], span)],
            ..TrustedNode::default()
        }],
        ..TrustList::default()
    }
}

/// What an office has to be told, for a person to copy.
fn offices(config: &Config) -> String {
    let mut text = format!(
        "DEMONSTRATION - these keys and secrets count nowhere else.\n\n\
         gateway id   {}\nTLS anchor   tls-anchor.pem\ntrust list   trust-list.json\ntrust root   {}\n\
         key files    chamber.p12, customs.p12 (password: {PASSWORD})\nboxes        own, and `posts` for the post\n\n",
        config.id, config.trust_root
    );
    for client in &config.clients {
        text.push_str(&format!("client {}: party {}, secret {}\n", client.id, client.party, client.secret));
    }
    text
}

/// Writes a file that only its owner may read.
fn keep(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
