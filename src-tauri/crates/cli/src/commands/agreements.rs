//! Which forms does this build carry?

use serde_json::{Value, json};
use tamga_office::agreements::built_in;
use tamga_origin::profile::AgreementProfile;

use crate::answer::Answer;
use crate::failure::Failure;
use crate::terminal::table;

/// Lists the forms, or shows one.
pub fn agreements(id: Option<&str>) -> Result<Answer, Failure> {
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
