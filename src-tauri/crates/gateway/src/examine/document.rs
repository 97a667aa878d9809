//! Is the document whole, signed by somebody entitled, and does it say what the envelope says?

use tamga_formats::{Dialect, DocumentKind, FormatError, Limits, aladi, co_xml, recognise, recognise_document};
use tamga_origin::profile::{Confirmations, StampAsked};
use tamga_origin::trust::KeyUse;
use tamga_origin::{Certificate, Inquiry, InquiryBody, Moment, StatusChange, Timestamp, finding};
use tamga_protocol::{BusinessKey, Envelope, Kind, ProblemType, Violation};
use tamga_seal::{Bounds, Class, Judge, Profile, Question, Reason, Refusal, Verdict, Whole, check_bytes};

use super::Stopped;
use crate::config::RouteConfig;
use crate::ledger::Client;
use crate::problem::{Refused, violation};
use crate::standing::Standing;
use crate::trust::Trust;

/// What the verified document says.
pub(super) struct Said {
    pub(super) key: BusinessKey,
    /// What an answer decided.
    pub(super) outcome: Option<String>,
    /// Whether it suspends a certificate or lifts that, instead of ending it.
    pub(super) suspends: bool,
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
    /// Does its form ask for a time stamp?
    stamp: StampAsked,
    /// When it says it was signed, for seals that do not.
    signed_at: Option<Timestamp>,
    said: Said,
}

/// Reads the document and judges its seal.
pub(super) fn examine_document(
    envelope: &Envelope,
    bytes: &[u8],
    client: &Client,
    route: &RouteConfig,
    standing: &Standing,
    now: Timestamp,
) -> Result<Said, Stopped> {
    let mut whole = seal_of(bytes)?;
    let facts = read_facts(envelope, &whole, standing, now)?;
    // A COD says inside its data when it was signed.
    whole.claimed.at = whole.claimed.at.or(facts.signed_at);
    let violations = differences(envelope, &facts, route);
    if !violations.is_empty() {
        return Err(Refused { problem: ProblemType::InvalidDocument, violations, status: None }.into());
    }
    judge(&whole, &facts, &standing.trust, now)?;
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
fn read_facts(envelope: &Envelope, whole: &Whole, standing: &Standing, now: Timestamp) -> Result<Facts, Stopped> {
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
        (Some(DocumentKind::Certificate), Kind::Issue | Kind::Replace | Kind::Declaration) => {
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
            must_be_of_kind(&certificate, &envelope.kind)?;
            let form = standing.forms.judging(&certificate, now.date());
            let (issuer, number, revision) =
                (certificate.issuer.code.clone(), certificate.number.clone(), certificate.revision);
            Facts {
                usage: KeyUse::of_proof(certificate.proof_type),
                stamp: form.map_or(StampAsked::No, |form| form.stamp_asked(&Confirmations::NONE)),
                said: Said {
                    key: match envelope.kind {
                        Kind::Declaration => BusinessKey::Declaration { declarer: issuer, number, revision },
                        _ => BusinessKey::Certificate { issuer, co_number: number, revision },
                    },
                    outcome: None,
                    suspends: false,
                },
                signer: match is_cod {
                    true => standing
                        .trust
                        .list
                        .code_of_entity(&certificate.issuer.address.country, &certificate.issuer.code),
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
                stamp: StampAsked::No,
                said: Said {
                    key: certificate_key(&statement.issuer.code, &statement.number, statement.revision),
                    outcome: None,
                    suspends: statement.change != StatusChange::Cancelled,
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
                stamp: StampAsked::No,
                said: Said {
                    key: BusinessKey::Response {
                        party: answer.from.clone(),
                        issuer: answer.issuer.clone(),
                        co_number: answer.co_number.clone(),
                        number: answer.number,
                    },
                    outcome: Some(answer.outcome.as_str().to_owned()),
                    suspends: false,
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
        (Some(DocumentKind::Inquiry), Kind::Query | Kind::Verify | Kind::VerifyAnswer) => {
            let inquiry = co_xml::read_inquiry(&gated).map_err(|error| unreadable_document(&error))?.value;
            inquired(envelope, inquiry)?
        }
        _ => {
            let words = "the document is not of the kind the envelope names";
            return Err(Refused::at(ProblemType::InvalidDocument, "document", "document.kind", words).into());
        }
    };
    Ok(facts)
}

/// What an exporter declares goes as a self-declaration and as nothing else, and nobody has certified it.
fn must_be_of_kind(certificate: &Certificate, kind: &Kind) -> Result<(), Refused> {
    let refuse = |path: &str, code: &str, words: &str| Refused::at(ProblemType::InvalidDocument, path, code, words);
    if certificate.is_self_declaration() != (*kind == Kind::Declaration) {
        return Err(refuse("document", "document.kind", "the document is not of the kind the envelope names"));
    }
    if certificate.is_self_declaration() && certificate.certification.is_some() {
        return Err(refuse("certification", "declaration.certified", "nobody certifies a self-declaration"));
    }
    Ok(())
}

/// What a question, a request or what is said to one says.
fn inquired(envelope: &Envelope, inquiry: Inquiry) -> Result<Facts, Stopped> {
    let Inquiry { document_id: _, number, from: party, issuer, co_number, revision, body, at: _ } = inquiry;
    let refuse = |path: &str, code: &str, words: &str| -> Stopped {
        Refused::at(ProblemType::InvalidDocument, path, code, words).into()
    };
    if Some(number) != envelope.number {
        let words = "the envelope names another running number than the document";
        return Err(refuse("number", "document.differs", words));
    }
    let key = match (&envelope.kind, &body) {
        (Kind::Query, InquiryBody::Query(_)) => {
            BusinessKey::Query { party: party.clone(), issuer: issuer.clone(), co_number: co_number.clone(), number }
        }
        (Kind::Verify, InquiryBody::Verify(_)) => {
            BusinessKey::Verify { party: party.clone(), issuer: issuer.clone(), co_number: co_number.clone(), number }
        }
        (Kind::VerifyAnswer, InquiryBody::Reply(_)) => BusinessKey::VerifyAnswer {
            party: party.clone(),
            issuer: issuer.clone(),
            co_number: co_number.clone(),
            number,
        },
        _ => return Err(refuse("document", "document.kind", "the document is not of the kind the envelope names")),
    };
    if matches!(body, InquiryBody::Reply(_)) && party != issuer {
        // Whoever else says that a certificate is good says nothing.
        return Err(refuse("issuer", "document.differs", "only the body that issued it replies for a certificate"));
    }
    Ok(Facts {
        usage: KeyUse::Status,
        said: Said { key, outcome: None, suspends: false },
        signer: party,
        issuer,
        number: co_number,
        revision,
        scheme: envelope.agreement.clone(),
        form: String::new(),
        destination: String::new(),
        stamp: StampAsked::No,
        signed_at: None,
    })
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
        stamp: facts.stamp,
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
