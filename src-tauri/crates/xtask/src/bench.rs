//! How fast is it, beside what? Runs every benchmark in release and sets its lines into one table.
//!
//! A benchmark is a plain program (`harness = false`) that prints lines `bench <name> <nanoseconds per turn>`, with
//! ` of <bytes>` behind where a turn goes over so many, ` vs <other>` where the figure is to be read beside another one,
//! and ` most <goal>` or ` least <goal>` where the ratio to that one, or the figure where there is none, has a goal, and
//! ` over <floor>` where the figure is also held against what nobody is faster than;
//! `memory <name> <bytes>` is the most memory that something held.

use serde_json::Value;

use crate::{codes, house, peers};

struct Figure {
    room: String,
    name: String,
    nanos: f64,
    /// Bytes that one turn goes over.
    bytes: Option<f64>,
    beside: Option<String>,
    goal: Option<Goal>,
    /// What nobody is expected to be faster than.
    floor: Option<String>,
}

/// What a figure should come to.
#[derive(Clone, Copy)]
enum Goal {
    Most(f64),
    Least(f64),
}

impl Goal {
    fn said(self, found: f64) -> String {
        let (word, goal, is_met) = match self {
            Self::Most(goal) => ("most", goal, found <= goal),
            Self::Least(goal) => ("least", goal, found >= goal),
        };
        format!("at {word} {goal}: {}", if is_met { "met" } else { "MISSED" })
    }
}

/// What was held at most.
struct Memory {
    room: String,
    name: String,
    bytes: f64,
}

/// `cargo xtask bench`.
pub fn bench(args: &[String]) -> Result<(), String> {
    crate::only(args, &[])?;
    let targets = targets(&house::metadata(true)?);
    if targets.is_empty() {
        return Err("no room has a benchmark".into());
    }
    peers::ensure()?;
    codes::ensure(None)?;
    let (mut figures, mut memories) = (Vec::new(), Vec::new());
    for (room, target) in &targets {
        let args = ["bench", "-p", room, "--bench", target];
        house::watch(house::cargo(args).env(peers::VARIABLE, peers::interpreter()?), |line| {
            figures.extend(figure(room, line));
            memories.extend(memory(room, line));
        })?;
    }
    println!("\n{}", table(&figures));
    println!("\n{}", memory_table(&memories));
    if figures.is_empty() { Err("no benchmark printed a figure".into()) } else { Ok(()) }
}

fn targets(metadata: &Value) -> Vec<(String, String)> {
    let array = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let name = |value: &Value| value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for package in array(metadata, "packages") {
        for target in array(&package, "targets") {
            if array(&target, "kind").iter().any(|kind| kind == "bench") {
                found.push((name(&package), name(&target)));
            }
        }
    }
    found
}

fn figure(room: &str, line: &str) -> Option<Figure> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["bench", name, nanos, rest @ ..] = words.as_slice() else { return None };
    let mut figure = Figure {
        room: room.to_owned(),
        name: (*name).to_owned(),
        nanos: nanos.parse().ok()?,
        bytes: None,
        beside: None,
        goal: None,
        floor: None,
    };
    for pair in rest.chunks(2) {
        match pair {
            ["of", bytes] => figure.bytes = Some(bytes.parse().ok()?),
            ["vs", other] => figure.beside = Some((*other).to_owned()),
            ["over", floor] => figure.floor = Some((*floor).to_owned()),
            ["most", goal] => figure.goal = Some(Goal::Most(goal.parse().ok()?)),
            ["least", goal] => figure.goal = Some(Goal::Least(goal.parse().ok()?)),
            _ => return None,
        }
    }
    Some(figure)
}

fn memory(room: &str, line: &str) -> Option<Memory> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["memory", name, bytes] = words.as_slice() else { return None };
    Some(Memory { room: room.to_owned(), name: (*name).to_owned(), bytes: bytes.parse().ok()? })
}

fn table(figures: &[Figure]) -> String {
    let mut text = row(["room", "what", "µs a turn", "turns a s", "MB/s", "over floor", "ratio"].map(str::to_owned));
    let named = |name: &Option<String>| figures.iter().find(|other| Some(&other.name) == name.as_ref());
    for one in figures {
        let other = named(&one.beside);
        let found = other.map_or(one.nanos, |other| one.nanos / other.nanos);
        let mut ratio = other.map(|other| format!("{found:.2} × {}", other.name)).unwrap_or_default();
        // A goal beside something that was skipped says nothing.
        if let Some(goal) = one.goal.filter(|_| one.beside.is_none() || other.is_some()) {
            ratio.push_str(&format!("  {}", goal.said(found)));
        }
        let floors = named(&one.floor).map(|floor| one.nanos / floor.nanos);
        // To be so many times faster than this one is to take so much of what the floor takes.
        if let (Some(floors), Some(Goal::Least(goal))) = (floors, one.goal) {
            ratio.push_str(&format!(" ({goal} × is {:.2} of the floor)", floors / goal));
        }
        let floors = floors.map(|floors| format!("{floors:.2}")).unwrap_or_default();
        let (micros, rate) = (one.nanos / 1e3, 1e9 / one.nanos);
        // Bytes in a nanosecond are thousands of megabytes in a second.
        let speed = one.bytes.map(|bytes| format!("{:.1}", bytes * 1e3 / one.nanos)).unwrap_or_default();
        let (room, name) = (one.room.clone(), one.name.clone());
        text.push_str(&row([room, name, format!("{micros:.1}"), format!("{rate:.0}"), speed, floors, ratio]));
    }
    text
}

fn row([room, name, micros, rate, speed, floors, ratio]: [String; 7]) -> String {
    format!("{room:<16} {name:<36} {micros:>12} {rate:>12} {speed:>8} {floors:>10}  {ratio}\n")
}

fn memory_table(memories: &[Memory]) -> String {
    let mut text = format!("{:<16} {:<36} {:>12}\n", "room", "what", "MB at most");
    for Memory { room, name, bytes } in memories {
        text.push_str(&format!("{room:<16} {name:<36} {:>12.2}\n", bytes / 1e6));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_benchmarks_are_read_and_set_beside_each_other() {
        let lines = ["bench sign 200000", "running", "bench verify 50000 vs sign", "bench broken many"];
        let figures: Vec<Figure> = lines.iter().filter_map(|line| figure("tamga-seal", line)).collect();
        assert_eq!(figures.len(), 2);
        let text = table(&figures);
        assert!(text.contains("0.25 × sign"), "{text}");
        assert!(text.contains("5000"), "{text}");
    }

    #[test]
    fn bytes_of_a_turn_become_megabytes_a_second() {
        let lines = ["bench read 2000000 of 1000000", "bench slow 4000000 of 1000000 vs read", "bench odd 1 of many"];
        let figures: Vec<Figure> = lines.iter().filter_map(|line| figure("tamga-formats", line)).collect();
        assert_eq!(figures.len(), 2);
        let text = table(&figures);
        assert!(text.contains(" 500.0 "), "{text}");
        let slow = text.lines().find(|line| line.contains(" slow ")).expect("a line for it");
        assert!(slow.contains(" 250.0 ") && slow.ends_with(" 2.00 × read"), "{text}");
    }

    #[test]
    fn a_goal_is_met_or_missed_and_says_nothing_beside_what_was_skipped() {
        let lines = [
            "bench floor 100",
            "bench sign 120 vs floor most 1.3",
            "bench slow 140 vs floor most 1.3",
            "bench peer 400 vs floor least 5",
            "bench alone 90 most 95",
            "bench lonely 1 vs nobody least 5",
        ];
        let figures: Vec<Figure> = lines.iter().filter_map(|line| figure("tamga-seal", line)).collect();
        let text = table(&figures);
        let line = |name: &str| text.lines().find(|line| line.contains(name)).expect(name);
        assert!(line(" sign ").ends_with("1.20 × floor  at most 1.3: met"), "{text}");
        assert!(line(" slow ").ends_with("at most 1.3: MISSED"), "{text}");
        assert!(line(" peer ").ends_with("at least 5: MISSED"), "{text}");
        assert!(line(" alone ").ends_with("at most 95: met"), "{text}");
        assert!(!line(" lonely ").contains("at least"), "{text}");
    }

    #[test]
    fn what_a_goal_leaves_of_the_floor_is_told() {
        let lines = [
            "bench floor 100",
            "bench read 150 vs floor most 3",
            "bench peer 900 vs read over floor least 10",
            "bench tree 300 vs read over floor",
            "bench lost 900 vs read over nothing least 10",
        ];
        let figures: Vec<Figure> = lines.iter().filter_map(|line| figure("tamga-formats", line)).collect();
        let text = table(&figures);
        let line = |name: &str| text.lines().find(|line| line.contains(name)).expect(name);
        let peer = " 9.00  6.00 × read  at least 10: MISSED (10 × is 0.90 of the floor)";
        assert!(line(" peer ").ends_with(peer), "{text}");
        assert!(line(" tree ").ends_with(" 3.00  2.00 × read"), "{text}");
        assert!(line(" lost ").ends_with("at least 10: MISSED"), "{text}");
    }

    #[test]
    fn memory_is_told_in_a_table_of_its_own() {
        let lines = ["memory read 2500000", "memory write plenty", "bench read 5"];
        let memories: Vec<Memory> = lines.iter().filter_map(|line| memory("tamga-formats", line)).collect();
        assert_eq!(memories.len(), 1);
        assert!(memory_table(&memories).contains("2.50"));
    }

    #[test]
    fn benchmark_targets_are_found_by_their_kind() {
        let metadata = serde_json::json!({ "packages": [{ "name": "a", "targets": [
            { "name": "a", "kind": ["lib"] }, { "name": "speed", "kind": ["bench"] }] }] });
        assert_eq!(targets(&metadata), [("a".to_owned(), "speed".to_owned())]);
    }
}
