//! What does this machine give an office? The time, chance, a name for this run, code lists, and the usual folder.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tamga_office::codes::find_beside;
use tamga_office::surroundings::system_chance;
use tamga_office::{Clock, Surroundings};
use tamga_origin::Timestamp;

/// The machine's own time, chance, and a fresh name for this run.
pub fn surroundings() -> Surroundings {
    Surroundings {
        clock: Arc::new(SystemClock { started: Instant::now() }),
        chance: system_chance(),
        boot_id: uuid::Uuid::new_v4().to_string(),
        code_lists: std::env::current_exe().ok().and_then(|program| find_beside(&program)),
    }
}

/// Name of the window's folder, so that both open the same office.
const PROGRAM: &str = "org.tamga.desktop";

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

/// The office of this user, where the window keeps it too.
pub fn usual_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = if cfg!(windows) {
        set("APPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library").join("Application Support"))
    } else {
        set("XDG_DATA_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| set("HOME").map(|home| home.join(".local").join("share")))
    };
    data.map(|folder| folder.join(PROGRAM).join("office"))
}
