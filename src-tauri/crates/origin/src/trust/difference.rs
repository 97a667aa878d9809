//! What does a new list change? Per body and officer, for an administrator to look at before accepting
//! (`seal-and-paper.md` 7.1).

use super::entries::{Area, Entries, Entry, Place, entries};
use super::{Span, TrustList, TrustState};

/// What a new list changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Each change, by area, owner and id.
    pub changes: Vec<Change>,
    /// Why the publisher moved something in the past; empty when nothing was.
    pub reason: String,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind of entry.
    pub area: Area,
    /// Body or node it belongs to; empty for roots and revocations.
    pub owner: String,
    /// Which; empty for the body itself.
    pub id: String,
    /// Name of the body or person, where it has one.
    pub name: String,
    /// What happened to it.
    pub what: What,
    /// How it was: a span as `2024-01-01/..`, a state, limits as words; empty when it is new.
    pub was: String,
    /// How it is now, in the same form.
    pub is: String,
}

/// What happened to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// It is new.
    Added,
    /// It got an end, or an earlier one.
    Ended,
    /// It must not act for the time being.
    Suspended,
    /// It must not act any more.
    Withdrawn,
    /// It may act again.
    Restored,
    /// Its dates moved in another way.
    Dates,
    /// It is good for more, less or other things.
    Scope,
    /// It is judged more or less strictly.
    Rules,
    /// Its name or title reads otherwise.
    Described,
    /// A key or certificate counts no longer.
    Revoked,
    /// How many roots must sign.
    Quorum,
}

impl What {
    /// The word at the edges: `added`, `ended`, `suspended`, `withdrawn`, `restored`, `dates`, `scope`, `rules`,
    /// `described`, `revoked`, `quorum`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Ended => "ended",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Dates => "dates",
            Self::Scope => "scope",
            Self::Rules => "rules",
            Self::Described => "described",
            Self::Revoked => "revoked",
            Self::Quorum => "quorum",
        }
    }

    /// Does it take a right away? Such a change acts at once, whoever has to accept the rest.
    pub fn is_stop(self) -> bool {
        matches!(self, Self::Ended | Self::Suspended | Self::Withdrawn | Self::Revoked)
    }
}

impl Difference {
    /// Does the list change nothing but its number?
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Does it only add entries or reword names? New roots are never growth: they decide about every later list.
    pub fn is_growth(&self) -> bool {
        let grows = |change: &Change| matches!(change.what, What::Added | What::Described) && change.area != Area::Root;
        self.changes.iter().all(grows)
    }

    /// Changes that take a right away.
    pub fn stops(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.what.is_stop())
    }

    /// Between two lists; everything is new without an old one.
    pub fn between(old: Option<&TrustList>, new: &TrustList) -> Self {
        let empty = TrustList::default();
        let old = old.unwrap_or(&empty);
        let before = entries(old);
        let mut changes: Vec<Change> =
            entries(new).iter().flat_map(|(place, entry)| of_entry(&before, place, entry)).collect();
        for issuer in &new.issuers {
            if let Some(was) = old.issuer(&issuer.id).filter(|was| was.policy != issuer.policy) {
                let place = Place { area: Area::Body, owner: &issuer.id, id: "", under: "", nth: 0 };
                let name = issuer.names.first().map_or("", String::as_str);
                changes.push(change(&place, name, What::Rules, rules(&was.policy), rules(&issuer.policy)));
            }
        }
        if old.n > 0 && old.threshold != new.threshold {
            let place = Place { area: Area::Root, owner: "", id: "", under: "", nth: 0 };
            changes.push(change(&place, "", What::Quorum, old.threshold.to_string(), new.threshold.to_string()));
        }
        let known = |key: &str, at| old.revoked.iter().any(|entry| entry.key == key && entry.at <= at);
        for entry in new.revoked.iter().filter(|entry| !known(&entry.key, entry.at)) {
            let place = Place { area: Area::Revocation, owner: "", id: &entry.key, under: "", nth: 0 };
            changes.push(change(&place, "", What::Revoked, String::new(), format!("{}/..", entry.at.date())));
        }
        Self { changes, reason: new.reason.clone() }
    }
}

fn of_entry(before: &Entries<'_>, place: &Place<'_>, now: &Entry<'_>) -> Vec<Change> {
    let of = |what, was: String, is: String| change(place, now.name, what, was, is);
    let Some(was) = before.get(place) else { return vec![of(What::Added, String::new(), span(now.span))] };
    let mut changes = Vec::new();
    if was.span != now.span {
        let is_sooner = match (was.span.to, now.span.to) {
            (None, Some(_)) => true,
            (Some(was), Some(now)) => now < was,
            _ => false,
        };
        let what = if is_sooner { What::Ended } else { What::Dates };
        changes.push(of(what, span(was.span), span(now.span)));
    }
    if was.state != now.state
        && let (Some((old, since)), Some((new, now_since))) = (was.state, now.state)
    {
        let what = match new {
            TrustState::Active if old == TrustState::Active => What::Dates,
            TrustState::Active => What::Restored,
            TrustState::Suspended => What::Suspended,
            TrustState::Withdrawn => What::Withdrawn,
        };
        let text = |state: TrustState, since: Option<crate::time::Timestamp>| match since {
            Some(since) => format!("{} {}/..", state.code(), since.date()),
            None => state.code().to_owned(),
        };
        changes.push(of(what, text(old, since), text(new, now_since)));
    }
    if !was.same_limits(now) {
        changes.push(of(What::Scope, was.limits_text(), now.limits_text()));
    }
    if was.described != now.described {
        changes.push(of(What::Described, was.described.join(", "), now.described.join(", ")));
    }
    changes
}

fn change(place: &Place<'_>, name: &str, what: What, was: String, is: String) -> Change {
    let id = [place.under, place.id].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    Change { area: place.area, owner: place.owner.to_owned(), id, name: name.to_owned(), what, was, is }
}

/// A span as an ISO 8601 interval of days, open at the end with two dots.
fn span(span: Span) -> String {
    let to = span.to.map_or_else(|| "..".to_owned(), |to| to.date().to_string());
    format!("{}/{to}", span.from.date())
}

fn rules(policy: &super::IssuerPolicy) -> String {
    let revocation = if policy.revocation_must { "must" } else { "soft" };
    let claimed = if policy.claimed_time_doubt { "doubt" } else { "accept" };
    let mut text = format!("revocation {revocation}, claimedTime {claimed}");
    if let Some(days) = policy.revocation_days {
        text.push_str(&format!(", revocationDays {days}"));
    }
    let lists = [
        ("eku", &policy.purposes),
        ("oids", &policy.certificate_policies),
        ("crls", &policy.crls),
        ("ocsps", &policy.ocsps),
    ];
    for (name, words) in lists {
        if !words.is_empty() {
            text.push_str(&format!(", {name} {}", words.join(" ")));
        }
    }
    text
}
