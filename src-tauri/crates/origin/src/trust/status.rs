//! Which certificates of a body count no longer (`seal-and-paper.md` 7.1)? A snapshot, then deltas that follow it one by
//! one; a gap keeps the last good state and says which delta is missing.
//!
//! Absence from a list means "not known to be cancelled as of its day", and never "valid".

use std::collections::BTreeMap;

use super::ListRefused;
use crate::time::Timestamp;

/// Most deltas kept aside while one before them is missing; later ones come again.
const AHEAD: usize = 64;

/// A status list of one body, as it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusList {
    /// Code of the body.
    pub issuer: String,
    /// Counter from 1.
    pub n: u64,
    /// SHA-256 of the list before it, in hex; empty for the first.
    pub prev: String,
    /// Does it say everything, or only what changed since the list before it?
    pub is_snapshot: bool,
    /// The moment up to which it speaks.
    pub as_of: Timestamp,
    /// When the next one is due.
    pub next_update: Timestamp,
    /// What is known of numbers.
    pub entries: Vec<StatusEntry>,
    /// Revocation lists and answers that travel beside it.
    pub evidence: Vec<EvidenceRef>,
}

/// What is known of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusEntry {
    /// Number of the certificate.
    pub number: String,
    /// Revision it speaks of, and of every one before it.
    pub revision: u32,
    /// What it is now.
    pub status: CertificateStatus,
    /// Number of the successor; empty when there is none.
    pub successor: String,
    /// From when.
    pub at: Timestamp,
    /// Reason code, or empty.
    pub reason: String,
}

/// What a certificate is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateStatus {
    /// It counts again.
    Valid,
    /// It must not be used for the time being.
    Suspended,
    /// Another stands for it; for good.
    Replaced,
    /// It is withdrawn; for good.
    Cancelled,
}

impl CertificateStatus {
    /// The word in lists: `valid`, `suspended`, `replaced`, `cancelled`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Replaced => "replaced",
            Self::Cancelled => "cancelled",
        }
    }

    /// From its word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Valid, Self::Suspended, Self::Replaced, Self::Cancelled].into_iter().find(|one| one.code() == code)
    }

    fn is_final(self) -> bool {
        matches!(self, Self::Replaced | Self::Cancelled)
    }
}

/// A document that travels beside a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRef {
    /// `crl` or `ocsp`.
    pub kind: String,
    /// SHA-256 of its bytes in hex.
    pub sha256: String,
    /// Length of its bytes.
    pub size: u64,
}

/// What taking a list did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusTaken {
    /// It is in force now.
    InForce,
    /// It is the one in force already.
    Repeat,
    /// It waits for the one with this number.
    Waits {
        /// The missing number.
        missing: u64,
    },
}

/// What the lists of one body say by now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Known {
    n: u64,
    digest: String,
    as_of: Timestamp,
    next_update: Timestamp,
    entries: BTreeMap<(String, u32), StatusEntry>,
    evidence: Vec<EvidenceRef>,
    ahead: BTreeMap<u64, (StatusList, String)>,
}

/// How far the lists of a body reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusReach {
    /// Number of the last list in force; 0 when only later ones came.
    pub n: u64,
    /// The moment up to which they speak.
    pub as_of: Timestamp,
    /// When the next one was due.
    pub next_update: Timestamp,
    /// Number of the list that is missing, when later ones came.
    pub missing: Option<u64>,
}

/// The status lists held, by body.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatusLists {
    bodies: BTreeMap<String, Known>,
}

impl StatusLists {
    /// Takes a list whose signature was verified, or says why not; the state in force then stays.
    ///
    /// Refused are a number that is held with other bytes or was passed (`trust.list_rollback`), a broken chain
    /// (`trust.list_chain`), and a list by which an end that was final is one no longer (`trust.list_history`).
    pub fn take(&mut self, list: StatusList, digest: &str) -> Result<StatusTaken, ListRefused> {
        let known = self.bodies.entry(list.issuer.clone()).or_default();
        let taken = known.take(list, digest);
        if known.n == 0 && known.ahead.is_empty() {
            self.bodies.retain(|_, known| known.n > 0 || !known.ahead.is_empty());
        }
        taken
    }

    /// How far the lists of a body reach; none when there is no list of it.
    pub fn reach(&self, issuer: &str) -> Option<StatusReach> {
        let known = self.bodies.get(issuer)?;
        let missing = (!known.ahead.is_empty()).then_some(known.n + 1);
        Some(StatusReach { n: known.n, as_of: known.as_of, next_update: known.next_update, missing })
    }

    /// What is known of a number at a revision: every entry that speaks of it or of a later one.
    pub fn entries(&self, issuer: &str, number: &str, revision: u32) -> Vec<&StatusEntry> {
        let Some(known) = self.bodies.get(issuer) else { return Vec::new() };
        let of = (number.to_owned(), revision)..=(number.to_owned(), u32::MAX);
        known.entries.range(of).map(|(_, entry)| entry).collect()
    }

    /// What is known of exactly this revision of a number.
    pub fn entry(&self, issuer: &str, number: &str, revision: u32) -> Option<&StatusEntry> {
        self.bodies.get(issuer)?.entries.get(&(number.to_owned(), revision))
    }

    /// Everything that is known of a body's numbers, by number and revision.
    pub fn all(&self, issuer: &str) -> impl Iterator<Item = &StatusEntry> {
        self.bodies.get(issuer).into_iter().flat_map(|known| known.entries.values())
    }

    /// Documents that travel beside the last list of a body.
    pub fn evidence(&self, issuer: &str) -> &[EvidenceRef] {
        self.bodies.get(issuer).map_or(&[], |known| &known.evidence)
    }

    /// The bodies there are lists of.
    pub fn issuers(&self) -> impl Iterator<Item = &str> {
        self.bodies.keys().map(String::as_str)
    }
}

impl Known {
    fn take(&mut self, list: StatusList, digest: &str) -> Result<StatusTaken, ListRefused> {
        let refuse = |code, found: String| Err(ListRefused { code, found });
        if list.n <= self.n {
            let is_same = list.n == self.n && self.digest.eq_ignore_ascii_case(digest);
            let found = format!("{} after {}", list.n, self.n);
            return if is_same { Ok(StatusTaken::Repeat) } else { refuse("trust.list_rollback", found) };
        }
        let is_next = list.n == self.n + 1;
        if !list.is_snapshot && !is_next {
            match self.ahead.get(&list.n) {
                Some((_, kept)) if kept.eq_ignore_ascii_case(digest) => {}
                Some(_) => return refuse("trust.list_chain", format!("two lists {}", list.n)),
                None if self.ahead.len() < AHEAD => {
                    self.ahead.insert(list.n, (list, digest.to_owned()));
                }
                None => {}
            }
            return Ok(StatusTaken::Waits { missing: self.n + 1 });
        }
        if is_next && !list.prev.eq_ignore_ascii_case(&self.digest) {
            return refuse("trust.list_chain", format!("{} after {}", list.n, self.n));
        }
        if list.as_of < self.as_of {
            return refuse("trust.list_chain", format!("as of {}", list.as_of.rfc3339()));
        }
        if let Some(number) = self.reopened(&list) {
            return refuse("trust.list_history", number);
        }
        self.apply(list, digest);
        self.catch_up();
        Ok(StatusTaken::InForce)
    }

    /// A number whose end was final and is not in this list.
    fn reopened(&self, list: &StatusList) -> Option<String> {
        let said = |number: &str, revision: u32| {
            list.entries.iter().find(|entry| entry.number == number && entry.revision == revision)
        };
        let is_lost = |((number, revision), held): &(&(String, u32), &StatusEntry)| {
            held.status.is_final()
                && match said(number, *revision) {
                    Some(entry) => !entry.status.is_final(),
                    None => list.is_snapshot,
                }
        };
        self.entries.iter().find(is_lost).map(|((number, _), _)| number.clone())
    }

    fn apply(&mut self, list: StatusList, digest: &str) {
        let StatusList { issuer: _, n, prev: _, is_snapshot, as_of, next_update, entries, evidence } = list;
        if is_snapshot {
            self.entries.clear();
        }
        for entry in entries {
            self.entries.insert((entry.number.clone(), entry.revision), entry);
        }
        (self.n, self.as_of, self.next_update, self.evidence) = (n, as_of, next_update, evidence);
        digest.clone_into(&mut self.digest);
        self.ahead.retain(|ahead, _| *ahead > n);
    }

    /// Deltas that waited follow as far as their chain holds; one that does not is dropped.
    fn catch_up(&mut self) {
        while let Some((list, digest)) = self.ahead.remove(&(self.n + 1)) {
            let holds = list.prev.eq_ignore_ascii_case(&self.digest) && list.as_of >= self.as_of;
            if !holds || self.reopened(&list).is_some() {
                return;
            }
            self.apply(list, &digest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: &str, status: CertificateStatus) -> StatusEntry {
        let (successor, reason) = (String::new(), String::new());
        StatusEntry { number: number.into(), revision: 2, status, successor, at: Timestamp::from_millis(5), reason }
    }

    fn list(n: u64, entries: Vec<StatusEntry>) -> StatusList {
        let prev = if n == 1 { String::new() } else { format!("d{}", n - 1) };
        let as_of = Timestamp::from_millis(i64::try_from(n).unwrap() * 10);
        StatusList { issuer: "WHA".into(), n, prev, as_of, entries, ..StatusList::default() }
    }

    fn snapshot(n: u64, entries: Vec<StatusEntry>) -> StatusList {
        StatusList { is_snapshot: true, ..list(n, entries) }
    }

    fn taken(lists: &mut StatusLists, list: StatusList) -> Result<StatusTaken, &'static str> {
        let digest = format!("d{}", list.n);
        lists.take(list, &digest).map_err(|refused| refused.code)
    }

    fn states(lists: &StatusLists, number: &str, revision: u32) -> Vec<&'static str> {
        lists.entries("WHA", number, revision).iter().map(|entry| entry.status.code()).collect()
    }

    use CertificateStatus::{Cancelled, Replaced, Suspended, Valid};

    #[test]
    fn deltas_follow_a_snapshot_and_speak_of_a_revision_and_those_before_it() {
        let mut lists = StatusLists::default();
        assert_eq!(lists.reach("WHA"), None);
        assert_eq!(taken(&mut lists, snapshot(4, vec![entry("a", Cancelled)])), Ok(StatusTaken::InForce));
        assert_eq!(taken(&mut lists, list(5, vec![entry("b", Suspended)])), Ok(StatusTaken::InForce));
        assert_eq!((states(&lists, "a", 1), states(&lists, "b", 2)), (vec!["cancelled"], vec!["suspended"]));
        assert_eq!(states(&lists, "a", 3), [""; 0], "a later revision is not spoken of");
        assert_eq!(taken(&mut lists, list(6, vec![entry("b", Valid)])), Ok(StatusTaken::InForce));
        assert_eq!(states(&lists, "b", 1), ["valid"]);
        let reach = lists.reach("WHA").unwrap();
        assert_eq!((reach.n, reach.as_of.millis(), reach.missing), (6, 60, None));
        assert!(lists.entries("OTHER", "a", 1).is_empty());
    }

    #[test]
    fn a_gap_keeps_the_last_good_state_names_what_is_missing_and_closes() {
        let mut lists = StatusLists::default();
        taken(&mut lists, snapshot(1, Vec::new())).unwrap();
        assert_eq!(taken(&mut lists, list(3, vec![entry("c", Cancelled)])), Ok(StatusTaken::Waits { missing: 2 }));
        assert_eq!(taken(&mut lists, list(4, vec![entry("d", Cancelled)])), Ok(StatusTaken::Waits { missing: 2 }));
        assert_eq!((states(&lists, "c", 1).len(), lists.reach("WHA").unwrap().missing), (0, Some(2)));
        assert_eq!(taken(&mut lists, list(2, vec![entry("b", Replaced)])), Ok(StatusTaken::InForce));
        let reach = lists.reach("WHA").unwrap();
        assert_eq!((reach.n, reach.missing), (4, None));
        assert_eq!((states(&lists, "b", 1), states(&lists, "d", 1)), (vec!["replaced"], vec!["cancelled"]));
        let mut alone = StatusLists::default();
        assert_eq!(taken(&mut alone, list(7, Vec::new())), Ok(StatusTaken::Waits { missing: 1 }));
        assert_eq!(alone.reach("WHA").unwrap().n, 0);
    }

    #[test]
    fn what_goes_back_says_two_things_or_reopens_an_end_is_refused() {
        let start = || {
            let mut lists = StatusLists::default();
            taken(&mut lists, snapshot(1, vec![entry("a", Cancelled), entry("b", Suspended)])).unwrap();
            taken(&mut lists, list(2, Vec::new())).unwrap();
            lists
        };
        let refused = |list: StatusList, digest: &str| {
            let mut lists = start();
            let refused = lists.take(list, digest).expect_err("refused");
            assert_eq!(lists, start(), "the state in force stays");
            refused.code
        };
        assert_eq!(start().take(list(2, Vec::new()), "d2"), Ok(StatusTaken::Repeat));
        assert_eq!(refused(list(2, vec![entry("c", Cancelled)]), "other"), "trust.list_rollback");
        assert_eq!(refused(snapshot(1, Vec::new()), "d1"), "trust.list_rollback");
        assert_eq!(refused(StatusList { prev: "x".into(), ..list(3, Vec::new()) }, "d3"), "trust.list_chain");
        assert_eq!(
            refused(StatusList { as_of: Timestamp::from_millis(1), ..list(3, Vec::new()) }, "d3"),
            "trust.list_chain"
        );
        assert_eq!(refused(list(3, vec![entry("a", Valid)]), "d3"), "trust.list_history");
        assert_eq!(refused(snapshot(9, vec![entry("b", Valid)]), "d9"), "trust.list_history");
        let mut lists = start();
        assert!(lists.take(list(5, Vec::new()), "d5").is_ok());
        assert_eq!(lists.take(list(5, vec![entry("e", Cancelled)]), "other").unwrap_err().code, "trust.list_chain");
    }

    #[test]
    fn a_delta_that_waited_and_does_not_fit_the_one_that_came_is_dropped() {
        let mut lists = StatusLists::default();
        taken(&mut lists, snapshot(1, Vec::new())).unwrap();
        let forged = StatusList { prev: "forged".into(), ..list(3, vec![entry("c", Cancelled)]) };
        taken(&mut lists, forged).unwrap();
        taken(&mut lists, list(2, Vec::new())).unwrap();
        let reach = lists.reach("WHA").unwrap();
        assert_eq!((reach.n, reach.missing), (2, None));
        assert!(states(&lists, "c", 1).is_empty());
    }
}
