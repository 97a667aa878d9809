//! Every algorithm of every kind of key: the written method follows the choice, our check accepts it, and so do the
//! readers of others that know it.

use std::path::Path;
use std::process::Command;

use tamga_seal::certificate::KeyKind;
use tamga_seal::signer::algorithms_of;
use tamga_seal::{Algorithm, SignError, Signer as _, sign_co};

use crate::support::*;

const KINDS: [&str; 6] = ["rsa:2048", "rsa:3072", "rsa:4096", "P-256", "P-384", "ed25519"];

/// One file per algorithm of every kind of key, beside the certificate of its key.
fn signed(folder: &Path) -> Vec<(String, Algorithm)> {
    let mut files = Vec::new();
    for kind in KINDS {
        let name = kind.replace(':', "");
        make_key(folder, &name, kind);
        let mut key = made(folder, &name);
        for algorithm in key.algorithms().to_vec() {
            key.prefer(algorithm).expect("one of its own");
            let moment = today(&key);
            let sealed = sign_co(&certificate(1), moment, &mut key).unwrap_or_else(|error| panic!("{kind}: {error}"));
            let text = String::from_utf8(sealed.bytes.clone()).expect("UTF-8");
            let method = format!("<ds:SignatureMethod Algorithm=\"{}\">", algorithm.uri());
            assert!(text.contains(&method), "{kind}: {algorithm:?} is not what is written");
            assert_eq!(opened(&sealed.bytes).expect("whole").algorithms.signature, algorithm);
            let file = format!("{name}-{algorithm:?}");
            std::fs::write(folder.join(format!("{file}.xml")), &sealed.bytes).expect("a file");
            std::fs::write(
                folder.join(format!("{file}.changed.xml")),
                swap(&sealed.bytes, "The goods comply.", "The goods comply!"),
            )
            .expect("a file");
            std::fs::copy(folder.join(format!("{name}.pem")), folder.join(format!("{file}.pem"))).expect("copied");
            files.push((file, algorithm));
        }
    }
    files
}

fn is_pss(algorithm: Algorithm) -> bool {
    matches!(algorithm, Algorithm::PssSha256 | Algorithm::PssSha384 | Algorithm::PssSha512)
}

#[test]
fn every_algorithm_of_every_kind_of_key_is_written_as_chosen_and_accepted_by_peers() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let files = signed(folder.path());
    assert_eq!(files.len(), 3 * 6 + 3);
    if has("xmlsec1") {
        // Debian's xmlsec1 knows neither RSA-PSS nor Ed25519.
        let known = |algorithm: &Algorithm| !is_pss(*algorithm) && *algorithm != Algorithm::Ed25519;
        for (file, algorithm) in files.iter().filter(|(_, algorithm)| known(algorithm)) {
            for (ending, wanted) in [("xml", true), ("changed.xml", false)] {
                let (pem, xml) = (format!("{file}.pem"), format!("{file}.{ending}"));
                let args = ["--verify", "--pubkey-cert-pem", &pem, "--id-attr:Id", "SignedProperties", &xml];
                let (good, said) = run(folder.path(), "xmlsec1", &args);
                assert_eq!(good, wanted, "xmlsec1, {xml}, {algorithm:?}: {said}");
            }
        }
    }
    readers_in_python(folder.path(), &files);
}

/// libxmlsec1 of its Python wheel, `signxml` and bergshamra; the first two do not know Ed25519.
fn readers_in_python(folder: &Path, files: &[(String, Algorithm)]) {
    let Some(python) = std::env::var_os("TAMGA_PEERS") else {
        println!("skipped: no independent readers (cargo xtask peers)");
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/peers/verify_signatures.py");
    let known: Vec<&str> =
        files.iter().filter(|(_, algorithm)| *algorithm != Algorithm::Ed25519).map(|(file, _)| file.as_str()).collect();
    let output = Command::new(python).arg(script).arg(folder).args(&known).output().expect("the reader starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let wanted: Vec<String> = known
        .iter()
        .flat_map(|file| {
            ["xmlsec", "signxml", "bergshamra"].map(|engine| format!("{file} {engine} accepted, changed refused"))
        })
        .collect();
    assert_eq!(said.lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn a_key_signs_with_none_but_its_own_algorithms() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, own, other) in [
        ("rsa:2048", Algorithm::PssSha384, Algorithm::EcdsaSha256),
        ("P-256", Algorithm::EcdsaSha256, Algorithm::EcdsaSha384),
        ("P-384", Algorithm::EcdsaSha384, Algorithm::EcdsaSha256),
        ("ed25519", Algorithm::Ed25519, Algorithm::RsaSha256),
    ] {
        make_key(folder.path(), "k", kind);
        let mut key = made(folder.path(), "k");
        assert!(key.prefer(own).is_ok() && key.sign(own, b"x").is_ok(), "{kind}");
        assert_eq!(key.algorithms()[0], own);
        assert!(matches!(key.prefer(other), Err(SignError::Algorithm(_))), "{kind}");
        assert!(matches!(key.sign(other, b"x"), Err(SignError::Algorithm(_))), "{kind}");
        assert!(matches!(key.choose(&[other]), Err(SignError::Algorithm(_))), "{kind}: a row without its algorithm");
        assert_eq!(key.choose(&[other, own]).expect("its own"), own, "{kind}");
    }
}

#[test]
fn an_algorithm_that_is_put_first_leaves_the_others_in_their_order() {
    let mut own = algorithms_of(&KeyKind::Rsa(2048)).expect("algorithms");
    let before = own.clone();
    let key = |wanted: Algorithm| {
        let folder = tempfile::tempdir().expect("a folder");
        make_key(folder.path(), "k", "rsa:2048");
        let mut key = made(folder.path(), "k");
        key.prefer(wanted).expect("its own");
        key.algorithms().to_vec()
    };
    if !has("openssl") {
        return;
    }
    own.remove(3);
    assert_eq!(key(Algorithm::PssSha256), [&[Algorithm::PssSha256], &own[..]].concat());
    assert_eq!(key(before[0]), before);
}

#[test]
fn keys_that_are_too_short_too_long_or_of_other_kinds_sign_nothing() {
    for kind in [KeyKind::Rsa(1024), KeyKind::Rsa(2047), KeyKind::Rsa(4097), KeyKind::Other("curve".to_owned())] {
        assert!(matches!(algorithms_of(&kind), Err(SignError::KeyMismatch(_))), "{kind:?}");
    }
}
