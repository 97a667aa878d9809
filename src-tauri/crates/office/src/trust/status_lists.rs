//! What do the issuers say by now about what they issued (`seal-and-paper.md` 7.1)? Signed status lists are kept byte for
//! byte; what they say of certificates that are here takes effect like a statement of the issuer.

use std::sync::{Arc, PoisonError};

use tamga_formats::status_list;
use tamga_origin::trust::{
    CertificateStatus, StatusEntry, StatusList, StatusLists, StatusReach, StatusTaken, TrustHistory, TrustedKey,
};
use tamga_origin::{Finding, Severity, Timestamp};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{StatusFact, Typ, open_jws};
use tamga_store::{NewStatement, Store};

use super::{Believed, StatusKnown};
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// How far the status lists of an issuer reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusListRow {
    /// Code of the issuer.
    pub issuer: String,
    /// How far.
    pub reach: StatusReach,
    /// Revocation lists and answers that travel beside the last of them.
    pub evidence: usize,
}

/// What is said of how far the lists of an issuer reach.
pub(crate) const STATUS_NOTES: [&str; 4] = ["status.as_of", "status.gap", "status.list_old", "status.none"];

/// Under this name and the issuer's code stand the digests of the lists kept, in the order they came, by spaces.
const KEPT: &str = "office.status_lists.";
/// What a kept list is.
const MEDIA: &str = "application/jose";

/// Opens every status list that was kept. One whose key the trust list names no longer says nothing any more.
pub(crate) fn load(store: &Store, believed: &Believed) -> Result<StatusLists, OfficeError> {
    let kept = store.read(|reader| Ok::<_, OfficeError>(reader.settings(KEPT)?))?;
    let mut lists = StatusLists::default();
    for sha256 in kept.iter().flat_map(|(_, digests)| digests.split(' ')).filter(|digest| !digest.is_empty()) {
        let bytes = store.read(|reader| Ok::<_, OfficeError>(reader.document_bytes(sha256)?))?;
        let taken = open(&believed.counts, &bytes).and_then(|(list, digest)| take(&mut lists, list, &digest));
        if let Err(error) = taken {
            tracing::warn!(%error, sha256, "a kept status list counts no longer");
        }
    }
    Ok(lists)
}

/// The list in these bytes, when a key that may has signed them, with the digest the next one names.
fn open(trust: &TrustHistory, bytes: &[u8]) -> Result<(StatusList, String), OfficeError> {
    let refused =
        |code: &str, found: &str| OfficeError::TrustListRefused { code: code.to_owned(), found: found.to_owned() };
    let Some(held) = trust.newest() else { return Err(refused("trust.no_list", "")) };
    let keys: Vec<TrustedKey> = held.list.issuers.iter().flat_map(|issuer| held.list.status_keys(&issuer.id)).collect();
    let claims = open_jws(bytes, Typ::StatusList, &keys).map_err(super::refused)?;
    let list = status_list::read(&claims.payload).map_err(super::unread)?;
    // A key of one body, or of a gateway of another country, says nothing about this one.
    let may = |key: &TrustedKey| key.kid == claims.kid && key.span.covers(list.as_of);
    if !held.list.status_keys(&list.issuer).iter().any(may) {
        return Err(refused("trust.use", &list.issuer));
    }
    Ok((list, sha256_hex(&claims.payload)))
}

fn take(lists: &mut StatusLists, list: StatusList, digest: &str) -> Result<StatusTaken, OfficeError> {
    let taken = lists.take(list, digest);
    taken.map_err(|why| OfficeError::TrustListRefused { code: why.code.to_owned(), found: why.found })
}

/// What the status lists say about a number, for a judgement; empty when there is no list of the issuer.
pub(crate) fn reach_facts(lists: &StatusLists, issuer: &str, number: &str, revision: u32) -> Vec<StatusFact> {
    let Some(reach) = lists.reach(issuer) else { return Vec::new() };
    let StatusReach { n: _, as_of, next_update, missing } = reach;
    let mut facts = vec![StatusFact::Listed { as_of, next_update, missing }];
    for entry in lists.entries(issuer, number, revision) {
        let at = entry.at;
        match entry.status {
            CertificateStatus::Valid => {}
            CertificateStatus::Suspended => facts.push(StatusFact::Suspended { at }),
            CertificateStatus::Replaced => {
                facts.push(StatusFact::Replaced { at, successor: entry.successor.clone() });
            }
            CertificateStatus::Cancelled => facts.push(StatusFact::Cancelled { at }),
        }
    }
    facts
}

/// What the lists say now and did not say before, as statements of the issuer: of the list that came, and of those that
/// had waited for it.
fn statements(
    before: &StatusLists,
    now: &StatusLists,
    issuer: &str,
    document_sha: &str,
    as_of: Timestamp,
) -> Vec<NewStatement> {
    let statement = |entry: &StatusEntry, status: &str, at| NewStatement {
        issuer: issuer.to_owned(),
        number: entry.number.clone(),
        revision: entry.revision,
        status: status.to_owned(),
        reason: entry.reason.clone(),
        successor: entry.successor.clone(),
        effective_at: at,
        document_sha: document_sha.to_owned(),
    };
    let said = |lists: &StatusLists, entry: &StatusEntry| lists.entry(issuer, &entry.number, entry.revision).cloned();
    let new = now.all(issuer).filter(|entry| said(before, entry).as_ref() != Some(*entry)).map(|entry| {
        let word = if entry.status == CertificateStatus::Valid { "lifted" } else { entry.status.code() };
        statement(entry, word, entry.at)
    });
    // A snapshot that no longer names a suspended number lifts it.
    let gone =
        before.all(issuer).filter(|entry| entry.status == CertificateStatus::Suspended && said(now, entry).is_none());
    new.chain(gone.map(|entry| statement(entry, "lifted", as_of))).collect()
}

impl Office {
    /// Takes a signed status list over, or says why not. What it says of certificates takes effect here.
    ///
    /// # Errors
    /// `TrustListRefused` with its code: signature, key, number, chain, or an end that would be undone.
    pub fn take_status_list(&self, bytes: &[u8]) -> Result<StatusTaken, OfficeError> {
        let (list, digest) = open(&self.trust_history(), bytes)?;
        let receives = self.facts().told.role.receives();
        let taken = {
            let mut status = self.status.write().unwrap_or_else(PoisonError::into_inner);
            let mut next = (**status).clone();
            let taken = take(&mut next, list.clone(), &digest)?;
            if taken == StatusTaken::Repeat {
                return Ok(taken);
            }
            let name = format!("{KEPT}{}", list.issuer);
            let sha256 = sha256_hex(bytes);
            self.write(|tx| {
                tx.document_keep(bytes, MEDIA)?;
                // A snapshot says everything that was said before it.
                let before = if list.is_snapshot { None } else { tx.setting(&name)? };
                let mut digests: Vec<String> =
                    before.iter().flat_map(|text| text.split(' ')).map(str::to_owned).collect();
                if !digests.contains(&sha256) {
                    digests.push(sha256.clone());
                }
                tx.setting_set(&name, &digests.join(" "))?;
                if receives {
                    for statement in statements(&status, &next, &list.issuer, &sha256, list.as_of) {
                        tx.statement_add(&statement)?;
                    }
                }
                let number = list.n.to_string();
                tx.journal_add("status.imported", &list.issuer, &[("list", &number)])?;
                Ok(())
            })?;
            *status = Arc::new(next);
            taken
        };
        // It may name answers about revocation that are here.
        self.forget_at_hand();
        self.changed(&[Tag::Issuers, Tag::Received, Tag::Balances, Tag::Journal]);
        Ok(taken)
    }

    /// The status lists held.
    pub(crate) fn status_lists(&self) -> Arc<StatusLists> {
        self.status.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How far the status lists of each issuer reach.
    pub fn status_reach(&self) -> Vec<StatusListRow> {
        let lists = self.status_lists();
        let row = |issuer: &str| {
            let reach = lists.reach(issuer)?;
            Some(StatusListRow { issuer: issuer.to_owned(), reach, evidence: lists.evidence(issuer).len() })
        };
        lists.issuers().filter_map(row).collect()
    }

    /// What is said today of how far the lists of an issuer reach; none when there is no list of it.
    pub(crate) fn status_notes(&self, issuer: &str) -> Option<Vec<Finding>> {
        let StatusKnown { as_of, next_update: _, is_old, missing } = self.status_known(issuer)?;
        let note = |code: &'static str| Finding::new(code, Severity::Info, "");
        let mut notes = vec![note("status.as_of").with("found", as_of.rfc3339_seconds())];
        notes.extend(missing.map(|n| note("status.gap").with("found", n)));
        notes.extend(is_old.then(|| note("status.list_old").with("found", as_of.date())));
        Some(notes)
    }

    /// Up to when the lists of an issuer speak, if there is one.
    pub(super) fn status_known(&self, issuer: &str) -> Option<StatusKnown> {
        let StatusReach { n: _, as_of, next_update, missing } = self.status_lists().reach(issuer)?;
        Some(StatusKnown { as_of, next_update, is_old: next_update < self.now(), missing })
    }
}
