//! How do frozen bytes get to the gateway? One pass of the outbox: ask the planner, write the attempt down before the
//! first byte leaves (T2), try, and write down how it ended (T3).
//!
//! When to try and what a fault means is decided by `tamga_courier::plan`; what a row may become by `tamga-store`.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, MutexGuard, PoisonError};

use tamga_courier::plan::{next_step, release, settle};
use tamga_courier::{
    AttemptCtx, Blocked, Breaker, Class, Envelope, Evidence, Fault, GatewayTransport, ItemChange, Odd, Road, Row,
    Scope, Settled, Step, SubmitOutcome,
};
use tamga_origin::Timestamp;
use tamga_store::{AttemptStart, MovableRow, NewEvidence, RouteRow, Settlement, StoreError, T3, Tx};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::abreast::Abreast;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::owed;
use crate::workers::SendReport;

/// Milliseconds between tries to write down how an attempt ended, when the disk is full.
const PEN_DRY: u64 = 1_000;

/// What a pass did, and when it is worth looking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Pass {
    pub(crate) report: SendReport,
    pub(crate) next: Option<Timestamp>,
}

/// Does a pass spread its waiters over some seconds after the road came back, or is it somebody's only pass?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Haste {
    /// One pass of many.
    Spread,
    /// The only one: what was let go is tried now.
    AtOnce,
}

/// Tries everything that is due, route by route, until nothing is.
pub(crate) async fn pass(
    office: &Arc<Office>,
    line: Option<&Arc<dyn GatewayTransport>>,
    haste: Haste,
) -> Result<Pass, OfficeError> {
    let mut done = Pass::default();
    owed::settle(office).await;
    let routes = office.read(|reader| Ok(reader.routes()?))?;
    let_go_of_broken(office, &routes)?;
    if !office.is_sending_paused()? {
        let mut trouble = None;
        for route in &routes {
            let folder = office.folder_road(&route.id)?;
            let Some(road) = folder.as_ref().or(line) else { continue };
            // What is wrong on one road keeps no other one waiting.
            if let Err(error) = route_pass(office, road, &route.id, haste, &mut done).await {
                trouble.get_or_insert(error);
            }
        }
        trouble.map_or(Ok(()), Err)?;
    }
    let counts = office.read(|reader| Ok(reader.counts(Timestamp::midnight(office.today()))?))?;
    done.report.waiting = counts.waiting;
    Ok(done)
}

/// An attempt whose task broke off (its pass was given up, it panicked, its end could not be written down) holds a place
/// on its road and would wait for the next start; here it waits again, like one of a dead run.
fn let_go_of_broken(office: &Office, routes: &[RouteRow]) -> Result<(), OfficeError> {
    let sending = office.read(|reader| {
        routes.iter().try_fold(0, |sum, route| Ok::<_, OfficeError>(sum + reader.outbox_in_flight(&route.id)?))
    })?;
    if sending <= u64::try_from(under_way(office).len()).unwrap_or(u64::MAX) {
        return Ok(());
    }
    office.write_as_worker(|tx| {
        // Looked at inside the write: whoever begins an attempt is in the set before it does.
        let alive: Vec<String> = under_way(office).iter().map(Uuid::to_string).collect();
        for found in tx.outbox_let_go(&office.surroundings().boot_id, &alive)? {
            tx.journal_add("outbox.recovered", &found.submission_id, &[])?;
        }
        Ok(())
    })
}

fn under_way(office: &Office) -> MutexGuard<'_, BTreeSet<Uuid>> {
    office.under_way.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An attempt that is being made; over when dropped, however it ends.
struct UnderWay<'a> {
    office: &'a Office,
    id: Uuid,
}

impl<'a> UnderWay<'a> {
    /// None when somebody else's pass is making one.
    fn begin(office: &'a Office, id: Uuid) -> Option<Self> {
        under_way(office).insert(id).then_some(Self { office, id })
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        under_way(self.office).remove(&self.id);
    }
}

/// Tries what is due on a road. As one attempt ends the next begins: nobody waits for one that takes long.
async fn route_pass(
    office: &Arc<Office>,
    road: &Arc<dyn GatewayTransport>,
    route: &str,
    haste: Haste,
    done: &mut Pass,
) -> Result<(), OfficeError> {
    let (mut attempts, mut tasks, mut abreast) = (JoinSet::new(), HashMap::new(), Abreast::default());
    let mut trouble = None;
    loop {
        let step = match &trouble {
            None => step(office, route, &abreast),
            // The others are under way: what becomes of them has to be written down first.
            Some(_) => Ok(Step::Idle),
        };
        let (ids, was_woken) = match step {
            Ok(Step::Send(ids)) => (ids, false),
            Ok(Step::SendWoken(id)) => (vec![id], true),
            Ok(Step::Wait(at)) if attempts.is_empty() => {
                done.next = Some(done.next.map_or(at, |next| next.min(at)));
                return Ok(());
            }
            Ok(Step::Wait(_) | Step::Blocked(_) | Step::Idle) => (Vec::new(), false),
            Err(error) => {
                trouble = Some(error);
                (Vec::new(), false)
            }
        };
        for id in ids {
            abreast.begin(id);
            let (office, road) = (office.clone(), road.clone());
            let task = attempts.spawn(async move { attempt(&office, road.as_ref(), id, was_woken, haste).await });
            tasks.insert(task.id(), id);
        }
        let mut next = attempts.join_next_with_id().await;
        if next.is_none() {
            return trouble.map_or(Ok(()), Err);
        }
        // Those that ended meanwhile are looked at together: each look reads all that wait.
        while let Some(ended) = next {
            let (task, word) = match ended {
                Ok((task, word)) => (task, word),
                Err(broken) => (broken.id(), Err(OfficeError::Senseless("an attempt that ended without a word"))),
            };
            if let Some(id) = tasks.remove(&task) {
                abreast.end(id, matches!(word, Ok("accepted" | "duplicate" | "rejected")));
            }
            match word {
                Ok("accepted" | "duplicate") => done.report.accepted += 1,
                Ok("rejected") => done.report.rejected += 1,
                Ok("unknown") => done.report.unknown += 1,
                Ok(_) => {}
                Err(error) => _ = trouble.get_or_insert(error),
            }
            next = attempts.try_join_next_with_id();
        }
    }
}

/// What the planner says about those of a road whose attempt is not being made.
fn step(office: &Office, route: &str, abreast: &Abreast) -> Result<Step, OfficeError> {
    let now = office.now();
    let (rows, state) = office.read(|reader| {
        let in_flight = reader.outbox_in_flight(route)?;
        Ok((reader.outbox_movable(route)?, road_of(&reader.route(route)?, abreast.counted(in_flight))))
    })?;
    let mut rows = rows.iter().map(planned).collect::<Result<Vec<_>, _>>()?;
    rows.retain(|row| !abreast.holds(row.id));
    Ok(next_step(now, &rows, &state))
}

/// One attempt of one submission.
async fn attempt(
    office: &Arc<Office>,
    road: &dyn GatewayTransport,
    id: Uuid,
    was_woken: bool,
    haste: Haste,
) -> Result<&'static str, OfficeError> {
    let at = office.now();
    // Somebody else's pass was faster.
    let Some(_under_way) = UnderWay::begin(office, id) else { return Ok("taken") };
    let (n, bytes) = match begin(office, id, was_woken, at) {
        Err(OfficeError::Store(StoreError::StateConflict { .. })) => return Ok("taken"),
        Err(OfficeError::Store(StoreError::FileChanged { .. })) => return put_aside(office, id),
        begun => begun?,
    };
    office.changed(&[Tag::Outbox]);
    let outcome = match Envelope::new(id, bytes) {
        Ok(envelope) => road.submit(&envelope, &AttemptCtx { n, at, hops: Vec::new() }).await,
        Err(error) => SubmitOutcome::NotSent(Fault::seen(Scope::Local, Class::Unsendable, false, error.to_string())),
    };
    office.note_far_clock(road);
    // What the gateway said must be written down before anything else happens; a full disk is waited for.
    loop {
        match end(office, id, n, &outcome, was_woken, haste) {
            Err(OfficeError::Store(StoreError::DiskFull)) => {
                tracing::error!(submission = %id, "the disk is full: the outcome of an attempt waits to be written");
                tokio::time::sleep(std::time::Duration::from_millis(PEN_DRY)).await;
            }
            ended => break ended?,
        }
    }
    note_line(office, &outcome);
    office.changed(&[Tag::Outbox, Tag::Certificates, Tag::Journal, Tag::App]);
    Ok(outcome.word())
}

/// Frozen bytes that are no longer those that were frozen are never sent, and keep no other row from leaving.
fn put_aside(office: &Office, id: Uuid) -> Result<&'static str, OfficeError> {
    tracing::error!(submission = %id, "the envelope in the outbox is damaged");
    let submission = id.to_string();
    office.write_as_worker(|tx| {
        let number = tx.outbox_row(&submission)?.co_number;
        tx.outbox_block(&submission, Blocked::Poison.word())?;
        let said = [("number", number.as_str()), ("class", Class::Unsendable.word()), ("state", "blocked")];
        tx.journal_add("outbox.waits", &number, &said)?;
        Ok(())
    })?;
    office.changed(&[Tag::Outbox, Tag::Certificates, Tag::Journal, Tag::App]);
    Ok("damaged")
}

/// T2: the attempt is on disk before the first byte leaves.
fn begin(office: &Office, id: Uuid, was_woken: bool, at: Timestamp) -> Result<(u32, Vec<u8>), OfficeError> {
    let submission = id.to_string();
    let mono = i64::try_from(office.surroundings().clock.elapsed().as_millis()).unwrap_or(i64::MAX);
    office.write_as_worker(|tx| {
        let row = tx.outbox_row(&submission)?;
        if was_woken {
            let mut route = tx.route(&row.route)?;
            route.last_wake = Some(at);
            tx.route_put(&route)?;
        }
        let start =
            AttemptStart { submission_id: submission.clone(), boot_id: office.surroundings().boot_id.clone(), mono };
        let n = tx.outbox_begin(&start)?;
        let said = [("number", row.co_number.as_str()), ("try", &n.to_string())];
        tx.journal_add("outbox.attempt", &row.co_number, &said)?;
        Ok((n, tx.outbox_envelope(&submission)?))
    })
}

/// T3: evidence, outcome, new state and the road's health, all at once.
fn end(
    office: &Office,
    id: Uuid,
    n: u32,
    outcome: &SubmitOutcome,
    was_woken: bool,
    haste: Haste,
) -> Result<(), OfficeError> {
    let submission = id.to_string();
    office.write_as_worker(|tx| {
        let row = tx.outbox_row(&submission)?;
        let health = tx.route(&row.route)?;
        let now = tx.now();
        let planned = Row {
            id,
            next_at: row.next_at,
            failures: row.failures,
            local_faults: row.local_faults,
            tried: row.attempts,
            odd: odd(row.odd_since, row.is_suspect),
            woken: was_woken,
            held_back: false,
        };
        let in_flight = u32::try_from(tx.outbox_in_flight(&row.route)?).unwrap_or(u32::MAX);
        let road = road_of(&health, in_flight);
        let settled = settle(now, &planned, &road, outcome, was_woken, office.surroundings().number());
        tx.route_put(&stored_road(&health, &settled, outcome, now, office.far_clock.offset()))?;
        let after = tx.outbox_settle(&ended(&submission, n, outcome, &settled.item)?)?;
        if settled.wakes_waiters {
            let_go(office, tx, &row.route, haste)?;
        }
        let number = row.co_number.as_str();
        match outcome {
            SubmitOutcome::Accepted(_) | SubmitOutcome::Duplicate(..) => {
                tx.journal_add("outbox.sent", number, &[("number", number)])?;
                tx.journal_add("outbox.receipt", number, &[("number", number)])?;
            }
            SubmitOutcome::Rejected(reasons, _) => {
                let code = reasons.first().map_or("", |reason| reason.code.as_str());
                tx.journal_add("outbox.rejected", number, &[("number", number), ("reason", code)])?;
            }
            SubmitOutcome::NotSent(fault) | SubmitOutcome::Unknown(fault) => {
                let said = [("number", number), ("class", fault.class.word()), ("state", after.state.as_str())];
                tx.journal_add("outbox.waits", number, &said)?;
            }
        }
        Ok(())
    })
}

/// After the road came back its waiters are let go, spread over some seconds; a suspect did not wait for the road.
fn let_go(office: &Office, tx: &Tx<'_>, route: &str, haste: Haste) -> Result<(), OfficeError> {
    for waiter in tx.outbox_movable(route)?.iter().filter(|row| row.next_at.is_some() && !row.is_suspect) {
        let random = if haste == Haste::AtOnce { 0 } else { office.surroundings().number() };
        tx.outbox_due(&waiter.submission_id, release(tx.now(), random))?;
    }
    Ok(())
}

fn planned(row: &MovableRow) -> Result<Row, OfficeError> {
    let id = Uuid::parse_str(&row.submission_id).map_err(|_| OfficeError::Senseless("a submission without an id"))?;
    Ok(Row {
        id,
        next_at: row.next_at,
        failures: row.failures,
        local_faults: row.local_faults,
        tried: row.attempts,
        odd: odd(row.odd_since, row.is_suspect),
        woken: row.is_woken,
        held_back: row.is_held_back,
    })
}

fn odd(since: Option<u64>, is_suspect: bool) -> Option<Odd> {
    since.map(|since| Odd { since, is_suspect })
}

fn road_of(route: &RouteRow, in_flight: u32) -> Road {
    Road {
        faults: route.faults,
        breaker: route.probe_at.map(|probe_at| Breaker { probes: route.probes, probe_at }),
        concurrency: route.concurrency,
        in_flight,
        passed: route.passed,
        blocked: blocked(&route.blocked),
        quiet_until: route.quiet_until,
        last_wake: route.last_wake,
    }
}

fn blocked(word: &str) -> Option<Blocked> {
    use Blocked::{Auth, Clock, Clone, Operator, Poison, Version};
    [Auth, Clock, Version, Clone, Operator, Poison].into_iter().find(|reason| reason.word() == word)
}

fn stored_road(
    before: &RouteRow,
    settled: &Settled,
    outcome: &SubmitOutcome,
    now: Timestamp,
    offset: Option<i64>,
) -> RouteRow {
    let Road { faults, breaker, concurrency, in_flight: _, passed, blocked, quiet_until, last_wake } =
        settled.road.clone();
    let fault = outcome.fault();
    RouteRow {
        id: before.id.clone(),
        faults,
        probe_at: breaker.map(|breaker| breaker.probe_at),
        probes: breaker.map_or(0, |breaker| breaker.probes),
        concurrency,
        quiet_until,
        last_wake,
        clock_offset: offset.unwrap_or(before.clock_offset),
        blocked: blocked.map_or_else(String::new, |reason| reason.word().to_owned()),
        class: fault.map_or_else(String::new, |fault| fault.class.word().to_owned()),
        passed,
        last_success: if fault.is_none() { Some(now) } else { before.last_success },
        last_fault: if fault.is_some() { Some(now) } else { before.last_fault },
    }
}

fn ended(submission: &str, n: u32, outcome: &SubmitOutcome, change: &ItemChange) -> Result<T3, OfficeError> {
    let evidence = match outcome {
        SubmitOutcome::Accepted(receipt) | SubmitOutcome::Duplicate(receipt, _) => vec![kept(receipt)?],
        SubmitOutcome::Rejected(_, refusal) => refusals(kept(refusal)?),
        SubmitOutcome::NotSent(_) | SubmitOutcome::Unknown(_) => Vec::new(),
    };
    let reason = match outcome {
        SubmitOutcome::Rejected(reasons, _) => reasons.first().map_or_else(String::new, |reason| reason.code.clone()),
        _ => String::new(),
    };
    let change = match change {
        ItemChange::Accepted => Settlement::Accepted,
        ItemChange::Rejected => Settlement::Rejected { reason },
        ItemChange::Conflict => Settlement::Conflict { reason },
        ItemChange::Waiting { next_at, failures, local_faults, odd, class: _ } => Settlement::Waiting {
            next_at: *next_at,
            failures: *failures,
            local_faults: *local_faults,
            odd_since: odd.map(|odd| odd.since),
            is_suspect: odd.is_some_and(|odd| odd.is_suspect),
        },
        ItemChange::Blocked(blocked) => Settlement::Blocked { reason: blocked.word().to_owned() },
    };
    let fault = outcome.fault();
    Ok(T3 {
        submission_id: submission.to_owned(),
        attempt: n,
        outcome: outcome.word().to_owned(),
        left_us: fault.is_none_or(|fault| fault.left_us && matches!(outcome, SubmitOutcome::Unknown(_))),
        class: fault.map_or_else(String::new, |fault| fault.class.word().to_owned()),
        status: fault.and_then(|fault| fault.raw.status),
        trace: fault.and_then(|fault| fault.raw.trace.clone()).unwrap_or_default(),
        words: fault.map_or_else(String::new, |fault| fault.raw.words.clone()),
        evidence,
        change,
    })
}

/// The promise that an id is never taken closes it as a refusal does, and is kept as both.
fn refusals(proof: NewEvidence) -> Vec<NewEvidence> {
    match proof.kind.as_str() {
        "refusal" => vec![proof],
        _ => vec![NewEvidence { kind: "refusal".to_owned(), ..proof.clone() }, proof],
    }
}

/// A checked proof as the store keeps it.
pub(crate) fn kept(evidence: &Evidence) -> Result<NewEvidence, OfficeError> {
    let said = evidence.text("rcv").or_else(|| evidence.text("at")).and_then(Timestamp::parse_rfc3339);
    Ok(NewEvidence {
        kind: evidence.kind.word().to_owned(),
        signer: evidence.text("iss").unwrap_or_default().to_owned(),
        raw: evidence.raw.clone(),
        claims: evidence.claims.to_string(),
        at: said.ok_or(OfficeError::Senseless("a proof without a time"))?,
    })
}

/// A proven answer of any kind says that the line is up; a fault of the whole road says that it is not.
fn note_line(office: &Office, outcome: &SubmitOutcome) {
    let is_up = match outcome.fault() {
        None => true,
        Some(fault) => fault.scope != Scope::Route || fault.class == Class::Busy,
    };
    if office.line.note(is_up) {
        office.changed(&[Tag::App]);
    }
}
