//! What is packed in a workbook's archive? Parts by their names, unpacked within limits: an archive that would grow
//! without bounds is refused while it is unpacked, whatever its directory claims.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::error::FormatError;

use super::super::table::TableLimits;
use super::damaged;

/// Parts below this size may grow as they like.
const SMALL: usize = 1024 * 1024;
/// Most entries of an archive.
const MOST_ENTRIES: usize = 10_000;

/// An archive whose main part is a workbook.
pub(in super::super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a TableLimits,
    unpacked: usize,
    /// Where the workbook part stands, for instance `xl/workbook.xml`.
    pub(super) main: String,
}

impl<'a> Package<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// More bytes than the limit, no archive, or an archive of something else than a workbook.
    pub(in super::super) fn open(bytes: &'a [u8], limits: &'a TableLimits) -> Result<Self, FormatError> {
        if bytes.len() > limits.bytes {
            return Err(FormatError::TooLarge { limit: limits.bytes });
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("", "zip"))?;
        if archive.len() > MOST_ENTRIES {
            return Err(damaged("", "zip"));
        }
        let mut package = Self { archive, limits, unpacked: 0, main: String::new() };
        package.main = super::parts::main_part(&mut package)?;
        if package.place(&package.main).is_none() {
            return Err(FormatError::OtherArchive);
        }
        Ok(package)
    }

    /// The position of a part; names differ in nothing but the case of letters.
    fn place(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| {
            (0..self.archive.len()).find(|index| {
                self.archive
                    .name_for_index(*index)
                    .and_then(Result::ok)
                    .is_some_and(|other| other.trim_start_matches('/').eq_ignore_ascii_case(name))
            })
        })
    }

    /// A part that has to be there, unpacked.
    pub(super) fn part(&mut self, name: &str) -> Result<Vec<u8>, FormatError> {
        self.optional(name)?.ok_or_else(|| damaged(name, "missing"))
    }

    /// A part that may be there, unpacked.
    pub(super) fn optional(&mut self, name: &str) -> Result<Option<Vec<u8>>, FormatError> {
        let Some(index) = self.place(name) else { return Ok(None) };
        let limits = self.limits;
        let file = self.archive.by_index(index).map_err(|_| damaged(name, "zip"))?;
        let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        let by_growth = packed.saturating_mul(limits.growth).max(SMALL);
        let left = limits.unpacked.saturating_sub(self.unpacked);
        let most = by_growth.min(left);
        let mut bytes = Vec::new();
        let read = file.take((most as u64).saturating_add(1)).read_to_end(&mut bytes);
        if bytes.len() > most {
            let what = if by_growth < left { "growth" } else { "unpacked" };
            let limit = if by_growth < left { limits.growth } else { limits.unpacked };
            return Err(FormatError::TableTooLarge { what, limit });
        }
        read.map_err(|_| damaged(name, "zip"))?;
        self.unpacked += bytes.len();
        Ok(Some(bytes))
    }
}
