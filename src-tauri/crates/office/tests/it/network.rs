//! Does an office notice that the network of its computer has changed? In a network of its own, which only this test has.

use std::process::Command;
use std::time::{Duration, Instant};

use tamga_office::{Window, Workers};

use crate::help::World;

const INSIDE: &str = "TAMGA_OWN_NETWORK";
const ENTRY: &str = "network::an_address_that_comes_wakes_what_waits";

#[test]
fn an_address_that_comes_wakes_what_waits() {
    if std::env::var_os(INSIDE).is_some() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        return runtime.block_on(inside());
    }
    let own = ["--user", "--map-root-user", "--net"];
    if !Command::new("unshare").args(own).arg("true").status().is_ok_and(|status| status.success()) {
        println!("skipped: this system gives no network of its own");
        return;
    }
    let mut again = Command::new("unshare");
    again.args(own).arg(std::env::current_exe().unwrap());
    let status = again.args([ENTRY, "--exact", "--nocapture"]).env(INSIDE, "1").status().unwrap();
    assert!(status.success());
}

async fn inside() {
    let world = World::new();
    let office = world.chamber();
    let workers = Workers::start(&office);
    let is_woken = || {
        let news = office.journal(None, Window::first(20)).unwrap().rows;
        news.iter().any(|row| row.word.code == "network.changed")
    };
    let until = Instant::now() + Duration::from_secs(60);
    // Addresses of an interface that is down do not count.
    ip(&["link", "set", "dev", "lo", "up"]);
    let mut n = 0;
    while !is_woken() {
        assert!(Instant::now() < until, "{n} addresses came and nobody noticed");
        n += 1;
        ip(&["addr", "add", &format!("10.9.8.{n}/32"), "dev", "lo"]);
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    workers.stop().await;
}

fn ip(what: &[&str]) {
    assert!(Command::new("ip").args(what).status().unwrap().success(), "{what:?}");
}
