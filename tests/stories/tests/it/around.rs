//! What surrounds an office in these tests: the real clock, which a test may set forward, and real chance.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_office::{Clock, Surroundings, system_chance};
use tamga_origin::Timestamp;

/// A clock that runs with the computer's, so many milliseconds ahead of it.
#[derive(Debug)]
pub struct TestClock {
    started: Instant,
    ahead: AtomicI64,
}

impl TestClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { started: Instant::now(), ahead: AtomicI64::new(0) })
    }

    /// Sets the clock forward.
    pub fn pass(&self, time: Duration) {
        self.ahead.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap() + self.ahead.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed() + Duration::from_millis(u64::try_from(self.ahead.load(Ordering::SeqCst)).unwrap())
    }
}

/// A new run of the program.
pub fn surroundings() -> Surroundings {
    surroundings_with(TestClock::new())
}

/// A new run of the program with this clock.
pub fn surroundings_with(clock: Arc<TestClock>) -> Surroundings {
    let chance = system_chance();
    let mut bytes = [0_u8; 8];
    assert!(chance.fill(&mut bytes), "there is chance");
    Surroundings { clock, chance, boot_id: format!("{:016x}", u64::from_le_bytes(bytes)) }
}
