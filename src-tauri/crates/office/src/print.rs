//! How does a certificate get onto paper? Form, printed code, attachment and marks, handed to `tamga-paper`.

use tamga_origin::profile::AgreementProfile;
use tamga_origin::{Certificate, Finding, Flag, Severity};
use tamga_paper::{Attachment, Form, Mark, Paper, PaperInput, render};
use tamga_seal::digest::sha256;
use tamga_seal::qr::QrLine;
use tamga_seal::{Batch, QrContent, Sealed, qr_seal};

use crate::error::OfficeError;
use crate::index;
use crate::office::Office;

impl Office {
    /// The page of a certificate that was just signed: the signed document inside it under this name, the printed code
    /// on it.
    pub(crate) fn print_certificate(
        &self,
        image: &Certificate,
        sealed: &Sealed,
        name: &str,
        profile: &AgreementProfile,
        signer: &Batch,
    ) -> Result<Paper, OfficeError> {
        let digest = sha256(&sealed.bytes);
        let code = qr_seal(&code_content(image, &digest), signer.qr_key())?;
        let input = PaperInput {
            copy_word: profile.form.copies.first().map_or("", String::as_str),
            mark: if image.flags.contains(&Flag::Test) { Mark::Demonstration } else { Mark::None },
            document: Some(Attachment { name, bytes: &sealed.bytes }),
            document_digest: Some(digest),
            qr: Some(&code),
            preprinted: None,
        };
        let page = render(self.typefaces()?, image, &Form::of(profile), &input)?;
        must_be_printable(&page)?;
        Ok(page)
    }

    /// The page of a draft: the draft mark, neither attachment nor code.
    pub(crate) fn print_draft(&self, draft: &Certificate, profile: &AgreementProfile) -> Result<Paper, OfficeError> {
        let input = PaperInput { mark: Mark::Draft, ..PaperInput::default() };
        Ok(render(self.typefaces()?, draft, &Form::of(profile), &input)?)
    }
}

/// Nothing that stops a certificate may have been noticed on its page.
pub(crate) fn must_be_printable(page: &Paper) -> Result<(), OfficeError> {
    let stopping: Vec<Finding> =
        page.findings.iter().filter(|finding| finding.severity == Severity::Block).cloned().collect();
    match stopping.iter().any(|finding| finding.code == "layout.overflow") {
        true => Err(OfficeError::Overflow(stopping)),
        false if stopping.is_empty() => Ok(()),
        false => Err(OfficeError::Blocked(stopping)),
    }
}

/// What the printed code says (`dataset.md` 7).
fn code_content(image: &Certificate, digest: &[u8; 32]) -> QrContent {
    let mut document = [0_u8; 16];
    document.iter_mut().zip(digest).for_each(|(to, from)| *to = *from);
    let line = |item: &tamga_origin::GoodsItem| {
        let measure = index::ledger(item);
        let hs = item.hs.code.get(..6).unwrap_or(&item.hs.code).to_owned();
        QrLine { hs, quantity: measure.amount.to_string(), unit: measure.unit }
    };
    QrContent {
        issuer: image.issuer.code.clone(),
        number: image.number.clone(),
        revision: image.revision,
        issued: image.issued_at.map_or_else(|| tamga_origin::Timestamp::default().date(), |at| at.date()),
        valid_to: image.valid_to,
        proof_type: image.proof_type.code().to_owned(),
        scheme: image.scheme.code.clone(),
        destination: image.transport.destination_country.clone(),
        exporter: image.exporter.name.clone(),
        items: u32::try_from(image.items.len()).unwrap_or(u32::MAX),
        lines: image.items.iter().map(line).collect(),
        gross_mass: image
            .gross_mass_total
            .as_ref()
            .map_or_else(String::new, |total| format!("{} {}", total.amount, total.unit)),
        invoice: image.invoices.first().map_or_else(String::new, |invoice| invoice.number.clone()),
        document,
        references: image.references.iter().map(|reference| reference.number.clone()).collect(),
    }
}
