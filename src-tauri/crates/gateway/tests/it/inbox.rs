//! The inbox (gateway 2.11): order, cursors, waiting, acknowledgements, documents, answers.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_origin::Outcome;
use tamga_protocol::{
    Ack, AckOutcome, AckResult, AckWord, Envelope, InboxPage, ItemType, ProblemType, SubmissionState,
};
use uuid::Uuid;

use crate::documents::{Who, answer, frozen, issue};
use crate::house::{House, Open};

fn id() -> Uuid {
    Uuid::new_v4()
}

fn submissions(page: &InboxPage) -> Vec<Uuid> {
    page.items.iter().filter(|item| item.item_type == ItemType::Submission).filter_map(|i| i.submission_id).collect()
}

pub async fn items_come_in_order_and_reading_changes_nothing(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let mut sent = Vec::new();
    for n in 0..5 {
        let (one, envelope) = (id(), issue(&format!("24C{n}")));
        desk.put(one, &envelope).await.accepted(201);
        sent.push((one, frozen(&envelope)));
    }
    let ids: Vec<Uuid> = sent.iter().map(|(id, _)| *id).collect();
    let whole = post.inbox("?box=posts").await;
    assert_eq!(submissions(&whole), ids);
    assert_eq!((whole.more, whole.high_water), (false, 5));
    for (item, (_, bytes)) in whole.items.iter().zip(&sent) {
        assert_eq!(STANDARD.decode(item.envelope.as_ref().unwrap()).unwrap(), *bytes, "byte for byte");
        assert_eq!(item.receipts.len(), 1);
    }
    let first = post.inbox("?box=posts&limit=2").await;
    assert_eq!((submissions(&first), first.more), (ids[..2].to_vec(), true));
    let second = post.inbox(&format!("?box=posts&limit=2&after={}", first.next_cursor)).await;
    assert_eq!((submissions(&second), second.more), (ids[2..4].to_vec(), true));
    let last = post.inbox(&format!("?box=posts&limit=2&after={}", second.next_cursor)).await;
    assert_eq!((submissions(&last), last.more), (ids[4..].to_vec(), false));
    let end = post.inbox(&format!("?box=posts&after={}", last.next_cursor)).await;
    assert!(end.items.is_empty() && !end.more);
    assert_eq!(end.next_cursor, last.next_cursor, "an empty page moves nobody");
    assert_eq!(post.inbox("?box=posts").await, whole, "reading changes nothing");
    assert_eq!(post.inbox(&format!("?box=posts&after={}", whole.oldest_available)).await.items, whole.items);
}

pub async fn a_shared_box_is_read_by_each_at_its_own_pace(open: Open) {
    let house = House::open(open).await;
    let (desk, one, two) = (house.desk("desk-1").await, house.desk("post-1").await, house.desk("post-2").await);
    desk.put(id(), &issue("24C1")).await.accepted(201);
    let page = one.inbox("?box=posts").await;
    let item = page.items[0].item_id;
    let told = one.send("POST", "/v1/inbox/acks", &[ack(item, AckOutcome::Stored)]).await;
    assert_eq!(told.json::<Vec<AckResult>>()[0].result, AckWord::Recorded);
    let other = two.inbox("?box=posts").await;
    assert_eq!(other.items, page.items, "the same item, still there for the other");
    let told = two.send("POST", "/v1/inbox/acks", &[ack(item, AckOutcome::Stored)]).await;
    assert_eq!(told.json::<Vec<AckResult>>()[0].result, AckWord::Recorded);
}

fn ack(item_id: Uuid, outcome: AckOutcome) -> Ack {
    Ack { item_id, outcome, detail: None }
}

pub async fn a_cursor_of_another_box_or_made_up_is_not_read(open: Open) {
    let house = House::open(open).await;
    let post = house.desk("post-1").await;
    let own = post.inbox("?box=own").await.next_cursor;
    for cursor in [own.as_str(), "MS4x", "", "%00"] {
        post.get(&format!("/v1/inbox?box=posts&after={cursor}")).await.problem(ProblemType::BadRequest);
    }
    post.get("/v1/inbox?box=nowhere").await.problem(ProblemType::NotFound);
    post.get("/v1/inbox?box=posts&limit=many").await.problem(ProblemType::BadRequest);
    post.get("/v1/inbox?box=posts&wait=-1").await.problem(ProblemType::BadRequest);
}

pub async fn a_wait_ends_when_something_comes(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let begun = Instant::now();
    let waiting = tokio::spawn(async move { post.inbox("?box=posts&wait=30").await });
    let one = id();
    desk.put(one, &issue("24C1")).await.accepted(201);
    assert_eq!(submissions(&waiting.await.unwrap()), [one]);
    assert!(begun.elapsed() < Duration::from_secs(25), "it did not wait to the end");
}

pub async fn a_wait_ends_with_its_time_and_with_the_gateway(open: Open) {
    let mut house = House::open(open).await;
    let post = house.desk("post-1").await;
    let begun = Instant::now();
    assert!(post.inbox("?box=posts&wait=1").await.items.is_empty());
    assert!(begun.elapsed() >= Duration::from_secs(1));
    let waiting = tokio::spawn(async move { post.inbox("?box=posts&wait=60").await });
    house.running.take().unwrap().stop().await;
    assert!(begun.elapsed() < Duration::from_secs(30));
    // The connection may have been refused before the wait began; what counts is that nobody hangs.
    let _ = waiting.await;
}

pub async fn acknowledgements_are_idempotent_and_stored_overrides_unreadable(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    desk.put(id(), &issue("24C1")).await.accepted(201);
    desk.put(id(), &issue("24C2")).await.accepted(201);
    let items: Vec<Uuid> = post.inbox("?box=posts").await.items.iter().map(|item| item.item_id).collect();
    let (a, b, stranger) = (items[0], items[1], id());
    let note = async |acks: Vec<Ack>| {
        let told = post.send("POST", "/v1/inbox/acks", &acks).await;
        told.json::<Vec<AckResult>>().iter().map(|line| line.result).collect::<Vec<_>>()
    };
    use AckOutcome::{Stored, Unreadable};
    use AckWord::{Already, Recorded, UnknownItem};
    assert_eq!(
        note(vec![ack(b, Stored), ack(a, Unreadable), ack(stranger, Stored)]).await,
        [Recorded, Recorded, UnknownItem]
    );
    assert_eq!(note(vec![ack(a, Unreadable), ack(b, Stored)]).await, [Already, Already]);
    assert_eq!(note(vec![ack(a, Stored), ack(b, Unreadable)]).await, [Recorded, Already]);
    assert_eq!(note(vec![ack(a, Unreadable)]).await, [Already], "and never back");
    assert_eq!(note(Vec::new()).await, []);
    let own: Vec<Uuid> = desk.inbox("?box=own").await.items.iter().map(|item| item.item_id).collect();
    assert_eq!(note(vec![ack(own[0], Stored)]).await, [UnknownItem], "not an item of this client");
    let many = vec![ack(a, Stored); 501];
    post.send("POST", "/v1/inbox/acks", &many).await.problem(ProblemType::BadRequest);
}

pub async fn an_acknowledgement_may_say_whatever_a_text_can_hold(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    desk.put(id(), &issue("24C1")).await.accepted(201);
    let item = post.inbox("?box=posts").await.items[0].item_id;
    let detail = Some("page 2\0 is \u{fffd} and \u{10ffff}".to_owned());
    let note = Ack { detail, ..ack(item, AckOutcome::Unreadable) };
    let told = post.send("POST", "/v1/inbox/acks", &[note]).await;
    assert_eq!(told.json::<Vec<AckResult>>()[0].result, AckWord::Recorded);
}

pub async fn documents_come_inline_up_to_a_size_and_by_digest_beyond_it(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let envelope = issue("24C1");
    let (size, sha256) = (envelope.document.size, envelope.document.sha256.clone());
    desk.put(id(), &envelope).await.accepted(201);
    let document = async |query: String| post.inbox(&query).await.items[0].documents[0].clone();
    let inline = document("?box=posts".into()).await;
    assert_eq!(inline.content, envelope.document.content);
    assert_eq!((inline.size, inline.sha256.clone()), (size, sha256.clone()));
    assert_eq!(document(format!("?box=posts&inlineMax={size}")).await.content, envelope.document.content);
    assert_eq!(document(format!("?box=posts&inlineMax={}", size - 1)).await.content, None);
    assert_eq!(document("?box=posts&inlineMax=0".into()).await.content, None);
    let told = post.get(&format!("/v1/documents/{sha256}")).await;
    assert_eq!(told.0.body, envelope.document.bytes().unwrap().unwrap());
    assert_eq!(told.0.field("content-type"), Some("application/xml"));
    assert_eq!(told.0.field("content-disposition"), Some("attachment"));
    post.get(&format!("/v1/documents/{}", "0".repeat(64))).await.problem(ProblemType::NotFound);
    post.get("/v1/documents/none").await.problem(ProblemType::BadRequest);
}

pub async fn a_reader_skips_nothing_while_many_write(open: Open) {
    const WRITERS: usize = 8;
    const EACH: usize = 6;
    let house = House::open(open).await;
    let post = house.desk("post-1").await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let desk = house.desk(if writer % 2 == 0 { "desk-1" } else { "desk-2" }).await;
        writers.spawn(async move {
            let mut sent = Vec::new();
            for n in 0..EACH {
                let one = id();
                desk.put(one, &issue(&format!("24C-{writer}-{n}"))).await.accepted(201);
                sent.push(one);
            }
            sent
        });
    }
    let reader = tokio::spawn(async move {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        let until = Instant::now() + Duration::from_secs(120);
        while seen.len() < WRITERS * EACH {
            assert!(Instant::now() < until, "only {} came", seen.len());
            let page = post.inbox(&format!("?box=posts&limit=3&wait=5{cursor}")).await;
            seen.extend(submissions(&page));
            cursor = format!("&after={}", page.next_cursor);
        }
        let rest = post.inbox(&format!("?box=posts{cursor}")).await;
        (seen, rest.items.len())
    });
    let sent: HashSet<Uuid> = writers.join_all().await.into_iter().flatten().collect();
    let (seen, rest) = reader.await.unwrap();
    assert_eq!(seen.len(), WRITERS * EACH);
    assert_eq!(seen.iter().copied().collect::<HashSet<_>>(), sent, "each once, none skipped");
    assert_eq!(rest, 0);
}

pub async fn an_answer_goes_to_the_sender_of_the_certificate(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let one = id();
    desk.put(one, &issue("24C1")).await.accepted(201);
    let item = post.inbox("?box=posts").await.items[0].item_id;
    let (two, reply) = (id(), answer("24C1", 1, Outcome::AcceptedWithWarnings, one, item));
    let accepted = post.put(two, &reply).await.accepted(201);
    let claims = crate::house::receipt(&accepted.receipt);
    let key = serde_json::to_value(claims.key).unwrap();
    let expected = serde_json::json!({
        "type": "response", "party": "AU-CUSTOMS", "issuer": "CN-CCPIT", "coNumber": "24C1", "number": 1
    });
    assert_eq!(key, expected);
    let view = desk.view(one).await;
    assert_eq!(view.state, SubmissionState::Answered);
    assert_eq!(view.answers[0].outcome, "accepted_with_warnings");
    let items = desk.inbox("?box=own").await.items;
    let arrived = items.iter().find(|item| item.submission_id == Some(two)).expect("the answer itself");
    assert_eq!(arrived.item_id, view.answers[0].item_id);
    assert_eq!(STANDARD.decode(arrived.envelope.as_ref().unwrap()).unwrap(), frozen(&reply));
    let second = answer("24C1", 2, Outcome::Accepted, one, item);
    post.put(id(), &second).await.accepted(201);
    assert_eq!(desk.view(one).await.answers.len(), 2, "later answers are added");
    let other_words = answer("24C1", 2, Outcome::Refused, one, item);
    post.put(id(), &other_words).await.problem(ProblemType::CoNumberInUse);
}

pub async fn an_answer_to_something_unknown_is_refused(open: Open) {
    let house = House::open(open).await;
    let post = house.desk("post-1").await;
    let told = post.put(id(), &answer("24C1", 1, Outcome::Accepted, id(), id())).await;
    let problem = told.problem(ProblemType::InvalidEnvelope);
    assert_eq!(problem.violations[0].code, "envelope.answer");
}

pub async fn an_answer_of_somebody_who_is_not_customs_is_refused(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let one = id();
    desk.put(one, &issue("24C1")).await.accepted(201);
    let good = answer("24C1", 1, Outcome::Accepted, one, id());
    let renumbered = Envelope { number: Some(2), ..good.clone() };
    post.put(id(), &renumbered).await.problem(ProblemType::InvalidDocument);
    let document = good.document.bytes().unwrap().unwrap();
    let text = String::from_utf8(document).unwrap();
    let start = text.find("<ds:Signature").or_else(|| text.find("<Signature")).expect("a signature");
    let unsigned = format!("{}</MetaData>", &text[..start]);
    let resealed = crate::documents::sealed(unsigned.as_bytes(), Who::Officer);
    let by_another = Envelope {
        document: tamga_protocol::DocumentPart::inline(
            tamga_seal::digest::sha256_hex(&resealed),
            "application/xml",
            &resealed,
        ),
        ..good
    };
    post.put(id(), &by_another).await.problem(ProblemType::SignerNotAuthorised);
    assert!(desk.view(one).await.answers.is_empty());
}
