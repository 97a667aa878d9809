//! From a certificate to UBL. What the dialect cannot carry is found by reading the written document back.

use tamga_origin::{Agent, Certificate, Reference, Scheme};

use super::party::{Card, issuer_card};
use super::values::{Gaps, moment};
use super::{NAMESPACES, Style, attested, papers, read, shipment};
use crate::error::FormatError;
use crate::limits::Limits;
use crate::losses::losses;
use crate::tree::{self, Element};
use crate::{Written, paths};

/// The words of the printed list of copies, which the dialect wants beside their number.
const COPIES: &str = "originals and certified copies";

/// Writes a certificate; every canonical path that the document does not carry is named in a `loss.*` finding, and what
/// the dialect demands and the certificate lacks in a blocking `gap.required`.
///
/// # Errors
/// A character that XML 1.0 cannot carry, or a time outside the years 1 to 9999.
pub fn write(certificate: &Certificate, style: &Style) -> Result<Written, FormatError> {
    let mut gaps = Gaps::default();
    let root = document(certificate, style, &mut gaps);
    let bytes = tree::render(&root, NAMESPACES)?;
    // What we wrote ourselves may be longer than what we would take from outside.
    let own = Limits { bytes: usize::MAX, values: usize::MAX, items: usize::MAX, ..Limits::default() };
    let back = read::read(&bytes, &own)?.value;
    let own_remarks = certificate.remarks.len();
    let is_folded = |path: &str| {
        let added = (own_remarks..back.remarks.len()).any(|index| path == format!("remarks[{}]", index + 1));
        added
            || ["flags", "scheme.form_code", "scheme.form_version"].iter().any(|block| paths::lies_within(path, block))
    };
    let mut findings = gaps.findings;
    findings.extend(losses(certificate, &back, "ubl", is_folded));
    Ok(Written { bytes, findings })
}

fn document(certificate: &Certificate, style: &Style, gaps: &mut Gaps) -> Element {
    gaps.need(!certificate.number.is_empty(), "number", "CertificateOfOrigin/cbc:ID");
    let Scheme { code, name, form_code, form_version } = &certificate.scheme;
    let party = |party, name| Card::from(party).element(name);
    let importer = certificate.importer.as_ref();
    let endorsements = attested::legalisations(&certificate.legalisations);
    let remarks = certificate.remarks.iter().filter_map(|remark| Element::says("cbc:Note", remark.clone()).said());
    let folded = folded(certificate, form_code, form_version).map(|note| Element::says("cbc:Note", note));
    Element::new("CertificateOfOrigin")
        .leaf("cbc:UBLVersionID", style.version.as_str())
        .child(Element::says("cbc:ProfileID", code.clone()).said().map(|id| id.with("schemeID", "tamga:agreement")))
        .leaf("cbc:ID", &certificate.number)
        .leaf("cbc:UUID", &hyphened(&certificate.document_id))
        .child(moment("cbc:IssueDate", "cbc:IssueTime", certificate.issued_at))
        .leaf("cbc:Description", name)
        .child(remarks)
        .child(folded)
        .leaf("cbc:VersionID", &certificate.revision.to_string())
        .child(party(&certificate.exporter, "cac:ExporterParty"))
        .child(importer.and_then(|importer| party(importer, "cac:ImporterParty")))
        .child([application(certificate, gaps)])
        .child(attested::certification(certificate, gaps))
        .child(endorsements)
}

/// What has no element of its own stands in notes: the form, and one note per flag.
fn folded<'a>(certificate: &'a Certificate, code: &str, version: &str) -> impl Iterator<Item = String> + use<'a> {
    let form = match (code, version) {
        ("", "") => None,
        (code, "") => Some(format!("Form {code}")),
        ("", version) => Some(format!("Form version {version}")),
        (code, version) => Some(format!("Form {code}, version {version}")),
    };
    form.into_iter().chain(certificate.flags.iter().map(|flag| format!("Flag {}", flag.code())))
}

fn application(certificate: &Certificate, gaps: &mut Gaps) -> Element {
    let place = |element: &str| format!("CertificateOfOrigin/cac:CertificateOfOriginApplication/{element}");
    let reference = &certificate.transport.trader_reference;
    let reference = if reference.is_empty() { &certificate.number } else { reference };
    let agent = certificate.agent.as_ref().map(|Agent { kind: _, party }| party);
    let preparer = [agent, Some(&certificate.exporter)].into_iter().flatten();
    let preparer = preparer.filter_map(|party| Card::from(party).element("cac:PreparationParty")).next();
    let issuer = issuer_card(&certificate.issuer, &certificate.issue_place).element("cac:IssuerParty");
    let country = attested::issuing_country(&certificate.issuer.address.country);
    let endorser = attested::issuer_endorser(certificate);
    gaps.need(!reference.is_empty(), "number", &place("cbc:ReferenceID"));
    gaps.need(!certificate.number.is_empty(), "number", &place("cbc:OriginalJobID"));
    gaps.need(endorser.is_some(), "certification", &place("cac:EndorserParty"));
    gaps.need(preparer.is_some(), "exporter", &place("cac:PreparationParty"));
    gaps.need(issuer.is_some(), "issuer", &place("cac:IssuerParty"));
    gaps.need(country.is_some(), "issuer.address.country", &place("cac:IssuingCountry"));
    let replaced = certificate.references.iter().find(|Reference { role, .. }| role == papers::REPLACES);
    let declaration = certificate.exporter_declaration.as_ref();
    Element::new("cac:CertificateOfOriginApplication")
        .leaf("cbc:ReferenceID", reference)
        .leaf("cbc:CertificateType", certificate.proof_type.code())
        .child([Element::says("cbc:ApplicationStatusCode", certificate.function.code()).with("listID", "1225")])
        .leaf("cbc:OriginalJobID", &certificate.number)
        .leaf("cbc:PreviousJobID", replaced.map(|replaced| replaced.number.as_str()).unwrap_or_default())
        .child([shipment::element(certificate, gaps)])
        .child(endorser)
        .child(preparer)
        .child(issuer)
        .child(country)
        .child(certificate.copies.and_then(|copies| distribution(certificate, copies)))
        .child(papers::elements(certificate))
        .child(declaration.map(|signed| attested::signature(attested::EXPORTER, signed, &signed.text, &signed.name)))
}

/// The copies go to the exporter; without one there is nobody to name.
fn distribution(certificate: &Certificate, copies: u32) -> Option<Element> {
    let element = Element::new("cac:DocumentDistribution")
        .leaf("cbc:PrintQualifier", COPIES)
        .leaf("cbc:MaximumCopiesNumeric", &copies.to_string())
        .child([Card::from(&certificate.exporter).element("cac:Party")?]);
    Some(element)
}

/// 32 hex digits as others write a UUID; anything else as it is.
fn hyphened(id: &str) -> String {
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let groups = [id.get(..8), id.get(8..12), id.get(12..16), id.get(16..20), id.get(20..)];
    if id.len() != 32 || !id.chars().all(is_hex) {
        return id.to_owned();
    }
    groups.into_iter().flatten().collect::<Vec<_>>().join("-")
}
