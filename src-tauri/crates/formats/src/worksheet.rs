//! How is a calculation of origin kept and brought back? As one small JSON document that holds everything needed to
//! repeat it; the same bytes for the same calculation.
//!
//! What is read is calculated again: a document whose result is not what its numbers give is found out.

mod document;
mod read;
mod write;

use serde::{Deserialize, Serialize};
use tamga_origin::Finding;
use tamga_origin::calculator::{BillOfMaterials, Rule, Terms, Worksheet, calculate};

use crate::Read;
use crate::error::FormatError;
use crate::limits::Limits;

/// What a document asks to be calculated; the rule may be left to whoever opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The product and its materials.
    pub bill: BillOfMaterials,
    /// The rule, when the document has one.
    pub rule: Option<Rule>,
    /// What may be counted as originating.
    pub terms: Terms,
}

/// Writes a worksheet; the same worksheet always gives the same bytes.
pub fn write(sheet: &Worksheet) -> Vec<u8> {
    write::bytes(sheet)
}

/// Reads what a document asks to be calculated, whether it has a result or not.
///
/// # Errors
/// Beyond the limits, not JSON, another kind of document, a field that is unknown or has a value that means nothing.
pub fn read_request(bytes: &[u8], limits: &Limits) -> Result<Request, FormatError> {
    read::request(&read::document(bytes, limits)?)
}

/// Reads a worksheet and calculates it again; a result that its numbers do not give is `worksheet.differs`.
///
/// # Errors
/// As [`read_request`]; also without a rule, or when its numbers cannot be calculated ([`FormatError::WrongValue`] with
/// the reason's code).
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Read<Worksheet>, FormatError> {
    let document = read::document(bytes, limits)?;
    let Request { bill, rule, terms } = read::request(&document)?;
    let rule = rule.ok_or_else(|| FormatError::Missing { path: "rule".to_owned() })?;
    let refused = |why: tamga_origin::calculator::CalculationRefused| FormatError::WrongValue {
        path: "materials".to_owned(),
        value: why.code().to_owned(),
    };
    let value = calculate(bill, rule, terms).map_err(refused)?;
    let same = document.result.is_none_or(|said| said == write::result(&value));
    let findings = if same { Vec::new() } else { vec![Finding::warn("worksheet.differs", "result")] };
    Ok(Read { value, findings })
}

/// An amount or quantity with its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeasureDoc {
    amount: String,
    unit: String,
}
