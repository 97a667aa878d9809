//! With what can somebody try the desk? The project's own example documents, taken in as drafts.

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// What was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamplesImported {
    /// Drafts made.
    pub drafts: u32,
    /// The one to open first.
    pub first: Option<i64>,
}

/// The project's own examples, each with the agreement it was made for.
const EXAMPLES: [(&str, &[u8]); 2] = [
    ("chafta", include_bytes!("../../../../assets/examples/chafta-example.json")),
    ("np-icc", include_bytes!("../../../../assets/examples/nonpreferential-example.json")),
];

impl Office {
    /// Takes the example documents in as drafts.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn import_examples(&self) -> Result<ExamplesImported, OfficeError> {
        let mut first = None;
        let mut drafts = 0;
        for (agreement, bytes) in EXAMPLES {
            let born = self.import_draft(bytes, Some(agreement))?;
            first.get_or_insert(born.id);
            drafts += 1;
        }
        self.write(|tx| {
            tx.journal_add("examples.imported", "", &[("count", &drafts.to_string())])?;
            Ok(())
        })?;
        self.changed(&[Tag::Drafts, Tag::Journal]);
        Ok(ExamplesImported { drafts, first })
    }
}
