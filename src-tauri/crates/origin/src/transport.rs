//! How the goods travel: all optional, because chambers' certificates often say nothing about it.

use crate::time::Moment;

/// A place as code and printed words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// UN/LOCODE, or empty.
    pub code: String,
    /// Printed words.
    pub name: String,
}

/// When the goods leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Departure {
    /// A day or an instant.
    At(Moment),
    /// Words such as "earliest available".
    Words(String),
}

/// The means of transport.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Means {
    /// Vessel, flight or free words.
    pub name: String,
    /// IMO number, plate, registration.
    pub id: String,
    /// Voyage or flight number.
    pub voyage: String,
    /// What kind of identification `id` is (WCO T018), or empty.
    pub id_kind: String,
    /// Kind of means, Rec 28 code of at most 4 characters, or empty.
    pub kind: String,
}

/// A transport contract document (UN/EDIFACT 1001: 705, 714, 740).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TransportDocument {
    /// 1001 code, or empty when unknown.
    pub kind: String,
    /// Its number.
    pub number: String,
}

/// A container with its seals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Equipment {
    /// Container number, ISO 6346.
    pub number: String,
    /// Seal numbers.
    pub seals: Vec<String>,
}

/// Transport and route (`dataset.md` 2.4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transport {
    /// ISO 3166-1 alpha-2 of the exporting country.
    pub export_country: String,
    /// ISO 3166-1 alpha-2 of the importing country; the key for routing.
    pub destination_country: String,
    /// Day of departure, or words.
    pub departure: Option<Departure>,
    /// Rec 19 mode code, one digit, or empty.
    pub mode: String,
    /// Means of transport.
    pub means: Means,
    /// Port or place of loading.
    pub loading: Place,
    /// Port or place of discharge.
    pub discharge: Place,
    /// Countries passed, in order.
    pub route: Vec<String>,
    /// Bills of lading, air waybills.
    pub documents: Vec<TransportDocument>,
    /// Carrier's name, or empty.
    pub carrier: String,
    /// Carrier's identifier, at most 17 characters, or empty.
    pub carrier_id: String,
    /// Containers.
    pub equipment: Vec<Equipment>,
    /// Unique consignment reference, ISO 15459, or empty.
    pub ucr: String,
    /// The trader's own reference, or empty.
    pub trader_reference: String,
}
