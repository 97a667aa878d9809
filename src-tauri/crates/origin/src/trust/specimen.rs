//! How does an officer's signature or a body's stamp look on paper? Pictures by digest; their bytes travel as documents.

use super::Span;

/// A picture to compare a page with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specimen {
    /// What it shows.
    pub kind: SpecimenKind,
    /// SHA-256 of the picture in hex.
    pub sha256: String,
    /// Its media type, for instance `image/png`.
    pub media_type: String,
    /// When it was in use.
    pub span: Span,
}

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpecimenKind {
    /// A signature by hand.
    Signature,
    /// A stamp.
    Stamp,
}

impl SpecimenKind {
    /// The word in lists: `signature`, `stamp`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Stamp => "stamp",
        }
    }

    /// From its word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Signature, Self::Stamp].into_iter().find(|kind| kind.code() == code)
    }
}
