//! May this body, by this person, certify this form for this destination at this moment (`seal-and-paper.md` 7.2,
//! step 7)? Asked before signing and again at the border.

use super::{TrustHistory, TrustState, TrustedIssuer, TrustedOfficer};
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
    /// Whose certificate signed; none to leave the person out of the question.
    pub signer: Option<SignerName<'a>>,
    /// The moment asked about.
    pub at: Timestamp,
}

/// The names a signer's certificate goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignerName<'a> {
    /// SHA-256 of the certificate in hex.
    pub sha256: &'a str,
    /// Its subject as RFC 4514 text.
    pub subject: &'a str,
    /// Its serial number in hex.
    pub serial: &'a str,
}

impl TrustedOfficer {
    /// Is this the officer's certificate? By its digest, or where the list has none, by subject and serial number.
    pub fn holds(&self, name: &SignerName<'_>) -> bool {
        if !self.certificate.is_empty() {
            return self.certificate.eq_ignore_ascii_case(name.sha256);
        }
        !self.subject.is_empty() && self.subject == name.subject && self.serial.eq_ignore_ascii_case(name.serial)
    }
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

/// Every objection the history has, each state as it was at the moment asked about; none means entitled.
pub fn entitled(history: &TrustHistory, asked: &Entitlement<'_>) -> Vec<Objection> {
    match history.newest().and_then(|held| held.list.issuer(asked.issuer)) {
        Some(issuer) => objections(issuer, asked, |officer| {
            history.state_at(&issuer.id, officer.map(|who| who.id.as_str()), asked.at)
        }),
        None => vec![Objection { code: "trust.issuer_unknown", found: asked.issuer.to_owned() }],
    }
}

/// Every objection the entry of one body has by itself; none means entitled.
pub fn entitled_by(issuer: &TrustedIssuer, asked: &Entitlement<'_>) -> Vec<Objection> {
    objections(issuer, asked, |officer| {
        let (state, since) = officer.map_or((issuer.state, issuer.state_since), |who| (who.state, who.state_since));
        if since.is_none_or(|since| since <= asked.at) { state } else { TrustState::Active }
    })
}

fn objections(
    issuer: &TrustedIssuer,
    asked: &Entitlement<'_>,
    state: impl Fn(Option<&TrustedOfficer>) -> TrustState,
) -> Vec<Objection> {
    let mut objections = Vec::new();
    let mut object = |code, found: String| objections.push(Objection { code, found });
    match state(None) {
        TrustState::Active => {}
        TrustState::Suspended => object("trust.suspended", issuer.id.clone()),
        TrustState::Withdrawn => object("trust.withdrawn", issuer.id.clone()),
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
    if let Some(signer) = asked.signer
        && !issuer.officers.is_empty()
        && !issuer.officers.iter().any(|officer| {
            officer.holds(&signer)
                && officer.span.covers(asked.at)
                && state(Some(officer)) == TrustState::Active
                && (officer.schemes.is_empty() || officer.schemes.iter().any(|code| code == asked.scheme))
        })
    {
        object("trust.officer", signer.sha256.to_owned());
    }
    objections
}
