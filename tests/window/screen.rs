//! On which screen does the window show? A virtual one of its own, for all tests of this run.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::{Mutex, OnceLock, Weak};

/// A virtual screen; it goes dark when the last test lets it go.
pub struct Screen {
    display: String,
    server: Child,
}

impl Screen {
    /// The screen of this run.
    pub fn shared() -> Arc<Self> {
        static SCREEN: OnceLock<Mutex<Weak<Screen>>> = OnceLock::new();
        let mut kept = SCREEN.get_or_init(Mutex::default).lock().expect("no test holds it while it panics");
        if let Some(screen) = kept.upgrade() {
            return screen;
        }
        let screen = Arc::new(Self::light());
        *kept = Arc::downgrade(&screen);
        screen
    }

    fn light() -> Self {
        // `-displayfd` lets the server take a number that is free and say which.
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("Xvfb is installed (`cargo xtask test` does that)");
        let mut line = String::new();
        let out = server.stdout.take().expect("its output is piped");
        BufReader::new(out).read_line(&mut line).expect("Xvfb says its number");
        let number: u32 = line.trim().parse().expect("Xvfb says a number");
        Self { display: format!(":{number}"), server }
    }

    /// The value for `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
