//! Which code lists has the office? Those of the program, and what an administrator took in: signed packs of goods codes,
//! and the whole of Recommendations 20 and 21.
//!
//! What was taken in is kept byte for byte among the documents, with a row of settings that says whence it came. The file
//! that is searched is an index: where it differs from the rows it is made anew.

mod keep;
mod look;
mod publishers;

use std::sync::{Arc, PoisonError};

use tamga_codes::pack::{self, Change, Fault};
use tamga_codes::{Codes, CodesError, ListMeta};
use tamga_origin::{Date, Finding};

pub use keep::Taken;
pub use look::Made;
pub use publishers::Publisher;
pub use tamga_codes::pack::Cover;
pub use tamga_codes::recommendation::Recommendation;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// What a person says about a table whose publisher does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableAsked {
    /// Name of the file.
    pub name: String,
    /// Of which recommendation it is; found by its columns where nobody says it.
    pub which: Option<Recommendation>,
    /// Version in the publisher's words.
    pub version: String,
    /// Day of its text.
    pub date: Option<Date>,
    /// Under what terms it may be passed on.
    pub licence: String,
}

/// A list that somebody wants to take in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// What is known of it.
    pub meta: ListMeta,
    /// Who made it, of packs.
    pub maker: String,
    /// Who signed it, of packs.
    pub publisher: Option<Publisher>,
    /// What it changes.
    pub change: Change,
    /// Rows that its publisher marks as deleted.
    pub deleted: usize,
    /// What was noticed in its rows.
    pub findings: Vec<Finding>,
}

/// A list of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListView {
    /// What is known of it.
    pub meta: ListMeta,
    /// When and from whom it was taken in; none for lists of the program.
    pub taken: Option<Taken>,
}

impl Office {
    /// The code lists; without the large ones where they are not beside the program or cannot be read.
    ///
    /// # Errors
    /// When the program itself carries a list that cannot be read, and when the store cannot be read.
    pub fn codes(&self) -> Result<Arc<Codes>, OfficeError> {
        if let Some(open) = &*self.codes.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(open.clone());
        }
        let mut kept = self.codes.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*kept {
            return Ok(open.clone());
        }
        let opened = match self.surroundings().code_lists.as_deref().map(Codes::open) {
            Some(Err(CodesError::Missing(_))) | None => Codes::small()?,
            Some(Ok(codes)) => codes,
            Some(Err(error)) => {
                tracing::warn!(code = error.code(), %error, "the large code lists are left out");
                Codes::small()?
            }
        };
        let opened = match self.own_lists()? {
            Some(file) => opened.with_packs(&file)?,
            None => opened,
        };
        Ok(kept.insert(Arc::new(opened)).clone())
    }

    /// Every list with where it comes from, those of the program first.
    ///
    /// # Errors
    /// When lists or store cannot be read.
    pub fn code_lists(&self) -> Result<Vec<ListView>, OfficeError> {
        let taken = self.taken_lists()?;
        let view = |meta: &ListMeta| {
            let taken = taken.iter().find(|(id, _)| *id == meta.id).map(|(_, taken)| taken.clone());
            ListView { meta: meta.clone(), taken }
        };
        Ok(self.codes()?.lists().iter().map(view).collect())
    }

    /// Says what taking a list in would change, and changes nothing.
    ///
    /// # Errors
    /// `CodeListRefused` with what is wrong.
    pub fn look_at_code_list(&self, bytes: &[u8], asked: &TableAsked) -> Result<Looked, OfficeError> {
        Ok(self.read_list(bytes, asked)?.0)
    }

    /// Takes a list in; one of the same name gives way.
    ///
    /// # Errors
    /// `CodeListRefused` with what is wrong; the lists that are here stay. A full disk.
    pub fn import_code_list(&self, bytes: &[u8], asked: &TableAsked) -> Result<Looked, OfficeError> {
        let (looked, list) = match self.read_list(bytes, asked) {
            Ok(read) => read,
            Err(error) => {
                self.note_refused(&error, &asked.name)?;
                return Err(error);
            }
        };
        self.keep_list_in_store(bytes, &looked)?;
        // An index that could not be written is made anew when lists are asked for next.
        let indexed = self.index_list(&looked.meta, &list);
        self.lists_changed();
        indexed?;
        Ok(looked)
    }

    /// Takes a list of the office out again; certificates are judged without it from then on.
    ///
    /// # Errors
    /// `NotFound` for a list that nobody took in.
    pub fn remove_code_list(&self, id: &str) -> Result<(), OfficeError> {
        self.forget_list_in_store(id)?;
        self.lists_changed();
        Ok(())
    }

    fn lists_changed(&self) {
        *self.codes.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.changed(&[Tag::Settings, Tag::Drafts, Tag::Journal]);
    }

    fn note_refused(&self, error: &OfficeError, name: &str) -> Result<(), OfficeError> {
        let Some(first) = error.findings().first() else { return Ok(()) };
        self.write(|tx| {
            tx.journal_add("codes.refused", name, &[("file", name), ("code", &first.code)])?;
            Ok(())
        })?;
        self.changed(&[Tag::Journal]);
        Ok(())
    }
}

/// A list that was read, before it is indexed.
enum List {
    Pack(Box<pack::Pack<Publisher>>),
    Table(tamga_codes::recommendation::RecommendedTable),
}

/// A fault as a finding; its path is the file of the pack and the line, or the row of the table `of`.
fn finding(fault: Fault, of: &str) -> Finding {
    let Fault { code, file, line, params } = fault;
    let path = match (file.as_str(), line) {
        ("", 0) => String::new(),
        ("", row) => format!("row {row}"),
        (file, 0) => file.to_owned(),
        (file, line) => format!("{file}:{line}"),
    };
    let file = if file.is_empty() { of.to_owned() } else { file };
    let finding = Finding::block(code, path).with("file", file).with("line", line);
    params.into_iter().fold(finding, |finding, (name, value)| finding.with(name, value))
}

fn refused(faults: Vec<Fault>, of: &str) -> OfficeError {
    OfficeError::CodeListRefused(faults.into_iter().map(|fault| finding(fault, of)).collect())
}
