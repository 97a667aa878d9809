//! What will not go by itself waits for a person, who decides with a reason and, where it ends something, a second person.

use std::sync::Arc;

use tamga_courier::{Class, EvidenceKind, Item, ItemEvent, ItemKind, Scope};
use tamga_formats::co_xml;
use tamga_office::give_up::GivenUp;
use tamga_office::lamps::LampState;
use tamga_office::outbox::OutboxRow;
use tamga_office::{ErrorCode, Office, Window};
use tamga_protocol::Kind;
use tamga_seal::sign_co;
use uuid::Uuid;

use crate::help::{CHAMBER, World, happened, issued, key_of, noon, pin};
use crate::road::{End, Road, submission};

const SECOND: &str = "Mara Holt";

fn line_of(office: &Office, number: &str) -> OutboxRow {
    office.outbox(Window::first(20), true).unwrap().rows.rows.into_iter().find(|row| row.number == number).unwrap()
}

async fn send(office: &Arc<Office>, road: &Arc<Road>) -> tamga_office::workers::SendReport {
    office.send_over(&road.transport()).await.unwrap()
}

async fn give_up(office: &Arc<Office>, road: &Arc<Road>, id: Uuid) -> Result<GivenUp, ErrorCode> {
    let given_up = office.outbox_give_up_over(&road.transport(), id, SECOND, "the buyer withdrew").await;
    given_up.map_err(|error| error.code())
}

#[tokio::test]
async fn a_conflict_is_settled_by_two_persons_or_tried_again() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::Refuse("co-number-in-use"), End::Refuse("co-number-in-use")]);
    send(&office, &road).await;
    let id = line_of(&office, &number).id;
    let alone = office.outbox_concede(id, &office.facts().told.person, "typed twice").unwrap_err();
    assert_eq!(alone.code(), ErrorCode::NotAllowed, "the person at the desk is no second person");
    assert_eq!(office.outbox_concede(id, SECOND, " ").unwrap_err().code(), ErrorCode::BadRequest);
    assert_eq!(
        give_up(&office, &road, id).await,
        Err(ErrorCode::StateConflict),
        "a conflict is conceded, not given up"
    );
    office.outbox_again(id).unwrap();
    send(&office, &road).await;
    assert_eq!(road.tried().len(), 2, "the same bytes went again");
    assert_eq!(line_of(&office, &number).what_now.code, "now.conflict");
    office.outbox_concede(id, SECOND, "typed twice").unwrap();
    let row = line_of(&office, &number);
    assert_eq!((row.state.code.as_str(), row.lamps.gateway.state), ("delivery.rejected", LampState::Refused));
    assert_eq!(office.outbox_again(id).unwrap_err().code(), ErrorCode::StateConflict, "what is over stays over");
    send(&office, &road).await;
    assert_eq!(road.tried().len(), 2, "it is never sent again");
    assert!(happened(&office).contains(&"outbox.conceded".to_owned()));
}

#[tokio::test]
async fn what_never_left_is_given_up_without_asking_and_what_may_have_left_only_with_a_promise() {
    let world = World::new();
    let office = world.chamber();
    let (at_home, on_its_way) = (issued(&office), issued(&office));
    let road = Road::new();
    let unknown = End::Unknown(Class::Timeout, Scope::Item);
    let home = line_of(&office, &at_home).id;
    assert_eq!(give_up(&office, &road, home).await, Ok(GivenUp::NeverLeft));
    road.will(&[unknown]);
    send(&office, &road).await;
    let away = line_of(&office, &on_its_way).id;
    road.cut(true);
    assert_eq!(give_up(&office, &road, away).await, Err(ErrorCode::Offline));
    assert_eq!(line_of(&office, &on_its_way).state.code, "delivery.unknown", "without the promise nothing changes");
    road.cut(false);
    assert_eq!(give_up(&office, &road, away).await, Ok(GivenUp::Promised));
    for number in [&at_home, &on_its_way] {
        assert_eq!(line_of(&office, number).lamps.gateway.state, LampState::Struck);
    }
    world.clock.pass(3_600_000);
    send(&office, &road).await;
    assert_eq!(road.tried().len(), 1);
    assert_eq!(give_up(&office, &road, away).await, Err(ErrorCode::StateConflict));
    assert_eq!(give_up(&office, &road, Uuid::from_u128(1)).await, Err(ErrorCode::NotFound));
}

#[tokio::test]
async fn what_the_gateway_had_all_along_is_not_given_up() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::Unknown(Class::CutShort, Scope::Item)]);
    send(&office, &road).await;
    road.has_it(true);
    let id = line_of(&office, &number).id;
    assert_eq!(give_up(&office, &road, id).await, Ok(GivenUp::WasTaken));
    assert_eq!(line_of(&office, &number).state.code, "delivery.gateway");
}

#[tokio::test]
async fn a_step_behind_one_that_was_given_up_is_given_up_too_or_stays_put() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    office.cancel(&number, "NSH", &key_of(&office), &pin()).unwrap();
    let road = Road::new();
    let rows = office.outbox(Window::first(20), true).unwrap().rows.rows;
    let id_of = |kind: &str| rows.iter().find(|row| row.kind == kind).unwrap().id;
    assert_eq!(give_up(&office, &road, id_of("issue")).await, Ok(GivenUp::NeverLeft));
    let cancel =
        || office.outbox(Window::first(20), true).unwrap().rows.rows.into_iter().find(|row| row.kind == "cancel");
    assert_eq!(cancel().unwrap().state.code, "delivery.needs_you");
    office.outbox_again(id_of("cancel")).unwrap();
    assert_eq!(cancel().unwrap().state.code, "delivery.needs_you", "nothing will ever let it leave");
    assert_eq!(give_up(&office, &road, id_of("cancel")).await, Ok(GivenUp::NeverLeft));
    send(&office, &road).await;
    assert_eq!(road.tried().len(), 0);
}

#[tokio::test]
async fn of_two_contradicting_documents_the_one_that_is_left_counts_and_is_answered() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let gated = co_xml::gate(&bytes, &tamga_formats::Limits::default()).unwrap();
    let mut certificate = co_xml::read_certificate(&gated).unwrap().value;
    certificate.remarks = vec!["other".to_owned()];
    let unsigned = co_xml::write_certificate(&certificate).unwrap();
    let other = sign_co(&unsigned, noon(), &mut world.unlocked_officer()).unwrap().bytes;
    let post = world.post();
    let road = Road::new();
    for bytes in [&bytes, &other] {
        road.put(submission(Kind::Issue, (CHAMBER, &number, 1), bytes, true));
        post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    }
    let answers = || post.outbox(Window::first(20), true).unwrap().rows.total;
    let before = answers();
    let found = post.contradictions().unwrap();
    assert_eq!((found.len(), found[0].images.len(), found[0].revision), (1, 2, 1));
    assert_eq!(found[0].number, number);
    let wrong = &found[0].images[1];
    assert_eq!(wrong.document_sha256, tamga_seal::digest::sha256_hex(&other));
    let alone = post.set_image_aside(wrong.id, &post.facts().told.person, "not theirs").unwrap_err();
    assert_eq!(alone.code(), ErrorCode::NotAllowed);
    assert_eq!(post.set_image_aside(wrong.id, SECOND, "").unwrap_err().code(), ErrorCode::BadRequest);
    post.set_image_aside(wrong.id, SECOND, "the issuer named the good one").unwrap();
    assert_eq!(post.contradictions().unwrap(), []);
    let view = post.open_received(&number).unwrap();
    assert!(view.can_decide, "{:?}", view.verdict);
    assert_ne!(view.certificate.unwrap().remarks, ["other"], "the one that was not put aside");
    assert!(answers() > 0 && answers() >= before, "the one that counts is answered");
    let again = post.set_image_aside(found[0].images[0].id, SECOND, "no reason").unwrap_err();
    assert_eq!(again.code(), ErrorCode::StateConflict, "it contradicts nothing any more");
    assert!(happened(&post).contains(&"received.set_aside".to_owned()));
}

#[tokio::test]
async fn the_receipt_of_a_gateway_on_the_way_lights_no_lamp_abroad() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    send(&office, &road).await;
    let id = line_of(&office, &number).id;
    let event = |n: u128, evidence: EvidenceKind, state: &str| Item {
        item_id: Uuid::from_u128(n),
        kind: ItemKind::Event,
        at: noon(),
        submission_id: Some(id),
        envelope: None,
        documents: Vec::new(),
        receipts: Vec::new(),
        event: Some(ItemEvent {
            state: state.to_owned(),
            state_seq: 3,
            evidence: vec![format!("{}.{id}", evidence.word())],
        }),
    };
    // Its own receipt under the word "delivered": only a gateway of the destination may say so.
    road.put(event(1, EvidenceKind::Passage, "delivered"));
    road.put(event(2, EvidenceKind::Receipt, "delivered"));
    office.receive_over(&road.transport(), &["own".to_owned()]).await.unwrap();
    assert_eq!(line_of(&office, &number).lamps.abroad.state, LampState::Empty);
    road.put(event(3, EvidenceKind::Delivery, "delivered"));
    office.receive_over(&road.transport(), &["own".to_owned()]).await.unwrap();
    assert_eq!(line_of(&office, &number).lamps.abroad.state, LampState::Lit);
}

#[tokio::test]
async fn an_item_that_is_none_is_told_so_and_hides_no_other() {
    let world = World::new();
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let post = world.post();
    let road = Road::new();
    road.put(Item {
        item_id: Uuid::from_u128(5),
        kind: ItemKind::Unreadable("not a time".to_owned()),
        at: noon(),
        submission_id: None,
        envelope: None,
        documents: Vec::new(),
        receipts: Vec::new(),
        event: None,
    });
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    let report = post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    assert_eq!((report.received, report.usable, report.acknowledged), (2, 1, 2));
    let told = road.acks().into_iter().find(|ack| ack.item_id == Uuid::from_u128(5)).unwrap();
    assert_eq!(told.outcome, tamga_courier::AckOutcome::Unreadable);
}
