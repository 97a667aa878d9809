//! How does the OASIS UBL CertificateOfOrigin read and write (`dataset.md` 5.3), versions 2.1 to 2.4?
//!
//! The document carries no signature of ours; a `Signature` in it says who put their name to the paper, never more.
//! Documents are read with any prefixes and in every 2.x version; what finds no place is named with where it stood. The
//! four versions agree in everything written here: later ones only add elements, and `UBLVersionID` says which is meant.

mod attested;
mod goods;
mod papers;
mod party;
mod read;
mod shipment;
mod values;
mod write;

pub use read::read;
pub use write::write;

use crate::tree::Namespaces;

/// The document's own namespace, which all versions share.
pub(crate) const ROOT: &str = "urn:oasis:names:specification:ubl:schema:xsd:CertificateOfOrigin-2";

/// The namespaces of a document: its own, then those of the common components.
const NAMESPACES: &Namespaces = &[
    ("", ROOT),
    ("cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
    ("cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
];

/// Which version a document says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Version {
    /// 2.1, of 2013.
    #[default]
    V21,
    /// 2.2, of 2018.
    V22,
    /// 2.3, of 2021.
    V23,
    /// 2.4, of 2024.
    V24,
}

impl Version {
    /// All versions.
    pub const ALL: [Self; 4] = [Self::V21, Self::V22, Self::V23, Self::V24];

    /// As `UBLVersionID` writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V21 => "2.1",
            Self::V22 => "2.2",
            Self::V23 => "2.3",
            Self::V24 => "2.4",
        }
    }
}

/// What the agreement says about writing this dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Which version the partner reads.
    pub version: Version,
}
