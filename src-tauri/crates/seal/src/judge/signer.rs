//! Who is the signer to the trust list, and what does it hold against them at one moment?

use tamga_origin::Timestamp;
use tamga_origin::trust::{
    Anchor, AnchorKind, Entitlement, KeyUse, TrustList, TrustedIssuer, TrustedOfficer, entitled_by,
};

use super::{Policy, Question};
use crate::certificate::{KeyKind, SignerCertificate};
use crate::path::leads;
use crate::refusal::{Class, Reason};

/// RSA keys of this length are noted from here on (NIST SP 800-57).
const SHORT_KEYS_FROM: &str = "2031-01-01T00:00:00Z";
const SHORT: u16 = 3072;

/// A certificate with what came beside it.
#[derive(Clone, Copy)]
pub struct Presented<'a> {
    pub leaf: &'a SignerCertificate,
    pub above: &'a [Vec<u8>],
    /// Does the signature itself say that it is a demonstration?
    pub demonstration: bool,
}

/// What the list says about a signer.
#[derive(Default)]
pub struct Standing<'l> {
    pub body: Option<&'l TrustedIssuer>,
    pub officer: Option<&'l TrustedOfficer>,
    pub reasons: Vec<Reason>,
}

/// Asks the list about a signer; `at` is the moment judged, `existed` the earliest the document is known to exist.
pub fn standing<'l>(
    list: &'l TrustList,
    policy: &Policy,
    shown: Presented<'_>,
    question: &Question<'_>,
    at: Timestamp,
    existed: Timestamp,
) -> Standing<'l> {
    let mut found = Standing::default();
    let leaf = shown.leaf;
    let mut push = |reason: Reason| found.reasons.push(reason);
    if shown.demonstration || leaf.demonstration {
        let class = if policy.demonstration { Class::Note } else { Class::Unknown };
        push(Reason::new(class, "key.demo").found(&leaf.subject));
    }
    let alive = leaf.lives_at(at);
    if !alive {
        let code = if at < leaf.not_before { "cert.not_yet_valid" } else { "cert.expired" };
        let span = format!("{} – {}", leaf.not_before.date(), leaf.not_after.date());
        push(Reason::new(Class::Invalid, code).found(at.date()).with("expected", span));
    }
    if matches!(leaf.key, KeyKind::Rsa(bits) if bits < SHORT)
        && Timestamp::parse_rfc3339(SHORT_KEYS_FROM).is_some_and(|from| at >= from)
    {
        push(Reason::new(Class::Note, "key.weak").found(leaf.key.name()));
    }
    let way = find(list, shown, question, at);
    found.reasons.extend(way.reasons);
    let Some((issuer, anchor)) = way.to else {
        // What stopped the way may be what is wrong with the leaf: said once.
        let said: Vec<String> = found.reasons.iter().map(|reason| reason.code().to_owned()).collect();
        let more = leaf.leaf_reasons(&[], &[]).into_iter();
        found.reasons.extend(more.filter(|reason| !said.iter().any(|code| code == reason.code())));
        return found;
    };
    found.body = Some(issuer);
    let rules = &issuer.policy;
    found.reasons.extend(leaf.leaf_reasons(&rules.purposes, &rules.certificate_policies));
    if issuer.id != question.issuer {
        found.reasons.push(
            Reason::new(Class::Invalid, "trust.issuer_differs").found(&issuer.id).with("expected", question.issuer),
        );
        return found;
    }
    if alive && existed.to_seconds() > leaf.not_after {
        let class = if rules.claimed_time_doubt { Class::Unknown } else { Class::Note };
        let reason = Reason::new(class, "time.claimed_only").found(existed.date());
        found.reasons.push(reason.with("ended", leaf.not_after.date()));
    }
    found.reasons.extend(revocation(list, issuer, anchor, leaf, at, existed));
    found.reasons.extend(entitlement(issuer, question, leaf, at));
    found.officer = issuer.officers.iter().find(|who| who.certificate.eq_ignore_ascii_case(&leaf.sha256));
    found
}

#[derive(Default)]
struct Way<'l> {
    to: Option<(&'l TrustedIssuer, &'l Anchor)>,
    reasons: Vec<Reason>,
}

/// The way to an anchor: of the body the document names first, then of any other, which is then another body's seal.
fn find<'l>(list: &'l TrustList, shown: Presented<'_>, question: &Question<'_>, at: Timestamp) -> Way<'l> {
    let mut broken = Vec::new();
    let named = list.issuer(question.issuer);
    let others = list.issuers.iter().filter(|issuer| issuer.id != question.issuer);
    for issuer in named.into_iter().chain(others) {
        let mut best: Option<Way<'l>> = None;
        for anchor in &issuer.anchors {
            let reasons = match reaches(shown, anchor, at) {
                Ok(()) => against(anchor, question.usage, at),
                // Only what the named body's own anchors say counts as a broken way.
                Err(reason) => {
                    if issuer.id == question.issuer && reason.code() != "cert.path" {
                        broken.push(reason);
                    }
                    continue;
                }
            };
            if best.as_ref().is_none_or(|way| reasons.len() < way.reasons.len()) {
                best = Some(Way { to: Some((issuer, anchor)), reasons });
            }
        }
        if let Some(way) = best {
            return way;
        }
    }
    if broken.is_empty() {
        broken.push(Reason::new(Class::Unknown, "trust.signer_unknown").found(&shown.leaf.issuer));
    }
    Way { to: None, reasons: broken }
}

fn reaches(shown: Presented<'_>, anchor: &Anchor, at: Timestamp) -> Result<(), Reason> {
    let Some((own, _)) = anchor.certificates.split_first() else {
        return Err(Reason::new(Class::Unknown, "cert.path").found("empty anchor"));
    };
    match anchor.kind {
        AnchorKind::Signer if *own == shown.leaf.der => Ok(()),
        AnchorKind::Signer => Err(Reason::new(Class::Unknown, "cert.path").found("another signer")),
        // The leaf's own life is asked once, for all kinds of anchors; a moment inside it keeps the path from asking again.
        AnchorKind::Ca => {
            let within = at.clamp(shown.leaf.not_before, shown.leaf.not_after.max(shown.leaf.not_before));
            leads(&shown.leaf.der, shown.above, own, within)
        }
    }
}

fn against(anchor: &Anchor, usage: KeyUse, at: Timestamp) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if !anchor.uses.contains(&usage) {
        reasons.push(Reason::new(Class::Invalid, "trust.use").found(usage.code()));
    }
    if !anchor.span.covers(at) {
        reasons.push(Reason::new(Class::Invalid, "trust.date").found(at.date()));
    }
    reasons
}

fn revocation(
    list: &TrustList,
    issuer: &TrustedIssuer,
    anchor: &Anchor,
    leaf: &SignerCertificate,
    at: Timestamp,
    existed: Timestamp,
) -> Vec<Reason> {
    let names = |key: &str| [&leaf.sha256, &anchor.kid].iter().any(|name| name.eq_ignore_ascii_case(key));
    let earliest = list.revoked.iter().filter(|entry| names(&entry.key)).min_by_key(|entry| entry.at);
    if let Some(revoked) = earliest {
        let found = |class, code| Reason::new(class, code).found(revoked.at.date()).with("reason", &revoked.reason);
        if revoked.at <= at {
            return vec![found(Class::Invalid, "revocation.revoked")];
        }
        let mut reasons = vec![found(Class::Note, "revocation.revoked_later")];
        if revoked.at <= existed {
            // Between claim and evidence: only the claim speaks for a time before the revocation.
            let class = if issuer.policy.claimed_time_doubt { Class::Unknown } else { Class::Note };
            reasons
                .push(Reason::new(class, "time.claimed_only").found(existed.date()).with("ended", revoked.at.date()));
        }
        return reasons;
    }
    // A pinned signer is vouched for by the list itself; for an authority's certificate nobody has answered here.
    if anchor.kind == AnchorKind::Signer {
        return Vec::new();
    }
    let class = if issuer.policy.revocation_must { Class::Unknown } else { Class::Note };
    vec![Reason::new(class, "revocation.unknown").found(&leaf.issuer)]
}

fn entitlement(
    issuer: &TrustedIssuer,
    question: &Question<'_>,
    leaf: &SignerCertificate,
    at: Timestamp,
) -> Vec<Reason> {
    let asked = Entitlement {
        issuer: question.issuer,
        scheme: question.scheme,
        form: question.form,
        destination: question.destination,
        certificate: &leaf.sha256,
        at,
    };
    // Statements and answers certify nothing, so what a body may certify does not bind them.
    let counts = |code: &str| question.usage == KeyUse::Co || !["trust.form", "trust.destination"].contains(&code);
    let objections = entitled_by(issuer, &asked).into_iter().filter(|objection| counts(objection.code));
    objections.map(|objection| Reason::new(Class::Invalid, objection.code).found(objection.found)).collect()
}
