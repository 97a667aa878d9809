//! Is the seal genuine, and does it still count (`seal-and-paper.md` 7.2)? Judged at the signing time, with the best
//! evidence of that time, against the trust list held here.
//!
//! Ten steps, always in this order: whole (`co`, before), times (`time`), signer and its life (`signer`), revocation
//! (`revocation`), algorithm (`crate::strength`), entitlement (`entitled`), other contents and the status by now (`status`),
//! paper (whoever reads paper).
//! Deliberately not here: whether the bytes are whole, what the certificate says, and any fetching. The same function
//! serves window, command line and gateway.

mod classes;
mod entitled;
mod revocation;
mod signer;
mod status;
mod time;
mod used;

use tamga_origin::Timestamp;
use tamga_origin::profile::StampAsked;
use tamga_origin::trust::{KeyUse, TrustHistory, TrustList};

use self::classes::said;
use self::signer::{Presented, Standing, standing};
use self::time::{Moments, best, judged_time};
use crate::certificate::{DEMONSTRATION, KeyKind};
use crate::evidence::OfferedEvidence;
use crate::profile::Whole;
use crate::refusal::{Class, Reason, Refusal};
use crate::signer::Chain;
use crate::strength::Strength;

pub use self::used::{Used, UsedKind};

/// Judges seals against a trust list.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    /// The lists held here: the newest answers for every date, states that changed are looked up in all of them.
    pub trust: &'a TrustHistory,
    /// The house's own rules.
    pub policy: &'a Policy,
    /// Evidence known here about the document, beside what stands in its own file; checked here, never before.
    pub beside: &'a OfferedEvidence,
}

/// The house's own rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Is this the demonstration, where demonstration keys are only noted?
    pub demonstration: bool,
    /// Days after which a list is noted as old.
    pub list_old_after: u32,
    /// Days after which an old list is a doubt.
    pub list_doubt_after: u32,
    /// What weak algorithms and keys mean at a date.
    pub strength: Strength,
}

impl Default for Policy {
    fn default() -> Self {
        Self { demonstration: false, list_old_after: 7, list_doubt_after: 30, strength: Strength::default() }
    }
}

/// What the sealed document says about itself, read from the signed bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// Which use the key must have: `Co` for certificates, `Status` for status statements and answers. Scheme, form
    /// and destination are asked about for `Co` only.
    pub usage: KeyUse,
    /// Code of the issuing body.
    pub issuer: &'a str,
    /// Agreement profile code.
    pub scheme: &'a str,
    /// Form code; empty when the document names none.
    pub form: &'a str,
    /// Destination country, two letters.
    pub destination: &'a str,
    /// Does its form ask for a time stamp?
    pub stamp: StampAsked,
    /// What is known here about this number by now.
    pub status: &'a [StatusFact],
}

/// What is known here about a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusFact {
    /// It was withdrawn from this moment on.
    Cancelled {
        /// From when.
        at: Timestamp,
    },
    /// It was replaced from this moment on.
    Replaced {
        /// From when.
        at: Timestamp,
        /// Number of the successor.
        successor: String,
    },
    /// It is suspended since this moment.
    Suspended {
        /// Since when.
        at: Timestamp,
    },
    /// Another document with other signed content carries the same number and revision.
    Conflict {
        /// SHA-256 of the other document in hex.
        other: String,
    },
    /// Status lists of the issuer are here; what they say of the number stands beside this.
    Listed {
        /// The moment up to which they speak.
        as_of: Timestamp,
        /// When the next one was due.
        next_update: Timestamp,
        /// Number of a list that is missing, when later ones came.
        missing: Option<u64>,
    },
}

/// Something beside the document that shows it existed at a moment; its own signature was checked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// The moment.
    pub at: Timestamp,
    /// Whose clock says so: a gateway id, or empty for our own.
    pub by: String,
    /// SHA-256 of its bytes, hex; empty for an arrival.
    pub sha256: String,
}

impl Evidence {
    /// Arrival here, by our own clock.
    pub fn arrival(at: Timestamp) -> Self {
        Self { kind: EvidenceKind::Arrival, at, by: String::new(), sha256: String::new() }
    }
}

/// Kinds of evidence, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceKind {
    /// Time stamp over the signature value.
    TimeStamp,
    /// Receipt of a national gateway over the document digest.
    NationalReceipt,
    /// Receipt of an office gateway over the document digest.
    OfficeReceipt,
    /// Arrival here.
    Arrival,
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, the heaviest first.
    pub reasons: Vec<Reason>,
    /// The time judged at; `None` when the document is not whole.
    pub time: Option<JudgedTime>,
    /// Who signed; `None` when the document is not whole.
    pub signer: Option<SignerView>,
    /// The list judged against; `None` without one.
    pub list: Option<ListView>,
    /// What it rests on beside the document and the list: the evidence of the time, then the answers about revocation.
    pub used: Vec<Used>,
}

/// Failed, indeterminate, passed (EN 319 102-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No reason against it.
    Valid,
    /// Cannot be judged.
    Unknown,
    /// Not genuine, or no longer in force.
    Invalid,
}

impl Verdict {
    /// The word: `valid`, `unknown`, `invalid`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Unknown => "unknown",
            Self::Invalid => "invalid",
        }
    }
}

/// The time a seal is judged at, and how well it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JudgedTime {
    /// The claimed time: the moment judged at.
    pub at: Timestamp,
    /// Earliest good evidence that the document existed.
    pub existed: Option<Timestamp>,
    /// How it is known.
    pub kind: TimeKind,
}

/// How a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// The signer says so.
    Claimed,
    /// A time-stamping service of the trust list bears it out.
    TimeStamp,
    /// A national gateway's receipt bears it out.
    NationalReceipt,
    /// An office gateway's receipt bears it out.
    OfficeReceipt,
    /// It had arrived here by then.
    Arrival,
}

/// Who signed, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerView {
    /// Name in the certificate.
    pub name: String,
    /// Whole subject.
    pub subject: String,
    /// Who issued the certificate.
    pub authority: String,
    /// SHA-256 of the certificate in hex.
    pub certificate: String,
    /// Kind of the key.
    pub key: KeyKind,
    /// Start of the certificate's life.
    pub not_before: Timestamp,
    /// End of the certificate's life.
    pub not_after: Timestamp,
    /// Code of the body the trust list leads to, or empty.
    pub body: String,
    /// Name of that body, or empty.
    pub body_name: String,
    /// Name of the officer in the trust list, or empty.
    pub officer: String,
    /// Is it a demonstration key?
    pub demonstration: bool,
}

/// The list judged against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListView {
    /// Its number.
    pub number: u64,
    /// When it was issued.
    pub issued_at: Timestamp,
}

const DAY: i64 = 86_400_000;
/// Certificates taken of each place that offers evidence; a file that offers more gains nothing by it.
const CERTIFICATES: usize = 32;

impl<'a> Judge<'a> {
    /// With nothing known beside the document's own file.
    pub fn new(trust: &'a TrustHistory, policy: &'a Policy) -> Self {
        static NOTHING: OfferedEvidence = OfferedEvidence::NONE;
        Self { trust, policy, beside: &NOTHING }
    }

    /// The same judge with evidence that is known beside the document's own file.
    #[must_use]
    pub fn beside(self, beside: &'a OfferedEvidence) -> Self {
        Self { beside, ..self }
    }

    /// Judges a whole document.
    ///
    /// `now` is the time of judging: the document exists at the latest now, and the list is as old as it is now.
    pub fn judge(&self, whole: &Whole, question: &Question<'_>, evidence: &[Evidence], now: Timestamp) -> Judgement {
        let Some(leaf) = &whole.signer else { return self.refused(Refusal::unknown("cert.none", "")) };
        let offered = [&whole.offered, self.beside];
        let above = self.with_offered(&whole.above, &offered);
        let (mut evidence, mut reasons) = (evidence.to_vec(), Vec::new());
        let (stamps, refused) = time::stamps(whole, &offered, &above, self.trust.newest().map(|held| &held.list));
        evidence.extend(stamps);
        reasons.extend(refused);
        reasons.extend(time::missing(&evidence, question.stamp, now));
        let best = best(&evidence, now);
        let time = judged_time(whole.claimed.at, best, now);
        let mut used: Vec<Used> = best.map(Used::from).into_iter().collect();
        let moments = Moments { at: time.at, existed: time.existed.unwrap_or(now) };
        reasons.extend(time::ahead(moments));
        let demonstration = whole.claimed.role == DEMONSTRATION;
        let shown = Presented { leaf, above: &above, demonstration, offered: &offered };
        let standing = self.ask(shown, question, moments, now);
        reasons.extend(standing.reasons);
        used.extend(standing.used);
        reasons.extend(self.policy.strength.digests(whole.profile, &whole.algorithms, time.at));
        reasons.extend(whole.notes.iter().cloned());
        reasons.extend(status::status(question, now));
        let signer = SignerView {
            name: leaf.name().to_owned(),
            subject: leaf.subject.clone(),
            authority: leaf.issuer.clone(),
            certificate: leaf.sha256.clone(),
            key: leaf.key.clone(),
            not_before: leaf.not_before,
            not_after: leaf.not_after,
            body: standing.body.map_or_else(String::new, |body| body.id.clone()),
            body_name: standing.body.and_then(|body| body.names.first().cloned()).unwrap_or_default(),
            officer: standing.officer.map_or_else(String::new, |officer| officer.name.clone()),
            demonstration: shown.demonstration || leaf.demonstration,
        };
        Judgement { used, ..self.judgement(reasons, Some(time), Some(signer)) }
    }

    /// The judgement over a document that is not whole.
    pub fn refused(&self, refusal: Refusal) -> Judgement {
        self.judgement(refusal.reasons, None, None)
    }

    /// Why this key may not seal this now, by our own trust list; empty when it may. Asked before signing, so that
    /// nobody signs what the border must refuse.
    pub fn may_sign(&self, chain: &Chain, question: &Question<'_>, now: Timestamp) -> Vec<Reason> {
        let offered = [self.beside];
        let above = self.with_offered(&chain.above, &offered);
        let demonstration = chain.leaf.demonstration;
        let shown = Presented { leaf: &chain.leaf, above: &above, demonstration, offered: &offered };
        let mut reasons = self.ask(shown, question, Moments { at: now, existed: now }, now).reasons;
        // Nobody can have answered about this very moment yet; whoever judges the seal will ask.
        reasons.retain(|reason| reason.class > Class::Note && reason.code() != "revocation.unknown");
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.class));
        reasons
    }

    /// Certificates that may lead to an anchor: those beside the key, and those offered as evidence.
    fn with_offered(&self, above: &[Vec<u8>], offered: &[&OfferedEvidence]) -> Vec<Vec<u8>> {
        above.iter().chain(offered.iter().flat_map(|one| one.certificates.iter().take(CERTIFICATES))).cloned().collect()
    }

    fn ask(&self, shown: Presented<'_>, question: &Question<'_>, moments: Moments, now: Timestamp) -> Standing<'_> {
        let Some(held) = self.trust.newest() else {
            let mut standing = standing(self, &TrustList::default(), shown, question, moments).reasons;
            standing.retain(|reason| reason.code() != "trust.signer_unknown");
            standing.push(said("trust.no_list", false));
            return Standing { reasons: standing, ..Standing::default() };
        };
        let mut standing = standing(self, &held.list, shown, question, moments);
        let days = (now.millis() - held.list.issued_at.millis()).div_euclid(DAY);
        let old = |limit: u32| days > i64::from(limit);
        if old(self.policy.list_old_after) {
            let is_doubt = old(self.policy.list_doubt_after);
            let reason = said("trust.list_old", is_doubt).found(held.list.issued_at.date());
            standing.reasons.push(reason.with("days", days));
        }
        standing
    }

    fn judgement(&self, mut reasons: Vec<Reason>, time: Option<JudgedTime>, signer: Option<SignerView>) -> Judgement {
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.class));
        let verdict = match reasons.first().map(|reason| reason.class) {
            Some(Class::Invalid) => Verdict::Invalid,
            Some(Class::Unknown) => Verdict::Unknown,
            // A refusal without a reason would be a fault of ours, and is not a pass.
            None if signer.is_none() => Verdict::Unknown,
            Some(Class::Note) | None => Verdict::Valid,
        };
        let list = self.trust.newest().map(|held| ListView { number: held.list.n, issued_at: held.list.issued_at });
        Judgement { verdict, reasons, time, signer, list, used: Vec::new() }
    }
}
