//! Are the files short, headed, and free of calls that belong elsewhere?

use super::Source;

const LONGEST: usize = 600;

/// What stands in the head of a file that is written by a program.
const GENERATED: &str = "Written by `cargo xtask codegen`";

/// A call that only some places may make, and why.
struct Misplaced {
    call: &'static str,
    only_in: &'static [&'static str],
    why: &'static str,
}

const CALLS: &[Misplaced] = &[
    Misplaced {
        call: concat!("Connection::", "open"),
        only_in: &["src-tauri/crates/store/", "src-tauri/crates/codes/", "src-tauri/crates/gateway/"],
        why: "only the store, the code lists and the gateway open a database",
    },
    Misplaced {
        call: concat!("SystemTime::", "now"),
        only_in: &[
            "src-tauri/src/",
            "src-tauri/tests/",
            "src-tauri/crates/cli/",
            "src-tauri/crates/demo/",
            "src-tauri/crates/gateway/src/main.rs",
            "src-tauri/crates/gateway/src/bin/",
            "src-tauri/crates/xtask/",
        ],
        why: "the clock is an argument",
    },
];

/// Files over 600 lines, apart from those that `codegen` writes and compares.
pub fn too_long(files: &[Source]) -> Vec<String> {
    let is_written = |file: &&Source| file.text.lines().take(10).any(|line| line.contains(GENERATED));
    files
        .iter()
        .filter(|file| !is_written(file))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            (lines > LONGEST).then(|| format!("{}: {lines} lines, more than {LONGEST}", file.path))
        })
        .collect()
}

/// Rust files that do not begin by saying what they answer.
pub fn without_header(files: &[Source]) -> Vec<String> {
    let has_header = |text: &str| {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.next().and_then(|line| line.strip_prefix("//!")).is_some_and(|words| !words.trim().is_empty())
    };
    let rust = files.iter().filter(|file| file.path.ends_with(".rs"));
    rust.filter(|file| !has_header(&file.text)).map(|file| format!("{}: no `//!` header", file.path)).collect()
}

/// Calls that belong to other rooms; a room's tests may make them, and words in comments are no calls.
pub fn misplaced_calls(files: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".rs") && !is_test(&file.path)) {
        for (at, line) in file.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for rule in CALLS {
                let allowed = rule.only_in.iter().any(|place| file.path.starts_with(place));
                if code.contains(rule.call) && !allowed {
                    found.push(format!("{}:{}: `{}`: {}", file.path, at + 1, rule.call, rule.why));
                }
            }
        }
    }
    found
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.starts_with("tests/") || path.contains("/benches/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.into() }
    }

    #[test]
    fn a_file_of_601_lines_is_too_long_and_one_of_600_is_not() {
        let long = file("a.ts", &"x\n".repeat(601));
        let fits = file("b.ts", &"x\n".repeat(600));
        let written = file("c.ts", &format!("// {GENERATED}\n{}", "x\n".repeat(900)));
        assert_eq!(too_long(&[long, fits, written]), ["a.ts: 601 lines, more than 600"]);
    }

    #[test]
    fn a_rust_file_without_a_header_or_with_an_empty_one_is_found() {
        let files = [
            file("good.rs", "\n//! What is this?\n"),
            file("empty.rs", "//!\nfn main() {}"),
            file("none.rs", "use a;\n//! late"),
            file("window.ts", "export {}"),
        ];
        assert_eq!(without_header(&files), ["empty.rs: no `//!` header", "none.rs: no `//!` header"]);
    }

    #[test]
    fn a_database_opened_outside_its_rooms_is_found_with_its_line() {
        let call = format!("//! x\nlet c = {}(path);", CALLS[0].call);
        let bad = file("src-tauri/crates/office/src/issue.rs", &call);
        let fine = file("src-tauri/crates/store/src/open.rs", &call);
        let test = file("src-tauri/crates/office/tests/office.rs", &call);
        let found = misplaced_calls(&[bad, fine, test]);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("src-tauri/crates/office/src/issue.rs:2:"), "{found:?}");
    }

    #[test]
    fn a_clock_read_below_the_shell_is_found_and_a_comment_about_it_is_not() {
        let call = CALLS[1].call;
        let bad = file("src-tauri/crates/gateway/src/server.rs", &format!("let now = {call}();"));
        let fine = file("src-tauri/crates/gateway/src/main.rs", &format!("let now = {call}();"));
        let words = file("src-tauri/crates/courier/src/plan.rs", &format!("// never {call}"));
        assert_eq!(misplaced_calls(&[bad, fine, words]).len(), 1);
    }
}
