//! What comes from abroad is judged once, kept exactly, answered, and never believed on its word.

use std::sync::Arc;

use tamga_formats::co_xml;
use tamga_office::verdict::VerdictKind;
use tamga_office::{ErrorCode, Office, Window};
use tamga_protocol::Kind;
use tamga_seal::{Batch, sign_co};

use crate::help::{CHAMBER, DAY, World, happened, issued, key_of, noon, pin};
use crate::road::{Road, submission};

const BOXES: [&str; 1] = ["posts"];

async fn receive(post: &Arc<Office>, road: &Arc<Road>) -> tamga_office::inbox::ReceiveReport {
    let boxes = BOXES.map(str::to_owned);
    post.receive_over(&road.transport(), &boxes).await.unwrap()
}

/// A number and its signed bytes, from a chamber that the post knows.
fn signed(world: &World) -> (Arc<Office>, String, Vec<u8>) {
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    (chamber, number, bytes)
}

fn about(number: &str, revision: u32) -> (&str, &str, u32) {
    (CHAMBER, number, revision)
}

/// Another image under the same number, signed with the chamber's own authority.
fn resigned(world: &World, bytes: &[u8], change: impl FnOnce(&mut tamga_origin::Certificate)) -> Vec<u8> {
    let gated = co_xml::gate(bytes, &tamga_formats::Limits::default()).unwrap();
    let mut certificate = co_xml::read_certificate(&gated).unwrap().value;
    change(&mut certificate);
    sign_co(&co_xml::write_certificate(&certificate).unwrap(), noon(), &mut signer(world)).unwrap().bytes
}

fn signer(world: &World) -> Batch {
    world.unlocked_officer()
}

#[tokio::test]
async fn a_genuine_certificate_is_kept_judged_answered_and_acknowledged() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    let report = receive(&post, &road).await;
    assert_eq!((report.received, report.usable, report.acknowledged), (1, 1, 1));
    let view = post.check_number(&number.to_lowercase()).unwrap().found.unwrap();
    assert!(matches!(view.verdict.kind, VerdictKind::Genuine | VerdictKind::Look), "{:?}", view.verdict);
    assert_eq!(view.verdict.signed_by, "Huon Chamber of Trade");
    assert_eq!(view.verdict.list_number, Some(1));
    assert_eq!(view.certificate.unwrap().number, number);
    assert!(view.can_decide);
    assert!(!view.balance.is_empty());
    let answers = post.outbox(Window::first(5), true).unwrap().rows.rows;
    assert_eq!(answers.len(), 1, "the result of receiving is queued");
    assert_eq!((answers[0].kind.as_str(), answers[0].number.as_str()), ("answer", number.as_str()));
}

#[tokio::test]
async fn the_same_certificate_again_is_one_record_and_one_answer() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.post();
    let road = Road::new();
    for _ in 0..3 {
        road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    }
    let report = receive(&post, &road).await;
    assert_eq!((report.received, report.acknowledged), (3, 3));
    assert_eq!(post.search_received("", &Default::default(), Window::first(5)).unwrap().total, 1);
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 1);
}

#[tokio::test]
async fn one_flipped_byte_makes_it_not_genuine_and_shows_no_content() {
    let world = World::new();
    let (_, number, mut bytes) = signed(&world);
    let at = bytes.windows(5).position(|window| window == b"honey").unwrap();
    bytes[at] = b'H';
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    assert_eq!(receive(&post, &road).await.quarantined, 1);
    let view = post.open_received(&number).unwrap();
    assert_eq!(view.verdict.kind, VerdictKind::NotGenuine);
    assert_eq!(view.verdict.headline.code, "verdict.changed");
    assert_eq!(view.certificate, None, "nothing is read from bytes that do not verify");
    assert!(!view.can_decide);
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 1, "it is refused, signed");
}

#[tokio::test]
async fn an_unknown_issuer_waits_and_is_judged_again_with_the_list_that_names_it() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.stranger();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    assert_eq!(receive(&post, &road).await.quarantined, 1);
    let view = post.open_received(&number).unwrap();
    assert_eq!(view.verdict.kind, VerdictKind::CannotJudge);
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 0, "nothing is refused that may heal");
    let again = world.take_list(&post, &world.list(1, None));
    assert_eq!(again, std::slice::from_ref(&number));
    let view = post.open_received(&number).unwrap();
    assert!(view.can_decide, "{:?}", view.verdict);
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 1, "now it is answered");
}

#[tokio::test]
async fn a_certificate_for_another_country_is_not_used_here() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let elsewhere = resigned(&world, &bytes, |certificate| certificate.transport.destination_country = "KR".to_owned());
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &elsewhere, true));
    receive(&post, &road).await;
    let view = post.open_received(&number).unwrap();
    assert!(!view.can_decide);
    assert!(
        view.verdict.reasons.iter().any(|reason| reason.code == "inbound.not_for_us"),
        "{:?}",
        view.verdict.reasons
    );
}

#[tokio::test]
async fn a_later_revision_counts_whichever_came_first() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let second = resigned(&world, &bytes, |certificate| {
        certificate.revision = 2;
        certificate.function = tamga_origin::Function::Change;
        certificate.remarks = vec!["second".to_owned()];
    });
    for order in [[(1, &bytes), (2, &second)], [(2, &second), (1, &bytes)]] {
        let world_of_post = world.another_post();
        let road = Road::new();
        for (revision, bytes) in order {
            let kind = if revision == 1 { Kind::Issue } else { Kind::Replace };
            road.put(submission(kind, about(&number, revision), bytes, true));
        }
        receive(&world_of_post, &road).await;
        let view = world_of_post.open_received(&number).unwrap();
        assert_eq!(view.certificate.unwrap().revision, 2, "{order:?}");
    }
}

#[tokio::test]
async fn a_withdrawal_ends_a_certificate_whichever_came_first() {
    let world = World::new();
    let (chamber, number, bytes) = signed(&world);
    chamber.cancel(&number, "NSH", &key_of(&chamber), &pin()).unwrap();
    let end = world.statement(&chamber, &number);
    for order in [[Kind::Issue, Kind::Cancel], [Kind::Cancel, Kind::Issue]] {
        let post = world.another_post();
        let road = Road::new();
        for kind in &order {
            let (revision, bytes) = if *kind == Kind::Issue { (1, &bytes) } else { (2, &end) };
            road.put(submission(kind.clone(), about(&number, revision), bytes, true));
            receive(&post, &road).await;
        }
        let view = post.open_received(&number).unwrap();
        assert_eq!(view.verdict.headline.code, "verdict.withdrawn", "{order:?}");
        assert!(!view.can_decide);
        assert!(view.verdict.reasons.iter().any(|reason| reason.code == "status.cancelled"));
    }
}

#[tokio::test]
async fn of_two_contents_under_one_number_neither_can_be_used() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let other = resigned(&world, &bytes, |certificate| certificate.remarks = vec!["other".to_owned()]);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    road.put(submission(Kind::Issue, about(&number, 1), &other, true));
    receive(&post, &road).await;
    let view = post.open_received(&number).unwrap();
    assert_eq!(view.verdict.headline.code, "verdict.conflict");
    assert!(!view.can_decide);
    assert!(happened(&post).contains(&"received.conflict".to_owned()));
}

#[tokio::test]
async fn an_item_whose_bytes_cannot_be_fetched_holds_no_other_up_and_is_not_acknowledged() {
    let world = World::new();
    let (chamber, number, bytes) = signed(&world);
    let second = issued(&chamber);
    let other = chamber.certificate_xml(&second).unwrap();
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, false));
    road.put(submission(Kind::Issue, about(&second, 1), &other, true));
    assert_eq!(receive(&post, &road).await.acknowledged, 1);
    assert!(post.open_received(&second).is_ok());
    assert_eq!(post.open_received(&number).unwrap_err().code(), ErrorCode::NotFound);
    road.hold(&bytes);
    assert_eq!(receive(&post, &road).await.acknowledged, 1);
    assert!(post.open_received(&number).unwrap().can_decide);
}

#[tokio::test]
async fn an_item_that_makes_no_sense_is_told_so_and_the_rest_goes_on() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.post();
    let road = Road::new();
    let mut senseless = submission(Kind::Issue, about(&number, 1), &bytes, true);
    senseless.envelope = None;
    road.put(senseless);
    road.put(submission(Kind::parse("co.poem"), about(&number, 1), &bytes, true));
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    receive(&post, &road).await;
    let outcomes: Vec<_> = road.acks().into_iter().map(|ack| ack.outcome).collect();
    let unreadable = outcomes.iter().filter(|one| **one == tamga_courier::AckOutcome::Unreadable).count();
    assert_eq!((outcomes.len(), unreadable), (3, 2));
    assert!(post.open_received(&number).is_ok());
}

#[tokio::test]
async fn what_was_listed_before_a_restart_is_taken_in_after_it_even_with_the_line_down() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, false));
    receive(&post, &road).await;
    drop(post);
    let post = world.open("post");
    road.hold(&bytes);
    road.cut(true);
    let boxes = BOXES.map(str::to_owned);
    let offline = post.receive_over(&road.transport(), &boxes).await.unwrap_err();
    assert_eq!(offline.code(), ErrorCode::Offline);
    assert!(post.open_received(&number).is_ok(), "it was listed, and its bytes could be had");
}

#[tokio::test]
async fn a_certificate_past_its_life_says_since_when() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    receive(&post, &road).await;
    world.clock.pass(500 * DAY);
    let view = post.open_received(&number).unwrap();
    assert_eq!(view.verdict.headline.code, "verdict.expired");
    assert_eq!(view.verdict.headline.params[0].0, "days");
}

#[tokio::test]
async fn the_check_box_finds_numbers_as_people_type_them_and_offers_those_alike() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    receive(&post, &road).await;
    for typed in ["HCT2026000001", "hct 2026 000001", " HCT-2026/000001 "] {
        assert!(post.check_number(typed).unwrap().found.is_some(), "{typed}");
    }
    let alike = post.check_number("HCT2O26OOOOO1").unwrap();
    assert!(alike.found.is_none(), "a look-alike is never taken");
    assert_eq!(alike.similar, [number]);
    let nothing = post.check_number("XYZ99").unwrap();
    assert!(nothing.found.is_none() && nothing.similar.is_empty());
    assert_eq!(nothing.searched, 1);
}

#[tokio::test]
async fn a_changed_file_shows_where_it_differs_from_the_good_copy() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, about(&number, 1), &bytes, true));
    receive(&post, &road).await;
    let text = String::from_utf8(bytes.clone()).unwrap();
    let forged = text.replacen("Leatherwood honey", "Leatherwood money", 1);
    assert_ne!(forged, text);
    let view = post.check_file(forged.as_bytes(), true).unwrap().found.unwrap();
    assert_eq!(view.verdict.headline.code, "verdict.changed");
    assert_eq!(view.record_id, None);
    let changed: Vec<_> = view.changed_fields.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(changed, ["items[1].description"]);
    assert!(view.changed_fields[0].was.contains("honey") && view.changed_fields[0].is.contains("money"));
    let good = post.check_file(&bytes, true).unwrap().found.unwrap();
    assert!(good.record_id.is_some(), "the good copy is the record");
}

#[tokio::test]
async fn a_genuine_file_nobody_sent_is_kept_when_that_is_wished() {
    let world = World::new();
    let (_, number, bytes) = signed(&world);
    let post = world.post();
    let looked = post.check_file(&bytes, false).unwrap().found.unwrap();
    assert_eq!((looked.record_id, looked.can_decide), (None, false));
    let kept = post.check_file(&bytes, true).unwrap().found.unwrap();
    assert!(kept.record_id.is_some() && kept.can_decide);
    assert_eq!(post.search_received(&number, &Default::default(), Window::first(3)).unwrap().total, 1);
    assert_eq!(post.outbox(Window::first(3), true).unwrap().rows.total, 0, "nobody sent it, nobody is answered");
}

#[test]
fn files_that_cannot_be_judged_say_why() {
    let world = World::new();
    let post = world.post();
    let code = |bytes: &[u8]| post.check_file(bytes, true).unwrap_err().code();
    let page = post.check_file(b"%PDF-1.7", true).unwrap().found.unwrap();
    assert_eq!((page.verdict.kind, &*page.verdict.reasons[0].code), (VerdictKind::CannotJudge, "paper.unreadable"));
    assert_eq!(code(b"nothing"), ErrorCode::FileFormatUnknown);
    assert_eq!(
        code(include_bytes!("../../../../../assets/examples/chafta-example.json")),
        ErrorCode::FileFormatUnknown
    );
    assert_eq!(code(&vec![b'<'; 9 * 1024 * 1024]), ErrorCode::FileTooLarge);
    let unsigned = co_xml::write_certificate(&tamga_origin::Certificate::default()).unwrap();
    let view = post.check_file(&unsigned, true).unwrap().found.unwrap();
    assert_eq!(view.verdict.kind, VerdictKind::CannotJudge);
    assert_eq!(view.verdict.reasons[0].code, "shape.no_signature");
}
