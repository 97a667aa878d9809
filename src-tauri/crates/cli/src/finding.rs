//! How does a finding look, to people and to programs?

use serde_json::{Map, Value, json};
use tamga_origin::{Finding, Severity};

use crate::words;

/// A finding in one line: how much it weighs, the sentence, and in brackets what a form or a program calls it.
pub fn line(finding: &Finding) -> String {
    let weight = match finding.severity {
        Severity::Block => "Fix ",
        Severity::Warn => "Look",
        Severity::Info => "Tip ",
    };
    weighed(weight, finding)
}

/// The same as a reason of a verdict: nobody at the border can fix anything.
pub fn reason(finding: &Finding) -> String {
    let weight = match finding.severity {
        Severity::Block => "Bad ",
        Severity::Warn => "Look",
        Severity::Info => "Note",
    };
    weighed(weight, finding)
}

fn weighed(weight: &str, finding: &Finding) -> String {
    let at = if finding.path.is_empty() { String::new() } else { format!(" at {}", finding.path) };
    let doubt = if finding.is_unconfirmed() { " (not confirmed against the agreement text)" } else { "" };
    format!("{weight}  {}{doubt}  [{}{at}]", sentence(finding), finding.code)
}

/// Several, the lightest first, so that the heaviest stand where the eye is when the command ends. Of the light ones of
/// one kind only some are shown.
pub fn lines(findings: &[Finding]) -> String {
    const SHOWN: usize = 2;
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let mut lines = Vec::new();
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for finding in sorted {
        if finding.severity == Severity::Info {
            match kinds.iter_mut().find(|(code, _)| *code == finding.code) {
                Some((_, count)) => *count += 1,
                None => kinds.push((&finding.code, 1)),
            }
            if kinds.iter().any(|(code, count)| *code == finding.code && *count > SHOWN) {
                continue;
            }
        }
        lines.push(line(finding));
    }
    let more = kinds.iter().filter(|(_, count)| *count > SHOWN);
    let more = more.map(|(code, count)| format!("Tip   {} more like it; --json shows them.  [{code}]", count - SHOWN));
    let tips = lines.iter().filter(|line| line.starts_with("Tip")).count();
    lines.splice(tips..tips, more.collect::<Vec<_>>());
    lines.join("\n")
}

/// "2 to fix, 1 to look at", or "nothing to fix".
pub fn sum(findings: &[Finding]) -> String {
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let parts =
        [(count(Severity::Block), "to fix"), (count(Severity::Warn), "to look at"), (count(Severity::Info), "to know")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() { "nothing to fix".to_owned() } else { parts.join(", ") }
}

/// A finding for programs.
pub fn object(finding: &Finding) -> Value {
    let params: Map<String, Value> =
        finding.params.iter().map(|(name, value)| (name.to_string(), Value::from(value.as_str()))).collect();
    json!({
        "code": finding.code, "severity": finding.severity.as_str(), "path": finding.path, "params": params,
        "message": sentence(finding),
    })
}

/// Several for programs, in their order.
pub fn objects(findings: &[Finding]) -> Vec<Value> {
    findings.iter().map(object).collect()
}

fn sentence(finding: &Finding) -> String {
    // A path that names an item names its line too; most rules do not say it twice.
    let from_path = finding.path.strip_prefix("items[").and_then(|rest| rest.split_once(']')).map(|(line, _)| line);
    let own = finding.params.iter().map(|(name, value)| (name.as_ref(), value.as_str()));
    let params = own.chain(from_path.map(|line| ("n", line)));
    let params: Vec<(&str, &str)> = params.collect();
    // Slips in the files of an administrator stand in areas of their own.
    let said = ["finding", ""].iter().find_map(|area| words::say(area, &finding.code, params.iter().copied()));
    said.unwrap_or_else(|| unnamed(finding))
}

fn unnamed(finding: &Finding) -> String {
    let params: Vec<String> = finding.params.iter().map(|(name, value)| format!("{name} {value}")).collect();
    if params.is_empty() { "Noticed.".to_owned() } else { format!("Noticed: {}.", params.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_how_much_it_weighs_what_it_is_and_where() {
        let finding = Finding::block("criterion.missing", "items[3].criterion.printed");
        assert_eq!(
            line(&finding),
            "Fix   Line 3 has no origin criterion.  [criterion.missing at items[3].criterion.printed]"
        );
        let object = object(&finding);
        assert_eq!(object["message"], "Line 3 has no origin criterion.");
        assert_eq!(object["severity"], "block");
    }

    #[test]
    fn the_heaviest_stand_last_and_many_of_one_kind_are_counted() {
        let mut findings = vec![Finding::block("c.d", ""), Finding::warn("e.f", "x")];
        findings.extend((0..5).map(|number| Finding::info("a.b", format!("items[{number}]"))));
        let lines = lines(&findings);
        let starts: Vec<&str> = lines.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
        assert_eq!(starts, ["Tip", "Tip", "Tip", "Look", "Fix"], "{lines}");
        assert!(lines.contains("3 more like it"), "{lines}");
        assert_eq!(sum(&findings), "1 to fix, 1 to look at, 5 to know");
        assert_eq!(sum(&[]), "nothing to fix");
    }
}
