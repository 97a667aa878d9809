//! Does anything secret stay behind? The memory of the program after it signed, everything it says, every file it leaves.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{PipeWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tamga_gateway::demonstration;

use crate::house::{Chamber, PIN};

/// Bytes a pipe holds before a writer has to wait (`man 7 pipe`).
const PIPE: usize = 65_536;

/// Bytes of the smallest page of memory that systems have.
const PAGE: usize = 4096;

/// What must not be found, by name; each also backwards, as arithmetic keeps numbers.
struct Needles(Vec<(String, Vec<u8>)>);

impl Needles {
    fn of(parts: impl IntoIterator<Item = (&'static str, Vec<u8>)>) -> Self {
        let mut all = Vec::new();
        for (name, bytes) in parts {
            assert!(bytes.len() >= 8, "{name} is long enough to be told from chance");
            all.push((format!("{name}, backwards"), bytes.iter().rev().copied().collect()));
            all.push((name.to_owned(), bytes));
        }
        Self(all)
    }

    fn within(&self, haystack: &[u8]) -> Vec<&str> {
        let is_in = |needle: &[u8]| haystack.windows(needle.len()).any(|window| window == needle);
        self.0.iter().filter(|(_, needle)| is_in(needle)).map(|(name, _)| name.as_str()).collect()
    }
}

/// Password of a key file that is like no other word.
const PASSWORD: &str = "Kw7-unlike-any-word";

fn openssl(args: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new("openssl");
    let mut child = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "openssl {args:?}");
    output.stdout
}

/// Key and certificate of the chamber in clear.
fn opened(chamber: &Chamber) -> Vec<u8> {
    let password = format!("pass:{}", demonstration::PASSWORD);
    openssl(&["pkcs12", "-in", chamber.key_file().to_str().unwrap(), "-nodes", "-passin", &password], b"")
}

/// The private number of the chamber's key.
fn private_number(chamber: &Chamber) -> Vec<u8> {
    let der = openssl(&["ec", "-outform", "DER"], &opened(chamber));
    // ECPrivateKey (RFC 5915): SEQUENCE, version 1, OCTET STRING of 32 bytes.
    assert_eq!(der[2..7], [2, 1, 1, 4, 32]);
    der[7..39].to_vec()
}

fn needles(chamber: &Chamber) -> Needles {
    let number = private_number(chamber);
    Needles::of([("the PIN", PIN.as_bytes().to_vec()), ("the private number", number)])
}

/// A pipe that is full: whoever writes into it waits until somebody reads.
fn full_pipe() -> (std::io::PipeReader, PipeWriter) {
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(&[b'.'; PIPE]).unwrap();
    (reader, writer)
}

/// Waits until a process waits in the system call `write` on its standard output.
fn until_it_answers(process: u32) {
    let end = Instant::now() + Duration::from_secs(120);
    loop {
        let call = std::fs::read_to_string(format!("/proc/{process}/syscall")).unwrap();
        // `write` is number 1 on x86-64 and 64 on 64-bit ARM; then comes the descriptor.
        if call.starts_with("1 0x1 ") || call.starts_with("64 0x1 ") {
            return;
        }
        assert!(Instant::now() < end, "it never answered: {call}");
        std::thread::yield_now();
    }
}

/// Everything in the memory of a process that can be read.
fn memory(process: u32) -> Vec<u8> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut file = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut all = Vec::new();
    for line in maps.lines().filter(|line| line.split(' ').nth(1).is_some_and(|rights| rights.starts_with("rw"))) {
        let (from, to) = line.split(' ').next().and_then(|range| range.split_once('-')).unwrap();
        let number = |hex| u64::from_str_radix(hex, 16).unwrap();
        let mut part = vec![0_u8; usize::try_from(number(to) - number(from)).unwrap()];
        // A guard page or device memory cannot be read and holds nothing of ours.
        if file.seek(SeekFrom::Start(number(from))).is_ok() && file.read_exact(&mut part).is_ok() {
            // Room that was set aside and never written is all zeros, and there may be a gigabyte of it.
            for page in part.chunks(PAGE).filter(|page| *page != [0; PAGE]) {
                all.extend_from_slice(page);
            }
        }
    }
    assert!(all.len() > 100_000, "the memory was read");
    all
}

/// Issues a draft, and looks into the program's memory when it has signed and waits to answer.
fn found_after_signing(chamber: &Chamber, pin_options: &[&str]) -> Vec<String> {
    let draft = chamber.draft();
    let needles = needles(chamber);
    let (mut reader, writer) = full_pipe();
    let mut child = Command::new(env!("CARGO_BIN_EXE_tamga"))
        .args(["--dir", chamber.dir(), "issue", &draft, "--json"])
        .args(pin_options)
        .env_remove("PIN")
        .envs(pin_options.contains(&"--pin-env").then_some(("PIN", PIN)))
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=no-such-bus")
        .stdin(Stdio::piped())
        .stdout(writer)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{PIN}").unwrap();
    until_it_answers(child.id());
    let image = memory(child.id());
    let found = needles.within(&image).into_iter().map(str::to_owned).collect();
    let mut filling = vec![0; PIPE];
    reader.read_exact(&mut filling).unwrap();
    let mut answer = String::new();
    reader.read_to_string(&mut answer).unwrap();
    assert!(child.wait().unwrap().success() && answer.contains("\"certificates\""), "it had signed: {answer}");
    found
}

#[test]
fn after_signing_neither_pin_nor_private_number_is_in_the_programs_memory() {
    let chamber = Chamber::set_up();
    assert_eq!(found_after_signing(&chamber, &["--pin-fd", "0"]), [""; 0], "left in memory");
    // A variable stays in the environment of a program as long as it runs: the search finds it there.
    assert_eq!(found_after_signing(&chamber, &["--pin-env", "PIN"]), ["the PIN"]);
}

#[test]
fn what_is_searched_for_would_be_found() {
    let needles = Needles::of([("a secret", b"hunter2hunter2".to_vec())]);
    assert_eq!(needles.within(b"..hunter2hunter2.."), ["a secret"]);
    assert_eq!(needles.within(b"..2retnuh2retnuh.."), ["a secret, backwards"]);
    assert!(needles.within(b"..hunter3hunter2..").is_empty());
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn no_secret_is_said_or_left_in_a_file_at_any_level_of_logging() {
    let chamber = Chamber::set_up();
    let needles = needles(&chamber);
    let password = Needles::of([("the password", PASSWORD.as_bytes().to_vec())]);
    let file = chamber.folder().join("another.p12");
    let (word, both) = (format!("pass:{PASSWORD}"), chamber.folder().join("both.pem"));
    std::fs::write(&both, opened(&chamber)).unwrap();
    let export = ["pkcs12", "-export", "-passout", &word, "-in", both.to_str().unwrap()];
    std::fs::write(&file, openssl(&export, b"")).unwrap();
    let keys = chamber.call(["key", "list", "--json"]).run().ended(0).object();
    let key = keys["keys"][0]["keyId"].as_str().unwrap().to_owned();
    for level in ["error", "warn", "info", "debug", "trace"] {
        let draft = chamber.draft();
        let calls: [&[&str]; 5] = [
            &["issue", &draft, "--pin-env", "PIN"],
            &["issue", &draft, "--pin-env", "WRONG"],
            &["key", "import", file.to_str().unwrap(), "--password-env", "P", "--pin-env", "PIN"],
            &["key", "import", file.to_str().unwrap(), "--password-env", "WRONG", "--pin-env", "PIN"],
            &["key", "pin", &key, "--pin-env", "PIN", "--new-pin-env", "PIN"],
        ];
        for call in calls {
            let said = chamber
                .call(call.iter().copied())
                .env("RUST_LOG", level)
                .env("WRONG", "another secret text")
                .env("P", PASSWORD)
                .run();
            let all = format!("{}{}", said.out, said.err);
            let found = [needles.within(all.as_bytes()), password.within(all.as_bytes())].concat();
            assert!(found.is_empty() && !all.contains("another secret text"), "{level} {call:?}: {all}");
        }
    }
    let mut left = Vec::new();
    files(Path::new(chamber.dir()), &mut left);
    assert!(left.len() > 3, "{left:?}");
    for path in left {
        let bytes = std::fs::read(&path).unwrap();
        assert!(needles.within(&bytes).is_empty() && password.within(&bytes).is_empty(), "{}", path.display());
    }
}
