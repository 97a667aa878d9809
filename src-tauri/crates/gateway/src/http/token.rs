//! Who may have a token? OAuth2 client credentials (RFC 6749, 4.4), proven by a client certificate (RFC 8705), an
//! assertion (RFC 7523) or a secret; with our type and time on every error.

use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_protocol::{ProblemType, TokenAnswer, TokenError};
use tamga_seal::digest::sha256_hex;

use crate::assertion::{self, Unproven};
use crate::books::{change, look, registry};
use crate::http::answer::Answer;
use crate::http::asked::{Asked, Given, decode, parse_form};
use crate::ledger::LedgerError;
use crate::room::Room;
use crate::scope::Scopes;

/// How long a token lives, in seconds.
pub(crate) const LIFE: u64 = 15 * 60;
/// How long it lives when an assertion was all there was.
pub(crate) const LIFE_ASSERTED: u64 = 5 * 60;

/// Gives a token to a registered client.
#[utoipa::path(
    post,
    path = "/oauth2/token",
    operation_id = "getToken",
    tag = "access",
    security(("client" = []), ("certificate" = []), ("assertion" = [])),
    request_body(content = TokenWish, content_type = "application/x-www-form-urlencoded",
        description = "`grant_type=client_credentials`; client id and secret by HTTP Basic or as form members, \
            `client_id` alone on a line with the client's certificate, or an assertion"),
    responses(
        (status = 200, description = "A bearer token of 15 minutes, of 5 when an assertion was all there was; \
            bound to the client's certificate where one was shown", body = TokenAnswer),
        (status = 400, description = "Not this kind of grant, not this client's scope, or not readable",
            body = TokenError),
        (status = 401, description = "Not this client, or not its proof", body = TokenError),
        (status = 503, description = "No token can be kept now", body = TokenError),
    ),
)]
pub(crate) async fn grant(State(room): State<Room>, asked: Asked) -> Answer {
    room.blocking(move |room| decide(room, &asked).unwrap_or_else(|answer| answer)).await
}

/// The form of a wish for a token.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes a form that is read member by member")]
pub(crate) struct TokenWish {
    #[schema(example = "client_credentials")]
    grant_type: String,
    client_id: Option<String>,
    client_secret: Option<String>,
    scope: Option<String>,
    client_assertion_type: Option<String>,
    client_assertion: Option<String>,
}

/// A form, and how its refusals are written.
struct Wish<'a> {
    room: &'a Room,
    asked: &'a Asked,
    form: Vec<(String, String)>,
}

/// Who it is, and what proved it.
struct Proven {
    entry: registry::Entry,
    life: u64,
    bound: Option<String>,
}

fn decide(room: &Room, asked: &Asked) -> Result<Answer, Answer> {
    let unreadable = |problem: ProblemType, words: &str| refusal(room, 400, "invalid_request", &problem, words);
    let Given::Whole(body) = &asked.body else {
        return Err(unreadable(ProblemType::BadRequest, "the form is too large"));
    };
    if !asked.is_as_claimed() {
        return Err(unreadable(ProblemType::DigestMismatch, "body and digest differ"));
    }
    let form = std::str::from_utf8(body).map(parse_form);
    let form = form.map_err(|_| unreadable(ProblemType::BadRequest, "the form is not UTF-8"))?;
    let wish = Wish { room, asked, form };
    match wish.member("grant_type")? {
        Some("client_credentials") => {}
        Some(_) => {
            let words = "only client_credentials";
            return Err(refusal(room, 400, "unsupported_grant_type", &ProblemType::Unsupported, words));
        }
        None => return Err(unreadable(ProblemType::BadRequest, "grant_type is missing")),
    }
    let Proven { entry, life, bound } = wish.proven()?;
    if entry.is_silent() {
        let words = "the registration is suspended";
        return Err(refusal(room, 400, "unauthorized_client", &ProblemType::ClientSuspended, words));
    }
    let scopes = Scopes::granted(entry.kind, wish.member("scope")?).ok_or_else(|| {
        refusal(room, 400, "invalid_scope", &ProblemType::ClientSuspended, "not a scope of this client")
    })?;
    // Two random UUIDs carry 244 bits of chance; what follows them is read again when the token comes back.
    let chance = room.chance.secret();
    let bound = bound.map(|certificate| format!(".{certificate}")).unwrap_or_default();
    let token = format!("{chance}.{}{bound}", scopes.write());
    let now = room.clock.now();
    let expires = now.plus_millis(i64::try_from(life * 1_000).unwrap_or(0));
    room.ledger.grant(&sha256_hex(token.as_bytes()), &entry.client, expires, now).map_err(|why| busy(room, &why))?;
    let answer =
        TokenAnswer { access_token: token, token_type: "Bearer".to_owned(), expires_in: life, scope: scopes.spoken() };
    Ok(Answer::json(200, &answer))
}

impl Wish<'_> {
    /// A member of the form; twice is a mistake (RFC 6749, 3.2).
    fn member(&self, name: &str) -> Result<Option<&str>, Answer> {
        let mut found = self.form.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        match (found.next(), found.next()) {
            (_, Some(_)) => {
                let words = format!("{name} stands twice");
                Err(refusal(self.room, 400, "invalid_request", &ProblemType::BadRequest, &words))
            }
            (first, None) => Ok(first.filter(|value| !value.is_empty())),
        }
    }

    fn unknown(&self, problem: &ProblemType, words: &str) -> Answer {
        refusal(self.room, 401, "invalid_client", problem, words).challenging("Basic realm=\"gateway\"")
    }

    /// The client, when everything its registration asks for is here.
    fn proven(&self) -> Result<Proven, Answer> {
        let nobody = || self.unknown(&ProblemType::TokenExpired, "client id or secret is not right");
        let (basic, assertion) = (basic(self.asked), self.member("client_assertion")?);
        let named = self.member("client_id")?.map(str::to_owned);
        let asserted = assertion.and_then(assertion::claimed);
        let id = basic.as_ref().map(|(id, _)| id.clone()).or(named.clone()).or(asserted).ok_or_else(nobody)?;
        if named.is_some_and(|named| named != id) {
            return Err(nobody());
        }
        let entry = look(self.room.ledger.as_ref(), |records| registry::one(records, &id));
        let entry = entry.map_err(|why| busy(self.room, &why))?.ok_or_else(nobody)?;
        let bound = self.certificate(&entry)?;
        if let Some(assertion) = assertion {
            self.assert(&entry, assertion)?;
            return Ok(Proven { life: if bound.is_some() { LIFE } else { LIFE_ASSERTED }, entry, bound });
        }
        let secret = basic.map(|(_, secret)| secret).or(self.member("client_secret")?.map(str::to_owned));
        match secret {
            Some(secret) if entry.is_secret(&secret) => {}
            None if !entry.has_secret() && bound.is_some() => {}
            _ => return Err(nobody()),
        }
        Ok(Proven { entry, life: LIFE, bound })
    }

    /// The certificate of the line, when it is the client's; one that is registered must be shown.
    fn certificate(&self, entry: &registry::Entry) -> Result<Option<String>, Answer> {
        let known = &entry.credentials.certificates;
        match &self.asked.certificate {
            Some(shown) if known.contains(shown) => Ok(Some(shown.clone())),
            _ if known.is_empty() => Ok(None),
            Some(_) => {
                Err(self.unknown(&ProblemType::ClientCertUnknown, "the line's certificate is not of this client"))
            }
            None => Err(self.unknown(&ProblemType::ClientCertUnknown, "this client must show its certificate")),
        }
    }

    fn assert(&self, entry: &registry::Entry, text: &str) -> Result<(), Answer> {
        if self.member("client_assertion_type")? != Some(assertion::TYPE) {
            let words = format!("client_assertion_type is not {}", assertion::TYPE);
            return Err(refusal(self.room, 400, "invalid_request", &ProblemType::BadRequest, &words));
        }
        let keys: Vec<_> = entry.credentials.keys.iter().filter_map(|key| assertion::key(key)).collect();
        let now = self.room.clock.now();
        let asserted = assertion::check(text, &entry.client, &keys, &self.audiences(), now);
        let asserted = asserted.map_err(|why| match why {
            Unproven::Not(words) => self.unknown(&ProblemType::TokenExpired, words),
            Unproven::Time => self.unknown(&ProblemType::ClockSkew, "the assertion's times do not fit this clock"),
        })?;
        let first = change(self.room.ledger.as_ref(), |records| {
            registry::use_once(records, &asserted.once, asserted.until, now)
        });
        match first {
            Ok(true) => Ok(()),
            Ok(false) => Err(self.unknown(&ProblemType::TokenExpired, "the assertion was used before")),
            Err(why) => Err(busy(self.room, &why)),
        }
    }

    /// What an assertion may name as its audience: the gateway's id, its address, its token endpoint.
    fn audiences(&self) -> Vec<String> {
        let config = &self.room.config;
        let url = config.url.trim_end_matches('/');
        let urls = [url.to_owned(), format!("{url}/oauth2/token")];
        let urls = urls.into_iter().filter(|_| !url.is_empty());
        std::iter::once(config.id.clone()).chain(urls).collect()
    }
}

fn busy(room: &Room, error: &LedgerError) -> Answer {
    tracing::error!(%error, "no token can be kept");
    refusal(room, 503, "temporarily_unavailable", &ProblemType::Unavailable, "no token can be kept now")
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
