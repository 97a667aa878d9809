//! How do the packages of countries and currencies become rows?

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, params};
use serde_json::Value;

use super::{BuildError, archive};
use crate::file::write;
use crate::meta::ListMeta;

/// Languages of the names.
pub const LANGUAGES: [&str; 4] = ["en", "fr", "es", "ar"];

/// A country or currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: String,
    /// Three digits.
    pub number: String,
    /// Digits after the point, of currencies that have a point.
    pub decimals: Option<u8>,
    /// Names by language; the first is shown, the others are found by.
    pub names: BTreeMap<String, Vec<String>>,
}

/// Countries with their names; the first name is shown, others are found by.
pub fn countries(package: &Path) -> Result<Vec<Entry>, BuildError> {
    let codes = archive::json(package, "package/codes.json")?;
    let mut entries: Vec<Entry> = Vec::new();
    for row in codes.as_array().into_iter().flatten() {
        let cell = |at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
        let [code, letters, number] = [0, 1, 2].map(cell);
        let names = BTreeMap::from([("en".to_owned(), Vec::new())]);
        entries.push(Entry { code, number, decimals: None, names });
        // Three letters are typed as often as the name.
        if let Some(entry) = entries.last_mut() {
            entry.names.insert("zz".to_owned(), vec![letters]);
        }
    }
    for language in LANGUAGES {
        let json = archive::json(package, &format!("package/langs/{language}.json"))?;
        for entry in &mut entries {
            let name = json.get("countries").and_then(|all| all.get(&entry.code));
            entry.names.insert(language.to_owned(), names(name));
        }
    }
    all_named(package, entries)
}

fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(name)) => vec![name.clone()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Currencies with their decimals; English names of ISO's list, the others of the CLDR.
pub fn currencies(list: &Path, names: &Path) -> Result<Vec<Entry>, BuildError> {
    let script = archive::file(list, "package/data.js")?;
    let script = String::from_utf8_lossy(&script);
    // The data stands in a script: one array between the first and the last bracket.
    let (from, to) = (script.find('['), script.rfind(']'));
    let array = from.zip(to).and_then(|(from, to)| script.get(from..=to)).unwrap_or_default();
    let fault = |why: String| BuildError::Content { package: archive::name(list), why };
    let rows: Vec<Value> = serde_json::from_str(array).map_err(|error| fault(format!("data.js: {error}")))?;
    let mut entries = Vec::new();
    for row in &rows {
        let cell = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let decimals = row.get("digits").and_then(Value::as_u64).and_then(|digits| u8::try_from(digits).ok());
        let mut shown = BTreeMap::from([("en".to_owned(), vec![cell("currency")])]);
        let users = row.get("countries").and_then(Value::as_array).into_iter().flatten();
        shown.insert("zz".to_owned(), users.filter_map(Value::as_str).map(str::to_owned).collect());
        entries.push(Entry { code: cell("code"), number: cell("number"), decimals, names: shown });
    }
    for language in ["fr", "es", "ar"] {
        let json = archive::json(names, &format!("package/main/{language}/currencies.json"))?;
        for entry in &mut entries {
            let pointer = format!("/main/{language}/numbers/currencies/{}/displayName", entry.code);
            if let Some(name) = json.pointer(&pointer).and_then(Value::as_str) {
                entry.names.insert(language.to_owned(), vec![name.to_owned()]);
            }
        }
    }
    all_named(list, entries)
}

fn all_named(package: &Path, entries: Vec<Entry>) -> Result<Vec<Entry>, BuildError> {
    let nameless = |entry: &&Entry| entry.names.get("en").is_none_or(Vec::is_empty) || entry.code.is_empty();
    match entries.iter().find(nameless) {
        None if entries.len() > 100 => Ok(entries),
        None => Err(BuildError::Content { package: archive::name(package), why: format!("{} rows", entries.len()) }),
        Some(entry) => {
            let why = format!("{:?} has no English name", entry.code);
            Err(BuildError::Content { package: archive::name(package), why })
        }
    }
}

/// Writes a list of countries or currencies.
pub fn write(db: &Connection, meta: &ListMeta, entries: &[Entry]) -> rusqlite::Result<()> {
    let list = write::list(db, meta)?;
    let mut entry_row = db.prepare("INSERT INTO entry (list, code, number, decimals) VALUES (?1, ?2, ?3, ?4)")?;
    let mut name_row =
        db.prepare("INSERT INTO entry_name (list, code, language, nth, name) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for entry in entries {
        entry_row.execute(params![list, entry.code, entry.number, entry.decimals])?;
        for (tag, names) in &entry.names {
            for (nth, name) in (0_i64..).zip(names) {
                name_row.execute(params![list, entry.code, tag, nth, name])?;
            }
        }
    }
    Ok(())
}
