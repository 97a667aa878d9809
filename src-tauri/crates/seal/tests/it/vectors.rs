//! Every row of the table of published files is answered as the table says (`seal-and-paper.md` 13.3).
//!
//! Rows are told apart by kind. Signatures and gate rows are answered here; the other kinds by the file that asks about
//! the same thing, which is named here so that no row is forgotten.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_seal::revocation::RevocationList;
use tamga_seal::time::open_stamp;
use tamga_seal::{Class, Keys, Refusal, SignerCertificate, SignerKey, Strength, Whole, check};
use tamga_xml::{Limits, gate};

use crate::conformance::{folder, rows};
use crate::support::*;

/// One row of the table.
pub struct Row {
    pub file: String,
    pub kind: String,
    pub verdicts: String,
    pub profile: String,
    pub with: String,
    pub time: String,
    pub codes: String,
}

/// Who answers the rows of a kind.
enum Answer {
    /// This file: the fault of a row, if any.
    Here(fn(&Path, &Row) -> Result<(), String>),
    /// Another file of these tests, or of the sources.
    In(&'static str),
}

const KINDS: [(&str, Answer); 10] = [
    ("xml-signature", Answer::Here(signature)),
    ("gate", Answer::Here(signature)),
    ("c14n", Answer::In("../../src/canonical.rs")),
    ("path", Answer::In("paths.rs")),
    ("crl", Answer::In("revocation.rs")),
    ("ocsp", Answer::In("revocation.rs")),
    ("timestamp", Answer::In("stamps.rs")),
    ("pkcs12", Answer::In("conformance.rs")),
    ("certificate", Answer::Here(certificate)),
    ("primitive", Answer::In("primitives.rs")),
];

/// Rows that are answered otherwise, and why: `seal-and-paper.md` 6.4 reads no RSA key below 1024 bits, and neither does
/// `ring`; these two are of 512 bits, which anybody can break in an afternoon.
const OTHERWISE: [(&str, &str, &str); 2] = [
    ("w3c-interop/sun_c14n10-signature-enveloping-rsa-sha256.xml", "unknown", "key.weak"),
    ("w3c-interop/sun_signature-enveloping-rsa-sha256.xml", "unknown", "key.weak"),
];

pub fn table(root: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(root.join("expected.csv")).expect("the table");
    let read = |fields: Vec<String>| match <[String; 10]>::try_from(fields) {
        Ok([file, kind, _, verdicts, profile, with, time, codes, _, _]) => {
            Row { file, kind, verdicts, profile, with, time, codes }
        }
        Err(fields) => panic!("ten columns: {fields:?}"),
    };
    rows(&text).into_iter().map(read).collect()
}

#[test]
fn every_row_of_the_table_is_answered_as_it_says() {
    let Some(root) = folder() else { return };
    let (mut counts, mut faults) = (BTreeMap::new(), Vec::new());
    for row in table(&root) {
        let kind = KINDS.iter().find(|(kind, _)| *kind == row.kind);
        let (kind, answer) = kind.unwrap_or_else(|| panic!("nobody answers the kind {}", row.kind));
        match answer {
            Answer::Here(answer) => {
                *counts.entry((*kind, "here")).or_insert(0) += 1;
                faults.extend(answer(&root, &row).err().map(|fault| format!("{}: {fault}", row.file)));
            }
            Answer::In(file) => *counts.entry((*kind, *file)).or_insert(0) += 1,
        }
    }
    for ((kind, place), count) in &counts {
        println!("{count:4} rows of {kind}, answered in {place}");
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    for (kind, answer) in &KINDS {
        if let Answer::In(file) = answer {
            let text = std::fs::read_to_string(tests.join(file)).unwrap_or_default();
            assert!(text.contains("expected.csv") && text.contains(&format!("\"{kind}\"")), "{file} asks about {kind}");
        }
    }
    assert!(faults.is_empty(), "{} rows:\n{}", faults.len(), faults.join("\n"));
    assert_eq!(counts.get(&("xml-signature", "here")), Some(&182), "as many as the table's own count");
}

/// What we say about a signature file.
fn signature(root: &Path, row: &Row) -> Result<(), String> {
    let bytes = std::fs::read(root.join(&row.file)).map_err(|error| error.to_string())?;
    let given = (!row.with.is_empty()).then(|| public_key(&root.join(&row.with)));
    let keys = given.as_ref().map_or(Keys::InDocument, Keys::Given);
    let said = gate(&bytes, &Limits::FOREIGN).map_err(Refusal::from).and_then(|doc| check(&doc, keys));
    let word = match &said {
        Ok(_) => "valid",
        Err(refusal) if refusal.class() == Class::Invalid => "invalid",
        Err(refusal) if refusal.class() == Class::Unknown => "unknown",
        Err(_) => "a note",
    };
    if let Some((_, wanted, code)) = OTHERWISE.iter().find(|(file, ..)| *file == row.file) {
        let found = said.as_ref().err().map_or("", Refusal::code);
        return if (word, found) == (*wanted, *code) { Ok(()) } else { Err(format!("{word} {found}")) };
    }
    if !row.verdicts.split('|').any(|allowed| allowed == word) {
        let why = said.err().map_or_else(String::new, |refusal| refusal.to_string());
        return Err(format!("{word}, not {} ({why}; expected {})", row.verdicts, row.codes));
    }
    match said {
        Ok(found) => whole(&found, row),
        Err(_) => Ok(()),
    }
}

/// A file that is whole: the right row of our table, the notes and the stamps that the published table names.
fn whole(found: &[Whole], row: &Row) -> Result<(), String> {
    let [whole] = found else { return Err(format!("{} signatures", found.len())) };
    if whole.profile.code() != row.profile {
        return Err(format!("{}, not {}", whole.profile.code(), row.profile));
    }
    if whole.signer.is_none() && row.with.is_empty() {
        return Err("no certificate, and no key was given".to_owned());
    }
    let at = whole.claimed.at.unwrap_or_else(|| at("2026-01-01T00:00:00Z"));
    let strength = Strength::default();
    let weak = [strength.digests(whole.profile, &whole.algorithms, at), strength.key(&whole.algorithms.key, at)];
    let mut known: Vec<Vec<u8>> = whole.offered.certificates.clone();
    known.extend(whole.above.iter().cloned());
    let stamps: Vec<_> = whole
        .offered
        .stamps
        .iter()
        .map(|stamp| open_stamp(&stamp.token, stamp.over.as_deref().expect("a form"), &known))
        .collect();
    let refused = stamps.iter().filter_map(|stamp| stamp.as_ref().err());
    let notes: Vec<&str> =
        whole.notes.iter().chain(weak.iter().flatten()).chain(refused).map(|note| note.code()).collect();
    let missing: Vec<&str> = row.codes.split('+').filter(|code| !code.is_empty() && !notes.contains(code)).collect();
    if !missing.is_empty() {
        return Err(format!("not noted: {missing:?}; noted: {notes:?}"));
    }
    let misfits = notes.iter().any(|code| matches!(*code, "time.stamp_imprint" | "time.stamp_unreadable"));
    let time = match (misfits, stamps.is_empty()) {
        (true, _) => "refused",
        (false, true) => "none",
        (false, false) => "good",
    };
    if time == row.time { Ok(()) } else { Err(format!("stamps {time}, not {}; noted: {notes:?}", row.time)) }
}

/// What we say about a certificate, or a revocation list among them: it is read.
fn certificate(root: &Path, row: &Row) -> Result<(), String> {
    let der = from_pem(&root.join(&row.file));
    if row.file.ends_with("crl.pem") {
        return RevocationList::read(&der).map(drop).map_err(|reason| reason.code().to_owned());
    }
    SignerCertificate::read(&der).map(drop).map_err(|refusal| refusal.to_string())
}

/// A public key in PEM.
pub fn public_key(path: &Path) -> SignerKey {
    SignerKey::from_spki(&from_pem(path)).expect("a key")
}

/// The first thing in a PEM file.
fn from_pem(path: &Path) -> Vec<u8> {
    let text = std::fs::read_to_string(path).expect("a PEM file");
    let begun = text.lines().skip_while(|line| !line.starts_with("-----BEGIN")).skip(1);
    let body: String = begun.take_while(|line| !line.starts_with("-----END")).collect();
    BASE64.decode(body).expect("base64")
}
