//! Questions about certificates: how one stands, when nobody can tell at once, and whether one was rightly issued. They
//! travel as messages, are taken once, and their answers come back to whoever asked.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_gateway::everything;
use tamga_protocol::{
    BusinessKey, CertificateStanding, Envelope, InboxItem, Kind, ProblemType, QueuedQuery, StatusClaims,
    SubmissionState,
};
use tamga_seal::Typ;
use uuid::Uuid;

use crate::documents::{cancel, issue, issue_day, query, query_on, verify, verify_answer};
use crate::house::{AU, CN, House, ISSUER, Open, opened, receipt};
use crate::pair::{Pair, is_event, to_au, until_item};

fn id() -> Uuid {
    Uuid::new_v4()
}

fn envelope_of(item: &InboxItem) -> Envelope {
    Envelope::read(&STANDARD.decode(item.envelope.as_ref().expect("an envelope")).unwrap()).unwrap()
}

/// The signed word of an answer to a question, and the envelope it came in.
fn told(item: &InboxItem, by: &str) -> (StatusClaims, Envelope) {
    let envelope = envelope_of(item);
    let statement = String::from_utf8(envelope.document.bytes().unwrap().unwrap()).unwrap();
    (opened(by, Typ::Status, &statement), envelope)
}

fn answers(item: &InboxItem, question: Uuid) -> bool {
    item.envelope.is_some() && {
        let envelope = envelope_of(item);
        envelope.kind == Kind::QueryAnswer && envelope.in_reply_to.is_some_and(|reply| reply.item_id == question)
    }
}

pub async fn a_question_is_answered_by_the_signed_word_of_the_issuing_bodys_gateway(open: Open) {
    let pair = Pair::with(open, |_, _| {}).await;
    let (desk, post) = (pair.cn.desk("desk-1").await, pair.au.desk("post-1").await);
    let certificate = to_au(issue("24C1"));
    desk.put(id(), &certificate).await.accepted(201);
    let one = id();
    let question = query("24C1", 1);
    let accepted = post.put(one, &question).await.accepted(201);
    let key =
        BusinessKey::Query { party: "AU-CUSTOMS".into(), issuer: ISSUER.into(), co_number: "24C1".into(), number: 1 };
    assert_eq!(opened::<tamga_protocol::ReceiptClaims>(AU, Typ::Receipt, &accepted.receipt).key, key);
    let item = until_item(&post, "own", |item| answers(item, one)).await;
    let (claims, answer) = told(&item, CN);
    assert_eq!((claims.iss.as_str(), claims.status), (CN, CertificateStanding::Valid), "the body's own gateway");
    assert_eq!(claims.dig.as_ref(), Some(&certificate.document.sha256));
    assert_eq!(answer.attachments[0].part, certificate.document, "and the certificate goes along");
    until_item(&post, "own", |item| is_event(item, one, "answered")).await;
    let view = post.view(one).await;
    assert_eq!(view.state, SubmissionState::Answered);
    assert_eq!((view.answers[0].item_id, view.answers[0].outcome.as_str()), (item.item_id, "valid"));
    // The same again is the same: the same receipt, and no second answer.
    let again = post.put(one, &question).await.accepted(200);
    assert_eq!(again.receipt, accepted.receipt);
    let alias = post.put(id(), &question).await.accepted(200);
    assert_eq!(alias.duplicate_of, Some(one));
    post.put(id(), &query_on("24C1", 1, "2020-01-01")).await.problem(ProblemType::CoNumberInUse);
    // A wrong day is an unknown number.
    let two = id();
    post.put(two, &query_on("24C1", 2, "2020-01-01")).await.accepted(201);
    let item = until_item(&post, "own", |item| answers(item, two)).await;
    let (claims, answer) = told(&item, CN);
    assert_eq!((claims.status, claims.dig, answer.attachments.len()), (CertificateStanding::Unknown, None, 0));
    let items = post.inbox("?box=own").await.items;
    assert_eq!(items.iter().filter(|item| item.envelope.is_some()).count(), 2, "one answer each");
    assert!(pair.au.desk("post-2").await.inbox("?box=own").await.items.is_empty(), "for the asker alone");
}

pub async fn a_question_waits_until_the_other_gateway_is_there(open: Open) {
    let mut pair = Pair::with(open, |_, _| {}).await;
    let (desk, post) = (pair.cn.desk("desk-1").await, pair.au.desk("post-1").await);
    desk.put(id(), &to_au(issue("24C1"))).await.accepted(201);
    desk.put(id(), &to_au(cancel("24C1", 2))).await.accepted(201);
    pair.cn.running.take().unwrap().stop().await;
    let one = id();
    post.put(one, &query("24C1", 1)).await.accepted(201);
    let path = format!("/v1/certificates/{ISSUER}/24C1?issueDate={}&reason=claim&declaration=D%2F7", issue_day());
    let asked = post.get(&path).await;
    assert_eq!(asked.status(), 202, "{asked:?}");
    let queued: QueuedQuery = asked.json();
    let again: QueuedQuery = post.get(&path).await.json();
    assert_eq!(again, queued, "the same question is kept once");
    let meanwhile = post.get(&queued.links.own).await;
    assert_eq!(meanwhile.status(), 200, "{meanwhile:?}");
    assert_eq!(meanwhile.json::<tamga_protocol::SubmissionView>().state, SubmissionState::Received);
    pair.au.desk("post-2").await.get(&queued.links.own).await.problem(ProblemType::SubmissionUnknown);
    pair.cn.restart(|_| {}).await;
    // What waits is asked again by the clock, and after a restart of the gateway that keeps it.
    pair.au.restart(|_| {}).await;
    let post = pair.au.desk("post-1").await;
    for question in [one, queued.submission_id] {
        let item = until_item(&post, "own", |item| answers(item, question)).await;
        assert_eq!(told(&item, CN).0.status, CertificateStanding::Cancelled);
    }
    let view = post.get(&queued.links.own).await.json::<tamga_protocol::SubmissionView>();
    assert_eq!(view.state, SubmissionState::Answered);
}

pub async fn a_question_about_a_certificate_of_this_country_is_answered_here(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    desk.put(id(), &issue("24C1")).await.accepted(201);
    let one = id();
    let accepted = post.put(one, &query("24C1", 1)).await.accepted(201);
    assert_eq!(receipt(&accepted.receipt).snd, "post-1");
    let item = until_item(&post, "own", |item| answers(item, one)).await;
    assert_eq!(told(&item, CN).0.status, CertificateStanding::Valid);
}

pub async fn a_request_to_verify_goes_to_the_issuer_and_its_reply_comes_back(open: Open) {
    let pair = Pair::with(open, |_, _| {}).await;
    let (desk, post) = (pair.cn.desk("desk-1").await, pair.au.desk("post-1").await);
    let certificate = id();
    desk.put(certificate, &to_au(issue("24C1"))).await.accepted(201);
    let arrived = until_item(&post, "posts", |item| item.submission_id == Some(certificate)).await;
    let one = id();
    let request = verify("24C1", 1, arrived.item_id);
    let accepted = post.put(one, &request).await.accepted(201);
    let asked = until_item(&desk, "own", |item| item.submission_id == Some(one)).await;
    assert_eq!(envelope_of(&asked), request, "byte for byte what the post signed");
    assert_ne!(desk.view(certificate).await.state, SubmissionState::Answered, "a question is no answer");
    until_item(&post, "own", |item| is_event(item, one, "delivered")).await;
    assert_eq!(post.put(one, &request).await.accepted(200).receipt, accepted.receipt);
    let (two, reply) = (id(), to_au(verify_answer("24C1", 1, asked.item_id)));
    desk.put(two, &reply).await.accepted(201);
    let back = until_item(&post, "posts", |item| item.submission_id == Some(two)).await;
    assert_eq!(envelope_of(&back), reply);
    until_item(&desk, "own", |item| is_event(item, two, "delivered")).await;
    // A request and an answer of customs under one running number are two things, and so is a second request.
    post.put(id(), &verify("24C1", 2, arrived.item_id)).await.accepted(201);
    let other = post.put(id(), &verify("24C1", 2, arrived.item_id)).await;
    other.problem(ProblemType::CoNumberInUse);
}

pub async fn what_asks_nothing_or_is_said_by_the_wrong_body_is_refused(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    desk.put(id(), &issue("24C1")).await.accepted(201);
    let request = verify("24C1", 1, id());
    let refused = async |envelope: Envelope, problem: ProblemType| {
        let told = post.put(id(), &envelope).await.problem(problem);
        assert!(told.refusal.is_some(), "{told:?}");
        told.violations[0].code.clone()
    };
    let invalid = ProblemType::InvalidDocument;
    let disguised = Envelope { kind: Kind::Verify, route: "answers".into(), ..query("24C1", 1) };
    assert_eq!(refused(disguised, invalid.clone()).await, "document.kind");
    assert_eq!(refused(Envelope { number: Some(2), ..request.clone() }, invalid.clone()).await, "document.differs");
    let envelope = ProblemType::InvalidEnvelope;
    assert_eq!(refused(Envelope { number: None, ..query("24C1", 1) }, envelope.clone()).await, "envelope.value");
    // Nobody sent a certificate of that number: there is no desk to ask.
    assert_eq!(refused(verify("24C9", 3, id()), envelope).await, "envelope.answer");
    // A word on how a certificate stands is a gateway's to give.
    let forged = Envelope { kind: Kind::QueryAnswer, in_reply_to: request.in_reply_to.clone(), ..query("24C1", 1) };
    assert_eq!(refused(forged, ProblemType::RouteClosed).await, "route.kind");
    // Customs does not reply for the body that issued the certificate.
    let own_reply = crate::documents::reply_of_customs("24C1", 1);
    assert_eq!(refused(own_reply, invalid).await, "document.differs");
    post.put(id(), &request).await.accepted(201);
}

pub async fn what_a_partner_cannot_be_asked_is_said_at_once(open: Open) {
    let without = |word: &str| everything().into_iter().filter(|can| can != word).collect::<Vec<_>>();
    let mut pair = Pair::with(open, |_, au| {
        au.routes[1].capabilities = without("verification");
        au.routes[2].capabilities = without("pull");
    })
    .await;
    let (desk, post) = (pair.cn.desk("desk-1").await, pair.au.desk("post-1").await);
    desk.put(id(), &to_au(issue("24C1"))).await.accepted(201);
    let ids = [id(), id()];
    let wishes = [verify("24C1", 1, id()), query("24C1", 1)];
    for ((one, wish), word) in ids.iter().zip(&wishes).zip(["verification", "pull"]) {
        let problem = post.put(*one, wish).await.problem(ProblemType::Unsupported);
        assert!(problem.detail.unwrap().contains(word), "{word}");
        assert_eq!(problem.refusal, None, "what the partner learns goes later");
    }
    pair.au.restart(|au| au.routes.iter_mut().for_each(|route| route.capabilities = everything())).await;
    let post = pair.au.desk("post-1").await;
    for (one, wish) in ids.iter().zip(&wishes) {
        post.put(*one, wish).await.accepted(201);
    }
}
