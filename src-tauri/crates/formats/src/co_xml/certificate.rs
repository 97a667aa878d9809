//! The certificate in Tamga CO XML: the declaration with its head; goods, parties and transport have their own files.

use tamga_origin::{Certificate, Finding, Flag, Function, Moment, Party, ProofType, Scheme};

use super::parts::{Notes, Parts, measure_element, moment_element};
use super::transport::{place_elements, read_place};
use super::{goods, papers, party, transport};
use crate::error::FormatError;
use crate::limits::Limits;
use crate::tree::Element;

pub(super) fn element(certificate: &Certificate) -> Element {
    let Certificate {
        number,
        proof_type,
        document_id,
        function,
        revision,
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
        transport: travel,
        items,
        invoices,
        references,
        evidence,
        orders,
        documentary_credit,
        legalisations,
        amendments,
        annex_digest,
    } = certificate;
    let travel = transport::elements(travel);
    let optional =
        |name, party: &Option<Party>| party.as_ref().map(|party| party::party_element(name, party).present());
    let shipment = Element::new("GoodsShipment")
        .child(optional("Consignee", consignee))
        .child(travel.consignment)
        .child(optional("Consignor", consignor))
        .child(travel.destination)
        .child(travel.export)
        .child(items.iter().map(|item| goods::item_element(item, *is_preferential)))
        .child(optional("Importer", importer))
        .child(invoices.iter().enumerate().map(goods::invoice_element))
        .child(references.iter().map(papers::reference_element))
        .child(producers.iter().map(party::producer_element))
        .child(optional("Seller", invoicing_party))
        .child(travel.reference);
    let online = Element::new("OnlineCheck").leaf("Address", check_address).leaf("Token", check_token).filled();
    let validity = Element::new("Validity")
        .child(moment_element("StartDateTime", valid_from.map(Moment::Day)))
        .child(moment_element("EndDateTime", valid_to.map(Moment::Day)))
        .filled();
    let count = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
    // Where there is no item, no origin can say whether the certificate is preferential.
    let preference = if !items.is_empty() { "" } else { if *is_preferential { "true" } else { "false" } };
    Element::new("Declaration")
        .with("Id", "co")
        .leaf("FunctionCode", function.code())
        .leaf("FunctionalReferenceID", document_id)
        .leaf("ID", number)
        .child(moment_element("IssueDateTime", *issued_at))
        .child(place_elements("IssueLocationID", "IssueLocationName", issue_place))
        .child([Element::says("TypeCode", proof_type.code()).with("listID", "1001")])
        .leaf("VersionID", &revision.to_string())
        .leaf("GoodsItemQuantity", &count((!items.is_empty()).then_some(items.len() as u64)))
        .child(measure_element("TotalGrossMassMeasure", gross_mass_total.as_ref()))
        .leaf("TotalPackageQuantity", &count(*package_total))
        .leaf("PreferentialIndicator", preference)
        .child(validity)
        .child(party::issuing_body_element(issuer))
        .child(scheme_element(scheme))
        .child(flags.iter().filter_map(|flag| goods::statement("FLG", flag.code(), "")))
        .child(remarks.iter().map(|remark| remark_element(remark)))
        .child(party::attestation_element("EX", exporter_declaration.as_ref()))
        .child(party::attestation_element("PQ", certification.as_ref()))
        .child(authorisation.as_ref().map(party::authorisation_element))
        .child(agent.as_ref().map(party::agent_element))
        .child(evidence.iter().map(papers::evidence_element))
        .child(orders.iter().map(papers::order_element))
        .child(documentary_credit.as_ref().map(papers::credit_element))
        .child(legalisations.iter().map(papers::legalisation_element))
        .child(amendments.iter().map(papers::amendment_element))
        .leaf("CopiesQuantity", &count(copies.map(u64::from)))
        .child(online)
        .leaf("AnnexDigestID", annex_digest)
        .child(travel.means)
        .child(party::party_element("Exporter", exporter).filled())
        .child(shipment.filled())
}

pub(super) fn scheme_element(scheme: &Scheme) -> Option<Element> {
    let Scheme { code, name, form_code, form_version } = scheme;
    let said = Element::new("AdditionalInformation")
        .leaf("StatementCode", code)
        .leaf("StatementDescription", name)
        .leaf("FormCode", form_code)
        .leaf("FormVersionID", form_version)
        .filled()?;
    Some(said.child([Element::says("StatementTypeCode", "SCH").with("listID", "tamga")]))
}

fn remark_element(remark: &str) -> Element {
    Element::new("AdditionalInformation").child([
        Element::says("StatementDescription", remark).present(),
        Element::says("StatementTypeCode", "REM").with("listID", "tamga"),
    ])
}

pub(super) fn read(mut parts: Parts, limits: &Limits, notes: &mut Notes) -> Result<Certificate, FormatError> {
    parts.attribute("Id");
    let mut certificate = Certificate {
        function: parts.parsed("FunctionCode", "function", notes, Function::from_code).unwrap_or_default(),
        document_id: parts.text("FunctionalReferenceID", notes),
        number: parts.text("ID", notes),
        issued_at: parts.moment("IssueDateTime", "issued_at", notes),
        issue_place: read_place(&mut parts, "IssueLocationID", "IssueLocationName", notes),
        proof_type: parts.parsed("TypeCode", "proof_type", notes, ProofType::from_code).unwrap_or_default(),
        revision: parts.small("VersionID", "revision", notes).unwrap_or_default(),
        gross_mass_total: parts.measure("TotalGrossMassMeasure", "gross_mass_total", notes),
        package_total: parts.whole("TotalPackageQuantity", "package_total", notes),
        issuer: party::read_issuing_body(&mut parts, notes),
        copies: parts.small("CopiesQuantity", "copies", notes),
        annex_digest: parts.text("AnnexDigestID", notes),
        ..Certificate::default()
    };
    read_papers(&mut parts, &mut certificate, notes);
    if let Some(mut validity) = parts.part("Validity") {
        certificate.valid_from = validity.day("StartDateTime", "valid_from", notes);
        certificate.valid_to = validity.day("EndDateTime", "valid_to", notes);
        validity.close(notes);
    }
    for said in parts.parts("AdditionalInformation") {
        read_statement(said, &mut certificate, notes);
    }
    for mut authentication in parts.parts("Authentication") {
        let role = authentication.attribute("role").unwrap_or_default();
        let (slot, path) = match role.as_str() {
            "EX" => (&mut certificate.exporter_declaration, "exporter_declaration"),
            "PQ" => (&mut certificate.certification, "certification"),
            _ => {
                notes.unknown(authentication.place(), &role);
                continue;
            }
        };
        if slot.is_some() {
            notes.conflict(path, authentication.place(), &role);
        }
        let read = party::read_attestation(authentication, path, notes);
        slot.get_or_insert(read);
    }
    if let Some(exporter) = parts.part("Exporter") {
        certificate.exporter = party::read_party(exporter, "exporter", notes);
    }
    let stated = parts.is("PreferentialIndicator", "is_preferential", notes);
    let mut shipment = parts.part("GoodsShipment");
    certificate.transport = transport::read(&mut parts, shipment.as_mut(), notes);
    let of_items = match shipment {
        Some(shipment) => read_shipment(shipment, &mut certificate, limits, notes)?,
        None => None,
    };
    if let (Some(stated), Some(of_items)) = (stated, of_items)
        && stated != of_items
    {
        notes.conflict("is_preferential", "Declaration/PreferentialIndicator", &stated.to_string());
    }
    certificate.is_preferential = of_items.or(stated).unwrap_or_default();
    if let Some(count) = parts.whole("GoodsItemQuantity", "items", notes)
        && count != certificate.items.len() as u64
    {
        notes.conflict("items", "Declaration/GoodsItemQuantity", &count.to_string());
    }
    parts.close(notes);
    Ok(certificate)
}

fn read_papers(parts: &mut Parts, certificate: &mut Certificate, notes: &mut Notes) {
    certificate.authorisation = parts.part("AuthorisationHolder").map(|part| party::read_authorisation(part, notes));
    certificate.agent = parts.part("Submitter").and_then(|part| party::read_agent(part, notes));
    let mut found = papers::Papers::default();
    for document in parts.parts("AdditionalDocument") {
        found.take(document, notes);
    }
    let papers::Papers { evidence, orders, credit } = found;
    certificate.evidence = evidence;
    certificate.orders = orders;
    certificate.documentary_credit = credit;
    for (index, part) in parts.parts("Legalisation").enumerate() {
        certificate.legalisations.extend(papers::read_legalisation(part, index + 1, notes));
    }
    for part in parts.parts("Amendment") {
        certificate.amendments.push(papers::read_amendment(part, notes));
    }
    if let Some(mut online) = parts.part("OnlineCheck") {
        certificate.check_address = online.text("Address", notes);
        certificate.check_token = online.text("Token", notes);
        online.close(notes);
    }
}

fn read_statement(mut said: Parts, certificate: &mut Certificate, notes: &mut Notes) {
    match said.code("StatementTypeCode", notes).as_str() {
        "SCH" => {
            let scheme = read_scheme(&mut said, notes);
            if certificate.scheme == Scheme::default() {
                certificate.scheme = scheme;
            } else {
                notes.conflict("scheme", said.place(), &scheme.code);
            }
        }
        "FLG" => {
            let code = said.code("StatementCode", notes);
            match Flag::from_code(&code) {
                Some(flag) => certificate.flags.push(flag),
                None => notes.unknown(said.place(), &code),
            }
        }
        "REM" => certificate.remarks.push(said.text("StatementDescription", notes)),
        other => notes.unknown(said.place(), other),
    }
    said.close(notes);
}

pub(super) fn read_scheme(said: &mut Parts, notes: &mut Notes) -> Scheme {
    Scheme {
        code: said.code("StatementCode", notes),
        name: said.text("StatementDescription", notes),
        form_code: said.code("FormCode", notes),
        form_version: said.text("FormVersionID", notes),
    }
}

/// A line of goods.
const ITEM: &str = "GovernmentAgencyGoodsItem";

/// Reads the shipment; the answer is what the items say about preference.
fn read_shipment(
    mut parts: Parts,
    certificate: &mut Certificate,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<Option<bool>, FormatError> {
    let mut optional = |name: &str, path: &str| parts.part(name).map(|part| party::read_party(part, path, notes));
    certificate.consignee = optional("Consignee", "consignee");
    certificate.consignor = optional("Consignor", "consignor");
    certificate.importer = optional("Importer", "importer");
    certificate.invoicing_party = optional("Seller", "invoicing_party");
    for invoice in parts.parts("Invoice") {
        let due = certificate.invoices.len() + 1;
        certificate.invoices.push(goods::read_invoice(invoice, due, notes));
    }
    for reference in parts.parts("PreviousDocument") {
        let due = certificate.references.len() + 1;
        certificate.references.push(papers::read_reference(reference, due, notes));
    }
    for producer in parts.parts("ProducerEntry") {
        certificate.producers.push(party::read_producer(producer, notes));
    }
    let count = parts.how_many(ITEM);
    if count > limits.items {
        return Err(FormatError::TooManyItems { limit: limits.items });
    }
    certificate.items.reserve_exact(count);
    let mut preference = None;
    for item in parts.parts(ITEM) {
        let (item, stated) = goods::read_item(item, notes);
        if let (Some(known), Some(stated)) = (preference, stated)
            && known != stated
        {
            notes.conflict("is_preferential", format!("items[{}]", item.sequence), &stated.to_string());
        }
        preference = preference.or(stated);
        certificate.items.push(item);
    }
    parts.close(notes);
    Ok(preference)
}

/// The byte-order mark as a finding.
pub(super) fn mark_finding() -> Finding {
    Finding::info("read.bom", "")
}
