//! Are these certificates genuine? Signature, who, when, entitled, whole.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use tamga_office::Office;
use tamga_office::check::{trust_from_file, verify as judge};
use tamga_office::verdict::{Verdict, VerdictKind};
use tamga_origin::trust::TrustHistory;
use tamga_origin::{Finding, Timestamp};

use crate::answer::{Answer, Exit};
use crate::arguments::VerifyArguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, finding, view, words};

/// By whose word it is judged.
enum By {
    Office(Arc<Office>),
    List { trust: TrustHistory, now: Timestamp },
}

/// What is known about one file.
struct Judged {
    object: Map<String, Value>,
    words: String,
    exit: Exit,
}

/// Verifies files; the answer is that of the worst of them.
pub fn verify(desk: &Desk, asked: &VerifyArguments) -> Result<Answer, Failure> {
    let by = match &asked.trust {
        Some(list) => {
            let bytes = files::read(list)?;
            let trust = trust_from_file(&bytes).map_err(Failure::office(list.display().to_string()))?;
            let now = match asked.at {
                Some(day) => day.plus_days(1).map_or(Timestamp::midnight(day), Timestamp::midnight).plus_millis(-1),
                None => desk.surroundings.now(),
            };
            By::List { trust, now }
        }
        None if desk.has_office() => By::Office(desk.office()?),
        // Without a list the signature can still be found broken.
        None => By::List { trust: TrustHistory::default(), now: desk.surroundings.now() },
    };
    let mut judged = Vec::new();
    for file in &asked.files {
        judged.push(one(&by, file)?);
    }
    let exit = judged.iter().map(|one| one.exit).max_by_key(|exit| rank(*exit)).unwrap_or(Exit::Unjudged);
    let words: Vec<String> = judged.iter().map(|one| one.words.clone()).collect();
    let mut object = judged.iter().find(|one| one.exit == exit).map(|one| one.object.clone()).unwrap_or_default();
    let all: Vec<Value> = judged.into_iter().map(|one| Value::Object(one.object)).collect();
    object.insert("files".to_owned(), Value::from(all));
    Ok(Answer { object, words: words.join("\n\n"), exit })
}

/// A certificate that is not genuine outweighs one that could not be judged.
fn rank(exit: Exit) -> u8 {
    match exit {
        Exit::Yes => 0,
        Exit::Unjudged => 1,
        _ => 2,
    }
}

fn one(by: &By, file: &Path) -> Result<Judged, Failure> {
    let name = file.display().to_string();
    let bytes = match files::read(file) {
        Ok(bytes) => bytes,
        Err(Failure::TooLarge { .. }) => return Ok(refused(&name, "gate.too_large")),
        Err(failure) => return Err(failure),
    };
    match by {
        By::List { trust, now } => {
            let verified = judge(&bytes, trust, *now).map_err(Failure::office(name.clone()))?;
            let number = verified.certificate.map(|certificate| certificate.number).unwrap_or_default();
            Ok(told(&name, &number, &verified.verdict, Vec::new()))
        }
        By::Office(office) => {
            let answer = office.check_file(&bytes, false).map_err(Failure::office(name.clone()))?;
            let Some(found) = answer.found else { return Ok(unread(&name)) };
            let changed = found
                .changed_fields
                .iter()
                .map(|field| json!({ "path": field.path, "was": field.was, "is": field.is }))
                .collect();
            Ok(told(&name, &found.number, &found.verdict, changed))
        }
    }
}

fn told(name: &str, number: &str, verdict: &Verdict, changed: Vec<Value>) -> Judged {
    let word = view::verdict_word(verdict.kind);
    let mut lines = vec![format!("{name}: {word}. {}", words::of(&verdict.headline))];
    if !number.is_empty() {
        lines.push(format!("  certificate {number}"));
    }
    if !verdict.signed_by.is_empty() {
        let officer = if verdict.officer.is_empty() { String::new() } else { format!(", {}", verdict.officer) };
        let at = verdict.signed_at.map(|at| format!(" on {}", at.date())).unwrap_or_default();
        lines.push(format!("  signed by {}{officer}{at}", verdict.signed_by));
    }
    if let (Some(list), Some(at)) = (verdict.list_number, verdict.list_issued_at) {
        lines.push(format!("  judged by trust list {list} of {}", at.date()));
    }
    lines.extend(verdict.reasons.iter().map(|reason| format!("  {}", finding::line(reason))));
    for field in &changed {
        let text = |name: &str| field.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        lines.push(format!("  changed: {} was {:?}, is {:?}", text("path"), text("was"), text("is")));
    }
    let object = json!({
        "file": name, "verdict": word, "headline": view::word(&verdict.headline), "number": number,
        "reasons": view::reasons(verdict), "signatures": view::signatures(verdict), "changedFields": changed,
        "validTo": verdict.valid_to.map(|day| day.to_string()), "trustList": verdict.list_number,
        "trustListIssued": view::instant(verdict.list_issued_at),
    });
    let exit = match verdict.kind {
        VerdictKind::Genuine | VerdictKind::Look => Exit::Yes,
        VerdictKind::NotGenuine => Exit::No,
        VerdictKind::CannotJudge => Exit::Unjudged,
    };
    Judged { object: fields(object), words: lines.join("\n"), exit }
}

fn refused(name: &str, code: &'static str) -> Judged {
    let reason = Finding::block(code, "");
    let words = format!("{name}: invalid.\n  {}", finding::line(&reason));
    Judged { object: bare(name, "invalid", &[reason]), words, exit: Exit::No }
}

fn unread(name: &str) -> Judged {
    Judged { object: bare(name, "unknown", &[]), words: format!("{name}: unknown."), exit: Exit::Unjudged }
}

fn bare(name: &str, verdict: &str, reasons: &[Finding]) -> Map<String, Value> {
    fields(json!({
        "file": name, "verdict": verdict, "reasons": finding::objects(reasons), "signatures": [], "changedFields": [],
    }))
}

fn fields(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
