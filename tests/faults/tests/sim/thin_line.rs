//! T-23: a border post on a thin line for a day: the line is there a fifth of the time, carries 64 kbit/s and loses one
//! packet in fifty. Is nothing lost or doubled, and is the line used while it is there and something waits?

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tamga_courier::{Answering, Class, Fault, GatewayTransport, Line, LineAnswer, LineRequest, Scope};
use tamga_disk::Chance;
use tamga_office::{InboxTurns, Office};

use crate::books::{database, rows};
use crate::clock::Time;
use crate::net::Wire;
use crate::play::{DAY, MINUTE, Play, verdict};
use crate::town::{DESKS, Town, boxes};

/// Bits that the line carries in a millisecond.
const BITS: i64 = 64;
/// Bytes of a packet.
const PACKET: usize = 1_400;
/// One packet in so many is lost.
const LOST: u64 = 50;
/// How long it takes until a lost packet is sent again.
const AGAIN: i64 = 1_000;
/// The head of a request or an answer, in bytes.
const HEAD: usize = 400;
/// How long somebody waits for a line that went away under an exchange.
const PATIENCE: i64 = 30_000;
/// How long an empty box is listened to.
const LISTEN: i64 = 25_000;

/// What came of a day; times in milliseconds.
#[derive(Debug)]
pub struct Day {
    /// Certificates that came from abroad.
    pub arrived: u64,
    /// How long the line was there until the last of them came.
    pub there: i64,
    /// Of that time, how long it carried something.
    pub used: i64,
    /// Of that, what it carried for nothing because it went away.
    pub wasted: i64,
    /// Exchanges under which the line went away.
    pub breaks: u64,
    /// Packets that were lost and sent again.
    pub lost: u64,
    /// What the judge found in the history.
    pub findings: Vec<String>,
}

/// When the line is there, and what it has carried.
struct Thin {
    wire: Arc<Wire>,
    time: Time,
    /// From and to, in the order of time.
    windows: Vec<(i64, i64)>,
    seen: Mutex<Seen>,
}

struct Seen {
    chance: Chance,
    used: i64,
    wasted: i64,
    breaks: u64,
    lost: u64,
}

impl Thin {
    /// Windows of one to ten minutes, a fifth of the day in all.
    fn new(wire: Arc<Wire>, time: &Time, mut chance: Chance) -> Self {
        let (mut windows, mut at) = (Vec::new(), time.elapsed());
        let end = at + DAY;
        while at < end {
            let up = MINUTE + chance.below(9 * MINUTE.unsigned_abs()).cast_signed();
            let away = 2 * up + chance.below(4 * up.unsigned_abs()).cast_signed();
            windows.push((at + away, at + away + up));
            at += away + up;
        }
        Self {
            wire,
            time: time.clone(),
            windows,
            seen: Mutex::new(Seen { chance, used: 0, wasted: 0, breaks: 0, lost: 0 }),
        }
    }

    /// The end of the window that is open now, or the beginning of the next one.
    fn window(&self) -> Result<i64, i64> {
        let now = self.time.elapsed();
        let next = self.windows.iter().find(|(_, to)| now < *to);
        match next {
            Some((from, to)) if *from <= now => Ok(*to),
            Some((from, _)) => Err(*from),
            None => Err(i64::MAX),
        }
    }

    /// Carries so many bytes; false when the line went away before the last one.
    fn carries(&self, bytes: usize) -> bool {
        let Ok(end) = self.window() else { return false };
        let mut seen = self.seen.lock().unwrap();
        let mut takes = 0;
        for _ in 0..(bytes + HEAD).div_ceil(PACKET) {
            takes += i64::try_from(PACKET * 8).unwrap() / BITS;
            if seen.chance.one_in(LOST) {
                seen.lost += 1;
                takes += AGAIN;
            }
        }
        let left = end - self.time.elapsed();
        seen.used += takes.min(left);
        self.time.pass(takes.min(left));
        if takes > left {
            seen.breaks += 1;
            seen.wasted += left;
        }
        takes <= left
    }

    /// How long the line was there until now.
    fn was_there(&self) -> i64 {
        let now = self.time.elapsed();
        self.windows.iter().map(|(from, to)| (now.min(*to) - from).max(0)).sum()
    }

    async fn exchange(&self, request: LineRequest) -> Result<LineAnswer, Fault> {
        if self.window().is_err() {
            return Err(Fault::seen(Scope::Route, Class::Network, false, "no connection"));
        }
        let away = |class, words| {
            self.time.pass(PATIENCE);
            Fault::seen(Scope::Route, class, true, words)
        };
        if !self.carries(request.path.len() + request.body.len()) {
            return Err(away(Class::Timeout, "no answer in time"));
        }
        let answer = self.wire.exchange(request).await?;
        match self.carries(answer.body.len()) {
            true => Ok(answer),
            false => Err(away(Class::CutShort, "the answer ended early")),
        }
    }
}

impl Line for Thin {
    fn exchange(&self, request: LineRequest) -> Answering<'_, Result<LineAnswer, Fault>> {
        Box::pin(self.exchange(request))
    }
}

/// The first post works over a thin line for a day, while certificates wait for it from the beginning.
pub async fn a_day_on_a_thin_line(town: &Arc<Town>, seed: u64) -> Day {
    let mut play = Play::begin(town, seed).await;
    play.net.set_bad(0);
    play.send(0).await;
    let gateways: Vec<_> = play.net.gateways.lock().unwrap().values().cloned().collect();
    for _ in 0..3 {
        for within in &gateways {
            within.forward().await;
        }
    }
    let (office, wire) = play.line(DESKS);
    let thin = Arc::new(Thin::new(wire, &play.time, Chance::new(seed ^ 0x7417)));
    let road: Arc<dyn GatewayTransport> = office.road_over(thin.clone()).unwrap();
    let name = play.offices[DESKS].name.clone();
    let mut turns: Vec<Listener> = boxes(&name).iter().map(|inbox| Listener::of(&office, inbox)).collect();
    let held = || {
        rows(&database(&play.dir(), &name), "SELECT count(*) FROM inbox WHERE state = 'stored'")[0][0].parse().unwrap()
    };
    let (begun, mut came, mut arrived) = (play.time.elapsed(), None, 0);
    while play.time.elapsed() - begun < DAY {
        for turn in &mut turns {
            turn.is_due(&play.time, &office, &road).await;
        }
        let more: u64 = held();
        if more > arrived {
            arrived = more;
            let seen = thin.seen.lock().unwrap();
            came = Some((thin.was_there(), seen.used, seen.wasted));
        }
        // Until somebody wants to listen again, or the line comes back and the system says that an address came.
        let now = play.time.elapsed();
        let due = turns.iter().map(|turn| turn.due).min().unwrap().max(now + 1);
        match thin.window() {
            Err(back) if back <= due => {
                play.time.pass(back.min(begun + DAY) - now);
                office.network_changed();
            }
            _ => play.time.pass(due - now),
        }
    }
    let (breaks, lost) = {
        let seen = thin.seen.lock().unwrap();
        (seen.breaks, seen.lost)
    };
    let (there, used, wasted) = came.expect("something came");
    play.settle().await;
    Day { arrived, there, used, wasted, breaks, lost, findings: verdict(&play.journal.log()) }
}

/// Who listens to a box, and when it does so next.
struct Listener {
    turns: InboxTurns,
    due: i64,
}

impl Listener {
    fn of(office: &Office, inbox: &str) -> Self {
        Self { turns: InboxTurns::begin(office, inbox), due: 0 }
    }

    /// A turn, when one is due or the network has changed.
    async fn is_due(&mut self, time: &Time, office: &Arc<Office>, road: &Arc<dyn GatewayTransport>) {
        if !self.turns.is_woken() && time.elapsed() < self.due {
            return;
        }
        let pause = self.turns.turn(office, road, Duration::ZERO).await;
        self.due = time.elapsed() + pause.map_or(LISTEN, |pause| i64::try_from(pause.as_millis()).unwrap());
    }
}
