//! The tables of `dataset.md` section 3, one file a machine, and walks over all machines together.

use std::path::PathBuf;

use super::*;
use crate::word::Word;

mod application;
mod certificate;
mod inbound;
mod laws;
mod published;
mod transmission;
mod utilisation;
mod verification;
mod world;

/// One of eight coins thrown at once.
fn bit(bits: u8, which: u8) -> bool {
    bits & (1 << which) != 0
}

/// The words in a CHECK of the store's schema: `column TEXT … CHECK (column IN ('a', 'b'))`.
fn stored_words(noun: &str, table: &str, column: &str) -> Vec<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../store/src/{noun}/{noun}.sql"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let from = text.find(&format!("CREATE TABLE {table} ")).unwrap_or_else(|| panic!("there is no table {table}"));
    let begin = text[from..].find(&format!("({column} IN (")).map(|at| from + at + column.len() + 6).unwrap();
    let end = begin + text[begin..].find(')').unwrap();
    text[begin..end].split(',').map(|word| word.trim().trim_matches('\'').to_owned()).collect()
}

#[track_caller]
fn same_words<T: Word>(noun: &str, table: &str, column: &str, passing: &[&str]) {
    let mut stored = stored_words(noun, table, column);
    let mut known: Vec<String> = T::ALL.iter().map(|member| member.as_str().to_owned()).collect();
    known.retain(|word| !passing.contains(&word.as_str()));
    stored.sort();
    known.sort();
    assert_eq!(known, stored, "words of {table}.{column}");
}

#[test]
fn the_words_of_states_are_those_the_store_lets_in() {
    same_words::<CertificateState>("certificates", "certificate", "state", &[]);
    same_words::<CertificateEvent>("certificates", "certificate_revision", "kind", &["copy", "duplicate"]);
    same_words::<TransmissionState>("outbox", "outbox", "state", &[]);
    same_words::<InboundState>("inbound", "inbound", "state", &["received", "awaited"]);
    same_words::<UseState>("utilisation", "utilisation", "state", &["pending_verification"]);
}
