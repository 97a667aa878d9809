//! Who agrees with whom, in both directions: every algorithm that others know, signed by each of them and checked by
//! us, signed by us and checked by each of them. Prints one line for each pair.

use std::path::Path;
use std::process::Command;

use tamga_seal::{Algorithm, Keys, Profile, Signer as _, check, sign_co};
use tamga_xml::{Limits, gate};

use crate::peers::template;
use crate::support::*;

const KINDS: [&str; 3] = ["rsa:2048", "P-256", "P-384"];
/// A document that is not of our own form, for peers that write no XAdES.
const PLAIN: &str =
    "<doc xmlns=\"urn:d\" xmlns:p=\"urn:p\"><p:line n=\"1\">Arroz &amp; más · 大米</p:line><empty/></doc>";

/// Our own file of every algorithm, its template, and the same changed, under the name of the algorithm.
fn made_here(folder: &Path) -> Vec<(String, Algorithm)> {
    let mut all = Vec::new();
    for kind in KINDS {
        make_key(folder, "k", kind);
        let mut key = made(folder, "k");
        for algorithm in key.algorithms().to_vec() {
            key.prefer(algorithm).expect("one of its own");
            let moment = today(&key);
            let sealed = sign_co(&certificate(2), moment, &mut key).expect("a seal").bytes;
            let name = format!("{algorithm:?}");
            let write = |ending: &str, bytes: &[u8]| {
                std::fs::write(folder.join(format!("{name}.{ending}")), bytes).expect("a file");
            };
            write("xml", &sealed);
            write("changed.xml", &swap(&sealed, "The goods comply.", "The goods comply!"));
            write("template.xml", template(&sealed).as_bytes());
            write("plain.xml", PLAIN.as_bytes());
            for ending in ["key", "pem"] {
                write(ending, &std::fs::read(folder.join(format!("k.{ending}"))).expect("a file"));
            }
            all.push((name, algorithm));
        }
    }
    all
}

/// Does our check accept what a peer signed, with this algorithm, and refuse it changed?
fn holds(folder: &Path, file: &str, algorithm: Algorithm, profile: Profile) {
    let text = std::fs::read_to_string(folder.join(file)).expect("a file");
    let read = |text: &str| check(&gate(text.as_bytes(), &Limits::FOREIGN)?, Keys::InDocument);
    let found = read(&text).unwrap_or_else(|refusal| panic!("{file}: {refusal}"));
    assert_eq!((found[0].profile, found[0].algorithms.signature), (profile, algorithm), "{file}");
    let (from, to) = if profile == Profile::Co1 { ("A. Exporter", "B. Exporter") } else { ("Arroz", "Trigo") };
    let changed = text.replacen(from, to, 1);
    assert_ne!(changed, text, "{file}");
    assert_eq!(read(&changed).expect_err("changed").code(), "sig.digest", "{file}");
}

fn told(algorithm: Algorithm, peer: &str, theirs: &str, ours: &str) {
    println!(
        "matrix {:<12} {peer:<9} signs, we check: {theirs:<11} we sign, it checks: {ours}",
        format!("{algorithm:?}")
    );
}

#[test]
fn whoever_knows_an_algorithm_agrees_in_both_directions() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let all = made_here(folder);
    assert_eq!(all.len(), 6 + 2, "RSA and RSA-PSS with three digests, two curves");
    if has("xmlsec1") {
        for (name, algorithm) in &all {
            if matches!(algorithm, Algorithm::PssSha256 | Algorithm::PssSha384 | Algorithm::PssSha512) {
                told(*algorithm, "xmlsec1", "unknown", "unknown");
                continue;
            }
            by_xmlsec1(folder, name);
            holds(folder, &format!("{name}.xmlsec1.xml"), *algorithm, Profile::Co1);
            told(*algorithm, "xmlsec1", "yes", "yes");
        }
    }
    let Some(python) = std::env::var_os("TAMGA_PEERS") else {
        println!("skipped: no independent readers (cargo xtask peers)");
        return;
    };
    let ask = |script: &str, args: &[String]| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/peers").join(script);
        let output = Command::new(&python).arg(script).arg(folder).args(args).output().expect("the peer starts");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        said
    };
    let wanted: Vec<String> = all.iter().map(|(name, algorithm)| format!("{name}={}", algorithm.uri())).collect();
    ask("sign_signatures.py", &wanted);
    let names: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
    let said = ask("verify_signatures.py", &names);
    for (name, algorithm) in &all {
        for (peer, profile) in [("xmlsec", Profile::Co1), ("signxml", Profile::PlainEnveloped)] {
            holds(folder, &format!("{name}.{peer}.xml"), *algorithm, profile);
            let line = format!("{name} {peer} accepted, changed refused");
            assert!(said.lines().any(|other| other == line), "{line}: {said}");
            told(*algorithm, peer, if peer == "xmlsec" { "yes" } else { "yes, plain" }, "yes");
        }
    }
}

/// Debian's program on our file, on the same changed, and as a signer.
fn by_xmlsec1(folder: &Path, name: &str) {
    let (key, pem) = (format!("{name}.key,{name}.pem"), format!("{name}.pem"));
    for (ending, wanted) in [("xml", true), ("changed.xml", false)] {
        let file = format!("{name}.{ending}");
        let args = ["--verify", "--pubkey-cert-pem", &pem, "--id-attr:Id", "SignedProperties", &file];
        let (good, said) = run(folder, "xmlsec1", &args);
        assert_eq!(good, wanted, "{file}: {said}");
    }
    let (file, out) = (format!("{name}.template.xml"), format!("{name}.xmlsec1.xml"));
    let args = ["--sign", "--privkey-pem", &key, "--id-attr:Id", "SignedProperties", "--output", &out, &file];
    let (good, said) = run(folder, "xmlsec1", &args);
    assert!(good, "{file}: {said}");
}
