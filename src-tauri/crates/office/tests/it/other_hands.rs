//! Documents that other programs wrote and signed: UBL with a plain XML signature or with XAdES, by `xmlsec1`, judged by
//! the same list and rules as our own form.

use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_formats::{Limits, co_xml, ubl};
use tamga_office::Office;
use tamga_office::check::{By, OfferedEvidence, trust_from_file, verify};
use tamga_office::received::ReceivedView;
use tamga_office::trust::sign_trust_list;
use tamga_office::verdict::VerdictKind;
use tamga_seal::demo::KeyFile;
use tamga_seal::digest::sha256;

use crate::help::{DAY, World, issued, noon, person, pin, span};

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const SHA256: &str = "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>";
const ENVELOPED: &str = "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>\
                         <ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";

fn run(folder: &Path, program: &str, line: &str) -> bool {
    let output = Command::new(program).args(line.split(' ')).current_dir(folder).output();
    output.is_ok_and(|output| output.status.success())
}

/// Are the tools there? Says so when they are not.
fn have_tools(folder: &Path) -> bool {
    let there = run(folder, "xmlsec1", "--version") && run(folder, "openssl", "version");
    if !there {
        println!("skipped: xmlsec1 or openssl is not installed");
    }
    there
}

/// The certificate of a chamber as another program writes it.
fn unsigned(office: &Office) -> String {
    let own = office.certificate_xml(&issued(office)).unwrap();
    let gated = co_xml::gate(&own, &Limits::default()).unwrap();
    let certificate = co_xml::read_certificate(&gated).unwrap().value;
    String::from_utf8(ubl::write(&certificate, &ubl::Style::default()).unwrap().bytes).unwrap()
}

/// The document with a signature as the last child of its root; with the properties of XAdES, or plain.
fn signed(folder: &Path, document: &str, key: &KeyFile, with_properties: bool) -> Vec<u8> {
    std::fs::write(folder.join("key.p12"), &key.pkcs12).unwrap();
    std::fs::write(folder.join("password"), pin().expose()).unwrap();
    assert!(run(folder, "openssl", "pkcs12 -in key.p12 -nodes -passin file:password -nocerts -out key.pem"));
    assert!(run(
        folder,
        "openssl",
        "pkcs12 -in key.p12 -nodes -passin file:password -nokeys -clcerts -out certificate.pem"
    ));
    let (more, object) = if with_properties {
        let digest = BASE64.encode(sha256(&key.certificate));
        let reference = format!(
            "<ds:Reference Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#p\"><ds:Transforms><ds:Transform \
             Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></ds:Transforms>{SHA256}<ds:DigestValue/></ds:Reference>"
        );
        let object = format!(
            "<ds:Object><x:QualifyingProperties xmlns:x=\"http://uri.etsi.org/01903/v1.3.2#\" Target=\"#s\">\
             <x:SignedProperties Id=\"p\"><x:SignedSignatureProperties><x:SigningTime>2026-05-12T12:00:00Z</x:SigningTime>\
             <x:SigningCertificateV2><x:Cert><x:CertDigest>{SHA256}<ds:DigestValue>{digest}</ds:DigestValue>\
             </x:CertDigest></x:Cert></x:SigningCertificateV2></x:SignedSignatureProperties></x:SignedProperties>\
             </x:QualifyingProperties></ds:Object>"
        );
        (reference, object)
    } else {
        (String::new(), String::new())
    };
    let template = format!(
        "<ds:Signature xmlns:ds=\"{DS}\" Id=\"s\"><ds:SignedInfo><ds:CanonicalizationMethod \
         Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/><ds:SignatureMethod \
         Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256\"/><ds:Reference URI=\"\"><ds:Transforms>\
         {ENVELOPED}</ds:Transforms>{SHA256}<ds:DigestValue/></ds:Reference>{more}</ds:SignedInfo><ds:SignatureValue/>\
         <ds:KeyInfo><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>{object}</ds:Signature>"
    );
    let end = document.rfind("</").unwrap();
    std::fs::write(folder.join("template.xml"), [&document[..end], &template, &document[end..]].concat()).unwrap();
    let line =
        "--sign --privkey-pem key.pem,certificate.pem --id-attr:Id SignedProperties --output signed.xml template.xml";
    assert!(run(folder, "xmlsec1", line), "xmlsec1 signs");
    std::fs::read(folder.join("signed.xml")).unwrap()
}

fn codes(view: &ReceivedView) -> Vec<&str> {
    view.verdict.reasons.iter().map(|reason| reason.code.as_ref()).collect()
}

#[test]
fn a_ubl_certificate_signed_by_another_program_is_judged_like_our_own() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    if !have_tools(folder.path()) {
        return;
    }
    let (chamber, post) = (world.chamber(), world.post());
    let list = sign_trust_list(&world.list(1, None), &[&world.root]).unwrap();
    for with_properties in [false, true] {
        let document = unsigned(&chamber);
        let bytes = signed(folder.path(), &document, world.officer_file(), with_properties);
        let view = post.check_file(&bytes, false).unwrap().found.unwrap();
        assert_eq!(view.verdict.kind, VerdictKind::Look, "properties {with_properties}: {:?}", view.verdict.reasons);
        assert_eq!(
            (view.verdict.signed_by.as_str(), view.verdict.officer.as_str()),
            ("Huon Chamber of Trade", "R. Officer")
        );
        assert!(
            view.certificate.is_some_and(|certificate| !certificate.items.is_empty()),
            "read from the signed bytes"
        );

        // With no office, by a list in a file, it is the same.
        let trust = trust_from_file(&list).unwrap();
        let by = By { trust: &trust, demonstration: true, now: noon(), beside: &OfferedEvidence::NONE };
        let alone = verify(&bytes, by).unwrap().verdict;
        assert_eq!((alone.kind, alone.officer.as_str()), (VerdictKind::Look, "R. Officer"));

        let text = String::from_utf8(bytes.clone()).unwrap();
        let changed = text.replacen("honey", "money", 1);
        assert_ne!(changed, text);
        let view = post.check_file(changed.as_bytes(), true).unwrap().found.unwrap();
        assert_eq!(
            (view.verdict.kind, view.verdict.headline.code.as_str()),
            (VerdictKind::NotGenuine, "verdict.changed")
        );
        assert_eq!((view.certificate, view.record_id), (None, None), "nothing is read from it, nothing kept");

        let stripped = [&text[..text.find("<ds:Signature").unwrap()], &text[text.rfind("</").unwrap()..]].concat();
        let view = post.check_file(stripped.as_bytes(), true).unwrap().found.unwrap();
        assert_eq!((view.verdict.kind, codes(&view)[0]), (VerdictKind::CannotJudge, "shape.no_signature"));
    }
}

#[test]
fn who_signed_a_foreign_document_has_to_be_entitled_too() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    if !have_tools(folder.path()) {
        return;
    }
    let (chamber, post) = (world.chamber(), world.post());
    let life = tamga_seal::demo::Life { from: span().from, to: noon().plus_millis(900 * DAY) };
    let nobody = world.authority.key_file(person("N. Nobody", "Huon Chamber"), life, &pin()).unwrap();
    let elsewhere = tamga_seal::demo::Authority::new("Authority Elsewhere", life).unwrap();
    let stranger = elsewhere.key_file(person("S. Stranger", "Nowhere"), life, &pin()).unwrap();
    for (key, kind, code) in [
        (&nobody, VerdictKind::NotGenuine, "trust.officer"),
        (&stranger, VerdictKind::CannotJudge, "trust.signer_unknown"),
    ] {
        let bytes = signed(folder.path(), &unsigned(&chamber), key, true);
        let view = post.check_file(&bytes, true).unwrap().found.unwrap();
        assert_eq!(view.verdict.kind, kind, "{:?}", view.verdict.reasons);
        assert!(codes(&view).contains(&code), "{:?}", codes(&view));
        assert_eq!(view.record_id, None);
    }
}
