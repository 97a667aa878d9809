//! Who vouches for a test's servers? A certificate authority of its own, made fresh.

use std::io;

use tamga_origin::{Date, Timestamp};
use tamga_seal::demo::{Life, TlsAuthority};

/// A certificate authority with its key.
#[derive(Debug)]
pub struct Authority(TlsAuthority);

/// Certificate and key of one side of a line.
#[derive(Clone)]
pub struct Identity {
    /// PEM of the certificate.
    pub certificate_pem: String,
    /// PEM of the private key (PKCS#8).
    pub key_pem: String,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity").field("key_pem", &"<secret>").finish_non_exhaustive()
    }
}

impl Authority {
    /// A fresh one whose certificates count now and for long.
    pub fn new(name: &str) -> io::Result<Self> {
        Self::of_years(name, 2000, 2099)
    }

    /// A fresh one whose certificates count from the first day of one year to the first day of another.
    pub fn of_years(name: &str, first: i32, last: i32) -> io::Result<Self> {
        let day = |year| Date::new(year, 1, 1).map(Timestamp::midnight).ok_or(io::ErrorKind::InvalidInput);
        let life = Life { from: day(first)?, to: day(last)? };
        TlsAuthority::new(name, life).map(Self).map_err(io::Error::other)
    }

    /// PEM of its certificate, to be trusted.
    pub fn pem(&self) -> String {
        self.0.root_pem()
    }

    /// A server on loopback.
    pub fn identity(&self) -> io::Result<Identity> {
        let server = self.0.server(&["localhost", "127.0.0.1"]).map_err(io::Error::other)?;
        Ok(Identity { certificate_pem: server.certificate_pem, key_pem: server.key_pem.expose().clone() })
    }

    /// A client of this name.
    pub fn client(&self, name: &str) -> io::Result<Identity> {
        let client = self.0.client(name).map_err(io::Error::other)?;
        Ok(Identity { certificate_pem: client.certificate_pem, key_pem: client.key_pem.expose().clone() })
    }
}
