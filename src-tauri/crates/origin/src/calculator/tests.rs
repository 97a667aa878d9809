//! Calculations: published examples with their sources, edges, and the criterion that is proposed.

mod edges;
mod examples;
mod proposals;

use super::*;
use crate::decimal::Decimal;
use crate::goods::Measure;

pub(super) fn number(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

pub(super) fn kilograms(text: &str) -> Measure {
    Measure { amount: number(text), unit: "KGM".to_owned() }
}

/// A material from `status hs value`, with the country behind the status: `A:TH 8501 1.5`; `-` leaves a part out.
pub(super) fn material(line: u32, text: &str) -> Material {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [status, hs, value] = parts.as_slice() else { panic!("{text:?} is no material") };
    let (status, origin) = status.split_once(':').unwrap_or((status, ""));
    let status = match status {
        "O" => Status::Originating,
        "N" => Status::NonOriginating,
        "A" => Status::Accumulation,
        "?" => Status::Unknown,
        other => panic!("{other:?} is no status"),
    };
    let given = |text: &str| (text != "-").then(|| text.to_owned());
    Material {
        line,
        description: format!("material {line}"),
        hs: given(hs).unwrap_or_default(),
        origin: origin.to_owned(),
        status,
        value: given(value).map(|value| number(&value)),
        currency: String::new(),
        weight: None,
        originating_content: None,
        named_by_rule: false,
    }
}

/// A bill of a product with its tariff code, the value of every basis, and materials.
pub(super) fn bill(hs: &str, value: &str, materials: &[&str]) -> BillOfMaterials {
    let value = Some(number(value));
    BillOfMaterials {
        product: Product { description: "product".into(), hs: hs.into(), country: "CN".into(), weight: None },
        currency: "USD".into(),
        values: Values { fob: value, ex_works: value, transaction: value },
        costs: Vec::new(),
        net_cost: None,
        materials: (1..).zip(materials).map(|(line, text)| material(line, text)).collect(),
    }
}

pub(super) fn content(method: Method, threshold: &str) -> Rule {
    Rule::ValueContent(ValueContent { method, basis: ValueBasis::Fob, threshold: number(threshold) })
}

pub(super) fn change(level: Level) -> TariffChange {
    TariffChange { level, except: Vec::new(), de_minimis: None }
}

pub(super) fn accumulating(countries: &[&str]) -> Terms {
    Terms { accumulation: countries.iter().map(|code| (*code).to_owned()).collect(), ..Terms::default() }
}

/// The content that was worked out, cut to two decimals as examples print it.
pub(super) fn reached(sheet: &Worksheet) -> Option<String> {
    let content = sheet.steps.iter().find_map(|step| step.value(Symbol::Content))?;
    let hundredths = content.numerator() * 100 / content.denominator();
    Some(format!("{}.{:02}", hundredths / 100, hundredths.abs() % 100))
}

pub(super) fn codes(sheet: &Worksheet) -> Vec<&'static str> {
    sheet.steps.iter().map(|step| step.code.as_str()).collect()
}

pub(super) fn warned(sheet: &Worksheet) -> Vec<String> {
    let always = ["calculator.rule_by_hand", "calculator.simple_operations"];
    let rest = sheet.warnings.iter().filter(|finding| !always.contains(&finding.code.as_ref()));
    rest.map(|finding| {
        let params: Vec<String> = finding.params.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let known = CODES.iter().find(|(code, _)| *code == finding.code).unwrap();
        let names: Vec<&str> = finding.params.iter().map(|(name, _)| name.as_ref()).collect();
        assert_eq!(names, known.1, "{} has the parameters of the list", finding.code);
        format!("{} {}", finding.code, params.join(" ")).trim_end().to_owned()
    })
    .collect()
}
