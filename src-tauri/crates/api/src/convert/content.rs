//! How does a certificate get into the editor and back? Every field is named on both sides, so that a new one stops
//! the build until this border has decided about it.
//!
//! Texts that are not what they must be (a day that does not exist, an amount with letters) are refused by path; the
//! window's own fields do not let them through.

use tamga_origin as origin;
use tamga_origin::{Date, Departure, Moment, ProofType, Timestamp};

use super::decimal;
use crate::error::Fault;
use crate::wire;

/// The certificate as the window holds it.
pub fn to_content(certificate: &origin::Certificate) -> wire::CertificateContent {
    let origin::Certificate {
        number,
        proof_type,
        document_id: _,
        function: _,
        revision: _,
        issued_at,
        issue_place,
        scheme,
        is_preferential,
        flags,
        package_total,
        gross_mass_total,
        valid_from,
        valid_to,
        remarks,
        issuer,
        exporter_declaration,
        certification,
        exporter,
        importer,
        consignee,
        consignor,
        producers,
        invoicing_party,
        transport,
        items,
        invoices,
        references,
    } = certificate.clone();
    let origin::Scheme { code, name, form_code, form_version } = scheme;
    wire::CertificateContent {
        number,
        agreement: code,
        agreement_name: name,
        form_code,
        form_version,
        proof_type: proof_type.code().to_owned(),
        is_preferential,
        flags: flags.into_iter().map(|flag| flag.code().to_owned()).collect(),
        issued_at: issued_at.map(from_moment).unwrap_or_default(),
        issue_place: place(issue_place),
        valid_from: day(valid_from),
        valid_to: day(valid_to),
        remarks,
        package_total: package_total.map(|total| total.to_string()).unwrap_or_default(),
        gross_mass_total: gross_mass_total.map(measure),
        issuer: body(issuer),
        exporter_declaration: exporter_declaration.map(attestation),
        certification: certification.map(attestation),
        exporter: party(exporter),
        importer: importer.map(party),
        consignee: consignee.map(party),
        consignor: consignor.map(party),
        producers: producers.into_iter().map(producer).collect(),
        invoicing_party: invoicing_party.map(party),
        transport: to_transport(transport),
        items: items.into_iter().map(to_item).collect(),
        invoices: invoices.into_iter().map(to_invoice).collect(),
        references: references.into_iter().map(to_reference).collect(),
    }
}

/// What the window holds as a certificate without document id and revision; those are the office's.
pub fn from_content(content: wire::CertificateContent) -> Result<origin::Certificate, Fault> {
    let wire::CertificateContent {
        number,
        agreement,
        agreement_name,
        form_code,
        form_version,
        proof_type,
        is_preferential,
        flags,
        issued_at,
        issue_place,
        valid_from,
        valid_to,
        remarks,
        package_total,
        gross_mass_total,
        issuer,
        exporter_declaration,
        certification,
        exporter,
        importer,
        consignee,
        consignor,
        producers,
        invoicing_party,
        transport,
        items,
        invoices,
        references,
    } = content;
    let flag = |code: String| {
        origin::Flag::from_code(&code).ok_or_else(|| Fault::field("flags", format!("`{code}` is no flag")))
    };
    Ok(origin::Certificate {
        number,
        proof_type: match proof_type.as_str() {
            "" => ProofType::default(),
            code => ProofType::from_code(code)
                .ok_or_else(|| Fault::field("proof_type", format!("`{code}` is no kind of proof")))?,
        },
        document_id: String::new(),
        function: origin::Function::default(),
        revision: 0,
        issued_at: to_moment(&issued_at, "issued_at")?,
        issue_place: from_place(issue_place),
        scheme: origin::Scheme { code: agreement, name: agreement_name, form_code, form_version },
        is_preferential,
        flags: flags.into_iter().map(flag).collect::<Result<_, _>>()?,
        package_total: whole(&package_total, "package_total")?,
        gross_mass_total: from_measure(gross_mass_total, "gross_mass_total")?,
        valid_from: from_day(&valid_from, "valid_from")?,
        valid_to: from_day(&valid_to, "valid_to")?,
        remarks,
        issuer: from_body(issuer),
        exporter_declaration: from_attestation(exporter_declaration, "exporter_declaration")?,
        certification: from_attestation(certification, "certification")?,
        exporter: from_party(exporter),
        importer: importer.map(from_party),
        consignee: consignee.map(from_party),
        consignor: consignor.map(from_party),
        producers: producers.into_iter().map(from_producer).collect(),
        invoicing_party: invoicing_party.map(from_party),
        transport: from_transport(transport)?,
        items: items.into_iter().map(from_item).collect::<Result<_, _>>()?,
        invoices: invoices.into_iter().map(from_invoice).collect::<Result<_, _>>()?,
        references: references.into_iter().map(from_reference).collect::<Result<_, _>>()?,
    })
}

fn from_moment(moment: Moment) -> String {
    match moment {
        Moment::Day(date) => date.to_string(),
        Moment::Instant(at) => at.rfc3339(),
    }
}

fn moment(text: &str) -> Option<Moment> {
    Date::parse(text).map(Moment::Day).or_else(|| Timestamp::parse_rfc3339(text).map(Moment::Instant))
}

fn to_moment(text: &str, path: &str) -> Result<Option<Moment>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    moment(text).map(Some).ok_or_else(|| Fault::field(path, format!("`{text}` is neither a day nor an instant")))
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn from_day(text: &str, path: impl Into<String>) -> Result<Option<Date>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    Date::parse(text).map(Some).ok_or_else(|| Fault::field(path, format!("`{text}` is no day")))
}

fn whole(text: &str, path: impl Into<String>) -> Result<Option<u64>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Fault::field(path, format!("`{text}` is no whole number")))
}

fn place(place: origin::Place) -> wire::Place {
    let origin::Place { code, name } = place;
    wire::Place { code, name }
}

fn from_place(place: wire::Place) -> origin::Place {
    let wire::Place { code, name } = place;
    origin::Place { code, name }
}

fn measure(measure: origin::Measure) -> wire::Measure {
    let origin::Measure { amount, unit } = measure;
    wire::Measure { amount: amount.to_string(), unit }
}

/// A measure without an amount is none: there is nothing to count.
fn from_measure(measure: Option<wire::Measure>, path: &str) -> Result<Option<origin::Measure>, Fault> {
    let Some(wire::Measure { amount, unit }) = measure else { return Ok(None) };
    if amount.is_empty() {
        return Ok(None);
    }
    Ok(Some(origin::Measure { amount: decimal(&amount, path)?, unit }))
}

fn channels(channels: Vec<origin::Channel>) -> Vec<wire::Channel> {
    channels.into_iter().map(|origin::Channel { kind, value }| wire::Channel { kind, value }).collect()
}

fn from_channels(channels: Vec<wire::Channel>) -> Vec<origin::Channel> {
    channels.into_iter().map(|wire::Channel { kind, value }| origin::Channel { kind, value }).collect()
}

fn address(address: origin::Address) -> wire::Address {
    let origin::Address { lines, city, region, postcode, country } = address;
    wire::Address { lines, city, region, postcode, country }
}

fn from_address(address: wire::Address) -> origin::Address {
    let wire::Address { lines, city, region, postcode, country } = address;
    origin::Address { lines, city, region, postcode, country }
}

fn party(party: origin::Party) -> wire::Party {
    let origin::Party { name, ids, address: at, contact_name, channels: ways } = party;
    let ids = ids.into_iter().map(|origin::PartyId { scheme, value }| wire::PartyId { scheme, value }).collect();
    wire::Party { name, ids, address: address(at), contact_name, channels: channels(ways) }
}

fn from_party(party: wire::Party) -> origin::Party {
    let wire::Party { name, ids, address, contact_name, channels } = party;
    let ids = ids.into_iter().map(|wire::PartyId { scheme, value }| origin::PartyId { scheme, value }).collect();
    origin::Party { name, ids, address: from_address(address), contact_name, channels: from_channels(channels) }
}

fn producer(producer: origin::Producer) -> wire::Producer {
    let origin::Producer { number, party: who, same_as_exporter, confidential } = producer;
    wire::Producer { number, party: party(who), same_as_exporter, confidential }
}

fn from_producer(producer: wire::Producer) -> origin::Producer {
    let wire::Producer { number, party, same_as_exporter, confidential } = producer;
    origin::Producer { number, party: from_party(party), same_as_exporter, confidential }
}

fn body(body: origin::IssuingBody) -> wire::IssuingBody {
    let origin::IssuingBody { code, name, address: at, channels: ways } = body;
    wire::IssuingBody { code, name, address: address(at), channels: channels(ways) }
}

fn from_body(body: wire::IssuingBody) -> origin::IssuingBody {
    let wire::IssuingBody { code, name, address, channels } = body;
    origin::IssuingBody { code, name, address: from_address(address), channels: from_channels(channels) }
}

fn attestation(attestation: origin::Attestation) -> wire::Attestation {
    let origin::Attestation { text, date, place: at, name, title } = attestation;
    wire::Attestation { text, date: date.map(from_moment).unwrap_or_default(), place: place(at), name, title }
}

fn from_attestation(attestation: Option<wire::Attestation>, path: &str) -> Result<Option<origin::Attestation>, Fault> {
    let Some(wire::Attestation { text, date, place, name, title }) = attestation else { return Ok(None) };
    let date = to_moment(&date, &format!("{path}.date"))?;
    Ok(Some(origin::Attestation { text, date, place: from_place(place), name, title }))
}

fn to_transport(transport: origin::Transport) -> wire::Transport {
    let origin::Transport {
        export_country,
        destination_country,
        departure,
        mode,
        means,
        loading,
        discharge,
        route,
        documents,
        carrier,
    } = transport;
    let origin::Means { name: means_name, id: means_id, voyage } = means;
    let document = |origin::TransportDocument { kind, number }| wire::TransportDocument { kind, number };
    wire::Transport {
        export_country,
        destination_country,
        departure: match departure {
            None => String::new(),
            Some(Departure::At(moment)) => from_moment(moment),
            Some(Departure::Words(words)) => words,
        },
        mode,
        means_name,
        means_id,
        voyage,
        loading: place(loading),
        discharge: place(discharge),
        route,
        documents: documents.into_iter().map(document).collect(),
        carrier,
    }
}

fn from_transport(transport: wire::Transport) -> Result<origin::Transport, Fault> {
    let wire::Transport {
        export_country,
        destination_country,
        departure,
        mode,
        means_name,
        means_id,
        voyage,
        loading,
        discharge,
        route,
        documents,
        carrier,
    } = transport;
    let document = |wire::TransportDocument { kind, number }| origin::TransportDocument { kind, number };
    Ok(origin::Transport {
        export_country,
        destination_country,
        departure: match (departure.is_empty(), moment(&departure)) {
            (true, _) => None,
            (false, Some(moment)) => Some(Departure::At(moment)),
            (false, None) => Some(Departure::Words(departure)),
        },
        mode,
        means: origin::Means { name: means_name, id: means_id, voyage },
        loading: from_place(loading),
        discharge: from_place(discharge),
        route,
        documents: documents.into_iter().map(document).collect(),
        carrier,
    })
}

fn to_packages(packages: origin::Packages) -> wire::Packages {
    let origin::Packages { marks, count, kind, kind_text } = packages;
    wire::Packages { marks, count: count.map(|count| count.to_string()).unwrap_or_default(), kind, kind_text }
}

fn to_item(item: origin::GoodsItem) -> wire::GoodsItem {
    let origin::GoodsItem {
        sequence,
        packages,
        description,
        product_codes,
        hs,
        origin: from,
        criterion,
        producer_refs,
        gross_mass,
        net_mass,
        quantities,
        value,
        invoice_refs,
    } = item;
    let origin::HsCode { code: hs_code, printed: hs_printed, edition: hs_edition } = hs;
    let origin::Origin { country: origin_country, region: origin_region, preference_country } = from;
    let origin::Criterion { code: criterion_code, printed: criterion } = criterion;
    let worth = |origin::Value { amount, currency, basis }| wire::Value { amount: amount.to_string(), currency, basis };
    wire::GoodsItem {
        sequence,
        packages: packages.into_iter().map(to_packages).collect(),
        description,
        product_codes,
        hs_code,
        hs_printed,
        hs_edition,
        origin_country,
        origin_region,
        preference_country,
        criterion,
        criterion_code,
        producer_refs,
        gross_mass: gross_mass.map(measure),
        net_mass: net_mass.map(measure),
        quantities: quantities.into_iter().map(measure).collect(),
        value: value.map(worth),
        invoice_refs,
    }
}

fn from_item(item: wire::GoodsItem) -> Result<origin::GoodsItem, Fault> {
    let wire::GoodsItem {
        sequence,
        packages,
        description,
        product_codes,
        hs_code,
        hs_printed,
        hs_edition,
        origin_country,
        origin_region,
        preference_country,
        criterion,
        criterion_code,
        producer_refs,
        gross_mass,
        net_mass,
        quantities,
        value,
        invoice_refs,
    } = item;
    let path = |field: &str| format!("items[{sequence}].{field}");
    let package = |wire::Packages { marks, count, kind, kind_text }| {
        Ok(origin::Packages { marks, count: whole(&count, path("packages"))?, kind, kind_text })
    };
    let quantity = |measure| from_measure(Some(measure), &path("quantities")).transpose();
    let value = match value {
        Some(wire::Value { amount, currency, basis }) if !amount.is_empty() => {
            Some(origin::Value { amount: decimal(&amount, path("value"))?, currency, basis })
        }
        _ => None,
    };
    Ok(origin::GoodsItem {
        sequence,
        packages: packages.into_iter().map(package).collect::<Result<_, Fault>>()?,
        description,
        product_codes,
        hs: origin::HsCode { code: hs_code, printed: hs_printed, edition: hs_edition },
        origin: origin::Origin { country: origin_country, region: origin_region, preference_country },
        criterion: origin::Criterion { code: criterion_code, printed: criterion },
        producer_refs,
        gross_mass: from_measure(gross_mass, &path("gross_mass"))?,
        net_mass: from_measure(net_mass, &path("net_mass"))?,
        quantities: quantities.into_iter().filter_map(quantity).collect::<Result<_, _>>()?,
        value,
        invoice_refs,
    })
}

fn to_invoice(invoice: origin::Invoice) -> wire::Invoice {
    let origin::Invoice { number, date, third_party } = invoice;
    wire::Invoice { number, date: day(date), third_party }
}

fn from_invoice(invoice: wire::Invoice) -> Result<origin::Invoice, Fault> {
    let wire::Invoice { number, date, third_party } = invoice;
    Ok(origin::Invoice { number, date: from_day(&date, "invoices")?, third_party })
}

fn to_reference(reference: origin::Reference) -> wire::Reference {
    let origin::Reference { role, kind, number, date, issuer, country } = reference;
    wire::Reference { role, kind, number, date: day(date), issuer, country }
}

fn from_reference(reference: wire::Reference) -> Result<origin::Reference, Fault> {
    let wire::Reference { role, kind, number, date, issuer, country } = reference;
    Ok(origin::Reference { role, kind, number, date: from_day(&date, "references")?, issuer, country })
}

#[cfg(test)]
mod tests;
