//! From a worksheet to its document.

use tamga_origin::calculator::{
    BillOfMaterials, Cost, DeMinimis, Figure, Material, NetCost, Product, Rule, Step, TariffChange, Terms,
    ValueContent, Values, Worksheet,
};
use tamga_origin::word::Word;
use tamga_origin::{Decimal, Finding, Measure, Ratio};

use super::MeasureDoc;
use super::document::{
    AccumulationDoc, ChangeDoc, ContentDoc, CostDoc, DeMinimisDoc, Document, FigureDoc, MaterialDoc, NAME, NetCostDoc,
    ProductDoc, ResultDoc, RuleDoc, StepDoc, VERSION, ValuesDoc, WarningDoc,
};

pub(super) fn bytes(sheet: &Worksheet) -> Vec<u8> {
    // Text keys, numbers and memory as the sink leave nothing that could fail.
    let mut bytes = serde_json::to_vec_pretty(&document(sheet)).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn document(sheet: &Worksheet) -> Document {
    let BillOfMaterials { product, currency, values, costs, net_cost, materials } = &sheet.bill;
    let Product { description, hs, country, weight } = product;
    let Values { fob, ex_works, transaction } = values;
    let Terms { agreement, accumulation, full_accumulation } = &sheet.terms;
    Document {
        document: NAME.to_owned(),
        version: VERSION,
        agreement: agreement.clone(),
        product: ProductDoc {
            description: description.clone(),
            hs: hs.clone(),
            country: country.clone(),
            weight: weight.as_ref().map(measure),
        },
        currency: currency.clone(),
        values: ValuesDoc { fob: text(*fob), ex_works: text(*ex_works), transaction: text(*transaction) },
        costs: costs.iter().map(cost).collect(),
        net_cost: net_cost.as_ref().map(|NetCost { total, excluded }| NetCostDoc {
            total: total.to_string(),
            excluded: excluded.iter().map(cost).collect(),
        }),
        materials: materials.iter().map(material).collect(),
        accumulation: AccumulationDoc { countries: accumulation.clone(), full: *full_accumulation },
        rule: Some(rule(&sheet.rule)),
        result: Some(result(sheet)),
    }
}

fn material(material: &Material) -> MaterialDoc {
    let Material { line, description, hs, origin, status, value, currency, weight, originating_content, named_by_rule } =
        material;
    MaterialDoc {
        line: *line,
        description: description.clone(),
        hs: hs.clone(),
        origin: origin.clone(),
        status: status.as_str().to_owned(),
        value: text(*value),
        currency: currency.clone(),
        weight: weight.as_ref().map(measure),
        originating_content: text(*originating_content),
        named_by_rule: *named_by_rule,
    }
}

fn rule(rule: &Rule) -> RuleDoc {
    let kind = match rule {
        Rule::WhollyObtained => "wholly_obtained",
        Rule::OnlyOriginating => "only_originating",
        Rule::ValueContent(_) => "value_content",
        Rule::TariffChange(_) => "tariff_change",
        Rule::Both(..) => "both",
    };
    let content = rule.content().map(|ValueContent { method, basis, threshold }| ContentDoc {
        method: method.as_str().to_owned(),
        basis: basis.as_str().to_owned(),
        threshold: threshold.to_string(),
    });
    let change = rule.change().map(|TariffChange { level, except, de_minimis }| ChangeDoc {
        level: level.as_str().to_owned(),
        except: except.clone(),
        de_minimis: de_minimis.as_ref().map(tolerance),
    });
    RuleDoc { kind: kind.to_owned(), content, change }
}

fn tolerance(tolerance: &DeMinimis) -> DeMinimisDoc {
    let DeMinimis { percent_value, basis, percent_weight, weight_chapters, weight_alone } = tolerance;
    DeMinimisDoc {
        percent_value: text(*percent_value),
        basis: basis.as_str().to_owned(),
        percent_weight: text(*percent_weight),
        weight_chapters: *weight_chapters,
        weight_alone: *weight_alone,
    }
}

pub(super) fn result(sheet: &Worksheet) -> ResultDoc {
    ResultDoc {
        originates: sheet.originates,
        de_minimis_used: sheet.de_minimis_used,
        accumulation_used: sheet.accumulation_used,
        steps: sheet.steps.iter().map(step).collect(),
        warnings: sheet.warnings.iter().map(warning).collect(),
    }
}

fn step(step: &Step) -> StepDoc {
    let Step { code, figures, params, lines, holds } = step;
    let figure = |Figure { symbol, value, unit }: &Figure| FigureDoc {
        symbol: symbol.as_str().to_owned(),
        value: exact(*value),
        unit: unit.clone(),
    };
    StepDoc {
        code: code.as_str().to_owned(),
        holds: *holds,
        lines: lines.clone(),
        params: params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        figures: figures.iter().map(figure).collect(),
    }
}

fn warning(finding: &Finding) -> WarningDoc {
    let Finding { code, severity, path, params } = finding;
    WarningDoc {
        code: code.to_string(),
        severity: severity.as_str().to_owned(),
        path: path.clone(),
        params: params.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
    }
}

fn cost<K: Word>(cost: &Cost<K>) -> CostDoc {
    CostDoc { kind: cost.kind.as_str().to_owned(), amount: cost.amount.to_string() }
}

fn measure(measure: &Measure) -> MeasureDoc {
    MeasureDoc { amount: measure.amount.to_string(), unit: measure.unit.clone() }
}

fn text(amount: Option<Decimal>) -> Option<String> {
    amount.map(|amount| amount.to_string())
}

/// Decimal text, or the fraction where a decimal has no end.
fn exact(value: Ratio) -> String {
    value.exact().map_or_else(|| value.to_string(), |decimal| decimal.to_string())
}
