//! What nobody should send, and what arrives when something is missing here: nothing is lost, nothing stands still.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tamga_courier::{
    Ack, AckOutcome, Answering, AttemptCtx, Caps, Class, Envelope, Evidence, Fault, Fetched, GatewayTransport,
    NotProven, QueryOutcome, Scope, SubmissionKey, SubmitOutcome, VoidOutcome, VoidReason,
};
use tamga_formats::co_xml;
use tamga_office::decide::{Decision, ItemDecision};
use tamga_office::trust::sign_trust_list;
use tamga_office::{ErrorCode, Office, Secret, Window};
use tamga_origin::trust::TrustedOfficer;
use tamga_origin::{Answer, AnswerKind, Decimal, ItemUse, Outcome, Packages};
use tamga_protocol::Kind;
use tamga_seal::demo::Life;
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, SystemRandom, import_key_file, sign_co, unlock};

use crate::help::{
    CHAMBER, CUSTOMS, DAY, QUICK, World, happened, issued, key_of, noon, person, pin, ready_draft, span,
};
use crate::road::{End, Road, submission};
use crate::sending::event;

async fn receive(office: &Arc<Office>, road: &Arc<Road>, name: &str) {
    office.receive_over(&road.transport(), &[name.to_owned()]).await.unwrap();
}

fn signed(chamber: &Office) -> (String, Vec<u8>) {
    let number = issued(chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    (number, bytes)
}

fn resigned(world: &World, bytes: &[u8], change: impl FnOnce(&mut tamga_origin::Certificate)) -> Vec<u8> {
    let gated = co_xml::gate(bytes, &tamga_formats::Limits::default()).unwrap();
    let mut certificate = co_xml::read_certificate(&gated).unwrap().value;
    change(&mut certificate);
    let unsigned = co_xml::write_certificate(&certificate).unwrap();
    sign_co(&unsigned, noon(), &mut world.unlocked_officer()).unwrap().bytes
}

fn outcomes(acks: &[Ack]) -> Vec<AckOutcome> {
    acks.iter().map(|ack| ack.outcome).collect()
}

fn life() -> Life {
    Life { from: noon().plus_millis(-DAY), to: noon().plus_millis(100 * DAY) }
}

#[tokio::test]
async fn what_was_signed_before_there_was_a_route_leaves_when_there_is_one() {
    let world = World::new();
    let office = world.chamber();
    let partner = office.partner().unwrap();
    let mut without = partner.clone();
    without.routes.clear();
    office.set_partner(without, None).unwrap();
    let (first, second) = (issued(&office), issued(&office));
    office.cancel(&first, "NSH", &key_of(&office), &pin()).unwrap();
    let road = Road::new();
    assert_eq!(office.send_over(&road.transport()).await.unwrap().accepted, 0, "there is no way yet");
    office.set_partner(partner, None).unwrap();
    assert_eq!(office.send_over(&road.transport()).await.unwrap().accepted, 3);
    for number in [&first, &second] {
        let view = office.open_certificate(number).unwrap();
        assert_eq!(view.delivery.code, "delivery.gateway", "{number}");
        assert!(view.submission_id.is_some());
    }
    let ids: Vec<_> = road.tried().into_iter().map(|one| one.id).collect();
    let of_first = office.open_certificate(&first).unwrap().submission_id.unwrap();
    let end = office.outbox(Window::first(9), true).unwrap().rows.rows;
    let end = end.iter().find(|row| row.kind == "cancel").unwrap().id;
    let at = |id| ids.iter().position(|one| *one == id).unwrap();
    assert!(at(of_first) < at(end), "its end does not overtake it");
    office.set_partner(office.partner().unwrap(), None).unwrap();
    office.send_over(&road.transport()).await.unwrap();
    assert_eq!(road.tried().len(), 3, "once");
}

#[tokio::test]
async fn a_road_that_stands_still_until_somebody_acts_says_so_on_every_line() {
    let world = World::new();
    let office = world.chamber();
    let numbers = [issued(&office), issued(&office)];
    let road = Road::new();
    road.will(&[End::NotSent(Class::Version, Scope::Route); 2]);
    office.send_over(&road.transport()).await.unwrap();
    let outbox = office.outbox(Window::first(9), true).unwrap();
    assert_eq!(outbox.needs_you, 2);
    for row in outbox.rows.rows {
        assert_eq!((row.state.code.as_str(), row.what_now.code.as_str()), ("delivery.needs_you", "now.update"));
        assert_eq!(row.next_try, None, "nobody will try by themselves");
    }
    let register = office.search_certificates("", &Default::default(), Window::first(9)).unwrap().rows;
    assert!(register.iter().all(|row| row.delivery.code == "delivery.needs_you"));
    assert_eq!(office.open_certificate(&numbers[0]).unwrap().lamps.gateway.word.code, "lamp.blocked");
    assert_eq!(office.send_over(&road.transport()).await.unwrap().accepted, 2, "somebody put it right");
    assert_eq!(office.outbox(Window::first(9), true).unwrap().needs_you, 0);
}

#[tokio::test]
async fn the_end_of_a_certificate_whose_submission_was_refused_still_leaves() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::Refuse("signer-not-authorised")]);
    assert_eq!(office.send_over(&road.transport()).await.unwrap().rejected, 1);
    world.clock.pass(60_000);
    office.cancel(&number, "ERR", &key_of(&office), &pin()).unwrap();
    assert_eq!(office.send_over(&road.transport()).await.unwrap().accepted, 1, "its holder has the signed paper");
    assert_eq!(office.outbox(Window::first(9), true).unwrap().needs_you, 0, "nobody is waited for");
}

#[test]
fn after_a_full_disk_the_last_space_is_kept_before_anything_new_is_issued() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let ballast = office.dir().join("ballast");
    assert!(ballast.exists());
    office.set_quota(1).unwrap();
    assert_eq!(office.issue(draft, stamp, &key_of(&office), &pin()).unwrap_err().code(), ErrorCode::DiskFull);
    assert!(!ballast.exists(), "it was let go, for receipts");
    office.set_quota(1_000_000).unwrap();
    office.issue(draft, stamp, &key_of(&office), &pin()).unwrap();
    assert!(ballast.exists());
}

#[test]
fn the_list_in_force_handed_in_again_is_no_fault() {
    let world = World::new();
    let chamber = world.chamber();
    let held = chamber.trust_list().unwrap();
    let again = chamber.import_trust(&sign_trust_list(&held, &[&world.root]).unwrap()).unwrap();
    assert_eq!((again.n, again.difference), (held.n, Default::default()));
    assert!(!happened(&chamber).contains(&"trust.refused".to_owned()));
}

/// A gateway whose store was made anew, and over whose proofs this program stumbles.
struct Anew(Arc<Road>, AtomicBool);

fn anew(road: &Arc<Road>) -> Arc<Anew> {
    Arc::new(Anew(road.clone(), AtomicBool::new(true)))
}

impl GatewayTransport for Anew {
    fn caps(&self) -> Caps {
        self.0.caps()
    }

    fn submit<'a>(&'a self, envelope: &'a Envelope, at: &'a AttemptCtx) -> Answering<'a, SubmitOutcome> {
        self.0.submit(envelope, at)
    }

    fn query<'a>(&'a self, key: &'a SubmissionKey) -> Answering<'a, QueryOutcome> {
        self.0.query(key)
    }

    fn void<'a>(&'a self, key: &'a SubmissionKey, why: &'a VoidReason) -> Answering<'a, VoidOutcome> {
        self.0.void(key, why)
    }

    fn fetch<'a>(
        &'a self,
        inbox: &'a str,
        from: Option<&'a str>,
        max: u32,
        wait: Duration,
    ) -> Answering<'a, Result<tamga_courier::Batch, Fault>> {
        if from.is_none_or(|cursor| cursor.starts_with("anew")) {
            let from = from.and_then(|cursor| cursor.strip_prefix("anew"));
            return Box::pin(async move {
                let page = self.0.fetch(inbox, from, max, wait).await?;
                Ok(tamga_courier::Batch { cursor: format!("anew{}", page.cursor), more: true, ..page })
            });
        }
        let mut fault = Fault::seen(Scope::Item, Class::Operator, true, "not a cursor of this list");
        fault.raw.code = Some("bad-request".to_owned());
        Box::pin(std::future::ready(Err(fault)))
    }

    fn get<'a>(&'a self, sha256: &'a str) -> Answering<'a, Result<Fetched, Fault>> {
        self.0.get(sha256)
    }

    fn ack<'a>(&'a self, acks: &'a [Ack]) -> Answering<'a, Result<(), Fault>> {
        self.0.ack(acks)
    }

    fn prove(&self, key: &SubmissionKey, jws: &str) -> Result<Evidence, NotProven> {
        assert!(!jws.starts_with("stumble") || !self.1.load(Ordering::Relaxed), "as a fault of our own would");
        self.0.prove(key, jws)
    }
}

#[tokio::test]
async fn a_gateway_whose_store_was_made_anew_is_read_from_the_start_and_brings_nothing_twice() {
    let world = World::new();
    let chamber = world.chamber();
    let (number, bytes) = signed(&chamber);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    receive(&post, &road, "posts").await;
    let anew: Arc<dyn GatewayTransport> = anew(&road);
    let (second, other) = signed(&chamber);
    road.put(submission(Kind::Issue, (CHAMBER, &second, 1), &other, true));
    let report = post.receive_over(&anew, &["posts".to_owned()]).await.unwrap();
    assert_eq!((report.received, report.usable), (1, 1), "only what is new");
    assert!(happened(&post).contains(&"inbox.gap".to_owned()), "and it is written down");
    assert_eq!(post.search_received("", &Default::default(), Window::first(5)).unwrap().total, 2);
}

#[tokio::test]
async fn an_item_over_which_this_program_stumbles_stops_no_other_and_is_not_acknowledged() {
    let world = World::new();
    let chamber = world.chamber();
    let numbers = [issued(&chamber), issued(&chamber)];
    let road = Road::new();
    chamber.send_over(&road.transport()).await.unwrap();
    let ids = numbers.each_ref().map(|number| chamber.open_certificate(number).unwrap().submission_id.unwrap());
    road.put(event(ids[0], "delivered", &["stumble", "delivery"]));
    road.put(event(ids[1], "delivered", &["delivery"]));
    let odd = anew(&road);
    let transport: Arc<dyn GatewayTransport> = odd.clone();
    let report = chamber.receive_over(&transport, &["own".to_owned()]).await.unwrap();
    assert_eq!((report.received, report.acknowledged), (2, 1));
    let delivery = |number: &str| chamber.open_certificate(number).unwrap().delivery.code;
    assert_eq!(
        (delivery(&numbers[0]).as_str(), delivery(&numbers[1]).as_str()),
        ("delivery.gateway", "delivery.delivered")
    );
    odd.1.store(false, Ordering::Relaxed);
    chamber.receive_over(&transport, &["own".to_owned()]).await.unwrap();
    assert_eq!(delivery(&numbers[0]), "delivery.delivered", "once the fault is mended it is taken in");
}

/// An officer of customs whose key a test can sign with, named in the chamber's next list.
fn customs_officer(world: &World, chamber: &Office) -> Batch {
    let file = world.customs.key_file(person("O. Other", "Customs"), life(), &pin()).unwrap();
    let history = chamber.trust_history();
    let held = history.newest().unwrap();
    let mut list = held.list.clone();
    list.n += 1;
    list.prev = held.digest.clone();
    list.issuers[1].officers.push(TrustedOfficer {
        id: "2".to_owned(),
        name: "O. Other".to_owned(),
        certificate: sha256_hex(&file.certificate),
        span: span(),
        ..TrustedOfficer::default()
    });
    chamber.import_trust(&sign_trust_list(&list, &[&world.root]).unwrap()).unwrap();
    let (_, wrapped) = import_key_file(&file.pkcs12, &pin(), &pin(), QUICK, &SystemRandom::new()).unwrap();
    unlock(&wrapped, &pin()).unwrap()
}

fn answer(number: &str, submission: &str, running: u64) -> Answer {
    Answer {
        document_id: "a".repeat(32),
        kind: AnswerKind::Utilisation,
        number: running,
        from: CUSTOMS.to_owned(),
        issuer: CHAMBER.to_owned(),
        co_number: number.to_owned(),
        revision: 1,
        submission_id: submission.to_owned(),
        outcome: Outcome::Accepted,
        reason: String::new(),
        note: String::new(),
        items: vec![ItemUse {
            sequence: 1,
            quantity: Decimal::parse("10").unwrap(),
            unit: "KGM".to_owned(),
            granted: true,
            reason: String::new(),
            declaration: "D-1".to_owned(),
            declared_on: Some(noon().date()),
        }],
        at: noon(),
    }
}

fn answered(answer: &Answer, by: &mut Batch) -> tamga_courier::Item {
    let bytes = sign_co(&co_xml::write_answer(answer).unwrap(), noon(), by).unwrap().bytes;
    submission(Kind::Response, (CHAMBER, &answer.co_number, 1), &bytes, true)
}

#[tokio::test]
async fn an_attempt_that_broke_off_is_made_again_in_the_same_run() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::Nothing]);
    let pass = {
        let (office, road) = (office.clone(), road.transport());
        tokio::spawn(async move { office.send_over(&road).await })
    };
    while road.tried().is_empty() {
        tokio::task::yield_now().await;
    }
    let meanwhile = office.send_over(&road.transport()).await.unwrap();
    assert_eq!((meanwhile.accepted, road.tried().len()), (0, 1), "what is under way is left alone");
    pass.abort();
    assert!(pass.await.is_err(), "somebody gave the pass up");
    let report = office.send_over(&road.transport()).await.unwrap();
    assert_eq!((report.accepted, report.waiting), (1, 0));
    assert_eq!(road.tried()[0].bytes, road.tried()[1].bytes);
    assert_eq!(office.open_certificate(&number).unwrap().delivery.code, "delivery.gateway");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_pins_at_once_are_counted_one_by_one() {
    let world = World::new();
    let office = world.chamber();
    let (draft, stamp) = ready_draft(&office);
    let key = key_of(&office);
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..12 {
        let (office, key) = (office.clone(), key.clone());
        tries.spawn_blocking(move || {
            let wrong = Secret::new("not the right passphrase".to_owned());
            office.issue(draft, stamp, &key, &wrong).unwrap_err().code()
        });
    }
    let codes = tries.join_all().await;
    let tried = codes.iter().filter(|code| **code == ErrorCode::PinWrong).count();
    assert_eq!(tried, 5, "after five the others have to wait: {codes:?}");
}

#[tokio::test]
async fn taking_the_key_for_answers_in_twice_leaves_one_that_opens() {
    let world = World::new();
    let chamber = world.chamber();
    let (number, bytes) = signed(&chamber);
    let post = world.post();
    let first = world.customs.key_file(person("A. Clerk", "Customs"), life(), &pin()).unwrap();
    let one = post.set_answer_key(&first.pkcs12, &pin()).unwrap();
    let again = post.set_answer_key(&first.pkcs12, &pin()).unwrap();
    assert_eq!(one.id, again.id);
    drop(post);
    let post = world.open("post");
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    receive(&post, &road, "posts").await;
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 1, "it is answered");
}

#[tokio::test]
async fn a_sealed_certificate_that_counts_its_items_wrongly_stops_no_other() {
    let world = World::new();
    let chamber = world.chamber();
    let ((first, bytes), (second, good)) = (signed(&chamber), signed(&chamber));
    let twice = resigned(&world, &bytes, |certificate| {
        certificate.items.iter_mut().for_each(|item| item.sequence = 1);
    });
    let none = resigned(&world, &bytes, |certificate| {
        certificate.revision = 2;
        certificate.items.iter_mut().for_each(|item| item.sequence = 0);
    });
    let endless = resigned(&world, &bytes, |certificate| {
        certificate.revision = 3;
        let packages = || Packages { count: Some(u64::MAX), kind: "CT".to_owned(), ..Packages::default() };
        for item in &mut certificate.items {
            item.quantities.clear();
            (item.gross_mass, item.net_mass) = (None, None);
            item.packages = vec![packages(), packages()];
        }
    });
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &first, 1), &twice, true));
    road.put(submission(Kind::Replace, (CHAMBER, &first, 2), &none, true));
    road.put(submission(Kind::Replace, (CHAMBER, &first, 3), &endless, true));
    road.put(submission(Kind::Issue, (CHAMBER, &second, 1), &good, true));
    receive(&post, &road, "posts").await;
    assert!(post.open_received(&second).unwrap().can_decide, "the good one behind them is there");
    assert!(!post.open_received(&first).unwrap().can_decide, "rules refuse them, and the register shows them");
    assert_eq!(outcomes(&road.acks()), [AckOutcome::Stored; 4]);
}

#[tokio::test]
async fn a_sealed_statement_is_no_certificate_whatever_its_envelope_says() {
    let world = World::new();
    let chamber = world.chamber();
    let (number, _) = signed(&chamber);
    chamber.cancel(&number, "NSH", &key_of(&chamber), &pin()).unwrap();
    let statement = world.statement(&chamber, &number);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, "HCT2026000077", 1), &statement, true));
    receive(&post, &road, "posts").await;
    assert_eq!(outcomes(&road.acks()), [AckOutcome::Unreadable]);
    assert_eq!(post.search_received("", &Default::default(), Window::first(5)).unwrap().total, 0);
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 0, "nothing is accepted");
}

#[tokio::test]
async fn without_a_key_for_answers_certificates_are_received_and_answered_when_there_is_one_again() {
    let world = World::new();
    let chamber = world.chamber();
    let (number, bytes) = signed(&chamber);
    let post = world.post();
    let secrets = post.dir().join("secrets.plain");
    let hidden = world.path("hidden");
    std::fs::create_dir(&hidden).unwrap();
    let of_answers = |dir: &std::path::Path| {
        let all = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
        all.filter(|path| path.file_name().unwrap().to_string_lossy().contains("answer")).collect::<Vec<_>>()
    };
    for file in of_answers(&secrets) {
        std::fs::rename(&file, hidden.join(file.file_name().unwrap())).unwrap();
    }
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    receive(&post, &road, "posts").await;
    let view = post.open_received(&number).unwrap();
    assert!(view.can_decide, "a key of ours is nothing the certificate can help");
    assert_eq!(outcomes(&road.acks()), [AckOutcome::Stored]);
    let item = ItemDecision {
        sequence: 1,
        quantity: Decimal::parse("10").unwrap(),
        unit: "KGM".to_owned(),
        granted: true,
        reason: String::new(),
    };
    let decision = Decision {
        number: number.clone(),
        stamp: view.stamp,
        declaration: "D-1".to_owned(),
        declared_on: noon().date(),
        items: vec![item],
        note: String::new(),
    };
    assert_eq!(post.decide(&decision).unwrap().submission_id, None);
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 0);

    drop(post);
    for file in of_answers(&hidden) {
        std::fs::rename(&file, secrets.join(file.file_name().unwrap())).unwrap();
    }
    let post = world.open("post");
    receive(&post, &road, "posts").await;
    let kinds = |post: &Office| {
        let rows = post.outbox(Window::first(5), true).unwrap().rows.rows;
        rows.into_iter().map(|row| row.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&post), ["utilisation", "answer"], "what was owed is answered");
    drop(post);
    let post = world.open("post");
    receive(&post, &road, "posts").await;
    assert_eq!(kinds(&post).len(), 2, "once");
}

#[tokio::test]
async fn a_file_that_was_decided_on_is_answered_when_its_submission_comes() {
    let world = World::new();
    let chamber = world.chamber();
    let (number, bytes) = signed(&chamber);
    let post = world.post();
    let view = post.check_file(&bytes, true).unwrap().found.unwrap();
    let refused = ItemDecision {
        sequence: 1,
        quantity: Decimal::ZERO,
        unit: "KGM".to_owned(),
        granted: false,
        reason: "MIS".to_owned(),
    };
    let decision = Decision {
        number: number.clone(),
        stamp: view.stamp,
        declaration: "D-1".to_owned(),
        declared_on: noon().date(),
        items: vec![refused],
        note: String::new(),
    };
    post.decide(&decision).unwrap();
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    receive(&post, &road, "posts").await;
    let rows = post.outbox(Window::first(5), true).unwrap().rows.rows;
    assert_eq!(rows.iter().map(|row| row.kind.as_str()).collect::<Vec<_>>(), ["utilisation", "answer"]);
    assert_eq!(post.search_received("", &Default::default(), Window::first(5)).unwrap().total, 1);
}

#[tokio::test]
async fn an_answer_that_makes_no_sense_stops_no_other() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let id = chamber.open_certificate(&number).unwrap().submission_id.unwrap().to_string();
    let mut customs = customs_officer(&world, &chamber);
    let road = Road::new();
    let mut senseless = answer(&number, &id, 1);
    senseless.items[0].declaration = String::new();
    road.put(answered(&senseless, &mut customs));
    senseless.items[0] = ItemUse { sequence: 0, ..answer(&number, &id, 1).items.remove(0) };
    road.put(answered(&senseless, &mut customs));
    road.put(answered(&answer(&number, &id, 2), &mut customs));
    receive(&chamber, &road, "own").await;
    assert_eq!(outcomes(&road.acks()).len(), 3);
    let uses = chamber.open_certificate(&number).unwrap().uses;
    assert_eq!(uses.iter().map(|one| one.quantity.to_string()).collect::<Vec<_>>(), ["10"]);
}

#[tokio::test]
async fn an_answer_counts_for_the_certificate_its_submission_carried_and_no_other() {
    let world = World::new();
    let chamber = world.chamber();
    let (one, other) = (issued(&chamber), issued(&chamber));
    let id = |number: &str| chamber.open_certificate(number).unwrap().submission_id.unwrap().to_string();
    let mut customs = customs_officer(&world, &chamber);
    let road = Road::new();
    road.put(answered(&answer(&other, &id(&one), 1), &mut customs));
    let by_itself = Answer { from: CHAMBER.to_owned(), ..answer(&one, &id(&one), 2) };
    road.put(answered(&by_itself, &mut world.unlocked_officer()));
    receive(&chamber, &road, "own").await;
    for number in [&one, &other] {
        let view = chamber.open_certificate(number).unwrap();
        assert!(view.uses.is_empty() && view.delivery.code == "delivery.waiting", "{number}: {view:?}");
    }
    let apart = happened(&chamber).into_iter().filter(|code| code == "answer.quarantined").count();
    assert_eq!(apart, 2, "they are kept apart and written down");
}

#[tokio::test]
async fn of_two_answers_about_one_declaration_the_later_one_counts_whichever_came_first() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let id = chamber.open_certificate(&number).unwrap().submission_id.unwrap().to_string();
    let mut customs = customs_officer(&world, &chamber);
    let granted = answer(&number, &id, 2);
    let mut refused = answer(&number, &id, 1);
    refused.outcome = Outcome::Refused;
    refused.reason = "MIS".to_owned();
    refused.items[0] =
        ItemUse { granted: false, reason: "MIS".to_owned(), quantity: Decimal::ZERO, ..refused.items[0].clone() };
    let road = Road::new();
    for late in [&granted, &refused] {
        road.put(answered(late, &mut customs));
        receive(&chamber, &road, "own").await;
    }
    let view = chamber.open_certificate(&number).unwrap();
    assert_eq!(view.uses.iter().map(|one| one.granted).collect::<Vec<_>>(), [true], "{:?}", view.uses);
    assert_eq!(view.lamps.customs.word.code, "lamp.accepted");
}

#[tokio::test]
async fn two_contents_that_a_list_heals_are_both_answered_by_nobody() {
    let world = World::new();
    let chamber = world.chamber();
    let (number, bytes) = signed(&chamber);
    let other = resigned(&world, &bytes, |certificate| certificate.remarks = vec!["other".to_owned()]);
    let post = world.stranger();
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &other, true));
    receive(&post, &road, "posts").await;
    world.take_list(&post, &world.list(1, None));
    assert_eq!(post.open_received(&number).unwrap().verdict.headline.code, "verdict.conflict");
    let answers = post.outbox(Window::first(5), true).unwrap().rows.rows;
    assert!(answers.len() <= 1, "the second one contradicts the first, and nobody accepts it: {answers:?}");
}
