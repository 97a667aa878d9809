//! Do others agree? The real `xmlsec1` (libxmlsec1) on what we sign, and we on what it signs.

use std::path::Path;

use tamga_seal::sign_co;

use crate::support::*;

const KINDS: [&str; 3] = ["P-256", "P-384", "rsa:2048"];

fn tools() -> bool {
    has("xmlsec1") && has("openssl")
}

fn verifies(folder: &Path, bytes: &[u8]) -> (bool, String) {
    std::fs::write(folder.join("signed.xml"), bytes).expect("a file");
    let args = ["--verify", "--pubkey-cert-pem", "k.pem", "--id-attr:Id", "SignedProperties", "signed.xml"];
    run(folder, "xmlsec1", &args)
}

#[test]
fn xmlsec1_accepts_what_we_sign_and_refuses_it_changed() {
    if !tools() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for kind in KINDS {
        make_key(folder.path(), "k", kind);
        let mut key = made(folder.path(), "k");
        let moment = today(&key);
        let sealed = sign_co(&certificate(3), moment, &mut key).expect("a seal").bytes;
        let (good, said) = verifies(folder.path(), &sealed);
        assert!(good, "{kind}: {said}");
        let claimed = moment.rfc3339_seconds();
        for (from, to) in [("The goods comply.", "The goods comply!"), (&*claimed, "2020-01-01T00:00:00Z")] {
            let (good, said) = verifies(folder.path(), &swap(&sealed, from, to));
            assert!(!good, "{kind}, {from} → {to}: {said}");
        }
    }
}

#[test]
fn xmlsec1_accepts_text_that_needs_escapes() {
    if !tools() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "k", "P-256");
    let mut key = made(folder.path(), "k");
    let text = "a & b < c > d \"e\" 'f' \t g \r\n h é ق 大 \u{1F6A2} ]]&gt;";
    let mut writer = tamga_xml::Writer::root("MetaData", "urn:tamga:co:1");
    writer.start_with("Declaration", &[("Id", "co"), ("note", text)]).element("Line", text);
    let moment = today(&key);
    let sealed = sign_co(&writer.finish(), moment, &mut key).expect("a seal").bytes;
    let (good, said) = verifies(folder.path(), &sealed);
    assert!(good, "{said}");
}

#[test]
fn we_accept_what_xmlsec1_signs_with_our_template() {
    if !tools() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    for kind in KINDS {
        make_key(folder.path(), "k", kind);
        let mut key = made(folder.path(), "k");
        let moment = today(&key);
        let sealed = sign_co(&certificate(2), moment, &mut key).expect("a seal").bytes;
        std::fs::write(folder.path().join("template.xml"), template(&sealed)).expect("a file");
        let args = ["--sign", "--privkey-pem", "k.key,k.pem", "--id-attr:Id", "SignedProperties"];
        let (good, said) =
            run(folder.path(), "xmlsec1", &[&args[..], &["--output", "theirs.xml", "template.xml"]].concat());
        assert!(good, "{kind}: {said}");
        let theirs = std::fs::read(folder.path().join("theirs.xml")).expect("a file");
        let whole = opened(&theirs).unwrap_or_else(|refusal| panic!("{kind}: {refusal}"));
        assert_eq!(whole.signed.as_slice(), certificate(2), "{kind}: both hash the same bytes");
        assert_eq!(code(&swap(&theirs, "A. Exporter", "B. Exporter")), "sig.digest", "{kind}");
    }
}

/// Our signature with the values of the two references and of the signature taken out.
pub fn template(sealed: &[u8]) -> String {
    let text = std::str::from_utf8(sealed).expect("UTF-8");
    let info = between(sealed, "<ds:SignedInfo>", "</ds:SignedInfo>");
    let mut blank = String::new();
    for (at, piece) in info.split("<ds:DigestValue>").enumerate() {
        if at == 0 {
            blank.push_str(piece);
        } else {
            let (_, rest) = piece.split_once("</ds:DigestValue>").expect("a value");
            blank.push_str(&format!("<ds:DigestValue></ds:DigestValue>{rest}"));
        }
    }
    let value = between(sealed, "<ds:SignatureValue Id=\"sv\">", "</ds:SignatureValue>");
    text.replace(info, &blank).replace(value, "<ds:SignatureValue Id=\"sv\"></ds:SignatureValue>")
}
