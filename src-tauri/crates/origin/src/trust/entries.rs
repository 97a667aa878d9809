//! What in a list has a life of its own? Every body, key, scheme, officer, specimen and node, under a name by which it
//! is found again in the next list.

use std::collections::BTreeMap;

use super::{Anchor, PublicKey, Span, TrustList, TrustState, TrustedIssuer, TrustedKey, TrustedNode};
use crate::time::Timestamp;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// A root key of the list itself.
    Root,
    /// A body that certifies.
    Body,
    /// A certificate that seals lead to.
    Anchor,
    /// A bare key.
    Key,
    /// What a body may certify.
    Scheme,
    /// A person who may sign.
    Officer,
    /// A picture of a person's signature or of a stamp.
    Specimen,
    /// A key or certificate of a gateway.
    Gateway,
    /// A key or certificate of an office or post.
    Node,
    /// A key or certificate of a time-stamping service.
    TimeStamper,
    /// A key or certificate that counts no longer.
    Revocation,
}

impl Area {
    /// The word at the edges: `root`, `body`, `anchor`, `key`, `scheme`, `officer`, `specimen`, `gateway`, `node`,
    /// `time_stamper`, `revocation`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Body => "body",
            Self::Anchor => "anchor",
            Self::Key => "key",
            Self::Scheme => "scheme",
            Self::Officer => "officer",
            Self::Specimen => "specimen",
            Self::Gateway => "gateway",
            Self::Node => "node",
            Self::TimeStamper => "time_stamper",
            Self::Revocation => "revocation",
        }
    }
}

/// Where an entry stands: what it is, whose, which, and the how manieth of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place<'l> {
    pub(super) area: Area,
    pub(super) owner: &'l str,
    pub(super) id: &'l str,
    pub(super) under: &'l str,
    pub(super) nth: usize,
}

impl Place<'_> {
    /// For people and refusals: `officer WHA o1`.
    pub(super) fn text(&self) -> String {
        let words = [self.area.code(), self.owner, self.under, self.id];
        let mut text = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if self.nth > 0 {
            text.push_str(&format!(" #{}", self.nth + 1));
        }
        text
    }
}

/// One limit of what an entry is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit<'l> {
    pub(super) name: &'static str,
    pub(super) words: &'l [String],
}

impl Limit<'_> {
    /// Does it let through all that the other lets through? Without words everything passes.
    fn covers(&self, other: &Self) -> bool {
        self.words.is_empty()
            || !other.words.is_empty() && other.words.iter().all(|word| self.words.iter().any(|own| own == word))
    }

    fn same(&self, other: &Self) -> bool {
        self.covers(other) && other.covers(self)
    }
}

/// An entry of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry<'l> {
    pub(super) name: &'l str,
    pub(super) span: Span,
    pub(super) state: Option<(TrustState, Option<Timestamp>)>,
    /// What it is good for.
    pub(super) limits: Vec<Limit<'l>>,
    /// What of it never changes: the key, the certificate, the country.
    pub(super) fixed: Vec<&'l [u8]>,
    /// What of it may change at any time without touching a verdict of the past.
    pub(super) described: Vec<&'l str>,
}

impl Entry<'_> {
    pub(super) fn same_limits(&self, other: &Self) -> bool {
        self.limits.iter().zip(&other.limits).all(|(own, other)| own.same(other))
    }

    /// What it is good for, for people: `destinations CN JP, forms`.
    pub(super) fn limits_text(&self) -> String {
        let text = |limit: &Limit<'_>| format!("{} {}", limit.name, limit.words.join(" ")).trim_end().to_owned();
        self.limits.iter().map(text).collect::<Vec<_>>().join(", ")
    }
}

/// The entries of a list, by their places.
pub(super) type Entries<'l> = BTreeMap<Place<'l>, Entry<'l>>;

/// Every entry of a list.
pub(super) fn entries(list: &TrustList) -> Entries<'_> {
    let mut found = Entries::new();
    let mut add = |area, owner, under, id, entry| {
        let mut place = Place { area, owner, id, under, nth: 0 };
        while found.contains_key(&place) {
            place.nth += 1;
        }
        found.insert(place, entry);
    };
    list.roots.iter().for_each(|root| add(Area::Root, "", "", &root.kid, of_key(root)));
    for issuer in &list.issuers {
        add(Area::Body, &issuer.id, "", "", of_body(issuer));
        issuer.anchors.iter().for_each(|anchor| add(Area::Anchor, &issuer.id, "", &anchor.kid, of_anchor(anchor)));
        issuer.keys.iter().for_each(|key| add(Area::Key, &issuer.id, "", &key.kid, of_key(key)));
        for scheme in &issuer.schemes {
            let limits = vec![
                Limit { name: "forms", words: &scheme.forms },
                Limit { name: "destinations", words: &scheme.destinations },
            ];
            let entry = Entry { span: scheme.span, limits, ..Entry::default() };
            add(Area::Scheme, &issuer.id, "", &scheme.code, entry);
        }
        for officer in &issuer.officers {
            let entry = Entry {
                name: &officer.name,
                span: officer.span,
                state: Some((officer.state, officer.state_since)),
                limits: vec![Limit { name: "schemes", words: &officer.schemes }],
                fixed: [&officer.certificate, &officer.subject, &officer.serial].map(|word| word.as_bytes()).to_vec(),
                described: vec![&officer.name, &officer.title],
            };
            add(Area::Officer, &issuer.id, "", &officer.id, entry);
            for specimen in &officer.specimens {
                let fixed = vec![specimen.kind.code().as_bytes(), specimen.media_type.as_bytes()];
                let entry = Entry { name: &officer.name, span: specimen.span, fixed, ..Entry::default() };
                add(Area::Specimen, &issuer.id, &officer.id, &specimen.sha256, entry);
            }
        }
    }
    let nodes = [(Area::Gateway, &list.gateways), (Area::Node, &list.nodes), (Area::TimeStamper, &list.time_stampers)];
    for (area, nodes) in nodes {
        for TrustedNode { id, keys, anchors, .. } in nodes {
            anchors.iter().for_each(|anchor| add(area, id, "", &anchor.kid, of_anchor(anchor)));
            keys.iter().for_each(|key| add(area, id, "", &key.kid, of_key(key)));
        }
    }
    found
}

fn of_body(issuer: &TrustedIssuer) -> Entry<'_> {
    let mut described: Vec<&str> = issuer.names.iter().map(String::as_str).collect();
    described.push(&issuer.accreditation);
    Entry {
        name: issuer.names.first().map_or("", String::as_str),
        span: issuer.span,
        state: Some((issuer.state, issuer.state_since)),
        limits: Vec::new(),
        fixed: vec![issuer.country.as_bytes()],
        described,
    }
}

fn of_anchor(anchor: &Anchor) -> Entry<'_> {
    let certificate = anchor.certificates.first().map_or(&[][..], Vec::as_slice);
    let fixed = vec![certificate, anchor.kind.code().as_bytes()];
    with_uses(Entry { span: anchor.span, fixed, ..Entry::default() }, &anchor.uses)
}

fn of_key(key: &TrustedKey) -> Entry<'_> {
    let fixed = match &key.key {
        PublicKey::Ed25519(point) => vec![&b"Ed25519"[..], point],
        PublicKey::P256(point) => vec![&b"P-256"[..], point],
    };
    with_uses(Entry { span: key.span, fixed, ..Entry::default() }, &key.uses)
}

/// A key counts for its uses and for no other, so uses are part of what never changes.
fn with_uses<'l>(mut entry: Entry<'l>, uses: &[super::KeyUse]) -> Entry<'l> {
    let mut words: Vec<&str> = uses.iter().map(|usage| usage.code()).collect();
    words.sort_unstable();
    words.dedup();
    entry.fixed.extend(words.into_iter().map(str::as_bytes));
    entry
}
