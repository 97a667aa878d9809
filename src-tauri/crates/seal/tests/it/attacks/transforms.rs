//! Transforms in another order or number, evaluated ones, and ones that nobody knows.

use super::Case;
use super::material::*;
use crate::support::between;

const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const INCLUSIVE_11: &str = "http://www.w3.org/2006/12/xml-c14n11";
const BASE64: &str = "http://www.w3.org/2000/09/xmldsig#base64";
const XPATH: &str = "http://www.w3.org/TR/1999/REC-xpath-19991116";
const FILTER: &str = "http://www.w3.org/2002/06/xmldsig-filter2";
const XSLT: &str = "http://www.w3.org/TR/1999/REC-xslt-19991116";

fn step(uri: &str, inside: &str) -> String {
    format!("<ds:Transform Algorithm=\"{uri}\">{inside}</ds:Transform>")
}

fn steps(uris: &[&str]) -> String {
    uris.iter().map(|uri| step(uri, "")).collect()
}

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for dialect in BOTH {
        let honest = between(dialect.signature().as_bytes(), "<ds:Transforms>", "</ds:Transforms>");
        for (name, inside) in wrong() {
            let to = format!("<ds:Transforms>{inside}</ds:Transforms>");
            cases.push(Case::document(dialect, name, dialect.with(honest, &to), "alg.transform"));
        }
        cases.push(Case::document(dialect, "no list at all", dialect.with(honest, ""), "alg.transform"));
        cases.push(Case::document(dialect, "two lists", dialect.with(honest, &honest.repeat(2)), "alg.transform"));
    }
    let stated = "URI=\"#sp\"><ds:Transforms>";
    for uri in [ENVELOPED, BASE64, XPATH] {
        let to = format!("{stated}{}", step(uri, ""));
        let name = format!("properties after {uri}");
        cases.push(Case::document(Dialect::Co, name, Dialect::Co.with(stated, &to), "alg.transform"));
    }
    cases
}

/// What no row of our own dialects lists.
fn wrong() -> Vec<(String, String)> {
    let mut wrong = Vec::new();
    for uris in [
        &[][..],
        &[EXCLUSIVE],
        &[EXCLUSIVE, ENVELOPED],
        &[ENVELOPED, ENVELOPED],
        &[ENVELOPED, EXCLUSIVE, EXCLUSIVE],
        &[ENVELOPED, ENVELOPED, EXCLUSIVE],
        &[ENVELOPED, INCLUSIVE_11],
        &[INCLUSIVE, ENVELOPED],
        &[ENVELOPED, "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"],
        &[BASE64],
        &[ENVELOPED, BASE64],
        &[XSLT, EXCLUSIVE],
        &[XPATH, EXCLUSIVE],
        &[ENVELOPED, "http://www.w3.org/2002/07/decrypt#XML"],
        &["HTTP://www.w3.org/2000/09/xmldsig#enveloped-signature", EXCLUSIVE],
        &[ENVELOPED, "urn:unknown"],
        &["", EXCLUSIVE],
    ] {
        wrong.push((uris.join(" "), steps(uris)));
    }
    for wording in [
        "not(ancestor-or-self::ds:Signature)",
        "true()",
        "not(ancestor-or-self::ds:Signature) or self::text()",
        "count(//. | //@* | //namespace::*) &gt; 1",
    ] {
        let inside = step(XPATH, &format!("<ds:XPath>{wording}</ds:XPath>"));
        wrong.push((wording.to_owned(), format!("{inside}{}", step(EXCLUSIVE, ""))));
    }
    let filter = format!("<f:XPath xmlns:f=\"{FILTER}\" Filter=\"subtract\">/descendant::ds:Signature</f:XPath>");
    wrong.push(("filter".to_owned(), format!("{}{}", step(FILTER, &filter), step(EXCLUSIVE, ""))));
    let prefixes = format!("<e:InclusiveNamespaces xmlns:e=\"{EXCLUSIVE}\" PrefixList=\"ds\"></e:InclusiveNamespaces>");
    wrong.push(("prefixes".to_owned(), format!("{}{}", step(ENVELOPED, ""), step(EXCLUSIVE, &prefixes))));
    wrong
}
