//! Who put their name to it, in UBL: `Signature`, `EndorserParty`, and the endorsements of issuer, embassy and insurer.

use tamga_origin::{Attestation, Certificate, Finding, Legalisation, LegalisationKind, LegalisationStatus};

use super::party::{Card, country_element};
use super::values::{Gaps, code, day, moment};
use crate::parts::{Notes, Parts};
use crate::tree::Element;

/// UN/EDIFACT 3035: exporter, and the party that certifies.
pub(super) const EXPORTER: &str = "EX";
const CERTIFIER: &str = "PQ";

/// Day, place and title of an attestation; the words stand in `Note` where the block around has no place for them.
pub(super) fn signature(role: &str, attestation: &Attestation, note: &str, name: &str) -> Element {
    let Attestation { text: _, date, place, name: _, title } = attestation;
    let mut card = Card { place: place.clone(), title: title.clone(), ..Card::default() };
    card.party.contact_name = name.to_owned();
    Element::new("cac:Signature")
        .child(code("cbc:ID", "", role).map(|id| id.with("schemeID", "3035")))
        .leaf("cbc:Note", note)
        .child(moment("cbc:ValidationDate", "cbc:ValidationTime", *date))
        .child(card.element("cac:SignatoryParty"))
}

/// The role of a signature, and what it attests; the name is that of the contact.
pub(super) fn read_signature(mut parts: Parts, path: &str, notes: &mut Notes) -> (String, Attestation) {
    let mut id = parts.part("cbc:ID");
    if let Some(id) = &mut id {
        id.attribute("schemeID");
    }
    let role = id.map(|id| id.into_text(notes)).unwrap_or_default();
    let texts: Vec<String> = parts.parts("cbc:Note").map(|note| note.into_text(notes)).collect();
    let date = parts.dated("cbc:ValidationDate", "cbc:ValidationTime", format_args!("{path}.date"), notes);
    let card = parts.part("cac:SignatoryParty").map(|party| Card::read(party, notes)).unwrap_or_default();
    if !card.party.name.is_empty() {
        notes.unknown(parts.at("cac:SignatoryParty/cac:PartyName"), &card.party.name);
    }
    parts.close(notes);
    let attestation = Attestation {
        text: texts.join("\n"),
        date,
        place: card.place,
        name: card.party.contact_name,
        title: card.title,
    };
    (role, attestation)
}

/// An endorser: role, running number, party, and the name of whom to ask.
fn endorser(role: &str, number: usize, party: Option<Element>, contact: &str) -> Element {
    Element::new("cac:EndorserParty")
        .leaf("cbc:RoleCode", role)
        .leaf("cbc:SequenceNumeric", &number.to_string())
        .child(party)
        .child(Element::new("cac:SignatoryContact").leaf("cbc:Name", contact).said())
}

/// The issuing body as endorser; its officer is the contact.
pub(super) fn issuer_endorser(certificate: &Certificate) -> Option<Element> {
    let certification = certificate.certification.as_ref()?;
    let body = Card::named(&certificate.issuer.name).element("cac:Party");
    Some(endorser(CERTIFIER, 1, body, &certification.name))
}

/// What stands in an `EndorserParty`.
#[derive(Default)]
struct Endorser {
    role: String,
    number: Option<u64>,
    card: Card,
    contact: String,
}

fn read_endorser(mut parts: Parts, path: &str, notes: &mut Notes) -> Endorser {
    let role = parts.word("cbc:RoleCode", notes);
    let number = parts.count("cbc:SequenceNumeric", path, notes);
    let card = parts.part("cac:Party").map(|party| Card::read(party, notes)).unwrap_or_default();
    let contact = parts.part("cac:SignatoryContact").map(|mut contact| {
        let name = contact.text("cbc:Name", notes);
        contact.close(notes);
        name
    });
    parts.close(notes);
    Endorser { role, number, card, contact: contact.unwrap_or_default() }
}

/// An endorser of the document or the application: the issuing body says nothing new, anybody else is named.
pub(super) fn skip_endorser(parts: Parts, issuer: &str, notes: &mut Notes) {
    let place = parts.place();
    let endorser = read_endorser(parts, "certification", notes);
    if endorser.card.party.name != issuer {
        notes.unknown(place, &endorser.card.party.name);
    }
}

/// The certification as `IssuerEndorsement`, without which the document is not valid UBL.
pub(super) fn certification(certificate: &Certificate, gaps: &mut Gaps) -> Option<Element> {
    let place = "CertificateOfOrigin/cac:IssuerEndorsement";
    gaps.need(certificate.certification.is_some(), "certification", place);
    let certification = certificate.certification.as_ref()?;
    let contact = format!("{place}/cac:EndorserParty/cac:SignatoryContact");
    gaps.need(!certification.name.is_empty(), "certification.name", &contact);
    let element = Element::new("cac:IssuerEndorsement")
        .leaf("cbc:DocumentID", &certificate.number)
        .leaf("cbc:ApprovalStatus", LegalisationStatus::Granted.as_str())
        .leaf("cbc:Remarks", &certification.text)
        .child(issuer_endorser(certificate))
        .child([signature(CERTIFIER, certification, "", "")]);
    Some(element)
}

/// The certification; a status that is no consent is reported, because then nothing is certified.
pub(super) fn read_certification(mut parts: Parts, notes: &mut Notes) -> Option<Attestation> {
    let path = "certification";
    let number = parts.text("cbc:DocumentID", notes);
    let status = parts.text("cbc:ApprovalStatus", notes);
    let remarks = read_remarks(&mut parts, notes);
    let endorser = parts.part("cac:EndorserParty").map(|part| read_endorser(part, path, notes)).unwrap_or_default();
    let mut attestation = Attestation::default();
    if let Some(signature) = parts.part("cac:Signature") {
        attestation = read_signature(signature, path, notes).1;
    }
    parts.close(notes);
    if !remarks.is_empty() {
        attestation.text = remarks;
    }
    attestation.name = endorser.contact;
    let is_consent =
        ["granted", "approved", "certified", "issued"].iter().any(|word| status.eq_ignore_ascii_case(word));
    if is_consent {
        return Some(attestation);
    }
    let text = format!("{status} {number}").chars().take(200).collect::<String>();
    notes.findings.push(Finding::warn("read.foreign_status", path).with("text", text));
    None
}

fn read_remarks(parts: &mut Parts, notes: &mut Notes) -> String {
    let remarks: Vec<String> = parts.parts("cbc:Remarks").map(|part| part.into_text(notes)).collect();
    remarks.join("\n")
}

/// `EmbassyEndorsement` and `InsuranceEndorsement`: the first of each kind that has a reference and an authority.
///
/// The dialect has room for one of each, and wants the number of the endorsement and whom to ask.
pub(super) fn legalisations(legalisations: &[Legalisation]) -> Vec<Element> {
    let is_insurer = |legalisation: &Legalisation| legalisation.kind == LegalisationKind::Insurer;
    let numbered =
        || legalisations.iter().enumerate().filter(|(_, one)| !one.reference.is_empty() && !one.authority.is_empty());
    let embassy = numbered().find(|(_, one)| !is_insurer(one));
    let insurer = numbered().find(|(_, one)| is_insurer(one));
    let written = [("cac:EmbassyEndorsement", embassy), ("cac:InsuranceEndorsement", insurer)];
    written
        .into_iter()
        .filter_map(|(name, found)| found.map(|(index, one)| endorsement(name, index + 1, one)))
        .collect()
}

fn endorsement(name: &'static str, number: usize, legalisation: &Legalisation) -> Element {
    let Legalisation { kind, authority, country, reference, date, status, remark } = legalisation;
    let mut card = Card::named(authority);
    card.party.address.country.clone_from(country);
    let signed = date.map(|date| {
        Element::new("cac:Signature").leaf("cbc:ID", kind.as_str()).child(day("cbc:ValidationDate", Some(date)))
    });
    Element::new(name)
        .leaf("cbc:DocumentID", reference)
        .leaf("cbc:ApprovalStatus", status.as_str())
        .leaf("cbc:Remarks", remark)
        .child([endorser(kind.as_str(), number, card.element("cac:Party"), authority)])
        .child(signed)
}

/// The running number of an endorsement and what it says; nothing when its status means nothing to us.
pub(super) fn read_legalisation(
    mut parts: Parts,
    usual: LegalisationKind,
    notes: &mut Notes,
) -> Option<(u64, Legalisation)> {
    let path = "legalisations";
    let place = parts.place();
    let reference = parts.text("cbc:DocumentID", notes);
    let status = parts.text("cbc:ApprovalStatus", notes);
    let remark = read_remarks(&mut parts, notes);
    let Endorser { role, number, card, contact } =
        parts.part("cac:EndorserParty").map(|part| read_endorser(part, path, notes)).unwrap_or_default();
    let date = parts.part("cac:Signature").and_then(|mut signature| {
        signature.text("cbc:ID", notes);
        let date = signature.plain_day("cbc:ValidationDate", format_args!("{path}.date"), notes);
        signature.close(notes);
        date
    });
    parts.close(notes);
    let authority = card.party.name;
    if contact != authority {
        notes.unknown(format!("{place}/cac:EndorserParty/cac:SignatoryContact"), &contact);
    }
    let kind = LegalisationKind::parse(&role).unwrap_or(usual);
    let known = LegalisationStatus::parse(&status.trim().to_ascii_lowercase());
    let Some(status) = known else {
        notes.unread(path, format!("{place}/cbc:ApprovalStatus"), &status);
        return None;
    };
    let country = card.party.address.country;
    let legalisation = Legalisation { kind, authority, country, reference, date, status, remark };
    Some((number.unwrap_or(u64::MAX), legalisation))
}

/// A country alone, for whoever has no more.
pub(super) fn issuing_country(code: &str) -> Option<Element> {
    country_element("cac:IssuingCountry", code)
}
