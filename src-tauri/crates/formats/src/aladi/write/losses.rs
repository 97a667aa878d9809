//! What did the written document not carry, and what would its schema not take? Found by reading it back.

use tamga_origin::{Certificate, Finding, Severity};

use crate::error::FormatError;
use crate::limits::Limits;
use crate::losses::losses;
use crate::{Dialect, aladi};

/// Findings of the reader that speak of a document as it stands, not of how it came to be.
const KEPT: [&str; 2] = ["gap.required", "limit.exceeded"];
/// Findings after which no schema takes the document.
const BLOCKING: [&str; 3] = ["gap.required", "limit.exceeded", "cod.value"];

pub(super) fn of(certificate: &Certificate, bytes: &[u8]) -> Result<Vec<Finding>, FormatError> {
    // What we wrote ourselves may be longer than what we would take from outside.
    let own = Limits { bytes: usize::MAX, values: usize::MAX, items: usize::MAX, ..Limits::default() };
    let read = aladi::read(&aladi::gate(bytes, &own)?, &own)?;
    let back = read.value.certificate;
    // A copy without signatures is no stage, and was not meant to be one.
    let about = |finding: &Finding| {
        KEPT.contains(&&*finding.code)
            || finding.code.starts_with("cod.")
                && !["cod.stage", "cod.unit", "cod.currency_assumed"].contains(&&*finding.code)
    };
    let mut findings: Vec<Finding> = read.findings.into_iter().filter(about).collect();
    for finding in &mut findings {
        if BLOCKING.contains(&&*finding.code) {
            finding.severity = Severity::Block;
        }
    }
    currencies(certificate, &back, &mut findings);
    let folded = |path: &str| path.starts_with("remarks") && !back.remarks.is_empty();
    findings.extend(losses(certificate, &back, Dialect::AladiCod.code(), folded));
    Ok(findings)
}

/// An amount that would be read in another currency is a wrong amount.
fn currencies(certificate: &Certificate, back: &Certificate, findings: &mut Vec<Finding>) {
    for (item, read) in certificate.items.iter().zip(&back.items) {
        if let (Some(value), Some(read)) = (&item.value, &read.value)
            && value.currency != read.currency
        {
            let path = format!("items[{}].value.currency", item.sequence);
            let stated = value.currency.chars().take(32).collect::<String>();
            let finding = Finding::block("cod.currency", path).with("currency", stated);
            findings.push(finding.with("meant", &read.currency));
        }
    }
}
