//! The answer table (gateway 2.7) as one gateway gives it, printed: each row asked for, and what came back.

use std::sync::Arc;

use tamga_protocol::{Device, DocumentPart, Envelope, Problem, SubmissionAccepted, headers};
use uuid::Uuid;

use crate::desk::Told;
use crate::documents::{cancel, frozen, issue};
use crate::house::{CN, House, Open, config};
use crate::slow::Slow;

/// A row: its number, the situation, and the answer in the words of the table.
type Row = (u8, &'static str, &'static str);

const TABLE: [Row; 17] = [
    (1, "no valid token", "401 token-expired, reauth"),
    (2, "body and Content-Digest differ", "400 digest-mismatch, same"),
    (3, "the same id is being processed now", "409 in-progress, after"),
    (4, "id closed by a void", "409 submission-voided, never, refusal"),
    (4, "id closed by an earlier refusal", "400 invalid-envelope, never, refusal"),
    (5, "known id, same bytes", "200 delivered, receipt"),
    (6, "known id, other bytes", "409 submission-conflict, never, refusal"),
    (7, "a document named by digest is not here", "422 document-missing, same"),
    (8, "the envelope cannot be read", "400 invalid-envelope, never, refusal"),
    (8, "the route is closed", "422 route-closed, never, refusal"),
    (9, "new id, known key, same document", "200 delivered, receipt, duplicateOf"),
    (10, "the device's sequence was used by another id", "409 device-cloned, operator"),
    (11, "new id, known key, other document", "409 co-number-in-use, never, refusal"),
    (12, "dependency not known here", "201 parked, receipt"),
    (13, "route paused", "201 held, receipt"),
    (14, "everything else", "201 received, receipt"),
    (15, "the commit cannot be made durable", "503 unavailable, after"),
];

/// An answer in the words of the table.
fn said(told: &Told) -> String {
    let status = told.status();
    if let Ok(accepted) = serde_json::from_slice::<SubmissionAccepted>(&told.0.body) {
        let duplicate = if accepted.duplicate_of.is_some() { ", duplicateOf" } else { "" };
        let receipt = if accepted.receipt.is_empty() { "" } else { ", receipt" };
        return format!("{status} {}{receipt}{duplicate}", accepted.state.as_str());
    }
    let problem: Problem = told.json();
    let retry = serde_json::to_value(&problem.retry).unwrap();
    let refusal = if problem.refusal.is_some() { ", refusal" } else { "" };
    format!("{status} {}, {}{refusal}", problem.problem_type.as_str(), retry.as_str().unwrap())
}

pub async fn each_row_of_the_table_is_answered_as_it_says(open: Open) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let config = config(folder.path(), CN);
    let slow = Arc::new(Slow::new(open(&config.data, &config.id, None)));
    let house = House::start_with(folder, config, open, slow.clone()).await;
    let desk = house.desk("desk-1").await;
    let id = Uuid::new_v4;
    let mut answers = Vec::new();
    let nobody = desk.with("0".repeat(64));
    answers.push(said(&nobody.put(id(), &issue("24C0")).await));
    let mut bent = desk.put_request(id(), frozen(&issue("24C0")));
    bent.body[20] ^= 1;
    answers.push(said(&desk.call(&bent).await));
    let (held, bytes) = (id(), frozen(&issue("24C3")));
    slow.hold();
    let first = tokio::spawn({
        let (desk, bytes) = (desk.clone(), bytes.clone());
        async move { desk.put_bytes(held, bytes).await.status() }
    });
    slow.wait_until_somebody_is_held().await;
    answers.push(said(&desk.put_bytes(held, bytes.clone()).await));
    slow.let_go();
    assert_eq!(first.await.unwrap(), 201);
    let (voided, refused) = (id(), id());
    desk.send("PUT", &format!("/v1/submissions/{voided}/void"), &crate::table::void()).await;
    answers.push(said(&desk.put(voided, &issue("24C4")).await));
    let unreadable = desk.put_bytes(refused, b"{".to_vec()).await;
    answers.push(said(&desk.put(refused, &issue("24C4")).await));
    answers.push(said(&desk.put_bytes(held, bytes).await));
    answers.push(said(&desk.put(held, &issue("24C6")).await));
    let full = issue("24C7");
    let by_digest = Envelope { document: DocumentPart { content: None, ..full.document.clone() }, ..full };
    answers.push(said(&desk.put(id(), &by_digest).await));
    answers.push(said(&unreadable));
    answers.push(said(&desk.put(id(), &Envelope { route: "closed".into(), ..issue("24C8") }).await));
    let nine = issue("24C9");
    desk.put(id(), &nine).await.accepted(201);
    answers.push(said(&desk.put(id(), &nine).await));
    let device =
        |number: &str| Envelope { device: Device { id: Uuid::from_u128(77), epoch: 1, seq: 1 }, ..issue(number) };
    desk.put(id(), &device("24C10")).await.accepted(201);
    answers.push(said(&desk.put(id(), &device("24C10b")).await));
    answers.push(said(&desk.put(id(), &issue("24C9")).await));
    answers.push(said(&desk.put(id(), &Envelope { depends_on: Some(id()), ..cancel("24C12", 2) }).await));
    answers.push(said(&desk.put(id(), &Envelope { route: "paused".into(), ..issue("24C13") }).await));
    answers.push(said(&desk.put(id(), &issue("24C14")).await));
    let small = House::with(crate::house::embedded, |config| config.limit_mib = Some(1)).await;
    let on_small = small.desk("desk-1").await;
    let full = loop {
        let told = on_small.put(id(), &issue(&id().to_string())).await;
        if told.status() != 201 {
            break told;
        }
    };
    assert!(full.0.field("retry-after").is_some());
    answers.push(said(&full));
    println!("| # | situation | answer |\n| --- | --- | --- |");
    for ((row, situation, expected), answer) in TABLE.into_iter().zip(&answers) {
        println!("| {row} | {situation} | {answer} |");
        assert_eq!(answer, expected, "row {row}: {situation}");
    }
    assert_eq!(answers.len(), TABLE.len());
    assert!(unreadable.0.field(headers::CONTENT_DIGEST).is_some());
}
