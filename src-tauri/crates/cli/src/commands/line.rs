//! What goes out and what comes in? One pass of the outbox, of the inbox, or of both.

use serde_json::{Value, json};
use tamga_office::inbox::ReceiveReport;
use tamga_office::outbox::OutboxRow;
use tamga_office::workers::SendReport;
use tamga_office::{Office, Window};

use crate::answer::{Answer, Exit};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::{view, words};

/// Most submissions that are named one by one.
const NAMED: u32 = 20;

/// One pass of the outbox.
pub fn send(desk: &Desk) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let sent = desk.wait(office.send_pass())?.map_err(Failure::office("outbox"))?;
    Ok(answer(Some(sent), None, &held(&office)?))
}

/// One pass of the inbox.
pub fn receive(desk: &Desk) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let received = desk.wait(office.receive_pass())?.map_err(Failure::office("inbox"))?;
    Ok(answer(None, Some(received), &[]))
}

/// Both.
pub fn sync(desk: &Desk) -> Result<Answer, Failure> {
    let office = desk.office()?;
    let (sent, received) = desk.wait(async { (office.send_pass().await, office.receive_pass().await) })?;
    let sent = sent.map_err(Failure::office("outbox"))?;
    let received = received.map_err(Failure::office("inbox"))?;
    Ok(answer(Some(sent), Some(received), &held(&office)?))
}

/// What is still here and not in anybody's custody, those that need somebody first.
fn held(office: &Office) -> Result<Vec<OutboxRow>, Failure> {
    let rows = office.outbox(Window::first(NAMED), false).map_err(Failure::office("outbox"))?.rows.rows;
    let is_held = |row: &OutboxRow| !matches!(row.state.code.as_str(), "delivery.gateway" | "delivery.delivered");
    Ok(rows.into_iter().filter(is_held).collect())
}

fn answer(sent: Option<SendReport>, received: Option<ReceiveReport>, held: &[OutboxRow]) -> Answer {
    let mut lines = Vec::new();
    if let Some(sent) = sent {
        lines.push(format!(
            "Sent: {} accepted, {} refused, {} not known yet, {} waiting.",
            sent.accepted, sent.rejected, sent.unknown, sent.waiting
        ));
    }
    if let Some(came) = received {
        lines.push(format!(
            "Received: {} new, {} usable, {} not to be believed, {} answers to our own.",
            came.received, came.usable, came.quarantined, came.answers
        ));
    }
    lines.extend(
        held.iter().map(|row| {
            format!("  {} {}: {}. {}", row.kind, row.number, words::of(&row.state), words::of(&row.what_now))
        }),
    );
    let exit = end(sent);
    if exit == Exit::World {
        lines.push(
            "Nothing could be handed over now. Nothing is lost; it is tried again with the next pass.".to_owned(),
        );
    }
    let out = sent.unwrap_or_default();
    let came = received.unwrap_or_default();
    let object = json!({
        "accepted": out.accepted, "rejected": out.rejected, "unknown": out.unknown, "waiting": out.waiting,
        "received": came.received, "usable": came.usable, "quarantined": came.quarantined, "answers": came.answers,
        "acknowledged": came.acknowledged, "outbox": held.iter().map(object).collect::<Vec<_>>(),
    });
    Answer::new(object, lines.join("\n")).ending(exit)
}

fn object(row: &OutboxRow) -> Value {
    json!({
        "submission": row.id.to_string(), "number": row.number, "kind": row.kind, "destination": row.destination,
        "state": view::word(&row.state), "whatNow": view::word(&row.what_now), "attempts": row.attempts,
        "since": row.since.rfc3339(), "nextTry": view::instant(row.next_try),
    })
}

/// A refusal is a no; a closed road is the world's.
fn end(sent: Option<SendReport>) -> Exit {
    match sent {
        Some(sent) if sent.rejected > 0 => Exit::No,
        Some(sent) if sent.accepted == 0 && sent.waiting + sent.unknown > 0 => Exit::World,
        _ => Exit::Yes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_a_no_and_a_closed_road_is_the_worlds() {
        let end = |accepted, rejected, unknown, waiting| end(Some(SendReport { accepted, rejected, unknown, waiting }));
        assert_eq!(end(0, 0, 0, 0), Exit::Yes);
        assert_eq!(end(3, 0, 0, 2), Exit::Yes, "the rest waits for its turn");
        assert_eq!(end(3, 1, 0, 0), Exit::No);
        assert_eq!(end(0, 0, 0, 2), Exit::World);
        assert_eq!(end(0, 0, 1, 0), Exit::World);
        assert_eq!(super::end(None), Exit::Yes);
    }
}
