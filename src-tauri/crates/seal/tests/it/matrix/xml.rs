//! XML signatures: Debian's `xmlsec1`; libxmlsec1, `signxml` and bergshamra in Python; and the JDK.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use tamga_seal::{Algorithm, Keys, Profile, Signer as _, check, sign_co};
use tamga_xml::{Limits, gate};

use super::documents::{SAID, own, plain, with_blanks};
use super::{IT_SIGNS, Line, WE_SIGN};
use crate::damage::Numbers;
use crate::peers::template;
use crate::support::*;

const KINDS: [&str; 3] = ["rsa:2048", "P-256", "P-384"];
const OTHERWISE: &str = "The goods do not.";
/// How a document written by `xmlsec1` begins.
const HEAD: &str = "<?xml version=\"1.0\"?>";

/// All documents of one algorithm: `NAME.NUMBER.xml` by us, the same changed, as a template, all three once more with
/// blanks in its values, and a plain one.
struct Made {
    name: String,
    algorithm: Algorithm,
    documents: usize,
}

impl Made {
    fn names(&self) -> impl Iterator<Item = String> {
        (0..self.documents).map(|number| format!("{}.{number}", self.name))
    }

    fn is_pss(&self) -> bool {
        self.name.starts_with("Pss")
    }
}

/// What every peer makes of what we sign, and we of what it signs.
pub fn lines(documents: usize) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let all = made_here(folder, documents);
    assert_eq!(all.len(), 6 + 2, "RSA and RSA-PSS with three digests, two curves");
    let mut lines = Vec::new();
    if has("xmlsec1") {
        lines.extend(all.iter().flat_map(|made| by_xmlsec1(folder, made)));
    }
    match std::env::var_os("TAMGA_PEERS") {
        Some(python) => lines.extend(in_python(folder, &all, &python)),
        None => println!("skipped: no independent readers (cargo xtask peers)"),
    }
    if has_compiler() {
        lines.extend(by_the_jdk(folder, &all));
    }
    lines
}

fn made_here(folder: &Path, documents: usize) -> Vec<Made> {
    let mut numbers = Numbers(20_261_126);
    let mut all = Vec::new();
    for kind in KINDS {
        make_key(folder, "k", kind);
        let mut key = made(folder, "k");
        for algorithm in key.algorithms().to_vec() {
            key.prefer(algorithm).expect("one of its own");
            let moment = today(&key);
            let made = Made { name: format!("{algorithm:?}"), algorithm, documents };
            for name in made.names() {
                let sealed = sign_co(own(&mut numbers).as_bytes(), moment, &mut key).expect("a seal").bytes;
                let write = |ending: &str, bytes: &[u8]| {
                    std::fs::write(folder.join(format!("{name}.{ending}")), bytes).expect("a file");
                };
                let blanks = with_blanks(std::str::from_utf8(&sealed).expect("UTF-8")).into_bytes();
                for (prefix, sealed) in [("", &sealed), ("blanks.", &blanks)] {
                    write(&format!("{prefix}xml"), sealed);
                    write(&format!("{prefix}changed.xml"), &swap(sealed, SAID, OTHERWISE));
                    write(&format!("{prefix}template.xml"), template(sealed).as_bytes());
                }
                write("plain.xml", plain(&mut numbers).as_bytes());
            }
            for ending in ["key", "pem"] {
                std::fs::copy(folder.join(format!("k.{ending}")), folder.join(format!("{}.{ending}", made.name)))
                    .expect("copied");
            }
            all.push(made);
        }
    }
    all
}

/// Does our check accept what a peer signed, with this algorithm, and refuse it changed?
fn hold(folder: &Path, made: &Made, ending: &str, profile: Profile) {
    for name in made.names() {
        let file = format!("{name}.{ending}.xml");
        let text = std::fs::read_to_string(folder.join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        holds(&file, &text, made.algorithm, profile);
    }
}

fn holds(file: &str, text: &str, algorithm: Algorithm, profile: Profile) {
    let read = |text: &str| check(&gate(text.as_bytes(), &Limits::FOREIGN)?, Keys::InDocument);
    let found = read(text).unwrap_or_else(|refusal| panic!("{file}: {refusal}\n{text}"));
    assert_eq!((found[0].profile, found[0].algorithms.signature), (profile, algorithm), "{file}");
    let changed = text.replacen(SAID, OTHERWISE, 1);
    assert_ne!(changed, text, "{file}");
    assert_eq!(read(&changed).expect_err("changed").code(), "sig.digest", "{file}");
}

/// Debian's program: all documents of an algorithm in one call. It stops at the first it does not accept, so of the
/// changed ones it is shown the first.
fn by_xmlsec1(folder: &Path, made: &Made) -> Vec<Line> {
    let Made { name, documents, .. } = made;
    if made.is_pss() {
        return vec![Line::without("xmlsec1", name, "unknown to it")];
    }
    let files = |ending: &str| made.names().map(|name| format!("{name}.{ending}")).collect::<Vec<_>>();
    let call = |first: &[&str], files: &[String]| {
        let args: Vec<&str> = first.iter().copied().chain(files.iter().map(String::as_str)).collect();
        let output = Command::new("xmlsec1").args(args).current_dir(folder).output().expect("xmlsec1 starts");
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.success(), said(&output.stdout), said(&output.stderr))
    };
    let pem = format!("{name}.pem");
    let verify = ["--verify", "--pubkey-cert-pem", &pem, "--id-attr:Id", "SignedProperties"];
    let (good, out, said) = call(&verify, &files("xml"));
    assert!(good, "{name}: {out}{said}");
    assert_eq!(format!("{out}{said}").lines().filter(|line| *line == "OK").count(), *documents, "{name}: {said}");
    let (good, _, said) = call(&verify, &files("changed.xml")[..1]);
    assert!(!good, "{name}, changed: {said}");
    let keys = format!("{name}.key,{name}.pem");
    let (good, out, said) =
        call(&["--sign", "--privkey-pem", &keys, "--id-attr:Id", "SignedProperties"], &files("template.xml"));
    assert!(good, "{name}: {said}");
    let theirs: Vec<&str> = out.split(HEAD).skip(1).collect();
    assert_eq!(theirs.len(), *documents, "{name}");
    for (name, theirs) in made.names().zip(theirs) {
        holds(&name, theirs.trim(), made.algorithm, Profile::Co1);
    }
    vec![Line::agreed("xmlsec1", name, WE_SIGN, *documents), Line::agreed("xmlsec1", name, IT_SIGNS, *documents)]
}

fn peer(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/peers").join(file)
}

/// What a peer said; it has to end well.
fn told(command: &mut Command) -> String {
    let output = command.output().expect("the peer starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// The names of all documents with the identifiers of their algorithms.
fn named(all: &[Made]) -> Vec<String> {
    all.iter().flat_map(|made| made.names().map(|name| format!("{name}={}", made.algorithm.uri()))).collect()
}

/// Does every document have its line?
fn must_accept(said: &str, all: &[Made], peer: &str) {
    let lines: HashSet<&str> = said.lines().collect();
    for name in all.iter().flat_map(Made::names) {
        let line = format!("{name} {peer} accepted, changed refused");
        assert!(
            lines.contains(&*line),
            "{line}: {:?}",
            said.lines().find(|line| line.starts_with(&format!("{name} ")))
        );
    }
}

fn in_python(folder: &Path, all: &[Made], python: &OsStr) -> Vec<Line> {
    let script = |file: &str| {
        let mut command = Command::new(python);
        command.arg(peer(file));
        command
    };
    told(script("sign_signatures.py").arg(folder).args(named(all)));
    let said = told(script("verify_signatures.py").arg(folder).args(all.iter().flat_map(Made::names)));
    let mut lines = Vec::new();
    let peers = [("xmlsec", Profile::Co1), ("signxml", Profile::PlainEnveloped), ("bergshamra", Profile::Co1)];
    for (peer, profile) in peers {
        must_accept(&said, all, peer);
        for made in all {
            hold(folder, made, peer, profile);
            lines.push(Line::agreed(peer, &made.name, WE_SIGN, made.documents));
            lines.push(Line::agreed(peer, &made.name, IT_SIGNS, made.documents));
        }
    }
    lines
}

/// Is there a JDK that runs a program from its source?
fn has_compiler() -> bool {
    let modules = Command::new("java").arg("--list-modules").output();
    let found = modules.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains("jdk.compiler"));
    if !found {
        println!("skipped: no JDK");
    }
    found
}

/// The XML signatures of the JDK, with its secure validation on.
fn by_the_jdk(folder: &Path, all: &[Made]) -> Vec<Line> {
    let java = || {
        let mut command = Command::new("java");
        command.arg("-XX:TieredStopAtLevel=1").arg(peer("Signatures.java"));
        command
    };
    let said = told(java().arg(folder).args(named(all)));
    must_accept(&said, all, "jdk");
    let mut lines = Vec::new();
    for made in all {
        hold(folder, made, "jdk", Profile::PlainEnveloped);
        lines.push(Line::agreed("JDK", &made.name, WE_SIGN, made.documents));
        lines.push(Line::agreed("JDK", &made.name, IT_SIGNS, made.documents));
    }
    lines
}
