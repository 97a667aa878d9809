//! How is a certificate of the ALADI agreements written and read (COD, `dataset.md` 5.4)?
//!
//! A table says per schema version and form which elements stand where (`forms/`, `fields.txt`), one writer and one
//! reader go over it; no form has code of its own. Signing and verifying are not here; where signatures stand is. Nothing
//! a document names is ever fetched.

mod agreements;
mod checks;
mod dates;
mod kind;
mod read;
mod shapes;
mod slot;
mod stages;
mod table;
mod units;
mod version;
mod write;

use std::ops::Range;

pub use agreements::{acronym_of, forms_of, members_of};
pub use checks::file_name;
pub use read::{read, read_signed};
pub use stages::{issue_part, with_issue_part};
use tamga_origin::Certificate;
use tamga_xml::Gated;
pub use version::{Stage, Version};
pub use write::write;

use crate::error::FormatError;
use crate::limits::Limits;

/// Namespace of `Envelope`, `Header` and `CertOrigin`; everything else but signatures is in none.
pub(crate) const ENVELOPE: &str = "http://www.w3.org/2001/12/soap-envelope";
/// Names of the forms, as their elements are called.
pub const FORMS: [&str; 16] = [
    "FormR252", "FormA6", "FormA14", "FormA18", "FormA24", "FormA33", "FormA35", "FormA36", "FormA38", "FormA58",
    "FormA59", "FormA60", "FormA65", "FormA67", "FormA72", "FormA73",
];

/// How much of a certificate is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Extent {
    /// What the exporter fills in and signs: the first stage, to which the others are added byte by byte.
    Application,
    /// Also what the issuing body adds. Without signatures this is a copy for information that no schema takes.
    #[default]
    Certificate,
}

/// How to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Style {
    /// Schema version; it chooses the model of the form.
    pub version: Version,
    /// How much is written.
    pub extent: Extent,
    /// Instants carry a `Z`. Only where the receiving customs is known to take it; the standard does not say.
    pub zones: bool,
}

/// What a COD says, and where its parts stand in the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'a> {
    /// What the certificate says.
    pub certificate: Certificate,
    /// The schema version it declares, inside what is signed.
    pub version: Version,
    /// Its form; empty when none of the version's stands there.
    pub form: &'static str,
    /// Its agreement, as written.
    pub acronym: String,
    /// How far it is; none for a combination of parts that is no stage.
    pub stage: Option<Stage>,
    /// Where its parts stand.
    pub spans: Spans,
    /// The document as it came, byte-order mark included.
    pub bytes: &'a [u8],
}

/// Where the parts of a document stand, as byte ranges of the document as it came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans {
    /// `COD`, what the exporter signs.
    pub cod: Range<usize>,
    /// `CODExporter` with the exporter's signature.
    pub exporter: Range<usize>,
    /// `CODEH`, what the official signs.
    pub codeh: Range<usize>,
    /// The exporter's signature.
    pub exporter_signature: Option<Range<usize>>,
    /// The official's signature.
    pub official_signature: Option<Range<usize>>,
}

/// Lets bytes through the XML gate; a byte-order mark and comments between elements pass and are reported later.
///
/// # Errors
/// Whatever the gate refuses: size, depth, another encoding, a document type, text split by a comment.
pub fn gate<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Gated<'a>, FormatError> {
    limits.gate(bytes, tamga_xml::Limits::FOREIGN)
}
