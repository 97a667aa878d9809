//! The queue to other gateways: what waits, which node hands it over, what was tried, how it ended.
//!
//! A node leases a row before its first byte leaves. The lease of a node that died ends by the clock of the database;
//! what it had begun is `unknown` then, and the next node repeats the same id.

use postgres::types::Json;
use tamga_origin::Timestamp;
use tamga_protocol::SubmissionState;
use uuid::Uuid;

use super::super::{Forward, ForwardRow, HandedOver, LedgerError, QUEUE_PAGE, SignRefusal, packing};
use super::times::stamp;
use super::tx::Tx;
use super::{custody, moves};

pub(super) fn waiting(tx: &mut Tx<'_>, node: &str, peer: &str) -> Result<Vec<ForwardRow>, LedgerError> {
    let rows = tx.all(
        "SELECT f.submission, f.next_at, f.failures, f.n, EXISTS (SELECT 1 FROM forward w WHERE w.submission IN
             (s.depends_on, (SELECT original FROM alias WHERE alias.id = s.depends_on))) AS held_back
         FROM forward f JOIN submission s ON s.id = f.submission
         WHERE f.peer = $1 AND (f.lease_until IS NULL OR f.lease_until <= now() OR f.lease_by = $2)
         ORDER BY held_back, f.next_at NULLS FIRST, f.seq LIMIT $3",
        &[&peer, &node, &i64::from(QUEUE_PAGE)],
    )?;
    let waiting = rows.iter().map(|row| {
        Ok(ForwardRow {
            id: row.try_get(0)?,
            next_at: row.try_get::<_, Option<i64>>(1)?.map(Timestamp::from_millis),
            failures: u32::try_from(row.try_get::<_, i64>(2)?).unwrap_or(u32::MAX),
            tried: u32::try_from(row.try_get::<_, i64>(3)?).unwrap_or(u32::MAX),
            held_back: row.try_get(4)?,
        })
    });
    waiting.collect()
}

pub(super) fn begin(tx: &mut Tx<'_>, node: &str, id: Uuid, at: Timestamp) -> Result<Forward, LedgerError> {
    let free = tx.opt(
        "SELECT f.n, s.hops, e.body FROM forward f JOIN submission s ON s.id = f.submission
             JOIN envelope e ON e.id = s.id
         WHERE f.submission = $1 AND (f.lease_until IS NULL OR f.lease_until <= now() OR f.lease_by = $2)
         FOR UPDATE OF f SKIP LOCKED",
        &[&id, &node],
    )?;
    let Some(row) = free else { return Err(LedgerError::Busy(id)) };
    let n = row.try_get::<_, i64>(0)? + 1;
    tx.run(
        "UPDATE forward SET n = $2, lease_by = $3, lease_until = now() + interval '5 minutes' WHERE submission = $1",
        &[&id, &n, &node],
    )?;
    tx.run("UPDATE forward_attempt SET outcome = 'unknown' WHERE submission = $1 AND outcome IS NULL", &[&id])?;
    tx.run(
        "INSERT INTO forward_attempt (submission, n, node, started_at) VALUES ($1, $2, $3, $4)",
        &[&id, &n, &node, &stamp(at)],
    )?;
    if n == 1 {
        moves::set_state(tx, id, &SubmissionState::Forwarding, &[], at)?;
    }
    let Json(hops) = row.try_get(1)?;
    let bytes = packing::unpack(row.try_get(2)?)?.into_owned();
    Ok(Forward { id, bytes, hops, n: u32::try_from(n).unwrap_or(u32::MAX) })
}

/// Lets go what this node had begun, when it ends: another one need not wait for the lease.
pub(super) fn give_back(tx: &mut Tx<'_>, node: &str) -> Result<(), LedgerError> {
    tx.is_news = true;
    tx.run("UPDATE forward SET lease_by = NULL, lease_until = NULL WHERE lease_by = $1", &[&node])?;
    Ok(())
}

pub(super) fn settle(
    tx: &mut Tx<'_>,
    (own, node): (&str, &str),
    id: Uuid,
    ended: &HandedOver,
    at: Timestamp,
    refuse: SignRefusal<'_>,
) -> Result<(), LedgerError> {
    let (outcome, words) = match ended {
        HandedOver::Delivered { .. } => ("delivered", String::new()),
        HandedOver::Rejected { .. } => ("rejected", String::new()),
        // The database keeps no NUL in a text.
        HandedOver::Again { words, .. } => ("again", words.replace('\0', "\u{fffd}")),
    };
    tx.run(
        "UPDATE forward_attempt SET outcome = $3, words = $4 WHERE submission = $1
             AND n = (SELECT max(n) FROM forward_attempt WHERE submission = $1 AND node = $2)",
        &[&id, &node, &outcome, &words],
    )?;
    if let HandedOver::Rejected { .. } = ended {
        custody::hold_still(tx, id)?;
    }
    // Gone when a node that took over after a long silence settled it first: the same id got the same answer.
    let Some(row) = tx.opt("SELECT lease_by FROM forward WHERE submission = $1 FOR UPDATE", &[&id])? else {
        return Ok(());
    };
    match ended {
        HandedOver::Again { next_at, failures, .. } => {
            if row.try_get::<_, Option<&str>>(0)? == Some(node) {
                tx.run(
                    "UPDATE forward SET next_at = $2, failures = $3, lease_by = NULL, lease_until = NULL
                     WHERE submission = $1",
                    &[&id, &next_at.millis(), &i64::from(*failures)],
                )?;
                tx.is_news = true;
            }
            Ok(())
        }
        HandedOver::Delivered { from, receipt } => {
            tx.run("DELETE FROM forward WHERE submission = $1", &[&id])?;
            moves::set_state(tx, id, &SubmissionState::Delivered, &[("delivery", from, receipt)], at)
        }
        HandedOver::Rejected { from, refusal } => {
            reject(tx, id, (from, refusal), at)?;
            reject_followers(tx, own, id, at, refuse)
        }
    }
}

/// Rejects a submission in custody.
fn reject(tx: &mut Tx<'_>, id: Uuid, (from, refusal): (&str, &str), at: Timestamp) -> Result<(), LedgerError> {
    tx.run("DELETE FROM forward WHERE submission = $1", &[&id])?;
    moves::set_state(tx, id, &SubmissionState::Rejected, &[("refusal", from, refusal)], at)
}

/// Rejects everything that still waits for an id, and what waits for that in turn.
pub(super) fn reject_followers(
    tx: &mut Tx<'_>,
    own: &str,
    id: Uuid,
    at: Timestamp,
    refuse: SignRefusal<'_>,
) -> Result<(), LedgerError> {
    let mut gone = vec![id];
    while let Some(id) = gone.pop() {
        let waiting = tx.all(
            "SELECT id, env_sha256 FROM submission
             WHERE state IN ('received', 'parked', 'held', 'validated', 'forwarding')
               AND depends_on IN (SELECT $1 UNION SELECT id FROM alias WHERE original = $1)
             ORDER BY seq FOR UPDATE",
            &[&id],
        )?;
        for row in waiting {
            let (id, env): (Uuid, String) = (row.try_get(0)?, row.try_get(1)?);
            custody::hold_still(tx, id)?;
            reject(tx, id, (own, &refuse(id, &env)?), at)?;
            gone.push(id);
        }
    }
    Ok(())
}
