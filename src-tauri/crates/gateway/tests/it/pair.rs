//! Two gateways with the same API: hand-over, evidence, refusals, answers on the way back, bad ways between them.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tamga_faults::{FaultProxy, Spoil};
use tamga_gateway::{ClientKind, Config, Gate, Leads, RouteConfig, everything};
use tamga_origin::Outcome;
use tamga_protocol::{Envelope, InboxItem, ItemType, ProblemType, ReceiptClaims, SubmissionState, headers};
use tamga_seal::Typ;
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::desk::Desk;
use crate::documents::{answer, cancel, frozen, issue};
use crate::house::{AU, CN, House, Open, TLS, config, opened, peer};

/// An exporting gateway, a way to the importing one that can be spoiled, and the importing one.
pub struct Pair {
    pub cn: House,
    pub au: House,
    pub way: FaultProxy,
}

fn id() -> Uuid {
    Uuid::new_v4()
}

fn route(route: &str, destination: &str, kinds: &[&str], leads: Leads) -> RouteConfig {
    RouteConfig {
        route: route.into(),
        destination: destination.into(),
        agreement: "chafta".into(),
        kinds: kinds.iter().map(|kind| (*kind).into()).collect(),
        leads,
        state: Gate::Open,
        deadline_hours: 24,
        capabilities: everything(),
    }
}

impl Pair {
    async fn open(open: Open) -> Self {
        Self::with(open, |_, _| {}).await
    }

    /// The same with changes to both configurations, the exporting one's first.
    pub async fn with(open: Open, change: impl FnOnce(&mut Config, &mut Config)) -> Self {
        let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (cn_at, au_at) = (free(), free());
        let identity = TLS.identity().unwrap();
        let way = FaultProxy::start(&identity, au_at, &TLS.pem(), "/v1/submissions/").await.unwrap();
        let certificates = ["co.issue", "co.replace", "co.cancel", "co.declaration", "co.verifyAnswer"];
        let answers = ["co.response", "co.verify"];
        let (cn_folder, au_folder) = (Arc::new(tempfile::tempdir().unwrap()), Arc::new(tempfile::tempdir().unwrap()));
        let mut cn = config(cn_folder.path(), CN);
        cn.listen = cn_at;
        cn.clients.iter_mut().filter(|one| one.kind == ClientKind::Gateway).for_each(|one| one.party = AU.into());
        cn.peers = vec![peer(cn_folder.path(), AU, &way.url(), "peer")];
        cn.routes = vec![
            route("au", "AU", &certificates, Leads::Peer(AU.into())),
            route("answers", "CN", &answers, Leads::Sender),
        ];
        let mut au = config(au_folder.path(), AU);
        au.listen = au_at;
        au.clients.iter_mut().filter(|one| one.kind == ClientKind::Gateway).for_each(|one| one.party = CN.into());
        au.peers = vec![peer(au_folder.path(), CN, &format!("https://{cn_at}"), "peer")];
        au.routes = vec![
            route("au", "AU", &certificates, Leads::Box("posts".into())),
            route("answers", "CN", &answers, Leads::Peer(CN.into())),
            route("questions", "CN", &["co.query"], Leads::Ask),
        ];
        change(&mut cn, &mut au);
        Self { cn: House::start(cn_folder, cn, open).await, au: House::start(au_folder, au, open).await, way }
    }
}

pub fn to_au(envelope: Envelope) -> Envelope {
    Envelope { route: "au".into(), ..envelope }
}

/// Reads a box until an item is there that fits.
pub async fn until_item(desk: &Desk, name: &str, fits: impl Fn(&InboxItem) -> bool) -> InboxItem {
    let (until, mut cursor) = (Instant::now() + Duration::from_secs(120), String::new());
    loop {
        assert!(Instant::now() < until, "it never came");
        let page = desk.inbox(&format!("?box={name}&wait=5{cursor}")).await;
        if let Some(item) = page.items.iter().find(|item| fits(item)) {
            return item.clone();
        }
        cursor = format!("&after={}", page.next_cursor);
    }
}

pub fn is_event(item: &InboxItem, id: Uuid, state: &str) -> bool {
    item.submission_id == Some(id) && item.event.as_ref().is_some_and(|event| event.state == state)
}

pub async fn a_certificate_crosses_two_gateways_and_its_answer_comes_back(open: Open) {
    let pair = Pair::open(open).await;
    let (desk, post) = (pair.cn.desk("desk-1").await, pair.au.desk("post-1").await);
    let (one, envelope) = (id(), to_au(issue("24C1")));
    let accepted = desk.put(one, &envelope).await.accepted(201);
    assert_eq!(accepted.state, SubmissionState::Received, "here, and not there yet");
    let arrived = until_item(&post, "posts", |item| item.submission_id == Some(one)).await;
    assert_eq!(arrived.item_type, ItemType::Submission);
    let delivered = until_item(&desk, "own", |item| is_event(item, one, "delivered")).await;
    assert_eq!(delivered.receipts, [accepted.receipt], "whoever missed the direct answer finds it here");
    let evidence = delivered.event.unwrap().evidence.remove(0);
    assert_eq!(evidence.from, AU);
    let claims: ReceiptClaims = opened(AU, Typ::Receipt, &evidence.raw);
    assert_eq!((claims.sub, claims.env), (one, sha256_hex(&frozen(&envelope))), "the bytes the chamber knows");
    assert_eq!(claims.dig, envelope.document.sha256);
    assert_eq!(arrived.receipts, std::slice::from_ref(&evidence.raw));
    let view = desk.view(one).await;
    assert_eq!((view.state, view.evidence[0].raw.clone()), (SubmissionState::Delivered, evidence.raw));

    let (two, reply) = (id(), answer("24C1", 1, Outcome::Accepted, one, arrived.item_id));
    post.put(two, &reply).await.accepted(201);
    let back = until_item(&desk, "own", |item| item.submission_id == Some(two)).await;
    assert_eq!(back.documents[0].sha256, reply.document.sha256);
    let view = desk.view(one).await;
    assert_eq!((view.state, view.answers[0].outcome.as_str()), (SubmissionState::Answered, "accepted"));
    until_item(&post, "own", |item| is_event(item, two, "delivered")).await;
}

pub async fn what_the_far_side_refuses_is_told_to_the_sender_with_its_refusal(open: Open) {
    let mut pair = Pair::open(open).await;
    pair.au.restart(|config| config.routes[0].state = Gate::Closed).await;
    let desk = pair.cn.desk("desk-1").await;
    let (one, two) = (id(), id());
    desk.put(two, &Envelope { depends_on: Some(one), ..to_au(cancel("24C1", 2)) }).await.accepted(201);
    desk.put(one, &to_au(issue("24C1"))).await.accepted(201);
    let refused = until_item(&desk, "own", |item| is_event(item, one, "rejected")).await;
    let evidence = refused.event.unwrap().evidence.remove(0);
    let claims: tamga_protocol::RefusalClaims = opened(AU, Typ::Refusal, &evidence.raw);
    assert_eq!((claims.sub, claims.problem_type), (one, ProblemType::RouteClosed));
    let with_it = until_item(&desk, "own", |item| is_event(item, two, "rejected")).await;
    let evidence = with_it.event.unwrap().evidence.remove(0);
    let claims: tamga_protocol::RefusalClaims = opened(CN, Typ::Refusal, &evidence.raw);
    assert_eq!((claims.sub, claims.problem_type), (two, ProblemType::DependencyRejected));
    assert_eq!(evidence.from, CN);
    desk.put(id(), &Envelope { depends_on: Some(one), ..to_au(cancel("24C1", 3)) })
        .await
        .problem(ProblemType::DependencyRejected);
}

pub async fn a_cancellation_follows_its_certificate_however_bad_the_way_is(open: Open) {
    let pair = Pair::open(open).await;
    let (desk, post) = (pair.cn.desk("desk-1").await, pair.au.desk("post-1").await);
    for spoil in [Spoil::SwallowReply, Spoil::Portal(302), Spoil::FlipReply] {
        pair.way.spoil(spoil);
    }
    let (one, two) = (id(), id());
    desk.put(one, &to_au(issue("24C1"))).await.accepted(201);
    desk.put(two, &Envelope { depends_on: Some(one), ..to_au(cancel("24C1", 2)) }).await.accepted(201);
    until_item(&post, "posts", |item| item.submission_id == Some(two)).await;
    let items = post.inbox("?box=posts").await.items;
    let ids: Vec<_> = items.iter().map(|item| item.submission_id).collect();
    assert_eq!(ids, [Some(one), Some(two)], "in order, each once");
    until_item(&desk, "own", |item| is_event(item, two, "delivered")).await;
    assert_eq!(pair.way.waiting(), 0, "every fault was met");
}

pub async fn nothing_is_lost_while_the_other_gateway_is_away(open: Open) {
    let mut pair = Pair::open(open).await;
    pair.au.running.take().unwrap().stop().await;
    let desk = pair.cn.desk("desk-1").await;
    let mut sent = Vec::new();
    for n in 0..3 {
        let one = id();
        desk.put(one, &to_au(issue(&format!("24C{n}")))).await.accepted(201);
        sent.push(one);
    }
    until_item(&desk, "own", |item| is_event(item, sent[0], "forwarding")).await;
    pair.cn.restart(|_| {}).await;
    pair.au.restart(|_| {}).await;
    let post = pair.au.desk("post-1").await;
    for one in &sent {
        until_item(&desk, "own", |item| is_event(item, *one, "delivered")).await;
    }
    let mut arrived: Vec<_> = post.inbox("?box=posts").await.items.iter().filter_map(|one| one.submission_id).collect();
    arrived.sort_unstable();
    sent.sort_unstable();
    assert_eq!(arrived, sent, "each once");
}

pub async fn what_came_through_here_before_is_not_taken_again(open: Open) {
    let house = House::open(open).await;
    let peer = house.desk("peer").await;
    let with_hops = |hops: &str| {
        let mut request = peer.put_request(id(), frozen(&issue("24C1")));
        request.fields.push((headers::HOPS.into(), hops.into()));
        request
    };
    for hops in ["gw.xx, gw.cn", "a, b, c, d, e"] {
        let problem = peer.call(&with_hops(hops)).await.problem(ProblemType::RouteClosed);
        assert_eq!(problem.violations[0].code, "route.loop", "{hops}");
        assert!(problem.refusal.is_some());
    }
    peer.call(&with_hops("a, b, c, d")).await.accepted(201);
    let desk = house.desk("desk-1").await;
    let mut pretended = desk.put_request(id(), frozen(&issue("24C2")));
    pretended.fields.push((headers::HOPS.into(), "gw.cn".into()));
    desk.call(&pretended).await.accepted(201);
}
