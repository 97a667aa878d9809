//! How does a draft become a certificate, or a self-declaration? The legal act: number, document, signature, paper, outbox, in that order
//! (`seal-and-paper.md` 4.4).
//!
//! What a certificate says is decided in `tamga-origin`, how it is written in `tamga-formats`, signed in `tamga-seal`,
//! printed in `tamga-paper` and kept in `tamga-store`; here stands only the order, and what happens when a step fails.

use tamga_formats::{co_xml, paths};
use tamga_origin::draft::Issuing;
use tamga_origin::finding::blocks;
use tamga_origin::profile::{AgreementProfile, StampAsked};
use tamga_origin::states::{CertificateContext, CertificateEvent, step_certificate};
use tamga_origin::trust::KeyUse;
use tamga_origin::{Certificate, Finding, Moment, Severity, Timestamp};
use tamga_paper::Paper;
use tamga_protocol::Kind;
use tamga_seal::{Batch, Chain, Class, Judge, Question, Sealed, SignError, Signer, sign_co};
use tamga_store::{NewCertificate, StoreError};
use uuid::Uuid;

use crate::Pin;
use crate::changes::Tag;
use crate::dispatch::{Dispatch, XML};
use crate::error::{ErrorCode, OfficeError};
use crate::frozen::Frozen;
use crate::index;
use crate::office::Office;
use crate::paper::ATTACHED;
use crate::print::must_be_printable;
use crate::stamps::{UNREACHABLE, keep_stamp};

/// A certificate was issued, or a self-declaration made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// Its number.
    pub number: String,
    /// Is it a self-declaration, which nobody certified?
    pub is_self_declaration: bool,
    /// SHA-256 of the signed bytes, hex.
    pub document_sha256: String,
    /// The submission that carries it; none when no route leads to its destination.
    pub submission_id: Option<Uuid>,
    /// What was noticed on paper.
    pub findings: Vec<Finding>,
}

impl Office {
    /// Issues a draft: one transaction at the end, nothing half-issued before it.
    ///
    /// # Errors
    /// `Stale`, `Blocked` with findings, wrong or locked PIN, a key that is unknown, ended or not entitled, no number
    /// left, a page that does not hold the content, a full disk. The draft stays, a reserved number becomes void.
    pub fn issue(&self, draft: i64, stamp: i64, key: &str, pin: &Pin) -> Result<Issued, OfficeError> {
        let application = self.application(draft, stamp)?;
        self.must_be_entitled(key, &application)?;
        let mut signer = self.unlock_key(key, pin)?;
        self.certify(&application, &mut signer)
    }

    /// Issues several drafts with the key unlocked once. `told` hears of each as it ends. A fault of one does not stop
    /// the others; a full disk, a card that is gone or refuses its PIN, a demanded stamp whose service is out of reach
    /// stops all that are left: for them there is no result, and their drafts stay as they are.
    ///
    /// # Errors
    /// What keeps the key from being opened.
    pub fn issue_many(
        &self,
        drafts: &[(i64, i64)],
        key: &str,
        pin: &Pin,
        told: &mut dyn FnMut(usize, &Result<Issued, OfficeError>),
    ) -> Result<Vec<Result<Issued, OfficeError>>, OfficeError> {
        self.key_chain(key)?;
        let mut signer = self.unlock_key(key, pin)?;
        let mut results = Vec::with_capacity(drafts.len());
        for (at, (draft, stamp)) in drafts.iter().enumerate() {
            let issued = self.application(*draft, *stamp).and_then(|application| {
                self.must_be_entitled(key, &application)?;
                self.certify(&application, &mut signer)
            });
            told(at, &issued);
            let stops = issued.as_ref().is_err_and(ends_a_batch);
            results.push(issued);
            if stops {
                break;
            }
        }
        Ok(results)
    }

    /// The last space is kept for receipts: after a full disk nothing new is issued until there is enough of it again.
    pub(crate) fn must_have_space(&self) -> Result<(), OfficeError> {
        if self.store.is_space_short() { Ok(self.store.restore_ballast()?) } else { Ok(()) }
    }

    /// Step 1: the draft as it was read, with nothing that stops it.
    fn application(&self, draft: i64, stamp: i64) -> Result<Application<'_>, OfficeError> {
        self.issuer()?;
        self.must_have_space()?;
        let view = self.open_draft(draft)?;
        if view.stamp != stamp {
            return Err(StoreError::Stale { what: "draft", id: draft.to_string() }.into());
        }
        let profile = self.profile(&view.agreement)?;
        if blocks(&view.findings) {
            return Err(self.stopped(view.findings, profile));
        }
        // What cannot be printed is found before a number is taken for it.
        must_be_printable(&self.print_draft(&view.certificate, profile)?)?;
        Ok(Application { draft, stamp, certificate: view.certificate, profile })
    }

    /// Findings that stop an issue; what has a code of its own keeps it, because the window does something else for it.
    fn stopped(&self, findings: Vec<Finding>, profile: &AgreementProfile) -> OfficeError {
        let stop = |finding: &&Finding| finding.severity == Severity::Block;
        let all = |code: &str| findings.iter().filter(stop).all(|finding| finding.code == code);
        match self.issuer() {
            Ok(issuer) if all("number.block_empty") => {
                let (issuer, agreement) = (issuer.code.clone(), profile.id.clone());
                StoreError::NumberBlockEmpty { issuer, agreement }.into()
            }
            Ok(_) if all("layout.overflow") => OfficeError::Overflow(findings),
            _ => OfficeError::Blocked(findings),
        }
    }

    /// Step 2: nobody signs what the border must refuse. Our own trust list is asked, before the PIN is.
    fn must_be_entitled(&self, key: &str, application: &Application<'_>) -> Result<(), OfficeError> {
        let chain = self.key_chain(key)?;
        let usage = KeyUse::of_proof(application.profile.proof_type());
        self.may_sign(&chain, usage, &application.certificate, application.profile)
    }

    /// Asks our own trust list whether a key may sign a certificate of this form now.
    pub(crate) fn may_sign(
        &self,
        chain: &Chain,
        usage: KeyUse,
        certificate: &Certificate,
        profile: &AgreementProfile,
    ) -> Result<(), OfficeError> {
        let trust = self.trust_history();
        let policy = self.policy();
        let at_hand = self.at_hand();
        let judge = Judge::new(&trust, &policy).beside(&at_hand);
        let question = Question {
            usage,
            issuer: &self.issuer()?.code,
            scheme: &profile.id,
            form: &profile.form.code,
            destination: &certificate.transport.destination_country,
            stamp: StampAsked::No,
            status: &[],
        };
        let reasons = judge.may_sign(chain, &question, self.now());
        let stopping: Vec<Finding> =
            reasons.into_iter().filter(|reason| reason.class > Class::Note).map(|reason| reason.finding).collect();
        if stopping.is_empty() { Ok(()) } else { Err(OfficeError::NotEntitled(stopping)) }
    }

    /// Steps 3 to 10: a number is reserved first, in a commit of its own, because signing may take seconds and a number
    /// must never be used twice. Whatever goes wrong after that makes it void.
    fn certify(&self, application: &Application<'_>, signer: &mut Batch) -> Result<Issued, OfficeError> {
        self.with_new_number(application.profile, |number| self.under_number(number, application, signer))
    }

    /// Reserves a number for a legal act, and makes it void when the act fails.
    pub(crate) fn with_new_number(
        &self,
        profile: &AgreementProfile,
        act: impl FnOnce(&str) -> Result<Issued, OfficeError>,
    ) -> Result<Issued, OfficeError> {
        let number = self.reserve_number(profile)?;
        let issued = act(&number);
        match &issued {
            Ok(_) => {
                self.wake.notify_one();
                self.evidence_wake.notify_one();
                self.changed(&[Tag::Drafts, Tag::Certificates, Tag::Outbox, Tag::Journal, Tag::App]);
            }
            Err(error) => {
                // On a full disk this fails too; the next start finds the reservation and makes it void.
                if let Err(second) = self.void_number(&number, error.code().word()) {
                    tracing::warn!(number, %second, "a reserved number could not be made void now");
                }
            }
        }
        issued
    }

    fn under_number(
        &self,
        number: &str,
        application: &Application<'_>,
        signer: &mut Batch,
    ) -> Result<Issued, OfficeError> {
        let now = self.now().to_seconds();
        let image = self.image(number, now, application, signer)?;
        let unsigned = co_xml::write_certificate(&image)?;
        let sealed = sign_co(&unsigned, now, signer)?;
        self.must_read_back(&image, &sealed)?;
        let frozen = self.frozen(sealed, application.profile)?;
        let page = self.print_certificate(&image, &frozen.sealed, ATTACHED, application.profile, signer)?;
        let source = Source::Draft { id: application.draft, stamp: application.stamp };
        self.commit_issue(now, &source, application.profile, &image, frozen, &page)
    }

    /// The certificate as it is signed, checked once more with its number and its life.
    fn image(
        &self,
        number: &str,
        now: Timestamp,
        application: &Application<'_>,
        signer: &Batch,
    ) -> Result<Certificate, OfficeError> {
        let told = &self.facts().told;
        let document_id = self.surroundings().uuid()?.simple().to_string();
        let image = application.certificate.prepared_for_issue(
            &Issuing {
                number,
                document_id: &document_id,
                issued_at: Moment::Instant(now),
                place: &told.place,
                issuer: self.issuer()?,
                officer: signer.certificate().leaf.name(),
                officer_title: &told.title,
                demonstration: told.demonstration,
            },
            application.profile,
        );
        let findings = self.judge(&image, application.profile)?;
        if blocks(&findings) {
            return Err(OfficeError::Blocked(findings));
        }
        let context = CertificateContext {
            revision: 0,
            next_revision: image.revision,
            // The officer who signs approves with the same step what passed the checks; that form and lists are in
            // force is among them.
            approved: true,
            in_force: true,
            blocking: 0,
            number_free: true,
            entitled: true,
            ..CertificateContext::default()
        };
        step_certificate(None, CertificateEvent::Issue, &context)?;
        Ok(image)
    }

    /// Step 7: what was approved is what was signed, read from the verified bytes.
    fn must_read_back(&self, image: &Certificate, sealed: &Sealed) -> Result<(), OfficeError> {
        let gated = sealed.signed.gated().map_err(OfficeError::Gate)?;
        let read = co_xml::read_certificate(&gated)?.value;
        if read == *image {
            return Ok(());
        }
        let path = paths::differing(image, &read).into_iter().next().unwrap_or_default();
        Err(OfficeError::ReadBackDiffers(path))
    }

    /// Step 10, T1: document, page, number, certificate, envelope, journal and the end of the draft, or nothing.
    pub(crate) fn commit_issue(
        &self,
        now: Timestamp,
        source: &Source<'_>,
        profile: &AgreementProfile,
        image: &Certificate,
        frozen: Frozen,
        page: &Paper,
    ) -> Result<Issued, OfficeError> {
        let Frozen { sealed, stamp, findings } = frozen;
        let (issuer, number) = (&image.issuer.code, &image.number);
        let destination = &image.transport.destination_country;
        let kind = if image.is_self_declaration() { Kind::Declaration } else { Kind::Issue };
        let route = self.route_for(&kind, destination, &image.scheme.code);
        let submission = route.as_ref().map(|_| self.surroundings().uuid()).transpose()?;
        let submission_text = submission.map(|id| id.to_string());
        self.write(|tx| {
            tx.document_keep(&sealed.bytes, XML)?;
            let pdf = tx.document_keep(&page.bytes, "application/pdf")?;
            tx.number_use(issuer, number, &self.surroundings().boot_id, submission_text.as_deref())?;
            if let (Some(route), Some(submission)) = (&route, submission) {
                self.dispatch(
                    tx,
                    &Dispatch {
                        submission,
                        kind: kind.clone(),
                        route,
                        agreement: &image.scheme.code,
                        issuer,
                        co_number: number,
                        revision: image.revision,
                        destination,
                        document: &sealed.bytes,
                        document_sha256: &sealed.sha256,
                        depends_on: None,
                        numbered: None,
                    },
                )?;
            }
            tx.certificate_add(&NewCertificate {
                issuer: issuer.clone(),
                number: number.clone(),
                issued_at: now,
                issued_on: now.date(),
                index: index::of_certificate(image),
                document_sha: sealed.sha256.clone(),
                pdf_sha: Some(pdf.sha256),
                submission_id: submission_text.clone(),
            })?;
            if let Some(stamp) = &stamp {
                keep_stamp(tx, &sealed.sha256, stamp)?;
            }
            match source {
                Source::Draft { id, stamp } => tx.draft_delete(*id, *stamp)?,
                Source::Application(signed) => {
                    tx.document_keep(signed, XML)?;
                }
            }
            let revision = profile.revision.to_string();
            let (digest, grid) = self.profile_digests(&profile.id);
            let about = [
                ("number", number.as_str()),
                ("sha256", &sealed.sha256),
                ("profile", &profile.id),
                ("revision", &revision),
                ("profile_sha256", &digest),
                ("grid_sha256", &grid),
            ];
            match image.is_self_declaration() {
                true => tx.journal_add("declaration.made", number, &about)?,
                false => tx.journal_add("certificate.issued", number, &about)?,
            };
            Ok(())
        })?;
        Ok(Issued {
            number: number.clone(),
            is_self_declaration: image.is_self_declaration(),
            document_sha256: sealed.sha256,
            submission_id: submission,
            findings: [page.findings.clone(), findings].concat(),
        })
    }
}

/// Would the next item of a batch fail in the same way, or cost a number or the card another try?
fn ends_a_batch(error: &OfficeError) -> bool {
    match error {
        OfficeError::Seal(
            SignError::TokenGone(_)
            | SignError::TokenBusy
            | SignError::TokenFailed(_)
            | SignError::CardPinWrong(_)
            | SignError::CardLocked,
        ) => true,
        OfficeError::Blocked(findings) => findings.iter().any(|finding| finding.code == UNREACHABLE),
        other => other.code() == ErrorCode::DiskFull,
    }
}

/// What a certificate was made from.
pub(crate) enum Source<'a> {
    /// A draft, which ends with it.
    Draft {
        /// Its id.
        id: i64,
        /// Its stamp when it was read.
        stamp: i64,
    },
    /// What an exporter signed; kept, so that it is certified once only.
    Application(&'a [u8]),
}

/// A draft that may be issued.
struct Application<'a> {
    draft: i64,
    stamp: i64,
    certificate: Certificate,
    profile: &'a AgreementProfile,
}
