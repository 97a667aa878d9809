//! What is frozen leaves once, however often the road breaks, and every step has its proof.

use std::sync::Arc;

use tamga_courier::{Class, Item, ItemEvent, ItemKind, Scope};
use tamga_office::lamps::LampState;
use tamga_office::outbox::OutboxRow;
use tamga_office::{Office, Window};
use uuid::Uuid;

use crate::help::{World, issued, key_of, noon, pin};
use crate::road::{End, Road};

fn rows(office: &Office) -> Vec<OutboxRow> {
    office.outbox(Window::first(20), true).unwrap().rows.rows
}

fn line_of(office: &Office, number: &str) -> OutboxRow {
    rows(office).into_iter().find(|row| row.number == number).unwrap()
}

async fn send(office: &Arc<Office>, road: &Arc<Road>) -> tamga_office::workers::SendReport {
    office.send_over(&road.transport()).await.unwrap()
}

#[tokio::test]
async fn what_is_accepted_has_its_receipt_and_is_not_sent_again() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    let report = send(&office, &road).await;
    assert_eq!((report.accepted, report.waiting), (1, 0));
    let view = office.open_certificate(&number).unwrap();
    assert_eq!(view.lamps.gateway.state, LampState::Lit);
    assert_eq!(view.delivery.code, "delivery.gateway");
    assert_eq!(view.evidence.len(), 1);
    assert_eq!(view.evidence[0].kind, "receipt");
    send(&office, &road).await;
    assert_eq!(road.tried().len(), 1);
}

#[tokio::test]
async fn an_unknown_outcome_is_asked_about_again_with_the_same_bytes() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::Unknown(Class::Timeout, Scope::Item), End::Unknown(Class::CutShort, Scope::Item)]);
    let report = send(&office, &road).await;
    assert_eq!((report.unknown, report.waiting), (1, 1));
    let row = line_of(&office, &number);
    assert_eq!(row.lamps.gateway.state, LampState::Half, "it may be there");
    assert_eq!(row.state.code, "delivery.unknown");
    assert!(row.next_try.is_some());
    while line_of(&office, &number).state.code != "delivery.gateway" {
        world.clock.pass(60_000);
        send(&office, &road).await;
        assert!(road.tried().len() <= 3, "it goes on for ever");
    }
    let tried = road.tried();
    assert_eq!(tried.iter().map(|one| one.n).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(tried.iter().all(|one| (one.id, &one.bytes) == (tried[0].id, &tried[0].bytes)), "id and bytes are frozen");
}

#[tokio::test]
async fn what_provably_did_not_leave_says_so() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::NotSent(Class::Network, Scope::Route)]);
    let report = send(&office, &road).await;
    assert_eq!((report.unknown, report.accepted), (0, 0));
    let row = line_of(&office, &number);
    assert_eq!(row.state.code, "delivery.waiting");
    assert_eq!(row.lamps.gateway.word.code, "lamp.no_connection");
    assert_eq!(office.status().unwrap().line.code, "line.offline");
    world.clock.pass(60_000);
    send(&office, &road).await;
    assert_eq!(office.status().unwrap().line.code, "line.online");
}

#[tokio::test]
async fn a_signed_refusal_is_final_and_says_why() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::Refuse("signer-not-authorised")]);
    assert_eq!(send(&office, &road).await.rejected, 1);
    let row = line_of(&office, &number);
    assert_eq!(row.state.code, "delivery.rejected");
    assert_eq!(row.what_now.code, "now.replace");
    assert_eq!(office.outbox(Window::first(5), true).unwrap().needs_you, 1);
    world.clock.pass(3_600_000);
    send(&office, &road).await;
    assert_eq!(road.tried().len(), 1, "it is never sent again");
}

#[tokio::test]
async fn other_content_at_the_gateway_is_an_alarm_for_a_person() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::Refuse("co-number-in-use")]);
    send(&office, &road).await;
    assert_eq!(line_of(&office, &number).what_now.code, "now.conflict");
}

#[tokio::test]
async fn an_attempt_that_gets_no_answer_holds_no_other_up() {
    let world = World::new();
    let office = world.chamber();
    (0..6).for_each(|_| drop(issued(&office)));
    let road = Road::new();
    road.will(&[End::Nothing]);
    let (desk, line) = (office.clone(), road.transport());
    let pass = tokio::spawn(async move { desk.send_over(&line).await.map(drop) });
    let others = async {
        while road.taken().len() < 5 {
            tokio::task::yield_now().await;
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_secs(30), others).await;
    assert!(waited.is_ok(), "only {} of the five others went", road.taken().len());
    pass.abort();
}

#[tokio::test]
async fn the_same_fault_here_three_times_puts_an_item_aside_and_says_so() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    road.will(&[End::NotSent(Class::Unsendable, Scope::Local); 3]);
    for n in 1..=3 {
        assert_ne!(line_of(&office, &number).state.code, "delivery.needs_you", "before try {n}");
        send(&office, &road).await;
        world.clock.pass(60_000);
    }
    let row = line_of(&office, &number);
    assert_eq!((row.state.code.as_str(), row.what_now.code.as_str()), ("delivery.needs_you", "now.poison"));
    send(&office, &road).await;
    assert_eq!(road.tried().len(), 3, "it is not tried again by itself");
    office.outbox_again(row.id).unwrap();
    send(&office, &road).await;
    assert_eq!(line_of(&office, &number).state.code, "delivery.gateway", "a person may have put it right");
}

#[tokio::test]
async fn a_withdrawal_waits_until_its_certificate_is_in_custody() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    office.cancel(&number, "NSH", &key_of(&office), &pin()).unwrap();
    let road = Road::new();
    road.will(&[End::Unknown(Class::Timeout, Scope::Item)]);
    send(&office, &road).await;
    assert_eq!(road.tried().len(), 1, "the withdrawal stays behind");
    world.clock.pass(3_600_000);
    assert_eq!(send(&office, &road).await.accepted, 2);
    let order: Vec<Uuid> = road.tried().into_iter().map(|one| one.id).collect();
    let issue = line_of_kind(&office, "issue");
    assert_eq!(order, [issue, issue, line_of_kind(&office, "cancel")]);
}

fn line_of_kind(office: &Office, kind: &str) -> Uuid {
    rows(office).into_iter().find(|row| row.kind == kind).unwrap().id
}

#[tokio::test]
async fn while_sending_is_paused_nothing_leaves() {
    let world = World::new();
    let office = world.chamber();
    issued(&office);
    office.pause_sending(true).unwrap();
    let road = Road::new();
    assert_eq!(send(&office, &road).await.waiting, 1);
    assert!(road.tried().is_empty());
    assert_eq!(office.status().unwrap().line.code, "line.paused");
    office.pause_sending(false).unwrap();
    assert_eq!(send(&office, &road).await.accepted, 1);
}

#[tokio::test]
async fn an_attempt_that_a_dead_run_left_open_waits_again_as_unknown() {
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
    assert_eq!(line_of(&office, &number).state.code, "delivery.sending");
    pass.abort();
    assert!(pass.await.is_err(), "the run died in the middle");
    let mut office = Some(office);
    while Arc::strong_count(office.as_ref().unwrap()) > 1 {
        tokio::task::yield_now().await;
    }
    office.take();
    let office = world.open("chamber");
    assert_eq!(line_of(&office, &number).state.code, "delivery.unknown");
    assert_eq!(send(&office, &road).await.accepted, 1);
    assert_eq!(road.tried()[0].bytes, road.tried()[1].bytes);
}

#[tokio::test]
async fn news_that_overtook_an_attempt_does_not_keep_the_next_run_from_opening() {
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
    road.put(event(line_of(&office, &number).id, "delivered", &["delivery"]));
    office.receive_over(&road.transport(), &["own".to_owned()]).await.unwrap();
    pass.abort();
    assert!(pass.await.is_err(), "the run died in the middle");
    while Arc::strong_count(&office) > 1 {
        tokio::task::yield_now().await;
    }
    drop(office);
    let office = world.open("chamber");
    assert_eq!(line_of(&office, &number).state.code, "delivery.delivered", "what was proven stays");
}

#[tokio::test]
async fn a_registration_that_is_refused_stops_the_route_and_send_now_tries_it_again() {
    let world = World::new();
    let office = world.chamber();
    issued(&office);
    issued(&office);
    let road = Road::new();
    road.will(&[End::NotSent(Class::Clone, Scope::Route)]);
    send(&office, &road).await;
    let first = road.tried().len();
    world.clock.pass(3_600_000);
    // A copy of the profile is not mended by trying: the route stays shut.
    send(&office, &road).await;
    assert_eq!(road.tried().len(), first);
}

/// News of a submission, with statements of these kinds.
pub fn event(submission: Uuid, state: &str, evidence: &[&str]) -> Item {
    Item {
        item_id: Uuid::from_u128(submission.as_u128() ^ state.len() as u128),
        kind: ItemKind::Event,
        at: noon(),
        submission_id: Some(submission),
        envelope: None,
        documents: Vec::new(),
        receipts: Vec::new(),
        event: Some(ItemEvent {
            state: state.to_owned(),
            state_seq: 2,
            evidence: evidence.iter().map(|kind| format!("{kind}.{submission}")).collect(),
        }),
    }
}

#[tokio::test]
async fn news_counts_only_with_its_proof() {
    let world = World::new();
    let office = world.chamber();
    let number = issued(&office);
    let road = Road::new();
    send(&office, &road).await;
    let id = line_of(&office, &number).id;
    let boxes = ["own".to_owned()];
    road.put(event(id, "delivered", &["forged"]));
    office.receive_over(&road.transport(), &boxes).await.unwrap();
    assert_eq!(line_of(&office, &number).lamps.abroad.state, LampState::Empty, "words alone light nothing");
    road.put(event(id, "delivered!", &["delivery"]));
    office.receive_over(&road.transport(), &boxes).await.unwrap();
    let row = line_of(&office, &number);
    assert_eq!(row.lamps.abroad.state, LampState::Lit);
    assert_eq!(row.state.code, "delivery.delivered");
    assert_eq!(road.acks().len(), 2, "both items are ours now");
}

#[tokio::test]
async fn without_a_route_a_certificate_stays_here_and_says_so() {
    let world = World::new();
    let office = world.chamber();
    let mut partner = office.partner().unwrap();
    partner.routes.clear();
    office.set_partner(partner, None).unwrap();
    let number = issued(&office);
    let view = office.open_certificate(&number).unwrap();
    assert_eq!(view.delivery.code, "delivery.none");
    assert_eq!(view.submission_id, None);
    assert!(rows(&office).is_empty());
}
