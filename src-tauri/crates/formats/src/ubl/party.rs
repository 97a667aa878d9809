//! Parties, addresses, places and the issuing body in UBL: `Party`, `Address`, `Contact`, `Location`.

use tamga_origin::{Address, Channel, IssuingBody, Party, PartyId, Place};

use crate::parts::{Notes, Parts};
use crate::tree::Element;

/// The scheme under which an issuing body's key in the trust list stands.
const ISSUING_BODY: &str = "tamga:issuing-body";
/// The scheme of the accreditation code of the chamber network.
const ACCREDITATION: &str = "icc:accreditation";

/// Channels that have an element of their own in a `Contact`, in the order of the schema.
const CHANNELS: [(&str, &str); 3] = [("TE", "cbc:Telephone"), ("FX", "cbc:Telefax"), ("EM", "cbc:ElectronicMail")];

/// A party with what stands beside it in UBL: where it acts and in which capacity its person signs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Card {
    pub(super) party: Party,
    pub(super) place: Place,
    pub(super) title: String,
}

impl From<&Party> for Card {
    fn from(party: &Party) -> Self {
        Self { party: party.clone(), ..Self::default() }
    }
}

impl Card {
    /// A card that says a name only.
    pub(super) fn named(name: &str) -> Self {
        Self { party: Party { name: name.to_owned(), ..Party::default() }, ..Self::default() }
    }

    /// The party as an element; nothing when it says nothing.
    pub(super) fn element(&self, name: &'static str) -> Option<Element> {
        let Self { party: Party { name: words, ids, address, contact_name, channels }, place, title } = self;
        let ids = ids.iter().filter_map(|PartyId { scheme, value }| {
            let id = Element::says("cbc:ID", value.clone()).said()?.with("schemeID", scheme);
            Some(Element::new("cac:PartyIdentification").child([id]))
        });
        Element::new(name)
            .child(ids)
            .child(Element::new("cac:PartyName").leaf("cbc:Name", words).said())
            .child(address_element(address))
            .child(place_element("cac:PhysicalLocation", place))
            .child(contact_element(contact_name, channels))
            .child(Element::new("cac:Person").leaf("cbc:JobTitle", title).said())
            .said()
    }

    pub(super) fn read(mut parts: Parts, notes: &mut Notes) -> Self {
        let mut card = Self::default();
        let party = &mut card.party;
        party.ids = parts.parts("cac:PartyIdentification").filter_map(|id| read_id(id, notes)).collect();
        let mut names = parts.parts("cac:PartyName");
        if let Some(mut name) = names.next() {
            party.name = name.text("cbc:Name", notes);
            name.close(notes);
        }
        for more in names {
            more.close(notes);
        }
        party.address = parts.part("cac:PostalAddress").map(|part| read_address(part, notes)).unwrap_or_default();
        card.place = parts.part("cac:PhysicalLocation").map(|part| read_place(part, notes)).unwrap_or_default();
        registrations(&mut parts, party, notes);
        if let Some(contact) = parts.part("cac:Contact") {
            read_contact(contact, party, notes);
        }
        if let Some(mut person) = parts.part("cac:Person") {
            card.title = person.text("cbc:JobTitle", notes);
            person.close(notes);
        }
        parts.close(notes);
        card
    }
}

/// The party under a role's element, without what only signatories have.
pub(super) fn read_party(parts: Parts, path: &str, notes: &mut Notes) -> Party {
    let place = parts.place();
    let Card { party, place: location, title } = Card::read(parts, notes);
    for (said, tag) in [(location.name, "PhysicalLocation"), (location.code, "PhysicalLocation"), (title, "Person")] {
        if !said.is_empty() {
            notes.unread(path, format!("{place}/cac:{tag}"), &said);
        }
    }
    party
}

fn read_id(mut parts: Parts, notes: &mut Notes) -> Option<PartyId> {
    let mut id = parts.part("cbc:ID")?;
    let scheme = id.attribute("schemeID").unwrap_or_default();
    let value = id.into_text(notes);
    parts.close(notes);
    Some(PartyId { scheme, value })
}

/// Registered name and numbers, where other writers of UBL put them.
fn registrations(parts: &mut Parts, party: &mut Party, notes: &mut Notes) {
    for mut entity in parts.parts("cac:PartyLegalEntity") {
        if party.name.is_empty() {
            party.name = entity.text("cbc:RegistrationName", notes);
        }
        party.ids.extend(company_id(&mut entity, String::new(), notes));
        entity.close(notes);
    }
    for mut scheme in parts.parts("cac:PartyTaxScheme") {
        let name = scheme.part("cac:TaxScheme").map(|mut tax| {
            let name = tax.text("cbc:ID", notes);
            tax.close(notes);
            name
        });
        party.ids.extend(company_id(&mut scheme, name.unwrap_or_default(), notes));
        scheme.close(notes);
    }
}

fn company_id(parts: &mut Parts, scheme: String, notes: &mut Notes) -> Option<PartyId> {
    let mut id = parts.part("cbc:CompanyID")?;
    let stated = id.attribute("schemeID").filter(|stated| !stated.is_empty());
    Some(PartyId { scheme: stated.unwrap_or(scheme), value: id.into_text(notes) })
}

fn address_element(address: &Address) -> Option<Element> {
    let Address { lines, city, region, postcode, country } = address;
    let line = |line: &String| Element::new("cac:AddressLine").leaf("cbc:Line", line).said();
    Element::new("cac:PostalAddress")
        .leaf("cbc:CityName", city)
        .leaf("cbc:PostalZone", postcode)
        .leaf("cbc:CountrySubentity", region)
        .child(lines.iter().filter_map(line))
        .child(country_element("cac:Country", country))
        .said()
}

/// Parts of an address that become lines, in the order in which people write them.
const LINES: [&str; 11] = [
    "cbc:Postbox",
    "cbc:Department",
    "cbc:Floor",
    "cbc:Room",
    "cbc:BuildingName",
    "cbc:StreetName",
    "cbc:BuildingNumber",
    "cbc:AdditionalStreetName",
    "cbc:BlockName",
    "cbc:CitySubdivisionName",
    "cbc:District",
];

pub(super) fn read_address(mut parts: Parts, notes: &mut Notes) -> Address {
    let mut lines: Vec<String> =
        LINES.iter().map(|name| parts.text(name, notes)).filter(|text| !text.is_empty()).collect();
    for mut line in parts.parts("cac:AddressLine") {
        lines.push(line.text("cbc:Line", notes));
        line.close(notes);
    }
    let region = parts.text("cbc:CountrySubentity", notes);
    let region = if region.is_empty() { parts.text("cbc:CountrySubentityCode", notes) } else { region };
    let address = Address {
        lines,
        city: parts.text("cbc:CityName", notes),
        region,
        postcode: parts.text("cbc:PostalZone", notes),
        country: read_country(&mut parts, "cac:Country", notes),
    };
    parts.close(notes);
    address
}

pub(super) fn country_element(name: &'static str, code: &str) -> Option<Element> {
    Element::new(name).leaf("cbc:IdentificationCode", code).said()
}

/// The country's code, or its name when no code is given.
pub(super) fn read_country(parts: &mut Parts, name: &str, notes: &mut Notes) -> String {
    parts.part(name).map(|country| country_of(country, notes)).unwrap_or_default()
}

pub(super) fn country_of(mut country: Parts, notes: &mut Notes) -> String {
    let code = country.word("cbc:IdentificationCode", notes);
    let code = if code.is_empty() { country.text("cbc:Name", notes) } else { code };
    country.close(notes);
    code
}

pub(super) fn place_element(name: &'static str, place: &Place) -> Option<Element> {
    let Place { code, name: words } = place;
    Element::new(name).leaf("cbc:ID", code).leaf("cbc:Name", words).said()
}

pub(super) fn read_place(mut parts: Parts, notes: &mut Notes) -> Place {
    let mut id = parts.part("cbc:ID");
    if let Some(id) = &mut id {
        id.attribute("schemeID");
    }
    let place =
        Place { code: id.map(|id| id.into_text(notes)).unwrap_or_default(), name: parts.text("cbc:Name", notes) };
    parts.close(notes);
    place
}

/// The first channel of each kind that has an element of its own stands there, as long as the order is kept.
fn contact_element(name: &str, channels: &[Channel]) -> Option<Element> {
    let mut contact = Element::new("cac:Contact").leaf("cbc:Name", name);
    let mut homes = CHANNELS.iter();
    let mut others = channels.iter().peekable();
    while let Some(channel) = others.peek() {
        let Some((_, element)) = homes.find(|(kind, _)| *kind == channel.kind) else { break };
        if channel.value.is_empty() {
            break;
        }
        contact = contact.leaf(element, &channel.value);
        others.next();
    }
    let other = |Channel { kind, value }: &Channel| {
        let channel = Element::new("cac:OtherCommunication").leaf("cbc:ChannelCode", kind);
        channel.leaf("cbc:Value", value).said()
    };
    contact.child(others.filter_map(other)).said()
}

fn read_contact(mut parts: Parts, party: &mut Party, notes: &mut Notes) {
    party.contact_name = parts.text("cbc:Name", notes);
    for (kind, element) in CHANNELS {
        if parts.has(element) {
            party.channels.push(Channel { kind: kind.to_owned(), value: parts.text(element, notes) });
        }
    }
    for mut other in parts.parts("cac:OtherCommunication") {
        let code = other.word("cbc:ChannelCode", notes);
        let kind = if code.is_empty() { other.text("cbc:Channel", notes) } else { code };
        party.channels.push(Channel { kind, value: other.text("cbc:Value", notes) });
        other.close(notes);
    }
    parts.close(notes);
}

/// The body with its place of issue. The competent authority has no element here.
pub(super) fn issuer_card(body: &IssuingBody, place: &Place) -> Card {
    let IssuingBody { code, name, address, channels, accreditation, competent_authority: _ } = body;
    let id = |scheme: &str, value: &String| PartyId { scheme: scheme.to_owned(), value: value.clone() };
    let party = Party {
        name: name.clone(),
        ids: vec![id(ISSUING_BODY, code), id(ACCREDITATION, accreditation)],
        address: address.clone(),
        contact_name: String::new(),
        channels: channels.clone(),
    };
    Card { party, place: place.clone(), title: String::new() }
}

/// The body and the place of issue; a foreign body's first number is its code.
pub(super) fn read_issuer(parts: Parts, notes: &mut Notes) -> (IssuingBody, Place) {
    let place = parts.place();
    let Card { party: Party { name, ids, address, contact_name, channels }, place: location, title } =
        Card::read(parts, notes);
    let mut body = IssuingBody { name, address, channels, ..IssuingBody::default() };
    for PartyId { scheme, value } in ids {
        match scheme.as_str() {
            ACCREDITATION => body.accreditation = value,
            _ if body.code.is_empty() => body.code = value,
            _ => notes.unknown(format!("{place}/cac:PartyIdentification"), &value),
        }
    }
    for said in [contact_name, title].iter().filter(|said| !said.is_empty()) {
        notes.unknown(format!("{place}/cac:Contact"), said);
    }
    (body, location)
}
