//! Does a product originate? A file with its materials is read, the rule is tested, the form's criterion is proposed, and
//! the worksheet is written down as evidence.
//!
//! What originates is worked out by `tamga-origin` alone; here files become numbers and results become a document.

use tamga_formats::bill::{Marks, read_materials};
use tamga_formats::sheet::{TableLimits, TextChoice, read_tables};
use tamga_formats::{Limits, worksheet};
use tamga_origin::Finding;
use tamga_origin::calculator::{
    self, BillOfMaterials, CalculationRefused, DeMinimis, Proposal, Rule, Terms, ValueBasis, Worksheet, propose,
};
use tamga_origin::profile::AgreementProfile;

use crate::error::OfficeError;
use crate::typed::NumberMarks;

pub use tamga_formats::worksheet::Request;

/// A calculation that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calculated {
    /// The calculation with its steps.
    pub sheet: Worksheet,
    /// The criterion that the form prints, when a form was named and one of its rows fits.
    pub proposal: Option<Proposal>,
    /// The worksheet as it is kept.
    pub document: Vec<u8>,
}

/// A file with a product and its materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What the file asks; of a spreadsheet only the materials are known.
    pub request: Request,
    /// What was noticed about the file.
    pub findings: Vec<Finding>,
}

/// Reads a worksheet document, or the materials of a CSV or XLSX file.
///
/// # Errors
/// A file that is neither, or beyond the limits; a sheet that the workbook does not have ([`OfficeError::Senseless`]).
pub fn open(bytes: &[u8], name: &str, sheet: Option<&str>, marks: &NumberMarks) -> Result<Opened, OfficeError> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if body.trim_ascii_start().starts_with(b"{") {
        let request = worksheet::read_request(bytes, &Limits::default())?;
        // A result that stands in the file is held against its numbers; a request without a rule has none.
        let findings = match worksheet::read(bytes, &Limits::default()) {
            Ok(read) => read.findings,
            Err(_) => Vec::new(),
        };
        return Ok(Opened { request, findings });
    }
    let tables = read_tables(bytes, name, &TextChoice::default(), &TableLimits::default())?;
    let table = match sheet {
        Some(wanted) => tables.sheets.iter().find(|one| &*one.name == wanted),
        None => tables.sheets.iter().find(|one| !one.hidden && !one.rows.is_empty()),
    };
    let table = table.ok_or(OfficeError::Senseless("the file has no such sheet"))?;
    let read = read_materials(table, Marks { decimal: marks.decimal, group: Some(marks.group) });
    if tamga_origin::finding::blocks(&read.findings) {
        return Err(OfficeError::Blocked(read.findings));
    }
    let bill = BillOfMaterials { materials: read.value, ..BillOfMaterials::default() };
    Ok(Opened { request: Request { bill, rule: None, terms: Terms::default() }, findings: read.findings })
}

/// Tests the rule and proposes the criterion of the form.
///
/// # Errors
/// [`CalculationRefused`] where a number that the rule needs is missing, or numbers cannot be added.
pub fn calculate(
    bill: BillOfMaterials,
    rule: Rule,
    terms: Terms,
    form: Option<&AgreementProfile>,
    destination: &str,
) -> Result<Calculated, CalculationRefused> {
    let sheet = calculator::calculate(bill, rule, terms)?;
    let proposal = form.and_then(|form| propose(&sheet, &form.criteria, destination));
    let document = worksheet::write(&sheet);
    Ok(Calculated { sheet, proposal, document })
}

/// What the agreement forgives of a change of classification, where its text was read; none otherwise.
pub fn tolerance(form: &AgreementProfile) -> Option<DeMinimis> {
    let terms = form.de_minimis.terms()?;
    // A value of another name is nothing that is asked for here; the tolerance is then given by hand.
    let basis = match terms.basis.to_uppercase().as_str() {
        "FOB" => ValueBasis::Fob,
        "EXW" => ValueBasis::ExWorks,
        "TRANSACTION" => ValueBasis::Transaction,
        _ => return None,
    };
    Some(DeMinimis {
        percent_value: terms.percent_value,
        basis,
        percent_weight: terms.percent_weight,
        weight_chapters: terms.weight_chapters,
        weight_alone: false,
    })
}
