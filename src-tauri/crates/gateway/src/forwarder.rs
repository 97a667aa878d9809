//! How does a submission reach the next gateway? One driver per peer of the courier's planner: it never gives up, and
//! what was under way when it ended is sent again under the same id.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tamga_courier::plan::{self, ItemChange, Road, Row, Step};
use tamga_courier::{AttemptCtx, Envelope, Evidence, GatewayTransport, SubmitOutcome};
use tamga_origin::Timestamp;
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};
use uuid::Uuid;

use crate::books::{look, uploads};
use crate::ledger::{Forward, ForwardRow, HandedOver, LedgerError};
use crate::room::Room;
use crate::wake::Ears;

mod queue;

use self::queue::Queue;

/// The longest sleep: a clock that was set is noticed within it.
const TICK: Duration = Duration::from_secs(30);
/// After a store that does not answer, and before a road that an operator had to mend is tried again.
const PAUSE_MILLIS: i64 = 60_000;

/// The driver of one road.
pub(crate) struct Forwarder {
    room: Room,
    peer: String,
    transport: Arc<dyn GatewayTransport>,
    road: Road,
    queue: Queue,
    /// What is being handed over, or whose end is being noted.
    under_way: HashSet<Uuid>,
    /// Which submission each attempt is about, for one that is broken off or ends in a panic.
    tasks: HashMap<Id, (Uuid, AbortHandle)>,
    /// Due times that differ from the stored ones: waiters let go, and rows whose end could not be stored.
    due: HashMap<Uuid, Timestamp>,
    blocked_since: Option<Timestamp>,
}

/// What a task of the driver comes back with.
enum Done {
    Ended(Ended),
    Noted(Noted),
}

/// An attempt that ended.
struct Ended {
    row: Row,
    woken: bool,
    outcome: Result<SubmitOutcome, LedgerError>,
}

/// Its end, handed to the store.
struct Noted {
    id: Uuid,
    ended: HandedOver,
    kept: Result<(), LedgerError>,
}

impl Forwarder {
    pub(crate) fn new(room: Room, peer: String, transport: Arc<dyn GatewayTransport>) -> Self {
        Self {
            room,
            peer,
            transport,
            road: Road::default(),
            queue: Queue::default(),
            under_way: HashSet::new(),
            tasks: HashMap::new(),
            due: HashMap::new(),
            blocked_since: None,
        }
    }

    /// Does everything that is due now and waits until it has ended.
    pub(crate) async fn pass(&mut self) {
        let mut attempts = JoinSet::new();
        self.queue.forget();
        loop {
            let rest = self.turn(&mut attempts).await;
            if !attempts.is_empty() {
                self.ended(&mut attempts).await;
            } else if rest.is_some() {
                return;
            }
        }
    }

    /// Drives until the gateway closes.
    pub(crate) async fn run(mut self) {
        let mut ears = self.room.wake.ears();
        let mut attempts = JoinSet::new();
        while !ears.is_closing() {
            ears.heard();
            let rest = self.turn(&mut attempts).await;
            if let Some(rest) = rest {
                self.rest(rest, &mut ears, &mut attempts).await;
            }
        }
        // What is under way is stored as begun; the next start sends it again under the same id. What has ended is noted.
        self.tasks.values().for_each(|(_, attempt)| attempt.abort());
        while !attempts.is_empty() {
            self.ended(&mut attempts).await;
        }
    }

    /// Looks at the queue and does what is due; answers how long there is nothing to do, or `None` to look again at once.
    async fn turn(&mut self, attempts: &mut JoinSet<Done>) -> Option<Duration> {
        let now = self.room.clock.now();
        match self.rows().await {
            Ok(rows) => self.step(now, rows, attempts),
            Err(error) => {
                tracing::error!(peer = self.peer, %error, "the forwarding queue cannot be read");
                Some(TICK)
            }
        }
    }

    async fn rows(&mut self) -> Result<Vec<Row>, LedgerError> {
        let (now, heard) = (self.room.clock.now(), self.room.wake.heard());
        if self.queue.is_old(now, heard) {
            let peer = self.peer.clone();
            let waiting = self.room.on_disk(move |room| room.ledger.waiting(&peer)).await?;
            let known: HashSet<Uuid> = waiting.iter().map(|row| row.id).collect();
            self.due.retain(|id, _| known.contains(id));
            self.queue.read(waiting, now, heard);
        }
        let idle = self.queue.rows().iter().filter(|row| !self.under_way.contains(&row.id));
        Ok(idle.map(|row| self.planned(row)).collect())
    }

    fn planned(&self, row: &ForwardRow) -> Row {
        let ForwardRow { id, next_at, failures, tried, held_back } = *row;
        let next_at = self.due.get(&id).copied().or(next_at);
        Row { id, next_at, failures, local_faults: 0, tried, odd: None, woken: false, held_back }
    }

    /// Does what the planner says; answers how long there is nothing to do, or `None` to look again at once.
    fn step(&mut self, now: Timestamp, rows: Vec<Row>, attempts: &mut JoinSet<Done>) -> Option<Duration> {
        match plan::next_step(now, &rows, &self.road) {
            Step::Send(ids) => {
                let rows: Vec<Row> = rows.into_iter().filter(|row| ids.contains(&row.id)).collect();
                rows.into_iter().for_each(|row| self.attempt(row, false, now, attempts));
                None
            }
            Step::SendWoken(id) => {
                self.road.last_wake = Some(now);
                let row = rows.into_iter().find(|row| row.id == id)?;
                self.attempt(row, true, now, attempts);
                None
            }
            Step::Wait(until) => {
                let millis = u64::try_from(until.millis().saturating_sub(now.millis())).unwrap_or(0);
                Some(Duration::from_millis(millis.max(10)).min(TICK))
            }
            Step::Blocked(why) => {
                let since = *self.blocked_since.get_or_insert(now);
                if now.millis().abs_diff(since.millis()) >= PAUSE_MILLIS.unsigned_abs() {
                    self.road.blocked = None;
                    self.blocked_since = None;
                    return None;
                }
                tracing::error!(peer = self.peer, why = why.word(), "the road is blocked until somebody acts");
                Some(TICK)
            }
            Step::Idle => Some(TICK),
        }
    }

    fn attempt(&mut self, row: Row, woken: bool, now: Timestamp, attempts: &mut JoinSet<Done>) {
        self.under_way.insert(row.id);
        self.road.in_flight = self.road.in_flight.saturating_add(1);
        let (room, transport) = (self.room.clone(), self.transport.clone());
        let id = row.id;
        let task = attempts.spawn(async move {
            let outcome = hand_over(room, transport, row.id, now).await;
            Done::Ended(Ended { row, woken, outcome })
        });
        self.tasks.insert(task.id(), (id, task));
    }

    /// Waits for something to do: an attempt that ends, a ring, or the time itself.
    async fn rest(&mut self, longest: Duration, ears: &mut Ears, attempts: &mut JoinSet<Done>) {
        tokio::select! {
            done = attempts.join_next_with_id(), if !attempts.is_empty() => self.take(done, attempts).await,
            _ = ears.wait_for(longest) => {}
        }
    }

    /// Waits for one attempt to end, or for its end to be noted.
    async fn ended(&mut self, attempts: &mut JoinSet<Done>) {
        let done = attempts.join_next_with_id().await;
        self.take(done, attempts).await;
    }

    async fn take(&mut self, done: Option<Result<(Id, Done), JoinError>>, attempts: &mut JoinSet<Done>) {
        match done {
            Some(Ok((task, Done::Ended(ended)))) => {
                self.tasks.remove(&task);
                self.settle(ended, attempts).await;
            }
            Some(Ok((_, Done::Noted(noted)))) => self.noted(noted),
            Some(Err(error)) => self.gave_out(&error),
            None => {}
        }
    }

    /// An attempt was broken off or ended in a panic: its submission gives its place back and is sent again under the
    /// same id.
    fn gave_out(&mut self, error: &JoinError) {
        let Some((id, _)) = self.tasks.remove(&error.id()) else { return };
        if error.is_panic() {
            tracing::error!(peer = self.peer, submission = %id, %error, "an attempt ended in a panic");
        }
        self.road.in_flight = self.road.in_flight.saturating_sub(1);
        self.under_way.remove(&id);
        self.put_off(id, self.room.clock.now());
    }

    /// An attempt could not even begin: its row waits a while.
    fn put_off(&mut self, id: Uuid, now: Timestamp) {
        self.due.insert(id, now.plus_millis(PAUSE_MILLIS));
        self.probe_later(now);
    }

    /// A probe of a road that is down is sent whether its row is due or not: one that could not begin would be followed
    /// by the next at once, without end.
    fn probe_later(&mut self, now: Timestamp) {
        if let Some(breaker) = &mut self.road.breaker {
            breaker.probe_at = breaker.probe_at.max(now.plus_millis(PAUSE_MILLIS));
        }
    }

    /// Decides what an attempt's end means for road and row; the store is told while the next attempts go on.
    async fn settle(&mut self, ended: Ended, attempts: &mut JoinSet<Done>) {
        let Ended { row, woken, outcome } = ended;
        let now = self.room.clock.now();
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(error) => return self.not_begun(row.id, &error, now),
        };
        let settled = plan::settle(now, &row, &self.road, &outcome, woken, self.room.chance.number());
        self.road = settled.road;
        let ended = self.handed_over(&row, &outcome, &settled.item, now);
        if settled.wakes_waiters
            && let Ok(rows) = self.rows().await
        {
            for waiting in rows {
                self.due.insert(waiting.id, plan::release(now, self.room.chance.number()));
            }
        }
        let room = self.room.clone();
        attempts.spawn(async move {
            let (id, kept) = (row.id, ended.clone());
            let noting = move |room: &Room| room.ledger.settle_forward(id, &kept, now, &room.statements.with_it(now));
            Done::Noted(Noted { id, kept: room.on_disk(noting).await, ended })
        });
    }

    fn not_begun(&mut self, id: Uuid, error: &LedgerError, now: Timestamp) {
        self.under_way.remove(&id);
        self.due.remove(&id);
        self.road.in_flight = self.road.in_flight.saturating_sub(1);
        if let LedgerError::Busy(_) = error {
            // Another node hands it over; it comes back into the queue only if that one does not settle it.
            self.queue.take_out(id);
            return self.probe_later(now);
        }
        tracing::error!(peer = self.peer, submission = %id, %error, "an attempt could not begin");
        // It may be gone: a command ended it, or sent it another way.
        self.queue.forget();
        self.put_off(id, now);
    }

    fn noted(&mut self, noted: Noted) {
        let Noted { id, ended, kept } = noted;
        self.under_way.remove(&id);
        self.due.remove(&id);
        match (kept, &ended) {
            (Ok(()), HandedOver::Rejected { .. }) => {
                self.queue.settled(id, &ended);
                self.room.wake.ring();
            }
            (Ok(()), _) => {
                self.queue.settled(id, &ended);
                self.room.wake.tell();
            }
            (Err(error), _) => {
                // The far side has it or will be asked again: the same id gets the same receipt.
                tracing::error!(peer = self.peer, submission = %id, %error, "the end of an attempt was not stored");
                self.due.insert(id, self.room.clock.now().plus_millis(PAUSE_MILLIS));
            }
        }
    }

    fn handed_over(&self, row: &Row, outcome: &SubmitOutcome, item: &ItemChange, now: Timestamp) -> HandedOver {
        let text = |evidence: &Evidence| String::from_utf8_lossy(&evidence.raw).into_owned();
        match outcome {
            SubmitOutcome::Accepted(evidence) | SubmitOutcome::Duplicate(evidence, _) => {
                HandedOver::Delivered { from: self.peer.clone(), receipt: text(evidence) }
            }
            SubmitOutcome::Rejected(_, evidence) => {
                HandedOver::Rejected { from: self.peer.clone(), refusal: text(evidence) }
            }
            SubmitOutcome::NotSent(fault) | SubmitOutcome::Unknown(fault) => {
                tracing::warn!(peer = self.peer, submission = %row.id, outcome = outcome.word(), %fault, "not handed over");
                let words = fault.to_string();
                match item {
                    ItemChange::Waiting { next_at, failures, .. } => {
                        HandedOver::Again { next_at: *next_at, failures: *failures, words }
                    }
                    // An operator has to act; until then it is tried seldom, and never given up.
                    _ => {
                        HandedOver::Again { next_at: now.plus_millis(15 * PAUSE_MILLIS), failures: row.failures, words }
                    }
                }
            }
        }
    }
}

/// One attempt: noted before its first byte leaves.
async fn hand_over(
    room: Room,
    transport: Arc<dyn GatewayTransport>,
    id: Uuid,
    at: Timestamp,
) -> Result<SubmitOutcome, LedgerError> {
    let own = room.config.id.clone();
    let Forward { id, bytes, mut hops, n } = room.on_disk(move |room| room.ledger.begin_forward(id, at)).await?;
    room.wake.tell();
    hops.push(own);
    let envelope = Envelope::new(id, bytes).map_err(|error| LedgerError::Row(error.to_string()))?;
    for sha256 in beside(envelope.bytes())? {
        let (named, text) = (sha256.clone(), id.to_string());
        let read =
            move |room: &Room| look(room.ledger.as_ref(), |records| uploads::of_submission(records, &text, &named));
        let document = room
            .on_disk(read)
            .await?
            .ok_or_else(|| LedgerError::Row("a document that was sent by itself".to_owned()))?;
        if let Err(fault) = transport.offer(&sha256, &document).await {
            return Ok(SubmitOutcome::NotSent(fault));
        }
    }
    Ok(transport.submit(&envelope, &AttemptCtx { n, at, hops }).await)
}

/// The documents that lie beside an envelope, by their digests.
pub(crate) fn beside(envelope: &[u8]) -> Result<Vec<String>, LedgerError> {
    let envelope = tamga_protocol::Envelope::read(envelope).map_err(|error| LedgerError::Row(error.to_string()))?;
    let parts = std::iter::once(envelope.document).chain(envelope.attachments.into_iter().map(|paper| paper.part));
    Ok(parts.filter(|part| part.content.is_none()).map(|part| part.sha256).collect())
}
