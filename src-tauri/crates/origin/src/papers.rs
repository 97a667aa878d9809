//! Which other papers belong to a certificate: certificates it refers to, supporting documents, orders, the documentary
//! credit, legalisations, and the list of what a change changed (`dataset.md` 2.6).

use crate::time::Date;
use crate::word::words;

/// A certificate or ruling this one refers to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// `replaces`, `duplicate_of`, `back_to_back_on`, `split_from`, `advance_ruling`, `export_declaration`.
    pub role: String,
    /// 1001 code, or empty.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Its issue date.
    pub date: Option<Date>,
    /// Its issuer, or empty.
    pub issuer: String,
    /// Its country, or empty.
    pub country: String,
    /// The goods item it concerns, by sequence; none for all of them.
    pub line: Option<u32>,
}

/// A document that supports the claim (WCO AdditionalDocument).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SupportingDocument {
    /// Category code, at most 3 characters, or empty.
    pub category: String,
    /// 1001 code: 271, 862, 861 …
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Its name, at most 256 characters.
    pub name: String,
    /// Its date.
    pub date: Option<Date>,
    /// SHA-256 of the attachment, in hex, or empty.
    pub digest: String,
}

/// A purchase order or contract.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order {
    /// 1001 code: 105 purchase order, 315 contract.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Option<Date>,
}

/// The documentary credit the goods are paid with (1001 code 465).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentaryCredit {
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: Option<Date>,
    /// The issuing bank.
    pub bank: String,
}

words! {
    /// Who legalises.
    LegalisationKind {
        /// An embassy.
        Embassy = "embassy",
        /// A consulate.
        Consulate = "consulate",
        /// A ministry.
        Ministry = "ministry",
        /// An apostille.
        Apostille = "apostille",
        /// A federation of chambers.
        ChamberFederation = "chamber_federation",
        /// An insurer.
        Insurer = "insurer",
    }
}

words! {
    /// How far a legalisation is.
    LegalisationStatus {
        /// Asked for.
        Wanted = "wanted",
        /// Granted.
        Granted = "granted",
        /// Refused.
        Refused = "refused",
    }
}

/// An endorsement by an embassy, a ministry or the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legalisation {
    /// Who legalises.
    pub kind: LegalisationKind,
    /// Name of the authority, at most 512 characters.
    pub authority: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Its reference number.
    pub reference: String,
    /// Its date.
    pub date: Option<Date>,
    /// How far it is.
    pub status: LegalisationStatus,
    /// A remark, at most 512 characters.
    pub remark: String,
}

/// One change that a revision made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amendment {
    /// Reason code of the list in `dataset.md` section 6 (ERR, CON, QTY …).
    pub reason: String,
    /// The path that changed.
    pub path: String,
    /// What stood there, as text.
    pub before: String,
    /// What stands there now, as text.
    pub after: String,
}
