//! How does an office take in goods codes of its own? A signed zip of tables, checked whole before anything is kept.
//!
//! `meta.toml` says what the pack is; `codes.csv` (code, level, parent, unit), `text.<language>.csv` (code, text),
//! `synonyms.<language>.csv` (word, code) and, where known, `correlation.csv` (code, year, became) hold the rows;
//! `manifest.sha256` names every other file with its digest, `manifest.sig` signs that file (`interface.md` 10.2).
//! Who may sign is not decided here: the caller brings the check.

mod container;
mod make;
mod store;
mod tables;

use std::collections::BTreeMap;

pub use make::{Cover, make};
pub use store::{Change, PackFile};

use crate::meta::ListMeta;
use crate::table::HsTable;

/// Most bytes of a pack as it comes.
pub const LARGEST_PACK: usize = 64 * 1024 * 1024;
/// Most bytes of one file in it, unpacked.
pub const LARGEST_FILE: u64 = 32 * 1024 * 1024;
/// Most bytes of all files together, unpacked.
pub const LARGEST_WHOLE: u64 = 128 * 1024 * 1024;
/// Most files in a pack.
pub const MOST_FILES: usize = 64;
/// Most rows of one table; the Harmonized System has about seven thousand codes.
pub const MOST_ROWS: usize = 50_000;
/// Most characters of a cell.
pub const LONGEST_CELL: usize = 4_000;
/// Most faults that are named; a table from the wrong column has one in every row.
pub const MOST_FAULTS: usize = 200;

/// A pack whose signature, digests and tables were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack<S> {
    /// What is known of the list.
    pub meta: ListMeta,
    /// Who made it, in its own words.
    pub maker: String,
    /// Its rows.
    pub table: HsTable,
    /// Who signed it, as the caller's check found.
    pub signer: S,
}

/// Something wrong in a pack. The code is one of `hs_pack.*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub code: &'static str,
    /// In which file of the pack; empty for the pack as a whole.
    pub file: String,
    /// In which line, counted from one; 0 for the file as a whole.
    pub line: u64,
    /// Parameters of the sentence.
    pub params: BTreeMap<&'static str, String>,
}

impl Fault {
    pub(crate) fn new(code: &'static str, file: &str, line: u64) -> Self {
        Self { code, file: file.to_owned(), line, params: BTreeMap::new() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }
}

/// Why a pack was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackRefused<E> {
    /// The caller's check refused the signature; the tables were not looked at.
    Signature(E),
    /// The pack is not whole or its tables are not in order; every fault that was found.
    Faults(Vec<Fault>),
}

/// Every code of a fault, for the words of the window.
pub const CODES: &[&str] = &[
    "hs_pack.too_large",
    "hs_pack.not_a_zip",
    "hs_pack.unsigned",
    "hs_pack.file_unexpected",
    "hs_pack.file_missing",
    "hs_pack.manifest_form",
    "hs_pack.digest",
    "hs_pack.meta_form",
    "hs_pack.id_form",
    "hs_pack.year",
    "hs_pack.table_form",
    "hs_pack.column_missing",
    "hs_pack.too_many_rows",
    "hs_pack.cell_too_long",
    "hs_pack.cell_empty",
    "hs_pack.code_form",
    "hs_pack.code_twice",
    "hs_pack.code_unknown",
    "hs_pack.parent",
    "hs_pack.text_twice",
];

/// Reads a pack. `verify` is given the bytes of `manifest.sha256` and of `manifest.sig` and says who signed; nothing
/// else of the pack is believed before that.
///
/// # Errors
/// [`PackRefused`]: the signature, or every fault with file and line.
pub fn read<S, E>(bytes: &[u8], verify: impl FnOnce(&[u8], &[u8]) -> Result<S, E>) -> Result<Pack<S>, PackRefused<E>> {
    let whole = |fault: Fault| PackRefused::Faults(vec![fault]);
    let files = container::open(bytes).map_err(whole)?;
    let of = |name: &str| files.get(name).ok_or_else(|| whole(Fault::new("hs_pack.unsigned", name, 0)));
    let (manifest, signature) = (of(container::MANIFEST)?, of(container::SIGNATURE)?);
    let signer = verify(manifest, signature).map_err(PackRefused::Signature)?;
    container::hold_against(manifest, &files).map_err(PackRefused::Faults)?;
    let (meta, maker, table) = tables::read(&files, container::digest(bytes)).map_err(PackRefused::Faults)?;
    Ok(Pack { meta, maker, table, signer })
}
