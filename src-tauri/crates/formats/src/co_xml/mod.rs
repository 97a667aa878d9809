//! How do a certificate, a status statement, an answer and a question look in Tamga CO XML, `urn:tamga:co:1` (`dataset.md` 5.1)?
//!
//! The lossless dialect: what is written here is what is signed, and drafts are kept in it too. Element names are those
//! of the WCO Data Model where it has one; the schema in `assets/schemas/` says which. Signing and verifying are not
//! here; a `ds:Signature` beside the body is passed over without a look at it.
//!
//! Written without white space between elements and without an XML declaration, so that the bytes are already in
//! canonical form and a signature can be put in before the last end tag.

mod answer;
mod certificate;
mod goods;
mod inquiry;
mod papers;
mod parts;
mod party;
mod status;
mod transport;

use tamga_origin::{Answer, Certificate, Inquiry, StatusStatement};
use tamga_xml::Gated;

use self::parts::{Notes, Parts};
use crate::error::FormatError;
use crate::limits::Limits;
use crate::nodes::Nodes;
use crate::tree::{self, Element, SIGNATURE, TAMGA};
use crate::{DocumentKind, Read, cefact};

/// The release of the WCO Data Model that element names were taken from; it claims nothing.
const MODEL: &str = "3.6";
/// Who defines this use of the names, and which version of it.
const CUSTOMISATION: (&str, &str) = ("TAMGA", "1");

/// Any document of this dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one document at a time is in hand, never a list of them")]
pub enum Document {
    /// A certificate of origin, or a draft of one.
    Certificate(Certificate),
    /// A status statement.
    Status(StatusStatement),
    /// An answer from customs.
    Answer(Answer),
    /// A question about a certificate, or what is said to one.
    Inquiry(Inquiry),
}

/// Writes a certificate or a draft, complete; same certificate, same bytes.
///
/// Fails only on a character that XML 1.0 cannot carry or a time outside the years 1 to 9999.
pub fn write_certificate(certificate: &Certificate) -> Result<Vec<u8>, FormatError> {
    let issuer = &certificate.issuer;
    wrap(&issuer.address.country, &issuer.name, certificate::element(certificate))
}

/// Writes a status statement; fails as [`write_certificate`] does.
pub fn write_status(statement: &StatusStatement) -> Result<Vec<u8>, FormatError> {
    let issuer = &statement.issuer;
    wrap(&issuer.address.country, &issuer.name, status::element(statement))
}

/// Writes an answer; fails as [`write_certificate`] does.
pub fn write_answer(answer: &Answer) -> Result<Vec<u8>, FormatError> {
    wrap("", &answer.from, answer::element(answer))
}

/// Writes a question about a certificate, or what is said to one; fails as [`write_certificate`] does.
pub fn write_inquiry(inquiry: &Inquiry) -> Result<Vec<u8>, FormatError> {
    wrap("", &inquiry.from, inquiry::element(inquiry))
}

/// Reads a certificate or a draft; another document is [`FormatError::WrongRoot`].
pub fn read_certificate(gated: &Gated) -> Result<Read<Certificate>, FormatError> {
    read_certificate_within(gated, &Limits::default())
}

/// Reads a certificate or a draft with bounds of one's own on the number of items.
pub fn read_certificate_within(gated: &Gated, limits: &Limits) -> Result<Read<Certificate>, FormatError> {
    match open(&Nodes::of(gated, TAMGA), gated)? {
        (DocumentKind::Certificate, body, mut notes, meta) => {
            let value = certificate::read(body, limits, &mut notes)?;
            meta.compare(&value.issuer.address.country, &value.issuer.name, &mut notes);
            Ok(Read { value, findings: notes.findings })
        }
        (kind, ..) => Err(wrong_document(kind)),
    }
}

/// Reads a status statement; a statement with a value that cannot be read is refused whole.
pub fn read_status(gated: &Gated) -> Result<Read<StatusStatement>, FormatError> {
    match open(&Nodes::of(gated, TAMGA), gated)? {
        (DocumentKind::Status, body, notes, _) => {
            let (value, findings) = status::read(body, notes)?;
            Ok(Read { value, findings })
        }
        (kind, ..) => Err(wrong_document(kind)),
    }
}

/// Reads an answer; an answer with a value that cannot be read is refused whole.
pub fn read_answer(gated: &Gated) -> Result<Read<Answer>, FormatError> {
    match open(&Nodes::of(gated, TAMGA), gated)? {
        (DocumentKind::Answer, body, notes, _) => {
            let (value, findings) = answer::read(body, notes)?;
            Ok(Read { value, findings })
        }
        (kind, ..) => Err(wrong_document(kind)),
    }
}

/// Reads a question or what is said to one; with a value that cannot be read it is refused whole.
pub fn read_inquiry(gated: &Gated) -> Result<Read<Inquiry>, FormatError> {
    match open(&Nodes::of(gated, TAMGA), gated)? {
        (DocumentKind::Inquiry, body, notes, _) => {
            let (value, findings) = inquiry::read(body, notes)?;
            Ok(Read { value, findings })
        }
        (kind, ..) => Err(wrong_document(kind)),
    }
}

/// Reads whichever document of this dialect it is.
pub fn read_document(gated: &Gated) -> Result<Read<Document>, FormatError> {
    let nodes = Nodes::of(gated, TAMGA);
    let (kind, body, mut notes, meta) = open(&nodes, gated)?;
    let (value, findings) = match kind {
        DocumentKind::Certificate => {
            let value = certificate::read(body, &Limits::default(), &mut notes)?;
            meta.compare(&value.issuer.address.country, &value.issuer.name, &mut notes);
            (Document::Certificate(value), notes.findings)
        }
        DocumentKind::Status => {
            let (value, findings) = status::read(body, notes)?;
            (Document::Status(value), findings)
        }
        DocumentKind::Answer => {
            let (value, findings) = answer::read(body, notes)?;
            (Document::Answer(value), findings)
        }
        DocumentKind::Inquiry => {
            let (value, findings) = inquiry::read(body, notes)?;
            (Document::Inquiry(value), findings)
        }
        DocumentKind::Applications => return Err(wrong_document(kind)),
        DocumentKind::Index => return Err(wrong_document(kind)),
    };
    Ok(Read { value, findings })
}

/// Lets bytes through the XML gate with our bounds; the gate's refusal becomes one of ours.
pub fn gate<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Gated<'a>, FormatError> {
    limits.gate(bytes, tamga_xml::Limits::OWN)
}

fn wrong_document(kind: DocumentKind) -> FormatError {
    let found = match kind {
        DocumentKind::Certificate => "Declaration",
        DocumentKind::Status => "StatusStatement",
        DocumentKind::Answer => "Response",
        DocumentKind::Inquiry => "Inquiry",
        DocumentKind::Applications => "",
        DocumentKind::Index => cefact::d23b::HEAD,
    };
    FormatError::WrongRoot { found: found.to_owned() }
}

fn wrap(country: &str, agency: &str, body: Element) -> Result<Vec<u8>, FormatError> {
    let (customisation, version) = CUSTOMISATION;
    let root = Element::new("MetaData")
        .leaf("WCODataModelVersionCode", MODEL)
        .leaf("ResponsibleCountryCode", country)
        .leaf("ResponsibleAgencyName", agency)
        .leaf("AgencyAssignedCustomizationCode", customisation)
        .leaf("AgencyAssignedCustomizationVersionCode", version)
        .child([body]);
    tree::render(&root, TAMGA)
}

/// What the envelope says about the sender, to be compared with the body.
struct Meta {
    country: String,
    agency: String,
}

impl Meta {
    fn compare(&self, country: &str, agency: &str, notes: &mut Notes) {
        for (stated, meant, name, path) in [
            (&self.country, country, "ResponsibleCountryCode", "issuer.address.country"),
            (&self.agency, agency, "ResponsibleAgencyName", "issuer.name"),
        ] {
            if !stated.is_empty() && stated != meant {
                notes.conflict(path, format!("MetaData/{name}"), stated);
            }
        }
    }
}

fn open<'a>(nodes: &'a Nodes<'a>, gated: &Gated) -> Result<(DocumentKind, Parts<'a>, Notes, Meta), FormatError> {
    let mut parts = Parts::of(nodes, "MetaData")?;
    let mut notes = Notes::default();
    if gated.has_byte_order_mark() {
        notes.findings.push(certificate::mark_finding());
    }
    parts.code("WCODataModelVersionCode", &mut notes);
    let meta = Meta {
        country: parts.text("ResponsibleCountryCode", &mut notes),
        agency: parts.text("ResponsibleAgencyName", &mut notes),
    };
    let customisation = parts.text("AgencyAssignedCustomizationCode", &mut notes);
    let version = parts.text("AgencyAssignedCustomizationVersionCode", &mut notes);
    if (customisation.as_str(), version.as_str()) != CUSTOMISATION {
        notes.conflict("", "MetaData/AgencyAssignedCustomizationCode", &format!("{customisation} {version}"));
    }
    parts.skip("Signature", SIGNATURE);
    let kinds = [
        ("Declaration", DocumentKind::Certificate),
        ("StatusStatement", DocumentKind::Status),
        ("Response", DocumentKind::Answer),
        ("Inquiry", DocumentKind::Inquiry),
    ];
    let mut bodies: Vec<(DocumentKind, Parts)> = Vec::new();
    for (name, kind) in kinds {
        bodies.extend(parts.parts(name).map(|body| (kind, body)));
    }
    parts.close(&mut notes);
    // Two bodies under one signature could be read as two different documents.
    match (bodies.pop(), bodies.is_empty()) {
        (Some((kind, body)), true) => Ok((kind, body, notes, meta)),
        (Some(_), false) => Err(FormatError::WrongRoot { found: "several documents".to_owned() }),
        (None, _) => Err(FormatError::WrongRoot { found: "MetaData".to_owned() }),
    }
}
