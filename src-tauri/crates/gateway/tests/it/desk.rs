//! A client as a test wants it: raw requests, and the check that every answer bears the gateway's marks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tamga_faults::{Caller, Reply, Request};
use tamga_protocol::{
    Envelope, InboxPage, Problem, ProblemType, SubmissionAccepted, SubmissionView, TokenAnswer, headers,
};
use tamga_seal::digest::sha256;
use uuid::Uuid;

use crate::documents::frozen;
use crate::house::SECRET;

/// A client of one gateway, with its token.
#[derive(Clone)]
pub struct Desk {
    caller: Caller,
    gateway: String,
    pub token: String,
}

/// An answer that bore all marks.
#[derive(Debug)]
pub struct Told(pub Reply);

impl Told {
    pub fn status(&self) -> u16 {
        self.0.status
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.0.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.0.body)))
    }

    /// The answer as a success of PUT.
    pub fn accepted(&self, status: u16) -> SubmissionAccepted {
        assert_eq!(self.status(), status, "{}", String::from_utf8_lossy(&self.0.body));
        self.json()
    }

    /// The answer as a problem of this type.
    pub fn problem(&self, expected: ProblemType) -> Problem {
        assert_eq!(self.0.field("content-type"), Some(headers::PROBLEM_JSON), "{self:?}");
        let problem: Problem = self.json();
        assert_eq!(problem.problem_type, expected, "{problem:?}");
        assert_eq!(problem.status, self.status());
        assert_eq!(Some(problem.trace.as_str()), self.0.field(headers::TRACE_ID));
        problem
    }
}

impl Desk {
    /// A client without a token.
    pub fn on(caller: Caller, gateway: &str) -> Self {
        Self { caller, gateway: gateway.into(), token: String::new() }
    }

    /// The same client with another token.
    pub fn with(&self, token: impl Into<String>) -> Self {
        Self { token: token.into(), ..self.clone() }
    }

    pub async fn sign_in(caller: Caller, gateway: &str, client: &str) -> Self {
        let mut desk = Self::on(caller, gateway);
        let told = desk.ask_for_token(client, &format!("{SECRET}{client}")).await;
        assert_eq!(told.status(), 200, "{told:?}");
        desk.token = told.json::<TokenAnswer>().access_token;
        desk
    }

    /// Asks for a token.
    pub async fn ask_for_token(&self, client: &str, secret: &str) -> Told {
        let mut request = self.request("POST", "/oauth2/token", Some(b"grant_type=client_credentials".to_vec()));
        request.fields.retain(|(name, _)| name != "authorization" && name != "content-type");
        let basic = STANDARD.encode(format!("{client}:{}", secret.replace(' ', "+")));
        request.fields.push(("authorization".into(), format!("Basic {basic}")));
        request.fields.push(("content-type".into(), "application/x-www-form-urlencoded".into()));
        self.call(&request).await
    }

    /// A request with token and digest.
    pub fn request(&self, method: &str, path: &str, body: Option<Vec<u8>>) -> Request {
        let mut fields = vec![
            ("host".to_owned(), "localhost".to_owned()),
            ("authorization".to_owned(), format!("Bearer {}", self.token)),
        ];
        if let Some(body) = &body {
            fields.push(("content-type".into(), headers::JSON.into()));
            fields.push((headers::CONTENT_DIGEST.into(), headers::content_digest(&sha256(body))));
        }
        Request { method: method.into(), path: path.into(), fields, body: body.unwrap_or_default() }
    }

    /// Asks, and checks the marks of the answer.
    pub async fn call(&self, request: &Request) -> Told {
        let reply = self.caller.call(request).await.expect("a reply");
        assert_eq!(reply.field(headers::GATEWAY_ID), Some(self.gateway.as_str()), "{reply:?}");
        assert!(reply.field(headers::TRACE_ID).is_some_and(|trace| trace.len() == 32), "{reply:?}");
        assert!(reply.field("date").is_some_and(|date| date.ends_with(" GMT")), "{reply:?}");
        if reply.status != 304 {
            let digest = reply.field(headers::CONTENT_DIGEST).and_then(headers::read_content_digest);
            assert_eq!(digest, Some(sha256(&reply.body)), "{reply:?}");
        }
        Told(reply)
    }

    /// Whether anybody answers there.
    pub async fn try_call(&self, request: &Request) -> Option<Reply> {
        self.caller.call(request).await.ok()
    }

    pub async fn get(&self, path: &str) -> Told {
        self.call(&self.request("GET", path, None)).await
    }

    pub async fn send<T: Serialize>(&self, method: &str, path: &str, body: &T) -> Told {
        self.call(&self.request(method, path, Some(serde_json::to_vec(body).expect("a body")))).await
    }

    pub fn put_request(&self, id: Uuid, bytes: Vec<u8>) -> Request {
        self.request("PUT", &format!("/v1/submissions/{id}"), Some(bytes))
    }

    pub async fn put_bytes(&self, id: Uuid, bytes: Vec<u8>) -> Told {
        self.call(&self.put_request(id, bytes)).await
    }

    pub async fn put(&self, id: Uuid, envelope: &Envelope) -> Told {
        self.put_bytes(id, frozen(envelope)).await
    }

    pub async fn view(&self, id: Uuid) -> SubmissionView {
        let told = self.get(&format!("/v1/submissions/{id}")).await;
        assert_eq!(told.status(), 200, "{told:?}");
        told.json()
    }

    pub async fn inbox(&self, query: &str) -> InboxPage {
        let told = self.get(&format!("/v1/inbox{query}")).await;
        assert_eq!(told.status(), 200, "{told:?}");
        told.json()
    }
}
