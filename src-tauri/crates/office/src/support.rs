//! What bears a sealed document out here? Time stamps, certificates, answers about revocation and receipts kept beside it,
//! and answers at hand for everything an issuer sealed: as the judge takes them, as people see them, and inside a copy for
//! export. The document itself is never changed by any of it.

use std::sync::{Arc, PoisonError};

use tamga_origin::Timestamp;
use tamga_seal::{Keys, OfferedEvidence, OfferedStamp, Refusal, Whole, augment, check};
use tamga_store::{NewSupport, Reader, StoreError, SupportRow};
use tamga_xml::gate;

use crate::error::OfficeError;
use crate::office::Office;
use crate::sealed::bounds;

/// Something kept beside a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportView {
    /// `stamp`, `certificate`, `crl`, `ocsp`, `receipt`.
    pub kind: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// Address it was fetched from; empty when it came in a file.
    pub source: String,
    /// Moment it speaks about, where it names one.
    pub at: Option<Timestamp>,
    /// When it was kept.
    pub kept_at: Timestamp,
}

/// How much evidence a copy carries inside (XAdES).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Time stamps (B-T).
    Stamped,
    /// Time stamps, certificates and answers about revocation (B-LT).
    LongTerm,
}

/// The kind of a gateway's receipt: evidence of the time, and no part of the judge's own (`times`).
pub(crate) const RECEIPT: &str = "receipt";

/// The seal that covers everything in a document, when it is whole: of a COD the last one in it.
pub(crate) fn sealed(bytes: &[u8]) -> Result<Whole, OfficeError> {
    let gated = gate(bytes, &bounds(bytes)).map_err(|refusal| OfficeError::Gate(refusal.into()))?;
    let seals = check(&gated, Keys::InDocument).map_err(OfficeError::Gate)?;
    seals.into_iter().next_back().ok_or_else(|| OfficeError::Gate(Refusal::unknown("shape.no_signature", "")))
}

/// Evidence as rows of the store, with where it came from.
pub(crate) fn rows_of(offered: &OfferedEvidence, source: &str) -> Vec<NewSupport> {
    let row = |kind: &str, bytes: &[u8]| NewSupport {
        kind: kind.to_owned(),
        bytes: bytes.to_vec(),
        source: source.to_owned(),
        at: None,
    };
    let stamps = offered.stamps.iter().map(|stamp| row("stamp", &stamp.token));
    let certificates = offered.certificates.iter().map(|der| row("certificate", der));
    let lists = offered.crls.iter().map(|der| row("crl", der));
    let answers = offered.ocsps.iter().map(|der| row("ocsp", der));
    stamps.chain(certificates).chain(lists).chain(answers).collect()
}

/// Puts a kept piece of evidence where the judge looks for its kind.
fn offer(into: &mut OfferedEvidence, kind: &str, bytes: Vec<u8>) {
    match kind {
        "stamp" => into.stamps.push(OfferedStamp { token: bytes, over: None }),
        "certificate" => into.certificates.push(bytes),
        "crl" => into.crls.push(bytes),
        "ocsp" => into.ocsps.push(bytes),
        _ => {}
    }
}

fn kept(reader: &Reader<'_>, rows: &[SupportRow]) -> Result<OfferedEvidence, StoreError> {
    let mut offered = OfferedEvidence::default();
    for row in rows.iter().filter(|row| row.kind != RECEIPT) {
        offer(&mut offered, &row.kind, reader.document_bytes(&row.bytes_sha)?);
    }
    Ok(offered)
}

impl Office {
    /// Answers about revocation at hand, whoever they speak about. Read once, and again when something was fetched.
    pub(crate) fn at_hand(&self) -> Arc<OfferedEvidence> {
        let mut held = self.at_hand.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = held.as_ref() {
            return held.clone();
        }
        let lists = self.status_lists();
        let read = self.store.read(|reader| {
            let mut offered = OfferedEvidence::default();
            for row in reader.answers_at_hand("")? {
                offer(&mut offered, &row.kind, reader.document_bytes(&row.bytes_sha)?);
            }
            // What status lists name by its digest counts as soon as its bytes are here.
            for one in lists.issuers().flat_map(|body| lists.evidence(body)) {
                match reader.document_bytes(&one.sha256) {
                    Ok(bytes) => offer(&mut offered, &one.kind, bytes),
                    Err(StoreError::NotFound { .. }) => {}
                    Err(error) => return Err(error),
                }
            }
            Ok::<_, StoreError>(offered)
        });
        match read {
            Ok(offered) => held.insert(Arc::new(offered)).clone(),
            Err(error) => {
                // Without answers a verdict says what is missing; it does not fail.
                tracing::warn!(%error, "answers about revocation cannot be read now");
                Arc::default()
            }
        }
    }

    /// What was read of the answers at hand is read anew.
    pub(crate) fn forget_at_hand(&self) {
        *self.at_hand.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What is kept beside a document, together with the answers at hand.
    pub(crate) fn beside(&self, document_sha: &str) -> Result<OfferedEvidence, OfficeError> {
        let own = self.read(|reader| Ok(kept(reader, &reader.support(document_sha)?)?))?;
        Ok(own.followed_by(&self.at_hand()))
    }

    /// The sealed document of a number, issued or received here.
    pub(crate) fn document_of(&self, number: &str) -> Result<String, OfficeError> {
        let issued = self.facts().told.issuer.as_ref().map(|issuer| issuer.code.clone());
        self.read(|reader| {
            if let Some(issuer) = &issued
                && let Ok(row) = reader.certificate(issuer, number)
            {
                // The last signed step that is a certificate, not the statement that ended it.
                let steps = reader.certificate_revisions(row.id)?.into_iter().rev();
                let step = steps.into_iter().find(|step| matches!(step.kind.as_str(), "issue" | "amend" | "replace"));
                if let Some(step) = step {
                    return Ok(step.document_sha);
                }
            }
            let images = reader.inbound_numbered(number)?;
            let image = images.iter().find(|row| row.is_current).or(images.first());
            let missing = || StoreError::NotFound { what: "certificate", id: number.to_owned() };
            Ok(image.ok_or_else(missing)?.document_sha.clone())
        })
    }

    /// What is kept beside the document of a number, oldest first.
    ///
    /// # Errors
    /// A number that is not here.
    pub fn support(&self, number: &str) -> Result<Vec<SupportView>, OfficeError> {
        let document = self.document_of(number)?;
        let rows = self.read(|reader| Ok(reader.support(&document)?))?;
        let view = |row: SupportRow| SupportView {
            kind: row.kind,
            sha256: row.bytes_sha,
            source: row.source,
            at: row.at,
            kept_at: row.kept_at,
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// A copy of the sealed document of a number with its evidence inside; the document here stays as it is.
    ///
    /// # Errors
    /// A number that is not here, a document of another form, or evidence that makes the copy too large.
    pub fn copy_with_evidence(&self, number: &str, level: Level) -> Result<Vec<u8>, OfficeError> {
        let document = self.document_of(number)?;
        let (bytes, own) = self.read(|reader| {
            let own = kept(reader, &reader.support(&document)?)?;
            Ok((reader.document_bytes(&document)?, own))
        })?;
        // What was issued with its stamp inside has it.
        let inside = sealed(&bytes)?.offered.stamps;
        let is_new = |stamp: &OfferedStamp| !inside.iter().any(|known| known.token == stamp.token);
        let stamps = own.stamps.into_iter().filter(is_new).collect();
        let evidence = match level {
            Level::Stamped => OfferedEvidence { stamps, ..OfferedEvidence::default() },
            Level::LongTerm => OfferedEvidence { stamps, ..own },
        };
        augment(&bytes, &evidence).map_err(OfficeError::Gate)
    }
}
