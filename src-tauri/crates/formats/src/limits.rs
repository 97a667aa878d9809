//! How much of a document do we look at? Bounds that hold before any tree is built.

use std::io::Read as _;

use tamga_xml::Gated;

use crate::error::FormatError;

/// Bounds for reading a document (`read.limit`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes.
    pub bytes: usize,
    /// Most levels of nesting.
    pub depth: usize,
    /// Most values or elements of any kind.
    pub values: usize,
    /// Most goods items.
    pub items: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 8 * 1024 * 1024, depth: 32, values: 200_000, items: 999 }
    }
}

impl Limits {
    /// Refuses bytes over the size limit.
    pub fn admit(&self, bytes: &[u8]) -> Result<(), FormatError> {
        if bytes.len() > self.bytes { Err(FormatError::TooLarge { limit: self.bytes }) } else { Ok(()) }
    }

    /// Takes a document from a file or stream and stops at the size limit, so that a huge source costs no memory.
    pub fn take_in(&self, source: impl std::io::Read) -> Result<Vec<u8>, FormatError> {
        let mut bytes = Vec::new();
        let most = u64::try_from(self.bytes).unwrap_or(u64::MAX).saturating_add(1);
        source.take(most).read_to_end(&mut bytes).map_err(|error| FormatError::Source(error.kind()))?;
        self.admit(&bytes)?;
        Ok(bytes)
    }

    /// Lets bytes through the XML gate within these bounds; the gate's refusal becomes one of ours.
    pub(crate) fn gate<'a>(&self, bytes: &'a [u8], kind: tamga_xml::Limits) -> Result<Gated<'a>, FormatError> {
        self.admit(bytes)?;
        let bounds = tamga_xml::Limits { bytes: self.bytes, depth: self.depth, elements: self.values, ..kind };
        tamga_xml::gate(bytes, &bounds).map_err(|refusal| match refusal.code {
            "gate.too_large" => FormatError::TooLarge { limit: self.bytes },
            "gate.depth" => FormatError::TooDeep { limit: self.depth },
            "gate.elements" => FormatError::TooManyValues { limit: self.values },
            "gate.encoding" => FormatError::NotUtf8 { offset: refusal.at },
            "gate.doctype" | "gate.entity" => FormatError::Doctype,
            code => FormatError::NotXml { gate: code.to_owned(), offset: refusal.at },
        })
    }
}
