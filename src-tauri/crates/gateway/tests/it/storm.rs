//! Many at once, copies, swallowed replies: one custody, one document, the same receipt.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use tamga_faults::{FaultProxy, Spoil};
use tamga_protocol::{ProblemType, SubmissionList};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::desk::Desk;
use crate::documents::{envelope, frozen, issue, signed_certificate};
use crate::house::{CN, House, Open, TLS};

/// Puts until the answer is not `in-progress`.
pub async fn put_until_answered(desk: &Desk, id: Uuid, bytes: Vec<u8>) -> crate::desk::Told {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let told = desk.put_bytes(id, bytes.clone()).await;
        assert!(Instant::now() < until, "in progress for a minute");
        if told.status() != 409 || told.json::<tamga_protocol::Problem>().problem_type != ProblemType::InProgress {
            return told;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub async fn twenty_at_once_with_one_id_are_one_custody(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (Uuid::new_v4(), frozen(&issue("24C1")));
    let mut at_once = JoinSet::new();
    for _ in 0..20 {
        let (desk, bytes) = (desk.clone(), bytes.clone());
        at_once.spawn(async move {
            let told = put_until_answered(&desk, one, bytes).await;
            (told.status(), told.json::<tamga_protocol::SubmissionAccepted>().receipt)
        });
    }
    let answers = at_once.join_all().await;
    let receipts: HashSet<&str> = answers.iter().map(|(_, receipt)| receipt.as_str()).collect();
    assert_eq!(receipts.len(), 1, "the same receipt bytes for all");
    assert_eq!(answers.iter().filter(|(status, _)| *status == 201).count(), 1, "taken once");
    let list: SubmissionList = desk.get("/v1/submissions").await.json();
    assert_eq!(list.items.len(), 1);
    assert_eq!(house.desk("post-1").await.inbox("?box=posts").await.items.len(), 1);
}

pub async fn twenty_at_once_with_one_number_are_one_custody_and_one_document(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (same, mut at_once) = (signed_certificate("24C1"), JoinSet::new());
    for n in 0..20 {
        let desk = desk.clone();
        let document = if n % 2 == 0 { same.clone() } else { signed_certificate("24C1") };
        at_once.spawn(async move {
            let told = desk.put(Uuid::new_v4(), &envelope("24C1", &document)).await;
            match told.status() {
                201 | 200 => told.json::<tamga_protocol::SubmissionAccepted>().receipt,
                _ => {
                    let problem = told.problem(ProblemType::CoNumberInUse);
                    problem.original.expect("shown to the same party").receipt
                }
            }
        });
    }
    let receipts: HashSet<String> = at_once.join_all().await.into_iter().collect();
    assert_eq!(receipts.len(), 1, "one has the number, and all are told which");
    assert_eq!(house.desk("post-1").await.inbox("?box=posts").await.items.len(), 1, "one document arrives");
}

pub async fn a_copy_delayed_on_the_wire_changes_nothing(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let proxy = proxied(&house).await;
    let through = through(&proxy).await;
    let (one, bytes) = (Uuid::new_v4(), frozen(&issue("24C1")));
    proxy.spoil(Spoil::DeliverTwice);
    let receipt = through.put_bytes(one, bytes.clone()).await.accepted(200).receipt;
    assert_eq!(desk.put_bytes(one, bytes).await.accepted(200).receipt, receipt);
    let list: SubmissionList = desk.get("/v1/submissions").await.json();
    assert_eq!(list.items.len(), 1);
    let (two, bad) = (Uuid::new_v4(), frozen(&issue("24C2")));
    let void = desk.send("PUT", &format!("/v1/submissions/{two}/void"), &crate::table::void()).await;
    assert_eq!(void.status(), 201);
    proxy.spoil(Spoil::DeliverTwice);
    through.put_bytes(two, bad).await.problem(ProblemType::SubmissionVoided);
}

async fn proxied(house: &House) -> FaultProxy {
    let identity = TLS.identity().unwrap();
    FaultProxy::start(&identity, house.config.listen, &TLS.pem(), "/v1/submissions/").await.unwrap()
}

async fn through(proxy: &FaultProxy) -> Desk {
    let address = proxy.url().trim_start_matches("https://").parse().unwrap();
    Desk::sign_in(tamga_faults::Caller::new(address, &TLS.pem()).unwrap(), CN, "desk-1").await
}

pub async fn a_swallowed_reply_is_made_good_by_the_same_message(open: Open) {
    let house = House::open(open).await;
    let proxy = proxied(&house).await;
    let (direct, through) = (house.desk("desk-1").await, through(&proxy).await);
    let faults =
        [Spoil::SwallowReply, Spoil::CutReply(40), Spoil::CutReply(300), Spoil::CutRequest(400), Spoil::Portal(200)];
    for (n, spoil) in faults.into_iter().enumerate() {
        let (one, bytes) = (Uuid::new_v4(), frozen(&issue(&format!("24C{n}"))));
        proxy.spoil(spoil);
        let request = through.put_request(one, bytes.clone());
        let heard = through.try_call(&request).await;
        assert!(heard.is_none_or(|reply| reply.status != 201), "{spoil:?}");
        let again = put_until_answered(&through, one, bytes.clone()).await;
        let receipt = again.json::<tamga_protocol::SubmissionAccepted>().receipt;
        assert_eq!(direct.put_bytes(one, bytes).await.accepted(200).receipt, receipt, "{spoil:?}");
    }
    let list: SubmissionList = direct.get("/v1/submissions").await.json();
    assert_eq!(list.items.len(), faults.len(), "one custody each");
}
