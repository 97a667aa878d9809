//! Do others agree on a COD? `xmlsec1` and Python's `signxml` on both of our signatures, in every version, and lxml's
//! canonical forms beside ours.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use tamga_formats::aladi::Version;

use crate::cod_signing::stages;
use crate::support::*;

const KINDS: [&str; 3] = ["rsa:2048", "P-256", "P-384"];

/// Where `xmlsec1` looks for each of the two signatures.
const PLACES: [&str; 2] = [
    "/*/*/*[local-name()='CODEH']/*[local-name()='CODExporter']/*[local-name()='Signature']",
    "/*/*/*[local-name()='Signature']",
];

fn xmlsec1(folder: &Path, bytes: &[u8], place: &str) -> (bool, String) {
    std::fs::write(folder.join("cod.xml"), bytes).expect("a file");
    let args = ["--verify", "--pubkey-cert-pem", "k.pem", "--id-attr:id", "COD", "--id-attr:id", "CODEH"];
    run(folder, "xmlsec1", &[&args[..], &["--node-xpath", place, "cod.xml"]].concat())
}

fn changed(bytes: &[u8], element: &str) -> Vec<u8> {
    let found = between(bytes, &format!("<{element}>"), &format!("</{element}>")).to_owned();
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    text.replacen(&found, &format!("<{element}>another</{element}>"), 1).into_bytes()
}

#[test]
fn xmlsec1_accepts_both_signatures_in_every_version_and_says_whose_part_was_changed() {
    if !has("xmlsec1") || !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for kind in KINDS {
        make_key(folder.path(), "k", kind);
        let mut key = made(folder.path(), "k");
        for version in Version::ALL {
            let [_, second, third, fourth] = stages(version, today(&key), &mut key);
            for (document, places) in [(&second, &PLACES[..1]), (&third, &PLACES[..1]), (&fourth, &PLACES[..])] {
                for place in places {
                    let (good, said) = xmlsec1(folder.path(), document, place);
                    assert!(good, "{kind}, {version:?}, {place}: {said}");
                }
            }
            let judged = |document: &[u8]| PLACES.map(|place| xmlsec1(folder.path(), document, place).0);
            assert_eq!(judged(&changed(&fourth, "GoodsItemName")), [false, false], "{kind}, {version:?}");
            assert_eq!(judged(&changed(&fourth, "EHName")), [true, false], "{kind}, {version:?}");
        }
    }
}

/// Verifies both signatures with signxml, and compares digests and signed bytes with the canonical forms of lxml.
const JUDGE: &str = r#"
import base64, hashlib, sys
from lxml import etree
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier

DS = "{http://www.w3.org/2000/09/xmldsig#}"
document = open(sys.argv[1], "rb").read()
pem = open(sys.argv[2]).read()
root = etree.fromstring(document)
covered = {node.get("id"): node for node in root.iter("COD", "CODEH")}
for signature, location in zip(root.iter(DS + "Signature"), ("./{*}CertOrigin/CODEH/CODExporter/", "./{*}CertOrigin/")):
    info = signature.find(DS + "SignedInfo")
    reference = info.find(DS + "Reference")
    node = covered[reference.get("URI")[1:]]
    form = etree.tostring(node, method="c14n", exclusive=True, with_comments=False)
    digest = base64.b64encode(hashlib.sha256(form).digest()).decode()
    print("digest", "same" if digest == reference.findtext(DS + "DigestValue") else "other")
    verified = XMLVerifier().verify(
        document,
        x509_cert=pem,
        id_attribute="id",
        ignore_ambiguous_key_info=False,
        expect_config=SignatureConfiguration(location=location),
    )
    print("signxml", etree.QName(verified.signed_xml).localname)
"#;

#[test]
fn signxml_and_lxml_agree_with_both_signatures() {
    let Some(python) = std::env::var_os("TAMGA_PEERS").filter(|_| has("openssl")) else {
        println!("skipped: no independent readers (cargo xtask peers)");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    for kind in KINDS {
        make_key(folder.path(), "k", kind);
        let mut key = made(folder.path(), "k");
        for version in Version::ALL {
            let [.., fourth] = stages(version, today(&key), &mut key);
            let said =
                judged(&python, folder.path(), &fourth).unwrap_or_else(|why| panic!("{kind}, {version:?}: {why}"));
            assert_eq!(said, "digest same\nsignxml COD\ndigest same\nsignxml CODEH\n", "{kind}, {version:?}");
        }
        let [.., fourth] = stages(Version::V4_1_1, today(&key), &mut key);
        for element in ["GoodsItemName", "EHName"] {
            let refused = judged(&python, folder.path(), &changed(&fourth, element)).expect_err("a change");
            assert!(refused.contains("InvalidDigest"), "{kind}, {element}: {refused}");
        }
    }
}

fn judged(python: &OsString, folder: &Path, bytes: &[u8]) -> Result<String, String> {
    std::fs::write(folder.join("cod.xml"), bytes).expect("a file");
    let said = Command::new(python).args(["-c", JUDGE, "cod.xml", "k.pem"]).current_dir(folder).output();
    let said = said.expect("the interpreter starts");
    match said.status.success() {
        true => Ok(String::from_utf8_lossy(&said.stdout).into_owned()),
        false => Err(String::from_utf8_lossy(&said.stderr).into_owned()),
    }
}
