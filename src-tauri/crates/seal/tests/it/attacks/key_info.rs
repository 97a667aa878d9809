//! Other keys and certificates beside the signature, and ways to name one that nobody follows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use tamga_seal::Signer as _;

use super::Case;
use super::material::*;
use crate::support::{authority, between};

pub fn cases() -> Vec<Case> {
    [both(), own(), cod()].concat()
}

fn key_of_the_stranger() -> String {
    let key = BASE64.encode(&stranger().certificate().leaf.public);
    format!(
        "<ds:KeyValue><k:ECKeyValue xmlns:k=\"http://www.w3.org/2009/xmldsig11#\"><k:NamedCurve \
         URI=\"urn:oid:1.2.840.10045.3.1.7\"></k:NamedCurve><k:PublicKey>{key}</k:PublicKey></k:ECKeyValue></ds:KeyValue>"
    )
}

/// Refused alike in both dialects.
fn both() -> Vec<Case> {
    let mut cases = Vec::new();
    for dialect in BOTH {
        for (from, to) in [
            ("<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyName>officer</ds:KeyName>"),
            ("<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"http://example.org/key\"></ds:RetrievalMethod>"),
            ("<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"#co\"></ds:RetrievalMethod>"),
            ("<ds:KeyInfo>", "<ds:KeyInfo><ds:MgmtData>x</ds:MgmtData>"),
            ("<ds:KeyInfo>", "<ds:KeyInfo><ds:PGPData></ds:PGPData>"),
            ("</ds:X509Data>", "<ds:X509SKI>AAAA</ds:X509SKI></ds:X509Data>"),
            ("</ds:X509Data>", "<ds:X509CRL>AAAA</ds:X509CRL></ds:X509Data>"),
            ("</ds:X509Data>", "<x></x></ds:X509Data>"),
            (
                "<ds:KeyInfo>",
                "<ds:KeyInfo><k:DEREncodedKeyValue xmlns:k=\"http://www.w3.org/2009/xmldsig11#\">AAAA\
                 </k:DEREncodedKeyValue>",
            ),
            ("<ds:X509Certificate>", "<ds:X509Certificate Id=\"x\">"),
        ] {
            cases.push(Case::document(dialect, to, dialect.with(from, to), "shape.key_info"));
        }
        let whole = between(dialect.signature().as_bytes(), "<ds:KeyInfo>", "</ds:KeyInfo>");
        for (name, to) in [("none", String::new()), ("twice", whole.repeat(2))] {
            cases.push(Case::document(dialect, name, dialect.with(whole, &to), "sig.certificate_missing"));
        }
        let spoilt = dialect.with("<ds:X509Certificate>", "<ds:X509Certificate>!");
        cases.push(Case::document(dialect, "no base64", spoilt, "sig.encoding"));
        let alone = format!("<ds:KeyInfo>{}</ds:KeyInfo>", key_of_the_stranger());
        let wanted = if dialect == Dialect::Co { "shape.key_info" } else { "sig.certificate_missing" };
        cases.push(Case::document(dialect, "a bare key alone", dialect.with(whole, &alone), wanted));
    }
    cases
}

fn own() -> Vec<Case> {
    let honest = between(Dialect::Co.signature().as_bytes(), "<ds:X509Certificate>", "</ds:X509Certificate>");
    let root = format!("<ds:X509Certificate>{}</ds:X509Certificate>", BASE64.encode(authority().root()));
    let other = strange_certificate();
    [
        ("another instead", other.clone(), "sig.certificate_differs"),
        ("another first", format!("{other}{honest}"), "sig.certificate_differs"),
        ("root first", format!("{root}{honest}"), "sig.certificate_differs"),
        ("one letter of it", honest.replacen("MII", "AII", 1), "sig.certificate_differs"),
        ("six", honest.repeat(6), "shape.key_info"),
        ("none", String::new(), "shape.key_info"),
    ]
    .into_iter()
    .map(|(name, to, wanted)| Case::document(Dialect::Co, name, Dialect::Co.with(honest, &to), wanted))
    .collect()
}

fn cod() -> Vec<Case> {
    let signature = Dialect::Cod.signature().as_bytes();
    let honest = between(signature, "<ds:X509Certificate>", "</ds:X509Certificate>");
    let other = strange_certificate();
    let data = between(signature, "<ds:X509Data>", "</ds:X509Data>");
    let case = |name: &str, from: &str, to: String, wanted| {
        Case::document(Dialect::Cod, name, Dialect::Cod.with(from, &to), wanted)
    };
    vec![
        case("another instead", honest, other.clone(), "sig.value"),
        case("another first", honest, format!("{other}{honest}"), "shape.key_info"),
        case("another after", honest, format!("{honest}{other}"), "shape.key_info"),
        case("second data", data, data.repeat(2), "sig.certificate_missing"),
        case("another key beside", data, format!("{}{data}", key_of_the_stranger()), "sig.certificate_differs"),
        case("another key after", data, format!("{data}{}", key_of_the_stranger()), "sig.certificate_differs"),
        case(
            "no certificate at all",
            honest,
            "<ds:X509Certificate>AAAA</ds:X509Certificate>".to_owned(),
            "cert.unreadable",
        ),
    ]
}
