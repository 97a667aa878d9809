//! Values cut in two by something that readers may pass over: comment, CDATA, entity, instruction, a character that
//! nobody sees.

use super::Case;
use super::material::*;

const OWN: [&str; 5] = ["UY-2026-000123", "Example Export SA", "Rice, milled", "25200.5", "A. Exporter"];
const COD: [&str; 4] = ["Exportadora Ejemplo", "AR001A18260000012300", "2026-03-22T00:00:00", "1.8.2"];
const CUTS: [(&str, &str); 9] = [
    ("<!-- -->", "gate.comment"),
    ("<![CDATA[]]>", "gate.cdata"),
    ("<?x?>", "gate.instruction"),
    ("&x;", "gate.entity"),
    ("&#8203;", "sig.digest"),
    ("&#x202E;", "sig.digest"),
    ("&#173;", "sig.digest"),
    ("<x></x>", "sig.digest"),
    ("&#0;", "gate.not_wellformed"),
];

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (dialect, values) in [(Dialect::Co, &OWN[..]), (Dialect::Cod, &COD[..])] {
        for value in values {
            let (before, after) = value.split_at(value.len() / 2);
            for (cut, wanted) in CUTS {
                let bytes = dialect.put(value, &format!("{before}{cut}{after}"));
                cases.push(Case::document(dialect, format!("{before}{cut}{after}"), bytes, wanted));
            }
        }
        let (value, _) = dialect.value();
        let text = dialect.honest();
        let entity = format!("<!DOCTYPE x [<!ENTITY v \"{value}\">]>{}", text.replacen(value, "&v;", 1));
        cases.push(Case::document(dialect, "declared entity", entity.into_bytes(), "gate.doctype"));
        cases.push(Case::document(dialect, "empty type", format!("<!DOCTYPE x>{text}").into_bytes(), "gate.doctype"));
        let whole = format!("<![CDATA[{value}]]>");
        cases.push(Case::document(dialect, "whole value as CDATA", dialect.put(value, &whole), "gate.cdata"));
    }
    cases
}
