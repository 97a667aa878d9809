//! How is a list written into a file? The file is made whole and renamed into place; packs change theirs in one
//! transaction.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::{APPLICATION, LAYOUT};
use crate::error::CodesError;
use crate::fold::fold;
use crate::meta::ListMeta;
use crate::recommendation::RecommendedCode;
use crate::table::{HsLine, HsTable};

/// Makes an empty file of the present layout.
pub fn make(path: &Path) -> Result<(), CodesError> {
    let db = Connection::open(path)?;
    db.execute_batch(include_str!("../schema.sql"))?;
    db.pragma_update(None, "application_id", APPLICATION)?;
    db.pragma_update(None, "user_version", LAYOUT)?;
    Ok(())
}

/// Notes a list and hands back its key; a list of the same name is taken out first.
pub fn list(db: &Connection, meta: &ListMeta) -> rusqlite::Result<i64> {
    remove(db, &meta.id)?;
    let day = |day: Option<tamga_origin::Date>| day.map(|day| day.to_string());
    db.execute(
        "INSERT INTO list (name, version, valid_from, valid_to, source, licence, date, sha256, rows, languages, hs_year, whole)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            meta.id,
            meta.version,
            day(meta.valid_from),
            day(meta.valid_to),
            meta.source,
            meta.licence,
            day(meta.date),
            meta.sha256,
            i64::try_from(meta.rows).unwrap_or(i64::MAX),
            meta.languages.join(" "),
            meta.hs_year,
            meta.whole,
        ],
    )?;
    Ok(db.last_insert_rowid())
}

/// Takes a list out with everything that hangs on it; says whether it was there.
pub fn remove(db: &Connection, name: &str) -> rusqlite::Result<bool> {
    let known = db.query_row("SELECT id FROM list WHERE name = ?1", [name], |row| row.get::<_, i64>(0)).optional()?;
    let Some(id) = known else { return Ok(false) };
    let mut codes = db.prepare("SELECT id FROM hs_code WHERE list = ?1")?;
    let mut forget = db.prepare("DELETE FROM hs_words WHERE rowid BETWEEN ?1 AND ?2")?;
    for code in codes.query_map([id], |row| row.get::<_, i64>(0))? {
        let first = code? * 32;
        forget.execute([first, first + 31])?;
    }
    db.execute("DELETE FROM hs_text WHERE code IN (SELECT id FROM hs_code WHERE list = ?1)", [id])?;
    // Only an office's own file has factors.
    let own = if has_factors(db)? { &["unit_factor"][..] } else { &[] };
    for table in ["hs_became", "hs_market", "hs_code", "entry_name", "entry"].iter().chain(own) {
        db.execute(&format!("DELETE FROM {table} WHERE list = ?1"), [id])?;
    }
    db.execute("DELETE FROM list WHERE id = ?1", [id])?;
    Ok(true)
}

/// Has the file a table of factors?
pub fn has_factors(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'unit_factor')", [], |row| row.get(0))
}

/// Writes a list of units or packages; symbols and descriptions are found by, names are shown.
pub fn recommendation(db: &Connection, meta: &ListMeta, rows: &[RecommendedCode]) -> rusqlite::Result<()> {
    let list = list(db, meta)?;
    let language = meta.languages.first().map_or("en", String::as_str);
    let mut entry = db.prepare("INSERT INTO entry (list, code, number) VALUES (?1, ?2, '')")?;
    let mut name =
        db.prepare("INSERT INTO entry_name (list, code, language, nth, name) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut measured = db.prepare("INSERT INTO unit_factor (list, code, dimension, factor) VALUES (?1, ?2, ?3, ?4)")?;
    for row in rows {
        entry.execute(params![list, row.code])?;
        name.execute(params![list, row.code, language, 0, row.name])?;
        if !row.description.is_empty() {
            name.execute(params![list, row.code, language, 1, row.description])?;
        }
        if !row.symbol.is_empty() {
            name.execute(params![list, row.code, "zz", 0, row.symbol])?;
        }
        if let Some((dimension, factor)) = &row.factor {
            let factor = format!("{}/{}", factor.numerator(), factor.denominator());
            measured.execute(params![list, row.code, dimension.as_str(), factor])?;
        }
    }
    Ok(())
}

/// Writes a list of goods codes with the index of its words.
pub fn hs(db: &Connection, meta: &ListMeta, table: &HsTable) -> rusqlite::Result<()> {
    let list = list(db, meta)?;
    let mut code_row = db.prepare("INSERT INTO hs_code (list, code, unit) VALUES (?1, ?2, ?3)")?;
    let mut text_row = db.prepare("INSERT INTO hs_text (code, language, text) VALUES (?1, ?2, ?3)")?;
    let mut words_row = db.prepare(
        "INSERT INTO hs_words (rowid, own, above, market, market_above, scope) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut market_row =
        db.prepare("INSERT OR IGNORE INTO hs_market (language, word, list, code) VALUES (?1, ?2, ?3, ?4)")?;
    let mut languages = BTreeMap::new();
    for (code, line) in &table.lines {
        code_row.execute(params![list, code, line.unit])?;
        let id = db.last_insert_rowid();
        for (tag, text) in &line.texts {
            text_row.execute(params![id, tag, text])?;
        }
        for (tag, words) in &line.synonyms {
            for word in words {
                market_row.execute(params![tag, fold(word), list, code])?;
            }
        }
        let heading = code.get(..4).filter(|_| code.len() > 4).and_then(|code| table.lines.get(code));
        for tag in spoken(line, heading) {
            let nth = match languages.get(tag) {
                Some(nth) => *nth,
                None => *languages.entry(tag.to_owned()).or_insert(language(db, tag)?),
            };
            let words = [
                line.texts.get(tag).map(|text| fold(text)),
                heading.and_then(|heading| heading.texts.get(tag)).map(|text| fold(text)),
                line.synonyms.get(tag).map(|words| fold(&words.join(" "))),
                heading.and_then(|heading| heading.synonyms.get(tag)).map(|words| fold(&words.join(" "))),
            ];
            let [own, above, market, market_above] = words.map(Option::unwrap_or_default);
            let scope = format!("y{}{tag} l{}", table.year, code.len());
            words_row.execute(params![id * 32 + nth, own, above, market, market_above, scope])?;
        }
    }
    let mut became =
        db.prepare("INSERT OR IGNORE INTO hs_became (list, code, year, became) VALUES (?1, ?2, ?3, ?4)")?;
    for (code, year, there) in &table.became {
        became.execute(params![list, code, year, there])?;
    }
    Ok(())
}

/// Languages in which a code can be found, by itself or through its heading.
fn spoken<'a>(line: &'a HsLine, heading: Option<&'a HsLine>) -> Vec<&'a str> {
    let of = |line: &'a HsLine| line.texts.keys().chain(line.synonyms.keys());
    let mut tags: Vec<&str> = of(line).chain(heading.into_iter().flat_map(of)).map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

/// The number of a language in this file.
fn language(db: &Connection, tag: &str) -> rusqlite::Result<i64> {
    let known = db.query_row("SELECT id FROM language WHERE tag = ?1", [tag], |row| row.get(0)).optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    let next: i64 = db.query_row("SELECT count(*) FROM language", [], |row| row.get(0))?;
    db.execute("INSERT INTO language (id, tag) VALUES (?1, ?2)", params![next, tag])?;
    Ok(next)
}
