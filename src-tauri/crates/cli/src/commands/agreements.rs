//! Which forms does this build carry, and what is wrong with the file of one?

use std::path::PathBuf;

use serde_json::{Map, Value, json};
use tamga_office::agreements::{LintedFile, Slip, built_in, lint};
use tamga_origin::profile::AgreementProfile;

use crate::answer::{Answer, Exit};
use crate::arguments::{AgreementsArguments, AgreementsCommand};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::files;
use crate::terminal::table;

/// Lists the forms, shows one, looks for slips in files, switches one on or off, or confirms a fact.
pub fn agreements(desk: &Desk, asked: &AgreementsArguments) -> Result<Answer, Failure> {
    match &asked.command {
        Some(AgreementsCommand::Lint { files }) => slips(files),
        Some(AgreementsCommand::Confirm { id, fact, article, person, second }) => {
            confirmed(desk, id, fact, article, [person, second])
        }
        Some(AgreementsCommand::On { id }) => switched(desk, id, true),
        Some(AgreementsCommand::Off { id }) => switched(desk, id, false),
        None => forms(asked.id.as_deref()),
    }
}

fn switched(desk: &Desk, id: &str, on: bool) -> Result<Answer, Failure> {
    let office = desk.office()?;
    office.switch_agreement(id, on).map_err(Failure::office(id))?;
    let facts = office.facts_of(id).map_err(Failure::office(id))?;
    let open: Vec<&str> = facts.iter().filter(|fact| fact.is_open()).map(|fact| fact.fact.as_str()).collect();
    let mut words = format!("{id} is {}.", if on { "in use" } else { "no longer in use" });
    if on && !open.is_empty() {
        words.push_str(&format!("\nNot confirmed against the agreement's text: {}", open.join(", ")));
    }
    Ok(Answer::new(json!({ "agreement": id, "on": on, "toConfirm": open }), words))
}

fn confirmed(desk: &Desk, id: &str, fact: &str, article: &str, persons: [&str; 2]) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let made = office.confirm_fact(id, fact, article, persons).map_err(Failure::office(format!("{id} {fact}")))?;
    let left = office.facts_of(id).map_err(Failure::office(id))?.iter().filter(|fact| fact.is_open()).count();
    let [person, second] = &made.persons;
    let words = format!(
        "{} of {} is confirmed: {} ({}), by {person} and {second}. {left} left to confirm.",
        made.fact, made.profile, made.value, made.article
    );
    let object = json!({
        "agreement": made.profile, "fact": made.fact, "value": made.value, "article": made.article,
        "persons": made.persons, "on": made.on.to_string(), "left": left,
    });
    Ok(Answer::new(object, words))
}

fn slips(paths: &[PathBuf]) -> Result<Answer, Failure> {
    let mut read = Vec::new();
    for path in paths {
        read.push((path.display().to_string(), files::read(path)?));
    }
    let linted = lint(&read).map_err(Failure::office("files of forms"))?;
    let count: usize = linted.iter().map(|file| file.slips.len()).sum();
    let mut lines: Vec<String> = Vec::new();
    for file in &linted {
        let line = |slip: &Slip| format!("{}:{}:{}: {}: {}", file.name, slip.line, slip.column, slip.at, slip.fault);
        lines.extend(file.slips.iter().map(line));
    }
    lines.push(match count {
        0 => "No slip.".to_owned(),
        1 => "1 slip.".to_owned(),
        _ => format!("{count} slips."),
    });
    let list: Vec<Value> = linted.iter().map(linted_file).collect();
    let answer = Answer::new(json!({ "files": list, "slips": count }), lines.join("\n"));
    Ok(if count > 0 { answer.ending(Exit::No) } else { answer })
}

fn linted_file(file: &LintedFile) -> Value {
    let slip = |slip: &Slip| {
        let params: Map<String, Value> =
            slip.fault.params().into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        json!({
            "line": slip.line, "column": slip.column, "at": slip.at, "code": slip.fault.code(), "params": params,
            "words": slip.fault.to_string(),
        })
    };
    json!({ "file": file.name, "id": file.id, "slips": file.slips.iter().map(slip).collect::<Vec<_>>() })
}

fn forms(id: Option<&str>) -> Result<Answer, Failure> {
    let profiles = built_in().map_err(Failure::office("forms"))?;
    let Some(id) = id else {
        let rows: Vec<Vec<String>> = profiles
            .list()
            .iter()
            .map(|one| vec![one.id.clone(), one.form.code.clone(), countries(one), one.title("en").to_owned()])
            .collect();
        let list: Vec<Value> = profiles.list().iter().map(short).collect();
        return Ok(Answer::new(json!({ "agreements": list }), table(&rows)));
    };
    let profile = profiles.find(id).ok_or_else(|| Failure::AgreementUnknown { id: id.to_owned() })?;
    Ok(Answer::new(whole(profile), words(profile)))
}

fn countries(profile: &AgreementProfile) -> String {
    profile.parties.iter().map(|member| member.code.as_str()).collect::<Vec<_>>().join(" ")
}

fn short(profile: &AgreementProfile) -> Value {
    json!({
        "id": profile.id, "name": profile.title("en"), "formCode": profile.form.code, "revision": profile.revision,
        "proof": profile.proof.as_str(), "sourced": profile.sourced,
        "parties": profile.parties.iter().map(|member| member.code.as_str()).collect::<Vec<_>>(),
        "from": profile.dates.from.map(|day| day.to_string()), "to": profile.dates.to.map(|day| day.to_string()),
    })
}

fn whole(profile: &AgreementProfile) -> Value {
    let boxes: Vec<Value> = profile
        .boxes
        .iter()
        .map(|one| {
            let keys: Vec<&str> = one.keys.iter().map(|key| key.as_str()).collect();
            json!({ "n": one.number, "label": one.label, "keys": keys, "required": one.required.as_str() })
        })
        .collect();
    let criteria: Vec<Value> = profile
        .criteria
        .iter()
        .map(|one| json!({ "code": one.code, "meaning": one.meaning, "examples": one.examples }))
        .collect();
    let flags: Vec<Value> =
        profile.flags.iter().map(|one| json!({ "code": one.flag.code(), "words": one.words })).collect();
    let unconfirmed: Vec<String> = profile.unconfirmed().into_iter().map(|(fact, _)| fact).collect();
    let mut object = short(profile);
    if let Value::Object(fields) = &mut object {
        fields.extend([
            ("formTitle".to_owned(), json!(profile.form.title)),
            ("boxes".to_owned(), json!(boxes)),
            ("criteria".to_owned(), json!(criteria)),
            ("flags".to_owned(), json!(flags)),
            ("itemsMax".to_owned(), json!(profile.items.max)),
            ("hsMin".to_owned(), json!(profile.hs.min)),
            ("hsMax".to_owned(), json!(profile.hs.max)),
            ("numberPattern".to_owned(), json!(profile.numbering.pattern.as_str())),
            ("toConfirm".to_owned(), json!(unconfirmed)),
        ]);
    }
    object
}

fn words(profile: &AgreementProfile) -> String {
    let mut parts = vec![format!("{} ({})", profile.title("en"), profile.form.code)];
    let between = countries(profile);
    if !between.is_empty() {
        parts.push(format!("Parties: {between}"));
    }
    let boxes: Vec<Vec<String>> = profile
        .boxes
        .iter()
        .map(|one| vec![format!("  {}", one.number), one.label.clone(), one.required.as_str().replace('_', " ")])
        .collect();
    parts.push(format!("Boxes\n{}", table(&boxes)));
    let criteria: Vec<Vec<String>> =
        profile.criteria.iter().map(|one| vec![format!("  {}", one.code), one.meaning.clone()]).collect();
    if !criteria.is_empty() {
        parts.push(format!("Origin criteria\n{}", table(&criteria)));
    }
    let unconfirmed: Vec<String> = profile.unconfirmed().into_iter().map(|(fact, _)| fact).collect();
    if !unconfirmed.is_empty() {
        parts.push(format!("Not confirmed against the agreement's text: {}", unconfirmed.join(", ")));
    }
    parts.join("\n\n")
}
