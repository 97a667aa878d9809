//! Does everything hold? Every test there is, each part timed, and one line that sums them up.

use std::time::{Duration, Instant};

use crate::counts::{self, Counts};
use crate::{codes, front, house, peers, system};

struct Part {
    name: &'static str,
    took: Duration,
    counts: Counts,
    why: Option<String>,
}

/// One package and feature set for every cargo call of the tests: another one would compile much of the tree again.
const ROOMS: &[&str] = &["test", "--workspace", "--no-fail-fast", "--features", house::FEATURES];

/// A test program that says nothing for so long hangs. The longest of them speak every minute or two.
const PATIENCE: Duration = Duration::from_secs(12 * 60);

/// A program that is built beside the tests of the rooms.
fn built(name: &str) -> Result<std::path::PathBuf, String> {
    house::must(&mut house::cargo(ROOMS.iter().chain(&["--no-run", "--quiet"])))?;
    let name = std::path::Path::new(name).with_extension(std::env::consts::EXE_EXTENSION);
    let program = house::target()?.join("debug").join(name);
    if program.is_file() { Ok(program) } else { Err(format!("{} was not built", program.display())) }
}

/// The large code lists, made by the builder that the tests of its room need too.
fn code_lists() -> Result<(), String> {
    codes::ensure(Some(&built("codes-builder")?))
}

/// The loopback host of the browser tests, as the rooms' tests build it beside everything else.
fn window_host() -> Result<std::path::PathBuf, String> {
    built("tamga-window-host")
}

/// `cargo xtask test`.
pub fn test(args: &[String]) -> Result<(), String> {
    let only = match args {
        [] => None,
        [flag, part] if flag == "--only" && ["rooms", "front", "types", "browser"].contains(&part.as_str()) => {
            Some(part.as_str())
        }
        _ => return Err("usage: cargo xtask test [--only rooms|front|types|browser]".into()),
    };
    let wanted = |part: &str| only.is_none_or(|only| only == part);
    let mut parts = vec![
        part("system packages", || set_up(|| system::ensure(system::TESTS))),
        part("independent readers", || set_up(peers::ensure)),
        part("npm packages", || set_up(front::ensure_packages)),
        part("window build", || set_up(front::ensure_built)),
    ];
    if wanted("rooms") {
        parts.push(part("code lists", || set_up(code_lists)));
        parts.push(part("rooms and window (cargo test)", rooms));
    }
    if wanted("types") {
        parts.push(part("types of the window", || ended(house::must(&mut front::npm(["run", "typecheck"])))));
    }
    if wanted("front") {
        parts.push(part("unit tests of the window", front_units));
    }
    if wanted("browser") {
        parts.push(part("browser tests", browser));
    }
    report(&parts)
}

type Done = (Counts, Result<(), String>);

fn part(name: &'static str, work: impl FnOnce() -> Done) -> Part {
    println!("\n== {name}");
    let start = Instant::now();
    let (counts, end) = work();
    Part { name, took: start.elapsed(), counts, why: end.err() }
}

/// Set-up is no test: it counts only when it goes wrong.
fn set_up(work: impl FnOnce() -> Result<(), String>) -> Done {
    let end = work();
    (Counts { failed: u64::from(end.is_err()), ..Counts::default() }, end)
}

fn ended(end: Result<(), String>) -> Done {
    (Counts::default().with_end(end.is_ok()), end)
}

fn rooms() -> Done {
    let mut sum = Counts::default();
    let mut command = house::cargo(ROOMS);
    command.env("TAMGA_TEST_OUTPUT", house::root().join("test-output"));
    // Elsewhere tests that need a database server say so and are passed over; here it was installed.
    if system::is_debian() {
        command.env("TAMGA_NEEDS_POSTGRES", "1");
    }
    if let Ok(python) = peers::interpreter() {
        command.env(peers::VARIABLE, python);
    }
    let end = house::watch_with(&mut command, PATIENCE, |line| {
        if let Some(counts) = counts::of_cargo_line(line) {
            sum.add(counts);
        }
    });
    (sum.with_end(end.is_ok()), end)
}

fn front_units() -> Done {
    let report = std::env::temp_dir().join(format!("tamga-window-tests-{}.json", std::process::id()));
    let output = format!("--outputFile.json={}", report.display());
    let mut command = front::npm(["test", "--", "--reporter=default", "--reporter=json", output.as_str()]);
    let end = house::must(command.env("NO_COLOR", "1"));
    let sum = std::fs::read_to_string(&report).ok().and_then(|text| serde_json::from_str(&text).ok());
    let sum = sum.map(|value| counts::of_report(&value)).unwrap_or_default();
    // The file is ours and temporary; that it stays behind would harm nobody.
    let _ = std::fs::remove_file(&report);
    let end = end.and(if sum.passed + sum.failed == 0 { Err("no unit test ran".to_owned()) } else { Ok(()) });
    (sum.with_end(end.is_ok()), end)
}

fn browser() -> Done {
    let host = match front::ensure_built_for_browser().and_then(|()| window_host()) {
        Ok(host) => host,
        Err(why) => return ended(Err(why)),
    };
    let mut sum = None;
    let mut command = front::npm(["run", "test:browser"]);
    let end = house::watch(command.env("NO_COLOR", "1").env("TAMGA_WINDOW_HOST", host), |line| {
        sum = counts::of_summary_line(line).or(sum);
    });
    let end = end.and(sum.map(|_| ()).ok_or_else(|| "the browser tests printed no sum".to_owned()));
    (sum.unwrap_or_default().with_end(end.is_ok()), end)
}

fn report(parts: &[Part]) -> Result<(), String> {
    let mut sum = Counts::default();
    println!("\n{:<34} {:>9}  {:>7} {:>7} {:>7}", "part", "seconds", "passed", "failed", "skipped");
    for part in parts {
        let Part { name, took, counts, why } = part;
        println!(
            "{name:<34} {:>9.1}  {:>7} {:>7} {:>7}",
            took.as_secs_f64(),
            counts.passed,
            counts.failed,
            counts.skipped
        );
        if let Some(why) = why {
            println!("    {why}");
        }
        sum.add(*counts);
    }
    let whole: Duration = parts.iter().map(|part| part.took).sum();
    println!("{:<34} {:>9.1}\n\n{sum}", "together", whole.as_secs_f64());
    if sum.failed == 0 { Ok(()) } else { std::process::exit(1) }
}
