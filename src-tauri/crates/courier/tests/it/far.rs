//! A far side under a test's control: a front with real TLS, its own keys, and whatever answer the test wants.

use std::sync::Arc;
use std::time::Duration;

use tamga_courier::{
    Access, AttemptCtx, Envelope, GatewayTransport, HttpSettings, HttpTransport, Line, NotProven, Patience,
    ReceiptVerifier, SubmissionKey, SubmitOutcome,
};
use tamga_faults::{Authority, Front, Handler, Identity, Reply, Request};
use tamga_origin::Timestamp;
use tamga_origin::trust::{KeyUse, Span, TrustedKey};
use tamga_protocol::{self as protocol, BusinessKey, DocumentPart, Kind, Problem, ProblemType, headers};
use tamga_seal::digest::{sha256, sha256_hex};
use tamga_seal::{PlainKey, SystemRandom, Typ, open_jws, sign_jws};
use uuid::Uuid;

pub const GATEWAY: &str = "gw.test";
pub const AT: &str = "2026-05-03T14:00:00.000Z";

/// The keys a client believes, by gateway.
struct Keys(Vec<(String, TrustedKey)>);

impl ReceiptVerifier for Keys {
    fn verify(&self, issuer: &str, typ: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        let kinds = [Typ::Receipt, Typ::Refusal, Typ::Void];
        let expected = kinds.into_iter().find(|kind| kind.word() == typ);
        let expected = expected.ok_or_else(|| NotProven::NotAStatement(typ.to_owned()))?;
        let keys: Vec<_> = self.0.iter().filter(|(id, _)| id == issuer).map(|(_, key)| key.clone()).collect();
        open_jws(jws.as_bytes(), expected, &keys).map(|claims| claims.payload).map_err(|_| NotProven::BadSignature)
    }

    fn is_destination(&self, gateway: &str, _: &SubmissionKey) -> bool {
        gateway == "gw.abroad"
    }
}

/// The far side: authority, server identity, signing keys.
pub struct Far {
    pub authority: Authority,
    pub identity: Identity,
    pub key: PlainKey,
    pub other_gateway: PlainKey,
    pub stranger: PlainKey,
}

impl Far {
    pub fn new() -> Self {
        let authority = Authority::new("test").unwrap();
        let identity = authority.identity().unwrap();
        let key = || PlainKey::generate(&SystemRandom::new()).unwrap();
        Self { authority, identity, key: key(), other_gateway: key(), stranger: key() }
    }

    /// A front whose token endpoint works and whose other answers come from `script`.
    pub async fn front(&self, script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Front {
        self.front_with_tokens(script, |_| {
            let token = protocol::TokenAnswer {
                access_token: "t0ken".into(),
                token_type: "Bearer".into(),
                expires_in: 900,
                scope: String::new(),
            };
            ours(200, &token)
        })
        .await
    }

    /// The same with a token endpoint of the test's own.
    pub async fn front_with_tokens(
        &self,
        script: impl Fn(&Request) -> Reply + Send + Sync + 'static,
        tokens: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Front {
        let handler: Handler = Arc::new(move |request| {
            let reply = if request.path == "/oauth2/token" { tokens(&request) } else { script(&request) };
            Box::pin(async move { reply })
        });
        Front::start(&self.identity, handler).await.unwrap()
    }

    pub fn settings(&self, url: &str) -> HttpSettings {
        HttpSettings {
            base_url: url.to_owned(),
            gateway_id: GATEWAY.into(),
            anchor_pem: self.authority.pem().into_bytes(),
            access: Access { client_id: "desk-1".into(), client_secret: "a secret of some length".into() },
            proxy: None,
            patience: Patience { connect: Duration::from_secs(5), ..Patience::default() },
        }
    }

    pub fn transport(&self, url: &str) -> HttpTransport {
        self.transport_with(self.settings(url))
    }

    pub fn transport_with(&self, settings: HttpSettings) -> HttpTransport {
        HttpTransport::new(settings, self.keys()).unwrap()
    }

    /// The same on a line in the test's own hands.
    pub fn transport_over(&self, line: Arc<dyn Line>) -> HttpTransport {
        HttpTransport::over(line, self.settings("https://gw.test"), self.keys())
    }

    fn keys(&self) -> Arc<dyn ReceiptVerifier> {
        let span = Span { from: Timestamp::from_millis(0), to: None };
        Arc::new(Keys(vec![
            (GATEWAY.to_owned(), self.key.trusted(&[KeyUse::Receipt], span)),
            ("gw.abroad".to_owned(), self.other_gateway.trusted(&[KeyUse::Receipt], span)),
        ]))
    }

    pub fn sign<T: serde::Serialize>(&self, typ: Typ, claims: &T) -> String {
        sign_jws(&serde_json::to_vec(claims).unwrap(), typ, &self.key)
    }

    pub fn receipt(&self, envelope: &Envelope) -> String {
        self.sign(Typ::Receipt, &claims(envelope))
    }

    pub fn refusal(&self, envelope: &Envelope, problem_type: ProblemType) -> String {
        let claims = protocol::RefusalClaims {
            iss: GATEWAY.into(),
            sub: envelope.key().id,
            env: Some(envelope.key().envelope_sha256.clone()),
            problem_type,
            at: AT.into(),
        };
        self.sign(Typ::Refusal, &claims)
    }
}

/// The claims of a receipt for an envelope.
pub fn claims(envelope: &Envelope) -> protocol::ReceiptClaims {
    let key = envelope.key();
    protocol::ReceiptClaims {
        iss: GATEWAY.into(),
        rol: protocol::Role::National,
        sub: key.id,
        key: BusinessKey::Certificate {
            issuer: key.issuer.clone(),
            co_number: key.co_number.clone(),
            revision: key.revision,
        },
        env: key.envelope_sha256.clone(),
        dig: key.document_sha256.clone(),
        snd: "desk-1".into(),
        rcv: AT.into(),
        n: 1,
        prev: protocol::ReceiptClaims::FIRST_PREV.into(),
    }
}

/// An answer with all the marks of ours.
pub fn ours<T: serde::Serialize>(status: u16, body: &T) -> Reply {
    marked(Reply::new(status, headers::JSON, serde_json::to_vec(body).unwrap()))
}

/// Puts our marks on a reply.
pub fn marked(reply: Reply) -> Reply {
    let digest = headers::content_digest(&sha256(&reply.body));
    reply.with(headers::GATEWAY_ID, GATEWAY).with(headers::TRACE_ID, "trace-1").with(headers::CONTENT_DIGEST, digest)
}

/// A problem with all the marks of ours.
pub fn problem(problem: &Problem) -> Reply {
    marked(Reply::new(problem.status, headers::PROBLEM_JSON, serde_json::to_vec(problem).unwrap()))
}

/// A problem with nothing to add.
pub fn plain(problem_type: ProblemType) -> Problem {
    Problem {
        title: problem_type.title().into(),
        status: problem_type.status(),
        detail: None,
        retry: problem_type.retry(),
        retry_after: None,
        original: None,
        violations: Vec::new(),
        refusal: None,
        oldest_available: None,
        server_time: AT.into(),
        trace: "trace-1".into(),
        problem_type,
    }
}

/// A body of 201 or 200.
pub fn accepted(envelope: &Envelope, receipt: &str) -> protocol::SubmissionAccepted {
    let id = envelope.key().id;
    protocol::SubmissionAccepted {
        submission_id: id,
        state: protocol::SubmissionState::Received,
        receipt: receipt.into(),
        received_at: AT.into(),
        duplicate_of: None,
        links: protocol::Links { own: format!("/v1/submissions/{id}") },
    }
}

/// A message under its id.
pub fn envelope(n: u128) -> Envelope {
    let document = b"<MetaData xmlns='urn:tamga:co:1'/>";
    let envelope = protocol::Envelope {
        kind: Kind::Issue,
        route: "au".into(),
        agreement: "chafta".into(),
        issuer: "CN-CCPIT".into(),
        co_number: format!("24C{n:07}"),
        revision: 1,
        document: DocumentPart::inline(sha256_hex(document), "application/xml", document),
        attachments: Vec::new(),
        replaces: None,
        depends_on: None,
        in_reply_to: None,
        number: None,
        issued_at: AT.into(),
        issued_offline: false,
        device: protocol::Device { id: Uuid::from_u128(77), epoch: 1, seq: n as u64 },
        conversation: None,
        crit: Vec::new(),
    };
    Envelope::new(Uuid::from_u128(n), envelope.freeze().unwrap().into_vec()).unwrap()
}

pub fn attempt() -> AttemptCtx {
    AttemptCtx { n: 1, at: Timestamp::from_millis(0), hops: Vec::new() }
}

pub async fn submit(transport: &HttpTransport, envelope: &Envelope) -> SubmitOutcome {
    transport.submit(envelope, &attempt()).await
}
