//! What moves, what is lost and what is asked anew when a draft comes to a newer version of its form?

use serde_json::{Value, json};
use tamga_origin::Finding;
use tamga_origin::carry::Carried;

use crate::answer::Answer;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::finding;

/// Carries a draft over, or says what that would do.
pub fn carry(desk: &Desk, draft: i64, look: bool) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let about = || Failure::office(format!("draft {draft}"));
    let looked = office.look_at_carry(draft).map_err(about())?;
    let findings = if look { Vec::new() } else { office.carry_draft(draft, looked.stamp).map_err(about())?.findings };
    let object = object(draft, &looked.from, &looked.to, &looked.carried, &findings, look);
    let mut words = if look {
        format!("Draft {draft} would move from {} to {}.", looked.from, looked.to)
    } else {
        format!("Draft {draft} is on {} now; it was on {}.", looked.to, looked.from)
    };
    words.push_str(&lines(&looked.carried));
    if !findings.is_empty() {
        words.push_str(&format!("\n{}", finding::lines(&findings)));
    }
    Ok(Answer::new(object, words))
}

fn object(draft: i64, from: &str, to: &str, carried: &Carried, findings: &[Finding], look: bool) -> Value {
    let moved: Vec<Value> =
        carried.moved.iter().map(|one| json!({ "key": one.key.as_str(), "from": one.from, "to": one.to })).collect();
    let lost: Vec<Value> = carried
        .lost
        .iter()
        .map(|one| json!({ "key": one.key.as_str(), "box": one.from, "item": one.item, "text": one.text }))
        .collect();
    let asked: Vec<Value> =
        carried.asked.iter().map(|one| json!({ "key": one.key.as_str(), "box": one.to, "label": one.label })).collect();
    let criteria: Vec<Value> = carried
        .criteria
        .iter()
        .map(|one| json!({ "item": one.item, "printed": one.printed, "known": one.known }))
        .collect();
    json!({
        "draft": draft, "from": from, "to": to, "moved": moved, "lost": lost, "asked": asked, "criteria": criteria,
        "signAgain": carried.to_be_signed_again, "carried": !look, "findings": finding::objects(findings),
    })
}

fn lines(carried: &Carried) -> String {
    let mut lines = Vec::new();
    lines
        .extend(carried.moved.iter().map(|one| format!("moves  {}: box {} to {}", one.key.as_str(), one.from, one.to)));
    lines.extend(carried.lost.iter().map(|one| {
        let line = one.item.map_or_else(String::new, |item| format!(", line {item}"));
        format!("lost   {}{line}: {}", one.key.as_str(), one.text.replace('\n', " / "))
    }));
    lines.extend(carried.asked.iter().map(|one| format!("asked  box {}: {}", one.to, one.label)));
    lines.extend(
        carried.criteria.iter().map(|one| format!("choose criterion of line {} again: {}", one.item, one.printed)),
    );
    if carried.to_be_signed_again {
        lines.push("The exporter must sign again.".to_owned());
    }
    lines.iter().map(|line| format!("\n  {line}")).collect()
}
