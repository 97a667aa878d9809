//! How does a file that was carried by hand reach a gateway over the line? As it is, or by the digest of what was sent
//! before; what becomes of it is decided in `bundles`.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::header::CONTENT_TYPE;
use tamga_protocol::{BundleAnswer, BundleUpload, ProblemType, headers, limits};
use tamga_seal::digest::sha256;
use tokio::time::{Duration, timeout};

use crate::books::{look, uploads};
use crate::http::answer::Answer;
use crate::http::asked::Asked;
use crate::http::submissions::json;
use crate::ledger::Client;
use crate::room::{Room, unavailable};
use crate::scope::Scope;

/// The longest a file may take to arrive: the largest one at 64 kB/s, and two minutes. A worse line sends it in parts.
const LONGEST: Duration = Duration::from_secs(120 + limits::BUNDLE as u64 / 64_000);
/// The largest body that names a file instead of being one.
const NAMING: usize = 64 * 1024;

/// Hands in a file that was carried by hand; may be repeated at will.
#[utoipa::path(
    post,
    path = "/v1/bundles",
    operation_id = "postBundle",
    tag = "bundles",
    params(("Content-Digest" = String, Header, description = "RFC 9530, sha-256 over the body")),
    request_body(
        description = "The file, or the digest of one that was sent to `/v1/documents`",
        content((BundleUpload = "application/json"), (Vec<u8> = "application/octet-stream")),
    ),
    responses((status = 200, description = "What became of each entry", body = BundleAnswer)),
)]
pub(crate) async fn post(State(room): State<Room>, request: Request) -> Answer {
    let (parts, body) = request.into_parts();
    let named = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(is_json);
    let asked = Asked::from_request(Request::from_parts(parts, Body::empty()), &room).await;
    let asked = match asked {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let admitted = {
        let room = room.clone();
        tokio::task::spawn_blocking(move || room.client(&asked, &[Scope::Bundle]).map(|client| (client, asked))).await
    };
    let (client, asked) = match admitted {
        Ok(Ok(admitted)) => admitted,
        Ok(Err(answer)) => return answer,
        Err(_) => return Answer::of(ProblemType::Unavailable),
    };
    let body = match read(body, if named { NAMING } else { limits::BUNDLE }).await {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    let answer = room.blocking(move |room| take(room, &client, &asked, &body, named).unwrap_or_else(|answer| answer));
    let answer = answer.await;
    room.wake.ring();
    answer
}

fn is_json(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case(headers::JSON)
}

async fn read(body: Body, most: usize) -> Result<Vec<u8>, Answer> {
    let late = |_| Answer::because(ProblemType::BadRequest, "the file did not arrive in time");
    let read = timeout(LONGEST, to_bytes(body, most)).await.map_err(late)?;
    let wrong = |_| Answer::because(ProblemType::BadRequest, "the file ended early, or is larger than one may be");
    read.map(|bytes| bytes.to_vec()).map_err(wrong)
}

fn take(room: &Room, client: &Client, asked: &Asked, body: &[u8], named: bool) -> Result<Answer, Answer> {
    let claimed = asked.field(headers::CONTENT_DIGEST).and_then(headers::read_content_digest);
    if claimed != Some(sha256(body)) {
        return Err(Answer::of(ProblemType::DigestMismatch));
    }
    if !named {
        return crate::bundles::take(room, body);
    }
    let wish: BundleUpload = json(body)?;
    let sent = look(room.ledger.as_ref(), |records| uploads::sent(records, &client.id, &wish.document_sha256));
    let missing = || Answer::because(ProblemType::DocumentMissing, "the file was not sent by this client");
    crate::bundles::take(room, &sent.map_err(unavailable)?.ok_or_else(missing)?)
}
