//! How does an answer look on the wire? What a handler decided, and the marks that make it ours: digest, gateway id,
//! trace, date, ETag. Nothing leaves this server without them, so that a client can tell it from a portal's page.

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_DISPOSITION, CONTENT_TYPE, DATE, ETAG, IF_NONE_MATCH, RETRY_AFTER,
    WWW_AUTHENTICATE,
};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tamga_origin::Timestamp;
use tamga_protocol::{Problem, ProblemType, headers};
use tamga_seal::digest::{sha256, sha256_hex};
use tokio::time::Instant;

use crate::room::Room;

/// What a handler decided; [`finish`] turns it into bytes.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    status: u16,
    body: Said,
    tagged: bool,
    challenge: Option<&'static str>,
    more: Vec<(&'static str, String)>,
}

#[derive(Debug, Clone)]
enum Said {
    /// No answer at all.
    Silence,
    /// An answer whose body is empty.
    Nothing,
    Json(Vec<u8>),
    Problem(Box<Problem>),
    Document(Vec<u8>, String),
}

impl Answer {
    fn new(status: u16, body: Said) -> Self {
        Self { status, body, tagged: false, challenge: None, more: Vec::new() }
    }

    /// No body: all is in the header.
    pub(crate) fn nothing(status: u16) -> Self {
        Self::new(status, Said::Nothing)
    }

    /// The same without its body, for those who asked for the header alone.
    fn without_body(self) -> Self {
        Self { body: Said::Nothing, ..self }
    }

    /// With one more header field.
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.more.push((name, value));
        self
    }

    /// A body of ours.
    pub(crate) fn json<T: Serialize>(status: u16, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(bytes) => Self::new(status, Said::Json(bytes)),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written");
                Self::of(ProblemType::Unavailable)
            }
        }
    }

    /// A readable resource: it carries an ETag.
    pub(crate) fn resource<T: Serialize>(value: &T) -> Self {
        Self { tagged: true, ..Self::json(200, value) }
    }

    /// JSON that is written already.
    pub(crate) fn text(json: String) -> Self {
        Self { tagged: true, ..Self::new(200, Said::Json(json.into_bytes())) }
    }

    /// A document, byte for byte.
    pub(crate) fn document(bytes: Vec<u8>, media_type: &str) -> Self {
        Self { tagged: true, ..Self::new(200, Said::Document(bytes, media_type.to_owned())) }
    }

    /// A problem.
    pub(crate) fn problem(problem: Problem) -> Self {
        let challenge = (problem.status == 401).then_some("Bearer");
        Self { challenge, ..Self::new(problem.status, Said::Problem(Box::new(problem))) }
    }

    /// No answer: what becomes of the request is not known. It leaves without the marks of this gateway, so that a
    /// client takes it for no answer (2.2) and asks again with the same id.
    pub(crate) fn silence() -> Self {
        Self::new(500, Said::Silence)
    }

    /// A problem with nothing to add.
    pub(crate) fn of(problem: ProblemType) -> Self {
        Self::problem(crate::problem::plain(problem))
    }

    /// A problem with words about this occurrence.
    pub(crate) fn because(problem: ProblemType, words: impl Into<String>) -> Self {
        Self::problem(Problem { detail: Some(words.into()), ..crate::problem::plain(problem) })
    }

    /// The problem it tells, or itself when it tells none.
    pub(crate) fn into_problem(self) -> Result<Problem, Self> {
        match self.body {
            Said::Problem(problem) => Ok(*problem),
            _ => Err(self),
        }
    }

    /// JSON whose bytes were kept, as they were given before.
    pub(crate) fn again(json: Vec<u8>) -> Self {
        Self::new(200, Said::Json(json))
    }

    /// With the challenge of another scheme.
    pub(crate) fn challenging(mut self, scheme: &'static str) -> Self {
        self.challenge = Some(scheme);
        self
    }

    /// Whether it is a success.
    #[cfg(test)]
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// The ETag of what it says.
    pub(crate) fn etag(&self) -> Option<String> {
        match &self.body {
            Said::Json(bytes) | Said::Document(bytes, _) if self.tagged => Some(format!("\"{}\"", sha256_hex(bytes))),
            _ => None,
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status(self.status);
        response.extensions_mut().insert(self);
        response
    }
}

/// What the framework says by itself (no such path, wrong method) in our words.
fn of_status(code: StatusCode) -> Answer {
    match code {
        StatusCode::NOT_FOUND => Answer::of(ProblemType::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => {
            let problem = crate::problem::plain(ProblemType::BadRequest);
            Answer::problem(Problem { status: 405, title: "This method is not offered here".to_owned(), ..problem })
        }
        code if code.is_client_error() => Answer::of(ProblemType::BadRequest),
        code => {
            tracing::error!(status = code.as_u16(), "an answer without a decision");
            Answer::of(ProblemType::Unavailable)
        }
    }
}

/// Puts the marks on every answer.
pub(crate) async fn finish(State(room): State<Room>, request: Request, next: Next) -> Response {
    let trace = room.chance.id().simple().to_string();
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    // Numbers of certificates and digests stand in some paths; ids of submissions are named, nothing else.
    let named = path.contains("{submissionId}").then(|| request.uri().path().to_owned());
    let is_held = request.uri().query().is_some_and(|query| query.contains("wait="));
    let begun = Instant::now();
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut response = next.run(request).await;
    let framework = response.status();
    let answer = response.extensions_mut().remove::<Answer>().unwrap_or_else(|| of_status(framework));
    let answer = if method == Method::HEAD { answer.without_body() } else { answer };
    room.tally.count(method.as_str(), &path, answer.status, (!is_held).then(|| begun.elapsed()));
    tracing::info!(%method, path = named.unwrap_or(path), status = answer.status, trace, "answered");
    marked(answer, &room, &trace, known.as_deref())
}

fn marked(answer: Answer, room: &Room, trace: &str, known: Option<&str>) -> Response {
    if let Said::Silence = answer.body {
        return response(answer.status, vec![(CONNECTION, "close".to_owned())], Vec::new());
    }
    let now = room.clock.now();
    let etag = answer.etag();
    let mut retry_after = None;
    let mut fields: Vec<(HeaderName, String)> = vec![
        (DATE, imf_fixdate(now)),
        (HeaderName::from_static(headers::GATEWAY_ID), room.config.id.clone()),
        (HeaderName::from_static(headers::TRACE_ID), trace.to_owned()),
        (HeaderName::from_static("x-content-type-options"), "nosniff".to_owned()),
    ];
    if let Some(etag) = &etag {
        fields.push((ETAG, etag.clone()));
        if known.is_some_and(|known| matches(known, etag)) {
            return response(304, fields, Vec::new());
        }
    }
    fields.extend(answer.more.into_iter().map(|(name, value)| (HeaderName::from_static(name), value)));
    let (media_type, body) = match answer.body {
        Said::Nothing | Said::Silence => (None, Vec::new()),
        Said::Json(bytes) => (Some(headers::JSON.to_owned()), bytes),
        Said::Document(bytes, media_type) => {
            fields.push((CONTENT_DISPOSITION, "attachment".to_owned()));
            (Some(media_type), bytes)
        }
        Said::Problem(mut problem) => {
            problem.server_time = now.rfc3339();
            problem.trace = trace.to_owned();
            retry_after = problem.retry_after;
            // A problem holds only text and numbers; writing it does not fail.
            (Some(headers::PROBLEM_JSON.to_owned()), serde_json::to_vec(&problem).unwrap_or_default())
        }
    };
    fields.extend(media_type.map(|media_type| (CONTENT_TYPE, media_type)));
    fields.push((HeaderName::from_static(headers::CONTENT_DIGEST), headers::content_digest(&sha256(&body))));
    if etag.is_none() {
        fields.push((CACHE_CONTROL, "no-store".to_owned()));
    }
    if let Some(scheme) = answer.challenge {
        fields.push((WWW_AUTHENTICATE, scheme.to_owned()));
    }
    if let Some(seconds) = retry_after {
        fields.push((RETRY_AFTER, seconds.to_string()));
    }
    response(answer.status, fields, body)
}

fn response(code: u16, fields: Vec<(HeaderName, String)>, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status(code);
    for (name, value) in fields {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Whether `If-None-Match` names this ETag.
pub(crate) fn matches(known: &str, etag: &str) -> bool {
    known.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

/// A time as HTTP writes it (RFC 9110, 5.6.7).
fn imf_fixdate(at: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let date = at.date();
    let weekday = usize::try_from(date.days_since_epoch().rem_euclid(7)).unwrap_or(0);
    let day = DAYS.get(weekday).unwrap_or(&"Thu");
    let month = MONTHS.get(usize::from(date.month()).saturating_sub(1)).unwrap_or(&"Jan");
    let clock = at.rfc3339_seconds();
    let clock = clock.get(11..19).unwrap_or("00:00:00");
    format!("{day}, {:02} {month} {:04} {clock} GMT", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_http_writes_it() {
        let at = Timestamp::parse_rfc3339("1994-11-06T08:49:37.250Z").unwrap();
        assert_eq!(imf_fixdate(at), "Sun, 06 Nov 1994 08:49:37 GMT", "the example of RFC 9110");
    }

    #[test]
    fn an_etag_is_found_in_a_list_and_behind_a_weak_mark() {
        assert!(matches("\"a\", W/\"b\"", "\"b\""));
        assert!(matches("*", "\"b\""));
        assert!(!matches("\"a\"", "\"b\""));
    }

    #[test]
    fn a_path_that_is_not_there_is_answered_in_our_words() {
        assert_eq!(of_status(StatusCode::NOT_FOUND).status(), 404);
        assert_eq!(of_status(StatusCode::METHOD_NOT_ALLOWED).status(), 405);
        assert_eq!(of_status(StatusCode::INTERNAL_SERVER_ERROR).status(), 503);
    }
}
