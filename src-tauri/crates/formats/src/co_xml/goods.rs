//! Goods items and invoices in Tamga CO XML.

use std::fmt::Display;

use tamga_origin::{
    Criterion, Decimal, GoodsItem, HsCode, Instance, Invoice, Moment, Origin, Packages, ProducerDeclaration, RvcMethod,
    Value,
};

use super::parts::{Notes, Parts, measure_element, moment_element};
use crate::lines::LinePath;
use crate::tree::Element;

/// The user code of a preferential origin, and of a non-preferential one.
pub(super) const ORIGIN_TYPES: [(&str, bool); 2] = [("P", true), ("N", false)];

pub(super) fn item_element(item: &GoodsItem, is_preferential: bool) -> Element {
    let GoodsItem {
        sequence,
        packages,
        description,
        product_codes,
        hs,
        origin: Origin { country, region, preference_country },
        criterion: Criterion { code, printed, percent, heading, sub, rvc_method },
        instances,
        cumulation_countries,
        producer_refs,
        gross_mass,
        net_mass,
        quantities,
        ledger,
        value,
        invoice_refs,
        producer_declaration,
    } = item;
    let type_code = if is_preferential { "P" } else { "N" };
    let measures = Element::new("GoodsMeasure")
        .child(measure_element("GrossMassMeasure", gross_mass.as_ref()))
        .child(measure_element("NetNetWeightMeasure", net_mass.as_ref()))
        .child(quantities.iter().filter_map(|quantity| measure_element("TariffQuantity", Some(quantity))))
        .leaf("LedgerNumeric", &ledger.map(|position| position.to_string()).unwrap_or_default())
        .filled();
    let charge = value.as_ref().map(|Value { amount, currency, basis: _, incoterm: _ }| {
        let amount = Element::says("ItemChargeAmount", amount.to_string()).with("currencyID", currency);
        Element::new("InvoiceLine").child([amount])
    });
    let commodity = Element::new("Commodity")
        .leaf("Description", description)
        .child(hs_element(hs))
        .child(product_codes.iter().map(|code| product_element(code)))
        .child(measures)
        .child(charge)
        .child(invoice_refs.iter().map(|position| Element::says("InvoiceReference", position.to_string())))
        .child(producer_refs.iter().map(|number| Element::says("ProducerReference", number.to_string())))
        .filled();
    let origin = Element::new("Origin")
        .leaf("CountryCode", country)
        .leaf("RegionID", region)
        .leaf("RuleCode", code)
        .leaf("TypeCode", type_code);
    let preference = Element::new("Origin").leaf("CountryCode", preference_country).filled();
    let detail = Element::new("CriterionDetail")
        .leaf("PercentNumeric", &percent.map(|percent| percent.to_string()).unwrap_or_default())
        .leaf("HeadingID", heading)
        .leaf("SubCode", sub)
        .leaf("MethodCode", rvc_method.map(RvcMethod::as_str).unwrap_or_default())
        .filled();
    let terms = value.as_ref().and_then(|Value { amount: _, currency: _, basis, incoterm }| {
        Element::new("TradeTerms").leaf("ConditionCode", basis).leaf("IncotermCode", incoterm).filled()
    });
    Element::new("GovernmentAgencyGoodsItem")
        .leaf("SequenceNumeric", &sequence.to_string())
        .child(statement("CRI", "", printed))
        .child(instances.iter().filter_map(|instance| statement("INS", instance.as_str(), "")))
        .child(commodity)
        .child([origin])
        .child(preference.map(|origin| origin.with("role", "preference")))
        .child(packages.iter().enumerate().map(packages_element))
        .child(terms)
        .child(detail)
        .child(cumulation_countries.iter().map(|country| Element::says("CumulationCountryCode", country).present()))
        .child(producer_declaration.as_ref().map(producer_declaration_element))
}

fn producer_declaration_element(declaration: &ProducerDeclaration) -> Element {
    let ProducerDeclaration { number, date } = declaration;
    Element::new("AdditionalDocument")
        .child(moment_element("EffectiveDateTime", date.map(Moment::Day)))
        .leaf("ID", number)
        .child([Element::says("TypeCode", "862").with("listID", "1001")])
}

/// An `AdditionalInformation` told apart by its statement type.
pub(super) fn statement(kind: &str, code: &str, description: &str) -> Option<Element> {
    let said =
        Element::new("AdditionalInformation").leaf("StatementCode", code).leaf("StatementDescription", description);
    Some(said.filled()?.child([Element::says("StatementTypeCode", kind).with("listID", "tamga")]))
}

fn hs_element(hs: &HsCode) -> Option<Element> {
    let HsCode { code, printed, edition, list } = hs;
    let id = Element::says("ID", code.clone()).with("schemeID", list).with("schemeVersionID", edition).filled();
    let element = Element::new("Classification").child(id).leaf("PrintedText", printed).filled()?;
    Some(element.leaf("IdentificationTypeCode", "HS"))
}

fn product_element(code: &str) -> Element {
    let is_gtin = code.split(':').any(|part| part.eq_ignore_ascii_case("gtin"));
    Element::new("Classification")
        .child([Element::says("ID", code).present()])
        .leaf("IdentificationTypeCode", if is_gtin { "SRV" } else { "SA" })
}

fn packages_element((index, packages): (usize, &Packages)) -> Element {
    let Packages { marks, count, kind, kind_text } = packages;
    Element::new("Packaging")
        .leaf("SequenceNumeric", &(index + 1).to_string())
        .leaf("MarksNumbersID", marks)
        .leaf("QuantityQuantity", &count.map(|count| count.to_string()).unwrap_or_default())
        .leaf("TypeCode", kind)
        .leaf("TypeText", kind_text)
}

/// Reads one item; the second part is what its origin says about preference.
pub(super) fn read_item(mut parts: Parts, notes: &mut Notes) -> (GoodsItem, Option<bool>) {
    let sequence = parts.small("SequenceNumeric", "items", notes).unwrap_or_default();
    let path = LinePath(Some(sequence));
    let mut item = GoodsItem { sequence, ..GoodsItem::default() };
    for mut said in parts.parts("AdditionalInformation") {
        let kind = said.read_code("StatementTypeCode", notes).unwrap_or_default();
        match &*kind {
            "CRI" if item.criterion.printed.is_empty() => {
                item.criterion.printed = said.text("StatementDescription", notes);
            }
            "INS" => {
                let at = format_args!("{path}.instances");
                item.instances.extend(said.parsed("StatementCode", at, notes, Instance::parse));
            }
            _ => notes.unknown(said.place(), &kind),
        }
        said.close(notes);
    }
    if let Some(commodity) = parts.part("Commodity") {
        read_commodity(commodity, path, &mut item, notes);
    }
    let mut is_preferential = None;
    for mut origin in parts.parts("Origin") {
        if origin.read_attribute("role") == Some("preference") {
            item.origin.preference_country = origin.text("CountryCode", notes);
        } else {
            item.origin.country = origin.text("CountryCode", notes);
            item.origin.region = origin.text("RegionID", notes);
            item.criterion.code = origin.code("RuleCode", notes);
            is_preferential = origin.parsed("TypeCode", "is_preferential", notes, |text| {
                ORIGIN_TYPES.into_iter().find(|(code, _)| *code == text).map(|(_, stated)| stated)
            });
        }
        origin.close(notes);
    }
    for mut packaging in parts.parts("Packaging") {
        packaging.whole("SequenceNumeric", path, notes);
        item.packages.push(Packages {
            marks: packaging.text("MarksNumbersID", notes),
            count: packaging.whole("QuantityQuantity", format_args!("{path}.packages"), notes),
            kind: packaging.code("TypeCode", notes),
            kind_text: packaging.text("TypeText", notes),
        });
        packaging.close(notes);
    }
    if let Some(mut terms) = parts.part("TradeTerms") {
        let (basis, incoterm) = (terms.code("ConditionCode", notes), terms.code("IncotermCode", notes));
        match &mut item.value {
            Some(value) => (value.basis, value.incoterm) = (basis, incoterm),
            None => notes.unknown(terms.place(), &format!("{basis} {incoterm}")),
        }
        terms.close(notes);
    }
    read_criterion_detail(&mut parts, path, &mut item.criterion, notes);
    for country in parts.parts("CumulationCountryCode") {
        item.cumulation_countries.push(country.into_text(notes));
    }
    if let Some(mut document) = parts.part("AdditionalDocument") {
        document.read_code("TypeCode", notes);
        item.producer_declaration = Some(ProducerDeclaration {
            number: document.text("ID", notes),
            date: document.day("EffectiveDateTime", format_args!("{path}.producer_declaration.date"), notes),
        });
        document.close(notes);
    }
    parts.close(notes);
    (item, is_preferential)
}

fn read_criterion_detail(parts: &mut Parts, path: LinePath, criterion: &mut Criterion, notes: &mut Notes) {
    let Some(mut detail) = parts.part("CriterionDetail") else { return };
    criterion.percent =
        detail.parsed("PercentNumeric", format_args!("{path}.criterion.percent"), notes, Decimal::parse);
    criterion.heading = detail.text("HeadingID", notes);
    criterion.sub = detail.code("SubCode", notes);
    criterion.rvc_method =
        detail.parsed("MethodCode", format_args!("{path}.criterion.rvc_method"), notes, RvcMethod::parse);
    detail.close(notes);
}

fn read_commodity(mut parts: Parts, path: LinePath, item: &mut GoodsItem, notes: &mut Notes) {
    item.description = parts.text("Description", notes);
    for mut class in parts.parts("Classification") {
        let kind = class.read_code("IdentificationTypeCode", notes).unwrap_or_default();
        let (list, edition, id) = match class.part("ID") {
            Some(mut id) => (
                id.attribute("schemeID").unwrap_or_default(),
                id.attribute("schemeVersionID").unwrap_or_default(),
                id.into_text(notes),
            ),
            None => Default::default(),
        };
        match &*kind {
            "HS" if item.hs == HsCode::default() => {
                item.hs = HsCode { code: id, printed: class.text("PrintedText", notes), edition, list };
            }
            "SRV" | "SA" => item.product_codes.push(id),
            _ => notes.unknown(class.place(), &format!("{kind} {id}")),
        }
        class.close(notes);
    }
    if let Some(mut measures) = parts.part("GoodsMeasure") {
        item.gross_mass = measures.measure("GrossMassMeasure", format_args!("{path}.gross_mass"), notes);
        item.net_mass = measures.measure("NetNetWeightMeasure", format_args!("{path}.net_mass"), notes);
        let quantities = measures.parts("TariffQuantity");
        item.quantities = quantities
            .filter_map(|quantity| quantity.into_measure("unitCode", format_args!("{path}.quantities"), notes))
            .collect();
        item.ledger = measures.small("LedgerNumeric", format_args!("{path}.ledger"), notes);
        measures.close(notes);
    }
    if let Some(mut line) = parts.part("InvoiceLine") {
        let charge = line.part("ItemChargeAmount");
        item.value = charge
            .and_then(|charge| charge.into_measure("currencyID", format_args!("{path}.value"), notes))
            .map(|charge| Value {
                amount: charge.amount,
                currency: charge.unit,
                basis: String::new(),
                incoterm: String::new(),
            });
        line.close(notes);
    }
    item.invoice_refs = references(&mut parts, "InvoiceReference", format_args!("{path}.invoice_refs"), notes);
    item.producer_refs = references(&mut parts, "ProducerReference", format_args!("{path}.producer_refs"), notes);
    parts.close(notes);
}

fn references(parts: &mut Parts, name: &str, path: impl Display, notes: &mut Notes) -> Vec<u32> {
    let mut numbers = Vec::new();
    while parts.has(name) {
        numbers.extend(parts.small(name, &path, notes));
    }
    numbers
}

pub(super) fn invoice_element((index, invoice): (usize, &Invoice)) -> Element {
    let Invoice { number, date, kind, third_party } = invoice;
    Element::new("Invoice")
        .leaf("SequenceNumeric", &(index + 1).to_string())
        .leaf("ID", number)
        .child(moment_element("IssueDateTime", date.map(Moment::Day)))
        .leaf("TypeCode", kind)
        .leaf("ThirdPartyIndicator", if *third_party { "true" } else { "" })
}

pub(super) fn read_invoice(mut parts: Parts, due: usize, notes: &mut Notes) -> Invoice {
    let path = format!("invoices[{due}]");
    // Items refer to invoices by position: a list that is numbered differently would point to the wrong paper.
    if parts.whole("SequenceNumeric", &path, notes).is_some_and(|stated| stated != due as u64) {
        notes.conflict(&path, format!("{}/SequenceNumeric", parts.place()), &due.to_string());
    }
    let invoice = Invoice {
        number: parts.text("ID", notes),
        date: parts.day("IssueDateTime", format_args!("{path}.date"), notes),
        kind: parts.code("TypeCode", notes),
        third_party: parts.is("ThirdPartyIndicator", format_args!("{path}.third_party"), notes).unwrap_or_default(),
    };
    parts.close(notes);
    invoice
}
