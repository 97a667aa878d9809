//! Whom does this office believe? Signed trust lists come in here; what hung on a list is judged again.

mod again;
mod book;
mod fetch;
mod offer;
mod publish;
mod status_lists;

pub use again::VerdictChange;
pub use book::{BodyView, ListRow, NodeRow, OfficerRow, SchemeRow, SpecimenRow, StatusKnown};
pub use fetch::{ListsFetched, ListsLooked};
pub(crate) use fetch::{Looked, worker as lists_worker};
pub use offer::{TrustOffer, TrustPreview};
pub use publish::StatusMade;
pub use status_lists::StatusListRow;
pub(crate) use status_lists::{STATUS_NOTES, load as load_status, reach_facts};

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

/// Under which name the lists that wait for somebody stand, base64, by spaces.
const WAITING: &str = "office.trust_waiting";

/// What this office believes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Believed {
    /// Every list that was accepted.
    held: Arc<TrustHistory>,
    /// Lists that wait for somebody to accept them, each following the one before.
    waiting: Vec<Waiting>,
    /// What counts: the lists accepted, tightened by those that wait.
    counts: Arc<TrustHistory>,
}

#[derive(Debug, Clone)]
struct Waiting {
    bytes: Vec<u8>,
    list: TrustList,
}

impl Waiting {
    fn new(history: &TrustHistory, bytes: &[u8]) -> Result<Self, OfficeError> {
        let held = history.newest().ok_or(OfficeError::Senseless("a history without a list"))?;
        Ok(Self { bytes: bytes.to_vec(), list: held.list.clone() })
    }
}

impl Believed {
    fn new(held: TrustHistory, waiting: Vec<Waiting>) -> Self {
        let held = Arc::new(held);
        let counts = match waiting.split_first() {
            Some((first, rest)) => {
                let tightened = held.tightened(&first.list);
                Arc::new(rest.iter().fold(tightened, |counts, waiting| counts.tightened(&waiting.list)))
            }
            None => held.clone(),
        };
        Self { held, waiting, counts }
    }

    /// The lists that lead from those accepted to this one, which is the last of them, and the history with them all.
    /// A list may follow one that waits: it is then accepted after that one, never instead of it.
    fn leading(&self, bytes: &[u8]) -> Result<(Vec<Waiting>, TrustHistory), OfficeError> {
        let mut history = (*self.held).clone();
        let mut lead = Vec::new();
        let mut first_refusal = None;
        for waiting in self.waiting.iter().map(Some).chain([None]) {
            match take(&history, bytes) {
                Ok((next, _)) => {
                    lead.push(Waiting::new(&next, bytes)?);
                    return Ok((lead, next));
                }
                Err(refused) => first_refusal = first_refusal.or(Some(refused)),
            }
            if let Some(waiting) = waiting {
                history = take(&history, &waiting.bytes)?.0;
                lead.push(waiting.clone());
            }
        }
        Err(first_refusal.unwrap_or(OfficeError::Senseless("a list that follows none")))
    }

    /// The number after which a list is news: of the last that waits, else of the last accepted; 0 before the first.
    fn newest_number(&self) -> u64 {
        let accepted = self.held.newest().map(|held| held.list.n);
        self.waiting.last().map(|waiting| waiting.list.n).or(accepted).unwrap_or(0)
    }
}

/// What changes from the newest list of one history to that of another.
fn difference(from: &TrustHistory, to: &TrustHistory) -> Difference {
    let Some(newest) = to.newest() else { return Difference::default() };
    Difference::between(from.newest().map(|held| &held.list), &newest.list)
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
    let mut ahead = history.clone();
    let mut lists = Vec::new();
    for bytes in waiting.iter().flat_map(|texts| texts.split(' ')).filter_map(|text| STANDARD.decode(text).ok()) {
        let Ok((next, _)) = take(&ahead, &bytes) else { break };
        lists.push(Waiting::new(&next, &bytes)?);
        ahead = next;
    }
    Ok(Believed::new(history, lists))
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

fn kept_waiting(waiting: &[Waiting]) -> String {
    waiting.iter().map(|each| STANDARD.encode(&each.bytes)).collect::<Vec<_>>().join(" ")
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
        *trust = Believed::new(TrustHistory::pinned(keys, threshold), Vec::new());
        Ok(())
    }

    /// Takes a trust list over, or says why not; the one in force then stays. Lists that wait and lead to it are accepted
    /// before it. What waits for it is judged again.
    ///
    /// # Errors
    /// `TrustListRefused` with its code.
    pub fn import_trust(&self, bytes: &[u8]) -> Result<TrustTaken, OfficeError> {
        let before = self.trust_believed();
        if let Some(held) = before.held.newest()
            && self.read(|reader| Ok(reader.trust_lists_newest()?))?.iter().any(|row| row.bytes == bytes)
        {
            // The very list that is in force: nothing to take, and nothing to complain of.
            let (n, difference) = (held.list.n, Difference::default());
            return Ok(TrustTaken { n, difference, judged_again: Vec::new() });
        }
        let (lead, _) = self.refusal_noted(before.leading(bytes))?;
        let mut judged_again = Vec::new();
        // One after the other: what one stops and the next gives back is judged by both.
        for each in &lead {
            self.import_next(&each.bytes)?;
            judged_again.extend(self.trust_moved()?);
        }
        let held = self.trust_believed().held;
        let n = held.newest().map_or(0, |held| held.list.n);
        Ok(TrustTaken { n, difference: difference(&before.held, &held), judged_again })
    }

    /// Takes the list over that follows the ones accepted; what waits behind it goes on waiting.
    fn import_next(&self, bytes: &[u8]) -> Result<(), OfficeError> {
        let mut trust = self.trust.write().unwrap_or_else(PoisonError::into_inner);
        let (next, _) = self.refusal_noted(take(&trust.held, bytes))?;
        let behind = match trust.waiting.split_first() {
            Some((first, behind)) if first.bytes == bytes => behind.to_vec(),
            _ => Vec::new(),
        };
        self.keep_list(&next, bytes, &behind)?;
        *trust = Believed::new(next, behind);
        Ok(())
    }

    /// A refusal stands in the journal.
    fn refusal_noted<T>(&self, taken: Result<T, OfficeError>) -> Result<T, OfficeError> {
        taken.inspect_err(|error| {
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

    fn keep_list(&self, history: &TrustHistory, bytes: &[u8], behind: &[Waiting]) -> Result<(), OfficeError> {
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
            tx.setting_set(WAITING, &kept_waiting(behind))?;
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
