//! What time is it, where does chance come from, and where do the code lists lie? The one place of the window where the system is asked.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_office::codes::find_beside;
use tamga_office::surroundings::system_chance;
use tamga_office::{Clock, Surroundings};
use tamga_origin::Timestamp;

struct SystemClock {
    started: Instant,
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// The system's clock and chance.
pub fn surroundings() -> Surroundings {
    let mut surroundings = Surroundings {
        clock: Arc::new(SystemClock { started: Instant::now() }),
        chance: system_chance(),
        boot_id: String::new(),
        code_lists: std::env::current_exe().ok().and_then(|program| find_beside(&program)),
    };
    // Without chance nothing can be signed or sent; the office says so when it is asked to.
    surroundings.boot_id =
        surroundings.uuid().map(|id| id.to_string()).unwrap_or_else(|_| std::process::id().to_string());
    surroundings
}
