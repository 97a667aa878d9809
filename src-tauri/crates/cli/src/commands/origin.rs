//! Does a product originate? The steps in plain English, the criterion, and what a person has to look at.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use tamga_office::Office;
use tamga_office::agreements::built_in;
use tamga_office::calculate::{self, Calculated, Opened, Request};
use tamga_office::evidence::WorksheetKept;
use tamga_office::typed::NumberMarks;
use tamga_origin::calculator::{
    BillOfMaterials, DeMinimis, NetCost, Proposal, Rule, Step, Symbol, TariffChange, Terms, ValueContent,
};
use tamga_origin::profile::AgreementProfile;
use tamga_origin::{Finding, Ratio};

use crate::answer::{Answer, Exit};
use crate::arguments::{CalculateArguments, OriginCommand};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, finding, steps};

/// Works origin out.
pub fn origin(desk: &Desk, asked: &OriginCommand) -> Result<Answer, Failure> {
    match asked {
        OriginCommand::Calculate(asked) => calculated(desk, asked),
    }
}

fn calculated(desk: &Desk, asked: &CalculateArguments) -> Result<Answer, Failure> {
    let name = asked.file.display().to_string();
    let bytes = files::read(&asked.file)?;
    let (decimal, group) = asked.decimal.marks();
    let marks = NumberMarks { decimal, group };
    let opened = calculate::open(&bytes, &name, asked.sheet.as_deref(), &marks).map_err(Failure::office(name))?;
    let Opened { request: Request { bill, rule, terms }, mut findings } = opened;
    let profiles = built_in().map_err(Failure::office("forms"))?;
    let draft = asked.draft.map(|id| Kept::open(desk, id)).transpose()?;
    let of_draft = draft.as_ref().map(|draft| draft.agreement.as_str());
    let of_file = Some(terms.agreement.as_str()).filter(|id| !id.is_empty());
    let form = match asked.agreement.as_deref().or(of_draft).or(of_file) {
        Some(id) => Some(profiles.find(id).ok_or_else(|| Failure::AgreementUnknown { id: id.to_owned() })?),
        None => None,
    };
    let rule = chosen(asked, form).or(rule).ok_or(Failure::RuleNeeded)?;
    let terms = counted(asked, terms, form);
    let of_draft = draft.as_ref().map(|draft| draft.destination.as_str());
    let destination = asked.destination.as_deref().or(of_draft).unwrap_or_default();
    let made = calculate::calculate(filled(asked, bill), rule, terms, form, destination)
        .map_err(|refused| Failure::NotCalculated { refused })?;
    if let Some(path) = &asked.out {
        files::write(path, &made.document)?;
    }
    findings.extend(made.sheet.warnings.iter().cloned());
    findings.extend(made.proposal.iter().flat_map(|proposal| proposal.warnings.iter().cloned()));
    let kept = match &draft {
        Some(draft) => Some(draft.keep(&made, asked.item)?),
        None => None,
    };
    let answer =
        Answer::new(object(&made, kept.as_ref(), &findings), words(asked, form, &made, kept.as_ref(), &findings));
    Ok(if made.sheet.originates { answer } else { answer.ending(Exit::No) })
}

/// The draft that a worksheet is kept with.
struct Kept {
    office: Arc<Office>,
    id: i64,
    agreement: String,
    destination: String,
}

impl Kept {
    fn open(desk: &Desk, id: i64) -> Result<Self, Failure> {
        let office = desk.office()?;
        let view = office.open_draft(id).map_err(Failure::office(format!("draft {id}")))?;
        let destination = view.certificate.transport.destination_country;
        Ok(Self { office, id, agreement: view.agreement, destination })
    }

    fn keep(&self, made: &Calculated, item: Option<u32>) -> Result<WorksheetKept, Failure> {
        self.office.keep_worksheet(self.id, made, item).map_err(Failure::office(format!("draft {}", self.id)))
    }
}

/// The rule of the options; none when they name none.
fn chosen(asked: &CalculateArguments, form: Option<&AgreementProfile>) -> Option<Rule> {
    let content = asked.method.zip(asked.threshold);
    let content = content.map(|(method, threshold)| ValueContent { method, basis: asked.basis, threshold });
    let by_hand = asked.de_minimis.is_some() || asked.de_minimis_weight.is_some();
    let given = DeMinimis {
        percent_value: asked.de_minimis,
        basis: asked.basis,
        percent_weight: asked.de_minimis_weight,
        weight_chapters: asked.de_minimis_weight.map(|_| (50, 63)),
        weight_alone: false,
    };
    let change = asked.change.map(|level| TariffChange {
        level,
        except: asked.except.clone(),
        de_minimis: if by_hand { Some(given) } else { form.and_then(calculate::tolerance) },
    });
    match (change, content) {
        _ if asked.wholly_obtained => Some(Rule::WhollyObtained),
        _ if asked.only_originating => Some(Rule::OnlyOriginating),
        (Some(change), Some(content)) => Some(Rule::Both(change, content)),
        (Some(change), None) => Some(Rule::TariffChange(change)),
        (None, Some(content)) => Some(Rule::ValueContent(content)),
        (None, None) => None,
    }
}

fn counted(asked: &CalculateArguments, terms: Terms, form: Option<&AgreementProfile>) -> Terms {
    Terms {
        agreement: form.map_or(terms.agreement, |form| form.id.clone()),
        accumulation: if asked.accumulate.is_empty() { terms.accumulation } else { asked.accumulate.clone() },
        full_accumulation: terms.full_accumulation || asked.full_accumulation,
    }
}

/// What the options say stands before what the file says.
fn filled(asked: &CalculateArguments, mut bill: BillOfMaterials) -> BillOfMaterials {
    if let Some(hs) = &asked.hs {
        bill.product.hs.clone_from(hs);
    }
    if let Some(currency) = &asked.currency {
        bill.currency = currency.to_uppercase();
    }
    bill.product.weight = asked.weight.clone().or(bill.product.weight);
    bill.values.fob = asked.fob.or(bill.values.fob);
    bill.values.ex_works = asked.ex_works.or(bill.values.ex_works);
    bill.values.transaction = asked.transaction.or(bill.values.transaction);
    if let Some(total) = asked.total_cost {
        bill.net_cost = Some(NetCost { total, excluded: asked.left_out.clone() });
    }
    if !asked.cost.is_empty() {
        bill.costs.clone_from(&asked.cost);
    }
    bill
}

fn words(
    asked: &CalculateArguments,
    form: Option<&AgreementProfile>,
    made: &Calculated,
    kept: Option<&WorksheetKept>,
    findings: &[Finding],
) -> String {
    let mut parts: Vec<String> = made.sheet.steps.iter().map(steps::sentence).collect();
    if let (Some(form), true) = (form, made.sheet.originates) {
        parts.push(match &made.proposal {
            Some(proposal) => format!("Criterion on {}: {}", form.form.code, proposal.printed),
            None => format!("No criterion of {} fits this rule; choose it by hand.", form.form.code),
        });
    }
    if let Some(path) = &asked.out {
        parts.push(format!("Worksheet: {}", path.display()));
    }
    if let (Some(kept), Some(draft)) = (kept, asked.draft) {
        parts.push(format!("Kept with draft {draft}: sha256 {}", kept.sha256));
        if let (Some(criterion), Some(item)) = (&kept.criterion, asked.item) {
            parts.push(format!("Line {item} has the criterion {criterion} now."));
        }
    }
    if !findings.is_empty() {
        parts.push(format!("\n{}", finding::lines(findings)));
    }
    parts.join("\n")
}

fn object(made: &Calculated, kept: Option<&WorksheetKept>, findings: &[Finding]) -> Value {
    json!({
        "originates": made.sheet.originates,
        "deMinimisUsed": made.sheet.de_minimis_used,
        "accumulationUsed": made.sheet.accumulation_used,
        "content": made.sheet.steps.iter().find_map(|step| step.value(Symbol::Content)).map(exact),
        "criterion": made.proposal.as_ref().map(|proposal: &Proposal| proposal.printed.as_str()),
        "criterionCode": made.proposal.as_ref().map(|proposal| proposal.code.as_str()),
        "steps": made.sheet.steps.iter().map(step).collect::<Vec<_>>(),
        "evidence": kept.map(|kept| json!({ "sha256": kept.sha256, "criterion": kept.criterion })),
        "findings": finding::objects(findings),
    })
}

fn step(step: &Step) -> Value {
    let figures: Vec<Value> = step
        .figures
        .iter()
        .map(|figure| json!({ "symbol": figure.symbol.as_str(), "value": exact(figure.value), "unit": figure.unit }))
        .collect();
    let params: Map<String, Value> =
        step.params.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str()))).collect();
    json!({
        "code": step.code.as_str(), "holds": step.holds, "lines": step.lines, "figures": figures, "params": params,
        "words": steps::sentence(step),
    })
}

/// Decimal text, or the fraction where a decimal has no end.
fn exact(value: Ratio) -> String {
    value.exact().map_or_else(|| value.to_string(), |decimal| decimal.to_string())
}
