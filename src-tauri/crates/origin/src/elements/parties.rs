//! The parties: one block for every role, with the role's own WCO class, identifiers and places (`dataset.md` 2.3).

use super::Basis::{Cod, Dm, Map, Tamga};
use super::Cardinality::{Many, One, Optional};
use super::class as dm;
use super::{Class, Element, Held};

/// A place in a dialect below the role's own, or none where the dialect does not know the role or the part.
macro_rules! at {
    (none, $below:tt) => {
        ""
    };
    ($role:literal, none) => {
        ""
    };
    ($role:literal, $below:literal) => {
        concat!($role, $below)
    };
}

/// The elements of a party. `cod` is the prefix of the role's element names, as in `ExporterAddress`; `tax` the same
/// for the tax number, which not every role has there.
macro_rules! party {
    (
        $path:literal, $when:literal, $name:literal: [$($class:expr),+] $name_id:literal $id_id:literal,
        basis $basis:expr, xml $xml:literal, edi3 $edi3:tt, d23b $d23b:tt, cod $cod:tt, tax $tax:tt, ubl $ubl:tt
        $(, also [$($more:expr),+])?
    ) => {{
        const OWN: &[Class] = &[$($class),+];
        const NUMBERED: &[Class] = &numbered_last(&[$($class),+]);
        const PLACE: &[Class] = &[$($class,)+ dm::ADDRESS];
        const LINES: &[Class] = &[$($class,)+ dm::ADDRESS.numbered()];
        const PERSON: &[Class] = &[$($class,)+ dm::CONTACT];
        const CHANNEL: &[Class] = &[$($class,)+ dm::COMMUNICATION.numbered()];
        &[
            $($($more,)+)?
            Element::new(concat!($path, ".name"), "name as printed, or words such as TO ORDER", One, $basis)
                .when($when)
                .dm(OWN, concat!($name, ". Name. Text"), $name_id, "Name", "an..70")
                .stored(512)
                .xml(concat!($xml, "/Name"))
                .edi3(at!($edi3, ".name"))
                .cod(at!($cod, "BusinessName"))
                .ubl(at!($ubl, "/PartyName/Name")),
            Element::new(concat!($path, ".ids[].scheme"), "scheme of the identifier", Optional, &[Tamga])
                .xml(concat!($xml, "/ID@schemeID"))
                .ubl(at!($ubl, "/PartyIdentification/ID@schemeID")),
            Element::new(concat!($path, ".ids[].value"), "tax, registration or approval number", One, $basis)
                .dm(NUMBERED, concat!($name, ". Identification. Identifier"), $id_id, "ID", "an..17")
                .stored(64)
                .xml(concat!($xml, "/ID"))
                .edi3(at!($edi3, ".iD"))
                .d23b(at!($d23b, ".id"))
                .cod(at!($tax, "TaxIdentification"))
                .ubl(at!($ubl, "/PartyIdentification/ID")),
            Element::new(concat!($path, ".address.lines[]"), "street, box, building; up to 6", Many, &[Dm, Map])
                .dm(LINES, "Address. Line. Text", "239", "Line", "an..70 or an..256")
                .stored(512)
                .xml(concat!($xml, "/Address/Line"))
                .edi3(at!($edi3, ".postalAddress.line1"))
                .cod(at!($cod, "Address"))
                .ubl(at!($ubl, "/PostalAddress/AddressLine/Line")),
            Element::new(concat!($path, ".address.city"), "city", Optional, &[Dm, Map])
                .dm(PLACE, "Address. City Name. Text", "241", "CityName", "an..35")
                .stored(128)
                .xml(concat!($xml, "/Address/CityName"))
                .edi3(at!($edi3, ".postalAddress.cityName"))
                .cod(at!($cod, "City"))
                .ubl(at!($ubl, "/PostalAddress/CityName")),
            Element::new(concat!($path, ".address.region"), "country subdivision, code or name", Optional, &[Dm])
                .dm(PLACE, "Address. Country Sub Division Name. Text", "243", "CountrySubDivisionName", "an..35")
                .beside(&["244"])
                .stored(128)
                .list("ISO 3166-2")
                .xml(concat!($xml, "/Address/CountrySubDivisionName"))
                .edi3(at!($edi3, ".postalAddress.countrySubDivisionName"))
                .ubl(at!($ubl, "/PostalAddress/CountrySubentity")),
            Element::new(concat!($path, ".address.postcode"), "postcode", Optional, &[Dm, Map])
                .dm(PLACE, "Address. Postcode. Identifier", "245", "PostcodeID", "an..9")
                .stored(17)
                .xml(concat!($xml, "/Address/PostcodeID"))
                .edi3(at!($edi3, ".postalAddress.postcode"))
                .ubl(at!($ubl, "/PostalAddress/PostalZone")),
            Element::new(concat!($path, ".address.country"), "country", One, &[Dm, Map])
                .dm(PLACE, "Address. Country. Code", "242", "CountryCode", "a2")
                .list("ISO 3166-1")
                .xml(concat!($xml, "/Address/CountryCode"))
                .edi3(at!($edi3, ".postalAddress.countryCode"))
                .cod(at!($cod, "Country"))
                .ubl(at!($ubl, "/PostalAddress/Country/IdentificationCode")),
            Element::new(concat!($path, ".contact_name"), "person to ask", Optional, &[Dm, Cod])
                .dm(PERSON, "Contact. Name. Text", "246", "Name", "an..70")
                .stored(256)
                .xml(concat!($xml, "/Contact/Name"))
                .ubl(at!($ubl, "/Contact/Name")),
            Element::new(concat!($path, ".channels[].kind"), "kind of channel", One, &[Dm, Cod])
                .dm(CHANNEL, "Communication. Type. Code", "253", "TypeCode", "an..3")
                .list("3155")
                .xml(concat!($xml, "/Communication/TypeCode"))
                .ubl(at!($ubl, "/Contact/OtherCommunication/ChannelCode")),
            Element::new(concat!($path, ".channels[].value"), "number or address", One, &[Dm, Cod])
                .dm(CHANNEL, "Communication. Identification. Identifier", "240", "ID", "an..50")
                .stored(256)
                .xml(concat!($xml, "/Communication/ID"))
                .ubl(at!($ubl, "/Contact/OtherCommunication/Value")),
        ]
    }};
}

/// The chain whose last class stands for a repeated element in it.
const fn numbered_last<const N: usize>(classes: &[Class; N]) -> [Class; N] {
    let mut chain = *classes;
    if let Some(last) = chain.last_mut() {
        *last = last.numbered();
    }
    chain
}

/// Exporter.
pub(super) const EXPORTER: &[Element] = party!(
    "exporter", "", "Exporter": [dm::DECLARATION, dm::EXPORTER] "R031" "R032",
    basis &[Dm, Map], xml "Exporter", edi3 "supplyChainConsignment.exporter", d23b none,
    cod "Exporter/Exporter", tax "Exporter/Exporter",
    ubl "ExporterParty"
);

/// Importer.
pub(super) const IMPORTER: &[Element] = party!(
    "importer", "the profile asks", "Importer": [dm::DECLARATION, dm::GOODS_SHIPMENT, dm::IMPORTER] "R037" "R038",
    basis &[Dm], xml "GoodsShipment/Importer", edi3 "supplyChainConsignment.importer", d23b none,
    cod "Importer/Importer", tax "Importer/Importer",
    ubl "ImporterParty"
);

/// Consignee, on many forms the only party on the buyer's side.
pub(super) const CONSIGNEE: &[Element] = party!(
    "consignee", "no importer is given", "Consignee":
    [dm::DECLARATION, dm::GOODS_SHIPMENT, dm::CONSIGNEE] "R014" "R015",
    basis &[Dm, Map], xml "GoodsShipment/Consignee", edi3 none, d23b "specifiedConsignment.consignee",
    cod "Consignee/Consignee", tax none,
    ubl "CertificateOfOriginApplication/Shipment/Consignment/ConsigneeParty"
);

/// Consignor, where it differs from the exporter.
pub(super) const CONSIGNOR: &[Element] = party!(
    "consignor", "", "Consignor": [dm::DECLARATION, dm::GOODS_SHIPMENT, dm::CONSIGNOR] "R020" "R021",
    basis &[Dm], xml "GoodsShipment/Consignor", edi3 none, d23b "specifiedConsignment.consignor",
    cod none, tax none,
    ubl "CertificateOfOriginApplication/Shipment/Consignment/ConsignorParty"
);

/// Numbered producers; items refer to them by number.
pub(super) const PRODUCERS: &[Element] = party!(
    "producers[]", "", "Producer": [dm::DECLARATION, dm::GOODS_SHIPMENT, dm::PRODUCER.numbered()] "R034" "R035",
    basis &[Map, Cod], xml "GoodsShipment/ProducerEntry",
    edi3 "supplyChainConsignment.includedConsignmentItems[].manufacturer", d23b none,
    cod "Producers/Producer/Producer", tax "Producers/Producer/Producer",
    ubl "CertificateOfOriginApplication/Shipment/GoodsItem/Item/ManufacturerParty", also [
        Element::new("producers[].number", "number to which items refer", One, &[Cod, Tamga])
            .held(Held::Key)
            .xml("GoodsShipment/ProducerEntry/SequenceNumeric")
            .cod("Producers/Producer/ProducerOrderNo"),
        Element::new("producers[].same_as_exporter", "the producer is the exporter", Optional, &[Cod])
            .xml("GoodsShipment/ProducerEntry/SameAsExporterIndicator")
            .cod("Producers/Producer/ProducerExporter"),
        Element::new("producers[].confidential", "the name is withheld", Optional, &[Cod])
            .xml("GoodsShipment/ProducerEntry/ConfidentialIndicator")
            .cod("Producers/Producer/ProducerConfidenciality")
    ]
);

/// Whoever else invoices: third party, third country or non-party are one idea with three names.
pub(super) const INVOICING_PARTY: &[Element] = party!(
    "invoicing_party", "", "Seller": [dm::DECLARATION, dm::GOODS_SHIPMENT, dm::SELLER] "R050" "R051",
    basis &[Dm, Tamga], xml "GoodsShipment/Seller", edi3 none, d23b none,
    cod "Comments/ThirdOpComments/ThirdOp", tax none,
    ubl "CertificateOfOriginApplication/SupportingDocumentReference/IssuerParty"
);

/// Who files for the exporter.
pub(super) const AGENT: &[Element] = party!(
    "agent", "", "Submitter": [dm::DECLARATION, dm::SUBMITTER] "R058" "R059",
    basis &[Dm], xml "Submitter", edi3 none, d23b none,
    cod none, tax none,
    ubl "CertificateOfOriginApplication/PreparationParty", also [
        Element::new("agent.kind", "representative or attorney", One, &[Cod, Tamga])
            .xml("Submitter/RoleCode")
            .list("representative, attorney")
            .cod("CODSubmitterType")
    ]
);
