//! How are certificates issued and withdrawn?

use std::path::Path;

use serde_json::{Value, json};
use tamga_office::issue::Issued;
use tamga_office::keys::{KeptFor, KeyPlace};
use tamga_office::{Office, OfficeError, Pin};

use super::key;
use crate::answer::{Answer, Exit};
use crate::arguments::{CancelArguments, IssueArguments, SigningArguments, Work};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{files, finding};

/// A draft that is about to be issued.
struct Ready {
    name: String,
    draft: i64,
    stamp: i64,
}

/// Issues drafts and documents, one transaction each, with the key opened once.
pub fn issue(desk: &Desk, asked: &IssueArguments) -> Result<Answer, Failure> {
    let office = desk.office()?;
    // What cannot be read is found before anything is signed.
    let documents = asked.work.iter().map(document).collect::<Result<Vec<_>, _>>()?;
    let (key, pin) = opened(&office, &asked.signing, KeptFor::Official)?;
    if let Some(out) = &asked.out {
        files::folder(out)?;
    }
    let mut ready = Vec::new();
    for (work, bytes) in asked.work.iter().zip(documents) {
        ready.push(prepare(&office, work, bytes.as_deref(), asked.agreement.as_deref())?);
    }
    let drafts: Vec<(i64, i64)> = ready.iter().map(|one| (one.draft, one.stamp)).collect();
    let progress = Progress::over(drafts.len(), "Issuing");
    if asks_always(&office, &key)? && drafts.len() > 1 {
        eprintln!("The card wants its PIN at every signature: {} times.", drafts.len());
    }
    let issued = office
        .issue_many(&drafts, &key, &pin, &mut |_, _| progress.step())
        .map_err(Failure::office(format!("key {key}")))?;
    drop(progress);
    // A single one that is refused is the whole answer.
    if ready.len() == 1 && issued.len() == 1 {
        let mut issued = issued;
        return match (ready.pop(), issued.pop()) {
            (Some(one), Some(issued)) => {
                let issued = issued.map_err(Failure::office(one.name.clone()))?;
                answer(&office, vec![(one, Ok(issued))], asked.out.as_deref())
            }
            _ => answer(&office, Vec::new(), asked.out.as_deref()),
        };
    }
    let untouched = ready.split_off(issued.len().min(ready.len()));
    let said = answer(&office, ready.into_iter().zip(issued).collect(), asked.out.as_deref())?;
    Ok(if untouched.is_empty() { said } else { not_tried(said, &untouched) })
}

/// Names what is left of a batch that ended early; nothing was done to it.
fn not_tried(said: Answer, left: &[Ready]) -> Answer {
    let drafts: Vec<i64> = left.iter().map(|one| one.draft).collect();
    let lines: Vec<String> = left.iter().map(|one| format!("{}: not tried any more", one.name)).collect();
    said.with("untouched", json!(drafts), &lines.join("\n")).ending(Exit::World)
}

/// Does the key lie on a card that wants its PIN at every signature? On a reader with keys of its own that is work.
fn asks_always(office: &Office, key: &str) -> Result<bool, Failure> {
    let key = office.key(key).map_err(Failure::office(format!("key {key}")))?;
    Ok(matches!(key.place, KeyPlace::Card { asks_always: true, .. }))
}

fn document(work: &Work) -> Result<Option<Vec<u8>>, Failure> {
    match work {
        Work::Draft(_) => Ok(None),
        Work::File(path) => files::read(path).map(Some),
    }
}

fn prepare(office: &Office, work: &Work, bytes: Option<&[u8]>, agreement: Option<&str>) -> Result<Ready, Failure> {
    let name = work.name();
    let draft = match (work, bytes) {
        (Work::Draft(id), _) => *id,
        (Work::File(_), bytes) => {
            let bytes = bytes.unwrap_or_default();
            office.import_draft(bytes, agreement).map_err(Failure::office(name.clone()))?.id
        }
    };
    let stamp = office.open_draft(draft).map_err(Failure::office(name.clone()))?.stamp;
    let name = if matches!(work, Work::File(_)) { format!("{name}, now draft {draft}") } else { name };
    Ok(Ready { name, draft, stamp })
}

fn answer(
    office: &Office,
    done: Vec<(Ready, Result<Issued, OfficeError>)>,
    out: Option<&Path>,
) -> Result<Answer, Failure> {
    let (mut certificates, mut refused, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    let mut exit = Exit::Yes;
    for (one, result) in done {
        match result {
            Ok(issued) => {
                let (xml, pdf) = match out {
                    Some(out) => hand_out(office, &issued.number, out)?,
                    None => (Value::Null, Value::Null),
                };
                let queued =
                    if issued.submission_id.is_some() { "queued" } else { "no route leads to its destination" };
                let act = if issued.is_self_declaration { "declared" } else { "issued" };
                lines.push(format!("{}: {act} as {}, {queued}", one.name, issued.number));
                lines.extend(issued.findings.iter().map(|found| format!("  {}", finding::line(found))));
                certificates.push(json!({
                    "number": issued.number, "digest": issued.document_sha256, "xml": xml, "pdf": pdf,
                    "selfDeclaration": issued.is_self_declaration,
                    "submission": issued.submission_id.map(|id| id.to_string()),
                    "findings": finding::objects(&issued.findings),
                }));
            }
            Err(source) => {
                let failure = Failure::office(one.name.clone())(source);
                exit = exit.max(failure.exit());
                lines.push(format!("{}: not issued. {failure} {}", one.name, failure.remedy()));
                lines.extend(failure.findings().iter().map(|found| format!("  {}", finding::line(found))));
                refused.push(json!({
                    "draft": one.draft, "code": failure.code(), "message": failure.to_string(),
                    "findings": finding::objects(failure.findings()),
                }));
            }
        }
    }
    Ok(Answer::new(json!({ "certificates": certificates, "refused": refused }), lines.join("\n")).ending(exit))
}

/// Writes the signed file and the printed certificate; answers where they lie.
pub(super) fn hand_out(office: &Office, number: &str, out: &Path) -> Result<(Value, Value), Failure> {
    let about = || Failure::office(format!("certificate {number}"));
    let xml = out.join(files::name_of(number, "xml"));
    files::write(&xml, &office.certificate_xml(number).map_err(about())?)?;
    let pdf = out.join(files::name_of(number, "pdf"));
    files::write(&pdf, &office.certificate_pdf(number).map_err(about())?)?;
    let said = |path: &Path| Value::from(path.display().to_string());
    Ok((said(&xml), said(&pdf)))
}

/// Withdraws a certificate.
pub fn cancel(desk: &Desk, asked: &CancelArguments) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let (key, pin) = opened(&office, &asked.signing, KeptFor::Official)?;
    let cancelled = office
        .cancel_used(&asked.number, &asked.reason.to_uppercase(), asked.second.as_deref(), &key, &pin)
        .map_err(Failure::office(format!("certificate {}", asked.number)))?;
    let object = json!({
        "number": cancelled.number, "replaces": null, "revision": cancelled.revision,
        "submission": cancelled.submission_id.map(|id| id.to_string()),
    });
    let queued = if cancelled.submission_id.is_some() { " The statement is queued for the destination." } else { "" };
    Ok(Answer::new(object, format!("{} is withdrawn.{queued}", cancelled.number)))
}

/// The key that was named, or the only one kept for this, and its PIN.
pub(super) fn opened(office: &Office, signing: &SigningArguments, kept_for: KeptFor) -> Result<(String, Pin), Failure> {
    let key = match &signing.key {
        Some(key) => key.clone(),
        None => {
            let keys = office.keys().map_err(Failure::office("keys"))?.into_iter();
            let mut ids: Vec<String> = keys.filter(|key| key.kept_for == kept_for).map(|key| key.id).collect();
            match (ids.pop(), ids.is_empty()) {
                (None, _) => {
                    let option = if kept_for == KeptFor::Exporter { " --exporter" } else { "" };
                    return Err(Failure::NoKey { option });
                }
                (Some(only), true) => only,
                (Some(last), false) => {
                    ids.push(last);
                    return Err(Failure::KeyNeeded { ids });
                }
            }
        }
    };
    let pin = key::source(&signing.pin, "PIN of the key").read()?;
    Ok((key, pin))
}
