//! What bears certificates out? The service that stamps, what is fetched, what is kept, and copies with evidence inside.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use tamga_office::Office;
use tamga_office::stamps::StampReport;
use tamga_office::support::{Level, SupportView};
use tamga_office::take_evidence::EvidenceTaken;

use crate::answer::{Answer, Exit};
use crate::arguments::{EvidenceCommand, ExportArguments, LevelWord, ServiceArguments};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::files;
use crate::terminal::table;

/// Does what was asked about evidence.
pub fn evidence(desk: &Desk, asked: EvidenceCommand) -> Result<Answer, Failure> {
    match asked {
        EvidenceCommand::Service(asked) => service(&*desk.office()?, &asked),
        EvidenceCommand::Fetch => fetch(desk),
        EvidenceCommand::Take { files } => take(&*desk.office()?, &files),
        EvidenceCommand::List { number } => list(&*desk.office()?, &number),
    }
}

fn service(office: &Office, asked: &ServiceArguments) -> Result<Answer, Failure> {
    let about = || Failure::office("time-stamping service");
    if asked.off || asked.url.is_some() {
        let named = asked.url.clone().unwrap_or_default();
        office.set_stamp_service(asked.url.as_deref()).map_err(Failure::office(named))?;
    }
    Ok(match office.stamp_service().map_err(about())? {
        Some(service) => {
            let words = format!("What is sealed from now on is stamped by {}.", service.url);
            Answer::new(json!({ "service": service.url }), words)
        }
        None => Answer::new(json!({ "service": null }), "Nobody is asked for time stamps."),
    })
}

fn fetch(desk: &Desk) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let (stamps, revocation) = desk.wait(async { (office.stamp_pass().await, office.fetch_revocation().await) })?;
    let stamps = stamps.map_err(Failure::office("time stamps"))?;
    let revocation = revocation.map_err(Failure::office("revocation"))?;
    let mut lines = vec![told(&stamps)];
    lines.push(format!(
        "Revocation: {} fetched, {} new; {} certificates judged again.",
        revocation.fetched,
        revocation.learnt,
        revocation.judged_again.len()
    ));
    lines.extend(revocation.faults.iter().map(|(address, said)| format!("  {address}: {said}")));
    let faults: Vec<Value> =
        revocation.faults.iter().map(|(address, said)| json!({ "address": address, "said": said })).collect();
    let object = json!({
        "stamped": stamps.stamped, "waiting": stamps.waiting, "stampFault": fault(&stamps),
        "fetched": revocation.fetched, "new": revocation.learnt, "judgedAgain": revocation.judged_again,
        "faults": faults,
    });
    let exit = if stamps.fault.is_some() || !revocation.faults.is_empty() { Exit::World } else { Exit::Yes };
    Ok(Answer::new(object, lines.join("\n")).ending(exit))
}

fn take(office: &Office, files: &[PathBuf]) -> Result<Answer, Failure> {
    let (mut lines, mut objects) = (Vec::new(), Vec::new());
    for file in files {
        let bytes = files::read(file)?;
        let name = file.display().to_string();
        let EvidenceTaken { sha256, is_new, judged_again } =
            office.take_evidence(&bytes).map_err(Failure::office(name.clone()))?;
        let what = if is_new { "taken in" } else { "says nothing new" };
        lines.push(format!("{name}: {what}; {} certificates judged again.", judged_again.len()));
        objects.push(json!({ "file": name, "sha256": sha256, "new": is_new, "judgedAgain": judged_again }));
    }
    Ok(Answer::new(json!({ "files": objects }), lines.join("\n")))
}

/// Asks for the stamps of what was issued just now, when a service is set. A certificate is issued with its stamp or
/// without; what is missing is asked for again later.
pub fn stamped_at_once(desk: &Desk, answer: Answer) -> Result<Answer, Failure> {
    let is_empty = answer.object.get("certificates").and_then(Value::as_array).is_none_or(Vec::is_empty);
    let office = if is_empty { None } else { Some(desk.office()?) };
    let Some(office) = office else { return Ok(answer) };
    if office.stamp_service().map_err(Failure::office("time stamps"))?.is_none() {
        return Ok(answer);
    }
    let report = desk.wait(office.stamp_pass())?.map_err(Failure::office("time stamps"))?;
    Ok(with_stamps(answer, &report))
}

/// Asks for the stamp of one certificate that was just made: at the service that was named, else at the office's own,
/// where there is one.
pub fn stamped(
    desk: &Desk,
    office: &Arc<Office>,
    answer: Answer,
    number: &str,
    url: Option<&str>,
) -> Result<Answer, Failure> {
    let own = office.stamp_service().map_err(Failure::office("time stamps"))?;
    if url.is_none() && own.is_none() {
        return Ok(answer);
    }
    let about = Failure::office(url.unwrap_or("time stamps").to_owned());
    let report = desk.wait(office.stamp_certificate(number, url))?.map_err(about)?;
    Ok(with_stamps(answer, &report))
}

fn with_stamps(answer: Answer, report: &StampReport) -> Answer {
    let mut answer = answer.with("stamped", Value::from(report.stamped), &told(report));
    answer.object.insert("stampFault".to_owned(), fault(report));
    answer
}

/// What came of asking for stamps, in words.
fn told(report: &StampReport) -> String {
    let mut words = format!("Time stamps: {} made, {} waiting.", report.stamped, report.waiting);
    if let Some((code, said)) = &report.fault {
        words.push_str(&format!(" No stamp now: {code} {said}"));
    }
    words
}

fn fault(report: &StampReport) -> Value {
    report.fault.as_ref().map_or(Value::Null, |(code, said)| json!({ "code": code, "said": said }))
}

fn list(office: &Office, number: &str) -> Result<Answer, Failure> {
    let kept = office.support(number).map_err(Failure::office(format!("certificate {number}")))?;
    let objects: Vec<Value> = kept.iter().map(object).collect();
    let rows: Vec<Vec<String>> = kept.iter().map(row).collect();
    let words = if rows.is_empty() { "Nothing is kept beside it.".to_owned() } else { table(&rows) };
    Ok(Answer::new(json!({ "number": number, "evidence": objects }), words))
}

fn object(view: &SupportView) -> Value {
    let SupportView { kind, sha256, source, at, kept_at } = view;
    json!({
        "kind": kind, "sha256": sha256, "source": source,
        "at": at.map(|at| at.rfc3339_seconds()), "keptAt": kept_at.rfc3339_seconds(),
    })
}

fn row(view: &SupportView) -> Vec<String> {
    let at = view.at.map(|at| at.rfc3339_seconds()).unwrap_or_default();
    let source = if view.source.is_empty() { "came in a file" } else { &view.source };
    vec![view.kind.clone(), at, source.to_owned(), view.sha256.clone()]
}

/// Writes a copy with evidence inside.
pub fn export(desk: &Desk, asked: &ExportArguments) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let level = match asked.level {
        LevelWord::T => Level::Stamped,
        LevelWord::Lt => Level::LongTerm,
    };
    let copy = office
        .copy_with_evidence(&asked.number, level)
        .map_err(Failure::office(format!("certificate {}", asked.number)))?;
    files::write(&asked.out, &copy)?;
    let object = json!({ "number": asked.number, "file": asked.out.display().to_string(), "bytes": copy.len() });
    Ok(Answer::new(object, format!("{} is written to {}.", asked.number, asked.out.display())))
}
