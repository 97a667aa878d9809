//! Which certificates were revoked meanwhile? Lists and answers are fetched from the addresses the trust list names for
//! each body, never from one a document names, and never while somebody waits for a verdict. What waited for an answer is
//! judged again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tamga_courier::{Errand, Errands};
use tamga_origin::Timestamp;
use tamga_origin::trust::{TrustList, TrustedIssuer};
use tamga_seal::revocation::{OcspAnswer, RevocationList, ocsp_question, without_armour};
use tamga_seal::{SignerCertificate, Whole};
use tamga_store::{AnswerAtHandRow, InboundRow, NewAnswerAtHand, NewSupport, Tx};

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::support::sealed;

/// Issued certificates looked at after each fetch; the others have their turn with the next.
const AT_ONCE: u32 = 500;
/// How long a list or an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// What fetching did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RevocationReport {
    /// Lists and answers fetched.
    pub fetched: u64,
    /// Of them, those that say something new.
    pub learnt: u64,
    /// Addresses that gave nothing usable, with what was said.
    pub faults: Vec<(String, String)>,
    /// Numbers of received certificates that were judged again.
    pub judged_again: Vec<String>,
}

/// A received certificate whose verdict waits for an answer about revocation.
struct Waiting {
    row: InboundRow,
    whole: Whole,
}

impl Office {
    /// Fetches what the trust list names for each body, and judges again what waited for it.
    ///
    /// # Errors
    /// A store that cannot be read or written. Addresses that give nothing are in the report.
    pub async fn fetch_revocation(self: &Arc<Self>) -> Result<RevocationReport, OfficeError> {
        let mut report = RevocationReport::default();
        let Some(list) = self.trust_list() else { return Ok(report) };
        if list.issuers.iter().all(|issuer| issuer.policy.crls.is_empty() && issuer.policy.ocsps.is_empty()) {
            return Ok(report);
        }
        let errands = Errands::new(self.partner().and_then(|partner| partner.proxy).as_deref())?;
        let waiting = self.aside(|desk| desk.waiting_for_answers()).await?;
        for issuer in &list.issuers {
            for address in &issuer.policy.crls {
                let answer = errands.run(&Errand::revocation_list(address, PATIENCE)).await;
                let read =
                    answer.map_err(|fault| fault.to_string()).and_then(|bytes| list_at_hand(issuer, address, &bytes));
                self.keep_answer(read, address, &mut report)?;
            }
            // One question for each certificate, however many documents it signed.
            let own = waiting.iter().filter(|one| answers_to(issuer, &one.row.issuer));
            let questions: BTreeMap<_, _> = own.filter_map(|one| question(issuer, &one.whole)).collect();
            for (certificate, question) in &questions {
                for address in &issuer.policy.ocsps {
                    let answer = errands.run(&Errand::ocsp(address, question.clone(), PATIENCE)).await;
                    let read = answer.map_err(|fault| fault.to_string());
                    let read = read.and_then(|bytes| answer_at_hand(issuer, address, certificate, bytes));
                    self.keep_answer(read, address, &mut report)?;
                }
            }
        }
        if report.learnt > 0 {
            self.forget_at_hand();
            report.judged_again = self
                .aside(move |desk| {
                    desk.keep_beside_issued(&list)?;
                    desk.judge_waiting(waiting, &list)
                })
                .await?;
            self.changed(&[Tag::Received, Tag::Journal]);
        }
        Ok(report)
    }

    /// Work that blocks, on a thread that may.
    pub(crate) async fn aside<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T, OfficeError> + Send + 'static,
    ) -> Result<T, OfficeError> {
        let desk = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&desk)).await;
        done.map_err(|_| OfficeError::Senseless("work aside broke off"))?
    }

    fn keep_answer(
        &self,
        read: Result<NewAnswerAtHand, String>,
        address: &str,
        report: &mut RevocationReport,
    ) -> Result<(), OfficeError> {
        let new = match read {
            Ok(new) => new,
            Err(said) => {
                tracing::info!(address, said, "nothing about revocation from there now");
                report.faults.push((address.to_owned(), said));
                return Ok(());
            }
        };
        report.fetched += 1;
        let is_new = self.write_as_worker(|tx| {
            let is_new = tx.answer_at_hand(&new)?;
            if is_new {
                let said = [("address", address), ("at", &new.made_at.rfc3339_seconds())];
                tx.journal_add("evidence.fetched", &new.issuer, &said)?;
            }
            Ok(is_new)
        })?;
        report.learnt += u64::from(is_new);
        Ok(())
    }

    /// Judges again what waits for answers, with those that are at hand now.
    pub(crate) fn judge_with_answers(&self, list: &TrustList) -> Result<Vec<String>, OfficeError> {
        self.keep_beside_issued(list)?;
        self.judge_waiting(self.waiting_for_answers()?, list)
    }

    fn waiting_for_answers(&self) -> Result<Vec<Waiting>, OfficeError> {
        let mut waiting = Vec::new();
        for row in self.read(|reader| Ok(reader.inbound_saying(&["revocation.unknown", "revocation.stale"])?))? {
            let Some(bytes) = self.bytes_of(&row.number, &row.document_sha)? else { continue };
            match sealed(&bytes) {
                Ok(whole) => waiting.push(Waiting { row, whole }),
                Err(error) => tracing::info!(number = row.number, %error, "its seal cannot be read"),
            }
        }
        Ok(waiting)
    }

    /// Keeps beside what was issued here the first answers that were made after it was signed: whoever is handed a copy
    /// can judge it for as long as they like.
    fn keep_beside_issued(&self, list: &TrustList) -> Result<(), OfficeError> {
        let Some(issuer) = self.facts().told.issuer.as_ref().filter(|_| self.facts().told.role.issues()) else {
            return Ok(());
        };
        for (document, signed_at) in self.read(|reader| Ok(reader.documents_unanswered(AT_ONCE)?))? {
            let Some(bytes) = self.bytes_of("", &document)? else { continue };
            let Ok(whole) = sealed(&bytes) else { continue };
            let answers = self.answers_about(list, &issuer.code, &whole, signed_at)?;
            if answers.is_empty() {
                continue;
            }
            self.write_as_worker(|tx| {
                keep_answers(tx, &document, &answers)?;
                tx.journal_add("evidence.kept", &document, &[("sha256", &document)])?;
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Answers at hand that speak of a document's signer, made at this moment or later.
    fn answers_about(
        &self,
        list: &TrustList,
        issuer: &str,
        whole: &Whole,
        since: Timestamp,
    ) -> Result<Vec<(Vec<u8>, AnswerAtHandRow)>, OfficeError> {
        let signer = whole.signer.as_ref().map(|signer| signer.sha256.clone()).unwrap_or_default();
        let Some(body) = list.issuers.iter().find(|body| answers_to(body, issuer)) else { return Ok(Vec::new()) };
        self.read(|reader| {
            let all = reader.answers_at_hand(&body.id)?.into_iter();
            let own = all.filter(|answer| answer.certificate.is_empty() || answer.certificate == signer);
            let late = own.filter(|answer| answer.made_at >= since);
            late.map(|answer| Ok((reader.document_bytes(&answer.bytes_sha)?, answer))).collect()
        })
    }

    /// Judges again what waited, and keeps beside each document the answers that speak of its signer.
    fn judge_waiting(&self, waiting: Vec<Waiting>, list: &TrustList) -> Result<Vec<String>, OfficeError> {
        let mut changed = Vec::new();
        for Waiting { row, whole } in waiting {
            let answers = self.answers_about(list, &row.issuer, &whole, Timestamp::from_millis(0))?;
            self.write_as_worker(|tx| {
                if keep_answers(tx, &row.document_sha, &answers)? {
                    tx.journal_add("evidence.kept", &row.number, &[("sha256", &row.document_sha)])?;
                }
                Ok(())
            })?;
            if self.judge_one_again(&row)? {
                changed.push(row.number);
            }
        }
        Ok(changed)
    }
}

/// Is this the body that a record calls by this code? By its own id, or by the code of its entity within its country, as a
/// COD names it (`aladi-cod.md` section 9).
pub(crate) fn answers_to(body: &TrustedIssuer, code: &str) -> bool {
    body.id == code || body.id.strip_prefix(body.country.as_str()).is_some_and(|entity| entity == code)
}

/// Keeps answers beside a document; was there something new among them?
fn keep_answers(tx: &Tx<'_>, document: &str, answers: &[(Vec<u8>, AnswerAtHandRow)]) -> Result<bool, OfficeError> {
    let mut kept = false;
    for (bytes, answer) in answers {
        let (kind, source) = (answer.kind.clone(), answer.address.clone());
        let new = NewSupport { kind, bytes: bytes.clone(), source, at: Some(answer.made_at) };
        kept |= tx.support_add(document, &new)?;
    }
    Ok(kept)
}

/// A fetched list, when it can be read and no authority of the body denies having signed it.
fn list_at_hand(issuer: &TrustedIssuer, address: &str, bytes: &[u8]) -> Result<NewAnswerAtHand, String> {
    let der = without_armour(bytes);
    let list = RevocationList::read(&der).map_err(said)?;
    let own: Vec<_> = authorities(issuer).filter(|authority| list.is_named_after(authority)).collect();
    // Of an authority below the anchors the certificate comes with the document; the judge asks it.
    if !own.is_empty() && !own.iter().any(|authority| list.is_signed_by(authority)) {
        return Err("revocation.signer".to_owned());
    }
    Ok(at_hand(issuer, "crl", address, "", der.to_vec(), list.this_update))
}

fn answer_at_hand(
    issuer: &TrustedIssuer,
    address: &str,
    certificate: &str,
    bytes: Vec<u8>,
) -> Result<NewAnswerAtHand, String> {
    let made_at = OcspAnswer::read(&bytes).map_err(said)?.produced_at();
    Ok(at_hand(issuer, "ocsp", address, certificate, bytes, made_at))
}

fn at_hand(
    issuer: &TrustedIssuer,
    kind: &str,
    address: &str,
    certificate: &str,
    bytes: Vec<u8>,
    made_at: Timestamp,
) -> NewAnswerAtHand {
    NewAnswerAtHand {
        issuer: issuer.id.clone(),
        kind: kind.to_owned(),
        address: address.to_owned(),
        certificate: certificate.to_owned(),
        bytes,
        made_at,
    }
}

fn said(reason: tamga_seal::Reason) -> String {
    reason.code().to_owned()
}

fn authorities(issuer: &TrustedIssuer) -> impl Iterator<Item = SignerCertificate> {
    let all = issuer.anchors.iter().flat_map(|anchor| &anchor.certificates);
    all.filter_map(|der| SignerCertificate::read(der).ok())
}

/// The certificate asked about, and the question, when its authority is known.
fn question(issuer: &TrustedIssuer, whole: &Whole) -> Option<(String, Vec<u8>)> {
    let certificate = whole.signer.as_ref()?;
    let brought = whole.above.iter().filter_map(|der| SignerCertificate::read(der).ok());
    let authority = brought.chain(authorities(issuer)).find(|one| certificate.is_issued_by(one))?;
    Some((certificate.sha256.clone(), ocsp_question(certificate, &authority)?))
}
