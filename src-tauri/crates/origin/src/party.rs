//! Who is named on a certificate: one block for every role (WCO DM Exporter, Importer, Consignee …).

use crate::word::words;

/// A firm or person named on the certificate (`dataset.md` 2.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Party {
    /// Name as printed, at most 512 characters; "TO ORDER" and the like are allowed words, not names.
    pub name: String,
    /// Tax, registration or approval numbers.
    pub ids: Vec<PartyId>,
    /// Postal address.
    pub address: Address,
    /// Person to ask.
    pub contact_name: String,
    /// Telephone, e-mail and the like.
    pub channels: Vec<Channel>,
}

impl Party {
    /// Is there nothing at all in this block?
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An identifier with the scheme it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PartyId {
    /// Scheme, for instance `abr.gov.au:abn`; empty when unknown.
    pub scheme: String,
    /// The identifier, at most 64 characters.
    pub value: String,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Address {
    /// Street, box, building; up to 6 lines of at most 512 characters.
    pub lines: Vec<String>,
    /// City.
    pub city: String,
    /// Country subdivision, code (ISO 3166-2) or name.
    pub region: String,
    /// Postcode.
    pub postcode: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A way to reach somebody: UN/EDIFACT 3155 code and the number or address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Channel {
    /// 3155: TE, AL, FX, EM, AO.
    pub kind: String,
    /// Number or address.
    pub value: String,
}

/// A producer in the certificate's numbered list; items refer to it by number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Producer {
    /// Number in the list, from 1.
    pub number: u32,
    /// The producer; may be empty when it is the exporter or confidential.
    pub party: Party,
    /// The producer is the exporter.
    pub same_as_exporter: bool,
    /// The producer's name is withheld ("AVAILABLE UPON REQUEST").
    pub confidential: bool,
}

words! {
    /// In which capacity somebody files for the exporter.
    AgentKind {
        /// A legal representative.
        Representative = "representative",
        /// An attorney.
        Attorney = "attorney",
    }
}

/// Who files for the exporter (WCO Submitter; ALADI REP and APO).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// In which capacity.
    pub kind: AgentKind,
    /// The person or firm.
    pub party: Party,
}
