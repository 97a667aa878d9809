//! How is a submission handed over, told about and given up? What becomes of it is decided in `handing`.

use axum::extract::{Path, State};
use tamga_origin::{Date, Timestamp};
use tamga_protocol::{
    DaySummary, Envelope, Links, Problem, ProblemType, SubmissionAccepted, SubmissionList, SubmissionState,
    SubmissionView, SummaryAnswer, VoidAnswer, VoidRequest, headers, limits,
};
use tamga_seal::digest::sha256_hex;
use tokio::time::{Duration, Instant};
use uuid::Uuid;

use crate::asking;
use crate::books::{look, registry, summary};
use crate::config::ClientKind;
use crate::http::answer::{Answer, matches};
use crate::http::asked::{Asked, Given};
use crate::http::cursor::Unread;
use crate::http::handing::{Handed, Parcel, Submission, hand_in};
use crate::ledger::{Client, Closing, Custody, Known};
use crate::problem::{original, plain};
use crate::room::{Room, unavailable};
use crate::scope::Scope;

/// Who hands over may also ask and give up.
pub(crate) const HANDING: [Scope; 2] = [Scope::Submit, Scope::Forward];

/// Submits; may be repeated at will.
#[utoipa::path(
    put,
    path = "/v1/submissions/{submissionId}",
    operation_id = "putSubmission",
    tag = "submissions",
    params(
        ("submissionId" = Uuid, Path, description = "Chosen by the sender before the first attempt"),
        ("Content-Digest" = String, Header, description = "RFC 9530, sha-256 over the body"),
        ("Hops" = Option<String>, Header, description = "Gateways it came through; from gateways only"),
    ),
    request_body = Envelope,
    responses(
        (status = 201, description = "In custody now", body = SubmissionAccepted),
        (status = 200, description = "In custody before, under this id or as its alias", body = SubmissionAccepted),
    ),
)]
pub(crate) async fn put(State(room): State<Room>, Path(id): Path<String>, asked: Asked) -> Answer {
    let answer = room.blocking(move |room| take(room, &id, &asked).unwrap_or_else(|answer| answer)).await;
    room.wake.ring();
    answer
}

fn take(room: &Room, id: &str, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &HANDING)?;
    let id = canonical_id(id)?;
    let bytes = match &asked.body {
        Given::Whole(_) => Some(asked.proven()?),
        Given::TooLarge => None,
    };
    let hops = match asked.field(headers::HOPS) {
        Some(value) if client.is_gateway => headers::read_hops(value),
        _ => Vec::new(),
    };
    let Handed { is_new, custody } = hand_in(room, &client, Parcel { id, bytes, hops })?;
    Ok(accepted(if is_new { 201 } else { 200 }, &custody))
}

fn accepted(status: u16, custody: &Custody) -> Answer {
    let body = SubmissionAccepted {
        submission_id: custody.id,
        state: custody.state.clone(),
        receipt: custody.receipt.clone(),
        received_at: custody.received_at.clone(),
        duplicate_of: custody.duplicate_of,
        links: Links { own: format!("/v1/submissions/{}", custody.id) },
    };
    Answer::json(status, &body)
}

/// An id in its canonical text; another spelling would be another path.
pub(crate) fn canonical_id(text: &str) -> Result<Uuid, Answer> {
    let id = Uuid::try_parse(text).ok().filter(|id| id.to_string() == text);
    id.ok_or_else(|| Answer::because(ProblemType::BadRequest, "not a UUID in canonical text"))
}

/// State and evidence of a submission.
#[utoipa::path(
    get,
    path = "/v1/submissions/{submissionId}",
    operation_id = "getSubmission",
    tag = "submissions",
    params(
        ("submissionId" = Uuid, Path, description = "Chosen by the sender"),
        ("wait" = Option<u64>, Query, description = "Seconds to hold an answer that If-None-Match names, at most 60"),
    ),
    responses((status = 200, description = "Where it stands", body = SubmissionView)),
)]
pub(crate) async fn get(State(room): State<Room>, Path(id): Path<String>, asked: Asked) -> Answer {
    let (id, wait) = match (canonical_id(&id), wait(&asked)) {
        (Ok(id), Ok(wait)) => (id, wait),
        (Err(answer), _) | (_, Err(answer)) => return answer,
    };
    let known = asked.field("if-none-match").map(str::to_owned);
    let asked = std::sync::Arc::new(asked);
    let deadline = Instant::now() + wait;
    let mut ears = room.wake.ears();
    loop {
        ears.heard();
        let asked = asked.clone();
        let answer = room.blocking(move |room| view(room, id, &asked).unwrap_or_else(|answer| answer)).await;
        let unchanged = answer.etag().zip(known.as_deref()).is_some_and(|(etag, known)| matches(known, &etag));
        if !unchanged || !ears.wait_until(deadline).await {
            return answer;
        }
    }
}

fn view(room: &Room, id: Uuid, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &HANDING)?;
    let mut view = room.ledger.view(id, &client.party).map_err(unavailable)?;
    if view.is_none() && asking::was_asked_by(room, id, &client.id).map_err(unavailable)? {
        view = room.ledger.view(id, &room.config.id).map_err(unavailable)?;
    }
    let mut view = view.ok_or_else(|| Answer::of(ProblemType::SubmissionUnknown))?;
    view.overdue = is_overdue(room, &view);
    Ok(Answer::resource(&view))
}

/// Whether it has waited longer on its way than the longest deadline allows.
fn is_overdue(room: &Room, view: &SubmissionView) -> bool {
    let under_way = matches!(
        view.state,
        SubmissionState::Received | SubmissionState::Validated | SubmissionState::Forwarding | SubmissionState::Parked
    );
    let hours = room.config.routes.iter().map(|route| route.deadline_hours).max().unwrap_or(24);
    let longest = i64::try_from(hours).unwrap_or(i64::MAX).saturating_mul(3_600_000);
    let since = Timestamp::parse_rfc3339(&view.received_at);
    under_way && since.is_some_and(|since| room.clock.now().millis().saturating_sub(since.millis()) > longest)
}

/// `?wait=` as a duration, cut to the longest wait.
pub(crate) fn wait(asked: &Asked) -> Result<Duration, Answer> {
    Ok(Duration::from_secs(asked.number("wait", 0)?.min(limits::WAIT_SECONDS)))
}

/// Everything this client ever submitted, in the order of receipts.
#[utoipa::path(
    get,
    path = "/v1/submissions",
    operation_id = "listSubmissions",
    tag = "submissions",
    params(
        ("after" = Option<String>, Query, description = "Cursor"),
        ("limit" = Option<u32>, Query, description = "At most 500"),
        ("scope" = Option<String>, Query, description = "`party`: of all clients of the party, in the order of custody; \
            for clients of kind `office`"),
    ),
    responses((status = 200, description = "A page", body = SubmissionList)),
)]
pub(crate) async fn list(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| page(room, &asked).unwrap_or_else(|answer| answer)).await
}

fn page(room: &Room, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &HANDING)?;
    match asked.parameter("scope") {
        None => {}
        Some("party") => return page_of_party(room, &client, asked),
        Some(_) => return Err(Answer::because(ProblemType::BadRequest, "scope is `party` or nothing")),
    }
    let name = format!("submissions:{}", client.id);
    let after = position(room, asked, &name)?;
    let limit = limit(asked, limits::SUBMISSIONS_PAGE)?;
    let (items, more) = room.ledger.list(&client.id, after, limit).map_err(unavailable)?;
    let last = items.last().map_or(after, |line| line.n);
    Ok(Answer::resource(&SubmissionList { items, next_cursor: room.cursors.write(&name, last), more }))
}

/// The place in a list after which a page begins.
pub(crate) fn position(room: &Room, asked: &Asked, list: &str) -> Result<u64, Answer> {
    let cursor = asked.parameter("after");
    cursor.map_or(Ok(0), |cursor| room.cursors.read(list, cursor).map_err(|why| unread(room, list, why)))
}

/// The list of all clients of a party, for its office.
fn page_of_party(room: &Room, client: &Client, asked: &Asked) -> Result<Answer, Answer> {
    let entry = look(room.ledger.as_ref(), |records| registry::one(records, &client.id)).map_err(unavailable)?;
    if entry.is_none_or(|entry| entry.kind != ClientKind::Office) {
        return Err(Answer::because(ProblemType::ClientSuspended, "the registration is not an office's"));
    }
    let name = format!("party:{}", client.party);
    let after = position(room, asked, &name)?;
    let limit = limit(asked, limits::SUBMISSIONS_PAGE)?;
    let (lines, more) = room.ledger.list_party(&client.party, after, limit).map_err(unavailable)?;
    let last = lines.last().map_or(after, |(place, _)| *place);
    let items = lines.into_iter().map(|(_, line)| line).collect();
    Ok(Answer::resource(&SubmissionList { items, next_cursor: room.cursors.write(&name, last), more }))
}

/// `?limit=`, cut to the largest page.
pub(crate) fn limit(asked: &Asked, most: u32) -> Result<u32, Answer> {
    let asked = asked.number("limit", u64::from(most))?;
    Ok(u32::try_from(asked).unwrap_or(most).clamp(1, most))
}

/// How many were taken into custody on each day, with a digest over their ids.
#[utoipa::path(
    get,
    path = "/v1/submissions/summary",
    operation_id = "summarizeSubmissions",
    tag = "submissions",
    params(
        ("from" = String, Query, description = "First day in UTC, `YYYY-MM-DD`"),
        ("to" = String, Query, description = "Last day, at most 400 days later"),
    ),
    responses((status = 200, description = "Days with something in them", body = SummaryAnswer)),
)]
pub(crate) async fn summary(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| summarize(room, &asked).unwrap_or_else(|answer| answer)).await
}

fn summarize(room: &Room, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &HANDING)?;
    let day = |name: &str| {
        let found = asked.parameter(name).and_then(Date::parse);
        found.ok_or_else(|| Answer::because(ProblemType::BadRequest, format!("{name} is not a day, YYYY-MM-DD")))
    };
    let (from, to) = (day("from")?, day("to")?);
    if !(0..limits::SUMMARY_DAYS).contains(&(to.days_since_epoch() - from.days_since_epoch())) {
        return Err(Answer::because(ProblemType::BadRequest, "to is before from, or more than 400 days after it"));
    }
    let days = look(room.ledger.as_ref(), |records| summary::days(records, &client.id, from, to));
    let days = days.map_err(unavailable)?.into_iter().map(|(day, ids)| DaySummary {
        day,
        count: ids.len() as u64,
        ids_sha256: sha256_hex(ids.join("\n").as_bytes()),
    });
    Ok(Answer::resource(&SummaryAnswer(days.collect())))
}

/// Why a cursor is not read, as an answer.
fn unread(room: &Room, list: &str, why: Unread) -> Answer {
    match why {
        Unread::Foreign => Answer::because(ProblemType::BadRequest, "not a cursor of this list"),
        Unread::Expired => {
            let oldest = Some(room.cursors.write(list, 0).as_str().to_owned());
            Answer::problem(Problem { oldest_available: oldest, ..plain(ProblemType::CursorExpired) })
        }
    }
}

/// The promise that this id is never taken.
#[utoipa::path(
    put,
    path = "/v1/submissions/{submissionId}/void",
    operation_id = "voidSubmission",
    tag = "submissions",
    params(
        ("submissionId" = Uuid, Path, description = "The id to give up"),
        ("Content-Digest" = String, Header, description = "RFC 9530, sha-256 over the body"),
    ),
    request_body = VoidRequest,
    responses(
        (status = 201, description = "Promised now", body = VoidAnswer),
        (status = 200, description = "Promised before", body = VoidAnswer),
    ),
)]
pub(crate) async fn void(State(room): State<Room>, Path(id): Path<String>, asked: Asked) -> Answer {
    let answer = room.blocking(move |room| give_up(room, &id, &asked).unwrap_or_else(|answer| answer)).await;
    room.wake.ring();
    answer
}

fn give_up(room: &Room, id: &str, asked: &Asked) -> Result<Answer, Answer> {
    let client = room.client(asked, &HANDING)?;
    let id = canonical_id(id)?;
    let wish: VoidRequest = json(asked.proven()?)?;
    let is_said = |text: &str| (1..=500).contains(&text.trim().chars().count());
    if !is_said(&wish.reason) || !is_said(&wish.actor) {
        return Err(Answer::because(ProblemType::BadRequest, "reason and actor are needed, at most 500 characters"));
    }
    let _work = room.working.begin(id).ok_or_else(|| Answer::of(ProblemType::InProgress))?;
    let at = room.clock.now();
    let submission = Submission::of(room, &client, id);
    let known = match room.ledger.known(id).map_err(unavailable)? {
        Known::New => {
            let statement = room.statements.void(id, &wish.reason, &wish.actor, at).map_err(unavailable)?;
            let refusal = Some(submission.sign(&ProblemType::SubmissionVoided, at)?);
            let problem = Problem { refusal, ..plain(ProblemType::SubmissionVoided) };
            let closing = Closing { id, client: &client.id, problem: &problem, statement: Some(&statement), at };
            room.ledger.close(&closing, &room.statements.with_it(at)).map_err(unavailable)?;
            return Ok(voided(201, id, statement));
        }
        known => known,
    };
    match known {
        Known::Closed { client: owner, statement: Some(statement), .. } if owner == client.id => {
            Ok(voided(200, id, statement))
        }
        Known::Taken(custody) => {
            let original = submission.is_own(&custody).then(|| original(&custody));
            Err(Answer::problem(Problem { original, ..plain(ProblemType::InCustody) }))
        }
        closed => match submission.known(closed)? {
            Some(Handed { custody, .. }) => Ok(accepted(200, &custody)),
            None => Err(Answer::of(ProblemType::InProgress)),
        },
    }
}

fn voided(status: u16, id: Uuid, statement: String) -> Answer {
    Answer::json(status, &VoidAnswer { submission_id: id, state: SubmissionState::Voided, statement })
}

/// A JSON body, refused when it nests too deeply.
pub(crate) fn json<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, Answer> {
    if !limits::nests_within(bytes, limits::JSON_DEPTH) {
        return Err(Answer::because(ProblemType::BadRequest, "nested too deeply"));
    }
    serde_json::from_slice(bytes).map_err(|error| Answer::because(ProblemType::BadRequest, error.to_string()))
}
