//! Which sealed document is it, and what do its signed bytes say? One way in for every dialect that carries seals: gate,
//! signatures, then the reader of that dialect over the signed bytes and over nothing else (`seal-and-paper.md` 10).

use tamga_formats::co_xml::{self, Document};
use tamga_formats::{Dialect, FormatError, Limits, Read, aladi, recognise, ubl};
use tamga_origin::draft::scheme;
use tamga_origin::layout::Bind;
use tamga_origin::profile::{AgreementProfile, Profiles};
use tamga_origin::trust::{TrustHistory, TrustList};
use tamga_origin::{Certificate, Date, Finding, Moment, Timestamp};
use tamga_seal::{Keys, Profile, Reason, Refusal, SignedBytes, Whole, check, tampering};
use tamga_xml::gate;

use crate::offset::latest;

/// A document whose seals are whole.
pub(crate) struct Opened {
    /// What it says.
    pub(crate) document: Document,
    /// What its reader noticed.
    pub(crate) noticed: Vec<Finding>,
    /// The seal that covers everything: of a COD the official's, until there is one the exporter's.
    pub(crate) seal: Whole,
    /// The seal beneath it: of a complete COD the exporter's.
    pub(crate) beneath: Option<Whole>,
}

impl Opened {
    /// Did an issuing body put its seal to it? A COD that only its exporter signed is an application.
    pub(crate) fn is_certified(&self) -> bool {
        self.seal.profile != Profile::CodExporter
    }

    /// Code of the body whose seal it has to be. A COD names country and entity apart; a trust list has them as one code,
    /// or the entity alone in an entry of that country.
    pub(crate) fn issuer(&self, certificate: &Certificate, trust: &TrustHistory) -> String {
        let (country, code) = (&certificate.issuer.address.country, &certificate.issuer.code);
        if !is_cod(self.seal.profile) {
            return code.clone();
        }
        let known = trust.newest().map(|held| held.list.code_of_entity(country, code));
        known.unwrap_or_else(|| TrustList::default().code_of_entity(country, code))
    }

    /// The certificate as its agreement means it, where that is more than the dialect has places for.
    pub(crate) fn as_meant(&self, certificate: &Certificate, profiles: &Profiles) -> Option<Certificate> {
        let profile = if is_cod(self.seal.profile) { profiles.find(&certificate.scheme.code) } else { None };
        profile.map(|profile| as_meant(certificate, profile))
    }

    /// The same seal at the last instant its time of signing can mean; none where that is one instant.
    pub(crate) fn at_the_latest(&self) -> Option<Whole> {
        let Document::Certificate(certificate) = &self.document else { return None };
        let moment = certificate.issued_at.filter(|_| self.seal.profile == Profile::CodOfficial)?;
        let is_open = |finding: &Finding| {
            let place = finding.params.iter().any(|(_, value)| value.ends_with("CertificateDate"));
            finding.code == "read.zone_assumed" && place
        };
        if matches!(moment, Moment::Instant(_)) && !self.noticed.iter().any(is_open) {
            return None;
        }
        let mut seal = self.seal.clone();
        seal.claimed.at = Some(latest(moment, &certificate.issuer.address.country));
        Some(seal)
    }

    /// The last day a certificate counts: the one it states, else the one its form computes.
    pub(crate) fn last_day(&self, profiles: &Profiles, today: Date) -> Option<Date> {
        let Document::Certificate(certificate) = &self.document else { return None };
        let computed = || profiles.judging(certificate, today).and_then(|profile| certificate.last_day(profile));
        certificate.valid_to.or_else(computed)
    }

    /// Two signatures of a COD are two persons' words: a key that is the official's declares nothing for an exporter.
    pub(crate) fn one_signer(&self) -> Option<Finding> {
        let (exporter, official) = (self.beneath.as_ref()?.signer.as_ref()?, self.seal.signer.as_ref()?);
        let finding = || Finding::warn("cod.one_signer", "exporter_declaration").with("name", official.name());
        (exporter.public == official.public).then(finding)
    }

    /// Whether the exporter's certificate was in its life when the exporter signed is asked by the body that certifies;
    /// afterwards it is worth knowing.
    pub(crate) fn exporter_certificate(&self) -> Option<Finding> {
        let Document::Certificate(certificate) = &self.document else { return None };
        let exporter = self.beneath.as_ref().or((!self.is_certified()).then_some(&self.seal))?;
        let (signer, at) = (exporter.signer.as_ref()?, claimed(Profile::CodExporter, certificate)?);
        let finding = || Finding::info("cod.exporter_certificate", "exporter_declaration.date");
        (!signer.lives_at(at)).then(|| finding().with("found", at.date()).with("name", signer.name()))
    }
}

/// What a COD says without writing it: the form of its agreement beside that of its schema, the words of the
/// certification, which the official's signature stands for, and the exporter's country as origin where the form has no
/// place for another.
pub(crate) fn as_meant(certificate: &Certificate, profile: &AgreementProfile) -> Certificate {
    let mut meant = Certificate { scheme: scheme(profile), ..certificate.clone() };
    if let Some(certification) = meant.certification.as_mut().filter(|certification| certification.text.is_empty()) {
        certification.text = profile.wording(Bind::Certification).to_owned();
    }
    let exporting = &certificate.transport.export_country;
    for item in meant.items.iter_mut().filter(|item| item.origin.country.is_empty()) {
        item.origin.country.clone_from(exporting);
    }
    meant
}

/// Why a sealed document was not opened.
pub(crate) enum Closed {
    /// A seal does not hold, or cannot be judged.
    Seal(Refusal),
    /// Sealed, and yet no document that is known here; a fault where it claims to be of our own form.
    Content {
        /// Why its reader refused it.
        error: FormatError,
        /// Does it claim to be of our own form?
        own: bool,
    },
}

impl From<Refusal> for Closed {
    fn from(refusal: Refusal) -> Self {
        Self::Seal(refusal)
    }
}

/// The bounds of the gate: our own form is stricter than those that others write.
pub(crate) fn bounds(bytes: &[u8]) -> tamga_xml::Limits {
    match recognise(bytes) {
        Some(Dialect::Ubl | Dialect::AladiCod) => tamga_xml::Limits::FOREIGN,
        _ => tamga_xml::Limits::OWN,
    }
}

/// Opens a sealed document.
pub(crate) fn open(bytes: &[u8]) -> Result<Opened, Closed> {
    let gated = gate(bytes, &bounds(bytes)).map_err(Refusal::from)?;
    let mut seals = check(&gated, Keys::InDocument)?;
    let Some(mut seal) = seals.pop() else { return Err(Refusal::unknown("shape.no_signature", "").into()) };
    let own = seal.profile == Profile::Co1;
    let read = read(&seal.signed, seal.profile)?.map_err(|error| Closed::Content { error, own })?;
    let Read { value: document, findings: noticed } = read;
    if let (None, Document::Certificate(certificate)) = (seal.claimed.at, &document) {
        seal.claimed.at = claimed(seal.profile, certificate);
    }
    Ok(Opened { document, noticed, seal, beneath: seals.pop() })
}

/// What can be said about a change, beside that there was one (`seal-and-paper.md` 7.3).
pub(crate) fn explain(bytes: &[u8], refusal: &Refusal) -> Vec<Reason> {
    gate(bytes, &bounds(bytes)).map_or_else(|_| Vec::new(), |gated| tampering(&gated, refusal))
}

/// Reads what a seal covers.
fn read(signed: &SignedBytes, profile: Profile) -> Result<Result<Read<Document>, FormatError>, Refusal> {
    let gated = signed.gated()?;
    if profile == Profile::Co1 {
        return Ok(co_xml::read_document(&gated));
    }
    let limits = Limits::default();
    let read =
        if is_cod(profile) { aladi::read_signed(&gated, &limits) } else { ubl::read(signed.as_slice(), &limits) };
    Ok(read.map(|read| Read { value: Document::Certificate(read.value), findings: read.findings }))
}

fn is_cod(profile: Profile) -> bool {
    matches!(profile, Profile::CodExporter | Profile::CodOfficial)
}

/// The time of signing where the seal has none of its own: the date inside the data (ALADI/SEC/di 2327, 2.4.5).
fn claimed(profile: Profile, certificate: &Certificate) -> Option<Timestamp> {
    let declared = certificate.exporter_declaration.as_ref().and_then(|declaration| declaration.date);
    let moment = if profile == Profile::CodExporter { declared } else { certificate.issued_at };
    moment.map(instant)
}

/// A day begins at midnight.
pub(crate) fn instant(moment: Moment) -> Timestamp {
    match moment {
        Moment::Instant(at) => at,
        Moment::Day(day) => Timestamp::midnight(day),
    }
}

/// Reads a certificate as data, whether its seals hold or not: only to say where a copy differs from a good one.
pub(crate) fn read_unproven(bytes: &[u8]) -> Option<Certificate> {
    let limits = Limits::default();
    let read = match recognise(bytes)? {
        Dialect::TamgaXml => co_xml::read_certificate(&co_xml::gate(bytes, &limits).ok()?).ok()?.value,
        Dialect::AladiCod => aladi::read(&aladi::gate(bytes, &limits).ok()?, &limits).ok()?.value.certificate,
        Dialect::Ubl => ubl::read(bytes, &limits).ok()?.value,
        _ => return None,
    };
    Some(read)
}
