//! How does a document get from one dialect into another, and what is lost on the way? For the command line.

use tamga_origin::Finding;

use crate::error::OfficeError;

/// Where a conversion leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Tamga CO XML, unsigned.
    TamgaXml,
    /// UN/CEFACT edi3 JSON.
    CefactJson,
    /// A page, with the draft mark.
    Pdf,
}

impl Target {
    /// All targets.
    pub const ALL: [Self; 3] = [Self::TamgaXml, Self::CefactJson, Self::Pdf];

    /// The word on the command line: `tamga-xml`, `cefact-json`, `pdf`.
    pub fn word(self) -> &'static str {
        match self {
            Self::TamgaXml => "tamga-xml",
            Self::CefactJson => "cefact-json",
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
    /// What reading noticed and what the target cannot hold.
    pub findings: Vec<Finding>,
}

/// Converts a document. What comes out is never signed.
///
/// # Errors
/// `FormatUnknown`, `Unreadable`, a value the target cannot write.
pub fn convert(bytes: &[u8], to: Target) -> Result<Converted, OfficeError> {
    let _ = (bytes, to);
    pending!()
}
