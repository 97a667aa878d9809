//! References that point elsewhere, outside, nowhere or twice, or call their target something else.

use super::Case;
use super::material::*;
use crate::support::between;

pub fn cases() -> Vec<Case> {
    [document(), properties(), order(), cod()].concat()
}

/// The reference of our own form to the whole file.
fn document() -> Vec<Case> {
    let from = "<ds:Reference Id=\"ref\" URI=\"\">";
    let uris = [
        ("#co", "ref.target_other"),
        ("#sig", "ref.target_other"),
        ("#sv", "ref.target_other"),
        ("#ref", "ref.target_other"),
        ("#sp", "ref.document_uncovered"),
        ("#nowhere", "ref.target_missing"),
        ("#CO", "ref.target_missing"),
        ("##co", "ref.target_missing"),
        ("#%63o", "ref.target_missing"),
        ("http://example.org/co.xml", "ref.outside"),
        ("file:///co.xml", "ref.outside"),
        ("co.xml#co", "ref.outside"),
        (" ", "ref.outside"),
        ("#", "ref.form"),
        ("#xpointer(/)", "ref.form"),
        ("#xpointer(id('co'))", "ref.form"),
        ("#element(/1)", "ref.form"),
    ];
    let mut cases: Vec<Case> = uris
        .into_iter()
        .map(|(uri, wanted)| {
            let to = format!("<ds:Reference Id=\"ref\" URI=\"{uri}\">");
            Case::document(Dialect::Co, format!("document `{uri}`"), Dialect::Co.with(from, &to), wanted)
        })
        .collect();
    for (to, wanted) in [
        ("<ds:Reference Id=\"ref\">", "ref.form"),
        ("<ds:Reference Id=\"ref\" Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"\">", "ref.type"),
        ("<ds:Reference Id=\"ref\" Type=\"http://www.w3.org/2000/09/xmldsig#Manifest\" URI=\"\">", "ref.type"),
        ("<ds:Reference Id=\"other\" URI=\"\">", "shape.signed_properties"),
    ] {
        cases.push(Case::document(Dialect::Co, to, Dialect::Co.with(from, to), wanted));
    }
    cases
}

/// The reference of our own form to the signed properties.
fn properties() -> Vec<Case> {
    let from = "Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#sp\"";
    [
        ("Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"\"", "ref.properties_uncovered"),
        ("Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#co\"", "ref.target_other"),
        ("Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#SP\"", "ref.target_missing"),
        ("Type=\"http://uri.etsi.org/01903#SignedProperties\"", "ref.form"),
        ("Type=\"http://uri.etsi.org/01903#signedproperties\" URI=\"#sp\"", "ref.type"),
        ("Type=\"\" URI=\"#sp\"", "ref.type"),
        ("URI=\"#sp\"", "ref.type"),
    ]
    .into_iter()
    .map(|(to, wanted)| Case::document(Dialect::Co, to, Dialect::Co.with(from, to), wanted))
    .collect()
}

/// References left out, doubled and turned round.
fn order() -> Vec<Case> {
    let text = co();
    let document = between(text.as_bytes(), "<ds:Reference Id=", "</ds:Reference>");
    let stated = between(text.as_bytes(), "<ds:Reference Type=", "</ds:Reference>");
    let both = format!("{document}{stated}");
    [
        ("properties alone", stated.to_owned(), "ref.count"),
        ("document alone", document.to_owned(), "ref.count"),
        ("document twice", document.repeat(2), "ref.properties_uncovered"),
        ("properties twice", stated.repeat(2), "ref.document_uncovered"),
        ("both twice", both.repeat(2), "ref.count"),
        ("three", format!("{both}{stated}"), "ref.count"),
        ("turned round", format!("{stated}{document}"), "ref.document_uncovered"),
        ("none", String::new(), "ref.count"),
    ]
    .into_iter()
    .map(|(name, to, wanted)| Case::document(Dialect::Co, name, Dialect::Co.put(&both, &to), wanted))
    .collect()
}

/// The official's reference, and the exporter's.
fn cod() -> Vec<Case> {
    let case = |name: &str, bytes, wanted| Case::document(Dialect::Cod, name, bytes, wanted);
    let mut cases = Vec::new();
    for (uri, wanted) in [
        ("", "ref.target_other"),
        ("#COD", "ref.target_other"),
        ("#codeh", "ref.target_missing"),
        ("#nowhere", "ref.target_missing"),
        ("http://example.org/", "ref.outside"),
        ("#", "ref.form"),
        ("#xpointer(id('CODEH'))", "ref.form"),
    ] {
        let bytes = Dialect::Cod.with("URI=\"#CODEH\"", &format!("URI=\"{uri}\""));
        cases.push(case(&format!("official `{uri}`"), bytes, wanted));
    }
    for (to, wanted) in [("", "ref.form"), ("URI=\"#CODEH\" Type=\"x\"", "ref.type")] {
        cases.push(case(&format!("official {to}"), Dialect::Cod.with("URI=\"#CODEH\"", to), wanted));
    }
    for uri in ["#CODEH", ""] {
        let bytes = Dialect::Cod.put("URI=\"#COD\"", &format!("URI=\"{uri}\""));
        cases.push(case(&format!("exporter `{uri}`"), bytes, "ref.target_other"));
    }
    let reference = between(Dialect::Cod.signature().as_bytes(), "<ds:Reference ", "</ds:Reference>");
    cases.push(case("official twice", Dialect::Cod.with(reference, &reference.repeat(2)), "ref.count"));
    cases.push(case("official none", Dialect::Cod.with(reference, ""), "ref.count"));
    cases
}
