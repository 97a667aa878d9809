//! Does every code stand in its list? Nothing is said where the list is not here.

use super::{Case, at};
use crate::code_lists::CodeList;
use crate::finding::Finding;
use crate::goods::GoodsItem;

pub(super) fn look(case: &Case<'_>, found: &mut Vec<Finding>) {
    let certificate = case.certificate;
    let mut ask = |list: CodeList, code: &str, path: String| {
        let code = code.trim();
        if !code.is_empty() && case.around.lists.knows(list, code, case.day) == Some(false) {
            found.push(Finding::warn("code.unknown", path).with("list", word(list)).with("code", code));
        }
    };
    let travel = &certificate.transport;
    ask(CodeList::Country, &travel.export_country, "transport.export_country".to_owned());
    ask(CodeList::Country, &travel.destination_country, "transport.destination_country".to_owned());
    ask(CodeList::Location, &travel.loading.code, "transport.loading.code".to_owned());
    ask(CodeList::Location, &travel.discharge.code, "transport.discharge.code".to_owned());
    ask(CodeList::Country, &certificate.exporter.address.country, "exporter.address.country".to_owned());
    for (block, party) in [
        ("importer", &certificate.importer),
        ("consignee", &certificate.consignee),
        ("consignor", &certificate.consignor),
        ("invoicing_party", &certificate.invoicing_party),
    ] {
        if let Some(party) = party {
            ask(CodeList::Country, &party.address.country, format!("{block}.address.country"));
        }
    }
    for item in &certificate.items {
        ask(CodeList::Country, &item.origin.country, at(item, "origin.country"));
        for (index, country) in item.cumulation_countries.iter().enumerate() {
            ask(CodeList::Country, country, at(item, &format!("cumulation_countries[{}]", index + 1)));
        }
        if let Some(value) = &item.value {
            ask(CodeList::Currency, &value.currency, at(item, "value.currency"));
        }
        for (field, mass) in [("gross_mass", &item.gross_mass), ("net_mass", &item.net_mass)] {
            if let Some(mass) = mass {
                ask(CodeList::Unit, &mass.unit, at(item, &format!("{field}.unit")));
            }
        }
        for (index, quantity) in item.quantities.iter().enumerate() {
            ask(CodeList::Unit, &quantity.unit, at(item, &format!("quantities[{}].unit", index + 1)));
        }
        for (index, line) in item.packages.iter().enumerate() {
            ask(CodeList::Package, &line.kind, at(item, &format!("packages[{}].kind", index + 1)));
        }
    }
    for item in &certificate.items {
        edition(case, item, found);
    }
}

fn word(list: CodeList) -> &'static str {
    match list {
        CodeList::Hs(_) => "hs",
        CodeList::Country => "country",
        CodeList::Currency => "currency",
        CodeList::Unit => "unit",
        CodeList::Package => "package",
        CodeList::Location => "location",
    }
}

/// A tariff code begins with a subheading of its HS year; what nations add behind it is theirs.
fn edition(case: &Case<'_>, item: &GoodsItem, found: &mut Vec<Finding>) {
    let hs = &item.hs;
    let edition = if hs.edition.is_empty() { &case.profile.hs.edition } else { &hs.edition };
    let international = hs.code.get(..hs.code.len().min(6)).unwrap_or_default();
    let in_list = edition
        .parse()
        .ok()
        .filter(|_| international.len() >= 2)
        .and_then(|year: u16| case.around.lists.knows(CodeList::Hs(year), international, case.day));
    // Without the list: chapter 77 is kept free, and there is no chapter 0; 98 and 99 are the nations' own.
    let unknown = in_list.map_or(matches!(hs.code.get(..2), Some("00" | "77")), |known| !known);
    if unknown {
        found.push(Finding::warn("hs.edition", at(item, "hs.code")).with("code", &hs.code).with("edition", edition));
    }
}
