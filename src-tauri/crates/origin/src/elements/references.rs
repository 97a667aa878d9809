//! Other papers: references, evidence, orders, credit, legalisations, amendments (`dataset.md` 2.6).

use super::Basis::{Dm, Tamga};
use super::Cardinality::{One, Optional};
use super::class::{ADDITIONAL_DOCUMENT, AMENDMENT, DECLARATION, GOODS_SHIPMENT, POINTER, PREVIOUS_DOCUMENT};
use super::{Class, Element};

const PREVIOUS: &[Class] = &[DECLARATION, GOODS_SHIPMENT, PREVIOUS_DOCUMENT.numbered()];
const DOCUMENTS: &[Class] = &[DECLARATION, ADDITIONAL_DOCUMENT.numbered()];
const DOCUMENT: &[Class] = &[DECLARATION, ADDITIONAL_DOCUMENT];
const CHANGES: &[Class] = &[DECLARATION, AMENDMENT.numbered()];
const CHANGE_POINTER: &[Class] = &[DECLARATION, AMENDMENT.numbered(), POINTER];

/// A place below a supporting document of a UBL certificate.
macro_rules! ubl_document {
    ($below:literal) => {
        concat!("CertificateOfOriginApplication/SupportingDocumentReference", $below)
    };
}

/// References, legalisation, documentary credit.
pub(super) const REFERENCES: &[Element] = &[
    Element::new("references[].role", "what the other paper is to this one", One, &[Dm, Tamga])
        .list("roles")
        .xml("GoodsShipment/PreviousDocument/RoleCode"),
    Element::new("references[].kind", "kind of the other paper", Optional, &[Dm, Tamga])
        .dm(PREVIOUS, "Previous Document. Type. Code", "D019", "TypeCode", "an..3")
        .list("1001")
        .xml("GoodsShipment/PreviousDocument/TypeCode")
        .ubl(ubl_document!("/DocumentTypeCode")),
    Element::new("references[].number", "its number", One, &[Dm, Tamga])
        .dm(PREVIOUS, "Previous Document. Identification. Identifier", "D018", "ID", "an..70")
        .xml("GoodsShipment/PreviousDocument/ID")
        .cod("GoodsAR/GoodsARReferenceNumber")
        .ubl(ubl_document!("/ID")),
    Element::new("references[].date", "its issue date", Optional, &[Tamga])
        .xml("GoodsShipment/PreviousDocument/IssueDateTime/DateTimeString")
        .cod("GoodsAR/GoodsArIssueDate")
        .ubl(ubl_document!("/IssueDate")),
    Element::new("references[].issuer", "who issued it", Optional, &[Tamga])
        .xml("GoodsShipment/PreviousDocument/IssuerName")
        .cod("GoodsAR/GoodsARIssuingAuthorityName")
        .ubl(ubl_document!("/IssuerParty/PartyName/Name")),
    Element::new("references[].country", "its country", Optional, &[Tamga])
        .list("ISO 3166-1")
        .xml("GoodsShipment/PreviousDocument/CountryCode")
        .ubl(ubl_document!("/IssuerParty/PostalAddress/Country/IdentificationCode")),
    Element::new("references[].line", "line of the other paper", Optional, &[Dm, Tamga])
        .dm(PREVIOUS, "Previous Document. Line. Numeric", "171", "LineNumeric", "n..5")
        .xml("GoodsShipment/PreviousDocument/LineNumeric"),
    Element::new("evidence[].category", "category of the supporting document", Optional, &[Dm])
        .dm(DOCUMENTS, "Additional Document. Category. Code", "D031", "CategoryCode", "an..3")
        .xml("AdditionalDocument[evidence]/CategoryCode"),
    Element::new("evidence[].kind", "its kind", Optional, &[Dm])
        .dm(DOCUMENTS, "Additional Document. Type. Code", "D006", "TypeCode", "an..3")
        .list("1001: 271, 862, 861")
        .xml("AdditionalDocument[evidence]/TypeCode")
        .ubl(ubl_document!("/DocumentTypeCode")),
    Element::new("evidence[].number", "its number", Optional, &[Dm])
        .dm(DOCUMENTS, "Additional Document. Identification. Identifier", "D005", "ID", "an..70")
        .xml("AdditionalDocument[evidence]/ID")
        .ubl(ubl_document!("/ID")),
    Element::new("evidence[].name", "its name", Optional, &[Dm])
        .dm(DOCUMENTS, "Additional Document. Name. Text", "D028", "Name", "an..35")
        .stored(256)
        .xml("AdditionalDocument[evidence]/Name")
        .ubl(ubl_document!("/DocumentDescription")),
    Element::new("evidence[].date", "its date", Optional, &[Dm])
        .dm(DOCUMENTS, "Additional Document. Effective. Date Time", "276", "EffectiveDateTime", "an..35")
        .xml("AdditionalDocument[evidence]/EffectiveDateTime/DateTimeString")
        .ubl(ubl_document!("/IssueDate")),
    Element::new("evidence[].digest", "digest of the attachment", Optional, &[Tamga])
        .xml("AdditionalDocument[evidence]/DigestID")
        .ubl(ubl_document!("/Attachment/ExternalReference/DocumentHash")),
    Element::new("orders[].kind", "purchase order or contract", Optional, &[Dm, Tamga])
        .dm(DOCUMENTS, "Additional Document. Type. Code", "D006", "TypeCode", "an..3")
        .list("1001: 105, 315")
        .xml("AdditionalDocument[order]/TypeCode")
        .ubl(ubl_document!("/DocumentTypeCode")),
    Element::new("orders[].number", "its number", One, &[Dm, Tamga])
        .dm(DOCUMENTS, "Additional Document. Identification. Identifier", "D005", "ID", "an..70")
        .xml("AdditionalDocument[order]/ID")
        .ubl(ubl_document!("/ID")),
    Element::new("orders[].date", "its date", Optional, &[Dm, Tamga])
        .dm(DOCUMENTS, "Additional Document. Effective. Date Time", "276", "EffectiveDateTime", "an..35")
        .xml("AdditionalDocument[order]/EffectiveDateTime/DateTimeString")
        .ubl(ubl_document!("/IssueDate")),
    Element::new("documentary_credit.number", "number of the credit", One, &[Dm, Tamga])
        .dm(DOCUMENT, "Additional Document. Identification. Identifier", "D005", "ID", "an..70")
        .beside(&["D006"])
        .list("1001: 465")
        .xml("AdditionalDocument[credit]/ID")
        .ubl(ubl_document!("/ID")),
    Element::new("documentary_credit.date", "its date", Optional, &[Dm, Tamga])
        .dm(DOCUMENT, "Additional Document. Effective. Date Time", "276", "EffectiveDateTime", "an..35")
        .xml("AdditionalDocument[credit]/EffectiveDateTime/DateTimeString")
        .ubl(ubl_document!("/IssueDate")),
    Element::new("documentary_credit.bank", "issuing bank", Optional, &[Tamga])
        .xml("AdditionalDocument[credit]/IssuerName")
        .ubl(ubl_document!("/IssuerParty/PartyName/Name")),
    Element::new("legalisations[].kind", "embassy, consulate, ministry, apostille and the like", One, &[Tamga])
        .list("legalisations")
        .xml("Legalisation/KindCode")
        .ubl("EmbassyEndorsement/EndorserParty/RoleCode"),
    Element::new("legalisations[].authority", "who legalises", Optional, &[Tamga])
        .stored(512)
        .xml("Legalisation/AuthorityName")
        .ubl("EmbassyEndorsement/EndorserParty/Party/PartyName/Name"),
    Element::new("legalisations[].country", "its country", Optional, &[Tamga])
        .list("ISO 3166-1")
        .xml("Legalisation/CountryCode")
        .ubl("EmbassyEndorsement/EndorserParty/Party/PostalAddress/Country/IdentificationCode"),
    Element::new("legalisations[].reference", "its reference", Optional, &[Tamga])
        .xml("Legalisation/ReferenceID")
        .ubl("EmbassyEndorsement/DocumentID"),
    Element::new("legalisations[].date", "its date", Optional, &[Tamga])
        .xml("Legalisation/IssueDateTime/DateTimeString")
        .ubl("EmbassyEndorsement/Signature/ValidationDate"),
    Element::new("legalisations[].status", "wanted, granted or refused", One, &[Tamga])
        .list("wanted, granted, refused")
        .xml("Legalisation/StatusCode")
        .ubl("EmbassyEndorsement/ApprovalStatus"),
    Element::new("legalisations[].remark", "remark", Optional, &[Tamga])
        .stored(512)
        .xml("Legalisation/Remark")
        .ubl("EmbassyEndorsement/Remarks"),
    Element::new("amendments[].reason", "reason of the change", One, &[Dm])
        .dm(CHANGES, "Amendment. Change Reason. Code", "099", "ChangeReasonCode", "an..3")
        .list("reasons")
        .xml("Amendment/ChangeReasonCode"),
    Element::new("amendments[].path", "path that changed", One, &[Dm])
        .dm(CHANGE_POINTER, "Pointer. Document Section. Code", "375", "DocumentSectionCode", "an..3")
        .beside(&["381", "006"])
        .xml("Amendment/PointerText"),
    Element::new("amendments[].before", "before", Optional, &[Tamga]).xml("Amendment/PreviousText"),
    Element::new("amendments[].after", "after", Optional, &[Tamga]).xml("Amendment/CurrentText"),
];
