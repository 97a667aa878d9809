//! Moving a submission forward: each move and the item that tells about it are one transaction.

use postgres::Row;
use postgres::types::Json;
use tamga_origin::Timestamp;
use tamga_protocol::{BusinessKey, InboxDocument, SubmissionState};
use uuid::Uuid;

use super::super::columns::{row, unsigned};
use super::super::steps::{answered_keys, event, is_answer, onward_text, own_box, rank, read_onward};
use super::super::{Incoming, LedgerError, Onward, items};
use super::custody;
use super::times::stamp;
use super::tx::Tx;

/// A submission on its way from here, with what its items say.
pub(super) struct Going {
    id: Uuid,
    onward: Onward,
    key: BusinessKey,
    revision: u32,
    outcome: Option<String>,
    receipt: String,
    documents: Vec<InboxDocument>,
}

impl Going {
    /// One that has just been taken.
    pub(super) fn of(incoming: &Incoming, receipt: &str) -> Self {
        let envelope = &incoming.envelope;
        let mut documents: Vec<InboxDocument> = Vec::new();
        for part in std::iter::once(&envelope.document).chain(envelope.attachments.iter().map(|paper| &paper.part)) {
            if documents.iter().all(|known| known.sha256 != part.sha256) {
                documents.push(InboxDocument {
                    sha256: part.sha256.clone(),
                    size: part.size,
                    media_type: part.media_type.clone(),
                    content: None,
                });
            }
        }
        Self {
            id: incoming.id,
            onward: incoming.onward.clone(),
            key: incoming.key.clone(),
            revision: envelope.revision,
            outcome: incoming.outcome.clone(),
            receipt: receipt.to_owned(),
            documents,
        }
    }

    /// One that waited here.
    fn read(tx: &mut Tx<'_>, id: Uuid) -> Result<Self, LedgerError> {
        let found = tx.one("SELECT onward, key, revision, outcome, receipt FROM submission WHERE id = $1", &[&id])?;
        let documents =
            tx.all("SELECT sha256, size, media_type FROM document WHERE submission = $1 ORDER BY place", &[&id])?;
        let document = |row: &Row| -> Result<InboxDocument, LedgerError> {
            let size = unsigned(row.try_get(1)?)?;
            Ok(InboxDocument { sha256: row.try_get(0)?, size, media_type: row.try_get(2)?, content: None })
        };
        let Json(key) = found.try_get(1)?;
        Ok(Self {
            id,
            onward: read_onward(found.try_get(0)?)?,
            key,
            revision: u32::try_from(found.try_get::<_, i64>(2)?).map_err(|_| row("revision"))?,
            outcome: found.try_get(3)?,
            receipt: found.try_get(4)?,
            documents: documents.iter().map(document).collect::<Result<_, _>>()?,
        })
    }
}

/// Moves a submission to a later state, keeps the evidence (type, origin, statement) and tells its sender; an earlier
/// state only tells.
pub(super) fn set_state(
    tx: &mut Tx<'_>,
    id: Uuid,
    state: &SubmissionState,
    evidence: &[(&str, &str, &str)],
    at: Timestamp,
) -> Result<(), LedgerError> {
    let column = |of: fn(&(&str, &str, &str)) -> String| evidence.iter().map(of).collect::<Vec<String>>();
    let (types, origins) = (column(|one| one.0.to_owned()), column(|one| one.1.to_owned()));
    let statements = column(|one| one.2.to_owned());
    let moved = tx.one(
        "WITH kept AS (INSERT INTO evidence (submission, type, origin, raw, at)
              SELECT $1, one.type, one.origin, one.raw, $7
              FROM unnest($4::text[], $5::text[], $6::text[]) AS one (type, origin, raw))
         UPDATE submission s SET state_seq = s.state_seq + 1,
             state = CASE WHEN s.state = ANY ($3) THEN $2 ELSE s.state END
         FROM client c WHERE s.id = $1 AND c.id = s.client
         RETURNING s.state_seq, s.client, c.kind, s.receipt",
        &[&id, &state.as_str(), &earlier(state), &types, &origins, &statements, &stamp(at)],
    )?;
    tx.is_news = true;
    // The steps of a forwarded submission are told by the gateway that forwarded it.
    if moved.try_get::<_, &str>(2)? == "gateway" {
        return Ok(());
    }
    let event = event(state, unsigned(moved.try_get(0)?)?, evidence);
    let item = items::of_event(id, moved.try_get(3)?, event, at);
    tx.put(&own_box(moved.try_get(1)?), item);
    Ok(())
}

/// The states that a submission may leave for this one.
fn earlier(state: &SubmissionState) -> Vec<String> {
    use SubmissionState::{
        Answered, Delivered, Forwarding, Held, Parked, Received, Rejected, Undeliverable, Validated, Voided,
    };
    let all = [Parked, Held, Received, Validated, Forwarding, Delivered, Answered, Rejected, Undeliverable, Voided];
    all.iter().filter(|one| rank(one) < rank(state)).map(|one| one.as_str().to_owned()).collect()
}

/// Sends a submission on its way from here.
pub(super) fn move_on(tx: &mut Tx<'_>, own: &str, going: &Going, at: Timestamp) -> Result<(), LedgerError> {
    let Going { id, onward, receipt, documents, .. } = going;
    let item = || items::of_submission(*id, receipt.clone(), documents.clone(), at);
    match onward {
        Onward::Peer(peer) => {
            tx.run(
                "INSERT INTO forward (submission, peer, seq) SELECT id, $2, seq FROM submission WHERE id = $1",
                &[id, peer],
            )?;
            tx.is_news = true;
            return Ok(());
        }
        Onward::Box(shared) => _ = tx.put(shared, item()),
        Onward::Sender => {
            let original = answered(tx, &going.key, going.revision)?.ok_or_else(|| row("answer"))?;
            let item_id = tx.put(&own_box(&original.client), item());
            if is_answer(&going.key) {
                note_answer(tx, original.id, item_id, going, at)?;
            }
        }
        // It waits here until this gateway has an answer.
        Onward::Ask => {
            tx.is_news = true;
            return Ok(());
        }
        Onward::Asker { query, client } => {
            let item_id = tx.put(&own_box(client), item());
            note_answer(tx, *query, item_id, going, at)?;
        }
    }
    // This gateway is the destination, so its own receipt proves the delivery.
    set_state(tx, *id, &SubmissionState::Delivered, &[("delivery", own, receipt)], at)
}

/// Notes what answers a submission, and tells its sender.
fn note_answer(tx: &mut Tx<'_>, original: Uuid, item: Uuid, going: &Going, at: Timestamp) -> Result<(), LedgerError> {
    let outcome = going.outcome.as_deref().unwrap_or_default();
    tx.run(
        "INSERT INTO answer (submission, item_id, outcome, at) VALUES ($1, $2, $3, $4)",
        &[&original, &item, &outcome, &stamp(at)],
    )?;
    set_state(tx, original, &SubmissionState::Answered, &[], at)
}

/// The submission whose certificate or self-declaration an answer is about.
pub(super) fn answered(
    tx: &mut Tx<'_>,
    key: &BusinessKey,
    revision: u32,
) -> Result<Option<super::super::Custody>, LedgerError> {
    let [certificate, declaration] = answered_keys(key, revision);
    match custody::owner(tx, &certificate)? {
        Some(custody) => Ok(Some(custody)),
        None => custody::owner(tx, &declaration),
    }
}

/// Lets go what waited for this submission, and what waited for that in turn.
pub(super) fn unpark(tx: &mut Tx<'_>, own: &str, arrived: Uuid, at: Timestamp) -> Result<(), LedgerError> {
    let mut arrived = vec![arrived];
    while let Some(id) = arrived.pop() {
        let waiting = tx.all(
            "SELECT id, paused FROM submission WHERE state = 'parked' AND depends_on IN
                 (SELECT $1 UNION SELECT id FROM alias WHERE original = $1) ORDER BY seq FOR UPDATE",
            &[&id],
        )?;
        for row in waiting {
            let (id, is_paused): (Uuid, bool) = (row.try_get(0)?, row.try_get(1)?);
            // What comes at this moment and waits for this one is seen, or sees that it has gone.
            custody::hold_still(tx, id)?;
            if is_paused {
                tx.run("UPDATE submission SET state = 'held' WHERE id = $1", &[&id])?;
                continue;
            }
            set_state(tx, id, &SubmissionState::Received, &[], at)?;
            let going = Going::read(tx, id)?;
            move_on(tx, own, &going, at)?;
            arrived.push(id);
        }
    }
    Ok(())
}

/// Lets go what was held on routes that are open now, and what is held as soon as that has gone.
pub(super) fn release(
    tx: &mut Tx<'_>,
    own: &str,
    open: &dyn Fn(&str) -> Option<Onward>,
    at: Timestamp,
) -> Result<usize, LedgerError> {
    let mut released = 0;
    loop {
        let before = released;
        // Another node may be letting some of them go at this moment; they are its own then.
        let held =
            tx.all("SELECT id, route FROM submission WHERE state = 'held' ORDER BY seq FOR UPDATE SKIP LOCKED", &[])?;
        for row in held {
            let (id, route): (Uuid, String) = (row.try_get(0)?, row.try_get(1)?);
            let Some(onward) = open(&route) else { continue };
            let going = Going { onward, ..Going::read(tx, id)? };
            if going.onward == Onward::Sender && answered(tx, &going.key, going.revision)?.is_none() {
                // Held when the route led elsewhere. It must not keep the gateway from starting.
                tracing::error!(submission = %id, route, "what this answers is not known here: it stays held");
                continue;
            }
            custody::hold_still(tx, id)?;
            let update = "UPDATE submission SET onward = $2, paused = false WHERE id = $1";
            tx.run(update, &[&id, &onward_text(&going.onward)])?;
            set_state(tx, id, &SubmissionState::Validated, &[], at)?;
            move_on(tx, own, &going, at)?;
            unpark(tx, own, id, at)?;
            released += 1;
        }
        if released == before {
            return Ok(released);
        }
    }
}
