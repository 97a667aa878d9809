//! Goods items and the numbered list of invoices (`dataset.md` 2.5).

use super::Basis::{Cod, Dm, Fta, Map, Tamga};
use super::Cardinality::{Many, One, Optional, Several};
use super::class::{
    ADDITIONAL_DOCUMENT, ADDITIONAL_INFORMATION, CLASSIFICATION, COMMODITY, DECLARATION, GOODS_ITEM, GOODS_MEASURE,
    GOODS_SHIPMENT, INVOICE, INVOICE_LINE, ORIGIN, PACKAGING, TRADE_TERMS,
};
use super::{Class, Element, Held};

const ITEM: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered()];
const PACKAGES: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), PACKAGING.numbered()];
const COMMODITY_CHAIN: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), COMMODITY];
const CLASS: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), COMMODITY, CLASSIFICATION];
const CODES: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), COMMODITY, CLASSIFICATION.numbered()];
const MEASURES: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), COMMODITY, GOODS_MEASURE];
const QUANTITIES: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), COMMODITY, GOODS_MEASURE.numbered()];
const LINE: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), COMMODITY, INVOICE_LINE];
const ORIGIN_CHAIN: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), ORIGIN];
const ITEM_STATEMENT: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), ADDITIONAL_INFORMATION];
const ITEM_STATEMENTS: &[Class] =
    &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), ADDITIONAL_INFORMATION.numbered()];
const ITEM_DOCUMENT: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), ADDITIONAL_DOCUMENT];
const TERMS: &[Class] = &[DECLARATION, GOODS_SHIPMENT, GOODS_ITEM.numbered(), TRADE_TERMS];
const INVOICE_CHAIN: &[Class] = &[DECLARATION, GOODS_SHIPMENT, INVOICE.numbered()];

/// A place below the goods item of Tamga CO XML.
macro_rules! xml {
    ($below:literal) => {
        concat!("GoodsShipment/GovernmentAgencyGoodsItem", $below)
    };
}

/// A place below a line of the edi3 JSON.
macro_rules! edi3_line {
    ($below:literal) => {
        concat!("supplyChainConsignment.includedConsignmentItems[].tradeLineItems[]", $below)
    };
}

/// A place below an item of the strict D23B JSON.
macro_rules! d23b_item {
    ($below:literal) => {
        concat!("specifiedConsignment.includedConsignmentItem[]", $below)
    };
}

/// A place below the goods of the ALADI COD.
macro_rules! cod_item {
    ($below:literal) => {
        concat!("GoodsList/Goods", $below)
    };
}

/// A place below the goods item of a UBL certificate.
macro_rules! ubl_item {
    ($below:literal) => {
        concat!("CertificateOfOriginApplication/Shipment/GoodsItem", $below)
    };
}

/// Goods items.
pub(super) const GOODS: &[Element] = &[
    Element::new("items[].sequence", "number of the item, kept for the certificate’s life", One, &[Dm, Map])
        .held(Held::Key)
        .dm(ITEM, "Government Agency Goods Item. Sequence. Numeric", "006", "SequenceNumeric", "n..5")
        .xml(xml!("/SequenceNumeric"))
        .edi3(edi3_line!(".sequenceNumber"))
        .cod(cod_item!("/GoodsOrderNo"))
        .ubl(ubl_item!("/SequenceNumberID")),
    Element::new("items[].packages[].marks", "marks and numbers, or NO MARKS", Optional, &[Dm])
        .dm(PACKAGES, "Packaging. Marks Numbers. Identifier", "142", "MarksNumbersID", "an..512")
        .stored(4000)
        .xml(xml!("/Packaging/MarksNumbersID"))
        .d23b(d23b_item!(".physicalReferencedLogisticsPackage[].physicalLogisticsShippingMarks[].marking"))
        .ubl("CertificateOfOriginApplication/Shipment/TransportHandlingUnit/ShippingMarks"),
    Element::new("items[].packages[].count", "number of packages; none for bulk", Optional, &[Dm, Map])
        .dm(PACKAGES, "Packaging. Quantity. Quantity", "144", "QuantityQuantity", "n..8")
        .xml(xml!("/Packaging/QuantityQuantity"))
        .d23b(d23b_item!(".physicalReferencedLogisticsPackage[].itemQuantity"))
        .ubl(ubl_item!("/ContainingPackage/Quantity")),
    Element::new("items[].packages[].kind", "kind of package", Optional, &[Dm, Map])
        .dm(PACKAGES, "Packaging. Type. Code", "141", "TypeCode", "an..2")
        .list("Rec 21")
        .xml(xml!("/Packaging/TypeCode"))
        .d23b(d23b_item!(".physicalReferencedLogisticsPackage[].typeCode"))
        .ubl(ubl_item!("/ContainingPackage/PackagingTypeCode")),
    Element::new("items[].packages[].kind_text", "kind of package, printed words", Optional, &[Tamga])
        .stored(128)
        .xml(xml!("/Packaging/TypeText"))
        .ubl(ubl_item!("/ContainingPackage/PackagingTypeCode@name")),
    Element::new("items[].description", "enough to match invoice and tariff code", One, &[Dm, Map])
        .dm(COMMODITY_CHAIN, "Commodity. Description. Text", "137", "Description", "an..512")
        .stored(4000)
        .xml(xml!("/Commodity/Description"))
        .edi3(edi3_line!(".tradeProduct.description"))
        .cod(cod_item!("/GoodsItemName"))
        .ubl(ubl_item!("/Item/Description")),
    Element::new("items[].product_codes[]", "article, brand, GTIN, series number", Many, &[Dm, Tamga])
        .dm(CODES, "Classification. Identification. Identifier", "145", "ID", "an..18")
        .stored(64)
        .list("7143")
        .xml(xml!("/Commodity/Classification[product]/ID"))
        .edi3(edi3_line!(".tradeProduct.iD"))
        .cod(cod_item!("/GoodsItemSeriesNo"))
        .ubl(ubl_item!("/Item/AdditionalItemIdentification/ID")),
    Element::new("items[].hs.code", "tariff code, digits only", One, &[Dm])
        .when("the profile asks")
        .dm(CLASS, "Classification. Identification. Identifier", "145", "ID", "an..18")
        .list("HS edition")
        .xml(xml!("/Commodity/Classification[HS]/ID"))
        .edi3(edi3_line!(".tradeProduct.harmonisedTariffCode.classCode"))
        .d23b(d23b_item!(".includedTradeLineItem[].specifiedTradeProduct.designatedProductClassification[].classCode"))
        .cod(cod_item!("/GoodsItemCode"))
        .ubl(ubl_item!("/Item/CommodityClassification/CommodityCode")),
    Element::new("items[].hs.printed", "tariff code as printed", Optional, &[Tamga])
        .xml(xml!("/Commodity/Classification[HS]/PrintedText"))
        .ubl(ubl_item!("/Item/CommodityClassification/CommodityCode@name")),
    Element::new("items[].hs.edition", "year of the Harmonised System", One, &[Map, Tamga])
        .when("with hs.code")
        .xml(xml!("/Commodity/Classification[HS]/ID@schemeVersionID"))
        .cod("Comments/HSVer")
        .ubl(ubl_item!("/Item/CommodityClassification/CommodityCode@listVersionID")),
    Element::new("items[].hs.list", "HS, or a national tariff", Optional, &[Map])
        .dm(CLASS, "Classification. Identification Type. Code", "337", "IdentificationTypeCode", "an..3")
        .list("7143")
        .xml(xml!("/Commodity/Classification[HS]/ID@schemeID"))
        .ubl(ubl_item!("/Item/CommodityClassification/CommodityCode@listID")),
    Element::new("items[].origin.country", "country of origin, or a group", One, &[Dm])
        .dm(ORIGIN_CHAIN, "Origin. Country. Code", "063", "CountryCode", "an..4")
        .list("ISO 3166-1 and groups")
        .xml(xml!("/Origin/CountryCode"))
        .edi3(edi3_line!(".tradeProduct.originCountry.code"))
        .cod("Declaration/CountryOfOrigin")
        .ubl(ubl_item!("/Item/OriginCountry/IdentificationCode")),
    Element::new("items[].origin.region", "region of origin, if printed", Optional, &[Dm])
        .dm(ORIGIN_CHAIN, "Origin. Region. Identifier", "066", "RegionID", "an..9")
        .list("ISO 3166-2")
        .xml(xml!("/Origin/RegionID"))
        .ubl(ubl_item!("/Item/OriginAddress/CountrySubentity")),
    Element::new(
        "items[].origin.preference_country",
        "country that sets the tariff when it differs",
        Optional,
        &[Fta, Tamga],
    )
    .dm(ORIGIN_CHAIN, "Origin. Country. Code", "063", "CountryCode", "an..4")
    .list("ISO 3166-1")
    .xml(xml!("/Origin[preference]/CountryCode")),
    Element::new("items[].criterion.code", "origin criterion, allow-listed per profile", One, &[Map])
        .when("preferential")
        .dm(ORIGIN_CHAIN, "Origin. Rule. Code", "436", "RuleCode", "an..3")
        .stored(32)
        .list("profile")
        .xml(xml!("/Origin/RuleCode")),
    Element::new("items[].criterion.printed", "the exact words in the box", One, &[Cod, Tamga])
        .when("preferential")
        .dm(
            ITEM_STATEMENT,
            "Additional Information. Statement Description. Text",
            "225",
            "StatementDescription",
            "an..512",
        )
        .stored(256)
        .xml(xml!("/AdditionalInformation[CRI]/StatementDescription"))
        .edi3("supplyChainConsignment.includedConsignmentItems[].crossBorderRegulatoryProcedure.originCriteriaText")
        .cod(cod_item!("/GoodsItemOriginRules"))
        .ubl(ubl_item!("/PreferenceCriterionCode")),
    Element::new("items[].criterion.percent", "share, up to 2 decimals", Optional, &[Tamga])
        .list("profile")
        .xml(xml!("/CriterionDetail/PercentNumeric"))
        .cod(cod_item!("/GoodsItemRVC")),
    Element::new("items[].criterion.heading", "tariff heading after the letter", Optional, &[Tamga])
        .list("profile")
        .xml(xml!("/CriterionDetail/HeadingID")),
    Element::new("items[].criterion.sub", "sub-criterion", Optional, &[Tamga])
        .list("profile")
        .xml(xml!("/CriterionDetail/SubCode")),
    Element::new("items[].criterion.rvc_method", "method of the regional value", Optional, &[Tamga])
        .list("profile")
        .xml(xml!("/CriterionDetail/MethodCode")),
    Element::new("items[].instances[]", "de minimis, accumulation and the like", Many, &[Cod, Fta])
        .dm(ITEM_STATEMENTS, "Additional Information. Statement. Code", "226", "StatementCode", "an..17")
        .list("DMI, ACU, MAI, BMF")
        .xml(xml!("/AdditionalInformation[INS]/StatementCode"))
        .cod(cod_item!("/GoodsItemOtherInstancesList")),
    Element::new("items[].cumulation_countries[]", "whose inputs were cumulated", Many, &[Fta, Tamga])
        .list("ISO 3166-1")
        .xml(xml!("/CumulationCountryCode")),
    Element::new("items[].producer_refs[]", "numbers into the producers", Many, &[Cod, Tamga])
        .beside(&["R034", "R035"])
        .xml(xml!("/Commodity/ProducerReference"))
        .edi3("supplyChainConsignment.includedConsignmentItems[].manufacturer")
        .cod(cod_item!("/GoodsProducerOrderNo")),
    Element::new("items[].gross_mass", "gross mass", Optional, &[Dm, Map])
        .dm(MEASURES, "Goods Measure. Gross Mass. Measure", "126", "GrossMassMeasure", "n..16,6")
        .list("Rec 20")
        .xml(xml!("/Commodity/GoodsMeasure/GrossMassMeasure"))
        .edi3("supplyChainConsignment.transportPackages[].grossWeight")
        .cod(cod_item!("/GoodsItemWeightAmount"))
        .ubl(ubl_item!("/GrossWeightMeasure")),
    Element::new("items[].net_mass", "net mass", Optional, &[Dm, Map])
        .dm(MEASURES, "Goods Measure. Net Net Weight. Measure", "128", "NetNetWeightMeasure", "n..16,6")
        .list("Rec 20")
        .xml(xml!("/Commodity/GoodsMeasure/NetNetWeightMeasure"))
        .cod(cod_item!("/GoodsItemWeightAmount"))
        .ubl(ubl_item!("/NetNetWeightMeasure")),
    Element::new("items[].quantities[]", "other quantities", Many, &[Dm, Map])
        .dm(QUANTITIES, "Goods Measure. Tariff. Quantity", "130", "TariffQuantity", "n..16,6")
        .list("Rec 20")
        .xml(xml!("/Commodity/GoodsMeasure/TariffQuantity"))
        .cod(cod_item!("/GoodsItemWeightAmount"))
        .ubl(ubl_item!("/CustomsTariffQuantity")),
    Element::new("items[].ledger", "which quantity write-offs count", Optional, &[Tamga])
        .xml(xml!("/Commodity/GoodsMeasure/LedgerNumeric")),
    Element::new("items[].value", "amount, currency and basis, where the scheme asks", Optional, &[Dm, Cod])
        .dm(LINE, "Invoice Line. Item Charge. Amount", "112", "ItemChargeAmount", "n..16,3")
        .beside(&["090"])
        .list("ISO 4217")
        .xml(xml!("/Commodity/InvoiceLine/ItemChargeAmount"))
        .cod(cod_item!("/GoodsItemFOB"))
        .ubl(ubl_item!("/FreeOnBoardValueAmount")),
    Element::new("items[].value.incoterm", "Incoterm beside the basis", Optional, &[Dm, Tamga])
        .dm(TERMS, "Trade Terms. Condition. Code", "090", "ConditionCode", "a3")
        .list("Incoterms")
        .xml(xml!("/TradeTerms/IncotermCode"))
        .ubl(ubl_item!("/Delivery/DeliveryTerms/ID")),
    Element::new("items[].invoice_refs[]", "numbers into the invoices", Several, &[Cod, Tamga])
        .when("invoices are listed")
        .xml(xml!("/Commodity/InvoiceReference"))
        .edi3(edi3_line!(".invoiceReference"))
        .cod(cod_item!("/GoodsInvoiceOrderNo")),
    Element::new("items[].producer_declaration.number", "producer’s declaration, number", Optional, &[Cod, Tamga])
        .dm(ITEM_DOCUMENT, "Additional Document. Identification. Identifier", "D005", "ID", "an..70")
        .list("1001: 862")
        .xml(xml!("/AdditionalDocument/ID"))
        .cod(cod_item!("/GoodsDeclarationNumber"))
        .ubl(ubl_item!("/Item/ItemSpecificationDocumentReference/ID")),
    Element::new("items[].producer_declaration.date", "producer’s declaration, date", Optional, &[Cod, Tamga])
        .dm(ITEM_DOCUMENT, "Additional Document. Effective. Date Time", "276", "EffectiveDateTime", "an..35")
        .xml(xml!("/AdditionalDocument/EffectiveDateTime/DateTimeString"))
        .cod(cod_item!("/GoodsDeclarationDate"))
        .ubl(ubl_item!("/Item/ItemSpecificationDocumentReference/IssueDate")),
];

/// Invoices.
pub(super) const INVOICES: &[Element] = &[
    Element::new("invoices[].number", "number of the invoice", One, &[Dm, Map])
        .dm(INVOICE_CHAIN, "Invoice. Identification. Identifier", "D016", "ID", "an..70")
        .xml("GoodsShipment/Invoice/ID")
        .edi3(edi3_line!(".invoiceReference.iD"))
        .cod("Invoices/Invoice/InvoiceNo")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/ID"),
    Element::new("invoices[].date", "its date", Optional, &[Dm, Map])
        .dm(INVOICE_CHAIN, "Invoice. Issue. Date Time", "D015", "IssueDateTime", "an..35")
        .xml("GoodsShipment/Invoice/IssueDateTime/DateTimeString")
        .edi3(edi3_line!(".invoiceReference.formattedIssueDateTime"))
        .cod("Invoices/Invoice/InvoiceDate")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/IssueDate"),
    Element::new("invoices[].kind", "kind of invoice", Optional, &[Dm, Tamga])
        .beside(&["D006"])
        .list("1001: 380, 325")
        .xml("GoodsShipment/Invoice/TypeCode")
        .ubl("CertificateOfOriginApplication/SupportingDocumentReference/DocumentTypeCode"),
    Element::new("invoices[].third_party", "issued by somebody else than the exporter", Optional, &[Fta, Tamga])
        .xml("GoodsShipment/Invoice/ThirdPartyIndicator"),
];
