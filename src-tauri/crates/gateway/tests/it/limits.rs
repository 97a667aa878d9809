//! What may a client send, how much of it, and by which clock?

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tamga_faults::Request;
use tamga_gateway::{ClientKind, Rate};
use tamga_protocol::{ProblemType, Retry, headers, limits};
use tamga_seal::digest::{sha256, sha256_hex};
use uuid::Uuid;

use crate::desk::Desk;
use crate::documents::{frozen, issue};
use crate::house::{House, Open, receipt};

const USUAL: Rate = Rate { a_minute: 120, burst: 40, at_once: 4 };

pub async fn who_asks_too_much_is_told_when_to_come_again(open: Open) {
    let house = House::with(open, |config| {
        config.rate = USUAL;
        let peer = config.clients.iter_mut().find(|client| client.kind == ClientKind::Gateway).unwrap();
        peer.rate = Some(Rate { a_minute: 120, burst: 100, at_once: 4 });
    })
    .await;
    let (desk, other, peer) = (house.desk("desk-1").await, house.desk("desk-2").await, house.desk("peer").await);
    for _ in 0..40 {
        assert_eq!(desk.get("/v1/routes").await.status(), 200);
    }
    // The clock runs on while forty requests are asked, two more a second.
    let mut told = desk.get("/v1/routes").await;
    for _ in 0..200 {
        if told.status() == 429 {
            break;
        }
        told = desk.get("/v1/routes").await;
    }
    let problem = told.problem(ProblemType::RateLimited);
    assert_eq!((problem.retry, problem.retry_after), (Retry::After, Some(1)));
    assert_eq!(told.0.field("retry-after"), Some("1"));
    assert_eq!(other.get("/v1/routes").await.status(), 200, "each client has its own measure");
    for _ in 0..100 {
        assert_eq!(peer.get("/v1/routes").await.status(), 200, "a registration may be given more");
    }
    house.hands.forward(1_000);
    assert_eq!(desk.get("/v1/routes").await.status(), 200);
}

pub async fn held_answers_are_counted_beside_the_others_and_up_to_as_many(open: Open) {
    let house = House::with(open, |config| config.rate = Rate { a_minute: 6_000, burst: 1_000, at_once: 1 }).await;
    let desk = house.desk("desk-1").await;
    let holding = tokio::spawn({
        let desk = desk.clone();
        async move {
            loop {
                match desk.get("/v1/inbox?wait=60").await.status() {
                    429 => {}
                    status => break status,
                }
            }
        }
    });
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while desk.get("/v1/inbox?wait=1").await.status() != 429 {
        assert!(std::time::Instant::now() < until, "a second held answer was given");
    }
    assert_eq!(desk.get("/v1/routes").await.status(), 200, "others are not kept out by it");
    desk.put(Uuid::new_v4(), &issue("24C1")).await.accepted(201);
    assert_eq!(holding.await.unwrap(), 200);
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn put_packed(desk: &Desk, id: Uuid, body: Vec<u8>, coding: &str) -> Request {
    let mut request = desk.put_request(id, body);
    request.fields.push(("content-encoding".into(), coding.into()));
    request
}

pub async fn a_packed_body_is_the_same_envelope(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (Uuid::new_v4(), frozen(&issue("24C1")));
    let told = desk.call(&put_packed(&desk, one, packed(&bytes), "gzip")).await;
    let first = told.accepted(201).receipt;
    assert_eq!(receipt(&first).env, sha256_hex(&bytes), "the digest is taken over what was unpacked");
    assert_eq!(desk.put_bytes(one, bytes.clone()).await.accepted(200).receipt, first);
    let mut bent = put_packed(&desk, Uuid::new_v4(), packed(&bytes), "gzip");
    let digest = headers::content_digest(&sha256(&bytes));
    bent.fields.iter_mut().filter(|(name, _)| name == headers::CONTENT_DIGEST).for_each(|(_, v)| v.clone_from(&digest));
    desk.call(&bent).await.problem(ProblemType::DigestMismatch);
    let torn = packed(&bytes)[..50].to_vec();
    desk.call(&put_packed(&desk, Uuid::new_v4(), torn, "gzip")).await.problem(ProblemType::BadRequest);
    for coding in ["br", "gzip, gzip", "deflate"] {
        let told = desk.call(&put_packed(&desk, Uuid::new_v4(), packed(&bytes), coding)).await;
        assert_eq!(told.problem(ProblemType::Unsupported).retry, Retry::Operator);
    }
}

pub async fn a_body_that_unpacks_to_too_much_is_not_unpacked_to_its_end(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let zeros = vec![b' '; limits::ENVELOPE + 1];
    for plain in [zeros.clone(), zeros[..200_000].to_vec()] {
        let body = packed(&plain);
        assert!(body.len() * limits::GZIP_RATIO < plain.len() || plain.len() > limits::ENVELOPE);
        let problem = desk.call(&put_packed(&desk, Uuid::new_v4(), body, "gzip")).await.problem(ProblemType::TooLarge);
        assert!(problem.refusal.is_some());
    }
    let deep = format!("[{}{}]", "[".repeat(limits::JSON_DEPTH), "]".repeat(limits::JSON_DEPTH)).into_bytes();
    let told = desk.call(&desk.request("POST", "/v1/inbox/acks", Some(deep))).await;
    assert!(told.problem(ProblemType::BadRequest).detail.unwrap().contains("deep"));
}

pub async fn a_gateway_whose_clock_is_behind_refuses_nothing_for_good(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (Uuid::new_v4(), frozen(&issue("24C1")));
    house.hands.forward(-3 * 86_400_000);
    let desk_then = house.desk("desk-1").await;
    let problem = desk_then.put_bytes(one, bytes.clone()).await.problem(ProblemType::ClockSkew);
    assert_eq!((problem.status, problem.retry, problem.refusal), (401, Retry::Same, None));
    let server = tamga_origin::Timestamp::parse_rfc3339(&problem.server_time).unwrap();
    assert!(crate::house::now().millis() - server.millis() > 2 * 86_400_000, "it says which time it has");
    house.hands.forward(3 * 86_400_000);
    desk.put_bytes(one, bytes).await.accepted(201);
}
