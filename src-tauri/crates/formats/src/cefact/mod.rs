//! How does the UN/CEFACT edi3 certificate of origin in JSON read and write (`dataset.md` 5.2)?
//!
//! The document carries no signature of ours: what it claims about being signed, issued or verified is text, never
//! evidence. The strict D23B form has a folder of its own.

pub mod d23b;
mod fields;
mod object;
mod read;
mod units;
mod write;

pub use read::read;
pub use write::write;

/// Which spelling of the awkward names a document uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Spelling {
    /// As the schema writes them: `iD`, `uRI`, `mIMECode`.
    #[default]
    Schema,
    /// As some systems write them: `id`, `uri`, `mimeCode`.
    Plain,
}

/// What the agreement says about writing this dialect.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Style {
    /// Domain of the issuing body, the head of the certificate's `iD`; when empty, the body's code stands there.
    pub domain: String,
    /// Which spelling the partner reads.
    pub spelling: Spelling,
}
