//! May this be taken into custody (2.7, rows 7 and 8)? Envelope, limits, route, what the partner there can do; whether the
//! document is signed by somebody entitled and says the same is asked in `document`. Nothing here touches the store.

use tamga_origin::Timestamp;
use tamga_protocol::{BusinessKey, DocumentPart, Envelope, Kind, ProblemType, Violation, headers, limits};
use tamga_seal::digest::sha256_hex;

use self::document::{Said, examine_document};
use crate::config::{Config, Gate, Leads, RouteConfig};
use crate::ledger::{Client, Onward};
use crate::problem::{Refused, violation};
use crate::standing::Standing;

mod document;

/// What passed.
#[derive(Debug)]
pub(crate) struct Examined {
    pub(crate) envelope: Envelope,
    pub(crate) key: BusinessKey,
    pub(crate) outcome: Option<String>,
    pub(crate) onward: Onward,
    pub(crate) paused: bool,
}

/// Why something did not pass.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// For good: the id is closed with it.
    Refused(Refused),
    /// Not in this way, or not yet; nothing is kept.
    NotTaken(ProblemType, String),
}

impl From<Refused> for Stopped {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Looks at everything that can be looked at outside a transaction.
pub(crate) fn examine(
    bytes: &[u8],
    client: &Client,
    hops: &[String],
    config: &Config,
    standing: &Standing,
    sent: Sent<'_>,
    now: Timestamp,
) -> Result<Examined, Stopped> {
    let envelope = read_envelope(bytes)?;
    let document = signed_document(&envelope, sent)?;
    let route = route(&envelope, hops, config, standing)?;
    let said = examine_document(&envelope, &document, client, route, standing, now)?;
    must_be_able(&envelope, &said, route)?;
    let (onward, paused) = (onward(route), standing.gate(route) == Gate::Paused);
    Ok(Examined { key: said.key, outcome: said.outcome, onward, paused, envelope })
}

/// Where a route leads.
pub(crate) fn onward(route: &RouteConfig) -> Onward {
    match &route.leads {
        Leads::Peer(id) => Onward::Peer(id.clone()),
        Leads::Box(id) => Onward::Box(id.clone()),
        Leads::Sender => Onward::Sender,
        Leads::Ask => Onward::Ask,
    }
}

fn unreadable(words: String) -> Stopped {
    let refused = Refused::at(ProblemType::InvalidEnvelope, "", "envelope.unreadable", words);
    Stopped::Refused(Refused { status: Some(400), ..refused })
}

fn read_envelope(bytes: &[u8]) -> Result<Envelope, Stopped> {
    if !limits::nests_within(bytes, limits::JSON_DEPTH) {
        return Err(unreadable("nested too deeply".to_owned()));
    }
    let envelope = Envelope::read(bytes).map_err(|error| unreadable(error.to_string()))?;
    if let Some(name) = envelope.crit.iter().find(|name| !Envelope::MEMBERS.contains(&name.as_str())) {
        return Err(Stopped::NotTaken(ProblemType::Unsupported, format!("`{name}` must be understood and is not")));
    }
    if let Kind::Other(word) = &envelope.kind {
        return Err(Stopped::NotTaken(ProblemType::Unsupported, format!("kind `{word}` is not taken here")));
    }
    let violations = wrong_members(&envelope);
    if violations.is_empty() {
        return Ok(envelope);
    }
    Err(Refused { problem: ProblemType::InvalidEnvelope, violations, status: None }.into())
}

fn wrong_members(envelope: &Envelope) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut wrong = |path: &str, words: &str| found.push(violation(path, "envelope.value", words));
    let is_word = |text: &str, most: usize| {
        let length = text.chars().count();
        (1..=most).contains(&length) && !text.chars().any(char::is_control) && text.trim() == text
    };
    for (path, text, most) in [
        ("route", &envelope.route, limits::ROUTE),
        ("agreement", &envelope.agreement, limits::AGREEMENT),
        ("issuer", &envelope.issuer, limits::ISSUER),
        ("coNumber", &envelope.co_number, limits::CO_NUMBER),
    ] {
        if !is_word(text, most) {
            wrong(path, &format!("1 to {most} characters, none of them control characters"));
        }
    }
    if envelope.revision == 0 || (envelope.kind == Kind::Issue && envelope.revision != 1) {
        wrong("revision", "revisions count from 1, and a first issue is revision 1");
    }
    if Timestamp::parse_rfc3339(&envelope.issued_at).is_none() {
        wrong("issuedAt", "not a time of RFC 3339");
    }
    if envelope.attachments.len() > limits::ATTACHMENTS {
        wrong("attachments", "more than 20");
    }
    let whole = [envelope.device.seq, envelope.number.unwrap_or(0), envelope.document.size];
    if whole.iter().any(|number| *number > limits::MAX_SAFE_INTEGER) {
        wrong("", "a whole number of 2^53 or more");
    }
    match &envelope.in_reply_to {
        Some(reply) if envelope.kind.is_numbered() => {
            let same = reply.issuer == envelope.issuer
                && reply.co_number == envelope.co_number
                && reply.revision == envelope.revision;
            if !same {
                wrong("inReplyTo", "names another certificate than the envelope");
            }
        }
        None if envelope.kind.is_reply() => wrong("inReplyTo", "an answer says what it answers"),
        _ => {}
    }
    if envelope.kind.is_numbered() && envelope.number.unwrap_or(0) == 0 {
        wrong("number", "answers, questions and requests are numbered from 1");
    }
    found
}

/// A document the client sent by itself, by its digest.
pub(crate) type Sent<'a> = &'a dyn Fn(&str) -> Result<Option<Vec<u8>>, ProblemType>;

/// The signed document's bytes, after digests and sizes of everything were compared.
fn signed_document(envelope: &Envelope, sent: Sent<'_>) -> Result<Vec<u8>, Stopped> {
    let parts = std::iter::once(("document", &envelope.document))
        .chain(envelope.attachments.iter().map(|paper| ("attachments", &paper.part)));
    let (mut document, mut inline) = (None, 0_usize);
    for (path, part) in parts {
        let bytes = part_bytes(path, part, sent)?;
        inline = inline.saturating_add(part.content.as_ref().map_or(0, |_| bytes.len()));
        if inline > limits::INLINE_DOCUMENT {
            let words = "inline content is larger than 1 MiB";
            return Err(Refused::at(ProblemType::TooLarge, path, "envelope.size", words).into());
        }
        document.get_or_insert(bytes);
    }
    Ok(document.unwrap_or_default())
}

fn part_bytes(path: &str, part: &DocumentPart, sent: Sent<'_>) -> Result<Vec<u8>, Stopped> {
    let refuse =
        |code: &str, words: &str| -> Stopped { Refused::at(ProblemType::InvalidEnvelope, path, code, words).into() };
    if !headers::is_hex_digest(&part.sha256) {
        return Err(refuse("envelope.digest", "sha256 is not 64 lower-case hex digits"));
    }
    if !is_media_type(&part.media_type) {
        return Err(refuse("envelope.media-type", "not a media type that is taken here"));
    }
    let inline = part.bytes().map_err(|error| refuse("envelope.content", &error.to_string()))?;
    let bytes = match inline {
        Some(bytes) => Some(bytes),
        None => sent(&part.sha256).map_err(|problem| Stopped::NotTaken(problem, String::new()))?,
    };
    let missing = || Stopped::NotTaken(ProblemType::DocumentMissing, format!("{} is not here", part.sha256));
    let bytes = bytes.ok_or_else(missing)?;
    if bytes.len() as u64 != part.size || sha256_hex(&bytes) != part.sha256 {
        return Err(refuse("envelope.digest", "size or digest is not that of the bytes"));
    }
    Ok(bytes)
}

/// What this asks of the partner on its route, beyond what every partner can.
fn asked_of_partner(envelope: &Envelope, said: &Said, route: &RouteConfig) -> Vec<&'static str> {
    let mut asked = Vec::new();
    match (&envelope.kind, &envelope.replaces) {
        (Kind::Replace, None) => asked.push("amend"),
        (Kind::Replace, Some(_)) => asked.push("replace"),
        (Kind::Declaration, _) => {
            asked.push("self_declaration");
            asked.extend((envelope.revision > 1).then_some("amend"));
        }
        (Kind::Query, _) => asked.push("pull"),
        (Kind::Verify | Kind::VerifyAnswer, _) => asked.push("verification"),
        _ => {}
    }
    let by_digest =
        envelope.document.content.is_none() || envelope.attachments.iter().any(|paper| paper.part.content.is_none());
    if by_digest && matches!(route.leads, Leads::Peer(_)) {
        asked.push("documents");
    }
    asked.extend(said.suspends.then_some("suspend"));
    asked
}

/// What a partner cannot do is said to the sender, and nothing is kept: it is never taken and then dropped.
fn must_be_able(envelope: &Envelope, said: &Said, route: &RouteConfig) -> Result<(), Stopped> {
    let cannot = |word: &&&str| !route.capabilities.iter().any(|can| can == **word);
    match asked_of_partner(envelope, said, route).iter().find(cannot) {
        None => Ok(()),
        Some(word) => {
            let words = format!("the partner of route {} cannot do this (`{word}`)", route.route);
            Err(Stopped::NotTaken(ProblemType::Unsupported, words))
        }
    }
}

/// What is handed out again later must never be taken for a page.
fn is_media_type(text: &str) -> bool {
    let is_token =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b));
    let plain = text.split_once('/').is_some_and(|(kind, name)| is_token(kind) && is_token(name));
    plain && text.len() <= 100 && !text.eq_ignore_ascii_case("text/html")
}

fn route<'a>(
    envelope: &Envelope,
    hops: &[String],
    config: &'a Config,
    standing: &Standing,
) -> Result<&'a RouteConfig, Stopped> {
    let closed = |path: &str, code: &str, words: &str| -> Stopped {
        Refused::at(ProblemType::RouteClosed, path, code, words).into()
    };
    if hops.contains(&config.id) || hops.len() > headers::MAX_HOPS {
        return Err(closed("Hops", "route.loop", "it came through here before, or through too many gateways"));
    }
    let route = config.route(&envelope.route).ok_or_else(|| closed("route", "route.unknown", "no such route"))?;
    if standing.gate(route) == Gate::Closed {
        return Err(closed("route", "route.closed", "the route is closed"));
    }
    if !route.kinds.iter().any(|kind| kind == envelope.kind.as_str()) {
        return Err(closed("kind", "route.kind", "the route does not carry this kind"));
    }
    if route.agreement != "*" && route.agreement != envelope.agreement {
        return Err(closed("agreement", "route.agreement", "the route is for another agreement"));
    }
    Ok(route)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_that_a_browser_would_show_as_a_page_is_not_taken() {
        for fine in ["application/xml", "application/pdf", "application/vnd.example+xml"] {
            assert!(is_media_type(fine), "{fine}");
        }
        for wrong in ["text/html", "TEXT/HTML", "application", "application/", "a/b; charset=utf-8", "a/b\r\nx: y"] {
            assert!(!is_media_type(wrong), "{wrong}");
        }
    }
}
