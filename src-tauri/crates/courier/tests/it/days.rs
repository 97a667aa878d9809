//! Simulated days on one road: rows as a store keeps them, time that jumps to the next thing to do, chance by seed.

use tamga_courier::{Class, ItemChange, Road, Row, Step, next_step, release, settle};
use tamga_origin::Timestamp;
use uuid::Uuid;

use crate::plan::{accepted, at, route_fault, row};

/// One road with its rows.
pub struct World {
    /// Simulated milliseconds since the start.
    pub now: i64,
    /// Attempts so far.
    pub attempts: u64,
    /// The most that ran at once.
    pub most_in_flight: u32,
    rows: Vec<Row>,
    road: Road,
    delivered: Vec<Uuid>,
    state: u64,
}

impl World {
    /// With so many items waiting; every third depends on the one before it.
    pub fn new(seed: u64, items: usize) -> Self {
        let rows = (0..items).map(|n| row(n as u128 + 1)).collect();
        let (road, delivered) = (Road::default(), Vec::new());
        Self { now: 0, attempts: 0, most_in_flight: 0, rows, road, delivered, state: seed | 1 }
    }

    /// What arrived, in order.
    pub fn delivered(&self) -> &[Uuid] {
        &self.delivered
    }

    /// Whether every dependent came after the one it depends on, and nothing came twice.
    pub fn chains_in_order(&self) -> bool {
        let place = |id: Uuid| self.delivered.iter().position(|one| *one == id);
        let once = self.delivered.iter().enumerate().all(|(at, id)| place(*id) == Some(at));
        let ordered = self.delivered.iter().all(|id| depends_on(*id).is_none_or(|first| place(first) < place(*id)));
        once && ordered
    }

    /// Lets so many milliseconds pass, with the road up or down.
    pub fn run(&mut self, millis: i64, up: bool) {
        let end = self.now + millis;
        while self.now < end {
            for row in &mut self.rows {
                row.held_back = depends_on(row.id).is_some_and(|first| !self.delivered.contains(&first));
            }
            match next_step(at(self.now), &self.rows, &self.road) {
                Step::Send(ids) => self.send(&ids, up),
                Step::Wait(until) => self.pass(until, end),
                Step::Idle => self.now = end,
                other => panic!("nobody woke or blocked anything: {other:?}"),
            }
        }
    }

    fn pass(&mut self, until: Timestamp, end: i64) {
        let until = until.millis() - at(0).millis();
        self.now = until.max(self.now + 1).min(end);
    }

    /// Attempts take a second and end together.
    fn send(&mut self, ids: &[Uuid], up: bool) {
        self.road.in_flight = ids.len() as u32;
        self.most_in_flight = self.most_in_flight.max(self.road.in_flight);
        self.now += 1_000;
        for id in ids {
            self.attempts += 1;
            let index = self.rows.iter().position(|row| row.id == *id).expect("it waits");
            assert!(!self.rows[index].held_back, "{id} was held back");
            let outcome = if up { accepted() } else { route_fault(Class::Network) };
            let random = self.chance();
            let settled = settle(at(self.now), &self.rows[index], &self.road, &outcome, false, random);
            self.road = settled.road;
            match settled.item {
                ItemChange::Accepted => {
                    self.rows.remove(index);
                    self.delivered.push(*id);
                }
                ItemChange::Waiting { next_at, failures, .. } => {
                    self.rows[index].next_at = Some(next_at);
                    self.rows[index].failures = failures;
                }
                other => panic!("neither delivered nor waiting: {other:?}"),
            }
            if settled.wakes_waiters {
                for at_row in 0..self.rows.len() {
                    let due = release(at(self.now), self.chance());
                    self.rows[at_row].next_at = Some(due);
                }
            }
        }
    }

    /// A small generator (xorshift) is chance enough here, and repeats.
    fn chance(&mut self) -> u32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 16) as u32
    }
}

fn depends_on(id: Uuid) -> Option<Uuid> {
    let n = id.as_u128();
    n.is_multiple_of(3).then(|| Uuid::from_u128(n - 1))
}
