//! A desk's outbox worker in simulated time: it does its turns and sleeps in between, as it does in the program.

use std::sync::Arc;

use tamga_courier::GatewayTransport;
use tamga_office::{Clock as _, Office, OutboxTurns};

use crate::clock::{OffClock, Time};
use crate::play::Play;

/// The longest that the worker sleeps, in milliseconds.
const TICK: i64 = 30_000;

/// The worker of a desk.
pub struct Worker {
    pub office: Arc<Office>,
    road: Arc<dyn GatewayTransport>,
    turns: OutboxTurns,
    clock: OffClock,
    time: Time,
}

impl Worker {
    /// Of the desk at this place.
    pub fn of(play: &Play, desk: usize) -> Self {
        let (office, line) = play.line(desk);
        let road = office.road_over(line).unwrap();
        let (clock, time) = (play.offices[desk].clock.clone(), play.time.clone());
        Self { turns: OutboxTurns::begin(&office), road, clock, time, office }
    }

    /// One turn; answers how long the worker would sleep now, in milliseconds, if nothing but a due time woke it.
    pub async fn turn(&mut self) -> Option<i64> {
        let next = self.turns.turn(&self.office, Some(&self.road)).await?;
        Some((next.millis() - self.clock.now().millis()).max(10))
    }

    /// Works for so many milliseconds, or until nothing is left to send.
    pub async fn work(&mut self, millis: i64) {
        let begun = self.time.elapsed();
        while self.time.elapsed() - begun < millis && self.waits() > 0 {
            let sleep = self.turn().await.unwrap_or(TICK).min(TICK);
            self.time.pass(sleep);
        }
    }

    /// How many submissions are not in custody yet.
    pub fn waits(&self) -> u64 {
        self.office.status().unwrap().outbox_waiting
    }
}
