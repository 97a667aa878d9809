//! Does the tool `age`, which is not ours, open what we close, and do we open what it closes?

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use tamga_courier::bundle::BundleKey;

use super::hands::{Hands, entries, opened};

fn is_there() -> bool {
    let found = Command::new("age").arg("--version").output().is_ok();
    if !found {
        println!("skipped: age is not installed");
    }
    found
}

fn age(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new("age")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || pipe.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // A tool that refuses the first bytes does not wait for the others.
    let _ = feeding.join().unwrap();
    output
}

#[test]
fn the_tool_opens_what_we_close_and_we_open_what_it_closes() {
    if !is_there() {
        return;
    }
    let hands = Hands::new();
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("post.key");
    std::fs::write(&key, hands.opening.to_secret_text()).unwrap();
    // Sizes on both sides of the 64 KiB in which age closes.
    for size in [0, 1, 65_535 - 900, 65_536, 200_000] {
        let mut packed = entries();
        packed[0].body = (0..size).map(|at: usize| (at % 251) as u8).collect();
        let sealed = hands.pack(hands.new_bundle(), &packed).unwrap();
        let output = age(&["-d", "-i", key.to_str().unwrap()], &sealed.bytes);
        assert!(output.status.success(), "{size}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.stdout, opened(&sealed.bytes, &hands.opening), "{size}");
        let closed = age(&["-r", &hands.opening.recipient()], &output.stdout);
        assert!(closed.status.success());
        let bundle = hands.open(&closed.stdout).expect("closed by the tool");
        assert_eq!(bundle.entries().next().unwrap().body, packed[0].body);
    }
    let sealed = hands.pack(hands.new_bundle(), &entries()).unwrap();
    std::fs::write(&key, BundleKey::generate().to_secret_text()).unwrap();
    assert!(!age(&["-d", "-i", key.to_str().unwrap()], &sealed.bytes).status.success(), "another key opens nothing");
}

#[test]
fn the_tool_and_we_refuse_the_same_damage() {
    if !is_there() {
        return;
    }
    let hands = Hands::new();
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("post.key");
    std::fs::write(&key, hands.opening.to_secret_text()).unwrap();
    let good = hands.pack(hands.new_bundle(), &entries()).unwrap().bytes;
    let step = good.len() / 40;
    for at in (0..good.len()).step_by(step) {
        let mut flipped = good.clone();
        flipped[at] ^= 0x20;
        let cut = &good[..at];
        for damaged in [&flipped[..], cut] {
            let tool = age(&["-d", "-i", key.to_str().unwrap()], damaged);
            assert!(!tool.status.success(), "the tool at {at}");
            assert!(hands.open(damaged).is_err(), "we at {at}");
        }
    }
}
