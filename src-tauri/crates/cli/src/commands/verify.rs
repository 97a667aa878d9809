//! Are these certificates genuine? Signature, who, when, entitled, whole.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use tamga_office::check::{self, OfferedEvidence, Verified, differences, trust_from_file};
use tamga_office::received::{ChangedField, ReceivedView};
use tamga_office::revocation_file::add_revocation_file;
use tamga_office::verdict::{Verdict, VerdictKind};
use tamga_office::{ErrorCode, Office, OfficeError};
use tamga_origin::trust::TrustHistory;
use tamga_origin::{Finding, Severity, Timestamp};

use crate::answer::{Answer, Exit};
use crate::arguments::VerifyArguments;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{files, finding, view, words};

/// By whose word it is judged.
enum By {
    /// The border post's records and list.
    Records(Arc<Office>),
    /// What the office believes and keeps, on a day, with what was handed in; its own register is asked too.
    Office { office: Arc<Office>, now: Timestamp, evidence: OfferedEvidence },
    /// A list alone, on a day, with what was handed in.
    List { trust: Box<TrustHistory>, demonstration: bool, now: Timestamp, evidence: OfferedEvidence },
}

/// What is known about one file.
struct Judged {
    object: Map<String, Value>,
    words: String,
    exit: Exit,
}

/// A copy that is believed to be good.
struct Good {
    name: String,
    bytes: Vec<u8>,
}

impl Good {
    fn read(path: &Path) -> Result<Self, Failure> {
        Ok(Self { name: path.display().to_string(), bytes: files::read(path)? })
    }

    /// What stands otherwise in a copy.
    fn against(&self, copy: &[u8]) -> Result<Vec<ChangedField>, Failure> {
        differences(&self.bytes, copy).map_err(Failure::office(self.name.clone()))
    }
}

/// Verifies files; the answer is that of the worst of them.
pub fn verify(desk: &Desk, asked: &VerifyArguments) -> Result<Answer, Failure> {
    let by = by(desk, asked)?;
    let good = asked.against.as_deref().map(Good::read).transpose()?;
    let mut judged = Vec::new();
    for file in &asked.files {
        judged.push(one(&by, file, good.as_ref())?);
    }
    let exit = judged.iter().map(|one| one.exit).max_by_key(|exit| rank(*exit)).unwrap_or(Exit::Unjudged);
    let words: Vec<String> = judged.iter().map(|one| one.words.clone()).collect();
    let mut object = judged.iter().find(|one| one.exit == exit).map(|one| one.object.clone()).unwrap_or_default();
    let all: Vec<Value> = judged.into_iter().map(|one| Value::Object(one.object)).collect();
    object.insert("files".to_owned(), Value::from(all));
    Ok(Answer { object, words: words.join("\n\n"), exit })
}

fn by(desk: &Desk, asked: &VerifyArguments) -> Result<By, Failure> {
    let now = match asked.at {
        Some(day) => day.plus_days(1).map_or(Timestamp::midnight(day), Timestamp::midnight).plus_millis(-1),
        None => desk.surroundings.now(),
    };
    let mut evidence = OfferedEvidence::NONE;
    for file in &asked.revocation {
        let bytes = files::read(file)?;
        add_revocation_file(&bytes, &mut evidence).map_err(Failure::office(file.display().to_string()))?;
    }
    if let Some(list) = &asked.trust {
        let bytes = files::read(list)?;
        let trust = trust_from_file(&bytes).map_err(Failure::office(list.display().to_string()))?;
        return Ok(By::List { trust: Box::new(trust), demonstration: asked.demonstration, now, evidence });
    }
    if !desk.has_office() {
        // Without a list the signature can still be found broken.
        return Ok(By::List { trust: Box::default(), demonstration: false, now, evidence });
    }
    let office = desk.office()?;
    if office.facts().told.role.receives() && asked.at.is_none() && asked.revocation.is_empty() {
        return Ok(By::Records(office));
    }
    Ok(By::Office { office, now, evidence })
}

/// A certificate that is not genuine outweighs one that could not be judged.
fn rank(exit: Exit) -> u8 {
    match exit {
        Exit::Yes => 0,
        Exit::Unjudged => 1,
        _ => 2,
    }
}

fn one(by: &By, file: &Path, good: Option<&Good>) -> Result<Judged, Failure> {
    let name = file.display().to_string();
    let bytes = match files::read(file) {
        Ok(bytes) => bytes,
        Err(Failure::TooLarge { .. }) => return Ok(plain(&name, "invalid", &[Finding::block("gate.too_large", "")])),
        Err(failure) => return Err(failure),
    };
    let looked = match by {
        By::Records(office) => office.check_file(&bytes, false).map(|answer| answer.found.map(Looked::from)),
        By::Office { office, now, evidence } => {
            office.verify_with(&bytes, *now, evidence).map(|verified| Some(verified.into()))
        }
        By::List { trust, demonstration, now, evidence } => {
            let by = check::By { trust, demonstration: *demonstration, now: *now, beside: evidence };
            check::verify(&bytes, by).map(|verified| Some(verified.into()))
        }
    };
    let looked = match looked {
        Ok(Some(looked)) => looked,
        Ok(None) => return Ok(plain(&name, "unknown", &[])),
        Err(error) => return not_looked_at(&name, error),
    };
    let changed = good.map(|good| good.against(&bytes)).transpose()?.unwrap_or(looked.changed);
    let mut judged = told(&name, &looked.number, &looked.verdict, &changed);
    if let By::Office { office, .. } = by
        && let Ok(own) = office.open_certificate(&looked.number)
    {
        judged.words.push_str(&format!("\n  in this office's own register: {}", words::of(&own.status)));
        judged.object.insert("ownRegister".to_owned(), view::word(&own.status));
    }
    Ok(judged)
}

/// What was made of a file, whoever looked.
struct Looked {
    number: String,
    verdict: Verdict,
    changed: Vec<ChangedField>,
}

impl From<ReceivedView> for Looked {
    fn from(view: ReceivedView) -> Self {
        Self { number: view.number, verdict: view.verdict, changed: view.changed_fields }
    }
}

impl From<Verified> for Looked {
    fn from(verified: Verified) -> Self {
        let number = verified.certificate.map(|certificate| certificate.number).unwrap_or_default();
        Self { number, verdict: verified.verdict, changed: Vec::new() }
    }
}

fn told(name: &str, number: &str, verdict: &Verdict, changed: &[ChangedField]) -> Judged {
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
    lines.extend(view::evidence_lines(verdict));
    lines.extend(verdict.reasons.iter().map(|reason| format!("  {}", finding::reason(reason))));
    lines.extend(
        changed.iter().map(|ChangedField { path, was, is }| format!("  changed: {path} was {was:?}, is {is:?}")),
    );
    let changed: Vec<Value> =
        changed.iter().map(|field| json!({ "path": field.path, "was": field.was, "is": field.is })).collect();
    let object = json!({
        "file": name, "verdict": word, "headline": view::word(&verdict.headline), "number": number,
        "reasons": view::reasons(verdict), "signatures": view::signatures(verdict), "changedFields": changed,
        "validTo": verdict.valid_to.map(|day| day.to_string()), "trustList": verdict.list_number,
        "trustListIssued": view::instant(verdict.list_issued_at), "timeKnownBy": view::time_known_by(verdict),
        "evidence": view::evidence(verdict),
    });
    let exit = match verdict.kind {
        VerdictKind::Genuine | VerdictKind::Look => Exit::Yes,
        VerdictKind::NotGenuine => Exit::No,
        VerdictKind::CannotJudge => Exit::Unjudged,
    };
    Judged { object: fields(object), words: lines.join("\n"), exit }
}

/// A file that was not let in: damaged or forbidden is invalid, another form or encoding cannot be judged.
fn not_looked_at(name: &str, error: OfficeError) -> Result<Judged, Failure> {
    let said = error.params().into_iter().find(|(param, _)| *param == "format").map(|(_, code)| code);
    let (verdict, code) = match (error.code(), said) {
        (ErrorCode::FileFormatUnknown, _) => ("unknown", "shape.unknown_form".to_owned()),
        (ErrorCode::FileUnreadable, Some(code)) if code == "gate.encoding" || code == "gate.version" => {
            ("unknown", code)
        }
        (ErrorCode::FileUnreadable | ErrorCode::FileTooLarge, Some(code)) => ("invalid", code),
        _ => return Err(Failure::office(name)(error)),
    };
    let severity = if verdict == "invalid" { Severity::Block } else { Severity::Warn };
    let reason = Finding { code: code.into(), severity, path: String::new(), params: Vec::new() };
    Ok(plain(name, verdict, &[reason]))
}

fn plain(name: &str, verdict: &str, reasons: &[Finding]) -> Judged {
    let mut lines = vec![format!("{name}: {verdict}.")];
    lines.extend(reasons.iter().map(|reason| format!("  {}", finding::reason(reason))));
    let object = json!({
        "file": name, "verdict": verdict, "reasons": finding::objects(reasons), "signatures": [], "changedFields": [],
    });
    let exit = if verdict == "invalid" { Exit::No } else { Exit::Unjudged };
    Judged { object: fields(object), words: lines.join("\n"), exit }
}

fn fields(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
