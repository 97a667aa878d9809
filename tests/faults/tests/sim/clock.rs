//! Time and chance of the simulated world: one time for all, an offset for each computer, one draw after the other.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tamga_disk::Chance;
use tamga_office::{Clock, Surroundings};
use tamga_origin::Timestamp;

/// Milliseconds since the world began.
#[derive(Clone, Default)]
pub struct Time(Arc<AtomicI64>);

/// When the world begins: 12 May 2026, 08:00 UTC.
const BEGIN: i64 = 1_778_572_800_000;

impl Time {
    pub fn pass(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }

    pub fn elapsed(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(BEGIN + self.elapsed())
    }
}

/// A computer's clock.
#[derive(Clone, Default)]
pub struct OffClock {
    time: Time,
    off: Arc<AtomicI64>,
    /// How long the computer slept: its monotonic clock stood still.
    slept: Arc<AtomicI64>,
}

impl OffClock {
    pub fn new(time: &Time) -> Self {
        Self { time: time.clone(), off: Arc::default(), slept: Arc::default() }
    }

    /// The computer sleeps for so many milliseconds.
    pub fn sleep(&self, millis: i64) {
        self.slept.fetch_add(millis, Ordering::SeqCst);
        self.time.pass(millis);
    }

    /// Sets it off by so many milliseconds; none sets it right.
    pub fn set_off(&self, millis: i64) {
        self.off.store(millis, Ordering::SeqCst);
    }
}

impl Clock for OffClock {
    fn now(&self) -> Timestamp {
        self.time.now().plus_millis(self.off.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        let awake = self.time.elapsed() - self.slept.load(Ordering::SeqCst);
        Duration::from_millis(u64::try_from(awake).unwrap_or(0))
    }
}

/// Chance for a program: bytes from a seed.
pub struct Drawn(Mutex<Chance>);

impl Drawn {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Chance::new(seed))))
    }
}

impl tamga_office::Chance for Drawn {
    fn fill(&self, buffer: &mut [u8]) -> bool {
        let mut chance = self.0.lock().unwrap();
        buffer.iter_mut().for_each(|byte| *byte = (chance.draw() >> 56) as u8);
        true
    }
}

/// A run of a program with this clock; `run` names it.
pub fn surroundings(clock: &OffClock, chance: &Arc<Drawn>, run: &str) -> Surroundings {
    Surroundings { clock: Arc::new(clock.clone()), chance: chance.clone(), boot_id: run.to_owned(), code_lists: None }
}
