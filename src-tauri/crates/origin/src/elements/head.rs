//! The head: number, kind, dates, scheme, flags, totals, validity, online check (`dataset.md` 2.1).

use super::Basis::{Cod, Dm, Fta, Map, Tamga};
use super::Cardinality::{Many, One, Optional};
use super::class::{ADDITIONAL_INFORMATION, DECLARATION, GOODS_ITEM, GOODS_SHIPMENT, ORIGIN};
use super::{Class, Element, Held};

const TOP: &[Class] = &[DECLARATION];
const STATEMENT: &[Class] = &[DECLARATION, ADDITIONAL_INFORMATION];
const STATEMENTS: &[Class] = &[DECLARATION, ADDITIONAL_INFORMATION.numbered()];
const ITEM_ORIGIN: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM, ORIGIN];

/// Head of the certificate.
pub(super) const HEAD: &[Element] = &[
    Element::new("number", "certificate number, unique in the issuing body", One, &[Dm, Map])
        .dm(TOP, "Declaration. Identification. Identifier", "D014", "ID", "an..70")
        .stored(64)
        .list("numbering rule of the profile")
        .xml("ID")
        .edi3("iD")
        .d23b("exchangedDocument.id")
        .cod("CertificationEH/CertificateID")
        .ubl("ID"),
    Element::new("proof_type", "kind of proof", One, &[Dm, Tamga])
        .dm(TOP, "Declaration. Type. Code", "D013", "TypeCode", "an..3")
        .list("1001")
        .xml("TypeCode")
        .d23b("exchangedDocument.typeCode")
        .ubl("CertificateOfOriginApplication/CertificateType"),
    Element::new("document_id", "UUID of this document, 32 hex digits", One, &[Dm, Tamga])
        .dm(TOP, "Declaration. Functional Reference. Identifier", "D026", "FunctionalReferenceID", "an..35")
        .stored(35)
        .xml("FunctionalReferenceID")
        .ubl("UUID"),
    Element::new("function", "original or change", One, &[Dm])
        .dm(TOP, "Declaration. Function. Code", "017", "FunctionCode", "n..2")
        .list("1225")
        .xml("FunctionCode"),
    Element::new("revision", "counts every signed step under one number", One, &[Dm, Tamga])
        .dm(TOP, "Declaration. Version. Identifier", "383", "VersionID", "an..9")
        .xml("VersionID")
        .ubl("VersionID"),
    Element::new("issued_at", "day or instant of issue", One, &[Dm, Map])
        .dm(TOP, "Declaration. Issue. Date Time", "D011", "IssueDateTime", "an..35")
        .list("2379: 102, 304")
        .xml("IssueDateTime/DateTimeString")
        .edi3("issueDateTime")
        .d23b("exchangedDocument.issueDateTime")
        .cod("CertificationEH/CertificateDate")
        .ubl("IssueDate"),
    Element::new("issue_place.code", "place of issue, code", Optional, &[Dm, Map])
        .dm(TOP, "Declaration. Issue Location. Identifier", "D012", "IssueLocationID", "an..5")
        .list("UN/LOCODE")
        .xml("IssueLocationID")
        .edi3("issueLocation.iD")
        .d23b("exchangedDocument.issueLogisticsLocation.id")
        .ubl("CertificateOfOriginApplication/IssuerParty/PhysicalLocation/ID"),
    Element::new("issue_place.name", "place of issue, printed words", Optional, &[Tamga])
        .stored(256)
        .xml("IssueLocationName")
        .edi3("issueLocation.name")
        .cod("EH/EHCityLocality")
        .ubl("CertificateOfOriginApplication/IssuerParty/PhysicalLocation/Name"),
    Element::new("scheme.code", "agreement profile", One, &[Dm, Tamga])
        .when("preferential")
        .dm(STATEMENT, "Additional Information. Statement. Code", "226", "StatementCode", "an..17")
        .stored(32)
        .list("profiles")
        .xml("AdditionalInformation[SCH]/StatementCode")
        .edi3("freeTradeAgreement")
        .cod("Agreement/AgreementAcronym")
        .ubl("ProfileID"),
    Element::new("scheme.name", "name of the agreement as printed", Optional, &[Dm, Tamga])
        .dm(STATEMENT, "Additional Information. Statement Description. Text", "225", "StatementDescription", "an..512")
        .xml("AdditionalInformation[SCH]/StatementDescription")
        .cod("Agreement/AgreementName")
        .ubl("Description"),
    Element::new("scheme.form_code", "form within the agreement", Optional, &[Tamga])
        .xml("AdditionalInformation[SCH]/FormCode"),
    Element::new("scheme.form_version", "version of the form", Optional, &[Tamga])
        .xml("AdditionalInformation[SCH]/FormVersionID"),
    Element::new("is_preferential", "preferential or not, the same for all items", One, &[Dm, Tamga])
        .dm(ITEM_ORIGIN, "Origin. Type. Code", "501", "TypeCode", "an..3")
        .list("P, N")
        .xml("GoodsShipment/GovernmentAgencyGoodsItem/Origin/TypeCode")
        .edi3("isPreferential"),
    Element::new("flags[]", "tick boxes and set remarks", Many, &[Fta, Tamga])
        .dm(STATEMENTS, "Additional Information. Statement. Code", "226", "StatementCode", "an..17")
        .stored(17)
        .list("flags")
        .xml("AdditionalInformation[FLG]/StatementCode")
        .cod("Comments/ThirdOpComments/ThirdOpStatement"),
    Element::new("item_count", "number of goods items", Optional, &[Dm, Map])
        .held(Held::Computed)
        .dm(TOP, "Declaration. Goods Item. Quantity", "228", "GoodsItemQuantity", "n..5")
        .xml("GoodsItemQuantity")
        .cod("GoodsList/GoodsQty"),
    Element::new("package_total", "printed total of packages", Optional, &[Dm, Map])
        .dm(TOP, "Declaration. Total Package. Quantity", "146", "TotalPackageQuantity", "n..8")
        .xml("TotalPackageQuantity")
        .ubl("CertificateOfOriginApplication/Shipment/Consignment/TotalPackagesQuantity"),
    Element::new("gross_mass_total", "printed total gross mass", Optional, &[Dm, Map])
        .dm(TOP, "Declaration. Total Gross Mass. Measure", "131", "TotalGrossMassMeasure", "n..16,6")
        .list("Rec 20")
        .xml("TotalGrossMassMeasure")
        .ubl("CertificateOfOriginApplication/Shipment/GrossWeightMeasure"),
    Element::new("valid_from", "first day of validity, when printed", Optional, &[Cod, Tamga])
        .beside(&["276"])
        .xml("Validity/StartDateTime/DateTimeString")
        .cod("CertificationEH/CertificateInitialDate"),
    Element::new("valid_to", "last day of validity, when printed", Optional, &[Cod, Tamga])
        .beside(&["276"])
        .xml("Validity/EndDateTime/DateTimeString")
        .cod("CertificationEH/CertificateFinalDate"),
    Element::new("remarks[]", "free remarks", Many, &[Dm, Fta])
        .dm(STATEMENTS, "Additional Information. Statement Description. Text", "225", "StatementDescription", "an..512")
        .stored(4000)
        .list("4451")
        .xml("AdditionalInformation[REM]/StatementDescription")
        .edi3("supplyChainConsignment.information")
        .cod("Comments/GeneralComments")
        .ubl("Note"),
    Element::new("copies", "originals and certified copies issued", Optional, &[Tamga])
        .xml("CopiesQuantity")
        .ubl("CertificateOfOriginApplication/DocumentDistribution/MaximumCopiesNumeric"),
    Element::new("check_address", "web address for online checking", Optional, &[Fta, Tamga])
        .stored(512)
        .xml("OnlineCheck/Address"),
    Element::new("check_token", "secret that opens the online check", Optional, &[Fta, Tamga])
        .stored(64)
        .xml("OnlineCheck/Token")
        .cod("CertificationEH/CertificateControlCode"),
    Element::new("annex_digest", "salted digest of the confidential annex", Optional, &[Tamga])
        .stored(64)
        .xml("AnnexDigestID"),
];
