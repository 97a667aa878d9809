//! What does a gateway do beside taking and handing on? Summaries, documents by themselves, questions about one number,
//! lists of ended ones, numbers leased ahead, devices that begin anew.

use tamga_faults::Request;
use tamga_formats::status_list;
use tamga_gateway::{Config, NumberConfig};
use tamga_origin::trust::{CertificateStatus, StatusLists, StatusTaken};
use tamga_protocol::{
    Attachment, CertificateStanding, Device, DeviceView, DocumentPart, Envelope, EpochFrom, EpochWish, ItemType,
    NumberBlock, NumberBlockClaims, NumberReturn, NumberReturnClaims, NumberSpan, NumberWish, ProblemType,
    PulledCertificate, ReceiptClaims, Replaces, StatusClaims, SummaryAnswer, UploadView, headers, limits,
};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Typ, open_jws};
use uuid::Uuid;

use crate::desk::{Desk, Told};
use crate::documents::{cancel, issue, issue_day};
use crate::house::{CN, House, ISSUER, Open, opened, status_keys};

fn id() -> Uuid {
    Uuid::new_v4()
}

pub async fn a_summary_counts_what_was_taken_and_nothing_else(open: Open) {
    let house = House::open(open).await;
    let (desk, other) = (house.desk("desk-1").await, house.desk("desk-2").await);
    let mut taken = Vec::new();
    for number in ["24C1", "24C2", "24C3"] {
        let (one, envelope) = (id(), issue(number));
        desk.put(one, &envelope).await.accepted(201);
        desk.put(id(), &envelope).await.accepted(200);
        taken.push(one.to_string());
    }
    desk.send("PUT", &format!("/v1/submissions/{}/void", id()), &crate::table::void()).await;
    other.put(id(), &issue("24C4")).await.accepted(201);
    let today = issue_day();
    let told = desk.get(&format!("/v1/submissions/summary?from={today}&to={today}")).await;
    assert_eq!(told.status(), 200, "{told:?}");
    let SummaryAnswer(days) = told.json();
    taken.sort();
    assert_eq!((days.len(), days[0].day.as_str(), days[0].count), (1, today.as_str(), 3));
    assert_eq!(days[0].ids_sha256, sha256_hex(taken.join("\n").as_bytes()));
    let nothing: SummaryAnswer = desk.get("/v1/submissions/summary?from=2020-01-01&to=2020-12-31").await.json();
    assert!(nothing.0.is_empty());
    for wrong in
        ["", "?from=2020-01-01", "?from=2020-01-02&to=2020-01-01", "?from=2020-01-01&to=2021-12-31", "?from=x&to=y"]
    {
        desk.get(&format!("/v1/submissions/summary{wrong}")).await.problem(ProblemType::BadRequest);
    }
}

/// A document too large for an envelope, with its digest.
fn large() -> (Vec<u8>, String) {
    let bytes: Vec<u8> = (0..limits::INLINE_DOCUMENT * 2 + 77).map(|at| (at * 31 % 251) as u8).collect();
    let sha256 = sha256_hex(&bytes);
    (bytes, sha256)
}

fn part(desk: &Desk, sha256: &str, bytes: &[u8], from: usize, size: usize) -> Request {
    let mut request = desk.request("PUT", &format!("/v1/documents/{sha256}"), Some(bytes.to_vec()));
    let to = from + bytes.len() - 1;
    request.fields.push(("content-range".into(), format!("bytes {from}-{to}/{size}")));
    request
}

async fn offset(desk: &Desk, sha256: &str) -> Option<u64> {
    let told = desk.call(&desk.request("HEAD", &format!("/v1/documents/{sha256}"), None)).await;
    match told.status() {
        200 => Some(told.0.field(headers::UPLOAD_OFFSET).unwrap().parse().unwrap()),
        404 => None,
        status => panic!("{status}"),
    }
}

pub async fn a_large_document_goes_on_where_it_was_cut_off(open: Open) {
    let house = House::open(open).await;
    let (desk, other) = (house.desk("desk-1").await, house.desk("desk-2").await);
    let (bytes, sha256) = large();
    let (size, path) = (bytes.len(), format!("/v1/documents/{sha256}"));
    assert_eq!(offset(&desk, &sha256).await, None);
    // A line that breaks after a part of the body.
    let mut cut = part(&desk, &sha256, &bytes, 0, size).to_bytes();
    cut.truncate(cut.len() - 300_000);
    let caller = house.caller();
    let line = tokio::spawn(async move { caller.send(&cut).await });
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while offset(&desk, &sha256).await.is_none_or(|offset| (offset as usize) < limits::INLINE_DOCUMENT) {
        assert!(std::time::Instant::now() < deadline, "nothing of it was kept");
    }
    line.abort();
    assert!(line.await.is_err(), "it was cut off");
    assert_eq!(offset(&other, &sha256).await, None, "nobody else's upload shows");
    let told = desk.call(&part(&desk, &sha256, &bytes[5..50], 5, size)).await;
    let problem = told.problem(ProblemType::BadRequest);
    let there: usize = told.0.field(headers::UPLOAD_OFFSET).unwrap().parse().unwrap();
    assert!(problem.status == 416 && there <= size - 300_000, "{there}");
    // What of the cut line was still under way may be kept meanwhile: then the true place is said again.
    let there = loop {
        let there = offset(&desk, &sha256).await.unwrap() as usize;
        let told = desk.call(&part(&desk, &sha256, &bytes[there..there + 1_000], there, size)).await;
        if told.status() == 202 {
            let view: UploadView = told.json();
            assert_eq!((view.offset, view.size), (there as u64 + 1_000, size as u64));
            break there;
        }
        assert!(told.status() == 416 && std::time::Instant::now() < deadline, "{told:?}");
    };
    desk.get(&path).await.problem(ProblemType::NotFound);
    let told = desk.call(&part(&desk, &sha256, &bytes[there + 1_000..], there + 1_000, size)).await;
    assert_eq!((told.status(), told.json::<UploadView>().offset), (201, size as u64));
    assert_eq!(desk.get(&path).await.0.body, bytes, "byte for byte");
    other.get(&path).await.problem(ProblemType::NotFound);
    let again = desk.call(&desk.request("PUT", &path, Some(bytes.clone()))).await;
    assert_eq!(again.status(), 201, "sending it again is safe");
}

pub async fn a_document_that_misses_its_digest_or_is_too_large_is_dropped(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let digest = "0".repeat(64);
    let told = desk.call(&desk.request("PUT", &format!("/v1/documents/{digest}"), Some(b"other".to_vec()))).await;
    assert_eq!(told.problem(ProblemType::DigestMismatch).status, 422);
    assert_eq!(offset(&desk, &digest).await, None, "all of it is dropped");
    let size = limits::DOCUMENT as usize + 1;
    desk.call(&part(&desk, &digest, b"part", 0, size)).await.problem(ProblemType::TooLarge);
    for wrong in ["bytes 0-9/4", "bytes x-y/z", "lines 0-3/4"] {
        let mut request = desk.request("PUT", &format!("/v1/documents/{digest}"), Some(b"part".to_vec()));
        request.fields.push(("content-range".into(), wrong.into()));
        desk.call(&request).await.problem(ProblemType::BadRequest);
    }
    desk.call(&desk.request("PUT", "/v1/documents/ABC", Some(b"x".to_vec()))).await.problem(ProblemType::BadRequest);
    for n in 0..41 {
        let name = sha256_hex(format!("{n}").as_bytes());
        let told = desk.call(&part(&desk, &name, b"a", 0, 10)).await;
        match n {
            40 => drop(told.problem(ProblemType::RateLimited)),
            _ => assert_eq!(told.status(), 202),
        }
    }
    house.hands.forward(7 * 86_400_000 + 60_000);
    let desk = house.desk("desk-1").await;
    let told = desk.call(&part(&desk, &digest, b"a", 0, 10)).await;
    assert_eq!(told.status(), 202, "what nothing named for a week is gone");
    assert_eq!(offset(&desk, &sha256_hex(b"0")).await, None);
}

/// A paper that is sent by itself.
fn paper(bytes: &[u8]) -> Attachment {
    Attachment {
        name: "invoice.pdf".into(),
        part: DocumentPart {
            sha256: sha256_hex(bytes),
            media_type: "application/pdf".into(),
            size: bytes.len() as u64,
            content: None,
        },
    }
}

pub async fn what_came_for_a_refused_submission_stands_in_nobodys_way(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let send = async |bytes: &[u8]| {
        let path = format!("/v1/documents/{}", sha256_hex(bytes));
        desk.call(&desk.request("PUT", &path, Some(bytes.to_vec()))).await.status()
    };
    assert_eq!(send(b"shared").await, 201);
    let taken = Envelope { attachments: vec![paper(b"shared")], ..issue("24C1") };
    desk.put(id(), &taken).await.accepted(201);
    for n in 0..45 {
        let bytes = format!("paper {n}").into_bytes();
        assert_eq!(send(&bytes).await, 201, "of {n} refused ones");
        let attachments = vec![paper(&bytes), paper(b"shared")];
        let refused = Envelope { revision: 2, attachments, ..issue(&format!("24R{n}")) };
        desk.put(id(), &refused).await.problem(ProblemType::InvalidEnvelope);
        assert_eq!(offset(&desk, &sha256_hex(&bytes)).await, None, "nobody will name it again");
    }
    assert_eq!(offset(&desk, &sha256_hex(b"shared")).await, Some(6), "what another one names is kept");
}

pub async fn a_submission_may_name_what_was_sent_by_itself(open: Open) {
    let house = House::open(open).await;
    let (desk, post, other) = (house.desk("desk-1").await, house.desk("post-1").await, house.desk("desk-2").await);
    let (bytes, sha256) = large();
    let with_paper = Envelope { attachments: vec![paper(&bytes)], ..issue("24C1") };
    let one = id();
    desk.put(one, &with_paper).await.problem(ProblemType::DocumentMissing);
    let path = format!("/v1/documents/{sha256}");
    assert_eq!(other.call(&other.request("PUT", &path, Some(bytes.clone()))).await.status(), 201);
    desk.put(one, &with_paper).await.problem(ProblemType::DocumentMissing);
    assert_eq!(desk.call(&desk.request("PUT", &path, Some(bytes.clone()))).await.status(), 201);
    desk.put(one, &with_paper).await.accepted(201);
    let item = &post.inbox("?box=posts").await.items[0];
    assert_eq!((item.documents.len(), item.documents[1].sha256.as_str()), (2, sha256.as_str()));
    house.hands.forward(8 * 86_400_000);
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let told = desk.call(&part(&desk, &"1".repeat(64), b"a", 0, 10)).await;
    assert_eq!(told.status(), 202, "this tidies as well");
    let told = post.get(&path).await;
    assert_eq!((told.0.body.len(), told.0.field("content-type")), (bytes.len(), Some("application/pdf")));
    assert!(told.0.body == bytes, "byte for byte");
    house.desk("other").await.get(&path).await.problem(ProblemType::NotFound);
}

fn pulled(told: &Told) -> (PulledCertificate, StatusClaims) {
    assert_eq!(told.status(), 200, "{told:?}");
    let pulled: PulledCertificate = told.json();
    let claims = opened(CN, Typ::Status, &pulled.statement);
    (pulled, claims)
}

pub async fn one_number_is_asked_about_and_the_word_on_it_is_signed(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let envelope = issue("24C1");
    let receipt: ReceiptClaims = crate::house::receipt(&desk.put(id(), &envelope).await.accepted(201).receipt);
    let issued = issue_day();
    let path =
        |number: &str, day: &str| format!("/v1/certificates/{ISSUER}/{number}?issueDate={day}&reason=spot+check");
    let (found, claims) = pulled(&post.get(&path("24C1", &issued)).await);
    let document = found.document.unwrap();
    assert_eq!(document.sha256, receipt.dig);
    assert_eq!(claims.dig.as_deref(), Some(receipt.dig.as_str()));
    assert_eq!(document.content, envelope.document.content, "byte for byte");
    assert_eq!((claims.status, claims.revision, claims.co_number.as_str()), (CertificateStanding::Valid, 1, "24C1"));
    for (number, day) in [("24C1", "2020-01-01"), ("24C9", issued.as_str())] {
        let (found, claims) = pulled(&post.get(&path(number, day)).await);
        assert_eq!((found.document, claims.status, claims.revision), (None, CertificateStanding::Unknown, 0));
    }
    desk.put(id(), &cancel("24C1", 2)).await.accepted(201);
    let (found, claims) = pulled(&post.get(&path("24C1", &issued)).await);
    assert_eq!((claims.status, claims.revision), (CertificateStanding::Cancelled, 1));
    assert!(found.document.is_some(), "a certificate that was withdrawn is shown as it was");
    let replacing = Envelope {
        kind: tamga_protocol::Kind::Replace,
        replaces: Some(Replaces { co_number: "24C2".into(), revision: 1 }),
        ..issue("24C3")
    };
    desk.put(id(), &issue("24C2")).await.accepted(201);
    desk.put(id(), &replacing).await.accepted(201);
    let (_, claims) = pulled(&post.get(&path("24C2", &issued)).await);
    assert_eq!((claims.status, claims.successor.as_deref()), (CertificateStanding::Replaced, Some("24C3")));
    desk.get(&path("24C1", &issued)).await.problem(ProblemType::ClientSuspended);
    for wrong in
        ["", "?issueDate=2024-01-01", "?reason=x", "?issueDate=yesterday&reason=x", "?issueDate=2024-01-01&reason="]
    {
        let told = post.get(&format!("/v1/certificates/{ISSUER}/24C1{wrong}")).await;
        told.problem(ProblemType::BadRequest);
    }
}

/// A list as its reader takes it over.
fn taken(lists: &mut StatusLists, told: &Told) -> (u64, bool) {
    assert_eq!((told.status(), told.0.field("content-type")), (200, Some("application/jose")), "{told:?}");
    let claims = open_jws(&told.0.body, Typ::StatusList, &status_keys()).expect("a signature that holds");
    let list = status_list::read(&claims.payload).unwrap();
    let (n, is_snapshot) = (list.n, list.is_snapshot);
    assert_eq!(lists.take(list, &sha256_hex(&claims.payload)).unwrap(), StatusTaken::InForce);
    (n, is_snapshot)
}

pub async fn ended_numbers_stand_in_a_chain_of_signed_lists(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    let path = |after: u64| format!("/v1/status-list/{ISSUER}?after={after}");
    let mut lists = StatusLists::default();
    let first = post.get(&path(0)).await;
    assert_eq!(taken(&mut lists, &first), (1, true), "a list that says nothing is a list");
    post.get(&path(1)).await.problem(ProblemType::NotFound);
    let mut known = post.request("GET", &path(0), None);
    known.fields.push(("if-none-match".into(), first.0.field("etag").unwrap().into()));
    assert_eq!(post.call(&known).await.status(), 304);
    for number in ["24C1", "24C2"] {
        desk.put(id(), &issue(number)).await.accepted(201);
    }
    post.get(&path(1)).await.problem(ProblemType::NotFound);
    desk.put(id(), &cancel("24C1", 2)).await.accepted(201);
    assert_eq!(taken(&mut lists, &post.get(&path(1)).await), (2, false));
    let entry = lists.entry(ISSUER, "24C1", 1).unwrap();
    assert_eq!((entry.status, entry.reason.as_str()), (CertificateStatus::Cancelled, "ERR"));
    assert_eq!(lists.entry(ISSUER, "24C2", 1), None);
    desk.put(id(), &cancel("24C2", 2)).await.accepted(201);
    assert_eq!(taken(&mut lists, &post.get(&path(2)).await), (3, false));
    house.hands.forward(86_400_000 + 1_000);
    let post = house.desk("post-1").await;
    assert_eq!(taken(&mut lists, &post.get(&path(3)).await), (4, false), "one is due each day");
    let mut late = StatusLists::default();
    assert_eq!(taken(&mut late, &post.get(&path(0)).await), (1, true));
    for n in 1..4 {
        taken(&mut late, &post.get(&path(n)).await);
    }
    assert_eq!(late.all(ISSUER).count(), 2);
    post.get("/v1/status-list/NO-BODY").await.problem(ProblemType::NotFound);
    post.get("/v1/status-list/AU-CUSTOMS").await.problem(ProblemType::NotFound);
}

fn with_numbers(config: &mut Config) {
    config.numbers = vec![NumberConfig {
        issuer: ISSUER.into(),
        agreement: "chafta".into(),
        pattern: "24C{n:6}".into(),
        first: 1_000,
        last: 1_249,
        at_once: 100,
        days: 90,
    }];
}

pub async fn numbers_are_leased_once_and_what_became_of_them_is_said_once(open: Open) {
    let mut house = House::with(open, with_numbers).await;
    let (desk, other, stranger) = (house.desk("desk-1").await, house.desk("desk-2").await, house.desk("other").await);
    let wish = NumberWish { issuer: ISSUER.into(), agreement: "chafta".into(), count: 100, device: id() };
    let lease = id();
    let path = format!("/v1/number-blocks/{lease}");
    let told = desk.send("PUT", &path, &wish).await;
    assert_eq!(told.status(), 201, "{told:?}");
    let block: NumberBlock = told.json();
    let claims: NumberBlockClaims = opened(CN, Typ::NumberBlock, &block.statement);
    assert_eq!((claims.from, claims.to, claims.pattern.as_str(), claims.sub), (1_000, 1_099, "24C{n:6}", lease));
    assert_eq!((claims.device, claims.snd.as_str()), (wish.device, "desk-1"));
    house.restart(|_| {}).await;
    let again = desk.send("PUT", &path, &wish).await;
    assert_eq!((again.status(), again.json::<NumberBlock>().statement), (200, block.statement));
    let differently = NumberWish { count: 5, ..wish.clone() };
    desk.send("PUT", &path, &differently).await.problem(ProblemType::BadRequest);
    other.send("PUT", &path, &wish).await.problem(ProblemType::NotFound);
    stranger.send("PUT", &format!("/v1/number-blocks/{}", id()), &wish).await.problem(ProblemType::NotFound);
    for count in [0, 101] {
        let wish = NumberWish { count, ..wish.clone() };
        desk.send("PUT", &format!("/v1/number-blocks/{}", id()), &wish).await.problem(ProblemType::BadRequest);
    }
    for (from, to) in [(1_100, 1_199), (1_200, 1_249)] {
        let told = other.send("PUT", &format!("/v1/number-blocks/{}", id()), &wish).await;
        let claims: NumberBlockClaims = opened(CN, Typ::NumberBlock, &told.json::<NumberBlock>().statement);
        assert_eq!((claims.from, claims.to), (from, to), "no number is leased twice");
    }
    let none = other.send("PUT", &format!("/v1/number-blocks/{}", id()), &wish).await;
    assert_eq!(none.problem(ProblemType::Unsupported).status, 422);
    let span = |from, to| NumberSpan { from, to };
    let said = NumberReturn {
        used: vec![span(1_000, 1_009)],
        spoilt: vec![span(1_010, 1_010)],
        unused: vec![span(1_011, 1_099)],
    };
    let back = format!("{path}/return");
    let part = NumberReturn { unused: Vec::new(), ..said.clone() };
    desk.send("PUT", &back, &part).await.problem(ProblemType::BadRequest);
    other.send("PUT", &back, &said).await.problem(ProblemType::NotFound);
    let told = desk.send("PUT", &back, &said).await;
    assert_eq!(told.status(), 201, "{told:?}");
    let receipt = told.json::<NumberBlock>().statement;
    let claims: NumberReturnClaims = opened(CN, Typ::NumberBlock, &receipt);
    assert_eq!((claims.returned, claims.sub), (said.clone(), lease));
    let again = desk.send("PUT", &back, &said).await;
    assert_eq!((again.status(), again.json::<NumberBlock>().statement), (200, receipt));
    let other_words = NumberReturn { used: vec![span(1_000, 1_099)], spoilt: Vec::new(), unused: Vec::new() };
    desk.send("PUT", &back, &other_words).await.problem(ProblemType::BadRequest);
}

pub async fn a_restored_device_begins_anew_and_a_copy_of_it_does_not(open: Open) {
    let house = House::open(open).await;
    let (desk, stranger) = (house.desk("desk-1").await, house.desk("other").await);
    desk.get("/v1/devices/self").await.problem(ProblemType::NotFound);
    let device = id();
    let of =
        |number: &str, epoch: u32, seq: u64| Envelope { device: Device { id: device, epoch, seq }, ..issue(number) };
    desk.put(id(), &of("24C1", 1, 1)).await.accepted(201);
    desk.put(id(), &of("24C2", 1, 7)).await.accepted(201);
    let view: DeviceView = desk.get("/v1/devices/self").await.json();
    assert_eq!((view.device_id, view.epoch, view.highest_seq, view.count), (device, 1, 7, 2));
    let (pending, forgotten) = (id(), id());
    let wish = EpochWish { from: EpochFrom { device_id: device, epoch: 1, last_seq: 5 }, pending: vec![pending] };
    let path = |epoch: u32| format!("/v1/devices/{device}/epochs/{epoch}");
    stranger.send("PUT", &path(2), &wish).await.problem(ProblemType::NotFound);
    desk.send("PUT", &path(1), &wish).await.problem(ProblemType::DeviceCloned);
    let told = desk.send("PUT", &path(2), &wish).await;
    assert_eq!((told.status(), told.json::<DeviceView>().epoch), (201, 2), "{told:?}");
    assert_eq!(desk.send("PUT", &path(2), &wish).await.status(), 200);
    let copy = EpochWish { pending: Vec::new(), ..wish.clone() };
    desk.send("PUT", &path(2), &copy).await.problem(ProblemType::DeviceCloned);
    desk.put(pending, &of("24C3", 1, 6)).await.accepted(201);
    desk.put(forgotten, &of("24C4", 1, 8)).await.problem(ProblemType::DeviceCloned);
    desk.put(id(), &of("24C5", 2, 1)).await.accepted(201);
    desk.send("PUT", &format!("/v1/devices/{device}/epochs/03"), &wish).await.problem(ProblemType::BadRequest);
}

pub async fn a_number_is_the_same_however_its_letters_were_typed(open: Open) {
    let house = House::open(open).await;
    let (desk, post) = (house.desk("desk-1").await, house.desk("post-1").await);
    desk.put(id(), &issue("24\u{c5}1")).await.accepted(201);
    desk.put(id(), &issue("24A\u{30a}1")).await.problem(ProblemType::CoNumberInUse);
    let path = format!("/v1/certificates/{ISSUER}/24A%CC%8A1?issueDate={}&reason=spot+check", issue_day());
    assert_eq!(pulled(&post.get(&path).await).1.status, CertificateStanding::Valid);
}

pub async fn a_device_takes_the_place_of_another_only_with_the_operator(open: Open) {
    let house = House::open(open).await;
    let (desk, stranger) = (house.desk("desk-1").await, house.desk("other").await);
    let device = |id: u128, seq: u64| Device { id: Uuid::from_u128(id), epoch: 1, seq };
    let sent = |number: &str, device: Device| Envelope { device, ..issue(number) };
    desk.put(id(), &sent("24C1", device(41, 1))).await.accepted(201);
    let (pending, after) = (id(), sent("24C2", device(41, 2)));
    let from = EpochFrom { device_id: Uuid::from_u128(41), epoch: 1, last_seq: 2 };
    let wish = EpochWish { from, pending: vec![pending] };
    let path = |new: u128| format!("/v1/devices/{}/epochs/1", Uuid::from_u128(new));
    stranger.send("PUT", &path(42), &wish).await.problem(ProblemType::NotFound);
    for _ in 0..2 {
        assert_eq!(desk.send("PUT", &path(42), &wish).await.status(), 202, "an operator is awaited");
    }
    let other_words = EpochWish { pending: Vec::new(), ..wish.clone() };
    desk.send("PUT", &path(42), &other_words).await.problem(ProblemType::DeviceCloned);
    assert_eq!(desk.send("PUT", &path(43), &wish).await.status(), 202);
    let operator = house.operator();
    crate::cluster::aside(|| {
        let waiting = operator.take_overs().unwrap();
        assert_eq!(waiting.len(), 2);
        assert_eq!((waiting[0].from, waiting[0].pending), (Uuid::from_u128(41), 1));
        operator.decide_take_over("A. Officer", Uuid::from_u128(43), 1, false).unwrap();
        operator.decide_take_over("A. Officer", Uuid::from_u128(42), 1, true).unwrap();
        assert!(operator.decide_take_over("A. Officer", Uuid::from_u128(42), 1, false).is_err(), "answered for good");
        assert!(operator.take_overs().unwrap().is_empty());
    });
    assert_eq!(desk.send("PUT", &path(42), &wish).await.status(), 200);
    desk.send("PUT", &path(43), &wish).await.problem(ProblemType::Unsupported);
    let told = desk.inbox("").await.items;
    let notices: Vec<_> = told
        .iter()
        .filter(|item| item.item_type == ItemType::Notice)
        .map(|item| item.event.clone().unwrap().state)
        .collect();
    assert_eq!(notices, ["device-refused", "device-granted"]);
    desk.put(id(), &sent("24C3", device(42, 1))).await.accepted(201);
    desk.put(id(), &sent("24C4", device(41, 3))).await.problem(ProblemType::DeviceCloned);
    desk.put(pending, &after).await.accepted(201);
}
