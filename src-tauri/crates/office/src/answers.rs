//! What does customs say back? An answer is written, signed with the desk's own key and queued in the transaction of the
//! decision or arrival it reports.

use tamga_formats::co_xml;
use tamga_origin::{Answer, AnswerKind, Certificate, ItemUse, Outcome};
use tamga_protocol::Kind;
use tamga_seal::{Signer as _, sign_co};
use tamga_store::{InboundRow, Tx};
use uuid::Uuid;

use crate::dispatch::{Dispatch, Numbered, XML};
use crate::error::OfficeError;
use crate::office::Office;
use crate::partner::PartnerRoute;

/// Counts this party's answers.
const COUNTER: &str = "answer";

/// What an answer is about.
pub(crate) struct About<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) co_number: &'a str,
    pub(crate) revision: u32,
    pub(crate) agreement: &'a str,
    /// Submission that brought the certificate; empty when none did.
    pub(crate) submission_id: &'a str,
    /// Inbox item it came in; empty when it came as a file.
    pub(crate) item_id: &'a str,
    /// Country the answer goes to; empty when it is not known.
    pub(crate) country: &'a str,
}

impl<'a> About<'a> {
    /// About a certificate of the register.
    pub(crate) fn record(row: &'a InboundRow, certificate: &'a Certificate) -> Self {
        Self {
            issuer: &row.issuer,
            co_number: &row.number,
            revision: row.revision,
            agreement: &row.agreement,
            submission_id: &row.submission_id,
            item_id: &row.item_id,
            country: country(certificate),
        }
    }

    /// About a document that could not be read: what is known stands in the row.
    pub(crate) fn unread(row: &'a InboundRow) -> Self {
        Self {
            issuer: &row.issuer,
            co_number: &row.number,
            revision: row.revision,
            agreement: &row.agreement,
            submission_id: &row.submission_id,
            item_id: &row.item_id,
            country: "",
        }
    }
}

/// The country whose gateway hands answers to the issuing body.
pub(crate) fn country(certificate: &Certificate) -> &str {
    let body = &certificate.issuer.address.country;
    if body.is_empty() { &certificate.transport.export_country } else { body }
}

/// What is answered.
pub(crate) struct NewAnswer {
    pub(crate) kind: AnswerKind,
    pub(crate) outcome: Outcome,
    pub(crate) reason: String,
    pub(crate) note: String,
    pub(crate) items: Vec<ItemUse>,
}

impl NewAnswer {
    /// The result of receiving, without a word more.
    pub(crate) fn result(outcome: Outcome, reason: &str) -> Self {
        Self { kind: AnswerKind::Result, outcome, reason: reason.to_owned(), note: String::new(), items: Vec::new() }
    }
}

impl Office {
    /// Can answers be signed now? A key that is missing, damaged or past its life holds nothing up: what comes is kept,
    /// what is decided counts, and the answer is owed until there is a good key.
    pub(crate) fn can_answer(&self) -> Result<bool, OfficeError> {
        if !self.has_answer_key()? {
            return Ok(false);
        }
        let now = self.now();
        match self.with_answer_key(|key| Ok(key.certificate().leaf.lives_at(now))) {
            Ok(lives) => Ok(lives),
            Err(error @ OfficeError::Store(_)) => Err(error),
            Err(error) => {
                tracing::error!(%error, "the key for answers cannot be used");
                Ok(false)
            }
        }
    }

    /// Writes, signs and queues an answer. None when there is nobody to answer to, no way there, or no key to sign with;
    /// it is then owed (`owed`).
    pub(crate) fn queue_answer(
        &self,
        tx: &Tx<'_>,
        about: &About<'_>,
        answer: &NewAnswer,
    ) -> Result<Option<Uuid>, OfficeError> {
        let Ok(item_id) = Uuid::parse_str(about.item_id) else { return Ok(None) };
        let Some(route) = self.way_back(about) else { return Ok(None) };
        if !self.can_answer()? {
            return Ok(None);
        }
        let number = tx.counter_next(COUNTER)?;
        let document = Answer {
            document_id: self.surroundings().uuid()?.simple().to_string(),
            kind: answer.kind,
            number,
            from: self.facts().told.party.clone(),
            issuer: about.issuer.to_owned(),
            co_number: about.co_number.to_owned(),
            revision: about.revision,
            submission_id: about.submission_id.to_owned(),
            outcome: answer.outcome,
            reason: answer.reason.clone(),
            note: answer.note.clone(),
            items: answer.items.clone(),
            at: tx.now().to_seconds(),
        };
        let unsigned = co_xml::write_answer(&document)?;
        let sealed = self.with_answer_key(|key| Ok(sign_co(&unsigned, tx.now().to_seconds(), key)?))?;
        let gated = sealed.signed.gated().map_err(OfficeError::Gate)?;
        if co_xml::read_answer(&gated)?.value != document {
            return Err(OfficeError::ReadBackDiffers("answer".to_owned()));
        }
        tx.document_keep(&sealed.bytes, XML)?;
        let submission = self.surroundings().uuid()?;
        self.dispatch(
            tx,
            &Dispatch {
                submission,
                kind: Kind::Response,
                route: &route,
                agreement: about.agreement,
                issuer: about.issuer,
                co_number: about.co_number,
                revision: about.revision,
                destination: about.country,
                document: &sealed.bytes,
                document_sha256: &sealed.sha256,
                depends_on: None,
                numbered: Some(Numbered { number, item_id: Some(item_id) }),
            },
        )?;
        Ok(Some(submission))
    }

    /// The route back to the issuing side; where its country is not known, the only one there is.
    fn way_back(&self, about: &About<'_>) -> Option<PartnerRoute> {
        let found = self.route_for(&Kind::Response, about.country, about.agreement);
        found.or_else(|| {
            let partner = self.partner()?;
            let carries = |route: &&PartnerRoute| route.kinds.iter().any(|kind| kind == Kind::Response.as_str());
            let mut carrying = partner.routes.iter().filter(carries);
            let only = carrying.next()?.clone();
            carrying.next().is_none().then_some(only)
        })
    }
}
