//! Transport and route in Tamga CO XML: the border transport means stand in the declaration, the rest in the shipment.

use tamga_origin::{Departure, Equipment, Means, Place, Transport, TransportDocument};

use super::parts::{Notes, Parts, moment_element};
use crate::tree::Element;

pub(super) fn place_elements(code: &'static str, name: &'static str, place: &Place) -> Vec<Element> {
    let leaf = |tag, text: &str| Element::says(tag, text).filled();
    [leaf(code, &place.code), leaf(name, &place.name)].into_iter().flatten().collect()
}

pub(super) fn read_place(parts: &mut Parts, code: &str, name: &str, notes: &mut Notes) -> Place {
    Place { code: parts.text(code, notes), name: parts.text(name, notes) }
}

/// `BorderTransportMeans`, `Consignment`, `Destination`, `ExportCountry` and `UCR`.
pub(super) struct TransportElements {
    pub(super) means: Option<Element>,
    pub(super) consignment: Option<Element>,
    pub(super) destination: Option<Element>,
    pub(super) export: Option<Element>,
    pub(super) reference: Option<Element>,
}

pub(super) fn elements(transport: &Transport) -> TransportElements {
    let Transport {
        export_country,
        destination_country,
        departure,
        mode,
        means: Means { name, id, voyage, id_kind, kind },
        loading,
        discharge,
        route,
        documents,
        carrier,
        carrier_id,
        equipment,
        ucr,
        trader_reference,
    } = transport;
    let departure = match departure {
        Some(Departure::At(moment)) => moment_element("DepartureDateTime", Some(*moment)),
        Some(Departure::Words(words)) => Some(Element::says("DepartureText", words.clone()).present()),
        None => None,
    };
    let means = Element::new("BorderTransportMeans")
        .leaf("Name", name)
        .leaf("ID", id)
        .leaf("ModeCode", mode)
        .child(departure)
        .leaf("VoyageID", voyage)
        .leaf("IdentificationTypeCode", id_kind)
        .leaf("TypeCode", kind)
        .filled();
    let itinerary = route.iter().enumerate().map(|(index, country)| {
        Element::new("Itinerary").leaf("SequenceNumeric", &(index + 1).to_string()).leaf("RoutingCountryCode", country)
    });
    let documents = documents.iter().map(|TransportDocument { kind, number }| {
        Element::new("TransportContractDocument").leaf("ID", number).leaf("TypeCode", kind).present()
    });
    let containers = equipment.iter().map(|Equipment { number, seals }| {
        let seals = seals.iter().map(|seal| Element::new("Seal").leaf("ID", seal).present());
        Element::new("TransportEquipment").leaf("ID", number).child(seals).present()
    });
    let consignment = Element::new("Consignment")
        .child(Element::new("Carrier").leaf("Name", carrier).leaf("ID", carrier_id).filled())
        .child(itinerary)
        .child(Element::new("LoadingLocation").child(place_elements("ID", "Name", loading)).filled())
        .child(documents)
        .child(Element::new("UnloadingLocation").child(place_elements("ID", "Name", discharge)).filled())
        .child(containers)
        .filled();
    TransportElements {
        means,
        consignment,
        destination: Element::new("Destination").leaf("CountryCode", destination_country).filled(),
        export: Element::new("ExportCountry").leaf("ID", export_country).filled(),
        reference: Element::new("UCR").leaf("ID", ucr).leaf("TraderAssignedReferenceID", trader_reference).filled(),
    }
}

/// Reads the means from the declaration and the rest from the shipment.
pub(super) fn read(declaration: &mut Parts, shipment: Option<&mut Parts>, notes: &mut Notes) -> Transport {
    let mut transport = Transport::default();
    if let Some(mut means) = declaration.part("BorderTransportMeans") {
        transport.means = Means {
            name: means.text("Name", notes),
            id: means.text("ID", notes),
            voyage: means.text("VoyageID", notes),
            id_kind: means.code("IdentificationTypeCode", notes),
            kind: means.code("TypeCode", notes),
        };
        transport.mode = means.code("ModeCode", notes);
        let words = means.part("DepartureText").map(|words| Departure::Words(words.into_text(notes)));
        let at = means.moment("DepartureDateTime", "transport.departure", notes).map(Departure::At);
        if words.is_some() && at.is_some() {
            notes.conflict("transport.departure", format!("{}/DepartureText", means.place()), "");
        }
        transport.departure = at.or(words);
        means.close(notes);
    }
    let Some(shipment) = shipment else { return transport };
    let mut country = |name: &str, leaf: &str| {
        shipment.part(name).map_or_else(String::new, |mut part| {
            let code = part.text(leaf, notes);
            part.close(notes);
            code
        })
    };
    transport.destination_country = country("Destination", "CountryCode");
    transport.export_country = country("ExportCountry", "ID");
    if let Some(consignment) = shipment.part("Consignment") {
        read_consignment(consignment, &mut transport, notes);
    }
    if let Some(mut reference) = shipment.part("UCR") {
        transport.ucr = reference.text("ID", notes);
        transport.trader_reference = reference.text("TraderAssignedReferenceID", notes);
        reference.close(notes);
    }
    transport
}

fn read_consignment(mut consignment: Parts, transport: &mut Transport, notes: &mut Notes) {
    if let Some(mut carrier) = consignment.part("Carrier") {
        transport.carrier = carrier.text("Name", notes);
        transport.carrier_id = carrier.text("ID", notes);
        carrier.close(notes);
    }
    for mut step in consignment.parts("Itinerary") {
        let stated = step.whole("SequenceNumeric", "transport.route", notes);
        let due = transport.route.len() as u64 + 1;
        if stated.is_some_and(|stated| stated != due) {
            notes.conflict("transport.route", format!("{}/SequenceNumeric", step.place()), &due.to_string());
        }
        transport.route.push(step.text("RoutingCountryCode", notes));
        step.close(notes);
    }
    let mut place = |name: &str| {
        consignment.part(name).map_or_else(Place::default, |mut part| {
            let place = read_place(&mut part, "ID", "Name", notes);
            part.close(notes);
            place
        })
    };
    transport.loading = place("LoadingLocation");
    transport.discharge = place("UnloadingLocation");
    for mut document in consignment.parts("TransportContractDocument") {
        let read = TransportDocument { number: document.text("ID", notes), kind: document.code("TypeCode", notes) };
        transport.documents.push(read);
        document.close(notes);
    }
    for mut container in consignment.parts("TransportEquipment") {
        let number = container.text("ID", notes);
        let mut seals = Vec::new();
        for mut seal in container.parts("Seal") {
            seals.push(seal.text("ID", notes));
            seal.close(notes);
        }
        transport.equipment.push(Equipment { number, seals });
        container.close(notes);
    }
    consignment.close(notes);
}
