//! What must a gateway be told? Who it is, who may speak to it, where its routes lead.
//!
//! A configuration comes from a TOML file ([`Config::read`]) or is built in code, field by field; keys and lists are
//! files either way, named by path, and are read when the gateway starts. In code, paths should be absolute, and a pair
//! of gateways binds two listeners first, tells each the other's address in `peers`, and starts both with
//! `Gateway::start_on`. What each gateway needs of its folder:
//!
//! ```text
//! tls-certificate.pem, tls-key.pem   tamga_seal::demo::TlsAuthority::server, or a real authority
//! receipt-key.p8                     tamga_seal::PlainKey::to_pkcs8; named under `gateways` in the trust list
//! trust-list.json                    tamga_seal::sign_list over tamga_formats::trust_list::write
//! peer-anchor.pem                    the other gateway's TLS root, one for each peer
//! ```
//!
//! Certificates travel on a route that leads to the peer of the destination (`leads = { peer = "gw.au" }`), arrive
//! there on the route of the same id that leads into a shared box (`leads = { box = "posts" }`), and answers come back
//! on a route that leads to the peer at the post's gateway and to `sender` at the chamber's.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tamga_protocol::{Role, headers};

mod bundle;
mod client;

pub use bundle::{BundleConfig, BundleSender};
pub use client::{ClientConfig, ClientKind, Rate};

use crate::ledger::StoreConfig;

/// Everything a gateway is told at start, as its TOML file writes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Id in the trust list.
    pub id: String,
    /// Country, ISO 3166-1 alpha-2.
    pub country: String,
    /// Role.
    #[serde(default = "national")]
    pub role: Role,
    /// Address to listen on; only loopback unless `public` is set.
    pub listen: SocketAddr,
    /// Allows an address other than loopback.
    #[serde(default)]
    pub public: bool,
    /// Folder of the embedded store.
    pub data: PathBuf,
    /// The database that is used instead of the embedded store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreConfig>,
    /// The most the embedded store may grow to, in MiB; unlimited unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit_mib: Option<u64>,
    /// Certificate chain of the server, PEM.
    pub tls_certificate: PathBuf,
    /// Its private key, PEM (PKCS#8).
    pub tls_key: PathBuf,
    /// Key that signs receipts: Ed25519, PKCS#8 in DER; the trust list must name it for this gateway.
    pub receipt_key: PathBuf,
    /// Trust list as signed (JWS, JSON serialisation).
    pub trust_list: PathBuf,
    /// Root key of the trust list: Ed25519 public key, base64url, with its id before a colon (`kid:key`).
    pub trust_root: String,
    /// Whom to call.
    #[serde(default)]
    pub contact: String,
    /// Whether keys and certificates are for demonstration only.
    #[serde(default)]
    pub demonstration: bool,
    /// Authorities whose client certificates are taken, PEM; without it none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_anchors: Option<PathBuf>,
    /// TLS front ends before this gateway: `Client-Cert` (RFC 9440) counts from these addresses alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub front_ends: Vec<IpAddr>,
    /// `https://…` under which clients know this gateway, for the audience of their assertions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Loopback address for operators: metrics, health, status page. Nowhere unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<SocketAddr>,
    /// How much each client may ask unless its registration says otherwise.
    #[serde(default)]
    pub rate: Rate,
    /// Numbers that offices may lease.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<NumberConfig>,
    /// How files that are carried by hand are opened and answered; without it none is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundles: Option<BundleConfig>,
    /// Client registrations.
    #[serde(default)]
    pub clients: Vec<ClientConfig>,
    /// Boxes read by several clients.
    #[serde(default)]
    pub boxes: Vec<BoxConfig>,
    /// Destinations.
    #[serde(default)]
    pub routes: Vec<RouteConfig>,
    /// Other gateways that this one hands over to.
    #[serde(default)]
    pub peers: Vec<PeerConfig>,
}

fn national() -> Role {
    Role::National
}

/// A box read by several clients.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxConfig {
    /// Its name.
    pub id: String,
    /// Its readers.
    pub clients: Vec<String>,
}

/// Whether a route takes and moves submissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// It does.
    #[default]
    Open,
    /// It takes and holds them.
    Paused,
    /// It refuses them.
    Closed,
}

/// Where a route ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leads {
    /// To another gateway, by its id.
    Peer(String),
    /// Into a shared box of this gateway.
    Box(String),
    /// To whoever sent the certificate that is answered, or asked about.
    Sender,
    /// To this gateway, which asks the gateway of the issuing body and answers: for `co.query`.
    Ask,
}

/// A destination.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteConfig {
    /// Route id.
    pub route: String,
    /// Country of destination.
    pub destination: String,
    /// Agreement code, or `*` for any.
    pub agreement: String,
    /// Kinds it carries.
    pub kinds: Vec<String>,
    /// Where it ends.
    pub leads: Leads,
    /// Whether it is open.
    #[serde(default)]
    pub state: Gate,
    /// Hours after which a submission on it is overdue.
    #[serde(default = "a_day")]
    pub deadline_hours: u64,
    /// What the partner there can do beyond taking and ending certificates; everything unless said.
    #[serde(default = "everything")]
    pub capabilities: Vec<String>,
}

/// What a partner may be able to do: take changes of a certificate under its number (`amend`), certificates that take the
/// place of others (`replace`), suspensions and their end (`suspend`), documents beside the envelope (`documents`), tell how
/// a certificate stands (`pull`), verify certificates or hear what is said to that (`verification`), and take what exporters
/// declare without a body (`self_declaration`).
pub const CAPABILITIES: [&str; 7] =
    ["amend", "replace", "suspend", "documents", "pull", "verification", "self_declaration"];

/// Everything that a partner may be able to do.
pub fn everything() -> Vec<String> {
    CAPABILITIES.map(str::to_owned).to_vec()
}

fn a_day() -> u64 {
    24
}

/// Another gateway.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeerConfig {
    /// Its id in the trust list.
    pub id: String,
    /// `https://host:port`.
    pub url: String,
    /// Certificates that alone are trusted for it, PEM.
    pub anchor: PathBuf,
    /// Our registration there.
    pub client_id: String,
    /// Its secret; empty when the certificate alone proves who we are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub client_secret: String,
    /// Certificate we show there, PEM, and after it the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// Its private key, PEM (PKCS#8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_key: Option<PathBuf>,
}

/// Numbers of an issuing body under an agreement.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberConfig {
    /// Issuing body.
    pub issuer: String,
    /// Agreement code.
    pub agreement: String,
    /// How a number is written; `{n}` stands for the running number, `{n:6}` for six digits of it.
    pub pattern: String,
    /// The first running number.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// The most one lease may take.
    #[serde(default = "a_thousand")]
    pub at_once: u64,
    /// Days after which a desk uses no further number of a lease.
    #[serde(default = "a_quarter")]
    pub days: u32,
}

fn a_thousand() -> u64 {
    1_000
}

fn a_quarter() -> u32 {
    90
}

impl std::fmt::Debug for PeerConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PeerConfig")
            .field("id", &self.id)
            .field("url", &self.url)
            .field("client_id", &self.client_id)
            .field("client_secret", &"<secret>")
            .finish_non_exhaustive()
    }
}

impl PeerConfig {
    /// The files it names.
    fn files(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        std::iter::once(&mut self.anchor).chain(&mut self.certificate).chain(&mut self.certificate_key)
    }
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{path} cannot be read")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("{path} cannot be written")]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Not TOML of the expected shape.
    #[error("the configuration cannot be read: {0}")]
    Shape(#[from] toml::de::Error),
    /// Cannot be written as TOML.
    #[error("the configuration cannot be written: {0}")]
    Unwritable(#[from] toml::ser::Error),
    /// It contradicts itself.
    #[error("the configuration cannot be used: {0}")]
    Unusable(String),
}

impl Config {
    /// Reads a TOML file; relative paths in it are relative to its folder.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        let mut config: Self = toml::from_str(&text)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        for file in [
            &mut config.data,
            &mut config.tls_certificate,
            &mut config.tls_key,
            &mut config.receipt_key,
            &mut config.trust_list,
        ]
        .into_iter()
        .chain(&mut config.client_anchors)
        .chain(config.peers.iter_mut().flat_map(PeerConfig::files))
        {
            *file = folder.join(&*file);
        }
        if let Some(store) = &mut config.store {
            store.within(folder);
        }
        if let Some(bundles) = &mut config.bundles {
            bundles.key = folder.join(&bundles.key);
        }
        config.check()?;
        Ok(config)
    }

    /// Writes it as TOML.
    pub fn to_toml(&self) -> Result<String, ConfigError> {
        Ok(toml::to_string_pretty(self)?)
    }

    /// Finds contradictions.
    pub fn check(&self) -> Result<(), ConfigError> {
        let unusable = |words: String| Err(ConfigError::Unusable(words));
        if !self.public && !self.listen.ip().is_loopback() {
            return unusable(format!("{} is not a loopback address; set `public` to allow it", self.listen));
        }
        if let Some(operator) = self.operator.filter(|address| !address.ip().is_loopback()) {
            return unusable(format!("{operator}, for operators, is not a loopback address"));
        }
        if let Some(id) = twice(self.clients.iter().map(|client| client.id.as_str())) {
            return unusable(format!("client {id} is registered twice"));
        }
        if let Some(id) = twice(self.routes.iter().map(|route| route.route.as_str())) {
            return unusable(format!("route {id} is described twice"));
        }
        self.clients.iter().try_for_each(|client| self.check_client(client))?;
        if let Some(bundles) = &self.bundles {
            bundles.check(&self.clients)?;
        }
        for shared in &self.boxes {
            if shared.id == "own" || shared.id.contains(':') {
                return unusable(format!("`{}` is not a name for a shared box", shared.id));
            }
            if let Some(stranger) = shared.clients.iter().find(|id| !self.clients.iter().any(|c| c.id == **id)) {
                return unusable(format!("box {} names client {stranger}, which is not registered", shared.id));
            }
        }
        for route in &self.routes {
            let known = match &route.leads {
                Leads::Peer(id) => self.peers.iter().any(|peer| peer.id == *id),
                Leads::Box(id) => self.boxes.iter().any(|shared| shared.id == *id),
                Leads::Sender | Leads::Ask => true,
            };
            if !known {
                return unusable(format!("route {} leads to something that is not configured", route.route));
            }
            if route.kinds.iter().any(|kind| kind == "co.query") != (route.leads == Leads::Ask)
                || (route.leads == Leads::Ask && route.kinds.len() != 1)
            {
                return unusable(format!("route {}: questions, and nothing else, lead to `ask`", route.route));
            }
            if let Some(word) = route.capabilities.iter().find(|word| !CAPABILITIES.contains(&word.as_str())) {
                return unusable(format!("`{word}` of route {} is nothing a partner can do", route.route));
            }
        }
        if let Some(peer) = self.peers.iter().find(|peer| peer.certificate.is_some() != peer.certificate_key.is_some())
        {
            return unusable(format!("peer {} has a certificate without a key, or the reverse", peer.id));
        }
        let is_wrong = |pool: &&NumberConfig| !pool.pattern.contains("{n") || pool.first > pool.last;
        if let Some(pool) = self.numbers.iter().find(is_wrong) {
            return unusable(format!("the numbers of {} for {} are no row of numbers", pool.issuer, pool.agreement));
        }
        Ok(())
    }

    /// Finds what is wrong with a registration, be it of this file or given by command.
    pub fn check_client(&self, client: &ClientConfig) -> Result<(), ConfigError> {
        let unusable = |words: String| Err(ConfigError::Unusable(words));
        let id = &client.id;
        if id.is_empty() || id.contains(':') || id.chars().any(char::is_control) {
            return unusable(format!("`{id}` is not a name for a client"));
        }
        if !client.secret.is_empty() && client.secret.chars().count() < 24 {
            return unusable(format!("the secret of client {id} is shorter than 24 characters"));
        }
        if let Some(wrong) = client.certificates.iter().find(|digest| !headers::is_hex_digest(digest)) {
            return unusable(format!("`{wrong}` of client {id} is not the SHA-256 of a certificate in lower-case hex"));
        }
        if let Some(wrong) = client.keys.iter().find(|key| crate::assertion::key(key).is_none()) {
            return unusable(format!("`{wrong}` of client {id} is not a key for assertions"));
        }
        if client.secret.is_empty() && client.certificates.is_empty() && client.keys.is_empty() {
            return unusable(format!("client {id} has neither secret nor certificate nor key"));
        }
        if !client.certificates.is_empty() && self.client_anchors.is_none() && self.front_ends.is_empty() {
            return unusable(format!(
                "client {id} shows a certificate, but `client_anchors` names no authority for it"
            ));
        }
        Ok(())
    }

    /// The route with this id.
    pub fn route(&self, id: &str) -> Option<&RouteConfig> {
        self.routes.iter().find(|route| route.route == id)
    }
}

/// The first name that stands twice.
fn twice<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    names
        .clone()
        .enumerate()
        .find(|(at, name)| names.clone().take(*at).any(|other| other == *name))
        .map(|(_, name)| name)
}
