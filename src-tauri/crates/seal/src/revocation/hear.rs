//! What do all answers together say about a certificate at a moment (`seal-and-paper.md` 6.2)?

use tamga_origin::Timestamp;

use super::list::{RevocationList, without_armour};
use super::ocsp::OcspAnswer;
use super::{Revoked, wrong_signer};
use crate::certificate::SignerCertificate;
use crate::digest::sha256_hex;
use crate::evidence::OfferedEvidence;
use crate::judge::{Used, UsedKind};
use crate::refusal::Reason;

/// What is asked.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The certificate.
    pub certificate: &'a SignerCertificate,
    /// The authority that issued it, and others of the same name that lead to the same anchor: an authority may change
    /// its key. The first one issued the certificate.
    pub authorities: &'a [SignerCertificate],
    /// The moment.
    pub at: Timestamp,
    /// Milliseconds for which an answer older than the moment still says something.
    pub fresh: i64,
}

/// What the answers come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// An answer made at the moment or later says that it was not revoked.
    Good,
    /// Only an answer made shortly before the moment says so, at this one.
    Stale(Timestamp),
    /// It counted no longer at the moment.
    Revoked(Revoked),
    /// It was revoked after the moment.
    RevokedLater(Revoked),
    /// Nobody answered.
    Unknown,
}

/// What was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// What it comes to.
    pub outcome: Outcome,
    /// Why some answers were not used.
    pub notes: Vec<Reason>,
    /// The answer that decided.
    pub used: Option<Used>,
}

/// Lists and answers heard of each place; a file that offers more gains nothing by it.
const MOST: usize = 64;

/// One usable answer.
struct Said {
    this_update: Timestamp,
    revoked: Option<Revoked>,
    /// May its silence be taken for good?
    speaks: bool,
    kind: UsedKind,
    digest: String,
}

impl Said {
    fn used(&self, asked: Asked<'_>) -> Used {
        let by = asked.certificate.issuer.clone();
        Used { kind: self.kind, sha256: self.digest.clone(), at: self.this_update, by }
    }
}

/// Hears every list and answer offered.
///
/// A revocation counts whenever it was said, a hold only in the newest answer. Silence counts when the answer was made
/// at the moment or later, by an issuer that still names the certificate after its end.
pub fn hear(asked: Asked<'_>, offered: &[&OfferedEvidence]) -> Heard {
    let mut notes = Vec::new();
    let mut said = Vec::new();
    let Some(authority) = asked.authorities.first() else {
        return Heard { outcome: Outcome::Unknown, notes, used: None };
    };
    for bytes in offered.iter().flat_map(|one| one.crls.iter().take(MOST)) {
        match by_list(asked, bytes) {
            Ok(one) => said.extend(one),
            Err(note) => notes.push(note),
        }
    }
    for bytes in offered.iter().flat_map(|one| one.ocsps.iter().take(MOST)) {
        match by_answer(asked, authority, bytes) {
            Ok(one) => said.extend(one),
            Err(note) => notes.push(note),
        }
    }
    said.sort_by_key(|one| one.this_update);
    let (outcome, used) = weigh(asked, &said);
    Heard { outcome, notes, used }
}

fn by_list(asked: Asked<'_>, bytes: &[u8]) -> Result<Option<Said>, Reason> {
    let der = without_armour(bytes);
    let list = RevocationList::read(&der)?;
    let is_ours = asked.certificate.issuer_der().is_some_and(|issuer| issuer == list.issuer);
    // A list of somebody else is no wrong list.
    if !is_ours || !list.covers(asked.certificate) {
        return Ok(None);
    }
    if !asked.authorities.iter().any(|authority| list.is_signed_by(authority)) {
        return Err(wrong_signer(&asked.certificate.issuer));
    }
    let revoked = list.find(asked.certificate.info().serial_number.as_bytes())?;
    let speaks = list.is_complete() && names_ended(asked.certificate, list.this_update, list.expired_from);
    let (kind, digest) = (UsedKind::RevocationList, sha256_hex(bytes));
    Ok(Some(Said { this_update: list.this_update, revoked, speaks, kind, digest }))
}

fn by_answer(asked: Asked<'_>, authority: &SignerCertificate, bytes: &[u8]) -> Result<Option<Said>, Reason> {
    let answer = OcspAnswer::read(bytes)?;
    let Some(single) = answer.find(asked.certificate, authority)? else { return Ok(None) };
    answer.signed_for(authority)?;
    let speaks = names_ended(asked.certificate, single.this_update, single.expired_from);
    let (kind, digest) = (UsedKind::RevocationAnswer, sha256_hex(bytes));
    Ok(Some(Said { this_update: single.this_update, revoked: single.revoked, speaks, kind, digest }))
}

/// Would the answer still name this certificate? Authorities drop those that ended, unless they say otherwise.
fn names_ended(certificate: &SignerCertificate, made: Timestamp, expired_from: Option<Timestamp>) -> bool {
    made.to_seconds() <= certificate.not_after || expired_from.is_some_and(|from| from <= certificate.not_after)
}

/// What answers in order of their making come to.
fn weigh(asked: Asked<'_>, said: &[Said]) -> (Outcome, Option<Used>) {
    let newest = said.last().map(|one| one.this_update);
    let revoked = said.iter().filter_map(|one| Some((one.revoked?, one)));
    // A hold that a newer answer no longer names was taken back.
    let standing = revoked.filter(|(revoked, one)| !revoked.is_hold() || Some(one.this_update) == newest);
    if let Some((revoked, one)) = standing.min_by_key(|(revoked, _)| revoked.counts_from()) {
        let outcome = match revoked.counts_from() <= asked.at {
            true => Outcome::Revoked(revoked),
            false => Outcome::RevokedLater(revoked),
        };
        return (outcome, Some(one.used(asked)));
    }
    let mut silent = said.iter().filter(|one| one.speaks && one.revoked.is_none());
    // The earliest that speaks about the moment decides: later ones say no more about it.
    if let Some(one) = silent.clone().find(|one| one.this_update >= asked.at.to_seconds()) {
        return (Outcome::Good, Some(one.used(asked)));
    }
    match silent.next_back() {
        Some(one) if asked.at.millis() - one.this_update.millis() <= asked.fresh => {
            (Outcome::Stale(one.this_update), Some(one.used(asked)))
        }
        _ => (Outcome::Unknown, None),
    }
}
