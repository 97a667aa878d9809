//! Whom does this office believe?

use serde_json::{Value, json};
use tamga_office::Window;
use tamga_office::trust::IssuerRow;
use tamga_origin::trust::{Change, Difference};

use crate::answer::{Answer, Exit};
use crate::arguments::TrustCommand;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;
use crate::{files, view};

/// Takes a list over, or shows the one in use.
pub fn trust(desk: &Desk, asked: TrustCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        TrustCommand::Import { file, roots, threshold } => {
            let about = file.display().to_string();
            let bytes = files::read(&file)?;
            if !roots.is_empty() {
                office.pin_roots(&roots, threshold).map_err(Failure::office("root keys"))?;
            }
            let taken = office.import_trust(&bytes).map_err(Failure::office(about))?;
            let known = office.issuers(Window::first(1)).map_err(Failure::office("trust list"))?;
            let object = json!({
                "issuers": known.rows.total, "version": taken.n, "issued": view::instant(known.issued_at),
                "changes": changes(&taken.difference), "reason": taken.difference.reason,
                "judgedAgain": taken.judged_again,
            });
            let mut words = format!("Trust list {} is in use: {} issuing bodies.", taken.n, known.rows.total);
            taken.difference.changes.iter().for_each(|change| words.push_str(&format!("\n  {}", line(change))));
            if !taken.judged_again.is_empty() {
                words.push_str(&format!("\n  judged again: {}", taken.judged_again.join(", ")));
            }
            Ok(Answer::new(object, words))
        }
        TrustCommand::List => {
            let known = office.issuers(Window::first(Window::MOST)).map_err(Failure::office("trust list"))?;
            let objects: Vec<Value> = known.rows.rows.iter().map(view::issuer).collect();
            let object = json!({
                "issuers": objects, "version": known.list_number, "issued": view::instant(known.issued_at),
                "age": view::word(&known.age),
            });
            let Some(version) = known.list_number else {
                return Ok(Answer::new(object, "No trust list is here yet.").ending(Exit::Unjudged));
            };
            let issued = known.issued_at.map(|at| format!(" of {}", at.date())).unwrap_or_default();
            let rows: Vec<Vec<String>> = known.rows.rows.iter().map(row).collect();
            Ok(Answer::new(object, format!("Trust list {version}{issued}\n{}", table(&rows))))
        }
    }
}

fn changes(difference: &Difference) -> Vec<Value> {
    let object = |change: &Change| {
        let Change { area, owner, id, name, what, was, is } = change;
        json!({
            "area": area.code(), "owner": owner, "id": id, "name": name, "what": what.code(), "was": was, "is": is,
        })
    };
    difference.changes.iter().map(object).collect()
}

/// One change in a line: `officer WHA o1, A. Officer: ended, 2024-01-01/.. before, 2024-01-01/2026-06-01 now`.
fn line(change: &Change) -> String {
    let Change { area, owner, id, name, what, was, is } = change;
    let place: Vec<&str> = [area.code(), owner, id].into_iter().filter(|word| !word.is_empty()).collect();
    let name = if name.is_empty() { String::new() } else { format!(", {name}") };
    let before = if was.is_empty() { String::new() } else { format!(", {was} before") };
    let now = if is.is_empty() { String::new() } else { format!(", {is} now") };
    format!("{}{name}: {}{before}{now}", place.join(" "), what.code())
}

fn row(row: &IssuerRow) -> Vec<String> {
    let officers = format!("officers: {}", row.officers);
    vec![row.id.clone(), row.country.clone(), row.name.clone(), row.state.clone(), officers, row.schemes.join(" ")]
}
