//! Evidence is gathered by the worker: stamps by a real service, lists and answers by real authorities, all behind real
//! HTTP on loopback; and nothing waits for it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tamga_faults::{Front, Handler, Reply, Request, StampService};
use tamga_office::stamp_trial::StampTrial;
use tamga_office::support::Level;
use tamga_office::verdict::VerdictKind;
use tamga_office::{Office, Window, Workers};
use tamga_origin::Timestamp;
use tamga_origin::trust::{Anchor, AnchorKind, IssuerPolicy, Span, TrustList, TrustedNode};
use tamga_protocol::Kind;
use tamga_seal::{OfferedEvidence, OfferedStamp, SignerCertificate, augment, check_co, frozen_forms};
use tamga_xml::{Limits, gate};

use crate::cod::Plata;
use crate::help::{CHAMBER, DAY, QUICK, World, happened, issued, noon, pin};
use crate::road::{Road, submission};

/// The service as a trust list names it.
pub fn listed(service: &StampService) -> TrustedNode {
    let der = std::fs::read(service.folder().join("root.der")).unwrap();
    let span = Span { from: Timestamp::from_millis(0), to: None };
    let (kid, kind) = ("stamps".to_owned(), AnchorKind::Ca);
    let anchor = Anchor { kid, certificates: vec![der], kind, uses: Vec::new(), span };
    TrustedNode { id: "stamps".to_owned(), anchors: vec![anchor], ..TrustedNode::default() }
}

pub fn service() -> Option<StampService> {
    StampService::new().map(Result::unwrap)
}

pub fn handler(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Handler {
    let script = Arc::new(script);
    Arc::new(move |request| {
        let script = script.clone();
        Box::pin(async move { tokio::task::spawn_blocking(move || script(&request)).await.unwrap() })
    })
}

pub fn kinds(office: &Office, number: &str) -> Vec<String> {
    office.support(number).unwrap().into_iter().map(|row| row.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seal_is_stamped_when_the_service_answers_and_issued_when_it_does_not() {
    let Some(tsa) = service() else { return };
    tsa.open(false);
    let front = tsa.front().await.unwrap();
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
    let shown = |number: &str| {
        let view = office.open_certificate(number).unwrap();
        (
            view.awaits_stamp,
            view.evidence.into_iter().filter(|kept| kept.kind == "stamp").map(|kept| kept.from).collect(),
        )
    };
    let none: Vec<String> = Vec::new();
    assert_eq!(shown(&number), (true, none.clone()), "its absence is shown");

    tsa.open(true);
    world.clock.pass(1);
    office.set_stamp_service(Some(&front.url())).unwrap();
    let report = office.stamp_pass().await.unwrap();
    assert_eq!(
        (report.stamped, report.waiting, report.fault),
        (1, 0, None),
        "what waits does so for the next service too"
    );
    assert_eq!(kinds(&office, &number), ["stamp"]);
    assert_eq!(office.certificate_xml(&number).unwrap(), frozen, "what was issued stays as it is");
    assert_eq!(shown(&number), (false, vec![front.url()]));
    assert_eq!(shown(&before), (false, none), "what was sealed before the service was set is let be");
    assert_eq!(office.stamp_pass().await.unwrap(), Default::default(), "nothing is stamped twice");
    assert!(happened(&office).iter().any(|code| code.ends_with("evidence.stamped")));

    // OpenSSL finds the stamp in the copy good, over the bytes our seal names.
    let copy = office.copy_with_evidence(&number, Level::Stamped).unwrap();
    let gated = gate(&copy, &Limits::OWN).unwrap();
    let whole = check_co(&gated).unwrap();
    assert_eq!(frozen_forms(&gated).unwrap().bare, frozen);
    let folder = tsa.folder();
    std::fs::write(folder.join("token"), &whole.offered.stamps[0].token).unwrap();
    std::fs::write(folder.join("over"), &whole.stampable).unwrap();
    tsa.openssl("ts -verify -data over -in token -token_in -CAfile root.pem").unwrap();

    office.set_stamp_service(None).unwrap();
    issued(&office);
    assert_eq!(office.stamp_pass().await.unwrap(), Default::default(), "nobody is asked any more");
}

/// Work that blocks, as the window's own threads do it.
async fn tried(office: &Arc<Office>, url: &str) -> StampTrial {
    let (office, url) = (office.clone(), url.to_owned());
    tokio::task::spawn_blocking(move || office.try_stamp_service(&url).unwrap()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_tried_before_it_is_set_and_the_trust_list_says_whether_it_counts() {
    let Some(tsa) = service() else { return };
    let front = tsa.front().await.unwrap();
    let world = World::new();
    let office = world.chamber();
    let trial = tried(&office, &front.url()).await;
    assert!(trial.at.is_some() && !trial.by.is_empty() && trial.service.is_none(), "{trial:?}");
    assert_eq!(trial.finding.unwrap().code, "time.stamp_untrusted", "nobody vouches for it yet");
    let history = office.trust_history();
    let held = history.newest().unwrap();
    let mut list = TrustList { n: 2, prev: held.digest.clone(), ..held.list.clone() };
    list.time_stampers = vec![listed(&tsa)];
    office.import_trust(&tamga_office::trust::sign_trust_list(&list, &[&world.root]).unwrap()).unwrap();
    let trial = tried(&office, &front.url()).await;
    assert_eq!((trial.service.as_deref(), trial.finding), (Some("stamps"), None));
    assert_eq!(office.trusted_stampers(), ["stamps"]);
    assert!(office.stamp_service().unwrap().is_none(), "trying sets nothing");
    assert_eq!(office.stamps_so_far().unwrap(), (None, 0), "and keeps nothing");

    let code = async |url: &str| tried(&office, url).await.finding.unwrap().code;
    tsa.open(false);
    assert_eq!(code(&front.url()).await, "stamp_service.foreign", "it answers, but not with a stamp");
    assert_eq!(code("http://127.0.0.1:1/").await, "stamp_service.unreachable");
    assert_eq!(code("stamps.example").await, "stamp_service.address");
    let other = Front::plain(handler(|_| Reply::new(200, "text/html", "sign in"))).await.unwrap();
    assert!(code(&other.url()).await.starts_with("time.stamp_"));

    tsa.open(true);
    office.set_stamp_service(Some(&front.url())).unwrap();
    let number = issued(&office);
    assert_eq!(office.stamps_so_far().unwrap(), (None, 1), "{number} waits");
    office.stamp_pass().await.unwrap();
    let (last, waiting) = office.stamps_so_far().unwrap();
    assert_eq!((last.unwrap().address, waiting), (front.url(), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_asks_for_a_stamp_as_soon_as_something_is_sealed() {
    let Some(tsa) = service() else { return };
    let front = tsa.front().await.unwrap();
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
    let rests = post.open_received(&number).unwrap().verdict.evidence;
    let kept = post.support(&number).unwrap().remove(0).sha256;
    let named: Vec<_> = rests.iter().map(|used| (used.kind.word(), used.sha256.as_str())).collect();
    assert_eq!(named, [("arrival", ""), ("crl", kept.as_str())], "and the verdict names it");
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
    let Some(tsa) = service() else { return };
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let frozen = chamber.certificate_xml(&number).unwrap();
    let whole = check_co(&gate(&frozen, &Limits::OWN).unwrap()).unwrap();
    let random = tamga_seal::SystemRandom::new();
    let question = tamga_seal::time::StampQuestion::over(&whole.stampable, &random).unwrap();
    let token = question.token(&tsa.reply(question.bytes()).unwrap()).unwrap();
    let stamps = vec![OfferedStamp { token, over: None }];
    let copy = augment(&frozen, &OfferedEvidence { stamps, ..OfferedEvidence::NONE }).unwrap();
    assert_ne!(copy, frozen);

    let post = world.stranger();
    let mut list = world.list(1, None);
    list.time_stampers = vec![listed(&tsa)];
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

#[tokio::test(flavor = "multi_thread")]
async fn a_cod_is_stamped_over_its_officials_signature_and_the_stamp_is_kept_beside_it() {
    let Some(tsa) = service() else { return };
    let front = tsa.front().await.unwrap();
    let plata = Plata::made(noon().plus_millis(900 * DAY), |list| list.time_stampers = vec![listed(&tsa)]);
    plata.chamber.set_stamp_service(Some(&front.url())).unwrap();
    let (number, frozen) = plata.certified();
    let judged = |now| plata.chamber.verify_with(&frozen, now, &OfferedEvidence::NONE).unwrap().verdict;
    assert_eq!(judged(noon().plus_millis(DAY)).time_evidence(), None, "until then only the date inside speaks");
    let report = plata.chamber.stamp_pass().await.unwrap();
    assert_eq!((report.stamped, report.waiting, report.fault), (1, 0, None));
    assert_eq!(kinds(&plata.chamber, &number), ["stamp"]);
    assert_eq!(plata.chamber.certificate_xml(&number).unwrap(), frozen, "nothing is put into it");
    assert_eq!(plata.chamber.stamp_pass().await.unwrap(), Default::default(), "and it is looked at no more");
    assert_eq!(plata.chamber.stamp_certificate(&number, None).await.unwrap(), Default::default(), "it has its stamp");
    assert!(plata.chamber.copy_with_evidence(&number, Level::Stamped).is_err(), "the form has no place for it");

    // The judge takes it, and names it; OpenSSL finds it good over the bytes the official's signature names.
    let kept = plata.chamber.support(&number).unwrap().remove(0);
    let verdict = judged(kept.at.unwrap().plus_millis(DAY));
    let time = verdict.time_evidence().expect("the stamp bears the date out");
    assert_eq!((time.kind.word(), &time.sha256, time.by.as_str()), ("stamp", &kept.sha256, "stamps"));
    let seals = tamga_seal::check(&gate(&frozen, &Limits::FOREIGN).unwrap(), tamga_seal::Keys::InDocument).unwrap();
    let folder = tsa.folder();
    std::fs::write(folder.join("token"), plata.chamber.kept_paper(&kept.sha256).unwrap()).unwrap();
    std::fs::write(folder.join("over"), &seals.last().unwrap().stampable).unwrap();
    tsa.openssl("ts -verify -data over -in token -token_in -CAfile root.pem").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_certificate_is_stamped_by_a_service_that_is_named_for_it() {
    let Some(tsa) = service() else { return };
    let front = tsa.front().await.unwrap();
    let plata = Plata::new();
    let (number, _) = plata.certified();
    let nobody = plata.chamber.stamp_certificate(&number, None).await.unwrap_err();
    assert_eq!(nobody.code(), tamga_office::ErrorCode::BadRequest, "no service at all");
    tsa.open(false);
    let report = plata.chamber.stamp_certificate(&number, Some(&front.url())).await.unwrap();
    assert_eq!((report.stamped, report.fault.unwrap().0.as_str()), (0, "sign.stamp_unreachable"));
    tsa.open(true);
    let report = plata.chamber.stamp_certificate(&number, Some(&front.url())).await.unwrap();
    assert_eq!((report.stamped, report.waiting), (1, 0));
    assert_eq!(plata.chamber.stamp_service().unwrap(), None, "it is asked for this one alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_term_copy_carries_the_answer_that_came_later_and_is_judged_with_no_line() {
    let world = World::new();
    let chamber = world.chamber_without_key();
    let key = chamber.import_key_with(&world.officer_file().pkcs12, &pin(), "Officer", &pin(), QUICK).unwrap();
    let later = world.authority.revocation_list(noon().plus_millis(DAY), &[]).unwrap();
    let published = Arc::new(Mutex::new(world.authority.revocation_list(noon().plus_millis(-DAY), &[]).unwrap()));
    let current = published.clone();
    let script = move |_: &Request| Reply::new(200, "application/pkix-crl", current.lock().unwrap().clone());
    let front = Front::plain(handler(script)).await.unwrap();
    let mut list = world.list(1, Some(&key));
    list.issuers[0].policy = IssuerPolicy { revocation_must: true, crls: vec![front.url()], ..IssuerPolicy::default() };
    world.believe(&chamber, &list);
    let number = issued(&chamber);
    let frozen = chamber.certificate_xml(&number).unwrap();
    chamber.fetch_revocation().await.unwrap();
    assert!(kinds(&chamber, &number).is_empty(), "a list made before says nothing about the signing");
    *published.lock().unwrap() = later.clone();
    world.clock.pass(2 * DAY);
    chamber.fetch_revocation().await.unwrap();
    assert_eq!(kinds(&chamber, &number), ["crl"]);
    chamber.fetch_revocation().await.unwrap();
    assert_eq!(kinds(&chamber, &number), ["crl"], "once");

    let copy = chamber.copy_with_evidence(&number, Level::LongTerm).unwrap();
    assert_eq!(frozen_forms(&gate(&copy, &Limits::OWN).unwrap()).unwrap().bare, frozen);
    let post = world.stranger();
    world.take_list(&post, &list);
    let now = noon().plus_millis(2 * DAY);
    let judged = |bytes: &[u8]| post.verify_with(bytes, now, &OfferedEvidence::NONE).unwrap().verdict;
    assert_eq!(judged(&frozen).kind, VerdictKind::CannotJudge, "nobody answers there");
    let verdict = judged(&copy);
    assert!(matches!(verdict.kind, VerdictKind::Genuine | VerdictKind::Look), "{:?}", verdict.reasons);
    let used: Vec<&str> = verdict.evidence.iter().map(|used| used.sha256.as_str()).collect();
    assert_eq!(used, [tamga_seal::digest::sha256_hex(&later)], "it rests on the list inside");
}
