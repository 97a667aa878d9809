//! How are findings kept beside a record? A JSON list in the house's own words; the order of parameters stays.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use tamga_origin::{Finding, Severity};

use crate::error::FormatError;

/// Findings as a JSON list of `{code, severity, path, params}`.
pub fn to_json(findings: &[Finding]) -> String {
    let rows: Vec<Row> = findings.iter().map(row).collect();
    // Text keys and text values leave nothing that could fail.
    serde_json::to_string(&rows).unwrap_or_else(|_| "[]".to_owned())
}

/// Reads what [`to_json`] wrote.
///
/// # Errors
/// Not JSON, another shape, a severity that is none, or a parameter that stands twice.
pub fn from_json(text: &str) -> Result<Vec<Finding>, FormatError> {
    let rows: Vec<Row> = serde_json::from_str(text)
        .map_err(|error| FormatError::NotJson { line: error.line(), column: error.column() })?;
    rows.into_iter().map(finding).collect()
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    severity: String,
    path: String,
    params: Params,
}

fn row(finding: &Finding) -> Row {
    let Finding { code, severity, path, params } = finding;
    Row {
        code: code.to_string(),
        severity: severity.as_str().to_owned(),
        path: path.clone(),
        params: Params(params.iter().map(|(name, value)| (name.to_string(), value.clone())).collect()),
    }
}

fn finding(row: Row) -> Result<Finding, FormatError> {
    let Row { code, severity, path, params } = row;
    let severity = Severity::parse(&severity).ok_or_else(|| FormatError::WrongValue {
        path: "severity".to_owned(),
        value: severity.chars().take(64).collect(),
    })?;
    let params = params.0.into_iter().map(|(name, value)| (Cow::Owned(name), value)).collect();
    Ok(Finding { code: Cow::Owned(code), severity, path, params })
}

/// Named texts in their order.
struct Params(Vec<(String, String)>);

impl Serialize for Params {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Params {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ParamsVisitor)
    }
}

struct ParamsVisitor;

impl<'de> Visitor<'de> for ParamsVisitor {
    type Value = Params;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("named texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Params, A::Error> {
        let mut params = Vec::new();
        let mut names = BTreeSet::new();
        while let Some((name, value)) = entries.next_entry::<String, String>()? {
            if !names.insert(name.clone()) {
                return Err(de::Error::custom("a parameter stands twice"));
            }
            params.push((name, value));
        }
        Ok(Params(params))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_come_back_as_they_were_kept() {
        let findings = [
            Finding::block("criterion.unknown", "items[3].criterion.printed")
                .with("text", "P\"E")
                .with("list", "WO, WP"),
            Finding::warn("validity.over", "valid_to").with("date", "2026-01-01"),
            Finding::info("read.bom", ""),
        ];
        let text = to_json(&findings);
        assert_eq!(from_json(&text).unwrap(), findings);
        let first =
            r#"[{"code":"criterion.unknown","severity":"block","path":"items[3].criterion.printed","params":{"text":"#;
        assert!(text.starts_with(first), "{text}");
        assert_eq!(to_json(&[]), "[]");
    }

    #[test]
    fn a_list_of_another_shape_is_refused() {
        for text in [
            "",
            "{}",
            "[1]",
            r#"[{"code":"a.b","severity":"loud","path":"","params":{}}]"#,
            r#"[{"code":"a.b","severity":"warn","path":"","params":{"n":"1","n":"2"}}]"#,
            r#"[{"code":"a.b","severity":"warn","path":"","params":{"n":1}}]"#,
        ] {
            assert!(from_json(text).is_err(), "{text} is refused");
        }
    }
}
