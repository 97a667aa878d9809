//! Which answers count, and what do they mean for a submission? Pure functions of what came back.
//!
//! An answer counts only when it carries the gateway's id, a media type of ours and the digest of its bytes; that
//! the peer chains to the anchor was settled by TLS before. Everything else is somebody else speaking.

use std::time::Duration;

use tamga_protocol::{self as protocol, ProblemType, headers};

use crate::evidence::Evidence;
use crate::outcome::{Class, Fault, Original, QueryOutcome, Raw, Reason, Retry, Scope, SubmitOutcome, VoidOutcome};
use crate::proof::Proof;
use crate::read;
use crate::transport::SubmissionKey;

const LONGEST_WISH: u64 = 3_600;
const WORDS: usize = 300;

/// What came back: status, the header fields that matter, and the whole body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    pub(crate) status: u16,
    pub(crate) gateway_id: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) content_encoding: Option<String>,
    pub(crate) content_digest: Option<String>,
    pub(crate) retry_after: Option<String>,
    pub(crate) trace: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) upload_offset: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// What a proven answer is.
#[derive(Debug)]
pub(crate) enum Proven {
    /// A success with its body, still to be read.
    Success(u16, Vec<u8>),
    /// A problem.
    Problem(Box<protocol::Problem>),
}

/// What the body of a success must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Json,
    /// A document of any type; its own digest is compared as well.
    Document,
}

impl Heard {
    fn raw(&self, words: &str) -> Raw {
        let words: String = words.chars().take(WORDS).collect();
        let trace = self.trace.clone().filter(|trace| trace.len() <= 100);
        Raw { status: Some(self.status), trace, words, ..Raw::default() }
    }

    fn foreign(&self, words: &str) -> Fault {
        Fault {
            scope: Scope::Route,
            class: Class::ForeignAnswer,
            left_us: true,
            retry: Retry::After,
            retry_after: None,
            raw: Box::new(self.raw(words)),
        }
    }
}

/// How much of an upload the gateway has: what it says in the header of an answer without a body.
pub(crate) fn offset(heard: &Heard, gateway: &str) -> Result<u64, Fault> {
    is_from(heard, gateway)?;
    let digest = heard.content_digest.as_deref().and_then(headers::read_content_digest);
    if digest != Some(read::sha256(&heard.body)) {
        return Err(heard.foreign("the digest does not match the bytes that came"));
    }
    let offset = heard.upload_offset.as_deref().and_then(|text| text.parse().ok());
    match (heard.status, offset) {
        (200, Some(offset)) => Ok(offset),
        (404, _) => Ok(0),
        _ => Err(heard.foreign("it does not say how much is there")),
    }
}

fn is_from(heard: &Heard, gateway: &str) -> Result<(), Fault> {
    match heard.gateway_id.as_deref() {
        Some(id) if id == gateway => Ok(()),
        Some(_) => Err(heard.foreign("another gateway's id stands in the answer")),
        None => Err(heard.foreign("the answer carries no gateway id")),
    }
}

/// Whether the gateway itself has answered, and what.
pub(crate) fn prove(heard: Heard, gateway: &str, expected: Expected) -> Result<Proven, Fault> {
    is_from(&heard, gateway)?;
    let media = heard.content_type.as_deref().unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_success = matches!(heard.status, 200 | 201);
    let is_ours = match (is_success, expected) {
        (true, Expected::Json) => media == headers::JSON,
        (true, Expected::Document) => !media.is_empty() && media != "text/html",
        (false, _) => heard.status >= 400 && media == headers::PROBLEM_JSON,
    };
    if !is_ours {
        return Err(heard.foreign(&format!("not a form of answer this API has: {media}")));
    }
    if heard.content_encoding.as_deref().is_some_and(|coding| coding != "identity") {
        return Err(heard.foreign("the answer is coded, though none was asked for"));
    }
    let digest = heard.content_digest.as_deref().and_then(headers::read_content_digest);
    if digest != Some(read::sha256(&heard.body)) {
        return Err(heard.foreign("the digest does not match the bytes that came"));
    }
    if is_success {
        return Ok(Proven::Success(heard.status, heard.body));
    }
    let mut problem: protocol::Problem =
        read::json(&heard.body).map_err(|why| heard.foreign(&format!("a problem that cannot be read: {why}")))?;
    if problem.status != heard.status {
        return Err(heard.foreign("the problem speaks of another status"));
    }
    let header = heard.retry_after.as_deref().and_then(|text| text.trim().parse().ok());
    problem.retry_after = problem.retry_after.or(header);
    Ok(Proven::Problem(Box::new(problem)))
}

/// A proven problem as a fault (2.9): whom it concerns, and what is said about trying again.
pub(crate) fn fault_of(problem: &protocol::Problem) -> Fault {
    let (scope, class) = match &problem.problem_type {
        ProblemType::InProgress => (Scope::Item, Class::InProgress),
        ProblemType::RateLimited | ProblemType::Unavailable => (Scope::Route, Class::Busy),
        ProblemType::TokenExpired | ProblemType::ClientCertUnknown | ProblemType::ClientSuspended => {
            (Scope::Route, Class::Auth)
        }
        ProblemType::ClockSkew => (Scope::Route, Class::Clock),
        ProblemType::DeviceCloned => (Scope::Route, Class::Clone),
        ProblemType::ClientTooOld => (Scope::Route, Class::Version),
        ProblemType::SchemaVersion | ProblemType::Unsupported => (Scope::Item, Class::Version),
        ProblemType::DocumentMissing => (Scope::Item, Class::DocumentMissing),
        ProblemType::DigestMismatch => (Scope::Item, Class::CutShort),
        _ if problem.retry == protocol::Retry::Reauth => (Scope::Route, Class::Auth),
        _ if problem.retry == protocol::Retry::Operator => (Scope::Route, Class::Operator),
        _ if matches!(problem.status, 429 | 503) => (Scope::Route, Class::Busy),
        _ => (Scope::Item, Class::Operator),
    };
    let retry = match problem.retry {
        protocol::Retry::Never => Retry::Never,
        protocol::Retry::Same => Retry::Same,
        protocol::Retry::Reauth => Retry::Reauth,
        protocol::Retry::Operator => Retry::Operator,
        protocol::Retry::After | protocol::Retry::Other(_) => Retry::After,
    };
    let words: String = problem.detail.as_deref().unwrap_or(&problem.title).chars().take(WORDS).collect();
    Fault {
        scope,
        class,
        left_us: true,
        retry,
        retry_after: problem.retry_after.map(|seconds| Duration::from_secs(seconds.min(LONGEST_WISH))),
        raw: Box::new(Raw {
            status: Some(problem.status),
            code: Some(problem.problem_type.as_str().to_owned()),
            trace: Some(problem.trace.clone()),
            words,
            oldest_available: problem.oldest_available.clone(),
        }),
    }
}

/// A proven answer of ours whose signed part does not hold: never final, and an alarm in the log.
fn bad_evidence(status: u16, key: &SubmissionKey, why: &str) -> Fault {
    tracing::error!(submission = %key.id, status, why, "the gateway's signed evidence does not hold");
    let raw = Raw { status: Some(status), words: why.to_owned(), ..Raw::default() };
    Fault {
        scope: Scope::Item,
        class: Class::BadEvidence,
        left_us: true,
        retry: Retry::After,
        retry_after: None,
        raw: Box::new(raw),
    }
}

/// What a proven answer to PUT means.
pub(crate) fn submitted(answer: Proven, key: &SubmissionKey, proof: &Proof<'_>) -> SubmitOutcome {
    match answer {
        Proven::Success(status, body) => match taken(&body, key, proof) {
            Ok((receipt, None)) => SubmitOutcome::Accepted(receipt),
            Ok((receipt, Some(original))) => SubmitOutcome::Duplicate(receipt, original),
            Err(why) => SubmitOutcome::Unknown(bad_evidence(status, key, &why)),
        },
        Proven::Problem(problem) if problem.problem_type == ProblemType::InProgress => {
            SubmitOutcome::Unknown(fault_of(&problem))
        }
        Proven::Problem(problem) if problem.retry == protocol::Retry::Never => match proof.refusal(&problem, key) {
            Ok(refusal) => SubmitOutcome::Rejected(reasons(&problem), refusal),
            Err(why) => SubmitOutcome::Unknown(bad_evidence(problem.status, key, &why)),
        },
        Proven::Problem(problem) => SubmitOutcome::NotSent(fault_of(&problem)),
    }
}

fn taken(body: &[u8], key: &SubmissionKey, proof: &Proof<'_>) -> Result<(Evidence, Option<Original>), String> {
    let answer: protocol::SubmissionAccepted = read::json(body)?;
    if answer.submission_id != key.id {
        return Err("the answer is about another submission".into());
    }
    let original = answer.duplicate_of.filter(|original| *original != key.id);
    let receipt = proof.receipt(&answer.receipt, key, original).map_err(|why| why.to_string())?;
    Ok((receipt, original.map(|submission_id| Original { submission_id })))
}

fn reasons(problem: &protocol::Problem) -> Vec<Reason> {
    let whole = Reason {
        code: problem.problem_type.as_str().to_owned(),
        path: None,
        words: problem.detail.clone().unwrap_or_else(|| problem.title.clone()),
    };
    let each = problem.violations.iter().map(|violation| Reason {
        code: violation.code.clone(),
        path: Some(violation.path.clone()),
        words: violation.text.clone(),
    });
    std::iter::once(whole).chain(each).collect()
}

/// What a proven answer to GET submission means.
pub(crate) fn queried(answer: Proven, key: &SubmissionKey, proof: &Proof<'_>) -> QueryOutcome {
    match answer {
        Proven::Success(status, body) => {
            let seen = read::json::<protocol::SubmissionView>(&body).and_then(|view| {
                let original = view.duplicate_of.filter(|original| *original != key.id);
                let receipt = proof.receipt(&view.receipt, key, original).map_err(|why| why.to_string())?;
                Ok((view, receipt))
            });
            match seen {
                Ok((view, _)) if view.submission_id != key.id => {
                    QueryOutcome::CannotTell(bad_evidence(status, key, "the answer is about another submission"))
                }
                Ok((view, receipt)) => {
                    let later = view.evidence.iter().filter_map(|piece| proof.any(&piece.raw, key).ok()).collect();
                    QueryOutcome::Present { receipt, state: view.state.as_str().to_owned(), later }
                }
                Err(why) => QueryOutcome::CannotTell(bad_evidence(status, key, &why)),
            }
        }
        Proven::Problem(problem) if problem.problem_type == ProblemType::SubmissionUnknown => QueryOutcome::Absent,
        Proven::Problem(problem) => QueryOutcome::CannotTell(fault_of(&problem)),
    }
}

/// What a proven answer to PUT void means.
pub(crate) fn voided(answer: Proven, key: &SubmissionKey, proof: &Proof<'_>) -> VoidOutcome {
    match answer {
        Proven::Success(status, body) => {
            let statement = read::json::<protocol::VoidAnswer>(&body)
                .and_then(|answer| proof.void(&answer.statement, key).map_err(|why| why.to_string()));
            match statement {
                Ok(statement) => VoidOutcome::Voided(statement),
                Err(why) => VoidOutcome::CannotTell(bad_evidence(status, key, &why)),
            }
        }
        Proven::Problem(problem) => {
            let original = problem.original.as_ref().filter(|_| problem.status == 409);
            let alias = original.map(|original| original.submission_id).filter(|first| *first != key.id);
            let receipt = original.map(|original| proof.receipt(&original.receipt, key, alias));
            match receipt {
                Some(Ok(receipt)) => VoidOutcome::AlreadyTaken(receipt),
                Some(Err(why)) => VoidOutcome::CannotTell(bad_evidence(problem.status, key, &why.to_string())),
                None => VoidOutcome::CannotTell(fault_of(&problem)),
            }
        }
    }
}
