//! May this be taken into custody (2.7, rows 7 and 8)? Envelope, limits, route, then the document: whole, signed by
//! somebody entitled, and saying what the envelope says. Nothing here touches the store.

use tamga_formats::{Dialect, DocumentKind, FormatError, Limits, aladi, co_xml, recognise, recognise_document};
use tamga_origin::trust::KeyUse;
use tamga_origin::{Moment, Timestamp, finding};
use tamga_protocol::{BusinessKey, DocumentPart, Envelope, Kind, ProblemType, Violation, headers, limits};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Bounds, Class, Judge, Profile, Question, Reason, Refusal, Verdict, Whole, check_bytes};

use crate::config::{Config, Gate, Leads, RouteConfig};
use crate::ledger::{Client, Onward};
use crate::problem::{Refused, violation};
use crate::standing::Standing;
use crate::trust::Trust;

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
    must_be_carried(&envelope, route)?;
    let said = examine_document(&envelope, &document, client, route, &standing.trust, now)?;
    let (onward, paused) = (onward(route), standing.gate(route) == Gate::Paused);
    Ok(Examined { key: said.key, outcome: said.outcome, onward, paused, envelope })
}

/// Where a route leads.
pub(crate) fn onward(route: &RouteConfig) -> Onward {
    match &route.leads {
        Leads::Peer(id) => Onward::Peer(id.clone()),
        Leads::Box(id) => Onward::Box(id.clone()),
        Leads::Sender => Onward::Sender,
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
    match (&envelope.kind, &envelope.in_reply_to, envelope.number) {
        (Kind::Response, Some(reply), Some(1..)) => {
            let same = reply.issuer == envelope.issuer
                && reply.co_number == envelope.co_number
                && reply.revision == envelope.revision;
            if !same {
                wrong("inReplyTo", "names another certificate than the envelope");
            }
        }
        (Kind::Response, None, _) => wrong("inReplyTo", "an answer says what it answers"),
        (Kind::Response, ..) => wrong("number", "answers are numbered from 1"),
        _ => {}
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

/// The road to another gateway carries envelopes: what lies beside them would be missing there.
fn must_be_carried(envelope: &Envelope, route: &RouteConfig) -> Result<(), Stopped> {
    let by_digest =
        envelope.document.content.is_none() || envelope.attachments.iter().any(|paper| paper.part.content.is_none());
    if by_digest && matches!(route.leads, Leads::Peer(_)) {
        let words = "this route carries documents inside the envelope only, at most 1 MiB";
        return Err(Stopped::NotTaken(ProblemType::Unsupported, words.to_owned()));
    }
    Ok(())
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

/// What the verified document says.
struct Said {
    key: BusinessKey,
    outcome: Option<String>,
}

fn certificate_key(issuer: &str, co_number: &str, revision: u32) -> BusinessKey {
    BusinessKey::Certificate { issuer: issuer.to_owned(), co_number: co_number.to_owned(), revision }
}

/// The facts of a document that envelope and trust list are asked about.
struct Facts {
    usage: KeyUse,
    /// Whose seal it must be.
    signer: String,
    issuer: String,
    number: String,
    revision: u32,
    scheme: String,
    form: String,
    destination: String,
    /// When it says it was signed, for seals that do not.
    signed_at: Option<Timestamp>,
    said: Said,
}

fn examine_document(
    envelope: &Envelope,
    bytes: &[u8],
    client: &Client,
    route: &RouteConfig,
    trust: &Trust,
    now: Timestamp,
) -> Result<Said, Stopped> {
    let mut whole = seal_of(bytes)?;
    let facts = read_facts(envelope, &whole, trust)?;
    // A COD says inside its data when it was signed.
    whole.claimed.at = whole.claimed.at.or(facts.signed_at);
    let violations = differences(envelope, &facts, route);
    if !violations.is_empty() {
        return Err(Refused { problem: ProblemType::InvalidDocument, violations, status: None }.into());
    }
    judge(&whole, &facts, trust, now)?;
    must_be_its_own(&facts, client)?;
    Ok(facts.said)
}

/// The seal that answers for a document: the one of our own form, of a COD the official's.
fn seal_of(bytes: &[u8]) -> Result<Whole, Stopped> {
    let bounds = if recognise(bytes) == Some(Dialect::AladiCod) { Bounds::Foreign } else { Bounds::Own };
    let seal = check_bytes(bytes, bounds).map_err(broken)?.pop();
    let other = |code, words: &str| Err(Refused::at(ProblemType::InvalidDocument, "document", code, words).into());
    match seal {
        Some(seal) if matches!(seal.profile, Profile::Co1 | Profile::CodOfficial) => Ok(seal),
        Some(seal) if seal.profile == Profile::CodExporter => other("cod.uncertified", "only the exporter signed it"),
        _ => other("shape.unknown_form", "a form that is not carried here"),
    }
}

/// Why a document is not whole, by the codes that whoever verifies it gives: not let in, or a signature that does not hold.
fn broken(refusal: Refusal) -> Stopped {
    let is_of_gate = refusal.code().starts_with("gate.");
    let problem = if is_of_gate { ProblemType::InvalidDocument } else { ProblemType::SignatureInvalid };
    let weighs = refusal.reasons.iter().filter(|reason| reason.class > Class::Note);
    let violations = weighs.map(|reason| violation("document", reason.code(), words(reason))).collect();
    Refused { problem, violations, status: None }.into()
}

/// A reason in a line for whoever reads a refusal by hand.
fn words(reason: &Reason) -> String {
    let params: Vec<String> = reason.finding.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {}", reason.code(), params.join(" ")).trim_end().to_owned()
}

/// Signed papers pass through many hands. Who only holds one must not take its number here: answers would go to them,
/// and the body that signed it would find its own number in use. Gateways hand over for others.
fn must_be_its_own(facts: &Facts, client: &Client) -> Result<(), Stopped> {
    if client.is_gateway || facts.signer == client.party {
        return Ok(());
    }
    let words = format!("signed by {}, handed over by {}", facts.signer, client.party);
    Err(Refused::at(ProblemType::SignerNotAuthorised, "document", "trust.issuer_differs", words).into())
}

fn unreadable_document(error: &FormatError) -> Stopped {
    Refused::at(ProblemType::InvalidDocument, "document", error.code(), error.to_string()).into()
}

/// Reads the document from the bytes that were verified, and from nothing else.
fn read_facts(envelope: &Envelope, whole: &Whole, trust: &Trust) -> Result<Facts, Stopped> {
    let signed = &whole.signed;
    let refusal =
        |why: tamga_seal::Refusal| Refused::at(ProblemType::InvalidDocument, "document", why.code(), why.to_string());
    let gated = signed.gated().map_err(refusal)?;
    let is_cod = whole.profile == Profile::CodOfficial;
    let kind = match is_cod {
        true => Some(DocumentKind::Certificate),
        false => recognise_document(signed.as_slice()).map(|recognised| recognised.kind),
    };
    let facts = match (kind, &envelope.kind) {
        (Some(DocumentKind::Certificate), Kind::Issue | Kind::Replace) => {
            let read = match is_cod {
                true => aladi::read_signed(&gated, &Limits::default()),
                false => co_xml::read_certificate(&gated),
            };
            let read = read.map_err(|error| unreadable_document(&error))?;
            if let Some(stop) = read.findings.iter().find(|one| one.severity == finding::Severity::Block) {
                let words = "the certificate cannot be read whole";
                return Err(Refused::at(ProblemType::InvalidDocument, &stop.path, &stop.code, words).into());
            }
            let certificate = read.value;
            Facts {
                usage: KeyUse::Co,
                said: Said {
                    key: certificate_key(&certificate.issuer.code, &certificate.number, certificate.revision),
                    outcome: None,
                },
                signer: match is_cod {
                    true => trust.list.code_of_entity(&certificate.issuer.address.country, &certificate.issuer.code),
                    false => certificate.issuer.code.clone(),
                },
                issuer: certificate.issuer.code,
                number: certificate.number,
                revision: certificate.revision,
                scheme: certificate.scheme.code,
                // A COD names the form of its schema, not the one a list speaks of.
                form: if is_cod { String::new() } else { certificate.scheme.form_code },
                signed_at: certificate.issued_at.map(|moment| match moment {
                    Moment::Instant(at) => at,
                    Moment::Day(day) => Timestamp::midnight(day),
                }),
                destination: certificate.transport.destination_country,
            }
        }
        (Some(DocumentKind::Status), Kind::Cancel) => {
            let statement = co_xml::read_status(&gated).map_err(|error| unreadable_document(&error))?.value;
            Facts {
                usage: KeyUse::Status,
                said: Said {
                    key: certificate_key(&statement.issuer.code, &statement.number, statement.revision),
                    outcome: None,
                },
                signer: statement.issuer.code.clone(),
                issuer: statement.issuer.code,
                number: statement.number,
                revision: statement.revision,
                scheme: statement.scheme,
                form: String::new(),
                destination: statement.destination_country,
                signed_at: None,
            }
        }
        (Some(DocumentKind::Answer), Kind::Response) => {
            let answer = co_xml::read_answer(&gated).map_err(|error| unreadable_document(&error))?.value;
            if Some(answer.number) != envelope.number {
                let words = "the envelope names another running number than the document";
                return Err(Refused::at(ProblemType::InvalidDocument, "number", "document.differs", words).into());
            }
            Facts {
                usage: KeyUse::Status,
                said: Said {
                    key: BusinessKey::Response {
                        party: answer.from.clone(),
                        issuer: answer.issuer.clone(),
                        co_number: answer.co_number.clone(),
                        number: answer.number,
                    },
                    outcome: Some(answer.outcome.as_str().to_owned()),
                },
                signer: answer.from,
                issuer: answer.issuer,
                number: answer.co_number,
                revision: answer.revision,
                scheme: envelope.agreement.clone(),
                form: String::new(),
                destination: String::new(),
                signed_at: None,
            }
        }
        _ => {
            let words = "the document is not of the kind the envelope names";
            return Err(Refused::at(ProblemType::InvalidDocument, "document", "document.kind", words).into());
        }
    };
    Ok(facts)
}

/// Where envelope, route and document do not say the same.
fn differences(envelope: &Envelope, facts: &Facts, route: &RouteConfig) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut compare = |path: &str, same: bool| {
        if !same {
            found.push(violation(path, "document.differs", "the envelope says something else than the document"));
        }
    };
    compare("issuer", facts.issuer == envelope.issuer);
    compare("coNumber", facts.number == envelope.co_number);
    compare("revision", facts.revision == envelope.revision);
    compare("agreement", facts.scheme == envelope.agreement);
    if facts.destination.is_empty() || route.destination == "*" || facts.destination == route.destination {
        return found;
    }
    found.push(violation("route", "document.destination", "the route leads to another country than the document"));
    found
}

fn judge(whole: &Whole, facts: &Facts, trust: &Trust, now: Timestamp) -> Result<(), Stopped> {
    let judge = Judge::new(&trust.history, &trust.policy);
    let question = Question {
        usage: facts.usage,
        issuer: &facts.signer,
        scheme: &facts.scheme,
        form: &facts.form,
        destination: &facts.destination,
        status: &[],
    };
    let judgement = judge.judge(whole, &question, &[], now);
    if judgement.verdict == Verdict::Valid {
        return Ok(());
    }
    // An old list is this gateway's own fault: no sender is refused for good because of it.
    let stops = |reason: &&Reason| reason.class > Class::Note && reason.code() != "trust.list_old";
    let stopping: Vec<_> = judgement.reasons.iter().filter(stops).collect();
    if stopping.is_empty() {
        tracing::warn!("the trust list is old");
        return Ok(());
    }
    if stopping.iter().all(|reason| reason.code() == "time.claim_ahead") {
        // Signed a day and more ahead of this clock: whose clock is wrong cannot be known here, so nothing is closed.
        let words = "the certificate says that it was signed later than this gateway's clock shows";
        return Err(Stopped::NotTaken(ProblemType::ClockSkew, words.to_owned()));
    }
    let is_about_trust = |code: &str| code.starts_with("trust.") || code.starts_with("key.");
    let problem = match stopping.first() {
        Some(first) if is_about_trust(first.code()) => ProblemType::SignerNotAuthorised,
        _ => ProblemType::SignatureInvalid,
    };
    let violations = stopping.iter().map(|reason| violation("document", reason.code(), words(reason))).collect();
    Err(Refused { problem, violations, status: None }.into())
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
