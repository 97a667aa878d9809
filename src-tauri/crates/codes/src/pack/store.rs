//! Where is kept what an office took in? In a file of its own, of the same layout as the one of the program. The file is
//! an index: what came in is kept byte for byte elsewhere, and the file can be made anew from it.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, params};

use super::Pack;
use crate::error::CodesError;
use crate::file::{File, write};
use crate::meta::ListMeta;
use crate::recommendation::RecommendedTable;
use crate::table::HsTable;

/// What importing a pack changes; shown before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// Codes that the pack of that id did not hold before.
    pub added: usize,
    /// Codes whose texts or unit differ.
    pub changed: usize,
    /// Codes that are gone.
    pub removed: usize,
    /// Codes without a text in one of the pack's languages.
    pub without_text: usize,
}

/// The office's own file of lists.
#[derive(Debug)]
pub struct PackFile {
    file: File,
}

impl PackFile {
    /// Opens the file; makes it when it is not there.
    ///
    /// # Errors
    /// When the file belongs to another program or the disk refuses.
    pub fn open(path: &Path) -> Result<Self, CodesError> {
        let file = File::write(path)?;
        // Only here, because the file of the program is made by its builder and knows the factors by the rules' own list.
        file.change(|db| db.execute_batch(FACTORS))?;
        Ok(Self { file })
    }

    /// The lists that were taken in.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn lists(&self) -> Result<Vec<ListMeta>, CodesError> {
        self.file.lists()
    }

    /// What importing this pack would change.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn change<S>(&self, pack: &Pack<S>) -> Result<Change, CodesError> {
        let before = self.file.ask(|db| kept(db, &pack.meta.id))?;
        let now = described(&pack.table);
        let languages = pack.table.languages();
        Ok(Change {
            added: now.keys().filter(|code| !before.contains_key(*code)).count(),
            changed: now.iter().filter(|(code, text)| before.get(*code).is_some_and(|known| known != *text)).count(),
            removed: before.keys().filter(|code| !now.contains_key(*code)).count(),
            without_text: pack.table.lines.values().filter(|line| line.texts.len() < languages.len()).count(),
        })
    }

    /// Keeps a pack; one of the same id is replaced as a whole, in one transaction.
    ///
    /// # Errors
    /// When the file cannot be written; it is then as it was.
    pub fn import<S>(&self, pack: &Pack<S>) -> Result<Change, CodesError> {
        let change = self.change(pack)?;
        self.file.change(|db| write::hs(db, &pack.meta, &pack.table))?;
        Ok(change)
    }

    /// What importing this table would change.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn change_of_table(&self, table: &RecommendedTable) -> Result<Change, CodesError> {
        let before = self.file.ask(|db| kept_entries(db, table.which.whole()))?;
        let now: BTreeMap<&str, &str> = table.rows.iter().map(|row| (row.code.as_str(), row.name.as_str())).collect();
        let differs = |(code, name): &(&&str, &&str)| before.get(**code).is_some_and(|known| known != **name);
        Ok(Change {
            added: now.keys().filter(|code| !before.contains_key(**code)).count(),
            changed: now.iter().filter(differs).count(),
            removed: before.keys().filter(|code| !now.contains_key(code.as_str())).count(),
            without_text: 0,
        })
    }

    /// Keeps the whole list of a recommendation; the one before is replaced, in one transaction.
    ///
    /// # Errors
    /// When the file cannot be written; it is then as it was.
    pub fn import_table(&self, meta: &ListMeta, table: &RecommendedTable) -> Result<Change, CodesError> {
        let change = self.change_of_table(table)?;
        self.file.change(|db| write::recommendation(db, meta, &table.rows))?;
        Ok(change)
    }

    /// Takes a list out again; says whether it was there.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&self, id: &str) -> Result<bool, CodesError> {
        self.file.change(|db| write::remove(db, id))
    }
}

/// Factors of units that the rules' own list does not hold.
const FACTORS: &str = "CREATE TABLE IF NOT EXISTS unit_factor (
    list INTEGER NOT NULL REFERENCES list,
    code TEXT NOT NULL,
    dimension TEXT NOT NULL,        -- what it measures, a word of the rules
    factor TEXT NOT NULL,           -- base units of the dimension, decimal/decimal
    PRIMARY KEY (list, code)
) STRICT, WITHOUT ROWID;";

fn kept_entries(db: &Connection, name: &str) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut rows = db.prepare(
        "SELECT n.code, n.name FROM entry_name n JOIN list l ON l.id = n.list
         WHERE l.name = ?1 AND n.nth = 0 AND n.language <> 'zz'",
    )?;
    rows.query_map(params![name], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Unit and texts of every code in one comparable text.
fn described(table: &HsTable) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (code, line) in &table.lines {
        let texts: Vec<String> = line.texts.iter().map(|(language, text)| format!("{language}={text}")).collect();
        all.insert(code.clone(), format!("{}\n{}", line.unit, texts.join("\n")));
    }
    all
}

fn kept(db: &Connection, id: &str) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut rows = db.prepare(
        "SELECT c.code, c.unit || char(10) || coalesce(group_concat(t.language || '=' || t.text, char(10) ORDER BY t.language), '')
         FROM hs_code c JOIN list l ON l.id = c.list LEFT JOIN hs_text t ON t.code = c.id
         WHERE l.name = ?1 GROUP BY c.id",
    )?;
    rows.query_map(params![id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
