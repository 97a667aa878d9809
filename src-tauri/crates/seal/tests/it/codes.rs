//! The window has words for every code this room can say, so the list of them must be whole.

use std::collections::BTreeSet;
use std::path::Path;

use tamga_seal::CODES;

const AREAS: [&str; 14] = [
    "gate",
    "shape",
    "ref",
    "alg",
    "sig",
    "cert",
    "revocation",
    "time",
    "trust",
    "status",
    "qr",
    "key",
    "sign",
    "tamper",
];

/// Everything in the sources that looks like a code in quotes.
fn written(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            written(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source file");
        // Only what code says: comments name codes of other rooms as well.
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        for quoted in code.split('"').skip(1).step_by(2) {
            let is_code = quoted.split_once('.').is_some_and(|(area, what)| {
                let plain = !what.is_empty() && what.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                AREAS.contains(&area) && plain
            });
            if is_code {
                found.insert(quoted.to_owned());
            }
        }
    }
}

#[test]
fn every_code_of_the_sources_stands_in_the_list_once_and_no_other() {
    let mut found = BTreeSet::new();
    written(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    // What the gate and the rules of entitlement say reaches people through this room too.
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    written(&crates.join("xml/src"), &mut found);
    let mut trust = BTreeSet::new();
    written(&crates.join("origin/src/trust"), &mut trust);
    // Lists are taken or refused elsewhere, and a body that is not in the list is said to be an unknown signer here.
    found.extend(trust.into_iter().filter(|code| !code.starts_with("trust.list_") && code != "trust.issuer_unknown"));
    let listed: BTreeSet<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(listed.len(), CODES.len(), "a code stands in the list twice");
    let missing: Vec<_> = found.difference(&listed).collect();
    let unused: Vec<_> = listed.difference(&found).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing {missing:?}, unused {unused:?}");
}
