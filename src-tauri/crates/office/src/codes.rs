//! Which goods code does somebody mean?
//!
//! The order of hits is `tamga-codes`' work; here stands what only an office knows: which codes this exporter and this
//! office used before, read from a bounded number of recent documents. Which lists there are is in `code_lists`.

use std::collections::HashSet;

use tamga_codes::HsQuery;
use tamga_store::{CertificateFilter, StoreError};

pub use tamga_codes::{Codes, Found, HsHit, HsStep, ListMeta, find_beside};

use crate::changes::Tag;
use crate::drafts::read_kept;
use crate::error::OfficeError;
use crate::office::Office;
use crate::page::Window;

/// Newest documents of each register that are looked at for codes used before.
const RECENT: u32 = 24;

/// Documents beyond so many bytes are not looked at: thousands of lines say little about what is usual.
const LARGEST: usize = 512 * 1024;

/// What somebody looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HsAsked<'a> {
    /// Words, beginnings of words, or a code; empty for codes used before.
    pub text: &'a str,
    /// Language of words and answer, two letters.
    pub language: &'a str,
    /// Profile whose year of the Harmonized System counts; empty for the newest.
    pub agreement: &'a str,
    /// Year that somebody chose instead.
    pub year: Option<u16>,
    /// Name of the exporter whose codes come first; may be empty.
    pub exporter: &'a str,
    /// Most hits.
    pub limit: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HsFound {
    /// Year that the form names, where it names one.
    pub form_year: Option<u16>,
    /// Year of the list that was searched; none where there is no list of goods codes.
    pub year: Option<u16>,
    /// Every year there is a list of, oldest first.
    pub years: Vec<u16>,
    /// Hits in the order of [`Found`].
    pub hits: Vec<HsHit>,
    /// For each hit what it became in the form's year; empty where the years are the same or no list says so.
    pub became: Vec<Vec<String>>,
}

/// Codes used before, newest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct UsedCodes {
    exporter: String,
    of_exporter: Vec<String>,
    of_office: Vec<String>,
}

impl Office {
    /// Finds goods codes in the list of the year that was chosen, else of the form's, else in the newest.
    ///
    /// # Errors
    /// `UnknownAgreement`, and when lists or store cannot be read.
    pub fn find_hs(&self, asked: &HsAsked<'_>) -> Result<HsFound, OfficeError> {
        let form_year = match asked.agreement {
            "" => None,
            agreement => self.profile(agreement)?.hs.edition.parse().ok(),
        };
        let codes = self.codes()?;
        let years = codes.hs_years();
        let mut wanted = [asked.year, form_year, years.last().copied()].into_iter().flatten();
        let Some(year) = wanted.find(|year| years.contains(year)) else {
            return Ok(HsFound { form_year, year: None, years, hits: Vec::new(), became: Vec::new() });
        };
        let used = self.used_codes(asked.exporter)?;
        let hits = codes.hs(&HsQuery {
            text: asked.text,
            language: asked.language,
            year,
            exporter: &used.of_exporter,
            office: &used.of_office,
            limit: asked.limit,
        })?;
        let other = form_year.filter(|wanted| *wanted != year);
        let became = hits.iter().map(|hit| match other {
            Some(wanted) => codes.hs_became(year, &hit.code, wanted),
            None => Ok(Vec::new()),
        });
        let became = became.collect::<Result<_, _>>()?;
        Ok(HsFound { form_year, year: Some(year), years, hits, became })
    }

    /// What was used before is remembered until drafts or certificates change: it is asked with every letter typed.
    fn used_codes(&self, exporter: &str) -> Result<UsedCodes, OfficeError> {
        let exporter = exporter.trim().to_lowercase();
        let mut kept = self.used_codes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match &*kept {
            Some(known) if known.exporter == exporter => Ok(known.clone()),
            _ => Ok(kept.insert(self.read_used_codes(exporter)?).clone()),
        }
    }

    fn read_used_codes(&self, exporter: String) -> Result<UsedCodes, OfficeError> {
        let mut used = UsedCodes { exporter, ..UsedCodes::default() };
        for (name, document) in self.recent_documents(&used.exporter)? {
            // One document that cannot be read takes nothing from the others.
            let Ok(certificate) = read_kept(&document) else { continue };
            let is_exporters = !used.exporter.is_empty() && name.trim().to_lowercase() == used.exporter;
            let list = if is_exporters { &mut used.of_exporter } else { &mut used.of_office };
            list.extend(certificate.items.into_iter().map(|item| item.hs.code).filter(|code| code.len() >= 6));
        }
        for list in [&mut used.of_exporter, &mut used.of_office] {
            let mut seen = HashSet::new();
            list.retain(|code| seen.insert(code.clone()));
        }
        Ok(used)
    }

    /// Exporter and bytes of recent drafts, then certificates of this exporter, then the newest of all.
    fn recent_documents(&self, exporter: &str) -> Result<Vec<(String, Vec<u8>)>, OfficeError> {
        let window = Window::first(RECENT).store();
        self.read(|reader| {
            let mut documents = Vec::new();
            for draft in reader.drafts(window)?.rows {
                documents.push((draft.exporter, reader.draft_content(draft.id)?.document));
            }
            let all = CertificateFilter::default();
            let own = CertificateFilter { text: exporter.to_owned(), ..CertificateFilter::default() };
            let filters = [Some(own).filter(|own| !own.text.is_empty()), Some(all)];
            let mut seen = HashSet::new();
            for filter in filters.into_iter().flatten() {
                for row in reader.certificates(&filter, window)?.rows {
                    if !seen.insert(row.id) {
                        continue;
                    }
                    let steps = reader.certificate_revisions(row.id)?;
                    let Some(issued) = steps.iter().find(|step| step.kind == "issue") else { continue };
                    match reader.document_bytes(&issued.document_sha) {
                        Ok(bytes) => documents.push((row.exporter, bytes)),
                        Err(StoreError::FileMissing { .. } | StoreError::FileChanged { .. }) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
            }
            documents.retain(|(_, bytes)| bytes.len() <= LARGEST);
            Ok(documents)
        })
    }

    /// Codes used before are read again when one of these changed.
    pub(crate) fn forget_used_codes(&self, tags: &[Tag]) {
        if tags.iter().any(|tag| matches!(tag, Tag::Drafts | Tag::Certificates)) {
            *self.used_codes.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        }
    }
}
