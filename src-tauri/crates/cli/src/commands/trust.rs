//! Whom does this office believe?

use serde_json::{Value, json};
use tamga_office::Window;
use tamga_office::trust::IssuerRow;

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
            let change = &taken.difference;
            let object = json!({
                "issuers": known.rows.total, "version": taken.n, "issued": view::instant(known.issued_at),
                "added": change.added, "ended": change.ended, "changed": change.changed, "revoked": change.revoked,
                "judgedAgain": taken.judged_again,
            });
            let mut words = format!("Trust list {} is in use: {} issuing bodies.", taken.n, known.rows.total);
            for (what, names) in [
                ("added", &change.added),
                ("ended", &change.ended),
                ("changed", &change.changed),
                ("revoked", &change.revoked),
                ("judged again", &taken.judged_again),
            ] {
                if !names.is_empty() {
                    words.push_str(&format!("\n  {what}: {}", names.join(", ")));
                }
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

fn row(row: &IssuerRow) -> Vec<String> {
    let officers = format!("officers: {}", row.officers);
    vec![row.id.clone(), row.country.clone(), row.name.clone(), row.state.clone(), officers, row.schemes.join(" ")]
}
