//! What is owed? At the issuing desk, signed steps no submission carries yet, because there was no route when they were
//! signed. At the border desk, results and decisions that could not be answered when they were due: there was no key, no
//! route back, or nobody had sent the certificate yet; documents a newer trust list may heal, when the program ended
//! between taking the list and looking at them; and verdicts that do not name what they rest on yet.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tamga_origin::states::Placement;
use tamga_origin::{AnswerKind, ItemUse, Outcome};
use tamga_protocol::Kind;
use tamga_store::{CertificateRow, InboundRow, RevisionRow, StoreError, UseRow};
use uuid::Uuid;

use crate::answers::{About, NewAnswer};
use crate::changes::Tag;
use crate::dispatch::Dispatch;
use crate::error::OfficeError;
use crate::office::Office;

/// Settles what is owed, when something changed that may make it possible.
pub(crate) async fn settle(office: &Arc<Office>) {
    if !office.owes.swap(false, Ordering::Relaxed) {
        return;
    }
    let desk = office.clone();
    let settled = tokio::task::spawn_blocking(move || {
        let role = desk.facts().told.role;
        if role.issues() {
            desk.queue_unsent()?;
        }
        if role.receives() {
            desk.judge_by_newer_list()?;
            desk.name_what_verdicts_rest_on()?;
            desk.answer_owed()?;
        }
        Ok::<_, OfficeError>(())
    });
    match settled.await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            office.owes.store(true, Ordering::Relaxed);
            tracing::warn!(%error, "what is owed cannot be settled now");
        }
        Err(error) => tracing::error!(%error, "settling what is owed broke off"),
    }
}

impl Office {
    /// Puts signed steps on their way that had none when they were signed.
    fn queue_unsent(&self) -> Result<(), OfficeError> {
        for row in self.read(|reader| Ok(reader.certificates_unsent()?))? {
            for step in self.read(|reader| Ok(reader.certificate_revisions(row.id)?))? {
                if step.submission_id.is_some() {
                    continue;
                }
                match self.queue_step(&row, &step) {
                    Ok(()) => {}
                    Err(error @ (OfficeError::Store(_) | OfficeError::NoRandomness)) => return Err(error),
                    Err(error) => tracing::error!(number = row.number, %error, "a signed step cannot be sent"),
                }
            }
        }
        Ok(())
    }

    fn queue_step(&self, row: &CertificateRow, step: &RevisionRow) -> Result<(), OfficeError> {
        let kind = match step.kind.as_str() {
            "issue" if self.is_of_self_declarations(&row.agreement) => Kind::Declaration,
            "issue" => Kind::Issue,
            "cancel" => Kind::Cancel,
            _ => return Ok(()),
        };
        let Some(route) = self.route_for(&kind, &row.destination, &row.agreement) else { return Ok(()) };
        let Some(document) = self.bytes_of(&row.number, &step.document_sha)? else { return Ok(()) };
        let submission = self.surroundings().uuid()?;
        self.write_as_worker(|tx| {
            let steps = tx.certificate_revisions(row.id)?;
            if steps.iter().any(|one| one.revision == step.revision && one.submission_id.is_some()) {
                return Ok(());
            }
            let before = steps.iter().rev().filter(|one| one.revision < step.revision);
            let before = before.filter_map(|one| one.submission_id.as_deref()).next();
            self.dispatch(
                tx,
                &Dispatch {
                    submission,
                    kind,
                    route: &route,
                    agreement: &row.agreement,
                    issuer: &row.issuer,
                    co_number: &row.number,
                    revision: step.revision,
                    destination: &row.destination,
                    document: &document,
                    document_sha256: &step.document_sha,
                    depends_on: before.and_then(|id| Uuid::parse_str(id).ok()),
                    numbered: None,
                },
            )
        })?;
        self.wake.notify_one();
        self.changed(&[Tag::Outbox, Tag::Certificates, Tag::Journal, Tag::App]);
        Ok(())
    }

    /// Answers what is owed, as far as there is a key and a way.
    pub(crate) fn answer_owed(&self) -> Result<(), OfficeError> {
        if !self.can_answer()? {
            return Ok(());
        }
        for row in self.read(|reader| Ok(reader.inbound_unanswered()?))? {
            self.answer_late(&row)?;
        }
        let mut decisions: BTreeMap<(String, String, String), Vec<UseRow>> = BTreeMap::new();
        for one in self.read(|reader| Ok(reader.uses_untold()?))? {
            let key = (one.issuer.clone(), one.number.clone(), one.declaration.clone());
            decisions.entry(key).or_default().push(one);
        }
        for ((issuer, number, _), uses) in decisions {
            let image = self.read(|reader| Ok(reader.inbound_images(&issuer, &number)?))?;
            if let Some(row) = image.into_iter().find(|row| !row.item_id.is_empty() && row.seal_holds) {
                self.tell_late(&row, &uses)?;
            }
        }
        Ok(())
    }

    /// The result of receiving.
    fn answer_late(&self, row: &InboundRow) -> Result<(), OfficeError> {
        let Some(bytes) = self.bytes_of(&row.number, &row.document_sha)? else { return Ok(()) };
        let (times, beside) = (self.times_of(row)?, self.beside(&row.document_sha)?);
        let examined = self.with_eyes_and(&beside, |eyes| eyes.look(&bytes, &times, &[]));
        let about = match examined.certificate() {
            Some(certificate) => About::record(row, certificate),
            None => About::unread(row),
        };
        self.write_as_worker(|tx| {
            // Somebody else may have been faster since it was looked for.
            let answers = tx.outbox_about(&row.issuer, &row.number)?;
            if answers.iter().any(|sent| sent.kind == Kind::Response.as_str() && sent.revision == row.revision) {
                return Ok(());
            }
            self.answer_arrival(tx, row, Placement::First, &examined, &about)
        })?;
        self.queued_late();
        Ok(())
    }

    /// The decisions on one declaration.
    fn tell_late(&self, row: &InboundRow, uses: &[UseRow]) -> Result<(), OfficeError> {
        let Some(bytes) = self.bytes_of(&row.number, &row.document_sha)? else { return Ok(()) };
        let examined = self.with_eyes(|eyes| eyes.look(&bytes, &[], &[]));
        let Some(certificate) = examined.certificate() else { return Ok(()) };
        let said = |one: &UseRow| ItemUse {
            sequence: one.sequence,
            quantity: one.quantity,
            unit: one.unit.clone(),
            granted: one.state == "granted",
            reason: if one.state == "granted" { String::new() } else { one.reason.clone() },
            declaration: one.declaration.clone(),
            declared_on: one.declared_on,
        };
        let items: Vec<ItemUse> = uses.iter().map(said).collect();
        let ids: Vec<i64> = uses.iter().map(|one| one.id).collect();
        let (granted, refused) = (items.iter().any(|item| item.granted), items.iter().any(|item| !item.granted));
        let answer = NewAnswer {
            kind: AnswerKind::Utilisation,
            outcome: match (granted, refused) {
                (true, false) => Outcome::Accepted,
                (true, true) => Outcome::AcceptedWithWarnings,
                (false, _) => Outcome::Refused,
            },
            reason: items.first().filter(|_| !granted).map_or_else(String::new, |item| item.reason.clone()),
            note: String::new(),
            items,
        };
        self.write_as_worker(|tx| {
            for id in &ids {
                if !tx.use_by_id(*id)?.answer.is_empty() {
                    return Ok(());
                }
            }
            if let Some(submission) = self.queue_answer(tx, &About::record(row, certificate), &answer)? {
                for id in &ids {
                    tx.use_answered(*id, &submission.to_string())?;
                }
            }
            Ok(())
        })?;
        self.queued_late();
        Ok(())
    }

    /// The bytes of a document; none when they are damaged, which holds no other one up.
    pub(crate) fn bytes_of(&self, number: &str, sha256: &str) -> Result<Option<Vec<u8>>, OfficeError> {
        match self.read(|reader| Ok(reader.document_bytes(sha256)?)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(OfficeError::Store(StoreError::FileMissing { name } | StoreError::FileChanged { name })) => {
                tracing::error!(number, name, "the bytes of a document are damaged");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn queued_late(&self) {
        self.wake.notify_one();
        self.changed(&[Tag::Outbox, Tag::Journal, Tag::App]);
    }
}
