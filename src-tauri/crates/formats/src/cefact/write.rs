//! From a certificate to edi3 JSON. What the dialect cannot carry is found by reading the written document back and
//! comparing path by path, so that no loss can be forgotten.

use std::collections::BTreeMap;

use tamga_origin::{
    Address, Attestation, Certificate, Departure, Finding, GoodsItem, IssuingBody, Moment, Party, Place, Producer,
    Scheme, Timestamp,
};

use super::object::Object;
use super::{Spelling, Style, units};
use crate::Written;
use crate::error::FormatError;
use crate::json::{self, Json};
use crate::limits::Limits;
use crate::losses::losses;

/// Writes an edi3 certificate of origin; every canonical path that it does not carry is named in a `loss.*` finding.
///
/// The words "draft" and "issued" in `status` follow from the number alone; a suspended, replaced or cancelled
/// certificate has no word in this dialect, so the caller must not ask for one.
pub fn write(certificate: &Certificate, style: &Style) -> Result<Written, FormatError> {
    let mut document = document(certificate, style);
    if style.spelling == Spelling::Plain {
        respell(&mut document);
    }
    let bytes = json::render(&document);
    let findings = losses_of(certificate, &bytes)?;
    Ok(Written { bytes, findings })
}

fn document(certificate: &Certificate, style: &Style) -> Json {
    let domain = if style.domain.is_empty() { &certificate.issuer.code } else { &style.domain };
    let Scheme { code, name, .. } = &certificate.scheme;
    let agreement = match (certificate.is_preferential, code.is_empty()) {
        (false, _) => String::new(),
        (true, true) => name.clone(),
        (true, false) => code.to_ascii_uppercase(),
    };
    let status = if certificate.number.is_empty() { "draft" } else { "issued" };
    let head = Object::new()
        .text("iD", &format!("{domain}:coo:{}", certificate.number))
        .text("issueDateTime", &certificate.issued_at.map(date_time).unwrap_or_default())
        .value("firstSignatoryAuthentication", certificate.exporter_declaration.as_ref().map(attestation))
        .value("secondSignatoryAuthentication", certificate.certification.as_ref().map(attestation))
        .value("issueLocation", place(&certificate.issue_place))
        .value("issuer", issuing_body(&certificate.issuer))
        .text("status", status)
        .value("isPreferential", Some(Json::Bool(certificate.is_preferential)))
        .text("freeTradeAgreement", &agreement)
        .value("supplyChainConsignment", Some(consignment(certificate, domain)));
    head.json()
}

fn consignment(certificate: &Certificate, domain: &str) -> Json {
    let transport = &certificate.transport;
    let document = transport
        .documents
        .first()
        .map(|document| Json::Text(format!("id:{}:{}", units::document_word(&document.kind), document.number)));
    let departure = match transport.departure {
        Some(Departure::At(moment)) => Object::new().text("departureDateTime", &date_time(moment)).build(),
        Some(Departure::Words(_)) | None => None,
    };
    let means = &transport.means;
    let used = Object::new().text("iD", &prefixed("id:", &means.id)).text("name", &means.name).build();
    let movement = Object::new()
        .text("iD", &prefixed("id:", &means.voyage))
        .value("usedTransportMeans", used)
        .value("departureEvent", departure)
        .build();
    let information = certificate.remarks.join("\n");
    let consignment = Object::new()
        .value("iD", document)
        .value("information", (!certificate.remarks.is_empty()).then_some(Json::Text(information)))
        .value("exportCountry", country(&transport.export_country))
        .value("exporter", party(&certificate.exporter))
        .value("importCountry", country(&transport.destination_country))
        .value(
            "importer",
            certificate
                .importer
                .as_ref()
                .map(|importer| party(importer).unwrap_or_else(|| Json::Object(BTreeMap::new()))),
        )
        .value("includedConsignmentItems", groups(certificate, domain))
        .value("loadingBaseportLocation", place(&transport.loading))
        .value("mainCarriageTransportMovement", movement)
        .value("transportPackages", package(certificate))
        .value("unloadingBaseportLocation", place(&transport.discharge));
    consignment.json()
}

/// The one package there is, with its mass: of several packages only the sum is known, and no part of it is invented.
fn package(certificate: &Certificate) -> Option<Json> {
    let mass = certificate.gross_mass_total.as_ref().filter(|_| certificate.package_total == Some(1))?;
    let package = Object::new().text("grossWeight", &units::mass_text(mass)?).json();
    Some(Json::List(vec![package]))
}

/// Lines that share criterion and producer form one consignment item, in the order of their first line.
fn groups(certificate: &Certificate, domain: &str) -> Option<Json> {
    let mut groups: Vec<(&str, Option<u32>, Vec<Json>)> = Vec::new();
    for item in &certificate.items {
        let key = (item.criterion.printed.as_str(), item.producer_refs.first().copied());
        let line = line(certificate, item, domain);
        match groups.iter_mut().find(|(printed, producer, _)| (*printed, *producer) == key) {
            Some((_, _, lines)) => lines.push(line),
            None => groups.push((key.0, key.1, vec![line])),
        }
    }
    let groups: Vec<Json> = groups
        .into_iter()
        .map(|(printed, producer, lines)| {
            let maker = producer.and_then(|number| certificate.producers.iter().find(|maker| maker.number == number));
            let group = Object::new()
                .value("crossBorderRegulatoryProcedure", Object::new().text("originCriteriaText", printed).build())
                .value("manufacturer", maker.and_then(|maker| manufacturer(maker, &certificate.exporter)))
                .value("tradeLineItems", Some(Json::List(lines)));
            group.json()
        })
        .collect();
    (!groups.is_empty()).then_some(Json::List(groups))
}

fn manufacturer(maker: &Producer, exporter: &Party) -> Option<Json> {
    if maker.confidential {
        None
    } else if maker.same_as_exporter {
        party(exporter)
    } else {
        Some(party(&maker.party).unwrap_or_else(|| Json::Object(BTreeMap::new())))
    }
}

fn line(certificate: &Certificate, item: &GoodsItem, domain: &str) -> Json {
    let position = item.invoice_refs.first().and_then(|position| usize::try_from(*position).ok()?.checked_sub(1));
    let invoice = position.and_then(|index| certificate.invoices.get(index)).map(|invoice| {
        let date = invoice.date.map(|date| format!("{date}T00:00:00Z")).unwrap_or_default();
        let number = format!("{domain}:invoice:{}", invoice.number);
        Object::new().text("iD", &number).text("formattedIssueDateTime", &date).json()
    });
    let printed = if item.hs.printed.is_empty() { &item.hs.code } else { &item.hs.printed };
    let product = Object::new()
        .value("iD", item.product_codes.first().map(|code| Json::Text(code.clone())))
        .text("description", &item.description)
        .value("harmonisedTariffCode", Object::new().text("classCode", printed).build())
        .value("originCountry", country(&item.origin.country))
        .build();
    let line = Object::new()
        .value("sequenceNumber", Some(Json::Number(item.sequence.into())))
        .value("invoiceReference", invoice)
        .value("tradeProduct", product);
    line.json()
}

fn date_time(moment: Moment) -> String {
    match moment {
        Moment::Day(date) => Timestamp::midnight(date).rfc3339_seconds(),
        Moment::Instant(at) if at == at.to_seconds() => at.rfc3339_seconds(),
        Moment::Instant(at) => at.rfc3339(),
    }
}

fn prefixed(prefix: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{prefix}{value}") }
}

fn country(code: &str) -> Option<Json> {
    Object::new().text("code", code).build()
}

fn place(place: &Place) -> Option<Json> {
    Object::new().text("iD", &prefixed("unece.un.org:locode:", &place.code)).text("name", &place.name).build()
}

fn address(address: &Address) -> Option<Json> {
    let mut lines = address.lines.iter();
    let mut line = || lines.next().map(|line| Json::Text(line.clone()));
    Object::new()
        .value("line1", line())
        .value("line2", line())
        .text("cityName", &address.city)
        .text("postcode", &address.postcode)
        .text("countrySubDivisionName", &address.region)
        .text("countryCode", &address.country)
        .build()
}

fn issuing_body(body: &IssuingBody) -> Option<Json> {
    Object::new()
        .text("iD", &prefixed("id:", &body.code))
        .text("name", &body.name)
        .value("postalAddress", address(&body.address))
        .build()
}

fn party(party: &Party) -> Option<Json> {
    let id = party
        .ids
        .first()
        .map(|id| if id.scheme.is_empty() { id.value.clone() } else { format!("{}:{}", id.scheme, id.value) });
    Object::new()
        .value("iD", id.map(Json::Text))
        .text("name", &party.name)
        .value("postalAddress", address(&party.address))
        .build()
}

fn attestation(attestation: &Attestation) -> Json {
    let written = Object::new()
        .text("actualDateTime", &attestation.date.map(date_time).unwrap_or_default())
        .text("statement", &attestation.text);
    written.json()
}

fn respell(value: &mut Json) {
    match value {
        Json::Object(entries) => {
            let old = std::mem::take(entries);
            for (key, mut value) in old {
                respell(&mut value);
                let key = match key.as_str() {
                    "iD" => "id".to_owned(),
                    "uRI" => "uri".to_owned(),
                    "mIMECode" => "mimeCode".to_owned(),
                    _ => key,
                };
                entries.insert(key, value);
            }
        }
        Json::List(entries) => entries.iter_mut().for_each(respell),
        _ => {}
    }
}

fn losses_of(certificate: &Certificate, bytes: &[u8]) -> Result<Vec<Finding>, FormatError> {
    let mut findings = Vec::new();
    if certificate.number.is_empty() {
        findings.push(Finding::block("gap.required", "number").with("where", "$.iD"));
    }
    // What we wrote ourselves may be longer than what we would take from outside.
    let own = Limits { bytes: usize::MAX, values: usize::MAX, items: usize::MAX, ..Limits::default() };
    let back = super::read(bytes, &own)?.value;
    let is_folded = |path: &str| path.starts_with("remarks") && !back.remarks.is_empty();
    findings.extend(losses(certificate, &back, "cefact-json", is_folded));
    Ok(findings)
}
