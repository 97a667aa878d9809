//! What waits for something that is not here, and what becomes of it (2.7, row 12)?

use tamga_protocol::{Envelope, ProblemType, SubmissionState};
use uuid::Uuid;

use crate::documents::{cancel, issue};
use crate::house::{House, Open, receipt, refusal};
use crate::table::void;

fn id() -> Uuid {
    Uuid::new_v4()
}

pub async fn row_12_what_depends_on_something_unknown_is_parked_until_it_comes(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let post = house.desk("post-1").await;
    let (one, two) = (id(), id());
    let end = Envelope { depends_on: Some(one), ..cancel("24C1", 2) };
    let parked = desk.put(two, &end).await.accepted(201);
    assert_eq!(parked.state, SubmissionState::Parked);
    assert_eq!(receipt(&parked.receipt).sub, two, "parked, and in custody");
    assert!(post.inbox("?box=posts").await.items.is_empty(), "no cancellation before its issue");
    desk.put(one, &issue("24C1")).await.accepted(201);
    assert_eq!(desk.view(two).await.state, SubmissionState::Delivered);
    let ids: Vec<_> = post.inbox("?box=posts").await.items.iter().map(|item| item.submission_id).collect();
    assert_eq!(ids, [Some(one), Some(two)]);
    let (bad, after) = (id(), id());
    let wrong = Envelope { co_number: "24C9".into(), ..issue("24C2") };
    desk.put(bad, &wrong).await.problem(ProblemType::InvalidDocument);
    let told = desk.put(after, &Envelope { depends_on: Some(bad), ..cancel("24C2", 2) }).await;
    told.problem(ProblemType::DependencyRejected);
}

pub async fn row_12_what_waits_for_an_id_that_is_closed_before_custody_is_refused_with_it(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    for (n, is_voided) in [(1, false), (2, true)] {
        let number = format!("24C{n}");
        let (first, second, third) = (id(), id(), id());
        let parked = |one: Uuid, dependency: Uuid, revision| {
            let desk = desk.clone();
            let end = Envelope { depends_on: Some(dependency), ..cancel(&number, revision) };
            async move { assert_eq!(desk.put(one, &end).await.accepted(201).state, SubmissionState::Parked) }
        };
        parked(second, first, 2).await;
        parked(third, second, 3).await;
        match is_voided {
            true => {
                let told = desk.send("PUT", &format!("/v1/submissions/{first}/void"), &void()).await;
                assert_eq!(told.status(), 201, "{told:?}");
            }
            false => {
                let wrong = Envelope { co_number: "24C9".into(), ..issue(&number) };
                desk.put(first, &wrong).await.problem(ProblemType::InvalidDocument);
            }
        }
        for one in [second, third] {
            let view = desk.view(one).await;
            assert_eq!(view.state, SubmissionState::Rejected, "{n}: it would wait for ever");
            let refusal = refusal(&view.evidence[0].raw);
            assert_eq!((refusal.sub, refusal.problem_type), (one, ProblemType::DependencyRejected));
        }
    }
}

pub async fn row_12_what_waits_for_an_id_goes_on_when_that_id_turns_out_to_be_an_alias(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, two, again) = (id(), id(), id());
    let certificate = issue("24C1");
    desk.put(one, &certificate).await.accepted(201);
    let end = Envelope { depends_on: Some(again), ..cancel("24C1", 2) };
    assert_eq!(desk.put(two, &end).await.accepted(201).state, SubmissionState::Parked);
    assert_eq!(desk.put(again, &certificate).await.accepted(200).duplicate_of, Some(one));
    assert_eq!(desk.view(two).await.state, SubmissionState::Delivered);
}
