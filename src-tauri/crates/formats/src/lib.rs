//! How is a certificate written down and read back? The dialects: Tamga CO XML (lossless, the one that is signed),
//! the UN/CEFACT edi3 JSON, OASIS UBL, and the digital certificate of the ALADI agreements; applications for
//! certificates also as spreadsheets.
//!
//! Deliberately not here: whether a signature is good (`tamga-seal`), whether XML is safe to look at (`tamga-xml`),
//! what a certificate may do (`tamga-origin`). Readers get as much as could be read and say the rest in findings.

pub mod agreements;
pub mod aladi;
pub mod bill;
pub mod cefact;
mod claims;
pub mod co_xml;
pub mod error;
pub mod findings;
pub mod import;
mod json;
mod keys;
pub mod layout;
pub mod limits;
mod lines;
mod losses;
mod nodes;
mod parts;
pub mod paths;
mod recognise;
pub mod sample;
pub mod sheet;
pub mod status_list;
mod tree;
pub mod trust_list;
pub mod ubl;
pub mod worksheet;

pub use agreements::{ProfileError, ProfileFault};
pub use error::FormatError;
pub use limits::Limits;
pub use recognise::{Dialect, DocumentKind, Recognised, recognise, recognise_document};
use tamga_origin::Finding;

/// Every code that readers and writers raise as a finding, with the names of its parameters in their order.
///
/// `where` is a place in the file, `text` what stood there, `found` a path of the certificate model.
pub const CODES: &[(&str, &[&str])] = &[
    ("read.unknown", &["where", "text"]),
    ("read.value", &["where", "text"]),
    ("read.conflict", &["where", "text"]),
    ("read.spelling", &["where"]),
    ("read.bom", &[]),
    ("read.zone_assumed", &["where", "text"]),
    ("read.identifier", &["text"]),
    ("read.unsigned_claim", &["where", "text"]),
    ("read.foreign_status", &["text"]),
    ("read.sequence", &["text"]),
    ("read.totals", &["count"]),
    ("gap.required", &["where"]),
    ("loss.dropped", &["dialect", "text"]),
    ("loss.folded", &["dialect", "text"]),
    ("loss.recoded", &["dialect", "text"]),
    ("loss.precision", &["where", "text"]),
    ("withheld.producer", &["dialect", "text"]),
    ("import.unread", &["found"]),
    ("sheet.number_for_code", &["where", "text", "offered"]),
    ("sheet.day_for_code", &["where", "text"]),
    ("sheet.digits_lost", &["where", "text"]),
    ("sheet.digits", &["where", "text", "shown"]),
    ("sheet.number_question", &["where", "text", "readings"]),
    ("sheet.date_question", &["where", "text", "readings"]),
    ("sheet.day_refused", &["where", "text", "reason"]),
    ("sheet.time", &["where"]),
    ("sheet.error_value", &["where", "text"]),
    ("sheet.characters", &["where"]),
    ("sheet.incomplete", &["where"]),
    ("sheet.differs", &["where", "text", "kept"]),
    ("sheet.reference_missing", &["where"]),
    ("sheet.reference_twice", &["where", "text", "first"]),
    ("sheet.goods_without_application", &["where", "text"]),
    ("sheet.example", &["where"]),
    ("sheet.unknown_column", &["where", "text"]),
    ("sheet.column_twice", &["where", "text"]),
    ("sheet.no_heads", &[]),
    ("sheet.formula", &["where", "count"]),
    ("sheet.hidden_row", &["where"]),
    ("sheet.hidden_column", &["where"]),
    ("sheet.hidden_sheet", &["where"]),
    ("sheet.merged", &["where"]),
    ("sheet.encoding", &["encoding"]),
    ("sheet.bytes", &["encoding"]),
    ("sheet.quote", &[]),
    ("bill.header_missing", &["where"]),
    ("bill.column_missing", &["column"]),
    ("bill.column_unknown", &["where", "text"]),
    ("bill.question", &["where", "text", "readings"]),
    ("bill.number", &["where", "text"]),
    ("bill.status", &["where", "text"]),
    ("bill.code", &["where", "text"]),
    ("bill.country", &["where", "text"]),
    ("bill.unit", &["where", "text"]),
    ("worksheet.differs", &[]),
    ("cod.acronym", &["acronym", "version"]),
    ("cod.comment", &[]),
    ("cod.counter", &["element", "stated", "rows"]),
    ("cod.country", &["country", "acronym"]),
    ("cod.currency", &["currency", "meant"]),
    ("cod.currency_assumed", &["currency"]),
    ("cod.date_order", &["first", "second"]),
    ("cod.empty", &["where"]),
    ("cod.file_name", &["name", "number"]),
    ("cod.form", &["form", "acronym", "version"]),
    ("cod.id", &["id", "count"]),
    ("cod.issuer_country", &["issuer", "exporter"]),
    ("cod.not_applicable", &["element", "form"]),
    ("cod.number_part", &["element", "stated", "meant"]),
    ("cod.order", &["where"]),
    ("cod.order_number", &["element", "number"]),
    ("cod.reference", &["element", "number"]),
    ("cod.replacement_character", &["where"]),
    ("cod.required", &["element", "form"]),
    ("cod.stage", &["exporter_signatures", "issue_parts", "official_signatures"]),
    ("cod.unit", &["text"]),
    ("cod.value", &["where", "text"]),
];

/// What a reader made of a document, and what it noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// As much as could be read.
    pub value: T,
    /// What was noticed, in document order.
    pub findings: Vec<Finding>,
}

/// What a writer made of a certificate, and what the dialect could not carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The document.
    pub bytes: Vec<u8>,
    /// Every path lost, folded or too long; empty when the document carries all.
    pub findings: Vec<Finding>,
}
