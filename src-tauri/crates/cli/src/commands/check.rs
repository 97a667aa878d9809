//! What is wrong with a document or draft?

use serde_json::json;
use tamga_office::check::check_document;
use tamga_origin::finding::blocks;
use tamga_origin::{Date, Finding};

use crate::answer::{Answer, Exit};
use crate::arguments::{CheckArguments, Work};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, finding};

/// Findings only; nothing is stored.
pub fn check(desk: &Desk, asked: &CheckArguments) -> Result<Answer, Failure> {
    let findings = match &asked.work {
        Work::File(path) => {
            let bytes = files::read(path)?;
            let day = asked.at.unwrap_or_else(|| desk.surroundings.now().date());
            check_document(&bytes, asked.agreement.as_deref(), day).map_err(Failure::office(asked.work.name()))?
        }
        Work::Draft(id) => of_draft(desk, *id, asked)?,
    };
    let blocked = blocks(&findings);
    let mut words = finding::sum(&findings);
    if !findings.is_empty() {
        words = format!("{}\n{words}", finding::lines(&findings));
    }
    let answer = Answer::new(json!({ "findings": finding::objects(&findings), "blocks": blocked }), words);
    Ok(if blocked { answer.ending(Exit::No) } else { answer })
}

fn of_draft(desk: &Desk, id: i64, asked: &CheckArguments) -> Result<Vec<Finding>, Failure> {
    let office = desk.office()?;
    let about = asked.work.name();
    let day: Date = asked.at.unwrap_or_else(|| office.today());
    if asked.at.is_none() && asked.agreement.is_none() {
        return office.check_draft(id).map_err(Failure::office(about));
    }
    let draft = office.open_draft(id).map_err(Failure::office(about))?;
    let name = asked.agreement.as_deref().unwrap_or(&draft.agreement);
    let profile = office.profiles().find(name).ok_or_else(|| Failure::AgreementUnknown { id: name.to_owned() })?;
    Ok(draft.certificate.check(profile, day))
}
