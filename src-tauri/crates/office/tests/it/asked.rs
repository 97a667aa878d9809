//! Answers to questions and requests are believed from whom they must come, about what was asked, and in their turn.

use std::sync::Arc;

use tamga_courier::{Item, ItemDocument, ItemKind};
use tamga_formats::co_xml;
use tamga_office::questions::AskedQuestion;
use tamga_office::verifications::NewRequest;
use tamga_office::{Office, OfficeError, Window};
use tamga_origin::states::ItemReply;
use tamga_origin::trust::{KeyUse, TrustedNode};
use tamga_origin::{Date, Inquiry, InquiryBody, VerificationReply};
use tamga_protocol::{CertificateStanding, Device, DocumentPart, Envelope, InReplyTo, Kind, StatusClaims};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{PlainKey, SystemRandom, Typ, sign_co, sign_jws};
use uuid::Uuid;

use crate::help::{CHAMBER, World, happened, issued, noon, partner, secret, span};
use crate::road::{Road, submission};

/// A post that believes a gateway of each country, with a way to ask; and the gateways' keys.
fn post(world: &World) -> (Arc<Office>, PlainKey, PlainKey) {
    let post = world.stranger();
    let [au, cn] = [(); 2].map(|()| PlainKey::generate(&SystemRandom::new()).unwrap());
    let node = |id: &str, country: &str, key: &PlainKey| TrustedNode {
        id: id.to_owned(),
        role: "national".to_owned(),
        country: country.to_owned(),
        keys: vec![key.trusted(&[KeyUse::Receipt, KeyUse::Status], span())],
        ..TrustedNode::default()
    };
    let mut list = world.list(1, None);
    list.gateways = vec![node("gw.au", "AU", &au), node("gw.cn", "CN", &cn)];
    world.believe(&post, &list);
    let routes = partner(&["own", "posts"], "answers", "AU", "co.response co.verify co.query");
    post.set_partner(routes, secret()).unwrap();
    (post, au, cn)
}

async fn receive(post: &Arc<Office>, road: &Arc<Road>) {
    post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
}

fn word(gateway: &str, number: &str, status: CertificateStanding, key: &PlainKey) -> String {
    let claims = StatusClaims {
        iss: gateway.to_owned(),
        issuer: CHAMBER.to_owned(),
        co_number: number.to_owned(),
        revision: 1,
        status,
        successor: None,
        dig: None,
        as_of: noon().rfc3339(),
        at: noon().rfc3339(),
    };
    sign_jws(&serde_json::to_vec(&claims).unwrap(), Typ::Status, key)
}

/// The answer to a question as a gateway puts it into the box.
fn answer(question: Uuid, running: u64, statement: &str) -> Item {
    let document = DocumentPart::inline(sha256_hex(statement.as_bytes()), "application/jose", statement.as_bytes());
    let envelope = Envelope {
        kind: Kind::QueryAnswer,
        route: String::new(),
        agreement: "*".to_owned(),
        issuer: CHAMBER.to_owned(),
        co_number: "HCT-1".to_owned(),
        revision: 1,
        document: document.clone(),
        attachments: Vec::new(),
        replaces: None,
        depends_on: None,
        in_reply_to: Some(InReplyTo {
            item_id: question,
            issuer: CHAMBER.to_owned(),
            co_number: "HCT-1".to_owned(),
            revision: 1,
        }),
        number: Some(running),
        issued_at: noon().rfc3339(),
        issued_offline: false,
        device: Device { id: Uuid::nil(), epoch: 1, seq: running },
        conversation: None,
        crit: Vec::new(),
    };
    Item {
        item_id: Uuid::from_u128(1_000 + u128::from(running)),
        kind: ItemKind::Submission,
        at: noon(),
        submission_id: Some(Uuid::from_u128(2_000 + u128::from(running))),
        envelope: Some(envelope.freeze().unwrap().into_vec()),
        documents: vec![ItemDocument {
            sha256: document.sha256,
            size: document.size,
            media_type: document.media_type,
            content: Some(statement.as_bytes().to_vec()),
        }],
        receipts: Vec::new(),
        event: None,
    }
}

#[tokio::test]
async fn only_a_gateway_of_the_issuing_country_answers_a_question_and_only_the_one_asked() {
    let world = World::new();
    let (post, au, cn) = post(&world);
    let asked = AskedQuestion {
        issuer: CHAMBER.to_owned(),
        number: " HCT-1 ".to_owned(),
        issue_day: Date::new(2026, 5, 4).unwrap(),
        reason: "no copy".to_owned(),
        declaration: String::new(),
    };
    for wrong in [
        AskedQuestion { number: String::new(), ..asked.clone() },
        AskedQuestion { reason: "x".repeat(501), ..asked.clone() },
        AskedQuestion { issuer: "NOBODY".to_owned(), ..asked.clone() },
    ] {
        assert!(matches!(post.ask_question(&wrong), Err(OfficeError::Entry(_))), "{wrong:?}");
    }
    let question = post.ask_question(&asked).unwrap();
    let standing = || post.questions(Window::first(9)).unwrap().rows.remove(0).standing;
    let road = Road::new();
    let stranger = PlainKey::generate(&SystemRandom::new()).unwrap();
    let valid = CertificateStanding::Valid;
    let refused = [
        word("gw.au", "HCT-1", valid, &stranger),
        word("gw.cn", "HCT-1", valid, &cn),
        word("gw.au", "HCT-2", valid, &au),
        "no statement".to_owned(),
    ];
    for (running, statement) in (1..).zip(&refused) {
        road.put(answer(question, running, statement));
    }
    receive(&post, &road).await;
    assert_eq!(standing(), None, "none of them counts");
    let apart = happened(&post).iter().filter(|code| *code == "answer.quarantined").count();
    assert_eq!(apart, refused.len(), "each is kept, and nobody is told that it was unreadable");
    road.put(answer(question, 8, &word("gw.au", "HCT-1", CertificateStanding::Cancelled, &au)));
    receive(&post, &road).await;
    let said = standing().expect("the answer");
    assert_eq!((said.word.code.as_str(), said.signer.as_str()), ("standing.cancelled", "gw.au"));
    // What was said once stays, whatever comes later; whoever wants to know again asks again.
    road.put(answer(question, 9, &word("gw.au", "HCT-1", valid, &au)));
    receive(&post, &road).await;
    assert_eq!(standing().unwrap().word.code, "standing.cancelled");
}

#[tokio::test]
async fn a_question_nobody_can_be_asked_is_said_at_once() {
    let world = World::new();
    let post = world.post();
    let asked = AskedQuestion {
        issuer: CHAMBER.to_owned(),
        number: "HCT-1".to_owned(),
        issue_day: Date::new(2026, 5, 4).unwrap(),
        reason: "no copy".to_owned(),
        declaration: String::new(),
    };
    let told = post.ask_question(&asked);
    assert!(matches!(told, Err(OfficeError::Entry("question_entry.no_way"))), "{told:?}");
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 0, "nothing waits that cannot go");
}

#[tokio::test]
async fn a_reply_counts_about_its_case_for_every_item_and_in_its_turn() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let (post, ..) = post(&world);
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &chamber.certificate_xml(&number).unwrap(), true));
    receive(&post, &road).await;
    let items: Vec<u32> = post.open_received(&number).unwrap().balance.iter().map(|one| one.sequence).collect();
    let request = NewRequest {
        number: number.clone(),
        grounds: "the stamp".to_owned(),
        items: items.clone(),
        papers: String::new(),
        declaration: String::new(),
        due: post.today().plus_days(30).unwrap(),
    };
    let case = post.ask_to_verify(&request).unwrap();
    let mut running = 0;
    let mut reply = |case: &str, interim: bool, items: &[u32], from: &str| {
        running += 1;
        let inquiry = Inquiry {
            document_id: format!("{running:032x}"),
            number: running,
            from: from.to_owned(),
            issuer: CHAMBER.to_owned(),
            co_number: number.clone(),
            revision: 1,
            body: InquiryBody::Reply(VerificationReply {
                case: case.to_owned(),
                interim,
                items: items.iter().map(|item| (*item, ItemReply::Confirmed)).collect(),
                note: String::new(),
                due: interim.then(|| post.today().plus_days(60).unwrap()),
            }),
            at: noon(),
        };
        let unsigned = co_xml::write_inquiry(&inquiry).unwrap();
        let bytes = sign_co(&unsigned, noon(), &mut world.unlocked_officer()).unwrap().bytes;
        road.put(submission(Kind::VerifyAnswer, (CHAMBER, &number, 1), &bytes, true));
        bytes
    };
    reply("0123456789abcdef0123456789abcdef", false, &items, CHAMBER);
    reply(&case, false, &items, "SOMEBODY");
    reply(&case, false, &[], CHAMBER);
    receive(&post, &road).await;
    let here = post.verification(&case, true).unwrap();
    assert_eq!((here.state.code.as_str(), here.replies.len()), ("verification.sent", 0), "none of them counts");
    let good = reply(&case, false, &items, CHAMBER);
    // The same once more, and a word for the time being that was overtaken on its way.
    road.put(submission(Kind::VerifyAnswer, (CHAMBER, &number, 1), &good, true));
    receive(&post, &road).await;
    let here = post.verification(&case, true).unwrap();
    assert_eq!((here.state.code.as_str(), here.replies.len()), ("verification.answered", 1));
    reply(&case, true, &[], CHAMBER);
    receive(&post, &road).await;
    let here = post.verification(&case, true).unwrap();
    assert_eq!((here.state.code.as_str(), here.replies.len()), ("verification.answered", 1));
    let apart = happened(&post).iter().filter(|code| *code == "answer.quarantined").count();
    assert_eq!(apart, 4);
}
