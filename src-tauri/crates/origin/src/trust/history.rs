//! May this list replace the one held (`seal-and-paper.md` 7.1)? A lower number, a broken chain, a quorum short by one
//! and a vanished entry are refused; what changed is shown before somebody accepts.

use super::{Span, TrustList, TrustState, TrustedKey};
use crate::time::Timestamp;

/// A list that was accepted, with the digest of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The list.
    pub list: TrustList,
    /// SHA-256 of the bytes it came as, in hex.
    pub digest: String,
}

/// The lists held, oldest first, under root keys pinned at installation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustHistory {
    pinned: Vec<TrustedKey>,
    threshold: usize,
    held: Vec<Held>,
}

/// Why a list was not taken; the one held stays in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRefused {
    /// `trust.list_quorum`, `trust.list_rollback`, `trust.list_chain` or `trust.list_history`.
    pub code: &'static str,
    /// What was found.
    pub found: String,
}

/// What a new list changes, per entry, as `area id` words for a person to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Entries that are new.
    pub added: Vec<String>,
    /// Entries that got an end, a suspension or a withdrawal.
    pub ended: Vec<String>,
    /// Entries changed in another way.
    pub changed: Vec<String>,
    /// Keys and certificates newly revoked.
    pub revoked: Vec<String>,
}

impl TrustHistory {
    /// Starts with the root keys pinned at installation and how many of them must sign.
    pub fn pinned(roots: Vec<TrustedKey>, threshold: usize) -> Self {
        Self { pinned: roots, threshold: threshold.max(1), held: Vec::new() }
    }

    /// The list in force.
    pub fn newest(&self) -> Option<&Held> {
        self.held.last()
    }

    /// All lists held, oldest first.
    pub fn all(&self) -> &[Held] {
        &self.held
    }

    /// The keys that may sign the next list.
    pub fn roots(&self) -> &[TrustedKey] {
        self.newest().map_or(&self.pinned, |held| &held.list.roots)
    }

    fn quorum(&self) -> usize {
        self.newest().map_or(self.threshold, |held| held.list.threshold.max(1))
    }

    /// Takes a list whose signatures by the keys named in `signed_by` were verified, or says why not.
    ///
    /// Both the roots in force and the roots the list itself names must reach their quorum, so that a change of roots
    /// needs the old and the new ones.
    pub fn take(&self, list: TrustList, digest: &str, signed_by: &[String]) -> Result<(Self, Difference), ListRefused> {
        let refuse = |code, found: String| Err(ListRefused { code, found });
        let moved =
            self.roots().iter().find(|old| list.roots.iter().any(|new| new.kid == old.kid && new.key != old.key));
        if let Some(key) = moved {
            return refuse("trust.list_history", format!("root {}", key.kid));
        }
        for (roots, quorum) in [(self.roots(), self.quorum()), (&list.roots, list.threshold.max(1))] {
            let signed = reached(roots, signed_by, list.issued_at);
            if signed < quorum {
                return refuse("trust.list_quorum", format!("{signed} of {quorum}"));
            }
        }
        if let Some(held) = self.newest() {
            if list.list != held.list.list {
                return refuse("trust.list_chain", list.list);
            }
            if list.n <= held.list.n {
                return refuse("trust.list_rollback", format!("{} after {}", list.n, held.list.n));
            }
            if list.n != held.list.n + 1 || !list.prev.eq_ignore_ascii_case(&held.digest) {
                return refuse("trust.list_chain", format!("{} after {}", list.n, held.list.n));
            }
            if let Some(entry) = vanished(&held.list, &list) {
                return refuse("trust.list_history", entry);
            }
        }
        let difference = difference(self.newest().map(|held| &held.list), &list);
        let mut next = self.clone();
        next.held.push(Held { list, digest: digest.to_owned() });
        Ok((next, difference))
    }
}

fn reached(roots: &[TrustedKey], signed_by: &[String], at: Timestamp) -> usize {
    roots.iter().filter(|root| root.span.covers(at) && signed_by.contains(&root.kid)).count()
}

/// Everything in a list that has dates and must stay: its name, its dates, and the fixed part that must not change.
fn entries(list: &TrustList) -> Vec<(String, Span, Fixed<'_>)> {
    let mut found = Vec::new();
    for issuer in &list.issuers {
        let of = |what: &str, id: &str| format!("issuer {} {what} {id}", issuer.id).trim_end().to_owned();
        found.push((of("", ""), issuer.span, Fixed::Nothing));
        for anchor in &issuer.anchors {
            let der = anchor.certificates.first().map_or(&[][..], Vec::as_slice);
            found.push((of("anchor", &anchor.kid), anchor.span, Fixed::Bytes(der)));
        }
        found.extend(issuer.keys.iter().map(|key| (of("key", &key.kid), key.span, Fixed::Key(key))));
        for (at, scheme) in issuer.schemes.iter().enumerate() {
            let twins = issuer.schemes.iter().take(at).filter(|earlier| earlier.code == scheme.code).count();
            found.push((of("scheme", &format!("{}#{twins}", scheme.code)), scheme.span, Fixed::Nothing));
        }
        found.extend(
            issuer.officers.iter().map(|who| (of("officer", &who.id), who.span, Fixed::Word(&who.certificate))),
        );
    }
    for (area, nodes) in [("gateway", &list.gateways), ("node", &list.nodes), ("time-stamper", &list.time_stampers)] {
        for node in nodes {
            for key in &node.keys {
                found.push((format!("{area} {} key {}", node.id, key.kid), key.span, Fixed::Key(key)));
            }
        }
    }
    found
}

#[derive(PartialEq, Eq)]
enum Fixed<'a> {
    Nothing,
    Bytes(&'a [u8]),
    Word(&'a str),
    Key(&'a TrustedKey),
}

impl Fixed<'_> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Key(a), Self::Key(b)) => a.key == b.key,
            (a, b) => a == b,
        }
    }
}

/// The first entry of the old list that the new one lost, or whose past it rewrote without a reason.
fn vanished(old: &TrustList, new: &TrustList) -> Option<String> {
    let now = entries(new);
    for (name, span, fixed) in entries(old) {
        let Some((_, kept, kept_fixed)) = now.iter().find(|(other, ..)| *other == name) else { return Some(name) };
        let past_moved = span.from != kept.from && (span.from <= new.issued_at || kept.from <= new.issued_at)
            || span.to != kept.to && [span.to, kept.to].iter().flatten().any(|end| *end < old.issued_at);
        if !fixed.same(kept_fixed) || (past_moved && new.reason.is_empty()) {
            return Some(name);
        }
    }
    let kept = |entry: &super::Revoked| new.revoked.iter().any(|r| r.key == entry.key && r.at <= entry.at);
    old.revoked.iter().find(|entry| !kept(entry)).map(|entry| format!("revoked {}", entry.key))
}

fn difference(old: Option<&TrustList>, new: &TrustList) -> Difference {
    let empty = TrustList::default();
    let old = old.unwrap_or(&empty);
    let before = entries(old);
    let mut found = Difference::default();
    for (name, span, _) in entries(new) {
        match before.iter().find(|(other, ..)| *other == name) {
            None => found.added.push(name),
            Some((_, was, _)) if was.to != span.to && span.to.is_some() => found.ended.push(name),
            Some((_, was, _)) if *was != span => found.changed.push(name),
            Some(_) => {}
        }
    }
    for issuer in &new.issuers {
        match old.issuer(&issuer.id) {
            Some(was) if was.state != issuer.state && issuer.state != TrustState::Active => {
                found.ended.push(format!("issuer {} {}", issuer.id, issuer.state.code()));
            }
            Some(was) if was.state != issuer.state || was.schemes != issuer.schemes || was.policy != issuer.policy => {
                found.changed.push(format!("issuer {}", issuer.id));
            }
            _ => {}
        }
    }
    let known = |entry: &&super::Revoked| !old.revoked.iter().any(|r| r.key == entry.key);
    found.revoked = new.revoked.iter().filter(known).map(|entry| entry.key.clone()).collect();
    found
}
