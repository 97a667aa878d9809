//! What surrounds an office in these tests: the computer's clock, which a story may set forward, chance, and a new name
//! for each run.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_office::{Clock, Surroundings, system_chance};
use tamga_origin::Timestamp;

/// The computer's clock, so many milliseconds ahead.
pub struct StoryClock {
    started: Instant,
    ahead: AtomicI64,
}

impl StoryClock {
    /// The computer's clock as it is.
    pub fn new() -> Arc<Self> {
        Arc::new(Self { started: Instant::now(), ahead: AtomicI64::new(0) })
    }

    /// Lets time pass.
    #[allow(dead_code, reason = "the desk in a process of its own never does")]
    pub fn pass(&self, time: Duration) {
        self.ahead.fetch_add(i64::try_from(time.as_millis()).unwrap_or(0), Ordering::SeqCst);
    }
}

impl Clock for StoryClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_millis(now + self.ahead.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        let ahead = u64::try_from(self.ahead.load(Ordering::SeqCst)).unwrap_or(0);
        self.started.elapsed() + Duration::from_millis(ahead)
    }
}

/// A new run of the program.
pub fn surroundings() -> Surroundings {
    surroundings_with(StoryClock::new())
}

/// A new run of the program with this clock.
pub fn surroundings_with(clock: Arc<StoryClock>) -> Surroundings {
    let chance = system_chance();
    let mut bytes = [0_u8; 8];
    chance.fill(&mut bytes);
    let boot_id = format!("{:016x}", u64::from_le_bytes(bytes));
    Surroundings { clock, chance, boot_id, code_lists: None }
}
