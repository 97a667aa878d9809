//! The desk that is killed: this very program, started again, issuing and sending until it dies.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use tamga_demo::PIN;
use tamga_office::{Office, Secret, Workers};

use crate::house::{APPLICATION, surroundings};

const FOLDER: &str = "TAMGA_KILLED_DESK";
const ENTRY: &str = "desk::a_desk_that_issues_and_sends";
/// What a person is shown, as a line a parent can read.
const SHOWN: &str = "shown as issued ";

/// A desk in a process of its own.
pub struct Desk {
    child: Child,
    lines: BufReader<ChildStdout>,
    shown: Vec<String>,
}

impl Desk {
    /// Starts it in a demonstration's folder.
    pub fn start(dir: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([ENTRY, "--exact", "--nocapture", "--test-threads=1"])
            .env(FOLDER, dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines, shown: Vec::new() }
    }

    /// Waits until so many certificates were shown as issued.
    pub fn wait_for_issued(&mut self, count: usize) {
        while self.shown.len() < count {
            assert!(self.hear(), "the desk ended by itself");
        }
    }

    /// Kills it (`kill -9`); answers the numbers it had shown as issued.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        assert!(!status.success(), "it died of the kill, and not before by itself: {status}");
        while self.hear() {}
        self.shown
    }

    /// Reads a line; `false` at the end. Half a line was not shown to anybody.
    fn hear(&mut self) -> bool {
        let mut line = String::new();
        let read = self.lines.read_line(&mut line).unwrap();
        // The test harness writes the test's name before the first line.
        if let Some((_, number)) = line.strip_suffix('\n').and_then(|line| line.split_once(SHOWN)) {
            self.shown.push(number.to_owned());
        }
        read > 0
    }
}

/// The desk's own life. Without a folder it is an ordinary test: one certificate, issued undisturbed.
#[test]
fn a_desk_that_issues_and_sends() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let Some(dir) = std::env::var_os(FOLDER) else {
        let house = runtime.block_on(crate::house::House::make());
        let office = Office::open(&tamga_demo::world::chamber(house.dir()), surroundings()).unwrap();
        let number = issue(&office, house.dir());
        drop(office);
        let books = runtime.block_on(house.settle());
        books.check(&[number].into());
        return;
    };
    let dir = Path::new(&dir);
    let office = Office::open(&tamga_demo::world::chamber(dir), surroundings()).unwrap();
    let _workers = {
        let _inside = runtime.enter();
        Workers::start(&office)
    };
    loop {
        let number = issue(&office, dir);
        let mut out = std::io::stdout().lock();
        writeln!(out, "{SHOWN}{number}").unwrap();
        out.flush().unwrap();
    }
}

fn issue(office: &Arc<Office>, dir: &Path) -> String {
    let application = std::fs::read(dir.join(APPLICATION)).unwrap();
    let draft = office.import_draft(&application, Some("chafta")).unwrap();
    let stamp = office.open_draft(draft.id).unwrap().stamp;
    let key = office.keys().unwrap().remove(0).id;
    office.issue(draft.id, stamp, &key, &Secret::new(PIN.to_owned())).unwrap().number
}
