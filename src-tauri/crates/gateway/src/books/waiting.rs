//! What waits here, for whom and since when; and what is done about it by command or because time passed.

use tamga_origin::Timestamp;
use tamga_protocol::{InboxItem, ItemEvent, ItemType, SubmissionState};
use uuid::Uuid;

use crate::ledger::LedgerError;
use crate::ledger::packing::unpack;
use crate::ledger::records::{Cell, Line, Records};

/// Something that stands still or is on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The submission.
    pub id: String,
    /// Where it stands.
    pub state: String,
    /// What it is.
    pub kind: String,
    /// Its route.
    pub route: String,
    /// Who handed it over.
    pub client: String,
    /// When it was taken.
    pub received_at: String,
    /// The gateway it waits for, when it waits for one.
    pub peer: Option<String>,
    /// Failures in a row on the way there.
    pub failures: i64,
    /// A proposal to end it: who, why, and who agreed.
    pub proposal: Option<Proposal>,
}

/// A proposal to end something as undeliverable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Why.
    pub reason: String,
    /// Who proposes it.
    pub actor: String,
    /// Who agreed; it takes two.
    pub second: Option<String>,
}

const UNDER_WAY: &str = "('held', 'parked', 'received', 'validated', 'forwarding')";

fn columns(end: &str) -> String {
    format!(
        "SELECT CAST(s.id AS TEXT), s.state, s.kind, s.route, s.client, s.received_at, f.peer,
             COALESCE(f.failures, 0), u.reason, u.actor, u.second
         FROM submission s LEFT JOIN forward f ON f.submission = s.id
         LEFT JOIN undeliverable u ON u.submission = CAST(s.id AS TEXT) WHERE {end}"
    )
}

fn waiting(line: &Line) -> Result<Waiting, LedgerError> {
    let proposal = match (line.maybe_text(8)?, line.maybe_text(9)?) {
        (Some(reason), Some(actor)) => Some(Proposal { reason, actor, second: line.maybe_text(10)? }),
        _ => None,
    };
    Ok(Waiting {
        id: line.text(0)?,
        state: line.text(1)?,
        kind: line.text(2)?,
        route: line.text(3)?,
        client: line.text(4)?,
        received_at: line.text(5)?,
        peer: line.maybe_text(6)?,
        failures: line.whole(7)?,
        proposal,
    })
}

/// What is under way or stands still, oldest first.
pub(crate) fn list(records: &mut dyn Records, limit: u32) -> Result<Vec<Waiting>, LedgerError> {
    let statement = columns(&format!("s.state IN {UNDER_WAY} ORDER BY s.seq LIMIT ?1"));
    records.lines(&statement, &[Cell::Whole(limit.into())])?.iter().map(waiting).collect()
}

/// One submission.
pub(crate) fn one(records: &mut dyn Records, id: Uuid) -> Result<Option<Waiting>, LedgerError> {
    let line = records.line(&columns("s.id = ?1"), &[id.to_string().into()])?;
    line.as_ref().map(waiting).transpose()
}

/// The frozen envelope of a submission.
pub(crate) fn envelope(records: &mut dyn Records, id: Uuid) -> Result<Vec<u8>, LedgerError> {
    let line = records.line("SELECT body FROM envelope WHERE id = ?1", &[id.to_string().into()])?;
    let kept = line.ok_or_else(|| LedgerError::Row("envelope".to_owned()))?.bytes(0)?;
    Ok(unpack(&kept)?.into_owned())
}

/// How much is under way, by state.
pub(crate) fn counts(records: &mut dyn Records) -> Result<Vec<(String, u64)>, LedgerError> {
    let statement =
        format!("SELECT state, COUNT(*) FROM submission WHERE state IN {UNDER_WAY} GROUP BY state ORDER BY state");
    records.lines(&statement, &[])?.iter().map(|line| Ok((line.text(0)?, line.count(1)?))).collect()
}

/// A queue to another gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The gateway.
    pub peer: String,
    /// How many wait for it.
    pub depth: u64,
    /// When the oldest of them was taken.
    pub oldest: String,
    /// The most failures in a row of one of them.
    pub failures: i64,
}

/// The queues to other gateways that are not empty.
pub(crate) fn queues(records: &mut dyn Records) -> Result<Vec<Queue>, LedgerError> {
    let lines = records.lines(
        "SELECT f.peer, COUNT(*), MIN(s.received_at), MAX(CAST(f.failures AS INTEGER))
         FROM forward f JOIN submission s ON s.id = f.submission GROUP BY f.peer ORDER BY f.peer",
        &[],
    )?;
    lines
        .iter()
        .map(|line| {
            Ok(Queue { peer: line.text(0)?, depth: line.count(1)?, oldest: line.text(2)?, failures: line.whole(3)? })
        })
        .collect()
}

/// Sends what waits for a gateway that is not configured any more to the one its route leads to now; answers how many
/// moved and how many have nowhere to go.
pub(crate) fn reroute(
    records: &mut dyn Records,
    peers: &[String],
    lead: &dyn Fn(&str) -> Option<String>,
) -> Result<(usize, usize), LedgerError> {
    let (mut moved, mut stuck) = (0, 0);
    for queue in queues(records)?.into_iter().filter(|queue| !peers.contains(&queue.peer)) {
        let rows = records.lines(
            "SELECT CAST(s.id AS TEXT), s.route FROM forward f JOIN submission s ON s.id = f.submission
             WHERE f.peer = ?1",
            &[queue.peer.as_str().into()],
        )?;
        for row in rows {
            let (id, route) = (row.text(0)?, row.text(1)?);
            let Some(peer) = lead(&route) else {
                stuck += 1;
                continue;
            };
            records.run(
                "UPDATE forward SET peer = ?2, next_at = NULL, failures = 0 WHERE submission = ?1",
                &[id.as_str().into(), peer.as_str().into()],
            )?;
            records
                .run("UPDATE submission SET onward = ?2 WHERE id = ?1", &[id.into(), format!("peer:{peer}").into()])?;
            moved += 1;
        }
    }
    Ok((moved, stuck))
}

/// Tells senders, once each, what has been parked since before a moment, and those who wait for it here; answers how many.
pub(crate) fn remind(records: &mut dyn Records, before: Timestamp, at: Timestamp) -> Result<usize, LedgerError> {
    let rows = records.lines(
        "SELECT CAST(s.id AS TEXT), s.onward FROM submission s WHERE s.state = 'parked' AND s.received_at < ?1
             AND NOT EXISTS (SELECT 1 FROM told t WHERE t.submission = CAST(s.id AS TEXT))",
        &[before.rfc3339().into()],
    )?;
    for row in &rows {
        let id = row.text(0)?;
        tell(records, &id, ItemType::Notice, SubmissionState::Parked.as_str(), at)?;
        if let Some(shared) = row.text(1)?.strip_prefix("box:") {
            let (_, notice) = item_about(records, &id, ItemType::Notice, SubmissionState::Parked.as_str(), at)?;
            // Told of, and not handed over: a receipt would name the document.
            records.post(shared, InboxItem { receipts: Vec::new(), ..notice })?;
        }
        records.run("INSERT INTO told (submission, at) VALUES (?1, ?2)", &[id.into(), at.rfc3339().into()])?;
    }
    Ok(rows.len())
}

/// Puts an item about a submission into its sender's own box.
fn tell(
    records: &mut dyn Records,
    id: &str,
    item_type: ItemType,
    state: &str,
    at: Timestamp,
) -> Result<(), LedgerError> {
    let (sender, item) = item_about(records, id, item_type, state, at)?;
    records.post(&format!("own:{sender}"), item)
}

/// An item about a submission, and who sent that.
fn item_about(
    records: &mut dyn Records,
    id: &str,
    item_type: ItemType,
    state: &str,
    at: Timestamp,
) -> Result<(String, InboxItem), LedgerError> {
    let line = records.line("SELECT client, receipt, state_seq FROM submission WHERE id = ?1", &[id.into()])?;
    let line = line.ok_or_else(|| LedgerError::Row("submission".to_owned()))?;
    let uuid = Uuid::parse_str(id).map_err(|_| LedgerError::Row("id".to_owned()))?;
    let item = InboxItem {
        item_id: Uuid::nil(),
        item_type,
        at: at.rfc3339(),
        submission_id: Some(uuid),
        envelope: None,
        documents: Vec::new(),
        receipts: vec![line.text(1)?],
        event: Some(ItemEvent { state: state.to_owned(), state_seq: line.count(2)?, evidence: Vec::new() }),
    };
    Ok((line.text(0)?, item))
}

/// Writes a proposal to end a submission.
pub(crate) fn propose(
    records: &mut dyn Records,
    id: Uuid,
    reason: &str,
    actor: &str,
    at: Timestamp,
) -> Result<(), LedgerError> {
    records.run("DELETE FROM undeliverable WHERE submission = ?1", &[id.to_string().into()])?;
    records.run(
        "INSERT INTO undeliverable (submission, reason, actor, at) VALUES (?1, ?2, ?3, ?4)",
        &[id.to_string().into(), reason.into(), actor.into(), at.rfc3339().into()],
    )?;
    Ok(())
}

/// Ends a submission that two persons gave up; `false` when it is at its goal or final by now.
pub(crate) fn end(
    records: &mut dyn Records,
    id: Uuid,
    second: &str,
    statement: Option<(&str, &str)>,
    at: Timestamp,
) -> Result<bool, LedgerError> {
    let (text, state) = (id.to_string(), SubmissionState::Undeliverable);
    let moved = records.run(
        &format!("UPDATE submission SET state = ?2, state_seq = state_seq + 1 WHERE id = ?1 AND state IN {UNDER_WAY}"),
        &[text.as_str().into(), state.as_str().into()],
    )?;
    if moved == 0 {
        return Ok(false);
    }
    records.run("DELETE FROM forward WHERE submission = ?1", &[text.as_str().into()])?;
    records
        .run("UPDATE undeliverable SET second = ?2 WHERE submission = ?1", &[text.as_str().into(), second.into()])?;
    if let Some((from, raw)) = statement {
        records.run(
            "INSERT INTO evidence (submission, type, origin, raw, at) VALUES (?1, 'void', ?2, ?3, ?4)",
            &[text.as_str().into(), from.into(), raw.into(), at.rfc3339().into()],
        )?;
    }
    tell(records, &text, ItemType::Event, state.as_str(), at)?;
    Ok(true)
}
