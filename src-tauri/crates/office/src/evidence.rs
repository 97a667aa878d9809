//! How does a worksheet of origin stand behind a certificate? Its bytes are kept, the draft names their digest, and the
//! line of goods takes the criterion over; all in one step, with its line in the journal.

use tamga_origin::{Criterion, Finding, SupportingDocument};
use tamga_seal::digest::sha256_hex;

use crate::calculate::Calculated;
use crate::changes::Tag;
use crate::drafts::{content, read_kept};
use crate::error::OfficeError;
use crate::office::Office;

/// Media type of a worksheet.
const MEDIA_TYPE: &str = "application/json";

/// Name of a worksheet among the supporting documents.
const NAME: &str = "Origin worksheet";

/// Name of a worksheet that a line rests on.
fn name_for(sequence: u32) -> String {
    format!("{NAME}, line {sequence}")
}

/// The line that a worksheet of this name stands behind.
pub(crate) fn line_of(name: &str) -> Option<u32> {
    let (_, sequence) = name.rsplit_once(' ')?;
    sequence.parse().ok().filter(|sequence| name_for(*sequence) == name)
}

/// A worksheet that stands behind a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorksheetKept {
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// The criterion that the line took over; none when no line was named or nothing was proposed.
    pub criterion: Option<String>,
    /// What the rules of the form notice about the draft now.
    pub findings: Vec<Finding>,
}

impl Office {
    /// Keeps a calculated worksheet and names it in the draft; with `item` (sequence number) that line takes the
    /// proposed criterion over. A worksheet that the draft names already is not named twice.
    ///
    /// # Errors
    /// `NotFound`, a line that the draft does not have, `Stale` when somebody saves the draft meanwhile.
    pub fn keep_worksheet(
        &self,
        draft: i64,
        calculated: &Calculated,
        item: Option<u32>,
    ) -> Result<WorksheetKept, OfficeError> {
        let (row, before) = self.read(|reader| Ok((reader.draft(draft)?, reader.draft_content(draft)?)))?;
        let profile = self.profile(&before.agreement)?;
        let mut image = read_kept(&before.document)?;
        let mut criterion = None;
        if let Some(sequence) = item {
            let line = image.items.iter_mut().find(|line| line.sequence == sequence);
            let line = line.ok_or(OfficeError::Senseless("a line that the draft does not have"))?;
            if let Some(proposal) = &calculated.proposal {
                line.criterion = Criterion {
                    code: proposal.code.clone(),
                    printed: proposal.printed.clone(),
                    ..Criterion::default()
                };
                criterion = Some(proposal.printed.clone());
            }
        }
        let sha256 = sha256_hex(&calculated.document);
        if !image.evidence.iter().any(|known| known.digest == sha256) {
            let name = item.map_or_else(|| NAME.to_owned(), name_for);
            image.evidence.push(SupportingDocument {
                name,
                date: Some(self.today()),
                digest: sha256.clone(),
                ..SupportingDocument::default()
            });
        }
        let findings = self.judge(&image, profile)?;
        let content = content(&image, profile, before.marks, &findings)?;
        let line = item.map(|sequence| sequence.to_string()).unwrap_or_default();
        self.write(|tx| {
            tx.document_keep(&calculated.document, MEDIA_TYPE)?;
            tx.draft_save(draft, row.stamp, &content)?;
            let params = [("sha256", sha256.as_str()), ("line", &line)];
            tx.journal_add("draft.worksheet", &draft.to_string(), &params)?;
            Ok(())
        })?;
        self.changed(&[Tag::Drafts, Tag::Journal]);
        Ok(WorksheetKept { sha256, criterion, findings })
    }

    /// The exact bytes of a kept paper, by its digest.
    ///
    /// # Errors
    /// `NotFound`, and when the file is not what it was.
    pub fn kept_paper(&self, sha256: &str) -> Result<Vec<u8>, OfficeError> {
        self.read(|reader| Ok(reader.document_bytes(sha256)?))
    }
}
