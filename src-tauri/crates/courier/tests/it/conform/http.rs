//! The HTTPS adapter against a scripted gateway.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tamga_courier::{Caps, CursorKind, GatewayTransport, HttpTransport, Patience, ReceiptKind, SubmitOutcome};
use tamga_faults::{Front, Reply, Request, Sending};
use tamga_protocol::{self as protocol, ProblemType, headers};
use tamga_seal::{Typ, sign_jws};
use uuid::Uuid;

use super::{DEEDS, Deed, Expected, Seen, Stand, WAYS, caps_are_honest, check, run};
use crate::far::*;

/// What a gateway remembers of the one submission of a script.
#[derive(Default)]
struct Book {
    honest: bool,
    takings: usize,
    receipt: Option<String>,
    refusal: Option<Reply>,
}

struct Gateway {
    road: HttpTransport,
    book: Arc<Mutex<Book>>,
    _front: Front,
}

impl Stand for Gateway {
    fn road(&self) -> &dyn GatewayTransport {
        &self.road
    }

    fn mend(&self) {
        self.book.lock().unwrap().honest = true;
    }

    fn custody(&self) -> usize {
        self.book.lock().unwrap().takings
    }
}

/// Takes it into custody once; a repeat gets the same receipt.
fn take(far: &Far, book: &mut Book) -> Reply {
    if let Some(refusal) = &book.refusal {
        return refusal.clone();
    }
    let status = if book.receipt.is_some() { 200 } else { 201 };
    let receipt = book.receipt.get_or_insert_with(|| {
        book.takings += 1;
        far.receipt(&envelope(1))
    });
    ours(status, &accepted(&envelope(1), receipt))
}

fn refusals() -> [ProblemType; 10] {
    use ProblemType::*;
    [
        InvalidEnvelope,
        InvalidDocument,
        SignatureInvalid,
        SignerNotAuthorised,
        RouteClosed,
        TooLarge,
        SubmissionConflict,
        CoNumberInUse,
        SubmissionVoided,
        DependencyRejected,
    ]
}

fn deed(far: &Far, book: &mut Book, deed: Deed, way: usize) -> Reply {
    match deed {
        Deed::Accept => {
            let reply = take(far, book);
            let mut said: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
            match way {
                0 => return reply,
                1 => said["state"] = "a state of later days".into(),
                2 => said["later"] = serde_json::json!({ "deep": [1, { "a": null }] }),
                3 => said["links"]["more"] = "x".into(),
                4 => said["receivedAt"] = "not looked at".into(),
                5 => said["duplicateOf"] = serde_json::Value::Null,
                6 => said["duplicateOf"] = envelope(1).key().id.to_string().into(),
                7 => return reply.sent(Sending::Late(Duration::from_millis(30))),
                8 => return reply.with("retry-after", "120"),
                _ => return marked(Reply::new(200, "application/json; charset=utf-8", reply.body)),
            }
            ours(201, &said)
        }
        Deed::LoseReply => {
            let reply = take(far, book);
            let whole = reply.to_bytes().len();
            // Nothing of it, parts of the head, parts of the body, all but the last byte.
            let at = [0, 1, 12, 40, whole / 4, whole / 3, whole / 2, whole * 2 / 3, whole - 20, whole - 1][way];
            reply.sent(Sending::Cut(at))
        }
        Deed::Duplicate => {
            let original = Uuid::from_u128(900 + way as u128);
            let first = protocol::ReceiptClaims { sub: original, env: "0".repeat(64), ..claims(&envelope(1)) };
            book.takings = 1;
            let receipt = book.receipt.get_or_insert_with(|| far.sign(Typ::Receipt, &first)).clone();
            ours(
                200,
                &protocol::SubmissionAccepted { duplicate_of: Some(original), ..accepted(&envelope(1), &receipt) },
            )
        }
        Deed::Refuse => {
            let kind = refusals()[way].clone();
            let refusal = Some(far.refusal(&envelope(1), kind.clone()));
            let reply = problem(&protocol::Problem { refusal, ..plain(kind) });
            book.refusal = Some(reply.clone());
            reply
        }
        Deed::Slow => match way {
            // Slow, and in time.
            0..=2 => take(far, book).sent(Sending::Late(Duration::from_millis(20 * (way as u64 + 1)))),
            // It has it; the answer stops on its way.
            3..=6 => {
                let reply = take(far, book);
                let at = [0, 9, 100, reply.to_bytes().len() - 3][way - 3];
                reply.sent(Sending::Stall(at))
            }
            // It asks for patience, and has nothing.
            7 => problem(&protocol::Problem { retry_after: Some(3), ..plain(ProblemType::Unavailable) }),
            8 => problem(&protocol::Problem { retry_after: Some(9_999_999), ..plain(ProblemType::RateLimited) }),
            _ => problem(&protocol::Problem { retry_after: Some(1), ..plain(ProblemType::InProgress) }),
        },
        Deed::Garbage => {
            let page = "<!doctype html><title>Sign in</title>";
            match way {
                0 => Reply::new(200, "text/html", page),
                1 => Reply::new(302, "text/html", page).with("location", "https://portal.invalid/"),
                2 => Reply::new(511, "text/html", page),
                3 => take(far, book).without(headers::GATEWAY_ID),
                4 => {
                    let mut reply = take(far, book);
                    reply.body.push(b' ');
                    reply
                }
                5 => marked(Reply::new(201, headers::JSON, &b"{\"submissionId\":"[..])),
                6 => marked(Reply::new(201, headers::JSON, "[".repeat(5_000))),
                7 => {
                    take(far, book);
                    let payload = serde_json::to_vec(&claims(&envelope(1))).unwrap();
                    ours(201, &accepted(&envelope(1), &sign_jws(&payload, Typ::Receipt, &far.stranger)))
                }
                8 => ours(201, &accepted(&envelope(2), &far.receipt(&envelope(2)))),
                _ => problem(&plain(ProblemType::InvalidDocument)),
            }
        }
    }
}

fn expected(deed: Deed, way: usize) -> Expected {
    let is = |first, then, custody| Expected { first, then, custody };
    match (deed, way) {
        (Deed::Accept, _) | (Deed::Slow, 0..=2) => is(Seen::Accepted, Seen::Accepted, 1),
        (Deed::LoseReply, _) | (Deed::Slow, 3..=6) => is(Seen::Unknown, Seen::Accepted, 1),
        (Deed::Duplicate, _) => is(Seen::Duplicate, Seen::Duplicate, 1),
        (Deed::Refuse, _) => is(Seen::Rejected, Seen::Rejected, 0),
        // A proven word that nothing was kept; one that works on it now says nothing of the kind.
        (Deed::Slow, 7 | 8) => is(Seen::NotSent, Seen::Accepted, 1),
        (Deed::Slow, _) | (Deed::Garbage, _) => is(Seen::Unknown, Seen::Accepted, 1),
    }
}

async fn gateway(first: Deed, way: usize) -> Gateway {
    let (far, book) = (Arc::new(Far::new()), Arc::new(Mutex::new(Book::default())));
    let (hand, pages) = (far.clone(), book.clone());
    let script = move |request: &Request| {
        let mut book = pages.lock().unwrap();
        let is_put = request.method == "PUT" && !request.path.ends_with("/void");
        match (is_put, book.honest) {
            (true, false) => deed(&hand, &mut book, first, way),
            // An alias stays one, however honest the gateway is.
            (true, true) if first == Deed::Duplicate => deed(&hand, &mut book, first, way),
            (true, true) => take(&hand, &mut book),
            (false, _) => {
                let sub = envelope(1).key().id;
                let (reason, actor) = ("typed twice".to_owned(), "A".to_owned());
                let said = protocol::VoidClaims { iss: GATEWAY.into(), sub, at: AT.into(), reason, actor };
                let state = protocol::SubmissionState::Voided;
                ours(201, &protocol::VoidAnswer { submission_id: sub, state, statement: hand.sign(Typ::Void, &said) })
            }
        }
    };
    let front = far.front(script).await;
    let patience = Patience {
        connect: Duration::from_secs(5),
        first_byte: Duration::from_millis(1_500),
        whole: Duration::from_millis(2_500),
        slowest: 1_000_000,
    };
    let settings = tamga_courier::HttpSettings { patience, ..far.settings(&front.url()) };
    Gateway { road: far.transport_with(settings), book, _front: front }
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_scripts_over_https_keep_the_outcome_table() {
    let mut ran = 0;
    for first in DEEDS {
        for way in 0..WAYS {
            let gateway = gateway(first, way).await;
            let outcomes = run(&gateway).await;
            check(&format!("{first:?} {way}"), &gateway, &outcomes, expected(first, way));
            if let (Deed::LoseReply, SubmitOutcome::Accepted(proof)) = (first, &outcomes.1) {
                let receipt = gateway.book.lock().unwrap().receipt.clone().unwrap();
                assert_eq!(proof.raw, receipt.as_bytes(), "the same receipt bytes");
            }
            ran += 1;
        }
    }
    assert_eq!(ran, 60);
}

#[tokio::test]
async fn what_the_https_road_says_it_can_do_it_does() {
    let caps = Caps {
        query_by_our_id: true,
        void: true,
        receipt: ReceiptKind::SignedReceipt,
        dedupe_horizon: None,
        max_size: protocol::limits::ENVELOPE,
        cursor: CursorKind::Sequence,
    };
    caps_are_honest(&gateway(Deed::Accept, 0).await, &caps).await;
}
