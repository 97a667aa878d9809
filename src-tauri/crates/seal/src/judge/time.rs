//! When was it signed, and how well is that known (`seal-and-paper.md` 7.2, step 2)? The claimed time is the one judged
//! at; the earliest good evidence says that the document existed by then.
//!
//! Deliberately not here: whether a receipt holds; that was checked before it became [`Evidence`]. Whether a stamp
//! holds is `time`'s question, and the list's, which names the services that count.

use tamga_origin::Timestamp;
use tamga_origin::profile::StampAsked;
use tamga_origin::trust::TrustList;

use super::classes::said;
use super::{Evidence, EvidenceKind, JudgedTime, TimeKind};
use crate::digest::sha256_hex;
use crate::evidence::OfferedEvidence;
use crate::profile::Whole;
use crate::refusal::Reason;
use crate::time::open_stamp;

/// A claimed time this much after the evidence is noted; a clock may be a little off.
const AHEAD_NOTED: i64 = 5 * 60 * 1000;
/// A claimed time this much after the evidence is a doubt.
const AHEAD_DOUBTED: i64 = 86_400_000;

/// The two moments every later step asks with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    /// The moment judged at.
    pub(super) at: Timestamp,
    /// The earliest the document is known to exist; now, when nothing says so.
    pub(super) existed: Timestamp,
}

/// The earliest evidence that the document existed; of two at one moment the better kind.
pub(super) fn best(evidence: &[Evidence], now: Timestamp) -> Option<&Evidence> {
    evidence.iter().filter(|one| one.at <= now).min_by_key(|one| (one.at, one.kind))
}

/// The claimed time, with the best evidence there is. A signature that claims none is judged at that evidence, or now.
pub(super) fn judged_time(claimed: Option<Timestamp>, best: Option<&Evidence>, now: Timestamp) -> JudgedTime {
    let kind = best.map_or(TimeKind::Claimed, |one| match one.kind {
        EvidenceKind::TimeStamp => TimeKind::TimeStamp,
        EvidenceKind::NationalReceipt => TimeKind::NationalReceipt,
        EvidenceKind::OfficeReceipt => TimeKind::OfficeReceipt,
        EvidenceKind::Arrival => TimeKind::Arrival,
    });
    let existed = best.map(|one| one.at);
    JudgedTime { at: claimed.or(existed).unwrap_or(now), existed, kind }
}

/// Stamps looked at of each place; a file that offers more gains nothing by it, and crowds out nobody's.
const STAMPS: usize = 16;

/// The stamps that hold, as evidence, and why the others do not. A stamp that does not hold lends no time and takes
/// nothing from the seal.
pub(super) fn stamps(
    whole: &Whole,
    offered: &[&OfferedEvidence],
    known: &[Vec<u8>],
    list: Option<&TrustList>,
) -> (Vec<Evidence>, Vec<Reason>) {
    let nobody = TrustList::default();
    let list = list.unwrap_or(&nobody);
    let (mut hold, mut reasons) = (Vec::new(), Vec::new());
    for one in offered.iter().flat_map(|one| one.stamps.iter().take(STAMPS)) {
        let over = one.over.as_deref().unwrap_or(&whole.stampable);
        let opened = open_stamp(&one.token, over, known);
        match opened.and_then(|stamp| Ok((stamp.at, stamp.service(list, known)?.id.clone()))) {
            Ok((at, by)) => {
                let sha256 = sha256_hex(&one.token);
                hold.push(Evidence { kind: EvidenceKind::TimeStamp, at, by, sha256 });
            }
            Err(reason) if reasons.contains(&reason) => {}
            Err(reason) => reasons.push(reason),
        }
    }
    (hold, reasons)
}

/// A claim that lies after the evidence.
pub(super) fn ahead(moments: Moments) -> Vec<Reason> {
    let gap = moments.at.millis() - moments.existed.millis();
    if gap <= AHEAD_NOTED {
        return Vec::new();
    }
    let reason = said("time.claim_ahead", gap > AHEAD_DOUBTED).found(moments.at.rfc3339_seconds());
    vec![reason.with("expected", moments.existed.rfc3339_seconds())]
}

/// The form asks for a time stamp and none holds: a doubt where the agreement demands it, because one may come later.
pub(super) fn missing(evidence: &[Evidence], asked: StampAsked, now: Timestamp) -> Option<Reason> {
    let holds = |one: &Evidence| one.kind == EvidenceKind::TimeStamp && one.at <= now;
    (asked > StampAsked::No && !evidence.iter().any(holds))
        .then(|| said("time.stamp_missing", asked == StampAsked::Demanded))
}
