//! Who is the signer to the trust list, and did the certificate live then (`seal-and-paper.md` 7.2, steps 3 and 4)?
//! The steps that hang on the way found are asked here too, each in its own module.

use tamga_origin::Timestamp;
use tamga_origin::trust::{Anchor, AnchorKind, KeyUse, TrustList, TrustedIssuer, TrustedOfficer};

use super::classes::said;
use super::entitled::{entitlement, name_of};
use super::revocation::{Asked, revocation};
use super::time::Moments;
use super::{Judge, Question, Used};
use crate::certificate::SignerCertificate;
use crate::evidence::OfferedEvidence;
use crate::path::leads;
use crate::refusal::Reason;

/// A certificate with what came beside it.
#[derive(Clone, Copy)]
pub struct Presented<'a> {
    pub leaf: &'a SignerCertificate,
    pub above: &'a [Vec<u8>],
    /// Does the signature itself say that it is a demonstration?
    pub demonstration: bool,
    /// Evidence about revocation.
    pub offered: &'a [&'a OfferedEvidence],
}

/// What the list says about a signer.
#[derive(Default)]
pub struct Standing<'l> {
    pub body: Option<&'l TrustedIssuer>,
    pub officer: Option<&'l TrustedOfficer>,
    pub reasons: Vec<Reason>,
    /// Answers about revocation that decided.
    pub used: Vec<Used>,
}

/// Asks the list about a signer.
pub fn standing<'l>(
    judge: &Judge<'_>,
    list: &'l TrustList,
    shown: Presented<'_>,
    question: &Question<'_>,
    moments: Moments,
) -> Standing<'l> {
    let Moments { at, existed } = moments;
    let mut found = Standing::default();
    let leaf = shown.leaf;
    let mut push = |reason: Reason| found.reasons.push(reason);
    if shown.demonstration || leaf.demonstration {
        push(said("key.demo", !judge.policy.demonstration).found(&leaf.subject));
    }
    let alive = leaf.lives_at(at);
    if !alive {
        let code = if at < leaf.not_before { "cert.not_yet_valid" } else { "cert.expired" };
        let span = format!("{} – {}", leaf.not_before.date(), leaf.not_after.date());
        push(said(code, false).found(at.date()).with("expected", span));
    }
    // The length of the key counts whoever signed.
    found.reasons.extend(judge.policy.strength.key(&leaf.key, at));
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
    let leaf_reasons = leaf.leaf_reasons(&rules.purposes, &rules.certificate_policies);
    // What a key's length means depends on the date, and was said above.
    found.reasons.extend(leaf_reasons.into_iter().filter(|reason| reason.code() != "key.weak"));
    if issuer.id != question.issuer {
        found.reasons.push(said("trust.issuer_differs", false).found(&issuer.id).with("expected", question.issuer));
        return found;
    }
    if alive && existed.to_seconds() > leaf.not_after {
        let reason = said("time.claimed_only", rules.claimed_time_doubt).found(existed.date());
        found.reasons.push(reason.with("ended", leaf.not_after.date()));
    }
    let told = revocation(Asked { list, issuer, anchor, shown, moments });
    found.reasons.extend(told.reasons);
    found.used = told.used;
    found.reasons.extend(entitlement(judge.trust, question, leaf, at));
    found.officer = issuer.officers.iter().find(|who| who.holds(&name_of(leaf)));
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
        broken.push(said("trust.signer_unknown", false).found(&shown.leaf.issuer));
    }
    Way { to: None, reasons: broken }
}

fn reaches(shown: Presented<'_>, anchor: &Anchor, at: Timestamp) -> Result<(), Reason> {
    let Some((own, _)) = anchor.certificates.split_first() else {
        return Err(said("cert.path", false).found("empty anchor"));
    };
    match anchor.kind {
        AnchorKind::Signer if *own == shown.leaf.der => Ok(()),
        AnchorKind::Signer => Err(said("cert.path", false).found("another signer")),
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
        reasons.push(said("trust.use", false).found(usage.code()));
    }
    if !anchor.span.covers(at) {
        reasons.push(said("trust.date", false).found(at.date()));
    }
    reasons
}
