//! How many tests passed? Sums read from what the test tools print.

use serde_json::Value;

/// Tests of one part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that held.
    pub passed: u64,
    /// Those that did not.
    pub failed: u64,
    /// Those that were not tried.
    pub skipped: u64,
}

impl Counts {
    /// Adds another part.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Makes a tool's exit status count: a red end without a red test is one failure, a green end without any test
    /// is one pass of the part itself.
    pub fn with_end(mut self, went_well: bool) -> Self {
        if !went_well && self.failed == 0 {
            self.failed = 1;
        }
        if went_well && self == Self::default() {
            self.passed = 1;
        }
        self
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Reads one line of `cargo test`: `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
pub fn of_cargo_line(line: &str) -> Option<Counts> {
    let rest = line.trim_start().strip_prefix("test result:")?;
    Some(Counts {
        passed: before(rest, "passed").unwrap_or(0),
        failed: before(rest, "failed").unwrap_or(0),
        skipped: before(rest, "ignored").unwrap_or(0),
    })
}

/// Reads a summary line of the browser tests: `12 passed, 1 failed, 0 skipped`; at least the first must be there.
pub fn of_summary_line(line: &str) -> Option<Counts> {
    let passed = before(line, "passed")?;
    let (failed, skipped) = (before(line, "failed").unwrap_or(0), before(line, "skipped").unwrap_or(0));
    let words: Vec<&str> = line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_summary = words.iter().all(|word| {
        matches!(*word, "passed" | "failed" | "skipped" | "tests" | "test" | "total")
            || word.bytes().all(|b| b.is_ascii_digit())
    });
    is_summary.then_some(Counts { passed, failed, skipped })
}

/// Reads the report file of the web half's unit tests.
pub fn of_report(report: &Value) -> Counts {
    let number = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or(0);
    Counts {
        passed: number("numPassedTests"),
        failed: number("numFailedTests").max(u64::from(report.get("success") == Some(&Value::Bool(false)))),
        skipped: number("numPendingTests") + number("numTodoTests"),
    }
}

fn before(text: &str, word: &str) -> Option<u64> {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).find_map(|pair| match pair {
        [number, name] if *name == word => number.parse().ok(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn a_result_line_of_cargo_is_read_and_other_lines_are_not() {
        let line = "test result: FAILED. 31 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.41s";
        assert_eq!(of_cargo_line(line), Some(counts(31, 2, 1)));
        assert_eq!(of_cargo_line("test seal::holds ... ok"), None);
        assert_eq!(of_cargo_line("it printed test result: ok. 9 passed"), None);
    }

    #[test]
    fn a_summary_line_is_read_and_prose_is_not() {
        assert_eq!(of_summary_line("14 passed, 1 failed, 2 skipped"), Some(counts(14, 1, 2)));
        assert_eq!(of_summary_line("Tests: 3 passed"), None, "an unknown word is prose");
        assert_eq!(of_summary_line("  3 passed (3)"), Some(counts(3, 0, 0)));
        assert_eq!(of_summary_line("the clerk passed"), None);
    }

    #[test]
    fn a_tool_that_ends_red_without_a_red_test_counts_as_one_failure() {
        assert_eq!(counts(5, 0, 0).with_end(false), counts(5, 1, 0));
        assert_eq!(counts(5, 2, 0).with_end(false), counts(5, 2, 0));
        assert_eq!(Counts::default().with_end(true), counts(1, 0, 0));
    }

    #[test]
    fn a_report_without_success_has_at_least_one_failure() {
        let report = serde_json::json!({ "numPassedTests": 4, "numFailedTests": 0, "success": false });
        assert_eq!(of_report(&report), counts(4, 1, 0));
    }
}
