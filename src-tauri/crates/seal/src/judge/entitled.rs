//! Might this signer certify this then (`seal-and-paper.md` 7.2, step 7)? `tamga-origin` answers; here its objections
//! become reasons. A key that is whole but not entitled is not genuine.

use tamga_origin::Timestamp;
use tamga_origin::trust::{Entitlement, SignerName, TrustHistory, entitled};

use super::Question;
use super::classes::said;
use crate::certificate::SignerCertificate;
use crate::refusal::Reason;

/// The names a certificate goes by in a trust list.
pub(super) fn name_of(leaf: &SignerCertificate) -> SignerName<'_> {
    SignerName { sha256: &leaf.sha256, subject: &leaf.subject, serial: &leaf.serial }
}

/// What the lists hold against a document by this leaf at this moment.
pub(super) fn entitlement(
    trust: &TrustHistory,
    question: &Question<'_>,
    leaf: &SignerCertificate,
    at: Timestamp,
) -> Vec<Reason> {
    let asked = Entitlement {
        issuer: question.issuer,
        scheme: question.scheme,
        form: question.form,
        destination: question.destination,
        signer: Some(name_of(leaf)),
        at,
    };
    // Statements and answers certify nothing, so what a body may certify does not bind them.
    let counts = |code: &str| question.usage.is_of_proof() || !["trust.form", "trust.destination"].contains(&code);
    let objections = entitled(trust, &asked).into_iter().filter(|objection| counts(objection.code));
    objections.map(|objection| said(objection.code, false).found(objection.found)).collect()
}
