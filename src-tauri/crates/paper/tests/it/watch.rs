//! How long was this thread at work? What other threads and programs take of the machine does not count, where the system
//! tells it apart.

use std::time::{Duration, Instant};

pub struct Watch {
    start: Instant,
    before: Option<Duration>,
}

impl Watch {
    pub fn new() -> Self {
        Self { start: Instant::now(), before: at_work() }
    }

    /// Time at work since then; by the clock where nothing better is known.
    pub fn spent(&self) -> Duration {
        match (self.before, at_work()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.start.elapsed(),
        }
    }
}

/// Time this thread had a processor, as Linux counts it.
fn at_work() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
