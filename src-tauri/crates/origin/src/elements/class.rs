//! The classes of the WCO Data Model that certificates use, with their identifiers as far as published declaration
//! schemas show them. A class without one cannot stand in a pointer; paths through it travel as text.

/// A class of the WCO Data Model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// Its name in dictionary entries, for instance `Goods Shipment`.
    pub name: &'static str,
    /// Its identifier, for instance `67A`; empty where no published schema that we know shows it.
    pub id: &'static str,
    /// Do its occurrences here carry the number of the list's entry in our paths?
    pub is_numbered: bool,
}

const fn class(name: &'static str, id: &'static str) -> Class {
    Class { name, id, is_numbered: false }
}

impl Class {
    /// The same class where it stands once for each entry of a list.
    pub(super) const fn numbered(self) -> Self {
        Self { is_numbered: true, ..self }
    }
}

pub(super) const DECLARATION: Class = class("Declaration", "42A");
pub(super) const ADDITIONAL_DOCUMENT: Class = class("Additional Document", "02A");
pub(super) const ADDITIONAL_INFORMATION: Class = class("Additional Information", "03A");
pub(super) const ADDRESS: Class = class("Address", "04A");
pub(super) const AMENDMENT: Class = class("Amendment", "06A");
pub(super) const AUTHENTICATION: Class = class("Authentication", "");
pub(super) const AUTHENTICATOR: Class = class("Authenticator", "");
pub(super) const AUTHORISATION_HOLDER: Class = class("Authorisation Holder", "17C");
pub(super) const BORDER_TRANSPORT_MEANS: Class = class("Border Transport Means", "15A");
pub(super) const CARRIER: Class = class("Carrier", "18A");
pub(super) const CLASSIFICATION: Class = class("Classification", "21A");
pub(super) const COMMODITY: Class = class("Commodity", "23A");
pub(super) const COMMUNICATION: Class = class("Communication", "25A");
pub(super) const CONSIGNEE: Class = class("Consignee", "27A");
pub(super) const CONSIGNMENT: Class = class("Consignment", "28A");
pub(super) const CONSIGNOR: Class = class("Consignor", "");
pub(super) const CONTACT: Class = class("Contact", "34A");
pub(super) const DESTINATION: Class = class("Destination", "99B");
pub(super) const EXPORT_COUNTRY: Class = class("Export Country", "95B");
pub(super) const EXPORTER: Class = class("Exporter", "57A");
pub(super) const GOODS_ITEM: Class = class("Government Agency Goods Item", "68A");
pub(super) const GOODS_MEASURE: Class = class("Goods Measure", "65A");
pub(super) const GOODS_SHIPMENT: Class = class("Goods Shipment", "67A");
pub(super) const IMPORTER: Class = class("Importer", "74A");
pub(super) const INVOICE: Class = class("Invoice", "78A");
pub(super) const INVOICE_LINE: Class = class("Invoice Line", "");
pub(super) const ITINERARY: Class = class("Itinerary", "81A");
pub(super) const LOADING_LOCATION: Class = class("Loading Location", "");
pub(super) const ORIGIN: Class = class("Origin", "92A");
pub(super) const PACKAGING: Class = class("Packaging", "93A");
pub(super) const POINTER: Class = class("Pointer", "97A");
pub(super) const PREVIOUS_DOCUMENT: Class = class("Previous Document", "99A");
pub(super) const PRODUCER: Class = class("Producer", "");
pub(super) const SEAL: Class = class("Seal", "44B");
pub(super) const SELLER: Class = class("Seller", "09B");
pub(super) const SUBMITTER: Class = class("Submitter", "17B");
pub(super) const TRADE_TERMS: Class = class("Trade Terms", "22B");
pub(super) const TRANSPORT_CONTRACT_DOCUMENT: Class = class("Transport Contract Document", "");
pub(super) const TRANSPORT_EQUIPMENT: Class = class("Transport Equipment", "31B");
pub(super) const UCR: Class = class("UCR", "35B");
pub(super) const UNLOADING_LOCATION: Class = class("Unloading Location", "");
