//! What came from abroad, and what does customs decide?

use serde_json::{Value, json};
use tamga_office::decide::{Decision, ItemDecision};
use tamga_office::received::{BalanceRow, ReceivedFilter, ReceivedView};
use tamga_office::{Office, Window};

use crate::answer::{Answer, Exit};
use crate::arguments::{DecideArguments, DecisionWord, InboxArguments, ItemChoice};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;
use crate::{finding, view, words};

/// Lists received certificates, or shows one.
pub fn inbox(desk: &Desk, asked: &InboxArguments) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match &asked.number {
        Some(number) => show(&office, number),
        None => list(&office, asked.limit),
    }
}

fn list(office: &Office, limit: u32) -> Result<Answer, Failure> {
    let window = Window::first(limit);
    let found = office.search_received("", &ReceivedFilter::default(), window).map_err(Failure::office("inbox"))?;
    let left = office.balances("", window).map_err(Failure::office("balances"))?;
    let objects: Vec<Value> = found.rows.iter().map(view::received).collect();
    let balance: Vec<Value> = left.rows.iter().map(view::balance).collect();
    let rows: Vec<Vec<String>> = found
        .rows
        .iter()
        .map(|row| {
            let day = row.received_at.date().to_string();
            let kind = if row.is_self_declaration { ", self-declaration" } else { "" };
            let state = format!("{}{kind}", words::of(&row.headline));
            vec![row.number.clone(), day, row.issuer.clone(), row.exporter.clone(), state, words::of(&row.decision)]
        })
        .collect();
    let mut said = if rows.is_empty() { "Nothing has been received yet.".to_owned() } else { table(&rows) };
    if found.total > rows.len() as u64 {
        said.push_str(&format!("\n{} of {}; --limit shows more.", rows.len(), found.total));
    }
    Ok(Answer::new(json!({ "certificates": objects, "total": found.total, "balance": balance }), said))
}

fn show(office: &Office, number: &str) -> Result<Answer, Failure> {
    let found = office.open_received(number).map_err(Failure::office(format!("certificate {number}")))?;
    let verdict = &found.verdict;
    let balance: Vec<Value> = found.balance.iter().map(view::balance).collect();
    let declared = found.certificate.as_ref().filter(|certificate| certificate.is_self_declaration());
    let object = json!({
        "number": found.number, "issuer": found.issuer, "verdict": view::verdict_word(verdict.kind),
        "headline": view::word(&verdict.headline), "reasons": view::reasons(verdict),
        "signatures": view::signatures(verdict), "decision": view::word(&found.decision),
        "receivedAt": view::instant(found.received_at), "canDecide": found.can_decide, "balance": balance,
        "selfDeclaration": declared.is_some(),
    });
    let mut lines = vec![
        format!("{} of {}: {}", found.number, found.issuer, words::of(&verdict.headline)),
        format!("Decision: {}", words::of(&found.decision)),
    ];
    lines.extend(declared.map(|certificate| {
        let approval = certificate.authorisation.as_ref().map_or("none named", |one| one.number.as_str());
        format!("Self-declaration: the exporter declares the origin, nobody certified it. Authorisation: {approval}.")
    }));
    lines.extend(verdict.reasons.iter().map(finding::reason));
    lines.push(balance_table(&found.balance));
    Ok(Answer::new(object, lines.join("\n")))
}

fn balance_table(balance: &[BalanceRow]) -> String {
    let row = |row: &BalanceRow| {
        let left = format!("{} of {} {} left", row.left, row.certified, unit(&row.unit));
        vec![format!("  {}", row.sequence), left, row.description.chars().take(60).collect()]
    };
    table(&balance.iter().map(row).collect::<Vec<_>>())
}

/// A unit as people write it; the rarer ones stay codes.
fn unit(code: &str) -> &str {
    match code {
        "KGM" => "kg",
        "GRM" => "g",
        "TNE" => "t",
        "LTR" => "L",
        "MTR" => "m",
        "H87" | "C62" => "pieces",
        other => other,
    }
}

/// Decides on lines of a received certificate and queues the answer.
pub fn decide(desk: &Desk, asked: &DecideArguments) -> Result<Answer, Failure> {
    let reason = match (asked.decision, &asked.reason) {
        (DecisionWord::Refuse, None) => return Err(Failure::ReasonNeeded),
        (DecisionWord::Refuse, Some(reason)) => reason.to_uppercase(),
        (DecisionWord::Accept, _) => String::new(),
    };
    let office = desk.office()?;
    let number = &asked.number;
    let found = office.open_received(number).map_err(Failure::office(format!("certificate {number}")))?;
    if found.certificate.is_none() {
        return Err(Failure::NoContent { number: number.clone() });
    }
    let granted = asked.decision == DecisionWord::Accept;
    let decision = Decision {
        number: number.clone(),
        stamp: found.stamp,
        declaration: asked.declaration.clone(),
        declared_on: asked.on.unwrap_or_else(|| office.today()),
        items: items(&found, &asked.items, granted, &reason)?,
        note: asked.note.clone(),
    };
    let decided = office.decide(&decision).map_err(Failure::office(format!("certificate {number}")))?;
    let balance: Vec<Value> = decided.balance.iter().map(view::balance).collect();
    let object = json!({
        "number": number, "balance": balance, "submission": decided.submission_id.map(|id| id.to_string()),
    });
    let back = match decided.submission_id {
        Some(_) => "the answer is queued for the issuer",
        None => "no route leads back to the issuer",
    };
    let what = if granted { "Accepted" } else { "Refused" };
    let words = format!("{what}; {back}.\n{}", balance_table(&decided.balance));
    Ok(Answer::new(object, words).ending(Exit::Yes))
}

/// The lines that were named, each with its quantity, or all that is left of it.
fn items(
    found: &ReceivedView,
    choices: &[ItemChoice],
    granted: bool,
    reason: &str,
) -> Result<Vec<ItemDecision>, Failure> {
    let of_row = |row: &BalanceRow, quantity| ItemDecision {
        sequence: row.sequence,
        quantity,
        unit: row.unit.clone(),
        granted,
        reason: reason.to_owned(),
    };
    let mut items = Vec::new();
    for choice in choices {
        match choice {
            ItemChoice::All => items.extend(found.balance.iter().map(|row| of_row(row, row.left))),
            ItemChoice::One { sequence, quantity } => {
                let row = found.balance.iter().find(|row| row.sequence == *sequence);
                let row =
                    row.ok_or_else(|| Failure::NoSuchItem { number: found.number.clone(), sequence: *sequence })?;
                items.push(of_row(row, quantity.unwrap_or(row.left)));
            }
        }
    }
    Ok(items)
}
