//! How does a signed application become a certificate? By putting bytes in, never by touching a byte of what was there:
//! the exporter's signature covers what stands before it. Signatures are put in by whoever makes them.

use tamga_origin::Certificate;
use tamga_xml::Event;

use super::version::Stage;
use super::write::Writing;
use super::{Style, gate, read};
use crate::error::FormatError;
use crate::limits::Limits;

/// The issuing body's part (`EH` and `CertificationEH`) of a certificate, to be put in by [`with_issue_part`].
///
/// # Errors
/// As [`super::write`].
pub fn issue_part(certificate: &Certificate, style: &Style) -> Result<Vec<u8>, FormatError> {
    Writing::of(certificate, style)?.issue_part()
}

/// Stage 2 to 3: puts the issuing body's part behind `CODExporter`.
///
/// # Errors
/// Another stage, a document that cannot be read, or a part that is not `EH` and `CertificationEH`.
pub fn with_issue_part(document: &[u8], part: &[u8]) -> Result<Vec<u8>, FormatError> {
    let names = children(&[b"<x>", part, b"</x>"].concat())?;
    if names != ["EH", "CertificationEH"] {
        return Err(FormatError::WrongRoot { found: names.join(" ").chars().take(64).collect() });
    }
    let limits = Limits::default();
    let gated = gate(document, &limits)?;
    let before = read(&gated, &limits)?.value;
    let (from, to) = (Stage::ExporterSigned, Stage::Certified);
    let wrong = |stage: Option<Stage>| FormatError::WrongStage {
        found: stage.map_or("none", Stage::code),
        wanted: from.code(),
    };
    if before.stage != Some(from) {
        return Err(wrong(before.stage));
    }
    let at = before.spans.exporter.end;
    let (head, tail) = document.split_at_checked(at).ok_or_else(|| wrong(before.stage))?;
    let whole = [head, part, tail].concat();
    let after = read(&gate(&whole, &limits)?, &limits)?.value.stage;
    if after == Some(to) { Ok(whole) } else { Err(wrong(after)) }
}

/// The names of the children of the root, those of other namespaces with theirs.
fn children(bytes: &[u8]) -> Result<Vec<String>, FormatError> {
    let gated = gate(bytes, &Limits::default())?;
    let starts = gated.events().filter_map(|event| match event {
        Event::Start(start) if start.depth == 2 => Some(start),
        _ => None,
    });
    let name = |start: tamga_xml::Start| match start.name.namespace {
        "" => start.name.local.to_owned(),
        other => format!("{other}:{}", start.name.local),
    };
    Ok(starts.map(name).collect())
}
