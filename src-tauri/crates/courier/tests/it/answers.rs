//! What counts as an answer (2.2)? A far side that answers everything there is, and the outcome each must have.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tamga_courier::{
    Class, EvidenceKind, Fault, GatewayTransport, HttpSettings, Patience, QueryOutcome, Retry, Scope, SubmitOutcome,
    VoidOutcome, VoidReason,
};
use tamga_faults::{Authority, Reply, Sending};
use tamga_protocol::{self as protocol, ProblemType, headers};
use tamga_seal::{Typ, sign_jws};
use uuid::Uuid;

use crate::far::*;

fn not_sent(outcome: SubmitOutcome) -> Fault {
    match outcome {
        SubmitOutcome::NotSent(fault) => fault,
        other => panic!("not sent, but {other:?}"),
    }
}

fn unknown(outcome: SubmitOutcome) -> Fault {
    match outcome {
        SubmitOutcome::Unknown(fault) => fault,
        other => panic!("unknown, but {other:?}"),
    }
}

/// Submits once to a far side that answers with this reply.
async fn answered_with(reply: impl Fn(&Far) -> Reply) -> SubmitOutcome {
    let far = Far::new();
    let reply = reply(&far);
    let front = far.front(move |_| reply.clone()).await;
    submit(&far.transport(&front.url()), &envelope(1)).await
}

#[tokio::test]
async fn a_valid_receipt_is_custody() {
    let outcome = answered_with(|far| ours(201, &accepted(&envelope(1), &far.receipt(&envelope(1))))).await;
    let SubmitOutcome::Accepted(evidence) = outcome else { panic!("{outcome:?}") };
    assert_eq!(evidence.kind, EvidenceKind::Receipt);
    assert_eq!(evidence.text("sub"), Some(envelope(1).key().id.to_string().as_str()));
}

#[tokio::test]
async fn an_earlier_submission_of_the_same_document_is_a_duplicate() {
    let outcome = answered_with(|far| {
        let first = protocol::ReceiptClaims { sub: Uuid::from_u128(9), env: "0".repeat(64), ..claims(&envelope(1)) };
        let answer = accepted(&envelope(1), &far.sign(Typ::Receipt, &first));
        ours(200, &protocol::SubmissionAccepted { duplicate_of: Some(Uuid::from_u128(9)), ..answer })
    })
    .await;
    let SubmitOutcome::Duplicate(_, original) = outcome else { panic!("{outcome:?}") };
    assert_eq!(original.submission_id, Uuid::from_u128(9));
}

#[tokio::test]
async fn a_signed_refusal_is_final_and_an_unsigned_one_is_not() {
    let refused = |far: &Far, refusal: Option<String>| {
        let violation = protocol::Violation {
            path: "items[1]".into(),
            code: "document.differs".into(),
            severity: protocol::ViolationSeverity::Error,
            text: "words".into(),
        };
        let _ = far;
        problem(&protocol::Problem { refusal, violations: vec![violation], ..plain(ProblemType::InvalidDocument) })
    };
    let outcome =
        answered_with(|far| refused(far, Some(far.refusal(&envelope(1), ProblemType::InvalidDocument)))).await;
    let SubmitOutcome::Rejected(reasons, evidence) = outcome else { panic!("{outcome:?}") };
    assert_eq!(evidence.kind, EvidenceKind::Refusal);
    let codes: Vec<&str> = reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes, ["invalid-document", "document.differs"]);

    let unsigned = unknown(answered_with(|far| refused(far, None)).await);
    assert_eq!(unsigned.class, Class::BadEvidence);
    let of_another_kind =
        answered_with(|far| refused(far, Some(far.refusal(&envelope(1), ProblemType::SignatureInvalid))));
    assert_eq!(unknown(of_another_kind.await).class, Class::BadEvidence);
    let of_another_id =
        answered_with(|far| refused(far, Some(far.refusal(&envelope(2), ProblemType::InvalidDocument))));
    assert_eq!(unknown(of_another_id.await).class, Class::BadEvidence);
}

#[tokio::test]
async fn a_receipt_about_anything_else_proves_nothing() {
    type Bend = fn(&mut protocol::ReceiptClaims);
    let bends: [(&str, Bend); 6] = [
        ("another id", |claims| claims.sub = Uuid::from_u128(2)),
        ("another envelope", |claims| claims.env = "1".repeat(64)),
        ("another document", |claims| claims.dig = "1".repeat(64)),
        ("another gateway", |claims| claims.iss = "gw.other".into()),
        ("another certificate", |claims| {
            claims.key = protocol::BusinessKey::Certificate { issuer: "X".into(), co_number: "1".into(), revision: 1 };
        }),
        ("another kind of key", |claims| {
            claims.key = protocol::BusinessKey::Response {
                party: "X".into(),
                issuer: "CN-CCPIT".into(),
                co_number: "24C0000001".into(),
                number: 1,
            };
        }),
    ];
    for (what, bend) in bends {
        let outcome = answered_with(|far| {
            let mut bent = claims(&envelope(1));
            bend(&mut bent);
            ours(201, &accepted(&envelope(1), &far.sign(Typ::Receipt, &bent)))
        });
        assert_eq!(unknown(outcome.await).class, Class::BadEvidence, "{what}");
    }
}

#[tokio::test]
async fn a_receipt_that_another_key_signed_proves_nothing() {
    let by_stranger = answered_with(|far| {
        let payload = serde_json::to_vec(&claims(&envelope(1))).unwrap();
        ours(201, &accepted(&envelope(1), &sign_jws(&payload, Typ::Receipt, &far.stranger)))
    });
    assert_eq!(unknown(by_stranger.await).class, Class::BadEvidence);
    let as_refusal = answered_with(|far| {
        let jws = far.sign(Typ::Refusal, &claims(&envelope(1)));
        ours(201, &accepted(&envelope(1), &jws))
    });
    assert_eq!(unknown(as_refusal.await).class, Class::BadEvidence);
    let flipped = answered_with(|far| {
        let mut jws = far.receipt(&envelope(1)).into_bytes();
        let middle = jws.len() / 2;
        jws[middle] = if jws[middle] == b'A' { b'B' } else { b'A' };
        ours(201, &accepted(&envelope(1), &String::from_utf8(jws).unwrap()))
    });
    assert_eq!(unknown(flipped.await).class, Class::BadEvidence);
}

#[tokio::test]
async fn a_page_of_somebody_else_is_never_an_answer() {
    let page = "<!doctype html><title>Sign in</title>";
    for status in [200, 302, 403, 407, 502, 511, 520] {
        let fault = unknown(answered_with(|_| Reply::new(status, "text/html", page).with("location", "/x")).await);
        assert_eq!((fault.scope, fault.class), (Scope::Route, Class::ForeignAnswer), "{status}");
        assert_eq!(fault.raw.status, Some(status));
    }
}

#[tokio::test]
async fn an_answer_without_one_of_our_marks_is_not_ours() {
    let good = |far: &Far| ours(201, &accepted(&envelope(1), &far.receipt(&envelope(1))));
    type Spoil = fn(Reply) -> Reply;
    let spoils: [(&str, Spoil); 6] = [
        ("no gateway id", |reply| reply.without(headers::GATEWAY_ID)),
        ("another gateway id", |reply| reply.without(headers::GATEWAY_ID).with(headers::GATEWAY_ID, "gw.other")),
        ("no digest", |reply| reply.without(headers::CONTENT_DIGEST)),
        ("wrong digest", |mut reply| {
            reply.body.push(b' ');
            reply
        }),
        ("another media type", |reply| reply.without("content-type").with("content-type", "text/plain")),
        ("a coding nobody asked for", |reply| reply.with("content-encoding", "gzip")),
    ];
    for (what, spoil) in spoils {
        let fault = unknown(answered_with(|far| spoil(good(far))).await);
        assert_eq!((fault.scope, fault.class), (Scope::Route, Class::ForeignAnswer), "{what}");
    }
}

#[tokio::test]
async fn an_answer_cut_at_any_byte_is_unknown() {
    let far = Far::new();
    let whole = ours(201, &accepted(&envelope(1), &far.receipt(&envelope(1))));
    let length = whole.to_bytes().len();
    let at = Arc::new(AtomicUsize::new(0));
    let front = far
        .front({
            let (at, whole) = (at.clone(), whole.clone());
            move |_| whole.clone().sent(Sending::Cut(at.load(Ordering::SeqCst)))
        })
        .await;
    let transport = far.transport(&front.url());
    for cut in (0..length).step_by(64).chain([length - 1]) {
        at.store(cut, Ordering::SeqCst);
        let fault = unknown(submit(&transport, &envelope(1)).await);
        assert_eq!(fault.scope, Scope::Route, "cut at {cut}");
        assert!(fault.left_us, "cut at {cut}");
    }
    at.store(length, Ordering::SeqCst);
    assert!(matches!(submit(&transport, &envelope(1)).await, SubmitOutcome::Accepted(_)), "whole at last");
}

#[tokio::test]
async fn silence_after_the_request_is_unknown_and_bounded_in_time() {
    let far = Far::new();
    for stalled in [0, 40] {
        let whole = ours(201, &accepted(&envelope(1), &far.receipt(&envelope(1))));
        let front = far.front(move |_| whole.clone().sent(Sending::Stall(stalled))).await;
        let patience = Patience {
            connect: Duration::from_millis(300),
            first_byte: Duration::from_millis(300),
            whole: Duration::from_millis(900),
            slowest: 1_000_000,
        };
        let transport = far.transport_with(HttpSettings { patience, ..far.settings(&front.url()) });
        let fault = unknown(submit(&transport, &envelope(1)).await);
        assert_eq!((fault.class, fault.left_us), (Class::Timeout, true), "after {stalled} bytes");
    }
}

#[tokio::test]
async fn nothing_left_when_nobody_listens_or_the_certificate_is_not_the_anchors() {
    let far = Far::new();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = not_sent(submit(&far.transport(&format!("https://{nobody}")), &envelope(1)).await);
    assert_eq!((refused.class, refused.left_us, refused.scope), (Class::Network, false, Scope::Route));

    let front = far.front(|_| Reply::new(500, "text/plain", "never reached")).await;
    let other = Authority::new("other").unwrap();
    let settings = HttpSettings { anchor_pem: other.pem().into_bytes(), ..far.settings(&front.url()) };
    let stranger = not_sent(submit(&far.transport_with(settings), &envelope(1)).await);
    assert_eq!((stranger.class, stranger.left_us), (Class::Tls, false));
    assert_eq!(front.seen(), 0, "not one request");
}

#[tokio::test]
async fn a_certificate_of_other_years_points_at_the_clock() {
    let old = Authority::of_years("old", 2001, 2002).unwrap();
    let far = Far { identity: old.identity().unwrap(), authority: old, ..Far::new() };
    let front = far.front(|_| Reply::new(500, "text/plain", "never reached")).await;
    let fault = not_sent(submit(&far.transport(&front.url()), &envelope(1)).await);
    assert_eq!((fault.class, fault.left_us), (Class::Clock, false));
}

#[tokio::test]
async fn a_proven_problem_says_by_itself_that_nothing_was_kept() {
    let cases = [
        (ProblemType::Unavailable, Scope::Route, Class::Busy, Retry::After),
        (ProblemType::RateLimited, Scope::Route, Class::Busy, Retry::After),
        (ProblemType::DigestMismatch, Scope::Item, Class::CutShort, Retry::Same),
        (ProblemType::DocumentMissing, Scope::Item, Class::DocumentMissing, Retry::Same),
        (ProblemType::ClockSkew, Scope::Route, Class::Clock, Retry::Same),
        (ProblemType::DeviceCloned, Scope::Route, Class::Clone, Retry::Operator),
        (ProblemType::ClientSuspended, Scope::Route, Class::Auth, Retry::Operator),
        (ProblemType::ClientTooOld, Scope::Route, Class::Version, Retry::Operator),
        (ProblemType::Unsupported, Scope::Item, Class::Version, Retry::Operator),
    ];
    for (kind, scope, class, retry) in cases {
        let fault = not_sent(answered_with(|_| problem(&plain(kind.clone()))).await);
        assert_eq!((fault.scope, fault.class, fault.retry), (scope, class, retry), "{}", kind.as_str());
        assert_eq!(fault.raw.code.as_deref(), Some(kind.as_str()));
        assert_eq!(fault.raw.trace.as_deref(), Some("trace-1"));
    }
}

#[tokio::test]
async fn work_in_progress_is_unknown_and_says_when_to_ask_again() {
    let busy = protocol::Problem { retry_after: Some(3), ..plain(ProblemType::InProgress) };
    let fault = unknown(answered_with(|_| problem(&busy)).await);
    assert_eq!((fault.class, fault.retry_after), (Class::InProgress, Some(Duration::from_secs(3))));
}

#[tokio::test]
async fn the_wish_to_wait_is_read_from_the_header_too() {
    let fault = not_sent(answered_with(|_| problem(&plain(ProblemType::Unavailable)).with("retry-after", "17")).await);
    assert_eq!(fault.retry_after, Some(Duration::from_secs(17)));
}

#[tokio::test]
async fn a_problem_of_a_later_version_is_handled_by_its_word_about_trying_again() {
    let later = ProblemType::Other("moon-phase".into());
    let after =
        protocol::Problem { status: 418, retry: protocol::Retry::Other("tomorrow".into()), ..plain(later.clone()) };
    assert_eq!(not_sent(answered_with(|_| problem(&after)).await).retry, Retry::After);
    let never = answered_with(|far| {
        let refusal = Some(far.refusal(&envelope(1), later.clone()));
        problem(&protocol::Problem { status: 422, retry: protocol::Retry::Never, refusal, ..plain(later.clone()) })
    });
    assert!(matches!(never.await, SubmitOutcome::Rejected(..)));
}

#[tokio::test]
async fn an_expired_token_is_fetched_anew_once_and_then_it_is_a_matter_of_access() {
    let far = Far::new();
    let tokens = Arc::new(AtomicUsize::new(0));
    let give = {
        let tokens = tokens.clone();
        move |_: &_| {
            let n = tokens.fetch_add(1, Ordering::SeqCst);
            let token = protocol::TokenAnswer {
                access_token: format!("token-{n}"),
                token_type: "Bearer".into(),
                expires_in: 900,
                scope: String::new(),
            };
            ours(200, &token)
        }
    };
    let good = ours(201, &accepted(&envelope(1), &far.receipt(&envelope(1))));
    let front = far
        .front_with_tokens(
            move |request| match request.field("authorization") {
                Some("Bearer token-1") => good.clone(),
                _ => problem(&plain(ProblemType::TokenExpired)),
            },
            give.clone(),
        )
        .await;
    let transport = far.transport(&front.url());
    assert!(matches!(submit(&transport, &envelope(1)).await, SubmitOutcome::Accepted(_)));
    assert_eq!(tokens.load(Ordering::SeqCst), 2);

    let never = far.front_with_tokens(|_| problem(&plain(ProblemType::TokenExpired)), give).await;
    let fault = not_sent(submit(&far.transport(&never.url()), &envelope(1)).await);
    assert_eq!((fault.scope, fault.class, fault.retry), (Scope::Route, Class::Auth, Retry::Reauth));
}

#[tokio::test]
async fn whatever_goes_wrong_while_a_token_is_asked_for_nothing_was_sent() {
    let refused = |status: u16, error: &str, problem: ProblemType| {
        let error = protocol::TokenError {
            error: error.into(),
            error_description: None,
            problem_type: problem.as_str().into(),
            server_time: AT.into(),
        };
        ours(status, &error)
    };
    let cases = [
        (refused(401, "invalid_client", ProblemType::TokenExpired), Class::Auth, Retry::Operator),
        (refused(400, "unauthorized_client", ProblemType::ClientSuspended), Class::Auth, Retry::Operator),
        (refused(401, "invalid_client", ProblemType::ClockSkew), Class::Clock, Retry::Operator),
        (refused(503, "temporarily_unavailable", ProblemType::Unavailable), Class::Busy, Retry::After),
        (Reply::new(200, "text/html", "<p>Sign in"), Class::ForeignAnswer, Retry::After),
        (ours(200, &"no object"), Class::Auth, Retry::After),
        (Reply::default().sent(Sending::Cut(0)), Class::CutShort, Retry::After),
    ];
    for (reply, class, retry) in cases {
        let far = Far::new();
        let front = far.front_with_tokens(|_| Reply::new(500, "text/plain", "never reached"), move |_| reply.clone());
        let front = front.await;
        let fault = not_sent(submit(&far.transport(&front.url()), &envelope(1)).await);
        assert_eq!((fault.class, fault.retry, fault.left_us), (class, retry, false));
        assert_eq!(front.seen(), 1, "only the token was asked for");
    }
}

#[tokio::test]
async fn a_question_is_answered_by_custody_by_absence_or_not_at_all() {
    let far = Far::new();
    let envelope = envelope(1);
    let abroad = {
        let claims = protocol::ReceiptClaims { iss: "gw.abroad".into(), ..claims(&envelope) };
        sign_jws(&serde_json::to_vec(&claims).unwrap(), Typ::Receipt, &far.other_gateway)
    };
    let view = protocol::SubmissionView {
        submission_id: envelope.key().id,
        kind: protocol::Kind::Issue,
        key: claims(&envelope).key,
        state: protocol::SubmissionState::Delivered,
        state_seq: 3,
        received_at: AT.into(),
        receipt: far.receipt(&envelope),
        duplicate_of: None,
        evidence: [abroad.as_str(), "forged.evidence.here"]
            .map(|raw| protocol::EvidenceView {
                evidence_type: protocol::EvidenceType::Delivery,
                from: "gw.abroad".into(),
                at: AT.into(),
                media_type: "application/jose".into(),
                raw: raw.into(),
            })
            .into(),
        answers: Vec::new(),
        overdue: false,
    };
    let front = far.front(move |_| ours(200, &view)).await;
    let QueryOutcome::Present { receipt, state, later } = far.transport(&front.url()).query(envelope.key()).await
    else {
        panic!("it is there")
    };
    assert_eq!((receipt.kind, state.as_str()), (EvidenceKind::Receipt, "delivered"));
    let kinds: Vec<EvidenceKind> = later.iter().map(|evidence| evidence.kind).collect();
    assert_eq!(kinds, [EvidenceKind::Delivery], "what is not proven is left out");

    let absent = far.front(|_| problem(&plain(ProblemType::SubmissionUnknown))).await;
    assert_eq!(far.transport(&absent.url()).query(envelope.key()).await, QueryOutcome::Absent);
    let page = far.front(|_| Reply::new(404, "text/html", "not found")).await;
    let outcome = far.transport(&page.url()).query(envelope.key()).await;
    assert!(matches!(outcome, QueryOutcome::CannotTell(_)), "a stranger's 404 is not absence: {outcome:?}");
}

#[tokio::test]
async fn giving_up_needs_a_signed_promise_and_custody_wins() {
    let far = Far::new();
    let envelope = envelope(1);
    let why = VoidReason { reason: "given up".into(), actor: "Officer Li".into() };
    let promise = protocol::VoidClaims {
        iss: GATEWAY.into(),
        sub: envelope.key().id,
        at: AT.into(),
        reason: why.reason.clone(),
        actor: why.actor.clone(),
    };
    let answer = |statement: String| protocol::VoidAnswer {
        submission_id: envelope.key().id,
        state: protocol::SubmissionState::Voided,
        statement,
    };
    let signed = answer(far.sign(Typ::Void, &promise));
    let front = far.front(move |_| ours(201, &signed)).await;
    let outcome = far.transport(&front.url()).void(envelope.key(), &why).await;
    assert!(matches!(outcome, VoidOutcome::Voided(_)), "{outcome:?}");

    let other = protocol::VoidClaims { sub: Uuid::from_u128(5), ..promise.clone() };
    let about_other = answer(far.sign(Typ::Void, &other));
    let front = far.front(move |_| ours(201, &about_other)).await;
    let outcome = far.transport(&front.url()).void(envelope.key(), &why).await;
    assert!(matches!(outcome, VoidOutcome::CannotTell(_)), "{outcome:?}");

    let original = protocol::Original {
        submission_id: envelope.key().id,
        issuer: envelope.key().issuer.clone(),
        co_number: envelope.key().co_number.clone(),
        revision: 1,
        document_sha256: envelope.key().document_sha256.clone(),
        received_at: AT.into(),
        receipt: far.receipt(&envelope),
    };
    let taken = protocol::Problem { original: Some(original), ..plain(ProblemType::InCustody) };
    let front = far.front(move |_| problem(&taken)).await;
    let outcome = far.transport(&front.url()).void(envelope.key(), &why).await;
    assert!(matches!(outcome, VoidOutcome::AlreadyTaken(_)), "{outcome:?}");
}

#[tokio::test]
async fn a_message_larger_than_any_gateway_takes_never_leaves() {
    let far = Far::new();
    let front = far.front(|_| Reply::new(500, "text/plain", "never reached")).await;
    let small = envelope(1);
    let mut text = String::from_utf8(small.bytes().to_vec()).unwrap();
    text.insert_str(1, &format!("\"padding\":\"{}\",", "x".repeat(tamga_protocol::limits::ENVELOPE)));
    let large = tamga_courier::Envelope::new(Uuid::from_u128(1), text.into_bytes()).unwrap();
    let fault = not_sent(submit(&far.transport(&front.url()), &large).await);
    assert_eq!((fault.scope, fault.class), (Scope::Local, Class::Unsendable));
    assert_eq!(front.seen(), 0);
}

#[test]
fn bytes_that_are_no_envelope_are_refused_before_anything_is_sent() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
    for bytes in [&b"{}"[..], b"", b"[]", b"\xff", deep.as_bytes()] {
        assert!(tamga_courier::Envelope::new(Uuid::nil(), bytes.to_vec()).is_err());
    }
}
