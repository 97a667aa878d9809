//! How do answers and faults reach the person or the program that asked?
//!
//! What others wrote (names, descriptions, error texts of servers) may hold control characters; none reaches the
//! terminal.

use std::io::{IsTerminal, Write};

use serde_json::{Value, json};

use crate::answer::{Answer, Exit};
use crate::failure::Failure;
use crate::finding;

const RED: &str = "\u{1b}[31m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// Where this run writes.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    json: bool,
    colour: bool,
}

impl Terminal {
    /// As the options and the environment of this run say; `NO_COLOR` is honoured.
    pub fn of_this_run(json: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { json, colour: wanted && std::io::stderr().is_terminal() }
    }

    /// Prints an answer and hands its end back; when nobody listens any more the world is in the way.
    pub fn tell(self, answer: &Answer) -> Exit {
        let text = if self.json { Value::Object(answer.object.clone()).to_string() } else { harmless(&answer.words) };
        if text.is_empty() {
            return answer.exit;
        }
        let mut out = std::io::stdout().lock();
        match writeln!(out, "{text}").and_then(|()| out.flush()) {
            Ok(()) => answer.exit,
            Err(_) => Exit::World,
        }
    }

    /// Says what happened, where, and what to do about it.
    pub fn fail(self, failure: &Failure) -> Exit {
        let mut lines = vec![format!("{} {}", self.styled(&[BOLD, RED], "tamga:"), harmless(&failure.to_string()))];
        let about = [("where", failure.place()), ("why", failure.reason()), ("what to do", failure.remedy())];
        for (name, text) in &about {
            if !text.is_empty() {
                lines.push(format!("  {} {}", self.styled(&[BOLD], &format!("{name}:")), harmless(text)));
            }
        }
        let findings = finding::lines(failure.findings());
        lines.extend(findings.lines().map(|line| format!("  {}", harmless(line))));
        // When standard error is closed there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
        if self.json {
            let findings: Vec<Value> = failure.findings().iter().map(finding::object).collect();
            let [(_, place), (_, reason), (_, remedy)] = about;
            let object = json!({ "error": {
                "code": failure.code(), "message": failure.to_string(), "where": place, "why": reason,
                "whatToDo": remedy, "findings": findings,
            }});
            let _ = writeln!(std::io::stdout(), "{object}");
        }
        failure.exit()
    }

    fn styled(self, styles: &[&str], text: &str) -> String {
        if self.colour { format!("{}{text}{PLAIN}", styles.concat()) } else { text.to_owned() }
    }
}

/// The text without characters that steer a terminal or turn words round.
fn harmless(text: &str) -> String {
    let steers = |letter: char| {
        letter.is_control() && letter != '\n' || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|letter| if steers(letter) { '\u{fffd}' } else { letter }).collect()
}

/// Rows in columns, each as wide as its widest cell; without space at the ends of lines.
pub fn table(rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            let width = cell.chars().count();
            match widths.get_mut(column) {
                Some(known) => *known = (*known).max(width),
                None => widths.push(width),
            }
        }
    }
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{}{}", cell, " ".repeat(width - cell.chars().count())));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_replaced_and_lines_stay() {
        assert_eq!(harmless("a\u{1b}[2Jb\nc\u{202e}d\u{9b}e"), "a\u{fffd}[2Jb\nc\u{fffd}d\u{fffd}e");
        assert_eq!(harmless("دبي ÄÖ 東京"), "دبي ÄÖ 東京");
    }

    #[test]
    fn columns_stand_one_under_another() {
        let rows = [vec!["a".to_owned(), "bb".to_owned()], vec!["äöü".to_owned(), "c".to_owned()]];
        assert_eq!(table(&rows), "a    bb\näöü  c");
        assert_eq!(table(&[]), "");
    }
}
