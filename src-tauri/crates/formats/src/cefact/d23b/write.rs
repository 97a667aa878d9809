//! From a certificate to the strict form. Whatever the published lists of the schema do not hold is left out and named.

use tamga_origin::{Certificate, Finding, GoodsItem, Moment, Party};

use super::{carried, midnight};
use crate::Written;
use crate::cefact::object::Object;
use crate::error::FormatError;
use crate::json::{self, Json};
use crate::limits::Limits;
use crate::losses::losses;

/// The only values in the code lists that the schema was published with.
mod listed {
    /// UN/EDIFACT 1001.
    pub(super) const DOCUMENT: &str = "864";
    /// ISO 3166-1.
    pub(super) const COUNTRY: &str = "DE";
    /// Rec 19.
    pub(super) const MODE: &str = "1";
    /// Rec 28.
    pub(super) const MEANS: &str = "1504";
}

/// Writes the strict form; every canonical path that it does not carry is named in a `loss.*` finding.
///
/// Packages are never written: the schema demands their level, and its list has only "inner", which no certificate says.
///
/// # Errors
/// None of its own; the document is read back to find the losses.
pub fn write(certificate: &Certificate) -> Result<Written, FormatError> {
    let bytes = json::render(&document(certificate));
    let own = Limits { bytes: usize::MAX, values: usize::MAX, items: usize::MAX, ..Limits::default() };
    let record = super::read(&bytes, &own)?.value;
    let mut findings = Vec::new();
    let needed = [
        (certificate.number.is_empty(), "number", "$.exchangedDocument.id"),
        (!certificate.is_preferential, "is_preferential", "$"),
    ];
    for (is_missing, path, place) in needed {
        if is_missing {
            findings.push(Finding::block("gap.required", path).with("where", place));
        }
    }
    findings.extend(losses(certificate, &carried(&record, certificate), "cefact-d23b", |_| false));
    Ok(Written { bytes, findings })
}

fn document(certificate: &Certificate) -> Json {
    let signed = Object::new()
        .text(
            "actualDateTime",
            &certificate.certification.as_ref().and_then(|signed| signed.date).map(date_time).unwrap_or_default(),
        )
        .value("issueLogisticsLocation", location(&certificate.issue_place.code))
        .build();
    let head = Object::new()
        .value("id", content(&certificate.number))
        .value("typeCode", only(certificate.proof_type.code(), listed::DOCUMENT))
        .text("issueDateTime", &certificate.issued_at.map(date_time).unwrap_or_default())
        .value("firstSignatoryDocumentAuthentication", signed)
        .value("issuer", identified(&certificate.issuer.code))
        .build();
    let root = Object::new()
        .value(super::HEAD, head)
        .value("specifiedConsignment", consignment(certificate).map(|consignment| Json::List(vec![consignment])));
    root.json()
}

fn consignment(certificate: &Certificate) -> Option<Json> {
    let transport = &certificate.transport;
    let party = |party: Option<&Party>| party.and_then(|party| identified(&party.ids.first()?.value));
    let means = Object::new()
        .value("typeCode", only(&transport.means.kind, listed::MEANS))
        .value("name", content(&transport.means.name))
        .build();
    let movement = Object::new()
        .value("modeCode", only(&transport.mode, listed::MODE))
        .value("id", content(&transport.means.voyage))
        .value("usedLogisticsTransportMeans", means)
        .build();
    let agreement = Object::new().value("freeTradeAgreementName", content(&certificate.scheme.name)).build();
    let items: Vec<Json> = certificate.items.iter().map(item).collect();
    Object::new()
        .value("id", content(&transport.ucr).map(one))
        .value("consignor", party(certificate.consignor.as_ref()))
        .value("consignee", party(certificate.consignee.as_ref()))
        .value("includedConsignmentItem", (!items.is_empty()).then_some(Json::List(items)))
        .value("mainCarriageLogisticsTransportMovement", movement.map(one))
        .value("applicableCrossBorderRegulatoryProcedure", agreement.map(one))
        .value("loadingLogisticsLocation", location(&transport.loading.code))
        .value("unloadingLogisticsLocation", location(&transport.discharge.code))
        .build()
}

/// One line per consignment item, so that the number of the line has a place.
fn item(item: &GoodsItem) -> Json {
    let tariff = Object::new().value("classCode", content(&item.hs.code)).build();
    let origin = Object::new().value("id", only(&item.origin.country, listed::COUNTRY).map(one)).build();
    let product = Object::new()
        .value("designatedProductClassification", tariff.map(one))
        .value("originTradeCountry", origin.map(one))
        .build();
    let line = Object::new().value("specifiedTradeProduct", product.map(one)).json();
    let number = content(&item.sequence.to_string()).map(one);
    Object::new().value("id", number).value("includedTradeLineItem", Some(one(line))).json()
}

fn one(value: Json) -> Json {
    Json::List(vec![value])
}

fn content(text: &str) -> Option<Json> {
    Object::new().text("content", text).build()
}

/// A code, when the published list holds it.
fn only(code: &str, listed: &str) -> Option<Json> {
    if code == listed { content(code) } else { None }
}

fn identified(id: &str) -> Option<Json> {
    Object::new().value("id", content(id).map(one)).build()
}

fn location(code: &str) -> Option<Json> {
    identified(code)
}

fn date_time(moment: Moment) -> String {
    match moment {
        Moment::Day(date) => midnight(date),
        Moment::Instant(at) if at == at.to_seconds() => at.rfc3339_seconds(),
        Moment::Instant(at) => at.rfc3339(),
    }
}
