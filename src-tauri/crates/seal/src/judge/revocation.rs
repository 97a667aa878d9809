//! Was the certificate revoked at the moment judged (`seal-and-paper.md` 6.2; 7.2, step 5)?
//!
//! Asked are the revocations of the trust list, then the lists and answers of the authorities; those are read and weighed
//! in `crate::revocation`.

use tamga_origin::Timestamp;
use tamga_origin::trust::{Anchor, AnchorKind, TrustList, TrustedIssuer};

use super::classes::said;
use super::signer::Presented;
use super::time::Moments;
use super::{DAY, Used};
use crate::certificate::SignerCertificate;
use crate::path::{ABOVE, way};
use crate::refusal::Reason;
use crate::revocation::{self, Outcome, hear};

/// Days for which an answer older than the moment judged says something, where the issuer's entry names none.
const FRESH_DAYS: u32 = 7;

/// Whose certificate is asked about.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The list in force.
    pub(super) list: &'a TrustList,
    /// The body the way leads to.
    pub(super) issuer: &'a TrustedIssuer,
    /// The anchor it ends at.
    pub(super) anchor: &'a Anchor,
    /// The certificate, what came beside it, and what is offered about it.
    pub(super) shown: Presented<'a>,
    /// When.
    pub(super) moments: Moments,
}

/// What was told about the certificates on a way, and by which answers.
#[derive(Default)]
pub(super) struct Told {
    /// Empty when all are known to be good.
    pub(super) reasons: Vec<Reason>,
    /// The answers that decided.
    pub(super) used: Vec<Used>,
}

/// What revocation says about a certificate and those that vouch for it.
pub(super) fn revocation(asked: Asked<'_>) -> Told {
    let Asked { list, anchor, shown, moments, .. } = asked;
    let names = |key: &str| [&shown.leaf.sha256, &anchor.kid].iter().any(|name| name.eq_ignore_ascii_case(key));
    let earliest = list.revoked.iter().filter(|entry| names(&entry.key)).min_by_key(|entry| entry.at);
    if let Some(revoked) = earliest {
        let found = |code| said(code, false).found(revoked.at.date()).with("reason", &revoked.reason);
        let mut told = Told::default();
        if revoked.at <= moments.at {
            told.reasons.push(found("revocation.revoked"));
            return told;
        }
        told.reasons.push(found("revocation.revoked_later"));
        told.reasons.extend(asked.claimed_only(revoked.at));
        return told;
    }
    // A pinned signer is vouched for by the list itself.
    if anchor.kind == AnchorKind::Signer { Told::default() } else { asked.of_authorities() }
}

impl Asked<'_> {
    /// What the authorities on the way say, of the leaf and of one another; the anchor is vouched for by the list.
    fn of_authorities(self) -> Told {
        let mut told = Told::default();
        let leaf = self.shown.leaf;
        let Some((anchor, beside)) = self.anchor.certificates.split_first() else { return told };
        let above = [self.shown.above, beside].concat();
        let within = self.moments.at.clamp(leaf.not_before, leaf.not_after.max(leaf.not_before));
        let Ok(mut chain) = way(&leaf.der, &above, anchor, within, ABOVE) else { return told };
        chain.push(anchor.clone());
        let chain: Vec<SignerCertificate> = chain.iter().filter_map(|der| SignerCertificate::read(der).ok()).collect();
        self.ask(leaf, &self.namesakes(&chain, &above), &mut told);
        for pair in chain.windows(2) {
            let [certificate, authority] = pair else { continue };
            self.ask(certificate, std::slice::from_ref(authority), &mut told);
        }
        told
    }

    /// What is said about one certificate of the way; of one above the leaf it is said which.
    fn ask(self, certificate: &SignerCertificate, authorities: &[SignerCertificate], told: &mut Told) {
        let is_leaf = certificate.der == self.shown.leaf.der;
        let heard = self.hear(certificate, authorities);
        let of = |reason: Reason| if is_leaf { reason } else { reason.with("certificate", &certificate.subject) };
        // An answer that nobody can use is said once, whomever it was looked at for.
        for note in heard.notes {
            if !told.reasons.contains(&note) {
                told.reasons.push(note);
            }
        }
        told.used.extend(heard.used);
        match heard.outcome {
            Outcome::Good => {}
            Outcome::Revoked(revoked) => {
                let reason = said("revocation.revoked", false).found(revoked.counts_from().date());
                told.reasons.push(of(reason.with("reason", revoked.word())));
            }
            Outcome::RevokedLater(revoked) => {
                let reason = said("revocation.revoked_later", false).found(revoked.counts_from().date());
                told.reasons.push(of(reason.with("reason", revoked.word())));
                told.reasons.extend(self.claimed_only(revoked.counts_from()));
            }
            Outcome::Stale(made) => {
                let reason = said("revocation.stale", false).found(made.rfc3339_seconds());
                told.reasons.push(of(reason.with("expected", self.moments.at.rfc3339_seconds())));
            }
            Outcome::Unknown => {
                let is_strict = self.issuer.policy.revocation_must;
                told.reasons.push(of(said("revocation.unknown", is_strict).found(&certificate.issuer)));
            }
        }
    }

    fn hear(self, certificate: &SignerCertificate, authorities: &[SignerCertificate]) -> revocation::Heard {
        let days = self.issuer.policy.revocation_days.unwrap_or(FRESH_DAYS);
        let fresh = i64::from(days).saturating_mul(DAY);
        hear(revocation::Asked { certificate, authorities, at: self.moments.at, fresh }, self.shown.offered)
    }

    /// The authority that issued the leaf, then others of its name issued by somebody on the same way: an authority that
    /// changed its key signs its lists with the new one.
    fn namesakes(self, chain: &[SignerCertificate], known: &[Vec<u8>]) -> Vec<SignerCertificate> {
        let Some(first) = chain.first() else { return Vec::new() };
        let others = known.iter().filter_map(|der| SignerCertificate::read(der).ok());
        let others = others.filter(|one| one.subject == first.subject && one.der != first.der && one.is_authority());
        let others = others.filter(|one| chain.iter().any(|authority| one.is_issued_by(authority)));
        std::iter::once(first.clone()).chain(others).collect()
    }

    /// Between claim and evidence only the claim speaks for a time before the end.
    fn claimed_only(self, ended: Timestamp) -> Option<Reason> {
        let existed = self.moments.existed;
        (ended <= existed).then(|| {
            let reason = said("time.claimed_only", self.issuer.policy.claimed_time_doubt).found(existed.date());
            reason.with("ended", ended.date())
        })
    }
}
