//! How does a document get from one dialect into another, and what is lost on the way? For the command line.

use std::collections::{BTreeMap, BTreeSet};

use tamga_formats::import::read_draft;
use tamga_formats::{Dialect, Limits, Read, Written, aladi, cefact, co_xml, paths, recognise, sample, sheet, ubl};
use tamga_origin::elements::pattern;
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
    /// The strict UN/CEFACT PreferentialCoO of release D23B: an index, no certificate.
    CefactD23b,
    /// ALADI COD in the current version, without signatures.
    AladiCod,
    /// OASIS UBL 2.1.
    Ubl,
    /// An application as CSV text.
    Csv,
    /// An application as a workbook.
    Xlsx,
    /// A page, with the draft mark.
    Pdf,
}

impl Target {
    /// All targets.
    pub const ALL: [Self; 8] = [
        Self::TamgaXml,
        Self::CefactJson,
        Self::CefactD23b,
        Self::AladiCod,
        Self::Ubl,
        Self::Csv,
        Self::Xlsx,
        Self::Pdf,
    ];

    /// The word on the command line: `tamga-xml`, `cefact-json`, `cefact-d23b`, `cod`, `ubl`, `csv`, `xlsx`, `pdf`.
    pub fn word(self) -> &'static str {
        match self {
            Self::TamgaXml => "tamga-xml",
            Self::CefactJson => "cefact-json",
            Self::CefactD23b => "cefact-d23b",
            Self::AladiCod => "cod",
            Self::Ubl => "ubl",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
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
    /// What reading noticed.
    pub noticed: Vec<Finding>,
    /// What the target cannot hold, and what it demands and the document lacks.
    pub lost: Vec<Finding>,
}

/// Converts a document. What comes out is never signed.
///
/// # Errors
/// `FormatUnknown`, a document that cannot be read, a value the target cannot write.
pub fn convert(bytes: &[u8], to: Target, today: Date) -> Result<Converted, OfficeError> {
    let read = read_whole(bytes)?;
    let Written { bytes, findings } = write(&read.value, to, today)?;
    Ok(Converted { bytes, noticed: read.findings, lost: findings })
}

/// What one dialect does not carry of one kind of path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What becomes of it: `loss.dropped`, `loss.folded`, `loss.recoded`.
    pub how: BTreeSet<String>,
    /// Some of its kind are carried, for instance the first of several.
    pub in_part: bool,
}

/// What one dialect does not carry, by pattern of path (`items[].value`).
pub type Losses = BTreeMap<String, Loss>;

/// An agreement whose form the COD has.
const COD_AGREEMENT: &str = "mercosur-a18-2024";

/// What each dialect cannot hold, found by writing a certificate that says something in every element. A page is no
/// dialect and has no row.
///
/// # Errors
/// When the sample cannot be written, which would be a fault of the program.
pub fn losses(today: Date) -> Result<Vec<(Target, Losses)>, OfficeError> {
    let sample = sample::certificate();
    let mut said = paths::values(&sample);
    said.retain(|_, value| !value.is_empty());
    let targets = Target::ALL.into_iter().filter(|target| *target != Target::Pdf);
    let of = |target| {
        let mut sample = sample.clone();
        if target == Target::AladiCod {
            // That dialect has forms for its own agreements only.
            COD_AGREEMENT.clone_into(&mut sample.scheme.code);
        }
        let findings = write(&sample, target, today)?.findings;
        let lost = |path: &str| {
            let mut losses = findings.iter().filter(|finding| finding.code.starts_with("loss."));
            losses.find(|finding| paths::lies_within(path, &finding.path)).map(|finding| finding.code.to_string())
        };
        let mut by_pattern: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
        for path in said.keys() {
            by_pattern.entry(pattern(path)).or_default().push(lost(path));
        }
        let loss = |(pattern, fates): (String, Vec<Option<String>>)| {
            let in_part = fates.iter().any(Option::is_none);
            let how: BTreeSet<String> = fates.into_iter().flatten().collect();
            (!how.is_empty()).then_some((pattern, Loss { how, in_part }))
        };
        Ok((target, by_pattern.into_iter().filter_map(loss).collect()))
    };
    targets.map(of).collect()
}

fn write(certificate: &Certificate, to: Target, today: Date) -> Result<Written, OfficeError> {
    let written = match to {
        Target::TamgaXml => Written { bytes: co_xml::write_certificate(certificate)?, findings: Vec::new() },
        Target::CefactJson => cefact::write(certificate, &cefact::Style::default())?,
        Target::CefactD23b => cefact::d23b::write(certificate)?,
        Target::AladiCod => aladi::write(certificate, &aladi::Style::default())?,
        Target::Ubl => ubl::write(certificate, &ubl::Style::default())?,
        Target::Csv => application(sheet::write_csv(&[(reference(certificate), certificate)])?),
        Target::Xlsx => application(sheet::write_workbook(&[(reference(certificate), certificate)])?),
        Target::Pdf => page(certificate, today)?,
    };
    Ok(written)
}

/// By which word an application is known in its table.
fn reference(certificate: &Certificate) -> &str {
    let own = certificate.transport.trader_reference.as_str();
    if own.is_empty() { &certificate.number } else { own }
}

fn application(written: sheet::WrittenApplications) -> Written {
    let sheet::WrittenApplications { bytes, findings } = written;
    Written { bytes, findings: findings.into_iter().flatten().collect() }
}

fn page(certificate: &Certificate, today: Date) -> Result<Written, OfficeError> {
    let profiles = agreements::built_in()?;
    let faces = Typefaces::load(&Typefaces::usual_paths())?;
    let title = &certificate.scheme.name;
    let plain = Form { layout: None, profile: None, title, form_code: "", language: "en" };
    let form = profiles.judging(certificate, today).map_or(plain, Form::of);
    let input = PaperInput { mark: Mark::Draft, ..PaperInput::default() };
    let page = render(&faces, certificate, &form, &input)?;
    Ok(Written { bytes: page.bytes, findings: page.findings })
}

/// Reads a document as it is, number and all.
fn read_whole(bytes: &[u8]) -> Result<Read<Certificate>, OfficeError> {
    let limits = Limits::default();
    limits.admit(bytes)?;
    match recognise(bytes) {
        Some(Dialect::TamgaXml) => Ok(co_xml::read_certificate(&co_xml::gate(bytes, &limits)?)?),
        Some(Dialect::CefactJson) => Ok(cefact::read(bytes, &limits)?),
        // It names a certificate without saying what is in it.
        Some(Dialect::CefactD23b) => Err(OfficeError::FormatUnknown),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::parse("2026-06-01").unwrap()
    }

    #[test]
    fn every_target_has_a_word_of_its_own() {
        for target in Target::ALL {
            assert_eq!(Target::from_word(target.word()), Some(target));
        }
        assert_eq!(Target::from_word("docx"), None);
    }

    #[test]
    fn the_table_of_losses_is_computed_for_every_dialect() {
        let table = losses(today()).unwrap();
        let of = |target: Target, path: &str| {
            let (_, lost) = table.iter().find(|(known, _)| *known == target).unwrap();
            let how = |loss: &Loss| loss.how.iter().cloned().collect::<Vec<_>>().join(", ");
            lost.get(path).map(|loss| format!("{}{}", how(loss), if loss.in_part { " in part" } else { "" }))
        };
        assert_eq!(table.len(), Target::ALL.len() - 1);
        assert_eq!(table[0], (Target::TamgaXml, Losses::new()), "the dialect that is signed holds all");
        for (target, path, how) in [
            (Target::Ubl, "flags[]", Some("loss.folded")),
            (Target::Ubl, "valid_to", Some("loss.dropped")),
            (Target::Ubl, "items[].gross_mass", None),
            (Target::CefactJson, "items[].gross_mass", Some("loss.dropped")),
            (Target::Ubl, "legalisations[].authority", Some("loss.dropped in part")),
            (Target::CefactJson, "consignee.name", Some("loss.dropped")),
            (Target::CefactD23b, "exporter.name", Some("loss.dropped")),
            (Target::CefactD23b, "number", None),
            (Target::AladiCod, "items[].packages[].marks", Some("loss.dropped")),
            (Target::AladiCod, "items[].description", None),
            (Target::Csv, "number", Some("loss.dropped")),
            (Target::Xlsx, "items[].description", None),
        ] {
            assert_eq!(of(target, path).as_deref(), how, "{} in {}", path, target.word());
        }
    }
}
