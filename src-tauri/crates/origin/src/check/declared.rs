//! Is a self-declaration one, and a certificate none? What an exporter declares nobody certifies, and where a form lets
//! only approved or registered exporters declare, the approval is named and in force.

use super::Case;
use crate::finding::Finding;
use crate::profile::{AgreementProfile, IssuerKind};

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let (certificate, profile) = (case.certificate, case.profile);
    let form_declares = profile.is_self_declaration();
    // A draft becomes what its form is when it is signed.
    if case.issued && certificate.is_self_declaration() != form_declares {
        let finding = Finding::block("proof.differs", "proof_type").with("code", certificate.proof_type.code());
        found.push(finding.with("form", profile.title("en")));
    }
    if !(form_declares || certificate.is_self_declaration()) {
        return;
    }
    if certificate.certification.is_some() {
        found.push(Finding::block("declaration.certified", "certification"));
    }
    let authorisation = certificate.authorisation.as_ref().filter(|one| !one.number.trim().is_empty());
    let Some(authorisation) = authorisation else {
        if profile.asks_authorisation() {
            found.push(Finding::block("authorisation.missing", "authorisation.number"));
        }
        return;
    };
    let begins_later = authorisation.from.filter(|from| case.day < *from);
    if let Some(date) = begins_later.or(authorisation.to.filter(|to| case.day > *to)) {
        let path = if begins_later.is_some() { "authorisation.from" } else { "authorisation.to" };
        found.push(Finding::block("authorisation.not_in_force", path).with("date", date));
    }
}

impl AgreementProfile {
    /// May only exporters with an approval or registration make it, so that every one names it?
    pub fn asks_authorisation(&self) -> bool {
        let named = |kind: &IssuerKind| matches!(kind, IssuerKind::ApprovedExporter | IssuerKind::RegisteredExporter);
        self.is_self_declaration() && !self.issuers.is_empty() && self.issuers.iter().all(named)
    }
}
