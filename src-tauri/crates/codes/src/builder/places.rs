//! How do places become rows? The package has a folder per country, a file per region, names with three letters; what
//! it lacks of the busiest ports is typed in `assets/codes/places.csv`.

use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::{BuildError, archive};
use crate::file::write;
use crate::fold::fold;
use crate::meta::ListMeta;
use crate::place::Place;

/// Every place, those that were typed first.
pub struct Places {
    typed: Vec<Place>,
    packed: Vec<Place>,
}

impl Places {
    /// How many codes.
    pub fn count(&self) -> usize {
        let codes = self.typed.iter().chain(&self.packed).map(|place| place.code.as_str());
        codes.collect::<std::collections::BTreeSet<_>>().len()
    }
}

/// Reads every place.
pub fn read(package: &Path, typed: &Path) -> Result<Places, BuildError> {
    let typed = typed_places(typed)?;
    let mut packed = packed(package)?;
    let is_typed = |place: &Place| {
        typed.iter().any(|known: &Place| known.code == place.code && fold(&known.name) == fold(&place.name))
    };
    packed.retain(|place| !is_typed(place));
    Ok(Places { typed, packed })
}

fn typed_places(path: &Path) -> Result<Vec<Place>, BuildError> {
    let text = std::fs::read_to_string(path).map_err(|source| BuildError::Disk { path: path.to_owned(), source })?;
    let fault = |line: u64, why: String| BuildError::Asset { file: format!("places.csv:{line}"), why };
    let mut places: Vec<Place> = Vec::new();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| fault(0, error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or_default().to_owned();
        let place = Place { code: cell(0), name: cell(1), region: String::new() };
        if place.code.len() != 5 || places.iter().any(|known| known.code == place.code) {
            return Err(fault(line, format!("{} is no code of five letters or stands there twice", place.code)));
        }
        places.push(place);
    }
    Ok(places)
}

fn packed(package: &Path) -> Result<Vec<Place>, BuildError> {
    let files = archive::files(package, |name| name.starts_with("locode/") && name.ends_with(".json"))?;
    let mut places = Vec::new();
    for (name, bytes) in &files {
        let fault =
            |why: String| BuildError::Content { package: archive::name(package), why: format!("{name}: {why}") };
        let parts: Vec<&str> = name.trim_end_matches(".json").split('/').collect();
        let [_, country, region] = parts.as_slice() else { continue };
        if *region == "states" {
            continue;
        }
        let json: Value = serde_json::from_slice(bytes).map_err(|error| fault(error.to_string()))?;
        let rows = json.as_object().ok_or_else(|| fault("no object".into()))?;
        for (name, code) in rows {
            let code = code.as_str().unwrap_or_default();
            if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
                let (code, name, region) = (format!("{country}{code}"), name.trim().to_owned(), (*region).to_owned());
                places.push(Place { code, name, region });
            }
        }
    }
    places.sort_by(|one, other| (&one.code, &one.name).cmp(&(&other.code, &other.name)));
    Ok(places)
}

/// Writes them with the index of their names.
pub fn write(db: &Connection, meta: &ListMeta, places: &Places) -> rusqlite::Result<()> {
    write::list(db, meta)?;
    let mut row = db.prepare("INSERT INTO place (id, code, name, region, main) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut index = db.prepare("INSERT INTO place_words (rowid, name, country) VALUES (?1, ?2, ?3)")?;
    let typed = places.typed.iter().map(|place| (place, true));
    let every = typed.chain(places.packed.iter().map(|place| (place, false)));
    for (id, (place, main)) in (1_i64..).zip(every) {
        row.execute(params![id, place.code, place.name, place.region, main])?;
        let country = place.code.get(..2).unwrap_or_default().to_lowercase();
        index.execute(params![id, fold(&place.name), country])?;
    }
    Ok(())
}
