//! Was the certificate revoked at the moment judged (`seal-and-paper.md` 6.2; 7.2, step 5)?
//!
//! Asked are the revocations of the trust list; who answers for certificates of an authority comes in from outside.

use tamga_origin::trust::{Anchor, AnchorKind, TrustList, TrustedIssuer};

use super::classes::said;
use super::time::Moments;
use crate::certificate::SignerCertificate;
use crate::refusal::Reason;

/// Whose certificate is asked about.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The list in force.
    pub(super) list: &'a TrustList,
    /// The body the way leads to.
    pub(super) issuer: &'a TrustedIssuer,
    /// The anchor it ends at.
    pub(super) anchor: &'a Anchor,
    /// The certificate.
    pub(super) leaf: &'a SignerCertificate,
    /// When.
    pub(super) moments: Moments,
}

/// What revocation says about a certificate; empty when it is known to be good.
pub(super) fn revocation(asked: Asked<'_>) -> Vec<Reason> {
    let Asked { list, issuer, anchor, leaf, moments } = asked;
    let names = |key: &str| [&leaf.sha256, &anchor.kid].iter().any(|name| name.eq_ignore_ascii_case(key));
    let earliest = list.revoked.iter().filter(|entry| names(&entry.key)).min_by_key(|entry| entry.at);
    if let Some(revoked) = earliest {
        let found = |code| said(code, false).found(revoked.at.date()).with("reason", &revoked.reason);
        if revoked.at <= moments.at {
            return vec![found("revocation.revoked")];
        }
        let mut reasons = vec![found("revocation.revoked_later")];
        if revoked.at <= moments.existed {
            // Between claim and evidence: only the claim speaks for a time before the revocation.
            let reason = said("time.claimed_only", issuer.policy.claimed_time_doubt).found(moments.existed.date());
            reasons.push(reason.with("ended", revoked.at.date()));
        }
        return reasons;
    }
    // A pinned signer is vouched for by the list itself; for an authority's certificate nobody has answered here.
    if anchor.kind == AnchorKind::Signer {
        return Vec::new();
    }
    vec![said("revocation.unknown", issuer.policy.revocation_must).found(&leaf.issuer)]
}
