//! Nothing a test waits for may keep it for ever: tasks, programs and lines they write have a deadline that says what did
//! not come.

use std::future::Future;
use std::io::{BufRead as _, BufReader, Read};
use std::process::{ChildStdout, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// The longest that one test of the contract may take.
const TEST: Duration = Duration::from_secs(300);
/// The longest that a program may take to say where it listens.
const FIRST_LINE: Duration = Duration::from_secs(60);
/// The longest that one thread waits for another.
pub const THREAD: Duration = Duration::from_secs(60);

/// Runs a test to its end.
pub async fn within(name: &str, test: impl Future<Output = ()>) {
    assert!(tokio::time::timeout(TEST, test).await.is_ok(), "{name} did not end within {TEST:?}");
}

/// The first line that a program writes.
pub fn first_line(stdout: ChildStdout) -> String {
    let (said, hears) = mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        // Whoever waited may have lost patience.
        let _ = said.send(BufReader::new(stdout).read_line(&mut line).map(|_| line));
    });
    hears.recv_timeout(FIRST_LINE).expect("the program says where it listens").expect("a line")
}

/// Runs a program to its end, or kills it and fails with what it wrote.
pub fn output(command: &mut Command, longest: Duration) -> Output {
    let until = Instant::now() + longest;
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let (stdout, stderr) = (gathered(child.stdout.take()), gathered(child.stderr.take()));
    let status = loop {
        if let Some(status) = child.try_wait().expect("a status") {
            break Some(status);
        }
        if Instant::now() >= until {
            // It may end at this very moment.
            let _ = child.kill();
            let _ = child.wait();
            break None;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let text = |what: mpsc::Receiver<Vec<u8>>| what.recv_timeout(THREAD).unwrap_or_default();
    let (stdout, stderr) = (text(stdout), text(stderr));
    let Some(status) = status else {
        let said = String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned();
        panic!("{command:?} did not end within {longest:?}: {said}");
    };
    Output { status, stdout, stderr }
}

fn gathered(from: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (said, hears) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before a line broke is shown all the same.
        let _ = from.map(|mut from| from.read_to_end(&mut bytes));
        let _ = said.send(bytes);
    });
    hears
}
