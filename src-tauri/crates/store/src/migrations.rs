//! Which schema does this program know, and how does an older file get there? Each migration is one transaction,
//! recorded with the SHA-256 of its text; before the first one an existing file is copied by the backup API.

use std::path::{Path, PathBuf};

use rusqlite::backup::Backup;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::files::sha256_hex;

/// "TAMG", so that other programs and `file` know whose database it is.
pub(crate) const APPLICATION_ID: i32 = 0x5441_4D47;

/// One step of the schema.
pub(crate) struct Migration {
    /// Texts that run in order.
    pub(crate) texts: &'static [&'static str],
}

impl Migration {
    /// Digest of its text.
    pub(crate) fn sha256(&self) -> String {
        sha256_hex(self.texts.concat().as_bytes())
    }
}

/// All migrations; the place in the list is the version, from 1.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        texts: &[
            include_str!("journal/journal.sql"),
            include_str!("settings/settings.sql"),
            include_str!("keys/keys.sql"),
            include_str!("trust/trust.sql"),
            include_str!("numbers/numbers.sql"),
            include_str!("documents/documents.sql"),
            include_str!("drafts/drafts.sql"),
            include_str!("certificates/certificates.sql"),
            include_str!("outbox/outbox.sql"),
            include_str!("inbox/inbox.sql"),
            include_str!("inbound/inbound.sql"),
            include_str!("utilisation/utilisation.sql"),
            include_str!("search/search.sql"),
        ],
    },
    Migration { texts: &[include_str!("support/support.sql")] },
    Migration { texts: &[include_str!("bundles/bundles.sql")] },
    Migration {
        texts: &[
            include_str!("keys/usage.sql"),
            include_str!("inbound/evidence.sql"),
            include_str!("support/receipts.sql"),
        ],
    },
    Migration { texts: &[include_str!("asked/asked.sql")] },
    Migration { texts: &[include_str!("outbox/suspects.sql")] },
];

const RECORD: &str = "CREATE TABLE migration (
  version INTEGER PRIMARY KEY,  -- schema version it leads to
  sha256  TEXT    NOT NULL,     -- of its text
  at      INTEGER NOT NULL      -- when it ran here
) STRICT;";

/// Is it ours, not newer than this program, and built with these very migrations? Answers with its version.
pub(crate) fn check(conn: &Connection, migrations: &[Migration]) -> Result<u32, StoreError> {
    let known = known(migrations);
    let found: u32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let owner: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables > 0 && owner != APPLICATION_ID {
        return Err(StoreError::ForeignDatabase);
    }
    if found > known {
        return Err(StoreError::NewerVersion { found, known });
    }
    for (version, migration) in (1..=found).zip(migrations) {
        let recorded: Option<String> = conn
            .query_row("SELECT sha256 FROM migration WHERE version = ?1", [version], |row| row.get(0))
            .optional()?;
        if recorded.as_deref() != Some(migration.sha256().as_str()) {
            return Err(StoreError::ChangedMigration { version });
        }
    }
    Ok(found)
}

fn known(migrations: &[Migration]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX)
}

/// Brings the database to the newest schema; answers with the copy made before, if one was needed.
pub(crate) fn run(
    conn: &mut Connection,
    migrations: &[Migration],
    backups: &Path,
    now: Timestamp,
) -> Result<Option<PathBuf>, StoreError> {
    let known = known(migrations);
    let found = check(conn, migrations)?;
    let copy = if found > 0 && found < known {
        let path = backups.join(format!("office-schema{found}-{}.db", now.millis()));
        back_up(conn, &path)?;
        Some(path)
    } else {
        None
    };
    for (version, migration) in (1..=known).zip(migrations).skip(found as usize) {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version == 1 {
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.execute_batch(RECORD)?;
        }
        for text in migration.texts {
            tx.execute_batch(text)?;
        }
        tx.execute(
            "INSERT INTO migration (version, sha256, at) VALUES (?1, ?2, ?3)",
            (version, migration.sha256(), now.millis()),
        )?;
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()?;
    }
    Ok(copy)
}

/// Copies a database by the backup API under a temporary name, checks the copy, and gives it its name.
pub(crate) fn back_up(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let beside = to.with_extension("tmp");
    let _ = std::fs::remove_file(&beside);
    {
        let mut copy = Connection::open(&beside)?;
        Backup::new(from, &mut copy)?.run_to_completion(1024, std::time::Duration::ZERO, None)?;
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        let verdict: String = copy.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        if verdict != "ok" {
            return Err(StoreError::Corrupt(verdict));
        }
    }
    std::fs::rename(&beside, to)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Migration = Migration { texts: &["CREATE TABLE noun (id INTEGER PRIMARY KEY) STRICT;"] };
    const SECOND: Migration = Migration { texts: &["ALTER TABLE noun ADD COLUMN word TEXT NOT NULL DEFAULT 'new';"] };
    const BROKEN: Migration = Migration { texts: &["CREATE TABLE verb (id INTEGER) STRICT;", "CREATE nonsense;"] };

    fn open(folder: &Path) -> Connection {
        let conn = Connection::open(folder.join("some.db")).unwrap();
        conn.pragma_update(None, "journal_mode", "WAL").unwrap();
        conn
    }

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn an_older_file_is_copied_before_it_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = open(folder.path());
        assert_eq!(run(&mut conn, &[FIRST], folder.path(), at(1)).unwrap(), None, "a new file needs no copy");
        conn.execute("INSERT INTO noun (id) VALUES (7)", []).unwrap();
        let copy = run(&mut conn, &[FIRST, SECOND], folder.path(), at(2)).unwrap().expect("a copy of the old schema");
        let word: String = conn.query_row("SELECT word FROM noun WHERE id = 7", [], |row| row.get(0)).unwrap();
        assert_eq!(word, "new", "what was there is there in the new shape");
        let old = Connection::open(&copy).unwrap();
        assert_eq!(check(&old, &[FIRST]).unwrap(), 1, "the copy has the old schema");
        let kept: i64 = old.query_row("SELECT count(*) FROM noun", [], |row| row.get(0)).unwrap();
        assert_eq!(kept, 1);
        assert_eq!(run(&mut conn, &[FIRST, SECOND], folder.path(), at(3)).unwrap(), None, "nothing is left to do");
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = open(folder.path());
        run(&mut conn, &[FIRST], folder.path(), at(1)).unwrap();
        assert!(run(&mut conn, &[FIRST, BROKEN], folder.path(), at(2)).is_err());
        assert_eq!(check(&conn, &[FIRST]).unwrap(), 1);
        let verbs: i64 =
            conn.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'verb'", [], |row| row.get(0)).unwrap();
        assert_eq!(verbs, 0, "half a migration is none");
    }

    #[test]
    fn a_released_migration_that_changed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = open(folder.path());
        run(&mut conn, &[FIRST], folder.path(), at(1)).unwrap();
        let refused = run(&mut conn, &[SECOND], folder.path(), at(2)).unwrap_err();
        assert!(matches!(refused, StoreError::ChangedMigration { version: 1 }), "{refused}");
    }

    #[test]
    fn evidence_kept_before_receipts_is_there_after_them_and_still_never_changes() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = open(folder.path());
        conn.pragma_update(None, "foreign_keys", true).unwrap();
        run(&mut conn, &MIGRATIONS[..3], folder.path(), at(1)).unwrap();
        let digests = ["d".repeat(64), "e".repeat(64)];
        for digest in &digests {
            conn.execute("INSERT INTO document (sha256, size, media_type, kept_at) VALUES (?1, 1, 'x', 1)", [digest])
                .unwrap();
        }
        conn.execute(
            "INSERT INTO support (document_sha, kind, bytes_sha, source, at, kept_at) VALUES (?1, 'crl', ?2, 'http://a', 5, 6)",
            [&digests[0], &digests[1]],
        )
        .unwrap();
        run(&mut conn, MIGRATIONS, folder.path(), at(2)).unwrap();
        let kept: (i64, String, i64) = conn
            .query_row("SELECT id, source, kept_at FROM support", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap();
        assert_eq!(kept, (1, "http://a".to_owned(), 6));
        conn.execute(
            "INSERT INTO support (document_sha, kind, bytes_sha, source, kept_at) VALUES (?1, 'receipt', ?2, '', 7)",
            [&digests[0], &digests[1]],
        )
        .expect("a receipt bears out as well");
        let newest: i64 = conn.query_row("SELECT max(id) FROM support", [], |row| row.get(0)).unwrap();
        assert_eq!(newest, 2, "no id is given out twice");
        for change in ["UPDATE support SET source = ''", "DELETE FROM support"] {
            assert!(conn.execute(change, []).is_err(), "{change}");
        }
    }

    /// Sources of this room that open a database, with how often.
    fn opening(folder: &Path, found: &mut Vec<(String, usize)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                opening(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
                let count = shipped.matches(concat!("Connection::", "open")).count();
                if count > 0 {
                    found.push((path.file_name().unwrap().to_string_lossy().into_owned(), count));
                }
            }
        }
    }

    #[test]
    fn databases_are_opened_in_one_place_and_copied_in_one() {
        let mut found = Vec::new();
        opening(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        found.sort();
        // A key for encryption at rest has one place to be handed over.
        assert_eq!(found, [("migrations.rs".to_owned(), 1), ("store.rs".to_owned(), 1)]);
    }
}
