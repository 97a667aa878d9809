//! What does a stamp prove, and does its service count?

use tamga_origin::Timestamp;
use tamga_origin::trust::{AnchorKind, PublicKey, TrustList, TrustedNode};

use super::refused;
use super::token::Token;
use crate::certificate::{KeyKind, SignerCertificate};
use crate::path::leads;
use crate::refusal::Reason;

/// A stamp whose arithmetic is right: the bytes existed at this moment, says whoever holds this certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The moment.
    pub at: Timestamp,
    /// Number of the stamp at its service, hex.
    pub serial: String,
    /// The certificate of the service.
    pub by: SignerCertificate,
    /// Certificates that came along, DER.
    pub above: Vec<Vec<u8>>,
}

/// Opens a time-stamp token over the bytes it has to speak of; `known` are certificates known here, for tokens that
/// bring none.
///
/// # Errors
/// `time.stamp_unreadable`, `time.stamp_imprint` (it speaks of other bytes), `time.stamp_signature`,
/// `time.stamp_untrusted` (no certificate, or one that may not stamp): each a note.
pub fn open_stamp(token: &[u8], over: &[u8], known: &[Vec<u8>]) -> Result<Stamp, Reason> {
    let token = Token::read(token)?;
    token.speaks_of(over)?;
    let by = token.signer(known)?;
    let above = token.certificates.iter().filter(|der| **der != by.der).cloned().collect();
    Ok(Stamp { at: token.at, serial: token.serial, by, above })
}

impl Stamp {
    /// The service in the list that vouches for this stamp at its own moment.
    ///
    /// # Errors
    /// `time.stamp_untrusted`, a note.
    pub fn service<'l>(&self, list: &'l TrustList, known: &[Vec<u8>]) -> Result<&'l TrustedNode, Reason> {
        let refusal = || refused("time.stamp_untrusted", &self.by.subject);
        let is = |key: &str, name: &str| key.eq_ignore_ascii_case(name);
        let above: Vec<Vec<u8>> = self.above.iter().chain(known).cloned().collect();
        let vouches = |service: &TrustedNode| {
            let by_key = service.keys.iter().filter(|key| key.span.covers(self.at) && self.is_made_with(&key.key));
            let by_anchor = service.anchors.iter().filter(|anchor| anchor.span.covers(self.at)).filter(|anchor| {
                let Some((own, rest)) = anchor.certificates.split_first() else { return false };
                match anchor.kind {
                    AnchorKind::Signer => *own == self.by.der,
                    AnchorKind::Ca => leads(&self.by.der, &[&above, rest].concat(), own, self.at).is_ok(),
                }
            });
            let mut names = by_key.map(|key| &key.kid).chain(by_anchor.map(|anchor| &anchor.kid));
            // Taken out of use by the list itself before the stamp was made.
            let out = list.revoked.iter().filter(|entry| entry.at <= self.at);
            names.any(|name| !out.clone().any(|entry| is(&entry.key, name) || is(&entry.key, &self.by.sha256)))
        };
        list.time_stampers.iter().find(|service| vouches(service)).ok_or_else(refusal)
    }

    fn is_made_with(&self, key: &PublicKey) -> bool {
        match key {
            PublicKey::Ed25519(point) => self.by.key == KeyKind::Ed25519 && *point == self.by.public,
            PublicKey::P256(point) => self.by.key == KeyKind::P256 && *point == self.by.public,
        }
    }
}
