//! How does a document go from one stage to the next? By putting bytes in, never by touching a byte of what was there:
//! the first signature covers what stands before it, the second also the first.

use tamga_origin::Certificate;
use tamga_xml::Event;

use super::version::Stage;
use super::write::Writing;
use super::{Document, Style, gate, read};
use crate::error::FormatError;
use crate::limits::Limits;
use crate::tree::SIGNATURE;

/// The issuing body's part (`EH` and `CertificationEH`) of a certificate, to be put in by [`with_issue_part`].
///
/// # Errors
/// As [`super::write`].
pub fn issue_part(certificate: &Certificate, style: &Style) -> Result<Vec<u8>, FormatError> {
    Writing::of(certificate, style)?.issue_part()
}

/// Stage 1 to 2: puts the exporter's signature behind `COD`.
///
/// # Errors
/// Another stage, a document that cannot be read, or a signature that is not one `ds:Signature` with its own
/// namespace declaration.
pub fn with_exporter_signature(document: &[u8], signature: &[u8]) -> Result<Vec<u8>, FormatError> {
    is_signature(signature)?;
    put(document, signature, Stage::ExporterUnsigned, Stage::ExporterSigned, |document| document.spans.cod.end)
}

/// Stage 2 to 3: puts the issuing body's part behind `CODExporter`.
///
/// # Errors
/// Another stage, a document that cannot be read, or a part that is not `EH` and `CertificationEH`.
pub fn with_issue_part(document: &[u8], part: &[u8]) -> Result<Vec<u8>, FormatError> {
    let at = |document: &Document| document.spans.exporter.end;
    let names = children(&[b"<x>", part, b"</x>"].concat())?;
    if names != ["EH", "CertificationEH"] {
        return Err(FormatError::WrongRoot { found: names.join(" ").chars().take(64).collect() });
    }
    put(document, part, Stage::ExporterSigned, Stage::Certified, at)
}

/// Stage 3 to 4: puts the official's signature behind `CODEH`.
///
/// # Errors
/// As [`with_exporter_signature`].
pub fn with_official_signature(document: &[u8], signature: &[u8]) -> Result<Vec<u8>, FormatError> {
    is_signature(signature)?;
    put(document, signature, Stage::Certified, Stage::Complete, |document| document.spans.codeh.end)
}

fn put(
    document: &[u8],
    part: &[u8],
    from: Stage,
    to: Stage,
    at: impl Fn(&Document) -> usize,
) -> Result<Vec<u8>, FormatError> {
    let limits = Limits::default();
    let gated = gate(document, &limits)?;
    let before = read(&gated, &limits)?.value;
    let wrong = |stage: Option<Stage>| FormatError::WrongStage {
        found: stage.map_or("none", Stage::code),
        wanted: from.code(),
    };
    if before.stage != Some(from) {
        return Err(wrong(before.stage));
    }
    let (head, tail) = document.split_at_checked(at(&before)).ok_or_else(|| wrong(before.stage))?;
    let whole = [head, part, tail].concat();
    let after = read(&gate(&whole, &limits)?, &limits)?.value.stage;
    if after == Some(to) { Ok(whole) } else { Err(wrong(after)) }
}

/// One signature element, whole by itself: it brings its namespace along, so that nothing outside changes it.
fn is_signature(bytes: &[u8]) -> Result<(), FormatError> {
    let gated = gate(bytes, &Limits::default())?;
    match gated.events().next() {
        // A declaration, comment or blank around it would not be part of the signature.
        Some(Event::Start(start)) if start.name.is(SIGNATURE, "Signature") => {
            let bare = !bytes.starts_with(b"<?") && !bytes.starts_with(b"<!") && bytes.starts_with(b"<");
            if bare && bytes.ends_with(b">") { Ok(()) } else { Err(wrong("Signature")) }
        }
        Some(Event::Start(start)) => Err(wrong(start.name.local)),
        _ => Err(wrong("")),
    }
}

fn wrong(found: &str) -> FormatError {
    FormatError::WrongRoot { found: found.chars().take(64).collect() }
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
