//! Of what is the document made? Its fields in the order in which they are written; amounts are decimal text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::MeasureDoc;

/// What the document calls itself.
pub(super) const NAME: &str = "tamga-origin-worksheet";
/// The version that is written.
pub(super) const VERSION: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Document {
    pub document: String,
    pub version: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agreement: String,
    pub product: ProductDoc,
    pub currency: String,
    #[serde(default, skip_serializing_if = "ValuesDoc::is_empty")]
    pub values: ValuesDoc,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_cost: Option<NetCostDoc>,
    pub materials: Vec<MaterialDoc>,
    #[serde(default, skip_serializing_if = "AccumulationDoc::is_empty")]
    pub accumulation: AccumulationDoc,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultDoc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductDoc {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hs: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<MeasureDoc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ValuesDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fob: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ex_works: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction: Option<String>,
}

impl ValuesDoc {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CostDoc {
    pub kind: String,
    pub amount: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NetCostDoc {
    pub total: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<CostDoc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct MaterialDoc {
    pub line: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hs: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub origin: String,
    pub status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<MeasureDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub originating_content: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub named_by_rule: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_false(value: &bool) -> bool {
    !value
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccumulationDoc {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub full: bool,
}

impl AccumulationDoc {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleDoc {
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentDoc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeDoc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContentDoc {
    pub method: String,
    pub basis: String,
    pub threshold: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ChangeDoc {
    pub level: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub de_minimis: Option<DeMinimisDoc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct DeMinimisDoc {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_value: Option<String>,
    pub basis: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_weight: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_chapters: Option<(u8, u8)>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub weight_alone: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct ResultDoc {
    pub originates: bool,
    pub de_minimis_used: bool,
    pub accumulation_used: bool,
    pub steps: Vec<StepDoc>,
    pub warnings: Vec<WarningDoc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepDoc {
    pub code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<u32>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<FigureDoc>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureDoc {
    pub symbol: String,
    /// Exact: decimal text, or a fraction where a decimal has no end.
    pub value: String,
    pub unit: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WarningDoc {
    pub code: String,
    pub severity: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}
