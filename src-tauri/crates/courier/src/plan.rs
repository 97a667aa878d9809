//! What is tried next, and when? Delays, breaker and wake-ups of one road, as pure functions of what is stored.
//! Time and chance are arguments; who stores the rows and who makes the attempts is not known here.

use std::time::Duration;

use tamga_origin::Timestamp;
use uuid::Uuid;

use crate::outcome::{Class, Fault, Retry, Scope, SubmitOutcome};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const LONGEST_WAIT: i64 = 60 * MINUTE;
const FAULTS_TO_OPEN: u32 = 5;
const WAKES_APART: i64 = 30 * SECOND;
const RELEASE_OVER: i64 = 10 * SECOND;
const LOCAL_FAULTS_TO_POISON: u32 = 3;
/// Others that pass while the far side stumbles over one item: then it is that item, and not a bad moment.
const OTHERS_TO_SUSPECT: u64 = 20;
const LONGEST_ITEM_DELAY: i64 = 15 * MINUTE;

/// The far side stumbles over this item: a proven server error, or an answer whose evidence does not hold, at every
/// attempt that reached it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Odd {
    /// How many items had passed on the road when it stumbled first.
    pub since: u64,
    /// Whether others passed meanwhile, so many that this one is the cause: it is tried as seldom as any item ever is.
    pub is_suspect: bool,
}

/// An item that waits to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The submission.
    pub id: Uuid,
    /// When it is due; `None` is at once.
    pub next_at: Option<Timestamp>,
    /// Due attempts of this item that failed in a row.
    pub failures: u32,
    /// The same local fault, so many times in a row.
    pub local_faults: u32,
    /// All attempts so far, for whatever they ended in.
    pub tried: u32,
    /// Set while the far side stumbles over it.
    pub odd: Option<Odd>,
    /// Whether a wake-up (network back, "Send now", resume) asks for it now.
    pub woken: bool,
    /// Whether an earlier step of the same certificate is not in custody yet.
    pub held_back: bool,
}

/// An open breaker: one item probes the road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breaker {
    /// Probes that failed since it opened.
    pub probes: u32,
    /// When the next probe starts.
    pub probe_at: Timestamp,
}

/// Why nothing moves until something is put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blocked {
    /// Sign in again.
    Auth,
    /// Set the clock.
    Clock,
    /// Update the program, or speak an older version.
    Version,
    /// This profile is a copy, or was restored: reconcile.
    Clone,
    /// The gateway's operator has to act.
    Operator,
    /// The item itself cannot be sent from here.
    Poison,
}

impl Blocked {
    /// The stable word for storage and screens.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Clock => "clock",
            Self::Version => "version",
            Self::Clone => "clone",
            Self::Operator => "operator",
            Self::Poison => "poison",
        }
    }
}

/// What is remembered of the road to one gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Road {
    /// Route-scope faults in a row.
    pub faults: u32,
    /// Set while the breaker is open.
    pub breaker: Option<Breaker>,
    /// How many attempts may run at once: 1, 2 or 4.
    pub concurrency: u32,
    /// How many run now.
    pub in_flight: u32,
    /// Items that got a final answer on it, ever.
    pub passed: u64,
    /// Set while a person or an operator has to act.
    pub blocked: Option<Blocked>,
    /// The far side asked for silence until then.
    pub quiet_until: Option<Timestamp>,
    /// Start of the last attempt that a wake-up caused.
    pub last_wake: Option<Timestamp>,
}

impl Default for Road {
    fn default() -> Self {
        Self {
            faults: 0,
            breaker: None,
            concurrency: 4,
            in_flight: 0,
            passed: 0,
            blocked: None,
            quiet_until: None,
            last_wake: None,
        }
    }
}

/// What to do now on one road.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Attempt these, in order; each stores its attempt before its first byte leaves.
    Send(Vec<Uuid>),
    /// Attempt this one because of a wake-up, and store `now` as the road's `last_wake`.
    SendWoken(Uuid),
    /// Nothing before this instant.
    Wait(Timestamp),
    /// Nothing until this is put right.
    Blocked(Blocked),
    /// Nothing to send.
    Idle,
}

/// What becomes of the item after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemChange {
    /// In custody.
    Accepted,
    /// Refused for good; corrected with a new submission.
    Rejected,
    /// Refused because its id or number carries something else there: a person decides.
    Conflict,
    /// Due again.
    Waiting {
        /// When.
        next_at: Timestamp,
        /// Failures in a row, as to be stored.
        failures: u32,
        /// Local faults in a row, as to be stored.
        local_faults: u32,
        /// Whether the far side stumbles over it, as to be stored.
        odd: Option<Odd>,
        /// What kind of fault it was.
        class: Class,
    },
    /// Stays until something is put right.
    Blocked(Blocked),
}

/// What an attempt changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The item.
    pub item: ItemChange,
    /// The road, as to be stored (with one attempt less in flight).
    pub road: Road,
    /// Whether the road came back, so that its waiters are let go by [`release`].
    pub wakes_waiters: bool,
}

/// Chooses what to attempt now. `rows` are the queued and waiting items of one road, oldest first.
pub fn next_step(now: Timestamp, rows: &[Row], road: &Road) -> Step {
    if let Some(blocked) = road.blocked {
        return Step::Blocked(blocked);
    }
    let open: Vec<&Row> = rows.iter().filter(|row| !row.held_back).collect();
    let Some(first) = open.first() else { return Step::Idle };
    let room = road.concurrency.saturating_sub(road.in_flight) as usize;
    if room == 0 {
        return Step::Wait(now.plus_millis(SECOND));
    }
    let quiet = road.quiet_until.filter(|until| is_ahead(now, *until));
    let waits = |row: &Row| road.breaker.is_some() || !is_due(now, row);
    if let Some(woken) = open.iter().find(|row| row.woken && waits(row))
        && quiet.is_none()
        && may_wake(now, road)
        && road.in_flight == 0
    {
        return Step::SendWoken(woken.id);
    }
    if let Some(until) = quiet {
        return Step::Wait(until);
    }
    if let Some(breaker) = road.breaker {
        if is_ahead(now, breaker.probe_at) {
            return Step::Wait(breaker.probe_at);
        }
        if road.in_flight > 0 {
            return Step::Wait(now.plus_millis(SECOND));
        }
        // Each in its turn: an item that itself makes the road look broken must not be the only one that asks.
        let probe = open.iter().min_by_key(|row| (row.failures, row.tried)).unwrap_or(first);
        return Step::Send(vec![probe.id]);
    }
    let due: Vec<Uuid> = open.iter().filter(|row| is_due(now, row)).take(room).map(|row| row.id).collect();
    if !due.is_empty() {
        return Step::Send(due);
    }
    let earliest = open.iter().filter_map(|row| row.next_at).min().unwrap_or(now);
    let wake_at = open.iter().any(|row| row.woken).then(|| road.last_wake.map(|at| at.plus_millis(WAKES_APART)));
    Step::Wait(wake_at.flatten().map_or(earliest, |at| at.min(earliest)))
}

/// Says what an attempt changes. `random` is drawn fresh for each call; `was_woken` tells that a wake-up caused it.
pub fn settle(
    now: Timestamp,
    row: &Row,
    road: &Road,
    outcome: &SubmitOutcome,
    was_woken: bool,
    random: u32,
) -> Settled {
    let mut next = road.clone();
    next.in_flight = next.in_flight.saturating_sub(1);
    match outcome {
        SubmitOutcome::Accepted(_) | SubmitOutcome::Duplicate(..) => {
            let wakes_waiters = came_back(&mut next);
            next.passed = next.passed.saturating_add(1);
            Settled { item: ItemChange::Accepted, road: next, wakes_waiters }
        }
        SubmitOutcome::Rejected(reasons, _) => {
            let wakes_waiters = came_back(&mut next);
            next.passed = next.passed.saturating_add(1);
            let is_conflict = |code: &str| matches!(bare(code), "submission-conflict" | "co-number-in-use");
            let conflict = reasons.iter().any(|reason| is_conflict(&reason.code));
            let item = if conflict { ItemChange::Conflict } else { ItemChange::Rejected };
            Settled { item, road: next, wakes_waiters }
        }
        SubmitOutcome::NotSent(fault) | SubmitOutcome::Unknown(fault) => match fault.scope {
            Scope::Route => after_route_fault(now, row, next, fault, was_woken, random),
            Scope::Item => after_item_fault(now, row, next, fault, was_woken, random),
            Scope::Local => after_local_fault(now, row, next, fault, random),
        },
    }
}

/// When a waiter is due after the road came back: spread over ten seconds, its failures untouched.
pub fn release(now: Timestamp, random: u32) -> Timestamp {
    now.plus_millis(between(0, RELEASE_OVER, random))
}

/// The delay of an item after `failures` due attempts failed in a row.
pub fn item_delay(failures: u32, random: u32) -> Duration {
    let cap = (5 * SECOND).saturating_mul(1_i64 << failures.min(20)).min(LONGEST_ITEM_DELAY);
    as_duration(between(SECOND, cap, random))
}

/// The time from one probe of an open breaker to the next, start to start, after `probes` failed ones.
pub fn probe_delay(probes: u32, random: u32) -> Duration {
    let (low, high) = match probes {
        0 => (15 * SECOND, 30 * SECOND),
        1 => (30 * SECOND, 60 * SECOND),
        2 => (MINUTE, 2 * MINUTE),
        3 => (150 * SECOND, 5 * MINUTE),
        _ => (5 * MINUTE, 10 * MINUTE),
    };
    as_duration(between(low, high, random))
}

/// Whether an instant lies ahead, and no further than the longest delay there is; beyond it the clock has moved.
fn is_ahead(now: Timestamp, at: Timestamp) -> bool {
    let ahead = at.millis().saturating_sub(now.millis());
    ahead > 0 && ahead <= LONGEST_WAIT
}

fn is_due(now: Timestamp, row: &Row) -> bool {
    row.next_at.is_none_or(|at| !is_ahead(now, at))
}

fn may_wake(now: Timestamp, road: &Road) -> bool {
    road.last_wake.is_none_or(|at| !is_ahead(now, at.plus_millis(WAKES_APART)))
}

/// Closes the breaker after any proven answer; the concurrency climbs 1, 2, 4.
fn came_back(road: &mut Road) -> bool {
    let was_away = road.breaker.is_some() || road.faults > 0 || road.quiet_until.is_some();
    road.concurrency = if road.breaker.is_some() { 1 } else { (road.concurrency.max(1) * 2).min(4) };
    road.breaker = None;
    road.faults = 0;
    road.quiet_until = None;
    was_away
}

fn after_route_fault(
    now: Timestamp,
    row: &Row,
    mut road: Road,
    fault: &Fault,
    was_woken: bool,
    random: u32,
) -> Settled {
    road.blocked = match (fault.retry, fault.class) {
        (_, Class::Clone) => Some(Blocked::Clone),
        (_, Class::Version) => Some(Blocked::Version),
        (Retry::Reauth, _) => Some(Blocked::Auth),
        (Retry::Operator, Class::Auth) => Some(Blocked::Auth),
        (Retry::Operator, _) => Some(Blocked::Operator),
        _ => None,
    };
    let asked = asked_wait(fault);
    if asked > 0 {
        road.quiet_until = Some(now.plus_millis(asked));
    }
    if !was_woken {
        road.faults = road.faults.saturating_add(1);
        road.breaker = match road.breaker {
            Some(open) => {
                let probes = open.probes.saturating_add(1);
                Some(Breaker { probes, probe_at: later(now, probe_delay(probes, random)) })
            }
            None if road.faults >= FAULTS_TO_OPEN => {
                Some(Breaker { probes: 0, probe_at: later(now, probe_delay(0, random)) })
            }
            None => None,
        };
    }
    let next_at = later(now, item_delay(row.failures, random)).max(now.plus_millis(asked));
    // Says nothing about the item.
    let item = waiting(row, (next_at, was_woken), row.failures, 0, row.odd, fault.class);
    Settled { item, road, wakes_waiters: false }
}

fn after_item_fault(now: Timestamp, row: &Row, mut road: Road, fault: &Fault, was_woken: bool, random: u32) -> Settled {
    let proven = !matches!(fault.class, Class::ForeignAnswer | Class::CutShort | Class::Timeout);
    let wakes_waiters = proven && came_back(&mut road);
    if fault.class == Class::Version {
        return Settled { item: ItemChange::Blocked(Blocked::Version), road, wakes_waiters };
    }
    if fault.retry == Retry::Operator {
        return Settled { item: ItemChange::Blocked(Blocked::Operator), road, wakes_waiters };
    }
    let failures = if was_woken { row.failures } else { row.failures.saturating_add(1) };
    let in_progress = fault.class == Class::InProgress;
    let odd = stumbles(fault).then(|| {
        let since = row.odd.map_or(road.passed, |odd| odd.since);
        Odd { since, is_suspect: road.passed.saturating_sub(since) >= OTHERS_TO_SUSPECT }
    });
    let delay = match odd {
        _ if in_progress => Duration::from_secs(1),
        Some(Odd { is_suspect: true, .. }) => as_duration(LONGEST_ITEM_DELAY),
        _ => item_delay(row.failures, random),
    };
    let next_at = later(now, delay).max(now.plus_millis(asked_wait(fault)));
    let item = waiting(row, (next_at, was_woken && !in_progress), failures, 0, odd, fault.class);
    Settled { item, road, wakes_waiters }
}

fn after_local_fault(now: Timestamp, row: &Row, road: Road, fault: &Fault, random: u32) -> Settled {
    let local_faults = row.local_faults.saturating_add(1);
    let item = if local_faults >= LOCAL_FAULTS_TO_POISON {
        ItemChange::Blocked(Blocked::Poison)
    } else {
        let next_at = later(now, item_delay(row.failures, random));
        waiting(row, (next_at, false), row.failures, local_faults, None, fault.class)
    };
    Settled { item, road, wakes_waiters: false }
}

/// Is it the gateway that failed at this very item?
fn stumbles(fault: &Fault) -> bool {
    fault.class == Class::BadEvidence || fault.raw.status.is_some_and(|status| status >= 500)
}

/// A woken attempt that fails keeps the due time the item already had, so that waking never makes anyone later.
fn waiting(
    row: &Row,
    (at, keeps_due_time): (Timestamp, bool),
    failures: u32,
    local_faults: u32,
    odd: Option<Odd>,
    class: Class,
) -> ItemChange {
    let next_at = match row.next_at {
        Some(before) if keeps_due_time => before.min(at),
        _ => at,
    };
    ItemChange::Waiting { next_at, failures, local_faults, odd, class }
}

fn asked_wait(fault: &Fault) -> i64 {
    let asked = fault.retry_after.map_or(0, |wait| i64::try_from(wait.as_millis()).unwrap_or(LONGEST_WAIT));
    asked.min(LONGEST_WAIT)
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.plus_millis(i64::try_from(wait.as_millis()).unwrap_or(LONGEST_WAIT))
}

fn as_duration(millis: i64) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}

/// Uniform between two bounds, by a 32-bit draw.
fn between(low: i64, high: i64, random: u32) -> i64 {
    let width = high.saturating_sub(low).max(0);
    low + ((i128::from(width) * i128::from(random)) >> 32) as i64
}

fn bare(code: &str) -> &str {
    code.rsplit(['/', ':', '#']).next().unwrap_or(code)
}
