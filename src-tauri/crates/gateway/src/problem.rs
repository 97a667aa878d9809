//! Which problem is it? The body of every answer that is not a success, before marks and refusal are put on it.

use tamga_protocol::{Original, Problem, ProblemType, Violation, ViolationSeverity};

use crate::ledger::Custody;

/// A problem with nothing to add; time and trace are set when it leaves.
pub(crate) fn plain(problem: ProblemType) -> Problem {
    let retry_after = match problem {
        ProblemType::InProgress => Some(1),
        ProblemType::RateLimited => Some(5),
        ProblemType::Unavailable => Some(10),
        _ => None,
    };
    Problem {
        title: problem.title().to_owned(),
        status: problem.status(),
        detail: None,
        retry: problem.retry(),
        retry_after,
        original: None,
        violations: Vec::new(),
        refusal: None,
        oldest_available: None,
        server_time: String::new(),
        trace: String::new(),
        problem_type: problem,
    }
}

/// Why a submission is refused for good.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refused {
    /// Which problem.
    pub(crate) problem: ProblemType,
    /// What is wrong, place by place.
    pub(crate) violations: Vec<Violation>,
    /// The HTTP status, where it is not the usual one.
    pub(crate) status: Option<u16>,
}

impl Refused {
    /// One thing at one place.
    pub(crate) fn at(problem: ProblemType, path: &str, code: &str, words: impl Into<String>) -> Self {
        Self { problem, violations: vec![violation(path, code, words)], status: None }
    }

    /// As a problem; its refusal is still to be signed.
    pub(crate) fn into_problem(self) -> Problem {
        let plain = plain(self.problem);
        let detail = self.violations.first().map(|first| first.text.clone());
        Problem { detail, status: self.status.unwrap_or(plain.status), violations: self.violations, ..plain }
    }
}

/// One thing that stops a submission.
pub(crate) fn violation(path: &str, code: &str, words: impl Into<String>) -> Violation {
    Violation { path: path.to_owned(), code: code.to_owned(), severity: ViolationSeverity::Error, text: words.into() }
}

/// What is in custody under an id or number, as its own party may see it.
pub(crate) fn original(custody: &Custody) -> Original {
    Original {
        submission_id: custody.duplicate_of.unwrap_or(custody.id),
        issuer: custody.key.issuer().to_owned(),
        co_number: custody.key.co_number().to_owned(),
        revision: custody.revision,
        document_sha256: custody.document.clone(),
        received_at: custody.received_at.clone(),
        receipt: custody.receipt.clone(),
    }
}
