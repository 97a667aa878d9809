//! How does a spreadsheet become drafts? Each application its own draft; what cannot be kept does not keep the others out.

use tamga_formats::sheet::{self, propose, read_applications, read_tables};
use tamga_origin::Finding;
use tamga_origin::profile::AgreementProfile;
use tamga_store::DraftContent;

pub use tamga_formats::sheet::{
    DateOrder, EncodingBy, Mapping, Separator, SeparatorBy, SheetReading, TableLimits, TemplateCodes, TemplateLanguage,
    TextChoice, TextEncoding, TextSource, write_template,
};

use crate::changes::Tag;
use crate::drafts::content;
use crate::error::OfficeError;
use crate::office::Office;

/// How somebody wants a spreadsheet to be read; what is left open is detected or proposed.
#[derive(Debug, Clone, Default)]
pub struct HowToRead {
    /// Encoding and separator of CSV text.
    pub text: TextChoice,
    /// Numbers, days, leading zeros.
    pub reading: SheetReading,
    /// Columns that are remembered.
    pub mapping: Mapping,
    /// Agreement profile for all applications, whatever they name.
    pub agreement: Option<String>,
}

/// A draft that came of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationBorn {
    /// What tells the application apart in the file.
    pub reference: String,
    /// Id of the draft.
    pub id: i64,
    /// What was noticed about its cells, then by the rules of the form.
    pub findings: Vec<Finding>,
}

/// What came of a spreadsheet.
#[derive(Debug)]
pub struct ApplicationsBorn {
    /// The drafts, in the order of the file.
    pub drafts: Vec<ApplicationBorn>,
    /// Applications that became no draft, and why.
    pub refused: Vec<(String, OfficeError)>,
    /// What was noticed about the file as a whole.
    pub findings: Vec<Finding>,
    /// The columns as they were taken, to be remembered for the next file.
    pub mapping: Mapping,
    /// How CSV text was understood; none for a workbook.
    pub text: Option<TextSource>,
}

/// Could it be a spreadsheet with applications, by its content?
pub fn is_spreadsheet(bytes: &[u8]) -> bool {
    use tamga_formats::Dialect::{Csv, Xlsx};
    matches!(tamga_formats::recognise(bytes), Some(Csv | Xlsx))
}

impl Office {
    /// Takes the applications of a spreadsheet in, one draft each; `name` names the sheet of CSV text in findings.
    ///
    /// All drafts are kept in one step, so that a failing disk leaves none of them.
    ///
    /// # Errors
    /// A file that cannot be read, `UnknownAgreement` for one asked for, and when the store cannot be written.
    pub fn import_applications(
        &self,
        bytes: &[u8],
        name: &str,
        how: &HowToRead,
    ) -> Result<ApplicationsBorn, OfficeError> {
        self.issuer()?;
        if let Some(agreement) = &how.agreement {
            self.profile(agreement)?;
        }
        let tables = read_tables(bytes, name, &how.text, &TableLimits::default())?;
        let mapping = how.mapping.completed_with(&propose(&tables));
        let read = read_applications(&tables, &mapping, &how.reading);
        let (mut kept, mut refused) = (Vec::new(), Vec::new());
        for application in read.applications {
            let reference = application.reference.clone();
            match self.draft_of(application, how.agreement.as_deref()) {
                Ok((profile, content, findings)) => kept.push((reference, profile, content, findings)),
                Err(error) => refused.push((reference, error)),
            }
        }
        let drafts = self.write(|tx| {
            let mut drafts = Vec::new();
            for (reference, profile, content, findings) in &kept {
                let id = tx.draft_add(content)?;
                tx.journal_add("draft.imported", &id.to_string(), &[("agreement", &profile.id)])?;
                drafts.push(ApplicationBorn { reference: reference.clone(), id, findings: findings.clone() });
            }
            Ok(drafts)
        })?;
        self.changed(&[Tag::Drafts, Tag::Journal]);
        Ok(ApplicationsBorn { drafts, refused, findings: read.findings, mapping, text: tables.text })
    }

    fn draft_of(
        &self,
        application: sheet::Application,
        agreement: Option<&str>,
    ) -> Result<(&AgreementProfile, DraftContent, Vec<Finding>), OfficeError> {
        let profile = self.profile_for(&application.certificate, agreement)?;
        let image = self.as_draft(application.certificate, profile)?;
        let by_rules = self.judge(&image, profile)?;
        let content = content(&image, profile, Vec::new(), &by_rules)?;
        let findings = application.findings.into_iter().chain(by_rules).collect();
        Ok((profile, content, findings))
    }
}
