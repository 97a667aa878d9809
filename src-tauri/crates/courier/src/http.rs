//! How does the road look over HTTPS? The HTTP form of [`GatewayTransport`], its settings and its patience.
//! Which answers count is in `judge`, what they say is read in `read`, tokens are in `token`.

pub(crate) mod read;

use std::sync::Arc;
use std::time::Duration;

use crate::evidence::{Evidence, NotProven, ReceiptVerifier};
use crate::outcome::{Fault, Fetched, QueryOutcome, SubmitOutcome, VoidOutcome};
use crate::transport::{
    Ack, Answering, AttemptCtx, Batch, Caps, Envelope, GatewayTransport, SubmissionKey, VoidReason,
};

/// How this client proves who it is: OAuth2 client credentials.
#[derive(Clone)]
pub struct Access {
    /// The registration.
    pub client_id: String,
    /// Its secret; never printed.
    pub client_secret: String,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("client_id", &self.client_id).field("client_secret", &"<secret>").finish()
    }
}

/// How long each part of an attempt may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patience {
    /// Until the connection stands.
    pub connect: Duration,
    /// Until the first byte of the answer.
    pub first_byte: Duration,
    /// The whole attempt, to which the size at `slowest` is added.
    pub whole: Duration,
    /// The slowest line reckoned with, in bytes a second.
    pub slowest: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(30),
            whole: Duration::from_secs(120),
            slowest: 4_000,
        }
    }
}

/// Where the gateway is and how it is known.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// `https://host:port`, without a path.
    pub base_url: String,
    /// The gateway's id in the trust list; an answer without it is no answer.
    pub gateway_id: String,
    /// PEM of the certificates that alone are trusted for this gateway.
    pub anchor_pem: Vec<u8>,
    /// How this client proves who it is.
    pub access: Access,
    /// An explicit proxy; the environment's is never used.
    pub proxy: Option<String>,
    /// How long to wait.
    pub patience: Patience,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Not an `https` address without a path.
    #[error("not an https address: {0}")]
    Address(String),
    /// The anchor file holds no certificate.
    #[error("the anchor file holds no readable certificate: {0}")]
    Anchor(String),
    /// The proxy's address cannot be read.
    #[error("not a proxy address: {0}")]
    Proxy(String),
    /// The HTTP library refuses.
    #[error("the connection cannot be set up: {0}")]
    Client(String),
}

/// The road to one gateway over HTTPS.
pub struct HttpTransport {
    settings: HttpSettings,
    verifier: Arc<dyn ReceiptVerifier>,
}

impl HttpTransport {
    /// Opens no connection yet.
    pub fn new(settings: HttpSettings, verifier: Arc<dyn ReceiptVerifier>) -> Result<Self, SettingsError> {
        Ok(Self { settings, verifier })
    }
}

impl GatewayTransport for HttpTransport {
    fn caps(&self) -> Caps {
        todo!()
    }

    fn submit<'a>(&'a self, _envelope: &'a Envelope, _at: &'a AttemptCtx) -> Answering<'a, SubmitOutcome> {
        todo!("{:?}", self.settings)
    }

    fn query<'a>(&'a self, _key: &'a SubmissionKey) -> Answering<'a, QueryOutcome> {
        todo!()
    }

    fn void<'a>(&'a self, _key: &'a SubmissionKey, _why: &'a VoidReason) -> Answering<'a, VoidOutcome> {
        todo!()
    }

    fn fetch<'a>(
        &'a self,
        _inbox: &'a str,
        _from: Option<&'a str>,
        _max: u32,
        _wait: Duration,
    ) -> Answering<'a, Result<Batch, Fault>> {
        todo!()
    }

    fn get<'a>(&'a self, _sha256: &'a str) -> Answering<'a, Result<Fetched, Fault>> {
        todo!()
    }

    fn ack<'a>(&'a self, _acks: &'a [Ack]) -> Answering<'a, Result<(), Fault>> {
        todo!()
    }

    fn prove(&self, _key: &SubmissionKey, jws: &str) -> Result<Evidence, NotProven> {
        let _ = self.verifier.verify("", "", jws)?;
        todo!()
    }
}
