//! How does a client prove who it is, and what is its token good for?

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;
use tamga_faults::{Authority, Caller, Identity, Request};
use tamga_gateway::Config;
use tamga_origin::trust::PublicKey;
use tamga_protocol::{ProblemType, TokenAnswer, TokenError, headers};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, SystemRandom, Typ, sign_jws};
use uuid::Uuid;

use crate::desk::{Desk, Told};
use crate::documents::{frozen, issue};
use crate::house::{CN, House, Open, SECRET, TLS, now};

/// A chamber's authority for transport certificates, a certificate of it, and one of an authority nobody named.
struct Papers {
    authority: Authority,
    own: Identity,
    other: Identity,
    stranger: Identity,
}

impl Papers {
    fn new() -> Self {
        let authority = Authority::new("chambers").unwrap();
        let stranger = Authority::new("strangers").unwrap().client("desk-1").unwrap();
        let (own, other) = (authority.client("desk-1").unwrap(), authority.client("desk-2").unwrap());
        Self { authority, own, other, stranger }
    }

    /// Client `desk-1` shows a certificate and has no secret.
    fn ask_for(&self, config: &mut Config) {
        let anchors = config.trust_list.with_file_name("client-anchors.pem");
        std::fs::write(&anchors, self.authority.pem()).unwrap();
        config.client_anchors = Some(anchors);
        config.clients[0].secret = String::new();
        config.clients[0].certificates = vec![sha256_hex(&der(&self.own))];
    }

    fn caller(&self, house: &House, own: Option<&Identity>) -> Caller {
        Caller::showing(house.config.listen, &TLS.pem(), own).unwrap()
    }
}

fn der(identity: &Identity) -> Vec<u8> {
    let body: String = identity.certificate_pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).unwrap()
}

fn form(members: &[(&str, &str)]) -> Request {
    let escape = |text: &str| text.replace('%', "%25").replace('&', "%26").replace('+', "%2B").replace(' ', "+");
    let body = members.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect::<Vec<_>>().join("&");
    Request {
        method: "POST".into(),
        path: "/oauth2/token".into(),
        fields: vec![
            ("host".into(), "localhost".into()),
            ("content-type".into(), "application/x-www-form-urlencoded".into()),
        ],
        body: body.into_bytes(),
    }
}

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

fn granted(told: &Told) -> TokenAnswer {
    assert_eq!(told.status(), 200, "{told:?}");
    told.json()
}

/// A refusal of the token endpoint: status, RFC 6749 word, our type; the gateway's clock goes along.
fn refused(told: &Told, status: u16, word: &str, problem: ProblemType) -> TokenError {
    let error: TokenError = told.json();
    assert_eq!((told.status(), error.error.as_str()), (status, word), "{error:?}");
    assert_eq!(error.problem_type, problem.as_str());
    assert!(error.server_time.ends_with('Z'), "{error:?}");
    error
}

pub async fn a_token_of_a_client_certificate_is_good_on_a_line_with_that_certificate_only(open: Open) {
    let papers = Papers::new();
    let house = House::with(open, |config| papers.ask_for(config)).await;
    let by = |own: Option<&Identity>| Desk::on(papers.caller(&house, own), CN);
    let wish = form(&[GRANT, ("client_id", "desk-1")]);
    let mut desk = by(Some(&papers.own));
    let token = granted(&desk.call(&wish).await);
    assert_eq!((token.expires_in, token.scope.as_str()), (900, "submit inbox bundle"));
    desk.token = token.access_token.clone();
    desk.put_bytes(Uuid::new_v4(), frozen(&issue("24C1"))).await.accepted(201);
    for thief in [None, Some(&papers.other)] {
        let mut thief = by(thief);
        thief.token.clone_from(&token.access_token);
        thief.get("/v1/service").await.problem(ProblemType::TokenExpired);
    }
    let unbound = token.access_token.rsplit_once('.').unwrap().0.to_owned();
    desk.token = unbound;
    desk.get("/v1/service").await.problem(ProblemType::TokenExpired);
    for (line, words) in [(None, "must show"), (Some(&papers.other), "not of this client")] {
        let error = refused(&by(line).call(&wish).await, 401, "invalid_client", ProblemType::ClientCertUnknown);
        assert!(error.error_description.unwrap().contains(words));
    }
    let with_secret = form(&[GRANT, ("client_id", "desk-1"), ("client_secret", &format!("{SECRET}desk-1"))]);
    refused(&by(None).call(&with_secret).await, 401, "invalid_client", ProblemType::ClientCertUnknown);
    let stranger = by(Some(&papers.stranger));
    assert!(stranger.try_call(&wish).await.is_none(), "a certificate of nobody known ends the line");
    let other = form(&[GRANT, ("client_id", "desk-2"), ("client_secret", &format!("{SECRET}desk-2"))]);
    granted(&by(None).call(&other).await);
}

pub async fn a_front_end_passes_a_certificate_on_and_nobody_else_does(open: Open) {
    let papers = Papers::new();
    let mut house = House::with(open, |config| {
        papers.ask_for(config);
        config.client_anchors = None;
        config.front_ends = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    let mut wish = form(&[GRANT, ("client_id", "desk-1")]);
    let desk = Desk::on(house.caller(), CN);
    refused(&desk.call(&wish).await, 401, "invalid_client", ProblemType::ClientCertUnknown);
    let field = format!(":{}:", STANDARD.encode(der(&papers.own)));
    wish.fields.push(("client-cert".into(), field.clone()));
    let token = granted(&desk.call(&wish).await).access_token;
    let mut service = desk.with(token).request("GET", "/v1/service", None);
    desk.call(&service).await.problem(ProblemType::TokenExpired);
    service.fields.push(("client-cert".into(), field));
    assert_eq!(desk.call(&service).await.status(), 200);
    let clients = papers.authority.pem();
    house
        .restart(|config| {
            config.front_ends = vec!["127.0.0.9".parse().unwrap()];
            let anchors = config.trust_list.with_file_name("client-anchors.pem");
            std::fs::write(&anchors, clients).unwrap();
            config.client_anchors = Some(anchors);
        })
        .await;
    refused(&desk.call(&wish).await, 401, "invalid_client", ProblemType::ClientCertUnknown);
    desk.call(&service).await.problem(ProblemType::TokenExpired);
}

/// A client that signs assertions with a key of its own.
struct Asserting {
    key: PlainKey,
}

impl Asserting {
    fn new() -> Self {
        Self { key: PlainKey::generate(&SystemRandom::new()).unwrap() }
    }

    fn register(&self, config: &mut Config) {
        let PublicKey::Ed25519(point) = self.key.public() else { panic!("Ed25519") };
        config.url = "https://gateway.example".into();
        config.clients[0].keys = vec![URL_SAFE_NO_PAD.encode(point)];
        config.clients[0].secret = String::new();
    }

    /// Claims of a good assertion, changed.
    fn claims(change: impl FnOnce(&mut serde_json::Value)) -> serde_json::Value {
        let second = now().millis() / 1_000;
        let mut claims = json!({ "iss": "desk-1", "sub": "desk-1", "aud": CN, "iat": second, "exp": second + 240,
            "jti": Uuid::new_v4() });
        change(&mut claims);
        claims
    }

    fn sign(&self, claims: &serde_json::Value) -> String {
        tamga_seal::demo::assertion(&claims.to_string(), &self.key)
    }

    fn wish(assertion: &str) -> Request {
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form(&[GRANT, ("client_assertion_type", kind), ("client_assertion", assertion)])
    }
}

pub async fn an_assertion_counts_once_for_this_gateway_and_for_five_minutes(open: Open) {
    let asserting = Asserting::new();
    let house = House::with(open, |config| asserting.register(config)).await;
    let desk = Desk::on(house.caller(), CN);
    let ask = |claims: serde_json::Value| {
        let wish = Asserting::wish(&asserting.sign(&claims));
        let desk = desk.clone();
        async move { desk.call(&wish).await }
    };
    for audience in [json!(CN), json!("https://gateway.example/oauth2/token"), json!(["x", CN])] {
        let token = granted(&ask(Asserting::claims(|claims| claims["aud"] = audience)).await);
        assert_eq!(token.expires_in, 300);
    }
    let used = Asserting::claims(|_| ());
    granted(&ask(used.clone()).await);
    refused(&ask(used).await, 401, "invalid_client", ProblemType::TokenExpired);
    let second = now().millis() / 1_000;
    type Bend = Box<dyn Fn(&mut serde_json::Value)>;
    let bends: Vec<(Bend, ProblemType)> = vec![
        (Box::new(|c| c["iss"] = json!("desk-2")), ProblemType::TokenExpired),
        (Box::new(|c| c["sub"] = json!("desk-2")), ProblemType::TokenExpired),
        (Box::new(|c| c["aud"] = json!("gw.au")), ProblemType::TokenExpired),
        (Box::new(|c| c["jti"] = json!("")), ProblemType::TokenExpired),
        (Box::new(|c| drop(c.as_object_mut().unwrap().remove("jti"))), ProblemType::TokenExpired),
        (Box::new(|c| drop(c.as_object_mut().unwrap().remove("exp"))), ProblemType::TokenExpired),
        (Box::new(move |c| c["exp"] = json!(second - 1)), ProblemType::ClockSkew),
        (Box::new(move |c| c["exp"] = json!(second + 3_600)), ProblemType::ClockSkew),
        (Box::new(move |c| c["iat"] = json!(second + 120)), ProblemType::ClockSkew),
        (Box::new(move |c| c["nbf"] = json!(second + 120)), ProblemType::ClockSkew),
    ];
    for (bend, problem) in bends {
        let claims = Asserting::claims(&bend);
        refused(&ask(claims).await, 401, "invalid_client", problem);
    }
    let foreign = Asserting::new().sign(&Asserting::claims(|_| ()));
    refused(&desk.call(&Asserting::wish(&foreign)).await, 401, "invalid_client", ProblemType::TokenExpired);
    let receipt = sign_jws(Asserting::claims(|_| ()).to_string().as_bytes(), Typ::Receipt, &asserting.key);
    refused(&desk.call(&Asserting::wish(&receipt)).await, 401, "invalid_client", ProblemType::TokenExpired);
    let untyped = form(&[GRANT, ("client_assertion", &asserting.sign(&Asserting::claims(|_| ())))]);
    refused(&desk.call(&untyped).await, 400, "invalid_request", ProblemType::BadRequest);
}

pub async fn a_token_is_good_for_its_scopes_and_a_wish_narrows_them(open: Open) {
    let house = House::open(open).await;
    let desk = Desk::on(house.caller(), CN);
    let secret = |client: &str| format!("{SECRET}{client}");
    let ask = |client: &'static str, scope: &'static str| {
        let wish = form(&[GRANT, ("client_id", client), ("client_secret", &secret(client)), ("scope", scope)]);
        let desk = desk.clone();
        async move { desk.call(&wish).await }
    };
    let narrow = granted(&ask("desk-1", "inbox").await);
    assert_eq!(narrow.scope, "inbox");
    let narrow = desk.with(narrow.access_token);
    assert_eq!(narrow.get("/v1/inbox").await.status(), 200);
    assert_eq!(narrow.get("/v1/service").await.status(), 200);
    let problem = narrow.put(Uuid::new_v4(), &issue("24C1")).await.problem(ProblemType::ClientSuspended);
    assert_eq!(problem.status, 403);
    let widened = narrow.token.replace("inbox", "submit");
    desk.with(widened).get("/v1/service").await.problem(ProblemType::TokenExpired);
    refused(&ask("desk-1", "inbox pull").await, 400, "invalid_scope", ProblemType::ClientSuspended);
    refused(&ask("desk-1", "colour").await, 400, "invalid_scope", ProblemType::ClientSuspended);
    assert_eq!(granted(&ask("peer", "").await).scope, "forward inbox pull");
    refused(&ask("suspended", "").await, 400, "unauthorized_client", ProblemType::ClientSuspended);
    let twice = form(&[GRANT, GRANT, ("client_id", "desk-1"), ("client_secret", &secret("desk-1"))]);
    refused(&desk.call(&twice).await, 400, "invalid_request", ProblemType::BadRequest);
    let mut bent = form(&[GRANT, ("client_id", "desk-1"), ("client_secret", &secret("desk-1"))]);
    bent.fields.push((headers::CONTENT_DIGEST.into(), headers::content_digest(&[0; 32])));
    refused(&desk.call(&bent).await, 400, "invalid_request", ProblemType::DigestMismatch);
}
