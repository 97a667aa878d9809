//! Where are imported packs kept? In a file of the office, of the same layout as the one of the program.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, params};

use super::Pack;
use crate::error::CodesError;
use crate::file::{File, write};
use crate::meta::ListMeta;
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
        Ok(Self { file: File::write(path)? })
    }

    /// The packs that were imported.
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

    /// Takes a pack out again; says whether it was there.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&self, id: &str) -> Result<bool, CodesError> {
        self.file.change(|db| write::remove(db, id))
    }
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
