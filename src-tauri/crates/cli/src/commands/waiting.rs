//! What waits for a person, and what do they decide? The outbox with its acts, and documents that contradict one another.

use serde_json::{Value, json};
use tamga_office::contradictions::{ContradictingImage, Contradiction};
use tamga_office::give_up::GivenUp;
use tamga_office::outbox::OutboxRow;
use tamga_office::{Office, Window};

use crate::answer::{Answer, Exit};
use crate::arguments::{Consent, ContradictionCommand, OutboxCommand};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;
use crate::{view, words};

/// Does what was asked about the outbox.
pub fn outbox(desk: &Desk, asked: OutboxCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        OutboxCommand::List { all, limit } => list(&office, all, limit),
        OutboxCommand::Again { id } => {
            office.outbox_again(id).map_err(Failure::office(format!("submission {id}")))?;
            Ok(Answer::new(json!({ "submission": id.to_string() }), "It waits to be sent again."))
        }
        OutboxCommand::Concede(asked) => {
            let Consent { second, reason } = asked.consent;
            let about = Failure::office(format!("submission {}", asked.id));
            office.outbox_concede(asked.id, &second, &reason).map_err(about)?;
            let words =
                "It counts as refused; what stands at the gateway stays. The next step of the number is a new one.";
            Ok(Answer::new(json!({ "submission": asked.id.to_string() }), words))
        }
        OutboxCommand::GiveUp(asked) => {
            let Consent { second, reason } = asked.consent;
            let given_up = desk.wait(office.outbox_give_up(asked.id, &second, &reason))?;
            let given_up = given_up.map_err(Failure::office(format!("submission {}", asked.id)))?;
            let (words, exit) = match given_up {
                GivenUp::NeverLeft => ("It is given up; nothing of it ever left.", Exit::Yes),
                GivenUp::Promised => ("It is given up; the gateway promised never to take it.", Exit::Yes),
                GivenUp::WasTaken => {
                    ("The gateway has it already, so it was not given up. Cancel it instead.", Exit::No)
                }
            };
            let object = json!({ "submission": asked.id.to_string(), "outcome": given_up.word() });
            Ok(Answer::new(object, words).ending(exit))
        }
    }
}

fn list(office: &Office, all: bool, limit: u32) -> Result<Answer, Failure> {
    let outbox = office.outbox(Window::first(limit), all).map_err(Failure::office("outbox"))?;
    let object = |row: &OutboxRow| {
        json!({
            "id": row.id.to_string(), "number": row.number, "kind": row.kind, "destination": row.destination,
            "state": view::word(&row.state), "now": view::word(&row.what_now), "attempts": row.attempts,
            "since": view::instant(Some(row.since)), "nextTry": view::instant(row.next_try),
        })
    };
    let line = |row: &OutboxRow| {
        vec![row.id.to_string(), row.number.clone(), row.kind.clone(), words::of(&row.state), words::of(&row.what_now)]
    };
    let rows: Vec<Vec<String>> = outbox.rows.rows.iter().map(line).collect();
    let said = if rows.is_empty() { "Nothing waits in the outbox.".to_owned() } else { table(&rows) };
    let objects: Vec<Value> = outbox.rows.rows.iter().map(object).collect();
    let total = outbox.rows.total;
    Ok(Answer::new(json!({ "submissions": objects, "total": total, "needsYou": outbox.needs_you }), said))
}

/// Does what was asked about documents that contradict one another.
pub fn contradiction(desk: &Desk, asked: ContradictionCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    if let ContradictionCommand::SetAside { document, consent } = &asked {
        let about = Failure::office(format!("document {document}"));
        office.set_image_aside(*document, &consent.second, &consent.reason).map_err(about)?;
    }
    let found = office.contradictions().map_err(Failure::office("contradictions"))?;
    let objects: Vec<Value> = found
        .iter()
        .map(|one| {
            let documents: Vec<Value> = one.images.iter().map(image_object).collect();
            json!({
                "issuer": one.issuer, "number": one.number, "revision": one.revision, "documents": documents,
            })
        })
        .collect();
    let words = match found.is_empty() {
        true => "No two documents contradict one another.".to_owned(),
        false => found.iter().map(contradiction_words).collect::<Vec<_>>().join("\n"),
    };
    Ok(Answer::new(json!({ "contradictions": objects }), words))
}

fn image_object(image: &ContradictingImage) -> Value {
    json!({
        "document": image.id, "sha256": image.document_sha256, "signedBy": image.signed_by, "officer": image.officer,
        "signedAt": view::instant(image.signed_at), "receivedAt": view::instant(Some(image.received_at)), "via": image.via,
    })
}

fn contradiction_words(one: &Contradiction) -> String {
    let mut lines =
        vec![format!("{} of {}, revision {}: neither document counts.", one.number, one.issuer, one.revision)];
    lines.extend(one.images.iter().map(|image| {
        let digest: String = image.document_sha256.chars().take(16).collect();
        let signed = image.signed_at.map_or_else(String::new, |at| format!(", signed {}", at.rfc3339()));
        format!("  {}: {digest}… by {}{signed}, came {}", image.id, image.signed_by, image.received_at.rfc3339())
    }));
    lines.join("\n")
}
