//! Who hears that something changed? One coalesced notice per change, with the nouns to read again and no content.

use std::collections::BTreeSet;

use tokio::sync::watch;

/// What may have to be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// Facts of the office, status line.
    App,
    /// Drafts and the desk.
    Drafts,
    /// The register of issued certificates.
    Certificates,
    /// The outbox and its lamps.
    Outbox,
    /// Received certificates.
    Received,
    /// Balances and uses.
    Balances,
    /// Signing keys.
    Keys,
    /// The trust list.
    Issuers,
    /// The journal.
    Journal,
    /// Settings.
    Settings,
}

impl Tag {
    /// All tags.
    pub const ALL: [Self; 10] = [
        Self::App,
        Self::Drafts,
        Self::Certificates,
        Self::Outbox,
        Self::Received,
        Self::Balances,
        Self::Keys,
        Self::Issuers,
        Self::Journal,
        Self::Settings,
    ];

    /// The word at the window's edge.
    pub fn word(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Drafts => "drafts",
            Self::Certificates => "certificates",
            Self::Outbox => "outbox",
            Self::Received => "received",
            Self::Balances => "balances",
            Self::Keys => "keys",
            Self::Issuers => "issuers",
            Self::Journal => "journal",
            Self::Settings => "settings",
        }
    }
}

/// How often each noun changed since the office was opened.
type Counts = [u64; Tag::ALL.len()];

/// Tells everybody.
#[derive(Debug)]
pub(crate) struct Notices {
    counts: watch::Sender<Counts>,
}

impl Notices {
    pub(crate) fn new() -> Self {
        Self { counts: watch::Sender::new(Counts::default()) }
    }

    pub(crate) fn tell(&self, tags: &[Tag]) {
        if tags.is_empty() {
            return;
        }
        self.counts.send_modify(|counts| {
            for (tag, count) in Tag::ALL.iter().zip(counts.iter_mut()) {
                *count += u64::from(tags.contains(tag));
            }
        });
    }

    pub(crate) fn subscribe(&self) -> Changes {
        let heard = self.counts.subscribe();
        let seen = *heard.borrow();
        Changes { heard, seen }
    }
}

/// Hears of changes; several that happen before it is asked come as one.
#[derive(Debug)]
pub struct Changes {
    heard: watch::Receiver<Counts>,
    seen: Counts,
}

impl Changes {
    /// Waits for the next change; `None` when the office is closed.
    pub async fn next(&mut self) -> Option<BTreeSet<Tag>> {
        loop {
            let now = *self.heard.borrow_and_update();
            let tags: BTreeSet<Tag> = Tag::ALL
                .into_iter()
                .zip(now.iter().zip(&self.seen))
                .filter_map(|(tag, (now, seen))| (now != seen).then_some(tag))
                .collect();
            self.seen = now;
            if !tags.is_empty() {
                return Some(tags);
            }
            self.heard.changed().await.ok()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn changes_that_nobody_asked_about_yet_come_as_one() {
        let notices = Notices::new();
        let mut heard = notices.subscribe();
        notices.tell(&[Tag::Drafts]);
        notices.tell(&[Tag::Outbox, Tag::Drafts]);
        assert_eq!(heard.next().await, Some(BTreeSet::from([Tag::Drafts, Tag::Outbox])));
        notices.tell(&[Tag::Keys]);
        assert_eq!(heard.next().await, Some(BTreeSet::from([Tag::Keys])));
        drop(notices);
        assert_eq!(heard.next().await, None, "a closed office says nothing more");
    }
}
