//! Why a document was not let in. Codes only; words live in the window's catalogues.

/// Why the gate refused a document, as a code with the place and what was found there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} at byte {at}: {found}")]
pub struct Refusal {
    /// `gate.what`, for instance `gate.doctype`.
    pub code: &'static str,
    /// Byte offset near which it was found.
    pub at: usize,
    /// What was found, short and without document content beyond a name.
    pub found: String,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, at: usize, found: impl Into<String>) -> Self {
        Self { code, at, found: found.into() }
    }
}
