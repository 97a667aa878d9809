//! How does a certificate stand, by the signed steps in custody? For the status lists of bodies of this country, and for
//! those who ask about one number. Documents were judged when they were taken; here they are only read.

use tamga_formats::{Dialect, Limits, aladi, co_xml, recognise, status_list};
use tamga_origin::trust::{CertificateStatus, StatusEntry, StatusList};
use tamga_origin::{Certificate, Moment, StatusChange, Timestamp};
use tamga_protocol::{Envelope, Kind};
use tamga_seal::digest::sha256_hex;

use crate::books::steps::{self, StatusListRow, Step};
use crate::books::uploads;
use crate::ledger::LedgerError;
use crate::ledger::records::Records;
use crate::statements::Statements;

/// A list is due again after a day, whether something happens or not, in milliseconds.
const DUE: i64 = 86_400_000;
/// After so many lists comes one that says everything.
const WHOLE_EVERY: u64 = 50;
/// Most steps read in one go.
const PAGE: u32 = 500;

/// A step, read.
pub(crate) struct ReadStep {
    pub(crate) envelope: Envelope,
    /// The signed bytes.
    pub(crate) document: Vec<u8>,
    received_at: Timestamp,
}

/// Reads a step's envelope and document.
pub(crate) fn read(records: &mut dyn Records, step: &Step) -> Result<ReadStep, LedgerError> {
    let wrong = |error: &dyn std::fmt::Display| LedgerError::Row(error.to_string());
    let envelope = Envelope::read(&step.envelope).map_err(|error| wrong(&error))?;
    let document = match envelope.document.bytes().map_err(|error| wrong(&error))? {
        Some(bytes) => bytes,
        None => uploads::sent(records, &step.client, &envelope.document.sha256)?
            .ok_or_else(|| LedgerError::Row("a document that was sent by itself".to_owned()))?,
    };
    let received_at = Timestamp::parse_rfc3339(&step.received_at);
    Ok(ReadStep { envelope, document, received_at: received_at.ok_or_else(|| wrong(&"received_at"))? })
}

/// The certificate in signed bytes that were judged before.
pub(crate) fn certificate(document: &[u8]) -> Option<Certificate> {
    let limits = Limits::default();
    if recognise(document) == Some(Dialect::AladiCod) {
        let gated = aladi::gate(document, &limits).ok()?;
        return aladi::read_signed(&gated, &limits).ok().map(|read| read.value);
    }
    let gated = co_xml::gate(document, &limits).ok()?;
    co_xml::read_certificate(&gated).ok().map(|read| read.value)
}

/// The day a certificate says it was issued, `YYYY-MM-DD`.
pub(crate) fn issue_day(certificate: &Certificate) -> Option<String> {
    let day = match certificate.issued_at? {
        Moment::Instant(at) => at.date(),
        Moment::Day(day) => day,
    };
    Some(format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()))
}

/// What a step says of the standing of numbers.
fn entries(step: &ReadStep) -> Vec<StatusEntry> {
    let ReadStep { envelope, document, received_at } = step;
    let entry = |number: &str, revision, status, successor: &str, at, reason: &str| StatusEntry {
        number: number.to_owned(),
        revision,
        status,
        successor: successor.to_owned(),
        at,
        reason: reason.to_owned(),
    };
    match &envelope.kind {
        Kind::Cancel => {
            let gated = co_xml::gate(document, &Limits::default()).ok();
            let said = gated.and_then(|gated| co_xml::read_status(&gated).ok()).map(|read| read.value);
            let Some(said) = said else { return Vec::new() };
            let status = match said.change {
                StatusChange::Cancelled => CertificateStatus::Cancelled,
                StatusChange::Suspended => CertificateStatus::Suspended,
                StatusChange::Lifted => CertificateStatus::Valid,
            };
            // It speaks of the certificates before its own revision.
            vec![entry(&said.number, said.revision.saturating_sub(1), status, "", said.effective_at, &said.reason)]
        }
        Kind::Replace => {
            let (number, revision) = (&envelope.co_number, envelope.revision);
            let replaced = match &envelope.replaces {
                Some(replaces) => Some((replaces.co_number.clone(), replaces.revision)),
                None => (revision > 1).then(|| (number.clone(), revision - 1)),
            };
            let replaced =
                replaced.map(|(old, of)| entry(&old, of, CertificateStatus::Replaced, number, *received_at, ""));
            replaced.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Looks at what was taken since somebody looked last.
pub(crate) fn note(records: &mut dyn Records) -> Result<(), LedgerError> {
    let (seen, last) = steps::marks(records)?;
    if seen == last {
        return Ok(());
    }
    let mut after = steps::again(seen);
    loop {
        let page = steps::unseen(records, after, PAGE)?;
        for step in &page {
            after = step.seq;
            let read = read(records, step)?;
            entries(&read).iter().try_for_each(|entry| steps::end(records, &read.envelope.issuer, entry))?;
        }
        if page.len() < PAGE as usize {
            return steps::seen(records, last);
        }
    }
}

/// How the newest certificate of a number stands, and the number that stands for it.
pub(crate) fn standing(
    records: &mut dyn Records,
    issuer: &str,
    number: &str,
    newest: u32,
) -> Result<(CertificateStatus, Option<String>), LedgerError> {
    let said = steps::ended_of(records, issuer, number)?.into_iter().find(|entry| entry.revision >= newest);
    Ok(match said {
        None => (CertificateStatus::Valid, None),
        Some(entry) => (entry.status, Some(entry.successor).filter(|successor| !successor.is_empty())),
    })
}

/// Makes the next list of a body when something happened or one is due; answers whether it did.
pub(crate) fn make(
    records: &mut dyn Records,
    statements: &Statements,
    issuer: &str,
    now: Timestamp,
) -> Result<bool, LedgerError> {
    let last = steps::last_list(records, issuer)?;
    if last.as_ref().is_some_and(|last| !last.made_here) {
        // The body publishes its own lists; two hands in one chain would break it.
        return Ok(false);
    }
    note(records)?;
    let n = last.as_ref().map_or(0, |last| last.n) + 1;
    let is_snapshot = n % WHOLE_EVERY == 1;
    let seen = last.as_ref().map_or(0, |last| last.up_to);
    let fresh = steps::ended_after(records, issuer, seen)?;
    let is_due = last.as_ref().is_none_or(|last| last.next_update <= now.millis());
    if fresh.is_empty() && !is_due {
        return Ok(false);
    }
    let up_to = fresh.last().map_or(seen, |(n, _)| *n);
    let said = if is_snapshot { steps::ended_after(records, issuer, 0)? } else { fresh };
    let as_of = now.to_seconds();
    let list = StatusList {
        issuer: issuer.to_owned(),
        n,
        prev: last.map(|last| last.sha256).unwrap_or_default(),
        is_snapshot,
        as_of,
        next_update: as_of.plus_millis(DUE),
        entries: said.into_iter().map(|(_, entry)| entry).collect(),
        evidence: Vec::new(),
    };
    let payload = status_list::write(&list).map_err(|error| LedgerError::Unsigned(error.to_string()))?;
    let row = StatusListRow {
        n,
        is_snapshot,
        made_here: true,
        sha256: sha256_hex(&payload),
        next_update: list.next_update.millis(),
        up_to,
        body: statements.status_list(&payload).into_bytes(),
    };
    steps::keep_list(records, issuer, &row)?;
    Ok(true)
}
