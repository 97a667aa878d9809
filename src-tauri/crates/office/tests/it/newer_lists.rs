//! Newer lists from a gateway: what comes goes the way of a file, and what does not come, or is refused, changes nothing.
//! The gateway here is a front with real TLS that says what a test wants; the real one is asked in `tests/stories`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tamga_faults::{Authority, Front, Handler, Reply, Request};
use tamga_formats::status_list;
use tamga_office::trust::{ListsFetched, sign_trust_list};
use tamga_office::verdict::VerdictKind;
use tamga_office::{ErrorCode, Office};
use tamga_origin::trust::{
    CertificateStatus, KeyUse, StatusEntry, StatusList, TrustList, TrustState, TrustedNode, TrustedScheme,
};
use tamga_protocol::{self as protocol, Problem, ProblemType, headers};
use tamga_seal::digest::{sha256, sha256_hex};
use tamga_seal::{PlainKey, SystemRandom, Typ, sign_jws};

use crate::help::{self, CHAMBER, DAY, World, happened, issued, noon, secret, span};

const GATEWAY: &str = "gw.test";

/// What the gateway answers, by path; anything else is not found.
type Shelf = Arc<Mutex<BTreeMap<String, Reply>>>;

struct Gateway {
    front: Front,
    authority: Authority,
    shelf: Shelf,
}

fn marked(reply: Reply) -> Reply {
    let digest = headers::content_digest(&sha256(&reply.body));
    reply.with(headers::GATEWAY_ID, GATEWAY).with(headers::CONTENT_DIGEST, digest)
}

fn problem(problem_type: ProblemType) -> Reply {
    let problem = Problem {
        title: problem_type.title().into(),
        status: problem_type.status(),
        detail: None,
        retry: problem_type.retry(),
        retry_after: None,
        original: None,
        violations: Vec::new(),
        refusal: None,
        oldest_available: None,
        server_time: noon().rfc3339(),
        trace: "trace".into(),
        problem_type,
    };
    marked(Reply::new(problem.status, headers::PROBLEM_JSON, serde_json::to_vec(&problem).unwrap()))
}

fn answer(shelf: &Shelf, request: &Request) -> Reply {
    if request.path == "/oauth2/token" {
        let token = protocol::TokenAnswer {
            access_token: "t".into(),
            token_type: "Bearer".into(),
            expires_in: 900,
            scope: String::new(),
        };
        return marked(Reply::new(200, headers::JSON, serde_json::to_vec(&token).unwrap()));
    }
    shelf.lock().unwrap().get(&request.path).cloned().unwrap_or_else(|| problem(ProblemType::NotFound))
}

impl Gateway {
    async fn new() -> Self {
        let authority = Authority::new("test").unwrap();
        let shelf = Shelf::default();
        let held = shelf.clone();
        let handler: Handler = Arc::new(move |request| Box::pin(std::future::ready(answer(&held, &request))));
        let front = Front::start(&authority.identity().unwrap(), handler).await.unwrap();
        Self { front, authority, shelf }
    }

    fn tell(&self, office: &Office) {
        let mut partner = help::partner(&["own"], "answers", "AU", "co.response");
        (partner.url, partner.anchor_pem) = (self.front.url(), self.authority.pem());
        office.set_partner(partner, secret()).unwrap();
    }

    fn has(&self, path: &str, bytes: &[u8]) {
        let reply = marked(Reply::new(200, "application/jose", bytes.to_vec()));
        self.shelf.lock().unwrap().insert(path.to_owned(), reply);
    }

    fn says(&self, path: &str, problem_type: ProblemType) {
        self.shelf.lock().unwrap().insert(path.to_owned(), problem(problem_type));
    }
}

fn after(office: &Office, edit: impl FnOnce(&mut TrustList)) -> TrustList {
    let history = office.trust_history();
    let held = history.newest().unwrap();
    follow(&held.list, &held.digest, edit)
}

fn follow(list: &TrustList, digest: &str, edit: impl FnOnce(&mut TrustList)) -> TrustList {
    let issued_at = list.issued_at.plus_millis(DAY);
    let mut next = TrustList { n: list.n + 1, prev: digest.to_owned(), issued_at, ..list.clone() };
    edit(&mut next);
    next
}

fn signed(world: &World, list: &TrustList) -> Vec<u8> {
    sign_trust_list(list, &[&world.root]).unwrap()
}

/// SHA-256 of what a list signs, as the next one names it.
fn digest(list: &TrustList) -> String {
    sha256_hex(&tamga_formats::trust_list::write(list).unwrap())
}

fn grown(list: &mut TrustList, code: &str) {
    let scheme = TrustedScheme { code: code.to_owned(), span: span(), ..TrustedScheme::default() };
    list.issuers[0].schemes.push(scheme);
}

fn suspended(list: &mut TrustList) {
    list.issuers[0].state = TrustState::Suspended;
    list.issuers[0].state_since = Some(noon().plus_millis(-DAY / 2));
}

fn count(office: &Office, code: &str) -> usize {
    happened(office).iter().filter(|line| line.as_str() == code).count()
}

#[test]
fn a_list_behind_one_that_waits_waits_too_and_what_it_stops_is_stopped() {
    let world = World::new();
    let post = world.post();
    let second = after(&post, |list| grown(list, "new-a"));
    let third = follow(&second, &digest(&second), suspended);
    let fourth = follow(&third, &digest(&third), |list| {
        (list.issuers[0].state, list.issuers[0].state_since) = (TrustState::Active, Some(noon().plus_millis(-DAY / 2)));
        list.reason = "suspended by mistake".to_owned();
    });
    assert!(!post.offer_trust(&signed(&world, &second)).unwrap().is_taken);
    assert!(!post.offer_trust(&signed(&world, &third)).unwrap().is_taken);
    assert_eq!(post.body(CHAMBER).unwrap().state, "suspended", "nobody has to accept the one before first");
    let waits = post.trust_waiting().unwrap().unwrap();
    assert_eq!((waits.n, waits.difference.changes.len()), (3, 2), "both are looked at together");
    assert!(!post.offer_trust(&signed(&world, &fourth)).unwrap().is_taken);
    assert_eq!(post.body(CHAMBER).unwrap().state, "suspended", "a right comes back when somebody accepts it");
    drop(post);
    let post = world.open("post");
    assert_eq!(post.trust_waiting().unwrap().unwrap().n, 4, "they wait through a restart");
    assert_eq!(post.body(CHAMBER).unwrap().state, "suspended");
    // Accepting one that waits in the middle leaves what follows it waiting.
    let taken = post.import_trust(&signed(&world, &third)).unwrap();
    assert_eq!((taken.n, taken.difference.changes.len()), (3, 2));
    assert_eq!(post.trust_waiting().unwrap().unwrap().n, 4);
    assert_eq!(post.accept_trust().unwrap().n, 4);
    assert_eq!(post.body(CHAMBER).unwrap().state, "active");
    assert!(post.trust_waiting().unwrap().is_none());
    assert_eq!(post.trust_lists().unwrap().iter().map(|row| row.n).collect::<Vec<_>>(), [4, 3, 2, 1]);
}

#[test]
fn a_list_that_only_adds_is_not_taken_by_itself_over_one_that_waits() {
    let world = World::new();
    let post = world.post();
    let second = after(&post, |list| grown(list, "new-a"));
    let third = follow(&second, &digest(&second), |list| grown(list, "new-b"));
    assert!(!post.offer_trust(&signed(&world, &second)).unwrap().is_taken);
    post.set_accepts_growth(true).unwrap();
    assert!(!post.offer_trust(&signed(&world, &third)).unwrap().is_taken);
    assert_eq!(post.trust_list().unwrap().n, 1);
    assert_eq!(post.accept_trust().unwrap().n, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_gateway_has_is_taken_or_waits_and_is_offered_once() {
    let world = World::new();
    let (post, gateway) = (world.post(), Gateway::new().await);
    gateway.tell(&post);
    post.set_accepts_growth(true).unwrap();
    assert_eq!(post.fetch_lists().await.unwrap(), ListsFetched::default(), "nothing newer is there");
    let second = after(&post, |list| grown(list, "new-a"));
    let third = follow(&second, &digest(&second), suspended);
    gateway.has("/v1/trust-list?after=1", &signed(&world, &second));
    gateway.has("/v1/trust-list?after=2", &signed(&world, &third));
    let fetched = post.fetch_lists().await.unwrap();
    assert_eq!((fetched.taken, fetched.waits, fetched.findings.len()), (Some(2), Some(3), 0));
    assert_eq!((post.trust_list().unwrap().n, post.body(CHAMBER).unwrap().state.as_str()), (2, "suspended"));
    // A gateway that has only its newest gives it again.
    gateway.has("/v1/trust-list?after=3", &signed(&world, &third));
    assert_eq!(post.fetch_lists().await.unwrap().findings, []);
    assert_eq!(count(&post, "trust.waits"), 1, "{:?}", happened(&post));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_refused_is_said_and_stands_in_the_journal_once() {
    let world = World::new();
    let (post, gateway) = (world.post(), Gateway::new().await);
    gateway.tell(&post);
    let mut list = after(&post, suspended);
    let stranger = PlainKey::generate(&SystemRandom::new()).unwrap();
    gateway.has("/v1/trust-list?after=1", &sign_trust_list(&list, &[&stranger]).unwrap());
    for _ in 0..3 {
        let fetched = post.fetch_lists().await.unwrap();
        let codes: Vec<&str> = fetched.findings.iter().map(|finding| finding.code.as_ref()).collect();
        assert_eq!(codes, ["trust.list_quorum"], "nobody who may has signed it");
        assert_eq!(post.lists_looked().unwrap().findings, fetched.findings);
    }
    assert_eq!(count(&post, "trust.refused"), 1);
    list.n = 7;
    gateway.has("/v1/trust-list?after=1", &signed(&world, &list));
    let fetched = post.fetch_lists().await.unwrap();
    assert_eq!(fetched.findings[0].code, "trust.list_chain", "{fetched:?}");
    assert_eq!(post.body(CHAMBER).unwrap().state, "active", "nothing of it counts");
    assert_eq!((post.trust_list().unwrap().n, count(&post, "trust.refused")), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_not_there_leaves_everything_as_it_was_and_is_said() {
    let world = World::new();
    let (post, gateway) = (world.post(), Gateway::new().await);
    gateway.tell(&post);
    gateway.says("/v1/trust-list?after=1", ProblemType::Unavailable);
    let fetched = post.fetch_lists().await.unwrap();
    let said: Vec<_> = fetched.findings.iter().map(|one| (one.code.as_ref(), one.params[0].1.as_str())).collect();
    assert_eq!(said, [("lists.unreachable", "busy")]);
    let at = post.lists_looked().unwrap().at;
    drop(gateway);
    world.clock.pass(60_000);
    let fetched = post.fetch_lists().await.unwrap();
    assert_eq!(fetched.findings[0].params[0].1, "network");
    assert!(post.lists_looked().unwrap().at > at, "when it was looked for last is known");
    assert_eq!(post.trust_list().unwrap().n, 1);
    let alone = world.another_chamber();
    assert_eq!(alone.fetch_lists().await.unwrap_err().code(), ErrorCode::Offline, "without a gateway nobody is asked");
}

fn statuses(n: u64, prev: &[u8], entries: Vec<StatusEntry>) -> Vec<u8> {
    let list = StatusList {
        issuer: CHAMBER.to_owned(),
        n,
        prev: if prev.is_empty() { String::new() } else { sha256_hex(prev) },
        is_snapshot: n == 1,
        as_of: noon().plus_millis(i64::try_from(n).unwrap()),
        next_update: noon().plus_millis(DAY),
        entries,
        ..StatusList::default()
    };
    status_list::write(&list).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn status_lists_follow_one_another_and_an_old_one_is_a_doubt_with_its_date() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let (post, gateway) = (world.post(), Gateway::new().await);
    post.check_file(&chamber.certificate_xml(&number).unwrap(), true).unwrap();
    let key = PlainKey::generate(&SystemRandom::new()).unwrap();
    let node = TrustedNode {
        id: GATEWAY.to_owned(),
        country: "AU".to_owned(),
        keys: vec![key.trusted(&[KeyUse::Status], span())],
        ..TrustedNode::default()
    };
    post.import_trust(&signed(&world, &after(&post, |list| list.gateways = vec![node]))).unwrap();
    gateway.tell(&post);
    let first = statuses(1, b"", Vec::new());
    let entry = StatusEntry {
        number: number.clone(),
        revision: 1,
        status: CertificateStatus::Cancelled,
        successor: String::new(),
        at: noon().plus_millis(-DAY / 4),
        reason: "ERR".to_owned(),
    };
    let second = statuses(2, &first, vec![entry]);
    let of = |n: u64| format!("/v1/status-list/{CHAMBER}?after={n}");
    gateway.has(&of(0), sign_jws(&first, Typ::StatusList, &key).as_bytes());
    assert_eq!(post.fetch_lists().await.unwrap().statuses, 1);
    assert_eq!(post.open_received(&number).unwrap().verdict.kind, VerdictKind::Look);
    gateway.has(&of(1), sign_jws(&second, Typ::StatusList, &key).as_bytes());
    let fetched = post.fetch_lists().await.unwrap();
    assert_eq!((fetched.statuses, fetched.findings.len()), (1, 0), "{fetched:?}");
    assert_eq!(post.open_received(&number).unwrap().verdict.headline.code, "verdict.withdrawn");

    // A forged one is said at its issuer, and what is known stays.
    let stranger = PlainKey::generate(&SystemRandom::new()).unwrap();
    gateway.has(&of(2), sign_jws(&statuses(3, &second, Vec::new()), Typ::StatusList, &stranger).as_bytes());
    let fetched = post.fetch_lists().await.unwrap();
    let said: Vec<_> = fetched.findings.iter().map(|one| (one.path.as_str(), one.code.as_ref())).collect();
    assert_eq!(said, [(CHAMBER, "trust.list_signature")]);

    let notes = |office: &Office| -> Vec<String> {
        let reasons = office.open_received(&number).unwrap().verdict.reasons;
        let codes = reasons.iter().map(|reason| reason.code.to_string());
        codes.filter(|code| ["status.as_of", "status.list_old"].contains(&code.as_str())).collect()
    };
    assert_eq!(notes(&post), ["status.as_of"]);
    assert!(!post.body(CHAMBER).unwrap().status.unwrap().is_old);
    world.clock.pass(2 * DAY);
    assert_eq!(notes(&post), ["status.as_of", "status.list_old"]);
    let known = post.body(CHAMBER).unwrap().status.unwrap();
    assert_eq!((known.as_of, known.is_old), (noon().plus_millis(2), true));
}
