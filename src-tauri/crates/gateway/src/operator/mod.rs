//! What does the operator of this node see? Measures, health and a page to look at; on a loopback address of its own, and
//! nothing can be changed there.

mod page;

use std::net::{SocketAddr, TcpListener};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum_server::Handle;
use tamga_origin::Timestamp;

use crate::books::look;
use crate::books::waiting::{self, Queue, Waiting};
use crate::error::GatewayError;
use crate::ledger::LedgerError;
use crate::room::Room;
use crate::tally::{head, line};

/// The most lines of what waits on the page.
const LINES: u32 = 100;
/// Nothing but our own style sheet; no script, no frame, no form.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What stands behind measures and page.
struct Seen {
    counts: Vec<(String, u64)>,
    queues: Vec<Queue>,
    waiting: Vec<Waiting>,
}

impl Seen {
    fn of(room: &Room) -> Result<Self, LedgerError> {
        look(room.ledger.as_ref(), |records| {
            Ok(Self {
                counts: waiting::counts(records)?,
                queues: waiting::queues(records)?,
                waiting: waiting::list(records, LINES)?,
            })
        })
    }
}

/// Listens for the operator until the handle says otherwise.
pub(crate) fn serve(
    address: SocketAddr,
    room: Room,
    handle: Handle<SocketAddr>,
) -> Result<(SocketAddr, tokio::task::JoinHandle<()>), GatewayError> {
    let unheard = |source| GatewayError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(unheard)?;
    let bound = listener.local_addr().map_err(unheard)?;
    let server = axum_server::from_tcp(listener).map_err(unheard)?.handle(handle);
    let router = Router::new()
        .route("/", get(status))
        .route("/status", get(status))
        .route("/status.css", get(style))
        .route("/metrics", get(metrics))
        .route("/healthz", get(|| async { text(StatusCode::OK, "ok\n") }))
        .route("/readyz", get(ready))
        .layer(from_fn(guard))
        .with_state(room);
    let task = tokio::spawn(async move {
        if let Err(error) = server.serve(router.into_make_service()).await {
            tracing::error!(%error, "the operator's side ended");
        }
    });
    Ok((bound, task))
}

/// Only who asks for this machine by its own name is answered: a page elsewhere, whose name was made to point here, is
/// not.
async fn guard(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(n, _)| n);
    let mut response = match name {
        "localhost" | "127.0.0.1" | "[::1]" => next.run(request).await,
        _ => text(StatusCode::MISDIRECTED_REQUEST, "ask for localhost\n"),
    };
    let fields = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    for (name, value) in fields {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn typed(status: StatusCode, media_type: &'static str, body: String) -> Response {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

fn text(status: StatusCode, body: &str) -> Response {
    typed(status, "text/plain; charset=utf-8", body.to_owned())
}

async fn seen(room: &Room) -> Result<Seen, Response> {
    let looking = room.clone();
    let seen = tokio::task::spawn_blocking(move || Seen::of(&looking)).await;
    let failed = |why: String| {
        tracing::error!(why, "the operator cannot be told");
        text(StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
    };
    seen.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.to_string()))
}

async fn status(State(room): State<Room>) -> Response {
    match seen(&room).await {
        Ok(seen) => typed(StatusCode::OK, "text/html; charset=utf-8", page::write(&room, &seen, room.clock.now())),
        Err(response) => response,
    }
}

async fn style() -> Response {
    typed(StatusCode::OK, "text/css; charset=utf-8", page::STYLE.to_owned())
}

/// Ready to take submissions: the store answers, and the gateway is not ending.
async fn ready(State(room): State<Room>) -> Response {
    if room.wake.ears().is_closing() {
        return text(StatusCode::SERVICE_UNAVAILABLE, "ending\n");
    }
    match seen(&room).await {
        Ok(_) => text(StatusCode::OK, "ready\n"),
        Err(response) => response,
    }
}

async fn metrics(State(room): State<Room>) -> Response {
    let seen = match seen(&room).await {
        Ok(seen) => seen,
        Err(response) => return response,
    };
    let (mut text, now, standing) = (String::new(), room.clock.now(), room.board.seen());
    room.tally.write(&mut text);
    head(&mut text, "tamga_under_way", "gauge", "Submissions that are under way or stand still, by state");
    seen.counts.iter().for_each(|(state, count)| line(&mut text, "tamga_under_way", &[("state", state)], *count));
    type Measured = fn(&Queue, Timestamp) -> u64;
    let measures: [(&str, &str, Measured); 3] = [
        ("tamga_queue_depth", "Submissions that wait for another gateway", |queue, _| queue.depth),
        ("tamga_queue_oldest_seconds", "How long the oldest of them waits", |queue, now| age(&queue.oldest, now)),
        ("tamga_queue_failures", "Most failures in a row of one of them", |queue, _| queue.failures.unsigned_abs()),
    ];
    for (name, help, value) in measures {
        head(&mut text, name, "gauge", help);
        seen.queues.iter().for_each(|queue| line(&mut text, name, &[("peer", &queue.peer)], value(queue, now)));
    }
    head(&mut text, "tamga_trust_list", "gauge", "Number of the trust list in force");
    line(&mut text, "tamga_trust_list", &[], standing.trust.n());
    head(&mut text, "tamga_trust_list_age_seconds", "gauge", "How long ago it was issued");
    line(&mut text, "tamga_trust_list_age_seconds", &[], since(standing.trust.list.issued_at, now));
    typed(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", text)
}

/// Seconds since a time as rows write it.
fn age(at: &str, now: Timestamp) -> u64 {
    Timestamp::parse_rfc3339(at).map_or(0, |at| since(at, now))
}

fn since(at: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(now.millis().saturating_sub(at.millis()).div_euclid(1_000)).unwrap_or(0)
}
