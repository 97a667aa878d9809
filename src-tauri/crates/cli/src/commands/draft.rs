//! How do documents become drafts, and which drafts are there?

mod carry;
mod import;

use serde_json::{Value, json};
use tamga_office::Window;

use crate::answer::Answer;
use crate::arguments::DraftCommand;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;

/// Takes documents in, lists drafts, or carries one over.
pub fn draft(desk: &Desk, asked: DraftCommand) -> Result<Answer, Failure> {
    match asked {
        DraftCommand::Import(asked) => import::import(desk, &asked),
        DraftCommand::List => list(desk),
        DraftCommand::Carry { draft, look } => carry::carry(desk, draft, look),
    }
}

fn list(desk: &Desk) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let drafts = office.drafts(Window::first(Window::MOST)).map_err(Failure::office("drafts"))?;
    let objects: Vec<Value> = drafts
        .rows
        .iter()
        .map(|row| {
            json!({
                "id": row.id, "exporter": row.exporter, "consignee": row.consignee, "destination": row.destination,
                "agreement": row.agreement, "items": row.items, "fixes": row.fixes, "looks": row.looks,
                "changedAt": row.changed_at.rfc3339(),
            })
        })
        .collect();
    let rows: Vec<Vec<String>> = drafts
        .rows
        .iter()
        .map(|row| {
            let state = if row.fixes > 0 { format!("{} to fix", row.fixes) } else { "ready".to_owned() };
            vec![row.id.to_string(), row.agreement.clone(), row.destination.clone(), row.exporter.clone(), state]
        })
        .collect();
    let words = if rows.is_empty() { "No drafts.".to_owned() } else { table(&rows) };
    Ok(Answer::new(json!({ "drafts": objects, "total": drafts.total }), words))
}
