//! The one door to all lists: typed ones, the file that comes with the program, and what the office imported.

use std::path::Path;

use rusqlite::{OptionalExtension, params};
use tamga_origin::units::Dimension;
use tamga_origin::{Date, Ratio};

use crate::error::CodesError;
use crate::file::File;
use crate::fold::{fold, words};
use crate::hs::{self, HsHit, HsQuery, HsStep};
use crate::meta::ListMeta;
use crate::recommendation::Recommendation;
use crate::small::{self, Row, SmallList};

/// All lists that are there.
#[derive(Debug)]
pub struct Codes {
    small: &'static [SmallList],
    /// The file of the program first, then that of the office.
    files: Vec<File>,
    /// What is known of every list; read once, because the rules ask for each line of a certificate.
    lists: Vec<ListMeta>,
}

/// A code with its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    /// The code.
    pub code: String,
    /// Names by language; for goods codes the path in one line.
    pub names: Vec<(String, String)>,
    /// Three digits, of countries and currencies.
    pub number: String,
    /// Digits after the point, of currencies.
    pub decimals: Option<u8>,
    /// Does it count on the day that was asked about?
    pub counts: bool,
}

/// A code that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The code.
    pub code: String,
    /// Its name in the language asked for, else in English.
    pub name: String,
}

impl Codes {
    /// The typed lists alone; they are there wherever the program runs.
    ///
    /// # Errors
    /// [`CodesError::Typed`] when the build carries a list that cannot be read.
    pub fn small() -> Result<Self, CodesError> {
        let small = small::lists()?;
        Ok(Self { small, files: Vec::new(), lists: small.iter().map(|list| list.meta.clone()).collect() })
    }

    /// The typed lists and the file at `path`.
    ///
    /// # Errors
    /// [`CodesError::Missing`] (`codes.missing`) when there is no file; the caller goes on with [`Codes::small`].
    pub fn open(path: &Path) -> Result<Self, CodesError> {
        Self::small()?.with_file(path)
    }

    /// Adds what the office imported; a file that is not there yet holds nothing. What is imported later is seen after
    /// opening again.
    ///
    /// # Errors
    /// When the file belongs to another program or cannot be read.
    pub fn with_packs(self, path: &Path) -> Result<Self, CodesError> {
        if path.is_file() { self.with_file(path) } else { Ok(self) }
    }

    fn with_file(mut self, path: &Path) -> Result<Self, CodesError> {
        let file = File::read(path)?;
        self.lists.extend(file.lists()?);
        self.files.push(file);
        Ok(self)
    }

    /// Are the large lists of the program there, and not only the typed ones and what the office took in?
    pub fn has_large_lists(&self) -> bool {
        self.describe("iso-3166-1").is_some()
    }

    /// What is known of every list, typed ones first.
    pub fn lists(&self) -> &[ListMeta] {
        &self.lists
    }

    /// What is known of one list.
    pub fn describe(&self, list: &str) -> Option<&ListMeta> {
        self.lists.iter().find(|meta| meta.id == list)
    }

    /// The years of the Harmonized System that are here, oldest first.
    pub fn hs_years(&self) -> Vec<u16> {
        let mut years: Vec<u16> = self.lists.iter().filter_map(|list| list.hs_year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// What a code of a list means, and whether it counts on that day.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn lookup(&self, list: &str, code: &str, on: Date) -> Result<Option<Lookup>, CodesError> {
        let Some(meta) = self.describe(list) else { return Ok(None) };
        let counts = meta.counts_on(on);
        if let Some(small) = self.typed(list) {
            let row = small.rows.iter().find(|row| row.code == code);
            let named = |row: &Row| row.names.iter().filter(|(language, _)| language != "zz").cloned().collect();
            return Ok(row.map(|row| Lookup { counts: counts && row.counts_on(on), ..plain(code, named(row)) }));
        }
        if let Some(year) = meta.hs_year {
            let mut names = Vec::new();
            for language in &meta.languages {
                if let Some((path, _)) = self.hs_line(year, code, language)? {
                    names.push((language.clone(), join(&path)));
                }
            }
            return Ok((!names.is_empty()).then(|| Lookup { counts, ..plain(code, names) }));
        }
        if meta.id == crate::place::LIST {
            let names =
                self.places_of(code)?.into_iter().map(|place| ("en".to_owned(), place.name)).collect::<Vec<_>>();
            return Ok((!names.is_empty()).then(|| Lookup { counts, ..plain(code, names) }));
        }
        self.entry(list, code).map(|found| found.map(|found| Lookup { counts, ..found }))
    }

    /// Finds codes of a list by the beginnings of the words of their names, or by the code itself. Goods codes have a
    /// finder of their own: [`Codes::hs`].
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn search(&self, list: &str, text: &str, language: &str, limit: usize) -> Result<Vec<Hit>, CodesError> {
        if let Some(small) = self.typed(list) {
            let rows = small.rows.iter().map(|row| (row.code.clone(), shown(row, language), folded(row)));
            let more = match Recommendation::ALL.into_iter().find(|one| one.working_set() == list) {
                Some(one) => self.entries(one.whole(), language)?,
                None => Vec::new(),
            };
            // What the program names in every language goes before the same code in the publisher's words.
            let more = more.into_iter().filter(|(code, ..)| small.rows.iter().all(|row| row.code != *code));
            return Ok(ranked(rows.chain(more), text, limit));
        }
        if list == crate::place::LIST {
            let places = self.places(text, None, limit)?;
            return Ok(places.into_iter().map(|place| Hit { code: place.code, name: place.name }).collect());
        }
        if let Some(year) = self.describe(list).and_then(|meta| meta.hs_year) {
            let query = HsQuery { text, language, year, exporter: &[], office: &[], limit };
            let hits = self.hs(&query)?;
            return Ok(hits.into_iter().map(|hit| Hit { name: hit.path_text(), code: hit.code }).collect());
        }
        Ok(ranked(self.entries(list, language)?.into_iter(), text, limit))
    }

    /// Finds goods codes.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn hs(&self, query: &HsQuery<'_>) -> Result<Vec<HsHit>, CodesError> {
        hs::find(&self.every_file(), query)
    }

    /// Path and unit of a goods code.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn hs_line(&self, year: u16, code: &str, language: &str) -> Result<Option<(Vec<HsStep>, String)>, CodesError> {
        hs::line(&self.every_file(), year, code, language)
    }

    /// Is it a goods code of that year? `None` when there is no list of that year.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn hs_knows(&self, year: u16, code: &str) -> Result<Option<bool>, CodesError> {
        hs::knows(&self.every_file(), year, code)
    }

    /// What became of a goods code in another year; empty when no list says so.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn hs_became(&self, year: u16, code: &str, other: u16) -> Result<Vec<String>, CodesError> {
        hs::became(&self.every_file(), year, code, other)
    }

    /// What a unit measures and how many base units it is, where an imported list says so.
    pub(crate) fn unit_factor(&self, code: &str) -> Result<Option<(Dimension, Ratio)>, CodesError> {
        for file in self.files.iter().filter(|file| file.has_factors) {
            let found: Option<(String, String)> = file.ask(|db| {
                let mut row = db.prepare_cached("SELECT dimension, factor FROM unit_factor WHERE code = ?1")?;
                row.query_row([code], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })?;
            if let Some((dimension, factor)) = found {
                return Ok(Dimension::parse(&dimension).zip(Ratio::parse(&factor)));
            }
        }
        Ok(None)
    }

    pub(crate) fn every_file(&self) -> Vec<&File> {
        self.files.iter().collect()
    }

    pub(crate) fn typed(&self, list: &str) -> Option<&'static SmallList> {
        self.small.iter().find(|small| small.meta.id == list)
    }

    fn entry(&self, list: &str, code: &str) -> Result<Option<Lookup>, CodesError> {
        for file in &self.files {
            let found = file.ask(|db| {
                let mut row = db.prepare_cached(
                    "SELECT e.list, e.number, e.decimals FROM entry e JOIN list l ON l.id = e.list
                     WHERE l.name = ?1 AND e.code = ?2",
                )?;
                let entry: Option<(i64, String, Option<u8>)> =
                    row.query_row(params![list, code], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
                let Some((id, number, decimals)) = entry else { return Ok(None) };
                let mut rows = db.prepare_cached(
                    "SELECT language, name FROM entry_name WHERE list = ?1 AND code = ?2 AND nth = 0
                     AND language <> 'zz' ORDER BY language",
                )?;
                let names = rows.query_map(params![id, code], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let names = names.collect::<rusqlite::Result<Vec<_>>>()?;
                Ok(Some(Lookup { number, decimals, ..plain(code, names) }))
            })?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Every code of a list with the name that is shown and all words it is found by.
    fn entries(&self, list: &str, language: &str) -> Result<Vec<(String, String, String)>, CodesError> {
        let mut entries = Vec::new();
        for file in &self.files {
            entries.extend(file.ask(|db| {
                let mut rows = db.prepare_cached(
                    "SELECT n.code, coalesce(
                        max(CASE WHEN n.nth = 0 AND n.language = ?2 THEN n.name END),
                        max(CASE WHEN n.nth = 0 AND n.language = 'en' THEN n.name END), ''),
                        group_concat(n.name, ' ')
                     FROM entry_name n JOIN list l ON l.id = n.list WHERE l.name = ?1 GROUP BY n.code ORDER BY n.code",
                )?;
                let rows = rows.query_map(params![list, language], |row| {
                    let all: String = row.get(2)?;
                    Ok((row.get(0)?, row.get(1)?, fold(&all)))
                })?;
                rows.collect::<rusqlite::Result<Vec<_>>>()
            })?);
        }
        Ok(entries)
    }
}

fn plain(code: &str, names: Vec<(String, String)>) -> Lookup {
    Lookup { code: code.to_owned(), names, number: String::new(), decimals: None, counts: true }
}

fn join(path: &[HsStep]) -> String {
    path.iter().map(|step| step.text.as_str()).collect::<Vec<_>>().join(" › ")
}

fn shown(row: &Row, language: &str) -> String {
    row.name(language).to_owned()
}

fn folded(row: &Row) -> String {
    row.names.iter().map(|(_, name)| fold(name)).collect::<Vec<_>>().join(" ")
}

/// Rows whose code begins with the text, then those whose shown name does, then those that hold all words.
fn ranked(rows: impl Iterator<Item = (String, String, String)>, text: &str, limit: usize) -> Vec<Hit> {
    let typed = words(text);
    let asked = typed.join(" ");
    let mut hits: Vec<(u8, Hit)> = Vec::new();
    for (code, name, found_by) in rows {
        let has = |word: &String| found_by.split(' ').any(|known| known.starts_with(word.as_str()));
        let rank = match () {
            () if fold(&code) == asked => 0,
            () if !asked.is_empty() && fold(&name).starts_with(&asked) => 1,
            () if !asked.is_empty() && fold(&code).starts_with(&asked) => 2,
            () if typed.iter().all(has) => 3,
            () => continue,
        };
        hits.push((rank, Hit { code, name }));
    }
    hits.sort_by_key(|(rank, _)| *rank);
    hits.into_iter().map(|(_, hit)| hit).take(limit).collect()
}
