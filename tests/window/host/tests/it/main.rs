//! Does the host keep its contract with the browser tests? Started as they start it, asked over plain HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic, in its helpers too"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

struct Host {
    process: Child,
    authority: String,
    token: String,
}

impl Host {
    fn start(folder: &Path) -> Self {
        std::fs::create_dir_all(folder.join("ui")).unwrap();
        std::fs::write(folder.join("ui").join("index.html"), "<!doctype html><title>page</title>").unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_tamga-window-host"))
            .args(["--until-stdin-ends", "--dir"])
            .arg(folder.join("demonstration"))
            .arg("--ui")
            .arg(folder.join("ui"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).expect("one JSON line");
        let address = said["address"].as_str().unwrap();
        let (authority, token) = address.strip_prefix("http://").unwrap().split_once("/?token=").unwrap();
        Self { process, authority: authority.to_owned(), token: token.to_owned() }
    }

    fn send(&self, request: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(&self.authority).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut head = format!("{request} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.authority);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        stream
    }

    /// Status, head and body of an answer.
    fn ask(&self, request: &str, headers: &[(&str, &str)], body: &[u8]) -> (u16, String, Vec<u8>) {
        let mut bytes = Vec::new();
        self.send(request, headers, body).read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
        let body = bytes.split_off(end);
        let head = String::from_utf8(bytes).unwrap();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
        (status, head, body)
    }

    fn invoke(&self, command: &str, request: Value) -> (u16, Vec<u8>) {
        let body = json!({ "request": request }).to_string();
        let headers = [("x-tamga-token", self.token.as_str()), ("content-type", "application/json")];
        let (status, _, body) = self.ask(&format!("POST /invoke/{command}"), &headers, body.as_bytes());
        (status, body)
    }

    fn json(&self, command: &str, request: Value) -> (u16, Value) {
        let (status, body) = self.invoke(command, request);
        (status, serde_json::from_slice(&body).expect("JSON"))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_host_answers_as_the_product_does_and_ends_with_its_input() {
    let folder = tempfile::tempdir().unwrap();
    let mut host = Host::start(folder.path());

    let (status, head, page) = host.ask("GET /", &[], b"");
    assert_eq!((status, page.as_slice()), (200, b"<!doctype html><title>page</title>".as_slice()));
    assert!(head.contains("content-security-policy: default-src 'self'"), "{head}");
    assert_eq!(host.ask("GET /../secret", &[], b"").0, 404);

    let stranger = [("x-tamga-token", "guess"), ("content-type", "application/json")];
    assert_eq!(host.ask("POST /invoke/app_state", &stranger, b"{\"request\":{}}").0, 403);
    assert_eq!(host.ask("POST /invoke/app_state", &[], b"{\"request\":{}}").0, 403);
    assert_eq!(host.ask("GET /events?token=guess", &[], b"").0, 403);

    let (status, state) = host.json("app_state", json!({}));
    assert_eq!((status, &state["demonstration"]), (200, &json!(true)), "{state}");
    let (status, desk) = host.json("desk_rows", json!({ "offset": 0, "limit": 50 }));
    assert_eq!(status, 200, "{desk}");
    let draft = desk["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "draft").expect("an example draft");
    let (status, pdf) = host.invoke("preview_pdf", json!({ "draftId": draft["id"] }));
    assert!(status == 200 && pdf.starts_with(b"%PDF-"), "bytes stay bytes");

    let (status, error) = host.json("draft_open", json!({ "draftId": "999999" }));
    assert_eq!((status, &error["code"]), (422, &json!("not_found")));
    assert!(error["reference"].as_str().is_some_and(|reference| reference.starts_with("E-")), "{error}");
    let (status, refusal) = host.json("window_break", json!({}));
    assert!(status == 422 && refusal.to_string().contains("not allowed"), "permissions hold here too: {refusal}");

    let raw = [("x-tamga-token", host.token.as_str()), ("content-type", "application/octet-stream")];
    let (status, _, held) = host.ask("POST /invoke/file_hold", &raw, b"hello");
    assert!(status == 200 && String::from_utf8_lossy(&held).contains("handle"));

    let mut events = BufReader::new(host.send(&format!("GET /events?token={}", host.token), &[], b""));
    let settings =
        json!({ "language": "fr", "theme": "dark", "textSize": "100", "density": "normal", "digits": "latin" });
    let mut line = String::new();
    while line.trim() != "" || !line.ends_with("\r\n") {
        line.clear();
        events.read_line(&mut line).unwrap();
    }
    assert_eq!(host.json("settings_save", json!({ "settings": settings })).0, 200);
    while !(line.starts_with("data:") && line.contains("settings")) {
        line.clear();
        assert_ne!(events.read_line(&mut line).unwrap(), 0, "the change is told");
    }
    assert!(line.contains("\"tags\""), "{line}");

    drop(host.process.stdin.take());
    assert!(host.process.wait().unwrap().success(), "it ends with its input");
}
