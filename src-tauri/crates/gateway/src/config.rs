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

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tamga_protocol::Role;

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

/// What a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientKind {
    /// One desk.
    Desktop,
    /// An office server.
    Office,
    /// A border post.
    Post,
    /// Another gateway.
    Gateway,
}

impl ClientKind {
    /// The word for storage.
    pub fn word(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Office => "office",
            Self::Post => "post",
            Self::Gateway => "gateway",
        }
    }
}

/// A registration.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientConfig {
    /// Client id.
    pub id: String,
    /// The party it belongs to.
    pub party: String,
    /// What it is.
    pub kind: ClientKind,
    /// Its secret, at least 24 characters; only a salted digest of it is stored.
    pub secret: String,
    /// Whether it may sign in and speak.
    #[serde(default)]
    pub suspended: bool,
}

impl std::fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientConfig")
            .field("id", &self.id)
            .field("party", &self.party)
            .field("kind", &self.kind)
            .field("secret", &"<secret>")
            .field("suspended", &self.suspended)
            .finish()
    }
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
    /// To whoever sent the certificate that is answered.
    Sender,
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
    /// Its secret.
    pub client_secret: String,
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
        .chain(config.peers.iter_mut().map(|peer| &mut peer.anchor))
        {
            *file = folder.join(&*file);
        }
        if let Some(store) = &mut config.store {
            store.within(folder);
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
        if let Some(id) = twice(self.clients.iter().map(|client| client.id.as_str())) {
            return unusable(format!("client {id} is registered twice"));
        }
        if let Some(id) = twice(self.routes.iter().map(|route| route.route.as_str())) {
            return unusable(format!("route {id} is described twice"));
        }
        for client in &self.clients {
            if client.secret.chars().count() < 24 {
                return unusable(format!("the secret of client {} is shorter than 24 characters", client.id));
            }
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
                Leads::Sender => true,
            };
            if !known {
                return unusable(format!("route {} leads to something that is not configured", route.route));
            }
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
