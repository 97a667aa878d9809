//! What does a second start do where there is a session bus? It brings the first window up and ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use super::{DEMONSTRATION, turn};
use crate::driver::{self, Driver, Given, PATIENCE};
use crate::screen::Screen;
use crate::window::PROGRAM;

struct Bus {
    address: String,
    daemon: Child,
}

impl Bus {
    fn start() -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus is installed (`cargo xtask test` does that)");
        let mut address = String::new();
        let out = daemon.stdout.take().expect("its output is piped");
        BufReader::new(out).read_line(&mut address).expect("it says its address");
        Self { address: address.trim().to_owned(), daemon }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_on_a_session_bus_ends_by_itself_and_the_first_goes_on() {
    let _turn = turn().await;
    let bus = Bus::start();
    let given = Given { bus: Some(bus.address.clone()), ..Given::default() };
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("demonstration");
    let args = ["--demo", "--dir", dir.to_str().expect("a plain path")];
    let first = Driver::start(home.path(), &args, &given).await;
    first.see(DEMONSTRATION).await;

    let mut second = Command::new(PROGRAM);
    second.args(args).stdout(Stdio::null()).stderr(Stdio::null());
    driver::surround(&mut second, home.path(), Screen::shared().display(), &given);
    let mut second = second.spawn().expect("the program starts");
    let until = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = second.try_wait().expect("it can be asked") {
            break status;
        }
        if Instant::now() > until {
            second.kill().expect("it can be ended");
            panic!("the second start did not end");
        }
        tokio::task::yield_now().await;
    };
    assert!(status.success(), "the second start ended with {status}");
    let mark = home.path().join("demonstration.starting");
    assert!(!mark.exists(), "a start that ended by itself must not look like one that failed");
    first.control('4').await;
    first.see("Everything has arrived").await;
}
