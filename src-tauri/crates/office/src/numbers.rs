//! Which certificate numbers may this desk give out? Blocks leased to it; a number is never used twice.

use tamga_origin::Date;
use tamga_origin::numbering::{NumberParts, Pattern};
use tamga_origin::profile::AgreementProfile;
use tamga_store::{BlockRow, NewBlock};

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// A block of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberBlock {
    /// Agreement profile id, or empty for any.
    pub agreement: String,
    /// How a number is built from the serial, for instance `{issuer:3}{yyyy}{seq:6}`; empty takes the agreement's own.
    pub pattern: String,
    /// First serial.
    pub first: u64,
    /// Last serial.
    pub last: u64,
    /// Last day on which new numbers may be taken.
    pub expires: Option<Date>,
}

/// A block as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberBlockView {
    /// The block.
    pub block: NumberBlock,
    /// Numbers left.
    pub left: u64,
    /// Number that comes next, when one is left.
    pub next: Option<String>,
}

impl Office {
    /// Adds a block.
    ///
    /// # Errors
    /// A block that makes no sense, or overlaps one that is there.
    pub fn add_number_block(&self, block: NumberBlock) -> Result<(), OfficeError> {
        let issuer = self.issuer()?.code.clone();
        if block.first > block.last {
            return Err(OfficeError::NumberBlock("its end lies before its start"));
        }
        let pattern = match block.pattern.as_str() {
            "" if block.agreement.is_empty() => {
                return Err(OfficeError::NumberBlock("it has neither pattern nor agreement"));
            }
            "" => self.profile(&block.agreement)?.numbering.pattern.clone(),
            text => Pattern::parse(text)?,
        };
        // A pattern that cannot print its own last number would fail in the middle of signing.
        self.print(&pattern, &block.agreement, block.last)?;
        let there = self.read(|reader| Ok(reader.number_blocks()?))?;
        let overlaps = |old: &BlockRow| {
            old.issuer == issuer
                && old.pattern == pattern.as_str()
                && old.first <= block.last
                && block.first <= old.last
        };
        if there.iter().any(overlaps) {
            return Err(OfficeError::NumberBlock("it overlaps a block that is here"));
        }
        let new = NewBlock {
            issuer,
            agreement: block.agreement,
            pattern: pattern.as_str().to_owned(),
            first: block.first,
            last: block.last,
            expires: block.expires,
        };
        self.write(|tx| {
            tx.number_block_add(&new)?;
            let range = format!("{} to {}", new.first, new.last);
            tx.journal_add("numbers.added", &new.agreement, &[("range", &range), ("pattern", &new.pattern)])?;
            Ok(())
        })?;
        self.changed(&[Tag::App, Tag::Journal]);
        Ok(())
    }

    /// The blocks.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn number_blocks(&self) -> Result<Vec<NumberBlockView>, OfficeError> {
        let rows = self.read(|reader| Ok(reader.number_blocks()?))?;
        rows.into_iter().map(|row| self.block_view(row)).collect()
    }

    fn block_view(&self, row: BlockRow) -> Result<NumberBlockView, OfficeError> {
        let left = row.left();
        let pattern = Pattern::parse(&row.pattern)?;
        let next = if left > 0 { Some(self.print(&pattern, &row.agreement, row.next)?) } else { None };
        let BlockRow { agreement, pattern, first, last, expires, .. } = row;
        Ok(NumberBlockView { block: NumberBlock { agreement, pattern, first, last, expires }, left, next })
    }

    /// Reserves the next number for an agreement in a commit of its own; it is used or void afterwards, never free.
    pub(crate) fn reserve_number(&self, profile: &AgreementProfile) -> Result<String, OfficeError> {
        let issuer = &self.issuer()?.code;
        let reserved = self.write(|tx| {
            let reserved = tx.number_reserve(issuer, &profile.id, &self.surroundings().boot_id, |block, serial| {
                self.print(&Pattern::parse(&block.pattern)?, &profile.id, serial)
            })?;
            tx.journal_add("number.reserved", &reserved.number, &[("number", &reserved.number)])?;
            Ok(reserved)
        })?;
        Ok(reserved.number)
    }

    /// Gives up a number that was reserved and will not be used, with the code of what went wrong.
    pub(crate) fn void_number(&self, number: &str, reason: &str) -> Result<(), OfficeError> {
        let issuer = &self.issuer()?.code;
        self.write(|tx| {
            tx.number_void(issuer, number, reason)?;
            tx.journal_add("number.void", number, &[("number", number), ("reason", reason)])?;
            Ok(())
        })
    }

    fn print(&self, pattern: &Pattern, agreement: &str, serial: u64) -> Result<String, OfficeError> {
        let issuer = self.issuer()?;
        let (acronym, form) = match self.profile(agreement) {
            Ok(profile) if profile.numbering.acronym.is_empty() => {
                (profile.aliases.first().cloned().unwrap_or_default(), profile.form.code.clone())
            }
            Ok(profile) => (profile.numbering.acronym.clone(), profile.form.code.clone()),
            Err(_) => (String::new(), String::new()),
        };
        let parts = NumberParts {
            country: &self.facts().told.country,
            issuer: &issuer.code,
            office: &self.facts().told.place.code,
            agreement: &acronym,
            form: &form,
            revision: 0,
        };
        Ok(pattern.number(&parts, self.today(), serial)?)
    }
}
