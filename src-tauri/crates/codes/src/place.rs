//! Which places have a UN/LOCODE? Found by the beginning of their names, and by country.

use rusqlite::params;

use crate::codes::Codes;
use crate::error::CodesError;
use crate::fold::words;

/// Name of the list.
pub const LIST: &str = "unlocode";

/// A place of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Five characters, the first two are the country.
    pub code: String,
    /// Its name without accents or with, as the list has it.
    pub name: String,
    /// Second part of ISO 3166-2; empty when the list names none.
    pub region: String,
}

impl Codes {
    /// Places whose name holds words that begin so; a code finds itself. `country` narrows the search.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn places(&self, text: &str, country: Option<&str>, limit: usize) -> Result<Vec<Place>, CodesError> {
        let typed = words(text);
        let mut places = self.places_of(&typed.concat().to_uppercase())?;
        if let Some(question) = question(&typed, country) {
            for file in self.every_file() {
                places.extend(file.ask(|db| {
                    let mut rows = db.prepare_cached(
                        "SELECT p.code, p.name, p.region FROM place_words JOIN place p ON p.id = place_words.rowid
                         WHERE place_words MATCH ?1 ORDER BY p.main DESC, length(p.name), p.code LIMIT ?2",
                    )?;
                    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
                    rows.query_map(params![question, limit], place)?.collect::<rusqlite::Result<Vec<_>>>()
                })?);
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        places.retain(|place| seen.insert((place.code.clone(), place.name.clone())));
        places.truncate(limit);
        Ok(places)
    }

    /// The names under one code; the list has several for some.
    pub(crate) fn places_of(&self, code: &str) -> Result<Vec<Place>, CodesError> {
        let mut places = Vec::new();
        for file in self.every_file() {
            places.extend(file.ask(|db| {
                let mut rows =
                    db.prepare_cached("SELECT code, name, region FROM place WHERE code = ?1 ORDER BY main DESC, id")?;
                rows.query_map([code], place)?.collect::<rusqlite::Result<Vec<_>>>()
            })?);
        }
        Ok(places)
    }
}

fn place(row: &rusqlite::Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place { code: row.get(0)?, name: row.get(1)?, region: row.get(2)? })
}

/// Words in the index's own language; folded words hold letters and digits only, so none leaves its quotes.
fn question(typed: &[String], country: Option<&str>) -> Option<String> {
    let names: Vec<String> = typed.iter().take(8).map(|word| format!("name : \"{word}\" *")).collect();
    let country = country.map(|country| words(country).concat()).filter(|country| !country.is_empty());
    if names.is_empty() {
        return None;
    }
    let country = country.map(|country| format!(" AND country : \"{country}\"")).unwrap_or_default();
    Some(format!("{}{country}", names.join(" AND ")))
}
