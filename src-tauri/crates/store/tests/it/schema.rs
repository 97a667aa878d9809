//! The schema as it stands, and databases of released schemas.

use std::fs;

use tamga_store::{InboundFilter, StoreError};

use crate::house::{ALL, House, ISSUER, open, printed, write};

/// A database as the first release made it, with one issued and one received certificate. Never changed again.
const SCHEMA_1: &str = include_str!("fixtures/schema-1.sql");

#[test]
fn the_schema_after_all_migrations_is_the_one_we_know() {
    let closed = House::new().closed();
    let raw = closed.raw();
    let mut statement = raw
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'search_words_*'
               AND name NOT GLOB 'search_parts_*' AND name <> 'sqlite_sequence' ORDER BY type, name",
        )
        .unwrap();
    let parts: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    insta::with_settings!({ snapshot_path => "../../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("schema", parts.join("\n"));
    });
}

#[test]
fn a_database_of_schema_1_opens_and_works() {
    let folder = tempfile::tempdir().unwrap();
    let old = rusqlite::Connection::open(folder.path().join("office.db")).unwrap();
    old.execute_batch(SCHEMA_1).unwrap();
    drop(old);
    fs::create_dir(folder.path().join("documents")).unwrap();
    let store = open(folder.path()).expect("a released migration may not change");
    store
        .read(|reader| {
            assert_eq!(reader.journal_check()?.broken_at, None);
            let issued = reader.certificate(ISSUER, &printed(1))?;
            assert_eq!(issued.submission.map(|submission| submission.state).as_deref(), Some("accepted"));
            assert_eq!(reader.find_number("ke nbo 2026 1")?.exact.len(), 1);
            let text = InboundFilter { text: "torrefie".to_owned(), ..InboundFilter::default() };
            let received = reader.inbounds(&text, ALL)?;
            assert_eq!(received.total, 1);
            let judged = reader.inbound(received.rows[0].id)?;
            assert_eq!(judged.evidence, "[]", "what older judgements rest on nobody wrote down");
            let kept_for: Vec<String> = reader.keys()?.into_iter().map(|key| key.usage).collect();
            assert_eq!(kept_for, ["co"], "every key was an official's");
            assert_eq!(reader.balances(received.rows[0].id)?[0].left.to_string(), "960");
            assert_eq!(reader.drafts(ALL)?.total, 1);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    write(&store, 99, |tx| tx.setting_set("a", "b")).expect("work goes on");
    assert_eq!(store.schema_version().unwrap(), 6);
    assert_eq!(store.read(|reader| reader.journal_check()).unwrap().broken_at, None);
}
