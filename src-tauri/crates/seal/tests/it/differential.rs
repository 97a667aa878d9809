//! One way, over files that others published: what we accept, libxmlsec1 accepts too, with the same key and over the
//! same bytes.

use tamga_seal::algorithm::Algorithm;
use tamga_seal::{Keys, check};
use tamga_xml::{Limits, gate};

use crate::conformance::folder;
use crate::support::*;
use crate::vectors::{public_key, table};

/// Elements of signatures and of published documents whose `Id` a reference names; libxmlsec1 has to be told.
const NAMED: [&str; 4] = ["SignedProperties", "KeyInfo", "Object", "TrustServiceStatusList"];

#[test]
fn what_we_accept_of_published_files_xmlsec1_accepts_over_the_same_bytes() {
    let Some(root) = folder() else { return };
    if !has("xmlsec1") {
        return;
    }
    let scratch = tempfile::tempdir().expect("a folder");
    let (mut agreed, mut beyond) = (0, 0);
    for row in table(&root).iter().filter(|row| row.kind == "xml-signature") {
        let file = root.join(&row.file);
        let bytes = std::fs::read(&file).expect("a file of the table");
        let given = (!row.with.is_empty()).then(|| public_key(&root.join(&row.with)));
        let keys = given.as_ref().map_or(Keys::InDocument, Keys::Given);
        let Ok(gated) = gate(&bytes, &Limits::FOREIGN) else { continue };
        let Ok(found) = check(&gated, keys) else { continue };
        let whole = found.first().expect("one signature");
        // Debian's libxmlsec1 knows neither RSA-PSS nor Ed25519.
        if matches!(
            whole.algorithms.signature,
            Algorithm::PssSha256 | Algorithm::PssSha384 | Algorithm::PssSha512 | Algorithm::Ed25519
        ) {
            beyond += 1;
            continue;
        }
        let (option, key) = match &whole.signer {
            Some(certificate) => {
                let path = scratch.path().join("signer.der");
                std::fs::write(&path, &certificate.der).expect("a file");
                ("--pubkey-cert-der", path)
            }
            None => ("--pubkey-pem", root.join(&row.with)),
        };
        let (key, file) = (key.to_string_lossy(), file.to_string_lossy());
        // Its own look at the certificates in the file is not asked for: the key is the one we used.
        let mut args = vec!["--verify", option, &*key, "--enabled-key-data", "rsa,ecdsa", "--store-references"];
        for name in NAMED {
            args.extend(["--id-attr:Id", name]);
        }
        args.push(&*file);
        let (good, said) = run(scratch.path(), "xmlsec1", &args);
        assert!(good, "{}: {said}", row.file);
        let signed = String::from_utf8_lossy(whole.signed.as_slice());
        assert!(said.contains(&*signed), "{}: other bytes were hashed", row.file);
        agreed += 1;
    }
    println!(
        "{agreed} files accepted by both over the same bytes, {beyond} with algorithms that xmlsec1 does not know"
    );
    assert_eq!((agreed, beyond), (70, 8), "as many as are valid in the table");
}
