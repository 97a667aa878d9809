//! Files that others published with the verdict a careful program has to reach. None of them is of our own form, so
//! none is ever accepted here; key files are opened as the table says.

use std::path::{Path, PathBuf};

use tamga_seal::certificate::KeyKind;
use tamga_seal::{Class, SignError, SystemRandom, import_key_file};

use crate::support::*;

pub fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/conformance/signatures");
    let found = root.join("expected.csv").is_file();
    if !found {
        println!("skipped: no conformance folder");
    }
    found.then_some(root)
}

/// Rows of a CSV file with a head line, fields by column.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .skip(1)
        .map(|line| {
            let (mut fields, mut quoted) = (vec![String::new()], false);
            for c in line.chars() {
                match c {
                    '"' => quoted = !quoted,
                    ',' if !quoted => fields.push(String::new()),
                    c => fields.last_mut().expect("a field").push(c),
                }
            }
            fields
        })
        .collect()
}

#[test]
fn no_published_signature_file_is_taken_for_one_of_ours() {
    let Some(root) = folder() else { return };
    let table = std::fs::read_to_string(root.join("expected.csv")).expect("the table");
    let mut seen = 0;
    for row in rows(&table).iter().filter(|row| row[1] == "xml-signature" || row[1] == "gate") {
        let bytes = std::fs::read(root.join(&row[0])).expect("a file of the table");
        let refusal = opened(&bytes).expect_err(&row[0]);
        let class = match refusal.class() {
            Class::Invalid => "invalid",
            Class::Unknown => "unknown",
            Class::Note => "note",
        };
        // A file that is valid under another profile is honest, but not of this form.
        let allowed = if row[2] == "valid" { "unknown|invalid" } else { &row[3] };
        assert!(allowed.split('|').any(|word| word == class), "{}: {refusal}, allowed {allowed}", row[0]);
        seen += 1;
    }
    assert!(seen > 150, "only {seen} rows");
}

#[test]
fn published_key_files_open_as_the_table_says() {
    let Some(root) = folder() else { return };
    let table = std::fs::read_to_string(root.join("expected.csv")).expect("the table");
    let mut seen = 0;
    for row in rows(&table).iter().filter(|row| row[1] == "pkcs12") {
        let bytes = std::fs::read(root.join(&row[0])).expect("a file of the table");
        let password = secret(row[5].strip_prefix("password=").unwrap_or("dss-password"));
        let import = import_key_file(&bytes, &password, &pin(), LIGHT, &SystemRandom::new());
        let old: &[&str] = if row[7].contains("pbeWithSHA1") { &["3DES", "RC2-40"] } else { &[] };
        match import {
            Ok((facts, _)) => {
                assert_eq!(row[2], "valid", "{}", row[0]);
                let mut named = facts.old_encryptions;
                named.sort_unstable();
                assert_eq!(named, old, "{}: the old encryption is named", row[0]);
                assert!(!matches!(facts.chain.leaf.key, KeyKind::Other(_)), "{}", row[0]);
            }
            Err(SignError::NoneInFile) => assert_eq!(row[7], "key.none_in_file", "{}", row[0]),
            // Keys that may not sign are opened and then refused for what they are.
            Err(SignError::KeyMismatch(why)) => assert!(why.contains("RSA"), "{}: {why}", row[0]),
            Err(SignError::Ambiguous(several)) => {
                assert!(several.len() > 1 && row[0].contains("combined"), "{}", row[0])
            }
            Err(other) => panic!("{}: {other}", row[0]),
        }
        seen += 1;
    }
    assert_eq!(seen, 13);
}
