//! Who may have a token? OAuth2 client credentials (RFC 6749, 4.4), with our type and time on every error.

use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_protocol::{ProblemType, TokenAnswer, TokenError, headers};
use tamga_seal::digest::{sha256, sha256_hex};
use uuid::Uuid;

use crate::http::answer::Answer;
use crate::http::asked::{Asked, Given, decode, parse_form};
use crate::ledger::LedgerError;
use crate::room::Room;

/// How long a token lives, in seconds.
pub(crate) const LIFE: u64 = 15 * 60;

/// Gives a token to a registered client.
#[utoipa::path(
    post,
    path = "/oauth2/token",
    operation_id = "getToken",
    tag = "access",
    security(("client" = [])),
    request_body(content = String, content_type = "application/x-www-form-urlencoded",
        description = "`grant_type=client_credentials`; client id and secret by HTTP Basic, or as form members"),
    responses(
        (status = 200, description = "A bearer token of 15 minutes", body = TokenAnswer),
        (status = 400, description = "Not this kind of grant, or not readable", body = TokenError),
        (status = 401, description = "Not this client, or not its secret", body = TokenError),
    ),
)]
pub(crate) async fn grant(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| decide(room, &asked).unwrap_or_else(|answer| answer)).await
}

fn decide(room: &Room, asked: &Asked) -> Result<Answer, Answer> {
    let no = |status, error: &str, problem: ProblemType, words: &str| refusal(room, status, error, &problem, words);
    let unreadable = |words: &str| no(400, "invalid_request", ProblemType::BadRequest, words);
    let Given::Whole(body) = &asked.body else { return Err(unreadable("the form is too large")) };
    let claimed = asked.field(headers::CONTENT_DIGEST).map(headers::read_content_digest);
    if claimed.is_some_and(|claimed| claimed != Some(sha256(body))) {
        return Err(no(400, "invalid_request", ProblemType::DigestMismatch, "body and digest differ"));
    }
    let form = std::str::from_utf8(body).map(parse_form).map_err(|_| unreadable("the form is not UTF-8"))?;
    let member = |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    match member("grant_type") {
        Some("client_credentials") => {}
        Some(_) => {
            let words = "only client_credentials";
            return Err(no(400, "unsupported_grant_type", ProblemType::Unsupported, words));
        }
        None => return Err(unreadable("grant_type is missing")),
    }
    let in_form = || Some((member("client_id")?.to_owned(), member("client_secret")?.to_owned()));
    let unknown = || {
        let words = "client id or secret is not right";
        no(401, "invalid_client", ProblemType::TokenExpired, words).challenging("Basic realm=\"gateway\"")
    };
    let (id, secret) = basic(asked).or_else(in_form).ok_or_else(unknown)?;
    let busy = |error: LedgerError| {
        tracing::error!(%error, "no token can be kept");
        no(503, "temporarily_unavailable", ProblemType::Unavailable, "no token can be kept now")
    };
    let (client, salt, digest) = room.ledger.registration(&id).map_err(busy)?.ok_or_else(unknown)?;
    if !is_same(&secret_digest(&salt, &secret), &digest) {
        return Err(unknown());
    }
    if client.suspended {
        let words = "the registration is suspended";
        return Err(no(400, "unauthorized_client", ProblemType::ClientSuspended, words));
    }
    // Two random UUIDs carry 244 bits of chance.
    let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let now = room.clock.now();
    let expires = now.plus_millis(i64::try_from(LIFE * 1_000).unwrap_or(0));
    room.ledger.grant(&sha256_hex(token.as_bytes()), &id, expires, now).map_err(busy)?;
    let scope = if client.is_gateway { "forward inbox" } else { "submit inbox" };
    Ok(Answer::json(
        200,
        &TokenAnswer {
            access_token: token,
            token_type: "Bearer".to_owned(),
            expires_in: LIFE,
            scope: scope.to_owned(),
        },
    ))
}

fn refusal(room: &Room, status: u16, error: &str, problem: &ProblemType, words: &str) -> Answer {
    Answer::json(
        status,
        &TokenError {
            error: error.to_owned(),
            error_description: Some(words.to_owned()),
            problem_type: problem.as_str().to_owned(),
            server_time: room.clock.now().rfc3339(),
        },
    )
}

/// Client id and secret of HTTP Basic; both halves are form-encoded (RFC 6749, 2.3.1).
fn basic(asked: &Asked) -> Option<(String, String)> {
    let value = asked.field("authorization")?;
    let (scheme, coded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(coded.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    Some((decode(id), decode(secret)))
}

/// What is kept of a secret: a salted digest. Secrets are random and long, so stretching adds nothing.
pub(crate) fn secret_digest(salt: &str, secret: &str) -> String {
    sha256_hex(format!("{salt}\n{secret}").as_bytes())
}

/// Compares in a time that does not depend on where they differ.
fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |sum, (x, y)| sum | (x ^ y)) == 0
}
