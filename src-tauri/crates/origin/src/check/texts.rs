//! Does every text fit what is stored, what the WCO Data Model carries, and what any document can carry at all?

use super::{Case, at};
use crate::finding::Finding;
use crate::party::{Address, Party};

/// Name of the published lengths in findings.
const MODEL: &str = "WCO Data Model";

/// Hard limit, and the length of the WCO Data Model where it has one (`dataset.md` 2.8).
struct Length(usize, Option<usize>);

const NAME: Length = Length(512, Some(70));
const PARTY_ID: Length = Length(64, Some(17));
const LINE: Length = Length(512, None);
const CITY: Length = Length(128, Some(35));
const REGION: Length = Length(128, None);
const POSTCODE: Length = Length(17, Some(9));
const WORDS: Length = Length(4000, Some(512));
const DECLARATION: Length = Length(4000, Some(256));
const SHORT: Length = Length(256, None);
const CODE: Length = Length(64, None);
const CRITERION: Length = Length(32, Some(3));

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    let mut ask = |path: &str, text: &str, length: &Length| {
        let count = text.chars().count();
        if count > length.0 {
            found.push(Finding::block("limit.exceeded", path).with("limit", length.0));
        } else if let Some(limit) = length.1.filter(|limit| !case.issued && count > *limit) {
            // Told while there is time to write it shorter; what is signed stays as it is, and the border need not care.
            found.push(Finding::warn("length.dialect", path).with("dialect", MODEL).with("limit", limit));
        }
        if let Some(c) = text.chars().find(|c| is_forbidden(*c)) {
            let shown = format!("U+{:04X}", u32::from(c));
            found.push(Finding::block("text.character", path).with("character", shown));
        }
    };
    ask("number", &certificate.number, &CODE);
    parties(case, &mut ask);
    for (index, remark) in certificate.remarks.iter().enumerate() {
        ask(&format!("remarks[{}]", index + 1), remark, &WORDS);
    }
    for (block, attestation) in
        [("exporter_declaration", &certificate.exporter_declaration), ("certification", &certificate.certification)]
    {
        if let Some(one) = attestation {
            ask(&format!("{block}.text"), &one.text, &DECLARATION);
            ask(&format!("{block}.name"), &one.name, &NAME);
            ask(&format!("{block}.title"), &one.title, &SHORT);
            ask(&format!("{block}.place.name"), &one.place.name, &SHORT);
        }
    }
    let travel = &certificate.transport;
    ask("transport.means.name", &travel.means.name, &SHORT);
    ask("transport.means.id", &travel.means.id, &CODE);
    ask("transport.means.voyage", &travel.means.voyage, &CODE);
    ask("transport.loading.name", &travel.loading.name, &SHORT);
    ask("transport.discharge.name", &travel.discharge.name, &SHORT);
    ask("transport.carrier", &travel.carrier, &NAME);
    for (index, invoice) in certificate.invoices.iter().enumerate() {
        ask(&format!("invoices[{}].number", index + 1), &invoice.number, &CODE);
    }
    for item in &certificate.items {
        ask(&at(item, "description"), &item.description, &WORDS);
        ask(&at(item, "hs.printed"), &item.hs.printed, &CODE);
        ask(&at(item, "criterion.printed"), &item.criterion.printed, &SHORT);
        ask(&at(item, "criterion.code"), &item.criterion.code, &CRITERION);
        for (index, line) in item.packages.iter().enumerate() {
            ask(&at(item, &format!("packages[{}].marks", index + 1)), &line.marks, &WORDS);
            ask(&at(item, &format!("packages[{}].kind_text", index + 1)), &line.kind_text, &SHORT);
        }
    }
}

fn parties(case: &Case<'_>, ask: &mut impl FnMut(&str, &str, &Length)) {
    let certificate = case.certificate;
    let mut party = |block: &str, party: &Party| {
        let Party { name, ids, address, contact_name, channels } = party;
        ask(&format!("{block}.name"), name, &NAME);
        ask(&format!("{block}.contact_name"), contact_name, &SHORT);
        for (index, id) in ids.iter().enumerate() {
            ask(&format!("{block}.ids[{}].value", index + 1), &id.value, &PARTY_ID);
        }
        for (index, channel) in channels.iter().enumerate() {
            ask(&format!("{block}.channels[{}].value", index + 1), &channel.value, &SHORT);
        }
        let Address { lines, city, region, postcode, country } = address;
        for (index, line) in lines.iter().enumerate() {
            ask(&format!("{block}.address.lines[{}]", index + 1), line, &LINE);
        }
        ask(&format!("{block}.address.city"), city, &CITY);
        ask(&format!("{block}.address.region"), region, &REGION);
        ask(&format!("{block}.address.postcode"), postcode, &POSTCODE);
        ask(&format!("{block}.address.country"), country, &CODE);
    };
    party("exporter", &certificate.exporter);
    for (block, optional) in [
        ("importer", &certificate.importer),
        ("consignee", &certificate.consignee),
        ("consignor", &certificate.consignor),
        ("invoicing_party", &certificate.invoicing_party),
    ] {
        if let Some(one) = optional {
            party(block, one);
        }
    }
    for maker in &certificate.producers {
        party(&format!("producers[{}]", maker.number), &maker.party);
    }
}

/// Control characters, and what XML cannot carry; tab and line feed may stand in text.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
