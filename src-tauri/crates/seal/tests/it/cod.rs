//! An ALADI COD signed by another program, `xmlsec1`, in every shape the field has (`aladi-cod.md` 11.2): the exporter
//! alone, then exporter and official in any mixture; and what an attacker or a careless converter makes of such a file.

use std::path::Path;

use tamga_seal::algorithm::{Algorithm, Digest};
use tamga_seal::{Class, Keys, Profile, Refusal, SignerKey, Whole, check, same_seal};
use tamga_xml::{Limits, gate};

use crate::support::*;

const WITH_COMMENTS: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const SHA1: (&str, &str) = ("http://www.w3.org/2000/09/xmldsig#sha1", "http://www.w3.org/2000/09/xmldsig#rsa-sha1");
const SHA256: (&str, &str) =
    ("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256");

/// A shape: canonical form of `SignedInfo`, transforms, digest and method.
#[derive(Clone, Copy)]
struct Shape {
    name: &'static str,
    form: &'static str,
    transforms: &'static [&'static str],
    with: (&'static str, &'static str),
}

const SHAPES: [Shape; 5] = [
    Shape { name: "classic", form: WITH_COMMENTS, transforms: &[ENVELOPED, EXCLUSIVE], with: SHA1 },
    Shape { name: "production", form: WITH_COMMENTS, transforms: &[ENVELOPED, EXCLUSIVE], with: SHA256 },
    Shape { name: "S-FIDE", form: INCLUSIVE, transforms: &[ENVELOPED, INCLUSIVE], with: SHA256 },
    Shape { name: "Lacuna of old", form: INCLUSIVE, transforms: &[ENVELOPED], with: SHA1 },
    Shape { name: "Lacuna", form: EXCLUSIVE, transforms: &[ENVELOPED], with: SHA256 },
];

/// The unsigned file of stage 1, with the mark where the exporter's signature goes.
const STAGE_1: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<ns1:Envelope xmlns:ns1=\"http://www.w3.org/2001/12/soap-envelope\" \
xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://www.w3.org/2001/12/soap-envelope \
http://www.codaladi.org/directorio/cod_ver_1.8.2.xsd\">\n <ns1:CertOrigin>\n  <CODEH id=\"CODEH\">\n   <CODExporter>\n\
    <COD id=\"COD\"><CODVer>1.8.2</CODVer><CODSubmitterType>EXP</CODSubmitterType><FormA18>\
<ExporterBusinessName>Exportadora Ejemplo &amp; Cía</ExporterBusinessName><GoodsOrderNo>1</GoodsOrderNo></FormA18>\
</COD><!--exporter-->\n   </CODExporter><!--entity-->\n  </CODEH><!--official-->\n </ns1:CertOrigin>\n</ns1:Envelope>\n";

const ENTITY: &str = "<EH><EHId>001</EHId><EHCountry>AR</EHCountry></EH><CertificationEH>\
<CertificateDate>2026-03-22T00:00:00</CertificateDate><CertificateID>AR001A18260000012300</CertificateID>\
</CertificationEH>";

fn template(shape: Shape, id: &str) -> String {
    let transforms: String =
        shape.transforms.iter().map(|uri| format!("<ds:Transform Algorithm=\"{uri}\"/>")).collect();
    format!(
        "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>\
         <ds:CanonicalizationMethod Algorithm=\"{}\"/><ds:SignatureMethod Algorithm=\"{}\"/>\
         <ds:Reference URI=\"#{id}\"><ds:Transforms>{transforms}</ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{}\"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/>\
         <ds:KeyInfo><ds:KeyValue/><ds:X509Data><ds:X509SubjectName/><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>\
         </ds:Signature>",
        shape.form, shape.with.1, shape.with.0
    )
}

/// Signs the one template in a document with the key of this name.
fn sign(folder: &Path, document: &str, key: &str) -> String {
    std::fs::write(folder.join("template.xml"), document).expect("a file");
    let keys = format!("{key}.key,{key}.pem");
    let args = [
        "--sign",
        "--privkey-pem",
        &keys,
        "--id-attr:id",
        "COD",
        "--id-attr:id",
        "CODEH",
        "--node-xpath",
        "//*[local-name()='Signature'][*[local-name()='SignatureValue'][not(text())]]",
        "--output",
        "signed.xml",
        "template.xml",
    ];
    let (good, said) = run(folder, "xmlsec1", &args);
    assert!(good, "{said}");
    std::fs::read_to_string(folder.join("signed.xml")).expect("a file")
}

fn stage_2(folder: &Path, shape: Shape, key: &str) -> String {
    let signed = sign(folder, &STAGE_1.replace("<!--exporter-->", &template(shape, "COD")), key);
    signed.replace("<!--entity-->", "").replace("<!--official-->", "")
}

fn stage_4(folder: &Path, first: Shape, second: Shape) -> String {
    let stage_2 = stage_2(folder, first, "exporter");
    let stage_3 = stage_2.replace("</CODExporter>", &format!("</CODExporter>{ENTITY}"));
    sign(folder, &stage_3.replace("</CODEH>", &format!("</CODEH>{}", template(second, "CODEH"))), "official")
}

fn read(text: &str) -> Result<Vec<Whole>, Refusal> {
    check(&gate(text.as_bytes(), &Limits::FOREIGN)?, Keys::InDocument)
}

fn refused(text: &str) -> String {
    match read(text) {
        Ok(found) => format!("accepted: {}", found.len()),
        Err(refusal) => refusal.code().to_owned(),
    }
}

fn keys() -> Option<tempfile::TempDir> {
    if !has("xmlsec1") || !has("openssl") {
        return None;
    }
    let folder = tempfile::tempdir().expect("a folder");
    make_key(folder.path(), "exporter", "rsa:2048");
    make_key(folder.path(), "official", "rsa:2048");
    Some(folder)
}

#[test]
fn the_exporters_signature_holds_in_every_shape_of_the_field() {
    let Some(folder) = keys() else { return };
    for shape in SHAPES {
        let text = stage_2(folder.path(), shape, "exporter");
        let found = read(&text).unwrap_or_else(|refusal| panic!("{}: {refusal}", shape.name));
        let [one] = found.as_slice() else { panic!("{}: {} signatures", shape.name, found.len()) };
        assert_eq!(one.profile, Profile::CodExporter);
        assert_eq!(one.algorithms.digest.uri(), shape.with.0, "{}", shape.name);
        assert_eq!(one.algorithms.signature.uri(), shape.with.1, "{}", shape.name);
        assert_eq!(one.claimed.at, None, "a COD says when inside its data");
        let signed = one.signed.gated().expect("readable");
        assert!(signed.text().starts_with("<COD ") && signed.text().ends_with("</COD>"), "{}", signed.text());
        assert!(signed.text().contains("Exportadora Ejemplo &amp; Cía"));
        assert!(!signed.text().contains("Signature"), "only COD is covered");
        let with_entity = text.replace("</CODExporter>", &format!("</CODExporter>{ENTITY}"));
        assert_eq!(read(&with_entity).expect("stage 3").len(), 1, "the entity's part does not disturb the exporter's");
    }
}

#[test]
fn exporter_and_official_hold_in_any_mixture_of_shapes() {
    let Some(folder) = keys() else { return };
    for first in SHAPES {
        for second in SHAPES {
            let names = format!("{} and {}", first.name, second.name);
            let text = stage_4(folder.path(), first, second);
            let found = read(&text).unwrap_or_else(|refusal| panic!("{names}: {refusal}"));
            let profiles: Vec<Profile> = found.iter().map(|whole| whole.profile).collect();
            assert_eq!(profiles, [Profile::CodExporter, Profile::CodOfficial], "{names}");
            let official = found[1].signed.gated().expect("readable").text();
            assert!(official.starts_with("<CODEH ") && official.ends_with("</CODEH>"), "{names}");
            assert!(official.contains("AR001A18260000012300"), "{names}");
            assert!(
                official.contains("SignatureValue"),
                "{names}: the exporter's signature is covered by the official's"
            );
        }
    }
}

#[test]
fn signatures_on_curves_hold_and_name_their_algorithm() {
    let Some(folder) = keys() else { return };
    let ecdsa = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha";
    let sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
    for (kind, with, algorithm, digest) in [
        ("P-256", (SHA256.0, "256"), Algorithm::EcdsaSha256, Digest::Sha256),
        ("P-256", (sha384, "384"), Algorithm::EcdsaSha384, Digest::Sha384),
        ("P-384", (sha384, "384"), Algorithm::EcdsaSha384, Digest::Sha384),
        ("P-384", (SHA256.0, "256"), Algorithm::EcdsaSha256, Digest::Sha256),
    ] {
        make_key(folder.path(), "curve", kind);
        let method = format!("{ecdsa}{}", with.1);
        let text = template(Shape { with: (with.0, "METHOD"), ..SHAPES[1] }, "COD").replace("METHOD", &method);
        let text = text.replace("<ds:KeyValue/>", "");
        let text = sign(folder.path(), &STAGE_1.replace("<!--exporter-->", &text), "curve");
        let text = text.replace("<!--entity-->", "").replace("<!--official-->", "");
        let found = read(&text).unwrap_or_else(|refusal| panic!("{kind} {method}: {refusal}"));
        assert_eq!((found[0].algorithms.signature, found[0].algorithms.digest), (algorithm, digest), "{kind}");
    }
}

#[test]
fn a_change_tells_in_whose_part_it_lies() {
    let Some(folder) = keys() else { return };
    let text = stage_4(folder.path(), SHAPES[1], SHAPES[2]);
    let parts = |from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        let refusal = read(&text.replace(from, to)).expect_err("a change");
        assert_eq!(refusal.class(), Class::Invalid);
        assert!(refusal.reasons.iter().all(|reason| reason.code() == "sig.digest"), "{refusal}");
        refusal.reasons.iter().map(|reason| reason.finding.params[0].1.clone()).collect::<Vec<_>>()
    };
    assert_eq!(parts("<GoodsOrderNo>1<", "<GoodsOrderNo>2<"), ["exporter", "official"]);
    assert_eq!(parts("<EHId>001<", "<EHId>002<"), ["official"]);
    assert_eq!(parts("2026-03-22T00:00:00", "2026-03-23T00:00:00"), ["official"]);
    assert_eq!(parts("   <CODExporter>", "<CODExporter>"), ["official"]);
    // Neither signature covers the envelope; it is not what readers read.
    let moved = text.replace("cod_ver_1.8.2.xsd\"", "cod_ver_1.8.3.xsd\"");
    let (before, after) = (read(&text).expect("whole"), read(&moved));
    // By S-FIDE the envelope's declarations are part of the canonical form, its attributes are not.
    assert_eq!(before[1].signed, after.expect("whole")[1].signed);
    let declared = text.replace("xmlns:xsi=", "xmlns:more=\"urn:more\" xmlns:xsi=");
    assert!(read(&declared).is_err(), "a declaration added to the envelope breaks inclusive forms");
}

#[test]
fn signatures_missing_doubled_or_elsewhere_are_not_judged() {
    let Some(folder) = keys() else { return };
    let (first, whole) = (stage_2(folder.path(), SHAPES[1], "exporter"), stage_4(folder.path(), SHAPES[1], SHAPES[1]));
    let of = |text: &str| between(text.as_bytes(), "<ds:Signature ", "</ds:Signature>").to_owned();
    let exporters = of(&first);
    let officials = of(&whole[whole.find("</CODEH>").expect("a part")..]);
    assert_eq!(refused(&first.replace(&exporters, "")), "shape.no_signature");
    assert_eq!(refused(&whole.replace(&exporters, "")), "shape.stage", "an official without an exporter");
    assert_eq!(refused(&first.replace(&exporters, &exporters.repeat(2))), "shape.signature_count");
    assert_eq!(refused(&whole.replace(&officials, &officials.repeat(2))), "shape.signature_count");
    let inside = first.replace(&exporters, "").replace("</COD>", &format!("{exporters}</COD>"));
    assert_eq!(refused(&inside), "shape.signature_place");
    let after = first.replace(&exporters, "").replace("</CODEH>", &format!("</CODEH>{exporters}"));
    assert_eq!(refused(&after), "shape.stage", "an exporter's signature in the official's place is the official's");
    let header = first.replace("<ns1:CertOrigin>", &format!("<ns1:Header>{exporters}</ns1:Header><ns1:CertOrigin>"));
    assert_eq!(refused(&header), "shape.signature_place");
    let swapped = whole.replace(&exporters, "@").replace(&officials, &exporters).replace('@', &officials);
    assert_eq!(refused(&swapped), "ref.target_other");
    // An official's signature under another name would leave the exporter's alone: that is no stage.
    let renamed =
        whole.replace(&officials, &officials.replace("xmldsig#\"><ds:SignedInfo>", "xmldsig\"><ds:SignedInfo>"));
    assert_ne!(renamed, whole);
    assert_eq!(refused(&renamed), "shape.child_order");
    // Last child of its parent counts as well as next sibling; between others it does not.
    let apart = first.replace(&exporters, &format!("<More/>{exporters}"));
    assert_eq!(read(&apart).expect("last child").len(), 1);
    let between_others = first.replace(&exporters, &format!("<More/>{exporters}<More/>"));
    assert_eq!(refused(&between_others), "shape.signature_place");
}

#[test]
fn a_signed_part_wrapped_away_or_doubled_is_refused() {
    let Some(folder) = keys() else { return };
    let text = stage_2(folder.path(), SHAPES[0], "exporter");
    let signed = between(text.as_bytes(), "<COD id=\"COD\">", "</COD>").to_owned();
    let forged = signed.replace("Exportadora Ejemplo", "Otra Exportadora");
    let bare = forged.replace(" id=\"COD\"", "");
    let header = |inner: &str| format!("<ns1:Header>{inner}</ns1:Header><ns1:CertOrigin>");
    let cases = [
        (text.replace(&signed, &forged).replace("<ns1:CertOrigin>", &header(&signed)), "ref.target_ambiguous"),
        (text.replace(&signed, &bare).replace("<ns1:CertOrigin>", &header(&signed)), "ref.target_other"),
        (text.replace(&signed, &format!("{forged}{signed}")), "ref.target_ambiguous"),
        (text.replace(&signed, &format!("{bare}<More>{signed}</More>")), "ref.target_other"),
        (text.replace(&signed, &bare), "ref.target_missing"),
        (text.replace("<ns1:CertOrigin>", "<ns1:CertOrigin xml:id=\"COD\">"), "ref.target_ambiguous"),
        (text.replace("<CODVer>", "<CODVer Id=\"CODEH\">"), "ref.target_ambiguous"),
        (text.replace("<CODVer>", "<CODVer ID=\"COD\">"), "ref.target_ambiguous"),
        (text.replace("Exportadora", "Exporta<!-- -->dora"), "gate.comment"),
        (text.replace("<CODVer>", "<!-- x --><CODVer>"), "gate.comment"),
        (text.replace("soap-envelope\" xmlns:xsi", "soap\" xmlns:xsi"), "shape.signature_place"),
        (text.replace("CODExporter>", "CODExport>"), "shape.unknown_form"),
    ];
    for (case, wanted) in cases {
        assert_ne!(case, text);
        assert_eq!(refused(&case), wanted, "{case}");
    }
}

#[test]
fn what_the_table_does_not_list_is_refused_by_name() {
    let Some(folder) = keys() else { return };
    let text = stage_2(folder.path(), SHAPES[1], "exporter");
    let xpath = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    let transform = format!("<ds:Transform Algorithm=\"{EXCLUSIVE}\"/>");
    let changed = |from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        refused(&text.replace(from, to))
    };
    for (from, to, wanted) in [
        ("URI=\"#COD\"", "URI=\"\"", "ref.target_other"),
        ("URI=\"#COD\"", "URI=\"#CODEH\"", "ref.target_other"),
        ("URI=\"#COD\"", "URI=\"#nowhere\"", "ref.target_missing"),
        ("URI=\"#COD\"", "URI=\"http://example.org/\"", "ref.outside"),
        ("URI=\"#COD\"", "URI=\"#xpointer(id('COD'))\"", "ref.form"),
        ("URI=\"#COD\"", "", "ref.form"),
        ("URI=\"#COD\"", "URI=\"#COD\" Type=\"x\"", "ref.type"),
        (
            &*format!("CanonicalizationMethod Algorithm=\"{WITH_COMMENTS}\""),
            "CanonicalizationMethod Algorithm=\"http://www.w3.org/2006/12/xml-c14n11\"",
            "alg.canonicalization",
        ),
        (&*transform, &*transform.repeat(2), "alg.transform"),
        (&*transform, &*transform.replace(EXCLUSIVE, xpath), "alg.transform"),
        (&*transform, &*transform.replace(EXCLUSIVE, ENVELOPED), "alg.transform"),
        (SHA256.0, "http://www.w3.org/2001/04/xmldsig-more#sha224", "alg.digest"),
        (SHA256.0, "http://www.w3.org/2001/04/xmldsig-more#md5", "alg.forbidden"),
        (SHA256.1, "http://www.w3.org/2000/09/xmldsig#dsa-sha1", "alg.signature"),
        (SHA256.1, "http://www.w3.org/2000/09/xmldsig#hmac-sha1", "alg.forbidden"),
        (SHA256.1, "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "alg.signature"),
        (SHA256.1, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "alg.key_mismatch"),
        (SHA256.1, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "sig.value"),
        ("</ds:KeyInfo>", "</ds:KeyInfo><ds:Object/>", "shape.extra_object"),
        ("<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyName>x</ds:KeyName>", "shape.key_info"),
        ("<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"#x\"/>", "shape.key_info"),
        ("<ds:SignedInfo>", "<ds:SignedInfo><!-- x -->", "gate.comment"),
        ("<ds:SignatureValue>", "<ds:SignatureValue>!", "sig.encoding"),
    ] {
        assert_eq!(changed(from, to), wanted, "{from} → {to}");
    }
    let reference = between(text.as_bytes(), "<ds:Reference ", "</ds:Reference>");
    assert_eq!(changed(reference, &reference.repeat(2)), "ref.count");
    let certificate = between(text.as_bytes(), "<ds:X509Certificate>", "</ds:X509Certificate>");
    assert_eq!(changed(certificate, &certificate.repeat(2)), "shape.key_info");
    let data = between(text.as_bytes(), "<ds:X509Data>", "</ds:X509Data>");
    assert_eq!(changed(data, ""), "sig.certificate_missing");
    assert_eq!(changed(data, &data.repeat(2)), "sig.certificate_missing");
}

#[test]
fn a_key_beside_the_certificate_has_to_be_the_same() {
    let Some(folder) = keys() else { return };
    let (text, other) = (stage_2(folder.path(), SHAPES[1], "exporter"), stage_2(folder.path(), SHAPES[1], "official"));
    let value = |text: &str| between(text.as_bytes(), "<ds:KeyValue>", "</ds:KeyValue>").to_owned();
    let data = |text: &str| between(text.as_bytes(), "<ds:X509Data>", "</ds:X509Data>").to_owned();
    let (mine, foreign) = (value(&text), value(&other));
    assert!(mine.contains("Modulus"), "{mine}");
    assert_eq!(refused(&text.replace(&mine, &foreign)), "sig.certificate_differs");
    assert_eq!(read(&text.replace(&mine, "")).expect("a certificate is enough").len(), 1);
    let turned = text.replace(&mine, "").replace(&data(&text), &format!("{}{mine}", data(&text)));
    assert_eq!(read(&turned).expect("either order").len(), 1);
    assert_eq!(refused(&text.replace(&data(&text), &data(&other))), "sig.certificate_differs");
    let both = text.replace(&mine, &foreign).replace(&data(&text), &data(&other));
    assert_eq!(refused(&both), "sig.value", "another key with its own certificate did not sign this");
    let spoilt = text.replace("<Modulus>", "<Modulus>AAAA").replace("<ds:Modulus>", "<ds:Modulus>AAAA");
    assert_eq!(read(&spoilt).expect("leading zeros are no part of a number").len(), 1);

    // A key that the caller hands in has to be the one in the document.
    let gated = gate(text.as_bytes(), &Limits::FOREIGN).expect("gated");
    let whole = check(&gated, Keys::InDocument).expect("whole");
    let given = SignerKey::of(whole[0].signer.as_ref().expect("a certificate"));
    assert_eq!(check(&gated, Keys::Given(&given)).expect("whole"), whole);
    let wrong = SignerKey::of(read(&other).expect("whole")[0].signer.as_ref().expect("a certificate"));
    assert_eq!(check(&gated, Keys::Given(&wrong)).expect_err("another key").code(), "alg.key_mismatch");
}

#[test]
fn line_ends_that_java_leaves_in_base64_and_a_byte_order_mark_do_not_matter() {
    let Some(folder) = keys() else { return };
    let text = stage_2(folder.path(), SHAPES[1], "exporter");
    let value = between(text.as_bytes(), "<ds:SignatureValue>", "</ds:SignatureValue>");
    let java = value.replace('\n', "&#13;\n");
    assert_ne!(java, value);
    let java = text.replace(value, &java);
    assert!(same_seal(&read(&java).expect("whole")[0], &read(&text).expect("whole")[0]));
    assert_eq!(read(&format!("\u{feff}{text}")).expect("whole").len(), 1);
    assert_eq!(read(&text.replace('\n', "\r\n")).expect("line ends are normalised").len(), 1);
}

#[test]
fn no_flipped_bit_of_a_cod_changes_what_is_read() {
    let Some(folder) = keys() else { return };
    let text = stage_4(folder.path(), SHAPES[1], SHAPES[3]);
    flipped_never_reads_differently(&text, 11, |bytes| {
        let gated = gate(bytes, &Limits::FOREIGN).ok()?;
        let found = check(&gated, Keys::InDocument).ok()?;
        // A COD does not bind its certificates: only the key counts here, what they say is asked of their issuer.
        let key = |whole: &Whole| whole.signer.as_ref().map(SignerKey::of);
        Some(found.iter().map(|whole| (whole.profile, whole.signed.clone(), key(whole))).collect::<Vec<_>>())
    });
}
