//! How does a foreign file become a draft? Recognised, read as data, and freed from what only issuing gives.
//!
//! Whether a signature on it holds is not asked: a draft rests on nobody's signature.

use tamga_origin::{Certificate, Finding};

use crate::error::FormatError;
use crate::limits::Limits;
use crate::sheet::{SheetReading, TableLimits, TextChoice, propose, read_applications, read_tables};
use crate::{Dialect, DocumentKind, Read, aladi, cefact, co_xml, recognise_document, ubl};

/// Reads a file as a draft: Tamga CO XML, signed or not, edi3 JSON in either spelling, UBL, an ALADI COD of any stage,
/// or a spreadsheet with one application by the mapping that is proposed for it.
///
/// What only issuing gives (number, dates, certification …) is left behind and named in `import.unread`.
///
/// # Errors
/// [`FormatError::WrongRoot`] for a file of no known kind or another kind of document, and whatever the dialect's
/// reader refuses.
pub fn read_draft(bytes: &[u8], limits: &Limits) -> Result<Read<Certificate>, FormatError> {
    limits.admit(bytes)?;
    let unknown = |found: &str| FormatError::WrongRoot { found: found.to_owned() };
    let recognised = recognise_document(bytes).ok_or_else(|| unknown(""))?;
    let read = match (recognised.dialect, recognised.kind) {
        (Dialect::TamgaXml, DocumentKind::Certificate) => {
            co_xml::read_certificate_within(&co_xml::gate(bytes, limits)?, limits)?
        }
        (Dialect::CefactJson, _) => cefact::read(bytes, limits)?,
        (Dialect::Ubl, _) => ubl::read(bytes, limits)?,
        (Dialect::AladiCod, _) => {
            let Read { value, findings } = aladi::read(&aladi::gate(bytes, limits)?, limits)?;
            Read { value: value.certificate, findings }
        }
        (Dialect::Csv | Dialect::Xlsx, _) => only_application(bytes)?,
        (Dialect::TamgaXml, DocumentKind::Status) => return Err(unknown("StatusStatement")),
        (Dialect::TamgaXml, DocumentKind::Answer) => return Err(unknown("Response")),
        (Dialect::TamgaXml, DocumentKind::Inquiry) => return Err(unknown("Inquiry")),
        (Dialect::TamgaXml, DocumentKind::Applications) => return Err(unknown("")),
        // It names a certificate without saying what is in it.
        (Dialect::CefactD23b, _) | (Dialect::TamgaXml, DocumentKind::Index) => {
            return Err(unknown(cefact::d23b::HEAD));
        }
    };
    let (draft, left) = read.value.without_issue();
    let mut findings = read.findings;
    findings.extend(left.into_iter().map(|path| Finding::info("import.unread", path.clone()).with("found", path)));
    Ok(Read { value: draft, findings })
}

fn only_application(bytes: &[u8]) -> Result<Read<Certificate>, FormatError> {
    let tables = read_tables(bytes, "", &TextChoice::default(), &TableLimits::default())?;
    let read = read_applications(&tables, &propose(&tables), &SheetReading::default());
    let count = read.applications.len();
    let mut found = read.applications.into_iter();
    match (found.next(), found.next()) {
        (Some(only), None) => {
            let findings = read.findings.into_iter().chain(only.findings).collect();
            Ok(Read { value: only.certificate, findings })
        }
        _ => Err(FormatError::NotOneApplication { count }),
    }
}
