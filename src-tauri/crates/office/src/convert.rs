//! How does a document get from one dialect into another, and what is lost on the way? For the command line.

use tamga_formats::import::read_draft;
use tamga_formats::sheet::write_workbook;
use tamga_formats::{Dialect, Limits, Read, aladi, cefact, co_xml, recognise, ubl};
use tamga_origin::{Certificate, Date, Finding};
use tamga_paper::{Form, Mark, PaperInput, Typefaces, render};

use crate::agreements;
use crate::drafts::unrecognised;
use crate::error::OfficeError;

/// Where a conversion leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Tamga CO XML, unsigned.
    TamgaXml,
    /// UN/CEFACT edi3 JSON.
    CefactJson,
    /// OASIS UBL 2.1.
    Ubl,
    /// ALADI COD in the current version, without signatures.
    AladiCod,
    /// A page, with the draft mark.
    Pdf,
    /// A workbook with one application.
    Xlsx,
}

impl Target {
    /// All targets.
    pub const ALL: [Self; 6] = [Self::TamgaXml, Self::CefactJson, Self::Ubl, Self::AladiCod, Self::Pdf, Self::Xlsx];

    /// The word on the command line: `tamga-xml`, `cefact-json`, `ubl`, `cod`, `pdf`, `xlsx`.
    pub fn word(self) -> &'static str {
        match self {
            Self::TamgaXml => "tamga-xml",
            Self::CefactJson => "cefact-json",
            Self::Ubl => "ubl",
            Self::AladiCod => "cod",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.word() == word)
    }
}

/// A converted document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The new document.
    pub bytes: Vec<u8>,
    /// What reading noticed and what the target cannot hold.
    pub findings: Vec<Finding>,
}

/// Converts a document. What comes out is never signed.
///
/// # Errors
/// `FormatUnknown`, a document that cannot be read, a value the target cannot write.
pub fn convert(bytes: &[u8], to: Target, today: Date) -> Result<Converted, OfficeError> {
    let read = read_whole(bytes)?;
    let certificate = read.value;
    let mut findings = read.findings;
    let bytes = match to {
        Target::TamgaXml => co_xml::write_certificate(&certificate)?,
        Target::CefactJson => {
            let written = cefact::write(&certificate, &cefact::Style::default())?;
            findings.extend(written.findings);
            written.bytes
        }
        Target::Ubl => {
            let written = ubl::write(&certificate, &ubl::Style::default())?;
            findings.extend(written.findings);
            written.bytes
        }
        Target::AladiCod => {
            let written = aladi::write(&certificate, &aladi::Style::default())?;
            findings.extend(written.findings);
            written.bytes
        }
        Target::Xlsx => {
            let written = write_workbook(&[(&certificate.number, &certificate)])?;
            findings.extend(written.findings.concat());
            written.bytes
        }
        Target::Pdf => {
            let profiles = agreements::built_in()?;
            let faces = Typefaces::load(&Typefaces::usual_paths())?;
            let title = &certificate.scheme.name;
            let plain = Form { layout: None, profile: None, title, form_code: "", language: "en" };
            let form = profiles.judging(&certificate, today).map_or(plain, Form::of);
            let input = PaperInput { mark: Mark::Draft, ..PaperInput::default() };
            let page = render(&faces, &certificate, &form, &input)?;
            findings.extend(page.findings);
            page.bytes
        }
    };
    Ok(Converted { bytes, findings })
}

/// Reads a document as it is, number and all.
fn read_whole(bytes: &[u8]) -> Result<Read<Certificate>, OfficeError> {
    let limits = Limits::default();
    limits.admit(bytes)?;
    match recognise(bytes) {
        Some(Dialect::TamgaXml) => Ok(co_xml::read_certificate(&co_xml::gate(bytes, &limits)?)?),
        Some(Dialect::CefactJson) => Ok(cefact::read(bytes, &limits)?),
        Some(Dialect::Ubl) => Ok(ubl::read(bytes, &limits)?),
        Some(Dialect::AladiCod) => {
            let read = aladi::read(&aladi::gate(bytes, &limits)?, &limits)?;
            Ok(Read { value: read.value.certificate, findings: read.findings })
        }
        Some(Dialect::Csv | Dialect::Xlsx) => Ok(read_draft(bytes, &limits)?),
        None if bytes.starts_with(b"%PDF-") => Err(OfficeError::PaperNotReadable),
        None => Err(unrecognised(bytes, &limits)),
    }
}
