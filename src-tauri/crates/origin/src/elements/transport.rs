//! Transport and route: all optional but the two countries (`dataset.md` 2.4).

use super::Basis::{Dm, Map, Tamga};
use super::Cardinality::{Many, One, Optional};
use super::class::{
    BORDER_TRANSPORT_MEANS, CARRIER, CONSIGNMENT, DECLARATION, DESTINATION, EXPORT_COUNTRY, GOODS_SHIPMENT, ITINERARY,
    LOADING_LOCATION, SEAL, TRANSPORT_CONTRACT_DOCUMENT, TRANSPORT_EQUIPMENT, UCR, UNLOADING_LOCATION,
};
use super::{Class, Element};

const EXPORT: &[Class] = &[DECLARATION, GOODS_SHIPMENT, EXPORT_COUNTRY];
const DESTINATION_CHAIN: &[Class] = &[DECLARATION, GOODS_SHIPMENT, DESTINATION];
const MEANS: &[Class] = &[DECLARATION, BORDER_TRANSPORT_MEANS];
const LOADING: &[Class] = &[DECLARATION, GOODS_SHIPMENT, CONSIGNMENT, LOADING_LOCATION];
const UNLOADING: &[Class] = &[DECLARATION, GOODS_SHIPMENT, CONSIGNMENT, UNLOADING_LOCATION];
const ROUTE: &[Class] = &[DECLARATION, GOODS_SHIPMENT, CONSIGNMENT, ITINERARY.numbered()];
const CONTRACT: &[Class] = &[DECLARATION, GOODS_SHIPMENT, CONSIGNMENT, TRANSPORT_CONTRACT_DOCUMENT.numbered()];
const CARRIER_CHAIN: &[Class] = &[DECLARATION, GOODS_SHIPMENT, CONSIGNMENT, CARRIER];
const EQUIPMENT: &[Class] = &[DECLARATION, GOODS_SHIPMENT, CONSIGNMENT, TRANSPORT_EQUIPMENT.numbered()];
const SEALS: &[Class] = &[DECLARATION, GOODS_SHIPMENT, CONSIGNMENT, TRANSPORT_EQUIPMENT.numbered(), SEAL.numbered()];
const REFERENCE: &[Class] = &[DECLARATION, GOODS_SHIPMENT, UCR];

/// A place below the shipment of a UBL certificate.
macro_rules! ubl_shipment {
    ($below:literal) => {
        concat!("CertificateOfOriginApplication/Shipment", $below)
    };
}

/// A place below the consignment of the edi3 JSON.
macro_rules! edi3_consignment {
    ($below:literal) => {
        concat!("supplyChainConsignment", $below)
    };
}

/// Transport and route.
pub(super) const TRANSPORT: &[Element] = &[
    Element::new("transport.export_country", "exporting country", One, &[Dm])
        .dm(EXPORT, "Export Country. Country. Code", "062", "ID", "a2")
        .list("ISO 3166-1")
        .xml("GoodsShipment/ExportCountry/ID")
        .edi3(edi3_consignment!(".exportCountry.code"))
        .cod("Exporter/ExporterCountry")
        .ubl(ubl_shipment!("/ExportCountry/IdentificationCode")),
    Element::new("transport.destination_country", "importing country, the key for routing", One, &[Dm])
        .dm(DESTINATION_CHAIN, "Destination. Country. Code", "465", "CountryCode", "a2")
        .list("ISO 3166-1")
        .xml("GoodsShipment/Destination/CountryCode")
        .edi3(edi3_consignment!(".importCountry.code"))
        .cod("Transport/TransportCountryDestination")
        .ubl(ubl_shipment!("/Consignment/FinalDestinationCountry/IdentificationCode")),
    Element::new("transport.departure", "day or instant of departure, or words", Optional, &[Map])
        .dm(MEANS, "Border Transport Means. Departure. Date Time", "156", "DepartureDateTime", "an..35")
        .list("2379: 102, 304")
        .xml("BorderTransportMeans/DepartureDateTime/DateTimeString")
        .edi3(edi3_consignment!(".mainCarriageTransportMovement.departureEvent.departureDateTime"))
        .ubl(ubl_shipment!("/ShipmentStage/ActualDepartureTransportEvent/OccurrenceDate")),
    Element::new("transport.mode", "mode of transport", Optional, &[Dm])
        .dm(MEANS, "Border Transport Means. Mode. Code", "T022", "ModeCode", "n1")
        .list("8067")
        .xml("BorderTransportMeans/ModeCode")
        .d23b("specifiedConsignment.mainCarriageLogisticsTransportMovement.modeCode")
        .ubl(ubl_shipment!("/ShipmentStage/TransportModeCode")),
    Element::new("transport.means.name", "vessel, flight or free words", Optional, &[Dm, Map])
        .dm(MEANS, "Border Transport Means. Name. Text", "T005", "Name", "an..35")
        .stored(256)
        .xml("BorderTransportMeans/Name")
        .edi3(edi3_consignment!(".mainCarriageTransportMovement.usedTransportMeans.name"))
        .cod("Transport/TransportMeans")
        .ubl(ubl_shipment!("/ShipmentStage/TransportMeans/MaritimeTransport/VesselName")),
    Element::new("transport.means.id", "IMO number, plate, registration", Optional, &[Dm])
        .dm(MEANS, "Border Transport Means. Identification. Identifier", "T006", "ID", "an..35")
        .xml("BorderTransportMeans/ID")
        .edi3(edi3_consignment!(".mainCarriageTransportMovement.usedTransportMeans.iD"))
        .ubl(ubl_shipment!("/ShipmentStage/TransportMeans/MaritimeTransport/VesselID")),
    Element::new("transport.means.voyage", "number of voyage or flight", Optional, &[Tamga])
        .xml("BorderTransportMeans/VoyageID")
        .edi3(edi3_consignment!(".mainCarriageTransportMovement.iD"))
        .ubl(ubl_shipment!("/ShipmentStage/TransportMeans/JourneyID")),
    Element::new("transport.means.id_kind", "kind of the identifier", Optional, &[Dm])
        .dm(MEANS, "Border Transport Means. Identification Type. Code", "T018", "IdentificationTypeCode", "an..17")
        .xml("BorderTransportMeans/IdentificationTypeCode")
        .ubl(ubl_shipment!("/ShipmentStage/TransportMeans/MaritimeTransport/VesselID@schemeID")),
    Element::new("transport.means.kind", "kind of means", Optional, &[Dm])
        .dm(MEANS, "Border Transport Means. Type. Code", "T010", "TypeCode", "an..4")
        .list("Rec 28")
        .xml("BorderTransportMeans/TypeCode")
        .ubl(ubl_shipment!("/ShipmentStage/TransportMeansTypeCode")),
    Element::new("transport.loading.code", "port or place of loading, code", Optional, &[Dm, Map])
        .dm(LOADING, "Loading Location. Identification. Identifier", "L010", "ID", "an..17")
        .list("UN/LOCODE")
        .xml("GoodsShipment/Consignment/LoadingLocation/ID")
        .edi3(edi3_consignment!(".loadingBaseportLocation.iD"))
        .d23b("specifiedConsignment.loadingLogisticsLocation.id")
        .ubl(ubl_shipment!("/ShipmentStage/LoadingPortLocation/ID")),
    Element::new("transport.loading.name", "port or place of loading, words", Optional, &[Dm, Map])
        .dm(LOADING, "Loading Location. Name. Text", "L009", "Name", "an..256")
        .stored(256)
        .xml("GoodsShipment/Consignment/LoadingLocation/Name")
        .edi3(edi3_consignment!(".loadingBaseportLocation.name"))
        .cod("Transport/TransportPortOfLoading")
        .ubl(ubl_shipment!("/ShipmentStage/LoadingPortLocation/Name")),
    Element::new("transport.discharge.code", "port or place of discharge, code", Optional, &[Map])
        .dm(UNLOADING, "Unloading Location. Identification. Identifier", "L013", "ID", "an..17")
        .list("UN/LOCODE")
        .xml("GoodsShipment/Consignment/UnloadingLocation/ID")
        .edi3(edi3_consignment!(".unloadingBaseportLocation.iD"))
        .d23b("specifiedConsignment.unloadingLogisticsLocation.id")
        .ubl(ubl_shipment!("/ShipmentStage/UnloadingPortLocation/ID")),
    Element::new("transport.discharge.name", "port or place of discharge, words", Optional, &[Map])
        .dm(UNLOADING, "Unloading Location. Name. Text", "L012", "Name", "an..256")
        .stored(256)
        .xml("GoodsShipment/Consignment/UnloadingLocation/Name")
        .edi3(edi3_consignment!(".unloadingBaseportLocation.name"))
        .ubl(ubl_shipment!("/ShipmentStage/UnloadingPortLocation/Name")),
    Element::new("transport.route[]", "countries passed, in order", Many, &[Dm])
        .dm(ROUTE, "Itinerary. Routing Country. Code", "064", "RoutingCountryCode", "a2")
        .beside(&["006"])
        .list("ISO 3166-1")
        .xml("GoodsShipment/Consignment/Itinerary/RoutingCountryCode")
        .ubl(ubl_shipment!("/Consignment/TransitCountry/IdentificationCode")),
    Element::new("transport.documents[].kind", "kind of transport document", Optional, &[Tamga])
        .list("1001: 705, 740, 714")
        .xml("GoodsShipment/Consignment/TransportContractDocument/TypeCode")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/DocumentTypeCode"),
    Element::new("transport.documents[].number", "its number", One, &[Map])
        .dm(CONTRACT, "Transport Contract Document. Identification. Identifier", "D023", "ID", "an..70")
        .xml("GoodsShipment/Consignment/TransportContractDocument/ID")
        .edi3(edi3_consignment!(".iD"))
        .d23b("specifiedConsignment.id")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/ID"),
    Element::new("transport.carrier", "carrier’s name", Optional, &[Dm, Map])
        .dm(CARRIER_CHAIN, "Carrier. Name. Text", "R011", "Name", "an..70")
        .xml("GoodsShipment/Consignment/Carrier/Name")
        .ubl(ubl_shipment!("/ShipmentStage/CarrierParty/PartyName/Name")),
    Element::new("transport.carrier_id", "carrier’s identifier", Optional, &[Dm, Map])
        .dm(CARRIER_CHAIN, "Carrier. Identification. Identifier", "R012", "ID", "an..17")
        .xml("GoodsShipment/Consignment/Carrier/ID")
        .ubl(ubl_shipment!("/ShipmentStage/CarrierParty/PartyIdentification/ID")),
    Element::new("transport.equipment[].number", "container number", One, &[Dm])
        .dm(EQUIPMENT, "Transport Equipment. Identification. Identifier", "159", "ID", "an..17")
        .list("ISO 6346")
        .xml("GoodsShipment/Consignment/TransportEquipment/ID")
        .ubl(ubl_shipment!("/TransportHandlingUnit/TransportEquipment/ID")),
    Element::new("transport.equipment[].seals[]", "its seals", Many, &[Dm])
        .dm(SEALS, "Seal. Identification. Identifier", "165", "ID", "an..35")
        .xml("GoodsShipment/Consignment/TransportEquipment/Seal/ID")
        .ubl(ubl_shipment!("/TransportHandlingUnit/TransportEquipment/TransportEquipmentSeal/ID")),
    Element::new("transport.ucr", "unique consignment reference", Optional, &[Dm])
        .dm(REFERENCE, "UCR. Identification. Identifier", "016", "ID", "an..35")
        .list("ISO 15459")
        .xml("GoodsShipment/UCR/ID")
        .ubl(ubl_shipment!("/ID")),
    Element::new("transport.trader_reference", "trader’s own reference", Optional, &[Dm])
        .dm(REFERENCE, "UCR. Trader Assigned Reference. Identifier", "009", "TraderAssignedReferenceID", "an..35")
        .xml("GoodsShipment/UCR/TraderAssignedReferenceID")
        .ubl("CertificateOfOriginApplication/ReferenceID"),
];
