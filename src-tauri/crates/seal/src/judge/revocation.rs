//! Was the certificate revoked at the moment judged (`seal-and-paper.md` 6.2; 7.2, step 5)?
//!
//! Asked are the revocations of the trust list, then the lists and answers of the authorities; those are read and weighed
//! in `crate::revocation`.

use tamga_origin::Timestamp;
use tamga_origin::trust::{Anchor, AnchorKind, TrustList, TrustedIssuer};

use super::DAY;
use super::classes::said;
use super::signer::Presented;
use super::time::Moments;
use crate::certificate::SignerCertificate;
use crate::path::{ABOVE, way};
use crate::refusal::Reason;
use crate::revocation::{self, Outcome, Revoked, hear};

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

/// What revocation says about a certificate; empty when it is known to be good.
pub(super) fn revocation(asked: Asked<'_>) -> Vec<Reason> {
    let Asked { list, anchor, shown, moments, .. } = asked;
    let names = |key: &str| [&shown.leaf.sha256, &anchor.kid].iter().any(|name| name.eq_ignore_ascii_case(key));
    let earliest = list.revoked.iter().filter(|entry| names(&entry.key)).min_by_key(|entry| entry.at);
    if let Some(revoked) = earliest {
        let found = |code| said(code, false).found(revoked.at.date()).with("reason", &revoked.reason);
        if revoked.at <= moments.at {
            return vec![found("revocation.revoked")];
        }
        let mut reasons = vec![found("revocation.revoked_later")];
        reasons.extend(asked.claimed_only(revoked.at));
        return reasons;
    }
    // A pinned signer is vouched for by the list itself.
    if anchor.kind == AnchorKind::Signer { Vec::new() } else { asked.of_authorities() }
}

impl Asked<'_> {
    /// What the authorities on the way say.
    fn of_authorities(self) -> Vec<Reason> {
        let leaf = self.shown.leaf;
        let Some((anchor, beside)) = self.anchor.certificates.split_first() else { return Vec::new() };
        let above = [self.shown.above, beside].concat();
        let within = self.moments.at.clamp(leaf.not_before, leaf.not_after.max(leaf.not_before));
        let Ok(mut chain) = way(&leaf.der, &above, anchor, within, ABOVE) else { return Vec::new() };
        chain.push(anchor.clone());
        let chain: Vec<SignerCertificate> = chain.iter().filter_map(|der| SignerCertificate::read(der).ok()).collect();
        let mut reasons = self.of_leaf(&self.namesakes(&chain, &above));
        // Those above it: taken away from the body at that moment, or not.
        for pair in chain.windows(2) {
            let [certificate, authority] = pair else { continue };
            let authorities = std::slice::from_ref(authority);
            if let Outcome::Revoked(revoked) = self.hear(certificate, authorities).outcome {
                reasons.push(self.revoked(revoked).with("certificate", &certificate.subject));
            }
        }
        reasons
    }

    fn of_leaf(self, authorities: &[SignerCertificate]) -> Vec<Reason> {
        let leaf = self.shown.leaf;
        let heard = self.hear(leaf, authorities);
        let mut reasons = heard.notes;
        match heard.outcome {
            Outcome::Good => {}
            Outcome::Revoked(revoked) => reasons.push(self.revoked(revoked)),
            Outcome::RevokedLater(revoked) => {
                let reason = said("revocation.revoked_later", false).found(revoked.counts_from().date());
                reasons.push(reason.with("reason", revoked.word()));
                reasons.extend(self.claimed_only(revoked.counts_from()));
            }
            Outcome::Stale(made) => {
                let reason = said("revocation.stale", false).found(made.rfc3339_seconds());
                reasons.push(reason.with("expected", self.moments.at.rfc3339_seconds()));
            }
            Outcome::Unknown => {
                let is_strict = self.issuer.policy.revocation_must;
                reasons.push(said("revocation.unknown", is_strict).found(&leaf.issuer));
            }
        }
        reasons
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

    fn revoked(self, revoked: Revoked) -> Reason {
        said("revocation.revoked", false).found(revoked.counts_from().date()).with("reason", revoked.word())
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
