//! What an operator commands, and what happens because time passed.

use std::time::{Duration, Instant};

use tamga_formats::status_list;
use tamga_gateway::admin::{AdminError, Agreed};
use tamga_gateway::ledger::records::Cell;
use tamga_gateway::{ClientConfig, ClientKind, Gate, Leads};
use tamga_origin::trust::{KeyUse, StatusList, TrustState};
use tamga_protocol::{Envelope, InboxItem, ItemType, Kind, ProblemType, SubmissionState};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, SystemRandom, Typ, sign_jws};
use uuid::Uuid;

use crate::desk::Desk;
use crate::documents::{cancel, issue};
use crate::house::{AU, CN, House, ISSUER, OTHER_ISSUER, Open, SECRET, always, next_list, now, peer, sign};

const WHO: &str = "A. Officer";
const OTHER: &str = "B. Officer";
/// Longer than a node takes to see a command.
const SEEN: i64 = 2_001;

fn id() -> Uuid {
    Uuid::new_v4()
}

/// Gives a command where it may block.
fn given<T>(command: impl FnOnce() -> T) -> T {
    tokio::task::block_in_place(command)
}

fn refused<T: std::fmt::Debug>(answer: Result<T, AdminError>, words: &str) {
    let error = answer.expect_err("refused");
    assert!(error.to_string().contains(words), "{error}");
}

pub async fn a_client_given_by_command_speaks_and_is_stopped_and_outlives_a_restart(open: Open) {
    let mut house = House::open(open).await;
    let operator = house.operator();
    let client = ClientConfig {
        id: "post-9".into(),
        party: "AU-CUSTOMS".into(),
        kind: ClientKind::Post,
        secret: format!("{SECRET}post-9"),
        ..ClientConfig::default()
    };
    refused(given(|| operator.add_client(WHO, &client, &["nobox".into()])), "no box nobox");
    let weak = ClientConfig { secret: "short".into(), ..client.clone() };
    refused(given(|| operator.add_client(WHO, &weak, &[])), "24 characters");
    refused(given(|| operator.add_client(" ", &client, &[])), "name of who gives it");
    given(|| operator.add_client(WHO, &client, &["posts".into()])).unwrap();
    refused(given(|| operator.add_client(WHO, &client, &[])), "registered already");
    let post = house.desk("post-9").await;
    house.desk("desk-1").await.put(id(), &issue("24C1")).await.accepted(201);
    assert_eq!(post.inbox("?box=posts").await.items.len(), 1);
    drop(operator);
    house.restart(|_| {}).await;
    let operator = house.operator();
    assert_eq!(house.desk("post-9").await.inbox("?box=posts").await.items.len(), 1);
    for client in ["post-9", "desk-1"] {
        let desk = house.desk(client).await;
        given(|| operator.halt_client(WHO, client, true)).unwrap();
        desk.get("/v1/service").await.problem(ProblemType::ClientSuspended);
    }
    drop(operator);
    house.restart(|_| {}).await;
    let asked = Desk::on(house.caller(), CN).ask_for_token("desk-1", &format!("{SECRET}desk-1")).await;
    assert_eq!(asked.status(), 400, "a restart lets nobody speak who was stopped by command");
    let operator = house.operator();
    given(|| operator.halt_client(WHO, "desk-1", false)).unwrap();
    assert_eq!(house.desk("desk-1").await.get("/v1/service").await.status(), 200);
    refused(given(|| operator.halt_client(WHO, "nobody", true)), "no client nobody");
    let told = given(|| operator.audit(0, 10)).unwrap();
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(told.iter().all(|line| line.actor == WHO && !line.what.contains(SECRET)));
}

pub async fn a_certificate_is_renewed_while_the_old_one_counts(open: Open) {
    let house = House::with(open, |config| config.front_ends = vec!["127.0.0.1".parse().unwrap()]).await;
    let operator = house.operator();
    let client = ClientConfig {
        id: "desk-9".into(),
        party: ISSUER.into(),
        certificates: vec![sha256_hex(b"old")],
        ..ClientConfig::default()
    };
    given(|| operator.add_client(WHO, &client, &[])).unwrap();
    let may = |certificate: &[u8]| {
        use base64::Engine as _;
        let value = format!(":{}:", base64::engine::general_purpose::STANDARD.encode(certificate));
        let desk = Desk::on(house.caller(), CN);
        let form = b"grant_type=client_credentials&client_id=desk-9".to_vec();
        let mut request = desk.request("POST", "/oauth2/token", Some(form));
        request.fields.retain(|(name, _)| name != "authorization");
        request.fields.push(("client-cert".into(), value));
        async move { desk.call(&request).await.status() == 200 }
    };
    assert!(may(b"old").await && !may(b"new").await);
    let new = given(|| operator.give_certificate(WHO, "desk-9", b"new")).unwrap();
    assert!(may(b"old").await && may(b"new").await);
    given(|| operator.take_certificate(WHO, "desk-9", &sha256_hex(b"old"))).unwrap();
    assert!(!may(b"old").await && may(b"new").await);
    refused(given(|| operator.take_certificate(WHO, "desk-9", &new)), "no way left");
    refused(given(|| operator.take_certificate(WHO, "desk-9", &sha256_hex(b"x"))), "no certificate");
    refused(given(|| operator.give_certificate(WHO, "desk-1", b"x")), "stands in the configuration");
}

pub async fn a_route_is_paused_and_opened_while_the_gateway_runs(open: Open) {
    let house = House::open(open).await;
    let (desk, operator) = (house.desk("desk-1").await, house.operator());
    given(|| operator.set_route(WHO, "local", Gate::Paused)).unwrap();
    house.hands.forward(SEEN);
    let one = id();
    assert_eq!(desk.put(one, &issue("24C1")).await.accepted(201).state, SubmissionState::Held);
    assert!(
        given(|| operator.waiting(10))
            .unwrap()
            .iter()
            .any(|waits| waits.id == one.to_string() && waits.state == "held")
    );
    given(|| operator.set_route(WHO, "local", Gate::Closed)).unwrap();
    house.hands.forward(SEEN);
    desk.put(id(), &issue("24C2")).await.problem(ProblemType::RouteClosed);
    assert_eq!(given(|| operator.set_route(WHO, "local", Gate::Open)).unwrap(), 1, "what was held goes on");
    assert_eq!(desk.view(one).await.state, SubmissionState::Delivered);
    house.hands.forward(SEEN);
    desk.put(id(), &issue("24C2")).await.accepted(201);
    refused(given(|| operator.set_route(WHO, "nowhere", Gate::Open)), "no route nowhere");
}

pub async fn what_is_held_goes_on_by_command_though_its_route_stays_paused(open: Open) {
    let house = House::open(open).await;
    let (desk, operator) = (house.desk("desk-1").await, house.operator());
    let paused = |number: &str| Envelope { route: "paused".into(), ..issue(number) };
    let (one, two) = (id(), id());
    assert_eq!(desk.put(one, &paused("24C1")).await.accepted(201).state, SubmissionState::Held);
    assert_eq!(given(|| operator.release(WHO, "paused")).unwrap(), 1);
    assert_eq!(desk.view(one).await.state, SubmissionState::Delivered);
    assert_eq!(desk.put(two, &paused("24C2")).await.accepted(201).state, SubmissionState::Held);
}

pub async fn the_next_trust_list_counts_without_a_restart_and_no_other_does(open: Open) {
    let mut house = House::open(open).await;
    let (desk, other, operator) = (house.desk("desk-1").await, house.desk("other").await, house.operator());
    desk.put(id(), &issue("24C1")).await.accepted(201);
    let suspended = next_list(&house.config, |list| {
        let body = list.issuers.iter_mut().find(|body| body.id == ISSUER).unwrap();
        (body.state, body.state_since) = (TrustState::Suspended, Some(now().plus_millis(-3_600_000)));
    });
    let mut skipping = suspended.clone();
    skipping.n += 1;
    refused(given(|| operator.import_trust(WHO, &sign(&skipping))), "trust.list_chain");
    let mut bytes = sign(&suspended);
    let at = bytes.len() / 2;
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    assert!(given(|| operator.import_trust(WHO, &bytes)).is_err(), "a list that was touched");
    let without_us = next_list(&house.config, |list| list.gateways.retain(|node| node.id != CN));
    assert!(given(|| operator.import_trust(WHO, &sign(&without_us))).is_err(), "a list that drops this gateway");
    assert_eq!(given(|| operator.trust_number()).unwrap(), 1);
    assert_eq!(given(|| operator.import_trust(WHO, &sign(&suspended))).unwrap(), 2);
    house.hands.forward(SEEN);
    desk.put(id(), &issue("24C2")).await.problem(ProblemType::SignerNotAuthorised);
    assert_eq!(other.get("/v1/trust-list?after=1").await.0.body, sign(&suspended), "as signed");
    other.get("/v1/trust-list?after=2").await.problem(ProblemType::NotFound);
    drop(operator);
    house.restart(|_| {}).await;
    assert_eq!(given(|| house.operator().trust_number()).unwrap(), 2);
    desk.put(id(), &issue("24C3")).await.problem(ProblemType::SignerNotAuthorised);
    assert_eq!(other.get("/v1/trust-list?after=1").await.0.body, sign(&suspended));
}

pub async fn lists_that_a_body_signed_itself_are_given_out_byte_for_byte(open: Open) {
    let house = House::open(open).await;
    let (post, operator) = (house.desk("post-1").await, house.operator());
    let key = PlainKey::generate(&SystemRandom::new()).unwrap();
    let with_key = next_list(&house.config, |list| {
        let body = list.issuers.iter_mut().find(|body| body.id == OTHER_ISSUER).unwrap();
        body.keys.push(key.trusted(&[KeyUse::Status], always()));
    });
    given(|| operator.import_trust(WHO, &sign(&with_key))).unwrap();
    let made = |n: u64, prev: &str, issuer: &str| {
        let list = StatusList {
            issuer: issuer.into(),
            n,
            prev: prev.into(),
            is_snapshot: n == 1,
            as_of: now(),
            next_update: now().plus_millis(86_400_000),
            ..StatusList::default()
        };
        let payload = status_list::write(&list).unwrap();
        (sign_jws(&payload, Typ::StatusList, &key).into_bytes(), sha256_hex(&payload))
    };
    let (first, digest) = made(1, "", OTHER_ISSUER);
    let (second, _) = made(2, &digest, OTHER_ISSUER);
    assert_eq!(given(|| operator.import_status_list(WHO, &first)).unwrap(), (OTHER_ISSUER.to_owned(), 1));
    refused(given(|| operator.import_status_list(WHO, &first)), "does not follow");
    refused(given(|| operator.import_status_list(WHO, &made(2, &"0".repeat(64), OTHER_ISSUER).0)), "does not follow");
    refused(given(|| operator.import_status_list(WHO, &made(2, &digest, ISSUER).0)), "may not speak for");
    assert_eq!(given(|| operator.import_status_list(WHO, &second)).unwrap().1, 2);
    let path = |after: u64| format!("/v1/status-list/{OTHER_ISSUER}?after={after}");
    assert_eq!(post.get(&path(0)).await.0.body, first);
    assert_eq!(post.get(&path(1)).await.0.body, second);
    post.get(&path(2)).await.problem(ProblemType::NotFound);
}

pub async fn it_takes_two_to_give_something_up(open: Open) {
    let house = House::open(open).await;
    let (desk, operator) = (house.desk("desk-1").await, house.operator());
    let (one, gone) = (id(), id());
    desk.put(one, &Envelope { route: "paused".into(), ..issue("24C1") }).await.accepted(201);
    desk.put(gone, &issue("24C2")).await.accepted(201);
    refused(operator.agree(OTHER, one).await, "no proposal");
    refused(given(|| operator.propose(WHO, one, " ")), "a reason is needed");
    given(|| operator.propose(WHO, one, "the importer went out of business")).unwrap();
    for same in [WHO, " a. officer "] {
        refused(operator.agree(same, one).await, "second person");
    }
    assert_eq!(desk.view(one).await.state, SubmissionState::Held);
    let waits = given(|| operator.waiting(10)).unwrap();
    assert_eq!(waits[0].proposal.as_ref().map(|proposal| proposal.actor.as_str()), Some(WHO));
    assert_eq!(operator.agree(OTHER, one).await.unwrap(), Agreed::Ended);
    let view = desk.view(one).await;
    assert_eq!((view.state, view.receipt.is_empty()), (SubmissionState::Undeliverable, false));
    let told = desk.inbox("").await.items.into_iter().find(|item| item.submission_id == Some(one)).unwrap();
    assert_eq!(told.event.unwrap().state, "undeliverable");
    refused(operator.agree(OTHER, one).await, "is undeliverable");
    refused(given(|| operator.propose(WHO, gone, "x")), "is delivered");
    refused(given(|| operator.propose(WHO, id(), "x")), "no submission");
    assert_eq!(given(|| operator.set_route(WHO, "paused", Gate::Open)).unwrap(), 0, "it moves no more");
}

pub async fn what_another_gateway_may_still_take_is_not_given_up(open: Open) {
    let house = House::with(open, |config| {
        let folder = config.trust_list.parent().unwrap().to_owned();
        config.peers = vec![peer(&folder, AU, "https://127.0.0.1:1", "peer")];
        config.routes[0].leads = Leads::Peer(AU.into());
    })
    .await;
    let (desk, operator) = (house.desk("desk-1").await, house.operator());
    let one = id();
    desk.put(one, &issue("24C1")).await.accepted(201);
    given(|| operator.propose(WHO, one, "nobody answers")).unwrap();
    refused(operator.agree(OTHER, one).await, "did not promise");
    assert_ne!(desk.view(one).await.state, SubmissionState::Undeliverable);
}

pub async fn the_audit_shows_what_was_changed_in_it(open: Open) {
    let house = House::open(open).await;
    let operator = house.operator();
    for gate in [Gate::Paused, Gate::Closed, Gate::Open] {
        given(|| operator.set_route(WHO, "local", gate)).unwrap();
    }
    assert_eq!(given(|| operator.verify_audit()).unwrap(), (3, None));
    let bend = |statement: &'static str, values: Vec<Cell>| {
        given(|| house.ledger().change(&mut |records| records.run(statement, &values).map(drop))).unwrap();
    };
    let what = given(|| operator.audit(1, 1)).unwrap().remove(0).what;
    bend("UPDATE audit SET what = ?1 WHERE n = 2", vec![what.replace("closed", "open").into()]);
    assert_eq!(given(|| operator.verify_audit()).unwrap(), (1, Some(2)));
    bend("UPDATE audit SET what = ?1 WHERE n = 2", vec![what.into()]);
    assert_eq!(given(|| operator.verify_audit()).unwrap(), (3, None));
    bend("DELETE FROM audit WHERE n = 2", Vec::new());
    assert_eq!(given(|| operator.verify_audit()).unwrap(), (1, Some(2)));
}

/// Looks again until something is so.
async fn until<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < deadline, "it did not come to pass");
        tokio::task::yield_now().await;
    }
}

pub async fn what_waits_for_a_gateway_that_is_no_more_takes_its_routes_way(open: Open) {
    let mut house = House::with(open, |config| {
        let folder = config.trust_list.parent().unwrap().to_owned();
        config.peers = vec![peer(&folder, "gw.old", "https://127.0.0.1:1", "peer")];
        config.routes[0].leads = Leads::Peer("gw.old".into());
    })
    .await;
    let one = id();
    house.desk("desk-1").await.put(one, &issue("24C1")).await.accepted(201);
    house
        .restart(|config| {
            config.peers[0].id = AU.into();
            config.routes[0].leads = Leads::Peer(AU.into());
        })
        .await;
    let operator = house.operator();
    until(async || {
        let waits = given(|| operator.waiting(10)).unwrap();
        waits.iter().any(|waits| waits.id == one.to_string() && waits.peer.as_deref() == Some(AU)).then_some(())
    })
    .await;
}

pub async fn both_sides_are_told_once_what_has_been_parked_for_a_day(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let one = id();
    let late = Envelope { depends_on: Some(id()), ..cancel("24C1", 2) };
    assert_eq!(late.kind, Kind::Cancel);
    desk.put(one, &late).await.accepted(201);
    house.hands.forward(24 * 3_600_000 + 60_000);
    let desk = house.desk("desk-1").await;
    let notices =
        |items: Vec<InboxItem>| items.into_iter().filter(|item| item.item_type == ItemType::Notice).collect::<Vec<_>>();
    // Anything that comes wakes the round that looks.
    desk.put(id(), &issue("24C2")).await.accepted(201);
    let notice = until(async || notices(desk.inbox("").await.items).pop()).await;
    assert_eq!((notice.submission_id, notice.event.unwrap().state.as_str()), (Some(one), "parked"));
    let post = house.desk("post-1").await;
    let theirs = notices(post.inbox("?box=posts").await.items).pop().expect("those it goes to are told as well");
    assert_eq!((theirs.submission_id, theirs.envelope), (Some(one), None), "told of, and not handed over");
    assert!(theirs.receipts.is_empty() && theirs.documents.is_empty());
    house.hands.forward(24 * 3_600_000);
    let desk = house.desk("desk-1").await;
    desk.put(id(), &issue("24C3")).await.accepted(201);
    let other = id();
    desk.put(other, &Envelope { depends_on: Some(id()), ..cancel("24C9", 2) }).await.accepted(201);
    house.hands.forward(24 * 3_600_000 + 60_000);
    let desk = house.desk("desk-1").await;
    desk.put(id(), &issue("24C4")).await.accepted(201);
    let told = until(async || {
        let found = notices(desk.inbox("").await.items);
        found.iter().any(|notice| notice.submission_id == Some(other)).then_some(found)
    })
    .await;
    assert_eq!(told.len(), 2, "each is told once");
}
