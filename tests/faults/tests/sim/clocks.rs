//! T-12: the clock of a desk goes wrong, or the computer sleeps, whatever its outbox is at. Does anything stall, storm or
//! get refused for it, and do people see it?

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::books::{database, rows};
use crate::net::{Seen, Spoil};
use crate::play::{DAY, HOUR, MINUTE, Play};
use crate::town::{DESKS, Town};
use crate::turns::Worker;

/// What the outbox is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Nothing was tried yet.
    Queued,
    /// Some attempts failed.
    Waiting,
    /// The road is believed to be down, and probed.
    Probing,
    /// An attempt is on the line.
    UnderWay,
}

/// What happens to the computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jolt {
    /// Its clock is set by so many milliseconds.
    Set(i64),
    /// It sleeps for so many; its monotonic clock stands still.
    Sleep(i64),
}

pub const JOLTS: [Jolt; 5] =
    [Jolt::Set(-HOUR), Jolt::Set(HOUR), Jolt::Set(-400 * DAY), Jolt::Set(3_650 * DAY), Jolt::Sleep(48 * HOUR)];
/// How long nothing may move after the way is free.
const STALL: i64 = HOUR;
/// Attempts that may fail in any ten minutes.
const FAILED: usize = 20;

/// One desk after the other goes through this; answers what is wrong.
pub async fn jolt(town: &Arc<Town>, seed: u64, at: At, jolt: Jolt) -> Vec<String> {
    let mut play = Play::begin(town, seed).await;
    play.net.set_bad(0);
    let mut wrong = Vec::new();
    for desk in 0..DESKS {
        let found = one(&mut play, desk, at, jolt).await;
        wrong.extend(found.into_iter().map(|what| format!("seed {seed}, {at:?}, {jolt:?}, desk {desk}: {what}")));
    }
    wrong
}

async fn one(play: &mut Play, desk: usize, at: At, jolt: Jolt) -> Vec<String> {
    let (clock, time, since) = (play.offices[desk].clock.clone(), play.time.clone(), Arc::new(AtomicI64::new(0)));
    let happened = since.clone();
    let happens = move || {
        match jolt {
            Jolt::Set(by) => clock.set_off(by),
            Jolt::Sleep(millis) => clock.sleep(millis),
        }
        happened.store(time.elapsed(), Ordering::SeqCst);
    };
    let mut worker = Worker::of(play, desk);
    play.net.watch();
    match at {
        At::Queued => happens(),
        At::Waiting => {
            play.net.order("/", Spoil::Lost, 3);
            worker.turn().await;
            happens();
        }
        At::Probing => {
            play.net.order("/", Spoil::NoConnection, u64::MAX);
            worker.work(HOUR).await;
            happens();
            worker.work(20 * MINUTE).await;
            play.net.forget_orders();
            since.store(play.time.elapsed(), Ordering::SeqCst);
        }
        At::UnderWay => play.net.meanwhile(happens),
    }
    worker.work(2 * STALL).await;
    let took = play.time.elapsed() - since.load(Ordering::SeqCst);
    let mut wrong = Vec::new();
    if took > STALL {
        wrong.push(format!("nothing went for {} minutes", took / MINUTE));
    }
    let books = database(&play.dir(), &play.offices[desk].name);
    for row in rows(&books, "SELECT co_number, state FROM outbox WHERE state NOT IN ('accepted', 'delivered')") {
        wrong.push(format!("{} is {}", row[0], row[1]));
    }
    let most = most_failed(&play.net.seen());
    if most > FAILED {
        wrong.push(format!("{most} attempts failed within ten minutes"));
    }
    let is_wrong = matches!(jolt, Jolt::Set(_));
    if worker.office.status().unwrap().clock.is_some() != is_wrong {
        wrong.push(format!("a wrong clock is shown: {}", !is_wrong));
    }
    wrong
}

fn most_failed(seen: &[Seen]) -> usize {
    let failed: Vec<i64> = seen.iter().filter(|seen| seen.answer.is_none()).map(|seen| seen.at).collect();
    let within = |from: &i64| failed.iter().filter(|at| (*from..from + 10 * MINUTE).contains(*at)).count();
    failed.iter().map(within).max().unwrap_or(0)
}
