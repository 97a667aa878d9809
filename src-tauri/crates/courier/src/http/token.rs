//! How does this client get its token? OAuth2 client credentials, kept until shortly before they expire.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_protocol::{TokenAnswer, TokenError};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::http::judge::{Expected, Heard, Proven, prove};
use crate::http::wire::{Ask, Wire};
use crate::http::{Access, HttpSettings};
use crate::outcome::{Class, Fault, Raw, Retry, Scope};
use crate::read;

/// A token is renewed this long before it ends, so that it does not end on the wire.
const BEFORE_THE_END: Duration = Duration::from_secs(30);

/// The token of one client at one gateway.
#[derive(Default)]
pub(crate) struct Tokens {
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    authorization: String,
    until: Instant,
}

impl Tokens {
    /// The value of `Authorization`; asks for a token when none is kept, or when `refused` is the one kept.
    pub(crate) async fn authorization(
        &self,
        wire: &Wire,
        settings: &HttpSettings,
        refused: Option<&str>,
    ) -> Result<String, Fault> {
        let mut kept = self.kept.lock().await;
        if let Some(token) = kept.as_ref()
            && token.until > Instant::now()
            && refused != Some(token.authorization.as_str())
        {
            return Ok(token.authorization.clone());
        }
        *kept = None;
        let token = ask(wire, settings).await?;
        let authorization = token.authorization.clone();
        *kept = Some(token);
        Ok(authorization)
    }
}

/// Nothing of a submission has left while its token is asked for: whatever goes wrong here, it was not sent.
async fn ask(wire: &Wire, settings: &HttpSettings) -> Result<Kept, Fault> {
    let form = "grant_type=client_credentials".to_owned();
    let (form, authorization) = match settings.access.client_secret.is_empty() {
        // The certificate of the line proves the client that is named (RFC 8705, section 2).
        true => (format!("{form}&client_id={}", form_encode(&settings.access.client_id)), None),
        false => (form, Some(basic(&settings.access))),
    };
    let mut request = Ask::post("/oauth2/token".into(), "application/x-www-form-urlencoded", form.into_bytes());
    request.authorization = authorization;
    let heard = wire.exchange(request).await.map_err(not_left)?;
    if heard.status >= 400
        && let Some(fault) = refused(&heard, &settings.gateway_id)
    {
        return Err(fault);
    }
    match prove(heard, &settings.gateway_id, Expected::Json).map_err(not_left)? {
        Proven::Success(status, body) => {
            let answer: TokenAnswer = read::json(&body).map_err(|why| unreadable(status, &why))?;
            if !answer.token_type.eq_ignore_ascii_case("bearer") {
                return Err(unreadable(status, "not a bearer token"));
            }
            let life = Duration::from_secs(answer.expires_in).saturating_sub(BEFORE_THE_END);
            let authorization = format!("Bearer {}", answer.access_token);
            Ok(Kept { authorization, until: Instant::now() + life })
        }
        Proven::Problem(problem) => Err(not_left(super::judge::fault_of(&problem))),
    }
}

/// The gateway's own refusal of the client: an RFC 6749 object with all the marks of an answer.
fn refused(heard: &Heard, gateway: &str) -> Option<Fault> {
    let as_success = Heard { status: 200, ..heard.clone() };
    let Ok(Proven::Success(_, body)) = prove(as_success, gateway, Expected::Json) else { return None };
    let error: TokenError = read::json(&body).ok()?;
    let class = if error.problem_type == "clock-skew" { Class::Clock } else { Class::Auth };
    let retry = match error.error.as_str() {
        "temporarily_unavailable" | "server_error" | "slow_down" => Retry::After,
        _ => Retry::Operator,
    };
    let class = if retry == Retry::After { Class::Busy } else { class };
    let raw = Raw {
        status: Some(heard.status),
        code: Some(error.problem_type),
        trace: heard.trace.clone(),
        words: error.error_description.unwrap_or(error.error),
        ..Raw::default()
    };
    Some(Fault { scope: Scope::Route, class, left_us: false, retry, retry_after: None, raw: Box::new(raw) })
}

fn not_left(fault: Fault) -> Fault {
    Fault { left_us: false, ..fault }
}

fn unreadable(status: u16, why: &str) -> Fault {
    let raw = Raw { status: Some(status), words: format!("the token cannot be read: {why}"), ..Raw::default() };
    Fault {
        scope: Scope::Route,
        class: Class::Auth,
        left_us: false,
        retry: Retry::After,
        retry_after: None,
        raw: Box::new(raw),
    }
}

/// RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
fn basic(access: &Access) -> String {
    let pair = format!("{}:{}", form_encode(&access.client_id), form_encode(&access.client_secret));
    format!("Basic {}", STANDARD.encode(pair))
}

fn form_encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_and_secret_are_encoded_before_they_are_joined() {
        let access = Access { client_id: "desk:1".into(), client_secret: "a b+é".into() };
        assert_eq!(basic(&access), format!("Basic {}", STANDARD.encode("desk%3A1:a+b%2B%C3%A9")));
    }

    #[test]
    fn a_secret_is_never_printed() {
        let access = Access { client_id: "desk".into(), client_secret: "hunter2".into() };
        assert!(!format!("{access:?}").contains("hunter2"));
    }
}
