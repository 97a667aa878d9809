//! What can be read: lists, resources with ETags, voids, service, tokens, and what every path answers.

use std::time::{Duration, Instant};

use tamga_faults::Request;
use tamga_protocol::{
    Envelope, JwkSet, ProblemType, RoutesAnswer, ServiceView, SubmissionList, SubmissionState, TokenError, VoidAnswer,
    VoidClaims, headers,
};
use tamga_seal::Typ;
use uuid::Uuid;

use crate::documents::{Who, certificate, envelope, issue, sealed};
use crate::house::{CN, House, OTHER_ISSUER, Open, opened};
use crate::table::void;

fn id() -> Uuid {
    Uuid::new_v4()
}

pub async fn the_list_is_in_the_order_of_receipts_and_paged(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let mut sent = Vec::new();
    for n in 0..5 {
        let one = id();
        desk.put(one, &issue(&format!("24C{n}"))).await.accepted(201);
        sent.push(one);
    }
    house.desk("desk-2").await.put(id(), &issue("24C9")).await.accepted(201);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: SubmissionList = desk.get(&format!("/v1/submissions?limit=2{cursor}")).await.json();
        seen.extend(page.items.iter().map(|line| (line.submission_id, line.n)));
        cursor = format!("&after={}", page.next_cursor);
        if !page.more {
            break;
        }
    }
    let expected: Vec<_> = sent.into_iter().zip(1..).collect();
    assert_eq!(seen, expected, "its own, in order, each once");
    desk.get("/v1/submissions?after=MS4x").await.problem(ProblemType::BadRequest);
}

pub async fn an_office_reads_what_its_whole_party_submitted(open: Open) {
    let house = House::open(open).await;
    let (one, two, other) = (house.desk("desk-1").await, house.desk("desk-2").await, house.desk("other").await);
    let office = house.desk("office").await;
    // Many at once, while the list is read: what has been passed never grows a line behind it.
    let mut writers = tokio::task::JoinSet::new();
    for n in 0..24 {
        let desk = [&one, &two][n % 2].clone();
        writers.spawn(async move {
            let id = Uuid::new_v4();
            desk.put(id, &issue(&format!("24C{n}"))).await.accepted(201);
            id
        });
    }
    let mut theirs = certificate("24C1");
    theirs.issuer.code = OTHER_ISSUER.into();
    let document = sealed(&tamga_formats::co_xml::write_certificate(&theirs).unwrap(), Who::OtherOfficer);
    let theirs = Envelope { issuer: OTHER_ISSUER.into(), ..envelope("24C1", &document) };
    other.put(id(), &theirs).await.accepted(201);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    let until = Instant::now() + Duration::from_secs(120);
    while seen.len() < 24 {
        assert!(Instant::now() < until, "only {} came", seen.len());
        let page: SubmissionList = office.get(&format!("/v1/submissions?scope=party&limit=5{cursor}")).await.json();
        seen.extend(page.items);
        cursor = format!("&after={}", page.next_cursor);
    }
    let mut sent = writers.join_all().await;
    let rest: SubmissionList = office.get(&format!("/v1/submissions?scope=party{cursor}")).await.json();
    assert!(rest.items.is_empty() && !rest.more, "not of another party: {rest:?}");
    let mut ids: Vec<Uuid> = seen.iter().map(|line| line.submission_id).collect();
    ids.sort_unstable();
    sent.sort_unstable();
    assert_eq!(ids, sent, "each once");
    for desk in ["desk-1", "desk-2"] {
        let counters: Vec<u64> =
            seen.iter().filter(|line| line.client.as_deref() == Some(desk)).map(|line| line.n).collect();
        assert_eq!(counters, (1..=12).collect::<Vec<_>>(), "{desk}: in the order of its receipts");
    }
    one.get("/v1/submissions?scope=party").await.problem(ProblemType::ClientSuspended);
    office.get("/v1/submissions?scope=world").await.problem(ProblemType::BadRequest);
    office.get(&format!("/v1/submissions?limit=5{cursor}")).await.problem(ProblemType::BadRequest);
}

pub async fn a_resource_has_an_etag_and_is_not_sent_twice(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, envelope) = (id(), issue("24C1"));
    desk.put(one, &envelope).await.accepted(201);
    let paths = [
        format!("/v1/submissions/{one}"),
        "/v1/submissions".into(),
        "/v1/inbox".into(),
        "/v1/keys".into(),
        "/v1/routes".into(),
        "/v1/trust-list".into(),
        "/v1/openapi.json".into(),
        format!("/v1/documents/{}", envelope.document.sha256),
    ];
    for path in paths {
        let first = desk.get(&path).await;
        let etag = first.0.field("etag").unwrap_or_else(|| panic!("{path} has no ETag")).to_owned();
        let mut again = desk.request("GET", &path, None);
        again.fields.push(("if-none-match".into(), format!("\"other\", {etag}")));
        let told = desk.call(&again).await;
        assert_eq!((told.status(), told.0.body.len()), (304, 0), "{path}");
        again.fields.pop();
        again.fields.push(("if-none-match".into(), "\"other\"".into()));
        assert_eq!(desk.call(&again).await.0.body, first.0.body, "{path}");
    }
}

pub async fn a_submission_is_waited_for_until_it_moves(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let one = id();
    desk.put(one, &issue("24C1")).await.accepted(201);
    let path = format!("/v1/submissions/{one}?wait=30");
    let now = desk.get(&path).await;
    let mut waiting = desk.request("GET", &path, None);
    waiting.fields.push(("if-none-match".into(), now.0.field("etag").unwrap().to_owned()));
    let begun = Instant::now();
    let held = tokio::spawn({
        let desk = desk.clone();
        async move { desk.call(&waiting).await }
    });
    let item = post.inbox("?box=posts").await.items[0].item_id;
    let reply = crate::documents::answer("24C1", 1, tamga_origin::Outcome::Accepted, one, item);
    post.put(id(), &reply).await.accepted(201);
    let told = held.await.unwrap();
    assert_eq!(told.json::<tamga_protocol::SubmissionView>().state, SubmissionState::Answered);
    assert!(begun.elapsed() < Duration::from_secs(25));
}

pub async fn a_void_is_promised_once_and_custody_wins_over_it(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let one = id();
    let path = format!("/v1/submissions/{one}/void");
    let told = desk.send("PUT", &path, &void()).await;
    assert_eq!(told.status(), 201, "{told:?}");
    let answer: VoidAnswer = told.json();
    assert_eq!((answer.submission_id, answer.state.as_str()), (one, "voided"));
    let claims: VoidClaims = opened(CN, Typ::Void, &answer.statement);
    assert_eq!((claims.sub, claims.reason.as_str(), claims.actor.as_str()), (one, "given up", "Officer Li"));
    let again = desk.send("PUT", &path, &void()).await;
    assert_eq!((again.status(), again.json::<VoidAnswer>().statement), (200, answer.statement));
    let nobody = tamga_protocol::VoidRequest { actor: " ".into(), ..void() };
    desk.send("PUT", &path, &nobody).await.problem(ProblemType::BadRequest);
    let two = id();
    let receipt = desk.put(two, &issue("24C1")).await.accepted(201).receipt;
    let late = desk.send("PUT", &format!("/v1/submissions/{two}/void"), &void()).await;
    let problem = late.problem(ProblemType::InCustody);
    assert_eq!((problem.status, problem.original.unwrap().receipt), (409, receipt));
    let unsigned = tamga_formats::co_xml::write_certificate(&crate::documents::certificate("24C2")).unwrap();
    let three = id();
    desk.put(three, &envelope("24C2", &sealed(&unsigned, Who::Stranger)))
        .await
        .problem(ProblemType::SignerNotAuthorised);
    let closed = desk.send("PUT", &format!("/v1/submissions/{three}/void"), &void()).await;
    closed.problem(ProblemType::SignerNotAuthorised);
}

pub async fn every_path_answers_in_our_words(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    desk.get("/").await.problem(ProblemType::NotFound);
    desk.get("/v2/submissions").await.problem(ProblemType::NotFound);
    desk.get("/v1/submissions/not-a-uuid").await.problem(ProblemType::BadRequest);
    let shouted = id().to_string().to_uppercase();
    desk.get(&format!("/v1/submissions/{shouted}")).await.problem(ProblemType::BadRequest);
    desk.get("/v1/submissions/%ff").await.problem(ProblemType::BadRequest);
    let wrong_method = desk.request("DELETE", &format!("/v1/submissions/{}", id()), None);
    assert_eq!(desk.call(&wrong_method).await.problem(ProblemType::BadRequest).status, 405);
    let mut coded = desk.put_request(id(), b"\x1f\x8b".to_vec());
    coded.fields.push(("content-encoding".into(), "br".into()));
    desk.call(&coded).await.problem(ProblemType::Unsupported);
    desk.send("POST", "/v1/inbox/acks", &"no list").await.problem(ProblemType::BadRequest);
}

pub async fn every_operation_of_the_description_is_offered(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let api: serde_json::Value = serde_json::from_str(&tamga_gateway::openapi::text()).unwrap();
    let mut operations = 0;
    for (path, item) in api["paths"].as_object().unwrap() {
        let mut path = path.replace("{sha256}", &"0".repeat(64)).replace("{epoch}", "1");
        for name in ["{submissionId}", "{leaseId}", "{deviceId}", "{issuer}", "{coNumber}"] {
            path = path.replace(name, &id().to_string());
        }
        for method in ["get", "head", "put", "post", "delete"] {
            let mut request = desk.request(&method.to_uppercase(), &path, None);
            request.fields.retain(|(name, _)| name != "authorization");
            let status = desk.call(&request).await.status();
            let described = item.get(method).is_some();
            // Whoever may read may ask for the header alone.
            let offered = described || (method == "head" && item.get("get").is_some());
            assert_eq!(status != 405, offered, "{method} {path} is answered with {status}");
            assert_ne!(status, 404, "{path} is not there");
            operations += usize::from(described);
        }
    }
    assert_eq!(operations, 25);
}

pub async fn service_routes_keys_and_list_say_what_the_gateway_is(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let service: ServiceView = desk.get("/v1/service").await.json();
    assert_eq!((service.gateway_id.as_str(), service.country.as_str(), service.demonstration), ("gw.cn", "CN", true));
    assert_eq!(service.boxes.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["own"]);
    let service: ServiceView = post.get("/v1/service").await.json();
    let boxes: Vec<_> = service.boxes.iter().map(|one| (one.id.as_str(), one.shared)).collect();
    assert_eq!(boxes, [("own", false), ("posts", true)]);
    let routes: RoutesAnswer = desk.get("/v1/routes").await.json();
    let states: Vec<_> = routes.0.iter().map(|one| (one.route.as_str(), one.transport.as_str())).collect();
    assert_eq!(
        states,
        [("local", "local"), ("paused", "local"), ("closed", "local"), ("answers", "local"), ("questions", "local")]
    );
    let public = |path: &str| Request {
        method: "GET".into(),
        path: path.into(),
        fields: vec![("host".into(), "localhost".into())],
        body: Vec::new(),
    };
    let keys: JwkSet = desk.call(&public("/v1/keys")).await.json();
    assert_eq!((keys.keys.len(), keys.keys[0].purpose.as_str(), keys.keys[0].alg.as_str()), (1, "receipt", "EdDSA"));
    let list = desk.call(&public("/v1/trust-list?after=0")).await;
    assert_eq!(list.0.body, std::fs::read(&house.config.trust_list).unwrap(), "as signed");
    desk.call(&public("/v1/trust-list?after=1")).await.problem(ProblemType::NotFound);
    let api = desk.call(&public("/v1/openapi.json")).await;
    assert_eq!(String::from_utf8(api.0.body).unwrap(), tamga_gateway::openapi::text());
    for secret in ["/v1/service", "/v1/routes", "/v1/submissions", "/v1/inbox"] {
        desk.call(&public(secret)).await.problem(ProblemType::TokenExpired);
    }
}

pub async fn tokens_are_given_to_those_who_know_their_secret(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let right = format!("{}desk-1", crate::house::SECRET);
    let told = desk.ask_for_token("desk-1", &right).await;
    let token: tamga_protocol::TokenAnswer = told.json();
    assert_eq!((told.status(), token.expires_in, token.token_type.as_str()), (200, 900, "Bearer"));
    assert_eq!(told.0.field("cache-control"), Some("no-store"));
    let refused = |told: &crate::desk::Told, status: u16, error: &str, problem: ProblemType| {
        let said: TokenError = told.json();
        assert_eq!(told.status(), status);
        assert_eq!((said.error.as_str(), said.problem_type.as_str()), (error, problem.as_str()));
        assert!(said.server_time.ends_with('Z'));
    };
    let wrong = desk.ask_for_token("desk-1", "another secret").await;
    refused(&wrong, 401, "invalid_client", ProblemType::TokenExpired);
    assert!(wrong.0.field("www-authenticate").unwrap().starts_with("Basic"));
    refused(&desk.ask_for_token("nobody", &right).await, 401, "invalid_client", ProblemType::TokenExpired);
    let suspended = desk.ask_for_token("suspended", &format!("{}suspended", crate::house::SECRET)).await;
    refused(&suspended, 400, "unauthorized_client", ProblemType::ClientSuspended);
    let form = |body: &str| {
        let mut request = desk.request("POST", "/oauth2/token", Some(body.as_bytes().to_vec()));
        request.fields.retain(|(name, _)| name != "authorization" && name != headers::CONTENT_DIGEST);
        request
    };
    let encoded = right.replace(' ', "+");
    let in_form = format!("grant_type=client_credentials&client_id=desk-1&client_secret={encoded}");
    assert_eq!(desk.call(&form(&in_form)).await.status(), 200, "other programs put it into the form");
    let other_grant = desk.call(&form("grant_type=password")).await;
    refused(&other_grant, 400, "unsupported_grant_type", ProblemType::Unsupported);
    refused(&desk.call(&form("")).await, 400, "invalid_request", ProblemType::BadRequest);
    let mut bent = form(&in_form);
    bent.fields.push((headers::CONTENT_DIGEST.into(), headers::content_digest(&[0; 32])));
    refused(&desk.call(&bent).await, 400, "invalid_request", ProblemType::DigestMismatch);
}

pub async fn a_token_ends_after_a_quarter_of_an_hour(open: Open) {
    let mut house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    house.hands.forward(870_000);
    assert_eq!(desk.get("/v1/service").await.status(), 200);
    house.restart(|_| {}).await;
    assert_eq!(desk.get("/v1/service").await.status(), 200, "a restart ends no token");
    house.hands.forward(30_000);
    desk.get("/v1/service").await.problem(ProblemType::TokenExpired);
}

pub async fn what_has_waited_too_long_is_overdue(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let one = id();
    let parked = tamga_protocol::Envelope { depends_on: Some(id()), ..issue("24C1") };
    desk.put(one, &parked).await.accepted(201);
    assert!(!desk.view(one).await.overdue);
    house.hands.forward(25 * 3_600_000);
    assert!(house.desk("desk-1").await.view(one).await.overdue);
}
