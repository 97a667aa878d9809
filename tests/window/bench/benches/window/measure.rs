//! What is measured, how often, and how it is said?

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::driver::{Driver, Given, PATIENCE};

/// Starts per figure with everything in memory; the middle one counts.
const WARM: usize = 7;
/// Starts per figure with the machine's file memory emptied.
const COLD: usize = 3;

struct Program {
    name: &'static str,
    path: PathBuf,
    args: Vec<String>,
    /// Words that are to be read when somebody can work.
    usable: &'static str,
}

/// Builds, measures and prints.
pub fn all() {
    let target = build();
    let home = tempfile::tempdir().expect("a folder");
    let dir = home.path().join("demonstration");
    let dir = dir.to_str().expect("a plain path").to_owned();
    let tamga = Program {
        name: "window",
        path: target.join("tamga-desktop"),
        args: vec!["--demo".into(), "--dir".into(), dir],
        // A line of the desk: state, list and status have been answered and drawn.
        usable: "To sign",
    };
    let empty = Program {
        name: "empty",
        path: target.join("examples").join("empty-window"),
        args: Vec::new(),
        usable: "empty",
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let first = start(&tamga, home.path()).await.0;
        println!("bench first_start_makes_demonstration {}", first.as_nanos());
        for program in [&empty, &tamga] {
            let beside = if program.name == "empty" { "" } else { " vs start_empty_warm" };
            let (times, memory) = starts(program, home.path(), WARM, || true).await;
            println!("bench start_{}_warm {}{beside}", program.name, middle(times).as_nanos());
            println!("memory {} {} MiB (sum of PSS of its processes)", program.name, memory / 1024);
        }
        for program in [&empty, &tamga] {
            let (times, _) = starts(program, home.path(), COLD, forget).await;
            let beside = if program.name == "empty" { "" } else { " vs start_empty_cold" };
            match times.is_empty() {
                true => println!("start_{}_cold: the machine's file memory cannot be emptied here", program.name),
                false => println!("bench start_{}_cold {}{beside}", program.name, middle(times).as_nanos()),
            }
        }
    });
    for program in [&empty, &tamga] {
        let bytes = std::fs::metadata(&program.path).expect("it was built").len();
        println!("size {} {:.1} MB", program.name, bytes as f64 / 1e6);
    }
}

fn build() -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(3).expect("it lies three folders deep");
    let features = "tamga-desktop/custom-protocol,tamga-desktop/empty-window";
    let args = ["build", "--release", "-p", "tamga-desktop", "--bin", "tamga-desktop", "--example", "empty-window"];
    let mut command = Command::new(cargo);
    command.current_dir(root).args(args).args(["--features", features]);
    for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION", "CARGO_MANIFEST_PATH"] {
        command.env_remove(name);
    }
    assert!(command.status().expect("cargo can be started").success(), "the programs can be built");
    let here = std::env::current_exe().expect("a place");
    // target/release/deps/window-…
    here.ancestors().nth(2).expect("it lies two folders deep").to_path_buf()
}

/// Starts a program some times; answers the times and, of the last, its memory in KiB.
async fn starts(program: &Program, home: &Path, times: usize, before: impl Fn() -> bool) -> (Vec<Duration>, u64) {
    let (mut took, mut memory) = (Vec::new(), 0);
    for _ in 0..times {
        if !before() {
            break;
        }
        let (time, kib) = start(program, home).await;
        took.push(time);
        memory = kib;
    }
    (took, memory)
}

async fn start(program: &Program, home: &Path) -> (Duration, u64) {
    let args: Vec<&str> = program.args.iter().map(String::as_str).collect();
    let began = Instant::now();
    let driver = Driver::of(program.path.to_str().expect("a plain path"), home, &args, &Given::default()).await;
    loop {
        let seen = driver.client.execute("return document.body?.innerText ?? ''", Vec::new()).await;
        if seen.is_ok_and(|seen| seen.as_str().is_some_and(|seen| seen.contains(program.usable))) {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{} does not show `{}`", program.name, program.usable);
    }
    let took = began.elapsed();
    let memory = memory(driver.process.id(), &program.path);
    driver.close().await;
    (took, memory)
}

/// Proportional memory in KiB of the program and the processes it started; the driver is not counted.
fn memory(driver: u32, program: &Path) -> u64 {
    let parents = parents();
    let is_below = |mut id: u32, of: u32| {
        while let Some((_, parent)) = parents.iter().find(|(child, _)| *child == id) {
            if *parent == of {
                return true;
            }
            id = *parent;
        }
        false
    };
    let runs = |id: u32| std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|exe| exe == program);
    let own = parents.iter().map(|(id, _)| *id).find(|id| is_below(*id, driver) && runs(*id));
    let own = own.expect("the program runs below the driver");
    parents.iter().map(|(id, _)| *id).filter(|id| *id == own || is_below(*id, own)).map(proportional).sum()
}

fn parents() -> Vec<(u32, u32)> {
    let entries = std::fs::read_dir("/proc").expect("processes can be listed");
    let ids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter_map(|id| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name in brackets may hold anything; what follows it does not.
        Some((id, stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?))
    })
    .collect()
}

fn proportional(id: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Empties the machine's file memory, where that is allowed.
fn forget() -> bool {
    Command::new("sync").status().is_ok_and(|status| status.success())
        && std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}
