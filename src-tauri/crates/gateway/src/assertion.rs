//! Is this a client's own assertion (RFC 7523, 3; RFC 7521, 4.2)? Who made it, for whom, until when, and that it is used
//! once; who may use which key stands in the registration.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use tamga_origin::Timestamp;
use tamga_origin::trust::PublicKey;
use tamga_seal::digest::sha256_hex;
use tamga_seal::open_assertion;

/// The value of `client_assertion_type`.
pub(crate) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// The longest an assertion may count, in milliseconds.
const LONGEST: i64 = 5 * 60_000;
/// How much clocks may differ, in milliseconds.
const SKEW: i64 = 30_000;

/// Why an assertion proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unproven {
    /// Not readable, not signed by a registered key, or about somebody else.
    Not(&'static str),
    /// Its times do not fit this gateway's clock.
    Time,
}

/// An assertion that holds; it counts once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asserted {
    /// Digest over client and `jti`.
    pub(crate) once: String,
    /// Until when it could be used again.
    pub(crate) until: Timestamp,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    iat: Option<i64>,
    nbf: Option<i64>,
    jti: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Whom an assertion says it is from, before anything is proven; only to find the keys.
pub(crate) fn claimed(text: &str) -> Option<String> {
    let payload = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Claims>(&payload).ok().map(|claims| claims.sub)
}

/// Checks an assertion of a client against its keys.
pub(crate) fn check(
    text: &str,
    client: &str,
    keys: &[PublicKey],
    audiences: &[String],
    now: Timestamp,
) -> Result<Asserted, Unproven> {
    let payload = open_assertion(text, keys).map_err(|_| Unproven::Not("no registered key signed the assertion"))?;
    let claims: Claims = serde_json::from_slice(&payload).map_err(|_| Unproven::Not("the claims cannot be read"))?;
    if claims.iss != client || claims.sub != client {
        return Err(Unproven::Not("iss and sub are not this client"));
    }
    let named = match &claims.aud {
        Audience::One(one) => audiences.contains(one),
        Audience::Many(many) => many.iter().any(|one| audiences.contains(one)),
    };
    if !named {
        return Err(Unproven::Not("aud is not this gateway"));
    }
    if !(1..=200).contains(&claims.jti.len()) {
        return Err(Unproven::Not("jti is missing or too long"));
    }
    let millis = |seconds: i64| seconds.saturating_mul(1_000);
    let (now, until) = (now.millis(), millis(claims.exp));
    let from = claims.iat.into_iter().chain(claims.nbf).map(millis).max().unwrap_or(now);
    if until <= now || until > now + LONGEST + SKEW || from > now + SKEW {
        return Err(Unproven::Time);
    }
    Ok(Asserted {
        once: sha256_hex(format!("{client}\n{}", claims.jti).as_bytes()),
        until: Timestamp::from_millis(until),
    })
}

/// A public key as a registration names it: the bare point in base64url.
pub(crate) fn key(text: &str) -> Option<PublicKey> {
    let point = URL_SAFE_NO_PAD.decode(text).ok()?;
    match (point.len(), point.first()) {
        (32, _) => Some(PublicKey::Ed25519(point)),
        (65, Some(4)) => Some(PublicKey::P256(point)),
        _ => None,
    }
}
