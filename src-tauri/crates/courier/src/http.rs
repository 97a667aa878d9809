//! How does the road look over HTTPS? The HTTP form of [`GatewayTransport`], its settings and its patience.
//! Which answers count is in `judge`, whether their signatures speak of us in `crate::proof`, tokens are in `token`, one
//! request and its answer in `wire`, and what may stand in for the network in `line`.

mod between;
mod far_clock;
mod judge;
mod line;
mod token;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tamga_origin::Timestamp;
use tamga_protocol::{self as protocol, ProblemType, headers, limits};

pub use self::between::Pull;
use self::far_clock::FarClock;
use self::judge::{Expected, Proven};
use self::token::Tokens;
use self::wire::{Ask, Https, Wire};

pub use self::line::{Line, LineAnswer, LineRequest};

use crate::evidence::{Evidence, NotProven, ReceiptVerifier};
use crate::outcome::{AbsentOr, Class, Fault, Fetched, QueryOutcome, Raw, Retry, Scope, SubmitOutcome, VoidOutcome};
use crate::proof::Proof;
use crate::read;
use crate::transport::{
    Ack, AckOutcome, Answering, AttemptCtx, Batch, Caps, CursorKind, Envelope, GatewayTransport, ReceiptKind,
    SubmissionKey, VoidReason,
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

/// The transport certificate of this client and its key; never the key that signs certificates of origin.
#[derive(Clone)]
pub struct ClientIdentity {
    /// The certificate and after it the chain, PEM.
    pub certificate_pem: Vec<u8>,
    /// Its private key, PKCS#8 PEM; never printed.
    pub key_pem: Vec<u8>,
}

impl std::fmt::Debug for ClientIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientIdentity").field("key_pem", &"<secret>").finish_non_exhaustive()
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
    /// Our own certificate or its key cannot be used.
    #[error("the client certificate or its key cannot be used: {0}")]
    Identity(String),
    /// The proxy's address cannot be read.
    #[error("not a proxy address: {0}")]
    Proxy(String),
    /// The HTTP library refuses.
    #[error("the connection cannot be set up: {0}")]
    Client(String),
}

/// An inbox page in base64, its receipts and its names.
const PAGE: usize = 16 * 1024 * 1024;
/// The largest signed list a reader takes.
const LIST: usize = 8 * 1024 * 1024;
/// The largest document of the API.
const DOCUMENT: usize = 50 * 1024 * 1024;

/// The road to one gateway over HTTPS.
pub struct HttpTransport {
    settings: HttpSettings,
    verifier: Arc<dyn ReceiptVerifier>,
    wire: Wire,
    tokens: Tokens,
    far_clock: FarClock,
}

impl HttpTransport {
    /// Opens no connection yet.
    pub fn new(settings: HttpSettings, verifier: Arc<dyn ReceiptVerifier>) -> Result<Self, SettingsError> {
        let wire = Wire::Https(Box::new(Https::new(&settings, None)?));
        Ok(Self { settings, verifier, wire, tokens: Tokens::default(), far_clock: FarClock::default() })
    }

    /// The same with a certificate that proves who this client is (RFC 8705); tokens are bound to it.
    pub fn with_certificate(
        settings: HttpSettings,
        identity: &ClientIdentity,
        verifier: Arc<dyn ReceiptVerifier>,
    ) -> Result<Self, SettingsError> {
        let wire = Wire::Https(Box::new(Https::new(&settings, Some(identity))?));
        Ok(Self { settings, verifier, wire, tokens: Tokens::default(), far_clock: FarClock::default() })
    }

    /// The same road over a line of the caller's, which takes the place of the network: tokens, marks, signatures and
    /// outcomes are as ever. Of the settings only the gateway's id and the access count.
    pub fn over(line: Arc<dyn Line>, settings: HttpSettings, verifier: Arc<dyn ReceiptVerifier>) -> Self {
        Self { settings, verifier, wire: Wire::Line(line), tokens: Tokens::default(), far_clock: FarClock::default() }
    }

    /// What the gateway says of itself: limits, boxes, its clock.
    pub async fn service(&self) -> Result<protocol::ServiceView, Fault> {
        self.read_json(Ask::get("/v1/service".into())).await
    }

    /// The destinations open to this client.
    pub async fn routes(&self) -> Result<protocol::RoutesAnswer, Fault> {
        self.read_json(Ask::get("/v1/routes".into())).await
    }

    /// The keys the gateway signs receipts with; a trust list has to vouch for them.
    pub async fn keys(&self) -> Result<protocol::JwkSet, Fault> {
        self.read_json(Ask::get("/v1/keys".into())).await
    }

    /// The trust list as signed, when the gateway has one newer than number `after`; taking it over is for others.
    pub async fn trust_list(&self, after: u64) -> Result<AbsentOr<Vec<u8>>, Fault> {
        let path = format!("/v1/trust-list?after={after}");
        let make = || Ask { max_answer: LIST, ..Ask::get(path.clone()) };
        self.list(make).await
    }

    /// The first status list of an issuer after number `after`, as signed; taking it over is for others.
    pub async fn status_list(&self, issuer: &str, after: u64) -> Result<AbsentOr<Vec<u8>>, Fault> {
        let path = format!("/v1/status-list/{}?after={after}", in_query(issuer));
        let make = || Ask { max_answer: LIST, ..Ask::get(path.clone()) };
        match self.list(make).await {
            // A gateway from before these lists has no such path, and no words of its own for that.
            Err(fault) if fault.class == Class::ForeignAnswer && fault.raw.status == Some(404) => {
                Ok(AbsentOr::NotFound)
            }
            other => other,
        }
    }

    async fn list(&self, make: impl Fn() -> Ask) -> Result<AbsentOr<Vec<u8>>, Fault> {
        match self.ask(make, Expected::Document).await? {
            Proven::Success(_, bytes) => Ok(AbsentOr::Found(bytes)),
            Proven::Problem(problem) if problem.problem_type == ProblemType::NotFound => Ok(AbsentOr::NotFound),
            Proven::Problem(problem) => Err(judge::fault_of(&problem)),
        }
    }

    fn proof(&self) -> Proof<'_> {
        Proof { gateway: &self.settings.gateway_id, verifier: self.verifier.as_ref() }
    }

    /// One request with a token; a proven wish for a fresh token is met once.
    async fn ask(&self, make: impl Fn() -> Ask, expected: Expected) -> Result<Proven, Fault> {
        let first = self.tokens.authorization(&self.wire, &self.settings, None).await?;
        let answer = self.ask_as(make(), &first, expected).await?;
        match &answer {
            Proven::Problem(problem) if problem.retry == protocol::Retry::Reauth => {
                let second = self.tokens.authorization(&self.wire, &self.settings, Some(&first)).await?;
                self.ask_as(make(), &second, expected).await
            }
            _ => Ok(answer),
        }
    }

    async fn ask_as(&self, mut ask: Ask, authorization: &str, expected: Expected) -> Result<Proven, Fault> {
        ask.authorization = Some(authorization.to_owned());
        let heard = self.wire.exchange(ask).await?;
        let date = heard.date.clone();
        let proven = judge::prove(heard, &self.settings.gateway_id, expected)?;
        self.far_clock.showed(date.as_deref());
        Ok(proven)
    }

    async fn read_json<T: DeserializeOwned>(&self, ask: Ask) -> Result<T, Fault> {
        let (path, wait, max_answer) = (ask.path, ask.wait, ask.max_answer);
        let make = || Ask { wait, max_answer, ..Ask::get(path.clone()) };
        match self.ask(make, Expected::Json).await? {
            Proven::Success(status, body) => read::json(&body).map_err(|why| unreadable(status, &why)),
            Proven::Problem(problem) => Err(judge::fault_of(&problem)),
        }
    }

    async fn put(&self, envelope: &Envelope, at: &AttemptCtx) -> SubmitOutcome {
        let key = envelope.key();
        if envelope.bytes().len() > limits::ENVELOPE {
            return SubmitOutcome::NotSent(unsendable("larger than the gateway takes"));
        }
        let path = format!("/v1/submissions/{}", key.id);
        let make = || Ask { hops: at.hops.clone(), ..Ask::put(path.clone(), envelope.bytes().to_vec()) };
        match self.ask(make, Expected::Json).await {
            Ok(answer) => judge::submitted(answer, key, &self.proof()),
            Err(fault) if fault.left_us => SubmitOutcome::Unknown(fault),
            Err(fault) => SubmitOutcome::NotSent(fault),
        }
    }

    async fn page(&self, inbox: &str, from: Option<&str>, max: u32, wait: Duration) -> Result<Batch, Fault> {
        let seconds = wait.as_secs().min(limits::WAIT_SECONDS);
        let mut path = format!(
            "/v1/inbox?box={}&limit={}&wait={seconds}&inlineMax={}",
            in_query(inbox),
            max.clamp(1, limits::INBOX_PAGE),
            limits::INLINE_DOCUMENT
        );
        if let Some(cursor) = from {
            path.push_str("&after=");
            path.push_str(&in_query(cursor));
        }
        let ask = Ask { wait: Duration::from_secs(seconds), max_answer: PAGE, ..Ask::get(path) };
        let page: read::Page = self.read_json(ask).await?;
        read::batch(page).map_err(|why| unreadable(200, &why))
    }

    async fn document(&self, sha256: &str) -> Result<Fetched, Fault> {
        if !headers::is_hex_digest(sha256) {
            return Err(unsendable("not a digest"));
        }
        let path = format!("/v1/documents/{sha256}");
        let make = || Ask { max_answer: DOCUMENT, ..Ask::get(path.clone()) };
        match self.ask(make, Expected::Document).await? {
            Proven::Success(_, bytes) if read::hex_sha256(&bytes) == sha256 => Ok(AbsentOr::Found(bytes)),
            Proven::Success(status, _) => Err(unreadable(status, "the bytes are not those of the digest")),
            Proven::Problem(problem) if problem.problem_type == ProblemType::NotFound => Ok(AbsentOr::NotFound),
            Proven::Problem(problem) => Err(judge::fault_of(&problem)),
        }
    }

    async fn acknowledge(&self, acks: &[Ack]) -> Result<(), Fault> {
        for some in acks.chunks(limits::ACKS) {
            let body = to_json(&protocol::AckRequest(some.iter().map(to_protocol).collect()))?;
            let make = || Ask::post("/v1/inbox/acks".into(), headers::JSON, body.clone());
            let results: protocol::AcksAnswer = match self.ask(make, Expected::Json).await? {
                Proven::Success(status, body) => read::json(&body).map_err(|why| unreadable(status, &why))?,
                Proven::Problem(problem) => return Err(judge::fault_of(&problem)),
            };
            let is_answered = |ack: &Ack| results.0.iter().any(|result| result.item_id == ack.item_id);
            if !some.iter().all(is_answered) {
                return Err(unreadable(200, "not every acknowledgement was answered"));
            }
        }
        Ok(())
    }
}

impl GatewayTransport for HttpTransport {
    fn far_clock(&self) -> Option<Timestamp> {
        self.far_clock.told()
    }

    fn caps(&self) -> Caps {
        Caps {
            query_by_our_id: true,
            void: true,
            receipt: ReceiptKind::SignedReceipt,
            dedupe_horizon: None,
            max_size: limits::ENVELOPE,
            cursor: CursorKind::Sequence,
        }
    }

    fn submit<'a>(&'a self, envelope: &'a Envelope, at: &'a AttemptCtx) -> Answering<'a, SubmitOutcome> {
        Box::pin(self.put(envelope, at))
    }

    fn query<'a>(&'a self, key: &'a SubmissionKey) -> Answering<'a, QueryOutcome> {
        Box::pin(async move {
            let path = format!("/v1/submissions/{}", key.id);
            match self.ask(|| Ask::get(path.clone()), Expected::Json).await {
                Ok(answer) => judge::queried(answer, key, &self.proof()),
                Err(fault) => QueryOutcome::CannotTell(fault),
            }
        })
    }

    fn void<'a>(&'a self, key: &'a SubmissionKey, why: &'a VoidReason) -> Answering<'a, VoidOutcome> {
        Box::pin(async move {
            let wish = protocol::VoidRequest { reason: why.reason.clone(), actor: why.actor.clone() };
            let body = match to_json(&wish) {
                Ok(body) => body,
                Err(fault) => return VoidOutcome::CannotTell(fault),
            };
            let path = format!("/v1/submissions/{}/void", key.id);
            match self.ask(|| Ask::put(path.clone(), body.clone()), Expected::Json).await {
                Ok(answer) => judge::voided(answer, key, &self.proof()),
                Err(fault) => VoidOutcome::CannotTell(fault),
            }
        })
    }

    fn fetch<'a>(
        &'a self,
        inbox: &'a str,
        from: Option<&'a str>,
        max: u32,
        wait: Duration,
    ) -> Answering<'a, Result<Batch, Fault>> {
        Box::pin(self.page(inbox, from, max, wait))
    }

    fn get<'a>(&'a self, sha256: &'a str) -> Answering<'a, Result<Fetched, Fault>> {
        Box::pin(self.document(sha256))
    }

    fn offer<'a>(&'a self, sha256: &'a str, bytes: &'a [u8]) -> Answering<'a, Result<(), Fault>> {
        Box::pin(self.send_document(sha256, bytes))
    }

    fn ack<'a>(&'a self, acks: &'a [Ack]) -> Answering<'a, Result<(), Fault>> {
        Box::pin(self.acknowledge(acks))
    }

    fn prove(&self, key: &SubmissionKey, jws: &str) -> Result<Evidence, NotProven> {
        self.proof().any(jws, key)
    }
}

fn to_protocol(ack: &Ack) -> protocol::Ack {
    let outcome = match ack.outcome {
        AckOutcome::Stored => protocol::AckOutcome::Stored,
        AckOutcome::Unreadable => protocol::AckOutcome::Unreadable,
    };
    protocol::Ack { item_id: ack.item_id, outcome, detail: ack.detail.clone() }
}

fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(value).map_err(|error| unsendable(&error.to_string()))
}

fn unsendable(words: &str) -> Fault {
    Fault::seen(Scope::Local, Class::Unsendable, false, words)
}

/// The gateway has answered, but not in words of this version.
fn unreadable(status: u16, why: &str) -> Fault {
    let raw = Raw { status: Some(status), words: format!("cannot be read: {why}"), ..Raw::default() };
    Fault {
        scope: Scope::Item,
        class: Class::Version,
        left_us: true,
        retry: Retry::After,
        retry_after: None,
        raw: Box::new(raw),
    }
}

fn in_query(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}
