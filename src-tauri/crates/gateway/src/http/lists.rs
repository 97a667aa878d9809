//! What can be read about this gateway: what it is, where it reaches, which keys and lists count, and documents.

use axum::extract::{Path, State};
use tamga_protocol::{
    BoxView, HealthView, JwkSet, Limits, ProblemType, Retention, RouteState, RouteView, RoutesAnswer, ServiceView,
    headers, limits,
};

use crate::books::{audit, look, uploads};
use crate::config::{Gate, Leads, RouteConfig};
use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::http::inbox::OWN;
use crate::room::{Room, unavailable};

const RETENTION_YEARS: u64 = 5;
const ACKNOWLEDGED_DAYS: u64 = 400;

/// Capabilities, limits, server time.
#[utoipa::path(
    get,
    path = "/v1/service",
    operation_id = "getService",
    tag = "lists",
    responses((status = 200, description = "What this gateway is", body = ServiceView)),
)]
pub(crate) async fn service(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| describe(room, &asked).unwrap_or_else(|answer| answer)).await
}

fn describe(room: &Room, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &[])?;
    let boxes = room.ledger.boxes(&client.id).map_err(unavailable)?;
    let boxes = boxes.into_iter().map(|name| match name.strip_prefix("own:") {
        Some(_) => BoxView { id: OWN.to_owned(), shared: false },
        None => BoxView { id: name, shared: true },
    });
    let rate = room.standing().rate(&client.id);
    let words = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    let mut features =
        words(&["void", "wait", "gzip", "documents", "pull", "status-list", "summary", "number-blocks", "devices"]);
    features.extend(room.bundles.is_some().then(|| "bundles".to_owned()));
    Ok(Answer::json(
        200,
        &ServiceView {
            gateway_id: room.config.id.clone(),
            role: room.config.role,
            country: room.config.country.clone(),
            generation: room.ledger.generation(),
            server_time: room.clock.now().rfc3339(),
            api_versions: words(&["v1"]),
            schema_versions: words(&["urn:tamga:co:1"]),
            min_client_version: "0.1.0".to_owned(),
            kinds: words(&[
                "co.issue",
                "co.replace",
                "co.cancel",
                "co.declaration",
                "co.response",
                "co.query",
                "co.verify",
                "co.verifyAnswer",
            ]),
            boxes: boxes.collect(),
            features,
            limits: Limits {
                envelope: limits::ENVELOPE as u64,
                inline_document: limits::INLINE_DOCUMENT as u64,
                json_depth: limits::JSON_DEPTH as u64,
                submissions_page: u64::from(limits::SUBMISSIONS_PAGE),
                inbox_page: u64::from(limits::INBOX_PAGE),
                acks: limits::ACKS as u64,
                wait: limits::WAIT_SECONDS,
                document: limits::DOCUMENT,
                gzip_ratio: limits::GZIP_RATIO as u64,
                requests_a_minute: rate.a_minute.into(),
                burst: rate.burst.into(),
                at_once: rate.at_once.into(),
            },
            retention: Retention { acknowledged_days: ACKNOWLEDGED_DAYS, document_years: RETENTION_YEARS },
            contact: room.config.contact.clone(),
            demonstration: room.config.demonstration,
        },
    ))
}

/// Destinations open to this client.
#[utoipa::path(
    get,
    path = "/v1/routes",
    operation_id = "getRoutes",
    tag = "lists",
    responses((status = 200, description = "Destinations", body = RoutesAnswer)),
)]
pub(crate) async fn routes(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| {
        let standing = room.standing();
        let view = |route: &RouteConfig| route_view(route, standing.gate(route));
        let routes = || RoutesAnswer(room.config.routes.iter().map(view).collect());
        room.client(&asked, &[]).map_or_else(|answer| answer, |_| Answer::resource(&routes()))
    })
    .await
}

fn route_view(route: &RouteConfig, gate: Gate) -> RouteView {
    RouteView {
        route: route.route.clone(),
        destination: route.destination.clone(),
        agreement: route.agreement.clone(),
        kinds: route.kinds.clone(),
        state: match gate {
            Gate::Open => RouteState::Open,
            Gate::Paused => RouteState::Paused,
            Gate::Closed => RouteState::Closed,
        },
        transport: match route.leads {
            Leads::Peer(_) => "http".to_owned(),
            Leads::Box(_) | Leads::Sender | Leads::Ask => "local".to_owned(),
        },
        deadline_hours: route.deadline_hours,
        capabilities: route.capabilities.clone(),
        retention_years: RETENTION_YEARS,
    }
}

/// The keys that sign receipts.
#[utoipa::path(
    get,
    path = "/v1/keys",
    operation_id = "getKeys",
    tag = "lists",
    security(()),
    responses((status = 200, description = "Receipt keys, retired ones included", body = JwkSet)),
)]
pub(crate) async fn keys(State(room): State<Room>) -> Answer {
    Answer::resource(&room.statements.keys())
}

/// Whether anybody is here.
#[utoipa::path(
    get,
    path = "/healthz",
    operation_id = "isAlive",
    tag = "lists",
    security(()),
    responses((status = 200, description = "Somebody is", body = HealthView)),
)]
pub(crate) async fn alive() -> Answer {
    Answer::json(200, &HealthView { status: "ok".to_owned() })
}

/// Whether submissions can be taken: the store answers, and the gateway is not ending.
#[utoipa::path(
    get,
    path = "/readyz",
    operation_id = "isReady",
    tag = "lists",
    security(()),
    responses((status = 200, description = "They can", body = HealthView)),
)]
pub(crate) async fn ready(State(room): State<Room>) -> Answer {
    if room.wake.ears().is_closing() {
        return Answer::because(ProblemType::Unavailable, "the gateway is ending");
    }
    room.blocking(|room| match look(room.ledger.as_ref(), audit::last) {
        Ok(_) => Answer::json(200, &HealthView { status: "ready".to_owned() }),
        Err(error) => unavailable(error),
    })
    .await
}

/// The trust list, as signed.
#[utoipa::path(
    get,
    path = "/v1/trust-list",
    operation_id = "getTrustList",
    tag = "lists",
    security(()),
    params(("after" = Option<u64>, Query, description = "Counter of the list the reader has")),
    responses((status = 200, description = "The list that follows, or the one in force (JWS, JSON serialisation)",
        content_type = "application/jose+json")),
)]
pub(crate) async fn trust_list(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| newer_list(room, &asked).unwrap_or_else(|answer| answer)).await
}

fn newer_list(room: &Room, asked: &Asked) -> Result<Answer, Answer> {
    let next = room.standing().trust.after(asked.number("after", 0)?);
    let next = next.ok_or_else(|| Answer::because(ProblemType::NotFound, "no newer list"))?;
    Ok(Answer::document(next.to_vec(), "application/jose+json"))
}

/// The description of this API.
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    operation_id = "getOpenapi",
    tag = "lists",
    security(()),
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json")),
)]
pub(crate) async fn openapi(State(room): State<Room>) -> Answer {
    Answer::text(room.openapi.clone())
}

/// A document as signed.
#[utoipa::path(
    get,
    path = "/v1/documents/{sha256}",
    operation_id = "getDocument",
    tag = "inbox",
    params(("sha256" = String, Path, description = "SHA-256 of the bytes, lower-case hex")),
    responses((status = 200, description = "The bytes, of the media type their sender named",
        content_type = "application/octet-stream")),
)]
pub(crate) async fn document(State(room): State<Room>, Path(sha256): Path<String>, asked: Asked) -> Answer {
    room.blocking(move |room| bytes_of(room, &sha256, &asked).unwrap_or_else(|answer| answer)).await
}

fn bytes_of(room: &Room, sha256: &str, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &[])?;
    if !headers::is_hex_digest(sha256) {
        return Err(Answer::because(ProblemType::BadRequest, "not a SHA-256 in lower-case hex"));
    }
    let found = match room.ledger.document(sha256, &client.id).map_err(unavailable)? {
        Some(found) => Some(found),
        None => {
            look(room.ledger.as_ref(), |records| uploads::document(records, sha256, &client.id)).map_err(unavailable)?
        }
    };
    let (bytes, media_type) = found.ok_or_else(|| Answer::of(ProblemType::NotFound))?;
    Ok(Answer::document(bytes, &media_type))
}
