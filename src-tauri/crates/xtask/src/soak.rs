//! Does it hold at full size? The tests that a daily run makes small, whole, one part after the other, each counted and
//! timed. They are the programs of the daily run, with every check of numbers and every assertion of a debug build. Runs
//! for minutes to hours; `cargo xtask test` stays short.
//!
//! A part is one filter of one room's tests with the sizes it is to have. Such a test prints lines `soak <what> <count>`
//! of what it really did, and `fault <count> <kind>` of what it broke; a part that counts less than it has to has failed,
//! whatever its tests say.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::{front, house, peers, system};

/// One long run.
#[derive(Debug)]
struct Part {
    /// What people call it: `cargo xtask soak seal`.
    group: &'static str,
    name: &'static str,
    package: &'static str,
    /// The test program of the package.
    binary: &'static str,
    /// Filter of its tests.
    tests: &'static str,
    /// Counts, as variables that the tests read; a smaller share of the run makes them smaller.
    sizes: &'static [(&'static str, u64)],
    /// What else the tests read, the same whatever the share.
    fixed: &'static [(&'static str, &'static str)],
    /// What has to be counted at least.
    least: u64,
}

const PARTS: &[Part] = &[
    Part {
        group: "seal",
        name: "damage to any byte or node",
        package: "tamga-seal",
        binary: "it",
        tests: "damage::",
        sizes: &[("TAMGA_DAMAGE", 100_000)],
        fixed: &[],
        least: 100_000,
    },
    Part {
        group: "seal",
        name: "attacks",
        package: "tamga-seal",
        binary: "it",
        tests: "attacks::",
        sizes: &[],
        fixed: &[],
        least: 1_200,
    },
    Part {
        group: "seal",
        name: "peers, both directions",
        package: "tamga-seal",
        binary: "it",
        tests: "matrix::",
        sizes: &[("TAMGA_PEER_DOCUMENTS", 200)],
        fixed: &[],
        least: 8_000,
    },
    Part {
        group: "paper",
        name: "small PDF that cost much",
        package: "tamga-paper",
        binary: "it",
        tests: "back::",
        sizes: &[],
        fixed: &[],
        least: 10,
    },
    Part {
        group: "paper",
        name: "pages",
        package: "tamga-office",
        binary: "it",
        tests: "paper_attacks::",
        sizes: &[],
        fixed: &[],
        least: 30,
    },
    Part {
        group: "gateway",
        name: "model of desk, post, gateway (T-01)",
        package: "tamga-faults",
        binary: "sim",
        tests: "the_model",
        sizes: &[("TAMGA_CASES", 25_000)],
        fixed: &[],
        least: 100_000,
    },
    // A thousand seeds and two: six parts of a hundred and sixty-seven.
    Part {
        group: "gateway",
        name: "simulation (T-02)",
        package: "tamga-faults",
        binary: "sim",
        tests: "doubl",
        sizes: &[("TAMGA_SEEDS", 167)],
        fixed: &[],
        least: 220_000,
    },
    Part {
        group: "gateway",
        name: "a seed twice (T-03)",
        package: "tamga-faults",
        binary: "sim",
        tests: "twice",
        sizes: &[("TAMGA_TWICE", 500)],
        fixed: &[],
        least: 500,
    },
    Part {
        group: "gateway",
        name: "killed desks (T-05)",
        package: "tamga-faults",
        binary: "kill",
        tests: "kills_lose_nothing",
        sizes: &[("TAMGA_KILLS", 10_000)],
        fixed: &[],
        least: 10_000,
    },
    Part {
        group: "gateway",
        name: "between any two steps (T-09)",
        package: "tamga-faults",
        binary: "sim",
        tests: "killed_between_any",
        sizes: &[("TAMGA_TIMES", 20)],
        fixed: &[("TAMGA_APART", "1")],
        least: 20_000,
    },
    Part {
        group: "gateway",
        name: "deliveries again (T-10)",
        package: "tamga-faults",
        binary: "sim",
        tests: "what_comes_again",
        sizes: &[("TAMGA_COPIES", 20_000)],
        fixed: &[],
        least: 100_000,
    },
    Part {
        group: "gateway",
        name: "order of a box (T-13)",
        package: "tamga-gateway",
        binary: "it",
        tests: "items_of_fifty_writers",
        sizes: &[("TAMGA_ITEMS", 1_000_000)],
        fixed: &[],
        least: 2_000_000,
    },
    Part {
        group: "gateway",
        name: "real processes (T-17)",
        package: "tamga-faults",
        binary: "real",
        tests: "whatever_is_killed_or_stopped",
        sizes: &[("TAMGA_OPERATIONS", 20_000), ("TAMGA_FAULTS", 10_000)],
        fixed: &[("TAMGA_STOP", "60000")],
        least: 20_000,
    },
    Part {
        group: "gateway",
        name: "a standby takes over (T-17)",
        package: "tamga-faults",
        binary: "real",
        tests: "standby_takes_over",
        sizes: &[("TAMGA_PROMOTED", 4_000)],
        fixed: &[],
        least: 4_000,
    },
    Part {
        group: "gateway",
        name: "damaged messages (T-21)",
        package: "tamga-courier",
        binary: "it",
        tests: "damaged::",
        sizes: &[("TAMGA_DAMAGED", 1_000_000)],
        fixed: &[],
        least: 4_000_000,
    },
    Part {
        group: "gateway",
        name: "a post on a thin line (T-23)",
        package: "tamga-faults",
        binary: "sim",
        tests: "thin_line",
        sizes: &[("TAMGA_WAITING", 2_000)],
        fixed: &[],
        least: 2_000,
    },
    Part {
        group: "gateway",
        name: "ill among good ones (T-20)",
        package: "tamga-faults",
        binary: "sim",
        tests: "twenty_ill",
        sizes: &[("TAMGA_ROUNDS", 50)],
        fixed: &[],
        least: 1_000,
    },
    Part {
        group: "gateway",
        name: "stories of couriers (T-22)",
        package: "tamga-faults",
        binary: "courier",
        tests: "whatever_the_courier_does",
        sizes: &[("TAMGA_STORIES", 20_000)],
        fixed: &[],
        least: 20_000,
    },
];

/// What came of a part.
struct Done {
    part: &'static Part,
    took: Duration,
    counted: u64,
    /// Faults that were made, by kind.
    faults: BTreeMap<String, u64>,
    why: Option<String>,
}

/// `cargo xtask soak [--share PERCENT] [GROUP|TEST…]`.
pub fn soak(args: &[String]) -> Result<(), String> {
    let Wish { parts, share } = chosen(args)?;
    system::ensure(system::TESTS)?;
    peers::ensure()?;
    front::ensure_built()?;
    let programs = programs(&parts)?;
    let done: Vec<Done> = parts.into_iter().map(|part| run(part, share, &programs)).collect();
    println!("\n{}", table(&done));
    match done.iter().filter(|one| one.why.is_some()).count() {
        0 => Ok(()),
        failed => Err(format!("{failed} of {} parts failed", done.len())),
    }
}

/// What is to be run, and how much of each part in percent.
#[derive(Debug)]
struct Wish {
    parts: Vec<&'static Part>,
    share: u64,
}

fn chosen(args: &[String]) -> Result<Wish, String> {
    let usage = || "usage: cargo xtask soak [--share PERCENT] [GROUP|TEST…]; PERCENT from 1 to 100".to_owned();
    let (share, words) = match args {
        [flag, share, words @ ..] if flag == "--share" => (share.parse().map_err(|_| usage())?, words),
        words if words.iter().any(|word| word.starts_with('-')) => return Err(usage()),
        words => (100, words),
    };
    if !(1..=100).contains(&share) {
        return Err(usage());
    }
    let is_asked = |part: &Part, word: &String| part.group == word || part.test() == Some(word);
    if let Some(stranger) = words.iter().find(|word| !PARTS.iter().any(|part| is_asked(part, word))) {
        let mut known: Vec<&str> = PARTS.iter().map(|part| part.group).collect();
        known.dedup();
        known.extend(PARTS.iter().filter_map(Part::test));
        return Err(format!("`{stranger}` is no long run; known: {}", known.join(" ")));
    }
    let is_chosen = |part: &&'static Part| words.is_empty() || words.iter().any(|word| is_asked(part, word));
    Ok(Wish { parts: PARTS.iter().filter(is_chosen).collect(), share })
}

impl Part {
    /// The test's id in `gateway.md`, when it has one: what stands in brackets behind the name.
    fn test(&self) -> Option<&'static str> {
        self.name.strip_suffix(')')?.rsplit_once('(').map(|(_, id)| id)
    }
}

/// So many percent of a count, at least one.
fn part_of(count: u64, share: u64) -> u64 {
    (count * share / 100).max(1)
}

/// A built test program, and the folder its tests run in.
struct Program {
    file: PathBuf,
    folder: PathBuf,
}

/// The programs of some parts by package and name, built as the daily run builds them.
fn programs(parts: &[&Part]) -> Result<BTreeMap<(String, String), Program>, String> {
    let mut command = house::cargo(["test", "--workspace", "--no-run", "--features", house::FEATURES]);
    let binaries: BTreeSet<&str> = parts.iter().map(|part| part.binary).collect();
    binaries.iter().for_each(|binary| _ = command.args(["--test", *binary]));
    let told = house::ask(command.args(["--message-format", "json-render-diagnostics"]))?;
    Ok(told.lines().filter_map(artifact).collect())
}

/// What the builder says of something it made; the rest of the line is not read.
#[derive(serde::Deserialize)]
struct Made {
    /// `path+file:///…/tests/faults#tamga-faults@0.1.0`.
    package_id: String,
    manifest_path: PathBuf,
    target: Target,
    executable: Option<PathBuf>,
}

#[derive(serde::Deserialize)]
struct Target {
    name: String,
}

/// A line of the builder about a test program.
fn artifact(line: &str) -> Option<((String, String), Program)> {
    let Made { package_id, manifest_path, target, executable } = serde_json::from_str(line).ok()?;
    let package = package_id.rsplit_once('#')?.1.split('@').next()?;
    let program = Program { file: executable?, folder: manifest_path.parent()?.to_owned() };
    Some(((package.to_owned(), target.name), program))
}

fn run(part: &'static Part, share: u64, programs: &BTreeMap<(String, String), Program>) -> Done {
    println!("\n== {}: {}", part.group, part.name);
    let least = part_of(part.least, share);
    let start = Instant::now();
    let Some(Program { file, folder }) = programs.get(&(part.package.to_owned(), part.binary.to_owned())) else {
        let why = Some(format!("{} of {} was not built", part.binary, part.package));
        return Done { part, took: start.elapsed(), counted: 0, faults: BTreeMap::new(), why };
    };
    let mut command = Command::new(file);
    command.current_dir(folder).args([part.tests, "--nocapture"]);
    command.envs(part.sizes.iter().map(|(name, count)| (name, part_of(*count, share).to_string())));
    command.envs(part.fixed.iter().copied());
    if system::is_debian() {
        command.env("TAMGA_NEEDS_POSTGRES", "1");
    }
    if let Ok(python) = peers::interpreter() {
        command.env(peers::VARIABLE, python);
    }
    let (mut counted, mut faults) = (0, BTreeMap::new());
    let end = house::watch(&mut command, |line| {
        counted += count(line).unwrap_or(0);
        if let Some((kind, many)) = fault(line) {
            *faults.entry(kind).or_default() += many;
        }
    });
    let end = end.and(match counted >= least {
        true => Ok(()),
        false => Err(format!("only {counted} of {least} were made")),
    });
    Done { part, took: start.elapsed(), counted, faults, why: end.err() }
}

/// The number of a line `soak <what> <count>`.
fn count(line: &str) -> Option<u64> {
    match line.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["soak", _, count] => count.parse().ok(),
        _ => None,
    }
}

/// Kind and number of a line `fault <count> <kind>`.
fn fault(line: &str) -> Option<(String, u64)> {
    let (count, kind) = line.strip_prefix("fault ")?.split_once(' ')?;
    Some((kind.trim().to_owned(), count.parse().ok()?))
}

fn table(done: &[Done]) -> String {
    let mut text = format!("{:<8} {:<34} {:>9} {:>9}\n", "group", "what", "made", "seconds");
    for Done { part, took, counted, faults, why } in done {
        let seconds = took.as_secs_f64();
        text.push_str(&format!("{:<8} {:<34} {counted:>9} {seconds:>9.1}\n", part.group, part.name));
        for (kind, many) in faults {
            text.push_str(&format!("{:<8}   {kind:<32} {many:>9}\n", ""));
        }
        if let Some(why) = why {
            text.push_str(&format!("    {why}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_runs_its_parts_and_a_stranger_is_named() {
        let asked = |args: &[&str]| chosen(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        let names = |args: &[&str]| asked(args).map(|wish| wish.parts.iter().map(|part| part.name).collect::<Vec<_>>());
        assert_eq!(names(&[]).map(|parts| parts.len()), Ok(PARTS.len()));
        assert!(asked(&["seal"]).is_ok_and(|wish| wish.parts.iter().all(|part| part.group == "seal")));
        assert_eq!(names(&["T-05"]), Ok(vec!["killed desks (T-05)"]));
        assert!(asked(&["seal", "sael"]).is_err_and(|why| why.contains("`sael`") && why.contains("seal")));
    }

    #[test]
    fn a_share_makes_every_count_smaller_and_none_nothing() {
        let share = |args: &[&str]| chosen(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        assert_eq!(share(&["seal"]).map(|wish| wish.share), Ok(100));
        assert_eq!(share(&["--share", "5", "T-05"]).map(|wish| (wish.share, wish.parts.len())), Ok((5, 1)));
        for wrong in [&["--share"][..], &["--share", "0"], &["--share", "101"], &["--share", "all"], &["--fast"]] {
            assert!(share(wrong).is_err_and(|why| why.starts_with("usage")), "{wrong:?}");
        }
        assert_eq!((part_of(10_000, 5), part_of(500, 1), part_of(10, 1)), (500, 5, 1));
    }

    #[test]
    fn the_programs_are_known_by_package_and_name() {
        let line = r#"{"reason":"compiler-artifact","package_id":"path+file:///a/tests/faults#tamga-faults@0.1.0",
            "manifest_path":"/a/tests/faults/Cargo.toml","target":{"name":"sim"},"executable":"/a/t/sim-1"}"#;
        let Some(((package, name), program)) = artifact(line) else { panic!("not understood") };
        assert_eq!((package.as_str(), name.as_str()), ("tamga-faults", "sim"));
        assert_eq!((program.file, program.folder), ("/a/t/sim-1".into(), "/a/tests/faults".into()));
        assert!(artifact(r#"{"reason":"build-finished","success":true}"#).is_none());
    }

    #[test]
    fn only_what_a_test_says_it_did_is_counted() {
        assert_eq!(count("soak damage 100000"), Some(100_000));
        for other in ["soak damage", "soak damage many", "test damage ... ok", "damage 5"] {
            assert_eq!(count(other), None, "{other}");
        }
    }

    #[test]
    fn faults_are_summed_by_kind() {
        assert_eq!(fault("fault 12 a clock was set"), Some(("a clock was set".to_owned(), 12)));
        for other in ["fault", "fault twelve x", "fault 12", "12 faults"] {
            assert_eq!(fault(other), None, "{other}");
        }
    }

    #[test]
    fn a_part_that_did_too_little_says_so_below_its_line() {
        let part = &PARTS[0];
        let (took, faults) = (Duration::from_secs(3), [("power gone".to_owned(), 4)].into());
        let done = Done { part, took, counted: 7, faults, why: Some("only 7 were made".into()) };
        let text = table(&[done]);
        assert!(
            text.contains("seal     damage to any byte or node") && text.contains("    only 7 were made\n"),
            "{text}"
        );
        assert!(text.lines().any(|line| line.split_whitespace().eq(["power", "gone", "4"])), "{text}");
    }
}
