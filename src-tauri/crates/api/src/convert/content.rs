//! How does a certificate get into the editor and back? Every field is named on both sides, so that a new one stops
//! the build until this border has decided about it.
//!
//! Texts that are not what they must be (a day that does not exist, an amount with letters) are refused by path; the
//! window's own fields do not let them through.

use tamga_origin as origin;
use tamga_origin::word::Word;
use tamga_origin::{Date, Moment, ProofType, Timestamp};

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
        copies,
        check_address,
        check_token,
        issuer,
        exporter_declaration,
        certification,
        authorisation,
        exporter,
        importer,
        consignee,
        consignor,
        producers,
        invoicing_party,
        agent,
        transport,
        items,
        invoices,
        references,
        evidence,
        orders,
        documentary_credit,
        legalisations,
        amendments,
        annex_digest,
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
        copies,
        check_address,
        check_token,
        package_total: package_total.map(|total| total.to_string()).unwrap_or_default(),
        gross_mass_total: gross_mass_total.map(measure),
        issuer: body(issuer),
        exporter_declaration: exporter_declaration.map(attestation),
        certification: certification.map(attestation),
        authorisation: authorisation.map(papers::authorisation),
        exporter: party(exporter),
        importer: importer.map(party),
        consignee: consignee.map(party),
        consignor: consignor.map(party),
        producers: producers.into_iter().map(producer).collect(),
        invoicing_party: invoicing_party.map(party),
        agent: agent.map(|origin::Agent { kind, party: who }| wire::Agent {
            kind: kind.as_str().to_owned(),
            party: party(who),
        }),
        transport: transport::to_transport(transport),
        items: items.into_iter().map(goods::to_item).collect(),
        invoices: invoices.into_iter().map(to_invoice).collect(),
        references: references.into_iter().map(papers::reference).collect(),
        evidence: evidence.into_iter().map(papers::supporting_document).collect(),
        orders: orders.into_iter().map(papers::order).collect(),
        documentary_credit: documentary_credit.map(papers::credit),
        legalisations: legalisations.into_iter().map(papers::legalisation).collect(),
        amendments: amendments.into_iter().map(papers::amendment).collect(),
        annex_digest,
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
        copies,
        check_address,
        check_token,
        package_total,
        gross_mass_total,
        issuer,
        exporter_declaration,
        certification,
        authorisation,
        exporter,
        importer,
        consignee,
        consignor,
        producers,
        invoicing_party,
        agent,
        transport,
        items,
        invoices,
        references,
        evidence,
        orders,
        documentary_credit,
        legalisations,
        amendments,
        annex_digest,
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
        copies,
        check_address,
        check_token,
        issuer: from_body(issuer),
        exporter_declaration: from_attestation(exporter_declaration, "exporter_declaration")?,
        certification: from_attestation(certification, "certification")?,
        authorisation: authorisation.map(papers::from_authorisation).transpose()?,
        exporter: from_party(exporter),
        importer: importer.map(from_party),
        consignee: consignee.map(from_party),
        consignor: consignor.map(from_party),
        producers: producers.into_iter().map(from_producer).collect(),
        invoicing_party: invoicing_party.map(from_party),
        agent: agent.map(from_agent).transpose()?,
        transport: transport::from_transport(transport)?,
        items: items.into_iter().map(goods::from_item).collect::<Result<_, _>>()?,
        invoices: invoices.into_iter().map(from_invoice).collect::<Result<_, _>>()?,
        references: references.into_iter().map(papers::from_reference).collect::<Result<_, _>>()?,
        evidence: evidence.into_iter().map(papers::from_supporting_document).collect::<Result<_, _>>()?,
        orders: orders.into_iter().map(papers::from_order).collect::<Result<_, _>>()?,
        documentary_credit: documentary_credit.map(papers::from_credit).transpose()?,
        legalisations: legalisations.into_iter().map(papers::from_legalisation).collect::<Result<_, _>>()?,
        amendments: amendments.into_iter().map(papers::from_amendment).collect(),
        annex_digest,
    })
}

/// A word of a fixed set; another one is refused by path.
fn word<T: Word>(word: &str, path: &str) -> Result<T, Fault> {
    T::parse(word).ok_or_else(|| Fault::field(path, format!("`{word}` is not a word of this list")))
}

fn from_agent(agent: wire::Agent) -> Result<origin::Agent, Fault> {
    let wire::Agent { kind, party } = agent;
    Ok(origin::Agent { kind: word(&kind, "agent.kind")?, party: from_party(party) })
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

/// Empty text is nothing; anything else is read.
fn optional<T>(text: &str, read: impl FnOnce(&str) -> Result<T, Fault>) -> Result<Option<T>, Fault> {
    if text.is_empty() { Ok(None) } else { read(text).map(Some) }
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
    let origin::IssuingBody { code, name, address: at, channels: ways, accreditation, competent_authority } = body;
    let origin::CompetentAuthority { name: authority, country } = competent_authority;
    wire::IssuingBody {
        code,
        name,
        address: address(at),
        channels: channels(ways),
        accreditation,
        competent_authority: wire::CompetentAuthority { name: authority, country },
    }
}

fn from_body(body: wire::IssuingBody) -> origin::IssuingBody {
    let wire::IssuingBody { code, name, address, channels, accreditation, competent_authority } = body;
    let wire::CompetentAuthority { name: authority, country } = competent_authority;
    origin::IssuingBody {
        code,
        name,
        address: from_address(address),
        channels: from_channels(channels),
        accreditation,
        competent_authority: origin::CompetentAuthority { name: authority, country },
    }
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

fn to_invoice(invoice: origin::Invoice) -> wire::Invoice {
    let origin::Invoice { number, date, kind, third_party } = invoice;
    wire::Invoice { number, date: day(date), kind, third_party }
}

fn from_invoice(invoice: wire::Invoice) -> Result<origin::Invoice, Fault> {
    let wire::Invoice { number, date, kind, third_party } = invoice;
    Ok(origin::Invoice { number, date: from_day(&date, "invoices")?, kind, third_party })
}

mod goods;
mod papers;
#[cfg(test)]
mod tests;
mod transport;
