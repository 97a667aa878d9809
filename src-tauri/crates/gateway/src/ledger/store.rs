//! Which store keeps the ledger, and where? The embedded one, or the database that a configuration names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde::{Deserialize, Serialize};

use super::Ledger;
use super::postgres::{Postgres, Reach};
use crate::chance::Chance;
use crate::config::ConfigError;

/// A PostgreSQL database that one or several nodes keep everything in. Exactly one of `postgres` and `postgres_file` is
/// needed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreConfig {
    /// `postgresql://user:password@host:port/database`, or the same as `key=value` words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postgres: Option<String>,
    /// A file that holds the same, so that no secret stands in the configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postgres_file: Option<PathBuf>,
    /// Certificates that alone are trusted for the database, PEM. Needed unless it is on this machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<PathBuf>,
    /// Name of this node; each node on one database has a name of its own.
    #[serde(default = "first_node")]
    pub node: String,
    /// Most connections of this node at once, from 2 to 200.
    #[serde(default = "sixteen")]
    pub connections: u32,
}

fn first_node() -> String {
    "node-1".to_owned()
}

fn sixteen() -> u32 {
    16
}

impl std::fmt::Debug for StoreConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreConfig")
            .field("postgres", &self.postgres.as_ref().map(|_| "<secret>"))
            .field("postgres_file", &self.postgres_file)
            .field("anchor", &self.anchor)
            .field("node", &self.node)
            .field("connections", &self.connections)
            .finish()
    }
}

impl StoreConfig {
    /// On a database by its address, as the only node.
    pub fn at(postgres: impl Into<String>) -> Self {
        let (node, connections) = (first_node(), sixteen());
        Self { postgres: Some(postgres.into()), postgres_file: None, anchor: None, node, connections }
    }

    /// Makes paths relative to a folder absolute.
    pub(crate) fn within(&mut self, folder: &Path) {
        for file in [&mut self.postgres_file, &mut self.anchor].into_iter().flatten() {
            *file = folder.join(&*file);
        }
    }

    /// Reads what it names, and refuses what contradicts itself.
    ///
    /// # Errors
    /// A file that cannot be read, an address that cannot be understood, or a way over a network in the clear.
    pub fn reach(&self) -> Result<Reach, ConfigError> {
        let unusable = |words: &str| ConfigError::Unusable(format!("store: {words}"));
        let address = match (&self.postgres, &self.postgres_file) {
            (Some(address), None) => address.clone(),
            (None, Some(file)) => read(file)?,
            _ => return Err(unusable("one of `postgres` and `postgres_file` is needed")),
        };
        // The library's words may repeat the address, which holds a password.
        let mut config: postgres::Config =
            address.trim().parse().map_err(|_| unusable("the address of the database cannot be understood"))?;
        if !(2..=200).contains(&self.connections) {
            return Err(unusable("`connections` is from 2 to 200"));
        }
        if self.node.trim().is_empty() {
            return Err(unusable("`node` is empty"));
        }
        let tls = match &self.anchor {
            Some(file) => {
                config.ssl_mode(postgres::config::SslMode::Require);
                Some(Arc::new(trusting(&read(file)?).map_err(|why| unusable(&format!("`anchor`: {why}")))?))
            }
            None if is_near(&config) => None,
            None => return Err(unusable("`anchor` is needed for a database on another machine")),
        };
        config.application_name(&format!("tamga-gateway {}", self.node));
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(std::time::Duration::from_secs(5));
        }
        Ok(Reach { config, tls, node: self.node.clone(), connections: self.connections })
    }

    /// Opens the store of gateway `own`. Must not be called on a thread that drives tasks.
    pub(crate) fn open(&self, own: &str, chance: Chance) -> Result<Arc<dyn Ledger>, crate::GatewayError> {
        Ok(Arc::new(Postgres::drawing(self.reach()?, own, chance)?))
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })
}

/// Whether every way to the database stays on this machine.
fn is_near(config: &postgres::Config) -> bool {
    use postgres::config::Host;
    let near = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    config.get_hosts().iter().all(near) && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback)
}

/// TLS that trusts these certificates alone.
fn trusting(pem: &str) -> Result<rustls::ClientConfig, String> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() {
        return Err("no certificate is in it".to_owned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = versions.map_err(|error| error.to_string())?.with_root_certificates(roots).with_no_client_auth();
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_on_another_machine_is_not_spoken_to_in_the_clear() {
        for near in ["postgresql://tamga@127.0.0.1/tamga", "postgresql://tamga@localhost/tamga", "host=/run user=tamga"]
        {
            assert!(StoreConfig::at(near).reach().is_ok(), "{near}");
        }
        for far in ["postgresql://tamga@db.example/tamga", "host=localhost hostaddr=192.0.2.1 user=tamga"] {
            let refused = StoreConfig::at(far).reach().expect_err(far).to_string();
            assert!(refused.contains("`anchor` is needed"), "{refused}");
        }
    }

    #[test]
    fn what_contradicts_itself_is_refused_and_no_password_is_repeated() {
        let both = StoreConfig { postgres_file: Some("url".into()), ..StoreConfig::at("host=/run") };
        assert!(both.reach().expect_err("one of them").to_string().contains("one of `postgres` and `postgres_file`"));
        let broken = StoreConfig::at("postgresql://tamga:hush@local host:port/x").reach().expect_err("no address");
        assert!(!broken.to_string().contains("hush"), "{broken}");
        for connections in [1, 201] {
            assert!(StoreConfig { connections, ..StoreConfig::at("host=/run") }.reach().is_err());
        }
        let at = StoreConfig::at("postgresql://tamga:hush@localhost/tamga");
        assert!(!format!("{at:?}{:?}", at.reach()).contains("hush"), "no secret is printed");
    }
}
