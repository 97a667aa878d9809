//! Which keys does the demonstration use? An authority of its own whose certificates all say `OU=DEMONSTRATION`, key
//! files as a real authority hands them out, and the TLS certificates of loopback gateways.
//!
//! Nothing made here counts outside the demonstration (`key.demo`); a real trust list can never contain it.

use tamga_origin::Timestamp;
use tamga_origin::trust::{Anchor, AnchorKind, KeyUse, Span};

use crate::error::SignError;
use crate::secret::Secret;

/// A demonstration authority: makes officers' keys.
pub struct Authority {}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

/// A key file as an authority hands it out.
#[derive(Debug)]
pub struct KeyFile {
    /// PKCS#12.
    pub pkcs12: Vec<u8>,
    /// Leaf certificate, DER.
    pub certificate: Vec<u8>,
}

/// The name and place of somebody who gets a key.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// Name of the person (`CN`).
    pub name: &'a str,
    /// Name of the body (`O`).
    pub body: &'a str,
    /// Country, two letters (`C`).
    pub country: &'a str,
}

impl Authority {
    /// Makes an authority whose certificates count for this span.
    pub fn new(name: &str, from: Timestamp, to: Timestamp) -> Result<Self, SignError> {
        let _ = (name, from, to);
        Err(SignError::Failed)
    }

    /// The root certificate, DER.
    pub fn root(&self) -> &[u8] {
        &[]
    }

    /// The root as an anchor of a trust list.
    pub fn anchor(&self, uses: &[KeyUse], span: Span) -> Anchor {
        Anchor { kid: String::new(), certificates: Vec::new(), kind: AnchorKind::Ca, uses: uses.to_vec(), span }
    }

    /// Makes a P-256 key with a demonstration certificate, as a PKCS#12 file under this password.
    pub fn key_file(
        &self,
        person: Person<'_>,
        from: Timestamp,
        to: Timestamp,
        password: &Secret<String>,
    ) -> Result<KeyFile, SignError> {
        let _ = (person, from, to, password);
        Err(SignError::Failed)
    }
}

/// A demonstration authority for TLS.
pub struct TlsAuthority {}

impl std::fmt::Debug for TlsAuthority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsAuthority").finish_non_exhaustive()
    }
}

/// Certificate and key of a TLS server.
#[derive(Debug)]
pub struct TlsServer {
    /// Certificate chain, PEM.
    pub certificate_pem: String,
    /// Private key, PKCS#8 PEM.
    pub key_pem: Secret<String>,
}

impl TlsAuthority {
    /// Makes an authority for TLS certificates of this span.
    pub fn new(name: &str, from: Timestamp, to: Timestamp) -> Result<Self, SignError> {
        let _ = (name, from, to);
        Err(SignError::Failed)
    }

    /// The root certificate, PEM: what clients pin.
    pub fn root_pem(&self) -> String {
        String::new()
    }

    /// Makes certificate and key of a server that answers under these names or addresses
    /// (`localhost`, `127.0.0.1`, `::1`).
    pub fn server(&self, names: &[&str]) -> Result<TlsServer, SignError> {
        let _ = names;
        Err(SignError::Failed)
    }
}
