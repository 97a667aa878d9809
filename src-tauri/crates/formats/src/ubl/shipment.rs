//! How the goods travel, in UBL: `Shipment` with `Consignment`, `ShipmentStage` and `TransportHandlingUnit`.

use std::borrow::Cow;

use tamga_origin::{Certificate, Departure, Equipment, Flag, Means, Party, PartyId, Transport};

use super::goods::{self, Line, Makers, PackageIndex};
use super::party::{Card, country_element, country_of, place_element, read_country, read_party, read_place};
use super::values::{Gaps, code, measure, moment};
use crate::error::FormatError;
use crate::limits::Limits;
use crate::parts::{Notes, Parts};
use crate::tree::Element;

/// The shipment. Its number is the consignment reference, or that of the certificate where there is none.
pub(super) fn element(certificate: &Certificate, gaps: &mut Gaps) -> Element {
    let place = "CertificateOfOrigin/cac:CertificateOfOriginApplication/cac:Shipment";
    let transport = &certificate.transport;
    let number = if transport.ucr.is_empty() { &certificate.number } else { &transport.ucr };
    gaps.need(!number.is_empty(), "number", &format!("{place}/cbc:ID"));
    let total = certificate.gross_mass_total.as_ref();
    let items = certificate.items.len();
    let count = if items == 0 { String::new() } else { items.to_string() };
    Element::new("cac:Shipment")
        .leaf("cbc:ID", number)
        .child(measure("cbc:GrossWeightMeasure", total, "gross_mass_total", gaps))
        .leaf("cbc:TotalGoodsItemQuantity", &count)
        .child(consignment(certificate))
        .child(certificate.items.iter().enumerate().map(|(index, item)| goods::element(certificate, index, item, gaps)))
        .child(stage(certificate))
        .child(certificate.items.iter().enumerate().flat_map(|(index, item)| goods::marks(index, item)))
        .child(equipment(&transport.equipment))
        .child(country_element("cac:ExportCountry", &transport.export_country))
}

fn consignment(certificate: &Certificate) -> Option<Element> {
    let party = |party: &Option<Party>, name| party.as_ref().and_then(|party| Card::from(party).element(name));
    let total = certificate.package_total.map(|total| total.to_string()).unwrap_or_default();
    let said = Element::default()
        .leaf("cbc:TotalPackagesQuantity", &total)
        .child(party(&certificate.consignee, "cac:ConsigneeParty"))
        .child(party(&certificate.consignor, "cac:ConsignorParty"))
        .child(country_element("cac:FinalDestinationCountry", &certificate.transport.destination_country))
        .child(certificate.transport.route.iter().filter_map(|code| country_element("cac:TransitCountry", code)))
        .said()?;
    Some(Element::new("cac:Consignment").leaf("cbc:ID", &certificate.number).child(said.children))
}

fn stage(certificate: &Certificate) -> Option<Element> {
    let Transport { mode, means, loading, discharge, carrier, carrier_id, departure, .. } = &certificate.transport;
    let mut card = Card::named(carrier);
    card.party.ids = vec![PartyId { scheme: String::new(), value: carrier_id.clone() }];
    let is_expected = certificate.flags.contains(&Flag::ExpectedDep);
    let (known, expected) = match departure {
        None => (None, None),
        Some(Departure::Words(words)) => {
            (None, Element::new("cac:EstimatedDepartureTransportEvent").leaf("cbc:Description", words).said())
        }
        Some(Departure::At(at)) => {
            let name =
                if is_expected { "cac:EstimatedDepartureTransportEvent" } else { "cac:ActualDepartureTransportEvent" };
            let event = Element::new(name).child(moment("cbc:OccurrenceDate", "cbc:OccurrenceTime", Some(*at)));
            if is_expected { (None, Some(event)) } else { (Some(event), None) }
        }
    };
    Element::new("cac:ShipmentStage")
        .child(code("cbc:TransportModeCode", "", mode))
        .child(code("cbc:TransportMeansTypeCode", "", &means.kind))
        .child(card.element("cac:CarrierParty"))
        .child(means_element(mode, means))
        .child(place_element("cac:LoadingPortLocation", loading))
        .child(place_element("cac:UnloadingPortLocation", discharge))
        .child(known)
        .child(expected)
        .said()
}

/// Mode (Rec 19) and where UBL keeps the identification of such a means.
const MEANS: [(&str, &str, &str); 3] = [
    ("2", "cac:RailTransport", "cbc:TrainID"),
    ("3", "cac:RoadTransport", "cbc:LicensePlateID"),
    ("4", "cac:AirTransport", "cbc:AircraftID"),
];

/// Only ships have a name here; what goes by rail, road or air has an identification alone.
fn means_element(mode: &str, means: &Means) -> Option<Element> {
    let Means { name, id, voyage, id_kind, kind: _ } = means;
    let identified = |tag| Element::says(tag, id.clone()).said().map(|id| id.with("schemeID", id_kind));
    let land = MEANS.iter().find(|(known, ..)| *known == mode);
    let used = match land {
        Some((_, element, tag)) => Element::new(element).child(identified(tag)),
        None => Element::new("cac:MaritimeTransport").child(identified("cbc:VesselID")).leaf("cbc:VesselName", name),
    };
    Element::new("cac:TransportMeans").leaf("cbc:JourneyID", voyage).child(used.said()).said()
}

fn equipment(containers: &[Equipment]) -> Option<Element> {
    let container = |Equipment { number, seals }: &Equipment| {
        let seal = |seal: &String| Element::new("cac:TransportEquipmentSeal").leaf("cbc:ID", seal).said();
        Element::new("cac:TransportEquipment").leaf("cbc:ID", number).child(seals.iter().filter_map(seal)).said()
    };
    Element::new("cac:TransportHandlingUnit").child(containers.iter().filter_map(container)).said()
}

/// Reads the shipment: transport, totals and goods.
pub(super) fn read(
    mut parts: Parts,
    certificate: &mut Certificate,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<(), FormatError> {
    let number = parts.text("cbc:ID", notes);
    if number != certificate.number {
        certificate.transport.ucr = number;
    }
    certificate.gross_mass_total = parts.amount("cbc:GrossWeightMeasure", "unitCode", "gross_mass_total", notes);
    let stated = parts.count("cbc:TotalGoodsItemQuantity", "items", notes);
    let mut consignments = parts.parts("cac:Consignment");
    if let Some(consignment) = consignments.next() {
        read_consignment(consignment, certificate, notes);
    }
    for more in consignments {
        notes.unknown(more.place(), &more.whole_text());
    }
    let mut stages = parts.parts("cac:ShipmentStage");
    if let Some(stage) = stages.next() {
        read_stage(stage, &mut certificate.transport, notes);
    }
    for more in stages {
        notes.unknown(more.place(), &more.whole_text());
    }
    certificate.transport.export_country = read_country(&mut parts, "cac:ExportCountry", notes);
    let count = parts.how_many("cac:GoodsItem");
    if count > limits.items {
        return Err(FormatError::TooManyItems { limit: limits.items });
    }
    let (mut lines, mut makers) = (Vec::with_capacity(count), Makers::default());
    for item in parts.parts("cac:GoodsItem") {
        lines.push(Line::read(item, &mut makers, notes));
    }
    let index = PackageIndex::of(&lines);
    for unit in parts.parts("cac:TransportHandlingUnit") {
        read_unit(unit, &mut certificate.transport.equipment, &index, &mut lines, notes);
    }
    if stated.is_some_and(|stated| stated != lines.len() as u64) {
        notes.unread("items", parts.at("cbc:TotalGoodsItemQuantity"), &stated.unwrap_or_default().to_string());
    }
    goods::settle(lines, makers, certificate, notes);
    parts.close(notes);
    Ok(())
}

fn read_consignment(mut parts: Parts, certificate: &mut Certificate, notes: &mut Notes) {
    let number = parts.text("cbc:ID", notes);
    if number != certificate.number {
        notes.unknown(parts.at("cbc:ID"), &number);
    }
    certificate.package_total = parts.count("cbc:TotalPackagesQuantity", "package_total", notes);
    let mut party = |name: &str, path: &str| parts.part(name).map(|party| read_party(party, path, notes));
    certificate.consignee = party("cac:ConsigneeParty", "consignee");
    certificate.consignor = party("cac:ConsignorParty", "consignor");
    certificate.transport.destination_country = read_country(&mut parts, "cac:FinalDestinationCountry", notes);
    for country in parts.parts("cac:TransitCountry") {
        certificate.transport.route.push(country_of(country, notes));
    }
    parts.close(notes);
}

/// Departures in the order of their certainty.
const DEPARTURES: [&str; 4] = [
    "cac:ActualDepartureTransportEvent",
    "cac:PlannedDepartureTransportEvent",
    "cac:EstimatedDepartureTransportEvent",
    "cac:RequestedDepartureTransportEvent",
];

fn read_stage(mut parts: Parts, transport: &mut Transport, notes: &mut Notes) {
    transport.mode = parts.word("cbc:TransportModeCode", notes);
    transport.means.kind = parts.word("cbc:TransportMeansTypeCode", notes);
    if let Some(carrier) = parts.part("cac:CarrierParty") {
        let mut carrier = read_party(carrier, "transport.carrier", notes);
        transport.carrier = std::mem::take(&mut carrier.name);
        let mut ids = std::mem::take(&mut carrier.ids).into_iter();
        transport.carrier_id = ids.next().map(|id| id.value).unwrap_or_default();
        if !carrier.is_empty() || ids.next().is_some() {
            notes.unknown(parts.at("cac:CarrierParty"), &carrier.address.lines.join(", "));
        }
    }
    if let Some(means) = parts.part("cac:TransportMeans") {
        read_means(means, &mut transport.means, notes);
    }
    if let Some(place) = parts.part("cac:LoadingPortLocation") {
        transport.loading = read_place(place, notes);
    }
    if let Some(place) = parts.part("cac:UnloadingPortLocation") {
        transport.discharge = read_place(place, notes);
    }
    for name in DEPARTURES {
        if transport.departure.is_none()
            && let Some(event) = parts.part(name)
        {
            transport.departure = read_departure(event, notes);
        }
    }
    parts.close(notes);
}

fn read_departure(mut event: Parts, notes: &mut Notes) -> Option<Departure> {
    let at = event.dated("cbc:OccurrenceDate", "cbc:OccurrenceTime", "transport.departure", notes);
    let words = if at.is_none() { event.text("cbc:Description", notes) } else { String::new() };
    event.close(notes);
    at.map(Departure::At).or_else(|| (!words.is_empty()).then_some(Departure::Words(words)))
}

fn read_means(mut parts: Parts, means: &mut Means, notes: &mut Notes) {
    means.voyage = parts.text("cbc:JourneyID", notes);
    let ship = ("", "cac:MaritimeTransport", "cbc:VesselID");
    for (_, element, tag) in MEANS.into_iter().chain([ship]) {
        let Some(mut used) = parts.part(element) else { continue };
        if let Some(mut id) = used.part(tag) {
            means.id_kind = id.attribute("schemeID").unwrap_or_default();
            means.id = id.into_text(notes);
        }
        if used.has("cbc:VesselName") {
            means.name = used.text("cbc:VesselName", notes);
        }
        used.close(notes);
    }
    parts.close(notes);
}

fn read_unit<'a>(
    parts: Parts<'a>,
    equipment: &mut Vec<Equipment>,
    index: &PackageIndex<'a>,
    lines: &mut [Line<'a>],
    notes: &mut Notes,
) {
    let marks: Vec<Cow<'_, str>> = parts.parts("cbc:ShippingMarks").map(|marks| marks.read_text(notes)).collect();
    let marks = marks.join("\n");
    let mut packages = Vec::new();
    for mut package in parts.parts("cac:ActualPackage") {
        packages.push(package.read("cbc:ID", notes));
        package.close(notes);
    }
    if !marks.is_empty() && !index.mark(lines, &packages, &marks) {
        notes.unread("items.packages.marks", parts.at("cbc:ShippingMarks"), &marks);
    }
    for mut container in parts.parts("cac:TransportEquipment") {
        let number = container.text("cbc:ID", notes);
        let mut seals = Vec::new();
        for mut seal in container.parts("cac:TransportEquipmentSeal") {
            seals.push(seal.text("cbc:ID", notes));
            seal.close(notes);
        }
        container.close(notes);
        equipment.push(Equipment { number, seals });
    }
    parts.close(notes);
}
