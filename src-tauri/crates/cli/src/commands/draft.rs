//! How do documents become drafts, and which drafts are there?

use serde_json::{Value, json};
use tamga_office::Window;

use crate::answer::{Answer, Exit};
use crate::arguments::DraftCommand;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::terminal::table;
use crate::{files, finding};

/// Takes documents in, or lists drafts.
pub fn draft(desk: &Desk, asked: DraftCommand) -> Result<Answer, Failure> {
    match asked {
        DraftCommand::Import { files, agreement } => import(desk, &files, agreement.as_deref()),
        DraftCommand::List => list(desk),
    }
}

fn import(desk: &Desk, paths: &[std::path::PathBuf], agreement: Option<&str>) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let progress = Progress::over(paths.len(), "Taking in");
    let (mut drafts, mut lines, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for path in paths {
        let name = path.display().to_string();
        let born = files::read(path)
            .and_then(|bytes| office.import_draft(&bytes, agreement).map_err(Failure::office(name.clone())));
        match born {
            Ok(born) => {
                drafts.push(json!({ "id": born.id, "file": name, "findings": finding::objects(&born.findings) }));
                lines.push(format!("{name}: draft {}, {}", born.id, finding::sum(&born.findings)));
            }
            // One bad file of many does not keep the others out; a single one is the whole answer.
            Err(failure) if paths.len() > 1 => {
                lines.push(format!("{name}: not taken in. {failure} {}", failure.remedy()));
                refused.push((
                    json!({ "file": name, "code": failure.code(), "message": failure.to_string() }),
                    failure.exit(),
                ));
            }
            Err(failure) => return Err(failure),
        }
        progress.step();
    }
    drop(progress);
    let exit = refused.iter().map(|(_, exit)| *exit).max().unwrap_or(Exit::Yes);
    let refused: Vec<Value> = refused.into_iter().map(|(object, _)| object).collect();
    Ok(Answer::new(json!({ "drafts": drafts, "refused": refused }), lines.join("\n")).ending(exit))
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
