//! How does a certificate stand, and was it rightly issued? Questions and verifications, at both desks.

use serde_json::{Value, json};
use tamga_office::keys::KeptFor;
use tamga_office::questions::{AskedQuestion, Question};
use tamga_office::verifications::{Extension, FinalReply, NewRequest, Reply, Verification};
use tamga_office::{Office, Window};

use super::issue::opened;
use crate::answer::Answer;
use crate::arguments::{QuestionCommand, VerificationCommand};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::terminal::table;
use crate::{view, words};

/// Does what was asked about questions.
pub fn question(desk: &Desk, asked: QuestionCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        QuestionCommand::Ask(asked) => {
            let about = Failure::office(format!("certificate {}", asked.number));
            let question = AskedQuestion {
                issuer: asked.issuer,
                number: asked.number,
                issue_day: asked.issued,
                reason: asked.reason,
                declaration: asked.declaration,
            };
            let id = office.ask_question(&question).map_err(about)?;
            let words = "The question is queued; `tamga sync` hands it over and takes the answer in.";
            Ok(Answer::new(json!({ "submission": id.to_string(), "number": question.number }), words))
        }
        QuestionCommand::List { limit } => questions(&office, limit),
    }
}

fn questions(office: &Office, limit: u32) -> Result<Answer, Failure> {
    let found = office.questions(Window::first(limit)).map_err(Failure::office("questions"))?;
    let object = |row: &Question| {
        let standing = row.standing.as_ref().map(|standing| {
            json!({
                "status": standing.word.code.trim_start_matches("standing."), "successor": standing.successor,
                "signer": standing.signer, "asOf": view::instant(Some(standing.as_of)),
                "cameAlong": standing.came_along,
            })
        });
        json!({
            "submission": row.submission_id.to_string(), "issuer": row.asked.issuer, "number": row.asked.number,
            "issued": row.asked.issue_day.to_string(), "reason": row.asked.reason,
            "declaration": row.asked.declaration, "state": view::word(&row.state), "standing": standing,
            "askedAt": view::instant(Some(row.asked_at)), "answeredAt": view::instant(row.answered_at),
        })
    };
    let line = |row: &Question| {
        let standing = row.standing.as_ref().map_or_else(String::new, |standing| words::of(&standing.word));
        let day = row.asked_at.date().to_string();
        vec![row.asked.number.clone(), row.asked.issuer.clone(), day, words::of(&row.state), standing]
    };
    let rows: Vec<Vec<String>> = found.rows.iter().map(line).collect();
    let said = if rows.is_empty() { "Nothing has been asked yet.".to_owned() } else { table(&rows) };
    let objects: Vec<Value> = found.rows.iter().map(object).collect();
    Ok(Answer::new(json!({ "questions": objects, "total": found.total }), said))
}

/// Does what was asked about verifications.
pub fn verification(desk: &Desk, asked: VerificationCommand) -> Result<Answer, Failure> {
    let office = desk.office()?;
    match asked {
        VerificationCommand::Ask(asked) => {
            let about = Failure::office(format!("certificate {}", asked.number));
            let request = NewRequest {
                number: asked.number,
                grounds: asked.grounds,
                items: asked.items,
                papers: asked.papers,
                declaration: asked.declaration,
                due: asked.due,
            };
            let case = office.ask_to_verify(&request).map_err(about)?;
            let words = format!("The request is queued. Its case is {case}.");
            Ok(Answer::new(json!({ "case": case, "number": request.number }), words))
        }
        VerificationCommand::List { number } => verifications(&office, number.as_deref()),
        VerificationCommand::MoreTime(asked) => {
            let (key, pin) = opened(&office, &asked.signing, KeptFor::Official)?;
            let extension = Extension { due: asked.due, note: asked.note };
            let about = Failure::office(format!("case {}", asked.case));
            office.ask_for_time(&asked.case, &extension, &key, &pin).map_err(about)?;
            Ok(Answer::new(json!({ "case": asked.case, "interim": true }), "Customs is asked for time."))
        }
        VerificationCommand::Reply(asked) => {
            let (key, pin) = opened(&office, &asked.signing, KeptFor::Official)?;
            let said = FinalReply { items: asked.items, note: asked.note };
            let about = Failure::office(format!("case {}", asked.case));
            office.reply_to_request(&asked.case, &said, &key, &pin).map_err(about)?;
            Ok(Answer::new(json!({ "case": asked.case, "interim": false }), "The reply is queued for customs."))
        }
    }
}

fn verifications(office: &Office, number: Option<&str>) -> Result<Answer, Failure> {
    let found = office.verifications(number).map_err(Failure::office("verifications"))?;
    let line = |row: &Verification| {
        let late = if row.overdue { "late" } else { "" };
        vec![row.case.clone(), row.number.clone(), row.due.to_string(), words::of(&row.state), late.to_owned()]
    };
    let rows: Vec<Vec<String>> = found.iter().map(line).collect();
    let said = if rows.is_empty() { "Nobody has asked for a verification.".to_owned() } else { table(&rows) };
    let objects: Vec<Value> = found.iter().map(object).collect();
    Ok(Answer::new(json!({ "verifications": objects }), said))
}

fn object(row: &Verification) -> Value {
    let reply = |reply: &Reply| {
        let items: Vec<Value> =
            reply.items.iter().map(|(line, word)| json!({ "line": line, "reply": word.as_str() })).collect();
        json!({
            "interim": reply.interim, "items": items, "note": reply.note, "signedBy": reply.signed_by,
            "due": reply.due.map(|day| day.to_string()), "at": view::instant(Some(reply.at)),
        })
    };
    let replies: Vec<Value> = row.replies.iter().map(reply).collect();
    json!({
        "case": row.case, "number": row.number, "issuer": row.issuer, "party": row.party, "ours": row.is_ours,
        "state": view::word(&row.state), "overdue": row.overdue, "grounds": row.grounds, "papers": row.papers,
        "declaration": row.declaration, "lines": row.items, "due": row.due.to_string(),
        "openedAt": view::instant(Some(row.opened_at)), "replies": replies,
    })
}
