//! How does a spreadsheet become drafts? Looked at first, then taken over: each application its own draft, all of them
//! kept in one step.

use tamga_formats::sheet::{self, Applications, Remembered, Tables, propose, read_applications, read_tables};
use tamga_origin::Finding;
use tamga_origin::profile::AgreementProfile;
use tamga_seal::digest::sha256_hex;
use tamga_store::DraftContent;

pub use tamga_formats::sheet::{
    ColumnMapping, ColumnSeen, DateOrder, EncodingBy, Mapping, Separator, SeparatorBy, SheetReading, SheetSeen,
    TableLimits, TemplateCodes, TemplateLanguage, TextChoice, TextEncoding, TextSource, field_names, write_template,
};

use crate::changes::Tag;
pub use crate::columns::ColumnsFrom;
use crate::columns::exporter_of;
use crate::drafts::content;
use crate::error::OfficeError;
use crate::office::Office;

/// How somebody wants a spreadsheet to be read; what is left open is detected, remembered or proposed.
#[derive(Debug, Clone, Default)]
pub struct HowToRead {
    /// Encoding and separator of CSV text.
    pub text: TextChoice,
    /// Marks of numbers, order of days, leading zeros; none takes what is remembered, else `usual`.
    pub reading: Option<SheetReading>,
    /// How the person reads numbers where nothing is remembered.
    pub usual: SheetReading,
    /// Columns somebody chose; heads that are not among them are proposed. They are remembered.
    pub mapping: Option<Mapping>,
    /// Agreement profile for all applications, whatever they name.
    pub agreement: Option<String>,
    /// Nothing is taken over unless every application becomes a draft.
    pub all_or_none: bool,
    /// Digest of the file that was looked at: another file is refused.
    pub digest: Option<String>,
}

/// A spreadsheet before anything of it is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationsSeen {
    /// SHA-256 of the file.
    pub digest: String,
    /// Its sheets and their columns.
    pub sheets: Vec<SheetSeen>,
    /// How CSV text was understood; none for a workbook.
    pub text: Option<TextSource>,
    /// Where the columns are known from.
    pub columns_from: ColumnsFrom,
    /// How numbers and days are read.
    pub reading: SheetReading,
    /// The applications, in the order of the file.
    pub applications: Vec<ApplicationSeen>,
    /// What was noticed, about the file first; with the reference of the application where it belongs to one.
    pub findings: Vec<(Option<String>, Finding)>,
}

/// An application before it is taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationSeen {
    /// What tells it apart in the file.
    pub reference: String,
    /// Exporter's name.
    pub exporter: String,
    /// Destination country, two letters.
    pub destination: String,
    /// Agreement profile of its draft; none when no form is found for it.
    pub agreement: Option<String>,
    /// Goods items.
    pub items: usize,
    /// What was noticed about its cells.
    pub findings: usize,
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
    /// The columns as they were taken.
    pub mapping: Mapping,
    /// Where they were known from.
    pub columns_from: ColumnsFrom,
    /// How CSV text was understood; none for a workbook.
    pub text: Option<TextSource>,
}

/// Could it be a spreadsheet with applications, by its content?
pub fn is_spreadsheet(bytes: &[u8]) -> bool {
    use tamga_formats::Dialect::{Csv, Xlsx};
    matches!(tamga_formats::recognise(bytes), Some(Csv | Xlsx))
}

/// Is it worth looking at as a spreadsheet? Its content is one, or is nothing else and its name or its lines say so: the
/// heads may be anybody's own.
pub fn may_be_spreadsheet(bytes: &[u8], name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let is_named_so = ["csv", "tsv", "txt", "xlsx"].contains(&ending.as_str());
    match tamga_formats::recognise(bytes) {
        Some(_) => is_spreadsheet(bytes),
        None => is_named_so || sheet::may_be_table(bytes),
    }
}

/// A file as it was read.
struct Understood {
    tables: Tables,
    read: Applications,
    chosen: Remembered,
    from: ColumnsFrom,
}

impl Office {
    /// Reads a spreadsheet and keeps nothing; `name` names the sheet of CSV text in findings.
    ///
    /// # Errors
    /// A file that cannot be read, and `UnknownAgreement` for one asked for.
    pub fn look_at_applications(
        &self,
        bytes: &[u8],
        name: &str,
        how: &HowToRead,
    ) -> Result<ApplicationsSeen, OfficeError> {
        let Understood { tables, read, chosen, from } = self.understood(bytes, name, how)?;
        let mut findings: Vec<_> = read.findings.into_iter().map(|finding| (None, finding)).collect();
        let mut applications = Vec::new();
        for application in read.applications {
            let certificate = &application.certificate;
            let profile = self.profile_for(certificate, how.agreement.as_deref()).ok();
            applications.push(ApplicationSeen {
                reference: application.reference.clone(),
                exporter: certificate.exporter.name.clone(),
                destination: certificate.transport.destination_country.clone(),
                agreement: profile.map(|profile| profile.id.clone()),
                items: certificate.items.len(),
                findings: application.findings.len(),
            });
            let reference = application.reference;
            findings.extend(application.findings.into_iter().map(|finding| (Some(reference.clone()), finding)));
        }
        Ok(ApplicationsSeen {
            digest: sha256_hex(bytes),
            sheets: sheet::see(&tables, &chosen.mapping),
            text: tables.text,
            columns_from: from,
            reading: chosen.reading,
            applications,
            findings,
        })
    }

    /// Takes the applications of a spreadsheet in, one draft each; `name` names the sheet of CSV text in findings.
    ///
    /// All drafts are kept in one step, so that a failing disk leaves none of them; columns that were chosen are
    /// remembered in the same step.
    ///
    /// # Errors
    /// A file that cannot be read, `FileChanged`, `UnknownAgreement` for one asked for, what keeps an application out
    /// where all were asked for, and when the store cannot be written.
    pub fn import_applications(
        &self,
        bytes: &[u8],
        name: &str,
        how: &HowToRead,
    ) -> Result<ApplicationsBorn, OfficeError> {
        if how.digest.as_ref().is_some_and(|digest| *digest != sha256_hex(bytes)) {
            return Err(OfficeError::FileChanged);
        }
        let Understood { tables, read, chosen, from } = self.understood(bytes, name, how)?;
        let exporter = exporter_of(&read);
        let (mut kept, mut refused) = (Vec::new(), Vec::new());
        for application in read.applications {
            let reference = application.reference.clone();
            match self.draft_of(application, how.agreement.as_deref()) {
                Ok((profile, content, findings)) => kept.push((reference, profile, content, findings)),
                Err(error) if how.all_or_none => return Err(error),
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
            if how.mapping.is_some() && !drafts.is_empty() {
                Self::keep_columns(tx, &tables, exporter.as_deref(), &chosen)?;
            }
            Ok(drafts)
        })?;
        self.changed(&[Tag::Drafts, Tag::Journal]);
        let Remembered { mapping, .. } = chosen;
        Ok(ApplicationsBorn {
            drafts,
            refused,
            findings: read.findings,
            mapping: mapping.for_any_name(),
            columns_from: from,
            text: tables.text,
        })
    }

    fn understood(&self, bytes: &[u8], name: &str, how: &HowToRead) -> Result<Understood, OfficeError> {
        self.issuer()?;
        if let Some(agreement) = &how.agreement {
            self.profile(agreement)?;
        }
        let tables = read_tables(bytes, name, &how.text, &TableLimits::default())?;
        let proposal = propose(&tables);
        let by = |from: ColumnsFrom, remembered: Remembered| {
            let mapping = remembered.mapping.completed_with(&proposal);
            let reading = how.reading.unwrap_or(remembered.reading);
            let read = read_applications(&tables, &mapping, &reading);
            (from, Remembered { mapping, reading }, read)
        };
        if let Some(mapping) = &how.mapping {
            let (from, chosen, read) =
                by(ColumnsFrom::Choice, Remembered { mapping: mapping.clone(), reading: how.usual });
            return Ok(Understood { tables, read, chosen, from });
        }
        let (mut from, mut chosen, mut read) = match self.columns_for_heads(&tables)? {
            Some(remembered) => by(ColumnsFrom::Heads, remembered),
            None => by(ColumnsFrom::Proposal, Remembered { reading: how.usual, ..Remembered::default() }),
        };
        // Who the exporter is stands in a column: it is known only now, and may have a choice of its own.
        if let Some(exporter) = exporter_of(&read)
            && let Some(remembered) = self.columns_for_exporter(&exporter)?
        {
            (from, chosen, read) = by(ColumnsFrom::Exporter(exporter), remembered);
        }
        Ok(Understood { tables, read, chosen, from })
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
