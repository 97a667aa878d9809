//! Does a signed statement speak of our submission? Signature first, by whoever owns the keys; then every claim.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tamga_protocol::{self as protocol, ProblemType, StatementKind};
use uuid::Uuid;

use crate::evidence::{Evidence, EvidenceKind, NotProven, ReceiptVerifier};
use crate::read;
use crate::transport::SubmissionKey;

/// Checks statements of one gateway.
pub(crate) struct Proof<'a> {
    pub(crate) gateway: &'a str,
    pub(crate) verifier: &'a dyn ReceiptVerifier,
}

impl Proof<'_> {
    /// A receipt for this submission, or for the one it is a duplicate of.
    pub(crate) fn receipt(&self, jws: &str, key: &SubmissionKey, of: Option<Uuid>) -> Result<Evidence, NotProven> {
        self.receipt_from(self.gateway, jws, key, of)
    }

    fn receipt_from(
        &self,
        gateway: &str,
        jws: &str,
        key: &SubmissionKey,
        of: Option<Uuid>,
    ) -> Result<Evidence, NotProven> {
        let (claims, value) = self.open::<protocol::ReceiptClaims>(gateway, StatementKind::Receipt, jws)?;
        let same = |fits: bool, what: &'static str| if fits { Ok(()) } else { Err(NotProven::SpeaksOfOther(what)) };
        same(claims.iss == gateway, "gateway")?;
        same(claims.sub == of.unwrap_or(key.id), "submission")?;
        same(of.is_some() || claims.env == key.envelope_sha256, "envelope")?;
        same(claims.dig == key.document_sha256, "document")?;
        same(read::is_same_key(&claims.key, key), "certificate")?;
        let kind = match gateway == self.gateway {
            true => EvidenceKind::Receipt,
            false if self.verifier.is_destination(gateway, key) => EvidenceKind::Delivery,
            false => EvidenceKind::Passage,
        };
        Ok(Evidence { kind, raw: jws.as_bytes().to_vec(), claims: value })
    }

    /// The refusal that a problem must carry when it says "never".
    pub(crate) fn refusal(&self, problem: &protocol::Problem, key: &SubmissionKey) -> Result<Evidence, String> {
        let jws = problem.refusal.as_deref().ok_or("a refusal that nobody signed")?;
        let refused = self.refusal_from(self.gateway, jws, key, Some(&problem.problem_type));
        if refused.is_err() && problem.problem_type == ProblemType::SubmissionVoided {
            return self.void(jws, key).map_err(|why| why.to_string());
        }
        refused.map_err(|why| why.to_string())
    }

    fn refusal_from(
        &self,
        gateway: &str,
        jws: &str,
        key: &SubmissionKey,
        problem: Option<&ProblemType>,
    ) -> Result<Evidence, NotProven> {
        let (claims, value) = self.open::<protocol::RefusalClaims>(gateway, StatementKind::Refusal, jws)?;
        let same = |fits: bool, what: &'static str| if fits { Ok(()) } else { Err(NotProven::SpeaksOfOther(what)) };
        same(claims.iss == gateway, "gateway")?;
        same(claims.sub == key.id, "submission")?;
        same(claims.env.is_none_or(|env| env == key.envelope_sha256), "envelope")?;
        same(problem.is_none_or(|problem| *problem == claims.problem_type), "problem")?;
        Ok(Evidence { kind: EvidenceKind::Refusal, raw: jws.as_bytes().to_vec(), claims: value })
    }

    /// The promise that this id is never taken.
    pub(crate) fn void(&self, jws: &str, key: &SubmissionKey) -> Result<Evidence, NotProven> {
        let (claims, value) = self.open::<protocol::VoidClaims>(self.gateway, StatementKind::Void, jws)?;
        if claims.iss != self.gateway {
            return Err(NotProven::SpeaksOfOther("gateway"));
        }
        if claims.sub != key.id {
            return Err(NotProven::SpeaksOfOther("submission"));
        }
        Ok(Evidence { kind: EvidenceKind::Void, raw: jws.as_bytes().to_vec(), claims: value })
    }

    /// Whatever statement it says it is, by whichever gateway signed it, if it speaks of this submission.
    pub(crate) fn any(&self, jws: &str, key: &SubmissionKey) -> Result<Evidence, NotProven> {
        let (typ, issuer) = named(jws).ok_or_else(|| NotProven::NotAStatement("any".into()))?;
        match statement_kind(&typ) {
            Some(StatementKind::Receipt) => self.receipt_from(&issuer, jws, key, None),
            Some(StatementKind::Refusal) => self.refusal_from(&issuer, jws, key, None),
            Some(StatementKind::Void) => self.void(jws, key),
            None => Err(NotProven::NotAStatement(typ)),
        }
    }

    fn open<T: DeserializeOwned>(
        &self,
        gateway: &str,
        kind: StatementKind,
        jws: &str,
    ) -> Result<(T, Value), NotProven> {
        let payload = self.verifier.verify(gateway, kind.typ(), jws)?;
        let unreadable = |_| NotProven::NotAStatement(kind.typ().to_owned());
        let value: Value = read::json(&payload).map_err(unreadable)?;
        let claims = serde_json::from_value(value.clone()).map_err(|_| unreadable(String::new()))?;
        Ok((claims, value))
    }
}

/// Checks evidence about one of our own submissions however it came: over the line as an event, or on a stick. `gateway`
/// is the one this office is registered at.
///
/// # Errors
/// What does not hold.
pub fn prove(
    gateway: &str,
    verifier: &dyn ReceiptVerifier,
    key: &SubmissionKey,
    jws: &str,
) -> Result<Evidence, NotProven> {
    Proof { gateway, verifier }.any(jws, key)
}

/// The statement kind a JWS header names.
fn statement_kind(typ: &str) -> Option<StatementKind> {
    [StatementKind::Receipt, StatementKind::Refusal, StatementKind::Void].into_iter().find(|kind| kind.typ() == typ)
}

/// Type and issuer that a statement claims, to find the key with; nothing is believed of it yet.
fn named(jws: &str) -> Option<(String, String)> {
    let mut parts = jws.split('.');
    let mut member = |name: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        let value: Value = read::json(&bytes).ok()?;
        value.get(name)?.as_str().map(str::to_owned)
    };
    Some((member("typ")?, member("iss")?))
}
