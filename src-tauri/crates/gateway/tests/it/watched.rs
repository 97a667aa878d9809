//! What does the operator of a node see? Measures, health and the page, asked for and shown in a real browser.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tamga_gateway::Leads;
use tamga_gateway::config::Config;
use tamga_protocol::Envelope;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::documents::issue;
use crate::house::{House, Open, peer};
use crate::within::output;

fn watched(config: &mut Config) {
    config.operator = Some("127.0.0.1:0".parse().unwrap());
}

/// What is answered to a plain request: status, header, body.
async fn ask(house: &House, path: &str, host: &str) -> (u16, String, String) {
    let address = house.running.as_ref().unwrap().operator().unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), head.to_lowercase(), body.to_owned())
}

/// A gateway with something held, something that waits for a gateway that is away, and a name that looks like markup.
async fn busy(open: Open) -> (House, Uuid) {
    let house = House::with(open, |config| {
        watched(config);
        let folder = config.trust_list.parent().unwrap().to_owned();
        config.peers = vec![peer(&folder, "gw.<b>away", "https://127.0.0.1:1", "peer")];
        config.routes[0].leads = Leads::Peer("gw.<b>away".into());
    })
    .await;
    let desk = house.desk("desk-1").await;
    let held = Uuid::new_v4();
    desk.put(held, &Envelope { route: "paused".into(), ..issue("24C1") }).await.accepted(201);
    desk.put(Uuid::new_v4(), &issue("24C2")).await.accepted(201);
    (house, held)
}

pub async fn measures_say_what_was_asked_and_what_waits(open: Open) {
    let (house, _) = busy(open).await;
    house.hands.forward(90_000);
    let (status, head, text) = ask(&house, "/metrics", "localhost:1").await;
    assert!(status == 200 && head.contains("text/plain; version=0.0.4"), "{head}");
    for line in [
        "tamga_requests_total{method=\"PUT\",path=\"/v1/submissions/{submissionId}\",status=\"201\"} 2",
        "tamga_under_way{state=\"held\"} 1",
        "tamga_queue_depth{peer=\"gw.<b>away\"} 1",
        "tamga_trust_list 1",
        "tamga_request_seconds_count 3",
    ] {
        assert!(text.lines().any(|known| known == line), "{line} in\n{text}");
    }
    let oldest = text.lines().find_map(|line| line.strip_prefix("tamga_queue_oldest_seconds{peer=\"gw.<b>away\"} "));
    assert!(oldest.unwrap().parse::<u64>().unwrap() >= 90, "{text}");
    // Each line is a comment, or a name with labels and a number: what Prometheus reads.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("tamga_") && value.bytes().all(|b| b.is_ascii_digit() || b == b'.'), "{line}");
    }
    assert!(!text.contains("24C1"), "no number of a certificate");
}

pub async fn health_says_whether_submissions_can_be_taken(open: Open) {
    let house = House::with(open, watched).await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(ask(&house, path, "127.0.0.1").await.0, 200);
        let told = house.desk("desk-1").await.get(path).await;
        assert_eq!(told.status(), 200, "on the public side as well");
    }
    let (status, ..) = ask(&house, "/metrics", "evil.example").await;
    assert_eq!(status, 421, "a page elsewhere whose name points here is not told");
    assert_eq!(ask(&house, "/nothing", "localhost").await.0, 404);
    let public = house.desk("desk-1").await;
    for path in ["/metrics", "/status"] {
        public.get(path).await.problem(tamga_protocol::ProblemType::NotFound);
    }
}

fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).flat_map(|folder| names.map(|name| folder.join(name))).find(|path| path.is_file())
}

/// The page as a browser holds it after it was loaded, and what the browser complained about.
fn shown(browser: &Path, url: &str) -> (String, String) {
    let profile = tempfile::tempdir().unwrap();
    let mut command = Command::new(browser);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
        .args(["--enable-logging=stderr", "--v=0", "--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(url);
    let output = output(&mut command, Duration::from_secs(120));
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(output.stdout), text(output.stderr))
}

pub async fn the_page_is_shown_in_a_browser_and_runs_nothing(open: Open) {
    let (house, held) = busy(open).await;
    let (status, head, page) = ask(&house, "/status", "localhost").await;
    assert_eq!(status, 200);
    assert!(head.contains("content-security-policy: default-src 'none'; style-src 'self'"), "{head}");
    assert!(!page.contains("<script") && !page.contains("<form") && !page.contains("style="), "{page}");
    assert!(!page.contains("24C1"), "no number of a certificate");
    let Some(browser) = chromium() else {
        println!("skipped: no browser");
        return;
    };
    let url = format!("http://{}/status", house.running.as_ref().unwrap().operator().unwrap());
    let (dom, complaints) = tokio::task::spawn_blocking(move || shown(&browser, &url)).await.unwrap();
    assert!(dom.contains(&format!("<td class=\"id\">{held}</td><td>held</td>")), "{dom}\n{complaints}");
    assert!(dom.contains("gw.&lt;b&gt;away"), "a name is no markup: {dom}");
    assert!(dom.contains("<caption>What waits for other gateways</caption>"), "{dom}");
    assert!(!complaints.contains("Content Security Policy") && !complaints.contains("Refused to"), "{complaints}");
}
