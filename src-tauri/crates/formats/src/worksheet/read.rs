//! From a document to what it asks to be calculated.

use tamga_origin::calculator::{
    BillOfMaterials, Cost, DeMinimis, Material, NetCost, Product, Rule, TariffChange, Terms, ValueContent, Values,
};
use tamga_origin::word::Word;
use tamga_origin::{Decimal, Measure};

use super::document::{
    ChangeDoc, ContentDoc, CostDoc, DeMinimisDoc, Document, MaterialDoc, NAME, RuleDoc, VERSION, ValuesDoc,
};
use super::{MeasureDoc, Request};
use crate::error::FormatError;
use crate::json;
use crate::limits::Limits;

/// The document, bounded and with no key twice.
pub(super) fn document(bytes: &[u8], limits: &Limits) -> Result<Document, FormatError> {
    json::parse(bytes, limits)?;
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let document: Document = serde_json::from_slice(body).map_err(|error| FormatError::WrongValue {
        path: format!("line {}, column {}", error.line(), error.column()),
        value: error.to_string().chars().take(64).collect(),
    })?;
    if document.document != NAME || document.version != VERSION {
        let found = format!("{} {}", document.document, document.version);
        return Err(FormatError::WrongRoot { found: found.chars().take(64).collect() });
    }
    Ok(document)
}

pub(super) fn request(document: &Document) -> Result<Request, FormatError> {
    let ValuesDoc { fob, ex_works, transaction } = &document.values;
    let materials = document.materials.iter().map(material).collect::<Result<Vec<_>, _>>()?;
    let net_cost = match &document.net_cost {
        Some(cost) => Some(NetCost {
            total: amount(&cost.total, "netCost.total")?,
            excluded: costs(&cost.excluded, "netCost.excluded")?,
        }),
        None => None,
    };
    let bill = BillOfMaterials {
        product: Product {
            description: document.product.description.clone(),
            hs: digits(&document.product.hs, "product.hs")?,
            country: document.product.country.clone(),
            weight: measure(document.product.weight.as_ref(), "product.weight")?,
        },
        currency: document.currency.clone(),
        values: Values {
            fob: optional(fob.as_ref(), "values.fob")?,
            ex_works: optional(ex_works.as_ref(), "values.exWorks")?,
            transaction: optional(transaction.as_ref(), "values.transaction")?,
        },
        costs: costs(&document.costs, "costs")?,
        net_cost,
        materials,
    };
    let terms = Terms {
        agreement: document.agreement.clone(),
        accumulation: document.accumulation.countries.clone(),
        full_accumulation: document.accumulation.full,
    };
    Ok(Request { bill, rule: document.rule.as_ref().map(rule).transpose()?, terms })
}

fn material(document: &MaterialDoc) -> Result<Material, FormatError> {
    let at = |field: &str| format!("materials[{}].{field}", document.line);
    Ok(Material {
        line: document.line,
        description: document.description.clone(),
        hs: digits(&document.hs, &at("hs"))?,
        origin: document.origin.clone(),
        status: word(&document.status, &at("status"))?,
        value: optional(document.value.as_ref(), &at("value"))?,
        currency: document.currency.clone(),
        weight: measure(document.weight.as_ref(), &at("weight"))?,
        originating_content: optional(document.originating_content.as_ref(), &at("originatingContent"))?,
        named_by_rule: document.named_by_rule,
    })
}

fn rule(document: &RuleDoc) -> Result<Rule, FormatError> {
    let RuleDoc { kind, content, change } = document;
    match (kind.as_str(), content, change) {
        ("wholly_obtained", None, None) => Ok(Rule::WhollyObtained),
        ("only_originating", None, None) => Ok(Rule::OnlyOriginating),
        ("value_content", Some(content), None) => Ok(Rule::ValueContent(value_content(content)?)),
        ("tariff_change", None, Some(change)) => Ok(Rule::TariffChange(tariff_change(change)?)),
        ("both", Some(content), Some(change)) => Ok(Rule::Both(tariff_change(change)?, value_content(content)?)),
        _ => Err(wrong("rule", kind)),
    }
}

fn value_content(document: &ContentDoc) -> Result<ValueContent, FormatError> {
    Ok(ValueContent {
        method: word(&document.method, "rule.content.method")?,
        basis: word(&document.basis, "rule.content.basis")?,
        threshold: amount(&document.threshold, "rule.content.threshold")?,
    })
}

fn tariff_change(document: &ChangeDoc) -> Result<TariffChange, FormatError> {
    let except = document.except.iter().map(|from| digits(from, "rule.change.except")).collect::<Result<_, _>>()?;
    let de_minimis = document.de_minimis.as_ref().map(tolerance).transpose()?;
    Ok(TariffChange { level: word(&document.level, "rule.change.level")?, except, de_minimis })
}

fn tolerance(document: &DeMinimisDoc) -> Result<DeMinimis, FormatError> {
    let at = |field: &str| format!("rule.change.deMinimis.{field}");
    Ok(DeMinimis {
        percent_value: optional(document.percent_value.as_ref(), &at("percentValue"))?,
        basis: word(&document.basis, &at("basis"))?,
        percent_weight: optional(document.percent_weight.as_ref(), &at("percentWeight"))?,
        weight_chapters: document.weight_chapters,
        weight_alone: document.weight_alone,
    })
}

fn costs<K: Word>(documents: &[CostDoc], path: &str) -> Result<Vec<Cost<K>>, FormatError> {
    documents
        .iter()
        .map(|one| Ok(Cost { kind: word(&one.kind, &format!("{path}.kind"))?, amount: amount(&one.amount, path)? }))
        .collect()
}

fn measure(document: Option<&MeasureDoc>, path: &str) -> Result<Option<Measure>, FormatError> {
    let read = |one: &MeasureDoc| Ok(Measure { amount: amount(&one.amount, path)?, unit: one.unit.clone() });
    document.map(read).transpose()
}

fn optional(text: Option<&String>, path: &str) -> Result<Option<Decimal>, FormatError> {
    text.map(|text| amount(text, path)).transpose()
}

fn amount(text: &str, path: &str) -> Result<Decimal, FormatError> {
    Decimal::parse(text).ok_or_else(|| wrong(path, text))
}

fn word<W: Word>(text: &str, path: &str) -> Result<W, FormatError> {
    W::parse(text).ok_or_else(|| wrong(path, text))
}

fn digits(text: &str, path: &str) -> Result<String, FormatError> {
    let fits = text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.to_owned()).ok_or_else(|| wrong(path, text))
}

fn wrong(path: &str, value: &str) -> FormatError {
    FormatError::WrongValue { path: path.to_owned(), value: value.chars().take(64).collect() }
}
