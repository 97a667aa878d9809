//! Is this certificate good? The check box of the border desk: a number, a file, or bytes with no office at all.

use std::collections::BTreeMap;

use tamga_formats::{Dialect, Limits, paths, recognise};
use tamga_origin::draft::scheme;
use tamga_origin::trust::{StatusLists, TrustHistory};
use tamga_origin::{Certificate, Date, Finding, Timestamp};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Evidence, Policy};
use tamga_store::{NumberHit, Register};

use crate::agreements;
use crate::drafts::{read_foreign, unrecognised};
use crate::error::OfficeError;
use crate::examine::Eyes;
use crate::office::Office;
use crate::paper::Presented;
use crate::received::{self, ChangedField, ReceivedView};
use crate::sealed::read_unproven;
use crate::trust;
use crate::verdict::Verdict;

pub use tamga_seal::OfferedEvidence;

/// The answer of the check box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckAnswer {
    /// What was typed, or the number found in the file.
    pub typed: String,
    /// What is known; none when nothing here has that number.
    pub found: Option<ReceivedView>,
    /// Other numbers like it, when there is no exact hit.
    pub similar: Vec<String>,
    /// Received certificates that were searched.
    pub searched: u64,
    /// When the newest of them came.
    pub newest: Option<Timestamp>,
}

/// A verdict on bytes alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The answer.
    pub verdict: Verdict,
    /// The certificate, read from verified bytes only.
    pub certificate: Option<Certificate>,
}

/// By whose word and as of when signed bytes are judged with no office.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    /// Whom to believe.
    pub trust: &'a TrustHistory,
    /// Do demonstration keys count, as in a demonstration office?
    pub demonstration: bool,
    /// The moment of judging.
    pub now: Timestamp,
    /// Evidence that was handed in beside the file; checked like any other.
    pub beside: &'a OfferedEvidence,
}

/// Judges signed bytes, or a page with signed bytes inside, with no office: for the command line.
///
/// # Errors
/// A form that cannot be looked at; everything about the document itself, and what the page says beside it, is in the
/// verdict.
pub fn verify(bytes: &[u8], by: By<'_>) -> Result<Verified, OfficeError> {
    let By { trust, demonstration, now, beside } = by;
    let profiles = agreements::built_in()?;
    let policy = Policy { demonstration, ..Policy::default() };
    let status = StatusLists::default();
    let eyes = Eyes { trust, status: &status, policy: &policy, profiles: &profiles, country: None, now, beside };
    verified(bytes, eyes, &[])
}

/// Judges what is presented: the document, and what the page says beside it.
fn verified(bytes: &[u8], eyes: Eyes<'_>, times: &[Evidence]) -> Result<Verified, OfficeError> {
    let presented = match Presented::of(bytes) {
        Ok(presented) => presented,
        Err(refusal) => {
            return Ok(Verified { verdict: eyes.refused(refusal).verdict(eyes.now.date()), certificate: None });
        }
    };
    must_be_sealed_form(&presented.sealed)?;
    let examined = eyes.look(&presented.sealed, times, &[]);
    let mut verdict = examined.verdict(eyes.now.date());
    presented.tell(&mut verdict, examined.certificate(), eyes.trust, eyes.profiles);
    Ok(Verified { verdict, certificate: examined.certificate().cloned() })
}

/// Opens a signed trust list file for [`verify`], trusting the roots it names itself; only for looking at one file.
///
/// # Errors
/// `TrustListRefused`.
pub fn trust_from_file(bytes: &[u8]) -> Result<TrustHistory, OfficeError> {
    trust::trust_on_sight(bytes)
}

/// Findings on an unsigned document: what reading noticed, then the rules of the form. Nothing is stored.
///
/// # Errors
/// `FormatUnknown`, a document that cannot be read, `UnknownAgreement`.
pub fn check_document(bytes: &[u8], agreement: Option<&str>, today: Date) -> Result<Vec<Finding>, OfficeError> {
    let read = read_foreign(bytes)?;
    let profiles = agreements::built_in()?;
    let mut certificate = read.value;
    if let Some(name) = agreement {
        let (from, to) = (&certificate.transport.export_country, &certificate.transport.destination_country);
        let profile = agreements::find(&profiles, name, today, from, to);
        let profile = profile.ok_or_else(|| OfficeError::UnknownAgreement(name.to_owned()))?;
        certificate.scheme = scheme(profile);
    }
    let mut findings = read.findings;
    findings.extend(profiles.check(&certificate, today));
    Ok(findings)
}

/// What stands otherwise in a copy than in a good one, both read as data: seals are not asked. Of a page the document
/// inside it is read.
///
/// # Errors
/// A file of another form than the good copy, or one that cannot be read as a certificate.
pub fn differences(good: &[u8], copy: &[u8]) -> Result<Vec<ChangedField>, OfficeError> {
    let inside = |file| Presented::of(file).map_err(|_| OfficeError::PaperNotReadable);
    let (good, copy) = (&inside(good)?.sealed, &inside(copy)?.sealed);
    if recognise(good) != recognise(copy) {
        return Err(OfficeError::Senseless("a copy of another form than the good one"));
    }
    let read = |bytes: &[u8]| read_unproven(bytes).ok_or(OfficeError::FormatUnknown);
    Ok(changed_fields(&read(good)?, &read(copy)?))
}

fn changed_fields(good: &Certificate, copy: &Certificate) -> Vec<ChangedField> {
    let (was, is) = (paths::values(good), paths::values(copy));
    let text = |values: &BTreeMap<String, String>, path: &str| values.get(path).cloned().unwrap_or_default();
    let differing = paths::differing(good, copy);
    differing.into_iter().map(|path| ChangedField { was: text(&was, &path), is: text(&is, &path), path }).collect()
}

/// Only forms that carry seals can be judged: an unsigned dialect has nothing to judge.
fn must_be_sealed_form(bytes: &[u8]) -> Result<(), OfficeError> {
    Limits::default().admit(bytes)?;
    match recognise(bytes) {
        Some(Dialect::TamgaXml | Dialect::AladiCod | Dialect::Ubl) => Ok(()),
        Some(Dialect::CefactJson | Dialect::CefactD23b | Dialect::Csv | Dialect::Xlsx) => {
            Err(OfficeError::FormatUnknown)
        }
        None => Err(unrecognised(bytes, &Limits::default())),
    }
}

impl Office {
    /// Looks a number up, as typed or scanned.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn check_number(&self, text: &str) -> Result<CheckAnswer, OfficeError> {
        self.must_receive()?;
        let midnight = Timestamp::midnight(self.today());
        let (hits, counts) = self.read(|reader| Ok((reader.find_number(text)?, reader.counts(midnight)?)))?;
        let received = |hits: Vec<NumberHit>| hits.into_iter().filter(|hit| hit.register == Register::Received);
        let found = match received(hits.exact).next() {
            Some(hit) => Some(self.received_view(self.read(|reader| Ok(reader.inbound(hit.id)?))?)?),
            None => None,
        };
        Ok(CheckAnswer {
            typed: text.trim().to_owned(),
            similar: received(hits.similar).map(|hit| hit.number).collect(),
            found,
            searched: counts.received,
            newest: counts.newest_received,
        })
    }

    /// Judges a file by the office's trust list; of a page the document inside it, and what the page says beside it. A
    /// certificate whose number is known here is compared with that record; with `keep`, a genuine one that is not known
    /// enters the register like a received one (`via` file).
    ///
    /// # Errors
    /// `FormatUnknown`, a file that is too large.
    pub fn check_file(&self, bytes: &[u8], keep: bool) -> Result<CheckAnswer, OfficeError> {
        self.must_receive()?;
        let view = match Presented::of(bytes) {
            Ok(presented) => self.look_at(&presented, keep)?,
            Err(refusal) => {
                let verdict = self.with_eyes(|eyes| eyes.refused(refusal)).verdict(self.today());
                not_kept(verdict, None, (String::new(), String::new()), Vec::new())
            }
        };
        let counts = self.read(|reader| Ok(reader.counts(Timestamp::midnight(self.today()))?))?;
        Ok(CheckAnswer {
            typed: view.number.clone(),
            found: Some(view),
            similar: Vec::new(),
            searched: counts.received,
            newest: counts.newest_received,
        })
    }

    fn look_at(&self, presented: &Presented<'_>, keep: bool) -> Result<ReceivedView, OfficeError> {
        let bytes = &presented.sealed;
        must_be_sealed_form(bytes)?;
        let digest = sha256_hex(bytes);
        let known = self.read(|reader| Ok(reader.inbound_with_document(&digest)?))?;
        let mut view = match known {
            Some(row) => self.received_view(row)?,
            None => self.look_at_file(bytes, keep)?,
        };
        self.with_eyes(|eyes| {
            presented.tell(&mut view.verdict, view.certificate.as_ref(), eyes.trust, eyes.profiles);
        });
        Ok(view)
    }

    /// Judges signed bytes, or a page with signed bytes inside, by what this office believes and keeps, as of a moment,
    /// with the evidence that was handed in beside the file; which country they are for is not asked. Nothing is kept.
    ///
    /// # Errors
    /// As [`verify`].
    pub fn verify_with(
        &self,
        bytes: &[u8],
        now: Timestamp,
        evidence: &OfferedEvidence,
    ) -> Result<Verified, OfficeError> {
        // A page that cannot be taken apart has no document, and so nothing is kept beside it.
        let digest = Presented::of(bytes).map_or_else(|_| sha256_hex(bytes), |presented| sha256_hex(&presented.sealed));
        let beside = evidence.clone().followed_by(&self.beside(&digest)?);
        let times = match self.read(|reader| Ok(reader.inbound_with_document(&digest)?))? {
            Some(row) => self.times_of(&row)?,
            None => self.receipt_times(&digest)?,
        };
        self.with_eyes_and(&beside, |eyes| verified(bytes, Eyes { country: None, now, ..*eyes }, &times))
    }

    fn look_at_file(&self, bytes: &[u8], keep: bool) -> Result<ReceivedView, OfficeError> {
        let digest = sha256_hex(bytes);
        let (times, beside) = (self.receipt_times(&digest)?, self.beside(&digest)?);
        let examined = self.with_eyes_and(&beside, |eyes| eyes.look(bytes, &times, &[]));
        // What a broken file says is looked at as data, to say where it differs from a good copy; it is never shown as
        // the content of a certificate.
        let claimed = examined.certificate().cloned().or_else(|| read_unproven(bytes));
        let good = match &claimed {
            Some(claimed) => self.read(|reader| Ok(reader.inbound_current(&claimed.issuer.code, &claimed.number)?))?,
            None => None,
        };
        if keep && good.is_none() && examined.seal_holds && examined.certificate().is_some() {
            let id = self.keep_file(bytes, &examined, "file")?;
            return self.received_view(self.read(|reader| Ok(reader.inbound(id)?))?);
        }
        let changed_fields = match (&claimed, good) {
            (Some(_), Some(good)) => {
                let good = self.read(|reader| Ok(reader.document_bytes(&good.document_sha)?))?;
                differences(&good, bytes).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let named = claimed.map_or_else(Default::default, |claimed| (claimed.number, claimed.issuer.code));
        let verdict = examined.verdict(self.today());
        Ok(not_kept(verdict, examined.certificate().cloned(), named, changed_fields))
    }
}

/// What is known of a file that is in no register here; `named` are number and issuer as it names them.
fn not_kept(
    verdict: Verdict,
    certificate: Option<Certificate>,
    named: (String, String),
    changed_fields: Vec<ChangedField>,
) -> ReceivedView {
    ReceivedView {
        number: named.0,
        issuer: named.1,
        record_id: None,
        stamp: 0,
        verdict,
        certificate,
        decision: received::decision("open"),
        balance: Vec::new(),
        journal: Vec::new(),
        received_at: None,
        changed_fields,
        can_decide: false,
    }
}
