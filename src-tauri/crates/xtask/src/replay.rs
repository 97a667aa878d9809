//! How does one look again at a seed that failed? One command, which the failing test prints: the test by its id, the
//! seed, and after how many steps to stop.

use crate::house;

/// A test that follows a seed.
struct Seeded {
    id: &'static str,
    package: &'static str,
    binary: &'static str,
    filter: &'static str,
}

const TESTS: &[Seeded] = &[
    Seeded { id: "T-01", package: "tamga-faults", binary: "sim", filter: "do_what_the_model_says" },
    Seeded { id: "T-02", package: "tamga-faults", binary: "sim", filter: "whatever_breaks" },
    Seeded { id: "T-05", package: "tamga-faults", binary: "kill", filter: "a_thousand_kills" },
    Seeded { id: "T-10", package: "tamga-faults", binary: "sim", filter: "what_comes_again" },
    Seeded { id: "T-17", package: "tamga-faults", binary: "real", filter: "whatever_is_killed_or_stopped" },
    Seeded { id: "T-22", package: "tamga-faults", binary: "courier", filter: "whatever_the_courier_does" },
];

/// What is to be played again.
struct Wish<'a> {
    test: &'static Seeded,
    seed: &'a str,
    until: Option<&'a str>,
}

/// `cargo xtask replay TEST --seed N [--until N]`.
pub fn replay(args: &[String]) -> Result<(), String> {
    let Wish { test, seed, until } = wish(args)?;
    let mut command = house::cargo(["test", "-p", test.package, "--test", test.binary, test.filter]);
    command.args(["--", "--nocapture"]).env("TAMGA_SEED", seed);
    if let Some(until) = until {
        command.env("TAMGA_UNTIL", until);
    }
    house::must(&mut command)
}

fn wish(args: &[String]) -> Result<Wish<'_>, String> {
    let known = || TESTS.iter().map(|test| test.id).collect::<Vec<_>>().join(" ");
    let usage = || format!("usage: cargo xtask replay TEST --seed N [--until N]; tests: {}", known());
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (id, seed, until) = match args.as_slice() {
        [id, "--seed", seed] => (*id, *seed, None),
        [id, "--seed", seed, "--until", until] => (*id, *seed, Some(*until)),
        _ => return Err(usage()),
    };
    let test = TESTS.iter().find(|test| test.id == id).ok_or_else(usage)?;
    let is_number = |text: &str| match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).is_ok(),
        None => text.parse::<u64>().is_ok(),
    };
    match is_number(seed) && until.is_none_or(is_number) {
        true => Ok(Wish { test, seed, until }),
        false => Err(usage()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Option<(&'static str, String, Option<String>)> {
        let args: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let wish = wish(&args).ok()?;
        Some((wish.test.binary, wish.seed.to_owned(), wish.until.map(str::to_owned)))
    }

    #[test]
    fn the_command_that_a_red_seed_prints_is_understood() {
        let (seed, until) = ("0x51f3c09a".to_owned(), Some("418".to_owned()));
        assert_eq!(asked("T-02 --seed 0x51f3c09a --until 418"), Some(("sim", seed, until)));
        assert_eq!(asked("T-05 --seed 17"), Some(("kill", "17".to_owned(), None)));
    }

    #[test]
    fn what_is_no_test_or_no_number_is_refused() {
        for wrong in ["", "T-99 --seed 1", "T-02", "T-02 --seed", "T-02 --seed now", "T-02 --seed 1 --until soon"] {
            assert_eq!(asked(wrong), None, "{wrong}");
        }
    }
}
