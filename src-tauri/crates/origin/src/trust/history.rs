//! May this list replace the one held (`seal-and-paper.md` 7.1)? A lower number, a broken chain, a quorum short by one
//! and a vanished entry are refused; what changed is shown before somebody accepts.

use std::collections::BTreeSet;

use super::entries::{Area, Entry, Place, entries};
use super::{Difference, Span, TrustList, TrustState, TrustedKey};
use crate::time::Timestamp;

/// A list that was accepted, with the digest of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The list.
    pub list: TrustList,
    /// SHA-256 of the bytes that were signed, in hex.
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

impl ListRefused {
    fn because(code: &'static str, found: impl Into<String>) -> Self {
        Self { code, found: found.into() }
    }
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

    /// How many of the roots must sign the next list.
    pub fn quorum(&self) -> usize {
        self.newest().map_or(self.threshold, |held| held.list.threshold.max(1))
    }

    /// Takes a list whose signatures by the keys named in `signed_by` were verified, or says why not.
    ///
    /// Both the roots in force and the roots the list itself names must reach their quorum, so that a change of roots
    /// needs the old and the new ones.
    pub fn take(&self, list: TrustList, digest: &str, signed_by: &[String]) -> Result<(Self, Difference), ListRefused> {
        if let Some(twice) = named_twice(&list) {
            return Err(ListRefused::because("trust.list_history", format!("{twice} stands twice")));
        }
        self.follows(&list)?;
        // A root that is already held keeps its key, so that nobody counts twice under a name of another.
        let moved = |old: &&TrustedKey| list.roots.iter().any(|new| new.kid == old.kid && new.key != old.key);
        if let Some(key) = self.roots().iter().find(moved) {
            return Err(ListRefused::because("trust.list_history", format!("root {}", key.kid)));
        }
        for (roots, quorum) in [(self.roots(), self.quorum()), (&list.roots, list.threshold.max(1))] {
            let signed = reached(roots, signed_by, list.issued_at);
            if signed < quorum {
                return Err(ListRefused::because("trust.list_quorum", format!("{signed} of {quorum}")));
            }
        }
        if let Some(entry) = self.newest().and_then(|held| rewritten(&held.list, &list)) {
            return Err(ListRefused::because("trust.list_history", entry));
        }
        let difference = Difference::between(self.newest().map(|held| &held.list), &list);
        let mut next = self.clone();
        next.held.push(Held { list, digest: digest.to_owned() });
        Ok((next, difference))
    }

    /// Is it the next list of the chain?
    fn follows(&self, list: &TrustList) -> Result<(), ListRefused> {
        let chain = |found: String| Err(ListRefused::because("trust.list_chain", found));
        let Some(held) = self.newest() else { return Ok(()) };
        if list.list != held.list.list {
            return chain(list.list.clone());
        }
        if list.n <= held.list.n {
            return Err(ListRefused::because("trust.list_rollback", format!("{} after {}", list.n, held.list.n)));
        }
        if list.n != held.list.n + 1 || !list.prev.eq_ignore_ascii_case(&held.digest) {
            return chain(format!("{} after {}", list.n, held.list.n));
        }
        // Otherwise a root key whose time is over could sign as if it were still then.
        if list.issued_at < held.list.issued_at {
            return chain(format!("issued {}", list.issued_at.rfc3339()));
        }
        Ok(())
    }

    /// The history as it was when this list was the newest: lists with a higher number left out.
    #[must_use]
    pub fn until(&self, n: u64) -> Self {
        let mut earlier = self.clone();
        earlier.held.retain(|held| held.list.n <= n);
        earlier
    }

    /// The same history, tightened by a list that waits for somebody to accept it: what it suspends, withdraws, ends or
    /// revokes acts at once, and nothing it adds counts yet.
    #[must_use]
    pub fn tightened(&self, waiting: &TrustList) -> Self {
        let mut next = self.clone();
        let Some(held) = next.held.last_mut() else { return next };
        for issuer in &mut held.list.issuers {
            let Some(new) = waiting.issuer(&issuer.id) else { continue };
            stop(&mut issuer.state, &mut issuer.state_since, new.state, new.state_since);
            end(&mut issuer.span.to, new.span.to);
            end_each(&mut issuer.anchors, &new.anchors, |anchor| &anchor.kid, |anchor| &mut anchor.span);
            end_each(&mut issuer.keys, &new.keys, |key| &key.kid, |key| &mut key.span);
            end_each(&mut issuer.schemes, &new.schemes, |scheme| &scheme.code, |scheme| &mut scheme.span);
            for officer in &mut issuer.officers {
                let Some(new) = new.officers.iter().find(|new| new.id == officer.id) else { continue };
                stop(&mut officer.state, &mut officer.state_since, new.state, new.state_since);
                end(&mut officer.span.to, new.span.to);
            }
        }
        let TrustList { gateways, nodes, time_stampers, .. } = &mut held.list;
        for (own, new) in
            [(gateways, &waiting.gateways), (nodes, &waiting.nodes), (time_stampers, &waiting.time_stampers)]
        {
            for node in own {
                if let Some(new) = new.iter().find(|new| new.id == node.id) {
                    end_each(&mut node.keys, &new.keys, |key| &key.kid, |key| &mut key.span);
                    end_each(&mut node.anchors, &new.anchors, |anchor| &anchor.kid, |anchor| &mut anchor.span);
                }
            }
        }
        held.list.revoked.extend(waiting.revoked.iter().cloned());
        next
    }

    /// The state a body, or with `officer` a person of it, had at a moment, by every list held: a suspension that was
    /// lifted since still counts for the days it lasted.
    pub fn state_at(&self, issuer: &str, officer: Option<&str>, at: Timestamp) -> TrustState {
        let said = |list: &TrustList| {
            let issuer = list.issuer(issuer)?;
            match officer {
                None => Some((issuer.state, issuer.state_since)),
                Some(id) => issuer.officers.iter().find(|who| who.id == id).map(|who| (who.state, who.state_since)),
            }
        };
        let mut newer_first = self.held.iter().rev().peekable();
        while let Some(held) = newer_first.next() {
            let Some((state, since)) = said(&held.list) else { continue };
            let before = newer_first.peek().and_then(|held| said(&held.list)).map(|(state, _)| state);
            let begins = match (state, since, before) {
                (_, Some(since), _) => since,
                // Said again without a day: the older list knows from when.
                (TrustState::Active, None, Some(TrustState::Active)) => continue,
                (TrustState::Active, None, Some(_)) => held.list.issued_at,
                _ => return state,
            };
            if begins <= at {
                return state;
            }
        }
        TrustState::Active
    }
}

/// Roots that signed, each key counted once however often it is listed.
fn reached(roots: &[TrustedKey], signed_by: &[String], at: Timestamp) -> usize {
    let counts = |root: &&TrustedKey| root.span.covers(at) && signed_by.contains(&root.kid);
    roots.iter().filter(counts).map(|root| root.kid.as_str()).collect::<BTreeSet<_>>().len()
}

/// A body, officer or node under whose name two stand: nobody could say which of them an old certificate meant.
fn named_twice(list: &TrustList) -> Option<String> {
    let mut seen = BTreeSet::new();
    let bodies = list.issuers.iter().map(|issuer| (Area::Body, issuer.id.as_str(), ""));
    let officers = list.issuers.iter().flat_map(|issuer| {
        issuer.officers.iter().map(|officer| (Area::Officer, issuer.id.as_str(), officer.id.as_str()))
    });
    let nodes = [(Area::Gateway, &list.gateways), (Area::Node, &list.nodes), (Area::TimeStamper, &list.time_stampers)]
        .into_iter()
        .flat_map(|(area, nodes)| nodes.iter().map(move |node| (area, node.id.as_str(), "")));
    let twice = bodies.chain(officers).chain(nodes).find(|name| !seen.insert(*name));
    twice.map(|(area, owner, id)| format!("{} {owner} {id}", area.code()).trim_end().to_owned())
}

/// The first entry of the old list that the new one lost, or whose past it rewrote without a reason.
fn rewritten(old: &TrustList, new: &TrustList) -> Option<String> {
    let now = entries(new);
    let explained = !new.reason.is_empty();
    let broken = |(place, was): &(Place<'_>, Entry<'_>)| match now.get(place) {
        // Roots that sign no more may leave: what they signed is held.
        None => place.area != Area::Root,
        Some(kept) => kept.fixed != was.fixed || (!explained && moves_past(was, kept, old.issued_at, new.issued_at)),
    };
    if let Some((place, _)) = entries(old).into_iter().find(broken) {
        return Some(place.text());
    }
    let kept = |entry: &super::Revoked| new.revoked.iter().any(|r| r.key == entry.key && r.at <= entry.at);
    old.revoked.iter().find(|entry| !kept(entry)).map(|entry| format!("revocation {}", entry.key))
}

/// Does the new entry say something else about days that are over? Taking a right away by a suspension is never that:
/// it acts from the day it names.
fn moves_past(was: &Entry<'_>, kept: &Entry<'_>, old: Timestamp, new: Timestamp) -> bool {
    let start_moved = was.span.from != kept.span.from && (was.span.from <= new || kept.span.from <= new);
    let end_moved = match (was.span.to, kept.span.to) {
        (was, kept) if was == kept => false,
        (Some(ended), _) if ended <= new => true,
        // An end since the last list is news; one before it rewrites what that list said.
        (_, Some(end)) => end < old,
        (_, None) => false,
    };
    let scope_moved = !was.same_limits(kept) && was.span.from <= new;
    let forgiven = match (was.state, kept.state) {
        (Some((before, _)), Some((TrustState::Active, Some(since)))) => before != TrustState::Active && since < old,
        _ => false,
    };
    start_moved || end_moved || scope_moved || forgiven
}

/// Takes a stop over; an earlier one stays.
fn stop(state: &mut TrustState, since: &mut Option<Timestamp>, new: TrustState, new_since: Option<Timestamp>) {
    if new > *state {
        (*state, *since) = (new, new_since);
    }
}

/// Takes the ends of entries over, each from the entry of the same name and count.
fn end_each<T: Clone>(own: &mut [T], new: &[T], id: fn(&T) -> &str, span: fn(&mut T) -> &mut Span) {
    let names: Vec<String> = own.iter().map(|one| id(one).to_owned()).collect();
    for (at, one) in own.iter_mut().enumerate() {
        let nth = names.iter().take(at).filter(|name| **name == id(one)).count();
        if let Some(mut new) = new.iter().filter(|new| id(new) == id(one)).nth(nth).cloned() {
            let to = span(&mut new).to;
            end(&mut span(one).to, to);
        }
    }
}

fn end(own: &mut Option<Timestamp>, new: Option<Timestamp>) {
    if let Some(new) = new {
        *own = Some(own.map_or(new, |own| own.min(new)));
    }
}
