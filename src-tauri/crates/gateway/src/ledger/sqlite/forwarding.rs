//! The queue to other gateways: what waits, what was tried, how it ended.

use rusqlite::params;
use tamga_origin::Timestamp;
use tamga_protocol::SubmissionState;
use uuid::Uuid;

use super::super::columns::{json, uuid};
use super::super::{Forward, ForwardRow, HandedOver, LedgerError, QUEUE_PAGE, SignRefusal, packing};
use super::moves;
use super::prepared::Prepared as _;
use super::tx::Tx;

pub(super) fn waiting(tx: &Tx<'_>, peer: &str) -> Result<Vec<ForwardRow>, LedgerError> {
    let mut statement = tx.prepare_cached(
        "SELECT f.submission, f.next_at, f.failures, f.n, EXISTS (SELECT 1 FROM forward w WHERE w.submission IN
             (s.depends_on, (SELECT original FROM alias WHERE alias.id = s.depends_on))) AS held_back
         FROM forward f JOIN submission s ON s.id = f.submission
         WHERE f.peer = ?1 ORDER BY held_back, f.next_at NULLS FIRST, f.seq LIMIT ?2",
    )?;
    let mut rows = statement.query(params![peer, QUEUE_PAGE])?;
    let mut waiting = Vec::new();
    while let Some(row) = rows.next()? {
        waiting.push(ForwardRow {
            id: uuid(&row.get::<_, String>(0)?)?,
            next_at: row.get::<_, Option<i64>>(1)?.map(Timestamp::from_millis),
            failures: row.get(2)?,
            tried: row.get(3)?,
            held_back: row.get(4)?,
        });
    }
    Ok(waiting)
}

pub(super) fn begin(tx: &Tx<'_>, id: Uuid, at: Timestamp) -> Result<Forward, LedgerError> {
    let text = id.to_string();
    let n: i64 = tx.one("UPDATE forward SET n = n + 1 WHERE submission = ?1 RETURNING n", [&text], |row| row.get(0))?;
    tx.run(
        "INSERT INTO forward_attempt (submission, n, started_at) VALUES (?1, ?2, ?3)",
        params![text, n, at.rfc3339()],
    )?;
    if n == 1 {
        moves::set_state(tx, id, &SubmissionState::Forwarding, &[], at)?;
    }
    let (bytes, hops): (Vec<u8>, String) = tx.one(
        "SELECT e.body, s.hops FROM submission s JOIN envelope e ON e.id = s.id WHERE s.id = ?1",
        [&text],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(Forward {
        id,
        bytes: packing::unpack(&bytes)?.into_owned(),
        hops: json(&hops)?,
        n: u32::try_from(n).unwrap_or(u32::MAX),
    })
}

pub(super) fn settle(
    tx: &Tx<'_>,
    own: &str,
    id: Uuid,
    ended: &HandedOver,
    at: Timestamp,
    refuse: SignRefusal<'_>,
) -> Result<(), LedgerError> {
    let text = id.to_string();
    let (outcome, words) = match ended {
        HandedOver::Delivered { .. } => ("delivered", ""),
        HandedOver::Rejected { .. } => ("rejected", ""),
        HandedOver::Again { words, .. } => ("again", words.as_str()),
    };
    tx.run(
        "UPDATE forward_attempt SET outcome = ?2, words = ?3
         WHERE submission = ?1 AND n = (SELECT n FROM forward WHERE submission = ?1)",
        params![text, outcome, words],
    )?;
    match ended {
        HandedOver::Again { next_at, failures, .. } => {
            tx.run(
                "UPDATE forward SET next_at = ?2, failures = ?3 WHERE submission = ?1",
                params![text, next_at.millis(), failures],
            )?;
            Ok(())
        }
        HandedOver::Delivered { from, receipt } => {
            moves::keep(tx, id, "delivery", from, receipt, at)?;
            tx.run("DELETE FROM forward WHERE submission = ?1", [&text])?;
            moves::set_state(tx, id, &SubmissionState::Delivered, &[("delivery", from, receipt)], at)
        }
        HandedOver::Rejected { from, refusal } => {
            reject(tx, id, (from, refusal), at)?;
            reject_followers(tx, own, id, at, refuse)
        }
    }
}

/// Rejects a submission in custody.
fn reject(tx: &Tx<'_>, id: Uuid, (from, refusal): (&str, &str), at: Timestamp) -> Result<(), LedgerError> {
    moves::keep(tx, id, "refusal", from, refusal, at)?;
    tx.run("DELETE FROM forward WHERE submission = ?1", [id.to_string()])?;
    moves::set_state(tx, id, &SubmissionState::Rejected, &[("refusal", from, refusal)], at)
}

/// Rejects everything that still waits for an id, and what waits for that in turn.
pub(super) fn reject_followers(
    tx: &Tx<'_>,
    own: &str,
    id: Uuid,
    at: Timestamp,
    refuse: SignRefusal<'_>,
) -> Result<(), LedgerError> {
    let mut gone = vec![id];
    while let Some(id) = gone.pop() {
        let mut statement = tx.prepare_cached(
            "SELECT id, env_sha256 FROM submission
             WHERE state IN ('received', 'parked', 'held', 'validated', 'forwarding')
               AND depends_on IN (SELECT ?1 UNION SELECT id FROM alias WHERE original = ?1) ORDER BY seq",
        )?;
        let waiting: Vec<(String, String)> =
            statement.query_map([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        for (id, env) in waiting {
            let id = uuid(&id)?;
            reject(tx, id, (own, &refuse(id, &env)?), at)?;
            gone.push(id);
        }
    }
    Ok(())
}
