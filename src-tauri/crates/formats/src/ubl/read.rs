//! From UBL to a certificate: head, parties and application; shipment, goods, papers and signatures have their own
//! files.

use tamga_origin::{Agent, AgentKind, Certificate, Finding, Function, LegalisationKind, Party, ProofType, Reference};

use super::party::{read_country, read_issuer, read_party};
use super::{NAMESPACES, attested, papers, shipment};
use crate::Read;
use crate::error::FormatError;
use crate::limits::Limits;
use crate::nodes::Nodes;
use crate::parts::{Notes, Parts};

/// Reads a UBL certificate of origin of any 2.x version, with any prefixes.
///
/// What is said about being signed or approved is text, never evidence.
///
/// # Errors
/// Whatever the XML gate refuses, another root, more goods items than the limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Read<Certificate>, FormatError> {
    let gated = limits.gate(bytes, tamga_xml::Limits::FOREIGN)?;
    let nodes = Nodes::of(&gated, NAMESPACES);
    let mut parts = Parts::of(&nodes, "CertificateOfOrigin")?;
    let mut notes = Notes::default();
    if gated.has_byte_order_mark() {
        notes.findings.push(Finding::info("read.bom", ""));
    }
    let mut certificate = Certificate::default();
    head(&mut parts, &mut certificate, &mut notes);
    match parts.part("cac:CertificateOfOriginApplication") {
        Some(application) => read_application(application, &mut certificate, limits, &mut notes)?,
        None => {
            let place = parts.at("cac:CertificateOfOriginApplication");
            notes.findings.push(Finding::block("gap.required", "items").with("where", place));
        }
    }
    for endorser in parts.parts("cac:EndorserParty") {
        attested::skip_endorser(endorser, &certificate.issuer.name, &mut notes);
    }
    if let Some(endorsement) = parts.part("cac:IssuerEndorsement") {
        certificate.certification = attested::read_certification(endorsement, &mut notes);
    }
    endorsements(&mut parts, &mut certificate, &mut notes);
    parts.close(&mut notes);
    Ok(Read { value: certificate, findings: notes.findings })
}

fn head(parts: &mut Parts, certificate: &mut Certificate, notes: &mut Notes) {
    let version = parts.text("cbc:UBLVersionID", notes);
    if !version.is_empty() && !version.trim().starts_with("2.") {
        notes.unread("", parts.at("cbc:UBLVersionID"), &version);
    }
    if let Some(mut profile) = parts.part("cbc:ProfileID") {
        profile.attribute("schemeID");
        certificate.scheme.code = profile.into_text(notes);
    }
    certificate.number = parts.text("cbc:ID", notes);
    certificate.document_id = without_hyphens(parts.text("cbc:UUID", notes));
    certificate.issued_at = parts.dated("cbc:IssueDate", "cbc:IssueTime", "issued_at", notes);
    let mut descriptions = parts.parts("cbc:Description").map(|part| part.into_text(notes));
    certificate.scheme.name = descriptions.next().unwrap_or_default();
    let more: Vec<String> = descriptions.collect();
    certificate.remarks = more;
    let remarks = parts.parts("cbc:Note").map(|note| note.into_text(notes));
    certificate.remarks.extend(remarks);
    let revision = parts.count("cbc:VersionID", "revision", notes);
    certificate.revision = revision.and_then(|revision| u32::try_from(revision).ok()).unwrap_or(1);
    if let Some(exporter) = parts.part("cac:ExporterParty") {
        certificate.exporter = read_party(exporter, "exporter", notes);
    }
    certificate.importer = parts.part("cac:ImporterParty").map(|party| read_party(party, "importer", notes));
}

fn without_hyphens(id: String) -> String {
    let bare: String = id.chars().filter(|c| *c != '-').collect();
    let is_uuid = id.len() == 36 && bare.len() == 32 && bare.chars().all(|c| c.is_ascii_hexdigit());
    if is_uuid { bare.to_ascii_lowercase() } else { id }
}

fn read_application(
    mut parts: Parts,
    certificate: &mut Certificate,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<(), FormatError> {
    let reference = parts.text("cbc:ReferenceID", notes);
    if reference != certificate.number {
        certificate.transport.trader_reference = reference;
    }
    let kind = parts.text("cbc:CertificateType", notes);
    match ProofType::from_code(kind.trim()) {
        Some(proof_type) => certificate.proof_type = proof_type,
        None => notes.unread("proof_type", parts.at("cbc:CertificateType"), &kind),
    }
    // The dialect has no word for it: a plain certificate of origin is the only kind that gives no preference.
    certificate.is_preferential = certificate.proof_type != ProofType::CertificateOfOrigin;
    let status = parts.word("cbc:ApplicationStatusCode", notes);
    match Function::from_code(&status) {
        Some(function) => certificate.function = function,
        None if status.is_empty() => {}
        None => notes.unread("function", parts.at("cbc:ApplicationStatusCode"), &status),
    }
    let job = parts.text("cbc:OriginalJobID", notes);
    if job != certificate.number && !job.is_empty() {
        notes
            .findings
            .push(Finding::info("read.identifier", "number").with("text", job.chars().take(200).collect::<String>()));
    }
    let previous = parts.text("cbc:PreviousJobID", notes);
    certificate.remarks.extend(parts.parts("cbc:Remarks").map(|remark| remark.into_text(notes)));
    read_parties(&mut parts, certificate, notes);
    if let Some(mut distribution) = parts.part("cac:DocumentDistribution") {
        distribution.text("cbc:PrintQualifier", notes);
        let copies = distribution.count("cbc:MaximumCopiesNumeric", "copies", notes);
        certificate.copies = copies.and_then(|copies| u32::try_from(copies).ok());
        if let Some(party) = distribution.part("cac:Party") {
            read_party(party, "copies", notes);
        }
        distribution.close(notes);
    }
    for paper in parts.parts("cac:SupportingDocumentReference") {
        papers::read(paper, certificate, notes);
    }
    let is_known =
        certificate.references.iter().any(|known| known.role == papers::REPLACES && known.number == previous);
    if !previous.is_empty() && !is_known {
        let role = papers::REPLACES.to_owned();
        certificate.references.push(Reference { role, number: previous, ..Reference::default() });
    }
    match parts.part("cac:Shipment") {
        Some(goods) => shipment::read(goods, certificate, limits, notes)?,
        None => {
            notes.findings.push(Finding::block("gap.required", "items").with("where", parts.at("cac:Shipment")));
        }
    }
    for signature in parts.parts("cac:Signature") {
        let place = signature.place();
        let (role, attestation) = attested::read_signature(signature, "exporter_declaration", notes);
        if role == attested::EXPORTER && certificate.exporter_declaration.is_none() {
            certificate.exporter_declaration = Some(attestation);
        } else {
            let claim = Finding::info("read.unsigned_claim", "").with("where", place);
            let text: String = format!("{role} {}", attestation.name).chars().take(200).collect();
            notes.findings.push(claim.with("text", text));
        }
    }
    parts.close(notes);
    Ok(())
}

fn read_parties(parts: &mut Parts, certificate: &mut Certificate, notes: &mut Notes) {
    if let Some(issuer) = parts.part("cac:IssuerParty") {
        (certificate.issuer, certificate.issue_place) = read_issuer(issuer, notes);
    }
    let country = read_country(parts, "cac:IssuingCountry", notes);
    let known = &mut certificate.issuer.address.country;
    if known.is_empty() {
        *known = country;
    } else if *known != country && !country.is_empty() {
        notes.unread("issuer.address.country", parts.at("cac:IssuingCountry"), &country);
    }
    for endorser in parts.parts("cac:EndorserParty") {
        attested::skip_endorser(endorser, &certificate.issuer.name, notes);
    }
    if let Some(exporter) = parts.part("cac:ExporterParty") {
        let exporter = read_party(exporter, "exporter", notes);
        settle(&mut certificate.exporter, exporter, "exporter", parts, notes);
    }
    if let Some(importer) = parts.part("cac:ImporterParty") {
        let importer = read_party(importer, "importer", notes);
        let known = certificate.importer.get_or_insert_with(Party::default);
        settle(known, importer, "importer", parts, notes);
    }
    if let Some(preparer) = parts.part("cac:PreparationParty") {
        let party = read_party(preparer, "agent", notes);
        if party != certificate.exporter {
            certificate.agent = Some(Agent { kind: AgentKind::Representative, party });
        }
    }
}

/// The same party named twice: the document's own word holds, another one is reported.
fn settle(known: &mut Party, other: Party, path: &str, parts: &Parts, notes: &mut Notes) {
    if known.is_empty() {
        *known = other;
    } else if *known != other {
        notes.unread(path, parts.place(), &other.name);
    }
}

fn endorsements(parts: &mut Parts, certificate: &mut Certificate, notes: &mut Notes) {
    let mut found = Vec::new();
    for (name, usual) in
        [("cac:EmbassyEndorsement", LegalisationKind::Embassy), ("cac:InsuranceEndorsement", LegalisationKind::Insurer)]
    {
        found.extend(parts.parts(name).filter_map(|part| attested::read_legalisation(part, usual, notes)));
    }
    found.sort_by_key(|(number, _)| *number);
    certificate.legalisations = found.into_iter().map(|(_, legalisation)| legalisation).collect();
}
