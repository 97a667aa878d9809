//! A goods item into the editor and back.

use tamga_origin as origin;

use super::{day, from_day, from_measure, measure, optional, whole, word};
use crate::convert::decimal;
use crate::error::Fault;
use crate::wire;

fn to_packages(packages: origin::Packages) -> wire::Packages {
    let origin::Packages { marks, count, kind, kind_text } = packages;
    wire::Packages { marks, count: count.map(|count| count.to_string()).unwrap_or_default(), kind, kind_text }
}

pub(super) fn to_item(item: origin::GoodsItem) -> wire::GoodsItem {
    let origin::GoodsItem {
        sequence,
        packages,
        description,
        product_codes,
        hs,
        origin: from,
        criterion,
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
    let origin::HsCode { code: hs_code, printed: hs_printed, edition: hs_edition, list: hs_list } = hs;
    let origin::Origin { country: origin_country, region: origin_region, preference_country } = from;
    let origin::Criterion { code: criterion_code, printed: criterion, percent, heading, sub, rvc_method } = criterion;
    let worth = |origin::Value { amount, currency, basis, incoterm }| wire::Value {
        amount: amount.to_string(),
        currency,
        basis,
        incoterm,
    };
    wire::GoodsItem {
        sequence,
        packages: packages.into_iter().map(to_packages).collect(),
        description,
        product_codes,
        hs_code,
        hs_printed,
        hs_edition,
        hs_list,
        origin_country,
        origin_region,
        preference_country,
        criterion,
        criterion_code,
        criterion_percent: percent.map(|percent| percent.to_string()).unwrap_or_default(),
        criterion_heading: heading,
        criterion_sub: sub,
        rvc_method: rvc_method.map(|method| method.as_str().to_owned()).unwrap_or_default(),
        instances: instances.into_iter().map(|instance| instance.as_str().to_owned()).collect(),
        cumulation_countries,
        producer_refs,
        gross_mass: gross_mass.map(measure),
        net_mass: net_mass.map(measure),
        quantities: quantities.into_iter().map(measure).collect(),
        ledger,
        value: value.map(worth),
        invoice_refs,
        producer_declaration: producer_declaration
            .map(|origin::ProducerDeclaration { number, date }| wire::ProducerDeclaration { number, date: day(date) }),
    }
}

pub(super) fn from_item(item: wire::GoodsItem) -> Result<origin::GoodsItem, Fault> {
    let wire::GoodsItem {
        sequence,
        packages,
        description,
        product_codes,
        hs_code,
        hs_printed,
        hs_edition,
        hs_list,
        origin_country,
        origin_region,
        preference_country,
        criterion,
        criterion_code,
        criterion_percent,
        criterion_heading,
        criterion_sub,
        rvc_method,
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
    let path = |field: &str| format!("items[{sequence}].{field}");
    let package = |wire::Packages { marks, count, kind, kind_text }| {
        Ok(origin::Packages { marks, count: whole(&count, path("packages"))?, kind, kind_text })
    };
    let quantity = |measure| from_measure(Some(measure), &path("quantities")).transpose();
    let value = match value {
        Some(wire::Value { amount, currency, basis, incoterm }) if !amount.is_empty() => {
            Some(origin::Value { amount: decimal(&amount, path("value"))?, currency, basis, incoterm })
        }
        _ => None,
    };
    Ok(origin::GoodsItem {
        sequence,
        packages: packages.into_iter().map(package).collect::<Result<_, Fault>>()?,
        description,
        product_codes,
        hs: origin::HsCode { code: hs_code, printed: hs_printed, edition: hs_edition, list: hs_list },
        origin: origin::Origin { country: origin_country, region: origin_region, preference_country },
        criterion: origin::Criterion {
            code: criterion_code,
            printed: criterion,
            percent: optional(&criterion_percent, |text| decimal(text, path("criterion.percent")))?,
            heading: criterion_heading,
            sub: criterion_sub,
            rvc_method: optional(&rvc_method, |text| word(text, &path("criterion.rvc_method")))?,
        },
        instances: instances.iter().map(|text| word(text, &path("instances"))).collect::<Result<_, _>>()?,
        cumulation_countries,
        producer_refs,
        gross_mass: from_measure(gross_mass, &path("gross_mass"))?,
        net_mass: from_measure(net_mass, &path("net_mass"))?,
        quantities: quantities.into_iter().filter_map(quantity).collect::<Result<_, _>>()?,
        ledger,
        value,
        invoice_refs,
        producer_declaration: producer_declaration
            .map(|wire::ProducerDeclaration { number, date }| {
                let date = from_day(&date, path("producer_declaration.date"))?;
                Ok::<_, Fault>(origin::ProducerDeclaration { number, date })
            })
            .transpose()?,
    })
}
