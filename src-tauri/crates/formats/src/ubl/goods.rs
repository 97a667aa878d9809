//! The lines of goods in UBL: `GoodsItem` with `Item`, `ContainingPackage`, and the marks that stand at the shipment.

use std::borrow::Cow;
use std::collections::HashMap;

use tamga_origin::{
    Certificate, GoodsItem, HsCode, Measure, Origin, Packages, Party, Producer, ProducerDeclaration, Value,
};

use super::party::{Card, country_element, read_address, read_country, read_party};
use super::values::{Gaps, code, day, measure, quantity};
use crate::lines::{self, LinePath};
use crate::parts::{Notes, Parts};
use crate::tree::Element;

/// The property of an item that names one of its invoices.
const INVOICE: &str = "invoice";
/// UN/EDIFACT 1001: declaration of origin.
const DECLARATION: &str = "862";
/// The basis that has an amount of its own.
const FOB: &str = "FOB";

pub(super) fn element(certificate: &Certificate, index: usize, item: &GoodsItem, gaps: &mut Gaps) -> Element {
    let at = format!("items[{}]", item.sequence);
    let mut quantities = item.quantities.iter();
    let (tariff, other) = (quantities.next(), quantities.next());
    let value = item.value.as_ref();
    let amount =
        |name, value: &Value| Element::says(name, value.amount.to_string()).with("currencyID", &value.currency);
    let (fob, plain) = match value {
        Some(value) if value.basis == FOB => (Some(amount("cbc:FreeOnBoardValueAmount", value)), None),
        Some(value) => (None, Some(amount("cbc:ValueAmount", value))),
        None => (None, None),
    };
    gaps.need(
        value.is_none_or(|value| !value.currency.is_empty()),
        &format!("{at}.value"),
        "cbc:ValueAmount/@currencyID",
    );
    Element::new("cac:GoodsItem")
        .leaf("cbc:SequenceNumberID", &item.sequence.to_string())
        .child(fob)
        .child(plain)
        .child(measure("cbc:GrossWeightMeasure", item.gross_mass.as_ref(), &format!("{at}.gross_mass"), gaps))
        .child(measure("cbc:NetNetWeightMeasure", item.net_mass.as_ref(), &format!("{at}.net_mass"), gaps))
        .child(quantity("cbc:Quantity", other))
        .leaf("cbc:PreferenceCriterionCode", &item.criterion.printed)
        .child(quantity("cbc:CustomsTariffQuantity", tariff))
        .child(item_element(certificate, item))
        .child(value.and_then(terms))
        .child(item.packages.iter().enumerate().map(|(line, packages)| package(&package_id(index, line), packages)))
}

fn terms(value: &Value) -> Option<Element> {
    let basis = if value.basis == FOB { "" } else { &value.basis };
    let terms = Element::new("cac:DeliveryTerms").leaf("cbc:ID", &value.incoterm).leaf("cbc:SpecialTerms", basis);
    Element::new("cac:Delivery").child(terms.said()).said()
}

/// Position of the item and of the package line in it, from 1.
fn package_id(item: usize, line: usize) -> String {
    format!("{}.{}", item + 1, line + 1)
}

fn package(id: &str, packages: &Packages) -> Element {
    let Packages { marks: _, count, kind, kind_text } = packages;
    Element::new("cac:ContainingPackage")
        .leaf("cbc:ID", id)
        .leaf("cbc:Quantity", &count.map(|count| count.to_string()).unwrap_or_default())
        .child(code("cbc:PackagingTypeCode", "", kind).map(|kind| kind.with("name", kind_text)))
}

/// The marks of an item's packages, each tied to its package by number.
pub(super) fn marks(index: usize, item: &GoodsItem) -> Vec<Element> {
    let unit = |(line, packages): (usize, &Packages)| {
        let marks = Element::says("cbc:ShippingMarks", packages.marks.clone()).said()?;
        let package = Element::new("cac:ActualPackage").leaf("cbc:ID", &package_id(index, line));
        Some(Element::new("cac:TransportHandlingUnit").child([marks, package]))
    };
    item.packages.iter().enumerate().filter_map(unit).collect()
}

fn item_element(certificate: &Certificate, item: &GoodsItem) -> Option<Element> {
    let identified = |code: &String| {
        let id = Element::says("cbc:ID", code.clone()).said()?;
        Some(Element::new("cac:AdditionalItemIdentification").child([id]))
    };
    let invoice = |position: &u32| {
        let index = usize::try_from(*position).ok()?.checked_sub(1)?;
        let number = &certificate.invoices.get(index)?.number;
        let value = Element::says("cbc:Value", number.clone()).said()?;
        Some(Element::new("cac:AdditionalItemProperty").leaf("cbc:Name", INVOICE).child([value]))
    };
    let maker = |number: &u32| {
        let maker = certificate.producers.iter().find(|maker| maker.number == *number)?;
        let Producer { number: _, party, same_as_exporter, confidential } = maker;
        let party = if *same_as_exporter { &certificate.exporter } else { party };
        if *confidential { None } else { Card::from(party).element("cac:ManufacturerParty") }
    };
    let Origin { country, region, preference_country: _ } = &item.origin;
    Element::new("cac:Item")
        .leaf("cbc:Description", &item.description)
        .child(item.product_codes.iter().filter_map(identified))
        .child(item.producer_declaration.as_ref().and_then(declaration))
        .child(country_element("cac:OriginCountry", country))
        .child(classification(&item.hs))
        .child(item.invoice_refs.iter().filter_map(invoice))
        .child(item.producer_refs.iter().filter_map(maker))
        .child(Element::new("cac:OriginAddress").leaf("cbc:CountrySubentity", region).said())
        .said()
}

fn declaration(declaration: &ProducerDeclaration) -> Option<Element> {
    let ProducerDeclaration { number, date } = declaration;
    let element = Element::new("cac:ItemSpecificationDocumentReference")
        .child([Element::says("cbc:ID", number.clone()).said()?])
        .child(day("cbc:IssueDate", *date))
        .child(code("cbc:DocumentTypeCode", "1001", DECLARATION));
    Some(element)
}

/// The code of the Harmonized System or a national tariff; the printed form is its name.
fn classification(hs: &HsCode) -> Option<Element> {
    let HsCode { code, printed, edition, list } = hs;
    let (text, name) = if code.is_empty() { (printed, "") } else { (code, printed.as_str()) };
    let list = if list.is_empty() { "HS" } else { list };
    let code = Element::says("cbc:CommodityCode", text.clone()).said()?;
    let code = code.with("listID", list).with("listVersionID", edition).with("name", name);
    Some(Element::new("cac:CommodityClassification").child([code]))
}

/// One line as read, before producers and invoices have their numbers.
pub(super) struct Line<'a> {
    sequence: Option<u32>,
    item: GoodsItem,
    package_ids: Vec<Cow<'a, str>>,
    invoices: Vec<String>,
    /// Places among all makers.
    makers: Vec<usize>,
}

/// Who made the goods of all lines: a document names the same maker in line after line, and then reads it once.
#[derive(Default)]
pub(super) struct Makers<'a> {
    /// None of those about which something was reported: that is reported for each line.
    list: Vec<(Option<tamga_xml::Element<'a>>, Party)>,
}

/// So many makers before a line are looked through for its own.
const RECENT: usize = 8;

impl<'a> Makers<'a> {
    fn read(&mut self, parts: Parts<'a>, notes: &mut Notes) -> usize {
        let element = parts.element();
        let mut recent = self.list.iter().enumerate().rev().take(RECENT);
        let is_like = |known: &Option<tamga_xml::Element<'a>>| known.is_some_and(|known| known.is_like(&element));
        if let Some((at, _)) = recent.find(|(_, (known, _))| is_like(known)) {
            return at;
        }
        let (before, at) = (notes.findings.len(), self.list.len());
        let maker = read_party(parts, "producers", notes);
        self.list.push(((notes.findings.len() == before).then_some(element), maker));
        at
    }
}

impl<'a> Line<'a> {
    pub(super) fn read(mut parts: Parts<'a>, all: &mut Makers<'a>, notes: &mut Notes) -> Self {
        let sequence = sequence(&mut parts, notes);
        let at = LinePath(sequence);
        let mut line = Self {
            sequence,
            item: GoodsItem::default(),
            package_ids: Vec::new(),
            invoices: Vec::new(),
            makers: Vec::new(),
        };
        let item = &mut line.item;
        item.value = read_value(&mut parts, at, notes);
        item.gross_mass = parts.amount("cbc:GrossWeightMeasure", "unitCode", format_args!("{at}.gross_mass"), notes);
        item.net_mass = net_mass(&mut parts, at, notes);
        for name in ["cbc:CustomsTariffQuantity", "cbc:Quantity"] {
            item.quantities.extend(parts.amount(name, "unitCode", format_args!("{at}.quantities"), notes));
        }
        item.criterion = lines::criterion(parts.word("cbc:PreferenceCriterionCode", notes));
        for mut package in parts.parts("cac:ContainingPackage") {
            line.package_ids.push(package.read("cbc:ID", notes));
            line.item.packages.push(read_package(package, at, notes));
        }
        let mut items = parts.parts("cac:Item");
        if let Some(item) = items.next() {
            line.read_item(item, all, at, notes);
        }
        for more in items {
            notes.unknown(more.place(), &more.whole_text());
        }
        if line.item.origin.country.is_empty()
            && let Some(address) = parts.part("cac:OriginAddress")
        {
            line.item.origin.country = read_address(address, notes).country;
        }
        parts.close(notes);
        line
    }

    fn read_item(&mut self, mut parts: Parts<'a>, all: &mut Makers<'a>, at: LinePath, notes: &mut Notes) {
        let item = &mut self.item;
        let texts: Vec<String> = parts.parts("cbc:Description").map(|text| text.into_text(notes)).collect();
        item.description = texts.join("\n");
        if item.description.is_empty() {
            item.description = parts.text("cbc:Name", notes);
        }
        for name in IDENTIFICATIONS {
            for mut identification in parts.parts(name) {
                if let Some(mut id) = identification.part("cbc:ID") {
                    let scheme = id.attribute("schemeID").unwrap_or_default();
                    let value = id.into_text(notes);
                    item.product_codes.push(if scheme.is_empty() { value } else { format!("{scheme}:{value}") });
                }
                identification.close(notes);
            }
        }
        if let Some(paper) = parts.part("cac:ItemSpecificationDocumentReference") {
            item.producer_declaration = read_declaration(paper, at, notes);
        }
        item.origin.country = read_country(&mut parts, "cac:OriginCountry", notes);
        if let Some(address) = parts.part("cac:OriginAddress") {
            item.origin.region = read_address(address, notes).region;
        }
        if let Some(classification) = parts.part("cac:CommodityClassification") {
            item.hs = read_classification(classification, at, notes);
        }
        for mut property in parts.parts("cac:AdditionalItemProperty") {
            let name = property.read("cbc:Name", notes);
            let value = property.read("cbc:Value", notes);
            if name == INVOICE {
                self.invoices.push(value.into_owned());
            } else {
                notes.unknown(property.place(), &format!("{name}: {value}"));
            }
            property.close(notes);
        }
        let makers = parts.parts("cac:ManufacturerParty");
        self.makers.extend(makers.map(|maker| all.read(maker, notes)));
        parts.close(notes);
    }
}

/// Where a product can have its number.
const IDENTIFICATIONS: [&str; 5] = [
    "cac:AdditionalItemIdentification",
    "cac:StandardItemIdentification",
    "cac:SellersItemIdentification",
    "cac:ManufacturersItemIdentification",
    "cac:BuyersItemIdentification",
];

fn sequence(parts: &mut Parts, notes: &mut Notes) -> Option<u32> {
    let name = if parts.has("cbc:SequenceNumberID") { "cbc:SequenceNumberID" } else { "cbc:ID" };
    let stated = parts.count(name, "items", notes)?;
    let sequence = u32::try_from(stated).ok();
    if sequence.is_none() {
        notes.unread("items", parts.at(name), &stated.to_string());
    }
    sequence
}

/// Net weight in the sense of a certificate is without all packing; some writers have only the other one.
fn net_mass(parts: &mut Parts, at: LinePath, notes: &mut Notes) -> Option<Measure> {
    let name = if parts.has("cbc:NetNetWeightMeasure") { "cbc:NetNetWeightMeasure" } else { "cbc:NetWeightMeasure" };
    parts.amount(name, "unitCode", format_args!("{at}.net_mass"), notes)
}

fn read_value(parts: &mut Parts, at: LinePath, notes: &mut Notes) -> Option<Value> {
    let path = format_args!("{at}.value");
    let fob = parts.amount("cbc:FreeOnBoardValueAmount", "currencyID", path, notes);
    let is_fob = fob.is_some();
    let amount = match fob {
        Some(amount) => Some(amount),
        None => parts.amount("cbc:ValueAmount", "currencyID", path, notes),
    };
    let (mut incoterm, mut basis) = (String::new(), String::new());
    if let Some(mut delivery) = parts.part("cac:Delivery") {
        if let Some(mut terms) = delivery.part("cac:DeliveryTerms") {
            incoterm = terms.text("cbc:ID", notes);
            basis = terms.text("cbc:SpecialTerms", notes);
            terms.close(notes);
        }
        delivery.close(notes);
    }
    if is_fob {
        basis = FOB.to_owned();
    }
    let Some(Measure { amount, unit: currency }) = amount else {
        if !(incoterm.is_empty() && basis.is_empty()) {
            notes.unread(path, parts.at("cac:Delivery"), &format!("{incoterm} {basis}"));
        }
        return None;
    };
    Some(Value { amount, currency, basis, incoterm })
}

fn read_package(mut parts: Parts, at: LinePath, notes: &mut Notes) -> Packages {
    let count = parts.count("cbc:Quantity", format_args!("{at}.packages"), notes);
    let mut packages = Packages { count, ..Packages::default() };
    if let Some(mut kind) = parts.part("cbc:PackagingTypeCode") {
        kind.pass_attributes(&["listID", "listAgencyID", "listVersionID"]);
        packages.kind_text = kind.attribute("name").unwrap_or_default();
        packages.kind = kind.into_text(notes);
    }
    parts.close(notes);
    packages
}

fn read_declaration(mut parts: Parts, at: LinePath, notes: &mut Notes) -> Option<ProducerDeclaration> {
    let number = parts.text("cbc:ID", notes);
    let date = parts.plain_day("cbc:IssueDate", format_args!("{at}.producer_declaration.date"), notes);
    let kind = parts.word("cbc:DocumentTypeCode", notes);
    let place = parts.place();
    parts.close(notes);
    if kind == DECLARATION {
        return Some(ProducerDeclaration { number, date });
    }
    notes.unknown(place, &format!("{kind} {number}"));
    None
}

fn read_classification(mut parts: Parts, at: LinePath, notes: &mut Notes) -> HsCode {
    let name = if parts.has("cbc:CommodityCode") { "cbc:CommodityCode" } else { "cbc:ItemClassificationCode" };
    let mut hs = HsCode::default();
    if let Some(mut code) = parts.part(name) {
        let list = code.attribute("listID").unwrap_or_default();
        let edition = code.attribute("listVersionID").unwrap_or_default();
        let printed = code.attribute("name");
        let place = code.place();
        let text = code.into_text(notes);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        hs = match printed {
            Some(printed) => HsCode { code: text, printed, ..HsCode::default() },
            None if digits => HsCode { code: text, ..HsCode::default() },
            None => lines::hs_code(text),
        };
        if hs.code.is_empty() {
            notes.unread(format_args!("{at}.hs.code"), place, &hs.printed);
        }
        hs.edition = edition;
        hs.list = if list == "HS" { String::new() } else { list };
    }
    parts.close(notes);
    hs
}

/// Where the packages of all lines stand, by the number that marks name them with.
pub(super) struct PackageIndex<'a> {
    /// The last place of a number.
    last: HashMap<Cow<'a, str>, usize>,
    /// Line, package, and the place before with the same number.
    places: Vec<(usize, usize, Option<usize>)>,
}

impl<'a> PackageIndex<'a> {
    pub(super) fn of(lines: &[Line<'a>]) -> Self {
        let mut index = Self { last: HashMap::with_capacity(lines.len()), places: Vec::with_capacity(lines.len()) };
        for (line, read) in lines.iter().enumerate() {
            for (package, id) in read.package_ids.iter().enumerate().filter(|(_, id)| !id.is_empty()) {
                let before = index.last.insert(id.clone(), index.places.len());
                index.places.push((line, package, before));
            }
        }
        index
    }

    /// Gives marks to the packages they name; without a name, to the only packages there are.
    pub(super) fn mark(&self, lines: &mut [Line<'a>], packages: &[Cow<'_, str>], marks: &str) -> bool {
        let mut given = false;
        for id in packages {
            let mut place = self.last.get(&**id).copied();
            while let Some((line, package, before)) = place.and_then(|place| self.places.get(place)) {
                let target = lines.get_mut(*line).and_then(|line| line.item.packages.get_mut(*package));
                if let Some(target) = target {
                    marks.clone_into(&mut target.marks);
                    given = true;
                }
                place = *before;
            }
        }
        if let ([line], true) = (&mut *lines, packages.is_empty())
            && let [only] = line.item.packages.as_mut_slice()
            && only.marks.is_empty()
        {
            marks.clone_into(&mut only.marks);
            given = true;
        }
        given
    }
}

/// Puts the lines in their order and numbers producers and invoices.
pub(super) fn settle(mut lines: Vec<Line>, all: Makers, certificate: &mut Certificate, notes: &mut Notes) {
    let stated: Vec<Option<u32>> = lines.iter().map(|line| line.sequence).collect();
    let numbers = lines::numbers(&stated, &mut notes.findings);
    for (line, number) in lines.iter_mut().zip(numbers) {
        line.item.sequence = number;
    }
    lines.sort_by_key(|line| line.item.sequence);
    let mut listed = lines::Listed::of(certificate);
    let mut numbers: Vec<(Option<u32>, Party)> = all.list.into_iter().map(|(_, maker)| (None, maker)).collect();
    certificate.items.reserve_exact(lines.len());
    for line in lines {
        let Line { mut item, invoices, makers, .. } = line;
        for at in makers {
            let Some((number, maker)) = numbers.get_mut(at) else { continue };
            let number = number.get_or_insert_with(|| listed.producer(certificate, std::mem::take(maker)));
            item.producer_refs.push(*number);
        }
        item.invoice_refs.extend(invoices.into_iter().map(|number| listed.invoice_of_number(certificate, number)));
        certificate.items.push(item);
    }
}
