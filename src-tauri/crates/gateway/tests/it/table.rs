//! The answer table (gateway 2.7), row by row.

use std::sync::Arc;

use tamga_gateway::{Gate, Leads};
use tamga_origin::Moment;
use tamga_protocol::{
    Attachment, Device, DocumentPart, Envelope, InboxPage, ItemType, Kind, Problem, ProblemType, ReceiptClaims, Retry,
    SubmissionState, headers, limits,
};
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::desk::Told;
use crate::documents::{Who, cancel, certificate, cod, envelope, frozen, issue, sealed, sealed_at, signed_certificate};
use crate::house::{House, ISSUER, OTHER_ISSUER, Open, now, receipt, refusal};
use crate::slow::Slow;

fn id() -> Uuid {
    Uuid::new_v4()
}

/// A refusal for good: its problem, whose signed part names the id and the bytes.
fn refused(told: &Told, expected: ProblemType, id: Uuid, bytes: &[u8]) -> Problem {
    let problem = told.problem(expected);
    assert_eq!(problem.retry, Retry::Never);
    let claims = refusal(problem.refusal.as_deref().expect("a signed refusal"));
    assert_eq!((claims.sub, &claims.problem_type), (id, &problem.problem_type));
    assert_eq!(claims.env, Some(sha256_hex(bytes)));
    problem
}

async fn is_unknown(house: &House, id: Uuid) {
    let told = house.desk("desk-1").await.get(&format!("/v1/submissions/{id}")).await;
    told.problem(ProblemType::SubmissionUnknown);
}

pub async fn row_1_nobody_without_a_token_or_with_a_suspended_registration(open: Open) {
    let mut house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let bytes = frozen(&issue("24C1"));
    let mut bare = desk.put_request(id(), bytes.clone());
    bare.fields.retain(|(name, _)| name != "authorization");
    let told = desk.call(&bare).await;
    assert_eq!(told.problem(ProblemType::TokenExpired).retry, Retry::Reauth);
    assert_eq!(told.0.field("www-authenticate"), Some("Bearer"));
    let mut forged = desk.put_request(id(), bytes.clone());
    forged.fields.retain(|(name, _)| name != headers::CONTENT_DIGEST);
    forged.fields[1].1 = format!("Bearer {}", "0".repeat(64));
    desk.call(&forged).await.problem(ProblemType::TokenExpired);
    house.restart(|config| config.clients.iter_mut().for_each(|client| client.suspended = true)).await;
    let told = desk.put_bytes(id(), bytes).await;
    assert_eq!(told.problem(ProblemType::ClientSuspended).status, 403);
}

pub async fn row_2_bytes_that_miss_their_digest_are_not_kept(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (id(), frozen(&issue("24C1")));
    let mut bent = desk.put_request(one, bytes.clone());
    bent.body[20] ^= 1;
    let problem = desk.call(&bent).await.problem(ProblemType::DigestMismatch);
    assert_eq!((problem.status, problem.retry, problem.refusal), (400, Retry::Same, None));
    let mut without = desk.put_request(one, bytes.clone());
    without.fields.retain(|(name, _)| name != headers::CONTENT_DIGEST);
    desk.call(&without).await.problem(ProblemType::DigestMismatch);
    is_unknown(&house, one).await;
    desk.put_bytes(one, bytes).await.accepted(201);
}

pub async fn row_3_an_id_that_is_being_worked_on_is_in_progress(open: Open) {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let config = crate::house::config(folder.path(), crate::house::CN);
    let slow = Arc::new(Slow::new(open(&config.data, &config.id, None)));
    let house = House::start_with(folder, config, open, slow.clone()).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (id(), frozen(&issue("24C1")));
    slow.hold();
    let first = tokio::spawn({
        let (desk, bytes) = (desk.clone(), bytes.clone());
        async move { desk.put_bytes(one, bytes).await.accepted(201).receipt }
    });
    slow.wait_until_somebody_is_held().await;
    let told = desk.put_bytes(one, bytes.clone()).await;
    let problem = told.problem(ProblemType::InProgress);
    assert_eq!((problem.status, &problem.retry), (409, &Retry::After));
    assert!((1..=5).contains(&problem.retry_after.unwrap()), "{problem:?}");
    assert_eq!(told.0.field("retry-after"), Some(problem.retry_after.unwrap().to_string().as_str()));
    let void = desk.send("PUT", &format!("/v1/submissions/{one}/void"), &void()).await;
    void.problem(ProblemType::InProgress);
    slow.let_go();
    let receipt = first.await.unwrap();
    assert_eq!(desk.put_bytes(one, bytes).await.accepted(200).receipt, receipt);
}

pub fn void() -> tamga_protocol::VoidRequest {
    tamga_protocol::VoidRequest { reason: "given up".into(), actor: "Officer Li".into() }
}

pub async fn row_4_a_refused_id_gets_the_same_refusal_bytes_for_ever(open: Open) {
    let mut house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let one = id();
    let bad = frozen(&Envelope { co_number: "24C2".into(), ..issue("24C1") });
    let first = refused(&desk.put_bytes(one, bad.clone()).await, ProblemType::InvalidDocument, one, &bad);
    let again = desk.put_bytes(one, bad.clone()).await.problem(ProblemType::InvalidDocument);
    assert_eq!(again.refusal, first.refusal);
    assert_eq!(again.violations, first.violations);
    let good = frozen(&issue("24C1"));
    let other = desk.put_bytes(one, good.clone()).await.problem(ProblemType::InvalidDocument);
    assert_eq!(other.refusal, first.refusal, "the id is closed, whatever comes under it");
    house.restart(|_| {}).await;
    let later = desk.put_bytes(one, bad).await.problem(ProblemType::InvalidDocument);
    assert_eq!(later.refusal, first.refusal, "after a restart as well");
    desk.put_bytes(id(), good).await.accepted(201);
}

pub async fn row_4_a_voided_id_is_never_taken(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (id(), frozen(&issue("24C1")));
    assert_eq!(desk.send("PUT", &format!("/v1/submissions/{one}/void"), &void()).await.status(), 201);
    let told = desk.put_bytes(one, bytes.clone()).await;
    let problem = told.problem(ProblemType::SubmissionVoided);
    let claims = refusal(problem.refusal.as_deref().unwrap());
    assert_eq!((claims.sub, claims.env), (one, None), "it speaks of the id, whatever its bytes");
    is_unknown(&house, one).await;
    desk.put_bytes(id(), bytes).await.accepted(201);
}

pub async fn row_5_a_repeat_gets_the_same_receipt_bytes_even_when_its_route_has_closed(open: Open) {
    let mut house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, bytes) = (id(), frozen(&issue("24C1")));
    let first = desk.put_bytes(one, bytes.clone()).await.accepted(201);
    let again = desk.put_bytes(one, bytes.clone()).await.accepted(200);
    assert_eq!((again.receipt.clone(), again.received_at), (first.receipt.clone(), first.received_at));
    house.restart(|config| config.routes.retain(|route| route.route != "local")).await;
    assert_eq!(desk.put_bytes(one, bytes.clone()).await.accepted(200).receipt, first.receipt);
    let same_party = house.desk("desk-2").await;
    assert_eq!(same_party.put_bytes(one, bytes).await.accepted(200).receipt, first.receipt);
}

pub async fn row_6_other_bytes_under_a_known_id_are_a_conflict(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let one = id();
    let first = desk.put(one, &issue("24C1")).await.accepted(201);
    let other = frozen(&issue("24C2"));
    let told = desk.put_bytes(one, other.clone()).await;
    let problem = refused(&told, ProblemType::SubmissionConflict, one, &other);
    let original = problem.original.expect("the same party may see it");
    assert_eq!((original.submission_id, original.receipt.clone()), (one, first.receipt.clone()));
    assert_eq!((original.co_number.as_str(), original.revision), ("24C1", 1));
    assert_eq!(desk.view(one).await.receipt, first.receipt, "custody is untouched");
    let stranger = house.desk("other").await;
    let problem = stranger.put(one, &issue("24C3")).await.problem(ProblemType::SubmissionConflict);
    assert_eq!(problem.original, None, "another party learns nothing");
}

pub async fn row_7_a_document_that_is_not_here_closes_nothing(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let one = id();
    let full = issue("24C1");
    let by_name = Envelope { document: DocumentPart { content: None, ..full.document.clone() }, ..full.clone() };
    let problem = desk.put(one, &by_name).await.problem(ProblemType::DocumentMissing);
    assert_eq!((problem.status, problem.retry, problem.refusal), (422, Retry::Same, None));
    is_unknown(&house, one).await;
    desk.put(one, &full).await.accepted(201);
}

pub async fn row_8_an_envelope_that_cannot_be_read_is_refused(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(40), "]".repeat(40)).into_bytes();
    for bytes in [b"".to_vec(), b"{".to_vec(), b"[]".to_vec(), b"\xff\xfe".to_vec(), b"{\"kind\":1}".to_vec(), deep] {
        let one = id();
        let problem = refused(&desk.put_bytes(one, bytes.clone()).await, ProblemType::InvalidEnvelope, one, &bytes);
        assert_eq!(problem.status, 400);
    }
}

pub async fn row_8_an_envelope_that_says_something_wrong_is_refused(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    type Bend = fn(&mut Envelope);
    let bends: [(&str, Bend); 14] = [
        ("route", |e| e.route = "r".repeat(limits::ROUTE + 1)),
        ("agreement", |e| e.agreement = String::new()),
        ("issuer", |e| e.issuer = "i".repeat(limits::ISSUER + 1)),
        ("coNumber", |e| e.co_number = String::new()),
        ("coNumber", |e| e.co_number = "24\nC1".into()),
        ("coNumber", |e| e.co_number = " 24C1".into()),
        ("revision", |e| e.revision = 0),
        ("revision", |e| e.revision = 2),
        ("issuedAt", |e| e.issued_at = "yesterday".into()),
        ("document", |e| e.document.sha256 = e.document.sha256.to_uppercase()),
        ("document", |e| e.document.size += 1),
        ("document", |e| e.document.content = Some("%%%".into())),
        ("document", |e| e.document.media_type = "text/html".into()),
        ("", |e| e.device.seq = 1 << 53),
    ];
    for (path, bend) in bends {
        let mut bent = issue("24C1");
        bend(&mut bent);
        let (one, bytes) = (id(), frozen(&bent));
        let problem = refused(&desk.put_bytes(one, bytes.clone()).await, ProblemType::InvalidEnvelope, one, &bytes);
        assert_eq!((problem.status, problem.violations[0].path.as_str()), (422, path));
    }
    let paper = Attachment {
        name: "invoice.pdf".into(),
        part: DocumentPart::inline(sha256_hex(b"x"), "application/pdf", b"x"),
    };
    let crowded = Envelope { attachments: vec![paper; limits::ATTACHMENTS + 1], ..issue("24C1") };
    desk.put(id(), &crowded).await.problem(ProblemType::InvalidEnvelope);
    let unnumbered = Envelope { kind: Kind::Response, route: "answers".into(), ..issue("24C1") };
    desk.put(id(), &unnumbered).await.problem(ProblemType::InvalidEnvelope);
    desk.put(id(), &issue("24C1")).await.accepted(201);
}

pub async fn row_8_a_document_that_says_something_else_is_refused(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    type Bend = fn(&mut Envelope);
    let bends: [(&str, Bend); 3] = [
        ("coNumber", |e| e.co_number = "24C2".into()),
        ("issuer", |e| e.issuer = OTHER_ISSUER.into()),
        ("revision", |e| {
            e.kind = Kind::Replace;
            e.revision = 2;
        }),
    ];
    for (path, bend) in bends {
        let mut bent = issue("24C1");
        bend(&mut bent);
        let (one, bytes) = (id(), frozen(&bent));
        let problem = refused(&desk.put_bytes(one, bytes.clone()).await, ProblemType::InvalidDocument, one, &bytes);
        let found: Vec<_> = problem.violations.iter().map(|one| (one.path.as_str(), one.code.as_str())).collect();
        assert_eq!(found, [(path, "document.differs")]);
    }
    let of_another_kind = Envelope { kind: Kind::Issue, revision: 1, ..cancel("24C1", 2) };
    let problem = desk.put(id(), &of_another_kind).await.problem(ProblemType::InvalidDocument);
    assert_eq!(problem.violations[0].code, "document.kind");
    let mut elsewhere = certificate("24C1");
    elsewhere.transport.destination_country = "NZ".into();
    let document = tamga_formats::co_xml::write_certificate(&elsewhere).unwrap();
    let told = desk.put(id(), &envelope("24C1", &sealed(&document, Who::Officer))).await;
    assert_eq!(told.problem(ProblemType::InvalidDocument).violations[0].code, "document.destination");
}

pub async fn row_8_a_document_that_is_not_whole_is_refused(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let unsigned = tamga_formats::co_xml::write_certificate(&certificate("24C1")).unwrap();
    desk.put(id(), &envelope("24C1", &unsigned)).await.problem(ProblemType::SignatureInvalid);
    let mut changed = signed_certificate("24C1");
    let at = changed.windows(9).position(|text| text == b"A Chamber").unwrap();
    changed[at] = b'B';
    let (one, bytes) = (id(), frozen(&envelope("24C1", &changed)));
    let problem = refused(&desk.put_bytes(one, bytes.clone()).await, ProblemType::SignatureInvalid, one, &bytes);
    assert_eq!(problem.violations[0].code, "sig.digest");
    let bomb = b"<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>";
    let problem = desk.put(id(), &envelope("24C1", bomb)).await.problem(ProblemType::InvalidDocument);
    assert_eq!(problem.violations[0].code, "gate.doctype");
    desk.put(id(), &envelope("24C1", b"no XML at all")).await.problem(ProblemType::InvalidDocument);
    desk.put(id(), &issue("24C1")).await.accepted(201);
}

pub async fn row_8_a_cod_is_read_from_what_its_official_signed(open: Open) {
    let mut house = House::open(open).await;
    house.restart(|config| config.routes.iter_mut().for_each(|route| route.agreement = "*".into())).await;
    let desk = house.desk("desk-1").await;
    let number = "UY0AVA35260000000100";
    let [application, certified] = cod(number);
    let changed = String::from_utf8(certified.clone()).expect("UTF-8").replace("<EHId>0AV", "<EHId>0AX").into_bytes();
    let cases = [
        (&application, ProblemType::InvalidDocument, "cod.uncertified"),
        (&changed, ProblemType::SignatureInvalid, "sig.digest"),
        // Whole, and read from what was signed: there the form misses a field.
        (&certified, ProblemType::InvalidDocument, "gap.required"),
    ];
    for (document, problem, code) in cases {
        let about = Envelope { agreement: "aladi-a35".into(), issuer: "0AV".into(), ..envelope(number, document) };
        let (one, bytes) = (id(), frozen(&about));
        let said = refused(&desk.put_bytes(one, bytes.clone()).await, problem, one, &bytes);
        let codes: Vec<&str> = said.violations.iter().map(|violation| violation.code.as_str()).collect();
        assert_eq!(codes, [code]);
    }
}

pub async fn row_8_a_signer_who_is_not_entitled_is_refused(open: Open) {
    let mut house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let unsigned = tamga_formats::co_xml::write_certificate(&certificate("24C1")).unwrap();
    for (who, code) in
        [(Who::Stranger, "trust.signer_unknown"), (Who::OtherOfficer, "trust.officer"), (Who::Customs, "trust.officer")]
    {
        let (one, bytes) = (id(), frozen(&envelope("24C1", &sealed(&unsigned, who))));
        let problem = refused(&desk.put_bytes(one, bytes.clone()).await, ProblemType::SignerNotAuthorised, one, &bytes);
        let codes: Vec<&str> = problem.violations.iter().map(|one| one.code.as_str()).collect();
        assert!(codes.contains(&code), "{who:?}: {codes:?}");
    }
    let mut foreign = certificate("24C1");
    foreign.scheme.code = "np-icc".into();
    let document = sealed(&tamga_formats::co_xml::write_certificate(&foreign).unwrap(), Who::Officer);
    house.restart(|config| config.routes[0].agreement = "*".into()).await;
    let of_another_scheme = Envelope { agreement: "np-icc".into(), ..envelope("24C1", &document) };
    let problem = desk.put(id(), &of_another_scheme).await.problem(ProblemType::SignerNotAuthorised);
    assert_eq!(problem.violations[0].code, "trust.form");
    let ahead = sealed_at(&unsigned, Who::Officer, now().plus_millis(3 * 86_400_000));
    let problem = desk.put(id(), &envelope("24C1", &ahead)).await.problem(ProblemType::ClockSkew);
    assert_eq!(problem.refusal, None, "whose clock is wrong cannot be known here");
    house.restart(|config| config.demonstration = false).await;
    let problem = desk.put(id(), &issue("24C1")).await.problem(ProblemType::SignerNotAuthorised);
    assert_eq!(problem.violations[0].code, "key.demo", "demonstration keys count in a demonstration only");
}

pub async fn row_8_who_only_holds_a_signed_paper_does_not_take_its_number(open: Open) {
    let house = House::open(open).await;
    let (desk, stranger) = (house.desk("desk-1").await, house.desk("other").await);
    let envelope = issue("24C1");
    let (one, bytes) = (id(), frozen(&envelope));
    let told = stranger.put_bytes(one, bytes.clone()).await;
    let problem = refused(&told, ProblemType::SignerNotAuthorised, one, &bytes);
    assert_eq!(problem.violations[0].code, "trust.issuer_differs");
    let two = id();
    desk.put(two, &envelope).await.accepted(201);
    let item = house.desk("post-1").await.inbox("?box=posts").await.items[0].item_id;
    let as_customs = crate::documents::answer("24C1", 1, tamga_origin::Outcome::Refused, two, item);
    stranger.put(id(), &as_customs).await.problem(ProblemType::SignerNotAuthorised);
    assert!(desk.view(two).await.answers.is_empty(), "nobody speaks for customs");
}

pub async fn row_8_a_route_that_is_closed_or_leads_elsewhere_is_refused(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let routed = |route: &str| Envelope { route: route.into(), ..issue("24C1") };
    for (bent, code) in [
        (routed("closed"), "route.closed"),
        (routed("nowhere"), "route.unknown"),
        (routed("answers"), "route.kind"),
        (Envelope { agreement: "np-icc".into(), ..routed("local") }, "route.agreement"),
    ] {
        let (one, bytes) = (id(), frozen(&bent));
        let problem = refused(&desk.put_bytes(one, bytes.clone()).await, ProblemType::RouteClosed, one, &bytes);
        assert_eq!(problem.violations[0].code, code);
    }
}

pub async fn row_8_what_is_too_large_is_refused(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let mut bytes = frozen(&issue("24C1"));
    bytes.resize(limits::ENVELOPE + 1, b' ');
    let one = id();
    let problem = desk.put_bytes(one, bytes.clone()).await.problem(ProblemType::TooLarge);
    assert_eq!(problem.status, 413);
    let claims = refusal(problem.refusal.as_deref().unwrap());
    assert_eq!((claims.sub, claims.env), (one, None), "bytes that were not kept are not named");
    let again = desk.put_bytes(one, bytes).await.problem(ProblemType::TooLarge);
    assert_eq!(again.refusal, problem.refusal);
    let long = vec![b'x'; limits::INLINE_DOCUMENT];
    let paper = Attachment {
        name: "long.bin".into(),
        part: DocumentPart::inline(sha256_hex(&long), "application/octet-stream", &long),
    };
    let heavy = Envelope { attachments: vec![paper], ..issue("24C1") };
    assert!(frozen(&heavy).len() < limits::ENVELOPE, "the envelope itself is within its limit");
    assert_eq!(desk.put(id(), &heavy).await.problem(ProblemType::TooLarge).violations[0].path, "attachments");
}

pub async fn row_9_the_same_document_under_a_new_id_is_an_alias_for_ever(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, two) = (id(), id());
    let document = signed_certificate("24C1");
    let first = desk.put(one, &envelope("24C1", &document)).await.accepted(201);
    let bytes = frozen(&envelope("24C1", &document));
    let second = desk.put_bytes(two, bytes.clone()).await.accepted(200);
    assert_eq!((second.submission_id, second.duplicate_of), (two, Some(one)));
    assert_eq!(second.receipt, first.receipt);
    let again = desk.put_bytes(two, bytes).await.accepted(200);
    assert_eq!((again.duplicate_of, again.receipt), (Some(one), first.receipt.clone()), "a known id from now on");
    let view = desk.view(two).await;
    assert_eq!((view.submission_id, view.duplicate_of, view.receipt), (two, Some(one), first.receipt));
    desk.put(two, &issue("24C2")).await.problem(ProblemType::SubmissionConflict);
    let page: InboxPage = house.desk("post-1").await.inbox("?box=posts").await;
    assert_eq!(page.items.len(), 1, "one document arrives");
}

pub async fn row_10_a_sequence_that_another_submission_used_is_a_cloned_device(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let device = |epoch, seq| Device { id: Uuid::from_u128(900), epoch, seq };
    let with = |number: &str, device: Device| Envelope { device, ..issue(number) };
    desk.put(id(), &with("24C1", device(2, 1))).await.accepted(201);
    let one = id();
    for clone in [device(2, 1), device(1, 9)] {
        let problem = desk.put(one, &with("24C2", clone)).await.problem(ProblemType::DeviceCloned);
        assert_eq!((problem.status, problem.retry, problem.refusal), (409, Retry::Operator, None));
    }
    is_unknown(&house, one).await;
    desk.put(one, &with("24C2", device(2, 2))).await.accepted(201);
    let peer = house.desk("peer").await;
    peer.put(id(), &with("24C3", device(2, 1))).await.accepted(201);
}

pub async fn row_11_a_number_that_carries_another_document_is_in_use(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, two) = (id(), id());
    let first = desk.put(one, &issue("24C1")).await.accepted(201);
    let bytes = frozen(&issue("24C1"));
    let problem = refused(&desk.put_bytes(two, bytes.clone()).await, ProblemType::CoNumberInUse, two, &bytes);
    let original = problem.original.clone().expect("the same party may see it");
    assert_eq!((original.submission_id, original.receipt), (one, first.receipt));
    let again = desk.put_bytes(two, bytes.clone()).await.problem(ProblemType::CoNumberInUse);
    assert_eq!(again.refusal, problem.refusal, "the id is closed with it");
    assert_eq!(again.original, problem.original);
    is_unknown(&house, two).await;
    let stranger = house.desk("other").await;
    assert_eq!(stranger.put_bytes(two, bytes).await.problem(ProblemType::CoNumberInUse).original, None);
    desk.put(id(), &Envelope { depends_on: Some(one), ..cancel("24C1", 2) }).await.accepted(201);
}

pub async fn row_13_what_comes_on_a_paused_route_is_held_until_it_opens(open: Open) {
    let mut house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let post = house.desk("post-1").await;
    let one = id();
    let held = desk.put(one, &Envelope { route: "paused".into(), ..issue("24C1") }).await.accepted(201);
    assert_eq!(held.state, SubmissionState::Held);
    let two = id();
    let dependent = Envelope { route: "paused".into(), depends_on: Some(one), ..cancel("24C1", 2) };
    assert_eq!(desk.put(two, &dependent).await.accepted(201).state, SubmissionState::Parked);
    assert!(post.inbox("?box=posts").await.items.is_empty());
    house.restart(|config| config.routes[1].state = Gate::Open).await;
    assert_eq!(desk.view(one).await.state, SubmissionState::Delivered);
    assert_eq!(desk.view(two).await.state, SubmissionState::Delivered);
    let ids: Vec<_> = post.inbox("?box=posts").await.items.iter().map(|item| item.submission_id).collect();
    assert_eq!(ids, [Some(one), Some(two)]);
}

pub async fn row_13_a_held_answer_whose_route_now_leads_nowhere_keeps_no_gateway_from_starting(open: Open) {
    let answers = |leads: Leads, state: Gate| {
        move |config: &mut tamga_gateway::Config| {
            let route = config.routes.iter_mut().find(|route| route.route == "answers").unwrap();
            (route.leads, route.state) = (leads.clone(), state);
        }
    };
    let mut house = House::with(open, answers(Leads::Box("posts".into()), Gate::Paused)).await;
    let one = id();
    let reply = crate::documents::answer("24C1", 1, tamga_origin::Outcome::Accepted, id(), id());
    house.desk("post-1").await.put(one, &reply).await.accepted(201);
    house.restart(answers(Leads::Sender, Gate::Open)).await;
    let post = house.desk("post-1").await;
    assert_eq!(post.view(one).await.state, SubmissionState::Held);
    house.desk("desk-1").await.put(id(), &issue("24C1")).await.accepted(201);
    house.restart(|_| {}).await;
    assert_eq!(house.desk("post-1").await.view(one).await.state, SubmissionState::Delivered, "now there is somebody");
}

pub async fn row_14_everything_else_is_received_with_a_receipt_that_names_it(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let (one, envelope) = (id(), issue("24C1"));
    let before = now();
    let accepted = desk.put(one, &envelope).await.accepted(201);
    assert_eq!((accepted.submission_id, accepted.duplicate_of), (one, None));
    assert_eq!(accepted.links.own, format!("/v1/submissions/{one}"));
    let claims = receipt(&accepted.receipt);
    assert_eq!((claims.iss.as_str(), claims.snd.as_str(), claims.n), ("gw.cn", "desk-1", 1));
    assert_eq!((claims.env, claims.dig), (sha256_hex(&frozen(&envelope)), envelope.document.sha256.clone()));
    assert_eq!(claims.prev, ReceiptClaims::FIRST_PREV);
    assert_eq!(claims.rcv, accepted.received_at);
    assert!(claims.rcv >= before.rfc3339() && claims.rcv <= now().rfc3339());
    let key = serde_json::to_value(&claims.key).unwrap();
    assert_eq!(key, serde_json::json!({"type": "certificate", "issuer": ISSUER, "coNumber": "24C1", "revision": 1}));
    let view = desk.view(one).await;
    assert_eq!((view.state, view.receipt), (SubmissionState::Delivered, accepted.receipt.clone()));
    assert_eq!(view.evidence[0].raw, accepted.receipt, "this gateway is the destination: its receipt is the evidence");
    let event = desk.inbox("?box=own").await.items.pop().unwrap();
    assert_eq!((event.item_type, event.submission_id), (ItemType::Event, Some(one)));
    assert_eq!(event.event.unwrap().evidence[0].from, "gw.cn");
    let mut day = certificate("24C2");
    day.issued_at = Some(Moment::Day(now().date()));
    let document = sealed(&tamga_formats::co_xml::write_certificate(&day).unwrap(), Who::Officer);
    let strange = String::from_utf8(frozen(&crate::documents::envelope("24C2", &document))).unwrap();
    let strange = strange.replacen('{', "{\"stranger\":[{}],", 1).into_bytes();
    desk.put_bytes(id(), strange).await.accepted(201);
}

pub async fn row_15_what_cannot_be_kept_is_not_taken(open: Open) {
    let mut house = House::with(open, |config| config.limit_mib = Some(1)).await;
    let desk = house.desk("desk-1").await;
    let mut taken = Vec::new();
    let refused = loop {
        let (one, bytes) = (id(), frozen(&issue(&format!("24C{}", taken.len()))));
        let told = desk.put_bytes(one, bytes.clone()).await;
        if told.status() != 201 {
            break (one, bytes, told);
        }
        taken.push((one, bytes, told.accepted(201).receipt));
        assert!(taken.len() < 1_000, "one MiB does not hold so many");
    };
    let (one, bytes, told) = refused;
    let problem = told.problem(ProblemType::Unavailable);
    assert_eq!((problem.status, problem.retry, problem.refusal), (503, Retry::After, None));
    assert!(told.0.field("retry-after").is_some());
    assert!(!taken.is_empty());
    desk.get(&format!("/v1/submissions/{one}")).await.problem(ProblemType::SubmissionUnknown);
    house.restart(|config| config.limit_mib = None).await;
    for (id, bytes, receipt) in &taken {
        assert_eq!(&desk.put_bytes(*id, bytes.clone()).await.accepted(200).receipt, receipt);
    }
    let accepted = desk.put_bytes(one, bytes).await.accepted(201);
    assert_eq!(crate::house::receipt(&accepted.receipt).n, taken.len() as u64 + 1, "the chain has no gap");
}

pub async fn receipts_of_one_client_form_a_chain(open: Open) {
    let house = House::open(open).await;
    let (desk, other) = (house.desk("desk-1").await, house.desk("desk-2").await);
    let mut head = ReceiptClaims::FIRST_PREV.to_owned();
    for n in 1..=4_u64 {
        let accepted = desk.put(id(), &issue(&format!("24C{n}"))).await.accepted(201);
        let claims = receipt(&accepted.receipt);
        assert_eq!((claims.n, claims.prev), (n, head));
        head = sha256_hex(accepted.receipt.as_bytes());
        let bad = Envelope { co_number: "24C99".into(), ..issue("24C98") };
        desk.put(id(), &bad).await.problem(ProblemType::InvalidDocument);
    }
    let first_of_other = other.put(id(), &issue("24C9")).await.accepted(201);
    assert_eq!(receipt(&first_of_other.receipt).n, 1, "each client has its own chain");
}

pub async fn a_member_that_must_be_understood_and_is_not_refuses_nothing_for_good(open: Open) {
    let house = House::open(open).await;
    let desk = house.desk("desk-1").await;
    let one = id();
    let strict = Envelope { crit: vec!["ttl".into()], ..issue("24C1") };
    let problem = desk.put(one, &strict).await.problem(ProblemType::Unsupported);
    assert_eq!((problem.retry, problem.refusal), (Retry::Operator, None));
    let unknown_kind = Envelope { kind: Kind::Other("co.future".into()), ..issue("24C1") };
    desk.put(one, &unknown_kind).await.problem(ProblemType::Unsupported);
    let known = Envelope { crit: vec!["document".into(), "revision".into()], ..issue("24C1") };
    desk.put(one, &known).await.accepted(201);
}

pub async fn what_another_party_owns_does_not_exist(open: Open) {
    let house = House::open(open).await;
    let (desk, stranger) = (house.desk("desk-1").await, house.desk("other").await);
    let (one, envelope) = (id(), issue("24C1"));
    desk.put(one, &envelope).await.accepted(201);
    stranger.get(&format!("/v1/submissions/{one}")).await.problem(ProblemType::SubmissionUnknown);
    let path = format!("/v1/documents/{}", envelope.document.sha256);
    stranger.get(&path).await.problem(ProblemType::NotFound);
    stranger.get("/v1/inbox?box=posts").await.problem(ProblemType::NotFound);
    let void = stranger.send("PUT", &format!("/v1/submissions/{one}/void"), &void()).await;
    assert_eq!(void.problem(ProblemType::InCustody).original, None);
    assert_eq!(desk.get(&path).await.0.body, envelope.document.bytes().unwrap().unwrap());
    assert_eq!(house.desk("post-2").await.get(&path).await.status(), 200, "it has an item with it");
    house.desk("desk-2").await.get(&path).await.problem(ProblemType::NotFound);
}
