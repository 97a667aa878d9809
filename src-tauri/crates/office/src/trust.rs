//! Whom does this office believe? Signed trust lists come in here; what hung on a list is judged again.

mod again;
mod book;
mod offer;
mod publish;
mod status_lists;

pub use again::VerdictChange;
pub use book::{BodyView, ListRow, NodeRow, OfficerRow, SchemeRow, SpecimenRow};
pub use offer::{TrustOffer, TrustPreview};
pub use publish::StatusMade;
pub use status_lists::StatusListRow;
pub(crate) use status_lists::{load as load_status, reach_facts};

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use tamga_formats::trust_list;
use tamga_origin::Timestamp;
use tamga_origin::trust::{Difference, KeyUse, PublicKey, Span, TrustHistory, TrustList, TrustedIssuer, TrustedKey};
use tamga_seal::plain_key::thumbprint;
use tamga_seal::{PlainKey, open_list, sign_list};
use tamga_store::{NewTrustList, Store};

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::status;
use crate::word::Word;

/// A list was taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustTaken {
    /// Counter of the list.
    pub n: u64,
    /// What it changes.
    pub difference: Difference,
    /// Received certificates whose verdict changed by it.
    pub judged_again: Vec<VerdictChange>,
}

/// An issuing body of the list in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerRow {
    /// Code.
    pub id: String,
    /// Name.
    pub name: String,
    /// Country, two letters.
    pub country: String,
    /// `active`, `suspended` or `withdrawn`.
    pub state: String,
    /// Officers named.
    pub officers: usize,
    /// Keys and anchors.
    pub keys: usize,
    /// Agreement codes it may certify.
    pub schemes: Vec<String>,
    /// When it may certify.
    pub from: Timestamp,
    /// Until when, if that is known.
    pub to: Option<Timestamp>,
}

/// The list in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuers {
    /// Its bodies.
    pub rows: Rows<IssuerRow>,
    /// Counter of the list; none when there is no list.
    pub list_number: Option<u64>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// `trust.fresh`, `trust.ageing`, `trust.old` or `trust.none`, with `age_days` and `issued_at`.
    pub age: Word,
}

/// Under which name the pinned roots stand, as JSON: `{"threshold":1,"roots":["kid:key"]}`.
const ROOTS: &str = "office.trust_roots";

#[derive(Serialize, Deserialize)]
struct Pinned {
    threshold: usize,
    roots: Vec<String>,
}

/// Under which name a list that waits for somebody stands, base64.
const WAITING: &str = "office.trust_waiting";

/// What this office believes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Believed {
    /// Every list that was accepted.
    held: Arc<TrustHistory>,
    /// A list that waits for somebody to accept it.
    waiting: Option<Waiting>,
    /// What counts: the lists accepted, tightened by the one that waits.
    counts: Arc<TrustHistory>,
}

#[derive(Debug, Clone)]
struct Waiting {
    bytes: Vec<u8>,
    list: TrustList,
}

impl Believed {
    fn new(held: TrustHistory, waiting: Option<Waiting>) -> Self {
        let held = Arc::new(held);
        let counts = match &waiting {
            Some(waiting) => Arc::new(held.tightened(&waiting.list)),
            None => held.clone(),
        };
        Self { held, waiting, counts }
    }
}

/// Opens every list that was taken, in order, as if it came today: what was changed on disk is found here.
pub(crate) fn load(store: &Store) -> Result<Believed, OfficeError> {
    let (pinned, rows, waiting) = store.read(|reader| {
        Ok::<_, OfficeError>((reader.setting(ROOTS)?, reader.trust_lists()?, reader.setting(WAITING)?))
    })?;
    let mut history = match pinned {
        Some(text) => {
            let pinned: Pinned = serde_json::from_str(&text).map_err(|_| OfficeError::Roots("kept roots"))?;
            TrustHistory::pinned(roots(&pinned.roots)?, pinned.threshold)
        }
        None => TrustHistory::default(),
    };
    for row in rows {
        (history, _) = take(&history, &row.bytes)?;
    }
    // A list that waits no longer fits once another was accepted; it is then passed over.
    let waiting = waiting.and_then(|text| STANDARD.decode(text).ok()).and_then(|bytes| {
        let (next, _) = take(&history, &bytes).ok()?;
        next.newest().map(|held| Waiting { bytes, list: held.list.clone() })
    });
    Ok(Believed::new(history, waiting))
}

/// Root keys as a publisher hands them out, `kid:key`.
fn roots(texts: &[String]) -> Result<Vec<TrustedKey>, OfficeError> {
    texts.iter().map(|text| root(text).ok_or(OfficeError::Roots("not `kid:key` of an Ed25519 key"))).collect()
}

pub(crate) fn root(text: &str) -> Option<TrustedKey> {
    let (kid, key) = text.trim().split_once(':')?;
    let point = URL_SAFE_NO_PAD.decode(key).ok().filter(|point| point.len() == 32)?;
    let key = PublicKey::Ed25519(point);
    let span = Span { from: Timestamp::from_millis(i64::MIN), to: None };
    (thumbprint(&key) == kid).then(|| TrustedKey { kid: kid.to_owned(), key, uses: vec![KeyUse::List], span })
}

/// A root key as a publisher hands it out: `kid:key`, the public half in base64url.
pub fn root_text(key: &TrustedKey) -> String {
    let point = match &key.key {
        PublicKey::Ed25519(point) | PublicKey::P256(point) => point,
    };
    format!("{}:{}", key.kid, URL_SAFE_NO_PAD.encode(point))
}

fn refused(refusal: tamga_seal::Refusal) -> OfficeError {
    let found = refusal.reasons.first().and_then(|reason| reason.finding.params.first()).map(|(_, text)| text.clone());
    OfficeError::TrustListRefused { code: refusal.code().to_owned(), found: found.unwrap_or_default() }
}

/// Takes a list over into a history: signatures, claims, then the rules for lists.
pub(crate) fn take(history: &TrustHistory, bytes: &[u8]) -> Result<(TrustHistory, Difference), OfficeError> {
    let in_force = open_list(bytes, history.roots(), 1).map_err(refused)?;
    let list = read_claims(&in_force.payload)?;
    // A change of roots carries signatures of the old and the new ones; both are counted.
    let mut known = history.roots().to_vec();
    known.extend(list.roots.iter().filter(|new| !history.roots().iter().any(|old| old.kid == new.kid)).cloned());
    let opened = open_list(bytes, &known, 1).map_err(refused)?;
    let taken = history.take(list, &opened.sha256, &opened.signed_by);
    taken.map_err(|why| OfficeError::TrustListRefused { code: why.code.to_owned(), found: why.found })
}

fn read_claims(payload: &[u8]) -> Result<TrustList, OfficeError> {
    trust_list::read(payload).map_err(unread)
}

fn unread(error: tamga_formats::FormatError) -> OfficeError {
    let found = error.params().into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(" ");
    OfficeError::TrustListRefused { code: error.code().to_owned(), found }
}

/// Opens one list file by the roots it names itself: good for looking at a file, never for believing it for long.
pub(crate) fn trust_on_sight(bytes: &[u8]) -> Result<TrustHistory, OfficeError> {
    let named = unverified_roots(bytes).ok_or(OfficeError::TrustListRefused {
        code: "trust.list_signature".to_owned(),
        found: "not a signed list".to_owned(),
    })?;
    Ok(take(&TrustHistory::pinned(named, 1), bytes)?.0)
}

/// The roots a list names, before anything about it was checked.
fn unverified_roots(bytes: &[u8]) -> Option<Vec<TrustedKey>> {
    let outer: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    let payload = URL_SAFE_NO_PAD.decode(outer.get("payload")?.as_str()?).ok()?;
    Some(trust_list::read(&payload).ok()?.roots)
}

/// Writes and signs a trust list: the publisher's side, for demonstrations and tests.
///
/// # Errors
/// A list that cannot be written, no key, or more than three.
pub fn sign_trust_list(list: &TrustList, keys: &[&PlainKey]) -> Result<Vec<u8>, OfficeError> {
    Ok(sign_list(&trust_list::write(list)?, keys)?)
}

impl Office {
    /// Pins the root keys that may sign the first list: `kid:key`, an Ed25519 public key in base64url, as the
    /// publisher hands it out. Once a list is in force, only lists change roots.
    ///
    /// # Errors
    /// A root that cannot be read; roots when a list is already in force.
    pub fn pin_roots(&self, texts: &[String], threshold: usize) -> Result<(), OfficeError> {
        let keys = roots(texts)?;
        let pinned = Pinned { threshold, roots: texts.to_vec() };
        let text = serde_json::to_string(&pinned).map_err(|_| OfficeError::Roots("not writable"))?;
        let mut trust = self.trust.write().unwrap_or_else(PoisonError::into_inner);
        if trust.held.newest().is_some() {
            return Err(OfficeError::Roots("a list is in force; only a list changes roots"));
        }
        self.write(|tx| {
            tx.setting_set(ROOTS, &text)?;
            tx.journal_add("trust.pinned", "", &[("threshold", &threshold.to_string())])?;
            Ok(())
        })?;
        *trust = Believed::new(TrustHistory::pinned(keys, threshold), None);
        Ok(())
    }

    /// Takes a trust list over, or says why not; the one in force then stays. What waits for it is judged again.
    ///
    /// # Errors
    /// `TrustListRefused` with its code.
    pub fn import_trust(&self, bytes: &[u8]) -> Result<TrustTaken, OfficeError> {
        let difference = {
            let mut trust = self.trust.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(held) = trust.held.newest()
                && self.read(|reader| Ok(reader.trust_lists_newest()?))?.iter().any(|row| row.bytes == bytes)
            {
                // The very list that is in force: nothing to take, and nothing to complain of.
                let (n, difference) = (held.list.n, Difference::default());
                return Ok(TrustTaken { n, difference, judged_again: Vec::new() });
            }
            let (next, difference) = self.taken(&trust.held, bytes)?;
            self.keep_list(&next, bytes)?;
            *trust = Believed::new(next, None);
            difference
        };
        let n = self.trust_list().map_or(0, |list| list.n);
        let judged_again = self.trust_moved()?;
        Ok(TrustTaken { n, difference, judged_again })
    }

    /// Takes a list over into a history; a refusal stands in the journal.
    fn taken(&self, held: &TrustHistory, bytes: &[u8]) -> Result<(TrustHistory, Difference), OfficeError> {
        take(held, bytes).inspect_err(|error| {
            if let Err(unnoted) = self.note_refused_list(error) {
                tracing::error!(%unnoted, "a refused trust list could not be written into the journal");
            }
        })
    }

    /// What counts has changed: what hangs on it is judged again, and everybody who looks is told.
    fn trust_moved(&self) -> Result<Vec<VerdictChange>, OfficeError> {
        // Whatever keeps the judging from its end now, the next reading of the inbox goes on with it.
        self.owes.store(true, Ordering::Relaxed);
        let judged_again = if self.facts().told.role.receives() { self.judge_by_newer_list()? } else { Vec::new() };
        self.wake.notify_one();
        self.changed(&[Tag::Issuers, Tag::App, Tag::Received, Tag::Journal]);
        Ok(judged_again)
    }

    fn keep_list(&self, history: &TrustHistory, bytes: &[u8]) -> Result<(), OfficeError> {
        let Some(held) = history.newest() else { return Ok(()) };
        let claims = trust_list::write(&held.list)?;
        let new = NewTrustList {
            list: held.list.list.clone(),
            n: held.list.n,
            bytes: bytes.to_vec(),
            claims: String::from_utf8_lossy(&claims).into_owned(),
            issued_at: Some(held.list.issued_at),
            next_update: Some(held.list.next_update),
        };
        self.write(|tx| {
            tx.trust_list_add(&new)?;
            tx.setting_set(WAITING, "")?;
            tx.journal_add("trust.imported", &new.list, &[("list", &format!("{} {}", new.list, new.n))])?;
            Ok(())
        })
    }

    fn note_refused_list(&self, error: &OfficeError) -> Result<(), OfficeError> {
        let OfficeError::TrustListRefused { code, found } = error else { return Ok(()) };
        self.write(|tx| {
            tx.journal_add("trust.refused", "", &[("code", code), ("found", found)])?;
            Ok(())
        })?;
        self.changed(&[Tag::Journal]);
        Ok(())
    }

    /// The issuing bodies known here.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn issuers(&self, window: Window) -> Result<Issuers, OfficeError> {
        let list = self.trust_list();
        let all: Vec<IssuerRow> = list.iter().flat_map(|list| &list.issuers).map(issuer_row).collect();
        Ok(Issuers {
            rows: Rows::of(all, window),
            list_number: list.as_ref().map(|list| list.n),
            issued_at: list.as_ref().map(|list| list.issued_at),
            age: status::age(list.as_ref(), self.now()),
        })
    }

    /// The list in force.
    pub fn trust_list(&self) -> Option<TrustList> {
        self.trust_history().newest().map(|held| held.list.clone())
    }

    /// Every list held, under the pinned roots, tightened by what a list that waits for somebody stops.
    pub fn trust_history(&self) -> Arc<TrustHistory> {
        self.trust.read().unwrap_or_else(PoisonError::into_inner).counts.clone()
    }
}

fn issuer_row(issuer: &TrustedIssuer) -> IssuerRow {
    IssuerRow {
        id: issuer.id.clone(),
        name: issuer.names.first().cloned().unwrap_or_default(),
        country: issuer.country.clone(),
        state: issuer.state.code().to_owned(),
        officers: issuer.officers.len(),
        keys: issuer.keys.len() + issuer.anchors.len(),
        schemes: issuer.schemes.iter().map(|scheme| scheme.code.clone()).collect(),
        from: issuer.span.from,
        to: issuer.span.to,
    }
}
