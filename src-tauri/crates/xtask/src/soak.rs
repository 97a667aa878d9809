//! Does it hold at full size? The tests that a daily run makes small, whole and in release, one part after the other,
//! each counted and timed. Runs for minutes to hours; `cargo xtask test` stays short.
//!
//! A part is one filter of one room's tests with the sizes it is to have. Such a test prints lines `soak <what> <count>`
//! of what it really did, and `fault <count> <kind>` of what it broke; a part that counts less than it has to has failed,
//! whatever its tests say.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use crate::{house, peers, system};

/// One long run.
struct Part {
    /// What people call it: `cargo xtask soak seal`.
    group: &'static str,
    name: &'static str,
    package: &'static str,
    /// The test program of the package.
    binary: &'static str,
    /// Filter of its tests.
    tests: &'static str,
    /// Sizes, as variables that the tests read.
    sizes: &'static [(&'static str, &'static str)],
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
        sizes: &[("TAMGA_DAMAGE", "100000")],
        least: 100_000,
    },
    Part {
        group: "seal",
        name: "attacks",
        package: "tamga-seal",
        binary: "it",
        tests: "attacks::",
        sizes: &[],
        least: 1_200,
    },
    Part {
        group: "seal",
        name: "peers, both directions",
        package: "tamga-seal",
        binary: "it",
        tests: "matrix::",
        sizes: &[("TAMGA_PEER_DOCUMENTS", "200")],
        least: 8_000,
    },
    Part {
        group: "paper",
        name: "small PDF that cost much",
        package: "tamga-paper",
        binary: "it",
        tests: "back::",
        sizes: &[],
        least: 10,
    },
    Part {
        group: "paper",
        name: "pages",
        package: "tamga-office",
        binary: "it",
        tests: "paper_attacks::",
        sizes: &[],
        least: 30,
    },
    // A thousand seeds and two: six parts of a hundred and sixty-seven.
    Part {
        group: "gateway",
        name: "simulation (T-02)",
        package: "tamga-faults",
        binary: "sim",
        tests: "doubl",
        sizes: &[("TAMGA_SEEDS", "167")],
        least: 235_000,
    },
    Part {
        group: "gateway",
        name: "a seed twice (T-03)",
        package: "tamga-faults",
        binary: "sim",
        tests: "twice",
        sizes: &[("TAMGA_TWICE", "500")],
        least: 500,
    },
    Part {
        group: "gateway",
        name: "killed desks (T-05)",
        package: "tamga-faults",
        binary: "kill",
        tests: "kills_lose_nothing",
        sizes: &[("TAMGA_KILLS", "10000")],
        least: 10_000,
    },
    Part {
        group: "gateway",
        name: "order of a box (T-13)",
        package: "tamga-gateway",
        binary: "it",
        tests: "items_of_fifty_writers",
        sizes: &[("TAMGA_ITEMS", "1000000")],
        least: 2_000_000,
    },
    Part {
        group: "gateway",
        name: "real processes (T-17)",
        package: "tamga-faults",
        binary: "real",
        tests: "whatever_is_killed_or_stopped",
        sizes: &[("TAMGA_OPERATIONS", "2000"), ("TAMGA_FAULTS", "200"), ("TAMGA_STOP", "60000")],
        least: 2_000,
    },
    Part {
        group: "gateway",
        name: "stories of couriers (T-22)",
        package: "tamga-faults",
        binary: "courier",
        tests: "whatever_the_courier_does",
        sizes: &[("TAMGA_STORIES", "20000")],
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

/// `cargo xtask soak [GROUP…]`.
pub fn soak(args: &[String]) -> Result<(), String> {
    let parts = chosen(args)?;
    system::ensure(system::TESTS)?;
    peers::ensure()?;
    for (package, binary) in programs(&parts) {
        house::must(&mut house::cargo(["test", "--release", "-p", package, "--test", binary, "--no-run"]))?;
    }
    let done: Vec<Done> = parts.into_iter().map(run).collect();
    println!("\n{}", table(&done));
    match done.iter().filter(|one| one.why.is_some()).count() {
        0 => Ok(()),
        failed => Err(format!("{failed} of {} parts failed", done.len())),
    }
}

fn chosen(args: &[String]) -> Result<Vec<&'static Part>, String> {
    let known = |group: &str| PARTS.iter().any(|part| part.group == group);
    if let Some(stranger) = args.iter().find(|group| !known(group)) {
        let mut groups: Vec<&str> = PARTS.iter().map(|part| part.group).collect();
        groups.dedup();
        return Err(format!("`{stranger}` is no long run; known: {}", groups.join(" ")));
    }
    Ok(PARTS.iter().filter(|part| args.is_empty() || args.iter().any(|group| group == part.group)).collect())
}

fn programs(parts: &[&Part]) -> BTreeSet<(&'static str, &'static str)> {
    parts.iter().map(|part| (part.package, part.binary)).collect()
}

fn run(part: &'static Part) -> Done {
    println!("\n== {}: {}", part.group, part.name);
    let start = Instant::now();
    let mut command = house::cargo(["test", "--release", "-p", part.package, "--test", part.binary, part.tests]);
    command.args(["--", "--nocapture"]).envs(part.sizes.iter().copied());
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
    let end = end.and(match counted >= part.least {
        true => Ok(()),
        false => Err(format!("only {counted} of {} were made", part.least)),
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
        let groups = |args: &[&str]| chosen(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>());
        assert_eq!(groups(&[]).map(|parts| parts.len()), Ok(PARTS.len()));
        assert!(groups(&["seal"]).is_ok_and(|parts| parts.iter().all(|part| part.group == "seal")));
        assert!(groups(&["seal", "sael"]).is_err_and(|why| why.contains("`sael`") && why.contains("seal")));
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
