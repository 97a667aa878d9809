//! A gateway in a process of its own: this very program, started again with a configuration. It ends with whoever
//! started it, and its clock is set by a line on its standard input.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tamga_gateway::{Clock, Config, Gateway};

use crate::world::now;

const FILE: &str = "TAMGA_NODE";
const ENTRY: &str = "node::a_gateway_serves_by_a_clock_that_may_be_set";
const READY: &str = "a node listens";
/// The longest a start may take, while its database is perhaps starting again as well.
const START: Duration = Duration::from_secs(60);

/// A node, which may be down.
pub struct Node {
    file: PathBuf,
    child: Option<Child>,
    /// How far its clock is off, in milliseconds.
    off: i64,
}

impl Node {
    /// Of this configuration's file; it does not run yet.
    pub fn new(file: PathBuf) -> Self {
        Self { file, child: None, off: 0 }
    }

    /// Starts it, again and again until it listens: its database may be down, its port not yet free.
    pub fn start(&mut self) {
        let until = Instant::now() + START;
        loop {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args([ENTRY, "--exact", "--nocapture", "--test-threads=1"])
                .env(FILE, &self.file)
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let is_ready = listens(&mut child, until);
            self.child = Some(child);
            if is_ready {
                return self.set_clock(self.off);
            }
            self.kill();
            assert!(Instant::now() < until, "{} does not start", self.file.display());
        }
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Sets its clock off by so many milliseconds.
    pub fn set_clock(&mut self, millis: i64) {
        self.off = millis;
        if let Some(stdin) = self.child.as_mut().and_then(|child| child.stdin.as_mut()) {
            writeln!(stdin, "{millis}").and_then(|()| stdin.flush()).unwrap();
        }
    }

    /// Lets it stand still, or go on.
    pub fn signal(&self, signal: &str) {
        if let Some(child) = &self.child {
            let status = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
            assert!(status.success(), "{signal} {}", child.id());
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Whether it says in time that it listens.
fn listens(child: &mut Child, until: Instant) -> bool {
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (said, hears) = mpsc::channel();
    std::thread::spawn(move || {
        // The test harness writes the test's name before the first line. Whoever waited may have gone.
        let _ = said.send(lines.any(|line| line.is_ok_and(|line| line.ends_with(READY))));
        // What it prints later is nobody's, and must not fill the pipe.
        lines.for_each(drop);
    });
    hears.recv_timeout(until.saturating_duration_since(Instant::now())).unwrap_or(false)
}

/// A clock that is off by what it was told last.
#[derive(Clone, Default)]
struct Told(Arc<AtomicI64>);

impl Told {
    fn clock(&self) -> Clock {
        let off = self.0.clone();
        Clock::new(move || now().plus_millis(off.load(Ordering::SeqCst)))
    }

    fn hear(&self, line: &str) {
        self.0.store(line.trim().parse().unwrap(), Ordering::SeqCst);
    }
}

/// The node's own life. Without a configuration it is an ordinary test: of the clock.
#[test]
fn a_gateway_serves_by_a_clock_that_may_be_set() {
    let told = Told::default();
    let Some(file) = std::env::var_os(FILE) else {
        let clock = told.clock();
        told.hear("-3600000\n");
        let off = now().millis() - clock.now().millis();
        assert!((3_590_000..3_610_000).contains(&off), "an hour behind: {off}");
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let _running = runtime.block_on(serve(Path::new(&file), told.clock()));
    println!("{READY}");
    for line in std::io::stdin().lines() {
        told.hear(&line.unwrap());
    }
    // Whoever started it is gone.
    std::process::exit(0);
}

async fn serve(file: &Path, clock: Clock) -> tamga_gateway::Running {
    Gateway::start(Config::read(file).unwrap(), clock).await.unwrap()
}
