//! What is being prepared? Drafts: made, imported, saved with the stamp that was read, checked, thrown away.

use tamga_formats::import::read_draft;
use tamga_formats::{Limits, Read, cefact, co_xml, paths, recognise};
use tamga_origin::draft::{blank, scheme};
use tamga_origin::profile::AgreementProfile;
use tamga_origin::{Certificate, Finding, Severity, Timestamp};
use tamga_store::DraftContent;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::index;
use crate::office::Office;
use crate::page::{Rows, Window};

/// A line in the list of drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: i64,
    /// Edit stamp; the next step names it.
    pub stamp: i64,
    /// Exporter's name.
    pub exporter: String,
    /// Consignee's name.
    pub consignee: String,
    /// Destination country, two letters.
    pub destination: String,
    /// Agreement profile id.
    pub agreement: String,
    /// Goods items.
    pub items: u32,
    /// Findings that stop issuing.
    pub fixes: u32,
    /// Findings to look at.
    pub looks: u32,
    /// Last save.
    pub changed_at: Timestamp,
}

/// A draft as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftView {
    /// Its id.
    pub id: i64,
    /// Edit stamp; a save must name it.
    pub stamp: i64,
    /// Agreement profile id.
    pub agreement: String,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Content.
    pub certificate: Certificate,
    /// What was noticed today.
    pub findings: Vec<Finding>,
    /// Paths a clone cleared.
    pub marks: Vec<String>,
}

/// A draft was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSaved {
    /// The new edit stamp.
    pub stamp: i64,
    /// When.
    pub saved_at: Timestamp,
    /// What was noticed.
    pub findings: Vec<Finding>,
}

/// A draft came into being.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftBorn {
    /// Its id.
    pub id: i64,
    /// What was noticed on the way in: reading first, then the rules of the form.
    pub findings: Vec<Finding>,
}

impl Office {
    /// Starts a draft under an agreement profile, with what the office always writes filled in.
    ///
    /// # Errors
    /// `UnknownAgreement`, `NotThisDesk`.
    pub fn create_draft(&self, agreement: &str) -> Result<DraftBorn, OfficeError> {
        let issuer = self.issuer()?;
        let profile = self.profile(agreement)?;
        self.keep_new_draft(blank(profile, issuer), profile, Vec::new(), "draft.created")
    }

    /// Takes a document in as a draft: Tamga CO XML or UN/CEFACT edi3 JSON, whatever it says about being signed or
    /// issued. `agreement` overrides what the document names.
    ///
    /// # Errors
    /// `FormatUnknown`, a document that cannot be read, `UnknownAgreement`.
    pub fn import_draft(&self, bytes: &[u8], agreement: Option<&str>) -> Result<DraftBorn, OfficeError> {
        self.issuer()?;
        let read = read_foreign(bytes)?;
        let profile = self.profile_for(&read.value, agreement)?;
        let born = self.keep_new_draft(read.value, profile, Vec::new(), "draft.imported")?;
        let mut findings = read.findings;
        findings.extend(born.findings);
        Ok(DraftBorn { id: born.id, findings })
    }

    /// Opens a draft.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn open_draft(&self, id: i64) -> Result<DraftView, OfficeError> {
        let (row, content) = self.read(|reader| Ok((reader.draft(id)?, reader.draft_content(id)?)))?;
        let certificate = read_kept(&content.document)?;
        let findings = match self.profiles.judging(&certificate, self.today()) {
            Some(profile) => self.judge(&certificate, profile)?,
            None => vec![Finding::info("profile.unknown", "scheme")],
        };
        Ok(DraftView {
            id,
            stamp: row.stamp,
            agreement: row.agreement,
            saved_at: row.updated_at,
            certificate,
            findings,
            marks: content.marks,
        })
    }

    /// Saves a draft if `stamp` is the one read last. Number, issuing body, scheme and document id stay the office's.
    ///
    /// # Errors
    /// `NotFound`, `Stale`.
    pub fn save_draft(&self, id: i64, stamp: i64, certificate: Certificate) -> Result<DraftSaved, OfficeError> {
        let before = self.read(|reader| Ok(reader.draft_content(id)?))?;
        let profile = self.profile(&before.agreement)?;
        let image = self.as_draft(certificate, profile)?;
        // A mark asks to look at a cleared path; it is answered once something stands there.
        let values = paths::values(&image);
        let is_open =
            |mark: &String| !values.iter().any(|(path, text)| !text.is_empty() && paths::lies_within(path, mark));
        let marks = before.marks.into_iter().filter(is_open).collect();
        let findings = self.judge(&image, profile)?;
        let content = content(&image, profile, marks, &findings)?;
        let stamp = self.write(|tx| {
            let stamp = tx.draft_save(id, stamp, &content)?;
            tx.journal_add("draft.saved", &id.to_string(), &[])?;
            Ok(stamp)
        })?;
        self.changed(&[Tag::Drafts]);
        Ok(DraftSaved { stamp, saved_at: self.now(), findings })
    }

    /// Checks a draft as of today.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn check_draft(&self, id: i64) -> Result<Vec<Finding>, OfficeError> {
        Ok(self.open_draft(id)?.findings)
    }

    /// Throws a draft away; the journal keeps that it was there.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn discard_draft(&self, id: i64) -> Result<(), OfficeError> {
        self.write(|tx| {
            let row = tx.draft(id)?;
            tx.draft_delete(id, row.stamp)?;
            tx.journal_add("draft.discarded", &id.to_string(), &[("exporter", &row.exporter)])?;
            Ok(())
        })?;
        self.changed(&[Tag::Drafts, Tag::Journal]);
        Ok(())
    }

    /// A new draft from an issued certificate; what must be new (number, dates, invoices, transport papers) is cleared
    /// and marked.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn clone_draft(&self, number: &str) -> Result<DraftBorn, OfficeError> {
        let (next, marks) = self.issued_image(number)?.clone_for_next();
        let travel = &next.transport;
        let profile = self.profile_between(&next.scheme.code, &travel.export_country, &travel.destination_country)?;
        self.keep_new_draft(next, profile, marks, "draft.cloned")
    }

    /// Drafts, last changed first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn drafts(&self, window: Window) -> Result<Rows<DraftRow>, OfficeError> {
        let page = self.read(|reader| Ok(reader.drafts(window.store())?))?;
        Ok(Rows::from_page(page, window, row))
    }

    fn keep_new_draft(
        &self,
        certificate: Certificate,
        profile: &AgreementProfile,
        marks: Vec<String>,
        what: &str,
    ) -> Result<DraftBorn, OfficeError> {
        let image = self.as_draft(certificate, profile)?;
        let findings = self.judge(&image, profile)?;
        let content = content(&image, profile, marks, &findings)?;
        let id = self.write(|tx| {
            let id = tx.draft_add(&content)?;
            tx.journal_add(what, &id.to_string(), &[("agreement", &profile.id)])?;
            Ok(id)
        })?;
        self.changed(&[Tag::Drafts, Tag::Journal]);
        Ok(DraftBorn { id, findings })
    }

    /// What only issuing gives is taken off; body and scheme are the office's and the profile's.
    pub(crate) fn as_draft(
        &self,
        certificate: Certificate,
        profile: &AgreementProfile,
    ) -> Result<Certificate, OfficeError> {
        let (mut image, _) = certificate.without_issue();
        image.issuer = self.issuer()?.clone();
        image.scheme = scheme(profile);
        image.is_preferential = profile.is_preferential();
        let plain = blank(profile, &image.issuer);
        image.proof_type = plain.proof_type;
        // The wording of the declaration is the form's; who made it, when and where is the exporter's.
        match (&mut image.exporter_declaration, plain.exporter_declaration) {
            (Some(declaration), Some(form)) if !form.text.is_empty() => declaration.text = form.text,
            (own @ None, form) => *own = form,
            _ => {}
        }
        Ok(image)
    }

    /// The profile that was asked for, or the one the document names, for the countries of the document; or the
    /// non-preferential one for a document that claims no preference.
    pub(crate) fn profile_for(
        &self,
        read: &Certificate,
        asked: Option<&str>,
    ) -> Result<&AgreementProfile, OfficeError> {
        let (from, to) = (&read.transport.export_country, &read.transport.destination_country);
        if let Some(name) = asked {
            return self.profile_between(name, from, to);
        }
        let mut named = [&read.scheme.code, &read.scheme.name].into_iter().filter(|name| !name.is_empty());
        for name in named.clone() {
            if let Ok(profile) = self.profile_between(name, from, to) {
                return Ok(profile);
            }
        }
        let is_plain = |profile: &&AgreementProfile| !read.is_preferential && !profile.is_preferential();
        let plain = || self.profiles.list().iter().filter(is_plain);
        // The form for the whole world before one for some countries.
        let of_all = |profile: &&AgreementProfile| profile.parties.iter().any(|party| party.code == "*");
        plain()
            .find(of_all)
            .or_else(|| plain().next())
            .ok_or_else(|| OfficeError::UnknownAgreement(named.next().cloned().unwrap_or_default()))
    }
}

/// Reads a foreign document as a draft.
pub(crate) fn read_foreign(bytes: &[u8]) -> Result<Read<Certificate>, OfficeError> {
    let limits = Limits::default();
    limits.admit(bytes)?;
    if bytes.starts_with(b"%PDF-") {
        return Err(OfficeError::PaperNotReadable);
    }
    if recognise(bytes).is_none() {
        return Err(unrecognised(bytes, &limits));
    }
    Ok(read_draft(bytes, &limits)?)
}

/// Why bytes are of no known kind: broken XML and JSON say where, everything else is simply unknown.
pub(crate) fn unrecognised(bytes: &[u8], limits: &Limits) -> OfficeError {
    let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    match (start, std::str::from_utf8(bytes)) {
        (_, Err(error)) => tamga_formats::FormatError::NotUtf8 { offset: error.valid_up_to() }.into(),
        (Some(b'<'), _) => co_xml::gate(bytes, limits).err().map_or(OfficeError::FormatUnknown, OfficeError::from),
        (Some(b'{' | b'['), _) => match cefact::read(bytes, limits) {
            Err(tamga_formats::FormatError::WrongRoot { .. }) | Ok(_) => OfficeError::FormatUnknown,
            Err(error) => error.into(),
        },
        _ => OfficeError::FormatUnknown,
    }
}

/// Reads a draft as the office kept it.
pub(crate) fn read_kept(document: &[u8]) -> Result<Certificate, OfficeError> {
    let gated = co_xml::gate(document, &Limits::default())?;
    Ok(co_xml::read_certificate(&gated)?.value)
}

/// A draft as the store keeps it.
pub(crate) fn content(
    image: &Certificate,
    profile: &AgreementProfile,
    marks: Vec<String>,
    findings: &[Finding],
) -> Result<DraftContent, OfficeError> {
    let of = |severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    Ok(DraftContent {
        agreement: profile.id.clone(),
        document: co_xml::write_certificate(image)?,
        marks,
        exporter: image.exporter.name.clone(),
        consignee: index::consignee(image),
        destination: image.transport.destination_country.clone(),
        item_count: u32::try_from(image.items.len()).unwrap_or(u32::MAX),
        blocks: of(Severity::Block),
        looks: of(Severity::Warn),
    })
}

fn row(row: tamga_store::DraftRow) -> DraftRow {
    DraftRow {
        id: row.id,
        stamp: row.stamp,
        exporter: row.exporter,
        consignee: row.consignee,
        destination: row.destination,
        agreement: row.agreement,
        items: row.item_count,
        fixes: row.blocks,
        looks: row.looks,
        changed_at: row.updated_at,
    }
}
