//! Identifiers that stand twice or under another attribute, prefixes bound anew, default namespaces moved.

use super::Case;
use super::material::*;

const ATTRIBUTES: [&str; 4] = ["Id", "ID", "id", "xml:id"];

pub fn cases() -> Vec<Case> {
    [own(), cod()].concat()
}

fn own() -> Vec<Case> {
    let case = |name: &str, bytes, wanted| Case::document(Dialect::Co, name, bytes, wanted);
    let mut cases = Vec::new();
    for attribute in ATTRIBUTES {
        for element in ["<FunctionCode", "<Exporter"] {
            let name = format!("{element} {attribute}");
            let bytes = Dialect::Co.put(element, &format!("{element} {attribute}=\"sp\""));
            cases.push(case(&name, bytes, "ref.target_ambiguous"));
        }
    }
    for (from, to, wanted) in [
        ("<ds:SignedInfo>", "<ds:SignedInfo Id=\"sp\">", "ref.target_ambiguous"),
        ("<ds:KeyInfo>", "<ds:KeyInfo Id=\"sp\">", "ref.target_ambiguous"),
        ("<ds:SignatureValue Id=\"sv\">", "<ds:SignatureValue Id=\"sp\">", "ref.target_ambiguous"),
        ("SignedProperties Id=\"sp\"", "SignedProperties Id=\"other\"", "ref.target_missing"),
        ("SignedProperties Id=\"sp\"", "SignedProperties ID=\"sp\"", "shape.signed_properties"),
        ("SignedProperties Id=\"sp\"", "SignedProperties id=\"sp\"", "shape.signed_properties"),
        ("SignedProperties Id=\"sp\"", "SignedProperties xml:id=\"sp\"", "shape.signed_properties"),
        ("<ds:SignedInfo>", "<ds:SignedInfo xmlns:ds=\"urn:other\">", "shape.child_order"),
        ("<ds:SignedInfo>", "<ds:SignedInfo xmlns:q=\"urn:q\" q:Id=\"sp\">", "shape.child_order"),
        ("2000/09/xmldsig#\" Id=\"sig\"", "2000/09/xmldsig\" Id=\"sig\"", "shape.no_signature"),
        ("2000/09/xmldsig#\" Id=\"sig\"", "2000/09/XMLDSIG#\" Id=\"sig\"", "shape.no_signature"),
        ("01903/v1.3.2#", "01903/v1.4.1#", "shape.extra_object"),
        ("01903/v1.3.2#", "01903/v1.3.2", "shape.xades_version"),
        ("Target=\"#sig\"", "Target=\"#sp\"", "shape.signed_properties"),
    ] {
        cases.push(case(to, Dialect::Co.with(from, to), wanted));
    }
    for (from, to, wanted) in [
        ("<MetaData xmlns=\"urn:tamga:co:1\">", "<MetaData xmlns=\"urn:tamga:co:2\">", "sig.digest"),
        ("<MetaData xmlns=\"urn:tamga:co:1\">", "<MetaData xmlns=\"URN:tamga:co:1\">", "sig.digest"),
        ("<MetaData xmlns=\"urn:tamga:co:1\">", "<MetaData>", "sig.digest"),
        ("<Declaration Id=\"co\">", "<Declaration xmlns=\"\" Id=\"co\">", "sig.digest"),
        ("<Declaration Id=\"co\">", "<Declaration Id=\"other\">", "sig.digest"),
        ("<Exporter>", "<Exporter xmlns=\"urn:tamga:co:2\">", "sig.digest"),
    ] {
        cases.push(case(to, Dialect::Co.put(from, to), wanted));
    }
    let rebound = co().replace("<MetaData xmlns=", "<t:MetaData xmlns:t=").replace("</MetaData>", "</t:MetaData>");
    cases.push(case("prefix at the root", rebound.into_bytes(), "sig.digest"));
    cases
}

fn cod() -> Vec<Case> {
    let case = |name: &str, bytes, wanted| Case::document(Dialect::Cod, name, bytes, wanted);
    let mut cases = Vec::new();
    for attribute in ATTRIBUTES {
        for id in ["COD", "CODEH"] {
            let name = format!("CODVer {attribute} {id}");
            let bytes = Dialect::Cod.put("<CODVer>", &format!("<CODVer {attribute}=\"{id}\">"));
            cases.push(case(&name, bytes, "ref.target_ambiguous"));
        }
    }
    for (from, to, wanted) in [
        ("<ns1:CertOrigin>", "<ns1:CertOrigin Id=\"COD\">", "ref.target_ambiguous"),
        ("<ns1:CertOrigin>", "<ns1:CertOrigin xml:id=\"CODEH\">", "ref.target_ambiguous"),
        ("<COD id=\"COD\">", "<COD Id=\"COD\">", "sig.digest"),
        ("<COD id=\"COD\">", "<COD ID=\"COD\">", "sig.digest"),
        ("<COD id=\"COD\">", "<COD xml:id=\"COD\">", "ref.target_other"),
        ("<COD id=\"COD\">", "<COD id=\"cod\">", "ref.target_missing"),
        ("<CODEH id=\"CODEH\">", "<CODEH Id=\"CODEH\">", "sig.digest"),
        ("<CODEH id=\"CODEH\">", "<CODEH id=\"codeh\">", "ref.target_missing"),
        ("<CODEH id=\"CODEH\">", "<CODEH xmlns=\"urn:other\" id=\"CODEH\">", "shape.unknown_form"),
        ("<COD id=\"COD\">", "<COD xmlns=\"urn:other\" id=\"COD\">", "shape.unknown_form"),
        ("<FormA18>", "<FormA18 xmlns=\"urn:other\">", "sig.digest"),
        ("2001/12/soap-envelope", "2003/05/soap-envelope", "shape.signature_count"),
    ] {
        cases.push(case(to, Dialect::Cod.put(from, to), wanted));
    }
    for (from, to, wanted) in [
        ("2000/09/xmldsig#\"><ds:SignedInfo>", "2000/09/xmldsig\"><ds:SignedInfo>", "shape.child_order"),
        ("<ds:SignedInfo>", "<ds:SignedInfo xmlns:ds=\"urn:other\">", "shape.child_order"),
        ("<ds:KeyInfo>", "<ds:KeyInfo Id=\"CODEH\">", "ref.target_ambiguous"),
        ("<ds:SignatureValue>", "<ds:SignatureValue Id=\"COD\">", "ref.target_ambiguous"),
    ] {
        cases.push(case(to, Dialect::Cod.with(from, to), wanted));
    }
    cases
}
