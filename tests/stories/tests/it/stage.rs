//! A stage for stories: the demonstration's folder with its two gateways, and offices that open and close as they like.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tamga_demo::gateways::Gateways;
use tamga_demo::world;
use tamga_office::{Office, Surroundings, Window};

use crate::around::{StoryClock, surroundings_with};

/// How long anything may take before a story is over.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Two offices and two gateways in a folder.
pub struct Stage {
    dir: tempfile::TempDir,
    /// The clock of everybody on the stage.
    pub clock: Arc<StoryClock>,
}

impl Stage {
    /// A made demonstration; the gateways ran once, so that everybody knows their ports.
    pub async fn set() -> Self {
        let stage = Self { dir: tempfile::tempdir().unwrap(), clock: StoryClock::new() };
        world::make(stage.dir.path(), &stage.run()).unwrap();
        let gateways = stage.gateways().await;
        stage.tell(&gateways);
        gateways.stop().await;
        stage
    }

    /// Starts the gateways, on the ports of the last time where they are free.
    pub async fn gateways(&self) -> Gateways {
        Gateways::start(self.dir.path(), &self.run()).await.unwrap()
    }

    /// Tells both offices where their gateways listen.
    pub fn tell(&self, gateways: &Gateways) {
        world::tell(&self.chamber(), gateways.chamber()).unwrap();
        world::tell(&self.post(), gateways.post()).unwrap();
    }

    /// The folder of everything.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn chamber_dir(&self) -> std::path::PathBuf {
        world::chamber(self.dir.path())
    }

    /// Opens the chamber.
    pub fn chamber(&self) -> Arc<Office> {
        self.open(&self.chamber_dir())
    }

    /// Opens the border post.
    pub fn post(&self) -> Arc<Office> {
        self.open(&world::post(self.dir.path()))
    }

    fn open(&self, dir: &Path) -> Arc<Office> {
        Office::open(dir, self.run()).unwrap()
    }

    fn run(&self) -> Surroundings {
        surroundings_with(self.clock.clone())
    }
}

/// Issues a certificate from the project's example.
pub fn issue(chamber: &Arc<Office>) -> String {
    let (draft, stamp) = tamga_demo::complete::ready_draft(chamber).unwrap();
    chamber.issue(draft, stamp, &key(chamber), &pin()).unwrap().number
}

pub fn key(chamber: &Office) -> String {
    chamber.keys().unwrap().into_iter().next().unwrap().id
}

pub fn pin() -> tamga_office::Pin {
    tamga_office::Secret::new(tamga_demo::PIN.to_owned())
}

/// Waits until the office stands as it should, looking again whenever something changed there.
pub async fn until(what: &str, office: &Arc<Office>, is_so: impl Fn(&Office) -> bool) {
    let mut heard = office.subscribe();
    let deadline = Instant::now() + PATIENCE;
    while !is_so(office) {
        let left = deadline.saturating_duration_since(Instant::now());
        if tokio::time::timeout(left, heard.next()).await.is_err() {
            panic!("{what}: not after {PATIENCE:?}; outbox {:#?}", office.outbox(Window::first(5), true));
        }
    }
}

/// A desk in a process of its own; it is killed when dropped.
pub struct Desk {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Desk {
    /// Starts it; it issues so many certificates.
    pub fn start(folder: &Path, count: u64) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tamga-story-desk"))
            .arg(folder)
            .arg(count.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next line it says; none when it has ended.
    pub fn hears(&mut self) -> Option<String> {
        self.lines.next().map(Result::unwrap)
    }

    /// `kill -9`, and everything it had said until then.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::iter::from_fn(|| self.hears()).collect()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
