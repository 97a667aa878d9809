//! Shapes an attacker, a careless converter or another program makes; every one is refused, under the code that says
//! why.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_seal::sign_co;

use crate::support::*;

fn sealed() -> Vec<u8> {
    sign_co(&certificate(1), at(ISSUED), &mut officer()).expect("a seal").bytes
}

fn signature(sealed: &[u8]) -> &str {
    between(sealed, "<ds:Signature ", "</ds:Signature>")
}

#[test]
fn a_signed_document_wrapped_into_a_forged_one_is_refused() {
    let sealed = sealed();
    let text = String::from_utf8(sealed.clone()).expect("UTF-8");
    let original = text.replace(signature(&sealed), "");
    let declaration = between(&sealed, "<Declaration ", "</Declaration>").to_owned();
    let forged = declaration.replace("UY-2026-000123", "UY-2026-000666");
    let signature = signature(&sealed).to_owned();
    let root = "<MetaData xmlns=\"urn:tamga:co:1\">";
    let cases = [
        // The original beside, before and inside the forged one; the signature at either place.
        format!("{root}{forged}{original}{signature}</MetaData>"),
        format!("{root}{original}{forged}{signature}</MetaData>"),
        format!("{root}{forged}{signature}{declaration}</MetaData>"),
        format!("{root}{declaration}{forged}{signature}</MetaData>"),
        format!("{root}{forged}{declaration}{signature}</MetaData>"),
        format!("{root}<Wrapper>{declaration}</Wrapper>{forged}{signature}</MetaData>"),
        format!("{root}{forged}<Wrapper>{signature}{declaration}</Wrapper></MetaData>"),
        format!("{root}{forged}{text}</MetaData>"),
        format!("{root}{}</MetaData>", forged.replace("</Declaration>", &format!("{text}</Declaration>"))),
        // The original carried inside the signature itself.
        format!("{root}{forged}{}</MetaData>", signature.replace("<ds:Object>", &format!("<ds:Object>{declaration}"))),
        format!(
            "{root}{forged}{}</MetaData>",
            signature.replace("</ds:Object>", &format!("</ds:Object><ds:Object Id=\"co\">{declaration}</ds:Object>"))
        ),
    ];
    for case in cases {
        assert_ne!(code(case.as_bytes()), "accepted", "{case}");
    }
}

#[test]
fn signatures_missing_doubled_or_elsewhere_are_not_judged() {
    let sealed = sealed();
    let text = String::from_utf8(sealed.clone()).expect("UTF-8");
    let own = signature(&sealed);
    assert_eq!(code(&certificate(1)), "shape.no_signature");
    assert_eq!(code(text.replace(own, &own.repeat(2)).as_bytes()), "shape.signature_count");
    let first = text.replace(own, "").replace("<WCODataModel", &format!("{own}<WCODataModel"));
    assert_eq!(code(first.as_bytes()), "shape.signature_place");
    let inside = text.replace(own, "").replace("</Declaration>", &format!("{own}</Declaration>"));
    assert_eq!(code(inside.as_bytes()), "shape.signature_place");
    let not_last = text.replace("</MetaData>", "<Line>x</Line></MetaData>");
    assert_eq!(code(not_last.as_bytes()), "shape.signature_place");
    let text_after = text.replace("</MetaData>", "x</MetaData>");
    assert_eq!(code(text_after.as_bytes()), "shape.signature_place");
    let inside_the_other = text.replace("</ds:Object>", &format!("{own}</ds:Object>"));
    assert_eq!(code(inside_the_other.as_bytes()), "shape.signature_count");
}

#[test]
fn extra_parts_of_the_signature_are_refused() {
    let sealed = sealed();
    let cases = [
        ("</ds:Object></ds:Signature>", "</ds:Object><ds:Object>x</ds:Object></ds:Signature>", "shape.extra_object"),
        ("</xades:QualifyingProperties>", "</xades:QualifyingProperties><x/>", "shape.extra_object"),
        ("</ds:Object></ds:Signature>", "<ds:Manifest/></ds:Object></ds:Signature>", "shape.manifest"),
        ("<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyName>k</ds:KeyName>", "shape.key_info"),
        ("</ds:X509Data>", "</ds:X509Data><ds:KeyValue/>", "shape.key_info"),
        ("</ds:X509Data>", "</ds:X509Data><ds:X509Data/>", "shape.key_info"),
        ("<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"http://x\"/>", "shape.key_info"),
        ("</xades:SignedProperties>", "</xades:SignedProperties><xades:UnsignedProperties/>", "shape.unknown_form"),
        ("</ds:SignedInfo>", "</ds:SignedInfo><ds:SignedInfo/>", "shape.child_order"),
        ("<ds:SignedInfo>", "stray<ds:SignedInfo>", "shape.child_order"),
        ("<ds:SignatureValue Id=\"sv\">", "<ds:SignatureValue Id=\"sv\" a=\"b\">", "shape.child_order"),
        ("</ds:SignatureValue>", "<x/></ds:SignatureValue>", "shape.child_order"),
        ("<xades:MimeType>", "<xades:Description>x</xades:Description><xades:MimeType>", "shape.signed_properties"),
    ];
    for (from, to, wanted) in cases {
        assert_eq!(code(&swap(&sealed, from, to)), wanted, "{to}");
    }
    let object = between(&sealed, "<ds:Object>", "</ds:Object>").to_owned();
    assert_eq!(code(&swap(&sealed, &object, "")), "shape.extra_object");
    let key = between(&sealed, "<ds:KeyInfo>", "</ds:KeyInfo>").to_owned();
    assert_eq!(code(&swap(&sealed, &key, "")), "sig.certificate_missing");
    let one = between(&sealed, "<ds:X509Certificate>", "</ds:X509Certificate>").to_owned();
    assert_eq!(code(&swap(&sealed, &one, &one.repeat(6))), "shape.key_info");
}

#[test]
fn signed_properties_moved_doubled_or_of_another_version_are_refused() {
    let sealed = sealed();
    let properties = between(&sealed, "<xades:SignedProperties ", "</xades:SignedProperties>").to_owned();
    let twice = swap(&sealed, &properties, &properties.repeat(2));
    assert_eq!(code(&twice), "shape.signed_properties");
    // Moved into the document, with a false one where readers look.
    let false_one = properties.replace("Id=\"sp\"", "Id=\"other\"").replace("16:24:38", "17:24:38");
    let moved = swap(&sealed, &properties, &false_one);
    let namespaces =
        "xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"";
    let signed_one = properties.replace("<xades:SignedProperties ", &format!("<xades:SignedProperties {namespaces} "));
    let moved = swap(&moved, "</Declaration>", &format!("{signed_one}</Declaration>"));
    assert_eq!(code(&moved), "ref.target_other");
    // A second element under the same id, whatever the attribute is called.
    for attribute in ["Id", "ID", "id", "xml:id"] {
        let doubled = swap(&sealed, "<FunctionCode>", &format!("<FunctionCode {attribute}=\"sp\">"));
        assert_eq!(code(&doubled), "ref.target_ambiguous", "{attribute}");
    }
    let older = String::from_utf8(sealed).expect("UTF-8").replace("01903/v1.3.2#", "01903/v1.1.1#");
    assert_eq!(code(older.as_bytes()), "shape.xades_version");
}

#[test]
fn references_to_anything_else_are_refused() {
    let sealed = sealed();
    let whole = "<ds:Reference Id=\"ref\" URI=\"\">";
    let stated = "URI=\"#sp\"";
    for (from, to, wanted) in [
        (whole, "<ds:Reference Id=\"ref\" URI=\"#co\">", "ref.target_other"),
        (whole, "<ds:Reference Id=\"ref\" URI=\"#sp\">", "ref.document_uncovered"),
        (whole, "<ds:Reference Id=\"ref\" URI=\"#nowhere\">", "ref.target_missing"),
        (whole, "<ds:Reference Id=\"ref\" URI=\"http://example.org/co.xml\">", "ref.outside"),
        (whole, "<ds:Reference Id=\"ref\" URI=\"#xpointer(/)\">", "ref.form"),
        (whole, "<ds:Reference Id=\"ref\" URI=\"#\">", "ref.form"),
        (whole, "<ds:Reference Id=\"ref\">", "ref.form"),
        (stated, "URI=\"\"", "ref.properties_uncovered"),
        (stated, "URI=\"#co\"", "ref.target_other"),
        (stated, "URI=\"#nowhere\"", "ref.target_missing"),
        ("Type=\"http://uri.etsi.org/01903#SignedProperties\"", "Type=\"x\"", "ref.type"),
        ("Target=\"#sig\"", "Target=\"#co\"", "shape.signed_properties"),
        ("ObjectReference=\"#ref\"", "ObjectReference=\"#co\"", "shape.signed_properties"),
    ] {
        assert_eq!(code(&swap(&sealed, from, to)), wanted, "{to}");
    }
    let reference = between(&sealed, "<ds:Reference Type=", "</ds:Reference>").to_owned();
    assert_eq!(code(&swap(&sealed, &reference, "")), "ref.count");
    assert_eq!(code(&swap(&sealed, &reference, &reference.repeat(2))), "ref.count");
    let document = between(&sealed, "<ds:Reference Id=", "</ds:Reference>").to_owned();
    let turned = swap(&swap(&sealed, &reference, ""), &document, &format!("{reference}{document}"));
    assert_eq!(code(&turned), "ref.document_uncovered");
}

#[test]
fn algorithms_outside_the_profile_are_refused() {
    let sealed = sealed();
    let method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    for (to, wanted) in [
        ("http://www.w3.org/2000/09/xmldsig#hmac-sha1", "alg.forbidden"),
        ("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", "alg.forbidden"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-md5", "alg.forbidden"),
        ("none", "alg.forbidden"),
        ("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "alg.signature"),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "alg.pair"),
        ("HTTP://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "alg.signature"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "alg.key_mismatch"),
        ("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "sig.value"),
    ] {
        assert_eq!(code(&swap(&sealed, method, to)), wanted, "{to}");
    }
    let text = String::from_utf8(sealed.clone()).expect("UTF-8");
    let digest = "http://www.w3.org/2001/04/xmlenc#sha256";
    for (to, wanted) in [
        ("http://www.w3.org/2000/09/xmldsig#sha1", "alg.digest"),
        ("http://www.w3.org/2001/04/xmldsig-more#md5", "alg.forbidden"),
        ("http://www.w3.org/2001/04/xmlenc#sha512", "sig.certificate_differs"),
    ] {
        assert_eq!(code(text.replace(digest, to).as_bytes()), wanted, "{to}");
    }
    let enveloped = "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform>";
    let xpath = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"></ds:Transform>";
    assert_eq!(code(&swap(&sealed, enveloped, xpath)), "alg.transform");
    assert_eq!(code(&swap(&sealed, enveloped, "")), "alg.transform");
    assert_eq!(code(&swap(&sealed, enveloped, &enveloped.repeat(2))), "alg.transform");
    let form = "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">";
    assert_eq!(code(&swap(&sealed, form, &form.replace("n#\"", "n#WithComments\""))), "alg.canonicalization");
}

#[test]
fn values_of_a_wrong_length_or_spelling_are_refused() {
    let sealed = sealed();
    let text = std::str::from_utf8(&sealed).expect("UTF-8");
    let value =
        text.split("<ds:SignatureValue Id=\"sv\">").nth(1).and_then(|rest| rest.split('<').next()).expect("value");
    let raw = BASE64.decode(value).expect("base64");
    let with = |bytes: &[u8]| code(text.replace(value, &BASE64.encode(bytes)).as_bytes());
    assert_eq!(with(&raw[..63]), "sig.length");
    assert_eq!(with(&[&raw[..], &[0]].concat()), "sig.length");
    assert_eq!(with(&[]), "sig.length");
    assert_eq!(with(&[0; 64]), "sig.value", "zeros are a value for nothing");
    assert_eq!(code(text.replace(value, &format!("{value}=")).as_bytes()), "sig.encoding");
    assert_eq!(code(text.replace(value, &value.replace('=', "")).as_bytes()), "sig.encoding", "padding belongs to it");
    assert_eq!(code(text.replace(value, "!").as_bytes()), "sig.encoding");
}

#[test]
fn what_only_looks_the_same_is_refused() {
    let sealed = sealed();
    let text = String::from_utf8(sealed.clone()).expect("UTF-8");
    assert_eq!(code(format!("<!DOCTYPE MetaData [<!ENTITY x \"y\">]>{text}").as_bytes()), "gate.doctype");
    assert_eq!(code(text.replace("Example Export", "Example<!-- -->Export").as_bytes()), "gate.comment");
    assert_eq!(code(text.replace("Example Export", "<![CDATA[Example]]> Export").as_bytes()), "gate.cdata");
    assert_eq!(code(text.replace("<Exporter>", "<?x y?><Exporter>").as_bytes()), "gate.instruction");
    assert_eq!(code(text.replace("<Exporter>", "\r\n<Exporter>").as_bytes()), "gate.not_wellformed");
    assert_eq!(code(&[b"\xEF\xBB\xBF", &sealed[..]].concat()), "gate.bom");
    assert_eq!(code(&[&sealed[..], b"<x/>"].concat()), "gate.trailing");
    assert_eq!(code(format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{text}").as_bytes()), "gate.encoding");
    assert_eq!(code(text.replace("<Exporter>", "\n<Exporter>").as_bytes()), "sig.digest", "re-indenting is a change");
    let rebound = text.replace("<MetaData xmlns=\"urn:tamga:co:1\">", "<t:MetaData xmlns:t=\"urn:tamga:co:1\">");
    let rebound = rebound.replace("</MetaData>", "</t:MetaData>");
    assert_eq!(code(rebound.as_bytes()), "sig.digest", "another prefix is another document");
    assert_eq!(code(&sealed[..sealed.len() / 2]), "gate.not_wellformed");
}

#[test]
fn the_check_holds_to_our_own_form_even_when_a_wider_gate_was_used() {
    let sealed = sealed();
    let wide = |bytes: &[u8]| {
        let gated = tamga_xml::gate(bytes, &tamga_xml::Limits::FOREIGN).expect("the wide gate lets it in");
        tamga_seal::check_co(&gated).expect_err("refused").code().to_owned()
    };
    assert_eq!(wide(&[b"\xEF\xBB\xBF", &sealed[..]].concat()), "gate.bom");
    assert_eq!(wide(&swap(&sealed, "<Exporter>", "<!-- x --><Exporter>")), "gate.comment");
    assert_eq!(wide(&[&sealed[..], b"<!-- x -->"].concat()), "gate.comment");
}

#[test]
fn a_foreign_certificate_added_before_or_after_the_signers_is_no_signer() {
    let sealed = sealed();
    let own = between(&sealed, "<ds:X509Certificate>", "</ds:X509Certificate>").to_owned();
    let root = format!("<ds:X509Certificate>{}</ds:X509Certificate>", BASE64.encode(authority().root()));
    assert_eq!(code(&swap(&sealed, &own, &format!("{root}{own}"))), "sig.certificate_differs");
    let after = opened(&swap(&sealed, &own, &format!("{own}{root}"))).expect("certificates above may come along");
    assert_eq!(after.above, [authority().root().to_vec()]);
    assert_eq!(after.signer.expect("a certificate").name(), "B. Officer");
    let damaged = own.replacen("MII", "AII", 1);
    assert_eq!(code(&swap(&sealed, &own, &damaged)), "sig.certificate_differs");
}
