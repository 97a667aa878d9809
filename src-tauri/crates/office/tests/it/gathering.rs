//! Evidence is gathered by the worker: stamps by a real service, lists and answers by real authorities, all behind real
//! HTTP on loopback; and nothing waits for it.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tamga_faults::{Front, Handler, Reply, Request};
use tamga_office::support::Level;
use tamga_office::{Office, Window, Workers};
use tamga_origin::Timestamp;
use tamga_origin::trust::{Anchor, AnchorKind, IssuerPolicy, Span, TrustList, TrustedNode};
use tamga_protocol::Kind;
use tamga_seal::{OfferedEvidence, OfferedStamp, SignerCertificate, augment, check_co, frozen_forms};
use tamga_xml::{Limits, gate};

use crate::help::{CHAMBER, DAY, World, happened, issued, noon};
use crate::road::{Road, submission};

/// A time-stamping service made with OpenSSL; `None` where there is no OpenSSL.
struct Tsa {
    folder: Arc<tempfile::TempDir>,
}

impl Tsa {
    fn new() -> Option<Self> {
        if Command::new("openssl").arg("version").output().is_err() {
            println!("skipped: openssl is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let file = |name: &str, text: &str| std::fs::write(path.join(name), text).unwrap();
        file("ca.ext", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
        file("tsa.ext", "keyUsage=critical,digitalSignature\nextendedKeyUsage=critical,timeStamping\n");
        file(
            "tsa.cnf",
            "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n\
             digests = sha256\ness_cert_id_alg = sha256\n",
        );
        let rsa = "-newkey rsa:2048 -nodes";
        openssl(path, &format!("req -new {rsa} -subj /CN=Stamps-Root -keyout root.key -out root.csr"));
        openssl(path, "x509 -req -in root.csr -signkey root.key -days 3650 -extfile ca.ext -out root.pem");
        openssl(path, &format!("req -new {rsa} -subj /CN=Stamps -keyout tsa.key -out tsa.csr"));
        let by = "-CA root.pem -CAkey root.key -CAcreateserial";
        openssl(path, &format!("x509 -req -in tsa.csr {by} -days 3650 -extfile tsa.ext -out tsa.pem"));
        openssl(path, "x509 -in root.pem -outform DER -out root.der");
        Some(Self { folder: Arc::new(folder) })
    }

    fn reply(folder: &Path, question: &[u8]) -> Vec<u8> {
        std::fs::write(folder.join("q"), question).unwrap();
        openssl(folder, "ts -reply -config tsa.cnf -queryfile q -signer tsa.pem -inkey tsa.key -out a");
        std::fs::read(folder.join("a")).unwrap()
    }

    async fn front(&self, is_up: Arc<Mutex<bool>>) -> Front {
        let folder = self.folder.clone();
        let answer = move |request: &Request| match *is_up.lock().unwrap() {
            true => Reply::new(200, "application/timestamp-reply", Self::reply(folder.path(), &request.body)),
            false => Reply::new(503, "text/plain", b"closed".to_vec()),
        };
        Front::plain(handler(answer)).await.unwrap()
    }

    /// As a trust list names it.
    fn listed(&self) -> TrustedNode {
        let der = std::fs::read(self.folder.path().join("root.der")).unwrap();
        let span = Span { from: Timestamp::from_millis(0), to: None };
        let anchor =
            Anchor { kid: "stamps".to_owned(), certificates: vec![der], kind: AnchorKind::Ca, uses: Vec::new(), span };
        TrustedNode { id: "stamps".to_owned(), anchors: vec![anchor], ..TrustedNode::default() }
    }
}

fn openssl(folder: &Path, line: &str) {
    let output = Command::new("openssl").args(line.split(' ')).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

fn handler(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Handler {
    let script = Arc::new(script);
    Arc::new(move |request| {
        let script = script.clone();
        Box::pin(async move { tokio::task::spawn_blocking(move || script(&request)).await.unwrap() })
    })
}

fn kinds(office: &Office, number: &str) -> Vec<String> {
    office.support(number).unwrap().into_iter().map(|row| row.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seal_is_stamped_when_the_service_answers_and_issued_when_it_does_not() {
    let Some(tsa) = Tsa::new() else { return };
    let is_up = Arc::new(Mutex::new(false));
    let front = tsa.front(is_up.clone()).await;
    let world = World::new();
    let office = world.chamber();
    let before = issued(&office);
    world.clock.pass(1);
    assert!(office.set_stamp_service(Some("ftp://stamps")).is_err());
    office.set_stamp_service(Some(&front.url())).unwrap();
    let number = issued(&office);
    let frozen = office.certificate_xml(&number).unwrap();
    let report = office.stamp_pass().await.unwrap();
    assert_eq!((report.stamped, report.waiting), (0, 1), "{report:?}");
    assert_eq!(report.fault.unwrap().0, "sign.stamp_unreachable");
    assert!(kinds(&office, &number).is_empty(), "its absence is shown");

    *is_up.lock().unwrap() = true;
    let report = office.stamp_pass().await.unwrap();
    assert_eq!((report.stamped, report.waiting, report.fault), (1, 0, None));
    assert_eq!(kinds(&office, &number), ["stamp"]);
    assert_eq!(office.certificate_xml(&number).unwrap(), frozen, "what was issued stays as it is");
    assert!(kinds(&office, &before).is_empty(), "what was sealed before the service was set is let be");
    assert_eq!(office.stamp_pass().await.unwrap(), Default::default(), "nothing is stamped twice");
    assert!(happened(&office).iter().any(|code| code.ends_with("evidence.stamped")));

    // OpenSSL finds the stamp in the copy good, over the bytes our seal names.
    let copy = office.copy_with_evidence(&number, Level::Stamped).unwrap();
    let gated = gate(&copy, &Limits::OWN).unwrap();
    let whole = check_co(&gated).unwrap();
    assert_eq!(frozen_forms(&gated).unwrap().bare, frozen);
    let folder = tsa.folder.path();
    std::fs::write(folder.join("token"), &whole.offered.stamps[0].token).unwrap();
    std::fs::write(folder.join("over"), &whole.stampable).unwrap();
    openssl(folder, "ts -verify -data over -in token -token_in -CAfile root.pem");

    office.set_stamp_service(None).unwrap();
    issued(&office);
    assert_eq!(office.stamp_pass().await.unwrap(), Default::default(), "nobody is asked any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_asks_for_a_stamp_as_soon_as_something_is_sealed() {
    let Some(tsa) = Tsa::new() else { return };
    let front = tsa.front(Arc::new(Mutex::new(true))).await;
    let world = World::new();
    let office = world.chamber();
    office.set_stamp_service(Some(&front.url())).unwrap();
    let mut heard = office.subscribe();
    let workers = Workers::start(&office);
    let number = issued(&office);
    let stamped = async {
        while kinds(&office, &number).is_empty() {
            heard.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), stamped).await.expect("stamped without being asked to");
    workers.stop().await;
}

/// The chamber's entry with addresses for revocation, judged strictly.
fn strict(world: &World, n: u64, crls: Vec<String>) -> TrustList {
    let mut list = world.list(n, None);
    list.issuers[0].policy = IssuerPolicy { revocation_must: true, crls, ..IssuerPolicy::default() };
    list
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_waits_for_an_answer_is_judged_again_when_it_came() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let signer = check_co(&gate(&bytes, &Limits::OWN).unwrap()).unwrap().signer.unwrap();
    let list = Arc::new(Mutex::new((503, Vec::new())));
    let published = list.clone();
    let front = Front::plain(handler(move |_| {
        let (status, body) = published.lock().unwrap().clone();
        Reply::new(status, "application/pkix-crl", body)
    }));
    let front = front.await.unwrap();
    let post = world.stranger();
    world.take_list(&post, &strict(&world, 1, vec![format!("{}/one.crl", front.url())]));
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    let report = post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    assert_eq!((report.usable, report.quarantined), (0, 1), "silence is a doubt for this body");

    let report = post.fetch_revocation().await.unwrap();
    assert_eq!((report.fetched, report.faults.len()), (0, 1), "{report:?}");
    let publish = |list: &Mutex<(u16, Vec<u8>)>, revoked: &[(&SignerCertificate, Timestamp)], at: Timestamp| {
        *list.lock().unwrap() = (200, world.authority.revocation_list(at, revoked).unwrap());
    };
    publish(&list, &[], noon().plus_millis(DAY));
    world.clock.pass(2 * DAY);
    let report = post.fetch_revocation().await.unwrap();
    assert_eq!((report.fetched, report.learnt), (1, 1), "{report:?}");
    assert_eq!(report.judged_again, std::slice::from_ref(&number));
    assert_eq!(kinds(&post, &number), ["crl"], "the answer used is kept beside it");
    let usable = |post: &Office| post.check_number(&number).unwrap().found.unwrap().can_decide;
    assert!(usable(&post));
    let report = post.fetch_revocation().await.unwrap();
    assert_eq!((report.fetched, report.learnt), (1, 0), "the same list says nothing new");

    // What arrives from now on is judged with what is at hand, without waiting for anybody.
    *list.lock().unwrap() = (503, Vec::new());
    let second = issued(&chamber);
    road.put(submission(Kind::Issue, (CHAMBER, &second, 1), &chamber.certificate_xml(&second).unwrap(), true));
    let report = post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    assert_eq!(report.usable, 1);

    // A list somebody else signed takes no good one's place.
    let stranger = tamga_seal::demo::Authority::new(
        "Authority for Chambers",
        tamga_seal::demo::Life { from: noon().plus_millis(-DAY), to: noon().plus_millis(1000 * DAY) },
    )
    .unwrap();
    let forged = stranger.revocation_list(noon().plus_millis(3 * DAY), &[(&signer, noon())]).unwrap();
    *list.lock().unwrap() = (200, forged);
    let report = post.fetch_revocation().await.unwrap();
    assert_eq!(report.faults.iter().map(|(_, said)| said.as_str()).collect::<Vec<_>>(), ["revocation.signer"]);
    assert!(usable(&post));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_before_the_signing_refuses_what_waited() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let signer = check_co(&gate(&bytes, &Limits::OWN).unwrap()).unwrap().signer.unwrap();
    let body = world.authority.revocation_list(noon().plus_millis(DAY), &[(&signer, noon().plus_millis(-1000))]);
    let body = body.unwrap();
    let front = Front::plain(handler(move |_| Reply::new(200, "application/pkix-crl", body.clone()))).await.unwrap();
    let post = world.stranger();
    world.take_list(&post, &strict(&world, 1, vec![front.url()]));
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    world.clock.pass(2 * DAY);
    post.fetch_revocation().await.unwrap();
    let view = post.check_number(&number).unwrap().found.unwrap();
    assert!(!view.can_decide);
    assert!(view.verdict.reasons.iter().any(|reason| reason.code == "revocation.revoked"), "{:?}", view.verdict);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seal_with_other_evidence_is_one_certificate() {
    let Some(tsa) = Tsa::new() else { return };
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let frozen = chamber.certificate_xml(&number).unwrap();
    let whole = check_co(&gate(&frozen, &Limits::OWN).unwrap()).unwrap();
    let random = tamga_seal::SystemRandom::new();
    let question = tamga_seal::time::StampQuestion::over(&whole.stampable, &random).unwrap();
    let token = question.token(&Tsa::reply(tsa.folder.path(), question.bytes())).unwrap();
    let stamps = vec![OfferedStamp { token, over: None }];
    let copy = augment(&frozen, &OfferedEvidence { stamps, ..OfferedEvidence::NONE }).unwrap();
    assert_ne!(copy, frozen);

    let post = world.stranger();
    let mut list = world.list(1, None);
    list.time_stampers = vec![tsa.listed()];
    world.take_list(&post, &list);
    let road = Road::new();
    let arrives = async |bytes: &[u8]| {
        road.put(submission(Kind::Issue, (CHAMBER, &number, 1), bytes, true));
        post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap()
    };
    assert_eq!(arrives(&frozen).await.usable, 1);
    let report = arrives(&copy).await;
    assert_eq!((report.usable, report.quarantined, report.acknowledged), (1, 0, 1), "no conflict, no alarm");
    assert_eq!(kinds(&post, &number), ["stamp"], "the evidence is kept beside the one that is here");
    assert!(happened(&post).iter().any(|code| code.ends_with("received.same_seal")));
    let view = post.check_number(&number).unwrap().found.unwrap();
    assert!(view.can_decide, "{:?}", view.verdict);
    assert_eq!(post.search_received(&number, &Default::default(), Window::first(9)).unwrap().total, 1);
}
