//! How is the file of large lists made? Packages are fetched and compared with their sums, read, cross-checked, written.
//!
//! This part is built for the house's own set-up only (feature `builder`); the program reads what it made.

mod addresses;
mod archive;
mod entries;
mod eu;
mod fetch;
mod places;
mod sources;
mod synonyms;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::error::CodesError;
use crate::file::write;
use crate::table::HsTable;

/// Chapters, headings and subheadings of the Harmonized System 2022: chapters 1 to 97, of which 77 is kept free. Public
/// tables count one more of each, a code 99, 9999 and 999999 for goods that are not named.
pub const HS_2022: [(usize, usize); 3] = [(2, 96), (4, 1_228), (6, 5_612)];
/// Languages of the shipped texts of goods codes.
const LANGUAGES: [&str; 4] = ["en", "fr", "es", "de"];

/// Why the file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file of the house or of the cache cannot be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file of `assets/codes` is not written as it must be.
    #[error("{file}: {why}")]
    Asset {
        /// Which.
        file: String,
        /// What is wrong, and where.
        why: String,
    },
    /// No client of a registry is on this machine.
    #[error("{registry}: none of these is here: {tried}")]
    NoClient {
        /// Which registry.
        registry: &'static str,
        /// The commands that were looked for.
        tried: String,
    },
    /// The client of a registry did not bring the package.
    #[error("{package} could not be fetched: {why}")]
    NotFetched {
        /// Which.
        package: String,
        /// The client's words.
        why: String,
    },
    /// A package is not the one that was pinned.
    #[error("{file} has the sum {found}, pinned is {pinned}; it was not used")]
    Sum {
        /// Which.
        file: String,
        /// Its sum.
        found: String,
        /// The pinned sum.
        pinned: String,
    },
    /// A package does not hold what it held when it was pinned.
    #[error("{package}: {why}")]
    Content {
        /// Which.
        package: String,
        /// What is missing.
        why: String,
    },
    /// Two sources of the goods codes disagree.
    #[error(
        "the goods codes of two sources differ: only in the first {only_first:?}, only in the second {only_second:?}"
    )]
    Differ {
        /// At most twenty of them.
        only_first: Vec<String>,
        /// At most twenty of them.
        only_second: Vec<String>,
    },
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] CodesError),
    /// The database refused.
    #[error("the file of lists cannot be written")]
    Database(#[from] rusqlite::Error),
}

/// A list that was written, for the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name.
    pub id: String,
    /// How many codes.
    pub rows: u64,
}

/// Makes the file `out` from the manifest and the synonyms in `assets`; packages are kept in `cache`.
///
/// # Errors
/// Nothing is left behind when it fails; an older file stays.
pub fn build(assets: &Path, cache: &Path, out: &Path) -> Result<Vec<Written>, BuildError> {
    let manifest = sources::read(&assets.join("sources.toml"))?;
    std::fs::create_dir_all(cache).map_err(|source| disk(cache, source))?;
    let mut archives = BTreeMap::new();
    for package in &manifest.packages {
        archives.insert(package.name.clone(), fetch::fetch(package, cache)?);
    }
    let fresh = out.with_extension("new");
    if fresh.exists() {
        std::fs::remove_file(&fresh).map_err(|source| disk(&fresh, source))?;
    }
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder).map_err(|source| disk(folder, source))?;
    }
    let written = fill(&manifest, &archives, assets, &fresh);
    if written.is_err() {
        // What is half made helps nobody; that it cannot be removed would not be the news.
        let _ = std::fs::remove_file(&fresh);
    }
    let written = written?;
    std::fs::rename(&fresh, out).map_err(|source| disk(out, source))?;
    Ok(written)
}

fn fill(
    manifest: &sources::Manifest,
    archives: &BTreeMap<String, PathBuf>,
    assets: &Path,
    fresh: &Path,
) -> Result<Vec<Written>, BuildError> {
    write::make(fresh)?;
    let mut db = Connection::open(fresh)?;
    let transaction = db.transaction()?;
    let mut written = Vec::new();
    for list in &manifest.lists {
        let archive = |nth: usize| {
            let name = list.from.get(nth).map(String::as_str).unwrap_or_default();
            archives.get(name).map(PathBuf::as_path).ok_or_else(|| BuildError::Asset {
                file: "sources.toml".into(),
                why: format!("list {} names no package number {}", list.id, nth + 1),
            })
        };
        let sum = sum_of(list.from.iter().filter_map(|name| manifest.package(name)).map(|one| one.sha256.as_str()));
        let rows = match list.id.as_str() {
            "hs-2022" => {
                let mut table = eu::read(archive(0)?)?;
                if let Some(other) = manifest.packages.iter().find(|package| package.only_compared)
                    && let Some(path) = archives.get(&other.name)
                {
                    eu::compare(&table, path)?;
                }
                count(&table)?;
                synonyms::add(&mut table, &assets.join("synonyms.csv"))?;
                let meta = list.meta(table.lines.len(), &LANGUAGES, Some(table.year), &sum)?;
                write::hs(&transaction, &meta, &table)?;
                meta.rows
            }
            "unlocode" => {
                let places = places::read(archive(0)?, &assets.join("places.csv"))?;
                let meta = list.meta(places.count(), &["en"], None, &sum)?;
                places::write(&transaction, &meta, &places)?;
                meta.rows
            }
            "iso-3166-1" => {
                let countries = entries::countries(archive(0)?)?;
                let meta = list.meta(countries.len(), &entries::LANGUAGES, None, &sum)?;
                entries::write(&transaction, &meta, &countries)?;
                meta.rows
            }
            "iso-4217" => {
                let currencies = entries::currencies(archive(0)?, archive(1)?)?;
                let meta = list.meta(currencies.len(), &entries::LANGUAGES, None, &sum)?;
                entries::write(&transaction, &meta, &currencies)?;
                meta.rows
            }
            "address-formats" => {
                let formats = addresses::read(archive(0)?)?;
                let meta = list.meta(formats.len(), &["en"], None, &sum)?;
                addresses::write(&transaction, &meta, &formats)?;
                meta.rows
            }
            other => {
                let why = format!("nothing here knows how to read a list {other}");
                return Err(BuildError::Asset { file: "sources.toml".into(), why });
            }
        };
        written.push(Written { id: list.id.clone(), rows });
    }
    transaction.commit()?;
    finish(&db)?;
    Ok(written)
}

fn disk(path: &Path, source: std::io::Error) -> BuildError {
    BuildError::Disk { path: path.to_owned(), source }
}

/// A list without all its codes would say "unknown" of goods that exist.
fn count(table: &HsTable) -> Result<(), BuildError> {
    for (digits, wanted) in HS_2022 {
        let found = table.count(digits);
        if found != wanted {
            let why = format!("{found} codes of {digits} digits, {wanted} were expected");
            return Err(BuildError::Content { package: "hs-2022".into(), why });
        }
    }
    Ok(())
}

/// One sum for a list made of several packages.
fn sum_of<'a>(sums: impl Iterator<Item = &'a str>) -> String {
    let sums: Vec<&str> = sums.collect();
    match sums.as_slice() {
        [one] => (*one).to_owned(),
        several => hex(&Sha256::digest(several.join("\n"))),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes the finished file small and its index quick.
fn finish(db: &Connection) -> rusqlite::Result<()> {
    for table in ["hs_words", "place_words"] {
        db.execute(&format!("INSERT INTO {table} ({table}) VALUES ('optimize')"), [])?;
    }
    db.execute_batch("ANALYZE; VACUUM;")
}
