//! How does the package of places become rows? A folder per country, a file per region, names with three letters.

use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::{BuildError, archive};
use crate::file::write;
use crate::fold::fold;
use crate::meta::ListMeta;
use crate::place::Place;

/// Reads every place.
pub fn read(package: &Path) -> Result<Vec<Place>, BuildError> {
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
                let region = if *region == "XX" { "" } else { region };
                let (code, name, region) = (format!("{country}{code}"), name.trim().to_owned(), region.to_owned());
                places.push(Place { code, name, region });
            }
        }
    }
    places.sort_by(|one, other| (&one.code, &one.name).cmp(&(&other.code, &other.name)));
    Ok(places)
}

/// Writes them with the index of their names.
pub fn write(db: &Connection, meta: &ListMeta, places: &[Place]) -> rusqlite::Result<()> {
    write::list(db, meta)?;
    let mut row = db.prepare("INSERT INTO place (id, code, name, region) VALUES (?1, ?2, ?3, ?4)")?;
    let mut index = db.prepare("INSERT INTO place_words (rowid, name, country) VALUES (?1, ?2, ?3)")?;
    for (id, place) in (1_i64..).zip(places) {
        row.execute(params![id, place.code, place.name, place.region])?;
        let country = place.code.get(..2).unwrap_or_default().to_lowercase();
        index.execute(params![id, fold(&place.name), country])?;
    }
    Ok(())
}
