//! How does a certificate end? By a signed status statement under the next revision of its number.

use tamga_formats::co_xml;
use tamga_origin::states::{CertificateContext, CertificateEvent, step_certificate};
use tamga_origin::trust::KeyUse;
use tamga_origin::{StatusChange, StatusStatement};
use tamga_protocol::Kind;
use tamga_seal::{Batch, Sealed, Signer, sign_co};
use tamga_store::{CertificateChange, NewRevision};
use uuid::Uuid;

use crate::Pin;
use crate::certificates::HeldCertificate;
use crate::changes::Tag;
use crate::dispatch::{Dispatch, XML};
use crate::error::OfficeError;
use crate::office::Office;

/// A certificate was cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cancelled {
    /// Its number.
    pub number: String,
    /// Revision of the statement.
    pub revision: u32,
    /// The submission that carries it.
    pub submission_id: Option<Uuid>,
}

/// Reason codes of `dataset.md` section 6 under which an issuing body ends a number.
pub const REASONS: [&str; 10] = ["ERR", "CON", "QTY", "INV", "TRN", "REQ", "NSH", "FRD", "AUT", "REP"];

impl Office {
    /// Cancels a certificate. The statement waits for the certificate's own submission (`dependsOn`).
    ///
    /// # Errors
    /// `NotFound`, a state that is final already, an unknown reason code, a known use (see [`Office::cancel_used`]), and
    /// what concerns the key.
    pub fn cancel(&self, number: &str, reason: &str, key: &str, pin: &Pin) -> Result<Cancelled, OfficeError> {
        self.cancel_used(number, reason, None, key, pin)
    }

    /// Cancels a certificate of which customs told us a use: lawful, but only with a second person's consent.
    ///
    /// # Errors
    /// As [`Office::cancel`]; a second person that is missing or is the one at the desk.
    pub fn cancel_used(
        &self,
        number: &str,
        reason: &str,
        second_person: Option<&str>,
        key: &str,
        pin: &Pin,
    ) -> Result<Cancelled, OfficeError> {
        if !REASONS.contains(&reason) {
            return Err(OfficeError::Senseless("a reason code that is not on the list"));
        }
        let held = self.held(number)?;
        let second = second_person.map(str::trim).filter(|who| !who.is_empty() && *who != self.person());
        let context = CertificateContext {
            revision: held.row.revision,
            next_revision: held.row.revision + 1,
            entitled: true,
            reason,
            second_person: second.is_some(),
            uses_known: held.uses_known,
            ..CertificateContext::default()
        };
        step_certificate(Some(held.state), CertificateEvent::Cancel, &context)?;
        let profile = self.profile(&held.row.agreement)?;
        self.may_sign(&self.key_chain(key)?, KeyUse::Status, &held.image, profile)?;
        let mut signer = self.unlock_key(key, pin)?;
        let statement = self.statement(&held, reason, &signer)?;
        let sealed = sign_co(&co_xml::write_status(&statement)?, self.now().to_seconds(), &mut signer)?;
        let gated = sealed.signed.gated().map_err(OfficeError::Gate)?;
        if co_xml::read_status(&gated)?.value != statement {
            return Err(OfficeError::ReadBackDiffers("statement".to_owned()));
        }
        let cancelled = self.commit_cancel(&held, &statement, &sealed, second)?;
        self.wake.notify_one();
        self.changed(&[Tag::Certificates, Tag::Outbox, Tag::Journal, Tag::App]);
        Ok(cancelled)
    }

    fn statement(&self, held: &HeldCertificate, reason: &str, signer: &Batch) -> Result<StatusStatement, OfficeError> {
        Ok(StatusStatement {
            issuer: held.image.issuer.clone(),
            number: held.row.number.clone(),
            document_id: self.surroundings().uuid()?.simple().to_string(),
            revision: held.row.revision + 1,
            change: StatusChange::Cancelled,
            reason: reason.to_owned(),
            reason_text: String::new(),
            effective_at: self.now().to_seconds(),
            destination_country: held.row.destination.clone(),
            scheme: held.row.agreement.clone(),
            officer: signer.certificate().leaf.name().to_owned(),
        })
    }

    fn commit_cancel(
        &self,
        held: &HeldCertificate,
        statement: &StatusStatement,
        sealed: &Sealed,
        second: Option<&str>,
    ) -> Result<Cancelled, OfficeError> {
        let route = self.route_for(&Kind::Cancel, &held.row.destination, &held.row.agreement);
        let submission = route.as_ref().map(|_| self.surroundings().uuid()).transpose()?;
        let number = &held.row.number;
        self.write(|tx| {
            tx.document_keep(&sealed.bytes, XML)?;
            if let (Some(route), Some(submission)) = (&route, submission) {
                self.dispatch(
                    tx,
                    &Dispatch {
                        submission,
                        kind: Kind::Cancel,
                        route,
                        agreement: &held.row.agreement,
                        issuer: &held.row.issuer,
                        co_number: number,
                        revision: statement.revision,
                        destination: &held.row.destination,
                        document: &sealed.bytes,
                        document_sha256: &sealed.sha256,
                        depends_on: held.submission,
                        numbered: None,
                    },
                )?;
            }
            tx.certificate_step(
                held.row.id,
                &NewRevision {
                    revision: statement.revision,
                    change: CertificateChange::Cancelled,
                    document_sha: sealed.sha256.clone(),
                    pdf_sha: None,
                    submission_id: submission.map(|id| id.to_string()),
                    reason: statement.reason.clone(),
                },
            )?;
            let mut said = vec![("number", number.as_str()), ("reason", statement.reason.as_str())];
            said.extend(second.map(|who| ("second", who)));
            tx.journal_add("certificate.cancelled", number, &said)?;
            Ok(())
        })?;
        Ok(Cancelled { number: number.clone(), revision: statement.revision, submission_id: submission })
    }
}
