//! What was asked? Header fields, query and the whole body of a request, bounded in size before it is held.

use std::sync::OnceLock;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH};
use flate2::read::MultiGzDecoder;
use tamga_protocol::{ProblemType, headers, limits};
use tamga_seal::digest::sha256;

use crate::http::answer::Answer;
use crate::http::line;
use crate::room::{Admitted, Room};

/// A body that is larger is read to its end, so that its sender hears the answer, but not kept; up to here.
const CEILING: usize = 8 * limits::ENVELOPE;
/// The longest a body may take to arrive: the largest envelope at 4 kB/s, and two minutes.
const LONGEST: Duration = Duration::from_secs(120 + limits::ENVELOPE as u64 / 4_000);

/// A request, read to its end.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) fields: HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Given,
    /// SHA-256 over the bytes on the wire.
    wire: [u8; 32],
    /// The certificate its sender showed: SHA-256 over the DER, hex.
    pub(crate) certificate: Option<String>,
    /// Who that turned out to be.
    pub(crate) admitted: OnceLock<Admitted>,
}

/// The body of a request.
#[derive(Debug)]
pub(crate) enum Given {
    /// Whole and decoded, within the limit of an envelope.
    Whole(Vec<u8>),
    /// Larger than any envelope: nothing of it was kept.
    TooLarge,
}

impl FromRequest<Room> for Asked {
    type Rejection = Answer;

    async fn from_request(request: Request, room: &Room) -> Result<Self, Self::Rejection> {
        let (parts, body) = request.into_parts();
        let announced = parts.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        let late = |_| Answer::because(ProblemType::BadRequest, "the body did not arrive in time");
        let body = tokio::time::timeout(LONGEST, read(body, announced.unwrap_or(0))).await.map_err(late)??;
        let wire = match &body {
            Given::Whole(bytes) => sha256(bytes),
            Given::TooLarge => [0; 32],
        };
        let body = match (coding(&parts.headers)?, body) {
            (Coding::Gzip, Given::Whole(bytes)) => gunzip(&bytes)?,
            (_, body) => body,
        };
        Ok(Self {
            query: parts.uri.query().map(parse_form).unwrap_or_default(),
            certificate: line::certificate(&parts, &room.config.front_ends),
            fields: parts.headers,
            body,
            wire,
            admitted: OnceLock::new(),
        })
    }
}

enum Coding {
    Plain,
    Gzip,
}

fn coding(fields: &HeaderMap) -> Result<Coding, Answer> {
    match fields.get(CONTENT_ENCODING).map(|value| value.as_bytes().to_ascii_lowercase()) {
        None => Ok(Coding::Plain),
        Some(word) if word == b"identity" => Ok(Coding::Plain),
        Some(word) if word == b"gzip" || word == b"x-gzip" => Ok(Coding::Gzip),
        Some(_) => {
            Err(Answer::because(ProblemType::Unsupported, "this gateway reads gzip and bodies without a coding"))
        }
    }
}

/// Unpacks a body, no further than an envelope may be long and than the ratio allows.
fn gunzip(packed: &[u8]) -> Result<Given, Answer> {
    use std::io::Read as _;
    let most = limits::ENVELOPE.min(packed.len().saturating_mul(limits::GZIP_RATIO));
    let mut plain = Vec::with_capacity(most.min(packed.len().saturating_mul(4)));
    let read = MultiGzDecoder::new(packed).take(most as u64 + 1).read_to_end(&mut plain);
    read.map_err(|_| Answer::because(ProblemType::BadRequest, "the body cannot be unpacked"))?;
    Ok(if plain.len() > most { Given::TooLarge } else { Given::Whole(plain) })
}

async fn read(body: Body, announced: usize) -> Result<Given, Answer> {
    use axum::body::HttpBody as _;
    let mut body = body;
    let (mut kept, mut seen) = (Vec::with_capacity(announced.min(limits::ENVELOPE)), 0_usize);
    loop {
        let frame = std::future::poll_fn(|context| std::pin::Pin::new(&mut body).poll_frame(context)).await;
        let Some(frame) = frame else { break };
        let frame = frame.map_err(|_| Answer::because(ProblemType::BadRequest, "the body ended early"))?;
        let Ok(part) = frame.into_data() else { continue };
        seen = seen.saturating_add(part.len());
        if seen > CEILING {
            break;
        }
        if seen <= limits::ENVELOPE {
            kept.extend_from_slice(&part);
        } else {
            kept = Vec::new();
        }
    }
    Ok(if seen > limits::ENVELOPE { Given::TooLarge } else { Given::Whole(kept) })
}

impl Asked {
    /// A header field.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(|value| value.to_str().ok())
    }

    /// The token of `Authorization: Bearer`.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let value = self.fields.get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// Whether the body is the one its digest speaks of, where it carries one.
    pub(crate) fn is_as_claimed(&self) -> bool {
        let claimed = self.field(headers::CONTENT_DIGEST).map(headers::read_content_digest);
        claimed.is_none_or(|claimed| claimed == Some(self.wire))
    }

    /// A member of the query.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A whole number in the query; `usual` when it is not named.
    pub(crate) fn number(&self, name: &str, usual: u64) -> Result<u64, Answer> {
        let wrong = || Answer::because(ProblemType::BadRequest, format!("{name} is not a whole number"));
        self.parameter(name).map_or(Ok(usual), |text| text.parse().map_err(|_| wrong()))
    }

    /// The bytes, when they match their digest.
    pub(crate) fn proven(&self) -> Result<&[u8], Answer> {
        let Given::Whole(bytes) = &self.body else { return Err(Answer::of(ProblemType::TooLarge)) };
        let claimed = self.field(headers::CONTENT_DIGEST).and_then(headers::read_content_digest);
        match claimed {
            Some(claimed) if claimed == self.wire => Ok(bytes),
            Some(_) => Err(Answer::of(ProblemType::DigestMismatch)),
            None => Err(Answer::because(ProblemType::DigestMismatch, "a sha-256 in Content-Digest is needed")),
        }
    }
}

/// Reads `application/x-www-form-urlencoded`.
pub(crate) fn parse_form(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| (decode(k), decode(v))).collect()
}

/// Takes percent-encoding off a form's name or value.
pub(crate) fn decode(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let coded = match (first, after) {
            (b'%', [high, low, tail @ ..]) => nibble(*high).zip(nibble(*low)).map(|(h, l)| (h << 4 | l, tail)),
            _ => None,
        };
        match coded {
            Some((byte, tail)) => {
                bytes.push(byte);
                rest = tail;
            }
            None => bytes.push(if *first == b'+' { b' ' } else { *first }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_reads_back_what_was_encoded() {
        let pairs = parse_form("grant_type=client_credentials&x=a+b%2B%C3%A9&flag&bad=%zz%4");
        let expected = [("grant_type", "client_credentials"), ("x", "a b+é"), ("flag", ""), ("bad", "%zz%4")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
