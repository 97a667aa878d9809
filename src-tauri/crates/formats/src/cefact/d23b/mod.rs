//! How does the strict UN/CEFACT PreferentialCoO, release D23B, read and write (`dataset.md` 5.2)?
//!
//! Its schema allows no property beyond its own and knows parties by identifier only: no names, no description, no
//! criterion, no invoice. So it is written only where an agreement names it, and reading gives an index record, never a
//! certificate.

mod read;
mod write;

pub use read::read;
use tamga_origin::{Certificate, Date, GoodsItem, HsCode, Moment, Origin, Party, PartyId, ProofType};
pub use write::write;

/// The top property that tells this form from all others.
pub(crate) const HEAD: &str = "exchangedDocument";

/// What such a document says: enough to find a certificate by, not enough to be one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndexRecord {
    /// Certificate number.
    pub number: String,
    /// UN/EDIFACT 1001 code of the document.
    pub kind: String,
    /// Day or instant of issue.
    pub issued_at: Option<Moment>,
    /// When the first signatory signed.
    pub signed_at: Option<Moment>,
    /// Where the first signatory signed, UN/LOCODE.
    pub signed_in: String,
    /// Identifier of the issuing body.
    pub issuer: String,
    /// Number of the consignment.
    pub consignment: String,
    /// Identifier of the consignor.
    pub consignor: String,
    /// Identifier of the consignee.
    pub consignee: String,
    /// Name of the free trade agreement.
    pub agreement: String,
    /// Port or place of loading, UN/LOCODE.
    pub loading: String,
    /// Port or place of discharge, UN/LOCODE.
    pub discharge: String,
    /// Mode of transport, Rec 19.
    pub mode: String,
    /// Kind of the means of transport, Rec 28.
    pub means_kind: String,
    /// Name of the means of transport.
    pub means: String,
    /// Voyage or flight number.
    pub voyage: String,
    /// Lines of goods, in document order.
    pub lines: Vec<IndexLine>,
}

/// One line of goods in an index record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndexLine {
    /// Number of the line, as written.
    pub number: String,
    /// Tariff code, as written.
    pub tariff: String,
    /// Country of origin, ISO 3166-1 alpha-2.
    pub origin: String,
    /// Packages of the line.
    pub packages: Vec<IndexPackages>,
}

/// Packages in an index record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndexPackages {
    /// How many, as written.
    pub count: String,
    /// Kind, Rec 21.
    pub kind: String,
    /// Marks.
    pub marks: String,
}

/// The part of a certificate that a record carries, so that the rest can be named as lost.
fn carried(record: &IndexRecord, certificate: &Certificate) -> Certificate {
    let party = |value: &str| {
        let ids = vec![PartyId { scheme: String::new(), value: value.to_owned() }];
        (!value.is_empty()).then(|| Party { ids, ..Party::default() })
    };
    let mut back = Certificate {
        number: record.number.clone(),
        // The form is for preference alone; a kind that its list does not hold is not written.
        proof_type: ProofType::from_code(&record.kind).unwrap_or(ProofType::PreferenceCertificate),
        issued_at: record.issued_at,
        is_preferential: true,
        consignor: party(&record.consignor),
        consignee: party(&record.consignee),
        ..Certificate::default()
    };
    back.issuer.code.clone_from(&record.issuer);
    back.issue_place.code.clone_from(&record.signed_in);
    back.scheme.name.clone_from(&record.agreement);
    let transport = &mut back.transport;
    transport.ucr.clone_from(&record.consignment);
    transport.loading.code.clone_from(&record.loading);
    transport.discharge.code.clone_from(&record.discharge);
    transport.mode.clone_from(&record.mode);
    transport.means.kind.clone_from(&record.means_kind);
    transport.means.name.clone_from(&record.means);
    transport.means.voyage.clone_from(&record.voyage);
    for (line, item) in record.lines.iter().zip(&certificate.items) {
        let hs = HsCode { code: line.tariff.clone(), ..HsCode::default() };
        let origin = Origin { country: line.origin.clone(), ..Origin::default() };
        back.items.push(GoodsItem { sequence: item.sequence, hs, origin, ..GoodsItem::default() });
    }
    back
}

/// A day as the schema wants it, at midnight UTC; years outside 0000 to 9999 have no such writing.
fn midnight(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
