//! From edi3 JSON to a certificate: head, signatories, parties and transport; the goods are read in `read/goods.rs`.
//!
//! Every field that finds no place in the certificate is named in a finding with its text.

mod goods;

use tamga_origin::{
    Address, Attestation, Certificate, Departure, Finding, IssuingBody, Means, Party, PartyId, Place, ProofType,
    Scheme, Transport, TransportDocument,
};

use super::fields::{Fields, Notes, excerpt, moment};
use super::units;
use crate::Read;
use crate::error::FormatError;
use crate::json::{self, Json};
use crate::limits::Limits;

/// Reads an edi3 certificate of origin.
///
/// The whole `iD` is kept in the finding `read.identifier`; signatures in the document are foreign strings and appear
/// as `read.unsigned_claim`, never as evidence.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Read<Certificate>, FormatError> {
    let (value, marked) = json::parse(bytes, limits)?;
    let Json::Object(entries) = value else {
        return Err(FormatError::WrongRoot { found: "not an object".to_owned() });
    };
    let known = |key: &str| entries.contains_key(key);
    if !known("supplyChainConsignment") && !known("isPreferential") {
        let found = entries.keys().next().map_or_else(|| "{}".to_owned(), |key| key.chars().take(64).collect());
        return Err(FormatError::WrongRoot { found });
    }
    let mut notes = Notes::new();
    if marked {
        notes.findings.push(Finding::info("read.bom", ""));
    }
    let mut root = Fields::new("$", entries);
    let mut certificate = Certificate { revision: 1, ..Certificate::default() };
    head(&mut root, &mut certificate, &mut notes);
    match root.object("supplyChainConsignment", "items", &mut notes) {
        Some(consignment) => read_consignment(consignment, &mut certificate, limits, &mut notes)?,
        None => notes.findings.push(Finding::block("gap.required", "items").with("where", "$.supplyChainConsignment")),
    }
    root.close(&mut notes);
    Ok(Read { value: certificate, findings: notes.findings })
}

fn head(root: &mut Fields, certificate: &mut Certificate, notes: &mut Notes) {
    match root.text("iD", "number", notes) {
        Some(whole) => {
            certificate.number = units::after(&whole, ":coo:").unwrap_or(&whole).to_owned();
            notes.findings.push(Finding::info("read.identifier", "number").with("text", excerpt(&whole)));
        }
        None => notes.findings.push(Finding::block("gap.required", "number").with("where", "$.iD")),
    }
    certificate.issued_at = moment(root, "issueDateTime", "issued_at", notes);
    match root.take("isPreferential", notes) {
        Some(Json::Bool(stated)) => certificate.is_preferential = stated,
        other => {
            if let Some(other) = other {
                notes.unread("is_preferential", "$.isPreferential", &format!("{other:?}"));
            }
            notes.findings.push(Finding::block("gap.required", "is_preferential").with("where", "$.isPreferential"));
        }
    }
    certificate.proof_type =
        if certificate.is_preferential { ProofType::PreferenceCertificate } else { ProofType::CertificateOfOrigin };
    if let Some(agreement) = root.text("freeTradeAgreement", "scheme.code", notes) {
        certificate.scheme = scheme(agreement);
    }
    if let Some(place) = root.object("issueLocation", "issue_place", notes) {
        certificate.issue_place = read_place(place, "issue_place", notes);
    }
    if let Some(issuer) = root.object("issuer", "issuer", notes) {
        certificate.issuer = issuing_body(issuer, notes);
    }
    certificate.exporter_declaration = attestation(root, "firstSignatoryAuthentication", "exporter_declaration", notes);
    certificate.certification = attestation(root, "secondSignatoryAuthentication", "certification", notes);
    if let Some(status) = root.text("status", "", notes)
        && status != "issued"
        && status != "draft"
    {
        notes.findings.push(Finding::warn("read.foreign_status", "").with("text", excerpt(&status)));
    }
}

/// The agreement's name as a profile id when it is one word, else as the printed name.
fn scheme(agreement: String) -> Scheme {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !agreement.is_empty() && agreement.len() <= 32 && agreement.chars().all(is_word) {
        Scheme { code: agreement.to_ascii_lowercase(), ..Scheme::default() }
    } else {
        Scheme { name: agreement, ..Scheme::default() }
    }
}

fn read_consignment(
    mut consignment: Fields,
    certificate: &mut Certificate,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<(), FormatError> {
    let place = consignment.place().to_owned();
    if let Some(whole) = consignment.text("iD", "transport.documents[1]", notes) {
        let mut parts = whole.rsplitn(3, ':');
        let number = parts.next().unwrap_or_default().to_owned();
        let kind = units::document_kind(parts.next().unwrap_or_default()).to_owned();
        certificate.transport.documents.push(TransportDocument { kind, number });
        let finding = Finding::info("read.identifier", "transport.documents[1]");
        notes.findings.push(finding.with("text", excerpt(&whole)));
    }
    if let Some(information) = consignment.text("information", "remarks[1]", notes) {
        certificate.remarks.push(information);
    }
    if let Some(exporter) = consignment.object("exporter", "exporter", notes) {
        certificate.exporter = read_party(exporter, "exporter", notes);
    }
    if let Some(importer) = consignment.object("importer", "importer", notes) {
        certificate.importer = Some(read_party(importer, "importer", notes));
    }
    read_transport(&mut consignment, &mut certificate.transport, notes);
    packages(&mut consignment, certificate, notes);
    let groups = consignment.objects("includedConsignmentItems", "items", notes);
    goods::read(groups, certificate, limits, notes)?;
    if certificate.items.is_empty() {
        let finding = Finding::warn("gap.required", "items");
        notes.findings.push(finding.with("where", format!("{place}.includedConsignmentItems")));
    }
    consignment.close(notes);
    Ok(())
}

fn read_transport(consignment: &mut Fields, transport: &mut Transport, notes: &mut Notes) {
    transport.export_country = country(consignment, "exportCountry", "transport.export_country", notes);
    transport.destination_country = country(consignment, "importCountry", "transport.destination_country", notes);
    if let Some(place) = consignment.object("loadingBaseportLocation", "transport.loading", notes) {
        transport.loading = read_place(place, "transport.loading", notes);
    }
    if let Some(place) = consignment.object("unloadingBaseportLocation", "transport.discharge", notes) {
        transport.discharge = read_place(place, "transport.discharge", notes);
    }
    let Some(mut movement) = consignment.object("mainCarriageTransportMovement", "transport.means", notes) else {
        return;
    };
    let mut means = Means::default();
    if let Some(whole) = movement.text("iD", "transport.means.voyage", notes) {
        means.voyage = whole.rsplit(':').next().unwrap_or_default().to_owned();
        if whole.strip_prefix("id:") != Some(means.voyage.as_str()) && whole != means.voyage {
            let finding = Finding::info("read.identifier", "transport.means.voyage");
            notes.findings.push(finding.with("text", excerpt(&whole)));
        }
    }
    if let Some(mut used) = movement.object("usedTransportMeans", "transport.means", notes) {
        if let Some(whole) = used.text("iD", "transport.means.id", notes) {
            means.id = whole.strip_prefix("id:").map(str::to_owned).unwrap_or(whole);
        }
        means.name = used.text("name", "transport.means.name", notes).unwrap_or_default();
        used.close(notes);
    }
    transport.means = means;
    if let Some(mut event) = movement.object("departureEvent", "transport.departure", notes) {
        let at = moment(&mut event, "departureDateTime", "transport.departure", notes);
        transport.departure = at.map(Departure::At);
        event.close(notes);
    }
    movement.close(notes);
}

/// Sums the transport packages into the printed totals, only when every one of them can be read.
fn packages(consignment: &mut Fields, certificate: &mut Certificate, notes: &mut Notes) {
    let packages = consignment.objects("transportPackages", "package_total", notes);
    if packages.is_empty() {
        return;
    }
    let count = packages.len() as u64;
    let mut total = None;
    let mut all_read = true;
    for mut package in packages {
        let weight = package.text("grossWeight", "gross_mass_total", notes);
        let mass = weight.as_deref().and_then(units::mass);
        if let (Some(text), None) = (&weight, &mass) {
            notes.unread("gross_mass_total", &format!("{}.grossWeight", package.place()), text);
        }
        let summed = match (total.take(), mass) {
            (_, None) => None,
            (None, mass) => mass,
            (Some(sum), Some(mass)) => goods::add(sum, &mass),
        };
        all_read &= summed.is_some();
        total = summed;
        package.close(notes);
    }
    if all_read {
        certificate.gross_mass_total = total;
        certificate.package_total = Some(count);
    } else {
        notes.findings.push(Finding::warn("read.totals", "gross_mass_total").with("count", count));
    }
}

fn country(fields: &mut Fields, key: &str, path: &str, notes: &mut Notes) -> String {
    let Some(mut country) = fields.object(key, path, notes) else { return String::new() };
    let code = country.text("code", path, notes).unwrap_or_default();
    country.close(notes);
    code
}

fn read_place(mut fields: Fields, path: &str, notes: &mut Notes) -> Place {
    let mut place = Place { code: String::new(), name: fields.text("name", path, notes).unwrap_or_default() };
    if let Some(whole) = fields.text("iD", path, notes) {
        match units::after(&whole, ":locode:") {
            Some(code) => place.code = code.to_owned(),
            None => notes.unread(path, &format!("{}.iD", fields.place()), &whole),
        }
    }
    fields.close(notes);
    place
}

fn issuing_body(mut fields: Fields, notes: &mut Notes) -> IssuingBody {
    let whole = fields.text("iD", "issuer.code", notes).unwrap_or_default();
    let body = IssuingBody {
        code: whole.strip_prefix("id:").map(str::to_owned).unwrap_or(whole),
        name: fields.text("name", "issuer.name", notes).unwrap_or_default(),
        address: address(&mut fields, "issuer.address", notes),
        ..IssuingBody::default()
    };
    fields.close(notes);
    body
}

fn read_party(mut fields: Fields, path: &str, notes: &mut Notes) -> Party {
    let id = fields.text("iD", &format!("{path}.ids[1]"), notes).map(|whole| match whole.rsplit_once(':') {
        Some((scheme, value)) => PartyId { scheme: scheme.to_owned(), value: value.to_owned() },
        None => PartyId { scheme: String::new(), value: whole },
    });
    let party = Party {
        name: fields.text("name", &format!("{path}.name"), notes).unwrap_or_default(),
        ids: id.into_iter().collect(),
        address: address(&mut fields, &format!("{path}.address"), notes),
        ..Party::default()
    };
    fields.close(notes);
    party
}

fn address(fields: &mut Fields, path: &str, notes: &mut Notes) -> Address {
    let Some(mut fields) = fields.object("postalAddress", path, notes) else { return Address::default() };
    let mut text = |key: &str, name: &str| fields.text(key, &format!("{path}.{name}"), notes);
    let lines = ["line1", "line2"].into_iter().filter_map(|key| text(key, "lines")).collect();
    let address = Address {
        lines,
        city: text("cityName", "city").unwrap_or_default(),
        region: text("countrySubDivisionName", "region").unwrap_or_default(),
        postcode: text("postcode", "postcode").unwrap_or_default(),
        country: text("countryCode", "country").unwrap_or_default(),
    };
    fields.close(notes);
    address
}

fn attestation(root: &mut Fields, key: &str, path: &str, notes: &mut Notes) -> Option<Attestation> {
    let mut fields = root.object(key, path, notes)?;
    let attestation = Attestation {
        text: fields.text("statement", &format!("{path}.text"), notes).unwrap_or_default(),
        date: moment(&mut fields, "actualDateTime", &format!("{path}.date"), notes),
        ..Attestation::default()
    };
    if let Some(signature) = fields.text("signature", path, notes) {
        // A bare string in the document proves nothing about the document.
        let finding = Finding::info("read.unsigned_claim", path).with("where", format!("$.{key}.signature"));
        notes.findings.push(finding.with("text", excerpt(&signature)));
    }
    fields.close(notes);
    Some(attestation)
}
