//! Parties, addresses, the issuing body and signatories in Tamga CO XML.

use tamga_origin::{
    Address, Agent, AgentKind, Attestation, Authorisation, Channel, CompetentAuthority, IssuingBody, Moment, Party,
    PartyId, Producer,
};

use super::parts::{Notes, Parts, moment_element};
use super::transport::{place_elements, read_place};
use crate::tree::Element;

pub(super) fn party_element(name: &'static str, party: &Party) -> Element {
    fill_party(Element::new(name), party)
}

fn fill_party(element: Element, party: &Party) -> Element {
    let Party { name, ids, address, contact_name, channels } = party;
    element
        .leaf("Name", name)
        .child(
            ids.iter()
                .map(|PartyId { scheme, value }| Element::says("ID", value.clone()).with("schemeID", scheme).present()),
        )
        .child(address_element(address))
        .child(Element::new("Contact").leaf("Name", contact_name).filled())
        .child(channels.iter().map(channel_element))
}

pub(super) fn read_party(mut parts: Parts, path: &str, notes: &mut Notes) -> Party {
    let party = take_party(&mut parts, path, notes);
    parts.close(notes);
    party
}

fn take_party(parts: &mut Parts, path: &str, notes: &mut Notes) -> Party {
    Party {
        name: parts.text("Name", notes),
        ids: parts
            .parts("ID")
            .map(|mut id| PartyId { scheme: id.attribute("schemeID").unwrap_or_default(), value: id.into_text(notes) })
            .collect(),
        address: parts.part("Address").map(|part| read_address(part, path, notes)).unwrap_or_default(),
        contact_name: parts
            .part("Contact")
            .map(|mut contact| {
                let name = contact.text("Name", notes);
                contact.close(notes);
                name
            })
            .unwrap_or_default(),
        channels: read_channels(parts, notes),
    }
}

fn channel_element(channel: &Channel) -> Element {
    let Channel { kind, value } = channel;
    Element::new("Communication").leaf("ID", value).leaf("TypeCode", kind).present()
}

fn read_channels(parts: &mut Parts, notes: &mut Notes) -> Vec<Channel> {
    let read = |mut part: Parts| {
        let channel = Channel { value: part.text("ID", notes), kind: part.code("TypeCode", notes) };
        part.close(notes);
        channel
    };
    parts.parts("Communication").map(read).collect()
}

fn address_element(address: &Address) -> Option<Element> {
    let Address { lines, city, region, postcode, country } = address;
    Element::new("Address")
        .leaf("CityName", city)
        .leaf("CountryCode", country)
        .leaf("CountrySubDivisionName", region)
        .child(lines.iter().map(|line| Element::says("Line", line.clone()).present()))
        .leaf("PostcodeID", postcode)
        .filled()
}

fn read_address(mut parts: Parts, path: &str, notes: &mut Notes) -> Address {
    let mut either = |first: &str, second: &str| {
        let (one, other) = (parts.text(first, notes), parts.text(second, notes));
        if !one.is_empty() && !other.is_empty() && one != other {
            notes.conflict(format_args!("{path}.address"), format!("{}/{second}", parts.place()), &other);
        }
        if one.is_empty() { other } else { one }
    };
    // The mapping calls it `City`, the declaration schema `CityName`.
    let city = either("CityName", "City");
    let region = either("CountrySubDivisionName", "CountrySubDivisionCode");
    let address = Address {
        city,
        country: parts.text("CountryCode", notes),
        region,
        lines: parts.parts("Line").map(|line| line.into_text(notes)).collect(),
        postcode: parts.text("PostcodeID", notes),
    };
    parts.close(notes);
    address
}

pub(super) fn issuing_body_element(body: &IssuingBody) -> Option<Element> {
    let IssuingBody { code, name, address, channels, accreditation, competent_authority } = body;
    let CompetentAuthority { name: authority, country } = competent_authority;
    let authority = Element::new("CompetentAuthority").leaf("Name", authority).leaf("CountryCode", country).filled();
    Element::new("IssuingBody")
        .leaf("ID", code)
        .leaf("Name", name)
        .child(address_element(address))
        .child(channels.iter().map(channel_element))
        .leaf("AccreditationID", accreditation)
        .child(authority)
        .filled()
}

pub(super) fn read_issuing_body(parts: &mut Parts, notes: &mut Notes) -> IssuingBody {
    let Some(mut part) = parts.part("IssuingBody") else { return IssuingBody::default() };
    let body = IssuingBody {
        code: part.text("ID", notes),
        name: part.text("Name", notes),
        address: part.part("Address").map(|address| read_address(address, "issuer", notes)).unwrap_or_default(),
        channels: read_channels(&mut part, notes),
        accreditation: part.text("AccreditationID", notes),
        competent_authority: part.part("CompetentAuthority").map_or_else(CompetentAuthority::default, |mut part| {
            let authority =
                CompetentAuthority { name: part.text("Name", notes), country: part.text("CountryCode", notes) };
            part.close(notes);
            authority
        }),
    };
    part.close(notes);
    body
}

pub(super) fn agent_element(agent: &Agent) -> Element {
    let Agent { kind, party } = agent;
    let role = Element::says("RoleCode", kind.as_str()).with("listID", "tamga");
    fill_party(Element::new("Submitter").child([role]), party)
}

pub(super) fn read_agent(mut parts: Parts, notes: &mut Notes) -> Option<Agent> {
    let kind = parts.parsed("RoleCode", "agent.kind", notes, AgentKind::parse);
    let party = take_party(&mut parts, "agent", notes);
    parts.close(notes);
    Some(Agent { kind: kind?, party })
}

pub(super) fn authorisation_element(authorisation: &Authorisation) -> Element {
    let Authorisation { number, category, authority, from, to } = authorisation;
    Element::new("AuthorisationHolder")
        .leaf("ID", number)
        .leaf("CategoryCode", category)
        .leaf("AuthorityName", authority)
        .child(moment_element("StartDateTime", from.map(Moment::Day)))
        .child(moment_element("EndDateTime", to.map(Moment::Day)))
        .present()
}

pub(super) fn read_authorisation(mut parts: Parts, notes: &mut Notes) -> Authorisation {
    let authorisation = Authorisation {
        number: parts.text("ID", notes),
        category: parts.code("CategoryCode", notes),
        authority: parts.text("AuthorityName", notes),
        from: parts.day("StartDateTime", "authorisation.from", notes),
        to: parts.day("EndDateTime", "authorisation.to", notes),
    };
    parts.close(notes);
    authorisation
}

pub(super) fn attestation_element(role: &str, attestation: Option<&Attestation>) -> Option<Element> {
    let Attestation { text, date, place, name, title } = attestation?;
    let element = Element::new("Authentication")
        .leaf("Authentication", text)
        .child(moment_element("ActualDateTime", *date))
        .child(place_elements("ActualLocationID", "ActualLocationName", place))
        .child(Element::new("Authenticator").leaf("Name", name).leaf("Title", title).filled())
        .present();
    Some(element.with("role", role))
}

pub(super) fn read_attestation(mut parts: Parts, path: &str, notes: &mut Notes) -> Attestation {
    let mut attestation = Attestation {
        text: parts.text("Authentication", notes),
        date: parts.moment("ActualDateTime", format_args!("{path}.date"), notes),
        place: read_place(&mut parts, "ActualLocationID", "ActualLocationName", notes),
        ..Attestation::default()
    };
    if let Some(mut person) = parts.part("Authenticator") {
        attestation.name = person.text("Name", notes);
        attestation.title = person.text("Title", notes);
        person.close(notes);
    }
    parts.close(notes);
    attestation
}

pub(super) fn producer_element(producer: &Producer) -> Element {
    let Producer { number, party, same_as_exporter, confidential } = producer;
    let entry = Element::new("ProducerEntry")
        .leaf("SequenceNumeric", &number.to_string())
        .leaf("SameAsExporterIndicator", if *same_as_exporter { "true" } else { "" })
        .leaf("ConfidentialIndicator", if *confidential { "true" } else { "" });
    fill_party(entry, party)
}

pub(super) fn read_producer(mut parts: Parts, notes: &mut Notes) -> Producer {
    let number = parts.small("SequenceNumeric", "producers", notes).unwrap_or_default();
    let path = format!("producers[{number}]");
    let producer = Producer {
        number,
        same_as_exporter: parts.is("SameAsExporterIndicator", &path, notes).unwrap_or_default(),
        confidential: parts.is("ConfidentialIndicator", &path, notes).unwrap_or_default(),
        party: take_party(&mut parts, &path, notes),
    };
    parts.close(notes);
    producer
}
