//! May this body, by this person, certify this form for this destination at this moment (`seal-and-paper.md` 7.2,
//! step 7)? Asked before signing and again at the border.

use super::{TrustList, TrustState, TrustedIssuer, TrustedOfficer};
use crate::time::Timestamp;

/// What somebody wants to certify, or has certified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entitlement<'a> {
    /// Code of the body.
    pub issuer: &'a str,
    /// Agreement profile code.
    pub scheme: &'a str,
    /// Form code; empty when the document names none.
    pub form: &'a str,
    /// Destination country, two letters.
    pub destination: &'a str,
    /// SHA-256 of the signer's certificate in hex; empty to leave the person out of the question.
    pub certificate: &'a str,
    /// The moment asked about.
    pub at: Timestamp,
}

/// Why somebody is not entitled, as a code of the trust area with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// `trust.form`, `trust.destination`, `trust.date`, `trust.suspended`, `trust.withdrawn`, `trust.officer` or
    /// `trust.issuer_unknown`.
    pub code: &'static str,
    /// What was found.
    pub found: String,
}

/// Every objection the list has; none means entitled.
pub fn entitled(list: &TrustList, asked: &Entitlement<'_>) -> Vec<Objection> {
    match list.issuer(asked.issuer) {
        Some(issuer) => entitled_by(issuer, asked),
        None => vec![Objection { code: "trust.issuer_unknown", found: asked.issuer.to_owned() }],
    }
}

/// Every objection the entry of one body has; none means entitled.
pub fn entitled_by(issuer: &TrustedIssuer, asked: &Entitlement<'_>) -> Vec<Objection> {
    let mut objections = Vec::new();
    let mut object = |code, found: String| objections.push(Objection { code, found });
    if let Some(code) = stopped(issuer.state, issuer.state_since, asked.at) {
        object(code, issuer.id.clone());
    }
    if !issuer.span.covers(asked.at) {
        object("trust.date", asked.at.date().to_string());
    }
    let same_scheme: Vec<_> = issuer.schemes.iter().filter(|scheme| scheme.code == asked.scheme).collect();
    let same_form: Vec<_> = same_scheme
        .iter()
        .filter(|s| s.forms.is_empty() || asked.form.is_empty() || s.forms.iter().any(|form| form == asked.form))
        .collect();
    let same_destination: Vec<_> = same_form
        .iter()
        .filter(|s| s.destinations.is_empty() || s.destinations.iter().any(|country| country == asked.destination))
        .collect();
    if same_form.is_empty() {
        object("trust.form", format!("{} {}", asked.scheme, asked.form).trim().to_owned());
    } else if same_destination.is_empty() {
        object("trust.destination", asked.destination.to_owned());
    } else if !same_destination.iter().any(|scheme| scheme.span.covers(asked.at)) {
        object("trust.date", asked.scheme.to_owned());
    }
    if !asked.certificate.is_empty()
        && !issuer.officers.is_empty()
        && !issuer.officers.iter().any(|officer| in_office(officer, asked))
    {
        object("trust.officer", asked.certificate.to_owned());
    }
    objections
}

fn in_office(officer: &TrustedOfficer, asked: &Entitlement<'_>) -> bool {
    officer.certificate.eq_ignore_ascii_case(asked.certificate)
        && officer.span.covers(asked.at)
        && stopped(officer.state, officer.state_since, asked.at).is_none()
        && (officer.schemes.is_empty() || officer.schemes.iter().any(|code| code == asked.scheme))
}

/// The code of a suspension or withdrawal that was in force at a moment.
fn stopped(state: TrustState, since: Option<Timestamp>, at: Timestamp) -> Option<&'static str> {
    let code = match state {
        TrustState::Active => return None,
        TrustState::Suspended => "trust.suspended",
        TrustState::Withdrawn => "trust.withdrawn",
    };
    since.is_none_or(|since| since <= at).then_some(code)
}
