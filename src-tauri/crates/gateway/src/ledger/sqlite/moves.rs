//! Moving a submission forward: each move and the item that tells about it are one transaction.

use rusqlite::params;
use tamga_origin::Timestamp;
use tamga_protocol::{BusinessKey, SubmissionState};
use uuid::Uuid;

use super::super::columns::{json, row, unsigned, uuid};
use super::super::steps::{answered_keys, event, is_answer, onward_text, own_box, rank, read_onward};
use super::super::{LedgerError, Onward};
use super::prepared::Prepared as _;
use super::tx::Tx;
use super::{boxes, custody};

/// Moves a submission to a later state and tells its sender; an earlier state only tells.
pub(super) fn set_state(
    tx: &Tx<'_>,
    id: Uuid,
    state: &SubmissionState,
    evidence: &[(&str, &str, &str)],
    at: Timestamp,
) -> Result<(), LedgerError> {
    let text = id.to_string();
    let (was, seq, client, kind): (String, i64, String, String) = tx.one(
        "SELECT s.state, s.state_seq, s.client, c.kind FROM submission s JOIN client c ON c.id = s.client
         WHERE s.id = ?1",
        [&text],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )?;
    let seq = seq + 1;
    let moves = rank(state) > rank(&SubmissionState::parse(&was));
    let state_now = if moves { state.as_str() } else { &was };
    tx.run("UPDATE submission SET state = ?2, state_seq = ?3 WHERE id = ?1", params![text, state_now, seq])?;
    // The steps of a forwarded submission are told by the gateway that forwarded it.
    if kind == "gateway" {
        return Ok(());
    }
    boxes::add_event(tx, &own_box(&client), id, event(state, unsigned(seq)?, evidence), at)
}

/// Sends a submission on its way from here.
pub(super) fn move_on(tx: &Tx<'_>, own: &str, id: Uuid, onward: &Onward, at: Timestamp) -> Result<(), LedgerError> {
    match onward {
        Onward::Peer(peer) => {
            tx.run(
                "INSERT INTO forward (submission, peer, seq) SELECT id, ?2, seq FROM submission WHERE id = ?1",
                [id.to_string().as_str(), peer],
            )?;
            Ok(())
        }
        Onward::Box(shared) => {
            boxes::add_submission(tx, shared, id, at)?;
            delivered_here(tx, own, id, at)
        }
        Onward::Sender => {
            let (key, revision, outcome): (String, u32, Option<String>) =
                tx.one("SELECT key, revision, outcome FROM submission WHERE id = ?1", [id.to_string()], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
            let key: BusinessKey = json(&key)?;
            let original = answered(tx, &key, revision)?.ok_or_else(|| row("answer"))?;
            let client: String =
                tx.one("SELECT client FROM submission WHERE id = ?1", [original.to_string()], |row| row.get(0))?;
            let item = boxes::add_submission(tx, &own_box(&client), id, at)?;
            if is_answer(&key) {
                note_answer(tx, original, item, &outcome.unwrap_or_default(), at)?;
            }
            delivered_here(tx, own, id, at)
        }
        // It waits here until this gateway has an answer.
        Onward::Ask => Ok(()),
        Onward::Asker { query, client } => {
            let outcome: Option<String> =
                tx.one("SELECT outcome FROM submission WHERE id = ?1", [id.to_string()], |row| row.get(0))?;
            let item = boxes::add_submission(tx, &own_box(client), id, at)?;
            note_answer(tx, *query, item, &outcome.unwrap_or_default(), at)?;
            delivered_here(tx, own, id, at)
        }
    }
}

/// Notes what answers a submission, and tells its sender.
fn note_answer(tx: &Tx<'_>, original: Uuid, item: Uuid, outcome: &str, at: Timestamp) -> Result<(), LedgerError> {
    tx.run(
        "INSERT INTO answer (submission, item_id, outcome, at) VALUES (?1, ?2, ?3, ?4)",
        params![original.to_string(), item.to_string(), outcome, at.rfc3339()],
    )?;
    set_state(tx, original, &SubmissionState::Answered, &[], at)
}

/// This gateway is the destination, so its own receipt proves the delivery.
fn delivered_here(tx: &Tx<'_>, own: &str, id: Uuid, at: Timestamp) -> Result<(), LedgerError> {
    let receipt: String = tx.one("SELECT receipt FROM submission WHERE id = ?1", [id.to_string()], |row| row.get(0))?;
    keep(tx, id, "delivery", own, &receipt, at)?;
    set_state(tx, id, &SubmissionState::Delivered, &[("delivery", own, &receipt)], at)
}

/// Keeps a piece of evidence about a submission.
pub(super) fn keep(
    tx: &Tx<'_>,
    id: Uuid,
    kind: &str,
    origin: &str,
    raw: &str,
    at: Timestamp,
) -> Result<(), LedgerError> {
    tx.run(
        "INSERT INTO evidence (submission, type, origin, raw, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id.to_string(), kind, origin, raw, at.rfc3339()],
    )?;
    Ok(())
}

/// The submission whose certificate or self-declaration an answer is about.
pub(super) fn answered(tx: &Tx<'_>, key: &BusinessKey, revision: u32) -> Result<Option<Uuid>, LedgerError> {
    let [certificate, declaration] = answered_keys(key, revision);
    match custody::owner(tx, &certificate)? {
        Some(id) => Ok(Some(id)),
        None => custody::owner(tx, &declaration),
    }
}

/// Lets go what waited for this submission, and what waited for that in turn.
pub(super) fn unpark(tx: &Tx<'_>, own: &str, arrived: Uuid, at: Timestamp) -> Result<(), LedgerError> {
    let mut arrived = vec![arrived];
    while let Some(id) = arrived.pop() {
        let mut statement = tx.prepare_cached(
            "SELECT id, onward, paused FROM submission WHERE state = 'parked' AND depends_on IN
                 (SELECT ?1 UNION SELECT id FROM alias WHERE original = ?1) ORDER BY seq",
        )?;
        let waiting: Vec<(String, String, bool)> = statement
            .query_map([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        for (id, onward, paused) in waiting {
            let id = uuid(&id)?;
            if paused {
                tx.run("UPDATE submission SET state = 'held' WHERE id = ?1", [id.to_string()])?;
                continue;
            }
            set_state(tx, id, &SubmissionState::Received, &[], at)?;
            move_on(tx, own, id, &read_onward(&onward)?, at)?;
            arrived.push(id);
        }
    }
    Ok(())
}

/// Lets go what was held on routes that are open now, and what is held as soon as that has gone.
pub(super) fn release(
    tx: &Tx<'_>,
    own: &str,
    open: &dyn Fn(&str) -> Option<Onward>,
    at: Timestamp,
) -> Result<usize, LedgerError> {
    let mut released = 0;
    loop {
        let before = released;
        for (id, route) in held(tx)? {
            let Some(onward) = open(&route) else { continue };
            let id = uuid(&id)?;
            if onward == Onward::Sender && is_unasked(tx, id)? {
                // Held when the route led elsewhere. It must not keep the gateway from starting.
                tracing::error!(submission = %id, route, "what this answers is not known here: it stays held");
                continue;
            }
            tx.run(
                "UPDATE submission SET onward = ?2, paused = 0 WHERE id = ?1",
                [id.to_string(), onward_text(&onward)],
            )?;
            set_state(tx, id, &SubmissionState::Validated, &[], at)?;
            move_on(tx, own, id, &onward, at)?;
            unpark(tx, own, id, at)?;
            released += 1;
        }
        if released == before {
            return Ok(released);
        }
    }
}

/// Does it answer something that was never here?
fn is_unasked(tx: &Tx<'_>, id: Uuid) -> Result<bool, LedgerError> {
    let (key, revision): (String, u32) =
        tx.one("SELECT key, revision FROM submission WHERE id = ?1", [id.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(answered(tx, &json(&key)?, revision)?.is_none())
}

fn held(tx: &Tx<'_>) -> Result<Vec<(String, String)>, LedgerError> {
    let mut statement = tx.prepare_cached("SELECT id, route FROM submission WHERE state = 'held' ORDER BY seq")?;
    let held = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(held)
}
