//! How does a COD that its exporter signed become a certificate? The same legal act as issuing a draft (`issue`), over
//! bytes that stay as the exporter signed them: the body's part is put in, then the official's signature
//! (`seal-and-paper.md` 4.3).
//!
//! Where bytes are put in is known to `tamga-formats` and `tamga-seal`; here stand the order and the questions.

use tamga_formats::aladi::{self, Stage, Style};
use tamga_formats::co_xml::Document;
use tamga_formats::{Dialect, Limits, Read, paths, recognise};
use tamga_origin::finding::blocks;
use tamga_origin::profile::AgreementProfile;
use tamga_origin::trust::KeyUse;
use tamga_origin::{Attestation, Certificate, Finding, Flag, Moment, Severity, Timestamp};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Batch, Chain, CodSignature, Sealed, SignError, Signer, sign_cod};

use crate::Pin;
use crate::error::OfficeError;
use crate::frozen::{Frozen, must_have_place_for_stamp};
use crate::issue::{Issued, Source};
use crate::keys::KeptFor;
use crate::office::Office;
use crate::sealed::{self, Closed, Opened, instant};

impl Office {
    /// Puts the exporter's signature into a COD; what comes out is an application, and nothing of it is kept here.
    ///
    /// # Errors
    /// A file that is no COD, `StateConflict` when it was signed already, a date of declaration that is missing or lies
    /// outside the life of the key's certificate, a key that is not kept for exporters, wrong or locked PIN.
    pub fn sign_application(&self, document: &[u8], key: &str, pin: &Pin) -> Result<Sealed, OfficeError> {
        let read = read_cod(document)?.certificate;
        let declared = read.exporter_declaration.as_ref().and_then(|declaration| declaration.date);
        let missing = Finding::block("gap.required", "exporter_declaration.date").with("where", "DeclarationDate");
        let at = instant(declared.ok_or_else(|| OfficeError::Blocked(vec![missing]))?);
        let mut signer = self.unlock_key_for(KeptFor::Exporter, key, pin)?;
        let signed = sign_cod(document, CodSignature::Exporter, at, &mut signer)?;
        self.write(|tx| {
            tx.journal_add("file.signed", &signed.sha256, &[("sha256", signed.sha256.as_str())])?;
            Ok(())
        })?;
        Ok(signed)
    }

    /// Certifies a COD that its exporter signed: number, the body's part, the official's signature, paper, outbox; one
    /// transaction at the end.
    ///
    /// # Errors
    /// `Blocked` with findings (the exporter's signature does not hold, rules of the form, certified before),
    /// `StateConflict` for another stage, and what [`Office::issue`] answers. A reserved number becomes void.
    pub fn certify_application(&self, document: &[u8], key: &str, pin: &Pin) -> Result<Issued, OfficeError> {
        self.issuer()?;
        self.must_have_space()?;
        let application = self.signed_application(document)?;
        let chain = self.key_chain(key)?;
        application.must_not_be_by(&chain)?;
        must_have_place_for_stamp(application.profile.stamp_asked(&self.confirmations()?))?;
        self.may_sign(&chain, KeyUse::Co, &application.certificate, application.profile)?;
        let mut signer = self.unlock_key(key, pin)?;
        self.with_new_number(application.profile, |number| self.certify_under(number, &application, &mut signer))
    }

    /// What the exporter signed, read from the signed bytes, with nothing that stops it.
    fn signed_application<'a>(&'a self, document: &'a [u8]) -> Result<Application<'a>, OfficeError> {
        let read = read_cod(document)?;
        if read.stage != Some(Stage::ExporterSigned) {
            return Err(SignError::Order { wanted: CodSignature::Official }.into());
        }
        let opened = sealed::open(document).map_err(closed)?;
        let outlived = opened.exporter_certificate();
        let Opened { document: content, mut noticed, seal, .. } = opened;
        let exporter = seal.signer.as_ref().map(|signer| signer.public.clone()).unwrap_or_default();
        let certificate = match content {
            Document::Certificate(certificate) => certificate,
            _ => return Err(OfficeError::FormatUnknown),
        };
        noticed.extend(outlived.map(|finding| Finding { severity: Severity::Block, ..finding }));
        let signed = seal.signed.as_slice().to_vec();
        if self.read(|reader| Ok(reader.document(&sha256_hex(&signed)).is_ok()))? {
            noticed.push(Finding::block("cod.certified_before", ""));
        }
        if blocks(&noticed) {
            return Err(OfficeError::Blocked(noticed));
        }
        let profile = self.profile(&certificate.scheme.code)?;
        Ok(Application { document, version: read.version, certificate, signed, exporter, profile })
    }

    fn certify_under(
        &self,
        number: &str,
        application: &Application<'_>,
        signer: &mut Batch,
    ) -> Result<Issued, OfficeError> {
        let now = self.now().to_seconds();
        let (image, entered) = self.with_our_part(number, now, application)?;
        let sealed = sign_cod(&entered, CodSignature::Official, now, signer)?;
        must_read_back(&image, &sealed)?;
        let page = self.page_of(&image, application.profile, signer);
        let name = format!("{number}.xml");
        let page = self.print_certificate(&page, &sealed, &name, application.profile, signer)?;
        let source = Source::Application(&application.signed);
        self.commit_issue(now, &source, application.profile, &image, Frozen::bare(sealed), &page)
    }

    /// What the page shows: also who certified and where, and the word of the demonstration, for which the format has no
    /// place.
    fn page_of(&self, image: &Certificate, profile: &AgreementProfile, signer: &Batch) -> Certificate {
        let told = &self.facts().told;
        let mut page = sealed::as_meant(image, profile);
        if let Some(certification) = &mut page.certification {
            certification.name = signer.certificate().leaf.name().to_owned();
            certification.title.clone_from(&told.title);
            certification.place = told.place.clone();
        }
        if told.demonstration {
            page.flags.push(Flag::Test);
        }
        page
    }

    /// Stage 3: the document with the body's part put in, and what it says then.
    fn with_our_part(
        &self,
        number: &str,
        now: Timestamp,
        application: &Application<'_>,
    ) -> Result<(Certificate, Vec<u8>), OfficeError> {
        let issued_at = Some(Moment::Instant(now));
        let ours = Certificate {
            number: number.to_owned(),
            issued_at,
            issue_place: self.facts().told.place.clone(),
            issuer: self.issuer()?.clone(),
            certification: Some(Attestation { date: issued_at, ..Attestation::default() }),
            ..application.certificate.clone()
        };
        let style = Style { version: application.version, ..Style::default() };
        let part = aladi::issue_part(&ours, &style)?;
        let document = aladi::with_issue_part(application.document, &part)?;
        let limits = Limits::default();
        let gated = aladi::gate(&document, &limits)?;
        let Read { value, mut findings } = aladi::read(&gated, &limits)?;
        let image = value.certificate;
        findings.iter_mut().for_each(name_our_gaps);
        findings.extend(self.judge(&sealed::as_meant(&image, application.profile), application.profile)?);
        if blocks(&findings) {
            return Err(OfficeError::Blocked(findings));
        }
        Ok((image, document))
    }
}

/// What an exporter signed.
struct Application<'a> {
    document: &'a [u8],
    version: aladi::Version,
    certificate: Certificate,
    /// The bytes that were signed.
    signed: Vec<u8>,
    /// The public key they were signed with.
    exporter: Vec<u8>,
    profile: &'a AgreementProfile,
}

impl Application<'_> {
    /// Two signatures are two persons' words: a key that declared something does not certify it.
    fn must_not_be_by(&self, official: &Chain) -> Result<(), OfficeError> {
        if self.exporter != official.leaf.public {
            return Ok(());
        }
        let finding = Finding::block("cod.one_signer", "exporter_declaration").with("name", official.leaf.name());
        Err(OfficeError::Blocked(vec![finding]))
    }
}

/// What the body's own part lacks is no fault of the application: it is said where this office is described.
fn name_our_gaps(finding: &mut Finding) {
    if finding.code == "gap.required" && finding.path.starts_with("issuer.") {
        let params = std::mem::take(&mut finding.params);
        *finding = Finding { params, ..Finding::block("office.entry_missing", finding.path.clone()) };
    }
}

fn read_cod(document: &[u8]) -> Result<aladi::Document<'_>, OfficeError> {
    let limits = Limits::default();
    limits.admit(document)?;
    if recognise(document) != Some(Dialect::AladiCod) {
        return Err(OfficeError::FormatUnknown);
    }
    Ok(aladi::read(&aladi::gate(document, &limits)?, &limits)?.value)
}

fn closed(why: Closed) -> OfficeError {
    match why {
        Closed::Seal(refusal) => {
            OfficeError::Blocked(refusal.reasons.into_iter().map(|reason| reason.finding).collect())
        }
        Closed::Content { error, .. } => error.into(),
    }
}

/// What was approved is what was signed, read from the verified bytes.
fn must_read_back(image: &Certificate, sealed: &Sealed) -> Result<(), OfficeError> {
    let gated = sealed.signed.gated().map_err(OfficeError::Gate)?;
    let read = aladi::read_signed(&gated, &Limits::default())?.value;
    match paths::differing(image, &read).into_iter().next() {
        None => Ok(()),
        Some(path) => Err(OfficeError::ReadBackDiffers(path)),
    }
}
