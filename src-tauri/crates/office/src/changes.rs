//! Who hears that something changed? One coalesced notice per change, with the nouns to read again and no content.

use std::collections::BTreeSet;

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

/// Hears of changes; several that happen before it is asked come as one.
#[derive(Debug)]
pub struct Changes {
    heard: tokio::sync::watch::Receiver<u64>,
}

impl Changes {
    /// Waits for the next change; `None` when the office is closed.
    pub async fn next(&mut self) -> Option<BTreeSet<Tag>> {
        let _ = self.heard.changed().await;
        pending!()
    }
}
