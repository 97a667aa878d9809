//! T-11: the gateway is away for a week while certificates wait. How often is it asked, how soon after its return does the
//! first one go, and how soon are all of them there?

use std::sync::Arc;

use tamga_disk::Survival;

use crate::net::Seen;
use crate::play::{DAY, HOUR, MINUTE, Play};
use crate::town::Town;
use crate::turns::Worker;

/// What an exchange with the gateway takes, in milliseconds.
const EXCHANGE: i64 = 100;

/// What came of a week.
#[derive(Debug)]
pub struct Week {
    pub queued: u64,
    /// Attempts while the gateway was away.
    pub probes: usize,
    /// Milliseconds from its return to the first custody.
    pub first: i64,
    /// The same, when the network said that it had changed.
    pub first_after_event: i64,
    /// Milliseconds from the first custody to the last.
    pub drained: i64,
    /// Submissions that are not in custody in the end.
    pub left: u64,
}

/// The gateway of the first desk is away for seven days, and once more for an hour.
pub async fn a_week_without_a_gateway(town: &Arc<Town>, certificates: usize) -> Week {
    let mut play = Play::begin(town, 0).await;
    play.net.set_bad(0);
    let mut worker = Worker::of(&play, 0);
    Town::issue(&worker.office, certificates);
    let queued = worker.waits();
    let (probes, first) = away(&mut play, &mut worker, 7 * DAY, false).await;
    play.net.slow(EXCHANGE);
    let begun = play.time.elapsed();
    worker.work(HOUR).await;
    let drained = play.time.elapsed() - begun;
    play.net.slow(0);
    let left = worker.waits();
    Town::issue(&worker.office, 1);
    let (_, first_after_event) = away(&mut play, &mut worker, HOUR, true).await;
    Week { queued, probes, first, first_after_event, drained, left: left + worker.waits() }
}

/// The gateway is away for so long; answers the attempts in this time, and how long after its return the first went.
async fn away(play: &mut Play, worker: &mut Worker, millis: i64, with_event: bool) -> (usize, i64) {
    let au = play.gateways.iter().position(|house| house.country == "au").unwrap();
    play.go_down(au, Survival::Everything);
    play.net.watch();
    let begun = play.time.elapsed();
    while play.time.elapsed() - begun < millis {
        // Half minutes in which nothing is due are passed over; the worker would look round and sleep again. It comes back
        // at its own time, and not when something is due.
        let left = millis - (play.time.elapsed() - begun);
        let due = worker.turn().await.unwrap_or(MINUTE);
        play.time.pass(due.min(left));
    }
    let name = &play.offices[0].name;
    let probes = play.net.seen().iter().filter(|seen| seen.from == *name).count();
    play.stand(au).await;
    if with_event {
        worker.office.network_changed();
    }
    let (back, waited) = (play.time.elapsed(), worker.waits());
    loop {
        let due = worker.turn().await.unwrap_or(MINUTE);
        let is_heard = play.net.seen().iter().any(|seen: &Seen| seen.answer.is_some());
        if is_heard && worker.waits() < waited {
            return (probes, play.time.elapsed() - back);
        }
        assert!(play.time.elapsed() - back < DAY, "nothing went for a day after the gateway came back");
        play.time.pass(due);
    }
}
