//! Key files as others make them: every kind of key, every encryption that is still handed out, several keys in one file.

use std::path::Path;

use tamga_seal::certificate::KeyKind;
use tamga_seal::demo::Person;
use tamga_seal::{KeyFacts, Protection, SignError, SystemRandom, sign_co, take_in, unlock};

use crate::support::*;

fn import(file: &[u8], password: &str, which: Option<&str>) -> Result<(KeyFacts, Vec<u8>), SignError> {
    let protection = Protection { pin: &pin(), stretch: LIGHT, ring: None };
    take_in(file, &secret(password), which, &protection, &SystemRandom::new())
}

/// Exports `k.key` with `k.pem` as OpenSSL is told to.
fn exported(folder: &Path, options: &[&str]) -> Vec<u8> {
    let first = ["pkcs12", "-export", "-inkey", "k.key", "-in", "k.pem", "-passout", "pass:wörd ☂", "-out", "k.p12"];
    openssl(folder, &[&first[..], options].concat());
    std::fs::read(folder.join("k.p12")).expect("a file")
}

#[test]
fn every_kind_of_key_comes_in_from_modern_and_old_files_and_signs() {
    if !has("openssl") {
        return;
    }
    let kinds = [
        ("rsa:2048", KeyKind::Rsa(2048)),
        ("rsa:3072", KeyKind::Rsa(3072)),
        ("rsa:4096", KeyKind::Rsa(4096)),
        ("P-256", KeyKind::P256),
        ("P-384", KeyKind::P384),
        ("ed25519", KeyKind::Ed25519),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, wanted) in kinds {
        make_key(folder.path(), "k", kind);
        for options in [&[][..], &["-legacy"][..]] {
            let file = exported(folder.path(), options);
            let (facts, kept) =
                import(&file, "wörd ☂", None).unwrap_or_else(|error| panic!("{kind} {options:?}: {error}"));
            assert_eq!(*facts.kind(), wanted);
            let mut key = unlock(&kept, &pin()).expect("unlocked");
            let moment = today(&key);
            assert!(sign_co(&small(), moment, &mut key).is_ok(), "{kind} {options:?}");
            assert!(matches!(import(&file, "wörd", None), Err(SignError::FilePassword)), "{kind} {options:?}");
        }
    }
}

#[test]
fn every_old_encryption_is_named_and_a_modern_one_is_not() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "k", "P-256");
    let (des3, rc2) = ("PBE-SHA1-3DES", "PBE-SHA1-RC2-40");
    let cases: [(&[&str], &[&str]); 8] = [
        (&[], &[]),
        (&["-keypbe", "AES-128-CBC", "-certpbe", "AES-192-CBC"], &[]),
        (&["-macalg", "sha512", "-iter", "50000"], &[]),
        (&["-legacy"], &["RC2-40", "3DES"]),
        (&["-legacy", "-keypbe", rc2, "-certpbe", rc2], &["RC2-40"]),
        (&["-legacy", "-keypbe", des3, "-certpbe", des3], &["3DES"]),
        (&["-legacy", "-keypbe", des3, "-certpbe", "NONE"], &["3DES"]),
        (&["-legacy", "-descert", "-macalg", "sha1"], &["3DES"]),
    ];
    for (options, old) in cases {
        let file = exported(folder.path(), options);
        let (facts, _) = import(&file, "wörd ☂", None).unwrap_or_else(|error| panic!("{options:?}: {error}"));
        assert_eq!(facts.old_encryptions, old, "{options:?}");
    }
}

#[test]
fn an_encryption_that_is_not_read_here_is_named_in_the_refusal() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "k", "P-256");
    for (pbe, name) in [("PBE-SHA1-RC4-128", "RC4-128"), ("PBE-MD5-DES", "DES with MD5"), ("DES-EDE3-CBC", "3DES")] {
        let file = exported(folder.path(), &["-legacy", "-keypbe", pbe, "-certpbe", pbe]);
        let refused = import(&file, "wörd ☂", None);
        let told = matches!(&refused, Err(SignError::FileUnreadable(why)) if why.ends_with(&format!(": {name}")));
        assert!(told, "{pbe}: {refused:?}");
    }
}

#[test]
fn a_file_that_was_cut_or_touched_opens_nothing() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "k", "P-256");
    for options in [&["-iter", "1"][..], &["-legacy", "-iter", "1"][..]] {
        let file = exported(folder.path(), options);
        for at in (0..file.len()).step_by(11) {
            let mut touched = file.clone();
            touched[at] ^= 1 << (at % 8);
            assert!(import(&touched, "wörd ☂", None).is_err(), "{options:?}: byte {at}");
        }
        for length in (0..file.len()).step_by(37) {
            let refused = import(&file[..length], "wörd ☂", None);
            assert!(matches!(refused, Err(SignError::FileUnreadable(_))), "{options:?}: {length} bytes, {refused:?}");
        }
    }
}

#[test]
fn among_several_keys_one_is_asked_for_and_never_guessed() {
    let file = two_keys("wordword");
    let Err(SignError::Ambiguous(told)) = import(&file, "wordword", None) else { panic!("one was guessed") };
    assert!(told.len() == 2 && told.iter().any(|one| one.contains(" Ann to 2027-12-31")), "{told:?}");
    let (facts, _) = import(&file, "wordword", Some("Ben")).expect("by name");
    assert_eq!(facts.name(), "Ben");
    let fingerprint = &facts.chain.leaf.sha256[..12];
    assert_eq!(import(&file, "wordword", Some(fingerprint)).expect("by fingerprint").0.name(), "Ben");
    for other in ["Cid", &fingerprint[..4], ""] {
        let refused = import(&file, "wordword", Some(other));
        assert!(matches!(refused, Err(SignError::KeyNotFound(_))), "{other}: {refused:?}");
    }
    assert!(matches!(import(&key_file().pkcs12, "file password", Some("Cid")), Err(SignError::KeyNotFound(_))));
    assert!(import(&key_file().pkcs12, "file password", Some("B. Officer")).is_ok(), "the only one may be named too");
}

/// The keys of two officers in one file.
fn two_keys(password: &str) -> Vec<u8> {
    let mut store = p12_keystore::KeyStore::new();
    for name in ["Ann", "Ben"] {
        let file = authority().key_file(Person { name, ..OFFICER }, life(), &secret("x")).expect("a key file");
        let one = p12_keystore::Pkcs12Archive::from_pkcs12(&file.pkcs12, "x").expect("its content");
        let certificates = one.certs.into_iter().map(|bag| bag.cert).collect::<Vec<_>>();
        let key = one.keys.into_iter().next().expect("its key").key;
        let chain = p12_keystore::PrivateKeyChain::new(name, key, certificates);
        store.add_entry(name, p12_keystore::KeyStoreEntry::PrivateKeyChain(chain));
    }
    store.writer(password).write().expect("a file")
}
