//! Each goods item is decided on by itself, nothing is used twice, and the issuer hears of it.

use std::sync::Arc;

use tamga_office::decide::{Decision, ItemDecision};
use tamga_office::received::ReceivedView;
use tamga_office::{ErrorCode, Office, Window};
use tamga_origin::Decimal;
use tamga_protocol::Kind;

use crate::help::{CHAMBER, World, issued};
use crate::road::{Road, submission};

/// A post with one certificate of two or more items, ready to be decided on.
async fn received(world: &World) -> (Arc<Office>, ReceivedView) {
    let chamber = world.chamber();
    let number = issued(&chamber);
    let bytes = chamber.certificate_xml(&number).unwrap();
    let post = world.post();
    let road = Road::new();
    road.put(submission(Kind::Issue, (CHAMBER, &number, 1), &bytes, true));
    post.receive_over(&road.transport(), &["posts".to_owned()]).await.unwrap();
    let view = post.open_received(&number).unwrap();
    assert!(view.balance.len() >= 2, "the example has several items");
    (post, view)
}

fn item(sequence: u32, quantity: &str, granted: bool) -> ItemDecision {
    ItemDecision {
        sequence,
        quantity: Decimal::parse(quantity).unwrap(),
        unit: "KGM".to_owned(),
        granted,
        reason: if granted { String::new() } else { "MIS".to_owned() },
    }
}

fn decision(view: &ReceivedView, declaration: &str, items: Vec<ItemDecision>) -> Decision {
    Decision {
        number: view.number.clone(),
        stamp: view.stamp,
        declaration: declaration.to_owned(),
        declared_on: crate::help::noon().date(),
        items,
        note: String::new(),
    }
}

fn left(post: &Office, number: &str, sequence: u32) -> String {
    let view = post.open_received(number).unwrap();
    view.balance.iter().find(|row| row.sequence == sequence).unwrap().left.to_string()
}

#[tokio::test]
async fn a_grant_writes_off_a_refusal_does_not_and_one_signed_answer_tells_both() {
    let world = World::new();
    let (post, view) = received(&world).await;
    let decided = post.decide(&decision(&view, "D-1", vec![item(1, "400", true), item(2, "1000", false)])).unwrap();
    assert!(decided.submission_id.is_some());
    assert_eq!(left(&post, &view.number, 1), "600");
    assert_eq!(left(&post, &view.number, 2), "1000");
    let after = post.open_received(&view.number).unwrap();
    assert_eq!(after.decision.code, "decision.in_part");
    assert_eq!(after.stamp, decided.stamp);
    let kinds: Vec<_> =
        post.outbox(Window::first(5), true).unwrap().rows.rows.into_iter().map(|row| row.kind).collect();
    assert_eq!(kinds, ["utilisation", "answer"]);
    let uses = &after.balance[0].earlier;
    assert_eq!((uses.len(), uses[0].granted, uses[0].declaration.as_str()), (1, true, "D-1"));
}

#[tokio::test]
async fn quantities_are_counted_in_the_certificates_unit() {
    let world = World::new();
    let (post, view) = received(&world).await;
    let tonnes = ItemDecision { unit: "TNE".to_owned(), ..item(1, "0.25", true) };
    post.decide(&decision(&view, "D-1", vec![tonnes])).unwrap();
    assert_eq!(left(&post, &view.number, 1), "750");
    let view = post.open_received(&view.number).unwrap();
    let litres = ItemDecision { unit: "LTR".to_owned(), ..item(1, "1", true) };
    let error = post.decide(&decision(&view, "D-2", vec![litres])).unwrap_err();
    assert_eq!(error.code(), ErrorCode::BadRequest);
}

#[tokio::test]
async fn more_than_is_left_is_refused_whole_and_writes_nothing() {
    let world = World::new();
    let (post, view) = received(&world).await;
    let error = post.decide(&decision(&view, "D-1", vec![item(2, "100", true), item(1, "1000.5", true)])).unwrap_err();
    assert_eq!(error.code(), ErrorCode::QuantityExceeded);
    assert!(error.params().contains(&("left", "1000".to_owned())), "{:?}", error.params());
    assert_eq!(left(&post, &view.number, 2), "1000", "the other item was not touched either");
    assert_eq!(post.open_received(&view.number).unwrap().stamp, view.stamp);
    assert_eq!(post.outbox(Window::first(5), true).unwrap().rows.total, 1, "only the result of receiving");
}

#[tokio::test]
async fn one_declaration_counts_once_per_item() {
    let world = World::new();
    let (post, view) = received(&world).await;
    post.decide(&decision(&view, "D-1", vec![item(1, "100", true)])).unwrap();
    let view = post.open_received(&view.number).unwrap();
    let again = post.decide(&decision(&view, "D-1", vec![item(1, "100", true)])).unwrap_err();
    assert_eq!(again.code(), ErrorCode::AlreadyDecided);
    post.decide(&decision(&view, "D-2", vec![item(1, "100", true)])).unwrap();
    assert_eq!(left(&post, &view.number, 1), "800");
}

#[tokio::test]
async fn a_decision_on_an_older_state_is_refused() {
    let world = World::new();
    let (post, view) = received(&world).await;
    post.decide(&decision(&view, "D-1", vec![item(1, "100", true)])).unwrap();
    let stale = post.decide(&decision(&view, "D-2", vec![item(1, "100", true)])).unwrap_err();
    assert_eq!(stale.code(), ErrorCode::Stale);
}

#[tokio::test]
async fn what_is_used_up_says_so() {
    let world = World::new();
    let (post, view) = received(&world).await;
    let all = view.balance.iter().map(|row| item(row.sequence, "1000", true)).collect();
    post.decide(&decision(&view, "D-1", all)).unwrap();
    let after = post.open_received(&view.number).unwrap();
    assert_eq!(after.verdict.headline.code, "verdict.used_up");
    assert_eq!(after.decision.code, "decision.accepted");
    let balances = post.balances("", Window::first(10)).unwrap();
    assert!(balances.rows.iter().all(|row| row.left.is_zero()));
}

#[tokio::test]
async fn decisions_that_make_no_sense_are_not_taken() {
    let world = World::new();
    let (post, view) = received(&world).await;
    let code = |decision: Decision| post.decide(&decision).unwrap_err().code();
    assert_eq!(code(decision(&view, "D-1", Vec::new())), ErrorCode::BadRequest);
    assert_eq!(code(decision(&view, " ", vec![item(1, "1", true)])), ErrorCode::BadRequest);
    assert_eq!(code(decision(&view, "D-1", vec![item(1, "0", true)])), ErrorCode::BadRequest);
    assert_eq!(code(decision(&view, "D-1", vec![item(1, "1", true), item(1, "1", true)])), ErrorCode::BadRequest);
    let unknown = ItemDecision { reason: "BECAUSE".to_owned(), ..item(1, "1", false) };
    assert_eq!(code(decision(&view, "D-1", vec![unknown])), ErrorCode::BadRequest);
    assert_eq!(code(decision(&view, "D-1", vec![item(99, "1", true)])), ErrorCode::NotFound);
    let essay = Decision { note: "x".repeat(201), ..decision(&view, "D-1", vec![item(1, "1", true)]) };
    assert_eq!(code(essay), ErrorCode::BadRequest);
    assert_eq!(post.open_received(&view.number).unwrap().decision.code, "decision.new");
}
