//! The two signatures of a COD: put in byte by byte, in their order, in the shape that is in use, and never twice.

use tamga_formats::aladi::{self, Extent, Style, Version};
use tamga_origin::{Certificate, Timestamp};
use tamga_seal::{CodSignature, SignError, Signer, SoftwareKey, sign_cod};

use crate::support::*;

/// A certificate that the format of the ALADI agreements has a place for.
pub fn aladi_certificate() -> Certificate {
    let mut certificate = tamga_formats::sample::certificate();
    certificate.scheme.code = "aladi-a35".to_owned();
    certificate.scheme.name = "Acuerdo de Complementación Económica Nº 35".to_owned();
    certificate.number = "UY0AVA35260000000100".to_owned();
    certificate.issuer.code = "0AV".to_owned();
    certificate
}

/// Stage 1: what the exporter filled in.
pub fn application(version: Version) -> Vec<u8> {
    let style = Style { version, extent: Extent::Application, zones: false };
    aladi::write(&aladi_certificate(), &style).expect("a document").bytes
}

/// Stage 2 to 3: what the issuing body puts in.
pub fn with_entity(signed: &[u8], version: Version) -> Vec<u8> {
    let style = Style { version, extent: Extent::Application, zones: false };
    let part = aladi::issue_part(&aladi_certificate(), &style).expect("a part");
    aladi::with_issue_part(signed, &part).expect("stage 3")
}

/// The document at each of the four stages, both signatures by one key.
pub fn stages(version: Version, at: Timestamp, key: &mut dyn Signer) -> [Vec<u8>; 4] {
    let first = application(version);
    let second = sign_cod(&first, CodSignature::Exporter, at, key).expect("the exporter's signature").bytes;
    let third = with_entity(&second, version);
    let fourth = sign_cod(&third, CodSignature::Official, at, key).expect("the official's signature").bytes;
    [first, second, third, fourth]
}

/// A key that OpenSSL made, with a moment inside the life of its certificate; none without OpenSSL.
pub fn rsa() -> Option<(SoftwareKey, Timestamp)> {
    let folder = has("openssl").then(|| tempfile::tempdir().expect("a folder"))?;
    make_key(folder.path(), "k", "rsa:2048");
    let key = made(folder.path(), "k");
    let moment = today(&key);
    Some((key, moment))
}

fn code(result: Result<tamga_seal::Sealed, SignError>) -> &'static str {
    result.map_or_else(|error| error.code(), |_| "signed")
}

fn sign(document: &[u8], which: CodSignature) -> Result<tamga_seal::Sealed, SignError> {
    sign_cod(document, which, at(ISSUED), &mut officer())
}

/// Where the second differs from the first by one run put in, the run.
fn put_in<'a>(before: &[u8], after: &'a [u8], place: &str) -> &'a [u8] {
    let text = std::str::from_utf8(before).expect("UTF-8");
    let at = text.find(place).expect("the place") + place.len();
    let run = &after[at..at + after.len() - before.len()];
    assert_eq!([&before[..at], run, &before[at..]].concat(), after, "nothing before or behind {place} changes");
    run
}

#[test]
fn cutting_a_signature_out_gives_the_earlier_bytes() {
    for version in Version::ALL {
        let [first, second, third, fourth] = stages(version, at(ISSUED), &mut officer());
        let by_exporter = put_in(&first, &second, "</COD>");
        let by_official = put_in(&third, &fourth, "</CODEH>");
        for run in [by_exporter, by_official] {
            assert!(run.starts_with(b"<ds:Signature ") && run.ends_with(b"</ds:Signature>"), "{version:?}");
        }
        assert!(put_in(&second, &third, "</CODExporter>").starts_with(b"<EH>"));
    }
}

#[test]
fn a_signature_has_the_shape_that_production_files_have() {
    let Some((mut key, moment)) = rsa() else { return };
    let [.., fourth] = stages(Version::V4_1_1, moment, &mut key);
    let text = String::from_utf8(fourth).expect("UTF-8");
    let signatures: Vec<&str> = text.split("<ds:Signature ").skip(1).collect();
    assert_eq!(signatures.len(), 2);
    for (signature, id) in signatures.into_iter().zip(["COD", "CODEH"]) {
        let (signature, _) = signature.split_once("</ds:Signature>").expect("an end");
        let mut shape = String::new();
        for (at, piece) in signature.split('>').enumerate() {
            let (value, tag) = piece.split_once('<').unwrap_or(("", piece));
            let tag = if at == 0 { piece } else { tag };
            assert!(tag.is_empty() || value.is_empty() || tag.starts_with('/'), "text stands in leaves only: {piece}");
            shape.push_str(&format!("{tag}\n"));
        }
        let expected = format!(
            "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"
ds:SignedInfo
ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments\"
/ds:CanonicalizationMethod
ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"
/ds:SignatureMethod
ds:Reference URI=\"#{id}\"
ds:Transforms
ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"
/ds:Transform
ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"
/ds:Transform
/ds:Transforms
ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"
/ds:DigestMethod
ds:DigestValue
/ds:DigestValue
/ds:Reference
/ds:SignedInfo
ds:SignatureValue
/ds:SignatureValue
ds:KeyInfo
ds:KeyValue
ds:RSAKeyValue
ds:Modulus
/ds:Modulus
ds:Exponent
/ds:Exponent
/ds:RSAKeyValue
/ds:KeyValue
ds:X509Data
ds:X509SubjectName
/ds:X509SubjectName
ds:X509Certificate
/ds:X509Certificate
/ds:X509Data
/ds:KeyInfo

"
        );
        assert_eq!(shape, expected);
        assert!(signature.contains("<ds:X509SubjectName>CN=B. Officer,O=Example Chamber,C=UY</ds:X509SubjectName>"));
        assert!(signature.contains("<ds:Exponent>AQAB</ds:Exponent>"));
    }
}

#[test]
fn a_signature_is_made_in_its_turn_and_once() {
    let [first, second, third, fourth] = stages(Version::V4_1_1, at(ISSUED), &mut officer());
    use CodSignature::{Exporter, Official};
    let cases = [
        ("before the exporter", &first, Official, "sign.order"),
        ("before the issuing body's part", &second, Official, "sign.order"),
        ("the exporter twice", &second, Exporter, "sign.already_signed"),
        ("the exporter twice, with the issuing body's part", &third, Exporter, "sign.already_signed"),
        ("the exporter twice, after the official", &fourth, Exporter, "sign.already_signed"),
        ("the official twice", &fourth, Official, "sign.already_signed"),
    ];
    for (what, document, which, expected) in cases {
        assert_eq!(code(sign(document, which)), expected, "{what}");
    }
    let by_exporter = between(&second, "<ds:Signature", "</ds:Signature>");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let late = text(&fourth).replacen(by_exporter, "", 1);
    assert_eq!(code(sign(late.as_bytes(), Exporter)), "sign.order", "the exporter after the official");
    let early = text(&third).replacen(by_exporter, "", 1);
    assert_eq!(code(sign(early.as_bytes(), Exporter)), "sign.order", "the exporter after the issuing body's part");
    assert_eq!(code(sign(early.as_bytes(), Official)), "sign.order", "the official without the exporter");
}

#[test]
fn an_official_does_not_sign_over_a_signature_that_does_not_hold() {
    let [_, _, third, _] = stages(Version::V4_1_1, at(ISSUED), &mut officer());
    let goods = between(&third, "<GoodsItemName>", "</GoodsItemName>").to_owned();
    let changed =
        String::from_utf8(third.clone()).expect("UTF-8").replacen(&goods, "<GoodsItemName>gold</GoodsItemName>", 1);
    let refused = sign(changed.as_bytes(), CodSignature::Official).expect_err("a change");
    assert_eq!(refused.code(), "sign.exporter_signature");
    assert!(matches!(&refused, SignError::ExporterSignature(why) if why.code() == "sig.digest"), "{refused}");
    let value = between(&third, "<ds:SignatureValue>", "</ds:SignatureValue>").to_owned();
    let letter = if &value[30..31] == "A" { "B" } else { "A" };
    let other = format!("{}{letter}{}", &value[..30], &value[31..]);
    let refused = sign(&swap(&third, &value, &other), CodSignature::Official).expect_err("another value");
    assert!(matches!(&refused, SignError::ExporterSignature(why) if why.code() == "sig.value"), "{refused}");
}

#[test]
fn what_is_no_whole_cod_is_not_signed() {
    let first = application(Version::V4_1_1);
    let text = String::from_utf8(first.clone()).expect("UTF-8");
    let cases = [
        ("another root", small(), "shape.unknown_form"),
        ("a part twice", text.replace("</CODExporter>", "</CODExporter><CODExporter/>").into_bytes(), "shape.stage"),
        ("its id elsewhere too", text.replace("<CODVer>", "<CODVer Id=\"COD\">").into_bytes(), "ref.target_ambiguous"),
        ("no id", text.replace("<COD id=\"COD\">", "<COD>").into_bytes(), "ref.target_missing"),
        ("another id", text.replace("<COD id=\"COD\">", "<COD id=\"CODx\">").into_bytes(), "ref.target_missing"),
        ("a comment in it", text.replace("<Agreement>", "<!-- --><Agreement>").into_bytes(), "gate.comment"),
        ("a byte-order mark", [b"\xEF\xBB\xBF", &*first].concat(), "gate.bom"),
        (
            "a signature elsewhere",
            text.replace("<Agreement>", "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/><Agreement>")
                .into_bytes(),
            "shape.signature_place",
        ),
        ("COD elsewhere", text.replace("CODExporter>", "CODExporters>").into_bytes(), "ref.target_missing"),
    ];
    for (what, document, expected) in cases {
        match sign(&document, CodSignature::Exporter) {
            Err(SignError::Document(refusal)) => assert_eq!(refusal.code(), expected, "{what}"),
            other => panic!("{what}: {other:?}"),
        }
    }
    let header = text.replace("<ns1:CertOrigin>", "<!-- as sent --><ns1:Header><a/></ns1:Header><ns1:CertOrigin>");
    assert_eq!(code(sign(header.as_bytes(), CodSignature::Exporter)), "signed", "what is not signed is let be");
}

#[test]
fn a_key_that_may_not_sign_a_cod_signs_none() {
    let first = application(Version::V4_1_1);
    let late = sign_cod(&first, CodSignature::Exporter, at("2031-01-01T00:00:00Z"), &mut officer());
    assert_eq!(code(late), "sign.key_expired");
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "k", "ed25519");
    let mut key = made(folder.path(), "k");
    let moment = today(&key);
    assert_eq!(code(sign_cod(&first, CodSignature::Exporter, moment, &mut key)), "sign.algorithm");
}

#[test]
fn a_name_with_letters_that_xml_escapes_is_written_as_one() {
    if !has("openssl") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_named_key(folder.path(), "k", "P-256", "/C=UY/O=Molinos & <Cía>/CN=A. Firmante");
    let mut key = made(folder.path(), "k");
    let moment = today(&key);
    let [.., fourth] = stages(Version::V4_1_1, moment, &mut key);
    let subject = between(&fourth, "<ds:X509SubjectName>", "</ds:X509SubjectName>");
    assert!(subject.contains("Molinos &amp; ") && !subject.contains("<Cía"), "{subject}");
}
